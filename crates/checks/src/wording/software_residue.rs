//! # 文档残留
//!
//! ## 查什么
//! 填写的文字里留着软件的记号：书签、超链接代码、失效的引用（“错误!未找到引用源”）。
//! 由软件读出来的表样文字不算。
//!
//! ## 依据
//! 这些记号不是填表人写的，打印、公开时却会露出来。
//!
//! ## 怎样改
//! 书签和链接代码删去（可一键改正）；引用失效的，补上本来的内容。
//!
//! ## 例子
//! 书签记号和失效的引用：
//! ```form
//! kind: project
//! goal: [bookmark: _GoBack]做好培训，详见错误!未找到引用源。
//! | 产出指标 | 数量指标 | 培训人数 | ≥10人 |
//! ```
//! ```findings
//! 建议 第1张表「[bookmark: _GoBack]」格子里留着软件的书签记号“[bookmark: _GoBack]”。【可改为“”】
//! 建议 第1张表「错误!未找到引用源。」格子里留着软件的记号“错误!未找到”。
//! ```
//! 没有残留：
//! ```form
//! kind: project
//! goal: 做好培训[含网络培训]。
//! | 产出指标 | 数量指标 | 培训人数 | ≥10人 |
//! ```
//! ```findings
//! 通过
//! ```

use crate::cells::Role;
use crate::{Context, Meta, Out, Undecided, tidy};

pub const META: Meta = Meta::new("C116");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    tidy::report(context, &Role::ALL, out)
}

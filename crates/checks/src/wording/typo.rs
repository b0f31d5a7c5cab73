//! # 错别字
//!
//! ## 查什么
//! 错别字表里的写法：在任何地方都不对的词（布署、签定、帐户）。书名号里的文件名照原文，不查。
//!
//! ## 依据
//! 绩效目标要公开，错别字影响严肃性。
//!
//! ## 怎样改
//! 按提示改正（可一键改正）。
//!
//! ## 例子
//! 两处错别字：
//! ```form
//! kind: project
//! goal: 按照统一安排和布署，做好发放。
//! | 产出指标 | 数量指标 | 签定合同数 | ≥10份 |
//! ```
//! ```findings
//! 建议 第1张表「布署」“布署”是错别字，应当写“部署”。【可改为“部署”】
//! 建议 第1张表「签定」“签定”是错别字，应当写“签订”。【可改为“签订”】
//! ```
//! 文件名照原文：
//! ```form
//! kind: project
//! goal: 根据《银行帐户管理办法》，部署账户清理。
//! | 产出指标 | 数量指标 | 清理账户数 | ≥10个 |
//! ```
//! ```findings
//! 通过
//! ```

use crate::cells::Role;
use crate::{Context, Meta, Out, Undecided, tidy};

pub const META: Meta = Meta::new("C111");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    tidy::report(context, &Role::ALL, out)
}

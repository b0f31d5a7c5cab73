//! # 管理效率的二级指标不全
//!
//! ## 查什么
//! 部门整体表“管理效率”一块，缺了当地规则包列出的二级指标。
//! 规则包没有列出的，不适用；表样本身没有的，规则包不应当列出。
//!
//! ## 依据
//! 当地部门整体表的表样。
//!
//! ## 怎样改
//! 补上缺的二级指标；当年表样没有这一项的，请规则包管理员改规则包。
//!
//! ## 例子
//! 仁和区的表样有预算、财务、采购三项，少了采购管理：
//! ```form
//! pack: renhe
//! kind: department
//! columns: block | level1 | level2 | level3 | target
//! | 管理效率 | 成本指标 | 预算管理 | 结余率 | ≤4% |
//! | 管理效率 | 成本指标 | 财务管理 | 财务管理规范 | 优 |
//! ```
//! ```findings
//! 建议 第1张表「」管理效率缺二级指标：采购管理。
//! ```
//! 三项都有：
//! ```form
//! pack: renhe
//! kind: department
//! columns: block | level1 | level2 | level3 | target
//! | 管理效率 | 成本指标 | 预算管理 | 结余率 | ≤4% |
//! | 管理效率 | 成本指标 | 财务管理 | 财务管理规范 | 优 |
//! | 管理效率 | 成本指标 | 采购管理 | 采购执行率 | ≥95% |
//! ```
//! ```findings
//! 通过
//! ```
//! 规则包没有列出二级指标：
//! ```form
//! kind: department
//! columns: block | level1 | level2 | level3 | target
//! | 管理效率 | 成本指标 | 预算管理 | 结余率 | ≤4% |
//! ```
//! ```findings
//! 不适用
//! ```

use model::{Column, FormKind, Indicator};

use crate::indicators::rows_unread;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C013", cases: &[], reader_doubt: true };

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if form.kind != FormKind::Department {
        return Ok(());
    }
    let blocks = context.words("words.management_blocks")?;
    let managed = |row: &&Indicator| {
        let block = row.folded(Column::Block);
        blocks.iter().any(|word| block.contains(word.as_str()))
    };
    let rows: Vec<&Indicator> = form.indicators.iter().filter(managed).collect();
    let Some(last) = rows.last() else {
        out.not_applicable("缺管理效率这一块，表里没有这一项");
        return Ok(());
    };
    let listed = context.policy().words("profile.management_level2");
    if listed.is_empty() {
        out.not_applicable("缺当地管理效率二级指标的清单，规则包里没有这一项");
        return Ok(());
    }
    out.looked();
    if let Some(unread) = rows_unread(form) {
        out.cannot_decide(unread);
        return Ok(());
    }
    let present = |class: &str| rows.iter().any(|row| row.folded(Column::Level2).contains(class));
    let missing: Vec<&str> =
        listed.iter().map(String::as_str).filter(|class| !present(class)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    out.fail(Hit {
        place: last.place(Column::Level2).cloned(),
        message: format!("管理效率缺二级指标：{}。", missing.join("、")),
        remedy: "补上缺的二级指标；当年表样没有这一项的，请规则包管理员改规则包。".into(),
        ..Hit::default()
    });
    Ok(())
}

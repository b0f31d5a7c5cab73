//! # 时效仅写年度
//!
//! ## 查什么
//! 时效指标的值只是整个预算年度（“2026年全年”“2026年1月至2026年12月”），或者名称只说“按工作计划”
//! 而值里也没有期限：年度表当然在年内执行，这样写等于没有时效。
//! 写了期限、节点、频次（“按月发放”）或及时率的不算。项目要交付成果（工程、购置、开发、平台打造……）
//! 的要答复，其余只是建议。部门整体表的“执行时间”是表样自带的，不查。
//!
//! ## 依据
//! 时效指标说明产出在什么时候、按什么进度完成；确无时限要求的可以不设。
//!
//! ## 怎样改
//! 写关键节点（“2026年9月底前验收”）、频次（“每月15日前发放”）或及时率；没有时限要求的可以删去这一行。
//!
//! ## 例子
//! 只有年度的，和要交付成果的：
//! ```form
//! kind: project
//! year: 2026
//! project: 人才待遇
//! | 产出指标 | 时效指标 | 按工作计划 | 2026年全年 |
//! | 产出指标 | 时效指标 | 按工作计划 | 按计划推进 |
//! ---
//! kind: project
//! year: 2026
//! project: 创业服务
//! | 产出指标 | 数量指标 | 平台打造 | 1个 |
//! | 产出指标 | 时效指标 | 完成时间 | 2026年1月至2026年12月 |
//! ```
//! ```findings
//! 需答复 第2张表「2026年1月至2026年12月」时效指标“完成时间”只写“2026年1月至2026年12月”，项目要交付成果（平台打造），看不出哪一步什么时候完成。
//! 建议 第1张表「2026年全年」时效指标“按工作计划”只写“2026年全年”，看不出哪一步什么时候完成。
//! 建议 第1张表「按计划推进」时效指标“按工作计划”只写“按计划推进”，看不出哪一步什么时候完成。
//! ```
//! 有节点、有频次、有比率的：
//! ```form
//! kind: project
//! year: 2026
//! project: 创业服务
//! | 产出指标 | 时效指标 | 按工作计划 | 2026年9月底前完成 |
//! | 产出指标 | 时效指标 | 发放时间 | 每月15日前 |
//! | 产出指标 | 时效指标 | 补贴按时发放率 | ≥95% |
//! | 产出指标 | 时效指标 | 汛期值守 | 2026年5月至2026年9月 |
//! ```
//! ```findings
//! 通过
//! ```

use model::target::Kind;
use model::{Column, Field, FormKind, Indicator};

use crate::indicators::Classes;
use crate::timing::{bare_name, is_whole_year};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C060", cases: &["deliverable"], reader_doubt: false };

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if form.kind != FormKind::Project {
        return Ok(());
    }
    let deliverable = deliverable(context)?;
    let classes = Classes::of(context)?;
    for row in &form.indicators {
        if !classes.is_timeliness(row) || model::text::is_blank(row.text(Column::Target)) {
            continue;
        }
        out.looked();
        if !says_only_the_year(context, row)? && !says_only_the_plan(context, row)? {
            continue;
        }
        let hit = Hit::in_row(row, Column::Target);
        let name = row.folded(Column::Level3);
        let (delivers, case) = match &deliverable {
            Some(what) => (format!("项目要交付成果（{what}），"), "deliverable"),
            None => (String::new(), ""),
        };
        out.fail(Hit {
            message: format!(
                "时效指标“{name}”只写“{}”，{delivers}看不出哪一步什么时候完成。",
                hit.quote
            ),
            remedy: "写关键节点（如“9月底前验收”）、频次（如“每月15日前发放”）或及时率；\
                     没有时限要求的可以删去这一行。"
                .into(),
            case,
            ..hit
        });
    }
    Ok(())
}

/// Whether the target is the budget year and nothing else.
fn says_only_the_year(context: &Context<'_>, row: &Indicator) -> Result<bool, Undecided> {
    let year = |year: u16| context.form().year.is_none_or(|own| own == i32::from(year));
    let period = row.target.period.filter(|_| row.target.kind == Kind::Period);
    if let Some(period) = period {
        return Ok(is_whole_year(&period) && period.start.year.is_none_or(year));
    }
    let text = row.folded(Column::Target);
    Ok(context.words("words.whole_year")?.contains(&text))
}

/// Whether the name is only 「按工作计划」 and the target gives no time of its own.
fn says_only_the_plan(context: &Context<'_>, row: &Indicator) -> Result<bool, Undecided> {
    let names = context.words("words.calendar_names")?;
    let timeless = matches!(row.target.kind, Kind::Prose | Kind::Boolean);
    let text = row.text(Column::Target);
    let numberless = !text.chars().any(|c| c.is_numeric() || "月季周旬".contains(c));
    Ok(timeless && numberless && names.contains(&bare_name(row)))
}

/// What the project delivers, by the words of its name and its quantity rows.
fn deliverable(context: &Context<'_>) -> Result<Option<String>, Undecided> {
    let words = context.words("words.deliverables")?;
    let classes = Classes::of(context)?;
    let form = context.form();
    let rows = form.indicators.iter().filter(|row| classes.is_quantity(row));
    let names = rows.map(|row| row.folded(Column::Level3));
    let mut names = std::iter::once(model::text::fold(form.text(Field::Project))).chain(names);
    Ok(names.find(|name| words.iter().any(|word| name.contains(word.as_str()))))
}

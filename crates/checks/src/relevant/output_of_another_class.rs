//! # 数量、质量、时效混淆
//!
//! ## 查什么
//! 三种放错的情况：质量指标的名称（或者带数字的指标值）说的是及时、按时、到位率；
//! 数量指标里写的是钱；时效指标里是一个与时间无关的比率。
//! 贷款、税收、投资一类本来就用钱来数的数量不算；完成率放在质量里只作建议。
//!
//! ## 依据
//! 数量说做多少，质量说做得怎样，时效说何时做到，花多少钱在成本里说。
//!
//! ## 怎样改
//! 移到相应的二级指标；原来的类别缺了，再补一条真正说质量（或者数量、时效）的。
//!
//! ## 例子
//! 各放错一处：
//! ```form
//! kind: project
//! | 产出指标 | 质量指标 | 补贴在规定时间内到位率 | 100% |
//! | 产出指标 | 质量指标 | 项目完成率 | 100% |
//! | 产出指标 | 数量指标 | 人员 | 共87人。公用经费标准：8000元/人 |
//! | 产出指标 | 时效指标 | 设备合格率 | ≥98% |
//! ```
//! ```findings
//! 需答复 第1张表「补贴在规定时间内到位率」“补贴在规定时间内到位率”放在质量指标里，“规定时间”“到位率”说的却是时效（何时做到）。
//! 需答复 第1张表「公用经费标准：8000元/人」“人员”放在数量指标里，“公用经费标准：8000元/人”说的却是钱。
//! 需答复 第1张表「设备合格率」“设备合格率”放在时效指标里，却是一个与时间无关的比率。
//! 建议 第1张表「项目完成率」“项目完成率”放在质量指标里，“完成率”说的却是完成了多少。
//! ```
//! 放得对：
//! ```form
//! kind: project
//! | 产出指标 | 质量指标 | 设备合格率 | ≥98% |
//! | 产出指标 | 时效指标 | 资金在规定时间内下达率 | ≥95% |
//! | 产出指标 | 数量指标 | 发放创业担保贷款 | ≥500万元 |
//! ```
//! ```findings
//! 通过
//! ```

use model::target::Kind;
use model::{Column, Indicator};

use crate::clauses::around;
use crate::indicators::Classes;
use crate::numbers::{Printed, printed};
use crate::words::{Names, Word, find_anywhere};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C021", cases: &["completion"], reader_doubt: false };

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    if !context.is_plan() {
        return Ok(());
    }
    let classes = Classes::of(context)?;
    let names = Names::of(context, &["words.timeliness_in_quality_except"])?;
    for row in &context.form().indicators {
        let hit = match () {
            () if model::text::is_blank(row.text(Column::Level3)) => continue,
            () if classes.is_quality(row) => in_quality(context, &names, row)?,
            () if classes.is_quantity(row) => in_quantity(context, row)?,
            () if classes.is_timeliness(row) => in_timeliness(context, row)?,
            () => continue,
        };
        out.looked();
        if let Some(hit) = hit {
            out.fail(Hit { cause: Hit::cell_cause(context.code, hit.place.as_ref()), ..hit });
        }
    }
    Ok(())
}

/// Words of time, or of completion, in a 质量指标.
fn in_quality(
    context: &Context<'_>,
    names: &Names,
    row: &Indicator,
) -> Result<Option<Hit>, Undecided> {
    let label = row.folded(Column::Level2);
    let said = |column: Column, terms: &str| -> Result<Option<String>, Undecided> {
        let found = find_anywhere(row.text(column), context.words(terms)?, names);
        Ok((!found.is_empty()).then(|| quoted(&found)))
    };
    let measured = matches!(row.target.kind, Kind::Quantity | Kind::Bare | Kind::Mixed);
    for column in [Column::Level3, Column::Target] {
        if column == Column::Target && !measured {
            continue;
        }
        let hit = Hit::in_row(row, column);
        if let Some(words) = said(column, "words.timeliness_in_quality")? {
            return Ok(Some(Hit {
                message: format!("“{}”放在{label}里，{words}说的却是时效（何时做到）。", hit.quote),
                remedy: "移到时效指标；质量指标另写做得好不好，例如准确率、合格率。".into(),
                ..hit
            }));
        }
        if let Some(words) = said(column, "words.completion_in_quality")? {
            return Ok(Some(Hit {
                case: "completion",
                message: format!("“{}”放在{label}里，{words}说的却是完成了多少。", hit.quote),
                remedy: "移到数量指标（或者时效指标，写明期限）；质量指标另写做得好不好，例如验收合格率。"
                    .into(),
                ..hit
            }));
        }
    }
    Ok(None)
}

/// Money in a 数量指标, where money is not what the project brings about.
fn in_quantity(context: &Context<'_>, row: &Indicator) -> Result<Option<Hit>, Undecided> {
    let name = row.folded(Column::Level3);
    let has = |key: &str| -> Result<bool, Undecided> {
        Ok(context.words(key)?.iter().any(|word| name.contains(word.as_str())))
    };
    // A bare 经费 is an input: that is another check's finding.
    let bare = context.words("words.input_names")?.contains(&name);
    let counted_in_money = bare || has("words.money_outputs")?;
    let is_cost = |number: &Printed| {
        (number.is_money() && !counted_in_money) || number.unit().starts_with("元/")
    };
    let numbers = printed(row.text(Column::Target));
    let hit = match (numbers.iter().find(|n| is_cost(n)), row.cells.get(&Column::Target)) {
        (Some(number), Some(cell)) => {
            Hit::part(cell, around(&cell.text, number.start()..number.end()))
        }
        _ if row.target.unit == "元" && !counted_in_money => Hit::in_row(row, Column::Target),
        _ => return Ok(None),
    };
    let label = row.folded(Column::Level2);
    Ok(Some(Hit {
        message: format!("“{name}”放在{label}里，“{}”说的却是钱。", hit.quote),
        remedy: "花多少钱、每人每件多少钱移到成本指标；数量指标写做多少（人、次、个、件……）。"
            .into(),
        ..hit
    }))
}

/// A rate without any word of time in a 时效指标.
fn in_timeliness(context: &Context<'_>, row: &Indicator) -> Result<Option<Hit>, Undecided> {
    let name = row.folded(Column::Level3);
    let dated = matches!(row.target.kind, Kind::Period | Kind::Deadline);
    let plain = context.words("words.rates_of_time")?;
    if dated || !name.ends_with('率') || plain.iter().any(|word| name.ends_with(word.as_str())) {
        return Ok(None);
    }
    let text =
        [Column::Level3, Column::Target, Column::Explanation].map(|c| row.folded(c)).concat();
    for key in
        ["words.timeliness_markers", "words.timeliness_in_quality", "words.completion_in_quality"]
    {
        if context.words(key)?.iter().any(|word| text.contains(word.as_str())) {
            return Ok(None);
        }
    }
    let label = row.folded(Column::Level2);
    let hit = Hit::in_row(row, Column::Level3);
    Ok(Some(Hit {
        message: format!("“{}”放在{label}里，却是一个与时间无关的比率。", hit.quote),
        remedy: "移到质量指标；时效指标写何时做到，例如“2026年10月底前完成”或者“及时率”。".into(),
        ..hit
    }))
}

/// “规定时间”“到位率”.
fn quoted(found: &[Word<'_>]) -> String {
    found.iter().map(|word| format!("“{}”", word.text)).collect()
}

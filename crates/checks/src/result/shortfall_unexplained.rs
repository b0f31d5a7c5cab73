//! # 未完成无原因
//!
//! ## 查什么
//! 自评表有“偏差原因”栏，实际完成值没有达到指标值，而原因空着；或者达到了却扣了分，也没有说明。
//! 完成值写“部分达成”“未达成”的同样要写原因。表后另有原因说明的，只要求答复。指标值没有比较符、方向是从名称看出来的，只要求答复。
//! 期限写到年月的，完成日期晚了也是没有达到。文字描述不判，单位不同的判不了。超过上限却得满分的，见 C144。
//!
//! ## 依据
//! 表样设有偏差原因栏：未完成的要分析原因、提出改进措施。
//!
//! ## 怎样改
//! 写明差多少、为什么、下一步怎么办；扣分的写明扣分理由。
//!
//! ## 例子
//! ```form
//! kind: self_evaluation
//! columns: level1 | level2 | level3 | target | actual | weight | score | reason
//! | 产出指标 | 数量指标 | 修补面积 | ≥9500平方米 | 9100平方米 | 10 | 9.6 | |
//! | 产出指标 | 数量指标 | 助餐人次 | ≥6.8万人次 | 6.1 | 10 | 9 | 无 |
//! | 产出指标 | 质量指标 | 验收合格率 | 100% | 98% | 10 | 9.8 | |
//! | 产出指标 | 数量指标 | 演出场次 | ≥120场 | 124场 | 10 | 8 | |
//! | 产出指标 | 时效指标 | 完成时间 | 2025年11月底前 | 2025年12月22日 | 10 | 9 | |
//! | 效益指标 | 社会效益指标 | 出行条件 | 有所改善 | 部分达成预期指标并具有一定效果 | 10 | 7 | |
//! ```
//! ```findings
//! 错误 第1张表「9100平方米」“修补面积”的指标值“≥9500平方米”，实际完成“9100平方米”，没有达到，偏差原因却空着。
//! 错误 第1张表「6.1」“助餐人次”的指标值“≥6.8万人次”，实际完成“6.1”，没有达到，偏差原因却空着。
//! 错误 第1张表「2025年12月22日」“完成时间”的指标值“2025年11月底前”，实际完成“2025年12月22日”，晚了，偏差原因却空着。
//! 错误 第1张表「部分达成预期指标并具有一定效果」“出行条件”的指标值“有所改善”，实际完成“部分达成预期指标并具有一定效果”，没有全部达成，偏差原因却空着。
//! 需答复 第1张表「98%」“验收合格率”的指标值“100%”，实际完成“98%”，没有达到，偏差原因却空着。
//! 需答复 第1张表「124场」“演出场次”的指标值“≥120场”，实际完成“124场”，已经达到，10分却只得8分，没有说明理由。
//! ```
//! ```form
//! kind: self_evaluation
//! columns: level1 | level2 | level3 | target | actual | weight | score | reason
//! | 产出指标 | 数量指标 | 修补面积 | ≥9500平方米 | 9100平方米 | 10 | 9.6 | 雨季停工 |
//! | 产出指标 | 数量指标 | 助餐人次 | ≥6.8万人次 | 7.1 | 10 | 10 | |
//! | 产出指标 | 时效指标 | 平均用时 | ≤24小时 | 19小时 | 10 | 10 | |
//! | 产出指标 | 时效指标 | 完成时间 | 2025年11月底前 | 2025年11月 | 10 | 10 | |
//! | 效益指标 | 社会效益指标 | 出行条件 | 有所改善 | 有所改善 | 10 | 10 | |
//! ```
//! ```findings
//! 通过
//! ```
//! 单位对不上的：
//! ```form
//! kind: self_evaluation
//! columns: level1 | level2 | level3 | target | actual | reason
//! | 产出指标 | 数量指标 | 救助人次 | ≥500人次 | 320户 | |
//! ```
//! ```findings
//! 不能判定 第1张表「320户」“救助人次”的指标值“≥500人次”，实际完成“320户”，单位不同，无法比较。
//! ```

use model::target::{Kind, Moment};
use model::{Column, Indicator, Target};

use crate::completion::{Completion, completion, was_adjusted};
use crate::scoring::{asks_for_reasons, has_reason, is_overrun_in_full, is_scored, level_of};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta =
    Meta { code: "C142", cases: &["unstated", "elsewhere", "points_lost"], reader_doubt: true };

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !is_scored(form) {
        return Ok(());
    }
    if !asks_for_reasons(form) {
        out.not_applicable("缺“偏差原因”一栏，表里没有这一项");
        return Ok(());
    }
    let full = level_names(context)?;
    for row in &form.indicators {
        let Some(actual) = &row.actual else { continue };
        if let Some(level) = level_of(context, row)? {
            out.looked();
            if !full.contains(&level) && !has_reason(context, row)? {
                out.fail(blank_reason(context, row, "没有全部达成")?);
            }
            continue;
        }
        let late = is_late(&row.target, actual).filter(|_| !was_adjusted(context, row));
        if let Some(late) = late {
            out.looked();
            if late && !has_reason(context, row)? {
                out.fail(blank_reason(context, row, "晚了")?);
            }
            continue;
        }
        match completion(context, row, actual)? {
            Some(completion) => compare(context, row, &completion, out)?,
            None if differ_in_unit(&row.target, actual) => out.cannot_decide(units_differ(row)),
            None => {}
        }
    }
    Ok(())
}

/// Compares a row whose numbers can be compared.
fn compare(
    context: &Context<'_>,
    row: &Indicator,
    completion: &Completion,
    out: &mut Out,
) -> Result<(), Undecided> {
    out.looked();
    if has_reason(context, row)? || is_overrun_in_full(row, completion) {
        return Ok(());
    }
    if !completion.is_met() {
        let hit = blank_reason(context, row, "没有达到")?;
        let case = if completion.is_stated { hit.case } else { "unstated" };
        out.fail(Hit { case, ..hit });
    } else if let Some((weight, score)) = row.weight.zip(row.score).filter(|(w, s)| s < w) {
        let hit = on_result(row);
        out.fail(Hit {
            message: format!(
                "{}，已经达到，{}分却只得{}分，没有说明理由。",
                sides(row, &hit),
                weight.normalize(),
                score.normalize()
            ),
            remedy: "写明扣分的理由，或者改正得分。".into(),
            case: "points_lost",
            ..hit
        });
    }
    Ok(())
}

/// A hit on what was done; all that is asked about a row is one question.
fn on_result(row: &Indicator) -> Hit {
    let cause = Hit::cell_cause("row", row.place(Column::Level3));
    Hit { cause, ..Hit::in_row(row, Column::Actual) }
}

/// The row's target and result, as written.
fn sides(row: &Indicator, hit: &Hit) -> String {
    let (name, target) = (row.folded(Column::Level3), model::text::trim(row.text(Column::Target)));
    format!("“{name}”的指标值“{target}”，实际完成“{}”", hit.quote)
}

fn blank_reason(context: &Context<'_>, row: &Indicator, short: &str) -> Result<Hit, Undecided> {
    let hit = on_result(row);
    let (beside, case) = match explained_below(context)? {
        true => ("（表后另有说明，没有写到这一行）", "elsewhere"),
        false => ("", ""),
    };
    Ok(Hit {
        message: format!("{}，{short}，偏差原因却空着{beside}。", sides(row, &hit)),
        remedy: "写明差多少、为什么、怎样改进。".into(),
        case,
        ..hit
    })
}

/// Whether the foot of the form gives reasons of its own, under a label nobody binds.
fn explained_below(context: &Context<'_>) -> Result<bool, Undecided> {
    let nothing = context.words("words.no_reason")?;
    let given = |text: &str| !text.is_empty() && !nothing.iter().any(|word| word == text);
    let mut strangers = context.form().unknown.iter();
    Ok(strangers
        .any(|(label, text)| label.contains("原因") && given(&model::text::fold(&text.text))))
}

/// Whether something was done later than due; none where the dates do not tell.
fn is_late(target: &Target, actual: &Target) -> Option<bool> {
    let due = target.deadline?;
    let done = actual.deadline.or(actual.period.map(|period| period.end))?;
    let month = |moment: Moment| Some((moment.year?, moment.month?));
    let (due_month, done_month) = (month(due)?, month(done)?);
    if due_month != done_month {
        return Some(done_month > due_month);
    }
    let last_day = 28..;
    match (due.day, done.day) {
        (Some(due), Some(done)) => Some(done > due),
        (None, _) => Some(false),
        (Some(due), None) => last_day.contains(&due).then_some(false),
    }
}

/// The level that stands for everything done: the one whose span ends with the whole weight.
fn level_names<'a>(context: &Context<'a>) -> Result<Vec<&'a str>, Undecided> {
    let spans = context.table("scoring.qualitative_bands")?;
    let full = spans.iter().filter(|(_, span)| span.ends_with("-100"));
    Ok(full.map(|(level, _)| level.as_str()).collect())
}

/// Whether both are plain amounts in units that do not compare.
fn differ_in_unit(target: &Target, actual: &Target) -> bool {
    let amounts = [target, actual].iter().all(|reading| reading.kind == Kind::Quantity);
    amounts && target.unit != actual.unit
}

fn units_differ(row: &Indicator) -> Hit {
    let hit = on_result(row);
    Hit {
        message: format!("{}，单位不同，无法比较。", sides(row, &hit)),
        remedy: "完成值用指标值的单位填写。".into(),
        ..hit
    }
}

//! # 监控可能性自相矛盾
//!
//! ## 查什么
//! 运行监控表的“完成目标可能性”：一行勾了两个；勾“确定能”，全年预计完成情况却达不到指标值；
//! 勾“完全不可能”，全年预计却达得到；没有勾“确定能”，偏差原因一个也没有写。
//! 全年预计是文字、日期或者单位不同的，不同指标值比较。
//! 数量指标才做了很小一部分（不到三成，内部参数）就勾“确定能”，又没有一句说明的，只作建议：有的任务本来就在下半年做。
//!
//! ## 依据
//! 监控要按全年预计完成情况判断目标能不能完成，有偏差的要分析原因。
//!
//! ## 怎样改
//! 只勾一个，并与全年预计完成情况一致；不是“确定能”的，勾选原因并写明说明。
//!
//! ## 例子
//! ```form
//! kind: monitoring
//! columns: level1 | level2 | level3 | target | progress | forecast | cause_staff | reason | sure | possible | impossible
//! | 产出指标 | 数量指标 | 修补面积 | ≥9500平方米 | 4000平方米 | 9000平方米 | | | √ | | |
//! | 产出指标 | 数量指标 | 列养里程 | =1286.4公里 | 1286.4公里 | 1286.4公里 | | | | | √ |
//! | 产出指标 | 质量指标 | 优良率 | ≥88% | 48% | 90% | √ | 缺人 | √ | √ | |
//! | 效益指标 | 社会效益指标 | 出行条件 | 有所改善 | 改善 | 改善 | | | | √ | |
//! | 产出指标 | 数量指标 | 改造户数 | ≥500户 | 80户 | 500户 | | | √ | | |
//! ```
//! ```findings
//! 需答复 第1张表「√」“修补面积”勾了“确定能”，全年预计完成“9000平方米”，却达不到指标值“≥9500平方米”。
//! 需答复 第1张表「√」“列养里程”勾了“完全不可能”，全年预计完成“1286.4公里”，却达得到指标值“=1286.4公里”。
//! 需答复 第1张表「√」“优良率”同时勾了“确定能”“有可能”，只能勾一个。
//! 需答复 第1张表「√」“出行条件”勾了“有可能”，却没有写偏差原因。
//! 建议 第1张表「√」“改造户数”到监控时只完成“80户”，是指标值“≥500户”的16%，却勾了“确定能”，没有说明余下的怎样完成。
//! ```
//! ```form
//! kind: monitoring
//! columns: level1 | level2 | level3 | target | progress | forecast | cause_staff | reason | sure | possible | impossible
//! | 产出指标 | 数量指标 | 修补面积 | ≥9500平方米 | 5225平方米 | 10230平方米 | | | √ | | |
//! | 产出指标 | 数量指标 | 改造户数 | ≥500户 | 80户 | 500户 | | 合同已签，9月集中施工 | √ | | |
//! | 效益指标 | 经济效益指标 | 务工增收 | ≥35万元 | 19.2万元 | 31万元 | √ | 雨季停工 | | √ | |
//! | 效益指标 | 社会效益指标 | 出行条件 | 有所改善 | 改善 | 有所改善 | | | √ | | |
//! ```
//! ```findings
//! 通过
//! ```

use model::form::NamedColumn;
use model::{Column, FormKind, Indicator, Target};

use crate::completion::{Better, Completion, completion};
use crate::indicators::Classes;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C146", cases: &["behind"], reader_doubt: false };

const SURE: Column = Column::Named(NamedColumn::Sure);
const POSSIBLE: Column = Column::Named(NamedColumn::Possible);
const IMPOSSIBLE: Column = Column::Named(NamedColumn::Impossible);
const LIKELIHOODS: [(Column, &str); 3] =
    [(SURE, "确定能"), (POSSIBLE, "有可能"), (IMPOSSIBLE, "完全不可能")];

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if form.kind != FormKind::Monitoring {
        return Ok(());
    }
    let asked =
        |row: &Indicator| LIKELIHOODS.iter().any(|(column, _)| row.cells.contains_key(column));
    if !form.indicators.iter().any(asked) {
        out.not_applicable("缺“完成目标可能性”的三栏，表里没有这一项");
        return Ok(());
    }
    let ticks = context.words("words.ticks")?;
    let classes = Classes::of(context)?;
    for row in &form.indicators {
        let is_ticked = |column: &Column| ticks.contains(&row.folded(*column));
        let ticked: Vec<_> = LIKELIHOODS.iter().filter(|(column, _)| is_ticked(column)).collect();
        let Some((column, said)) = ticked.first() else { continue };
        out.looked();
        if let [(SURE, _)] = ticked[..]
            && let Some(hit) = behind(context, &classes, row)?
        {
            out.fail(hit);
            continue;
        }
        let contradiction = match ticked[..] {
            [_] => contradiction(context, row, *column)?,
            _ => {
                let names: Vec<&str> = ticked.iter().map(|(_, name)| *name).collect();
                Some(format!("同时勾了“{}”，只能勾一个", names.join("”“")))
            }
        };
        let Some(contradiction) = contradiction else { continue };
        let hit = Hit::in_row(row, *column);
        let one = if ticked.len() == 1 { format!("勾了“{said}”，") } else { String::new() };
        out.fail(Hit {
            message: format!("“{}”{one}{contradiction}。", row.folded(Column::Level3)),
            remedy: "按全年预计完成情况只勾一个；不是“确定能”的，勾选原因并写明说明。".into(),
            cause: Hit::cell_cause(context.code, hit.place.as_ref()),
            ..hit
        });
    }
    Ok(())
}

/// A quantity of which little is done, ticked as sure without a word, though the forecast is met.
fn behind(
    context: &Context<'_>,
    classes: &Classes<'_>,
    row: &Indicator,
) -> Result<Option<Hit>, Undecided> {
    let result = |column: NamedColumn| -> Result<Option<Completion>, Undecided> {
        let text = model::text::trim(row.text(Column::Named(column)));
        completion(context, row, &Target::with_columns(text, "", row.text(Column::Unit)))
    };
    if !classes.is_quantity(row) || gives_a_cause(row) {
        return Ok(None);
    }
    let foreseen = result(NamedColumn::Forecast)?.is_some_and(|forecast| forecast.is_met());
    let least = context.number("min_progress")?;
    let done = result(NamedColumn::Progress)?
        .filter(|done| foreseen && done.better == Better::Higher && done.falls_below(least));
    let Some(percent) = done.and_then(|done| done.percent()) else { return Ok(None) };
    let hit = Hit::in_row(row, SURE);
    let done = row.folded(Column::Named(NamedColumn::Progress));
    Ok(Some(Hit {
        message: format!(
            "“{}”到监控时只完成“{done}”，是指标值“{}”的{}%，却勾了“确定能”，没有说明余下的怎样完成。",
            row.folded(Column::Level3),
            row.folded(Column::Target),
            percent.round()
        ),
        remedy: "在原因说明里写明进度安排；来不及的，改勾“有可能”并写明原因。".into(),
        case: "behind",
        cause: Hit::cell_cause(context.code, hit.place.as_ref()),
        ..hit
    }))
}

/// What the one ticked likelihood contradicts.
fn contradiction(
    context: &Context<'_>,
    row: &Indicator,
    ticked: Column,
) -> Result<Option<String>, Undecided> {
    let text = model::text::trim(row.text(Column::Named(NamedColumn::Forecast)));
    let forecast = Target::with_columns(text, "", row.text(Column::Unit));
    let completion = completion(context, row, &forecast)?.filter(|c| c.is_stated);
    let target = model::text::trim(row.text(Column::Target));
    let beside = |verb: &str| format!("全年预计完成“{text}”，{verb}指标值“{target}”");
    Ok(match (ticked, completion) {
        (SURE, Some(completion)) if !completion.is_met() => Some(beside("却达不到")),
        (IMPOSSIBLE, Some(completion)) if completion.is_met() => Some(beside("却达得到")),
        (SURE, _) => None,
        _ if !gives_a_cause(row) && has_causes(row) => Some("却没有写偏差原因".to_owned()),
        _ => None,
    })
}

const CAUSES: [Column; 6] = [
    Column::Named(NamedColumn::CauseFunds),
    Column::Named(NamedColumn::CauseRules),
    Column::Named(NamedColumn::CauseStaff),
    Column::Named(NamedColumn::CauseHardware),
    Column::Named(NamedColumn::CauseOther),
    Column::Reason,
];

fn gives_a_cause(row: &Indicator) -> bool {
    CAUSES.iter().any(|column| !model::text::is_blank(row.text(*column)))
}

fn has_causes(row: &Indicator) -> bool {
    CAUSES.iter().any(|column| row.cells.contains_key(column))
}

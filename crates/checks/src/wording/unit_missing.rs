//! # 缺计量单位
//!
//! ## 查什么
//! 指标值只有一个数，没有计量单位：指标值里没有，“计量单位”栏没有，指标名称里也看不出
//! （“培训人数”“造林面积（亩）”已经说清了单位）。“170万”是缺了“元”。
//!
//! ## 依据
//! 表样要求：指标值要带计量单位，否则完成以后无法对照。
//!
//! ## 怎样改
//! 补上单位：钱写“万元”，事件写“起”，比率写“%”。
//!
//! ## 例子
//! 三种缺法：
//! ```form
//! kind: project
//! | 产出指标 | 成本指标 | 人才补贴 | 170万 |
//! | 效益指标 | 社会效益指标 | 重大群体性事件数量 | 0 |
//! | 满意度指标 | 满意度指标 | 群众满意度 | ≥95 |
//! ```
//! ```findings
//! 需答复 第1张表「170万」“人才补贴”的指标值“170万”没有计量单位。【可改为“170万元”】
//! 需答复 第1张表「0」“重大群体性事件数量”的指标值“0”没有计量单位。【可改为“0起”】
//! 需答复 第1张表「≥95」“群众满意度”的指标值“≥95”没有计量单位。
//! ```
//! 单位在单位栏里，或者在名称里：
//! ```form
//! kind: project
//! columns: level1 | level2 | level3 | target | unit
//! | 产出指标 | 数量指标 | 实施营造林总面积（亩） | 80000 | |
//! | 产出指标 | 数量指标 | 培训人数 | ≥100 | |
//! | 产出指标 | 质量指标 | 合格率 | ≥95 | % |
//! ```
//! ```findings
//! 通过
//! ```

use model::target::{Doubt, Kind};
use model::{Column, Indicator};

use crate::indicators::{Classes, is_money_cost};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C107", cases: &[], reader_doubt: true };

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let classes = Classes::of(context)?;
    for row in &context.form().indicators {
        let number = matches!(row.target.kind, Kind::Bare | Kind::Quantity);
        if !number || row.text(Column::Nature).contains("定性") {
            continue;
        }
        out.looked();
        let lacking = row.target.unit.is_empty() || row.target.doubts.contains(&Doubt::UnitMissing);
        if !lacking || name_tells_unit(context, &row.folded(Column::Level3))? {
            continue;
        }
        let hit = Hit::in_row(row, Column::Target);
        let (fix, remedy) = repair(context, row, is_money_cost(&classes, row), &hit.quote)?;
        out.fail(Hit {
            message: format!(
                "“{}”的指标值“{}”没有计量单位{}。",
                row.folded(Column::Level3),
                hit.quote,
                if row.target.suspect_date_serial() {
                    "，像是日期变成了数字"
                } else {
                    ""
                }
            ),
            remedy,
            fix,
            cause: Hit::cell_cause(context.code, hit.place.as_ref()),
            ..hit
        });
    }
    Ok(())
}

/// Whether the name ends in a word that is a unit, or carries the unit in brackets.
fn name_tells_unit(context: &Context<'_>, name: &str) -> Result<bool, Undecided> {
    let endings = context.words("words.units_in_names")?;
    let nouns = context.words("words.measure_nouns")?;
    let bracket = name.rsplit(['（', '(']).next().filter(|_| name.ends_with(['）', ')']));
    let inside = bracket.map(|text| text.trim_end_matches(['）', ')']));
    let is_unit = |text: &str| text.contains(['/', '／']) || nouns.iter().any(|noun| noun == text);
    Ok(inside.is_some_and(is_unit) || endings.iter().any(|word| name.ends_with(word.as_str())))
}

/// The unit to add, as a safe repair where there is only one possibility, and the advice.
fn repair(
    context: &Context<'_>,
    row: &Indicator,
    is_cost: bool,
    text: &str,
) -> Result<(Option<String>, String), Undecided> {
    if is_cost && text.ends_with(['万', '亿']) {
        let fixed = format!("{text}元");
        return Ok((Some(fixed.clone()), format!("写成“{fixed}”。")));
    }
    let name = row.folded(Column::Level3);
    if name.ends_with('率') || name.ends_with("满意度") {
        return Ok((None, format!("补上单位，例如“{text}%”。")));
    }
    let units = context.table("words.unit_by_noun")?;
    let found = units.iter().find(|(noun, _)| name.contains(noun.as_str()));
    Ok(match found {
        Some((_, unit)) => {
            (Some(format!("{text}{unit}")), format!("补上单位，例如“{text}{unit}”。"))
        }
        None => (None, "补上计量单位（人、次、个、万元、% ……）。".into()),
    })
}

//! # 名称与单位不符
//!
//! ## 查什么
//! 指标名称说的是一种量，指标值的单位是另一种：名称写“次数”，值写“人次”；名称写“率”，值写“万元”；
//! 名称写“数量”，值只有一句“全覆盖”。哪种名称不能用哪些单位，由规则包列出，没列的不判断。
//! 有几个数的，只要有一个对得上就不算。
//!
//! ## 依据
//! 名称和指标值要说同一件事，完成以后才能对照。
//!
//! ## 怎样改
//! 改名称或者改单位，使两者一致。
//!
//! ## 例子
//! 三种不符：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 出差次数 | 外出办案、检查≥50人次 |
//! | 产出指标 | 质量指标 | 资金到位率 | 20万元 |
//! | 产出指标 | 数量指标 | 开通网络数量 | 网络区域内全覆盖 |
//! ```
//! ```findings
//! 需答复 第1张表「外出办案、检查≥50人次」名称“出差次数”说的是“次数”，指标值“外出办案、检查≥50人次”的单位却是“人次”。
//! 需答复 第1张表「20万元」名称“资金到位率”说的是“率”，指标值“20万元”的单位却是“元”。
//! 需答复 第1张表「网络区域内全覆盖」名称“开通网络数量”说的是“数量”，指标值“网络区域内全覆盖”没有数，只说了范围。
//! ```
//! 相符的；单位没有列进词表的；率写“全覆盖”；“频率”不是比率：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 出差次数 | ≥50次 |
//! | 产出指标 | 数量指标 | 人员数量 | 共计87人，公用经费8000元/人 |
//! | 产出指标 | 数量指标 | 培训次数 | 3期 |
//! | 产出指标 | 数量指标 | 参训人数 | 比上年增长5% |
//! | 产出指标 | 质量指标 | 网络覆盖率 | 全覆盖 |
//! | 产出指标 | 质量指标 | 巡查频率 | 2次/周 |
//! | 产出指标 | 质量指标 | 死亡率 | ≤3‰ |
//! ```
//! ```findings
//! 通过
//! ```

use model::target::{Kind, quantities};
use model::{Column, Indicator};

use crate::targets::sets_targets;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C152");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !sets_targets(form) {
        return Ok(());
    }
    // 就业人数比上年增长5%: the percentage is of the number the name says.
    let grows = context.words("words.unbounded_rates")?;
    let (foreign, not_rates) =
        (context.table("words.units_foreign_to_names")?, context.words("words.names_not_rates")?);
    for row in &form.indicators {
        let name = crate::similar::bare_name(&row.folded(Column::Level3));
        let endings = foreign.iter().filter(|(ending, _)| name.ends_with(ending.as_str()));
        let Some((ending, units)) = endings.max_by_key(|(ending, _)| ending.len()) else {
            continue;
        };
        if not_rates.iter().any(|word| name.ends_with(word.as_str())) {
            continue;
        }
        out.looked();
        let value = row.folded(Column::Target);
        if grows.iter().any(|word| value.contains(word.as_str())) {
            continue;
        }
        let units: Vec<&str> = units.split_whitespace().collect();
        let hit = Hit::in_row(row, Column::Target);
        let message = match wrong_unit(row, &units) {
            Some(unit) => {
                format!("名称“{name}”说的是“{ending}”，指标值“{}”的单位却是“{unit}”。", hit.quote)
            }
            None if says_reach_only(row) && ending != "率" => {
                format!("名称“{name}”说的是“{ending}”，指标值“{}”没有数，只说了范围。", hit.quote)
            }
            None => continue,
        };
        let remedy = "改名称或者改指标值，使两者说同一种量。".into();
        out.fail(Hit { message, remedy, ..hit });
    }
    Ok(())
}

/// The unit of the target when every number in it is of a kind that cannot be meant.
fn wrong_unit(row: &Indicator, units: &[&str]) -> Option<String> {
    if row.target.change.is_some() {
        return None;
    }
    let found: Vec<String> = match row.target.kind {
        Kind::Compound => quantities(&row.target.text).into_iter().map(|q| q.unit).collect(),
        _ if row.target.value.is_some() || row.target.range.is_some() => {
            vec![row.target.unit.clone()]
        }
        _ => return None,
    };
    let base = |unit: &String| unit.split('/').next().unwrap_or_default().to_owned();
    let wrong = |unit: &String| units.contains(&base(unit).as_str());
    found.iter().all(wrong).then(|| found.first().cloned()).flatten()
}

/// Whether the target tells only how far something reaches: 全覆盖.
fn says_reach_only(row: &Indicator) -> bool {
    row.target.kind == Kind::Prose && row.target.coverage.is_some()
}

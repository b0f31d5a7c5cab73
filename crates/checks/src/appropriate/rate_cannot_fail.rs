//! # 必达指标
//!
//! ## 查什么
//! 指标值是 100%、而财政拨款的单位不可能做不到的比率：经费保障率、项目完成率。
//!
//! ## 依据
//! 指标要能衡量工作做得好坏；必然达到的比率起不到这个作用。
//!
//! ## 怎样改
//! 换成会有高低的指标，例如预算执行率、业务办结率、投诉处理及时率。
//!
//! ## 例子
//! 有预算就有的保障率：
//! ```form
//! kind: department
//! | 产出指标 | 质量指标 | 经费保障率 | 人员经费保障率100%；公用经费保障率100% |
//! | 产出指标 | 质量指标 | 项目完成率 | 项目完成率100% |
//! ```
//! ```findings
//! 建议 第1张表「经费保障率」“经费保障率”定为100%，财政拨款的单位不会达不到，衡量不出工作好坏。
//! 建议 第1张表「项目完成率」“项目完成率”定为100%，财政拨款的单位不会达不到，衡量不出工作好坏。
//! ```
//! 会有高低的比率：
//! ```form
//! kind: department
//! | 产出指标 | 质量指标 | 建设项目按期完成率 | 100% |
//! | 产出指标 | 质量指标 | 预算执行率 | ≥95% |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Decimal};

use crate::numbers::printed;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C161");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    if !context.is_plan() {
        return Ok(());
    }
    let certain = context.words("words.certain_rates")?;
    for row in &context.form().indicators {
        let name = row.folded(Column::Level3);
        if !name.ends_with('率') {
            continue;
        }
        out.looked();
        let unit = &row.target.unit;
        let whole = |value: Decimal, unit: &str| value == Decimal::ONE_HUNDRED && unit == "%";
        let numbers = printed(row.text(Column::Target));
        let all = match numbers[..] {
            [] => row.target.value.is_some_and(|value| whole(value, unit)),
            _ => numbers.iter().all(|number| {
                whole(number.value(), if number.unit().is_empty() { unit } else { number.unit() })
            }),
        };
        if !all || !certain.contains(&name) {
            continue;
        }
        let hit = Hit::in_row(row, Column::Level3);
        out.fail(Hit {
            message: format!("“{name}”定为100%，财政拨款的单位不会达不到，衡量不出工作好坏。"),
            remedy: "换成会有高低的指标，例如预算执行率、业务办结率、投诉处理及时率。".into(),
            cause: Hit::cell_cause(context.code, hit.place.as_ref()),
            ..hit
        });
    }
    Ok(())
}

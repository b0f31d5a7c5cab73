//! # 超支出标准
//!
//! ## 查什么
//! 成本指标里的单价超过规则包登记的支出标准（同一项目、同一单位）。规则包没有登记的，不适用。
//! 全国只登记了中央机关培训费、会议费的最高一档，对地方是参照；当地公布了标准的，登记在当地的包里。
//!
//! ## 依据
//! 成本指标的值不能超过预算支出标准。
//!
//! ## 怎样改
//! 按标准改；有特殊情况的，说明批准文件。
//!
//! ## 例子
//! 高过最高一档：
//! ```form
//! kind: project
//! | 产出指标 | 成本指标 | 干部培训费标准 | ≤760.01元/人/天 |
//! ```
//! ```findings
//! 建议 第1张表「≤760.01元/人/天」“干部培训费标准”写≤760.01元/人/天，高于《中央和国家机关培训费管理办法》的培训费最高标准760元/人/天。
//! ```
//! 正好是标准；单位不同的不比：
//! ```form
//! kind: project
//! | 产出指标 | 成本指标 | 干部培训费标准 | ≤760元/人·天 |
//! | 产出指标 | 成本指标 | 技能培训费补助标准 | 1360元/人 |
//! ```
//! ```findings
//! 通过
//! ```
//! 没有登记这种开支的标准：
//! ```form
//! kind: project
//! | 产出指标 | 成本指标 | 设备购置费 | 100万元 |
//! ```
//! ```findings
//! 不适用
//! ```

use model::{Column, Indicator, Target};
use policy::Value;

use crate::indicators::{Classes, Family};
use crate::numbers::printed;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C074");

/// One registered standard.
struct Standard<'a> {
    item: &'a str,
    price: Target,
    title: &'a str,
}

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let classes = Classes::of(context)?;
    let standards = standards(context);
    let costs = context.form().indicators.iter();
    let costs: Vec<&Indicator> = costs.filter(|row| classes.is_under(row, Family::Cost)).collect();
    let mut compared = false;
    for row in costs {
        let name = row.folded(Column::Level3);
        for standard in standards.iter().filter(|standard| name.contains(standard.item)) {
            let Some(price) = price_in(row, &standard.price.unit) else { continue };
            compared = true;
            out.looked();
            if price.value <= standard.price.value {
                continue;
            }
            let hit = Hit::in_row(row, Column::Target);
            out.fail(Hit {
                message: format!(
                    "“{name}”写{}，高于《{}》的{}最高标准{}。",
                    hit.quote, standard.title, standard.item, standard.price.text
                ),
                remedy: "按当地执行的标准改；有特殊情况的，说明批准文件。".into(),
                ..hit
            });
        }
    }
    if !compared {
        out.not_applicable("缺可以对照的支出标准，规则包里没有这一项");
    }
    Ok(())
}

/// The standards of the pack: item and price, by the document they come from.
fn standards<'a>(context: &Context<'a>) -> Vec<Standard<'a>> {
    let mut standards = Vec::new();
    for entry in context.policy().entries("checks.C074.standard.") {
        let Value::Table(prices) = &entry.value else { continue };
        standards.extend(prices.iter().map(|(item, price)| Standard {
            item,
            price: Target::read(price),
            title: &entry.citation.title,
        }));
    }
    standards
}

/// The price of a row in a unit.
fn price_in(row: &Indicator, unit: &str) -> Option<Target> {
    if row.target.unit == unit && row.target.value.is_some() {
        return Some(row.target.clone());
    }
    let numbers = printed(row.text(Column::Target)).into_iter();
    let mut same = numbers.filter(|number| number.unit() == unit);
    same.next().map(|number| Target { value: Some(number.value()), ..Target::default() })
}

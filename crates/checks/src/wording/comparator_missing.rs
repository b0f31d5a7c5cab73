//! # 缺比较符
//!
//! ## 查什么
//! 指标值只有一个数（连同单位），没有写 ≥、≤、= 或者“不低于”“不超过”；“指标性质”栏里也没有。
//! 时间、说明文字里的数不算。自评表、监控表的指标值是批复过的，不再要求。
//!
//! ## 依据
//! 没有比较符，就不知道多做了算完成还是算偏差。
//!
//! ## 怎样改
//! 至少要做到的写“≥”，成本和不能超过的写“≤”，按标准执行、正好等于的写“=”。
//!
//! ## 例子
//! 三种缺法：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 培训人数 | 900人 |
//! | 产出指标 | 成本指标 | 培训费 | 12.00万元 |
//! | 满意度指标 | 满意度指标 | 群众满意度 | 95% |
//! ```
//! ```findings
//! 建议 第1张表「900人」“培训人数”的指标值“900人”没有比较符，看不出是至少、至多还是正好。
//! 建议 第1张表「12.00万元」“培训费”的指标值“12.00万元”没有比较符，看不出是至少、至多还是正好。
//! 建议 第1张表「95%」“群众满意度”的指标值“95%”没有比较符，看不出是至少、至多还是正好。
//! ```
//! 写明了的，或者在“指标性质”栏里的，以及时间和说明文字：
//! ```form
//! kind: project
//! columns: level1 | level2 | level3 | nature | target
//! | 产出指标 | 数量指标 | 培训人数 | ≥ | 900人 |
//! | 产出指标 | 质量指标 | 合格率 | | 不低于95% |
//! | 产出指标 | 时效指标 | 完成时间 | | 2026年12月底前 |
//! | 产出指标 | 成本指标 | 培训费 | | 区级资金200万元 |
//! | 产出指标 | 质量指标 | 安全 | | 零事故 |
//! ```
//! ```findings
//! 通过
//! ```

use std::collections::BTreeSet;

use model::target::{Comparator, Kind};
use model::{Column, Decimal, Indicator};

use crate::indicators::{Classes, Family};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C106");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !context.is_plan() {
        out.not_applicable("只看申报表：自评表、监控表的指标值是批复过的");
        return Ok(());
    }
    let classes = Classes::of(context)?;
    // A value merged over several rows is one cell.
    let mut seen = BTreeSet::new();
    for row in &form.indicators {
        if !is_plain_number(row) {
            continue;
        }
        out.looked();
        if row.target.comparator != Comparator::Unstated {
            continue;
        }
        let hit = Hit::in_row(row, Column::Target);
        if hit.place.as_ref().is_some_and(|place| !seen.insert(place.clone())) {
            continue;
        }
        let doubt = match is_extreme(row) {
            true => "",
            false => "，看不出是至少、至多还是正好",
        };
        out.fail(Hit {
            message: format!(
                "{}指标值“{}”没有比较符{doubt}。",
                of_name(&row.folded(Column::Level3)),
                hit.quote
            ),
            remedy: remedy(&classes, row, &hit.quote),
            ..hit
        });
    }
    Ok(())
}

/// Nothing, and all of it: there is no more and no less.
fn is_extreme(row: &Indicator) -> bool {
    let target = &row.target;
    let all = target.unit == "%" && target.value == Some(Decimal::ONE_HUNDRED);
    all || target.value == Some(Decimal::ZERO)
}

fn remedy(classes: &Classes<'_>, row: &Indicator, text: &str) -> String {
    match classes.family(row) {
        _ if is_extreme(row) => format!("写“={text}”。"),
        Some(Family::Cost) => {
            format!("按标准支付、正好等于的写“={text}”，不能超过的写“≤{text}”。")
        }
        Some(Family::Satisfaction) => format!("写“≥{text}”。"),
        _ => format!("至少要做到的写“≥{text}”，正好等于的写“={text}”。"),
    }
}

fn of_name(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!("“{name}”的") }
}

/// One number written in digits and nothing else; 零事故 and 定性 need no comparator, and a date
/// that a spreadsheet turned into a number is another check's.
fn is_plain_number(row: &Indicator) -> bool {
    let digits = row.target.text.chars().any(|c| model::text::narrow(c).is_ascii_digit());
    let number = matches!(row.target.kind, Kind::Quantity | Kind::Bare);
    number
        && digits
        && !row.target.suspect_date_serial()
        && !row.text(Column::Nature).contains("定性")
}

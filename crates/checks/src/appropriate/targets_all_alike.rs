//! # 指标值雷同
//!
//! ## 查什么
//! 一张表里，不同类别、不同名称的五条以上指标用同一个指标值（都是“≥95%”）；或者一个单位五张以上
//! 项目表的满意度都定成同一个值。全做到的（100%、0）本来就会相同，不算。
//!
//! ## 依据
//! 指标值要按各自的历史水平和行业标准测算，一个数用到底说明没有测算。
//!
//! ## 怎样改
//! 逐条按上年实际、标准或者同类单位的水平定值；确实应当相同的，说明理由。
//!
//! ## 例子
//! 一个数用到底：
//! ```form
//! kind: project
//! | 产出指标 | 质量指标 | 奖补发放准确率 | ≥95% |
//! | 产出指标 | 质量指标 | 场租补贴发放准确率 | ≥95% |
//! | 产出指标 | 质量指标 | 吸纳奖补发放准确率 | ≥95% |
//! | 产出指标 | 时效指标 | 资金下达率 | ≥95% |
//! | 产出指标 | 时效指标 | 支付到位率 | ≥95% |
//! ```
//! ```findings
//! 建议 第1张表「≥95%」5条不同的指标都定成“≥95%”：“奖补发放准确率”“场租补贴发放准确率”“吸纳奖补发放准确率”“资金下达率”“支付到位率”。
//! ```
//! 都要全做到，或者只有几条相同：
//! ```form
//! kind: project
//! | 产出指标 | 质量指标 | 发放准确率 | 100% |
//! | 产出指标 | 质量指标 | 验收合格率 | 100% |
//! | 产出指标 | 质量指标 | 设备完好率 | 100% |
//! | 产出指标 | 时效指标 | 发放及时率 | 100% |
//! | 产出指标 | 时效指标 | 完成及时率 | 100% |
//! ```
//! ```findings
//! 通过
//! ```

use std::collections::{BTreeMap, BTreeSet};

use model::target::{Comparator, Kind};
use model::{Column, Decimal, Form, FormKind, Indicator};

use crate::indicators::{Classes, Family};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C154");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    if !context.is_plan() {
        return Ok(());
    }
    let least = context.number("min_repeats")?;
    within_form(context, out, least);
    across_forms(context, out, least)
}

/// A target as it is compared: as printed, without blanks and with narrow characters.
fn said(row: &Indicator) -> Option<String> {
    let number = matches!(row.target.kind, Kind::Quantity | Kind::Bare);
    let value = row.target.value.filter(|_| number)?;
    let natural = value.is_zero() || (value == Decimal::ONE_HUNDRED && row.target.unit == "%");
    let sign = match row.target.comparator {
        Comparator::AtLeast => "≥",
        Comparator::AtMost => "≤",
        Comparator::Equal | Comparator::Unstated => "",
        Comparator::More => ">",
        Comparator::Less => "<",
    };
    (!natural).then(|| format!("{sign}{}{}", value.normalize(), row.target.unit))
}

fn within_form(context: &Context<'_>, out: &mut Out, least: Decimal) {
    let mut same: BTreeMap<String, Vec<&Indicator>> = BTreeMap::new();
    for row in &context.form().indicators {
        if matches!(row.target.kind, Kind::Quantity | Kind::Bare) {
            out.looked();
        }
        if let Some(target) = said(row) {
            same.entry(target).or_default().push(row);
        }
    }
    for (target, rows) in same {
        let mut names: Vec<String> = Vec::new();
        for name in rows.iter().map(|row| format!("“{}”", row.folded(Column::Level3))) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let classes: BTreeSet<String> = rows.iter().map(|row| row.folded(Column::Level2)).collect();
        if Decimal::from(names.len()) < least || classes.len() < 2 {
            continue;
        }
        let hit = Hit::in_row(rows[0], Column::Target);
        out.fail(Hit {
            message: format!(
                "{}条不同的指标都定成“{}”：{}。",
                names.len(),
                hit.quote,
                names.concat()
            ),
            remedy: "逐条按上年实际、标准或者同类单位的水平定值；确实应当相同的，说明理由。".into(),
            cause: format!("{}/{target}", context.code),
            ..hit
        });
    }
}

/// One satisfaction target for the whole unit, said once, on the first of its forms.
fn across_forms(context: &Context<'_>, out: &mut Out, least: Decimal) -> Result<(), Undecided> {
    if context.form().kind != FormKind::Project {
        return Ok(());
    }
    let classes = Classes::of(context)?;
    let satisfaction = |form: &Form| -> Vec<(String, String)> {
        let rows = form.indicators.iter();
        let rows = rows.filter(|row| classes.family(row) == Some(Family::Satisfaction));
        rows.filter_map(|row| Some((said(row)?, row.folded(Column::Level3)))).collect()
    };
    let mut forms: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, form) in context.projects_beside() {
        let targets: BTreeSet<String> =
            satisfaction(form).into_iter().map(|(said, _)| said).collect();
        for target in targets {
            forms.entry(target).or_default().push(index);
        }
    }
    for (target, indexes) in forms {
        let first = indexes.first() == Some(&context.index);
        if !first || Decimal::from(indexes.len()) < least {
            continue;
        }
        let rows = context.form().indicators.iter();
        let own = rows.filter(|row| classes.family(row) == Some(Family::Satisfaction));
        let Some(row) = own.into_iter().find(|row| said(row).as_ref() == Some(&target)) else {
            continue;
        };
        let hit = Hit::in_row(row, Column::Target);
        out.fail(Hit {
            message: format!(
                "{}张项目表的满意度都定成“{}”，看不出是按各自的情况定的。",
                indexes.len(),
                hit.quote
            ),
            remedy: "按各项目的服务对象和上年调查结果分别定值；统一规定的，注明出处。".into(),
            cause: format!("{}/satisfaction", context.code),
            ..hit
        });
    }
    Ok(())
}

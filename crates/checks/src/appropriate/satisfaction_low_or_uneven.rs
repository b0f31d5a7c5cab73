//! # 满意度偏低或者各表不一
//!
//! ## 查什么
//! 满意度的指标值低于 85%（内部参数）；或者同一单位的几张项目表，名称完全相同的满意度定得不一样高，
//! 又没有说明理由。
//!
//! ## 依据
//! 满意度一般以 90% 为满分线；同样的人、同样的问法，标准应当一样。
//!
//! ## 怎样改
//! 提高到 90% 左右，或说明为什么低；同名的定成一样高，对象不同的把名称写清楚。
//!
//! ## 例子
//! 偏低；两张表不一样高：
//! ```form
//! kind: project
//! unit: 某局
//! project: 甲项目
//! | 满意度指标 | 满意度指标 | 参训人员满意度 | ≥84.9% |
//! | 满意度指标 | 满意度指标 | 群众满意度 | ≥95% |
//! ---
//! kind: project
//! unit: 某局
//! project: 乙项目
//! | 满意度指标 | 满意度指标 | 群众满意度 | ≥90% |
//! ```
//! ```findings
//! 建议 第1张表「≥84.9%」“参训人员满意度”的指标值“≥84.9%”低于85%，偏低。
//! 建议 第1张表「≥95%」“群众满意度”这里写“≥95%”，“乙项目”写90%。
//! 建议 第2张表「≥90%」“群众满意度”这里写“≥90%”，“甲项目”写95%。
//! ```
//! 正好 85%；名称不同；另一个单位：
//! ```form
//! kind: project
//! unit: 某局
//! project: 甲项目
//! | 满意度指标 | 满意度指标 | 参训人员满意度 | ≥85% |
//! | 满意度指标 | 满意度指标 | 群众满意度 | ≥95% |
//! ---
//! kind: project
//! unit: 某局
//! project: 乙项目
//! | 满意度指标 | 满意度指标 | 服务对象满意度 | ≥90% |
//! ---
//! kind: project
//! unit: 第一小学
//! project: 丙项目
//! | 满意度指标 | 满意度指标 | 群众满意度 | ≥90% |
//! ```
//! ```findings
//! 通过
//! ```

use std::collections::BTreeMap;

use model::form::NamedColumn;
use model::{Column, Decimal, Form, FormKind, Indicator};

use crate::indicators::{Classes, Family};
use crate::targets::{is_upper_bound, percent, sets_targets};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C051");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !sets_targets(form) {
        return Ok(());
    }
    let least = context.number("min_target")?;
    let satisfactions = Satisfactions::of(context)?;
    for (row, target) in satisfactions.rows(form) {
        out.looked();
        let name = row.folded(Column::Level3);
        let hit = Hit::in_row(row, Column::Target);
        if target < least {
            out.fail(Hit {
                message: format!("“{name}”的指标值“{}”低于{least}%，偏低。", hit.quote),
                remedy: "提高到90%左右；确有理由的，写明理由。".into(),
                ..hit
            });
            continue;
        }
        let others = elsewhere(context, &satisfactions, &name);
        let others: Vec<String> = others
            .into_iter()
            .filter(|(value, _)| *value != target)
            .map(|(value, projects)| format!("{}写{value}%", projects.join("、")))
            .collect();
        if !others.is_empty() && !gives_reason(row) {
            out.fail(Hit {
                message: format!("“{name}”这里写“{}”，{}。", hit.quote, others.join("；")),
                remedy: "同名的满意度定成一样高；对象不同的，把名称写清楚。".into(),
                ..hit
            });
        }
    }
    Ok(())
}

/// How satisfaction rows are told.
struct Satisfactions<'a> {
    classes: Classes<'a>,
    words: &'a [String],
}

impl<'a> Satisfactions<'a> {
    fn of(context: &Context<'a>) -> Result<Self, Undecided> {
        let words = context.words("words.satisfaction")?;
        Ok(Satisfactions { classes: Classes::of(context)?, words })
    }

    /// The satisfaction rows of a form with their percentages.
    fn rows<'f>(&self, form: &'f Form) -> impl Iterator<Item = (&'f Indicator, Decimal)> {
        let rows = form.indicators.iter().filter(|row| {
            let name = row.text(Column::Level3);
            let named = self.words.iter().any(|word| name.contains(word.as_str()));
            named && self.classes.family(row) != Some(Family::Cost) && !is_upper_bound(&row.target)
        });
        rows.filter_map(|row| Some((row, percent(&row.target)?)))
    }
}

/// The other project forms of the unit with an indicator of this name, by its percentage.
fn elsewhere(
    context: &Context<'_>,
    satisfactions: &Satisfactions<'_>,
    name: &str,
) -> BTreeMap<Decimal, Vec<String>> {
    let mut found: BTreeMap<Decimal, Vec<String>> = BTreeMap::new();
    if context.form().kind != FormKind::Project {
        return found;
    }
    for (index, form) in context.projects_beside() {
        if index == context.index {
            continue;
        }
        for (row, target) in satisfactions.rows(form) {
            if row.folded(Column::Level3) == name && !gives_reason(row) {
                let project = model::text::fold(form.text(model::Field::Project));
                found.entry(target.normalize()).or_default().push(format!("“{project}”"));
            }
        }
    }
    found
}

/// Whether the row says why its target is what it is.
fn gives_reason(row: &Indicator) -> bool {
    let columns = [NamedColumn::Standard, NamedColumn::Reason, NamedColumn::Remark];
    columns.into_iter().any(|name| !model::text::is_blank(row.text(Column::Named(name))))
}

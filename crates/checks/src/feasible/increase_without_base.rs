//! # 增量无基数
//!
//! ## 查什么
//! 总体目标或指标里说“增加、提高、扩大、降低、减少”某个能数出来的东西（预算、规模、场次、收入、速度……），
//! 却没有增减多少，也没有同谁比。同一分句或紧跟的分句里有数的不算；说“水平、能力、结构、技能”这类数不出来的不算；
//! 文件名称里的字不算。
//!
//! ## 依据
//! 绩效目标应当细化量化：增减要有基数和幅度才能对照。
//!
//! ## 怎样改
//! 写明基数和目标，如“招聘会由上年6场增加到8场”“较上年增长5%”。
//!
//! ## 例子
//! ```form
//! kind: project
//! goal: 扩大就业规模；增加招聘等场次，及时补充人员。
//! | 产出指标 | 质量指标 | 辅助办案 | 做好辅助工作，提升办案速度。 |
//! | 效益指标 | 经济效益指标 | 增加农民收入 | 明显 |
//! ```
//! ```findings
//! 建议 第1张表「扩大就业规模」“扩大就业规模”“增加招聘等场次”没有写增减多少，也没有写同谁比，年底无法对照。
//! 建议 第1张表「提升办案速度」“提升办案速度”没有写增减多少，也没有写同谁比，年底无法对照。
//! 建议 第1张表「增加农民收入」“增加农民收入”没有写增减多少，也没有写同谁比，年底无法对照。
//! ```
//! 有数的、有基数的、数不出来的：
//! ```form
//! kind: project
//! goal: 扩大就业规模，新增就业500人；培训人数较上年增加；提高劳动技能，优化人才结构。
//! | 效益指标 | 经济效益指标 | 增加农民收入 | ≥500元/人 |
//! | 效益指标 | 社会效益指标 | 提高服务水平 | 有效提高 |
//! ```
//! ```findings
//! 通过
//! ```

use std::ops::Range;

use model::{Column, Field, Indicator, Text};

use crate::timing::is_plan;
use crate::titles::without_titles;
use crate::words::{Names, find};
use crate::{Context, Hit, Meta, Out, Undecided, clauses};

pub const META: Meta = Meta::new("C066");

/// The words of the pack this check looks for.
struct Terms<'a> {
    increments: &'a [String],
    objects: &'a [String],
    bases: &'a [String],
    names: Names,
}

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !is_plan(form) {
        return Ok(());
    }
    let terms = Terms {
        increments: context.words("words.increments")?,
        objects: context.words("words.countable_objects")?,
        bases: context.words("words.baselines")?,
        names: Names::of(context, &[])?,
    };
    if let Some(goal) = form.fields.get(&Field::Goal).filter(|goal| !goal.is_blank()) {
        report(goal, &terms, out);
    }
    for row in form.indicators.iter().filter(|row| !tells_a_number(row)) {
        let cells = [Column::Target, Column::Level3].into_iter();
        let _ =
            cells.filter_map(|column| row.cells.get(&column)).any(|cell| report(cell, &terms, out));
    }
    Ok(())
}

/// Whether a number stands anywhere in the row's name or target.
fn tells_a_number(row: &Indicator) -> bool {
    let cells = [Column::Level3, Column::Target];
    cells.iter().any(|column| has_number(row.text(*column))) || row.target.value.is_some()
}

fn has_number(text: &str) -> bool {
    !model::target::quantities(text).is_empty()
}

/// Reports the increases of a cell, marking the first; whether there was one.
fn report(cell: &Text, terms: &Terms<'_>, out: &mut Out) -> bool {
    out.looked();
    let text = without_titles(&cell.text);
    let clauses = clauses::all(&text);
    let mut found: Vec<Range<usize>> = Vec::new();
    for (index, clause) in clauses.iter().enumerate() {
        let own = clauses::cut(&text, clause.clone());
        let next = clauses.get(index + 1).map(|next| clauses::cut(&text, next.clone()));
        let next = next.unwrap_or_default();
        let based = terms.bases.iter().any(|base| own.contains(base.as_str()));
        if based || has_number(&own) || has_number(&next) {
            continue;
        }
        if let Some(part) = increase(&own, terms) {
            found.push(clause.start + part.start..clause.start + part.end);
        }
    }
    let Some(first) = found.first().cloned() else { return false };
    let said: Vec<String> = found.into_iter().map(|part| clauses::cut(&text, part)).collect();
    out.fail(Hit {
        message: format!("“{}”没有写增减多少，也没有写同谁比，年底无法对照。", said.join("”“")),
        remedy: "写明基数和目标，如“由上年6场增加到8场”“较上年增长5%”。".into(),
        ..Hit::part(cell, first)
    });
    true
}

/// The characters between an increasing word and what can be counted behind it.
fn increase(clause: &str, terms: &Terms<'_>) -> Option<Range<usize>> {
    let increments = find(clause, terms.increments, &terms.names);
    let objects = if increments.is_empty() {
        return None;
    } else {
        find(clause, terms.objects, &terms.names)
    };
    increments.iter().rev().find_map(|increment| {
        let object = objects.iter().find(|object| object.start >= increment.end)?;
        Some(increment.start..object.end)
    })
}

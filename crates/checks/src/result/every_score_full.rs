//! # 满分无差异
//!
//! ## 查什么
//! 同一单位一起报来的项目自评表，每张表每一条指标连同预算执行都得满分：看不出项目之间的差别。
//! 表太少（张数由规则包给出）的不判。
//!
//! ## 依据
//! 审核通行做法：个个满分的自评，通常没有真评。
//!
//! ## 怎样改
//! 对照佐证逐项复核，如实扣分；确实全部完成的，备好佐证供抽查。
//!
//! ## 例子
//! ```form
//! kind: self_evaluation
//! unit: 某局
//! project: 甲
//! total_score: 100
//! columns: level1 | level3 | weight | score
//! | 产出指标 | 场次 | 100 | 100 |
//! ---
//! kind: self_evaluation
//! unit: 某局
//! project: 乙
//! total_score: 100
//! columns: level1 | level3 | weight | score
//! | 产出指标 | 人数 | 100 | 100 |
//! ---
//! kind: self_evaluation
//! unit: 某局
//! project: 丙
//! total_score: 100
//! columns: level1 | level3 | weight | score
//! | 产出指标 | 批次 | 100 | 100.0 |
//! ```
//! ```findings
//! 建议 第1张表「100」3张自评表、3条指标全部得满分，看不出项目之间的差别。
//! ```
//! 有一项没有得满分：
//! ```form
//! kind: self_evaluation
//! unit: 某局
//! project: 甲
//! columns: level1 | level3 | weight | score
//! | 产出指标 | 场次 | 100 | 100 |
//! ---
//! kind: self_evaluation
//! unit: 某局
//! project: 乙
//! columns: level1 | level3 | weight | score
//! | 产出指标 | 人数 | 100 | 100 |
//! ---
//! kind: self_evaluation
//! unit: 某局
//! project: 丙
//! money.weight: total 10
//! money.score: total 9.9
//! columns: level1 | level3 | weight | score
//! | 产出指标 | 批次 | 90 | 90 |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Decimal, Field, Form, FormKind, RowKind};

use crate::scoring::execution_number;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C168");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    if context.form().kind != FormKind::SelfEvaluation {
        return Ok(());
    }
    let members = context.batch.members.iter().enumerate();
    let own = &context.units.names[context.index];
    let beside = members.filter(|(index, member)| {
        context.units.names[*index] == *own && member.form.kind == FormKind::SelfEvaluation
    });
    let beside: Vec<(usize, &Form)> = beside.map(|(index, member)| (index, member.form)).collect();
    if own.is_empty() || Decimal::from(beside.len()) < context.number("min_forms")? {
        out.not_applicable("同一单位的项目自评表太少，看不出差异");
        return Ok(());
    }
    // One finding for the unit, at its first form.
    out.looked();
    let is_first = beside.first().is_some_and(|(index, _)| *index == context.index);
    if !is_first || !beside.iter().all(|(_, form)| is_full(form)) {
        return Ok(());
    }
    let rows: usize = beside.iter().map(|(_, form)| form.indicators.len()).sum();
    let form = context.form();
    let mut fields = [Field::TotalScore, Field::Project, Field::Unit].into_iter();
    let hit = fields.find_map(|field| form.fields.get(&field)).map(Hit::on).unwrap_or_default();
    out.fail(Hit {
        message: format!(
            "{}张自评表、{rows}条指标全部得满分，看不出项目之间的差别。",
            beside.len()
        ),
        remedy: "对照佐证逐项复核，如实扣分；确实全部完成的，备好佐证供抽查。".into(),
        ..hit
    });
    Ok(())
}

/// Whether every row and the execution have all their points.
fn is_full(form: &Form) -> bool {
    let named =
        form.indicators.iter().filter(|row| !model::text::is_blank(row.text(Column::Level3)));
    let mut scores = named.map(|row| row.weight.zip(row.score));
    let execution =
        (execution_number(form, RowKind::Weight), execution_number(form, RowKind::Score));
    let money = match execution {
        (Some(weight), Some(score)) => weight == score,
        (None, None) => true,
        _ => false,
    };
    money && !form.indicators.is_empty() && scores.all(|pair| pair.is_some_and(|(w, s)| w == s))
}

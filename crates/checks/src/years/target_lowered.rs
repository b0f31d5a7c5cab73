//! # 目标值无理由下降
//!
//! ## 查什么
//! 同一个项目、同名同单位的指标，今年的指标值比去年的差了5%以上，备注里没有说明原因。
//! 预算按同样比例减少的不算。越大越好、越小越好，看方向栏、比较符和名称；要有去年的表才能比。
//!
//! ## 依据
//! 财预〔2021〕101号：指标值参照历史标准，即上年的值或者前三年平均值。
//!
//! ## 怎样改
//! 定到不低于去年；确实要降的，在备注里写明原因。
//!
//! ## 例子
//! 预算没有减，培训少了，等待长了：
//! ```form
//! kind: project
//! year: 2026
//! unit: 某局
//! project: 技能培训补助
//! money.expenditure: total 50.00
//! | 产出指标 | 数量指标 | 培训人数 | ≥800人 |
//! | 产出指标 | 时效指标 | 平均等待时间 | ≤15天 |
//! | 满意度指标 | 满意度指标 | 学员满意度 | ≥89% |
//! ---
//! past: yes
//! kind: project
//! year: 2025
//! unit: 某局
//! project: 技能培训补助
//! money.expenditure: total 50.00
//! | 产出指标 | 数量指标 | 培训人数 | ≥1000人 |
//! | 产出指标 | 时效指标 | 平均等待时间 | ≤10天 |
//! | 满意度指标 | 满意度指标 | 学员满意度 | ≥90% |
//! ```
//! ```findings
//! 需答复 第1张表「≥800人」“培训人数”去年定“≥1000人”，今年定“≥800人”，没有说明原因。
//! 需答复 第1张表「≤15天」“平均等待时间”去年定“≤10天”，今年定“≤15天”，没有说明原因。
//! ```
//! 钱少了一半，人也少了一半；说了原因的；没有去年的表的：
//! ```form
//! kind: project
//! year: 2026
//! unit: 某局
//! project: 技能培训补助
//! columns: level1 | level2 | level3 | target | remark
//! money.expenditure: total 25.00
//! | 产出指标 | 数量指标 | 培训人数 | ≥500人 | |
//! | 满意度指标 | 满意度指标 | 学员满意度 | ≥80% | 调查改由第三方做 |
//! ---
//! kind: project
//! year: 2026
//! unit: 某局
//! project: 稳岗补贴
//! | 产出指标 | 数量指标 | 惠及企业 | ≥10家 |
//! ---
//! past: yes
//! kind: project
//! year: 2025
//! unit: 某局
//! project: 技能培训补助
//! money.expenditure: total 50.00
//! | 产出指标 | 数量指标 | 培训人数 | ≥1000人 |
//! | 满意度指标 | 满意度指标 | 学员满意度 | ≥90% |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Decimal, Form, Indicator};

use crate::completion::{Better, better};
use crate::{Context, Hit, Meta, Out, Undecided, past};

pub const META: Meta = Meta::new("C122");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !context.is_plan() {
        return Ok(());
    }
    let allowed = context.number("percent")?;
    let Some(last) = past::of_last_year(context)? else {
        out.not_applicable(past::NONE);
        return Ok(());
    };
    for row in &form.indicators {
        let Some(then) = past::same_row(last, row) else { continue };
        let Some((now_value, then_value)) = past::targets(row, then) else { continue };
        let Some(better) = better(context, row)? else { continue };
        out.looked();
        let worse = is_worse(now_value, then_value, better, allowed);
        if !worse || is_explained(row) || follows_the_money(form, last, now_value, then_value) {
            continue;
        }
        let hit = Hit::in_row(row, Column::Target);
        let name = row.folded(Column::Level3);
        let before = model::text::trim(then.text(Column::Target));
        out.fail(Hit {
            message: format!("“{name}”去年定“{before}”，今年定“{}”，没有说明原因。", hit.quote),
            remedy: "定到不低于去年；确实要降的，在备注里写明原因。".into(),
            cause: Hit::cell_cause(context.code, hit.place.as_ref()),
            ..hit
        });
    }
    Ok(())
}

/// Whether today's target is worse than last year's by more than so many per cent of it.
fn is_worse(now: Decimal, then: Decimal, better: Better, percent: Decimal) -> bool {
    if then.is_sign_negative() || now.is_sign_negative() {
        return false;
    }
    let hundred = Decimal::ONE_HUNDRED;
    let sides = match better {
        Better::Higher => now.checked_mul(hundred).zip(then.checked_mul(hundred - percent)),
        Better::Lower => then.checked_mul(hundred + percent).zip(now.checked_mul(hundred)),
    };
    sides.is_some_and(|(less, more)| less < more)
}

/// Whether the budget fell at least as far as the target.
fn follows_the_money(form: &Form, last: &Form, now: Decimal, then: Decimal) -> bool {
    let Some((money, money_then)) = past::budgets(form, last) else { return false };
    let sides = past::fen(money).checked_mul(then).zip(now.checked_mul(past::fen(money_then)));
    money < money_then && sides.is_some_and(|(money, target)| money <= target)
}

fn is_explained(row: &Indicator) -> bool {
    let columns = [Column::Remark, Column::Reason, Column::Explanation];
    columns.iter().any(|column| !model::text::is_blank(row.text(*column)))
}

//! # 执行率算错
//!
//! ## 查什么
//! 自评表、监控表里，执行率应当等于执行数除以全年预算数（没有全年预算数的，除以年初预算数），
//! 四舍五入或截到所印的末位都算对；按年初预算数算的，提醒口径。
//! 执行率得分按规则包给定的办法核对（按执行率比例，或者分档）；用表上印的执行率去乘也算对。
//! 预算数是零的没有执行率，不判；总额是零而分项不是零的，是资金合计的错（见 C081）。
//!
//! ## 依据
//! 算术：执行率＝执行数÷预算数；得分办法见规则包。
//!
//! ## 怎样改
//! 重新计算执行率和得分；本地用另一种得分办法的，请规则包管理员登记。
//!
//! ## 例子
//! 执行率算错，和得分算错：
//! ```form
//! kind: self_evaluation
//! money.adjusted: total 430.00 | fiscal 398.00 | other 32.00
//! money.executed: total 421.40 | fiscal 389.40 | other 32.00
//! money.weight: total 10
//! money.rate: total 98.00% | fiscal 99.84% | other 100%
//! money.score: total 10
//! ```
//! ```findings
//! 错误 第1张表「99.84%」财政拨款的执行率写99.84%，执行数389.40万元÷全年预算数398.00万元应当是97.84%。
//! 需答复 第1张表「10」预算执行得分写10分；按“分值×执行率”（《项目支出绩效评价管理办法》）算是10×421.40÷430.00＝9.8分。
//! ```
//! 进位和截尾都算对，零预算不判：
//! ```form
//! kind: self_evaluation
//! money.adjusted: total 905.30 | fiscal 905.30 | other 0
//! money.executed: total 901.20 | fiscal 901.20 | other 0
//! money.weight: total 10
//! money.rate: total 99.55% | fiscal 99.54% | other 0%
//! money.score: total 9.96
//! ```
//! ```findings
//! 通过
//! ```
//! 按年初预算数算的，和按档给分的：
//! ```form
//! kind: self_evaluation
//! money.initial: total 100
//! money.adjusted: total 120
//! money.executed: total 90
//! money.weight: total 10
//! money.rate: total 90%
//! money.score: total 5
//! ```
//! ```findings
//! 需答复 第1张表「90%」资金总额的执行率写90%，执行数90.00万元÷全年预算数120.00万元应当是75%；写的像是按年初预算数100.00万元算的。
//! 需答复 第1张表「5」预算执行得分写5分；按“分值×执行率”（《项目支出绩效评价管理办法》）算是10×90.00÷120.00＝7.5分。写的像是按执行率分档给的分，请确认本地用哪一种办法。
//! ```

use model::{Amount, Decimal, Form, FormKind, Fund, Money, RowKind};
use score::{Execution, Fraction, Rules, Score};

use crate::scoring::{at_its_word, budget_of, execution_number, is_scored, rules, told};
use crate::{Context, Hit, Meta, Out, Undecided, labels};

pub const META: Meta = Meta { code: "C140", cases: &["other_base", "points"], reader_doubt: true };

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !is_scored(form) && form.kind != FormKind::Monitoring {
        return Ok(());
    }
    let rates = form.money_row(RowKind::Rate).into_iter().flat_map(|row| &row.amounts);
    let rates: Vec<(&Fund, &Amount)> = rates.collect();
    if rates.is_empty() {
        out.not_applicable("缺“执行率”一栏，表里没有这一项");
        return Ok(());
    }
    for (fund, rate) in rates {
        check_rate(form, fund, rate, out);
    }
    check_points(context, &rules(context)?, out);
    Ok(())
}

/// The budget, what it is called, and what was spent, where a rate can be worked out of them.
fn basis(form: &Form, fund: &Fund) -> Option<(RowKind, Money, Money)> {
    let (kind, budget) = budget_of(form, fund)?;
    let spent = form.money_row(RowKind::Executed)?.money(fund)?;
    (budget > Money::ZERO && spent >= Money::ZERO).then_some((kind, budget, spent))
}

/// Part over whole as a share of a full amount.
fn share(full: Decimal, part: Money, whole: Money) -> Option<Fraction> {
    Fraction::share(full, Decimal::from(part.fen()), Decimal::from(whole.fen()))
}

/// Whether a printed rate is the quotient, as percent or as a plain share.
fn is_quotient(rate: &Amount, printed: Decimal, part: Money, whole: Money) -> bool {
    let fits = |full| share(full, part, whole).is_none_or(|exact| exact.fits(printed));
    fits(Decimal::ONE_HUNDRED) || (!rate.text.text.contains(['%', '％']) && fits(Decimal::ONE))
}

fn check_rate(form: &Form, fund: &Fund, rate: &Amount, out: &mut Out) {
    let Some((printed, (kind, budget, spent))) = rate.number.zip(basis(form, fund)) else { return };
    out.looked();
    if is_quotient(rate, printed, spent, budget) {
        return;
    }
    let hit = Hit::on(&rate.text);
    let initial = form.money_row(RowKind::Initial).and_then(|row| row.money(fund));
    let other = initial.filter(|initial| is_quotient(rate, printed, spent, *initial));
    // The official monitoring form divides by the budget as first approved.
    if other.is_some() && form.kind == FormKind::Monitoring {
        return;
    }
    let exact = share(Decimal::ONE_HUNDRED, spent, budget).map(|rate| rate.shown());
    let worked = format!(
        "{}的执行率写{}，执行数{spent}÷{}{budget}应当是{}%",
        labels::fund(fund),
        hit.quote,
        labels::row(kind),
        exact.unwrap_or_default()
    );
    let (message, remedy, case) = match other {
        Some(initial) => (
            format!("{worked}；写的像是按年初预算数{initial}算的。"),
            "按全年预算数（调整后）计算；本地规定按年初数算的，说明口径。",
            "other_base",
        ),
        None => (format!("{worked}。"), "核对预算数、执行数，重新计算执行率。", ""),
    };
    out.fail(Hit { message, remedy: remedy.into(), case, ..hit });
}

fn check_points(context: &Context<'_>, rules: &Rules, out: &mut Out) {
    let form = context.form();
    let cell = form.money_row(RowKind::Score).and_then(|row| row.amounts.get(&Fund::Total));
    let Some((cell, printed)) = cell.and_then(|cell| Some((cell, cell.number?))) else { return };
    let weight = execution_number(form, RowKind::Weight);
    let Some((weight, (_, budget, spent))) = weight.zip(basis(form, &Fund::Total)) else { return };
    let points = at_its_word(printed, weight);
    // More points than there are is C143's; of a rate that is wrong the points are too.
    let rate = execution_number(form, RowKind::Rate);
    if printed > weight || rate.is_some_and(|rate| follows_rate(weight, rate, points)) {
        return;
    }
    out.looked();
    let by = |method| rules.execution(method, weight, budget, spent);
    let fits = |scores: &[Score]| scores.iter().any(|score| score.points.fits(points));
    let usual = rules.execution_method();
    let expected = by(usual);
    if fits(&expected) {
        return;
    }
    let other = if usual == Execution::Linear { Execution::Bands } else { Execution::Linear };
    // Full points fit the bands of any rate; they hint at nothing.
    let hint = match (printed < weight && fits(&by(other)), other) {
        (false, _) => "",
        (true, Execution::Bands) => "写的像是按执行率分档给的分，请确认本地用哪一种办法。",
        (true, Execution::Linear) => "写的像是按执行率比例给的分，请确认本地用哪一种办法。",
    };
    let told: Vec<String> = expected.iter().map(|score| told(context, score)).collect();
    let hit = Hit::on(&cell.text);
    out.fail(Hit {
        message: format!("预算执行得分写{}分；{}。{hint}", hit.quote, told.join("，或者")),
        remedy: "按本地的得分办法重新计算；用别的办法的，请规则包管理员登记。".into(),
        case: "points",
        ..hit
    });
}

/// Whether the points are the printed rate's share of the weight.
fn follows_rate(weight: Decimal, rate: Decimal, printed: Decimal) -> bool {
    let capped = rate.min(Decimal::ONE_HUNDRED);
    Fraction::share(weight, capped, Decimal::ONE_HUNDRED).is_some_and(|exact| exact.fits(printed))
}

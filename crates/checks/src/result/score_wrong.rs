//! # 得分算错
//!
//! ## 查什么
//! 自评表里：得分不能超过分值，也不能是负数；总分等于各项得分（连同预算执行得分）之和；
//! 没有完成的定量指标，得分不能高于规则包认可的各种算法；完成情况是“部分达成”一类的，得分不能高于它的那一档；
//! 表上写了等级的，要同总分相符。得分比算出来的低，可能是自己从严，不判；
//! 表上写明了赋分规则的指标，按它自己的规则，不判。超过上限却得满分的，见 C144。
//!
//! ## 依据
//! 得分不超过该指标的权重；完成指标值的得满分，没有完成的按完成比例；总分是各项之和。
//!
//! ## 怎样改
//! 按赋分办法重新计算得分，再核对总分和等级。
//!
//! ## 例子
//! ```form
//! kind: self_evaluation
//! total_score: 49.3
//! money.weight: total 10
//! money.score: total 9.8
//! columns: level1 | level2 | level3 | target | actual | weight | score
//! | 产出指标 | 数量指标 | 鉴定座数 | ≥12座 | 12座 | 10 | 10.5 |
//! | 产出指标 | 质量指标 | 评审通过率 | ≥90% | 83% | 15 | 14.5 |
//! | 效益指标 | 社会效益指标 | 出行条件 | 有所改善 | 部分达成预期指标并具有一定效果 | 15 | 12.5 |
//! ```
//! ```findings
//! 错误 第1张表「49.3」总分写49.3，各项得分（含预算执行9.8分）加起来是47.3，相差2分。
//! 错误 第1张表「10.5」“鉴定座数”的分值是10分，得分却写10.5。
//! 需答复 第1张表「14.5」“评审通过率”得分写14.5；按“分值×实际完成值÷指标值”（《项目支出绩效评价管理办法》）算是15×83÷90＝13.83分，多给了。
//! 需答复 第1张表「12.5」“出行条件”得分写12.5；按“完成情况所在一档的最高分”（《项目支出绩效评价管理办法》）算是15×80%＝12分，多给了。
//! ```
//! 按比例算的、按档给的、从严的、四舍五入的：
//! ```form
//! kind: self_evaluation
//! total_score: 52.3
//! money.weight: total 10
//! money.score: total 9.8
//! columns: level1 | level2 | level3 | target | actual | weight | score
//! | 产出指标 | 数量指标 | 鉴定座数 | ≥12座 | 12座 | 10 | 10 |
//! | 产出指标 | 质量指标 | 评审通过率 | ≥90% | 83% | 15 | 13.8 |
//! | 产出指标 | 时效指标 | 平均用时 | ≤24小时 | 30小时 | 8 | 6.4 |
//! | 效益指标 | 经济效益指标 | 务工增收 | ≥35万元 | 31万元 | 8 | 5 |
//! | 满意度指标 | 满意度指标 | 村民满意度 | ≥90% | 83% | 8 | 7.3 |
//! ```
//! ```findings
//! 通过
//! ```
//! 有的得分没有填：
//! ```form
//! kind: self_evaluation
//! total_score: 98
//! columns: level1 | level2 | level3 | target | actual | weight | score
//! | 产出指标 | 数量指标 | 鉴定座数 | ≥12座 | 12座 | 50 | 50 |
//! | 产出指标 | 质量指标 | 评审通过率 | ≥90% | 93% | 50 | |
//! ```
//! ```findings
//! 不能判定 第1张表「98」有的得分没有填或者读不出来，无法核对总分。
//! ```

use model::form::NamedColumn;
use model::money::plain_number;
use model::target::Comparator;
use model::{Column, Decimal, Field, Form, Fund, Indicator, RowKind};
use score::{Measure, Rules, Score};

use crate::completion::{Better, Completion, completion};
use crate::indicators::{Classes, Family};
use crate::scoring::{
    at_its_word, execution_number, is_overrun_in_full, is_scored, level_of, rules, told,
};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta =
    Meta { code: "C143", cases: &["total", "method", "grade"], reader_doubt: true };

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !is_scored(form) {
        return Ok(());
    }
    if form.indicators.iter().all(|row| row.score.is_none()) {
        out.not_applicable("缺“得分”，表里没有这一项");
        return Ok(());
    }
    let rules = rules(context)?;
    let classes = Classes::of(context)?;
    for row in &form.indicators {
        let Some((weight, score)) = row.weight.zip(row.score) else { continue };
        out.looked();
        let cause = Hit::cell_cause("row", row.place(Column::Level3));
        let hit = Hit { cause, ..Hit::in_row(row, Column::Score) };
        let name = row.folded(Column::Level3);
        if score > weight || score.is_sign_negative() {
            out.fail(beyond_weight(&name, weight, hit));
            continue;
        }
        let most = most_allowed(context, &rules, &classes, row, weight)?;
        let points = at_its_word(score, weight);
        if let Some(most) = most.filter(|most| most.points.is_exceeded_by(points)) {
            out.fail(too_much(&name, &told(context, &most), hit));
        }
    }
    check_execution(form, out);
    check_total(context, form, out)?;
    check_grade(&rules, form, out);
    Ok(())
}

fn beyond_weight(name: &str, weight: Decimal, hit: Hit) -> Hit {
    Hit {
        message: format!("“{name}”的分值是{}分，得分却写{}。", weight.normalize(), hit.quote),
        remedy: "得分在 0 到分值之间，重新计算。".into(),
        ..hit
    }
}

fn too_much(name: &str, most: &str, hit: Hit) -> Hit {
    Hit {
        message: format!("“{name}”得分写{}；{most}，多给了。", hit.quote),
        remedy: "按赋分办法重新计算；本地用别的办法的，请规则包管理员登记。".into(),
        case: "method",
        ..hit
    }
}

/// The most points the accepted methods give a row that fell short; none where it did not, or
/// where nothing can be said.
fn most_allowed(
    context: &Context<'_>,
    rules: &Rules,
    classes: &Classes<'_>,
    row: &Indicator,
    weight: Decimal,
) -> Result<Option<Score>, Undecided> {
    let own_rule = row.text(Column::Named(NamedColumn::Rule));
    let Some(actual) = row.actual.as_ref().filter(|_| model::text::is_blank(own_rule)) else {
        return Ok(None);
    };
    if let Some(level) = level_of(context, row)? {
        return Ok(rules.qualitative(level, weight));
    }
    let completion = completion(context, row, actual)?;
    let Some(completion) = completion.filter(|c| !c.is_met() && !is_overrun_in_full(row, c)) else {
        return Ok(None);
    };
    let measure = measure(classes, row, &completion);
    let scores = rules.indicator(measure, weight, completion.target, completion.actual);
    let more = |a: &Score, b: &Score| {
        let sides = (
            a.points.numerator.checked_mul(b.points.denominator),
            b.points.numerator.checked_mul(a.points.denominator),
        );
        sides.0.cmp(&sides.1)
    };
    Ok(scores.into_iter().max_by(more))
}

fn measure(classes: &Classes<'_>, row: &Indicator, completion: &Completion) -> Measure {
    let satisfaction = classes.is_under(row, Family::Satisfaction) && row.target.unit == "%";
    match completion.better {
        Better::Higher if satisfaction => Measure::Satisfaction,
        Better::Lower => Measure::Negative,
        Better::Higher if row.target.comparator == Comparator::Equal => Measure::Equal,
        Better::Higher => Measure::Positive,
    }
}

fn check_execution(form: &Form, out: &mut Out) {
    let cell = form.money_row(RowKind::Score).and_then(|row| row.amounts.get(&Fund::Total));
    let weight = execution_number(form, RowKind::Weight);
    let Some((cell, weight)) = cell.zip(weight) else { return };
    if cell.number.is_some_and(|score| score > weight || score.is_sign_negative()) {
        out.fail(beyond_weight("预算执行率", weight, Hit::on(&cell.text)));
    }
}

/// Whether the printed total is the sum of what is printed above it.
fn check_total(context: &Context<'_>, form: &Form, out: &mut Out) -> Result<(), Undecided> {
    let Some(cell) = form.fields.get(&Field::TotalScore) else { return Ok(()) };
    let Some(total) = plain_number(&cell.text) else { return Ok(()) };
    let tolerance = context.number("tolerance")?;
    let named = |row: &&Indicator| !model::text::is_blank(row.text(Column::Level3));
    let unscored = form.indicators.iter().filter(named).find(|row| row.score.is_none());
    let execution = execution_number(form, RowKind::Score);
    let lost = execution_number(form, RowKind::Weight).is_some() && execution.is_none();
    if unscored.is_some() || form.uncut || lost {
        out.cannot_decide(Hit {
            message: "有的得分没有填或者读不出来，无法核对总分。".into(),
            remedy: "给每一项填上得分。".into(),
            ..Hit::on(cell)
        });
        return Ok(());
    }
    let mut scores = form.indicators.iter().filter_map(|row| row.score);
    let of_rows = scores.try_fold(Decimal::ZERO, Decimal::checked_add);
    let of_all = of_rows.and_then(|sum| sum.checked_add(execution.unwrap_or_default()));
    // Some forms repeat the execution rate as an indicator of its own.
    let repeated =
        form.indicators.iter().any(|row| row.folded(Column::Level3).contains("预算执行率"));
    let gap =
        |sum: Option<Decimal>| sum.and_then(|sum| total.checked_sub(sum)).map(|gap| gap.abs());
    let near = |sum: Option<Decimal>| gap(sum).is_none_or(|gap| gap <= tolerance);
    if near(of_all) || (repeated && near(of_rows)) {
        return Ok(());
    }
    let beside = match execution {
        Some(points) => format!("（含预算执行{}分）", points.normalize()),
        None => String::new(),
    };
    out.fail(Hit {
        message: format!(
            "总分写{}，各项得分{beside}加起来是{}，相差{}分。",
            total.normalize(),
            of_all.unwrap_or_default().normalize(),
            gap(of_all).unwrap_or_default().normalize()
        ),
        remedy: "核对各项得分，重新合计。".into(),
        case: "total",
        cause: format!("{}/total", context.code),
        ..Hit::on(cell)
    });
    Ok(())
}

/// A grade printed beside the total; its label is not a field of its own.
fn check_grade(rules: &Rules, form: &Form, out: &mut Out) {
    let total = form.filled(Field::TotalScore).and_then(plain_number);
    let Some(total) = total else { return };
    let Some(grade) = rules.grade(total) else { return };
    let printed = form.unknown.iter().find(|(label, text)| {
        let about = ["等级", "总分", "结果", "结论"].iter().any(|word| label.contains(word));
        about && rules.is_grade(model::text::trim(&text.text))
    });
    let Some((_, cell)) = printed else { return };
    let hit = Hit::on(cell);
    if hit.quote != grade {
        out.fail(Hit {
            message: format!(
                "总分{}分应当是“{grade}”，等级却写“{}”。",
                total.normalize(),
                hit.quote
            ),
            remedy: "按等级的分数线改正等级，或者核对总分。".into(),
            case: "grade",
            cause: "C143/grade".into(),
            ..hit
        });
    }
}

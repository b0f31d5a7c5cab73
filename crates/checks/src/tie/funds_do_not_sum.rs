//! # 资金来源合计不符
//!
//! ## 查什么
//! 资金表每一行：资金总额应当等于各项来源之和。其他资金空着或者写“—”按 0 算。
//! 表上除财政拨款、其他资金外还有别的来源（上年结转、政府性基金……）时，它可能另计，也可能已经
//! 包含在财政拨款里：两种算法都对不上才算错，说不准的不下结论。
//!
//! ## 依据
//! 算术：合计等于分项之和。
//!
//! ## 怎样改
//! 核对总额和各项来源，改正填错的一个。
//!
//! ## 例子
//! 差 0.01 万元：
//! ```form
//! kind: project
//! money.expenditure: total 100.01 | fiscal 99.99 | other 0.01
//! ```
//! ```findings
//! 错误 第1张表「100.01」支出预算总额100.01万元，各项来源（财政拨款99.99万元、其他资金0.01万元）合计100.00万元，相差0.01万元。
//! ```
//! 财政拨款里细分了一般公共预算和政府性基金，加总时不重复算：
//! ```form
//! kind: project
//! money.expenditure: total 100.00 | fiscal 99.99 | 一般公共预算 60.00 | 政府性基金 39.99 | 上年结转 — | other 0.01
//! ```
//! ```findings
//! 通过
//! ```
//! 只填了总额：
//! ```form
//! kind: project
//! money.expenditure: total 100.00 | fiscal | other
//! ```
//! ```findings
//! 不能判定 第1张表「100.00」支出预算只填了总额100.00万元，各项来源都空着，无法核对。
//! ```

use model::{Amount, Fund, Money, MoneyRow};

use crate::{Context, Hit, Meta, Out, Undecided, labels};

pub const META: Meta = Meta::new("C081");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let (marks, nothing) =
        (context.words("words.placeholders")?, context.words("words.placeholders_in_target")?);
    for row in context.form().money.iter().filter(|row| row.row.is_money()) {
        let Some(total) = row.amounts.get(&Fund::Total) else { continue };
        let sources = row.amounts.iter().filter(|(fund, _)| **fund != Fund::Total);
        if total.text.is_blank() || sources.clone().next().is_none() {
            continue;
        }
        out.looked();
        let is_mark = |amount: &Amount| {
            marks.iter().chain(nothing).any(|mark| mark == model::text::trim(&amount.text.text))
        };
        let unread =
            |amount: &Amount| amount.money.is_none() && !amount.text.is_blank() && !is_mark(amount);
        let unreadable = row.amounts.values().find(|amount| unread(amount));
        // Rows under labels nobody knows may be further sources.
        let strangers = &context.form().unknown;
        let stranger = strangers.iter().find(|(label, text)| {
            let source = ["资金", "拨款", "结转", "收入"].iter().any(|word| label.contains(word));
            source && model::money::plain_number(&text.text).is_some()
        });
        if let Some(amount) = unreadable {
            out.cannot_decide(Hit {
                message: "这一格读不成金额，无法核对合计。".into(),
                remedy: "改成数字后再查。".into(),
                ..Hit::on(&amount.text)
            });
            continue;
        }
        if let Some((label, text)) = stranger {
            out.cannot_decide(Hit {
                message: format!("表上的“{label}”不知道是不是资金来源，无法核对合计。"),
                remedy: "核对总额是否等于各项来源之和。".into(),
                ..Hit::on(text)
            });
            continue;
        }
        let filled = sources.clone().any(|(_, amount)| !amount.text.is_blank());
        compare(context, row, total, filled, out);
    }
    Ok(())
}

/// What to say of a total without any source.
fn only_a_total(label: &str, sum: Money, total: &Amount) -> Hit {
    Hit {
        message: format!("{label}只填了总额{sum}，各项来源都空着，无法核对。"),
        remedy: "把财政拨款和其他资金分别填上。".into(),
        ..Hit::on(&total.text)
    }
}

/// Compares a row whose cells can all be read.
fn compare(context: &Context<'_>, row: &MoneyRow, total: &Amount, filled: bool, out: &mut Out) {
    let Some(sum) = total.money else { return };
    let label = labels::row(row.row);
    if !filled {
        if sum != Money::ZERO {
            out.cannot_decide(only_a_total(label, sum, total));
        }
        return;
    }
    let of = |fund: &Fund| row.money(fund).unwrap_or_default();
    let (fiscal, other) = (of(&Fund::Fiscal), of(&Fund::Other));
    let items: Money = row.items().filter_map(|(_, amount)| amount.money).sum();
    let plain = fiscal + other;
    let everything = plain + items;
    // An item is either a part of the appropriation or stands beside it.
    let parts = items != Money::ZERO && sum == other + items;
    if parts || [plain, everything].contains(&sum) {
        return;
    }
    if sum > plain && sum < everything {
        out.cannot_decide(Hit {
            message: format!(
                "{label}总额{sum}；财政拨款和其他资金共{plain}，连同另列的来源共{everything}，\
                 不知道另列的来源是否已经包含在财政拨款里。"
            ),
            remedy: "核对各项来源之间是并列还是包含关系。".into(),
            ..Hit::on(&total.text)
        });
        return;
    }
    if sum > everything && !lists_all_sources(context, row) {
        out.cannot_decide(Hit {
            message: format!(
                "{label}总额{sum}，表上列出的来源共{everything}；表上不像列全了来源，无法核对。"
            ),
            remedy: "核对没有列出的来源是多少。".into(),
            ..Hit::on(&total.text)
        });
        return;
    }
    let nearest = if sum > plain { everything } else { plain };
    let gap = Ord::max(sum - nearest, nearest - sum);
    let shares: Vec<String> = row
        .amounts
        .iter()
        .filter(|(fund, amount)| **fund != Fund::Total && amount.money.is_some())
        .map(|(fund, _)| format!("{}{}", labels::fund(fund), of(fund)))
        .collect();
    out.fail(Hit {
        message: format!(
            "{label}总额{sum}，各项来源（{}）合计{nearest}，相差{gap}。",
            shares.join("、")
        ),
        remedy: "核对总额和各项来源，改正填错的一个。".into(),
        cause: format!("{}/{}", context.code, row.row),
        ..Hit::on(&total.text)
    });
}

/// Whether the form has a line for every source: its layout does not deny it, and the form as
/// read has 其他资金 or several sources side by side.
fn lists_all_sources(context: &Context<'_>, row: &MoneyRow) -> bool {
    let denied = context.layout().is_some_and(|layout| !layout.exhaustive_funds);
    !denied && (row.amounts.contains_key(&Fund::Other) || row.amounts.len() > 2)
}

//! The money table: income and expenditure, and the sources of each total.
//!
//! Compares whole fen; nothing is rounded away here.

use model::form::Amount;
use model::{Form, Fund, Money, MoneyRow, RowKind, Text};

use super::book::{Book, Draft};
use super::{Rule, Verdict};
use crate::{Context, Undecided, labels};

/// What the sources of one row come to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Sources<'a> {
    /// A cell that is neither an amount nor a mark for nothing.
    Unreadable(&'a Amount),
    /// A number under a label nobody knows: it may be a further source.
    Stranger(&'a str, &'a Text),
    /// Only the total is filled in.
    OnlyTotal(Money),
    /// These sources make up the total.
    Hold(Vec<Fund>),
    /// The further sources may already be inside the appropriation.
    Overlap { plain: Money, everything: Money },
    /// The form does not look as if it listed every source.
    NotAll { everything: Money },
    /// They do not; the sum that comes nearest.
    Wrong { nearest: Money },
}

/// Reads a row of the money table; none when it has no total, or nothing beside it.
pub(crate) fn sources<'a>(
    context: &Context<'a>,
    row: &'a MoneyRow,
) -> Result<Option<(&'a Amount, Sources<'a>)>, Undecided> {
    let (marks, nothing) =
        (context.words("words.placeholders")?, context.words("words.placeholders_in_target")?);
    let Some(total) = row.amounts.get(&Fund::Total) else { return Ok(None) };
    let parts = row.amounts.iter().filter(|(fund, _)| **fund != Fund::Total);
    if total.text.is_blank() || parts.clone().next().is_none() {
        return Ok(None);
    }
    let is_mark = |amount: &Amount| {
        marks.iter().chain(nothing).any(|mark| mark == model::text::trim(&amount.text.text))
    };
    let unread =
        |amount: &Amount| amount.money.is_none() && !amount.text.is_blank() && !is_mark(amount);
    if let Some(amount) = row.amounts.values().find(|amount| unread(amount)) {
        return Ok(Some((total, Sources::Unreadable(amount))));
    }
    // Rows under labels nobody knows may be further sources.
    let stranger = context.form().unknown.iter().find(|(label, text)| {
        let source = ["资金", "拨款", "结转", "收入"].iter().any(|word| label.contains(word));
        source && model::money::plain_number(&text.text).is_some()
    });
    if let Some((label, text)) = stranger {
        return Ok(Some((total, Sources::Stranger(label, text))));
    }
    let filled = parts.clone().any(|(_, amount)| !amount.text.is_blank());
    let Some(sum) = total.money else { return Ok(None) };
    if !filled {
        return Ok((sum != Money::ZERO).then_some((total, Sources::OnlyTotal(sum))));
    }
    let levels = context.words("words.fund_levels")?;
    Ok(Some((total, compare(context, row, sum, levels))))
}

/// Compares a row whose cells can all be read.
fn compare<'a>(
    context: &Context<'_>,
    row: &MoneyRow,
    sum: Money,
    levels: &[String],
) -> Sources<'a> {
    let of = |fund: &Fund| row.money(fund).unwrap_or_default();
    let items: Money = row.items().filter_map(|(_, amount)| amount.money).sum();
    let plain = of(&Fund::Fiscal) + of(&Fund::Other);
    let everything = plain + items;
    let filled = |wanted: fn(&Fund) -> bool| {
        let funds = row.amounts.iter().filter(|(_, amount)| amount.money.is_some());
        funds.map(|(fund, _)| fund.clone()).filter(wanted).collect::<Vec<Fund>>()
    };
    if sum == plain {
        return Sources::Hold(filled(|fund| matches!(fund, Fund::Fiscal | Fund::Other)));
    }
    if sum == everything {
        return Sources::Hold(filled(|fund| *fund != Fund::Total));
    }
    // An item is either a part of the appropriation or stands beside it.
    if items != Money::ZERO && sum == of(&Fund::Other) + items {
        return Sources::Hold(filled(|fund| !matches!(fund, Fund::Total | Fund::Fiscal)));
    }
    if sum > plain && sum < everything && !is_split_by_level(row, levels) {
        return Sources::Overlap { plain, everything };
    }
    if sum > everything && !lists_all_sources(context, row) {
        return Sources::NotAll { everything };
    }
    Sources::Wrong { nearest: if sum > plain { everything } else { plain } }
}

/// Whether the money is split by who pays it, each level of government once and nothing beside:
/// then no line can be inside another.
fn is_split_by_level(row: &MoneyRow, levels: &[String]) -> bool {
    let level = |label: &str| levels.iter().position(|level| label.contains(level.as_str()));
    let mut own: Vec<Option<usize>> = row.items().map(|(label, _)| level(label)).collect();
    let count = own.len();
    own.sort_unstable();
    own.dedup();
    row.money(&Fund::Fiscal).is_none() && count > 1 && own.len() == count && !own.contains(&None)
}

/// Whether the form has a line for every source: its layout does not deny it, and the form as
/// read has 其他资金 or several sources side by side.
fn lists_all_sources(context: &Context<'_>, row: &MoneyRow) -> bool {
    let denied = context.layout().is_some_and(|layout| !layout.exhaustive_funds);
    !denied && (row.amounts.contains_key(&Fund::Other) || row.amounts.len() > 2)
}

/// The sources of a row beside its total.
fn beside_total(row: &MoneyRow) -> Vec<Fund> {
    row.amounts.keys().filter(|fund| **fund != Fund::Total).cloned().collect()
}

/// The sources of a row that hold an amount, as one says them.
pub(crate) fn shares(row: &MoneyRow) -> String {
    said(row, &beside_total(row)).join("、")
}

fn said(row: &MoneyRow, funds: &[Fund]) -> Vec<String> {
    let amounts = funds.iter().filter_map(|fund| Some((fund, row.money(fund)?)));
    amounts.map(|(fund, money)| format!("{}{money}", labels::fund(fund))).collect()
}

/// The cells of one source in income and expenditure, where the form has both.
pub(crate) fn both_sides<'a>(form: &'a Form, fund: &Fund) -> Option<(&'a Amount, &'a Amount)> {
    let cell = |row: RowKind| form.money_row(row)?.amounts.get(fund);
    Some((cell(RowKind::Income)?, cell(RowKind::Expenditure)?))
}

/// Notes the money table of a form.
pub(super) fn relate(context: &Context<'_>, book: &mut Book) -> Result<(), Undecided> {
    let form = context.form();
    for fund in [Fund::Total, Fund::Other] {
        balance(form, context.index, &fund, book);
    }
    for row in form.money.iter().filter(|row| row.row.is_money()) {
        let Some((total, sources)) = sources(context, row)? else { continue };
        let whole = book.amount(form, context.index, row.row, &Fund::Total);
        let label = if form.money.len() > 1 { labels::row(row.row) } else { "" };
        let (verdict, sentence) = concluded(&sources, row, total.money.unwrap_or_default());
        let sentence = format!("{label}{sentence}。");
        let funds: Vec<Fund> = match sources {
            Sources::Hold(funds) => funds,
            Sources::Unreadable(_) => beside_total(row),
            _ => beside_total(row).into_iter().filter(|fund| row.money(fund).is_some()).collect(),
        };
        let nodes = funds.iter().map(|fund| book.amount(form, context.index, row.row, fund));
        let nodes: Vec<usize> = nodes.collect();
        let terms = nodes.into_iter().map(|node| book.term(node)).collect();
        let draft = Draft { rule: Rule::SourcesMakeTotal, verdict, whole, sentence };
        book.relate_sum(draft, terms, model::Decimal::ZERO);
    }
    Ok(())
}

/// What is known of a row, as a verdict and a sentence.
fn concluded(sources: &Sources<'_>, row: &MoneyRow, total: Money) -> (Verdict, String) {
    let open = Verdict::CannotDecide;
    match sources {
        Sources::Hold(funds) => {
            (Verdict::Proved, format!("资金总额{total}＝{}", said(row, funds).join("＋")))
        }
        Sources::Wrong { nearest } => {
            let gap = Ord::max(total - *nearest, *nearest - total);
            let shares = shares(row);
            (Verdict::Broken, format!("资金总额{total}，{shares}合计{nearest}，相差{gap}"))
        }
        Sources::Unreadable(amount) => {
            (open, format!("“{}”读不成金额", model::text::trim(&amount.text.text)))
        }
        Sources::Stranger(name, _) => (open, format!("不知道“{name}”是不是资金来源")),
        Sources::OnlyTotal(_) => (open, format!("只填了总额{total}，来源都空着")),
        Sources::Overlap { plain, everything } => {
            (open, format!("总额{total}在{plain}与{everything}之间，来源可能互相包含"))
        }
        Sources::NotAll { everything } => {
            (open, format!("总额{total}，列出的来源共{everything}，不像列全了"))
        }
    }
}

/// Income against expenditure, of all money or of 其他资金 alone.
fn balance(form: &Form, index: usize, fund: &Fund, book: &mut Book) {
    let Some((income, expenditure)) = both_sides(form, fund) else { return };
    if income.text.is_blank() && expenditure.text.is_blank() {
        return;
    }
    let whole = book.amount(form, index, RowKind::Expenditure, fund);
    let part = book.amount(form, index, RowKind::Income, fund);
    let label = labels::fund(fund);
    let written = |amount: &Amount| model::text::trim(&amount.text.text).to_owned();
    let (verdict, sentence) = match (income.money, expenditure.money) {
        (Some(received), Some(spent)) if received == spent => {
            (Verdict::Proved, format!("{label}：收入{received}＝支出{spent}。"))
        }
        (Some(received), Some(spent)) => {
            let gap = Ord::max(received - spent, spent - received);
            let verdict = if *fund == Fund::Total { Verdict::Broken } else { Verdict::Question };
            (verdict, format!("{label}：收入{received}，支出{spent}，相差{gap}。"))
        }
        _ => {
            let (received, spent) = (written(income), written(expenditure));
            let sentence = format!("{label}：收入写“{received}”，支出写“{spent}”，不都是金额。");
            (Verdict::CannotDecide, sentence)
        }
    };
    let draft = Draft { rule: Rule::IncomeEqualsExpenditure, verdict, whole, sentence };
    book.relate(draft, vec![part]);
}

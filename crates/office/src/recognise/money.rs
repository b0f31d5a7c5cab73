//! The money table: rows of sources under columns of stages, or the other way round, or plain
//! label and amount.

use model::form::Amount;
use model::{Form, Fund, MoneyRow, MoneyUnit, RowKind, Text};

use super::labels::Labels;
use super::rows::{Piece, Row};

/// What a column of the money table holds.
#[derive(Debug, Clone)]
enum Head {
    Fund(Fund),
    Row(RowKind),
}

/// The money table while its rows go by.
#[derive(Debug)]
pub struct MoneyTable {
    heads: Vec<(usize, usize, Head)>,
    unit: MoneyUnit,
    named: bool,
    /// First grid column of the right of two halves: the whole period | this year.
    half: Option<usize>,
}

/// What the money table took of a row.
#[derive(Debug, PartialEq, Eq)]
pub enum Taken {
    /// All of it.
    Row,
    /// The own cells of these indexes; none when it is no row of money.
    Cells(Vec<usize>),
}

impl MoneyTable {
    /// A table in which amounts without a unit are taken to be in `assumed`.
    pub fn new(assumed: MoneyUnit) -> Self {
        MoneyTable { heads: Vec::new(), unit: assumed, named: false, half: None }
    }

    /// Whether the form names its unit of money.
    pub fn unit_named(&self) -> bool {
        self.named
    }

    /// Notes a unit written in a label such as `项目资金（万元）` or `单位：元`.
    pub fn see_unit(&mut self, key: &str) {
        let named = |unit: &str| {
            let key = key.trim_end_matches(')');
            let framed = key.ends_with(&format!("({unit}")) || key.contains(&format!("({unit})"));
            let stated = key.ends_with(&format!(":{unit}")) || key == unit;
            framed
                || stated
                || key.contains("单位") && key.ends_with(&format!("人民币{unit}"))
                || key.ends_with(&format!("单位{unit}"))
        };
        let units = [MoneyUnit::WanYuan, MoneyUnit::Yuan, MoneyUnit::YiYuan];
        let Some(unit) = units.into_iter().find(|unit| named(unit.as_str())) else { return };
        (self.unit, self.named) = (unit, true);
    }

    /// Takes a row of the head.
    pub fn take(&mut self, row: &Row, labels: &Labels, form: &mut Form) -> Taken {
        let own: Vec<&Piece> = row.own().collect();
        if self.header(&own, labels) || self.crossed(&own, labels, form) {
            return Taken::Row;
        }
        Taken::Cells(self.pairs(&own, labels, form))
    }

    /// A row of two or more labels side by side is the header of the table. With three of them an
    /// unknown label in front names the section, one behind a further column.
    fn header(&mut self, own: &[&Piece], labels: &Labels) -> bool {
        let mut heads = Vec::new();
        let (mut gap, mut unknown) = (false, 0);
        for piece in own {
            if piece.is_blank() {
                gap |= !heads.is_empty();
                continue;
            }
            if labels.money_section(&piece.key) && heads.is_empty() {
                continue;
            }
            let head = match (labels.money(&piece.key), labels.fund(&piece.key)) {
                (Some(kind), _) => Head::Row(kind),
                (None, Some(fund)) => Head::Fund(fund),
                (None, None) if is_word(&piece.key) => {
                    unknown += 1;
                    continue;
                }
                (None, None) => return false,
            };
            if gap {
                return false;
            }
            heads.push((piece.start(), piece.end(), head));
        }
        if heads.len() < 2 || unknown > 0 && (heads.len() < 3 || unknown > 1) {
            return false;
        }
        self.heads = heads;
        true
    }

    /// The header cell above a piece.
    fn above(&self, piece: &Piece) -> Option<(usize, Head)> {
        let over =
            |(start, end, _): &&(usize, usize, Head)| piece.start() < *end && *start < piece.end();
        self.heads.iter().find(over).map(|(start, _, head)| (*start, head.clone()))
    }

    /// A row under a header: with a label of its own, with a label in each group of columns
    /// (收入 | 支出), or without any.
    fn crossed(&self, own: &[&Piece], labels: &Labels, form: &mut Form) -> bool {
        if self.heads.is_empty() {
            return false;
        }
        if self.grouped(own, labels, form) {
            return true;
        }
        let label = own.iter().position(|piece| {
            let named = !piece.is_blank() && !labels.money_section(&piece.key);
            named && (labels.fund(&piece.key).is_some() || labels.money(&piece.key).is_some())
        });
        let Some(label) = label else { return self.unlabelled(own, form) };
        let key = &own[label].key;
        for piece in &own[label + 1..] {
            let Some((_, head)) = self.above(piece) else { continue };
            let (kind, fund) = match head {
                Head::Fund(fund) => (labels.money(key), Some(fund)),
                Head::Row(kind) => (Some(kind), labels.fund(key)),
            };
            if let (Some(kind), Some(fund)) = (kind, fund) {
                self.put(form, kind, fund, piece.text());
            }
        }
        true
    }

    fn grouped(&self, own: &[&Piece], labels: &Labels, form: &mut Form) -> bool {
        let mut any = false;
        for pair in own.windows(2) {
            let Some(fund) = labels.fund(&pair[0].key) else { continue };
            let (Some((start, Head::Row(kind))), Some((same, _))) =
                (self.above(pair[0]), self.above(pair[1]))
            else {
                continue;
            };
            if start == same && labels.fund(&pair[1].key).is_none() {
                self.put(form, kind, fund, pair[1].text());
                any = true;
            }
        }
        any
    }

    /// Amounts alone: they are this year's by source, or the total by stage.
    fn unlabelled(&self, own: &[&Piece], form: &mut Form) -> bool {
        let filled = || own.iter().filter(|piece| !piece.is_blank());
        let amount = |piece: &&&Piece| {
            model::Money::read(&piece.cell.text(), self.unit).is_ok()
                || model::money::plain_number(&piece.cell.text()).is_some()
        };
        if filled().count() == 0 || !filled().all(|p| amount(&p) && self.above(p).is_some()) {
            return false;
        }
        for piece in own {
            match self.above(piece) {
                Some((_, Head::Fund(fund))) => {
                    self.put(form, RowKind::Expenditure, fund, piece.text());
                }
                Some((_, Head::Row(kind))) => self.put(form, kind, Fund::Total, piece.text()),
                None => {}
            }
        }
        true
    }

    /// Label and amount, once or twice in a row: the left of two pairs is the whole period.
    /// Returns the cells that were read.
    fn pairs(&mut self, own: &[&Piece], labels: &Labels, form: &mut Form) -> Vec<usize> {
        let mut pairs = Vec::new();
        for (at, piece) in own.iter().enumerate() {
            let next = own.get(at + 1);
            let labelled = next.is_some_and(|next| labels.in_head(&next.key));
            if piece.is_blank() || labels.money_section(&piece.key) && labelled {
                continue;
            }
            let overall = labels.money(&piece.key) == Some(RowKind::Overall);
            let fund = labels.fund(&piece.key).or(overall.then_some(Fund::Total));
            if let (Some(fund), Some(_), false) = (fund, next, labelled) {
                pairs.push((at, fund, overall));
            }
        }
        for (index, (at, fund, overall)) in pairs.iter().enumerate() {
            let (label, value) = (own[*at], own[at + 1]);
            let twin = pairs[index + 1..].iter().find(|(_, other, _)| other == fund);
            if let Some((right, _, _)) = twin.filter(|_| !is_annual(&label.key)) {
                self.half = Some(own[*right].start());
            }
            let left = self.half.is_some_and(|half| value.start() < half);
            let kind = if left || *overall { RowKind::Overall } else { RowKind::Expenditure };
            self.see_unit(&label.key);
            self.put(form, kind, fund.clone(), value.text());
        }
        pairs.iter().flat_map(|(at, _, _)| [*at, at + 1]).collect()
    }

    /// Stores an amount; the first one written for a place stays.
    pub fn put(&self, form: &mut Form, kind: RowKind, fund: Fund, text: Text) {
        let at = form.money.iter().position(|money| money.row == kind).unwrap_or_else(|| {
            form.money.push(MoneyRow::new(kind));
            form.money.len() - 1
        });
        let amount = Amount::read(kind, text, self.unit, !self.named);
        form.money[at].amounts.entry(fund).or_insert(amount);
    }

    /// Re-reads every amount in the unit that turned out to hold for the form.
    pub fn settle(&self, form: &mut Form, assumed: MoneyUnit) {
        let unit = if self.named { self.unit } else { assumed };
        whole_is_all(form);
        for row in &mut form.money {
            row.reread(unit, !self.named);
        }
    }
}

/// Where a form names one total only, it is what the form asks for, whatever its label.
fn whole_is_all(form: &mut Form) {
    let total =
        |form: &Form, kind| form.money_row(kind).and_then(|m| m.amounts.get(&Fund::Total)).cloned();
    let asked = [RowKind::Expenditure, RowKind::Initial, RowKind::Adjusted]
        .iter()
        .any(|kind| total(form, *kind).is_some());
    let alone = form.money_row(RowKind::Overall).is_some_and(|row| row.amounts.len() == 1);
    let Some(amount) = total(form, RowKind::Overall).filter(|_| alone && !asked) else { return };
    form.money.retain(|row| row.row != RowKind::Overall);
    let at = form.money.iter().position(|row| row.row == RowKind::Expenditure);
    let at = at.unwrap_or_else(|| {
        form.money.push(MoneyRow::new(RowKind::Expenditure));
        form.money.len() - 1
    });
    form.money[at].amounts.insert(Fund::Total, amount);
}

/// A short text without digits, as labels are.
fn is_word(key: &str) -> bool {
    let short = (1..=14).contains(&key.chars().count());
    short && !super::labels::bare(key).contains(|c: char| c.is_ascii_digit())
}

fn is_annual(key: &str) -> bool {
    ["当年", "本年", "年度"].iter().any(|word| key.contains(word))
}

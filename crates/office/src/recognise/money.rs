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
}

impl MoneyTable {
    /// A table in which amounts without a unit are taken to be in `assumed`.
    pub fn new(assumed: MoneyUnit) -> Self {
        MoneyTable { heads: Vec::new(), unit: assumed, named: false }
    }

    /// Whether the form names its unit of money.
    pub fn unit_named(&self) -> bool {
        self.named
    }

    /// Notes a unit written in a label such as `项目资金（万元）` or `单位：元`.
    pub fn see_unit(&mut self, key: &str) {
        let unit = if key.contains("(万元)") || key.ends_with(":万元") || key.ends_with("单位万元")
        {
            MoneyUnit::WanYuan
        } else if key.contains("(元)") || key.ends_with(":元") || key.ends_with("单位元") {
            MoneyUnit::Yuan
        } else if key.contains("(亿元)") || key.ends_with(":亿元") {
            MoneyUnit::YiYuan
        } else {
            return;
        };
        (self.unit, self.named) = (unit, true);
    }

    /// Takes a row of the head. Returns whether it was a row of the money table.
    pub fn take(&mut self, row: &Row, labels: &Labels, form: &mut Form) -> bool {
        self.header(row, labels) || self.crossed(row, labels, form) || self.pairs(row, labels, form)
    }

    /// A row of two or more labels side by side is the header of the table.
    fn header(&mut self, row: &Row, labels: &Labels) -> bool {
        let mut heads = Vec::new();
        let mut gap = false;
        for piece in row.own() {
            if piece.is_blank() {
                gap |= !heads.is_empty();
                continue;
            }
            if labels.is("money_section", &piece.key) && heads.is_empty() {
                continue;
            }
            let head = match (labels.money(&piece.key), labels.fund(&piece.key)) {
                (Some(kind), _) => Head::Row(kind),
                (None, Some(fund)) => Head::Fund(fund),
                (None, None) => return false,
            };
            if gap {
                return false;
            }
            heads.push((piece.start(), piece.end(), head));
        }
        if heads.len() < 2 {
            return false;
        }
        self.heads = heads;
        true
    }

    /// A labelled row under a header.
    fn crossed(&mut self, row: &Row, labels: &Labels, form: &mut Form) -> bool {
        if self.heads.is_empty() {
            return false;
        }
        let own: Vec<&Piece> = row.own().collect();
        let label = own.iter().position(|piece| {
            let named = !piece.is_blank() && !labels.is("money_section", &piece.key);
            named && (labels.fund(&piece.key).is_some() || labels.money(&piece.key).is_some())
        });
        let Some(label) = label else { return false };
        let key = &own[label].key;
        for piece in &own[label + 1..] {
            let under = self
                .heads
                .iter()
                .find(|(start, end, _)| piece.start() < *end && *start < piece.end());
            let Some((_, _, head)) = under else { continue };
            let (kind, fund) = match head {
                Head::Fund(fund) => (labels.money(key), Some(fund.clone())),
                Head::Row(kind) => (Some(*kind), labels.fund(key)),
            };
            if let (Some(kind), Some(fund)) = (kind, fund) {
                self.put(form, kind, fund, piece.text());
            }
        }
        true
    }

    /// Label and amount, once or twice in a row: the left of two pairs is the whole period.
    fn pairs(&mut self, row: &Row, labels: &Labels, form: &mut Form) -> bool {
        let own: Vec<&Piece> = row.own().collect();
        let mut pairs = Vec::new();
        for (at, piece) in own.iter().enumerate() {
            let before_label = own.get(at + 1).is_some_and(|next| is_label(&next.key, labels));
            let section = labels.is("money_section", &piece.key) && before_label;
            if piece.is_blank() || section {
                continue;
            }
            let overall = labels.money(&piece.key) == Some(RowKind::Overall);
            let fund = labels.fund(&piece.key).or(overall.then_some(Fund::Total));
            let value = own.get(at + 1).filter(|next| !is_label(&next.key, labels));
            if let (Some(fund), Some(value)) = (fund, value) {
                pairs.push((fund, piece.key.clone(), value.text()));
            }
        }
        let two = pairs.len() > 1;
        for (at, (fund, key, value)) in pairs.iter().enumerate() {
            let kind = if two && at == 0 && !is_annual(key) {
                RowKind::Overall
            } else {
                RowKind::Expenditure
            };
            self.see_unit(key);
            self.put(form, kind, fund.clone(), value.clone());
        }
        !pairs.is_empty()
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
        for row in &mut form.money {
            row.reread(unit, !self.named);
        }
    }
}

fn is_label(key: &str, labels: &Labels) -> bool {
    labels.fund(key).is_some() || labels.money(key).is_some()
}

fn is_annual(key: &str) -> bool {
    ["当年", "本年", "年度"].iter().any(|word| key.contains(word))
}

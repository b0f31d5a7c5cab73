//! What the store reads in a form's JSON: indicators, amounts and the category. Everything else
//! in it is kept and not looked at.

use serde::Deserialize;

use crate::{Error, Result};

/// A form as far as it is looked at here.
#[derive(Debug, Deserialize)]
pub(crate) struct Form {
    #[serde(default)]
    pub(crate) indicators: Vec<Line>,
    #[serde(default)]
    money_rows: Vec<MoneyRow>,
    #[serde(default)]
    funds: Option<MoneyRow>,
    #[serde(default)]
    category: Option<String>,
}

/// An indicator.
#[derive(Debug, Deserialize)]
pub(crate) struct Line {
    pub(crate) level1: Option<String>,
    pub(crate) level2: Option<String>,
    pub(crate) level3: Option<String>,
    pub(crate) target: Target,
    pub(crate) weight: Option<String>,
}

/// The target of an indicator.
#[derive(Debug, Deserialize)]
pub(crate) struct Target {
    pub(crate) text: String,
    pub(crate) value: Option<String>,
    #[serde(default)]
    pub(crate) unit: String,
}

#[derive(Debug, Deserialize)]
struct MoneyRow {
    row: String,
    #[serde(default)]
    total: Option<String>,
    #[serde(default)]
    fiscal: Option<String>,
    #[serde(default)]
    other: Option<String>,
    #[serde(default)]
    items: Vec<Item>,
}

#[derive(Debug, Deserialize)]
struct Item {
    label: String,
    #[serde(default)]
    amount: Option<String>,
}

/// One amount of a form.
pub(crate) struct Amount<'f> {
    /// The row of the money table.
    pub(crate) row: &'f str,
    /// Which of its amounts.
    pub(crate) fund: &'f str,
    /// Whether sums are made of its row.
    pub(crate) counted: bool,
    /// In fen.
    pub(crate) fen: i64,
}

/// A form as far as it is looked at here.
pub(crate) fn parse(form: &str) -> Result<Form> {
    serde_json::from_str(form).map_err(Error::Form)
}

impl Form {
    /// The money it declares in all, in fen.
    pub(crate) fn total(&self) -> Option<i64> {
        fen(self.funds.as_ref()?.total.as_deref()?)
    }

    /// The category of its project; empty when it has none.
    pub(crate) fn category(&self) -> &str {
        self.category.as_deref().unwrap_or_default()
    }

    /// Its amounts that can be read, row by row.
    pub(crate) fn amounts(&self) -> Vec<Amount<'_>> {
        let main = self.funds.as_ref().map(|funds| funds.row.as_str());
        let main = self.money_rows.iter().position(|row| Some(row.row.as_str()) == main);
        let mut amounts = Vec::new();
        for (number, row) in self.money_rows.iter().enumerate() {
            let counted = Some(number) == main;
            let own = [("total", &row.total), ("fiscal", &row.fiscal), ("other", &row.other)];
            let items = row.items.iter().map(|item| (item.label.as_str(), &item.amount));
            for (fund, amount) in own.into_iter().chain(items) {
                if let Some(fen) = amount.as_deref().and_then(fen) {
                    amounts.push(Amount { row: &row.row, fund, counted, fen });
                }
            }
        }
        amounts
    }
}

/// Decimal text in yuan as fen; none when it has more than two places or is no number.
fn fen(yuan: &str) -> Option<i64> {
    let (sign, plain) = yuan.strip_prefix('-').map_or((1, yuan), |plain| (-1, plain));
    let (whole, places) = plain.split_once('.').unwrap_or((plain, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || places.len() > 2 || !digits(whole) || !digits(places) {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let places: i64 = format!("{places:0<2}").parse().ok()?;
    whole.checked_mul(100)?.checked_add(places)?.checked_mul(sign)
}

#[cfg(test)]
mod tests {
    use super::{fen, parse};

    #[test]
    fn yuan_become_fen_exactly() {
        assert_eq!(fen("30996800.00"), Some(3_099_680_000));
        assert_eq!(fen("-0.5"), Some(-50));
        assert_eq!(fen("12"), Some(1_200));
        for bad in ["", ".5", "1.005", "1,000.00", "1e3", "九", "92233720368547758.08"] {
            assert_eq!(fen(bad), None, "{bad}");
        }
    }

    #[test]
    fn sums_are_made_of_the_row_the_form_names() {
        let form = r#"{"money_rows":[
            {"row":"income","total":"1.00"},
            {"row":"expenditure","total":"2.00","fiscal":null,
             "items":[{"label":"一般公共预算","amount":"1.50"}]}],
            "funds":{"row":"expenditure","total":"2.00"}}"#;
        let form = parse(form).expect("a form");
        let amounts = form.amounts();
        let told: Vec<_> = amounts.iter().map(|one| (one.fund, one.counted, one.fen)).collect();
        let right = [("total", false, 100), ("total", true, 200), ("一般公共预算", true, 150)];
        assert_eq!((told.as_slice(), form.total()), (right.as_slice(), Some(200)));
    }
}

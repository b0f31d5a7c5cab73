//! Money in whole fen.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::text::{narrow, trim};

/// An amount in whole fen. There is no way to hold a fraction of a fen.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
)]
pub struct Money(i64);

/// The unit a form writes its money in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MoneyUnit {
    /// 元.
    Yuan,
    /// 万元.
    WanYuan,
    /// 亿元.
    YiYuan,
}

/// Why a text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyError {
    /// Nothing is written: blank is not zero.
    Blank,
    /// Something is written that is no plain amount.
    NotANumber,
    /// Finer than a fen.
    BelowFen,
    /// Beyond the range of whole fen in 64 bits.
    TooLarge,
}

impl MoneyUnit {
    /// Fen in one of this unit.
    pub fn fen(self) -> i64 {
        match self {
            MoneyUnit::Yuan => 100,
            MoneyUnit::WanYuan => 1_000_000,
            MoneyUnit::YiYuan => 10_000_000_000,
        }
    }

    /// As forms print it.
    pub fn as_str(self) -> &'static str {
        match self {
            MoneyUnit::Yuan => "元",
            MoneyUnit::WanYuan => "万元",
            MoneyUnit::YiYuan => "亿元",
        }
    }
}

impl Money {
    /// No money.
    pub const ZERO: Money = Money(0);

    /// From whole fen.
    pub fn from_fen(fen: i64) -> Self {
        Money(fen)
    }

    /// Whole fen.
    pub fn fen(self) -> i64 {
        self.0
    }

    /// An exact number of a unit.
    ///
    /// # Errors
    /// [`MoneyError::BelowFen`] when it is not whole fen, [`MoneyError::TooLarge`] out of range.
    pub fn from_decimal(number: Decimal, unit: MoneyUnit) -> Result<Self, MoneyError> {
        let fen = number.checked_mul(unit.fen().into()).ok_or(MoneyError::TooLarge)?;
        if !fen.fract().is_zero() {
            return Err(MoneyError::BelowFen);
        }
        fen.trunc().try_into().map(Money).map_err(|_| MoneyError::TooLarge)
    }

    /// Reads a cell of a money table: `3099.68`, `1,949.29`, `158.2万元`, `８６．５０`, `450000.00`.
    ///
    /// A unit written in the cell goes before `unit`.
    ///
    /// # Errors
    /// Says why the text is no amount; see [`MoneyError`].
    pub fn read(text: &str, unit: MoneyUnit) -> Result<Self, MoneyError> {
        let plain: String = trim(text).chars().map(narrow).collect();
        if plain.is_empty() {
            return Err(MoneyError::Blank);
        }
        let (number, unit) = match plain.strip_suffix('元').unwrap_or(&plain) {
            rest if rest.ends_with('亿') => (rest.trim_end_matches('亿'), MoneyUnit::YiYuan),
            rest if rest.ends_with('万') => (rest.trim_end_matches('万'), MoneyUnit::WanYuan),
            rest if rest.len() < plain.len() => (rest, MoneyUnit::Yuan),
            rest => (rest, unit),
        };
        Self::from_decimal(plain_number(number).ok_or(MoneyError::NotANumber)?, unit)
    }

    /// Decimal string in yuan with two places, for JSON: `30996800.00`.
    pub fn to_yuan(self) -> String {
        self.display_in(MoneyUnit::Yuan, 2)
    }

    /// The amount in a unit with at least `places` decimals and never fewer than it needs.
    pub fn display_in(self, unit: MoneyUnit, places: u32) -> String {
        let mut number = (Decimal::from(self.0) / Decimal::from(unit.fen())).normalize();
        if number.scale() < places {
            number.rescale(places);
        }
        number.to_string()
    }

    /// Sum that notices overflow.
    pub fn checked_add(self, other: Money) -> Option<Money> {
        self.0.checked_add(other.0).map(Money)
    }
}

/// The plain decimal number a text is, full width and thousands separators allowed, nothing else.
/// A trailing `%` is dropped.
pub fn plain_number(text: &str) -> Option<Decimal> {
    let narrow: String = trim(text).chars().map(narrow).collect();
    let digits = narrow.strip_suffix('%').unwrap_or(&narrow);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let grouped = whole.contains(',');
    let groups: Vec<&str> = whole.trim_start_matches(['-', '+']).split(',').collect();
    let well_grouped = groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3);
    let numeric = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let plain = groups.iter().all(|group| !group.is_empty() && numeric(group)) && numeric(fraction);
    if !plain || (grouped && !well_grouped) || digits.ends_with('.') {
        return None;
    }
    digits.replace(',', "").parse().ok()
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0.saturating_add(other.0))
    }
}

impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0.saturating_sub(other.0))
    }
}

impl Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(self.0.saturating_neg())
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::ZERO, Add::add)
    }
}

impl fmt::Display for Money {
    /// In 万元 with two decimals or more, as people say it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}万元", self.display_in(MoneyUnit::WanYuan, 2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fen(text: &str) -> Result<i64, MoneyError> {
        Money::read(text, MoneyUnit::WanYuan).map(Money::fen)
    }

    #[test]
    fn amounts_are_exact() {
        assert_eq!(fen("3099.68"), Ok(3_099_680_000));
        assert_eq!(fen("1,949.29"), Ok(1_949_290_000));
        assert_eq!(fen("８６．５０"), Ok(86_500_000));
        assert_eq!(fen("158.2万元"), Ok(158_200_000));
        assert_eq!(fen("450000.00元"), Ok(45_000_000));
        assert_eq!(fen("0"), Ok(0));
    }

    #[test]
    fn blank_is_not_zero_and_prose_is_no_amount() {
        assert_eq!(fen(" \u{a0}"), Err(MoneyError::Blank));
        for text in ["……", "—", "/", "854万854万", "1,2", "12.", "约20", "1.2.3", "-"] {
            assert_eq!(fen(text), Err(MoneyError::NotANumber), "{text}");
        }
        assert_eq!(fen("0.0000001"), Err(MoneyError::BelowFen));
        assert_eq!(fen("99999999999999"), Err(MoneyError::TooLarge));
    }

    #[test]
    fn yuan_and_wan_print_without_loss() {
        let money = Money::from_fen(3_099_680_000);
        assert_eq!(money.to_yuan(), "30996800.00");
        assert_eq!(money.to_string(), "3099.68万元");
        assert_eq!(Money::from_fen(1).to_string(), "0.000001万元");
    }
}

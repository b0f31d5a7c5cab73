//! A stored number as the decimal number Excel shows: exact from here on.

use rust_decimal::{Decimal, RoundingStrategy};

/// A number of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Number {
    /// The value, to the fifteen digits Excel works with; none when a decimal cannot hold it.
    value: Option<Decimal>,
    /// The shortest text that gives the stored number again, for those.
    shortest: String,
}

/// Digits Excel keeps of any number.
const DIGITS: u32 = 15;

impl Number {
    /// From the text stored in an xlsx file; none when it is no number.
    pub fn parse(text: &str) -> Option<Self> {
        let number: f64 = text.trim().parse().ok()?;
        number.is_finite().then(|| Number::from_binary(number))
    }

    /// From the binary number of an xls file. The shortest decimal that gives the same binary
    /// number is what was typed; no arithmetic is done in binary.
    pub fn from_binary(number: f64) -> Self {
        let shortest = format!("{number:e}");
        let value = Decimal::from_scientific(&shortest)
            .ok()
            .and_then(|value| {
                value.round_sf_with_strategy(DIGITS, RoundingStrategy::MidpointAwayFromZero)
            })
            .filter(|value| !value.is_zero() || number == 0.0);
        Number { value, shortest: shortest.to_uppercase() }
    }

    /// A number that is known exactly.
    pub fn exact(value: Decimal) -> Self {
        Number { value: Some(value), shortest: value.to_string() }
    }

    /// The exact value, unless it is too large or too small for any form.
    pub fn value(&self) -> Option<Decimal> {
        self.value
    }

    /// The text Excel shows in a cell without a format: at most eleven characters for a
    /// fraction. Whole numbers keep all their digits, for an account number is no measurement.
    pub fn general(&self) -> String {
        let Some(value) = self.value else { return self.shortest.clone() };
        let whole = value.trunc().abs().normalize();
        let width = whole.to_string().len();
        if value.fract().is_zero() || width > 10 {
            return value.trunc().normalize().to_string();
        }
        let small = Decimal::new(1, 4);
        if value.abs() < small {
            return scientific(value);
        }
        let places = u32::try_from(10_usize.saturating_sub(width)).unwrap_or(0);
        round(value, places).normalize().to_string()
    }
}

/// Rounds halves away from zero, as Excel shows them.
pub(super) fn round(value: Decimal, places: u32) -> Decimal {
    value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

/// A very small number as `1.234E-05`.
fn scientific(value: Decimal) -> String {
    let (mut mantissa, mut exponent) = (value, 0_u32);
    while mantissa.abs() < Decimal::ONE && exponent < 28 {
        mantissa *= Decimal::TEN;
        exponent += 1;
    }
    format!("{}E-{exponent:02}", round(mantissa, 5).normalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn general(text: &str) -> String {
        Number::parse(text).unwrap().general()
    }

    #[test]
    fn binary_residue_is_not_shown() {
        assert_eq!(general("0.30000000000000004"), "0.3");
        assert_eq!(general("3099.68"), "3099.68");
        assert_eq!(general("1.0049999999999999"), "1.005");
    }

    #[test]
    fn general_shows_eleven_characters_of_a_fraction() {
        assert_eq!(general("33.3333333333333"), "33.33333333");
        assert_eq!(general("0.66666666666666663"), "0.666666667");
        assert_eq!(general("-0.5"), "-0.5");
    }

    #[test]
    fn whole_numbers_keep_their_digits() {
        assert_eq!(general("0"), "0");
        assert_eq!(general("100"), "100");
        assert_eq!(general("1.2E+3"), "1200");
        assert_eq!(general("123456789012345"), "123456789012345");
    }

    #[test]
    fn what_no_decimal_holds_is_shown_as_stored() {
        assert_eq!(general("1E+300"), "1E300");
        assert_eq!(general("1E-300"), "1E-300");
        assert_eq!(general("0.00001234"), "1.234E-05");
    }

    #[test]
    fn words_are_no_numbers() {
        assert_eq!(Number::parse("inf"), None);
        assert_eq!(Number::parse("…"), None);
    }
}

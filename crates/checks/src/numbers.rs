//! Numbers printed in a sentence, with the precision they are printed in.
//!
//! The reading is `model::target::quantities`; adding parts up also needs what the last printed
//! digit of each is worth, so that rounding is allowed for exactly and nothing else is.

use model::Decimal;
use model::target::{Comparator, Quantity, quantities};
use model::text::narrow;

/// A number as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Printed {
    /// Its reading.
    pub quantity: Quantity,
    /// The characters it was read from, comparator and unit included.
    pub text: String,
    /// What one of its last digit is worth in the base unit: 100 in 3.25万人.
    pub step: Decimal,
    /// Whether digits stand behind a decimal point.
    pub fraction: bool,
    /// Whether it is only a bound or only about right: ≥, 以上, 约, 左右, a range.
    pub loose: bool,
}

impl Printed {
    /// First character, counted from 0.
    pub(crate) fn start(&self) -> usize {
        self.quantity.span.start as usize
    }

    /// One past the last character.
    pub(crate) fn end(&self) -> usize {
        self.quantity.span.end as usize
    }

    /// The number in its base unit.
    pub(crate) fn value(&self) -> Decimal {
        self.quantity.value
    }

    /// Its normalised unit.
    pub(crate) fn unit(&self) -> &str {
        &self.quantity.unit
    }

    /// Whether it is an amount of money, not a price.
    pub(crate) fn is_money(&self) -> bool {
        self.unit() == "元"
    }

    /// Whether it is a range or only about right; a bound is not vague.
    pub(crate) fn is_vague(&self) -> bool {
        let stated = matches!(self.quantity.comparator, Comparator::Unstated | Comparator::Equal);
        self.quantity.high.is_some() || (self.loose && stated)
    }

    /// Whether it is a price or rate per something.
    pub(crate) fn is_rate(&self) -> bool {
        self.unit().contains('/')
    }
}

/// Every number of a text, in order.
pub(crate) fn printed(text: &str) -> Vec<Printed> {
    let characters: Vec<char> = text.chars().map(narrow).collect();
    // Only what is written in digits has a precision: most texts need no reading.
    if !characters.iter().any(char::is_ascii_digit) {
        return Vec::new();
    }
    let handy = |quantity: &Quantity| is_handy(quantity.value);
    let quantities = quantities(text).into_iter().filter(handy);
    quantities.filter_map(|quantity| at(&characters, quantity)).collect()
}

/// Whether a number can be added up and multiplied by small factors without leaving the range of
/// exact decimals. No budget and no count is larger; what is, is a code or damage.
pub(crate) fn is_handy(value: Decimal) -> bool {
    value.abs() < Decimal::from(10u64.pow(18)) && value.scale() <= 12
}

/// A quantity with its precision; none when it is not written in digits.
fn at(characters: &[char], quantity: Quantity) -> Option<Printed> {
    let (start, end) = (quantity.span.start as usize, quantity.span.end as usize);
    let own = characters.get(start..end)?;
    let digits: String = own
        .iter()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
        .collect();
    let plain = model::money::plain_number(&digits)?;
    let scale = plain.scale();
    // The factor of 万 and the like is what the reading is more than the digits.
    let factor = match plain.is_zero() {
        true => Decimal::ONE,
        false => quantity.value.abs().checked_div(plain.abs())?,
    };
    let before: String = characters[start.saturating_sub(1)..start].iter().collect();
    let after: String = characters[end..].iter().take(2).collect();
    let rough = own.iter().any(|c| "约近余多左".contains(*c))
        || before.ends_with(['约', '近'])
        || after.starts_with(['余', '多'])
        || after == "左右";
    let stated = matches!(quantity.comparator, Comparator::Unstated | Comparator::Equal);
    Some(Printed {
        text: own.iter().collect(),
        step: factor * Decimal::new(1, scale),
        fraction: scale > 0,
        loose: rough || !stated || quantity.high.is_some(),
        quantity,
    })
}

/// The rounding that a sum of printed numbers may hide, in base units.
///
/// Half of the last printed digit each. A whole number counts as exact unless another one is
/// printed finer than it: 5万元 beside 2.3万元 may be rounded, 87人 beside 11人 is not.
pub(crate) fn envelope<'a>(numbers: impl Iterator<Item = &'a Printed> + Clone) -> Decimal {
    let finest = numbers.clone().map(|number| number.step).min().unwrap_or(Decimal::ONE);
    let rounded = numbers.filter(|number| number.fraction || number.step > finest);
    rounded.map(|number| number.step / Decimal::TWO).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(text: &str) -> Vec<(String, String)> {
        let numbers = printed(text).into_iter();
        numbers.map(|n| (n.text, n.step.normalize().to_string())).collect()
    }

    #[test]
    fn a_step_is_what_the_last_printed_digit_is_worth() {
        let pair = |text: &str, step: &str| (text.to_owned(), step.to_owned());
        let expected = [pair("3.25万人", "100"), pair("40.5万元", "1000"), pair("87人", "1")];
        assert_eq!(steps("缴费3.25万人，补助40.5万元，在职87人"), expected);
        assert_eq!(
            steps("资金0万元，1，234.50元"),
            [pair("0万元", "1"), pair("1,234.50元", "0.01")]
        );
    }

    #[test]
    fn bounds_and_rough_numbers_are_loose() {
        let loose = |text: &str| printed(text)[0].loose;
        assert!(loose("培训≥10人") && loose("培训20人以上") && loose("培训约20人"));
        assert!(loose("培训20余人") && loose("培训20人左右"));
        assert!(!loose("培训20人"));
    }

    #[test]
    fn whole_numbers_are_exact_among_themselves() {
        assert_eq!(envelope(printed("在职87人，退休11人，其他76人").iter()), Decimal::ZERO);
        assert_eq!(envelope(printed("共2.44万人，甲23500人，乙900人").iter()), Decimal::from(50));
        assert_eq!(envelope(printed("共5万元，甲2.3万元").iter()), Decimal::from(5500));
    }
}

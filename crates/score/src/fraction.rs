//! An exact fraction, of points or of a rate, compared with printed numbers by
//! cross-multiplication.
//!
//! Nothing is divided but for showing, so there is no rounding of our own. What is too large to
//! be multiplied is called neither right nor wrong.

use model::Decimal;
use rust_decimal::RoundingStrategy;

/// An exact number as a fraction; the denominator is positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fraction {
    /// What is divided.
    pub numerator: Decimal,
    /// What it is divided by.
    pub denominator: Decimal,
}

impl Fraction {
    /// A plain number.
    pub(crate) fn whole(number: Decimal) -> Self {
        Fraction { numerator: number, denominator: Decimal::ONE }
    }

    /// `full · part / whole`; none when the whole is not positive or the product too large.
    pub fn share(full: Decimal, part: Decimal, whole: Decimal) -> Option<Self> {
        let positive = whole > Decimal::ZERO;
        let numerator = full.checked_mul(part).filter(|_| positive)?;
        Some(Fraction { numerator, denominator: whole })
    }

    /// Whether a printed number is this one, rounded or cut off at its last printed digit.
    pub fn fits(&self, printed: Decimal) -> bool {
        let Some((gap, digit)) = self.gap(printed) else { return true };
        let rounded = gap.abs().checked_mul(Decimal::TWO).is_none_or(|double| double <= digit);
        let cut_off = gap <= Decimal::ZERO && -gap < digit;
        rounded || cut_off
    }

    /// Whether a printed number is more than this one, rounding allowed for.
    pub fn is_exceeded_by(&self, printed: Decimal) -> bool {
        self.gap(printed).is_some_and(|(gap, _)| gap > Decimal::ZERO) && !self.fits(printed)
    }

    /// The number with at most two decimals, for people.
    pub fn shown(&self) -> Decimal {
        let quotient = self.numerator.checked_div(self.denominator).unwrap_or_default();
        let nearest = RoundingStrategy::MidpointAwayFromZero;
        quotient.round_dp_with_strategy(2, nearest).normalize()
    }

    /// Printed minus exact, and one of the last printed digit; both times the denominator.
    fn gap(&self, printed: Decimal) -> Option<(Decimal, Decimal)> {
        let scaled = printed.checked_mul(self.denominator)?;
        let digit = Decimal::new(1, printed.scale()).checked_mul(self.denominator)?;
        Some((scaled.checked_sub(self.numerator)?, digit))
    }
}

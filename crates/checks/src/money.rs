//! Comparing amounts that may be written in different units.

use model::Money;

/// Whether two amounts are the same figure once in 元 and once in 万元.
pub(crate) fn ten_thousand_apart(a: Money, b: Money) -> bool {
    let apart = |small: Money, large: Money| {
        small != Money::ZERO && small.fen().checked_mul(10_000) == Some(large.fen())
    };
    apart(a, b) || apart(b, a)
}

//! Scoring formulas: what a result earns of its weight, and how that came about.
//!
//! Pure: numbers and a policy come in, exact fractions with their trace go out. Which method
//! counts is pack data (`scoring.*`, `evaluation.grade_from`); where a place has settled on none,
//! every method it accepts is worked out. It reads no form and judges nobody's score: the checks
//! compare.

mod fraction;
mod rules;

pub use fraction::Fraction;
pub use rules::{Execution, Measure, Missing, Rules, Score};

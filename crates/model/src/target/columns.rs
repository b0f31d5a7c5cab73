//! The unit column beside a target.
//!
//! It speaks where the text is silent; where both speak the text wins and a difference is marked.

use super::number::shift;
use super::unit::{Unit, Written};
use super::{Doubt, Kind, Range, Target};

/// Adds the unit of a column to a reading.
pub(super) fn add_unit(target: &mut Target, column: &str) {
    let numeric = matches!(
        target.kind,
        Kind::Bare | Kind::Quantity | Kind::Range | Kind::Approximate | Kind::Change | Kind::Mixed
    );
    if !numeric {
        return;
    }
    let Some(written) = Written::read(column) else { return };
    let known = Unit::read_canonical(&target.unit);
    if known.is_empty() {
        supply(target, &written);
    } else if known.is_headless() && written.unit.to_string() == target.unit.replace('?', "元") {
        target.unit = written.unit.to_string();
        target.doubts.retain(|doubt| *doubt != Doubt::UnitMissing);
    } else if known.is_headless() && written.unit.is_money() {
        target.unit = target.unit.replacen('?', "元", 1);
        target.doubts.retain(|doubt| *doubt != Doubt::UnitMissing);
    } else if known != written.unit {
        target.doubts.push(Doubt::UnitConflict);
    }
}

/// Gives a number without unit the one of its column; 万元 and ‰ move the point.
fn supply(target: &mut Target, written: &Written) {
    let scaled = target.doubts.contains(&Doubt::UnitMissing);
    // 170万 beside 万元 is 170万元 said twice, not 170万万元.
    let power = if scaled { 0 } else { written.power };
    let shifted = |number| shift(number, power).unwrap_or(number);
    target.value = target.value.map(shifted);
    target.near = target.near.map(shifted);
    let range = target.range.take();
    target.range = range.map(|ends| Range { low: shifted(ends.low), high: shifted(ends.high) });
    target.unit = written.unit.to_string();
    target.doubts.retain(|doubt| !matches!(doubt, Doubt::UnitMissing));
    if target.kind == Kind::Bare {
        target.kind = Kind::Quantity;
        target.doubts.retain(|doubt| !matches!(doubt, Doubt::DateSerial));
    }
}

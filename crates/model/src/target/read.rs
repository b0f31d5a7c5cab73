//! From a string to its reading: which kind it is, tried from the clearest to the vaguest.

use super::amount::{Amount, whole};
use super::change::{Direction, whole_change};
use super::compound::break_down;
use super::scan::{Quantity, quantities, scan};
use super::source::Source;
use super::{Comparator, Doubt, Kind, Range, Target, comparator, damage, date, words};
use crate::Decimal;

/// Reads a target from its string alone.
pub(super) fn read(text: &str) -> Target {
    let mut target = Target { text: text.to_owned(), ..Target::default() };
    if crate::text::is_blank(text) {
        return target;
    }
    let source = Source::joined(text);
    let core = unwrapped(source.core());
    let raw = source.text();
    if words::is_placeholder(raw) || words::is_placeholder(core) || core.is_empty() {
        target.kind = Kind::Placeholder;
        return target;
    }
    let shapes = [in_words, time, mangled, one_amount, of_a_change, missing];
    if !shapes.iter().any(|shape| shape(core, &mut target)) {
        sentence(text, core, &mut target);
    }
    target
}

/// `(70分)` without its brackets.
fn unwrapped(text: &str) -> &str {
    let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    inner.filter(|inner| !inner.contains(['(', ')'])).unwrap_or(text)
}

fn in_words(text: &str, target: &mut Target) -> bool {
    let mut rest = text;
    let sign = comparator::before(&mut rest)
        .ok()
        .filter(|_| text.starts_with(|c: char| !c.is_alphabetic()));
    let plain = if sign.is_some() { rest } else { text };
    if let Some(scale) = words::scale_of(plain) {
        (target.kind, target.scale) = (Kind::Scale, scale);
    } else if let Some(truth) = words::boolean(plain) {
        (target.kind, target.boolean) = (Kind::Boolean, Some(truth));
    } else if let Some(grade) = words::grade(plain) {
        (target.kind, target.grade) = (Kind::Grade, Some(grade.to_owned()));
    } else if let Some((comparator, reference)) = words::relative(text) {
        (target.kind, target.reference) = (Kind::Relative, Some(reference));
        target.comparator = comparator;
        return true;
    } else {
        return false;
    }
    target.comparator = sign.unwrap_or_default();
    true
}

fn time(text: &str, target: &mut Target) -> bool {
    let mut rest = text;
    let sign = comparator::before(&mut rest).unwrap_or_default();
    let signed = rest;
    if let Ok(period) = date::period(&mut rest)
        && rest.is_empty()
    {
        (target.kind, target.period, target.comparator) = (Kind::Period, Some(period), sign);
        return true;
    }
    if let Some(every) = opens_with_every(signed) {
        rest = &signed[every.len()..];
        let due = date::deadline(&mut rest).ok().filter(|_| is_doing(rest));
        if due.is_some() {
            (target.kind, target.deadline, target.comparator) = (Kind::Deadline, due, sign);
            target.riders.push(every.to_owned());
            return true;
        }
    }
    rest = signed;
    let due = date::deadline(&mut rest).ok().filter(|_| is_doing(rest));
    rest = if due.is_some() { "" } else { signed };
    let due = due.or_else(|| date::day(&mut rest).ok().filter(|_| rest.is_empty()));
    if due.is_some() || is_planned_time(signed) || is_recurring_time(signed) {
        (target.kind, target.deadline, target.comparator) = (Kind::Deadline, due, sign);
        return true;
    }
    false
}

/// A deadline that comes back: 每年12月31日前.
fn opens_with_every(text: &str) -> Option<&'static str> {
    ["每年", "每年度"].into_iter().rfind(|every| text.starts_with(every))
}

/// What may follow a date that is a deadline: 到位, 完成验收; no further number.
fn is_doing(text: &str) -> bool {
    let short = text.chars().count() <= 16;
    short && !text.contains(|c: char| c.is_ascii_digit() || matches!(c, '率' | '-' | '~' | '至'))
}

/// 在项目计划完成时间内完成: a deadline that stands elsewhere.
fn is_planned_time(text: &str) -> bool {
    const TIMES: [&str; 6] = ["时间内", "期限内", "工期内", "时限内", "时间节点", "规定时间"];
    const PLANS: [&str; 6] = ["计划", "规定", "合同", "约定", "项目", "既定"];
    let short = text.chars().count() <= 16;
    short
        && TIMES.iter().any(|word| text.contains(word))
        && PLANS.iter().any(|word| text.contains(word))
}

/// 每月10日前发放, 每季度末, 次月5日前: a deadline that comes back within the year.
fn is_recurring_time(text: &str) -> bool {
    const EVERY: [&str; 7] = ["每季度", "每季", "每月", "每半年", "每学期", "每周", "次月"];
    let Some(rest) = EVERY.iter().find_map(|every| text.strip_prefix(every)) else { return false };
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let moment: [char; 2] = if after.len() < rest.len() { ['日', '号'] } else { ['底', '末'] };
    after.strip_prefix(moment).is_some_and(is_doing)
}

fn mangled(text: &str, target: &mut Target) -> bool {
    let mangled = damage::is_mangled_period(text);
    if mangled {
        target.kind = Kind::Unreadable;
    }
    mangled
}

fn one_amount(text: &str, target: &mut Target) -> bool {
    let Some(amount) = whole(text).or_else(|| between_two_signs(text)) else { return false };
    fill(target, &amount);
    true
}

/// `≥90%且≤95%`: two one-sided amounts that make a range.
fn between_two_signs(text: &str) -> Option<Amount> {
    let cuts = text.char_indices().skip(1).filter(|(_, c)| "≤<,;、且".contains(*c));
    for (at, c) in cuts {
        let joint = if "≤<".contains(c) { 0 } else { c.len_utf8() };
        let (Some(low), Some(high)) = (whole(&text[..at]), whole(&text[at + joint..])) else {
            continue;
        };
        let sided = low.comparator == Comparator::AtLeast && high.comparator == Comparator::AtMost;
        let single = low.high.is_none() && high.high.is_none();
        if sided && single && low.unit == high.unit && low.value <= high.value {
            let comparator = Comparator::Unstated;
            return Some(Amount { high: Some(high.value), comparator, ..low });
        }
    }
    None
}

fn fill(target: &mut Target, amount: &Amount) {
    target.comparator = amount.comparator;
    target.value = Some(amount.value);
    target.unit = amount.unit.to_string();
    target.hedges.clone_from(&amount.hedges);
    target.riders.clone_from(&amount.riders);
    target.kind = if amount.measured { Kind::Quantity } else { Kind::Bare };
    if let Some(high) = amount.high {
        target.kind = Kind::Range;
        target.range = Some(Range { low: amount.value, high });
        target.value = None;
    } else if amount.approximate {
        target.kind = Kind::Approximate;
        target.near = target.value.take();
    }
    if amount.scale_only || amount.unit.is_headless() {
        target.doubts.push(Doubt::UnitMissing);
    }
    if target.kind == Kind::Bare && is_date_serial(&target.text, amount.value) {
        target.doubts.push(Doubt::DateSerial);
    }
}

/// Excel counts days since 1900 and prints them with a grouping comma when the format is lost:
/// 44,469 is 2021-09-30. Only grouped whole numbers of the years 2000 to 2050 are suspect.
fn is_date_serial(text: &str, value: Decimal) -> bool {
    let days = Decimal::from(36_526)..=Decimal::from(55_153);
    text.contains([',', '，']) && value.scale() == 0 && days.contains(&value)
}

fn of_a_change(text: &str, target: &mut Target) -> bool {
    let Some((change, amount)) = whole_change(text) else { return false };
    fill(target, &amount);
    let value = amount.value;
    target.near = None;
    target.value = Some(if change.direction == Direction::Down { -value } else { value });
    (target.kind, target.change) = (Kind::Change, Some(change));
    true
}

fn missing(text: &str, target: &mut Target) -> bool {
    let skeleton = damage::is_skeleton(text);
    if skeleton {
        target.kind = Kind::Skeleton;
    }
    skeleton
}

/// Anything longer: prose with none, one or several amounts in it.
fn sentence(text: &str, core: &str, target: &mut Target) {
    let quantities = quantities(text);
    let hits = if quantities.is_empty() { Vec::new() } else { scan(core) };
    let covered: Vec<_> = hits.iter().map(|hit| (hit.start, hit.end)).collect();
    target.coverage = words::coverage(core);
    target.hedges = words::hedges(core);
    target.riders = words::riders(core);
    if target.coverage.is_none() && damage::is_damaged(core, &covered) {
        target.kind = Kind::Unreadable;
        return;
    }
    match quantities.as_slice() {
        [] => without_amount(core, target),
        [one] => mixed(one, target),
        several => {
            let among = text.find("其中").map(|at| text[..at].chars().count());
            let among = among.and_then(|at| u32::try_from(at).ok());
            let parts = break_down(several, among);
            target.kind = Kind::Compound;
            (target.parts, target.total, target.others) = (parts.parts, parts.total, parts.others);
        }
    }
}

fn mixed(one: &Quantity, target: &mut Target) {
    target.kind = Kind::Mixed;
    target.comparator = one.comparator;
    target.unit.clone_from(&one.unit);
    match one.high {
        Some(high) => target.range = Some(Range { low: one.value, high }),
        None => target.value = Some(one.value),
    }
}

/// Prose; a deadline or a clear period inside it is kept.
fn without_amount(core: &str, target: &mut Target) {
    target.kind = Kind::Prose;
    for (at, c) in core.char_indices() {
        let glued = core[..at].ends_with(|c: char| c.is_ascii_digit());
        if !c.is_ascii_digit() || glued || target.period.is_some() || target.deadline.is_some() {
            continue;
        }
        let mut rest = &core[at..];
        if let Ok(period) = date::clear_period(&mut rest) {
            (target.kind, target.period) = (Kind::Period, Some(period));
        } else if let Ok(due) = date::deadline(&mut &core[at..]) {
            (target.kind, target.deadline) = (Kind::Deadline, Some(due));
        }
    }
}

/// Adds what separate columns say. The text goes first; what contradicts it is marked, not used.
pub(super) fn with_columns(text: &str, nature: &str, unit: &str) -> Target {
    let mut target = read(text);
    (target.nature, target.unit_column) = (nature.to_owned(), unit.to_owned());
    if matches!(target.kind, Kind::Blank | Kind::Placeholder | Kind::Skeleton | Kind::Unreadable) {
        return target;
    }
    let said = comparator::of_nature(nature);
    match target.comparator.and(said) {
        Some(comparator) => target.comparator = comparator,
        None => target.doubts.push(Doubt::ComparatorConflict),
    }
    super::columns::add_unit(&mut target, unit);
    target
}

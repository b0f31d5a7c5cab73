//! Unit price × number × months, with what is known of each: exact, a bound, or only written.
//!
//! `≥10人` says nothing of how many at most, so 10 × 400元 has no upper end; the number written is
//! kept beside the bounds, as the *nominal* one. Exact decimals; nothing is guessed but the months
//! of a price per month, and that is marked.

use model::target::{Comparator, Target};
use model::{Column, Decimal, Indicator};

use crate::similar::{Likeness, Pairs};
use crate::{Context, Undecided};

/// A number of which perhaps only a bound is promised. Never negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bounds {
    /// It is not less than this; none when nothing is said.
    pub low: Option<Decimal>,
    /// The number as written.
    pub written: Decimal,
    /// It is not more than this; none when nothing is said.
    pub high: Option<Decimal>,
}

impl Bounds {
    /// An exact number.
    pub(crate) fn exactly(number: Decimal) -> Self {
        Bounds { low: Some(number), written: number, high: Some(number) }
    }

    /// A number of which only the largest possible value is known.
    pub(crate) fn at_most(number: Decimal) -> Self {
        Bounds { low: None, written: number, high: Some(number) }
    }

    /// What a target promises; none where it has no single number or a negative one. A number
    /// that is hedged (预计, 约) or conditional (按实际) bounds nothing.
    pub(crate) fn of(target: &Target) -> Option<Self> {
        let bounds = match (target.value, target.range, target.near) {
            (Some(value), _, _) => Bounds::compared(value, target.comparator),
            (None, Some(range), _) => {
                Bounds { low: Some(range.low), written: range.high, high: Some(range.high) }
            }
            (None, None, Some(near)) => Bounds { low: None, written: near, high: None },
            (None, None, None) => return None,
        };
        let vague = !target.hedges.is_empty() || !target.riders.is_empty();
        let loose = Bounds { low: None, written: bounds.written, high: None };
        let lowest = bounds.low.unwrap_or(bounds.written);
        let bounds = if vague { loose } else { bounds };
        (!lowest.is_sign_negative() && target.change.is_none()).then_some(bounds)
    }

    fn compared(number: Decimal, comparator: Comparator) -> Self {
        let exact = Bounds::exactly(number);
        match comparator {
            Comparator::AtLeast | Comparator::More => Bounds { high: None, ..exact },
            Comparator::AtMost | Comparator::Less => Bounds { low: None, ..exact },
            Comparator::Equal | Comparator::Unstated => exact,
        }
    }

    /// Whether the number is exact.
    pub(crate) fn is_exact(self) -> bool {
        self.low == Some(self.written) && self.high == Some(self.written)
    }

    /// The product; none when it is out of range.
    pub(crate) fn times(self, other: Bounds) -> Option<Self> {
        self.with(other, Decimal::checked_mul)
    }

    /// The sum; none when it is out of range.
    pub(crate) fn plus(self, other: Bounds) -> Option<Self> {
        self.with(other, Decimal::checked_add)
    }

    fn with(self, other: Bounds, apply: fn(Decimal, Decimal) -> Option<Decimal>) -> Option<Self> {
        let both = |a: Option<Decimal>, b: Option<Decimal>| a.zip(b).and_then(|(a, b)| apply(a, b));
        Some(Bounds {
            low: both(self.low, other.low),
            written: apply(self.written, other.written)?,
            high: both(self.high, other.high),
        })
    }
}

/// A price per something, such as 400元/人/月.
#[derive(Debug, Clone)]
pub(crate) struct Price<'f> {
    /// The row it stands in.
    pub row: &'f Indicator,
    /// The price in yuan.
    pub yuan: Bounds,
    /// What it is per, in normal units: 人, 月; empty for what only the name tells.
    pub per: Vec<String>,
}

impl<'f> Price<'f> {
    /// Reads the target of a row as a price in money per something: 400元/人/月. Where only the
    /// name says that it is the price of one (`is_each`: 单个助餐点补助标准 6.2万元/年), what there is
    /// one of has no unit.
    pub(crate) fn of(row: &'f Indicator, is_each: bool) -> Option<Self> {
        let unit = row.target.unit.strip_prefix('元')?;
        let under = unit.strip_prefix('/').unwrap_or(unit);
        let under = under.strip_prefix('(').and_then(|u| u.strip_suffix(')')).unwrap_or(under);
        let mut per: Vec<String> = under.split('·').map(str::to_owned).collect();
        per.retain(|unit| !unit.is_empty());
        if per.iter().all(|unit| TIMES.contains(&unit.as_str())) {
            per.push(String::new());
        }
        let name = row.text(Column::Level3);
        if is_each && name.contains('月') && !per.iter().any(|unit| unit == "月") {
            per.push("月".to_owned());
        }
        let yuan = Bounds::of(&row.target)?;
        let known = is_each || per.iter().all(|unit| !unit.is_empty());
        known.then_some(Price { row, yuan, per })
    }
}

/// One price multiplied out.
#[derive(Debug, Clone)]
pub(crate) struct Product<'f> {
    /// The amount in yuan.
    pub yuan: Bounds,
    /// The rows that count what the price is per.
    pub counts: Vec<&'f Indicator>,
    /// The calculation as people write it: 400元/人/月×10人×12个月.
    pub shown: String,
    /// What had to be assumed for it, in words.
    pub assumed: Vec<&'static str>,
}

/// Units of time, of which a budget year has its own number.
const TIMES: [&str; 2] = ["月", "年"];

/// Months of a budget year: the longest a monthly price can be paid.
const MONTHS: u32 = 12;

/// Multiplies a price by its numbers. `number_of` gives the row that counts a unit (the empty unit:
/// whatever the name is about); none of it, no product, except for months and years, of which a budget year has at most twelve and one.
pub(crate) fn multiply<'f>(
    price: &Price<'_>,
    number_of: impl Fn(&str) -> Option<&'f Indicator>,
) -> Option<Product<'f>> {
    let in_columns = !model::text::is_blank(price.row.text(Column::Unit));
    let written = model::text::fold(&price.row.target.text);
    let shown = if in_columns { number(&price.row.target) } else { written };
    let (counts, assumed) = (Vec::new(), Vec::new());
    let mut product = Product { yuan: price.yuan, counts, shown, assumed };
    for unit in &price.per {
        let once = if unit == "人次" { "人" } else { unit };
        let (factor, shown) = match (number_of(unit).or_else(|| number_of(once)), unit.as_str()) {
            (Some(row), unit) => {
                product.counts.push(row);
                if unit == "人次" && row.target.unit == "人" {
                    product.assumed.push("每人只按一次计");
                }
                (Bounds::of(&row.target)?, number(&row.target))
            }
            (None, "月") => {
                product.assumed.push("表里没有写月数，按最长的全年12个月计");
                (Bounds::at_most(Decimal::from(MONTHS)), format!("{MONTHS}个月"))
            }
            (None, "年") => (Bounds::exactly(Decimal::ONE), "1年".into()),
            (None, _) => return None,
        };
        product.yuan = product.yuan.times(factor)?;
        product.shown = format!("{}×{shown}", product.shown);
    }
    Some(product)
}

/// The price of a row multiplied out by the quantity rows that are about the same thing; none
/// where the row states no price, or nothing counts what it is per.
pub(crate) fn product_of<'f>(
    context: &Context<'_>,
    row: &'f Indicator,
    counts: &[&'f Indicator],
) -> Result<Option<Product<'f>>, Undecided> {
    let each = context.words("words.each_names")?;
    let name = row.folded(Column::Level3);
    let is_each = each.iter().any(|word| name.contains(word.as_str()));
    let Some(price) = Price::of(row, is_each) else { return Ok(None) };
    let least = Context { code: "C052", ..*context }.number("min_similarity")?;
    let own = without(&without(&name, each), context.words("words.standard_affixes")?);
    // 人均月标准: what is left of the name only says how often.
    let own = own.trim_matches(['月', '年', '每', '按']).to_owned();
    let affixes = context.words("words.quantity_affixes")?;
    let number_of = |unit: &str| {
        let countable = |count: &&Indicator| match unit {
            "" => !["", "元", "%"].contains(&&*count.target.unit),
            unit => count.target.unit == unit,
        };
        let counting = counts.iter().copied().filter(countable);
        if unit == "月" || own.is_empty() {
            return only(counting);
        }
        let name_of = |count: &Indicator| without(&count.folded(Column::Level3), affixes);
        let mut alike: Vec<(Likeness, &'f Indicator)> = counting
            .filter(|count| is_about(&own, &name_of(count), least))
            .map(|count| (Likeness::of(&own, &name_of(count)), count))
            .collect();
        alike.sort_by(|(a, _), (b, _)| b.exceeds(*a).cmp(&a.exceeds(*b)));
        alike.first().map(|(_, count)| *count)
    };
    Ok(multiply(&price, number_of))
}

/// Whether a standard and a number are about the same thing, by their bare names.
fn is_about(standard: &str, number: &str, least: Decimal) -> bool {
    let within = number.contains(standard) || (!number.is_empty() && standard.contains(number));
    within || Pairs::of(standard).dice_at_least(&Pairs::of(number), least)
}

/// The only item; none when there are several.
fn only<'f>(mut rows: impl Iterator<Item = &'f Indicator>) -> Option<&'f Indicator> {
    rows.next().filter(|_| rows.next().is_none())
}

/// A name without the words for counting and pricing.
pub(crate) fn without(name: &str, affixes: &[String]) -> String {
    affixes.iter().fold(name.to_owned(), |name, affix| name.replace(affix.as_str(), ""))
}

/// The number of a target with comparator and unit, without the words around it.
fn number(target: &Target) -> String {
    let sign = match target.comparator {
        Comparator::Unstated => "",
        Comparator::Equal => "",
        Comparator::AtLeast => "≥",
        Comparator::AtMost => "≤",
        Comparator::More => ">",
        Comparator::Less => "<",
    };
    let value = Bounds::of(target).map(|bounds| bounds.written.normalize().to_string());
    let unit = if target.unit == "月" { "个月" } else { &target.unit };
    format!("{sign}{}{unit}", value.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(text: &str) -> Option<(Option<i64>, i64, Option<i64>)> {
        let whole = |n: Decimal| i64::try_from(n).expect("a small whole number");
        let found = Bounds::of(&Target::read(text))?;
        Some((found.low.map(whole), whole(found.written), found.high.map(whole)))
    }

    #[test]
    fn a_comparator_bounds_one_side_and_a_hedge_bounds_none() {
        assert_eq!(bounds("10人"), Some((Some(10), 10, Some(10))));
        assert_eq!(bounds("全年补贴人数≥10人"), Some((Some(10), 10, None)));
        assert_eq!(bounds("≤500元/人/月"), Some((None, 500, Some(500))));
        assert_eq!(bounds("10-20人"), Some((Some(10), 20, Some(20))));
        assert_eq!(bounds("预计享受待遇人数24400人"), Some((None, 24400, None)));
        assert_eq!(bounds("约50人"), Some((None, 50, None)));
        assert_eq!(bounds("优"), None);
    }

    #[test]
    fn a_product_has_a_bound_only_where_both_factors_have_it() {
        let at = |text: &str| Bounds::of(&Target::read(text)).expect("a number");
        let product = at("≤500元").times(at("≥10人")).expect("small");
        assert_eq!((product.low, product.high), (None, None));
        assert_eq!(product.written, Decimal::from(5000));
        let exact = at("400元").times(at("10人")).expect("small");
        assert!(exact.is_exact());
        let sum = exact.plus(at("≤500元").times(at("10人")).expect("small")).expect("small");
        assert_eq!((sum.low, sum.high), (None, Some(Decimal::from(9000))));
    }
}

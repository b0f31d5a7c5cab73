//! Numbers printed in a sentence, with the precision they are printed in.
//!
//! A target's own reading keeps what it means; adding up the parts of a sentence also needs
//! where each number stands and what its last digit is worth. Nothing is guessed here: a number
//! without a unit has none.

use model::Decimal;
use model::text::narrow;

/// Units that are added up, longest first where one begins another.
const UNITS: [&str; 44] = [
    "个百分点",
    "工作日",
    "平方米",
    "立方米",
    "人次",
    "公里",
    "公顷",
    "批次",
    "小时",
    "分钟",
    "公斤",
    "万元",
    "元",
    "人",
    "名",
    "位",
    "户",
    "件",
    "起",
    "次",
    "场",
    "期",
    "台",
    "辆",
    "座",
    "套",
    "个",
    "项",
    "株",
    "条",
    "批",
    "组",
    "亩",
    "吨",
    "年",
    "月",
    "天",
    "日",
    "家",
    "所",
    "分",
    "%",
    "‰",
    "号",
];

/// A number as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Printed {
    /// First character of the digits, counted from 0.
    pub start: usize,
    /// One past the last character of the unit.
    pub end: usize,
    /// The number in its base unit: 3.25万人 is 32500.
    pub value: Decimal,
    /// What one of its last digit is worth: 100 in 3.25万人.
    pub step: Decimal,
    /// Whether digits stand behind a decimal point.
    pub fraction: bool,
    /// Whether 万 or another scale word stands behind the digits.
    pub scaled: bool,
    /// The unit, half-width; empty when none is written; with `/` when it is a price or rate.
    pub unit: String,
    /// Whether it is a bound (≥, 不超过, 以上 …) or said to be rough (约, 左右).
    pub bound: bool,
    /// Depth of round brackets it stands in.
    pub depth: usize,
}

impl Printed {
    /// Whether it is an amount of money, not a price.
    pub(crate) fn is_money(&self) -> bool {
        self.unit == "元"
    }

    /// Whether it is a price or rate per something.
    pub(crate) fn is_rate(&self) -> bool {
        self.unit.contains('/')
    }
}

/// Every number of a text, in order. Years and dates are numbers with the unit 年, 月, 日.
pub(crate) fn printed(text: &str) -> Vec<Printed> {
    let characters: Vec<char> = text.chars().map(narrow).collect();
    let (mut found, mut at, mut depth) = (Vec::new(), 0, 0usize);
    while at < characters.len() {
        match characters[at] {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if c.is_ascii_digit() => {
                let (number, end) = number_at(&characters, at, depth);
                at = end;
                found.extend(number);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// The number whose digits begin here, and where reading goes on.
fn number_at(characters: &[char], start: usize, depth: usize) -> (Option<Printed>, usize) {
    let digit = |at: usize| characters.get(at).is_some_and(char::is_ascii_digit);
    let mut end = start;
    while digit(end) || (matches!(characters.get(end), Some('.' | ',')) && digit(end + 1)) {
        end += 1;
    }
    let digits: String = characters[start..end].iter().collect();
    let Some(plain) = model::money::plain_number(&digits) else { return (None, end) };
    let latin = |c: &char| c.is_ascii_alphabetic() || *c == '-';
    let named = start > 0 && characters.get(start - 1).is_some_and(latin);
    if named {
        return (None, end);
    }
    let scale = plain.scale();
    let (factor, after) = scale_word(characters, end);
    let (unit, after) = unit_at(characters, after, start);
    let Some(value) = plain.checked_mul(factor) else { return (None, end) };
    let printed = Printed {
        start,
        end: after,
        value,
        step: factor * Decimal::new(1, scale),
        fraction: scale > 0,
        scaled: factor > Decimal::ONE,
        unit,
        bound: is_bound(characters, start, after),
        depth,
    };
    (Some(printed), after.max(end))
}

/// The factor of 十 百 千 万 亿 and their compounds behind the digits.
fn scale_word(characters: &[char], mut at: usize) -> (Decimal, usize) {
    let mut factor = Decimal::ONE;
    while let Some(step) = characters.get(at).and_then(|c| match c {
        '百' if characters.get(at + 1) != Some(&'分') => Some(100),
        '千' if !matches!(characters.get(at + 1), Some('克' | '米' | '瓦')) => Some(1_000),
        '万' => Some(10_000),
        '亿' => Some(100_000_000),
        _ => None,
    }) {
        factor *= Decimal::from(step);
        at += 1;
    }
    (factor, at)
}

/// The unit behind the number, with its denominators: 元, 人次, 元/人/月. A number after 每人,
/// 每期 is a rate too.
fn unit_at(characters: &[char], mut at: usize, start: usize) -> (String, usize) {
    let atom = |at: usize| {
        let rest = &characters[at.min(characters.len())..];
        UNITS.iter().find(|unit| {
            unit.chars().zip(rest).filter(|(a, b)| a == *b).count() == unit.chars().count()
        })
    };
    let mut unit = String::new();
    while matches!(characters.get(at), Some(' ')) {
        at += 1;
    }
    let Some(first) = atom(at) else { return (unit, at) };
    at += first.chars().count();
    unit.push_str(if *first == "名" || *first == "位" { "人" } else { first });
    while matches!(characters.get(at), Some('/' | '.' | '·' | '*' | '每')) {
        let Some(next) = atom(at + 1) else { break };
        unit.push('/');
        unit.push_str(next);
        at += 1 + next.chars().count();
    }
    let before = &characters[start.saturating_sub(6)..start];
    let clause = before.rsplit(|c| "，,。；;、 \n".contains(*c)).next().unwrap_or(before);
    if clause.contains(&'每') && !unit.contains('/') {
        unit.push_str("/每");
    }
    (unit, at)
}

/// Whether comparing words stand directly beside the number.
fn is_bound(characters: &[char], start: usize, end: usize) -> bool {
    let before: String = characters[start.saturating_sub(3)..start].iter().collect();
    let after: String = characters[end..].iter().take(2).collect();
    const LEADING: [&str; 17] = [
        "≥",
        "≤",
        ">",
        "<",
        ">=",
        "<=",
        "≧",
        "≦",
        "不低于",
        "不少于",
        "不超过",
        "不高于",
        "至少",
        "超过",
        "约",
        "近",
        "余",
    ];
    const TRAILING: [&str; 5] = ["以上", "以内", "以下", "左右", "余"];
    LEADING.iter().any(|word| before.ends_with(word))
        || TRAILING.iter().any(|word| after.starts_with(word))
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

    fn read(text: &str) -> Vec<(String, String)> {
        let numbers = printed(text).into_iter();
        numbers.map(|n| (n.value.normalize().to_string(), n.unit)).collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn numbers_with_units_and_scales() {
        assert_eq!(
            read("缴费人数3.25万人，补助40.5万元(23500人）；1、8000元/人"),
            pairs(&[
                ("32500", "人"),
                ("405000", "元"),
                ("23500", "人"),
                ("1", ""),
                ("8000", "元/人")
            ])
        );
        assert_eq!(read("１，５００元／人.月"), pairs(&[("1500", "元/人/月")]));
        assert_eq!(
            read("2024年4名，每期50人，170万"),
            pairs(&[("2024", "年"), ("4", "人"), ("50", "人/每"), ("1700000", "")])
        );
    }

    #[test]
    fn bounds_and_brackets_are_seen() {
        let numbers = printed("≥10人，20人以上，30人（其中5人）");
        let flags: Vec<_> = numbers.iter().map(|n| (n.bound, n.depth)).collect();
        assert_eq!(flags, [(true, 0), (true, 0), (false, 0), (false, 1)]);
    }

    #[test]
    fn whole_numbers_are_exact_among_themselves() {
        assert_eq!(envelope(printed("87人，11人，76人").iter()), Decimal::ZERO);
        assert_eq!(envelope(printed("2.44万人，23500人，900人").iter()), Decimal::from(50));
        assert_eq!(envelope(printed("5万元，2.3万元").iter()), Decimal::from(5500));
    }
}

//! A number, date or text as a workbook shows it.
//!
//! Fractions (`# ?/?`) and Chinese numerals (`[DBNum1]`) are shown as plain numbers: the value is
//! the same and forms hardly use them.

use rust_decimal::Decimal;

use super::date;
use super::format_code::{Comparison, Section, Token, sections};
use super::number::{Number, round};

/// A number format, ready for use.
#[derive(Debug, Clone)]
pub(crate) struct NumberFormat {
    /// For numbers, in the order of the code.
    numbers: Vec<Section>,
    /// For text; text without one is shown as it is.
    text: Option<Section>,
}

/// What a cell shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shown {
    /// This text.
    Text(String),
    /// Nothing, for the format suppresses it; this would be the text without the format.
    Suppressed(String),
}

impl NumberFormat {
    /// From a format code.
    pub fn new(code: &str) -> Self {
        let mut numbers = sections(code);
        let for_text = |section: &Section| section.tokens.contains(&Token::Text);
        let text = match numbers.len() {
            4.. => numbers.drain(3..).next(),
            2.. if numbers.last().is_some_and(for_text) => numbers.pop(),
            1 if for_text(&numbers[0]) => Some(numbers[0].clone()),
            _ => None,
        };
        NumberFormat { numbers, text }
    }

    /// A number as shown; `from_1904` as the workbook says.
    pub fn number(&self, number: &Number, from_1904: bool) -> Shown {
        let Some(value) = number.value() else { return Shown::Text(number.general()) };
        let Some((section, minus)) = self.section(value) else {
            return Shown::Text(number.general());
        };
        if section.tokens.is_empty() {
            return Shown::Suppressed(number.general());
        }
        if section.is_date() {
            let shown = date::show(&section.tokens, value, from_1904);
            return Shown::Text(shown.unwrap_or_else(|| number.general()));
        }
        let plain = [Token::General, Token::Text, Token::Slash];
        let text = match section.tokens.iter().any(|token| plain.contains(token)) {
            true => plainly(section, number, minus),
            false => digits(section, value.abs(), minus),
        };
        Shown::Text(text)
    }

    /// A text as shown.
    pub fn text(&self, text: String) -> Shown {
        let Some(section) = &self.text else { return Shown::Text(text) };
        if section.tokens.is_empty() && !text.is_empty() {
            return Shown::Suppressed(text);
        }
        let piece = |token: &Token| match token {
            Token::Text | Token::General => text.clone(),
            Token::Literal(character) => character.to_string(),
            _ => String::new(),
        };
        Shown::Text(section.tokens.iter().map(piece).collect())
    }

    /// The section for a value, and whether a minus sign goes before it.
    fn section(&self, value: Decimal) -> Option<(&Section, bool)> {
        let negative = value < Decimal::ZERO;
        if self.numbers.iter().any(|section| section.condition.is_some()) {
            let section = self.numbers.iter().find(|section| holds(section, value))?;
            return Some((section, negative));
        }
        let index = match self.numbers.len() {
            2 if negative => 1,
            3.. if negative => 1,
            3.. if value.is_zero() => 2,
            _ => 0,
        };
        Some((self.numbers.get(index)?, negative && index == 0))
    }
}

fn holds(section: &Section, value: Decimal) -> bool {
    let Some((comparison, limit)) = section.condition else { return true };
    match comparison {
        Comparison::Less => value < limit,
        Comparison::LessOrEqual => value <= limit,
        Comparison::Equal => value == limit,
        Comparison::NotEqual => value != limit,
        Comparison::GreaterOrEqual => value >= limit,
        Comparison::Greater => value > limit,
    }
}

/// `General` (or `@`, or a fraction) with the literals around it.
fn plainly(section: &Section, number: &Number, minus: bool) -> String {
    let general = number.general();
    let mut shown = Some(match minus {
        true => general,
        false => general.trim_start_matches('-').to_owned(),
    });
    let mut text = String::new();
    for token in &section.tokens {
        match token {
            Token::Literal(character) => text.push(*character),
            Token::Percent => text.push('%'),
            _ => text.push_str(&shown.take().unwrap_or_default()),
        }
    }
    text
}

/// Digits put into the places of a section.
fn digits(section: &Section, value: Decimal, minus: bool) -> String {
    let layout = Layout::of(&section.tokens);
    let (value, exponent) = layout.scale(value);
    let rounded = round(value, u32::try_from(layout.decimals).unwrap_or(28).min(28));
    let text = rounded.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let whole = if whole == "0" { "" } else { whole };
    let mut shown = String::new();
    if minus {
        shown.push('-');
    }
    shown.push_str(&layout.whole_part(&section.tokens, whole));
    layout.fraction_part(&section.tokens, fraction, exponent, &mut shown);
    shown
}

/// Where the parts of a number section are.
struct Layout {
    /// End of the whole part: the point, or the end of its digits and what follows them.
    point: usize,
    /// Digit places before the point.
    places: usize,
    /// Digit places after it.
    decimals: usize,
    /// Powers of ten: percent signs up, trailing commas down.
    shift: i64,
    thousands: bool,
    exponent: bool,
}

impl Layout {
    fn of(tokens: &[Token]) -> Layout {
        let is_digit = |token: &Token| matches!(token, Token::Digit(_));
        let exponent = tokens.iter().position(|token| matches!(token, Token::Exponent(_)));
        let mantissa = &tokens[..exponent.unwrap_or(tokens.len())];
        let point = mantissa.iter().position(|token| *token == Token::Point);
        let last = mantissa.iter().rposition(is_digit).map_or(0, |last| last + 1);
        let end = point.unwrap_or(last);
        let count = |tokens: &[Token]| tokens.iter().filter(|token| is_digit(token)).count();
        let whole_end = mantissa[..end].iter().rposition(is_digit).map_or(0, |last| last + 1);
        let commas =
            |tokens: &[Token]| tokens.iter().filter(|token| **token == Token::Comma).count();
        // A comma behind the last digit before the point, or behind the very last, divides.
        let dividing = commas(&mantissa[whole_end..end]) + commas(&mantissa[last.max(end)..]);
        let percent = tokens.iter().filter(|token| **token == Token::Percent).count();
        let tens = |count: usize, each: i64| i64::try_from(count).unwrap_or(0).saturating_mul(each);
        Layout {
            point: end,
            places: count(&mantissa[..end]),
            decimals: count(&mantissa[end..]),
            shift: tens(percent, 2) - tens(dividing, 3),
            thousands: commas(&mantissa[..whole_end]) > 0,
            exponent: exponent.is_some(),
        }
    }

    /// The value in the unit of the digits, and the power of ten split off for `E+`.
    fn scale(&self, value: Decimal) -> (Decimal, i64) {
        let value = shifted(value, self.shift);
        if !self.exponent || value.is_zero() {
            return (value, 0);
        }
        let step = i64::try_from(self.places.max(1)).unwrap_or(1);
        let mut exponent = 0;
        let limit =
            |value: Decimal| round(value, u32::try_from(self.decimals).unwrap_or(28).min(28));
        while limit(shifted(value, -exponent)) >= shifted(Decimal::ONE, step) && exponent < 40 {
            exponent += step;
        }
        while limit(shifted(value, -exponent)) < Decimal::ONE && exponent > -40 {
            exponent -= step;
        }
        (shifted(value, -exponent), exponent)
    }

    /// The tokens before the point, digits filled in from the right.
    fn whole_part(&self, tokens: &[Token], whole: &str) -> String {
        let mut left: Vec<char> = whole.chars().collect();
        let mut places = self.places;
        let (mut reversed, mut written) = (String::new(), 0);
        let mut push = |reversed: &mut String, digit: char| {
            if self.thousands && written > 0 && written % 3 == 0 {
                reversed.push(',');
            }
            reversed.push(digit);
            written += 1;
        };
        for token in tokens[..self.point].iter().rev() {
            match token {
                Token::Digit(place) => {
                    places -= 1;
                    match left.pop() {
                        Some(digit) => push(&mut reversed, digit),
                        None if *place == '0' => push(&mut reversed, '0'),
                        None => {}
                    }
                    while places == 0 && !left.is_empty() {
                        push(&mut reversed, left.pop().unwrap_or('0'));
                    }
                }
                Token::Literal(character) => reversed.push(*character),
                Token::Percent => reversed.push('%'),
                _ => {}
            }
        }
        reversed.chars().rev().collect()
    }

    /// The point and all after it.
    fn fraction_part(&self, tokens: &[Token], fraction: &str, exponent: i64, shown: &mut String) {
        let significant = fraction.trim_end_matches('0').len();
        let (mut written, mut in_exponent) = (0, false);
        for token in &tokens[self.point..] {
            match token {
                Token::Point => shown.push('.'),
                Token::Percent => shown.push('%'),
                Token::Literal(character) => shown.push(*character),
                Token::Digit(_) if in_exponent => {}
                Token::Digit(place) => {
                    if *place == '0' || written < significant {
                        shown.push_str(fraction.get(written..=written).unwrap_or("0"));
                    }
                    written += 1;
                }
                Token::Exponent(plus) => {
                    in_exponent = true;
                    let width = tokens.iter().rev().take_while(|t| matches!(t, Token::Digit(_)));
                    let sign = if exponent < 0 {
                        "-"
                    } else if *plus {
                        "+"
                    } else {
                        ""
                    };
                    let exponent = exponent.unsigned_abs();
                    shown.push_str(&format!("E{sign}{exponent:0width$}", width = width.count()));
                }
                _ => {}
            }
        }
    }
}

/// The value times a power of ten; unchanged where a decimal cannot hold that.
fn shifted(value: Decimal, tens: i64) -> Decimal {
    let step = |value: Decimal| match tens > 0 {
        true => value.checked_mul(Decimal::TEN),
        false => value.checked_div(Decimal::TEN),
    };
    let steps = usize::try_from(tens.unsigned_abs()).unwrap_or(0).min(60);
    (0..steps).try_fold(value, |value, _| step(value)).unwrap_or(value)
}

//! Exact numbers as people write them: digits with grouping, a scale word, Chinese numerals.
//!
//! Input is the normalised text of [`super::source`]. Nothing here knows units.

use winnow::Parser;
use winnow::combinator::{alt, opt, preceded, repeat, terminated};
use winnow::combinator::{fail, not, peek};
use winnow::error::EmptyError;
use winnow::token::{one_of, take_while};

use crate::Decimal;

/// What every small parser of the grammar returns; a parser that fails says nothing more.
pub(super) type Reading<T> = winnow::Result<T, EmptyError>;

/// The longest of some words the input begins with.
pub(super) fn word<'a>(
    words: &'static [&'static str],
) -> impl FnMut(&mut &'a str) -> Reading<&'static str> {
    move |input: &mut &'a str| {
        let found = words.iter().filter(|word| begins(input, word)).max_by_key(|w| w.len());
        let Some(found) = found else { return fail.parse_next(input) };
        *input = &input[found.len()..];
        Ok(*found)
    }
}

/// As [`str::starts_with`], but quick to say no: a list of words fails at its first bytes, and
/// the lists are asked at every place of every sentence.
fn begins(input: &str, word: &str) -> bool {
    input.len() >= word.len() && word.bytes().zip(input.bytes()).all(|(a, b)| a == b)
}

/// `1,949.29`, `-10.32`, `95`: digits with an optional sign, printed precision kept.
pub(super) fn digits(input: &mut &str) -> Reading<Decimal> {
    (opt(one_of(['-', '+'])), alt((grouped, plain)), opt(preceded('.', plain)))
        .take()
        .verify_map(|text: &str| exact(text))
        .parse_next(input)
}

fn plain<'a>(input: &mut &'a str) -> Reading<&'a str> {
    take_while(1.., '0'..='9').parse_next(input)
}

fn grouped<'a>(input: &mut &'a str) -> Reading<&'a str> {
    let group = preceded(',', take_while(3, '0'..='9'));
    let digit = one_of('0'..='9');
    terminated(
        (take_while(1..=3, '0'..='9'), repeat::<_, _, (), _, _>(1.., group)).take(),
        not(alt((digit.void(), (',', peek(one_of('0'..='9'))).void()))),
    )
    .parse_next(input)
}

/// The number a run of digits is; none when it has more digits than can be kept exactly, or begins
/// with a zero as codes do.
fn exact(text: &str) -> Option<Decimal> {
    let plain = text.replace([',', '+'], "");
    let whole = plain.trim_start_matches('-').split('.').next().unwrap_or("");
    if whole.len() > 1 && whole.starts_with('0') {
        return None;
    }
    let number = Decimal::from_str_exact(&plain).ok()?;
    Some(if number.is_zero() { number.abs() } else { number })
}

/// The power of ten of a scale word: 万 is 4.
pub(super) fn scale(input: &mut &str) -> Reading<u32> {
    const SCALES: [(&str, u32); 9] = [
        ("万亿", 12),
        ("千亿", 11),
        ("百亿", 10),
        ("亿", 8),
        ("千万", 7),
        ("百万", 6),
        ("万", 4),
        ("千", 3),
        ("百", 2),
    ];
    /// 千米, 百分比 and their like are units, not scales.
    const UNITS: [&str; 9] =
        ["千米", "千克", "千瓦", "千伏", "千卡", "千帕", "百分", "百帕", "万一"];
    if UNITS.iter().any(|unit| input.starts_with(unit)) {
        return fail.parse_next(input);
    }
    let found = SCALES.iter().find(|(word, _)| input.starts_with(word));
    let Some((word, power)) = found else { return fail.parse_next(input) };
    *input = &input[word.len()..];
    Ok(*power)
}

/// The number times a power of ten, exactly: the decimals that remain are those that were printed
/// (12.00 with 万 is 120000, 5 with −1 is 0.5). None when it grows too large.
pub(super) fn shift(number: Decimal, power: i32) -> Option<Decimal> {
    let places = i64::from(number.scale()) - i64::from(power);
    if let Ok(places @ 0..=28) = u32::try_from(places) {
        return Decimal::try_from_i128_with_scale(number.mantissa(), places).ok();
    }
    let missing = u32::try_from(-places).ok()?;
    let mantissa = number.mantissa().checked_mul(10i128.checked_pow(missing)?)?;
    Decimal::try_from_i128_with_scale(mantissa, 0).ok()
}

/// A Chinese numeral: 一, 九十五, 两千五百, 九十九点五.
pub(super) fn chinese(input: &mut &str) -> Reading<Decimal> {
    const NUMERALS: &str = "零〇一二两三四五六七八九十百千万亿";
    let run = |input: &mut &str| -> Reading<()> {
        take_while(1.., |c| NUMERALS.contains(c)).void().parse_next(input)
    };
    (run, opt(('点', run))).take().verify_map(chinese_value).parse_next(input)
}

fn chinese_value(text: &str) -> Option<Decimal> {
    let Some((whole, fraction)) = text.split_once('点') else { return whole(text) };
    let digits: Option<String> =
        fraction.chars().map(|c| Some(char::from(b'0' + digit(c)?))).collect();
    Decimal::from_str_exact(&format!("{}.{}", whole_integer(whole)?, digits?)).ok()
}

fn whole(text: &str) -> Option<Decimal> {
    Some(Decimal::from(whole_integer(text)?))
}

/// Digits and powers in falling order; 二〇二六 and other strings of digits are no count.
fn whole_integer(text: &str) -> Option<u64> {
    let (mut total, mut section, mut pending) = (0u64, 0u64, None);
    let mut last_power = u64::MAX;
    for c in text.chars() {
        if let Some(value) = digit(c) {
            if pending.is_some_and(|before| before != 0) {
                return None;
            }
            pending = Some(u64::from(value));
            continue;
        }
        let power = power(c)?;
        let count = pending.take().unwrap_or(if c == '十' { 1 } else { 0 });
        if power >= 10_000 {
            total = total.checked_add((section + count).checked_mul(power)?)?;
            (section, last_power) = (0, u64::MAX);
        } else if power < last_power && count > 0 {
            section += count * power;
            last_power = power;
        } else {
            return None;
        }
    }
    let sum = total + section + pending.unwrap_or(0);
    (sum > 0 || text == "零").then_some(sum)
}

fn digit(c: char) -> Option<u8> {
    Some(match c {
        '零' | '〇' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn power(c: char) -> Option<u64> {
    Some(match c {
        '十' => 10,
        '百' => 100,
        '千' => 1_000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(mut text: &str) -> (String, &str) {
        let number = digits(&mut text).map_or("-".to_owned(), |n| n.to_string());
        (number, text)
    }

    #[test]
    fn precision_and_grouping() {
        assert_eq!(read("100.00%"), ("100.00".into(), "%"));
        assert_eq!(read("1,949.29万"), ("1949.29".into(), "万"));
        assert_eq!(read("1,2"), ("1".into(), ",2"));
        assert_eq!(read("-0%"), ("0".into(), "%"));
        assert_eq!(read("95."), ("95".into(), "."));
        assert_eq!(
            read("1111111111222222222233333333334"),
            ("-".into(), "1111111111222222222233333333334")
        );
    }

    #[test]
    fn scales_move_the_point() {
        let shifted =
            |text: &str, power| shift(text.parse().expect("number"), power).map(|n| n.to_string());
        assert_eq!(shifted("12.00", 4).as_deref(), Some("120000"));
        assert_eq!(shifted("1346.0088", 4).as_deref(), Some("13460088"));
        assert_eq!(shifted("5", -1).as_deref(), Some("0.5"));
        assert_eq!(shifted("18.340010", 4).as_deref(), Some("183400.10"));
        assert_eq!(shifted("79228162514264337593543950335", 4), None);
    }

    #[test]
    fn chinese_numerals() {
        let value = |mut text: &str| chinese(&mut text).ok().map(|n| n.to_string());
        for (text, number) in [
            ("一", "1"),
            ("九十五", "95"),
            ("十二", "12"),
            ("两千零五", "2005"),
            ("一百万", "1000000"),
            ("九十九点五", "99.5"),
            ("零", "0"),
        ] {
            assert_eq!(value(text).as_deref(), Some(number), "{text}");
        }
        for text in ["二〇二六", "百", "万", "十十", "人"] {
            assert_eq!(value(text), None, "{text}");
        }
    }
}

//! Every amount and count in a sentence, with its place.
//!
//! Left out because they are no amounts: quoted titles 《…》, document numbers 〔2020〕10号, dates and
//! years, list marks, ordinals, names such as PM2.5 or 5号线. The text is read once, left to right.

use winnow::Parser;

use super::amount::{Amount, found, zero_of};
use super::date::any_date;
use super::number::scale;
use super::source::{HIDDEN, Source};
use super::unit::{open, per, written};
use super::words::ZERO_OF;
use super::{Comparator, comparator};
use crate::{Decimal, Span};

/// A number with its unit somewhere in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// The number in its base unit (万元 → 元), printed precision kept.
    pub value: Decimal,
    /// The upper end, when a range is written.
    pub high: Option<Decimal>,
    /// Normalised unit; empty when none is written.
    pub unit: String,
    /// The comparator at this number.
    pub comparator: Comparator,
    /// Characters of the original text, from the comparator or number to the unit.
    pub span: Span,
    /// The words before it in its clause: what is counted.
    pub label: String,
    /// Whether 共计, 合计 or the like stands before it.
    pub is_total: bool,
    /// Whether it stands inside brackets, as a remark on what precedes.
    pub is_bracketed: bool,
}

/// Lists every number that measures or counts something in a text, in reading order.
pub fn quantities(text: &str) -> Vec<Quantity> {
    let mut source = Source::lines(text);
    hide_titles(&mut source);
    hide_document_numbers(&mut source);
    let hits = scan(source.text());
    hits.into_iter().map(|hit| hit.into_quantity(&source)).collect()
}

/// An amount at bytes `start..end`; its label at `label..label_end`.
pub(super) struct Hit {
    pub(super) amount: Amount,
    pub(super) start: usize,
    pub(super) end: usize,
    label: (usize, usize),
    is_bracketed: bool,
}

impl Hit {
    fn into_quantity(self, source: &Source) -> Quantity {
        let (start, end) = source.original(self.start, self.end);
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Quantity {
            value: self.amount.value,
            high: self.amount.high,
            unit: self.amount.unit.to_string(),
            comparator: self.amount.comparator,
            span: Span { start: clamp(start), end: clamp(end) },
            label: label(&source.text()[self.label.0..self.label.1]),
            is_total: self.amount.is_total,
            is_bracketed: self.is_bracketed,
        }
    }
}

/// Where the scan stands.
#[derive(Default)]
struct Clause {
    /// Where the label of the next amount begins.
    label: usize,
    /// Brackets open here.
    brackets: usize,
    /// 每…每… said in this clause.
    per: Vec<String>,
}

/// Every character but a digit that an amount can begin with; most text needs no second look.
const STARTS: &str =
    "+-±≥≤<>=零一二两三四五六七八九十百千大小不至最低高多少超等约≈近接将预力争拟计原每共合总累";

/// The amounts of a normalised text.
pub(super) fn scan(text: &str) -> Vec<Hit> {
    let (mut hits, mut clause, mut at) = (Vec::new(), Clause::default(), 0);
    while let Some(c) = text[at..].chars().next() {
        let may_start = c.is_ascii_digit() || STARTS.contains(c);
        if let Some(mut hit) = may_start.then(|| hit_at(text, at, &clause)).flatten() {
            if !hit.amount.unit.is_percent() && !hit.amount.unit.is_empty() {
                let per = std::mem::take(&mut clause.per);
                hit.amount.unit = per.iter().fold(hit.amount.unit, |unit, atom| unit.per(atom));
            }
            (at, clause.label) = (hit.end, hit.end);
            hits.push(hit);
            continue;
        }
        let next = skip(text, at).unwrap_or(at + c.len_utf8());
        match c {
            ',' | ';' | '。' | '\n' => (clause.per, clause.label) = (Vec::new(), next),
            '(' => (clause.brackets, clause.label) = (clause.brackets + 1, next),
            ')' => clause.brackets = clause.brackets.saturating_sub(1),
            '每' => clause.per.extend(per(&mut &text[at..]).unwrap_or_default()),
            _ => {}
        }
        at = next;
    }
    hits
}

fn hit_at(text: &str, at: usize, clause: &Clause) -> Option<Hit> {
    let (before, rest) = text.split_at(at);
    if let Some(length) = zero_word(before, rest) {
        let amount = zero_of(&rest[..length])?;
        return Some(hit(amount, at, at + length, clause));
    }
    if before.ends_with(|c: char| c.is_ascii_alphanumeric() || "第×*.".contains(c)) {
        return None;
    }
    let signed = rest.starts_with(['-', '+']) && !before.is_empty();
    if signed && !before.ends_with(['(', ':', ',', ';', '\n', '为', '是']) {
        return None;
    }
    let ratio = before.strip_suffix(':').is_some_and(|b| b.ends_with(|c: char| c.is_ascii_digit()));
    if ratio || is_list_mark(before, rest) || is_date(rest) {
        return None;
    }
    let mut after = rest;
    let mut amount = found(&mut after).ok().or_else(|| open_amount(rest, &mut after))?;
    let written = &rest[..rest.len() - after.len()];
    let start = at + written.find(|c: char| c.is_ascii_digit()).map_or(0, |_| 0);
    if !counts(before, written, after) {
        return None;
    }
    if let Some(sign) = comparator_behind(before) {
        amount.comparator = amount.comparator.and(sign)?;
    }
    Some(hit(amount, start, at + written.len(), clause))
}

fn hit(amount: Amount, start: usize, end: usize, clause: &Clause) -> Hit {
    let label = (clause.label.min(start), start);
    Hit { amount, start, end, label, is_bracketed: clause.brackets > 0 }
}

/// A comparator some filler word apart from the number: 不低于…, 控制在 are read with the number.
fn comparator_behind(before: &str) -> Option<Comparator> {
    let before = before.strip_suffix('(')?;
    let start = before.char_indices().rev().take(2).last()?.0;
    let mut sign = &before[start..];
    comparator::before(&mut sign).ok().filter(|_| sign.is_empty())
}

/// The length of 零事故 and its like; 零就业家庭 is a name.
fn zero_word(before: &str, rest: &str) -> Option<usize> {
    let noun = rest.strip_prefix('零')?;
    if before.ends_with(|c: char| "一二三四五六七八九十百千".contains(c)) {
        return None;
    }
    let fits = ZERO_OF.iter().filter(|(word, _)| noun.starts_with(word));
    fits.map(|(word, _)| '零'.len_utf8() + word.len()).max()
}

/// A number with an unlisted unit that fills the rest of its clause: 完成300标箱。
fn open_amount<'a>(rest: &'a str, after: &mut &'a str) -> Option<Amount> {
    let mut unit = rest;
    let value = super::number::digits(&mut unit).ok()?;
    let power = scale(&mut unit).unwrap_or(0);
    let end = unit.find([',', ';', '。', '\n', '、', ')', '(']).unwrap_or(unit.len());
    let name = &unit[..end];
    let short = (1..=3).contains(&name.chars().count());
    let named = NAMES.iter().any(|word| name.starts_with(word));
    let written = open(name).filter(|_| short && !named && !name.contains(HIDDEN))?;
    *after = &unit[end..];
    let power = i32::try_from(power).ok()? + written.power;
    let value = super::number::shift(value, power)?;
    Some(Amount { value, unit: written.unit, measured: true, ..Amount::default() })
}

/// Behind a number these make it a name.
const NAMES: [&str; 14] =
    ["号", "周年", "年代", "维", "级", "型", "版", "后", "×", "*", "热线", "国道", "+", "届"];

/// Whether an amount just read truly counts something.
fn counts(before: &str, written: &str, after: &str) -> bool {
    if NAMES.iter().any(|name| after.starts_with(name)) {
        return false;
    }
    // 每月25日前 names a day.
    let day = written.ends_with('日') && !written.ends_with("工作日");
    if day && after.starts_with(['前', '起', '止']) {
        return false;
    }
    let year = |text: &str| text.len() == 4 && (text.starts_with("19") || text.starts_with("20"));
    if year(written) && written.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let numeral = written.chars().any(|c| c.is_ascii_digit()) || written.contains("分之");
    numeral || counts_in_words(before, written, after)
}

/// Chinese numerals count in a sentence only before a few plain classifiers, and not in set phrases.
fn counts_in_words(before: &str, written: &str, after: &str) -> bool {
    const CLASSIFIERS: &str = "个名次场座台辆户份套项件所家万元亩";
    const SET: [&str; 8] = ["性", "代表", "全面", "维护", "确立", "意识", "自信", "样"];
    const BOUND: &str = "第每某这那同另逐任统唯单各进之十百千万下上同十数几多有整";
    let classifier = written.ends_with(|c| CLASSIFIERS.contains(c));
    let phrase = SET.iter().any(|word| after.starts_with(word));
    let paired = after.starts_with(|c| "一二两三四五六七八九十".contains(c));
    classifier && !phrase && !paired && !before.ends_with(|c| BOUND.contains(c))
}

/// `1、`, `2.`, `(3)`, `4)` at the start of a clause.
fn is_list_mark(before: &str, rest: &str) -> bool {
    let starts = before.is_empty() || before.ends_with([',', ';', '。', ':', '\n', '(', '、', ')']);
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    let mut after = rest[digits..].chars();
    let mark = after.next();
    let dot = mark == Some('.') && !after.next().is_some_and(|c| c.is_ascii_digit());
    starts && (1..=2).contains(&digits) && (dot || matches!(mark, Some('、' | ')')))
}

/// Whether a date begins here; `2024.5万元` is an amount.
fn is_date(rest: &str) -> bool {
    date_length(rest).is_some()
}

fn date_length(rest: &str) -> Option<usize> {
    let mut after = rest;
    any_date(&mut after).ok()?;
    let date = &rest[..rest.len() - after.len()];
    let amount = date.ends_with(|c: char| c.is_ascii_digit()) && written(&mut &*after).is_ok();
    // 3日内 and 12月内 are spans of time unless a month or year stands before them.
    (!amount).then_some(date.len())
}

/// The end of what must be stepped over at once: a date, or a number that is none.
fn skip(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    if !rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if let Some(length) = date_length(rest).filter(|_| !text[..at].ends_with('第')) {
        return Some(at + length);
    }
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    Some(at + end)
}

/// Hides quoted titles, also one that is never closed: up to the word that ends such titles.
fn hide_titles(source: &mut Source) {
    const ENDS: [&str; 6] = ["通知", "办法", "意见", "方案", "规定", "条例"];
    let mut from = 0;
    while let Some(open) = source.text()[from..].find('《').map(|at| at + from) {
        let rest = &source.text()[open..];
        let next =
            rest.char_indices().skip(1).find(|(_, c)| *c == '《').map_or(rest.len(), |(at, _)| at);
        let closed = rest[..next].find('》').map(|at| at + '》'.len_utf8());
        let word =
            || ENDS.iter().filter_map(|end| rest[..next].find(end).map(|at| at + end.len())).min();
        let clause = || rest[..next].find([',', ';', '。', '\n']);
        let length = closed.or_else(word).or_else(clause).unwrap_or(next);
        source.hide(open, open + length);
        from = open + HIDDEN.len_utf8();
    }
}

/// Hides 〔2020〕10号, [2014]48号, (2020)10号.
fn hide_document_numbers(source: &mut Source) {
    let mut from = 0;
    while let Some(open) = source.text()[from..].find(['〔', '[', '(']).map(|at| at + from) {
        match document_number(&source.text()[open..]) {
            Some(length) => source.hide(open, open + length),
            None => from = open + 1,
        }
        while !source.text().is_char_boundary(from) {
            from += 1;
        }
    }
}

fn document_number(text: &str) -> Option<usize> {
    use winnow::combinator::opt;
    use winnow::token::{one_of, take_while};
    let mut rest = text;
    let year = (one_of(['〔', '[', '(']), super::date::year, one_of(['〕', ']', ')']));
    let number = (opt('第'), take_while(1..=5, '0'..='9'), '号');
    let mut both = (year, number).void();
    let parsed: super::number::Reading<()> = both.parse_next(&mut rest);
    parsed.ok().map(|()| text.len() - rest.len())
}

/// A label without connecting words and list marks.
fn label(text: &str) -> String {
    const JOINING: [&str; 8] = ["其中", "和", "与", "及", "以及", "、", "并", "且"];
    let text = match text.rsplit_once(':') {
        Some((before, "")) => before,
        Some((_, after)) => after,
        None => text,
    };
    let mut text = text.trim_matches([HIDDEN, ' ', '"', '“', '”', '、', ',']);
    let mark = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if mark.len() < text.len() {
        text = mark.strip_prefix(['、', '.', ')']).unwrap_or(text);
    }
    while let Some(rest) = JOINING.iter().find_map(|word| text.strip_prefix(word)) {
        text = rest;
    }
    text.trim_end_matches(['为', '达']).replace(HIDDEN, "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::{amount, comparator, words};

    #[test]
    fn every_word_before_a_number_is_looked_at() {
        let lists = [amount::TOTALS, words::APPROXIMATE_BEFORE, words::INTENTIONS];
        let before = comparator::BEFORE.iter().map(|(word, _)| *word);
        for word in lists.concat().into_iter().chain(before) {
            assert!(word.starts_with(|c| STARTS.contains(c)), "{word}");
        }
    }
}

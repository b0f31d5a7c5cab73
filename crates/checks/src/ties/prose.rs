//! Totals and their parts within a paragraph: 共计87人。其中：行政11人…… and 甲4名，乙2名，合计6名.
//!
//! Says which numbers a sentence calls the total and which its parts, and whether they add up
//! within the rounding of the digits printed. How heavy a gap weighs is the check's affair.

use std::ops::Range;

use model::{Column, Decimal, Field, Form, Path, Text};

use super::book::{Book, Draft};
use super::{Rule, Verdict};
use crate::numbers::{Printed, envelope, printed};
use crate::{Context, Undecided};

/// A total and the numbers that are its parts, in one paragraph of a cell.
#[derive(Debug, Clone)]
pub(crate) struct Sum {
    /// The total, counted in its paragraph.
    pub total: Printed,
    /// What may be its parts.
    pub parts: Vec<Printed>,
    /// Where the paragraph begins in the cell.
    pub offset: usize,
    list: List,
}

/// How sure it is that the parts are these and all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum List {
    /// 甲、乙，共计：all of them.
    Whole,
    /// 其中：a list of its own, which may be partial.
    Marked,
    /// 其中 without a colon: where the list ends is not certain.
    Open,
}

/// What a sum comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// These of the parts make up the total.
    Holds(Range<usize>),
    /// They do not.
    Wrong,
    /// The list after 其中 is shorter than the total.
    Partial,
    /// It cannot be told which numbers are parts.
    Unclear,
    /// Nothing follows: a single part, or an open list that is shorter.
    Silent,
}

impl Sum {
    /// Whether the parts make up the total.
    pub(crate) fn outcome(&self) -> Outcome {
        let rounding = self.rounding();
        let ties = |parts: &[Printed]| (self.total.value() - of(parts)).abs() <= rounding;
        let count = self.parts.len();
        // What stands beyond the list (甲80，乙20，带动500; 总投资500，甲80，乙20，共计100) is no part.
        let fitting = (1..=count).rev().find_map(|n| match self.list {
            List::Whole => (n >= 2 && ties(&self.parts[count - n..])).then_some(count - n..count),
            List::Marked | List::Open => ties(&self.parts[..n]).then_some(0..n),
        });
        if let Some(fitting) = fitting {
            return Outcome::Holds(fitting);
        }
        let short = self.so_far() < self.total.value();
        match self.list {
            List::Whole => Outcome::Wrong,
            List::Open if short => Outcome::Silent,
            List::Marked if short && count < 2 => Outcome::Silent,
            List::Marked if short => Outcome::Partial,
            List::Open if self.parts[0].value() <= self.total.value() => Outcome::Unclear,
            List::Marked | List::Open => Outcome::Wrong,
        }
    }

    /// What all parts come to.
    pub(crate) fn so_far(&self) -> Decimal {
        of(&self.parts)
    }

    /// The parts as one adds them: 4名＋2名.
    pub(crate) fn addends(&self) -> String {
        let texts: Vec<&str> = self.parts.iter().map(|part| part.text.as_str()).collect();
        texts.join("＋")
    }

    /// The parts with the words before them: 行政人员11人＋退休人员31人.
    fn labelled(&self) -> String {
        let part = |part: &Printed| format!("{}{}", short(&part.quantity.label), part.text);
        self.parts.iter().map(part).collect::<Vec<_>>().join("＋")
    }

    /// A value in the unit the total is written in.
    pub(crate) fn shown(&self, value: Decimal) -> String {
        let total = &self.total;
        let wan = total.text.contains('万') && (total.is_money() || value >= Decimal::from(10_000));
        let value = if wan { value / Decimal::from(10_000) } else { value };
        let unit = total.text.rsplit(|c: char| c.is_ascii_digit() || "万亿千百".contains(c)).next();
        let unit = unit.filter(|unit| !unit.is_empty()).unwrap_or(total.unit());
        format!("{}{}{unit}", value.normalize(), if wan { "万" } else { "" })
    }

    /// The characters of the cell from the first of its numbers to the last.
    pub(crate) fn characters(&self) -> Range<usize> {
        let all = || std::iter::once(&self.total).chain(&self.parts);
        let start = all().map(Printed::start).min().unwrap_or_default();
        let end = all().map(Printed::end).max().unwrap_or_default();
        self.offset + start..self.offset + end
    }

    fn rounding(&self) -> Decimal {
        envelope(std::iter::once(&self.total).chain(&self.parts))
    }
}

/// A label to be added up: the end of a long one names its number best, and a year in front is
/// the same for all.
fn short(label: &str) -> String {
    const LONGEST: usize = 12;
    let bare = label.trim_start_matches(|c: char| c.is_ascii_digit());
    let bare = bare.strip_prefix("年度").filter(|_| bare.len() < label.len()).unwrap_or(label);
    let length = bare.chars().count();
    if length <= LONGEST {
        return bare.to_owned();
    }
    let end: String = bare.chars().skip(length - LONGEST).collect();
    format!("…{end}")
}

fn of(parts: &[Printed]) -> Decimal {
    parts.iter().map(Printed::value).sum()
}

/// The cells of a form whose sentences may state sums.
pub(crate) fn cells(form: &Form) -> impl Iterator<Item = (Path, &Text)> {
    let fields = [Field::Goal, Field::Content].into_iter();
    let fields = fields.filter_map(|field| Some((Path::Field(field), form.fields.get(&field)?)));
    let rows = form.indicators.iter().enumerate().filter_map(|(index, row)| {
        Some((Path::Indicator(index, Column::Target), row.cells.get(&Column::Target)?))
    });
    fields.chain(rows)
}

/// The sums a cell states; `others` are words by which an amount is no part of a total.
pub(crate) fn sums(text: &str, others: &[String]) -> Vec<Sum> {
    let mut offset = 0;
    let mut sums = Vec::new();
    for paragraph in text.split('\n') {
        let found = sums_in(paragraph, others);
        sums.extend(found.into_iter().map(|sum| Sum { offset, ..sum }));
        offset += paragraph.chars().count() + 1;
    }
    sums
}

/// Notes the sums of a form.
pub(super) fn relate(context: &Context<'_>, book: &mut Book) -> Result<(), Undecided> {
    let others = context.words("words.not_parts")?;
    let form = context.form();
    for (path, text) in cells(form) {
        for sum in sums(&text.text, others) {
            note(context, &path, &sum, book);
        }
    }
    Ok(())
}

fn note(context: &Context<'_>, path: &Path, sum: &Sum, book: &mut Book) {
    let outcome = sum.outcome();
    let (verdict, parts) = match &outcome {
        Outcome::Holds(range) => (Verdict::Proved, range.clone()),
        Outcome::Wrong => (Verdict::Broken, 0..sum.parts.len()),
        Outcome::Partial => (Verdict::Question, 0..sum.parts.len()),
        Outcome::Unclear => (Verdict::CannotDecide, 0..sum.parts.len()),
        Outcome::Silent => return,
    };
    let sum = Sum { parts: sum.parts[parts].to_vec(), ..sum.clone() };
    let number = |book: &mut Book, number: &Printed| {
        book.number(context.form(), context.index, path, number, sum.offset)
    };
    let whole = number(book, &sum.total);
    let terms: Vec<_> = sum
        .parts
        .iter()
        .map(|part| {
            let node = number(book, part);
            book.term(node)
        })
        .collect();
    let (addends, so_far, total) = (sum.labelled(), sum.so_far(), &sum.total.text);
    let gap = (so_far - sum.total.value()).abs();
    let sentence = match outcome {
        Outcome::Holds(_) if gap.is_zero() => format!("{addends}＝{}。", sum.shown(so_far)),
        Outcome::Holds(_) => format!(
            "{addends}＝{}，写的是{total}，相差{}在四舍五入以内。",
            sum.shown(so_far),
            sum.shown(gap)
        ),
        _ => {
            format!("{addends}＝{}，写的总数是{total}，相差{}。", sum.shown(so_far), sum.shown(gap))
        }
    };
    let rounding = sum.rounding();
    book.relate_sum(
        Draft { rule: Rule::PartsMakeTotal, verdict, whole, sentence },
        terms,
        rounding,
    );
}

/// Sums a paragraph states; `others` are words by which an amount is no part of a total.
fn sums_in(paragraph: &str, others: &[String]) -> Vec<Sum> {
    let characters: Vec<char> = paragraph.chars().collect();
    let numbers = printed(paragraph);
    let mut sums: Vec<Sum> = (0..numbers.len())
        .filter_map(|index| closing_total(&characters, &numbers, index, others))
        .collect();
    for mark in ["其中", "分别"] {
        let marks = paragraph.match_indices(mark).map(|(at, _)| paragraph[..at].chars().count());
        sums.extend(marks.filter_map(|mark| opening_total(&characters, &numbers, mark)));
    }
    sums
}

/// Where the words that announce a total begin: 共计 is read with the number, a bare 计 (，计6名)
/// stands before it. None when nothing announces it.
fn announced(characters: &[char], number: &Printed) -> Option<usize> {
    if number.quantity.is_total {
        return Some(number.start());
    }
    let bare = number.start().checked_sub(1).filter(|at| characters[*at] == '计')?;
    let opens = bare.checked_sub(1).is_some_and(|at| "，,；;、：:。".contains(characters[at]));
    opens.then_some(bare)
}

/// 「甲4名，乙2名，合计6名」: the parts stand before the total in its sentence.
fn closing_total(
    characters: &[char],
    numbers: &[Printed],
    index: usize,
    others: &[String],
) -> Option<Sum> {
    let total = &numbers[index];
    let begins = announced(characters, total)?;
    let sentence = characters[..begins].iter().rposition(|c| *c == '。');
    let begin = sentence.map_or(0, |at| at + 1);
    // A word between the comma and the total says that something else is counted.
    let before = characters[..begins].last();
    let follows_number = numbers[..index].last().is_some_and(|n| n.end() == begins);
    if !follows_number && !before.is_some_and(|c| "，,；;、：:。 ".contains(*c)) {
        return None;
    }
    let text: String = characters[begin..begins].iter().collect();
    let mut earlier: Vec<&Printed> = numbers[..index]
        .iter()
        .filter(|n| n.start() >= begin && !n.quantity.is_bracketed)
        .collect();
    if let Some(other_total) = earlier.iter().rposition(|n| announced(characters, n).is_some()) {
        earlier.drain(..=other_total);
    }
    let parts = comparable(earlier.into_iter(), total)?;
    if parts.iter().any(|part| others.iter().any(|word| part.quantity.label.contains(word))) {
        return None;
    }
    (parts.len() >= 2 && !text.contains("其中")).then(|| Sum {
        total: total.clone(),
        parts,
        offset: 0,
        list: List::Whole,
    })
}

/// 「87人。其中：甲……，乙……」: the parts stand behind the total.
fn opening_total(characters: &[char], numbers: &[Printed], mark: usize) -> Option<Sum> {
    let total = numbers.iter().rfind(|n| n.end() <= mark && !n.quantity.is_bracketed)?;
    let between = &characters[total.end()..mark];
    if between.len() > 12 {
        return None;
    }
    let bracketed = between.iter().any(|c| matches!(c, '（' | '('));
    let colon = characters.get(mark + 2).is_some_and(|c| matches!(c, '：' | ':'));
    let end = list_end(characters, mark + 2, bracketed);
    let inside = numbers.iter().filter(|n| n.start() > mark && n.end() <= end);
    let inside = inside.filter(|n| n.quantity.is_bracketed == bracketed);
    let later_total = inside.clone().position(|n| n.quantity.is_total);
    // 「其中工资20万元，公用10万元，共计40万元」: what belongs to 其中 cannot be told.
    if later_total.is_some() && !colon {
        return None;
    }
    let parts = comparable(inside.take(later_total.unwrap_or(usize::MAX)), total)?;
    let list = if colon || bracketed { List::Marked } else { List::Open };
    (!parts.is_empty()).then(|| Sum { total: total.clone(), parts, offset: 0, list })
}

/// Where a list after 其中 ends: at the next 其中, the closing bracket, or the end of the sentence
/// unless the next one goes on counting (2、 二是).
fn list_end(characters: &[char], from: usize, bracketed: bool) -> usize {
    let mut depth = 0usize;
    for at in from..characters.len() {
        match characters[at] {
            '（' | '(' => depth += 1,
            '）' | ')' if depth == 0 && bracketed => return at,
            '）' | ')' => depth = depth.saturating_sub(1),
            '其' if characters.get(at + 1) == Some(&'中') => return at,
            '。' if !goes_on(&characters[at + 1..]) => return at,
            _ => {}
        }
    }
    characters.len()
}

/// Whether a sentence begins with a list mark.
fn goes_on(sentence: &[char]) -> bool {
    let mut marks = sentence.iter().skip_while(|c| c.is_whitespace() || **c == '（' || **c == '(');
    let (first, second) = (marks.next(), marks.next());
    let number = first.is_some_and(|c| c.is_ascii_digit() || "一二三四五六七八九".contains(*c));
    number && second.is_some_and(|c| "、.．是）)".contains(*c))
}

/// The numbers that can be parts of a total; none at all when the sentence also holds prices,
/// bounds or rough numbers of that unit, for then a plain sum proves nothing.
fn comparable<'n>(
    numbers: impl Iterator<Item = &'n Printed>,
    total: &Printed,
) -> Option<Vec<Printed>> {
    let unit = total.unit();
    if unit.is_empty() || unit == "%" || total.loose || total.is_rate() {
        return None;
    }
    let mut parts = Vec::new();
    for number in numbers {
        let price = number.unit().strip_prefix(unit).is_some_and(|rest| rest.starts_with('/'));
        if price || (number.loose && number.unit() == unit) {
            return None;
        }
        if number.unit() == unit {
            parts.push(number.clone());
        }
    }
    Some(parts)
}

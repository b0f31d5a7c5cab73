//! # 目标未分解
//!
//! ## 查什么
//! 总体目标里的两样东西，没有一条指标写到：一是带单位的数（50余个村、900人），不含年份、文号、
//! 钱和百分比；二是要发的具体补贴、奖补、补助（社保补贴）。说基本情况的数（现有、下辖、截至……）不算。
//!
//! ## 依据
//! 总体目标要分解成指标：目标里承诺的事，指标里要有数可查。
//!
//! ## 怎样改
//! 给它补一条指标（写到多少、何时完成）；不打算做的，从总体目标里删掉。
//!
//! ## 例子
//! 目标里说了，指标里没有：
//! ```form
//! kind: project
//! goal: 目前仍有50余个村尚未接入金保网。对招用困难人员的企业实行社保补贴，对青年实行见习补贴。
//! | 产出指标 | 数量指标 | 享受就业见习补贴人数 | ≥80人 |
//! ```
//! ```findings
//! 需答复 第1张表「50余个村尚未接入金保网」总体目标写到“50余个村尚未接入金保网”，没有一条指标写到这个数。
//! 需答复 第1张表「社保补贴」总体目标写到“社保补贴”，没有一条指标写到它。
//! ```
//! 指标里都有，或者只是基本情况：
//! ```form
//! kind: project
//! goal: 根据川人社发〔2021〕19号，2026年招募“三支一扶”人员4名。全区现有12个乡镇。对企业实行社保补贴。
//! | 产出指标 | 数量指标 | 招募人数 | 4名 |
//! | 产出指标 | 数量指标 | 享受社会保险补贴企业 | ≥20家 |
//! ```
//! ```findings
//! 通过
//! ```

use std::ops::Range;

use model::{Column, Decimal, Field, FormKind, Text};

use crate::clauses::{around, cut};
use crate::indicators::rows_unread;
use crate::numbers::{Printed, printed};
use crate::similar::Likeness;
use crate::titles::{is_han, without_titles};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C024");

/// Cells that say what an indicator is about.
const SAYING: [Column; 4] = [Column::Level3, Column::Target, Column::Explanation, Column::Remark];

/// How many characters name a subsidy: 社保, 求职创业.
const NAME: Range<usize> = 2..5;

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    let Some(goal) = form.fields.get(&Field::Goal).filter(|goal| !goal.is_blank()) else {
        return Ok(());
    };
    if !context.is_plan() {
        return Ok(());
    }
    if let Some(unread) = rows_unread(form) {
        out.cannot_decide(unread);
        return Ok(());
    }
    if form.indicators.is_empty() {
        return Ok(());
    }
    out.looked();
    let text = without_titles(&goal.text);
    for range in missing_numbers(context, &text)? {
        fail(context, out, goal, range, "没有一条指标写到这个数");
    }
    for range in missing_subsidies(context, &text)? {
        fail(context, out, goal, range, "没有一条指标写到它");
    }
    Ok(())
}

fn fail(context: &Context<'_>, out: &mut Out, goal: &Text, range: Range<usize>, lacking: &str) {
    let start = range.start;
    let hit = Hit::part(goal, range);
    out.fail(Hit {
        message: format!("总体目标写到“{}”，{lacking}。", hit.quote),
        remedy: "给它补一条指标，写明做到多少、何时完成；不打算做的，从总体目标里删掉。".into(),
        cause: format!("{}/{start}", context.code),
        ..hit
    });
}

/// The items of the goal whose number no row has.
fn missing_numbers(context: &Context<'_>, text: &str) -> Result<Vec<Range<usize>>, Undecided> {
    let uncounted = context.words("words.uncounted_units")?;
    let background = context.words("words.background")?;
    let characters: Vec<char> = text.chars().collect();
    let mut held: Option<Held> = None;
    let mut missing: Vec<Range<usize>> = Vec::new();
    for number in printed(text) {
        let clause = around(text, number.start()..number.end());
        let said = cut(text, clause.clone());
        let counts = !number.unit().is_empty()
            && !number.is_money()
            && !number.is_rate()
            && !uncounted.iter().any(|unit| unit == number.unit())
            && number.start().checked_sub(1).is_none_or(|at| characters[at] != '第');
        let told = background.iter().any(|word| said.contains(word.as_str()));
        let again = missing.last().is_some_and(|last| number.start() < last.end);
        if !counts || told || again {
            continue;
        }
        if !held.get_or_insert_with(|| Held::of(context)).keeps(&number) {
            missing.push(item(&characters, clause, &number));
        }
    }
    Ok(missing)
}

/// What a number of a clause is about: the words behind it (50余个村尚未接入), else those before
/// it (整治小巷24条).
fn item(characters: &[char], clause: Range<usize>, number: &Printed) -> Range<usize> {
    let listed = |c: &char| *c == '、';
    let behind = characters[number.end()..clause.end].iter().position(listed);
    let end = behind.map_or(clause.end, |at| number.end() + at);
    if end > number.end() {
        return number.start()..end;
    }
    let before = characters[clause.start..number.start()].iter().rposition(listed);
    before.map_or(clause.start, |at| clause.start + at + 1)..end
}

/// The numbers that rows and tasks say.
struct Held {
    /// Readings of whole targets, units from their own column included.
    targets: Vec<Decimal>,
    /// Numbers as printed anywhere.
    printed: Vec<Printed>,
    /// Those of the targets, which may add up.
    parts: Vec<Printed>,
}

impl Held {
    /// Of a form; a department's goal may also be broken down in its tasks and its projects.
    fn of(context: &Context<'_>) -> Self {
        let form = context.form();
        let mut forms = vec![form];
        if form.kind == FormKind::Department {
            forms.extend(context.projects_beside().into_iter().map(|(_, project)| project));
        }
        let rows = || forms.iter().flat_map(|form| &form.indicators);
        let tasks = form.tasks.iter().flat_map(|task| task.cells.values());
        let cells = rows().flat_map(|row| SAYING.map(|column| row.text(column)));
        let cells = cells.chain(tasks.map(|cell| cell.text.as_str()));
        let targets = rows().map(|row| row.text(Column::Target));
        Held {
            targets: rows().filter_map(|row| row.target.value).collect(),
            printed: cells.flat_map(printed).collect(),
            parts: targets.flat_map(printed).collect(),
        }
    }

    /// Whether a row says the number, or the rows of its unit add up to it, or one of them keeps
    /// a promise that is only a bound.
    fn keeps(&self, number: &Printed) -> bool {
        let alike = |other: &&Printed| other.unit() == number.unit();
        let sum: Decimal = self.parts.iter().filter(alike).map(Printed::value).sum();
        let same = |other: &Printed| other.value() == number.value();
        let kept = |other: &Printed| number.loose && other.value() >= number.value();
        sum == number.value()
            || self.targets.contains(&number.value())
            || self.printed.iter().any(same)
            || self.printed.iter().filter(alike).any(kept)
    }
}

/// The subsidies promised by name of which no row speaks.
fn missing_subsidies(context: &Context<'_>, text: &str) -> Result<Vec<Range<usize>>, Undecided> {
    let leads = context.words("words.subsidy_leads")?;
    let vague = context.words("words.subsidy_vague")?;
    let rows = &context.form().indicators;
    let said: Vec<String> =
        rows.iter().flat_map(|row| SAYING.map(|column| row.folded(column))).collect();
    let mut missing = Vec::new();
    for word in context.words("words.subsidies")? {
        for (at, _) in text.match_indices(word.as_str()) {
            let Some(name) = named(&text[..at], leads) else { continue };
            let known = said.iter().any(|cell| speaks_of(cell, name, word));
            if known || vague.iter().any(|word| name.contains(word.as_str())) {
                continue;
            }
            let end = text[..at].chars().count() + word.chars().count();
            missing.push(end - word.chars().count() - name.chars().count()..end);
        }
    }
    Ok(missing)
}

/// The two to four characters at the end of a text that follow a word of granting.
fn named<'t>(before: &'t str, leads: &[String]) -> Option<&'t str> {
    NAME.rev().find_map(|length| {
        let (at, _) = before.char_indices().rev().nth(length - 1)?;
        let (head, name) = before.split_at(at);
        let led = leads.iter().any(|lead| head.ends_with(lead.as_str()));
        (led && name.chars().all(is_han)).then_some(name)
    })
}

/// Whether a cell has the name, or writes it out: 社保 for 社会保险 before the same word.
fn speaks_of(cell: &str, name: &str, word: &str) -> bool {
    if cell.contains(name) {
        return true;
    }
    let heads = cell.match_indices(word).map(|(at, _)| &cell[..at]);
    heads.into_iter().any(|head| {
        let from = head.char_indices().rev().nth(7).map_or(0, |(at, _)| at);
        Likeness::of(&head[from..], name).is_abbreviation()
    })
}

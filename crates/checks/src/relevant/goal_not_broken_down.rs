//! # 目标未分解
//!
//! ## 查什么
//! 总体目标里的两样东西，没有一条指标写到：一是带单位的数（50余个村、900人），不含年份、年龄、文号、
//! 钱和百分比；二是要发的具体补贴、奖补、补助（社保补贴）。说基本情况的数（现有、下辖、截至……）不算；
//! “其中”后面的分项，总数已有指标的不算，分项都有指标的总数也不算；指标用办结率一类的比率管着的也不算。
//! 同一件事指标里写了别的数的，直接指出两处不一样。
//!
//! ## 依据
//! 总体目标要分解成指标：目标里承诺的事，指标里要有数可查。
//!
//! ## 怎样改
//! 给它补一条指标（写到多少、何时完成）；不打算做的，从总体目标里删掉；数写错的，两处写成一样。
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
//! 目标和指标是两个数：
//! ```form
//! kind: project
//! goal: 维修校舍3200平方米，受益学生1860人。
//! | 产出指标 | 数量指标 | 维修校舍面积 | ≥3200平方米 |
//! | 效益指标 | 社会效益指标 | 受益学生人数 | ≥1680人 |
//! ```
//! ```findings
//! 需答复 第1张表「受益学生1860人」总体目标写到“受益学生1860人”，指标“受益学生人数”写的却是“≥1680人”，两处不一样。
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
//! 总数有指标，或者分项有指标；只说在哪里；年龄；由比率管着：
//! ```form
//! kind: project
//! goal: 补助1570名优抚对象，其中残疾军人212名、复员军人38名。养护公路784公里，其中县道184公里、乡道600公里。做好0-6岁儿童保健。在2个乡镇新建农田1.6万亩。督办代表建议85件。
//! | 产出指标 | 数量指标 | 补助人数 | ≥1570人 |
//! | 产出指标 | 数量指标 | 县道养护里程 | 184公里 |
//! | 产出指标 | 数量指标 | 乡道养护里程 | 600公里 |
//! | 产出指标 | 数量指标 | 绿化里程 | 20公里 |
//! | 产出指标 | 数量指标 | 新建农田面积 | ≥1.6万亩 |
//! | 产出指标 | 质量指标 | 代表建议办复率 | 100% |
//! ```
//! ```findings
//! 通过
//! ```

use std::ops::Range;

use model::{Column, Decimal, Field, FormKind, Indicator, Text};

use crate::clauses::{around, cut};
use crate::indicators::rows_unread;
use crate::numbers::{Printed, printed};
use crate::similar::{Likeness, longest_run};
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
    for (range, other) in missing_numbers(context, &text)? {
        let Some(row) = other else {
            fail(context, out, goal, range, "没有一条指标写到这个数");
            continue;
        };
        let (name, target) = (row.folded(Column::Level3), row.folded(Column::Target));
        let unit = row.folded(Column::Unit);
        let lacking = format!("指标“{name}”写的却是“{target}{unit}”，两处不一样");
        fail(context, out, goal, range, &lacking);
    }
    for range in missing_subsidies(context, &text)? {
        fail(context, out, goal, range, "没有一条指标写到它");
    }
    Ok(())
}

fn fail(context: &Context<'_>, out: &mut Out, goal: &Text, range: Range<usize>, lacking: &str) {
    let start = range.start;
    let hit = Hit::part(goal, range);
    let remedy = match lacking.contains("两处不一样") {
        true => "核对哪个数是对的，两处写成一样；确实是两件事的，各写一条指标。",
        false => "给它补一条指标，写明做到多少、何时完成；不打算做的，从总体目标里删掉。",
    };
    out.fail(Hit {
        message: format!("总体目标写到“{}”，{lacking}。", hit.quote),
        remedy: remedy.into(),
        cause: format!("{}/{start}", context.code),
        ..hit
    });
}

/// The items of the goal whose number no row has, with the row that has another number for it.
fn missing_numbers<'f>(
    context: &Context<'f>,
    text: &str,
) -> Result<Vec<(Range<usize>, Option<&'f Indicator>)>, Undecided> {
    let background = context.words("words.background")?;
    let characters: Vec<char> = text.chars().collect();
    let counted = counted(context, text, &characters)?;
    if counted.is_empty() {
        return Ok(Vec::new());
    }
    let held = Held::of(context);
    let mut missing: Vec<(Range<usize>, Option<&Indicator>)> = Vec::new();
    for number in &counted {
        let clause = around(text, number.start()..number.end());
        let said = cut(text, clause.clone());
        let told = background.iter().any(|word| said.contains(word.as_str()));
        let again = missing.last().is_some_and(|(last, _)| number.start() < last.end);
        let scope = is_scope(number, &counted, &characters);
        if told
            || again
            || scope
            || held.keeps(number)
            || held.keeps_kin(number, &counted, &characters)
        {
            continue;
        }
        let item = item(&characters, clause, number);
        let said = cut(text, item.clone());
        if held.keeps_by_a_rate(&said) {
            continue;
        }
        let other = if number.loose { None } else { held.contradiction(number, &said, &counted) };
        // Where a row speaks of the same thing, the quote begins with the words both have.
        let named = other.map_or(0, |row| longest_run(&said, &row.folded(Column::Level3)).start);
        let from = item.start + named;
        let item = if from < number.start() { from..item.end } else { item };
        missing.push((item, other));
    }
    Ok(missing)
}

/// Whether a number only says where: another follows in the same breath, 2个乡镇新建农田1.6万亩.
fn is_scope(number: &Printed, all: &[Printed], characters: &[char]) -> bool {
    let next = all.iter().find(|other| other.start() >= number.end());
    let between = next.map(|next| &characters[number.end()..next.start()]);
    let parts = |c: &char| "、和与及，,；;。\n：:（(".contains(*c);
    between.is_some_and(|between| !between.is_empty() && !between.iter().any(parts))
}

/// The numbers of the goal that a row should take up: things counted, not money, rates, dates
/// and ages.
fn counted(
    context: &Context<'_>,
    text: &str,
    characters: &[char],
) -> Result<Vec<Printed>, Undecided> {
    let uncounted = context.words("words.uncounted_units")?;
    let counts = |number: &Printed| {
        !number.unit().is_empty()
            && !number.is_money()
            && !number.is_rate()
            && !uncounted.iter().any(|unit| number.unit().starts_with(unit.as_str()))
            && number.start().checked_sub(1).is_none_or(|at| characters[at] != '第')
    };
    Ok(printed(text).into_iter().filter(counts).collect())
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
struct Held<'f> {
    /// The rows that may take up what the goal says.
    rows: Vec<&'f Indicator>,
    /// Readings of whole targets, units from their own column included.
    targets: Vec<Decimal>,
    /// Numbers as printed anywhere.
    printed: Vec<Printed>,
    /// Those of the targets, which may add up.
    parts: Vec<Printed>,
}

/// How many characters a thing and the name of a row must share to be about the same thing.
const SHARED_NAME: usize = 3;

/// The same where the row only has a rate.
const SHARED_WITH_RATE: usize = 4;

impl<'f> Held<'f> {
    /// Of a form; a department's goal may also be broken down in its tasks and its projects.
    fn of(context: &Context<'f>) -> Self {
        let form = context.form();
        let mut forms = vec![form];
        if form.kind == FormKind::Department {
            forms.extend(context.projects_beside().into_iter().map(|(_, project)| project));
        }
        let rows: Vec<&Indicator> = forms.iter().flat_map(|form| &form.indicators).collect();
        let tasks = form.tasks.iter().flat_map(|task| task.cells.values());
        let cells = rows.iter().flat_map(|row| SAYING.map(|column| row.text(column)));
        let cells = cells.chain(tasks.map(|cell| cell.text.as_str()));
        let targets = rows.iter().map(|row| row.text(Column::Target));
        Held {
            targets: rows.iter().filter_map(|row| row.target.value).collect(),
            printed: cells.flat_map(printed).collect(),
            parts: targets.flat_map(printed).collect(),
            rows,
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

    /// Whether the number is a part of one that is kept, or the whole of parts that all are:
    /// 1570名，其中……212名.
    fn keeps_kin(&self, number: &Printed, all: &[Printed], characters: &[char]) -> bool {
        if whole_of(number, all, characters).is_some_and(|whole| self.keeps(whole)) {
            return true;
        }
        let is_whole = |part: &&Printed| whole_of(part, all, characters) == Some(number);
        let parts: Vec<&Printed> = all.iter().filter(is_whole).collect();
        let sum: Decimal = parts.iter().map(|part| part.value()).sum();
        parts.len() > 1 && sum == number.value() && parts.iter().all(|part| self.keeps(part))
    }

    /// Whether a rate is about the same thing: 办复率 of the 代表建议 counted in the goal.
    fn keeps_by_a_rate(&self, said: &str) -> bool {
        let rates = self.rows.iter().filter(|row| row.target.unit == "%");
        rates.into_iter().any(|row| shared(row, said) >= SHARED_WITH_RATE)
    }

    /// The row that counts the same thing in the same unit, and says another number which the
    /// goal does not say of anything else.
    fn contradiction(
        &self,
        number: &Printed,
        said: &str,
        all: &[Printed],
    ) -> Option<&'f Indicator> {
        let other = |row: &&&Indicator| {
            let value = row.target.value.filter(|_| row.target.unit == number.unit());
            value.is_some_and(|value| all.iter().all(|number| number.value() != value))
        };
        let rows = self.rows.iter().filter(other).map(|row| (shared(row, said), *row));
        rows.filter(|(length, _)| *length >= SHARED_NAME)
            .max_by_key(|(length, _)| *length)
            .map(|(_, row)| row)
    }
}

/// How many characters on end the name of a row shares with a text.
fn shared(row: &Indicator, said: &str) -> usize {
    longest_run(&row.folded(Column::Level3), said).len()
}

/// The number of the same unit before 其中 of which this one is a part, in the same sentence.
fn whole_of<'p>(part: &Printed, all: &'p [Printed], characters: &[char]) -> Option<&'p Printed> {
    let before = all.iter().rev().filter(|other| other.end() <= part.start());
    let mut alike = before.filter(|other| other.unit() == part.unit());
    alike.find(|other| {
        let between: String = characters[other.end()..part.start()].iter().collect();
        between.contains("其中") && !between.contains(['。', '；', ';', '\n'])
    })
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

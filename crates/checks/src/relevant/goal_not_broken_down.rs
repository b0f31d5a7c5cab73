//! # 目标未分解
//!
//! ## 查什么
//! 总体目标里的两样东西，没有一条指标写到：一是带单位的数（50余个村、900人），不含年份、年龄、文号、
//! 钱和百分比；二是要发的具体补贴、奖补、补助（社保补贴）。说基本情况和往年的数（现有、下辖、截至、2025年……）不算；
//! “其中”后面的分项，总数已有指标的不算，分项都有指标的总数也不算；指标用办结率一类的比率管着的也不算。
//! 同一件事指标里写了别的数的，直接指出两处不一样，要答复；其余只作建议。
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
//! 建议 第1张表「50余个村尚未接入金保网」总体目标写到“50余个村尚未接入金保网”，没有一条指标写到这个数。
//! 建议 第1张表「社保补贴」总体目标写到“社保补贴”，没有一条指标写到它。
//! ```
//! 目标和指标是两个数：
//! ```form
//! kind: project
//! goal: 维修校舍3200平方米，受益学生1860人。
//! | 产出指标 | 数量指标 | 维修校舍面积 | ≥3200平方米 |
//! | 效益指标 | 社会效益指标 | 受益学生人数 | ≥1680人 |
//! ---
//! kind: project
//! goal: 更换老旧管网35公里，水质检测336次。
//! | 产出指标 | 数量指标 | 更换管网长度 | ≥53公里 |
//! | 产出指标 | 数量指标 | 水质检测次数 | ≥336次 |
//! ---
//! kind: project
//! goal: 培训社区工作者200人次。
//! | 效益指标 | 社会效益指标 | 服务困难群众人次 | ≥6000人次 |
//! ```
//! ```findings
//! 需答复 第1张表「受益学生1860人」总体目标写到“受益学生1860人”，指标“受益学生人数”写的却是“≥1680人”，两处不一样。
//! 需答复 第2张表「更换老旧管网35公里」总体目标写到“更换老旧管网35公里”，指标“更换管网长度”写的却是“≥53公里”，两处不一样。
//! 建议 第3张表「培训社区工作者200人次」总体目标写到“培训社区工作者200人次”，没有一条指标写到这个数。
//! ```
//! 指标里都有，或者只是基本情况：
//! ```form
//! kind: project
//! year: 2026
//! goal: 2025年帮扶350人。根据川人社发〔2021〕19号，2026年招募“三支一扶”人员4名。全区现有12个乡镇。对企业实行社保补贴。
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

use model::{Column, Field, Indicator, Text};

use crate::clauses::{around, cut};
use crate::indicators::rows_unread;
use crate::kept_numbers::{Held, SAYING};
use crate::numbers::{Printed, printed};
use crate::similar::{Likeness, longest_run};
use crate::titles::{is_han, without_titles};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C024", cases: &["differs"], reader_doubt: false };

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
        match other {
            Some(row) => out.fail(differs(context, goal, range, row)),
            None => out.fail(unheard_of(context, goal, range, "没有一条指标写到这个数")),
        }
    }
    for range in missing_subsidies(context, &text)? {
        out.fail(unheard_of(context, goal, range, "没有一条指标写到它"));
    }
    Ok(())
}

fn unheard_of(context: &Context<'_>, goal: &Text, range: Range<usize>, lacking: &str) -> Hit {
    let cause = format!("{}/{}", context.code, range.start);
    let hit = Hit::part(goal, range);
    Hit {
        message: format!("总体目标写到“{}”，{lacking}。", hit.quote),
        remedy: "给它补一条指标，写明做到多少、何时完成；不打算做的，从总体目标里删掉。".into(),
        cause,
        ..hit
    }
}

fn differs(context: &Context<'_>, goal: &Text, range: Range<usize>, row: &Indicator) -> Hit {
    let cause = format!("{}/{}", context.code, range.start);
    let hit = Hit::part(goal, range);
    let [name, target, unit] =
        [Column::Level3, Column::Target, Column::Unit].map(|c| row.folded(c));
    Hit {
        message: format!(
            "总体目标写到“{}”，指标“{name}”写的却是“{target}{unit}”，两处不一样。",
            hit.quote
        ),
        remedy: "核对哪个数是对的，两处写成一样；确实是两件事的，各写一条指标。".into(),
        case: "differs",
        cause,
        ..hit
    }
}

/// An item of the goal, and the row that says another number of it.
type Missing<'f> = (Range<usize>, Option<&'f Indicator>);

/// The items of the goal whose number no row has, with the row that has another number for it.
fn missing_numbers<'f>(context: &Context<'f>, text: &str) -> Result<Vec<Missing<'f>>, Undecided> {
    let background = context.words("words.background")?;
    let characters: Vec<char> = text.chars().collect();
    let counted = counted(context, text, &characters)?;
    if counted.is_empty() {
        return Ok(Vec::new());
    }
    let form_year = context.form().year;
    let held = Held::of(context);
    let mut missing: Vec<Missing<'f>> = Vec::new();
    for number in &counted {
        let clause = around(text, number.start()..number.end());
        let said = cut(text, clause.clone());
        let past = form_year
            .is_some_and(|year| (year - 5..year).any(|y| said.contains(&format!("{y}年"))));
        let told = past
            || is_protected(number, &said)
            || background.iter().any(|word| said.contains(word.as_str()));
        let again = missing.last().is_some_and(|(last, _)| number.start() < last.end);
        let scope = is_scope(number, &counted, &characters) || is_where(number, &characters);
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

/// Whether people are counted for whose sake it is done: 保障4.2万名师生安全.
fn is_protected(number: &Printed, said: &str) -> bool {
    number.unit() == "人" && ["保障", "确保", "维护"].iter().any(|verb| said.starts_with(verb))
}

/// Whether a number only says where: another follows in the same breath, 2个乡镇新建农田1.6万亩.
fn is_scope(number: &Printed, all: &[Printed], characters: &[char]) -> bool {
    let next = all.iter().find(|other| other.start() >= number.end());
    let between = next.map(|next| &characters[number.end()..next.start()]);
    let parts = |c: &char| "、和与及，,；;。\n：:（(".contains(*c);
    between.is_some_and(|between| !between.is_empty() && !between.iter().any(parts))
}

/// Whether a number only counts the places where something is done: 在22个乡镇设立服务点.
fn is_where(number: &Printed, characters: &[char]) -> bool {
    let before = characters[..number.start()].iter().collect::<String>();
    let behind: String = characters[number.end()..].iter().take(4).collect();
    let places = ["乡镇", "镇", "乡", "街道", "村", "行政村", "社区", "县", "区"];
    before.ends_with(['在', '全']) && places.iter().any(|place| behind.starts_with(place))
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

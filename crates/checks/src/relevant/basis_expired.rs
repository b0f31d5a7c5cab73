//! # 依据过期
//!
//! ## 查什么
//! 总体目标、立项依据里引用的规划，最后一年在预算年度以前：写着“十四五”规划，或者写着
//! “（2021—2025年）”的计划、方案。只看规划期，文件印发得早不算过期；同时说到下一个五年规划的，
//! 是在说衔接，不算。有期次的计划（第四轮“三支一扶”）到期后还有人在服务期内，只作建议。
//!
//! ## 依据
//! 项目要有现行有效的立项依据。
//!
//! ## 怎样改
//! 换成现行的规划或者文件；旧规划的任务确实延到今年的，写明延续的依据。
//!
//! ## 例子
//! 2026 年的表还引用到 2025 年为止的规划：
//! ```form
//! kind: project
//! year: 2026
//! goal: 根据市、区人才发展“十四五” 规划，引进人才10名。
//! basis: 《某县养老服务三年行动计划（2023—2025年）》
//! ---
//! kind: project
//! year: 2026
//! goal: 根据《关于实施第四轮高校毕业生"三支一扶"计划的通知》，发放待遇。
//! ```
//! ```findings
//! 需答复 第1张表「“十四五” 规划」“十四五” 规划到2025年为止，表是2026年度的。
//! 需答复 第1张表「2023—2025年」依据里的计划写明“2023—2025年”，表是2026年度的。
//! 建议 第2张表「第四轮高校毕业生"三支一扶"」“第四轮高校毕业生"三支一扶"”到2025年为止，表是2026年度的。
//! ```
//! 还在规划期内，或者只是文件印发得早：
//! ```form
//! kind: project
//! year: 2025
//! goal: 根据“十四五”规划和《管理办法》（川财社〔2012〕123号），引进人才10名。
//! ---
//! kind: project
//! year: 2026
//! goal: 在圆满完成“十四五”规划的基础上，谋划“十五五”规划。
//! ```
//! ```findings
//! 通过
//! ```

use std::collections::BTreeMap;
use std::ops::Range;

use model::{Field, Text};

use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C030", cases: &["round"], reader_doubt: false };

/// How far apart the parts of one name may stand: 人才发展“十四五” 规划.
const NEAR: usize = 12;

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let (true, Some(year)) = (context.is_plan(), context.form().year) else { return Ok(()) };
    let kinds = context.words("words.plan_kinds")?;
    let plans = Ends::of(context.table("words.plan_ends")?);
    let rounds = Ends::of(context.table("words.round_ends")?);
    let fields = [Field::Goal, Field::Basis, Field::Content];
    for cell in fields.iter().filter_map(|field| context.form().fields.get(field)) {
        if cell.is_blank() {
            continue;
        }
        out.looked();
        let text: Vec<char> = cell.text.chars().collect();
        if !plans.any_from(&text, year) {
            for (range, end) in plans.over(&text, year) {
                if let Some(range) = with_kind(&text, range, kinds) {
                    out.fail(expired(context, cell, range, year, end));
                }
            }
        }
        for (range, end) in rounds.over(&text, year) {
            // The closing mark of 第四轮…“三支一扶” belongs to the name.
            let closed = text.get(range.end).is_some_and(|c| matches!(c, '”' | '"'));
            let range = range.start..range.end + usize::from(closed);
            out.fail(Hit { case: "round", ..expired(context, cell, range, year, end) });
        }
        for range in periods_over(&text, year, kinds) {
            let hit = Hit::part(cell, range);
            out.fail(Hit {
                message: format!("依据里的计划写明“{}”，表是{year}年度的。", hit.quote),
                ..advised(context, hit)
            });
        }
    }
    Ok(())
}

fn expired(context: &Context<'_>, cell: &Text, range: Range<usize>, year: i32, end: i32) -> Hit {
    let hit = Hit::part(cell, range);
    let quote = if hit.quote.starts_with('“') {
        hit.quote.clone()
    } else {
        format!("“{}”", hit.quote)
    };
    Hit {
        message: format!("{quote}到{end}年为止，表是{year}年度的。"), ..advised(context, hit)
    }
}

fn advised(context: &Context<'_>, hit: Hit) -> Hit {
    Hit {
        remedy: "换成现行的规划或者文件；旧规划的任务确实延到今年的，写明延续的依据。".into(),
        cause: format!("{}/{}", context.code, hit.quote),
        ..hit
    }
}

/// Names of plans with their last year. `…` in a name stands for a few characters.
struct Ends(Vec<(Vec<Vec<char>>, i32)>);

impl Ends {
    fn of(table: &BTreeMap<String, String>) -> Self {
        let parts = |name: &str| name.split('…').map(|part| part.chars().collect()).collect();
        let read = |(name, end): (&String, &String)| Some((parts(name), end.parse().ok()?));
        Ends(table.iter().filter_map(read).collect())
    }

    /// Where plans stand that ended before a year.
    fn over(&self, text: &[char], year: i32) -> Vec<(Range<usize>, i32)> {
        let ended = self.0.iter().filter(|(_, end)| *end < year);
        let places = ended.flat_map(|(name, end)| {
            let starts = (0..text.len()).filter_map(move |at| matched(text, at, name));
            starts.map(move |range| (range, *end))
        });
        places.collect()
    }

    /// Whether a plan that reaches the year or a later one is named too.
    fn any_from(&self, text: &[char], year: i32) -> bool {
        let running = self.0.iter().filter(|(_, end)| *end >= year);
        running
            .into_iter()
            .any(|(name, _)| (0..text.len()).any(|at| matched(text, at, name).is_some()))
    }
}

/// The characters of a name that begins here, its parts near to one another.
fn matched(text: &[char], start: usize, name: &[Vec<char>]) -> Option<Range<usize>> {
    let mut at = start;
    for (index, part) in name.iter().enumerate() {
        let reach = if index == 0 { 0 } else { NEAR };
        let begins = (at..=at + reach)
            .find(|from| text.get(*from..).is_some_and(|rest| rest.starts_with(part)));
        at = begins? + part.len();
    }
    (at > start).then_some(start..at)
}

/// The name with the 规划 or 计划 near behind it and an opening quotation mark; none when the plan
/// is only mentioned (“十四五”期间).
fn with_kind(text: &[char], range: Range<usize>, kinds: &[String]) -> Option<Range<usize>> {
    let start = match range.start.checked_sub(1).map(|at| text[at]) {
        Some('“' | '"' | '「') => range.start - 1,
        _ => range.start,
    };
    let clause = text[range.end..].iter().take(NEAR).take_while(|c| !"，。；,;\n".contains(**c));
    let after: String = clause.collect();
    let ends = kinds.iter().filter_map(|kind| after.find(kind.as_str()).map(|at| at + kind.len()));
    let end = ends.min()?;
    Some(start..range.end + after[..end].chars().count())
}

/// Periods such as 2021—2025年 beside the name of a plan, over before a year.
fn periods_over(text: &[char], year: i32, kinds: &[String]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for start in 0..text.len() {
        let Some((range, end)) = period(text, start).filter(|(_, end)| *end < year) else {
            continue;
        };
        let mark = |c: &char| "，。；,;\n".contains(*c);
        let from = text[..range.start].iter().rposition(mark).map_or(0, |at| at + 1);
        let before: String =
            text[from.max(range.start.saturating_sub(NEAR))..range.start].iter().collect();
        let behind = text[range.end..].iter().take(NEAR).take_while(|c| !mark(c));
        let near = format!("{before}\n{}", behind.collect::<String>());
        if end > 0 && kinds.iter().any(|kind| near.contains(kind.as_str())) {
            found.push(range);
        }
    }
    found
}

/// 2021—2025年 or 2021年至2025年 that begins here, with its last year.
fn period(text: &[char], start: usize) -> Option<(Range<usize>, i32)> {
    let digits = |at: usize| -> Option<i32> {
        let four: String = text.get(at..at + 4)?.iter().collect();
        let whole = !text.get(at + 4).is_some_and(char::is_ascii_digit);
        four.parse().ok().filter(|year| whole && (1990..2100).contains(year))
    };
    if start > 0 && text[start - 1].is_ascii_digit() {
        return None;
    }
    let first = digits(start)?;
    let mut at = start + 4;
    at += text[at..].iter().take_while(|c| **c == '年').count();
    let dashes = text[at..].iter().take_while(|c| "-—–~～至到－".contains(**c)).count();
    let last = digits(at + dashes).filter(|last| dashes > 0 && *last > first)?;
    let end = at + dashes + 4;
    let end = if text.get(end) == Some(&'年') { end + 1 } else { return None };
    Some((start..end, last))
}

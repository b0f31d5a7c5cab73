//! # 年份陈旧
//!
//! ## 查什么
//! 目标和指标里，比预算年度早的年份后面紧跟“预计、计划、拟、将、完成”等字样：
//! 要么是照搬上年没改年份，要么是给已经过去的年度下目标。文件名称和文号里的年份不算；
//! “2024年招募4名”这样的既成事实不算；“2025年完成了……”“2025年完成情况”也不算。
//!
//! ## 依据
//! 绩效目标是预算年度的目标；过去的年度不能再“预计”。
//!
//! ## 怎样改
//! 改成预算年度，并按新一年重新测算数字；如果说的是上年实际，写明“上年实际完成”。
//!
//! ## 例子
//! 2026 年的表里还在预计 2025 年：
//! ```form
//! kind: project
//! year: 2026
//! goal: 根据《关于2025年提高最低标准的通知》，2025年预计培训100人。
//! | 产出指标 | 成本指标 | 培训补贴 | 2025年度计划补贴100人 |
//! ```
//! ```findings
//! 错误 第1张表「2025年预计」表是2026年度的，这里却写“2025年预计”：2025年已经过去，不能再作目标。
//! 错误 第1张表「2025年度计划」表是2026年度的，这里却写“2025年度计划”：2025年已经过去，不能再作目标。
//! ```
//! 往年的事实和文件名称不算：
//! ```form
//! kind: project
//! year: 2026
//! goal: 根据《关于2025年计划安排的通知》（人社发〔2025〕1号），2025年完成情况良好，2026年预计培训100人。
//! | 产出指标 | 数量指标 | 在岗人数 | 2024年4名和2025年2名合计6名 |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Field, Text};

use crate::titles::without_titles;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C120");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    let forecasts = context.words("words.forecasts")?;
    let facts = context.words("words.past_facts")?;
    let goals = [Field::Goal, Field::Content].into_iter().filter_map(|f| form.fields.get(&f));
    let rows = form.indicators.iter().flat_map(|row| {
        [Column::Level3, Column::Target].into_iter().filter_map(|c| row.cells.get(&c))
    });
    for cell in goals.chain(rows).filter(|cell| !cell.is_blank()) {
        for (year, quote) in forecasts_in(cell, forecasts, facts) {
            let Some(budget_year) = form.year else {
                out.cannot_decide(Hit {
                    message: format!("表上没有写预算年度，不知道“{quote}”是不是过去的年份。"),
                    remedy: "在标题下写明预算年度，如“（2026年度）”。".into(),
                    ..Hit::on(cell)
                });
                return Ok(());
            };
            if year < budget_year {
                out.fail(Hit {
                    message: format!(
                        "表是{budget_year}年度的，这里却写“{quote}”：{year}年已经过去，不能再作目标。"
                    ),
                    remedy: format!(
                        "改成{budget_year}年并重新测算数字；若说的是上年实际，写明“上年实际完成”。"
                    ),
                    quote,
                    ..Hit::on(cell)
                });
            }
        }
        out.looked();
    }
    Ok(())
}

/// Years directly followed by a forecasting word, with the words as written.
fn forecasts_in(cell: &Text, forecasts: &[String], facts: &[String]) -> Vec<(i32, String)> {
    let text = without_titles(&cell.text);
    let mut found = Vec::new();
    for (at, _) in text.match_indices('年') {
        let head: Vec<char> = text[..at].chars().rev().take(5).collect();
        let digits: String = head.iter().take_while(|c| c.is_ascii_digit()).collect();
        let after = &text[at + '年'.len_utf8()..];
        let (tail, full_year) = match after.strip_prefix('度') {
            Some(rest) => (rest, "年度"),
            None => (after, "年"),
        };
        let Some(word) = forecasts.iter().find(|word| tail.starts_with(word.as_str())) else {
            continue;
        };
        let told_as_fact = facts.iter().any(|fact| tail[word.len()..].starts_with(fact.as_str()));
        let year: String = digits.chars().rev().collect();
        if digits.len() == 4
            && !told_as_fact
            && let Ok(number) = year.parse()
        {
            found.push((number, format!("{year}{full_year}{word}")));
        }
    }
    found
}

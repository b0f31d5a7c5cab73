//! # 机构简称与全称
//!
//! ## 查什么
//! 同一张表里，同一个机构有没有两种叫法（“乡（镇）街办”和“乡镇（街办）”，“人社局”和全称）。
//! 单位名称、项目名称两栏和文件名里的不算；市局和区局不是同一个机构。
//!
//! ## 依据
//! 同一个机构用同一个名称，读的人才不会当成两个。
//!
//! ## 怎样改
//! 全表统一成一种，最好用规范的全称；要用简称的，第一次出现时写明。
//!
//! ## 例子
//! 两种叫法：
//! ```form
//! kind: project
//! goal: 乡（镇）街办承担业务经办。
//! | 产出指标 | 质量指标 | 平台建设 | 加强乡镇（街办）平台建设 |
//! ```
//! ```findings
//! 建议 第1张表「乡镇（街办）」同一个机构在这张表里有两种叫法：前面写“乡（镇）街办”，这里写“乡镇（街办）”。
//! ```
//! 只有一种叫法，或者不是同一级的机构：
//! ```form
//! kind: project
//! unit: 某市某区人力资源和社会保障局
//! goal: 按照市人社局的安排，区人力资源和社会保障局做好经办。
//! | 产出指标 | 质量指标 | 平台建设 | 加强乡镇（街办）平台建设 |
//! ```
//! ```findings
//! 通过
//! ```

use std::collections::BTreeMap;
use std::ops::Range;

use crate::cells::{self, Cell, Role};
use crate::titles::without_titles;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C118");

/// A name in a cell, with the characters it stands at.
struct Named<'a> {
    cell: Cell<'a>,
    name: &'a str,
    full: &'a str,
    at: Range<usize>,
    level: Option<char>,
}

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let synonyms = context.table("words.organisation_synonyms")?;
    let mut first: BTreeMap<(&str, Option<char>), Vec<&str>> = BTreeMap::new();
    for cell in cells::filled(context.form()) {
        if !matches!(cell.role, Role::Prose | Role::Indicator | Role::Value) {
            continue;
        }
        out.looked();
        for named in names_in(cell, synonyms) {
            let seen = first.entry((named.full, named.level)).or_default();
            if seen.is_empty() {
                seen.push(named.name);
            } else if !seen.contains(&named.name) {
                out.fail(Hit {
                    message: format!(
                        "同一个机构在这张表里有两种叫法：前面写“{}”，这里写“{}”。",
                        seen[0], named.name
                    ),
                    remedy: format!("全表统一成一种，规范的叫法是“{}”。", named.full),
                    ..Hit::part(named.cell.text, named.at)
                });
                seen.push(named.name);
            }
        }
    }
    Ok(())
}

/// The names of the list in a cell, in order; of names in one another only the longest.
fn names_in<'a>(cell: Cell<'a>, synonyms: &'a BTreeMap<String, String>) -> Vec<Named<'a>> {
    let narrow = |text: &str| text.chars().map(model::text::narrow).collect::<String>();
    let text = narrow(&without_titles(&cell.text.text));
    let pairs = synonyms.iter().map(|(short, full)| (short.as_str(), full.as_str()));
    let fulls = synonyms.values().map(|full| (full.as_str(), full.as_str()));
    let mut found: Vec<Named<'a>> = Vec::new();
    for (name, full) in pairs.chain(fulls) {
        let length = name.chars().count();
        for (byte, _) in text.match_indices(&narrow(name)) {
            let start = text[..byte].chars().count();
            let level = text[..byte].chars().next_back().filter(|c| "省市州区县".contains(*c));
            found.push(Named { cell, name, full, at: start..start + length, level });
        }
    }
    let spans: Vec<Range<usize>> = found.iter().map(|named| named.at.clone()).collect();
    let longer = |at: &Range<usize>| {
        spans
            .iter()
            .any(|other| other.len() > at.len() && other.start <= at.start && at.end <= other.end)
    };
    found.retain(|named| !longer(&named.at));
    found.sort_by_key(|named| named.at.start);
    found.dedup_by(|a, b| a.at == b.at && a.name == b.name);
    found
}

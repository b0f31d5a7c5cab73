//! The page `docs/sources.md`: every document the packs cite, and every value nobody has yet
//! compared with its source.

use std::fmt::Write;

use model::Force;

use crate::entry::{Entry, Value};
use crate::source::Source;
use crate::{Head, Packs};

/// The page as Markdown, national pack first, then each pack below its parent.
pub fn sources_page(packs: &Packs) -> String {
    let mut keys: Vec<&str> = packs.keys().collect();
    keys.sort_by_key(|key| (packs.chain(key).len(), *key));
    let heads: Vec<&Head> = keys.iter().filter_map(|key| packs.head(key)).collect();
    let mut page = HEADING.to_owned();
    let open = heads.iter().map(|head| unverified_values(packs, &head.key).len()).sum::<usize>();
    line(&mut page, format!("未核对的值共 {open} 个。\n"));
    for head in &heads {
        line(&mut page, format!("## {}（{}）\n", head.name, head.key));
        documents(&mut page, packs.sources(&head.key).collect());
        unverified(
            &mut page,
            packs.values(&head.key).filter(|e| e.verified_on.is_none()).collect(),
        );
    }
    page
}

const HEADING: &str = "# 依据与核对情况\n\n\
由程序根据 `packs/` 生成，请勿手改；更新：`UPDATE=1 cargo test -p policy`。\n\
「未核对」指还没有人拿原文对过；「条款待核」指条款号还没有人见过。文号不明的一律不写。\n\n";

fn documents(page: &mut String, sources: Vec<&Source>) {
    if sources.is_empty() {
        return;
    }
    line(
        page,
        "### 文件\n\n| key | 题名 | 文号 | 印发 | 效力 | 怎样看到的 | 可信程度 | 说明 |\n|---|---|---|---|---|---|---|---|",
    );
    for source in sources {
        let issued = match source.issued.as_str() {
            "unknown" => "待核",
            "none" => "—",
            day => day,
        };
        let number = if source.number.is_empty() { "—" } else { &source.number };
        let (force, trust) = (force(source.force), source.trust.describe());
        let cells =
            [&source.key, &source.title, number, issued, force, &source.seen, trust, &source.note];
        row(page, &cells);
    }
    line(page, "");
}

fn unverified_values<'p>(packs: &'p Packs, pack: &str) -> Vec<&'p Entry> {
    packs.values(pack).filter(|entry| entry.verified_on.is_none()).collect()
}

fn unverified(page: &mut String, entries: Vec<&Entry>) {
    line(page, format!("### 未核对的值（{} 个）\n", entries.len()));
    if entries.is_empty() {
        return;
    }
    line(page, "| 值 | 现写 | 起用 | 依据 | 说明 |\n|---|---|---|---|---|");
    for entry in entries {
        let mut from = entry.from.to_string();
        if let Some(last) = entry.until {
            from = format!("{from} 至 {last}");
        }
        let cells = [&entry.key, &short(entry), &from, &entry.citation.to_string(), &entry.note];
        row(page, &cells.map(String::as_str));
    }
    line(page, "");
}

/// The value in a few characters: lists only say how long they are.
fn short(entry: &Entry) -> String {
    match &entry.value {
        Value::Text(text) => format!("{text}{}", entry.unit),
        Value::Integer(number) => format!("{number}{}", entry.unit),
        Value::Boolean(true) => "是".to_owned(),
        Value::Boolean(false) => "否".to_owned(),
        Value::Words(words) => format!("{} 个词", words.len()),
        Value::Table(table) => format!("{} 项对照", table.len()),
    }
}

fn force(force: Force) -> &'static str {
    match force {
        Force::Binding => "约束",
        Force::Reference => "参照",
        Force::Practice => "惯例",
    }
}

fn row(page: &mut String, cells: &[&str]) {
    let cells: Vec<String> =
        cells.iter().map(|cell| cell.replace('|', "\\|").replace('\n', " ")).collect();
    line(page, format!("| {} |", cells.join(" | ")));
}

fn line(page: &mut String, text: impl AsRef<str>) {
    writeln!(page, "{}", text.as_ref()).expect("writing to a String never fails");
}

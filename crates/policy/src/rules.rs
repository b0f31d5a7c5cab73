//! What must hold between the entries of a pack and of its parents before it loads.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use model::Force;

use crate::entry::{Entry, Value};
use crate::local::Expression;
use crate::pack::Pack;
use crate::source::Source;
use crate::{Layout, PackError};

/// Orders the dated entries of every key and refuses contradictions.
pub(crate) fn check(pack: &mut Pack, parents: &[&Pack]) -> Result<(), PackError> {
    for entries in pack.values.values_mut() {
        entries.sort_by_key(|entry| entry.from);
        for pair in entries.windows(2) {
            let (earlier, later) = (&pair[0], &pair[1]);
            if let Some(problem) = overlap(earlier.from, earlier.until, later.from) {
                return Err(error(later, problem));
            }
        }
        for entry in entries.iter() {
            fits_the_parent(entry, parents)?;
            severity_has_its_basis(entry)?;
        }
    }
    check_layouts(&mut pack.layouts)?;
    check_local_checks(pack, parents)
}

/// Versions of one local check follow each other, and the word lists it asks for exist.
fn check_local_checks(pack: &mut Pack, parents: &[&Pack]) -> Result<(), PackError> {
    pack.checks.sort_by(|a, b| (&a.code, a.from).cmp(&(&b.code, b.from)));
    for pair in pack.checks.windows(2).filter(|pair| pair[0].code == pair[1].code) {
        let (earlier, later) = (&pair[0], &pair[1]);
        if let Some(problem) = overlap(earlier.from, earlier.until, later.from) {
            let problem = format!(
                "编号 {} 已经给了“{}”（{}）。另一项检查请换一个没有用过的编号；是同一项检查的新写法，{problem}",
                earlier.code, earlier.name, earlier.file
            );
            return Err(PackError::new(&later.file, &later.code, problem));
        }
    }
    for check in &pack.checks {
        for key in check.expressions().flat_map(Expression::words) {
            let mut packs = std::iter::once(&*pack).chain(parents.iter().copied());
            let found = packs.find_map(|pack| pack.values.get(key)?.first());
            if !found.is_some_and(|entry| matches!(entry.value, Value::Words(_))) {
                let problem = match found {
                    Some(_) => format!("“{key}”不是词表（不是词的列表）"),
                    None => {
                        format!("没有词表“{key}”，本包和上级包都没有；请在本包的 words/ 里写上")
                    }
                };
                return Err(PackError::new(&check.file, &check.code, problem));
            }
        }
    }
    Ok(())
}

/// A layout may have several versions, which follow each other like values do.
fn check_layouts(layouts: &mut [Arc<Layout>]) -> Result<(), PackError> {
    layouts.sort_by(|a, b| (&a.key, a.from).cmp(&(&b.key, b.from)));
    for pair in layouts.windows(2).filter(|pair| pair[0].key == pair[1].key) {
        let (earlier, later) = (&pair[0], &pair[1]);
        if let Some(problem) = overlap(earlier.from, earlier.until, later.from) {
            return Err(PackError::new(&later.file, &later.key, problem));
        }
    }
    Ok(())
}

/// A source key means one document in the whole chain, so that a citation cannot be swapped.
pub(crate) fn sources_once(
    file: &str,
    sources: &BTreeMap<String, Source>,
    parents: &[&Pack],
) -> Result<(), PackError> {
    for key in sources.keys() {
        if let Some(parent) = parents.iter().find(|parent| parent.sources.contains_key(key)) {
            let problem = format!("上级包 {} 已登记这个依据，直接引用即可", parent.head.key);
            return Err(PackError::new(file, key, problem));
        }
    }
    Ok(())
}

/// What is wrong when an earlier period has not ended before the later one begins.
fn overlap(from: NaiveDate, until: Option<NaiveDate>, later: NaiveDate) -> Option<String> {
    if until.is_some_and(|last| last < later) {
        return None;
    }
    let until = until.map_or("没有写 until".to_owned(), |last| format!("用到 {last}"));
    Some(format!(
        "适用时间重叠：{from} 起的一条{until}，与 {later} 起的一条重叠；请给前一条写上更早的「until」"
    ))
}

/// An override keeps the kind of value, and only what exists can be added to.
fn fits_the_parent(entry: &Entry, parents: &[&Pack]) -> Result<(), PackError> {
    let inherited =
        parents.iter().find_map(|parent| Some((parent, parent.values.get(&entry.key)?)));
    let Some((parent, versions)) = inherited else {
        if entry.extends {
            return Err(error(entry, "上级包没有这个词表，无从补充；请去掉「extend」"));
        }
        return Ok(());
    };
    match versions.iter().find(|version| !version.value.fits(&entry.value)) {
        None => Ok(()),
        Some(version) => Err(error(
            entry,
            format!(
                "上级包 {} 中这个值是{}，这里写成了{}；请写同一种",
                parent.head.key,
                version.value.kind(),
                entry.value.kind()
            ),
        )),
    }
}

/// R5: an error may rest only on binding texts, on arithmetic or on the form's own filling rule.
fn severity_has_its_basis(entry: &Entry) -> Result<(), PackError> {
    let mut parts = entry.key.split('.');
    if parts.next() != Some("checks") || !parts.nth(1).is_some_and(|p| p.starts_with("severity")) {
        return Ok(());
    }
    match &entry.value {
        Value::Text(text) if text == "error" && entry.citation.force != Force::Binding => {
            let problem = format!(
                "error 只能依据有约束力的文件、算术关系或本表填报说明，而「{}」不是（force 不是 binding）；请改为 warning 或换依据",
                entry.source
            );
            Err(error(entry, problem))
        }
        Value::Text(text) if matches!(text.as_str(), "error" | "warning" | "advice") => Ok(()),
        _ => Err(error(entry, "严重程度应写 \"error\"、\"warning\" 或 \"advice\"")),
    }
}

fn error(entry: &Entry, problem: impl Into<String>) -> PackError {
    PackError::new(&entry.file, &entry.key, problem)
}

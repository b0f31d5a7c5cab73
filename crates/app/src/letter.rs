//! Findings as a reviewer's letter: errors first, then what must be answered, advice last; each
//! with the row of the form and the cell marked in it.

use std::fmt::Write;

use checks::Report;
use model::form::Field;
use model::text::fold;
use model::{Finding, Form, Outcome, Place, Severity, Text};

use crate::load::Loaded;
use crate::read;

/// Longest cell text shown in a row; the marked cell is cut around the quote.
const CELL: usize = 28;

/// The letter.
pub fn write(packs: &policy::Packs, loaded: &Loaded, report: &Report) -> String {
    let mut out = String::new();
    for file in &loaded.files {
        _ = match (&file.error, &file.nothing) {
            (Some(error), _) => writeln!(out, "{}：读不了。{error}", file.file),
            (None, Some(nothing)) => writeln!(out, "{}：0 张表。{nothing}", file.file),
            (None, None) => writeln!(out, "{}：{} 张表", file.file, file.forms),
        };
    }
    if !loaded.forms.is_empty() {
        judged_by(&mut out, packs, loaded);
    }
    let failed = |severity| {
        let wanted = move |f: &&Finding| f.outcome == Outcome::Fail && f.severity == severity;
        report.findings.iter().filter(wanted).collect::<Vec<_>>()
    };
    section(&mut out, loaded, "错误（不改正不能报送）", &failed(Severity::Error));
    section(&mut out, loaded, "需答复（改正，或说明理由）", &failed(Severity::Warning));
    let advice: Vec<&Finding> = loaded.findings.iter().chain(failed(Severity::Advice)).collect();
    section(&mut out, loaded, "建议（可不理会）", &advice);
    let open: Vec<&Finding> =
        report.findings.iter().filter(|f| f.outcome == Outcome::CannotDecide).collect();
    section(&mut out, loaded, "不能判断（既不算通过，也不算错）", &open);
    totals(&mut out, loaded, report);
    out
}

fn judged_by(out: &mut String, packs: &policy::Packs, loaded: &Loaded) {
    let mut used: Vec<&String> = loaded.packs.iter().collect();
    used.sort();
    used.dedup();
    let named = used.iter().map(|pack| {
        let name = packs.head(pack).map_or("", |head| head.name.as_str());
        format!("{name}（{pack}，版本 {}）", packs.version(pack).unwrap_or("不明"))
    });
    _ = writeln!(out, "规则包：{}", named.collect::<Vec<_>>().join("、"));
}

fn section(out: &mut String, loaded: &Loaded, title: &str, findings: &[&Finding]) {
    if findings.is_empty() {
        return;
    }
    let mut groups: Vec<&str> = findings.iter().map(|finding| finding.group.as_str()).collect();
    groups.sort_unstable();
    groups.dedup();
    _ = writeln!(out, "\n━━ {title}：{} 件事，{} 处 ━━", groups.len(), findings.len());
    for finding in findings {
        one(out, loaded, finding);
    }
}

fn one(out: &mut String, loaded: &Loaded, finding: &Finding) {
    let name = checks::explain(&finding.code)
        .map(|check| check.title)
        .or_else(|| office::notes::note(&finding.code).map(|note| note.name));
    let form = finding.form.and_then(|index| loaded.forms.get(index));
    let subject = form.map(subject).unwrap_or_default();
    let place = finding.place.as_ref().map(|place| format!("　{place}")).unwrap_or_default();
    _ = writeln!(out, "\n{} {}　{subject}{place}", finding.code, name.unwrap_or(""));
    if let (Some(form), Some(place)) = (form, &finding.place) {
        row(out, form, place, &finding.quote);
    }
    _ = writeln!(out, "  问题：{}", finding.message);
    if !finding.remedy.is_empty() {
        _ = writeln!(out, "  怎么改：{}", finding.remedy);
    }
    let basis: Vec<String> = finding.basis.iter().map(ToString::to_string).collect();
    if !basis.is_empty() {
        _ = writeln!(out, "  依据：{}", basis.join("；"));
    }
}

/// What a form is about, in a few words.
fn subject(form: &Form) -> String {
    let name = form.filled(Field::Project).or(form.filled(Field::Unit)).unwrap_or("（无名称）");
    format!("{}《{}》", read::kind(form.kind), fold(name))
}

/// The row of the form the place is in, its cell marked.
fn row(out: &mut String, form: &Form, place: &Place, quote: &str) {
    let mut cells: Vec<&Text> = texts(form).filter(|text| same_row(text, place)).collect();
    cells.sort_by_key(|text| text.place.as_ref().map(|place| place.column));
    cells.dedup_by_key(|text| text.place.as_ref().map(|place| place.column));
    if cells.is_empty() {
        return;
    }
    let shown = cells.iter().map(|text| {
        let marked = text.place.as_ref().is_some_and(|own| own.column == place.column);
        let folded = fold(&text.text);
        if marked { format!("▶{}◀", around(&folded, &fold(quote))) } else { cut(&folded, CELL) }
    });
    _ = writeln!(out, "  │ {} │", shown.collect::<Vec<_>>().join(" │ "));
}

fn same_row(text: &Text, place: &Place) -> bool {
    text.place
        .as_ref()
        .is_some_and(|own| own.file == place.file && own.part == place.part && own.row == place.row)
}

fn texts(form: &Form) -> impl Iterator<Item = &Text> {
    let money = form.money.iter().flat_map(|row| row.amounts.values().map(|amount| &amount.text));
    let tasks = form.tasks.iter().flat_map(|task| task.cells.values());
    let rows = form.indicators.iter().flat_map(|row| row.cells.values());
    let unknown = form.unknown.iter().map(|(_, text)| text);
    form.fields.values().chain(money).chain(tasks).chain(rows).chain(unknown)
}

/// The part of a text around the quote.
fn around(text: &str, quote: &str) -> String {
    let total = text.chars().count();
    if total <= 2 * CELL {
        return text.to_owned();
    }
    let at = text.find(quote).map_or(0, |byte| text[..byte].chars().count());
    let start = at.saturating_sub(CELL / 2);
    let length = (quote.chars().count() + CELL).min(3 * CELL);
    let middle: String = text.chars().skip(start).take(length).collect();
    let before = if start > 0 { "…" } else { "" };
    let after = if start + length < total { "…" } else { "" };
    format!("{before}{middle}{after}")
}

fn cut(text: &str, length: usize) -> String {
    match text.char_indices().nth(length) {
        Some((byte, _)) => format!("{}…", &text[..byte]),
        None => text.to_owned(),
    }
}

fn totals(out: &mut String, loaded: &Loaded, report: &Report) {
    let forms = loaded.forms.len();
    let rows: usize = loaded.forms.iter().map(|form| form.indicators.len()).sum();
    let [pass, fail, none, open] =
        [Outcome::Pass, Outcome::Fail, Outcome::NotApplicable, Outcome::CannotDecide]
            .map(|outcome| report.count(outcome));
    _ = writeln!(
        out,
        "\n合计：{forms} 张表，{rows} 行指标；检查 {} 项次：通过 {pass}，有问题 {fail}，不适用 {none}，不能判断 {open}。",
        pass + fail + none + open
    );
}

//! The report as one page: the summary, the reviewer's letter, every form drawn with its findings.
//!
//! One file without script or outside resource, so that it can be mailed, opened years later and
//! printed. It says what the checks said; it decides nothing.

use std::collections::BTreeSet;

use askama::Template;
use model::{Finding, MoneyUnit, Outcome};

use super::located::Located;
use super::sheet::{self, Sheet};
use super::ties;
use crate::reviewed::{clean, short_basis_of, short_name, title_of, total, verdict};
use crate::{Cause, Kind, Reviewed};

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    style: &'static str,
    toolbar: &'a str,
    files: Vec<FileLine>,
    packs: String,
    verdict: Verdict,
    overview: Vec<FormLine>,
    totals: Vec<usize>,
    sum: String,
    sections: Vec<Section>,
    documents: Vec<String>,
    counts: String,
    sheets: Vec<Sheet>,
    /// Forms for which there is no official layout.
    undrawn: Vec<String>,
    ties: Option<ties::Drawn>,
}

/// A file and what was found in it.
struct FileLine {
    name: String,
    says: String,
    bad: bool,
}

/// Whether the whole may be handed in.
struct Verdict {
    class: &'static str,
    word: &'static str,
    text: String,
}

/// A row of the overview.
struct FormLine {
    number: usize,
    href: String,
    kind: &'static str,
    name: String,
    amount: String,
    counts: Vec<Count>,
    class: &'static str,
    verdict: &'static str,
}

/// A number of the overview with the class that colours it; nothing is printed for 0.
struct Count {
    class: &'static str,
    number: usize,
}

/// One part of the letter.
struct Section {
    id: &'static str,
    class: &'static str,
    ordinal: &'static str,
    title: String,
    folded: bool,
    items: Vec<Item>,
}

/// One cause.
struct Item {
    /// Whose it is, where that differs from the item before.
    heading: String,
    heading_href: String,
    id: String,
    class: &'static str,
    label: String,
    /// The form, where the heading does not name it.
    form: String,
    title: &'static str,
    code: String,
    place: String,
    href: String,
    source: String,
    message: String,
    remedy: String,
    basis: String,
    evidence: Vec<Evidence>,
}

/// Another finding with the same cause.
struct Evidence {
    place: String,
    href: String,
    message: String,
}

/// The page; `toolbar` is HTML put above it, with which the server lets people take results away.
pub fn report_page(reviewed: &Reviewed, toolbar: &str) -> String {
    let causes = reviewed.causes();
    let located = Located::new(*reviewed);
    let numbers = ties::Cells::new(reviewed);
    let sheets = 0..reviewed.sheets.len();
    let sheets = sheets.map(|index| {
        let linked = numbers.of_sheet(index);
        sheet::sheet(reviewed, &causes, &located, &linked, index)
    });
    let overview = (0..reviewed.forms.len()).map(|form| form_line(reviewed, &causes, form));
    let page = Page {
        style: include_str!("report.css"),
        toolbar,
        files: files(reviewed),
        packs: reviewed.packs.join("、"),
        verdict: whole_verdict(reviewed, &causes),
        overview: overview.collect(),
        totals: Kind::COUNTED.map(|kind| count(&causes, kind)).to_vec(),
        sum: sum(reviewed),
        sections: sections(reviewed, &causes, &located),
        documents: documents(&causes),
        counts: counts(reviewed),
        sheets: sheets.collect(),
        undrawn: undrawn(reviewed),
        ties: ties::draw(&numbers),
    };
    let text = page.render().expect("invariant: the template writes to memory and calls nothing");
    clean(&text)
}

fn files(reviewed: &Reviewed) -> Vec<FileLine> {
    let line = |file: &office::json::FileJson| {
        let (says, bad) = match (&file.error, &file.nothing) {
            (Some(error), _) => (format!("读不了：{error}"), true),
            (None, Some(nothing)) => (format!("0 张表：{nothing}"), true),
            (None, None) => (format!("{} 张表", file.forms), false),
        };
        FileLine { name: file.file.clone(), says, bad }
    };
    reviewed.files.iter().map(line).collect()
}

fn count(causes: &[Cause], kind: Kind) -> usize {
    causes.iter().filter(|cause| cause.kind == kind).count()
}

fn whole_verdict(reviewed: &Reviewed, causes: &[Cause]) -> Verdict {
    let [errors, warnings, advice, open] = Kind::COUNTED.map(|kind| count(causes, kind));
    let (kind, word) = verdict(causes.iter().map(|cause| cause.kind));
    let mut says = Vec::new();
    if errors > 0 {
        says.push(format!("先改正 {errors} 件错误"));
    }
    if warnings > 0 {
        says.push(format!("{warnings} 件须改正或者说明理由"));
    }
    if open > 0 {
        says.push(format!("{open} 类不能判断，须人工查看"));
    }
    if advice > 0 {
        says.push(format!("建议 {advice} 类，可不理会"));
    }
    if says.is_empty() {
        says.push("所查各项都没有问题".to_owned());
    }
    if reviewed.files.iter().any(|file| file.error.is_some()) {
        says.push("有文件读不了，不在其内".to_owned());
    }
    if reviewed.forms.is_empty() {
        let text = "没有读到绩效表，什么也没有查".to_owned();
        return Verdict { class: Kind::Open.class(), word: "没有表", text };
    }
    Verdict { class: kind.class(), word, text: says.join("；") + "。" }
}

fn form_line(reviewed: &Reviewed, causes: &[Cause], index: usize) -> FormLine {
    let form = &reviewed.forms[index];
    let touching = || causes.iter().filter(|cause| cause.touches(index));
    let (kind, verdict) = verdict(touching().map(|cause| cause.kind));
    let counts = Kind::COUNTED.map(|kind| Count {
        class: kind.class(),
        number: touching().filter(|cause| cause.kind == kind).count(),
    });
    FormLine {
        number: index + 1,
        href: sheet::sheet_of(reviewed, index).map_or(String::new(), |sheet| format!("s{sheet}")),
        kind: form.kind.chinese(),
        name: short_name(form),
        amount: total(form).map_or(String::new(), |money| money.display_in(MoneyUnit::WanYuan, 2)),
        counts: counts.into(),
        class: kind.class(),
        verdict,
    }
}

/// The money of the project forms together; the department's own form holds the same money.
fn sum(reviewed: &Reviewed) -> String {
    let projects = reviewed.forms.iter().filter(|form| form.kind == model::FormKind::Project);
    let mut amounts = projects.map(total).peekable();
    if amounts.peek().is_none() {
        return String::new();
    }
    let zero = model::Money::from_fen(0);
    let sum = amounts.try_fold(zero, |sum, amount| sum.checked_add(amount?));
    sum.map_or(String::new(), |sum| sum.display_in(MoneyUnit::WanYuan, 2))
}

fn sections(reviewed: &Reviewed, causes: &[Cause], located: &Located) -> Vec<Section> {
    let titles = [
        ("errors", "一", "错误：不改正不能提交", "件"),
        ("answers", "二", "须答复：改正，或者说明理由", "件"),
        ("advice", "三", "建议：可不理会", "类"),
        ("open", "四", "不能判断：既不算通过，也不算错", "类"),
        ("notes", "五", "读取说明：程序读文件时做了什么", "类"),
    ];
    let sections =
        Kind::ALL.into_iter().zip(titles).map(|(kind, (id, ordinal, title, measure))| {
            let of_kind = causes.iter().filter(|cause| cause.kind == kind);
            let mut items: Vec<Item> =
                of_kind.map(|cause| item(reviewed, cause, located)).collect();
            for index in (1..items.len()).rev() {
                if items[index].heading == items[index - 1].heading {
                    items[index].heading.clear();
                }
            }
            let title = format!("{title}（{} {measure}）", items.len());
            let folded = !matches!(kind, Kind::Error | Kind::Warning);
            Section { id, class: kind.class(), ordinal, title, folded, items }
        });
    sections.filter(|section| !section.items.is_empty()).collect()
}

/// Whose an item is; advice goes by its kind and needs no heading.
fn heading(reviewed: &Reviewed, cause: &Cause) -> String {
    match cause.head().form {
        _ if cause.kind > Kind::Warning => String::new(),
        _ if cause.is_shared() => "几张表共有".to_owned(),
        Some(form) => reviewed.subject(form),
        None => "整份文件".to_owned(),
    }
}

fn item(reviewed: &Reviewed, cause: &Cause, located: &Located) -> Item {
    let head = cause.head();
    let sheet = head.form.and_then(|form| sheet::sheet_of(reviewed, form));
    let others = cause.findings[1..].iter();
    let (place, href) = target(cause, head, located, sheet);
    let one_form = sheet.filter(|_| !cause.is_shared());
    Item {
        heading: heading(reviewed, cause),
        heading_href: one_form.map_or(String::new(), |sheet| format!("s{sheet}")),
        form: head
            .form
            .filter(|_| cause.is_shared() || cause.kind > Kind::Warning)
            .map_or(String::new(), |form| short_name(&reviewed.forms[form])),
        id: format!("i{}", cause.number),
        class: cause.kind.class(),
        label: cause.label(),
        title: title_of(&head.code),
        code: head.code.clone(),
        place,
        href,
        source: head.place.as_ref().map_or(String::new(), ToString::to_string),
        message: head.message.clone(),
        remedy: head.remedy.clone(),
        basis: short_basis_of(head),
        evidence: others.map(|finding| evidence(reviewed, cause, finding, located)).collect(),
    }
}

fn evidence(reviewed: &Reviewed, cause: &Cause, finding: &Finding, located: &Located) -> Evidence {
    let sheet = finding.form.and_then(|form| sheet::sheet_of(reviewed, form));
    let (place, href) = target(cause, finding, located, sheet);
    let elsewhere = finding.form.filter(|_| finding.form != cause.head().form);
    let form = elsewhere.map(|form| short_name(&reviewed.forms[form]) + "　");
    Evidence { place: form.unwrap_or_default() + &place, href, message: finding.message.clone() }
}

/// What the cell of a finding is called, and the anchor to go to: the cell, else the note under
/// the form, else nowhere.
fn target(
    cause: &Cause,
    finding: &Finding,
    located: &Located,
    sheet: Option<usize>,
) -> (String, String) {
    if let Some(spot) = located.spot(finding) {
        return (located.name(spot), sheet::cell_anchor(cause, spot));
    }
    let noted = sheet.filter(|_| cause.kind < Kind::Open);
    let anchor = noted.map(|sheet| sheet::note_anchor(cause, sheet));
    ("全表".to_owned(), anchor.unwrap_or_default())
}

/// The documents the findings rest on, in full, each once; what has no number is said in full
/// where it is cited.
fn documents(causes: &[Cause]) -> Vec<String> {
    let findings = causes.iter().flat_map(|cause| &cause.findings);
    let cited =
        findings.flat_map(|finding| &finding.basis).filter(|basis| !basis.number.is_empty());
    let named: BTreeSet<String> =
        cited.map(|basis| format!("{}《{}》", basis.number, basis.title)).collect();
    named.into_iter().collect()
}

fn undrawn(reviewed: &Reviewed) -> Vec<String> {
    let forms = 0..reviewed.forms.len();
    let undrawn = forms.filter(|form| sheet::sheet_of(reviewed, *form).is_none());
    undrawn.map(|form| reviewed.subject(form)).collect()
}

fn counts(reviewed: &Reviewed) -> String {
    let [pass, fail, none, open] =
        [Outcome::Pass, Outcome::Fail, Outcome::NotApplicable, Outcome::CannotDecide]
            .map(|outcome| reviewed.report.count(outcome));
    let rows: usize = reviewed.forms.iter().map(|form| form.indicators.len()).sum();
    format!(
        "{} 张表、{rows} 行指标，查了 {} 项次：通过 {pass}，有问题 {fail}，不适用 {none}，不能判断 {open}",
        reviewed.forms.len(),
        pass + fail + none + open
    )
}

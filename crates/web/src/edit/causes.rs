//! The list beside the table: each cause opens to why, clause, remedy, repairs and an answer.
//!
//! Causes are those of the run, answered once each; what is answered stays in the list and says
//! by whom.

use askama::Template;
use model::form::{Column, Edit, Path};
use model::{Finding, Form, Place};
use office::lay_out::Laid;

use super::Waived;
use super::names::name_of;
use crate::pages::located::{Located, short};
use crate::reviewed::{short_basis_of, short_name, title_of};
use crate::{Cause, Kind, Reviewed};

/// Most other forms called by name.
const NAMED: usize = 3;

/// The edited form among those judged with it.
pub(super) struct Drawn<'a> {
    pub reviewed: &'a Reviewed<'a>,
    pub located: &'a Located<'a>,
    pub form: usize,
    pub sheet: usize,
}

/// The list as the template shows it.
#[derive(Template)]
#[template(path = "edit/causes.html")]
pub(super) struct List {
    sections: Vec<Section>,
}

struct Section {
    class: &'static str,
    title: String,
    causes: Vec<Item>,
}

/// One cause.
struct Item {
    number: usize,
    /// The group its findings have.
    cause: String,
    class: &'static str,
    label: String,
    title: &'static str,
    code: String,
    points: Vec<Point>,
    /// What to do, where it is the same for every point.
    remedy: String,
    basis: String,
    repairs: Vec<Repair>,
    /// Other forms with the same cause.
    elsewhere: String,
    /// Whether it may be answered with a reason.
    answerable: bool,
    reason: String,
    who: String,
}

/// One finding.
struct Point {
    place: String,
    /// Name of the control; "" when no cell shows it.
    name: String,
    quote: String,
    message: String,
    remedy: String,
}

/// A repair that cannot change the meaning.
struct Repair {
    text: String,
    /// The steps as JSON.
    edits: String,
}

/// The answer a cause has been given.
pub(super) fn waived<'w>(cause: &Cause, waived: &'w [Waived]) -> Option<&'w Waived> {
    // An error is never answered away, whatever is on record.
    let answers = waived.iter().find(|waived| waived.cause == cause.head().group);
    answers.filter(|_| cause.kind != Kind::Error)
}

/// What people call a cell the official form has no room for.
pub(super) fn label_of(form: &Form, path: &Path) -> String {
    match path {
        Path::Field(_) => "表头的其他内容".to_owned(),
        Path::Money(row, fund) => format!("{}的{}", row.chinese(), fund.chinese()),
        Path::Indicator(row, _) => {
            let name = form.indicators.get(*row).map(|row| row.folded(Column::Level3));
            format!("「{}」的其他内容", short(&name.unwrap_or_default(), 18))
        }
        Path::Task(row, _) => format!("年度主要任务第{}项的其他内容", row + 1),
    }
}

impl<'a> Drawn<'a> {
    pub(super) fn laid(&self) -> &'a Laid {
        &self.reviewed.sheets[self.sheet]
    }

    pub(super) fn form(&self) -> &'a Form {
        &self.reviewed.forms[self.form]
    }

    /// Filled cells of the form for which the drawing has no room.
    pub(super) fn unplaced(&self) -> impl Iterator<Item = &'a Path> {
        let own = self.laid().unplaced.iter().filter(|(form, _)| *form == self.form);
        own.map(|(_, path)| path)
    }

    /// The texts in the cell a finding is about; none when it is about no cell of this form.
    pub(super) fn paths_of(&self, finding: &Finding) -> Vec<Path> {
        if finding.form.is_some_and(|form| form != self.form) {
            return Vec::new();
        }
        let spot = self.located.spot(finding);
        if let Some(spot) = spot.filter(|spot| spot.sheet == self.sheet && spot.form == self.form) {
            let shown = self.laid().shown.iter();
            let same = shown.filter(|own| own.cell == spot.cell && own.form == self.form);
            let mut paths: Vec<Path> = same.map(|own| own.path.clone()).collect();
            paths.dedup();
            return paths;
        }
        let Some(place) = &finding.place else { return Vec::new() };
        let at = |path: &&Path| {
            let own = self.form().at(path).and_then(|text| text.place.as_ref());
            own.is_some_and(|own| whole(own) == whole(place))
        };
        self.unplaced().find(at).cloned().into_iter().collect()
    }

    /// What people call the cell of a finding.
    fn name(&self, finding: &Finding, paths: &[Path]) -> String {
        match (self.located.spot(finding), paths.first()) {
            (_, None) => "全表".to_owned(),
            (Some(spot), Some(_)) => self.located.name(spot),
            (None, Some(path)) => label_of(self.form(), path),
        }
    }
}

/// The causes of the form by kind.
pub(super) fn list(drawn: &Drawn, causes: &[Cause], answers: &[Waived]) -> List {
    let titles = [
        (Kind::Error, "错误：不改正不能提交"),
        (Kind::Warning, "须答复：改正，或者说明理由"),
        (Kind::Advice, "建议：可不理会"),
        (Kind::Open, "不能判断：请自己核对"),
    ];
    let sections = titles.map(|(kind, title)| {
        let own = causes.iter().filter(|cause| cause.kind == kind);
        let causes: Vec<Item> = own.map(|cause| item(drawn, cause, answers)).collect();
        Section { class: kind.class(), title: format!("{title}（{}）", causes.len()), causes }
    });
    List { sections: sections.into_iter().filter(|own| !own.causes.is_empty()).collect() }
}

fn item(drawn: &Drawn, cause: &Cause, answers: &[Waived]) -> Item {
    let own = cause.findings.iter().copied();
    let own: Vec<&Finding> = own.filter(|finding| finding.form == Some(drawn.form)).collect();
    let lead = own.first().copied().unwrap_or(cause.head());
    let alike = own.iter().all(|finding| finding.remedy == lead.remedy);
    let points = own.iter().map(|finding| {
        let paths = drawn.paths_of(finding);
        Point {
            place: drawn.name(finding, &paths),
            name: name_of(&paths),
            quote: finding.quote.clone(),
            message: finding.message.clone(),
            remedy: if alike { String::new() } else { finding.remedy.clone() },
        }
    });
    let answer = waived(cause, answers);
    Item {
        number: cause.number,
        cause: cause.head().group.clone(),
        class: if answer.is_some() { "waived" } else { cause.kind.class() },
        label: cause.label(),
        title: title_of(&lead.code),
        code: lead.code.clone(),
        points: points.collect(),
        remedy: if alike { lead.remedy.clone() } else { String::new() },
        basis: short_basis_of(lead),
        repairs: repairs(drawn, &own),
        elsewhere: elsewhere(drawn, cause),
        answerable: cause.kind == Kind::Warning,
        reason: answer.map_or(String::new(), |answer| answer.reason.clone()),
        who: answer.map_or(String::new(), |answer| answer.who.clone()),
    }
}

/// Other forms the cause is about, by name.
fn elsewhere(drawn: &Drawn, cause: &Cause) -> String {
    let mut names: Vec<String> = Vec::new();
    let others = cause.findings.iter().filter_map(|finding| finding.form);
    for form in others.filter(|form| *form != drawn.form) {
        let name = format!("《{}》", short_name(&drawn.reviewed.forms[form]));
        if !names.contains(&name) {
            names.push(name);
        }
    }
    match names.len() {
        0..=NAMED => names.join(""),
        all => format!("{}等 {all} 张表", names[..NAMED].join("")),
    }
}

/// The repairs of a cause: each by itself, and all together where there are several.
fn repairs(drawn: &Drawn, findings: &[&Finding]) -> Vec<Repair> {
    let mut repairs: Vec<Repair> = Vec::new();
    let mut all: Vec<Edit> = Vec::new();
    for finding in findings {
        let Some(fix) = &finding.fix else { continue };
        let replace = |path: Path| {
            let at = drawn.form().at(&path).and_then(|text| start(finding, text));
            let (quote, text) = (finding.quote.clone(), fix.replacement.clone());
            Edit::Replace { path, at, quote, text }
        };
        let edits: Vec<Edit> = drawn.paths_of(finding).into_iter().map(replace).collect();
        if edits.is_empty() {
            continue;
        }
        let (old, new) = (short(&finding.quote, 16), short(&fix.replacement, 16));
        let text = match fix.replacement.as_str() {
            "" => format!("删去“{old}”"),
            _ if old == new => "去掉多余的空格".to_owned(),
            _ => format!("“{old}”改成“{new}”"),
        };
        all.splice(0..0, edits.iter().cloned());
        repairs.push(Repair { text, edits: json(&edits) });
    }
    if repairs.len() > 1 {
        let text = format!("{} 处一起改", repairs.len());
        repairs.insert(0, Repair { text, edits: json(&all) });
    }
    repairs
}

fn json(edits: &[Edit]) -> String {
    serde_json::to_string(edits).expect("invariant: steps are plain JSON")
}

/// Where the words of a finding begin in a text, counted in the whole of it.
fn start(finding: &Finding, text: &model::Text) -> Option<usize> {
    let place = finding.place.as_ref()?;
    let start = place.span?.start as usize;
    let own = text.place.as_ref()?;
    if let Some(span) = own.span {
        return start.checked_sub(span.start as usize);
    }
    let (Some(first), Some(named)) = (own.paragraph, place.paragraph) else { return Some(start) };
    let before = named.checked_sub(first)? as usize;
    let lines = text.text.split('\n').take(before);
    Some(start + lines.map(|line| line.chars().count() + 1).sum::<usize>())
}

/// The cell of a place, or its line where it stands outside any table.
fn whole(place: &Place) -> Place {
    let paragraph = place.paragraph.filter(|_| place.row == 0);
    Place { paragraph, span: None, rect: None, ..place.clone() }
}

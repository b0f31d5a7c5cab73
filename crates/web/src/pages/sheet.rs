//! A form drawn as its official table, with the findings at their cells and a note for each cause.

use std::collections::{BTreeMap, BTreeSet};

use model::{Cell, Finding, Ink, Role};
use office::lay_out::Laid;

use super::located::{Located, Spot};
use super::ties;
use crate::reviewed::{short_basis_of, title_of};
use crate::{Cause, Kind, Reviewed};

/// One drawn form as the template shows it.
pub(crate) struct Sheet {
    pub id: String,
    pub number: usize,
    pub name: String,
    pub landscape: bool,
    /// Widths of the columns, as CSS.
    pub widths: Vec<String>,
    /// Lines above the frame: each with its pieces from left to right.
    pub above: Vec<Vec<Drawn>>,
    pub rows: Vec<Vec<Drawn>>,
    pub notes: Vec<Note>,
    /// Texts for which the official form has no room.
    pub unplaced: Vec<String>,
}

/// One cell.
pub(crate) struct Drawn {
    /// Its number among the cells of the drawing.
    pub index: usize,
    /// Anchor; "" where nothing leads here.
    pub id: String,
    pub heading: bool,
    pub title: bool,
    pub class: String,
    pub row_span: usize,
    pub column_span: usize,
    pub pieces: Vec<Piece>,
    pub flags: Vec<Flag>,
}

/// Characters of a cell that are marked alike.
pub(crate) struct Piece {
    pub text: String,
    /// Class of the mark; "" for plain text.
    pub mark: &'static str,
}

/// The sign at a cell that leads to its note.
pub(crate) struct Flag {
    pub id: String,
    pub class: &'static str,
    pub label: String,
    pub note: String,
    pub title: &'static str,
}

/// What a cause says about this form.
pub(crate) struct Note {
    pub id: String,
    pub number: usize,
    pub class: &'static str,
    pub label: String,
    pub title: &'static str,
    pub code: String,
    /// Where the cause is told in full, when that is on another form.
    pub elsewhere: String,
    pub points: Vec<Point>,
    /// What to do, where it is the same for every point.
    pub remedy: String,
    pub basis: String,
}

/// One finding of a note.
pub(crate) struct Point {
    pub place: String,
    /// Anchor of the cell; "" when no cell shows it.
    pub href: String,
    pub message: String,
    /// What to do here, where the points differ in that.
    pub remedy: String,
}

/// What stands at one cell: the causes, and the findings whose words are marked.
#[derive(Default)]
struct AtCell<'a> {
    causes: Vec<&'a Cause<'a>>,
    findings: Vec<(Kind, &'a Finding)>,
}

/// The anchor of a cause at a cell.
pub(crate) fn cell_anchor(cause: &Cause, spot: &Spot) -> String {
    format!("c{}-{}-{}", cause.number, spot.sheet, spot.cell)
}

/// The anchor of a cause's note on a sheet.
pub(crate) fn note_anchor(cause: &Cause, sheet: usize) -> String {
    format!("n{}-{sheet}", cause.number)
}

/// The sheet that draws a form.
pub(crate) fn sheet_of(reviewed: &Reviewed, form: usize) -> Option<usize> {
    reviewed.sheets.iter().position(|laid| laid.shown.iter().any(|shown| shown.form == form))
}

/// Draws a sheet; the cells in `linked` hold numbers that the ties lead to.
pub(crate) fn sheet(
    reviewed: &Reviewed,
    causes: &[Cause],
    located: &Located,
    linked: &BTreeSet<usize>,
    index: usize,
) -> Sheet {
    let laid = &reviewed.sheets[index];
    let mut at: BTreeMap<usize, AtCell> = BTreeMap::new();
    for cause in causes {
        for finding in &cause.findings {
            let Some(spot) = located.spot(finding).filter(|spot| spot.sheet == index) else {
                continue;
            };
            let at = at.entry(spot.cell).or_default();
            if !at.causes.iter().any(|other| other.number == cause.number) {
                at.causes.push(cause);
            }
            at.findings.push((cause.kind, finding));
        }
    }
    let grid = &laid.drawing.grid;
    let above_count = title_rows(laid);
    let row = |row: usize| {
        let cells = grid.cells.iter().enumerate().filter(|(_, cell)| cell.row == row);
        let cells = cells.map(|(cell, drawn)| Drawn {
            id: linked.get(&cell).map_or(String::new(), |cell| ties::anchor(index, *cell)),
            ..draw(drawn, at.get(&cell), (index, cell))
        });
        cells.collect()
    };
    let forms = forms_of(laid);
    Sheet {
        id: format!("s{index}"),
        number: index + 1,
        name: match forms[..] {
            [only] => reviewed.subject(only),
            _ => laid.drawing.title.clone(),
        },
        landscape: laid.drawing.landscape,
        widths: widths(laid),
        above: (0..above_count).map(row).collect(),
        rows: (above_count..grid.rows).map(row).collect(),
        notes: notes(reviewed, causes, located, index, &forms),
        unplaced: unplaced(reviewed, laid),
    }
}

fn forms_of(laid: &Laid) -> Vec<usize> {
    let mut forms: Vec<usize> = laid.shown.iter().map(|shown| shown.form).collect();
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// How many rows at the top hold the title and the line below it.
pub(crate) fn title_rows(laid: &Laid) -> usize {
    let grid = &laid.drawing.grid;
    let above = |row: usize| {
        let mut cells = grid.cells.iter().filter(|cell| cell.row == row);
        cells.any(|cell| matches!(cell.ink, Ink::Printed(Role::Title | Role::Subtitle)))
    };
    (0..grid.rows).take_while(|row| above(*row)).count()
}

pub(crate) fn widths(laid: &Laid) -> Vec<String> {
    let total: u32 = laid.drawing.widths.iter().sum::<u32>().max(1);
    let share = |width: &u32| {
        let share = u64::from(*width) * 10_000 / u64::from(total);
        format!("{}.{:02}%", share / 100, share % 100)
    };
    laid.drawing.widths.iter().map(share).collect()
}

fn unplaced(reviewed: &Reviewed, laid: &Laid) -> Vec<String> {
    let text = |(form, path): &(usize, model::form::Path)| {
        let text = reviewed.forms[*form].at(path)?;
        Some(model::text::fold(&text.text))
    };
    laid.unplaced.iter().filter_map(text).collect()
}

fn draw(cell: &Cell, at: Option<&AtCell>, (sheet, index): (usize, usize)) -> Drawn {
    let text = cell.text();
    let kind = at.and_then(|at| at.causes.iter().map(|cause| cause.kind).min());
    let long = text.chars().count() > 14 || cell.paragraphs.len() > 1;
    let align = if matches!(cell.ink, Ink::Field(_)) && long { "left" } else { "" };
    let role = match cell.ink {
        Ink::Printed(Role::Head) => "head",
        Ink::Printed(_) => "label",
        _ => "",
    };
    let classes = [align, role, kind.map_or("", Kind::class)];
    let classes: Vec<&str> = classes.into_iter().filter(|class| !class.is_empty()).collect();
    let flags = at.map(|at| &at.causes[..]).unwrap_or_default().iter().map(|cause| Flag {
        id: format!("c{}-{sheet}-{index}", cause.number),
        class: cause.kind.class(),
        label: cause.label(),
        note: note_anchor(cause, sheet),
        title: title_of(&cause.head().code),
    });
    Drawn {
        index,
        id: String::new(),
        heading: matches!(cell.ink, Ink::Printed(_)),
        title: cell.ink == Ink::Printed(Role::Title),
        class: classes.join(" "),
        row_span: cell.row_span,
        column_span: cell.column_span,
        pieces: pieces(&text, at.map(|at| &at.findings[..]).unwrap_or_default()),
        flags: flags.collect(),
    }
}

/// The text cut where marks begin and end; where marks overlap the heaviest shows.
fn pieces(text: &str, findings: &[(Kind, &Finding)]) -> Vec<Piece> {
    let characters: Vec<char> = text.chars().collect();
    let mut marks: Vec<Option<Kind>> = vec![None; characters.len()];
    for (kind, finding) in findings {
        for mark in &mut marks[quoted(&characters, finding)] {
            *mark = Some(mark.map_or(*kind, |other| other.min(*kind)));
        }
    }
    let mut pieces: Vec<Piece> = Vec::new();
    let mut start = 0;
    for run in marks.chunk_by(|a, b| a == b) {
        let text = characters[start..start + run.len()].iter().collect();
        pieces.push(Piece { text, mark: run[0].map_or("", Kind::class) });
        start += run.len();
    }
    pieces
}

/// The characters a finding quotes: those of its span when they are the quote, else where the
/// quote is found first; none when it is not there.
fn quoted(text: &[char], finding: &Finding) -> std::ops::Range<usize> {
    let quote: Vec<char> = model::text::trim(&finding.quote).chars().collect();
    let span = finding.place.as_ref().and_then(|place| place.span);
    let span = span.map(|span| span.start as usize..span.end as usize);
    if let Some(span) = span.filter(|span| text.get(span.clone()) == Some(&quote[..])) {
        return span;
    }
    if quote.is_empty() {
        return 0..0;
    }
    let start = text.windows(quote.len()).position(|window| window == quote);
    start.map_or(0..0, |start| start..start + quote.len())
}

/// A note for each cause that touches a form of the sheet, in the order of the cells.
fn notes(
    reviewed: &Reviewed,
    causes: &[Cause],
    located: &Located,
    sheet: usize,
    forms: &[usize],
) -> Vec<Note> {
    let mut notes: Vec<(Option<usize>, Note)> = Vec::new();
    for cause in causes {
        let here = |finding: &&&Finding| {
            let spot = located.spot(finding);
            spot.map_or(finding.form.is_some_and(|form| forms.contains(&form)), |spot| {
                spot.sheet == sheet
            })
        };
        let findings: Vec<&Finding> = cause.findings.iter().filter(here).copied().collect();
        let first = findings.iter().filter_map(|finding| located.spot(finding)).map(|s| s.cell);
        let first = first.min();
        // What could not be decided and stands at no cell is told once, in the letter.
        if findings.is_empty() || (cause.kind >= Kind::Open && first.is_none()) {
            continue;
        }
        notes.push((first, note(reviewed, cause, &findings, located, sheet)));
    }
    notes.sort_by_key(|(cell, _)| *cell);
    notes.into_iter().map(|(_, note)| note).collect()
}

fn note(
    reviewed: &Reviewed,
    cause: &Cause,
    findings: &[&Finding],
    located: &Located,
    sheet: usize,
) -> Note {
    let head = cause.head();
    let alike = findings.iter().all(|finding| finding.remedy == findings[0].remedy);
    let points = findings.iter().map(|finding| {
        let spot = located.spot(finding);
        Point {
            place: spot.map(|spot| located.name(spot)).unwrap_or_default(),
            href: spot.map(|spot| cell_anchor(cause, spot)).unwrap_or_default(),
            message: finding.message.clone(),
            remedy: if alike { String::new() } else { finding.remedy.clone() },
        }
    });
    let told_here = findings.iter().any(|finding| std::ptr::eq(*finding, head));
    let elsewhere = head.form.filter(|_| !told_here).map(|form| reviewed.subject(form));
    Note {
        id: note_anchor(cause, sheet),
        number: cause.number,
        class: cause.kind.class(),
        label: cause.label(),
        title: title_of(&findings[0].code),
        code: findings[0].code.clone(),
        elsewhere: elsewhere.unwrap_or_default(),
        points: points.collect(),
        remedy: if alike { findings[0].remedy.clone() } else { String::new() },
        basis: short_basis_of(findings[0]),
    }
}

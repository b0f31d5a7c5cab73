//! A declaration's official form as pages show it: drawn from its layout, findings at their cells,
//! causes in a list, remarks at the cells they are about.
//!
//! Forms are judged with the whole unit; here the one is cut out and its causes are numbered anew,
//! so that page, letter and review sheet count alike.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use checks::ties::Ties;
use desk::Judgement;
use model::Form;
use model::form::Path;
use office::lay_out::{Laid, lay_out};
use serde::Serialize;
use store::DeclarationId;
use utoipa::ToSchema;

use crate::pages::located::{Located, Spot};
use crate::pages::sheet::{self, Sheet};
use crate::reviewed::{short_basis_of, title_of};
use crate::{Cause, Kind, Reviewed};

/// A unit's judged forms with one of them drawn.
#[derive(Debug)]
pub struct Board {
    /// What was found.
    pub judgement: Arc<Judgement>,
    /// The form among the unit's.
    pub index: usize,
    forms: Vec<Form>,
    sheets: Vec<Laid>,
    packs: [String; 1],
    ties: Ties,
}

/// The form on a page.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DrawnForm {
    /// Widths of the columns, in percent.
    pub widths: Vec<String>,
    /// Lines above the frame.
    pub above: Vec<Vec<DrawnCell>>,
    /// Rows of the table.
    pub rows: Vec<Vec<DrawnCell>>,
    /// Texts for which the official form has no room.
    pub unplaced: Vec<String>,
}

/// A cell.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DrawnCell {
    /// Anchor.
    pub id: String,
    /// The cell's path in the form; "" where it is printed.
    pub path: String,
    /// Whether it is a label.
    pub heading: bool,
    /// Whether it is the title.
    pub title: bool,
    /// Its class in the style sheet.
    pub class: String,
    /// Rows it covers.
    pub row_span: usize,
    /// Columns it covers.
    pub column_span: usize,
    /// Its text, cut where marks begin and end.
    pub pieces: Vec<DrawnPiece>,
    /// Causes that stand here.
    pub flags: Vec<DrawnFlag>,
    /// Remarks that stand here: numbers and labels.
    pub remarks: Vec<(i64, String)>,
}

/// Characters that are marked alike.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DrawnPiece {
    /// The characters.
    pub text: String,
    /// Class of the mark; "" for none.
    pub mark: &'static str,
}

/// The sign of a cause at a cell.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DrawnFlag {
    /// Anchor.
    pub id: String,
    /// Number of the cause.
    pub number: usize,
    /// Class of the cause.
    pub class: &'static str,
    /// 错1.
    pub label: String,
    /// What the check is called.
    pub title: &'static str,
}

/// A cause in the list beside the form.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DrawnCause {
    /// Its number on the page.
    pub number: usize,
    /// Class of the cause.
    pub class: &'static str,
    /// 错1.
    pub label: String,
    /// What it asks: 错误, 需答复, 建议, 不能判断.
    pub asks: &'static str,
    /// What the check is called.
    pub title: &'static str,
    /// Code of the check.
    pub code: String,
    /// The key by which it is answered.
    pub key: String,
    /// Where and what, finding by finding.
    pub points: Vec<DrawnPoint>,
    /// What to do, where it is the same for every point.
    pub remedy: String,
    /// What it rests on.
    pub basis: String,
    /// The form on which it is told in full, when that is another.
    pub elsewhere: String,
    /// The reason with which the unit answered it, and who said so; "" while it has not.
    pub answer: String,
}

/// One finding of a cause.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DrawnPoint {
    /// What people call the place.
    pub place: String,
    /// Anchor of the place; "" where no cell shows it.
    pub anchor: String,
    /// What is wrong.
    pub message: String,
    /// What to do, where the points differ in that.
    pub remedy: String,
}

impl Board {
    /// Draws a declaration; `None` when it is not among what was judged.
    pub fn new(judgement: Arc<Judgement>, of: DeclarationId) -> Option<Board> {
        let index = judgement.position(of)?;
        let forms: Vec<Form> = judgement.own.iter().map(|(_, form)| form.clone()).collect();
        let form = &forms[index];
        let layout = desk::layout_of(&judgement.policy, form);
        let laid = layout.map(|layout| lay_out(layout, &[(index, form)]));
        let packs = [judgement.packs.clone()];
        let (sheets, ties) = (laid.into_iter().collect(), Ties::default());
        Some(Board { judgement, index, forms, sheets, packs, ties })
    }

    /// The form.
    pub fn form(&self) -> &Form {
        &self.forms[self.index]
    }

    /// The form's drawing, as the writers print it.
    pub fn laid(&self) -> Option<&Laid> {
        self.sheets.first()
    }

    fn reviewed(&self) -> Reviewed<'_> {
        Reviewed {
            files: &[],
            forms: &self.forms,
            packs: &self.packs,
            report: &self.judgement.report,
            reading: &[],
            sheets: &self.sheets,
            ties: &self.ties,
        }
    }

    /// The causes that touch the form, numbered from 1 in the order of reading.
    pub fn causes(&self) -> Vec<Cause<'_>> {
        let all = self.reviewed().causes();
        let mut own: Vec<Cause<'_>> =
            all.into_iter().filter(|cause| cause.touches(self.index)).collect();
        for (index, cause) in own.iter_mut().enumerate() {
            cause.number = index + 1;
        }
        own
    }

    /// What people call the form.
    pub fn subject(&self) -> String {
        self.reviewed().subject(self.index)
    }

    /// What people call a cell: 「培训人数」的指标值.
    pub fn name(&self, path: &str) -> String {
        let Ok(path) = path.parse::<Path>() else { return "整张表".to_owned() };
        let shown = self.laid().and_then(|laid| laid.shown.iter().find(|one| one.path == path));
        match shown {
            Some(shown) => {
                let (cell, form) = (shown.cell, shown.form);
                Located::new(self.reviewed()).name(&Spot { sheet: 0, cell, form, path })
            }
            None => "已删去的一格".to_owned(),
        }
    }

    /// The official table; `remarks` are numbers of remarks with the paths they are about.
    pub fn drawn(&self, remarks: &[(i64, String, String)]) -> Option<DrawnForm> {
        let laid = self.laid()?;
        let reviewed = self.reviewed();
        let causes = self.causes();
        let located = Located::new(reviewed);
        let sheet = sheet::sheet(&reviewed, &causes, &located, &BTreeSet::new(), 0);
        let mut paths: BTreeMap<usize, Vec<&Path>> = BTreeMap::new();
        for shown in &laid.shown {
            paths.entry(shown.cell).or_default().push(&shown.path);
        }
        let Sheet { widths, above, rows, unplaced, .. } = sheet;
        let rows_of = |rows: Vec<Vec<sheet::Drawn>>| -> Vec<Vec<DrawnCell>> {
            let row = |row: Vec<sheet::Drawn>| {
                row.into_iter().map(|drawn| cell(drawn, &paths, remarks)).collect()
            };
            rows.into_iter().map(row).collect()
        };
        Some(DrawnForm { widths, above: rows_of(above), rows: rows_of(rows), unplaced })
    }

    /// The causes for the list; `answers` are reasons by the key of the cause.
    pub fn listed(&self, answers: &BTreeMap<String, String>) -> Vec<DrawnCause> {
        let causes = self.causes();
        let located = Located::new(self.reviewed());
        causes.iter().map(|cause| self.cause(cause, &located, answers)).collect()
    }

    fn cause(
        &self,
        cause: &Cause<'_>,
        located: &Located<'_>,
        answers: &BTreeMap<String, String>,
    ) -> DrawnCause {
        let own = cause.findings.iter().filter(|finding| finding.form == Some(self.index));
        let own: Vec<_> = own.copied().collect();
        let first = own.first().copied().unwrap_or(cause.head());
        let alike = own.iter().all(|finding| finding.remedy == first.remedy);
        let points = own.iter().map(|finding| {
            let spot = located.spot(finding).filter(|spot| spot.form == self.index);
            DrawnPoint {
                place: spot.map(|spot| located.name(spot)).unwrap_or_default(),
                anchor: spot.map(|spot| anchor(spot.cell)).unwrap_or_default(),
                message: finding.message.clone(),
                remedy: if alike { String::new() } else { finding.remedy.clone() },
            }
        });
        let head = cause.head();
        let elsewhere = head.form.filter(|form| *form != self.index);
        DrawnCause {
            number: cause.number,
            class: cause.kind.class(),
            label: cause.label(),
            asks: cause.kind.name(),
            title: title_of(&first.code),
            code: first.code.clone(),
            key: head.group.clone(),
            points: points.collect(),
            remedy: if alike { first.remedy.clone() } else { String::new() },
            basis: short_basis_of(first),
            elsewhere: elsewhere.map(|form| self.reviewed().subject(form)).unwrap_or_default(),
            answer: answers.get(&head.group).cloned().unwrap_or_default(),
        }
    }
}

impl DrawnCause {
    /// Whether it must be mended or answered, answered or not.
    pub fn is_grave(&self) -> bool {
        self.class == Kind::Error.class() || self.class == Kind::Warning.class()
    }

    /// Whether it must be mended, or answered and is not.
    pub fn is_open(&self) -> bool {
        self.class == Kind::Error.class()
            || (self.class == Kind::Warning.class() && self.answer.is_empty())
    }
}

fn anchor(cell: usize) -> String {
    format!("cell-{cell}")
}

fn cell(
    drawn: sheet::Drawn,
    paths: &BTreeMap<usize, Vec<&Path>>,
    remarks: &[(i64, String, String)],
) -> DrawnCell {
    let own = paths.get(&drawn.index).map_or(&[][..], Vec::as_slice);
    let here = |path: &str| own.iter().any(|own| own.to_string() == path);
    let remarks = remarks.iter().filter(|(_, path, _)| here(path));
    let flag = |flag: &sheet::Flag| DrawnFlag {
        id: flag.id.clone(),
        number: flag
            .label
            .chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
            .parse()
            .unwrap_or(0),
        class: flag.class,
        label: flag.label.clone(),
        title: flag.title,
    };
    DrawnCell {
        id: anchor(drawn.index),
        path: own.first().map(ToString::to_string).unwrap_or_default(),
        heading: drawn.heading,
        title: drawn.title,
        class: drawn.class,
        row_span: drawn.row_span,
        column_span: drawn.column_span,
        flags: drawn.flags.iter().map(flag).collect(),
        pieces: drawn
            .pieces
            .into_iter()
            .map(|piece| DrawnPiece { text: piece.text, mark: piece.mark })
            .collect(),
        remarks: remarks.map(|(id, _, label)| (*id, label.clone())).collect(),
    }
}

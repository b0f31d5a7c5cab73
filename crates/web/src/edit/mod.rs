//! The page on which a form is filled in: the official form itself, every author cell a control.
//!
//! Forms, findings and the drawing come in, text goes out; a posted page or a message of its script
//! becomes steps of editing ([`model::form::Edit`]). It has no routes, stores nothing and judges
//! nothing. The page is one plain form and works without script; the script adds saving while one
//! types.
//!
//! The form must be settled (`office::lay_out::settle`), so that every finding leads to one cell.

mod causes;
mod names;
mod post;
mod reading;
mod table;

use std::collections::BTreeMap;

use askama::Template;
use serde::Serialize;

use crate::pages::located::{Located, Spot};
use crate::pages::sheet::sheet_of;
use crate::reviewed::{clean, verdict};
use crate::{Cause, Kind, Reviewed};

pub use post::{BadPost, Sent, Wanted, edits_from_form, sent_from_form};
pub use reading::{amount as amount_reading, target as target_reading};

/// The page's script and style, to be served as files of our own.
pub const SCRIPT: &str = include_str!("edit.js");
/// The page's style.
pub const STYLE: &str = include_str!("edit.css");

/// What the page shows.
#[derive(Debug, Clone, Copy)]
pub struct EditView<'a> {
    /// The forms as judged together, with their drawings.
    pub reviewed: &'a Reviewed<'a>,
    /// Which of them is edited.
    pub form: usize,
    /// The version of the draft that is shown.
    pub version: i64,
    /// When it was saved, in words: `已保存 14:03`.
    pub status: &'a str,
    /// Where the plain form posts to; it is answered with a redirect.
    pub action: &'a str,
    /// Where the script posts its JSON to; it is answered with [`Fragments`] or a [`Conflict`].
    pub save: &'a str,
    /// Hidden fields of the plain form; the script sends one named `csrf` as `x-csrf-token`.
    pub hidden: &'a [(&'a str, &'a str)],
    /// Causes that have been answered with a reason.
    pub waived: &'a [Waived],
}

/// A cause answered with a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waived {
    /// The group of its findings.
    pub cause: String,
    /// Why it stands.
    pub reason: String,
    /// Who said so and when, in words.
    pub who: String,
}

/// What the script puts into the page after a save. Keys may be added, never renamed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fragments {
    /// The version now shown.
    pub version: i64,
    /// When it was saved, in words.
    pub status: String,
    /// Which cells the table has; the page's own differs after rows came or went.
    pub shape: String,
    /// The table as HTML.
    pub table: String,
    /// What stands at a cell, by path; cells with nothing to say are absent.
    pub cells: BTreeMap<String, AtCell>,
    /// The line that says whether the form may be handed in, as HTML.
    pub verdict: String,
    /// The list of causes as HTML.
    pub list: String,
}

/// What stands at one cell.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct AtCell {
    /// The heaviest kind: `error`, `warning`, `advice`, `open`; "" for none.
    pub kind: String,
    /// The flags as HTML.
    pub flags: String,
    /// What the text is read as.
    pub reading: String,
}

/// The answer, with status 409, when somebody else saved first. The script knows what it was given
/// and tells what differs, so that no old version is needed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Conflict {
    /// Why nothing was saved.
    pub why: String,
    /// The version there is now.
    pub version: i64,
    /// Who saved it.
    pub who: String,
    /// When, in words.
    pub when: String,
    /// Which cells the table has now.
    pub shape: String,
    /// Every cell as it is now.
    pub cells: Vec<CellNow>,
}

/// A cell as it is now.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CellNow {
    /// Its path.
    pub path: String,
    /// What people call it.
    pub name: String,
    /// Its text.
    pub text: String,
}

#[derive(Template)]
#[template(path = "edit/page.html")]
struct Page<'a> {
    view: &'a EditView<'a>,
    title: String,
    landscape: bool,
    shape: String,
    verdict: String,
    table: String,
    list: String,
}

#[derive(Template)]
#[template(path = "edit/verdict.html")]
struct VerdictLine {
    class: &'static str,
    word: &'static str,
    counts: Vec<(&'static str, &'static str, usize)>,
    answered: usize,
}

/// The body of the page, to be put into the site's frame. It wants [`SCRIPT`] and [`STYLE`].
pub fn page(view: &EditView) -> String {
    let Some(parts) = Parts::new(view) else {
        return "<p>这种表没有官方表样，不能在网页上填。请改好原文件再导入。</p>".to_owned();
    };
    let page = Page {
        view,
        title: view.reviewed.subject(view.form),
        landscape: parts.table.landscape,
        shape: parts.table.shape(),
        verdict: parts.verdict(),
        table: render(&parts.table),
        list: render(&parts.list),
    };
    clean(&render(&page))
}

/// What changed in the page after a save; `None` when the form cannot be drawn.
pub fn fragments(view: &EditView) -> Option<Fragments> {
    let parts = Parts::new(view)?;
    Some(Fragments {
        version: view.version,
        status: view.status.to_owned(),
        shape: parts.table.shape(),
        table: clean(&render(&parts.table)),
        cells: parts.table.at_cells(),
        verdict: clean(&parts.verdict()),
        list: clean(&render(&parts.list)),
    })
}

/// What the script is told when the draft is no longer the one it shows: `view` is the draft as it
/// is now, last saved by `who` (`when` in words). `None` when the form cannot be drawn.
pub fn conflict(view: &EditView, who: &str, when: &str) -> Option<Conflict> {
    let parts = Parts::new(view)?;
    let reviewed = view.reviewed;
    let (located, sheet) = (Located::new(*reviewed), sheet_of(reviewed, view.form)?);
    let shown = reviewed.sheets[sheet].shown.iter().filter(|shown| shown.form == view.form);
    let cells = shown.filter_map(|shown| {
        let text = reviewed.forms[view.form].at(&shown.path)?.text.clone();
        let (cell, path) = (shown.cell, shown.path.clone());
        let name = located.name(&Spot { sheet, cell, form: view.form, path });
        Some(CellNow { path: shown.path.to_string(), name, text })
    });
    Some(Conflict {
        why: format!("您打开这张表以后，{who}在{when}保存了它。您写的还在页面上，没有丢。"),
        version: view.version,
        who: who.to_owned(),
        when: when.to_owned(),
        shape: parts.table.shape(),
        cells: cells.collect(),
    })
}

/// The parts of the page.
struct Parts<'a> {
    table: table::Table,
    list: causes::List,
    causes: Vec<Cause<'a>>,
    waived: &'a [Waived],
}

impl<'a> Parts<'a> {
    fn new(view: &EditView<'a>) -> Option<Self> {
        let reviewed = view.reviewed;
        let sheet = sheet_of(reviewed, view.form)?;
        let located = Located::new(*reviewed);
        let mut causes = reviewed.causes();
        causes.retain(|cause| cause.touches(view.form) && cause.kind != Kind::Note);
        // Numbers of the whole batch would have gaps here.
        causes.iter_mut().zip(1..).for_each(|(cause, number)| cause.number = number);
        let drawn = causes::Drawn { reviewed, located: &located, form: view.form, sheet };
        let table = table::draw(&drawn, &causes, view.waived);
        let list = causes::list(&drawn, &causes, view.waived);
        Some(Parts { table, list, causes, waived: view.waived })
    }

    fn verdict(&self) -> String {
        let is_waived = |cause: &&Cause| causes::waived(cause, self.waived).is_some();
        let standing = || self.causes.iter().filter(|cause| !is_waived(cause));
        let (kind, word) = verdict(standing().map(|cause| cause.kind));
        let count = |kind| standing().filter(|cause| cause.kind == kind).count();
        let counts = Kind::COUNTED.map(|kind| (kind.class(), kind.name(), count(kind)));
        render(&VerdictLine {
            class: kind.class(),
            word,
            counts: counts.into_iter().filter(|(_, _, count)| *count > 0).collect(),
            answered: self.causes.iter().filter(is_waived).count(),
        })
    }
}

fn render(template: &impl Template) -> String {
    template.render().expect("invariant: the template writes to memory and calls nothing")
}

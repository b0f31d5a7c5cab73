//! The official table with a control in every author cell, flags at the cells and buttons at the
//! rows.
//!
//! Where a cell stands is the layout's; what a control is called is `names`; nothing is judged.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use model::form::{Column, Field, Path};
use model::{Cell, Ink, Role};

use super::causes::{self, Drawn, label_of};
use super::names::name_of;
use super::{AtCell, Waived, reading, render};
use crate::pages::sheet::{title_rows, widths};
use crate::reviewed::title_of;
use crate::{Cause, Kind};

/// Characters of the text size in use that stand side by side in the whole table.
const CHARACTERS_ACROSS: usize = 58;

/// The table as the template shows it.
#[derive(Template)]
#[template(path = "edit/table.html")]
pub(super) struct Table {
    pub landscape: bool,
    widths: Vec<String>,
    above: Vec<Vec<Slot>>,
    rows: Vec<Row>,
    /// Texts for which the official form has no room.
    beside: Vec<Slot>,
    /// What stands at each path.
    at: BTreeMap<String, AtCell>,
}

/// One row of the drawing.
struct Row {
    cells: Vec<Slot>,
    tools: Option<Tools>,
}

/// The buttons of an indicator or task row.
struct Tools {
    /// `indicators.3`.
    item: String,
    /// Its columns from left to right, for a pasted rectangle.
    columns: String,
    /// Rows of the drawing it takes.
    span: usize,
    /// Where it goes when moved; none at the ends of its part.
    up: Option<usize>,
    down: Option<usize>,
    /// The merged level cell that can be cut off for this row; "" for none.
    split: String,
}

/// One cell.
struct Slot {
    heading: bool,
    title: bool,
    class: &'static str,
    row_span: usize,
    column_span: usize,
    text: String,
    control: Option<Control>,
    at: AtCell,
}

/// What an author types into.
struct Control {
    name: String,
    label: String,
    rows: usize,
    /// Whether a number stands here.
    number: bool,
    /// Whether the text lies in the middle.
    middle: bool,
    /// Whether Enter starts a new line rather than going on to the next cell.
    prose: bool,
}

/// A flag as the template shows it.
#[derive(Template)]
#[template(path = "edit/flags.html")]
struct Flags<'a> {
    flags: Vec<(&'static str, String, usize, &'a str)>,
}

/// Draws the table of the edited form.
pub(super) fn draw(drawn: &Drawn, causes: &[Cause], waived: &[Waived]) -> Table {
    let laid = drawn.laid();
    let grid = &laid.drawing.grid;
    let painter = Painter { drawn, at: at_paths(drawn, causes, waived), paths: paths(drawn) };
    let above = title_rows(laid);
    let cells = |row: usize| -> Vec<Slot> {
        let cells = grid.cells.iter().enumerate().filter(|(_, cell)| cell.row == row);
        cells.map(|(index, cell)| painter.slot(index, cell)).collect()
    };
    let mut tools = painter.tools();
    let rows = (above..grid.rows).map(|row| Row { cells: cells(row), tools: tools.remove(&row) });
    Table {
        landscape: laid.drawing.landscape,
        widths: widths(laid),
        above: (0..above).map(cells).collect(),
        rows: rows.collect(),
        beside: drawn.unplaced().map(|path| painter.beside(path)).collect(),
        at: painter.at,
    }
}

impl Table {
    /// The names of all controls in one short string; equal for tables with the same cells.
    pub(super) fn shape(&self) -> String {
        let rows = self.rows.iter().flat_map(|row| &row.cells);
        let slots = self.above.iter().flatten().chain(rows).chain(&self.beside);
        let names = slots.filter_map(|slot| slot.control.as_ref()).map(|control| &control.name);
        // FNV-1a: a change of shape has to be noticed, nothing has to be kept secret.
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for byte in names.flat_map(|name| name.bytes().chain([b' '])) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        format!("{hash:016x}")
    }

    /// What stands at each path that has something to say.
    pub(super) fn at_cells(&self) -> BTreeMap<String, AtCell> {
        let says = self.at.iter().filter(|(_, at)| **at != AtCell::default());
        says.map(|(path, at)| (path.clone(), at.clone())).collect()
    }
}

/// Paths by drawn cell.
fn paths(drawn: &Drawn) -> BTreeMap<usize, Vec<Path>> {
    let mut paths: BTreeMap<usize, Vec<Path>> = BTreeMap::new();
    for shown in drawn.laid().shown.iter().filter(|shown| shown.form == drawn.form) {
        let own = paths.entry(shown.cell).or_default();
        if !own.contains(&shown.path) {
            own.push(shown.path.clone());
        }
    }
    paths
}

/// Flags and readings by path.
fn at_paths(drawn: &Drawn, causes: &[Cause], waived: &[Waived]) -> BTreeMap<String, AtCell> {
    let mut at: BTreeMap<String, Vec<&Cause>> = BTreeMap::new();
    for cause in causes {
        for finding in &cause.findings {
            for path in drawn.paths_of(finding) {
                let own = at.entry(path.to_string()).or_default();
                if !own.iter().any(|other| other.number == cause.number) {
                    own.push(cause);
                }
            }
        }
    }
    let mut cells: BTreeMap<String, AtCell> = readings(drawn);
    for (path, causes) in at {
        let standing = causes.iter().filter(|cause| causes::waived(cause, waived).is_none());
        let cell = cells.entry(path).or_default();
        cell.kind = standing.map(|cause| cause.kind).min().map_or("", Kind::class).to_owned();
        let flag = |cause: &&Cause| {
            let waived = causes::waived(cause, waived).is_some();
            let class = if waived { "waived" } else { cause.kind.class() };
            (class, cause.label(), cause.number, title_of(&cause.head().code))
        };
        cell.flags = render(&Flags { flags: causes.iter().map(flag).collect() });
    }
    cells
}

fn readings(drawn: &Drawn) -> BTreeMap<String, AtCell> {
    let form = drawn.form();
    let money = form.money.iter().flat_map(|row| {
        row.amounts.iter().map(|(fund, amount)| {
            let path = Path::Money(row.row, fund.clone());
            (path, reading::amount(amount, row.row.is_money()))
        })
    });
    let targets = form.indicators.iter().enumerate().flat_map(|(row, indicator)| {
        let actual = indicator.actual.as_ref().map_or(String::new(), reading::target);
        [
            (Path::Indicator(row, Column::Target), reading::target(&indicator.target)),
            (Path::Indicator(row, Column::Actual), actual),
        ]
    });
    let said = money.chain(targets).filter(|(_, reading)| !reading.is_empty());
    said.map(|(path, reading)| (path.to_string(), AtCell { reading, ..AtCell::default() }))
        .collect()
}

struct Painter<'a, 'b> {
    drawn: &'b Drawn<'a>,
    at: BTreeMap<String, AtCell>,
    paths: BTreeMap<usize, Vec<Path>>,
}

impl Painter<'_, '_> {
    fn slot(&self, index: usize, cell: &Cell) -> Slot {
        let paths = self.paths.get(&index).map_or(&[][..], Vec::as_slice);
        let author = paths.first().filter(|path| self.is_author(path));
        let own = author.and_then(|path| self.drawn.form().at(path));
        let text = own.map_or_else(|| cell.text(), |text| text.text.clone());
        let role = match cell.ink {
            Ink::Printed(Role::Head) => "head",
            Ink::Printed(_) => "label",
            _ => "",
        };
        let control = author.map(|path| {
            let across = self.share(cell) * CHARACTERS_ACROSS / 10_000;
            let label = office::html::label(&self.drawn.laid().drawing, cell);
            control(path, name_of(paths), label, (&text, across))
        });
        Slot {
            heading: matches!(cell.ink, Ink::Printed(_)),
            title: cell.ink == Ink::Printed(Role::Title),
            class: role,
            row_span: cell.row_span,
            column_span: cell.column_span,
            at: self.at_cell(paths),
            text,
            control,
        }
    }

    /// The title and the year are printed, yet the author's; a money unit is the layout's.
    fn is_author(&self, path: &Path) -> bool {
        let there = self.drawn.form().at(path).is_some();
        match path {
            Path::Field(Field::MoneyUnit) => false,
            Path::Field(Field::Year | Field::Title) => there,
            Path::Indicator(..) | Path::Task(..) => there,
            Path::Field(_) | Path::Money(..) => true,
        }
    }

    /// The cell's part of the width, in ten-thousandths.
    fn share(&self, cell: &Cell) -> usize {
        let widths = &self.drawn.laid().drawing.widths;
        let sum = |widths: &[u32]| widths.iter().map(|width| *width as usize).sum::<usize>();
        let end = (cell.column + cell.column_span).min(widths.len());
        sum(&widths[cell.column.min(end)..end]) * 10_000 / sum(widths).max(1)
    }

    /// What stands at a cell that shows several texts: every flag once.
    fn at_cell(&self, paths: &[Path]) -> AtCell {
        let each = paths.iter().filter_map(|path| self.at.get(&path.to_string()));
        let mut flags: Vec<&str> = Vec::new();
        let mut whole = AtCell::default();
        for at in each {
            if whole.kind.is_empty() {
                whole.kind.clone_from(&at.kind);
            }
            if whole.reading.is_empty() {
                whole.reading.clone_from(&at.reading);
            }
            if !flags.contains(&at.flags.as_str()) {
                flags.push(&at.flags);
            }
        }
        whole.flags = flags.concat();
        whole
    }

    fn beside(&self, path: &Path) -> Slot {
        let text = self.drawn.form().at(path).map_or(String::new(), |text| text.text.clone());
        let paths = [path.clone()];
        let label = label_of(self.drawn.form(), path);
        Slot {
            heading: false,
            title: false,
            class: "",
            row_span: 1,
            column_span: 1,
            at: self.at_cell(&paths),
            control: Some(control(path, name_of(&paths), label, (&text, CHARACTERS_ACROSS))),
            text,
        }
    }

    /// The buttons by the drawn row at which they stand.
    fn tools(&self) -> BTreeMap<usize, Tools> {
        let grid = &self.drawn.laid().drawing.grid;
        // The first drawn row of each item, its end, and its columns by where they stand.
        let mut items: BTreeMap<(bool, usize), (usize, usize)> = BTreeMap::new();
        let mut columns: BTreeMap<(bool, usize), BTreeSet<(usize, String)>> = BTreeMap::new();
        for (index, paths) in &self.paths {
            let cell = &grid.cells[*index];
            for path in paths {
                let Some((item, column)) = item_of(path) else { continue };
                columns.entry(item).or_default().insert((cell.column, column));
                if paths.len() == 1 {
                    let end = cell.row + cell.row_span;
                    let rows = items.entry(item).or_insert((cell.row, end));
                    *rows = (rows.0.min(cell.row), rows.1.max(end));
                }
            }
        }
        let mut tools = BTreeMap::new();
        for (item, (row, end)) in &items {
            let next = |at: usize| items.iter().find(|(own, rows)| own.0 == item.0 && rows.0 == at);
            let before = items.iter().find(|(own, rows)| own.0 == item.0 && rows.1 == *row);
            let own = columns.get(item).into_iter().flatten();
            let own: Vec<&str> = own.map(|(_, column)| column.as_str()).collect();
            let made = Tools {
                item: format!("{}.{}", if item.0 { "indicators" } else { "tasks" }, item.1),
                columns: own.join(" "),
                span: end - row,
                up: before.map(|(own, _)| own.1),
                down: next(*end).map(|(own, _)| own.1),
                split: if item.0 { self.split(item.1) } else { String::new() },
            };
            tools.insert(*row, made);
        }
        tools
    }

    /// The innermost level cell that a row shares with others.
    fn split(&self, row: usize) -> String {
        let shared = |column: Column| {
            let path = Path::Indicator(row, column);
            let merged = self.paths.values().any(|own| own.len() > 1 && own.contains(&path));
            merged.then(|| path.to_string())
        };
        shared(Column::Level2).or_else(|| shared(Column::Level1)).unwrap_or_default()
    }
}

/// Whether a path is an indicator's or a task's, its row, and its column.
fn item_of(path: &Path) -> Option<((bool, usize), String)> {
    match path {
        Path::Indicator(row, column) => Some(((true, *row), column.to_string())),
        Path::Task(row, column) => Some(((false, *row), column.to_string())),
        Path::Field(_) | Path::Money(..) => None,
    }
}

fn control(path: &Path, name: String, label: String, (text, across): (&str, usize)) -> Control {
    let across = across.max(2);
    let lines = text.split('\n').map(|line| line.chars().count().div_ceil(across).max(1));
    let rows = lines.sum::<usize>();
    Control {
        name,
        label,
        rows,
        number: matches!(path, Path::Money(..)),
        middle: rows == 1 && text.chars().count() <= 14,
        prose: matches!(path, Path::Field(_)),
    }
}

//! The layout's drawing with every repetition written out, one slot a column.

use std::ops::Range;

use model::form::{Column, Field, NamedColumn, Path};
use model::{Cell, Form, Grid, Ink, Merges, Part, Role};
use policy::Layout;
use policy::layout::{Band, Binding, Repeat, Slot};

use super::{Shown, field_name};

pub(super) struct Matrix {
    columns: usize,
    rows: Vec<Vec<Ready>>,
    pub(super) headers: Vec<Range<usize>>,
    pub(super) placed: Vec<Placed>,
}

/// A text of a form and the slot that shows it.
pub(super) struct Placed {
    /// Position of the form in the drawing.
    pub(super) position: usize,
    pub(super) path: Path,
    row: usize,
    column: usize,
}

/// A slot with its text.
#[derive(Clone, PartialEq)]
enum Ready {
    Left,
    Above,
    Text(String, Ink),
}

/// One row of a repeat: whose form, which indicator or task.
#[derive(Clone, Copy)]
struct Turn<'a> {
    form: &'a Form,
    position: usize,
    item: usize,
}

pub(super) fn expand(layout: &Layout, forms: &[(usize, &Form)]) -> Matrix {
    let mut matrix = Matrix {
        columns: layout.columns(),
        rows: Vec::new(),
        headers: Vec::new(),
        placed: Vec::new(),
    };
    let Some(&(_, first)) = forms.first() else { return matrix };
    for band in &layout.parts {
        let start = matrix.rows.len();
        match band.repeat {
            None => {
                matrix.print_once(layout, band, Turn { form: first, position: 0, item: 0 });
                matrix.share(band, first, forms, start);
            }
            Some(repeat) => matrix.print_repeated(layout, band, repeat, forms),
        }
        if band.header {
            matrix.headers.push(start..matrix.rows.len());
        }
    }
    matrix
}

/// The title to print: the form's own, else the layout's.
pub(super) fn title(layout: &Layout, form: &Form) -> String {
    let own = form.filled(Field::Title).map(str::to_owned);
    own.unwrap_or_else(|| with_years(&layout.title, form))
}

impl Matrix {
    fn print_once(&mut self, layout: &Layout, band: &Band, turn: Turn) {
        for row in &band.rows {
            let ready = self.ready_row(layout, band, row, turn);
            self.rows.push(ready);
        }
    }

    /// What is printed once stands for every form that says the same.
    fn share(&mut self, band: &Band, first: &Form, forms: &[(usize, &Form)], start: usize) {
        let slots = band.rows.iter().enumerate().flat_map(|(row, slots)| {
            slots.iter().enumerate().map(move |(column, slot)| (start + row, column, slot))
        });
        for (row, column, slot) in slots {
            let Slot::Bound { binding, .. } = slot else { continue };
            for (position, (_, form)) in forms.iter().enumerate().skip(1) {
                let path = path(binding, Turn { form, position, item: 0 });
                let text = |form: &Form| form.at(&path).map(|text| text.text.clone());
                if text(form) == text(first) {
                    self.placed.push(Placed { position, path, row, column });
                }
            }
        }
    }

    fn print_repeated(
        &mut self,
        layout: &Layout,
        band: &Band,
        repeat: Repeat,
        forms: &[(usize, &Form)],
    ) {
        let mut previous: Option<Turn> = None;
        for turn in turns(layout, band, repeat, forms) {
            for row in &band.rows {
                let mut ready = self.ready_row(layout, band, row, turn);
                if let Some(before) = previous {
                    merge_equal(row, &mut ready, turn, before);
                }
                if band.merge_blank {
                    merge_blank(row, &mut ready);
                }
                self.rows.push(ready);
            }
            previous = Some(turn);
        }
    }

    fn ready_row(&mut self, layout: &Layout, band: &Band, row: &[Slot], turn: Turn) -> Vec<Ready> {
        let slots = row.iter().enumerate();
        slots.map(|(column, slot)| self.ready(layout, band, (column, slot), turn)).collect()
    }

    fn ready(
        &mut self,
        layout: &Layout,
        band: &Band,
        (column, slot): (usize, &Slot),
        turn: Turn,
    ) -> Ready {
        match slot {
            Slot::Left => Ready::Left,
            Slot::Above => Ready::Above,
            Slot::Printed(text) => {
                let role = if band.header { Role::Head } else { Role::Label };
                Ready::Text(with_years(text, turn.form), Ink::Printed(role))
            }
            Slot::Bound { binding, .. } => {
                let (position, path) = (turn.position, path(binding, turn));
                let row = self.rows.len();
                self.placed.push(Placed { position, path: path.clone(), row, column });
                bound(layout, path, turn)
            }
        }
    }

    /// The cells, merges resolved.
    pub(super) fn grid(&self) -> Grid {
        let mut grid = Grid::new(Part::Body, Merges::Known);
        for (row, slots) in self.rows.iter().enumerate() {
            for (column, slot) in slots.iter().enumerate() {
                let Ready::Text(text, ink) = slot else { continue };
                let mut cell = Cell::new(row, column, text);
                cell.ink = ink.clone();
                cell.column_span = self.width(row, column);
                cell.row_span = self.height(row, column, cell.column_span);
                grid.push(cell);
            }
        }
        grid.rows = self.rows.len();
        grid.columns = self.columns;
        grid
    }

    /// Which cell of the grid shows which text; merged slots belong to the cell that covers them.
    pub(super) fn shown(&self, grid: &Grid, forms: &[(usize, &Form)]) -> Vec<Shown> {
        let slots = grid.slots();
        let shown = self.placed.iter().filter_map(|placed| {
            let cell = slots[placed.row * self.columns + placed.column]?;
            Some(Shown { form: forms[placed.position].0, path: placed.path.clone(), cell })
        });
        shown.collect()
    }

    fn width(&self, row: usize, column: usize) -> usize {
        1 + self.rows[row][column + 1..].iter().take_while(|slot| **slot == Ready::Left).count()
    }

    fn height(&self, row: usize, column: usize, width: usize) -> usize {
        let continues = |slots: &&Vec<Ready>| {
            let rest = &slots[column + 1..column + width];
            slots[column] == Ready::Above
                && rest.iter().all(|slot| matches!(slot, Ready::Above | Ready::Left))
        };
        1 + self.rows[row + 1..].iter().take_while(continues).count()
    }
}

/// The text a bound slot shows.
fn bound(layout: &Layout, path: Path, turn: Turn) -> Ready {
    let text = turn.form.at(&path).map(|text| text.text.clone());
    match path {
        Path::Field(Field::Title) => {
            Ready::Text(title(layout, turn.form), Ink::Printed(Role::Title))
        }
        Path::Field(Field::Year) => {
            let year = turn.form.year.map_or("    ".to_owned(), |year| year.to_string());
            let text = text.unwrap_or_else(|| format!("（{year}年度）"));
            Ready::Text(text, Ink::Printed(Role::Subtitle))
        }
        Path::Field(Field::MoneyUnit) => {
            let text = text.unwrap_or_else(|| format!("单位：{}", layout.money_unit.as_str()));
            Ready::Text(text, Ink::Printed(Role::Subtitle))
        }
        _ => {
            let name = field_name(layout, turn.position, &path);
            Ready::Text(text.unwrap_or_default(), Ink::Field(name))
        }
    }
}

fn turns<'a>(
    layout: &Layout,
    band: &Band,
    repeat: Repeat,
    forms: &[(usize, &'a Form)],
) -> Vec<Turn<'a>> {
    let mut turns = Vec::new();
    for (position, &(_, form)) in forms.iter().enumerate() {
        let count = match repeat {
            Repeat::Indicators => form.indicators.len(),
            Repeat::Tasks => form.tasks.len(),
        };
        let mine = |item: &usize| {
            repeat == Repeat::Tasks
                || belongs(layout, band, form.indicators[*item].text(Column::Block))
        };
        let before = turns.len();
        turns.extend((0..count).filter(mine).map(|item| Turn { form, position, item }));
        if turns.len() == before {
            // An empty row keeps the form whole; its index lies beyond the last item.
            turns.push(Turn { form, position, item: count });
        }
    }
    turns
}

/// Whether a row of this block stands in the band: blocks the layout does not know go to its last.
pub(super) fn belongs(layout: &Layout, band: &Band, block: &str) -> bool {
    let Some(own) = &band.block else { return true };
    let known = |name: &str| layout.parts.iter().any(|part| part.block.as_deref() == Some(name));
    let last = || layout.parts.iter().rev().find_map(|part| part.block.as_deref());
    let block = model::text::fold(block);
    if known(&block) { *own == block } else { last() == Some(own.as_str()) }
}

fn path(binding: &Binding, turn: Turn) -> Path {
    match binding {
        Binding::Field(field) => Path::Field(*field),
        Binding::Money(row, fund) => Path::Money(*row, fund.clone()),
        Binding::Column(column) => Path::Indicator(turn.item, Column::Named(*column)),
        Binding::YearBack(back) => {
            Path::Indicator(turn.item, Column::Year(base_year(turn.form) - back))
        }
        Binding::Task(column) => Path::Task(turn.item, *column),
    }
}

/// The budget year; failing that, the year after the latest reference year.
fn base_year(form: &Form) -> i32 {
    let latest = form.indicators.iter().flat_map(|row| row.years().map(|(year, _)| year)).max();
    form.year.or(latest.map(|year| year + 1)).unwrap_or(0)
}

fn with_years(text: &str, form: &Form) -> String {
    let mut out = text.to_owned();
    while let Some(start) = out.find("{year-") {
        let Some(length) = out[start..].find('}') else { break };
        let back: i32 = out[start + 6..start + length].parse().unwrap_or(0);
        let year = (base_year(form) - back).to_string();
        out.replace_range(start..=start + length, &year);
    }
    out
}

/// Levels that repeat the row before become one cell, outer levels first: an inner one never
/// reaches across a boundary of an outer one.
fn merge_equal(row: &[Slot], ready: &mut [Ready], turn: Turn, before: Turn) {
    let mut same = turn.position == before.position;
    for (slot, ready) in row.iter().zip(ready) {
        let Slot::Bound { binding, merge: true } = slot else { continue };
        let text = |turn: Turn| {
            let text = turn.form.at(&path(binding, turn));
            text.map(|text| model::text::fold(&text.text)).unwrap_or_default()
        };
        let here = text(turn);
        let levels = matches!(binding, Binding::Column(NamedColumn::Level1 | NamedColumn::Level2));
        same &= here == text(before) && !(levels && here.is_empty());
        if same {
            *ready = Ready::Above;
        }
    }
}

fn merge_blank(row: &[Slot], ready: &mut [Ready]) {
    let reference = |slot: &Slot| {
        let Slot::Bound { binding, .. } = slot else { return false };
        matches!(binding, Binding::Column(NamedColumn::Mean) | Binding::YearBack(_))
    };
    let columns: Vec<usize> = (0..row.len()).filter(|column| reference(&row[*column])).collect();
    let blank = |column: &usize| matches!(&ready[*column], Ready::Text(text, _) if model::text::is_blank(text));
    if columns.iter().all(blank) {
        columns.iter().skip(1).for_each(|column| ready[*column] = Ready::Left);
    }
}

//! From a form and its layout to a drawn grid: what every writer and the web page print.
//!
//! The layout decides everything that is printed; the form only fills it. Whatever the layout has
//! no room for is reported, never dropped in silence.

mod matrix;
mod settle;

use std::collections::BTreeSet;

use model::form::{Column, NamedColumn, Path};
use model::{Drawing, Form};
use policy::Layout;

pub use settle::settle;

/// A drawing and what found no place in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Laid {
    /// The drawn grid. Field cells are named by their [`Path`]; where several forms share the
    /// drawing, the form's position in it stands before: `2.indicators.0.target`.
    pub drawing: Drawing,
    /// Filled cells of the forms for which the layout has no room.
    pub unplaced: Vec<(usize, Path)>,
    /// Which cell shows which text of the forms: what stands once for several rows or several
    /// forms is one cell with several texts.
    pub shown: Vec<Shown>,
}

/// One text of a form and the cell of the drawing that shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Index of the form in the batch.
    pub form: usize,
    /// Its field.
    pub path: Path,
    /// Index into the cells of the drawing's grid.
    pub cell: usize,
}

/// Draws forms (with their indexes in the batch) through a layout.
///
/// A layout for many projects takes them all in one table; any other takes one form.
pub fn lay_out(layout: &Layout, forms: &[(usize, &Form)]) -> Laid {
    let matrix = matrix::expand(layout, forms);
    let title = forms.first().map(|(_, form)| matrix::title(layout, form)).unwrap_or_default();
    let grid = matrix.grid();
    let shown = matrix.shown(&grid, forms);
    let drawing = Drawing {
        grid,
        widths: layout.widths.clone(),
        headers: matrix.headers.clone(),
        landscape: layout.landscape,
        title,
    };
    let placed: BTreeSet<(usize, &Path)> =
        matrix.placed.iter().map(|placed| (placed.position, &placed.path)).collect();
    let mut unplaced = Vec::new();
    for (position, (index, form)) in forms.iter().enumerate() {
        let missing = filled(form).filter(|path| !placed.contains(&(position, path)));
        unplaced.extend(missing.map(|path| (*index, path)));
    }
    Laid { drawing, unplaced, shown }
}

/// The name of the field that holds a cell of the form at a position of the drawing.
fn field_name(layout: &Layout, position: usize, path: &Path) -> String {
    if layout.many { format!("{position}.{path}") } else { path.to_string() }
}

/// Every filled cell of a form but those the layout prints by itself.
fn filled(form: &Form) -> impl Iterator<Item = Path> + '_ {
    let fields = form.fields.iter().filter(|(_, text)| !text.is_blank());
    let money = form.money.iter().flat_map(|row| {
        let filled = row.amounts.iter().filter(|(_, amount)| !amount.text.is_blank());
        filled.map(|(fund, _)| Path::Money(row.row, fund.clone()))
    });
    let indicators = form.indicators.iter().enumerate().flat_map(|(index, indicator)| {
        let filled = indicator.cells.iter().filter(|(_, text)| !text.is_blank());
        filled
            .filter(|(column, _)| **column != Column::Named(NamedColumn::Block))
            .map(move |(column, _)| Path::Indicator(index, *column))
    });
    let tasks = form.tasks.iter().enumerate().flat_map(|(index, task)| {
        let filled = task.cells.iter().filter(|(_, text)| !text.is_blank());
        filled.map(move |(column, _)| Path::Task(index, *column))
    });
    fields.map(|(field, _)| Path::Field(*field)).chain(money).chain(indicators).chain(tasks)
}

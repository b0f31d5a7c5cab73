//! Makes a form what its drawing shows: every drawn cell is there, and each has a place of its own.
//!
//! A form that is edited is no longer the file it was read from. Its cells keep the places they
//! were read at, because answers to findings hang on them; what has none, or shares one with
//! another drawn cell, gets one that no file has. Texts are never changed.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use model::form::{Column, Field, Path, Task};
use model::{Form, Indicator, MoneyUnit, Part, Place, Text};
use policy::Layout;
use policy::layout::Repeat;

use super::matrix::belongs;
use super::{Laid, lay_out};
use crate::recognise::{category_in, year_in};

/// Rows (or paragraphs) counted from here stand in no file.
const NO_FILE: u32 = 10_001;

/// Settles a form into a layout: a blank row where a part has none, a blank cell where the drawing
/// has one, year and category as title and year line say, and a place for every cell so that a
/// finding leads to exactly one drawn cell. `file` names the whole the form belongs to, `table`
/// its number there; blank rows of the source are not drawn and so no longer there. Settling again
/// changes nothing.
pub fn settle(layout: &Layout, form: &mut Form, file: &Arc<str>, table: u32) {
    form.blank_rows.clear();
    let year = [Field::Year, Field::Title].iter().find_map(|field| year_in(form.text(*field)));
    form.year = year.or(form.year);
    form.category = category_in(form).or(form.category);
    fill_empty_parts(layout, form);
    fill_missing_cells(layout, form);
    let laid = lay_out(layout, &[(0, form)]);
    let mut places = Places::of(form, &laid, file, table);
    for (paths, column) in drawn_cells(&laid) {
        places.give(form, &paths, column);
    }
    for (_, path) in &laid.unplaced {
        places.give_beside(form, path);
    }
}

/// A repeated part without rows gets one, in its block.
fn fill_empty_parts(layout: &Layout, form: &mut Form) {
    for (number, band) in layout.parts.iter().enumerate() {
        match band.repeat {
            Some(Repeat::Tasks) if form.tasks.is_empty() => form.tasks.push(Task::default()),
            Some(Repeat::Indicators) => {
                let of = |band, row: &Indicator| belongs(layout, band, row.text(Column::Block));
                if form.indicators.iter().any(|row| of(band, row)) {
                    continue;
                }
                let later = layout.parts[number + 1..].iter().filter(|part| part.repeat.is_some());
                let later: Vec<_> = later.collect();
                let follows = |row: &Indicator| later.iter().any(|band| of(band, row));
                let at = form.indicators.iter().position(follows);
                let block = band.block.iter();
                let block = block.map(|name| (Column::Block, Text::new(name.as_str(), None)));
                let row = Indicator::read(block.collect());
                form.indicators.insert(at.unwrap_or(form.indicators.len()), row);
            }
            _ => {}
        }
    }
}

/// Cells the drawing has and the form lacks become blank ones, the title what is printed.
fn fill_missing_cells(layout: &Layout, form: &mut Form) {
    let had_money = !form.money.is_empty();
    let laid = lay_out(layout, &[(0, form)]);
    for shown in &laid.shown {
        if form.at(&shown.path).is_some() {
            continue;
        }
        match &shown.path {
            Path::Field(Field::Year | Field::MoneyUnit) => {}
            Path::Field(Field::Title) => {
                form.put(&shown.path, Text::new(laid.drawing.title.as_str(), None));
            }
            path => {
                form.put(path, Text::default());
            }
        }
    }
    // As the JSON keeps them: amounts before rates, a row in one unit, rates in none.
    form.money.sort_by_key(|row| !row.row.is_money());
    for row in &mut form.money {
        let first = row.amounts.values().next().map(|amount| (amount.unit, amount.unit_assumed));
        match (row.row.is_money(), first) {
            (false, _) => row.reread(MoneyUnit::WanYuan, false),
            (true, Some((unit, assumed))) if had_money => row.reread(unit, assumed),
            (true, _) => row.reread(layout.money_unit, true),
        }
    }
}

/// The drawn cells in reading order: what each shows, and its column counted from 1.
fn drawn_cells(laid: &Laid) -> Vec<(Vec<Path>, u32)> {
    let mut cells: BTreeMap<usize, Vec<Path>> = BTreeMap::new();
    for shown in &laid.shown {
        cells.entry(shown.cell).or_default().push(shown.path.clone());
    }
    let column = |cell: usize| laid.drawing.grid.cells[cell].column;
    let number = |cell| u32::try_from(column(cell) + 1).unwrap_or(u32::MAX);
    cells.into_iter().map(|(cell, paths)| (paths, number(cell))).collect()
}

/// Places given out so far.
struct Places<'a> {
    file: &'a Arc<str>,
    part: Part,
    taken: HashSet<Place>,
    /// The row number of each indicator or task row, and the next free one.
    rows: HashMap<(bool, usize), u32>,
    next: u32,
}

impl<'a> Places<'a> {
    fn of(form: &Form, laid: &Laid, file: &'a Arc<str>, table: u32) -> Self {
        let cells =
            laid.shown.iter().filter_map(|shown| Some((&shown.path, form.at(&shown.path)?)));
        let placed = cells.filter_map(|(path, text)| Some((path, text.place.as_ref()?)));
        let (mut rows, mut part, mut next) = (HashMap::new(), None, NO_FILE);
        for (path, place) in placed.filter(|(_, place)| place.row > 0) {
            next = next.max(place.row.saturating_add(1));
            part.get_or_insert_with(|| place.part.clone());
            if let Some(item) = item_of(path).filter(|_| part.as_ref() == Some(&place.part)) {
                rows.entry(item).or_insert(place.row);
            }
        }
        let part = part.unwrap_or(Part::Table(table));
        Places { file, part, taken: HashSet::new(), rows, next }
    }

    /// One place for all texts of a drawn cell: one they have, if no cell before has it too.
    fn give(&mut self, form: &mut Form, paths: &[Path], column: u32) {
        let own = paths.iter().filter_map(|path| form.at(path)?.place.clone());
        let mut own = own.map(|place| Place { file: self.file.clone(), ..place });
        let place = own.find(|place| !self.taken.contains(&cell(place)));
        let place = match (place, paths.first()) {
            (Some(place), _) => place,
            (None, Some(first)) => self.fresh(first, column),
            (None, None) => return,
        };
        self.taken.insert(cell(&place));
        for path in paths {
            form.set_place(path, Some(place.clone()));
        }
    }

    /// A cell in the row of its neighbours, in its drawn column or the next free one.
    fn fresh(&mut self, path: &Path, column: u32) -> Place {
        let item = item_of(path);
        let known = item.and_then(|item| self.rows.get(&item).copied());
        let row = known.unwrap_or_else(|| {
            self.next = self.next.saturating_add(1);
            self.next - 1
        });
        if let Some(item) = item {
            self.rows.insert(item, row);
        }
        let at = |column| Place::cell(self.file, self.part.clone(), row, column);
        let mut free = (column..).map(at).filter(|place| !self.taken.contains(place));
        free.next().unwrap_or_else(|| at(column))
    }

    /// A text the drawing has no room for stands beside it.
    fn give_beside(&mut self, form: &mut Form, path: &Path) {
        let own = form.at(path).and_then(|text| text.place.clone());
        let own = own.map(|place| Place { file: self.file.clone(), ..place });
        let place = own.filter(|place| !self.taken.contains(&cell(place))).unwrap_or_else(|| {
            let line = |number| Place::line(self.file, Part::Body, number);
            let mut free = (NO_FILE..).map(line).filter(|place| !self.taken.contains(place));
            free.next().unwrap_or_else(|| line(NO_FILE))
        });
        self.taken.insert(cell(&place));
        form.set_place(path, Some(place));
    }
}

/// The row of a table a cell belongs to.
fn item_of(path: &Path) -> Option<(bool, usize)> {
    match path {
        // The levels may stand in a cell merged over several rows: they do not number the row.
        Path::Indicator(_, Column::Level1 | Column::Level2 | Column::Block) => None,
        Path::Indicator(row, _) => Some((true, *row)),
        Path::Task(row, _) => Some((false, *row)),
        Path::Field(_) | Path::Money(..) => None,
    }
}

/// The cell of a place, or its line where it stands outside any table.
fn cell(place: &Place) -> Place {
    let paragraph = place.paragraph.filter(|_| place.row == 0);
    Place { paragraph, span: None, rect: None, ..place.clone() }
}

//! Changing a form: what one step of an editing page does to the typed content.
//!
//! Every step is plain data, so that a page, a script and an import send the same thing; every
//! changed cell is read again at once, so that text and reading never part. A step that does not
//! fit is refused in words and changes nothing. Who may edit, what is stored and where a cell is
//! drawn is not decided here.
//!
//! A cell keeps its place while it is edited and while its row moves: places name cells, and the
//! answers to findings hang on them. New cells have none until the form is laid out again.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Amount, Column, Field, Form, Indicator, MoneyRow, Path, RowKind, Task, Text};
use crate::{MoneyUnit, Place};

/// Most characters of one cell: no official form has room for more.
const LONGEST_TEXT: usize = 10_000;
/// Most rows of a table.
const MOST_ROWS: usize = 500;

/// One step of editing. Rows are counted from 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "snake_case", deny_unknown_fields)]
pub enum Edit {
    /// Writes a cell.
    Set {
        /// The cell.
        path: Path,
        /// Its new text.
        text: String,
    },
    /// Puts other words in place of some of a cell's; what a repair proposes.
    Replace {
        /// The cell.
        path: Path,
        /// Where the words begin, in characters; where they do not stand there, their first
        /// occurrence is taken.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<usize>,
        /// The words to go.
        quote: String,
        /// The words to come.
        text: String,
    },
    /// A new indicator row with the levels of the row before it.
    AddIndicator {
        /// The row before it; none for the first place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<usize>,
    },
    /// Takes an indicator row out.
    RemoveIndicator {
        /// Which.
        row: usize,
    },
    /// Moves an indicator row.
    MoveIndicator {
        /// Which.
        row: usize,
        /// Its number afterwards.
        to: usize,
    },
    /// A new row of 年度主要任务.
    AddTask {
        /// The row before it; none for the first place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<usize>,
    },
    /// Takes a row of 年度主要任务 out.
    RemoveTask {
        /// Which.
        row: usize,
    },
    /// Moves a row of 年度主要任务.
    MoveTask {
        /// Which.
        row: usize,
        /// Its number afterwards.
        to: usize,
    },
    /// Writes a rectangle over indicator rows; rows of a block that are missing are added to it.
    /// A blank level cell takes the level of the row above it in the rectangle, as merged cells
    /// are copied.
    Paste {
        /// The first row.
        row: usize,
        /// The columns, from left to right.
        #[serde(with = "columns")]
        columns: Vec<Column>,
        /// Row by row, cell by cell; cells beyond the columns are refused.
        texts: Vec<Vec<String>>,
    },
}

/// Why a step was not taken, in words for the person who took it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditRefused(pub String);

impl fmt::Display for EditRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for EditRefused {}

fn refuse<T>(why: impl Into<String>) -> Result<T, EditRefused> {
    Err(EditRefused(why.into()))
}

impl Form {
    /// Takes one step.
    ///
    /// # Errors
    /// Why the step does not fit the form; the form is then as it was.
    pub fn apply(&mut self, edit: &Edit) -> Result<(), EditRefused> {
        match edit {
            Edit::Set { path, text } => self.set(path, text),
            Edit::Replace { path, at, quote, text } => self.replace(path, *at, quote, text),
            Edit::AddIndicator { after } => {
                let row = new_indicator(after.and_then(|row| self.indicators.get(row)));
                add(&mut self.indicators, *after, row)
            }
            Edit::RemoveIndicator { row } => remove(&mut self.indicators, *row),
            Edit::MoveIndicator { row, to } => shift(&mut self.indicators, *row, *to),
            Edit::AddTask { after } => {
                let before = after.and_then(|row| self.tasks.get(row));
                let columns = before.into_iter().flat_map(|task| task.cells.keys());
                let cells = columns.map(|column| (*column, Text::default())).collect();
                add(&mut self.tasks, *after, Task { cells })
            }
            Edit::RemoveTask { row } => remove(&mut self.tasks, *row),
            Edit::MoveTask { row, to } => shift(&mut self.tasks, *row, *to),
            Edit::Paste { row, columns, texts } => self.paste(*row, columns, texts),
        }
    }

    /// Takes several steps, all or none.
    ///
    /// # Errors
    /// Why the first step that does not fit is refused; the form is then as it was.
    pub fn apply_all(&mut self, edits: &[Edit]) -> Result<(), EditRefused> {
        let mut edited = self.clone();
        for edit in edits {
            edited.apply(edit)?;
        }
        *self = edited;
        Ok(())
    }

    /// Puts a text into a cell and reads it; a row of money that the form lacks is added. `false`
    /// when the form has no such indicator or task row.
    pub fn put(&mut self, path: &Path, text: Text) -> bool {
        match path {
            Path::Field(field) => {
                self.fields.insert(*field, text);
            }
            Path::Money(row, fund) => {
                let (unit, assumed) = self.written_in(*row);
                let amount = Amount::read(*row, text, unit, assumed);
                let at = match self.money.iter().position(|own| own.row == *row) {
                    Some(at) => at,
                    None => self.add_money_row(MoneyRow::new(*row)),
                };
                self.money[at].amounts.insert(fund.clone(), amount);
            }
            Path::Indicator(row, column) => {
                let Some(indicator) = self.indicators.get_mut(*row) else { return false };
                let mut cells = std::mem::take(&mut indicator.cells);
                cells.insert(*column, text);
                *indicator = Indicator::read(cells);
            }
            Path::Task(row, column) => {
                let Some(task) = self.tasks.get_mut(*row) else { return false };
                task.cells.insert(*column, text);
            }
        }
        true
    }

    /// Says where a cell stands; its text and reading stay as they are.
    pub fn set_place(&mut self, path: &Path, place: Option<Place>) {
        let text = match path {
            Path::Field(field) => self.fields.get_mut(field),
            Path::Money(row, fund) => {
                let own = self.money.iter_mut().find(|own| own.row == *row);
                own.and_then(|own| own.amounts.get_mut(fund)).map(|amount| &mut amount.text)
            }
            Path::Indicator(row, column) => {
                self.indicators.get_mut(*row).and_then(|own| own.cells.get_mut(column))
            }
            Path::Task(row, column) => {
                self.tasks.get_mut(*row).and_then(|own| own.cells.get_mut(column))
            }
        };
        if let Some(text) = text {
            text.place = place;
        }
    }

    /// The unit the amounts of a row are written in, and whether it was assumed: as in its cells,
    /// else as in those of other rows. Rates and scores have none.
    fn written_in(&self, row: RowKind) -> (MoneyUnit, bool) {
        if !row.is_money() {
            return (MoneyUnit::WanYuan, false);
        }
        let own = self.money_row(row).into_iter();
        let others = self.money.iter().filter(|own| own.row.is_money());
        let first = own.chain(others).flat_map(|row| row.amounts.values()).next();
        first.map_or((MoneyUnit::WanYuan, true), |amount| (amount.unit, amount.unit_assumed))
    }

    /// Adds a row to the money table, amounts before rates, and says where it stands.
    fn add_money_row(&mut self, row: MoneyRow) -> usize {
        let rates = self.money.iter().position(|own| !own.row.is_money());
        let at = rates.filter(|_| row.row.is_money()).unwrap_or(self.money.len());
        self.money.insert(at, row);
        at
    }

    fn set(&mut self, path: &Path, text: &str) -> Result<(), EditRefused> {
        if *path == Path::Field(Field::MoneyUnit) {
            return refuse("金额单位由表样印出，不能在表里改。");
        }
        let text = tidy(text)?;
        let old = self.at(path);
        if old.map_or("", |old| old.text.as_str()) == text {
            return self.has_row(path);
        }
        let place = old.and_then(|old| old.place.clone()).map(whole);
        if self.put(path, Text::new(text, place)) { Ok(()) } else { self.has_row(path) }
    }

    /// Refuses a path into a row that is not there.
    fn has_row(&self, path: &Path) -> Result<(), EditRefused> {
        let there = match path {
            Path::Field(_) | Path::Money(..) => true,
            Path::Indicator(row, _) => *row < self.indicators.len(),
            Path::Task(row, _) => *row < self.tasks.len(),
        };
        if there { Ok(()) } else { refuse(NO_ROW) }
    }

    fn replace(
        &mut self,
        path: &Path,
        at: Option<usize>,
        quote: &str,
        text: &str,
    ) -> Result<(), EditRefused> {
        self.has_row(path)?;
        let old: Vec<char> = self.at(path).map_or("", |old| &old.text).chars().collect();
        let quote: Vec<char> = quote.chars().collect();
        let stands = |at: &usize| old.get(*at..).is_some_and(|rest| rest.starts_with(&quote));
        let first = || (0..old.len()).find(stands);
        let Some(start) = at.filter(stands).or_else(first).filter(|_| !quote.is_empty()) else {
            return refuse("这一处已经改过了，没有再改。");
        };
        let before: String = old[..start].iter().collect();
        let after: String = old[start + quote.len()..].iter().collect();
        self.set(path, &format!("{before}{text}{after}"))
    }

    fn paste(
        &mut self,
        row: usize,
        columns: &[Column],
        texts: &[Vec<String>],
    ) -> Result<(), EditRefused> {
        let mut pasted = self.clone();
        let Some(first) = pasted.indicators.get(row) else { return refuse(NO_ROW) };
        let block = first.folded(Column::Block);
        let mut at = row;
        for (index, cells) in texts.iter().enumerate() {
            if cells.len() > columns.len() {
                return refuse("粘贴的内容比表格剩下的列多，请从左边一点的格开始粘贴。");
            }
            if index > 0 {
                at += 1;
                let same = pasted.indicators.get(at);
                if same.is_none_or(|own| own.folded(Column::Block) != block) {
                    pasted.apply(&Edit::AddIndicator { after: Some(at - 1) })?;
                }
            }
            for (column, text) in columns.iter().zip(cells) {
                let path = Path::Indicator(at, *column);
                let above = Path::Indicator(at.saturating_sub(1), *column);
                let text = match (is_level(*column) && crate::text::is_blank(text), index) {
                    (true, 0) => continue,
                    (true, _) => pasted.at(&above).map_or("", |above| &above.text).to_owned(),
                    (false, _) => text.clone(),
                };
                pasted.set(&path, &text)?;
            }
        }
        *self = pasted;
        Ok(())
    }
}

const NO_ROW: &str = "这一行已经不在表里了，请刷新页面看最新的表。";

/// Whether a column is one that merges downwards.
fn is_level(column: Column) -> bool {
    matches!(column, Column::Level1 | Column::Level2 | Column::Block)
}

/// A blank row with the columns of another and its levels.
fn new_indicator(before: Option<&Indicator>) -> Indicator {
    let plain = [Column::Level1, Column::Level2, Column::Level3, Column::Target];
    let plain = || plain.map(|column| (column, Text::default())).into();
    let like = |row: &Indicator| {
        let cells = row.cells.iter();
        let cell = |column: &Column, text: &Text| match is_level(*column) {
            true => text.clone(),
            false => Text::default(),
        };
        cells.map(|(column, text)| (*column, cell(column, text))).collect()
    };
    let cells: BTreeMap<Column, Text> = before.map_or_else(plain, like);
    Indicator::read(cells)
}

fn add<T>(rows: &mut Vec<T>, after: Option<usize>, row: T) -> Result<(), EditRefused> {
    let at = after.map_or(0, |after| after.saturating_add(1));
    if at > rows.len() {
        return refuse(NO_ROW);
    }
    if rows.len() >= MOST_ROWS {
        return refuse(format!("一张表最多 {MOST_ROWS} 行。"));
    }
    rows.insert(at, row);
    Ok(())
}

fn remove<T>(rows: &mut Vec<T>, row: usize) -> Result<(), EditRefused> {
    if row >= rows.len() {
        return refuse(NO_ROW);
    }
    rows.remove(row);
    Ok(())
}

fn shift<T>(rows: &mut Vec<T>, row: usize, to: usize) -> Result<(), EditRefused> {
    if row >= rows.len() || to >= rows.len() {
        return refuse(NO_ROW);
    }
    let moved = rows.remove(row);
    rows.insert(to, moved);
    Ok(())
}

/// The text as a form holds it: line breaks of one kind, no characters that show nothing and
/// break files.
fn tidy(text: &str) -> Result<String, EditRefused> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let forbidden = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    let text = text.replace(|c| forbidden(c) || matches!(c, '\u{fffe}' | '\u{ffff}'), "");
    let length = text.chars().count();
    if length > LONGEST_TEXT {
        return refuse(format!("这一格有 {length} 个字，最多 {LONGEST_TEXT} 个，没有保存。"));
    }
    Ok(text)
}

/// The place of a text that fills its cell from now on.
fn whole(place: Place) -> Place {
    let paragraph = place.paragraph.filter(|_| place.row == 0);
    Place { paragraph, span: None, rect: None, ..place }
}

impl Serialize for Path {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Path {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|()| serde::de::Error::custom(format!("no path: {text}")))
    }
}

/// Columns by their names.
mod columns {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::Column;

    pub(super) fn serialize<S: Serializer>(
        columns: &[Column],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(columns.iter().map(ToString::to_string))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<Column>, D::Error> {
        let names = Vec::<String>::deserialize(deserializer)?;
        let column = |name: String| {
            name.parse().map_err(|()| serde::de::Error::custom(format!("no column: {name}")))
        };
        names.into_iter().map(column).collect()
    }
}

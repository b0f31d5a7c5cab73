//! A form's layout: the official form as a drawing of labels and field bindings.
//!
//! One layout file serves every face of a form: the recogniser learns its labels from the
//! drawing, the web page, Word, Excel and PDF are drawn from it. A layout holds no meaning beyond
//! its bindings and is *not* needed to read a form: an unknown one is read through its labels.
//!
//! The drawing is a pipe table. `<` continues the cell on the left, `^` the cell above,
//! `{binding}` is filled in by the author, everything else is printed:
//!
//! ```text
//! | 项目资金<br>（万元） | 年度资金总额： | {money.expenditure.total}  | < |
//! | ^                    | 其中：财政拨款 | {money.expenditure.fiscal} | < |
//! ```
//!
//! In a part with `repeat`, `{level1}^` merges downwards while the text stays the same, and
//! `{year-3}` binds the value of the third year before the budget year; in printed text
//! `{year-3}` stands for that year's number.

mod drawing;
mod parse;

use chrono::NaiveDate;
use model::form::{Field, NamedColumn, TaskColumn};
use model::{FormKind, Fund, MoneyUnit, RowKind};

/// One official form.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// Key such as `renhe.project`; a lower pack's layout of the same key replaces its parent's.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// The pack it came from.
    pub pack: String,
    /// The file it came from.
    pub file: String,
    /// Kind of form.
    pub kind: FormKind,
    /// In force from.
    pub from: NaiveDate,
    /// In force until, that day included.
    pub until: Option<NaiveDate>,
    /// Where the form was seen: key in `sources.toml`.
    pub source: String,
    /// Title printed on an empty form; `{year-0}` stands for the budget year.
    pub title: String,
    /// Unit of money when the form itself names none.
    pub money_unit: MoneyUnit,
    /// Whether the page lies on its side.
    pub landscape: bool,
    /// Relative column widths; their number is the number of columns.
    pub widths: Vec<u32>,
    /// Whether the rows of several projects stand in one table (the long list).
    pub many: bool,
    /// Labels the recogniser should know besides those of the drawing.
    pub labels: Vec<(Binding, String)>,
    /// Column of amounts that the arithmetic may take as exhaustive: total = sum of the others.
    pub exhaustive_funds: bool,
    /// Fields that must not be blank.
    pub required: Vec<Binding>,
    /// The drawing, from top to bottom.
    pub parts: Vec<Band>,
}

/// Some rows of the drawing that are repeated together, or not at all.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// What the rows are repeated for.
    pub repeat: Option<Repeat>,
    /// Only indicators of this block (管理效率 …) belong here.
    pub block: Option<String>,
    /// Whether these rows repeat at the top of a page they are continued on.
    pub header: bool,
    /// Whether reference cells that are all blank become one.
    pub merge_blank: bool,
    /// The rows, each with one slot a column.
    pub rows: Vec<Vec<Slot>>,
}

/// What a band is repeated for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// Each indicator.
    Indicators,
    /// Each row of 年度主要任务.
    Tasks,
}

/// One slot of the drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    /// Part of the cell on the left.
    Left,
    /// Part of the cell above.
    Above,
    /// Printed by the template; `{year-N}` inside stands for a year.
    Printed(String),
    /// Filled in by the author.
    Bound {
        /// Which field.
        binding: Binding,
        /// Whether equal texts in consecutive repetitions become one cell.
        merge: bool,
    },
}

/// A field a slot is bound to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Binding {
    /// A field of the head or foot.
    Field(Field),
    /// An amount.
    Money(RowKind, Fund),
    /// A column of the indicator table.
    Column(NamedColumn),
    /// The value of so many years before the budget year.
    YearBack(i32),
    /// A column of 年度主要任务.
    Task(TaskColumn),
}

impl Layout {
    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.widths.len()
    }

    /// Whether a slot of the drawing is bound to this.
    pub fn binds(&self, wanted: &Binding) -> bool {
        self.slots().any(|slot| matches!(slot, Slot::Bound { binding, .. } if binding == wanted))
    }

    /// Every text the template prints, in reading order.
    pub fn printed(&self) -> impl Iterator<Item = &str> {
        self.slots().filter_map(|slot| match slot {
            Slot::Printed(text) if !text.is_empty() => Some(text.as_str()),
            _ => None,
        })
    }

    fn slots(&self) -> impl Iterator<Item = &Slot> {
        self.parts.iter().flat_map(|part| part.rows.iter().flatten())
    }
}

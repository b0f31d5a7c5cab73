//! A form's content: typed, each field with its original text and its place.
//!
//! Fields are addressed by role, not by position, so that a layout file can bind any of them and
//! a form of another county needs no other types. Reading never fails on content: what cannot be
//! typed keeps its text and has no value.

mod amount;
mod chinese;
mod edit;
mod indicator;
mod names;
mod path;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use amount::{Amount, MoneyRow};
pub use edit::{Edit, EditRefused};
pub use indicator::{Indicator, Task};
pub use names::{Category, Column, Field, FormKind, Fund, NamedColumn, RowKind, TaskColumn};
pub use path::Path;

use crate::Place;

/// Text as written, with its place.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Text {
    /// The characters as written, paragraphs joined by line breaks.
    pub text: String,
    /// Where it was read; none for text that came from elsewhere than a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// One form: a department's or a project's declaration, a monitoring table, a self-evaluation.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Form {
    /// Which kind of form.
    pub kind: FormKind,
    /// Key of the layout it was recognised with; `None` when read through its labels alone.
    pub layout: Option<String>,
    /// Budget year read from the title lines.
    pub year: Option<i32>,
    /// Category, where the title or a field names it.
    pub category: Option<Category>,
    /// Fields of the head, by role. A field the form does not have is absent; a blank one is "".
    pub fields: BTreeMap<Field, Text>,
    /// Amounts, one entry a row (or column group) of the money table.
    pub money: Vec<MoneyRow>,
    /// Rows of 年度主要任务, where the form has them.
    pub tasks: Vec<Task>,
    /// Indicator rows in reading order.
    pub indicators: Vec<Indicator>,
    /// Places of rows in the indicator region in which every cell is blank.
    pub blank_rows: Vec<Place>,
    /// Author text under a label nobody knows: nothing is lost.
    pub unknown: Vec<(String, Text)>,
    /// Whether the source still knew its merged cells (rule R7 softens findings where not).
    pub merges_known: bool,
    /// Whether text of the source could not be cut into cells: rows may be missing here.
    pub uncut: bool,
}

impl Text {
    /// Text with its place.
    pub fn new(text: impl Into<String>, place: Option<Place>) -> Self {
        Text { text: text.into(), place }
    }

    /// Whether nothing is written.
    pub fn is_blank(&self) -> bool {
        crate::text::is_blank(&self.text)
    }
}

impl Form {
    /// The field's text as written; "" when the form does not have it.
    pub fn text(&self, field: Field) -> &str {
        self.fields.get(&field).map_or("", |text| &text.text)
    }

    /// The field's text without the blanks at its ends; `None` when blank or absent.
    pub fn filled(&self, field: Field) -> Option<&str> {
        let text = crate::text::trim(self.text(field));
        (!text.is_empty()).then_some(text)
    }

    /// Where the field stands.
    pub fn place(&self, field: Field) -> Option<&Place> {
        self.fields.get(&field).and_then(|text| text.place.as_ref())
    }

    /// The money row of a kind.
    pub fn money_row(&self, row: RowKind) -> Option<&MoneyRow> {
        self.money.iter().find(|money| money.row == row)
    }

    /// The row that says what the form asks for: expenditure, else the budget at the start.
    pub fn funds(&self) -> Option<&MoneyRow> {
        self.money_row(RowKind::Expenditure).or_else(|| self.money_row(RowKind::Initial))
    }

    /// The same form without places, for comparing two sources of it.
    pub fn without_places(mut self) -> Form {
        let clear = |text: &mut Text| text.place = None;
        self.fields.values_mut().for_each(clear);
        self.money.iter_mut().flat_map(|m| m.amounts.values_mut()).for_each(|a| clear(&mut a.text));
        self.tasks.iter_mut().flat_map(|t| t.cells.values_mut()).for_each(clear);
        self.indicators.iter_mut().flat_map(|i| i.cells.values_mut()).for_each(clear);
        self.unknown.iter_mut().for_each(|(_, text)| clear(text));
        self.blank_rows.clear();
        self
    }
}

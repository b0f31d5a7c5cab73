//! The vocabulary of the product: money, targets, grids, forms, findings.
//!
//! Nothing here reads a file, a clock, a random source or the environment, and nothing judges:
//! readers fill these types, checks look at them, writers print them.
//! One rule runs through all of it: **the original text stands beside every reading**, together
//! with the place it was read from.

mod citation;
mod document;
mod finding;
pub mod form;
mod grid;
mod letter;
pub mod money;
mod place;
pub mod target;
pub mod text;

pub use citation::{Citation, Force};
pub use document::{Block, Document, Line, SourceKind};
pub use finding::{Finding, Fix, Outcome, Severity};
pub use form::{
    Amount, Category, Column, Field, Form, FormKind, Fund, Indicator, MoneyRow, Path, RowKind,
    Task, TaskColumn, Text,
};
pub use grid::{Align, Cell, Drawing, Grid, Ink, Merges, Role, State};
pub use letter::{Letter, Point, Printout, Section};
pub use money::{Money, MoneyError, MoneyUnit};
pub use place::{Part, Place, Rect, Span};
pub use rust_decimal::Decimal;
pub use target::Target;

//! Paths to a single cell of a form: the names of inputs on a page and of bindings in a layout.

use std::fmt;
use std::str::FromStr;

use super::{Column, Field, Form, Fund, RowKind, TaskColumn, Text};

/// The address of one author-filled cell: `unit`, `money.expenditure.fiscal`,
/// `indicators.3.target`, `tasks.0.content`. Indexes count from 0.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Path {
    /// A field of the head or foot.
    Field(Field),
    /// An amount.
    Money(RowKind, Fund),
    /// A cell of an indicator row.
    Indicator(usize, Column),
    /// A cell of a task row.
    Task(usize, TaskColumn),
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Path::Field(field) => field.fmt(f),
            Path::Money(row, fund) => write!(f, "money.{row}.{fund}"),
            Path::Indicator(index, column) => write!(f, "indicators.{index}.{column}"),
            Path::Task(index, column) => write!(f, "tasks.{index}.{column}"),
        }
    }
}

impl FromStr for Path {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.splitn(3, '.');
        let (head, second, third) = (parts.next().ok_or(())?, parts.next(), parts.next());
        match (head, second, third) {
            (field, None, None) => Ok(Path::Field(field.parse()?)),
            ("money", Some(row), Some(fund)) => Ok(Path::Money(row.parse()?, fund.into())),
            ("indicators", Some(index), Some(column)) => {
                Ok(Path::Indicator(index.parse().map_err(|_| ())?, column.parse()?))
            }
            ("tasks", Some(index), Some(column)) => {
                Ok(Path::Task(index.parse().map_err(|_| ())?, column.parse()?))
            }
            _ => Err(()),
        }
    }
}

impl Form {
    /// The cell at a path, when the form has it.
    pub fn at(&self, path: &Path) -> Option<&Text> {
        match path {
            Path::Field(field) => self.fields.get(field),
            Path::Money(row, fund) => Some(&self.money_row(*row)?.amounts.get(fund)?.text),
            Path::Indicator(index, column) => self.indicators.get(*index)?.cells.get(column),
            Path::Task(index, column) => self.tasks.get(*index)?.cells.get(column),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_prints_and_reads_back() {
        for text in [
            "unit",
            "money.executed.上年结转",
            "indicators.3.target",
            "indicators.0.2024",
            "tasks.1.name",
        ] {
            assert_eq!(text.parse::<Path>().map(|path| path.to_string()), Ok(text.to_owned()));
        }
        assert!("nothing".parse::<Path>().is_err());
        assert!("indicators.x.target".parse::<Path>().is_err());
    }
}

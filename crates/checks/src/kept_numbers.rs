//! Which numbers of a goal the rows take up: said, summed up, part of a whole, or kept by a rate.
//!
//! Compares numbers and names; what a number of the goal is, the check decides.

use model::{Column, Decimal, FormKind, Indicator};

use crate::Context;
use crate::numbers::{Printed, printed};
use crate::similar::longest_run;

/// Cells that say what an indicator is about.
pub(crate) const SAYING: [Column; 4] =
    [Column::Level3, Column::Target, Column::Explanation, Column::Remark];

/// The numbers that rows and tasks say.
pub(crate) struct Held<'f> {
    /// The rows that may take up what the goal says.
    rows: Vec<&'f Indicator>,
    /// Readings of whole targets, units from their own column included.
    targets: Vec<Decimal>,
    /// Numbers as printed anywhere.
    printed: Vec<Printed>,
    /// Those of the targets, which may add up.
    parts: Vec<Printed>,
}

/// How many characters a thing and the name of a row must share to be about the same thing.
const SHARED_NAME: usize = 3;

/// The same where no other row counts in that unit.
const SHARED_WHEN_ALONE: usize = 2;

/// The same where the row only has a rate.
const SHARED_WITH_RATE: usize = 4;

impl<'f> Held<'f> {
    /// Of a form; a department's goal may also be broken down in its tasks and its projects.
    pub(crate) fn of(context: &Context<'f>) -> Self {
        let form = context.form();
        let mut forms = vec![form];
        if form.kind == FormKind::Department {
            forms.extend(context.projects_beside().into_iter().map(|(_, project)| project));
        }
        let rows: Vec<&Indicator> = forms.iter().flat_map(|form| &form.indicators).collect();
        let tasks = form.tasks.iter().flat_map(|task| task.cells.values());
        let cells = rows.iter().flat_map(|row| SAYING.map(|column| row.text(column)));
        let cells = cells.chain(tasks.map(|cell| cell.text.as_str()));
        let targets = rows.iter().map(|row| row.text(Column::Target));
        Held {
            targets: rows.iter().filter_map(|row| row.target.value).collect(),
            printed: cells.flat_map(printed).collect(),
            parts: targets.flat_map(printed).collect(),
            rows,
        }
    }

    /// Whether a row says the number, or the rows of its unit add up to it, or one of them keeps
    /// a promise that is only a bound.
    pub(crate) fn keeps(&self, number: &Printed) -> bool {
        let alike = |other: &&Printed| other.unit() == number.unit();
        let sum: Decimal = self.parts.iter().filter(alike).map(Printed::value).sum();
        let same = |other: &Printed| other.value() == number.value();
        let kept = |other: &Printed| number.loose && other.value() >= number.value();
        sum == number.value()
            || self.targets.contains(&number.value())
            || self.printed.iter().any(same)
            || self.printed.iter().filter(alike).any(kept)
    }

    /// Whether the number is a part of one that is kept, or the whole of parts that all are:
    /// 1570名，其中……212名.
    pub(crate) fn keeps_kin(&self, number: &Printed, all: &[Printed], characters: &[char]) -> bool {
        if whole_of(number, all, characters).is_some_and(|whole| self.keeps(whole)) {
            return true;
        }
        let is_whole = |part: &&Printed| whole_of(part, all, characters) == Some(number);
        let parts: Vec<&Printed> = all.iter().filter(is_whole).collect();
        let sum: Decimal = parts.iter().map(|part| part.value()).sum();
        parts.len() > 1 && sum == number.value() && parts.iter().all(|part| self.keeps(part))
    }

    /// Whether a rate is about the same thing: 办复率 of the 代表建议 counted in the goal.
    pub(crate) fn keeps_by_a_rate(&self, said: &str) -> bool {
        let rates = self.rows.iter().filter(|row| row.target.unit == "%");
        rates.into_iter().any(|row| shared(row, said) >= SHARED_WITH_RATE)
    }

    /// The row that counts the same thing in the same unit, and says another number which the
    /// goal does not say of anything else.
    pub(crate) fn contradiction(
        &self,
        number: &Printed,
        said: &str,
        all: &[Printed],
    ) -> Option<&'f Indicator> {
        let other = |row: &&&Indicator| {
            let value = row.target.value.filter(|_| row.target.unit == number.unit());
            value.is_some_and(|value| all.iter().all(|number| number.value() != value))
        };
        let rows: Vec<&&Indicator> = self.rows.iter().filter(other).collect();
        let least = if rows.len() == 1 { SHARED_WHEN_ALONE } else { SHARED_NAME };
        // 200人次 and 困难群众人次 share no more than the unit.
        let said = said.replace(&number.text, "");
        let named = rows.into_iter().map(|row| (shared(row, &said), *row));
        let near = named.filter(|(length, _)| *length >= least);
        near.max_by_key(|(length, _)| *length).map(|(_, row)| row)
    }
}

/// How many characters on end the name of a row shares with a text.
fn shared(row: &Indicator, said: &str) -> usize {
    longest_run(&row.folded(Column::Level3), said).len()
}

/// The number of the same unit before 其中 of which this one is a part, in the same sentence.
fn whole_of<'p>(part: &Printed, all: &'p [Printed], characters: &[char]) -> Option<&'p Printed> {
    let before = all.iter().rev().filter(|other| other.end() <= part.start());
    let mut alike = before.filter(|other| other.unit() == part.unit());
    alike.find(|other| {
        let between: String = characters[other.end()..part.start()].iter().collect();
        between.contains("其中") && !between.contains(['。', '；', ';', '\n'])
    })
}

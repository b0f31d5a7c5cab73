//! One period spelled in several ways in one file (C114).

use std::collections::BTreeMap;
use std::sync::Arc;

use model::Target;
use model::target::{Kind, Period};

use super::apply::{Repaired, difference, repaired};
use super::{Cell, Lists, Mark, Role, ends};
use crate::{Context, cells};

const CODE: &str = "C114";

/// Longer texts say more than a period.
const LONGEST: usize = 40;

/// How each period is spelled in each file: spelling and how often, in order of appearance.
#[derive(Debug, Default)]
pub(crate) struct Spellings {
    all: BTreeMap<(Option<Arc<str>>, String), Counted>,
    /// For each form, what each of its cells is.
    cells: Vec<Vec<Option<(String, String)>>>,
}

/// Each spelling of one period in one file, and how often it stands there.
type Counted = Vec<(String, usize)>;

impl Spellings {
    /// Of all forms of the batch.
    pub(super) fn of(context: &Context<'_>, lists: &Lists<'_>) -> Self {
        let mut all = Spellings::default();
        for (index, member) in context.batch.members.iter().enumerate() {
            let cells = cells::filled(member.form);
            let periods: Vec<_> = cells.iter().map(|cell| period(cell, lists)).collect();
            for (period, text) in periods.iter().flatten() {
                let file = context.units.files[index].clone();
                let spellings = all.all.entry((file, period.clone())).or_default();
                match spellings.iter_mut().find(|(spelling, _)| spelling == text) {
                    Some((_, count)) => *count += 1,
                    None => spellings.push((text.clone(), 1)),
                }
            }
            all.cells.push(periods);
        }
        all
    }
}

/// Adds the marks to the values of a form: every spelling but the most frequent one.
pub(super) fn mark(
    context: &Context<'_>,
    cells: &[Cell<'_>],
    found: &mut [Repaired],
    spellings: &Spellings,
) {
    let periods = &spellings.cells[context.index];
    for ((cell, found), period) in cells.iter().zip(found).zip(periods) {
        let Some((period, text)) = period else { continue };
        let file = context.units.files[context.index].clone();
        let Some(all) = spellings.all.get(&(file, period.clone())).filter(|all| all.len() > 1)
        else {
            continue;
        };
        let most = all.iter().map(|(_, count)| *count).max().unwrap_or(0);
        let Some((usual, _)) = all.iter().find(|(_, count)| *count == most) else { continue };
        if usual == text {
            continue;
        }
        found.marks.retain(|mark| mark.edits.is_empty());
        found.marks.push(own(cell, usual, all));
        found.text.clone_from(usual);
    }
}

fn own(cell: &Cell<'_>, usual: &str, all: &[(String, usize)]) -> Mark {
    let raw: Vec<char> = cell.text.text.chars().collect();
    let new: Vec<char> = usual.chars().collect();
    let listed: Vec<String> =
        all.iter().map(|(spelling, count)| format!("“{spelling}”{count}处")).collect();
    let said = format!("同一段时间在这份文件里有{}种写法：{}。", all.len(), listed.join("、"));
    Mark::new(CODE, vec![difference(&raw, &new)], said).showing(0..raw.len())
}

/// Whether a text has what every period has: reading is dear, and most values are none.
pub(super) fn may_be_period(text: &str) -> bool {
    let digits = text.chars().filter(|c| model::text::narrow(*c).is_ascii_digit()).count();
    digits >= 4 || (digits > 0 && text.contains(['年', '月', '日', '季']))
}

/// The period a value is, as a key, and how it spells it once repaired.
fn period(cell: &Cell<'_>, lists: &Lists<'_>) -> Option<(String, String)> {
    let text = &cell.text.text;
    if cell.role != Role::Value
        || !may_be_period(text)
        || text.chars().count() > LONGEST
        || text.contains('\n')
    {
        return None;
    }
    let bare = ends::bare(&repaired(text, cell.role, lists).text, cell.role, lists)?;
    let target = Target::read(&bare);
    let Period { start, end } = target.period.filter(|_| target.kind == Kind::Period)?;
    Some((format!("{start}/{end}"), bare))
}

//! Names and years that must be the same on every form of a submission, and the projects a
//! department names.

use model::{Column, Field, Form, FormKind, Path};

use super::book::{Book, Draft};
use super::{Rule, Verdict};
use crate::department::{self, Statements};
use crate::similar::{Likeness, bare_name};
use crate::{Context, Undecided};

/// What became of a project named on the department's form.
#[derive(Debug, Clone)]
pub(crate) enum Match {
    /// The form of that name.
    Same(usize),
    /// A form of a very similar name.
    Alike(usize),
    /// No form is like it: the name may be a summary.
    None,
}

/// The form that a name on the department's form means, among the project forms at hand.
pub(crate) fn meant(
    context: &Context<'_>,
    said: &Statements<'_>,
    name: &str,
    projects: &[(usize, &Form)],
) -> Result<Match, Undecided> {
    let threshold = Context { code: "C085", ..*context }.number("min_similarity")?;
    let bare = bare_name(name);
    let title = |form: &Form| bare_name(form.text(Field::Project));
    if let Some((index, _)) = projects.iter().find(|(_, form)| title(form) == bare) {
        return Ok(Match::Same(*index));
    }
    // A project that is named rightly elsewhere is not meant by this name.
    let taken = |name: &str| said.names.iter().any(|(other, _, _)| bare_name(other) == name);
    let candidates = projects.iter().filter(|(_, form)| !taken(&title(form)));
    let alike = candidates.map(|(index, form)| (Likeness::of(&bare, &title(form)), *index));
    let best = alike.reduce(|best, next| if next.0.exceeds(best.0) { next } else { best });
    Ok(match best.filter(|(likeness, _)| likeness.at_least(threshold)) {
        Some((_, index)) => Match::Alike(index),
        None => Match::None,
    })
}

/// Notes names and years of a form.
pub(super) fn relate(context: &Context<'_>, book: &mut Book) -> Result<(), Undecided> {
    if context.form().kind == FormKind::Department {
        projects(context, book)?;
    }
    across(context, book);
    Ok(())
}

/// The projects a department names.
fn projects(context: &Context<'_>, book: &mut Book) -> Result<(), Undecided> {
    let (form, index) = (context.form(), context.index);
    let said = department::statements(form);
    let projects = context.projects_beside();
    let missing = department::incomplete(context.batch, &said, &projects);
    for (name, _, cell) in &said.names {
        let holds = |row: &model::Indicator| {
            row.cells.get(&Column::Target).is_some_and(|own| std::ptr::eq(own, *cell))
        };
        let row = form.indicators.iter().position(holds);
        let (Some(row), Some(byte)) = (row, cell.text.find(name)) else { continue };
        let start = cell.text[..byte].chars().count();
        let path = Path::Indicator(row, Column::Target);
        let whole = book.words(form, index, &path, start, name);
        let title = |index: usize| {
            model::text::fold(context.batch.members[index].form.text(Field::Project))
        };
        let (other, verdict, sentence) = match meant(context, &said, name, &projects)? {
            Match::Same(other) => {
                let sentence = format!("“{name}”＝项目表“{}”。", title(other));
                (Some(other), Verdict::Proved, sentence)
            }
            Match::Alike(other) if missing.is_none() => {
                let sentence =
                    format!("整体表写“{name}”，项目表叫“{}”，像是同一个项目。", title(other));
                (Some(other), Verdict::Broken, sentence)
            }
            Match::Alike(_) | Match::None => match &missing {
                Some(missing) => {
                    let sentence = format!("“{name}”：{}", missing.message());
                    (None, Verdict::CannotDecide, sentence)
                }
                None => continue,
            },
        };
        let terms = other.map(|other| {
            let form = context.batch.members[other].form;
            book.cell(form, other, &Path::Field(Field::Project))
        });
        let draft = Draft { rule: Rule::SameName, verdict, whole, sentence };
        book.relate(draft, terms.into_iter().collect());
    }
    Ok(())
}

/// The forms of the same file and unit as this one, itself included, when it is the first of them.
fn submission(context: &Context<'_>) -> Vec<usize> {
    let units = context.units;
    let own = context.index;
    let same = |index: &usize| {
        units.names[*index] == units.names[own] && units.files[*index] == units.files[own]
    };
    if units.names[own].is_empty() || (0..own).rev().any(|index| same(&index)) {
        return Vec::new();
    }
    (own..units.names.len()).filter(same).collect()
}

/// One unit and one year on all forms of a file.
fn across(context: &Context<'_>, book: &mut Book) {
    let forms = submission(context);
    let [first, rest @ ..] = &forms[..] else { return };
    if rest.is_empty() {
        return;
    }
    let form = |index: usize| context.batch.members[index].form;
    let whole = book.cell(form(*first), *first, &Path::Field(Field::Unit));
    let nodes: Vec<usize> = rest
        .iter()
        .map(|index| book.cell(form(*index), *index, &Path::Field(Field::Unit)))
        .collect();
    let sentence = format!("{}张表的单位都是“{}”。", forms.len(), book.node(whole).shown);
    let verdict = Verdict::Proved;
    book.relate(Draft { rule: Rule::SameUnit, verdict, whole, sentence }, nodes);

    let years: Vec<Option<i32>> = forms.iter().map(|index| form(*index).year).collect();
    let Some(year) = years[0] else { return };
    let agree = years.iter().all(|other| *other == Some(year));
    let unknown = years.iter().any(Option::is_none);
    let (verdict, sentence) = match (agree, unknown) {
        (true, _) => (Verdict::Proved, format!("{}张表都是{year}年度。", forms.len())),
        (false, true) => (Verdict::CannotDecide, "有的表没有写年度。".to_owned()),
        (false, false) => {
            let mut all: Vec<String> = years.iter().flatten().map(i32::to_string).collect();
            all.sort();
            all.dedup();
            (Verdict::Question, format!("同一批表的年度不同：{}。", all.join("、")))
        }
    };
    let year_cell = |index: usize| match form(index).fields.contains_key(&Field::Year) {
        true => Path::Field(Field::Year),
        false => Path::Field(Field::Title),
    };
    let whole = book.cell(form(*first), *first, &year_cell(*first));
    let nodes =
        rest.iter().map(|index| book.cell(form(*index), *index, &year_cell(*index))).collect();
    book.relate(Draft { rule: Rule::SameYear, verdict, whole, sentence }, nodes);
}

//! What papers are made of, gathered with permission: whoever may open a declaration may print it,
//! and what goes outside is what was approved. How a paper looks is `office`'s affair.

mod adjusted;
mod approved;
mod form;
mod signatures;
mod summary;

use store::PersonId;

use crate::{Setting, Who};

pub use crate::who::Names;
pub use adjusted::{Adjusted, Become};
pub use approved::{Document, department_of};
pub use signatures::signatures;

/// A person's name; the program's own work has none.
pub fn name_of(names: &Names, person: Option<PersonId>) -> &str {
    person.and_then(|person| names.get(&person)).map_or("系统", String::as_str)
}

/// A day as people write it: 2026年1月5日.
pub(crate) fn written(day: chrono::NaiveDate) -> String {
    day.format("%Y年%-m月%-d日").to_string()
}

/// Words of a pack for a paper, with the year put in.
pub(crate) fn worded(setting: &Setting, key: &str) -> String {
    let words = setting.policy.text(&format!("papers.{key}")).unwrap_or_default();
    words.replace("{year}", &setting.cycle.year.to_string())
}

/// Whether figures that are not approved are none of somebody's business: they stand outside of
/// declaring and reviewing.
pub fn approved_alone(who: &Who) -> bool {
    use flow::Role::{
        BureauLeader, BusinessDivision, Clerk, DepartmentReviewer, PerformanceDivision, UnitHead,
    };
    let inside =
        [Clerk, UnitHead, DepartmentReviewer, BusinessDivision, PerformanceDivision, BureauLeader];
    !who.has_role(&inside)
}

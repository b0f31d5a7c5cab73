//! Which fiscal year a page is about: the one asked for, else the present one.

use desk::{Desk, Who};
use serde::Serialize;
use store::Cycle;
use utoipa::ToSchema;

use super::{Problem, lines};

/// A fiscal year to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Year {
    /// The year.
    pub year: i32,
    /// Whether it is the one shown.
    pub chosen: bool,
}

/// The years there are, the newest first, and the cycle of the one asked for; none while there is
/// no cycle yet.
///
/// # Errors
/// When there is no such year, or the database fails.
pub async fn choose(
    desk: &Desk,
    who: &Who,
    asked: &str,
) -> Result<(Vec<Year>, Option<Cycle>), Problem> {
    let asked: Option<i32> = lines::number(asked)?;
    let mut cycles = desk.store.cycles(who.region()).await?;
    let cycle = match asked {
        Some(year) => {
            let found = cycles.iter().find(|cycle| cycle.year == year).cloned();
            let none = || {
                let status = axum::http::StatusCode::NOT_FOUND;
                Problem::new(status, format!("没有{year}年度的申报。"), "请另选一个年度。")
            };
            Some(found.ok_or_else(none)?)
        }
        None => desk.present_cycle(who.region(), who.today()).await?,
    };
    cycles.sort_by_key(|cycle| std::cmp::Reverse(cycle.year));
    let is_chosen = |year| cycle.as_ref().is_some_and(|cycle| cycle.year == year);
    let years = cycles.iter().map(|one| Year { year: one.year, chosen: is_chosen(one.year) });
    Ok((years.collect(), cycle))
}

//! The platform as people use it in a browser, on SQLite and, where `HENG_TEST_POSTGRES` names a
//! server, on PostgreSQL: the same walk on both. `scripts/test` runs these.

mod afterwards;
mod deciding;
mod declaring;
pub mod place;
mod plain;
mod refusals;
mod set_up;
mod town;
mod year;

use place::Place;
use town::Town;

#[tokio::test]
#[ignore = "needs Chromium: scripts/test runs it"]
async fn a_year_in_a_browser_on_sqlite() {
    year::walk(Town::set_up(Place::folder()).await).await;
}

#[tokio::test]
#[ignore = "needs Chromium: scripts/test runs it"]
async fn a_year_in_a_browser_on_postgresql() {
    let Some(place) = Place::postgres().await else { return };
    year::walk(Town::set_up(place).await).await;
}

#[tokio::test]
#[ignore = "needs Chromium: scripts/test runs it"]
async fn without_scripts_in_a_browser_on_sqlite() {
    plain::walk(Town::set_up(Place::folder()).await).await;
}

#[tokio::test]
#[ignore = "needs Chromium: scripts/test runs it"]
async fn without_scripts_in_a_browser_on_postgresql() {
    let Some(place) = Place::postgres().await else { return };
    plain::walk(Town::set_up(place).await).await;
}

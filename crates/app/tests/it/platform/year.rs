//! A year of one unit, from its Word file to the record that the auditor reads: each part is done
//! by the person whose turn it is.

use super::town::Town;

/// Walks through the year.
pub async fn walk(mut town: Town) {
    town.bring_the_forms_in().await;
    town.browser.page.clone().close().await.expect("the browser closes");
}

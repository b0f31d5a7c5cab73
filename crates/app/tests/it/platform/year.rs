//! A year of one unit, from its Word file to the record that the auditor reads: each part is done
//! by the person whose turn it is.

use super::town::{BUSINESS, DEPARTMENT, LEADER, PERFORMANCE, Town};

/// Walks through the year.
pub async fn walk(mut town: Town) {
    town.bring_the_forms_in().await;
    town.mend().await;
    town.answer().await;
    town.stale_tabs_and_wrong_hands().await;
    town.hand_in(13).await;
    town.sign().await;
    town.department_and_divisions().await;
    town.send_one_back().await;
    town.batch("审核通过", 12).await;
    town.come_again().await;
    town.sign().await;
    town.pass_on(DEPARTMENT, 1).await;
    town.pass_on(BUSINESS, 1).await;
    town.pass_on(PERFORMANCE, 1).await;
    town.pass_on(LEADER, 13).await;
    town.approve("仁财绩〔2026〕12号", 13).await;
    town.adjust().await;
    town.sign().await;
    for login in [DEPARTMENT, BUSINESS, PERFORMANCE, LEADER] {
        town.pass_on(login, 1).await;
    }
    town.approve("仁财绩〔2026〕45号", 1).await;
    town.sees_old_and_new().await;
    town.audit().await;
    town.browser.page.clone().close().await.expect("the browser closes");
}

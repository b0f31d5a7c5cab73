//! One project of this year is approved, and then a target of it is changed.

use chrono::Datelike;
use desk::{Paper, Write};
use flow::{Action, Role, Stage};
use model::Form;
use model::form::{Column, Edit, Path};
use store::CycleId;

use super::{Demo, failed};
use crate::Failure;

/// What targets say, and what the first of them is to say.
const CHANGES: [[&str; 2]; 4] =
    [["12月", "11月"], ["≥90%", "≥95%"], ["90%", "95%"], ["100%", "≥98%"]];
/// Why.
const REASON: &str = "示例：按实际进度调整指标值。";

/// Approves the first project that waits for it and has such a target; the unit then asks for the
/// change, and hands it in where nothing bars that.
pub async fn change_one(demo: &Demo, cycle: CycleId) -> Result<(), Failure> {
    let clerk = demo.who(Role::Clerk, demo.now).await?;
    let year = clerk.today().year();
    let paper = Paper { number: format!("仁财绩〔{year}〕示例2号"), dated: clerk.today() };
    for case in demo.desk.cases(&clerk, cycle).await.map_err(failed)? {
        if case.situation.state.stage != Stage::Cleared {
            continue;
        }
        let draft = demo.desk.draft_of(case.clone()).await.map_err(failed)?;
        let Some((row, text)) = changed(draft.form()) else { continue };
        demo.approve(case.id(), &paper, demo.now).await?;
        let mut order = demo.order(case.id(), Action::Adjust, &clerk).await?;
        REASON.clone_into(&mut order.reason);
        demo.desk.adjust(&clerk, &order).await.map_err(failed)?;
        let draft = demo.desk.open_draft(&clerk, case.id()).await.map_err(failed)?;
        let path = Path::Indicator(row, Column::Target);
        let edits = vec![Edit::Set { path, text }];
        let write = Write { id: case.id(), version: draft.version, edits, key: None };
        demo.desk.write(&clerk, &write).await.map_err(failed)?;
        let case = demo.desk.case(&clerk, case.id()).await.map_err(failed)?;
        if demo.is_clean(&case).await? {
            let steps = &[(Role::Clerk, Action::Submit), (Role::UnitHead, Action::Sign)];
            demo.lead(case.id(), steps, demo.now).await?;
        }
        return Ok(());
    }
    Ok(())
}

/// The first target to be changed, and what it is to say.
fn changed(form: &Form) -> Option<(usize, String)> {
    let rows = form.indicators.iter().enumerate();
    let mut found = rows.filter_map(|(row, indicator)| {
        let text = indicator.text(Column::Target);
        let [from, to] = CHANGES.into_iter().find(|[from, _]| text.contains(from))?;
        Some((row, text.replace(from, to)))
    });
    found.next()
}

//! An invented year before, so that there is something to compare with. Every form says in its
//! title that it is an example.

use chrono::Days;
use desk::{Judging, Paper, Setting, form_of};
use flow::Role;
use model::Form;
use model::form::{Amount, Field, Text};
use store::DeclarationId;

use super::states::CLEARED;
use super::{Demo, failed};
use crate::Failure;

/// Marks what is invented.
const MARK: &str = "（示例数据）";

/// Takes this year's forms back a year, with smaller budgets, and leads them to their approval.
pub async fn invent(demo: &Demo, pack: &str, year: i32) -> Result<(), Failure> {
    let at = demo.now - Days::new(365);
    let cycle = demo.open_cycle(pack, year, at).await?;
    let clerk = demo.who(Role::Clerk, at).await?;
    let setting = demo.desk.setting(demo.region, cycle, clerk.today()).await.map_err(failed)?;
    let clerk_now = demo.who(Role::Clerk, demo.now).await?;
    let present = demo.desk.present_cycle(demo.region, clerk_now.today()).await.map_err(failed)?;
    let Some(present) = present else { return Ok(()) };
    let cases = demo.desk.cases(&clerk_now, present.id).await.map_err(failed)?;
    let paper =
        Paper { number: format!("仁财绩〔{year}〕示例1号"), dated: flow::shanghai_day(at) };
    for case in cases {
        let draft = demo.desk.store.draft(demo.region, case.id()).await.map_err(failed)?;
        let form = form_of(&draft.form).map_err(failed)?;
        let Some(form) =
            demo.first_clean(&setting, [year_ago(&form, year), renamed(&form, year)]).await?
        else {
            continue;
        };
        let unit = case.standing.declaration.unit;
        let id = demo.desk.begin(&clerk, &setting, unit, &form, None).await.map_err(failed)?;
        let case = demo.desk.case(&clerk, id).await.map_err(failed)?;
        if demo.is_clean(&case).await? {
            demo.lead(id, CLEARED, at).await?;
            demo.approve(id, &paper, at).await?;
        }
    }
    let by = store::By::program(demo.now);
    demo.desk.store.close_cycle(by, demo.region, cycle).await.map_err(failed)
}

impl Demo {
    /// The first of these forms that nothing bars from being handed in, judged by itself.
    async fn first_clean(
        &self,
        setting: &Setting,
        forms: [Form; 2],
    ) -> Result<Option<Form>, Failure> {
        for form in forms {
            let own = vec![(DeclarationId(0), form.clone())];
            let (policy, packs) = (setting.policy.clone(), setting.packs.clone());
            let (others, past, peers) = (Vec::new(), Vec::new(), Vec::new());
            let judging = Judging { own, others, past, peers, policy, packs };
            let judgement = self.desk.judge(judging).await.map_err(failed)?;
            if judgement.counted(DeclarationId(0)).errors == 0 {
                return Ok(Some(form));
            }
        }
        Ok(None)
    }
}

/// The form of a year ago with the budget of today.
fn renamed(form: &Form, year: i32) -> Form {
    let mut form = form.clone().without_places();
    form.year = Some(year);
    let (now, then) = ((year + 1).to_string(), year.to_string());
    for (field, text) in &mut form.fields {
        text.text = text.text.replace(&now, &then);
        if *field == Field::Title {
            text.text.push_str(MARK);
        }
    }
    form
}

/// The form as it might have been a year ago, with a smaller budget.
fn year_ago(form: &Form, year: i32) -> Form {
    let mut form = renamed(form, year);
    for row in &mut form.money {
        let kind = row.row;
        for amount in row.amounts.values_mut() {
            // Nine tenths, exactly: an amount that does not divide stays as it is.
            let Some(number) = amount.number.filter(|_| kind.is_money()) else { continue };
            let less = number * model::Decimal::new(9, 1);
            let text = if less.normalize().scale() <= 2 { less.round_dp(2) } else { number };
            let text = Text::new(text.to_string(), None);
            *amount = Amount::read(kind, text, amount.unit, amount.unit_assumed);
        }
    }
    form
}

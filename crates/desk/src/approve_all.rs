//! Many approvals under one document: whatever may be approved is, and of the rest it is said why
//! not. Nothing is left out silently.

use std::collections::BTreeMap;

use flow::Action;
use store::{Advance, ApproveAll, DeclarationId, PersonId, What};

use crate::lengths::{NAME, REASON, within};
use crate::{Case, Desk, Error, Order, Paper, Result, Who};

/// What became of one of many.
#[derive(Debug)]
pub struct Outcome {
    /// The declaration.
    pub id: DeclarationId,
    /// Why it was not done; none when it was.
    pub barred: Option<Error>,
}

impl Desk {
    /// Approves the chosen ones of these cases under one number and date. `key` makes a request
    /// that comes twice be done once.
    ///
    /// # Errors
    /// When the paper has no number or nothing is chosen, or the database fails.
    pub async fn approve_all(
        &self,
        who: &Who,
        cases: &[Case],
        orders: &[Order],
        paper: &Paper,
        key: Option<&str>,
    ) -> Result<Vec<Outcome>> {
        if paper.number.trim().is_empty() {
            return Err(Error::bad("批复须写明文号。"));
        }
        if orders.is_empty() {
            return Err(Error::bad("没有选中要批复的申报。"));
        }
        within("文号", &paper.number, NAME)?;
        within("意见", &orders[0].reason, REASON)?;
        let mut outcomes = Vec::new();
        let mut batches: BTreeMap<Option<PersonId>, Vec<Advance>> = BTreeMap::new();
        for order in orders {
            match self.approving(who, cases, order) {
                Ok((absent, step)) => batches.entry(absent).or_default().push(step),
                // Pressed twice, it is done once and said to be done twice.
                Err(_) if self.was_approved(who, order.id, key).await? => {
                    outcomes.push(Outcome { id: order.id, barred: None });
                }
                Err(why) => outcomes.push(Outcome { id: order.id, barred: Some(why) }),
            }
        }
        for (absent, steps) in batches {
            let by = store::By::person(who.person.id, who.now);
            let by = absent.map_or(by, |absent| by.acting_for(absent));
            outcomes.extend(self.approve_batch(by, who, steps, paper, key).await?);
        }
        let place = |id| orders.iter().position(|order| order.id == id);
        outcomes.sort_by_key(|outcome| place(outcome.id));
        Ok(outcomes)
    }

    /// Whether this very request approved it when it came before.
    async fn was_approved(&self, who: &Who, id: DeclarationId, key: Option<&str>) -> Result<bool> {
        let Some(key) = key else { return Ok(false) };
        let what = What::DeclarationApproved;
        Ok(self.store.was_led(who.region(), who.person.id, what, (id, key)).await?)
    }

    /// In whose place somebody approves one, and the step.
    fn approving(
        &self,
        who: &Who,
        cases: &[Case],
        order: &Order,
    ) -> Result<(Option<PersonId>, Advance)> {
        let case = cases.iter().find(|case| case.id() == order.id);
        let case = case.ok_or(Error::Store(store::Error::Missing("申报")))?;
        let (permit, step) = self.permitted(who, Action::Approve, case, order)?;
        Ok((permit.for_person.map(|person| PersonId(person.0)), step))
    }

    /// Approves what the store takes; what it does not is told and the others go on without it.
    async fn approve_batch(
        &self,
        by: store::By,
        who: &Who,
        mut steps: Vec<Advance>,
        paper: &Paper,
        key: Option<&str>,
    ) -> Result<Vec<Outcome>> {
        let mut outcomes = Vec::new();
        while !steps.is_empty() {
            let number = paper.number.trim().to_owned();
            let key = key.map(str::to_owned);
            let all = ApproveAll { steps: steps.clone(), number, dated: paper.dated, key };
            match self.store.approve_all(by, who.region(), &all).await {
                Ok(done) => {
                    let done = done.into_iter().map(|row| Outcome { id: row.id, barred: None });
                    outcomes.extend(done);
                    break;
                }
                Err(store::Error::OneOfMany { declaration, why, .. }) => {
                    steps.retain(|step| step.declaration != declaration);
                    let barred = Some(Error::Store(*why));
                    outcomes.push(Outcome { id: declaration, barred });
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(outcomes)
    }
}

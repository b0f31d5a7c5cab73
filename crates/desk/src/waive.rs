//! Warnings answered with a reason instead of a repair: once for each cause.

use flow::Action;
use store::{DeclarationId, NewWaiver};

use crate::lengths::{NAME, REASON, within};
use crate::{Desk, Error, Result, Who};

/// Shortest reason that says anything, in characters.
const SHORTEST: usize = 4;

impl Desk {
    /// Answers the warnings of one cause with a reason.
    ///
    /// # Errors
    /// When the reason says nothing; the refusal; else when the database fails.
    pub async fn waive(
        &self,
        who: &Who,
        id: DeclarationId,
        cause: &str,
        reason: &str,
        key: Option<&str>,
    ) -> Result<()> {
        let reason = reason.trim();
        if reason.chars().count() < SHORTEST {
            return Err(Error::bad(format!("请写明理由，至少{SHORTEST}个字。")));
        }
        within("理由", reason, REASON)?;
        within("问题", cause, NAME)?;
        let case = self.case(who, id).await?;
        let permit = case.may(who, Action::Edit)?;
        let waiver = NewWaiver { declaration: id, cause, reason, key };
        Ok(self.store.waive(case.by(who, &permit), who.region(), &waiver).await?)
    }

    /// Takes an answer back, on whichever of the unit's forms it was given.
    ///
    /// # Errors
    /// The refusal; when there is no answer; else when the database fails.
    pub async fn take_waiver_back(&self, who: &Who, id: DeclarationId, cause: &str) -> Result<()> {
        let case = self.case(who, id).await?;
        let row = &case.standing.declaration;
        let waivers = self.store.waivers_of_unit(who.region(), row.unit, row.cycle).await?;
        let own = waivers.iter().find(|waiver| waiver.declaration == id && waiver.cause == cause);
        let given = own.or_else(|| waivers.iter().find(|waiver| waiver.cause == cause));
        let of = given.map_or(id, |waiver| waiver.declaration);
        let case = if of == id { case } else { self.case(who, of).await? };
        let permit = case.may(who, Action::Edit)?;
        Ok(self.store.take_waiver_back(case.by(who, &permit), who.region(), of, cause).await?)
    }
}

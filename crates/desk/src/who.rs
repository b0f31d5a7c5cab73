//! The person who asks, with every grant, for the length of one request.

use chrono::{DateTime, NaiveDate, Utc};
use flow::{Action, Asker, Duty, Grant, Ground, Permit, Role, Situation, StandIn, Workflow};
use store::{By, Person, PersonId, RegionId};

use crate::{Desk, Result};

/// Who asks, and when.
#[derive(Debug, Clone)]
pub struct Who {
    /// The person.
    pub person: Person,
    /// The person with grants, as permission knows them.
    pub asker: Asker,
    /// When they asked.
    pub now: DateTime<Utc>,
}

impl Who {
    /// The region they work in.
    pub fn region(&self) -> RegionId {
        self.person.region
    }

    /// The day it is for people: in Asia/Shanghai.
    pub fn today(&self) -> NaiveDate {
        flow::shanghai_day(self.now)
    }

    /// Whether a grant in force gives one of these roles, over whatever unit.
    pub fn has_role(&self, roles: &[Role]) -> bool {
        let today = self.today();
        self.asker.grants.iter().any(|grant| roles.contains(&grant.role) && grant.holds(today))
    }

    /// Who the record says did it.
    pub fn by(&self, permit: &Permit) -> By {
        let by = By::person(self.person.id, self.now);
        match permit.for_person {
            Some(absent) => by.acting_for(PersonId(absent.0)),
            None => by,
        }
    }

    /// Whether they may do this with a declaration.
    ///
    /// # Errors
    /// The refusal.
    pub fn may(
        &self,
        workflow: &Workflow,
        action: Action,
        situation: &Situation,
    ) -> std::result::Result<Permit, flow::Refusal> {
        flow::may(workflow, &self.asker, action, situation, self.now)
    }

    /// Whether they may do this for a unit or the whole region.
    ///
    /// # Errors
    /// The refusal.
    pub fn may_manage(
        &self,
        workflow: &Workflow,
        duty: Duty,
        ground: &Ground,
    ) -> std::result::Result<Permit, flow::Refusal> {
        flow::may_manage(workflow, &self.asker, duty, ground, self.now)
    }
}

impl Desk {
    /// A person with all grants, own and lent, ended ones included, so that a refusal can say
    /// what has ended; in a constant number of calls.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn who(&self, person: Person, now: DateTime<Utc>) -> Result<Who> {
        let holder = self.store.holder(person.region, person.id).await?;
        let mut grants: Vec<Grant> = holder.grants.iter().filter_map(granted).collect();
        for absence in holder.stand_ins.iter().filter(|absence| absence.absent.active) {
            let theirs = absence.grants.iter().filter_map(granted);
            grants.extend(theirs.filter_map(|grant| lent(&grant, person.id, &absence.stand_in)));
        }
        let asker = Asker { person: flow::PersonId(person.id.0), grants };
        Ok(Who { person, asker, now })
    }
}

/// A grant of somebody who is away, as the deputy has it.
pub(crate) fn lent(grant: &Grant, deputy: PersonId, stand_in: &store::StandIn) -> Option<Grant> {
    grant.lent(&StandIn {
        absent: flow::PersonId(stand_in.for_person.0),
        deputy: flow::PersonId(deputy.0),
        from: stand_in.from,
        until: last_day(stand_in.until),
    })
}

/// A grant as permission knows it; `None` for a role no longer known.
pub(crate) fn granted(grant: &store::Grant) -> Option<Grant> {
    Some(Grant {
        role: Role::parse(&grant.role)?,
        unit: flow::UnitId(grant.unit.0),
        from: grant.from,
        until: grant.until.map(last_day),
        for_person: None,
    })
}

/// The store names the first day that no longer counts, permission the last one that does.
pub(crate) fn last_day(first_after: NaiveDate) -> NaiveDate {
    first_after.pred_opt().unwrap_or(first_after)
}

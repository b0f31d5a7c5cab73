//! The person who asks, with every grant, for the length of one request.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use flow::{Action, Asker, Duty, Grant, Ground, Permit, Role, Situation, StandIn, Workflow};
use store::{By, Person, PersonId, RegionId, Stamps};

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

/// What somebody holds, whatever day it is.
#[derive(Debug)]
pub(crate) struct Holding {
    grants: Vec<Grant>,
    must_change: bool,
}

/// Names of a region's people by number.
pub type Names = BTreeMap<PersonId, String>;

/// Somebody at the door.
#[derive(Debug, Clone)]
pub struct Guest {
    /// The person with all grants.
    pub who: Who,
    /// The name of the unit they work in.
    pub unit: String,
    /// Whether they must choose a password of their own first.
    pub must_change: bool,
    /// Number of the region's last event.
    pub last: i64,
}

impl Desk {
    /// A person with all grants, own and lent, ended ones included, so that a refusal can say
    /// what has ended; in a constant number of calls.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn who(&self, person: Person, now: DateTime<Utc>) -> Result<Who> {
        let settled = self.store.stamps(person.region).await?.settled;
        let grants = self.held(&person, settled).await?.grants.clone();
        let asker = Asker { person: flow::PersonId(person.id.0), grants };
        Ok(Who { person, asker, now })
    }

    /// The same with what a page says of them, by the stamps of their region as they came: most
    /// requests ask the database nothing more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn guest(&self, person: Person, stamps: Stamps, now: DateTime<Utc>) -> Result<Guest> {
        let Stamps { settled, last, .. } = stamps;
        let held = self.held(&person, settled).await?;
        let units = self.units_after(person.region, flow::shanghai_day(now), settled).await?;
        let unit = units.name(person.unit).to_owned();
        let asker = Asker { person: flow::PersonId(person.id.0), grants: held.grants.clone() };
        Ok(Guest { who: Who { person, asker, now }, unit, must_change: held.must_change, last })
    }

    /// The names of all who ever worked in a region; read anew when something that holds for all
    /// was changed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn names(&self, region: RegionId) -> Result<Arc<Names>> {
        let asked = (region, self.store.stamps(region).await?.settled);
        if let Some(names) = self.memory.names(asked) {
            return Ok(names);
        }
        let people = self.store.people(region).await?;
        let names: Names = people.into_iter().map(|person| (person.id, person.name)).collect();
        let names = Arc::new(names);
        self.memory.keep_names(asked, &names);
        Ok(names)
    }

    /// What somebody holds, as after the event that was the last about it.
    async fn held(&self, person: &Person, settled: i64) -> Result<Arc<Holding>> {
        if let Some(held) = self.memory.held(person.id, settled) {
            return Ok(held);
        }
        let held = Arc::new(self.read_held(person).await?);
        self.memory.keep_held(person.id, settled, &held);
        Ok(held)
    }

    async fn read_held(&self, person: &Person) -> Result<Holding> {
        let credential = self.store.credential(person.region, person.id).await?;
        let must_change = credential.is_some_and(|credential| credential.must_change);
        let holder = self.store.holder(person.region, person.id).await?;
        let mut grants: Vec<Grant> = holder.grants.iter().filter_map(granted).collect();
        for absence in holder.stand_ins.iter().filter(|absence| absence.absent.active) {
            let theirs = absence.grants.iter().filter_map(granted);
            grants.extend(theirs.filter_map(|grant| lent(&grant, person.id, &absence.stand_in)));
        }
        Ok(Holding { grants, must_change })
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

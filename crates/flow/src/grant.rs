//! Grants over parts of the unit tree, and stand-ins for people who are away.
//!
//! Who a person is, and where a unit lies in the tree, the caller knows; here are only ids.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::Role;

/// A unit of a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UnitId(pub i64);

/// A person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PersonId(pub i64);

/// A role over a unit and everything below it, from one day to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The top of the part of the tree it holds for.
    pub unit: UnitId,
    /// First day.
    pub from: NaiveDate,
    /// Last day, that day included; `None` while no end is known.
    pub until: Option<NaiveDate>,
    /// In whose place, for a stand-in's grant.
    pub for_person: Option<PersonId>,
}

/// Somebody acts for somebody who is away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandIn {
    /// Who is away.
    pub absent: PersonId,
    /// Who acts.
    pub deputy: PersonId,
    /// First day.
    pub from: NaiveDate,
    /// Last day, that day included: nobody stands in for ever.
    pub until: NaiveDate,
}

/// Who asks: a person with all grants, lent ones included, the expired ones too, so that a
/// refusal can say when they ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asker {
    /// The person.
    pub person: PersonId,
    /// The person's grants.
    pub grants: Vec<Grant>,
}

impl Grant {
    /// Whether it holds on a day.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|last| day <= last)
    }

    /// The grant as the deputy has it: within both periods; `None` when they do not meet, and
    /// for what is itself lent, because nobody passes on what was only lent, and for the roles
    /// of administrators.
    pub fn lent(&self, stand_in: &StandIn) -> Option<Grant> {
        if self.for_person.is_some() || self.role.is_administrator() {
            return None;
        }
        let from = self.from.max(stand_in.from);
        let until = self.until.map_or(stand_in.until, |last| last.min(stand_in.until));
        (from <= until).then_some(Grant {
            from,
            until: Some(until),
            for_person: Some(stand_in.absent),
            ..self.clone()
        })
    }
}

//! A refusal: why, who can lift it, until when, in words a clerk understands.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use crate::Role;

/// Why something may not be done, for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// No grant gives this.
    NoGrant,
    /// The grant that gave it has ended, or has not begun.
    GrantNotInForce,
    /// The declaration does not stand where this could be done.
    WrongState,
    /// It is another step's turn.
    OtherStep,
    /// A level above has accepted it.
    Frozen,
    /// It is approved.
    Approved,
    /// Nobody reviews what he wrote or submitted.
    OwnWork,
    /// One person took two steps where the pack bars that.
    SamePerson,
    /// Somebody else is to work on it.
    Assigned,
    /// The cycle is locked.
    Locked,
    /// The last day has passed.
    Late,
    /// Somebody changed it meanwhile.
    Stale,
    /// Errors are open.
    Errors,
    /// Warnings are unanswered.
    Warnings,
    /// It has been returned as often as it may be.
    Rounds,
}

/// Why not, who can lift it, until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Why, for programs.
    pub reason: Reason,
    /// Why, as a whole sentence.
    pub why: String,
    /// What to do about it, as a whole sentence; empty where nothing can be done.
    pub remedy: String,
    /// The roles that can lift it.
    pub who: Vec<Role>,
    /// The last day it stands, when that is known.
    pub until: Option<NaiveDate>,
}

impl Refusal {
    pub(crate) fn new(reason: Reason, why: impl Into<String>) -> Refusal {
        Refusal { reason, why: why.into(), remedy: String::new(), who: Vec::new(), until: None }
    }

    pub(crate) fn remedy(mut self, remedy: impl Into<String>) -> Refusal {
        self.remedy = remedy.into();
        self
    }

    pub(crate) fn who(mut self, roles: &[Role]) -> Refusal {
        self.who = roles.to_vec();
        self
    }

    pub(crate) fn until(mut self, last: Option<NaiveDate>) -> Refusal {
        self.until = last;
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.why, self.remedy)
    }
}

impl std::error::Error for Refusal {}

/// A day as people write it: 2026年1月5日.
pub(crate) fn written(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// Roles in a row: 绩效股或局领导.
pub(crate) fn roles(roles: &[Role]) -> String {
    roles.iter().map(|role| role.name()).collect::<Vec<_>>().join("或")
}

//! All that a decision rests on besides the asker: the unit's place, the cycle's locks and
//! deadline, and how the declaration stands. The caller fills it; nothing here is looked up.

use chrono::NaiveDate;

use crate::{Level, PersonId, State, UnitId};

/// Where a declaration belongs and what its cycle says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ground {
    /// From the top of the region's tree down to the unit itself.
    pub path: Vec<UnitId>,
    /// The department above the unit; `None` where the unit is a department itself and reports
    /// straight to the bureau.
    pub department: Option<UnitId>,
    /// The last day for handing in, as the bureau set it.
    pub submit_by: Option<NaiveDate>,
    /// Locks of the cycle.
    pub locks: Vec<Lock>,
    /// Exceptions from locks and deadline.
    pub exceptions: Vec<Exception>,
}

/// Nobody of these levels changes anything meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    /// Its id, to which exceptions point.
    pub id: i64,
    /// Whom it bars.
    pub levels: Vec<Level>,
    /// First day.
    pub from: NaiveDate,
    /// Last day, that day included; `None` until somebody lifts it.
    pub until: Option<NaiveDate>,
    /// Why, in the words of whoever set it.
    pub reason: String,
}

/// What an exception lifts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Barrier {
    /// The lock with this id.
    Lock(i64),
    /// The last day for handing in.
    Deadline,
}

/// A unit, with what lies below it, may act in spite of a lock or after the deadline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// What it lifts.
    pub barrier: Barrier,
    /// For this unit and what lies below it.
    pub unit: UnitId,
    /// First day.
    pub from: NaiveDate,
    /// Last day, that day included.
    pub until: NaiveDate,
}

/// Whose hands did something, and in whose place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hands {
    /// Who did it.
    pub person: PersonId,
    /// For whom, as a stand-in.
    pub for_person: Option<PersonId>,
}

/// A step that somebody has already carried through in this round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Key of the step.
    pub step: String,
    /// Who did it.
    pub hands: Hands,
}

/// How one declaration stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Situation {
    /// Unit, deadline, locks.
    pub ground: Ground,
    /// Where it stands.
    pub state: State,
    /// Who handed the present round in.
    pub submitted_by: Option<Hands>,
    /// Who wrote in the draft of the present round, as far as it is known.
    pub authors: Vec<PersonId>,
    /// Steps already taken in the present round, in order.
    pub taken: Vec<Taken>,
    /// Who is to work on the present step, when that was settled.
    pub assigned_to: Option<PersonId>,
    /// Revisions so far; none: it was never handed in.
    pub revisions: u32,
    /// Whether the unit's head has ever signed one, or it was handed in where nobody signs:
    /// before, nobody outside the unit sees anything.
    pub left_unit: bool,
    /// Returns that count as rounds, see [`crate::Workflow::counts_round`].
    pub rounds: u32,
    /// Findings that are errors.
    pub open_errors: u32,
    /// Warnings with neither a fix nor a reason, counted by cause.
    pub unanswered_warnings: u32,
    /// The version the asker has before his eyes; `None` where he acts on none.
    pub asked_version: Option<i64>,
    /// The version there is.
    pub current_version: i64,
}

impl Lock {
    /// Whether it bars the level on a day.
    pub fn bars(&self, level: Level, day: NaiveDate) -> bool {
        self.levels.contains(&level)
            && self.from <= day
            && self.until.is_none_or(|last| day <= last)
    }
}

impl Ground {
    /// The unit itself.
    pub fn unit(&self) -> Option<UnitId> {
        self.path.last().copied()
    }

    /// Whether a department lies above the unit.
    pub fn has_department(&self) -> bool {
        self.department.is_some()
    }

    /// The exception that lifts a barrier here on a day.
    pub fn exception(&self, barrier: Barrier, day: NaiveDate) -> Option<&Exception> {
        self.exceptions.iter().find(|exception| {
            exception.barrier == barrier
                && self.path.contains(&exception.unit)
                && exception.from <= day
                && day <= exception.until
        })
    }
}

impl Hands {
    /// Somebody in his own right.
    pub fn own(person: PersonId) -> Hands {
        Hands { person, for_person: None }
    }

    /// Whether this person is meant, acting himself or through a stand-in.
    pub fn are_of(&self, person: PersonId) -> bool {
        self.person == person || self.for_person == Some(person)
    }
}

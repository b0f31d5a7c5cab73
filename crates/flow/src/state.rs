//! Where a declaration stands, and where an action takes it: the whole table of transitions.
//!
//! Whether somebody may act is `may.rs`; here a move either exists or it does not.

use serde::{Deserialize, Serialize};

use crate::{Action, Level, Step, Workflow};

/// Where a declaration stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct State {
    /// First declaration, or adjustment of what is approved.
    pub track: Track,
    /// How far it is.
    pub stage: Stage,
    /// The step that returned it and to which it goes straight back, where the pack says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back_to: Option<String>,
}

/// First declaration, or adjustment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Track {
    /// On its way to the first approval; also whatever is approved and at rest.
    Declaration,
    /// On its way to the approval of a change. The approved revision holds meanwhile.
    Adjustment,
}

/// How far a declaration is. Steps are named by their key, which outlives a year's workflow.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "at", content = "step")]
pub enum Stage {
    /// With the clerk.
    Drafting,
    /// With the clerk again, returned by this step.
    Returned(String),
    /// Handed to this step, not yet accepted there.
    Waiting(String),
    /// Taken on by this step.
    Accepted(String),
    /// Through all steps; the approval is not issued yet.
    Cleared,
    /// Approved, with number and date.
    Approved,
    /// This step found that it must not go on this year.
    Refused(String),
    /// Thrown away before anybody else had it.
    Discarded,
}

impl State {
    /// A new draft.
    pub fn new() -> State {
        State::of(Track::Declaration, Stage::Drafting)
    }

    /// A state without a way straight back.
    pub fn of(track: Track, stage: Stage) -> State {
        State { track, stage, back_to: None }
    }

    /// The step whose turn it is.
    pub fn step(&self) -> Option<&str> {
        match &self.stage {
            Stage::Waiting(step) | Stage::Accepted(step) => Some(step),
            _ => None,
        }
    }

    /// Whether the draft is with the clerk.
    pub fn is_with_clerk(&self) -> bool {
        matches!(self.stage, Stage::Drafting | Stage::Returned(_))
    }

    fn moved(&self, stage: Stage) -> Option<State> {
        Some(State { stage, ..self.clone() })
    }
}

impl Default for State {
    fn default() -> State {
        State::new()
    }
}

/// Where the action takes the declaration; `None` when there is no such move. Actions that leave
/// it where it is (reading, editing, comments, grades, new hands) give the same state.
///
/// `has_department` tells whether a department lies above the unit; without one, the steps of
/// departments are left out.
pub fn next(
    workflow: &Workflow,
    has_department: bool,
    state: &State,
    action: Action,
) -> Option<State> {
    let route = workflow.route(state.track, has_department);
    match action {
        Action::View | Action::ReadDraft | Action::Comment => Some(state.clone()),
        Action::Edit => state.is_with_clerk().then(|| state.clone()),
        Action::Grade => at_work(&route, state).map(|_| state.clone()),
        Action::Reassign => state.step().map(|_| state.clone()),
        Action::Submit => submit(workflow, &route, state),
        Action::Recall => recall(&route, state),
        Action::Sign => pass(&route, state, at_work(&route, state).filter(|step| is_unit(step))?),
        Action::Pass => pass(&route, state, at_work(&route, state).filter(|step| !is_unit(step))?),
        Action::Accept => accept(&route, state),
        Action::Return => {
            let by = returning(&route, state)?;
            Some(State::of(state.track, Stage::Returned(by.key.clone())))
        }
        Action::Refuse => {
            let by = returning(&route, state).filter(|step| step.level == Level::Bureau)?;
            Some(given_up(state, Stage::Refused(by.key.clone())))
        }
        Action::Reopen => {
            let Stage::Refused(by) = &state.stage else { return None };
            let step = route.iter().find(|step| step.key == *by)?;
            state.moved(taken_on(step))
        }
        Action::Approve => {
            (state.stage == Stage::Cleared).then(|| State::of(Track::Declaration, Stage::Approved))
        }
        Action::Adjust => {
            (state.stage == Stage::Approved).then(|| State::of(Track::Adjustment, Stage::Drafting))
        }
        Action::Discard => discard(state),
    }
}

/// The step that works on the declaration now: the one that accepted it, or the one it waits for
/// where no acceptance is asked.
pub(crate) fn at_work<'w>(route: &[&'w Step], state: &State) -> Option<&'w Step> {
    let step = current(route, state)?;
    let working = match state.stage {
        Stage::Accepted(_) => true,
        _ => !step.accepts,
    };
    working.then_some(step)
}

/// The step of a route whose turn it is.
pub(crate) fn current<'w>(route: &[&'w Step], state: &State) -> Option<&'w Step> {
    let key = state.step()?;
    route.iter().copied().find(|step| step.key == key)
}

/// The step that a recall gives it back to; `None` for the unit.
pub(crate) fn recalled_by<'w>(route: &[&'w Step], state: &State) -> Option<&'w Step> {
    let before = match &state.stage {
        Stage::Cleared => route.last().copied(),
        _ if state.back_to.is_some() && state.back_to.as_deref() == state.step() => None,
        _ => before(route, state.step()?),
    };
    before.filter(|step| !is_unit(step))
}

fn is_unit(step: &Step) -> bool {
    step.level == Level::Unit
}

fn submit(workflow: &Workflow, route: &[&Step], state: &State) -> Option<State> {
    let back_to = match &state.stage {
        Stage::Drafting => None,
        Stage::Returned(by) if workflow.straight_back => {
            // A step that vanished from the workflow cannot be gone back to.
            route.iter().find(|step| step.key == *by && !is_unit(step)).map(|_| by.clone())
        }
        Stage::Returned(_) => None,
        _ => return None,
    };
    let first = route.first()?;
    let target = match &back_to {
        Some(by) if !is_unit(first) => by,
        _ => &first.key,
    };
    Some(State { track: state.track, stage: Stage::Waiting(target.clone()), back_to })
}

fn accept(route: &[&Step], state: &State) -> Option<State> {
    let Stage::Waiting(_) = state.stage else { return None };
    let step = current(route, state).filter(|step| step.accepts)?;
    Some(State::of(state.track, Stage::Accepted(step.key.clone())))
}

fn pass(route: &[&Step], state: &State, step: &Step) -> Option<State> {
    let position = route.iter().position(|other| other.key == step.key)?;
    let after = &route[position + 1..];
    let straight = state.back_to.as_ref().filter(|key| after.iter().any(|s| s.key == **key));
    match (straight, after.first()) {
        (Some(key), _) => state.moved(Stage::Waiting(key.clone())),
        (None, Some(following)) => {
            Some(State::of(state.track, Stage::Waiting(following.key.clone())))
        }
        (None, None) => Some(State::of(state.track, Stage::Cleared)),
    }
}

fn recall(route: &[&Step], state: &State) -> Option<State> {
    match &state.stage {
        Stage::Waiting(_) | Stage::Cleared => {}
        Stage::Accepted(_) if !current(route, state)?.freezes => {}
        _ => return None,
    }
    match recalled_by(route, state) {
        Some(step) => Some(State::of(state.track, taken_on(step))),
        None => {
            let stage = state.back_to.clone().map_or(Stage::Drafting, Stage::Returned);
            Some(State::of(state.track, stage))
        }
    }
}

/// The step that may return or refuse it: the one at work, or the last one until the approval.
pub(crate) fn returning<'w>(route: &[&'w Step], state: &State) -> Option<&'w Step> {
    match state.stage {
        Stage::Cleared => route.last().copied(),
        _ => at_work(route, state),
    }
}

fn discard(state: &State) -> Option<State> {
    match (state.track, &state.stage) {
        (Track::Declaration, Stage::Drafting)
        | (Track::Adjustment, Stage::Drafting | Stage::Returned(_)) => {
            Some(given_up(state, Stage::Discarded))
        }
        _ => None,
    }
}

/// A declaration ends; of an adjustment only the change ends, what was approved holds on.
fn given_up(state: &State, end: Stage) -> State {
    match state.track {
        Track::Declaration => State::of(Track::Declaration, end),
        Track::Adjustment => State::of(Track::Declaration, Stage::Approved),
    }
}

fn before<'w>(route: &[&'w Step], key: &str) -> Option<&'w Step> {
    let position = route.iter().position(|step| step.key == key)?;
    position.checked_sub(1).map(|index| route[index])
}

fn taken_on(step: &Step) -> Stage {
    let key = step.key.clone();
    if step.accepts { Stage::Accepted(key) } else { Stage::Waiting(key) }
}

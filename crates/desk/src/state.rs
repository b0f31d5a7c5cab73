//! The state of a declaration in the words the store keeps.

use flow::{Stage, State, Track};

use crate::{Error, Result};

/// As the store keeps it.
pub(crate) fn kept(state: &State) -> store::State {
    let track = match state.track {
        Track::Declaration => "declaration",
        Track::Adjustment => "adjustment",
    };
    let (stage, step) = match &state.stage {
        Stage::Drafting => ("drafting", ""),
        Stage::Returned(step) => ("returned", step.as_str()),
        Stage::Waiting(step) => ("waiting", step.as_str()),
        Stage::Accepted(step) => ("accepted", step.as_str()),
        Stage::Cleared => ("cleared", ""),
        Stage::Approved => ("approved", ""),
        Stage::Refused(step) => ("refused", step.as_str()),
        Stage::Discarded => ("discarded", ""),
    };
    store::State {
        track: track.to_owned(),
        stage: stage.to_owned(),
        step: step.to_owned(),
        back_to: state.back_to.clone().unwrap_or_default(),
    }
}

/// As permission knows it.
///
/// # Errors
/// When the store holds a word nobody knows.
pub(crate) fn known(kept: &store::State) -> Result<State> {
    let unknown = || Error::bad(format!("不认识的状态“{} {}”。", kept.track, kept.stage));
    let track = match kept.track.as_str() {
        "declaration" => Track::Declaration,
        "adjustment" => Track::Adjustment,
        _ => return Err(unknown()),
    };
    let step = || kept.step.clone();
    let stage = match kept.stage.as_str() {
        "drafting" => Stage::Drafting,
        "returned" => Stage::Returned(step()),
        "waiting" => Stage::Waiting(step()),
        "accepted" => Stage::Accepted(step()),
        "cleared" => Stage::Cleared,
        "approved" => Stage::Approved,
        "refused" => Stage::Refused(step()),
        "discarded" => Stage::Discarded,
        _ => return Err(unknown()),
    };
    let back_to = Some(kept.back_to.clone()).filter(|step| !step.is_empty());
    Ok(State { track, stage, back_to })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_comes_back_from_the_words_it_is_kept_in() {
        let step = || "business".to_owned();
        let stages = [
            Stage::Drafting,
            Stage::Returned(step()),
            Stage::Waiting(step()),
            Stage::Accepted(step()),
            Stage::Cleared,
            Stage::Approved,
            Stage::Refused(step()),
            Stage::Discarded,
        ];
        for stage in stages {
            for track in [Track::Declaration, Track::Adjustment] {
                for back_to in [None, Some(step())] {
                    let state = State { track, stage: stage.clone(), back_to };
                    assert_eq!(known(&kept(&state)).ok(), Some(state));
                }
            }
        }
        let odd = store::State { stage: "asleep".into(), ..kept(&State::new()) };
        assert!(known(&odd).is_err());
    }
}

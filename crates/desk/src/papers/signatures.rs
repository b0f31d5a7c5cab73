//! Who took which step with a version, for the foot of a paper.

use flow::{Action, Stage, Track};
use office::paper::Signature;
use store::{Review, RevisionId};

use super::{Names, name_of, written};
use crate::Case;

/// The steps a version has to take: who took it and when, and blanks for those still to come. A
/// step that was not asked for again after a return has no line.
pub fn signatures(
    case: &Case,
    reviews: &[Review],
    revision: Option<RevisionId>,
    names: &Names,
) -> Vec<Signature> {
    let own: Vec<&Review> = match revision {
        Some(revision) => reviews.iter().filter(|one| one.revision == Some(revision)).collect(),
        None => Vec::new(),
    };
    let last = |action: Action, step: Option<&str>| {
        let fits = |one: &&&Review| {
            one.action == action.as_str() && step.is_none_or(|step| one.step == step)
        };
        own.iter().rev().find(fits).copied()
    };
    let track = match own.iter().any(|one| one.track == "adjustment") {
        true => Track::Adjustment,
        false if revision.is_none() => case.situation.state.track,
        false => Track::Declaration,
    };
    let route = case.setting.workflow.route(track, case.situation.ground.has_department());
    let mut lines = vec![("填报提交".to_owned(), last(Action::Submit, None))];
    for step in route {
        let signed = last(Action::Sign, Some(&step.key));
        let taken = signed.or_else(|| last(Action::Pass, Some(&step.key)));
        lines.push((step.name.clone(), taken));
    }
    lines.push(("批复".to_owned(), last(Action::Approve, None)));
    let taken = lines.iter().rposition(|(_, review)| review.is_some());
    let ended = matches!(case.situation.state.stage, Stage::Refused(_) | Stage::Discarded);
    let is_told = |(at, (_, review)): &(usize, (String, Option<&Review>))| {
        review.is_some() || (taken.is_none_or(|taken| *at > taken) && !ended)
    };
    let told = lines.into_iter().enumerate().filter(is_told);
    told.map(|(_, (step, review))| signature(step, review, names)).collect()
}

fn signature(step: String, review: Option<&Review>, names: &Names) -> Signature {
    let Some(review) = review else { return Signature { step, ..Signature::default() } };
    let name = name_of(names, review.person);
    let name = match review.for_person {
        Some(absent) => format!("{name}（代{}）", name_of(names, Some(absent))),
        None => name.to_owned(),
    };
    Signature { step, name, on: written(flow::shanghai_day(review.at)) }
}

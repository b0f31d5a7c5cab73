//! Laws that hold on every path, whatever people try: random attempts on one declaration.

use flow::{
    Action, Asker, Exception, Hands, Level, Lock, PersonId, Role, Situation, Stage, State, Taken,
    Track, may, next,
};
use proptest::prelude::*;

use crate::{CLERK, RENHE, bureau, day, grant, now, person, renhe, school, today, usual_place};

/// Two people of every role: number 1 to 11, and 101 to 111.
fn people() -> Vec<Asker> {
    let second = |role: Role| {
        let one = person(role);
        Asker { person: PersonId(one.person.0 + 100), ..one }
    };
    Role::ALL.into_iter().map(person).chain(Role::ALL.into_iter().map(second)).collect()
}

/// One attempt: a number that picks one of all that may be done then, moves before the rest.
fn attempts() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0usize..10_000, 0..60)
}

/// Everything that moves the declaration, or writes in it, and may be done now.
fn possible(
    workflow: &flow::Workflow,
    people: &[Asker],
    situation: &Situation,
) -> Vec<(Asker, Action)> {
    let mut found = Vec::new();
    for asker in people {
        for action in Action::ALL {
            let still = matches!(
                action,
                Action::View
                    | Action::ReadDraft
                    | Action::Comment
                    | Action::Grade
                    | Action::Reassign
                    | Action::Discard
            );
            if !still && may(workflow, asker, action, situation, now()).is_ok() {
                // Steps forward far likelier as the ways back.
                let weight = match action {
                    Action::Return | Action::Recall | Action::Refuse | Action::Edit => 1,
                    _ => 15,
                };
                found.extend(vec![(asker.clone(), action); weight]);
            }
        }
    }
    found
}

/// What the store would remember, step by step.
#[derive(Debug)]
struct Life {
    situation: Situation,
    /// Every move that was allowed: who, what, from where, to where.
    moves: Vec<(PersonId, Action, State, State)>,
}

fn live(has_department: bool, straight_back: bool, attempts: &[usize]) -> Life {
    let mut workflow = renhe();
    workflow.straight_back = straight_back;
    let mut people = people();
    if !has_department {
        for grant in people.iter_mut().flat_map(|asker| &mut asker.grants) {
            grant.unit = if grant.unit == crate::SCHOOL { crate::BUREAU } else { grant.unit };
        }
    }
    let ground = if has_department { school() } else { bureau() };
    let mut life = Life { situation: Situation { ground, ..Situation::default() }, moves: vec![] };
    for number in attempts {
        let possible = possible(&workflow, &people, &life.situation);
        let Some((asker, action)) = possible.get(number % possible.len().max(1)) else { break };
        let before = life.situation.state.clone();
        let after =
            next(&workflow, has_department, &before, *action).expect("what may be done has a move");
        remember(&mut life.situation, &before, asker.person, *action);
        life.situation.state = after.clone();
        life.moves.push((asker.person, *action, before, after));
    }
    life
}

#[test]
fn random_lives_get_as_far_as_an_approved_adjustment() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut approved = [0, 0];
    for _ in 0..30 {
        let attempts = attempts().new_tree(&mut runner).expect("a tree").current();
        for (_, action, before, _) in live(true, false, &attempts).moves {
            if action == Action::Approve {
                approved[usize::from(before.track == Track::Adjustment)] += 1;
            }
        }
    }
    assert!(approved[0] >= 15 && approved[1] >= 5, "{approved:?}");
}

fn remember(situation: &mut Situation, before: &State, person: PersonId, action: Action) {
    match action {
        Action::Edit if !situation.authors.contains(&person) => situation.authors.push(person),
        Action::Submit => {
            situation.submitted_by = Some(Hands::own(person));
            situation.taken.clear();
            situation.revisions += 1;
        }
        Action::Sign | Action::Pass => {
            let step = before.step().expect("a step was taken").to_owned();
            situation.left_unit = true;
            situation.taken.push(Taken { step, hands: Hands::own(person) });
        }
        Action::Adjust => {
            situation.authors.clear();
            situation.submitted_by = None;
            situation.taken.clear();
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn nobody_skips_a_level(
        has_department: bool,
        straight_back: bool,
        attempts in attempts(),
    ) {
        let workflow = renhe();
        let life = live(has_department, straight_back, &attempts);
        let mut passed: Vec<String> = Vec::new();
        for (_, action, before, _) in &life.moves {
            match action {
                Action::Submit if !straight_back => passed.clear(),
                Action::Adjust => passed.clear(),
                Action::Sign | Action::Pass => passed.push(before.step().expect("a step").to_owned()),
                Action::Approve => {
                    for step in workflow.route(before.track, has_department) {
                        prop_assert!(passed.contains(&step.key), "{} was skipped", step.name);
                    }
                    let skips_department = !has_department && passed.iter().any(|s| s == "department");
                    prop_assert!(!skips_department);
                }
                _ => {}
            }
        }
    }

    #[test]
    fn nobody_reviews_what_he_wrote_or_submitted(attempts in attempts()) {
        let mut hands: Vec<PersonId> = Vec::new();
        for (person, action, ..) in live(true, false, &attempts).moves {
            match action {
                Action::Edit | Action::Submit => hands.push(person),
                Action::Adjust => hands.clear(),
                Action::Sign | Action::Accept | Action::Pass | Action::Return | Action::Approve => {
                    prop_assert!(!hands.contains(&person));
                }
                _ => {}
            }
        }
    }

    #[test]
    fn after_acceptance_the_unit_neither_edits_nor_recalls(attempts in attempts()) {
        for (_, action, before, _) in live(true, false, &attempts).moves {
            if matches!(before.stage, Stage::Accepted(_)) {
                prop_assert!(!matches!(action, Action::Edit | Action::Submit | Action::Recall));
            }
        }
    }

    #[test]
    fn what_is_approved_changes_only_through_an_adjustment(attempts in attempts()) {
        for (_, action, before, after) in live(true, false, &attempts).moves {
            if before.stage == Stage::Approved && after != before {
                prop_assert_eq!(action, Action::Adjust);
            }
        }
    }

    #[test]
    fn readers_change_nothing(attempts in attempts()) {
        let readers = [Role::Auditor, Role::SystemAdministrator, Role::SecurityAdministrator,
            Role::AuditAdministrator].map(|role| person(role).person.0);
        for (person, action, ..) in live(true, false, &attempts).moves {
            prop_assert!(!readers.contains(&(person.0 % 100)) || !action.writes());
        }
    }

    /// From everywhere but the ends there is somebody who can go on.
    #[test]
    fn no_declaration_gets_stuck(has_department: bool, attempts in attempts()) {
        let life = live(has_department, false, &attempts);
        let ends = matches!(life.situation.state.stage, Stage::Discarded);
        let workflow = renhe();
        let goes_on = Action::ALL.into_iter().any(|action| {
            next(&workflow, has_department, &life.situation.state, action)
                .is_some_and(|after| after != life.situation.state)
        });
        prop_assert!(ends || goes_on, "{:?}", life.situation.state);
    }
}

/// Every state that can be reached at all, and every role, action and level: a lock bars the
/// level to its last day, and whoever holds an exception is not barred.
#[test]
fn a_lock_bars_everybody_but_the_holders_of_an_exception_until_its_end() {
    let lock = |until| Lock {
        id: 7,
        levels: Level::ALL.to_vec(),
        from: day(2026, 3, 1),
        until,
        reason: "人代会期间".to_owned(),
    };
    let mut barred = 0;
    for stage in every_stage() {
        for role in Role::ALL {
            for action in Action::ALL.into_iter().filter(|action| action.is_locked()) {
                let free = crate::standing(Track::Declaration, stage.clone());
                let verdict = |ground| {
                    let situation = Situation { ground, ..free.clone() };
                    may(&RENHE, &person(role), action, &situation, now())
                };
                if verdict(school()).is_err() {
                    continue;
                }
                let locked = |until| flow::Ground { locks: vec![lock(until)], ..school() };
                let refusal = verdict(locked(Some(today()))).unwrap_err();
                assert_eq!(refusal.reason, flow::Reason::Locked);
                assert_eq!(refusal.until, Some(today()), "on the last day it still bars");
                assert!(verdict(locked(None)).is_err());
                assert!(
                    verdict(locked(Some(day(2026, 3, 9)))).is_ok(),
                    "the day after it does not"
                );
                let exception = |unit, until| flow::Ground {
                    exceptions: vec![Exception {
                        barrier: flow::Barrier::Lock(7),
                        unit,
                        from: day(2026, 3, 1),
                        until,
                    }],
                    ..locked(None)
                };
                assert!(verdict(exception(crate::BUREAU, today())).is_ok());
                assert!(
                    verdict(exception(crate::BUREAU, day(2026, 3, 9))).is_err(),
                    "it has ended"
                );
                assert!(verdict(exception(crate::OTHER, today())).is_err(), "another unit's");
                barred += 1;
            }
        }
    }
    assert!(barred > 30, "{barred} cases");
}

fn every_stage() -> Vec<Stage> {
    let mut stages = vec![Stage::Drafting, Stage::Cleared, Stage::Approved, Stage::Discarded];
    for step in renhe().steps {
        stages.extend([
            Stage::Returned(step.key.clone()),
            Stage::Waiting(step.key.clone()),
            Stage::Accepted(step.key.clone()),
            Stage::Refused(step.key),
        ]);
    }
    stages
}

/// The same person with an expired grant, a grant not yet begun and one elsewhere may nothing.
#[test]
fn a_grant_that_does_not_hold_gives_nothing() {
    let mut lost = 0;
    for stage in every_stage() {
        for role in Role::ALL {
            for action in Action::ALL {
                let situation = crate::standing(Track::Declaration, stage.clone());
                let with = |change: fn(&mut flow::Grant)| {
                    let mut grant = grant(role, usual_place(role));
                    change(&mut grant);
                    let asker = Asker { person: person(role).person, grants: vec![grant] };
                    may(&RENHE, &asker, action, &situation, now())
                };
                if with(|_| {}).is_err() {
                    continue;
                }
                lost += 1;
                assert!(with(|grant| grant.until = Some(today())).is_ok(), "the last day counts");
                assert!(with(|grant| grant.until = Some(day(2026, 3, 9))).is_err());
                assert!(with(|grant| grant.from = day(2026, 3, 11)).is_err());
                assert!(with(|grant| grant.unit = crate::OTHER).is_err());
            }
        }
    }
    assert!(lost > 100, "{lost} cases");
}

#[test]
fn the_clerk_of_the_fixture_is_the_first_role() {
    assert_eq!(person(Role::Clerk).person, CLERK);
}

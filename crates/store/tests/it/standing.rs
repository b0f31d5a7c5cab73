//! How declarations stand: what a decision rests on is all there, for one and for a whole cycle.

use store::{Advance, By, FoundFault, Freeze, Judged, NewComment, Save, Standing, State, Turn};

use crate::stage::{
    County, Stage, advance, day, declaration, freeze, funded, noon, on_both, save, state, unit,
    waiver,
};

fn judged() -> Judged {
    let warnings = vec!["C107/人".to_owned(), "C109".to_owned()];
    Judged { errors: 1, warnings, advice: 3, open: 2, packs: "renhe 2026.1".to_owned() }
}

async fn standing(stage: &Stage, county: &County) -> Standing {
    let store = &stage.store;
    let one = store.standing(county.region, county.declaration).await.expect("it stands");
    let all = store.standings(county.region, county.cycle).await.expect("all stand");
    assert!(all.contains(&one), "one and all tell the same");
    one
}

async fn led(stage: &Stage, county: &County, by: By, step: Advance) {
    stage.store.advance(by, county.region, &step).await.expect("led on");
}

#[test]
fn a_round_has_its_authors_its_steps_and_its_returns() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region, id) = (&stage.store, county.region, county.declaration);
        let (clerk, head) = (By::person(county.clerk, noon(3)), By::person(county.leader, noon(4)));
        let form = funded("capital", "20.00", "20.00");
        let fresh = standing(stage, &county).await;
        assert_eq!((fresh.authors.as_slice(), fresh.year), ([county.clerk].as_slice(), 2026));
        assert_eq!((fresh.current, fresh.declaration.left_unit), (None, false));
        let judged = judged();
        let put = Save { judged: &judged, ..save(id, 1, &form) };
        store.save_draft(head, region, &put).await.expect("saved");
        let submit = Advance {
            state: state("waiting", "head"),
            freeze: Some(Freeze { judged: judged.clone(), ..freeze(2) }),
            ..advance(id, 1, "submit", None)
        };
        led(stage, &county, clerk.acting_for(county.leader), submit).await;
        let handed_in = standing(stage, &county).await;
        assert_eq!(handed_in.authors, [county.clerk, county.leader]);
        assert_eq!((handed_in.draft.total, handed_in.draft.judged), (Some(2_000), judged.clone()));
        let current = handed_in.current.expect("a revision");
        assert_eq!((current.number, current.total, current.judged()), (1, Some(2_000), judged));
        let submitted = &handed_in.taken[0];
        assert_eq!((submitted.action.as_str(), submitted.next_step.as_str()), ("submit", "head"));
        assert_eq!(submitted.person.zip(submitted.for_person), Some((county.clerk, county.leader)));
        let back = Advance {
            turn: Turn::OpensRound,
            leaves_unit: true,
            state: state("returned", "head"),
            ..advance(id, 2, "return", None)
        };
        led(stage, &county, head, back).await;
        let second = standing(stage, &county).await;
        assert_eq!((second.taken.len(), second.authors.len(), second.declaration.round), (0, 0, 2));
        assert_eq!((second.opened.len(), second.opened[0].next_step.as_str()), (1, "head"));
        assert!(second.declaration.left_unit);
    });
}

#[test]
fn whoever_has_it_keeps_it_until_it_is_handed_over() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region, id) = (&stage.store, county.region, county.declaration);
        let by = |on| By::person(county.clerk, noon(on));
        let there = State { back_to: "bureau".to_owned(), ..state("waiting", "bureau") };
        let first = Advance { state: there.clone(), ..advance(id, 1, "submit", Some(1)) };
        led(stage, &county, by(5), first).await;
        store.assign(by(6), region, id, Some(county.leader)).await.expect("assigned");
        let accept = Advance {
            turn: Turn::Stays,
            state: state("accepted", "bureau"),
            ..advance(id, 2, "accept", None)
        };
        assert_eq!(standing(stage, &county).await.declaration.state(), there);
        led(stage, &county, by(7), accept).await;
        let kept = standing(stage, &county).await.declaration;
        assert_eq!((kept.assigned_to, kept.waits_since), (Some(county.leader), noon(5)));
        led(stage, &county, by(8), advance(id, 3, "pass", None)).await;
        let on = standing(stage, &county).await.declaration;
        assert_eq!((on.assigned_to, on.waits_since), (None, noon(8)));
        store.assign(by(9), region, id, Some(county.leader)).await.expect("assigned");
        store.assign(by(9), region, id, None).await.expect("taken away");
        assert_eq!(standing(stage, &county).await.declaration.assigned_to, None);
    });
}

#[test]
fn what_is_thrown_away_is_gone_from_the_lists_and_may_be_declared_again() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region, id) = (&stage.store, county.region, county.declaration);
        let by = By::person(county.clerk, noon(3));
        let discard = Advance { turn: Turn::Discards, ..advance(id, 1, "discard", None) };
        led(stage, &county, by, discard).await;
        assert!(store.standings(region, county.cycle).await.expect("none").is_empty());
        assert!(store.declarations(region, county.cycle).await.expect("none").is_empty());
        assert!(store.progress(region, county.cycle).await.expect("none").is_empty());
        let late = store.save_draft(by, region, &Save { seen: 2, ..save(id, 1, "{}") }).await;
        assert_eq!(late.expect_err("it is gone").to_string(), "这份申报已经删除。");
        let stands = store.standing(region, id).await.expect("the record keeps it");
        assert_eq!(stands.declaration.discarded_at, Some(noon(3)));
        let new = declaration(county.cycle, county.department, "人才经费");
        let again = store.make_declaration(by, region, &new).await.expect("made again");
        assert_ne!(again, id);
        assert!(store.make_declaration(by, region, &new).await.is_err(), "but only once");
    });
}

#[test]
fn a_step_that_comes_twice_is_taken_once() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let by = By::person(county.clerk, noon(3));
        let key = Some("request 1".to_owned());
        let submit = Advance { key, ..advance(county.declaration, 1, "submit", Some(1)) };
        let first = stage.store.advance(by, county.region, &submit).await.expect("submitted");
        let again = stage.store.advance(by, county.region, &submit).await.expect("the same");
        assert_eq!((&first, first.version), (&again, 2));
        assert_eq!(standing(stage, &county).await.declaration.revisions, 1);
        let new = declaration(county.cycle, county.department, "另一项目");
        let other = stage.store.make_declaration(by, county.region, &new).await.expect("made");
        let submit = Advance { declaration: other, ..submit };
        let led = stage.store.advance(by, county.region, &submit).await.expect("submitted");
        assert_eq!((led.id, led.version), (other, 2), "a batch has one key for all of its own");
    });
}

#[test]
fn answered_causes_and_settled_comments_no_longer_count() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region, id) = (&stage.store, county.region, county.declaration);
        let by = By::person(county.clerk, noon(3));
        let (form, judged) = (funded("capital", "20.00", "20.00"), judged());
        let put = Save { judged: &judged, ..save(id, 1, &form) };
        store.save_draft(by, region, &put).await.expect("saved");
        let comment = |answers| NewComment {
            declaration: id,
            revision: None,
            path: String::new(),
            answers,
            body: "依据？".to_owned(),
            key: None,
        };
        let first = store.add_comment(by, region, &comment(None)).await.expect("added");
        store.add_comment(by, region, &comment(Some(first))).await.expect("answered");
        store.waive(by, region, &waiver(id, "C109", "沿用上年")).await.expect("waived");
        let stands = standing(stage, &county).await;
        assert_eq!((stands.unanswered(), stands.open_comments), (vec!["C107/人"], 1));
        store.resolve_comment(by, region, first).await.expect("resolved");
        assert_eq!(standing(stage, &county).await.open_comments, 0);
        let row = store.declarations(region, county.cycle).await.expect("a list").remove(0);
        assert_eq!((row.causes().len(), row.errors, row.total), (2, 1, Some(2_000)));
    });
}

#[test]
fn a_unit_keeps_its_name_and_place_of_the_year() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region) = (&stage.store, county.region);
        let by = By::program(noon(3));
        let below = unit("人才中心", Some(county.department));
        let one = store.add_unit(by, region, &below, day(2021, 1, 1)).await.expect("a unit");
        let new = declaration(county.cycle, one, "培训");
        let id = store.make_declaration(by, region, &new).await.expect("made");
        let path = vec![county.department, one];
        let (alone, next) = (unit("独立中心", None), day(2027, 1, 1));
        store.change_unit(by, region, one, &alone, next).await.expect("moved");
        let stands = store.standing(region, id).await.expect("it stands");
        assert_eq!((stands.unit_name.as_str(), &stands.path), ("人才中心", &path));
    });
}

#[test]
fn a_unit_that_ends_within_the_year_stands_as_it_last_stood() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region) = (&stage.store, county.region);
        let by = By::program(noon(3));
        let add = async |name, parent| {
            let new = unit(name, parent);
            store.add_unit(by, region, &new, day(2021, 1, 1)).await.expect("a unit")
        };
        let one = add("甲中心", Some(county.department)).await;
        let other = add("乙中心", Some(county.department)).await;
        let new = declaration(county.cycle, one, "培训");
        let id = store.make_declaration(by, region, &new).await.expect("made");
        let merged = unit("新中心", Some(county.department));
        let on = day(2026, 7, 1);
        store.merge_units(by, region, &[one, other], &merged, on).await.expect("merged");
        let stands = store.standing(region, id).await.expect("it stands");
        assert_eq!(
            (stands.unit_name, stands.path),
            ("甲中心".into(), vec![county.department, one])
        );
    });
}

#[test]
fn a_cycle_stands_in_a_fixed_number_of_statements() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region) = (&stage.store, county.region);
        let counted = async || {
            let before = store.calls();
            let rows = store.standings(region, county.cycle).await.expect("all stand").len();
            let all = store.calls() - before;
            store.standing(region, county.declaration).await.expect("it stands");
            (rows, all, store.calls() - before - all)
        };
        let (_, few, _) = counted().await;
        let found = FoundFault {
            code: "C107".to_owned(),
            severity: "warning".to_owned(),
            cause: "C107/人".to_owned(),
        };
        for number in 0..20 {
            let new = declaration(county.cycle, county.department, &format!("项目{number}"));
            let by = By::person(county.clerk, noon(3));
            let id = store.make_declaration(by, region, &new).await.expect("made");
            let freeze = Some(Freeze { found: vec![found.clone()], ..freeze(1) });
            let submit = Advance { freeze, ..advance(id, 1, "submit", None) };
            led(stage, &county, by, submit).await;
            store.waive(by, region, &waiver(id, "C107/人", "理由")).await.expect("waived");
        }
        let (rows, all, one) = counted().await;
        assert_eq!((rows, all, one), (21, few, few));
        assert!(few <= 10, "{few}");
    });
}

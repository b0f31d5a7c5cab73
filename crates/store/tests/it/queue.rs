//! The queue: one order on both databases, counted by the days since when things wait, without what
//! somebody wrote, handed in or left to another.

use store::{
    Advance, At, By, DeclarationId, Freeze, Judged, Mine, NewDeclaration, PersonId, Ranked, Since,
    Sought, Work,
};

use crate::stage::{
    County, Stage, advance, declaration, freeze, funded, noon, on_both, state, waiver,
};

/// A declaration of so many yuan with these findings, handed in on a day by somebody.
async fn handed_in(
    stage: &Stage,
    county: &County,
    (name, yuan, day): (&str, &str, u32),
    judged: Judged,
    by: PersonId,
) -> DeclarationId {
    let store = &stage.store;
    let new = declaration(county.cycle, county.department, name);
    let new = NewDeclaration { form: funded("capital", yuan, yuan), judged: judged.clone(), ..new };
    let author = By::person(by, noon(2));
    let id = store.make_declaration(author, county.region, &new).await.expect("made");
    let step = Advance {
        state: state("waiting", "bureau"),
        leaves_unit: true,
        freeze: Some(Freeze { judged, ..freeze(1) }),
        ..advance(id, 1, "submit", None)
    };
    store.advance(By::person(by, noon(day)), county.region, &step).await.expect("handed in");
    id
}

fn judged(errors: i32, warnings: &[&str]) -> Judged {
    let warnings = warnings.iter().map(|cause| (*cause).to_owned()).collect();
    Judged { errors, warnings, advice: 0, open: 0, packs: String::new() }
}

fn bureau() -> At {
    let [track, stage, step] = ["declaration", "waiting", "bureau"].map(str::to_owned);
    At { track, stage, step }
}

#[test]
fn it_is_read_by_lot_by_risk_and_by_money() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region, cycle) = (&stage.store, county.region, county.cycle);
        let by = county.clerk;
        let grave = handed_in(stage, &county, ("甲", "10.00", 5), judged(1, &[]), by).await;
        let asked = judged(0, &["C107", "C109"]);
        let asked = handed_in(stage, &county, ("乙", "30.00", 4), asked, by).await;
        let plain = handed_in(stage, &county, ("丙", "40.00", 4), judged(0, &[]), by).await;
        let sought = Sought { left: vec![county.department], in_review: true, ..Sought::default() };
        let read = async |ranked: Ranked| {
            store.queue(region, cycle, &sought, &ranked, (0, 9)).await.expect("a part")
        };
        assert_eq!(read(Ranked::Risk).await, [grave, asked, plain]);
        assert_eq!(read(Ranked::Money).await, [plain, asked, grave]);
        let since = store.since(region, cycle, &sought).await.expect("days");
        let mut days: Vec<_> =
            since.iter().map(|one| (one.since.as_str(), one.declarations)).collect();
        days.sort();
        assert_eq!(days, [("2026-01-04", 2), ("2026-01-05", 1)]);
        let lot = |day: &str| vec![Since { at: bureau(), day: Some(day.to_owned()) }];
        let lots = Ranked::Lots(vec![lot("2026-01-04"), lot("2026-01-05")]);
        assert_eq!(read(lots.clone()).await, [asked, plain, grave]);
        let later = store.queue(region, cycle, &sought, &lots, (1, 1)).await.expect("a part");
        assert_eq!(later, [plain]);
        assert_eq!(read(Ranked::Lots(vec![lot("2026-01-05")])).await, [grave]);
        assert_eq!(read(Ranked::Lots(Vec::new())).await, []);
        let any = Ranked::Lots(vec![vec![Since { at: bureau(), day: None }]]);
        assert_eq!(read(any).await, [grave, asked, plain]);
        // An answer to a cause counts on whichever form of the unit it was given.
        for cause in ["C107", "C109"] {
            let answer = waiver(grave, cause, "理由");
            store.waive(By::program(noon(6)), region, &answer).await.expect("answered");
        }
        assert_eq!(read(Ranked::Risk).await, [grave, plain, asked], "nothing is asked any more");
        let sums = store.handed_in_sums(region, cycle, &sought).await.expect("sums");
        assert_eq!((sums[0].declarations, sums[0].amount), (3, Some(8_000)));
    });
}

#[test]
fn what_somebody_wrote_or_handed_in_or_left_to_another_does_not_wait_for_them() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region, cycle) = (&stage.store, county.region, county.cycle);
        let own = ("甲", "10.00", 5);
        let own = handed_in(stage, &county, own, judged(0, &[]), county.leader).await;
        let new = ("乙", "20.00", 5);
        let other = handed_in(stage, &county, new, judged(0, &[]), county.clerk).await;
        let waiting = async |person: PersonId, absent: &[PersonId], assigned: bool| {
            let units = vec![county.department];
            let work = Work { at: bureau(), units, assigned, once: true };
            let mine = Mine { person, absent: absent.to_vec(), works: vec![work] };
            let left = vec![county.department];
            let sought = Sought { left, in_review: true, mine: Some(mine), ..Sought::default() };
            store.queue(region, cycle, &sought, &Ranked::Money, (0, 9)).await.expect("a part")
        };
        assert_eq!(waiting(county.leader, &[], true).await, [other]);
        assert_eq!(waiting(county.clerk, &[], true).await, [own]);
        let by = By::program(noon(6));
        store.assign(by, region, other, Some(county.clerk)).await.expect("given");
        assert_eq!(waiting(county.leader, &[], true).await, [], "it is another's now");
        assert_eq!(
            waiting(county.leader, &[], false).await,
            [other],
            "grades are given all the same"
        );
        assert_eq!(waiting(county.leader, &[county.clerk], true).await, [other], "stands in");
        let step = Advance { state: state("waiting", "bureau"), ..advance(other, 2, "pass", None) };
        let step = Advance {
            version: store.declaration(region, other).await.expect("there").version,
            ..step
        };
        store.advance(By::person(county.leader, noon(7)), region, &step).await.expect("passed");
        assert_eq!(waiting(county.leader, &[], false).await, [other], "the same step is no other");
    });
}

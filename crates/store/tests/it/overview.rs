//! What was decided and found over a cycle, the same on both databases.

use store::{Adjust, Advance, Approve, Basis, By, FoundFault, Freeze};

use crate::stage::{County, Stage, advance, day, declaration, freeze, funded, noon, on_both, save};

#[test]
fn a_cycle_tells_its_approvals_adjustments_categories_and_faults() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region, cycle) = (&stage.store, county.region, county.cycle);
        let (clerk, leader) =
            (By::person(county.clerk, noon(3)), By::person(county.leader, noon(5)));
        let new = declaration(cycle, county.department, "二");
        let second = store.make_declaration(clerk, region, &new).await.expect("made");
        let form = funded("capital", "10.00", "10.00");
        store.save_draft(clerk, region, &save(second, 1, &form)).await.expect("saved");
        let [code, severity, cause] = ["C002", "error", "C002/a"].map(str::to_owned);
        let found = vec![FoundFault { code, severity, cause }];
        let submit = Advance {
            freeze: Some(Freeze { found, ..freeze(2) }),
            ..advance(second, 1, "submit", None)
        };
        store.advance(clerk, region, &submit).await.expect("submitted");
        let step = advance(second, 2, "approve", None);
        let new = Approve { step, number: "1号".to_owned(), dated: day(2026, 1, 5) };
        store.approve(leader, region, &new).await.expect("approved");
        let begun = Adjust { step: advance(second, 3, "adjust", None) };
        store.adjust(clerk, region, &begun).await.expect("begun");

        let approvals = store.approvals_in(region, cycle).await.expect("read");
        assert_eq!(approvals.len(), 1);
        let adjustments = store.adjustments_in(region, cycle).await.expect("read");
        assert_eq!(adjustments.len(), 1);
        assert_eq!(adjustments[0].base, approvals[0].revision);
        let one = store.adjustment(region, adjustments[0].id).await.expect("there");
        assert_eq!(one, adjustments[0]);
        let heads = store.revisions_among(region, &[one.base]).await.expect("read");
        assert_eq!(heads.iter().map(|head| head.total).collect::<Vec<_>>(), [Some(1_000)]);
        let categories = store.categories(region, cycle, Basis::Last).await.expect("read");
        assert_eq!(categories, [(second, "capital".to_owned())]);
        let faulty = store.faulty(region, cycle, Basis::Approved, "C002").await.expect("read");
        assert_eq!((faulty[0].declaration, faulty[0].findings), (second, 1));
        assert!(store.faulty(region, cycle, Basis::Last, "C003").await.expect("read").is_empty());
        let made = store.made_in(region, cycle).await.expect("read");
        assert_eq!(made, [(county.declaration, noon(2)), (second, noon(3))]);
    });
}

#[test]
fn a_form_changed_past_the_program_no_longer_has_its_digest() {
    on_both(async |stage: &Stage| {
        let county = County::at(stage).await;
        let (store, region, id) = (&stage.store, county.region, county.declaration);
        let by = By::person(county.clerk, noon(3));
        store.advance(by, region, &advance(id, 1, "submit", Some(1))).await.expect("submitted");
        let holds = async || {
            let all = store.verify_revisions(region, id).await.expect("read");
            all.into_iter().map(|(_, holds)| holds).collect::<Vec<_>>()
        };
        assert_eq!(holds().await, [true]);
        stage.unlock().await;
        stage.sql("UPDATE revision SET form = '{}'").await;
        assert_eq!(holds().await, [false]);
    });
}

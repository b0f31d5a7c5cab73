//! A declaration from draft to adjustment, with its revisions and its indicators.

use store::{Adjust, Advance, Approve, Basis, By, Error, NewComment, Save};

use crate::stage::{County, Stage, advance, day, declaration, form, noon, on_both, save, waiver};

fn step(county: &County, version: i64, action: &str, draft: Option<i64>) -> Advance {
    advance(county.declaration, version, action, draft)
}

/// Targets of the cycle, approved or handed in last.
async fn targets(stage: &Stage, county: &County, basis: Basis) -> Vec<String> {
    let rows = stage.store.indicators(county.region, county.cycle, basis).await;
    rows.expect("rows").into_iter().map(|row| row.target).collect()
}

async fn put(stage: &Stage, county: &County, target: &str, version: i64, seen: i64) {
    let by = By::person(county.clerk, noon(3));
    let form = form(&[("培训人数", target)]);
    let save = Save { seen, ..save(county.declaration, version, &form) };
    stage.store.save_draft(by, county.region, &save).await.expect("saved");
}

async fn approve(stage: &Stage, county: &County, version: i64, number: &str) {
    let step = step(county, version, "approve", None);
    let new = Approve { step, number: number.to_owned(), dated: day(2026, 1, 5) };
    let by = By::person(county.leader, noon(5));
    stage.store.approve(by, county.region, &new).await.expect("approved");
}

#[test]
fn what_was_approved_stays_visible_through_an_adjustment() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region) = (&stage.store, county.region);
        let by = By::person(county.clerk, noon(3));
        put(stage, &county, "≥100人", 1, 1).await;
        assert!(
            targets(stage, &county, Basis::Last).await.is_empty(),
            "a draft is nobody's figure"
        );
        store.advance(by, region, &step(&county, 1, "submit", Some(2))).await.expect("submitted");
        put(stage, &county, "≥999人", 2, 2).await;
        assert_eq!(
            targets(stage, &county, Basis::Last).await,
            ["≥100人"],
            "the revision, not the draft"
        );
        assert!(targets(stage, &county, Basis::Approved).await.is_empty());
        approve(stage, &county, 2, "1号").await;
        assert_eq!(targets(stage, &county, Basis::Approved).await, ["≥100人"]);
        let adjust = Adjust { step: step(&county, 3, "adjust", None) };
        store.adjust(by, region, &adjust).await.expect("begun");
        let draft = store.draft(region, county.declaration).await.expect("a draft");
        assert!(draft.form.contains("≥100人"), "it begins from what was approved");
        put(stage, &county, "≥80人", draft.version, 4).await;
        store.advance(by, region, &step(&county, 4, "submit", Some(5))).await.expect("submitted");
        assert_eq!(
            targets(stage, &county, Basis::Approved).await,
            ["≥100人"],
            "until the new one is approved"
        );
        assert_eq!(targets(stage, &county, Basis::Last).await, ["≥80人"]);
        approve(stage, &county, 5, "2号").await;
        assert_eq!(targets(stage, &county, Basis::Approved).await, ["≥80人"]);
        let revisions = store.revisions(region, county.declaration).await.expect("revisions");
        assert!(revisions[0].form.contains("≥100人") && revisions[1].form.contains("≥80人"));
        let adjustment =
            store.adjustments(region, county.declaration).await.expect("one").remove(0);
        assert_eq!((adjustment.base, adjustment.result), (revisions[0].id, Some(revisions[1].id)));
        let numbers = store.approvals(region, county.declaration).await.expect("approvals");
        let numbers: Vec<_> = numbers.iter().map(|approval| approval.number.as_str()).collect();
        assert_eq!(numbers, ["1号", "2号"]);
        assert_eq!(store.reviews(region, county.declaration).await.expect("steps").len(), 5);
    });
}

#[test]
fn a_revision_carries_the_digest_of_its_form_and_cannot_be_changed() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let by = By::person(county.clerk, noon(3));
        let submit = step(&county, 1, "submit", Some(1));
        stage.store.advance(by, county.region, &submit).await.expect("submitted");
        let sql = "UPDATE revision SET form = '{}'";
        let refused = sea_orm::ConnectionTrait::execute_unprepared(&stage.raw, sql).await;
        assert!(refused.is_err());
        let revision = stage.store.revisions(county.region, county.declaration).await;
        let revision = revision.expect("revisions").remove(0);
        let draft = stage.store.draft(county.region, county.declaration).await.expect("a draft");
        assert_eq!((revision.digest.len(), revision.digest), (64, draft.digest));
        assert_eq!((revision.number, revision.author), (1, Some(county.clerk)));
    });
}

#[test]
fn a_unit_declares_a_project_once_in_a_cycle() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let by = By::person(county.clerk, noon(3));
        let mut new = declaration(county.cycle, county.department, "人才经费");
        let twice = stage.store.make_declaration(by, county.region, &new).await;
        assert!(matches!(twice, Err(Error::Exists(_))), "{twice:?}");
        (new.project, new.key) = ("另一项目".to_owned(), Some("request 1".to_owned()));
        let make = async || stage.store.make_declaration(by, county.region, &new).await;
        let first = make().await.expect("made");
        assert_eq!(make().await.expect("the same request"), first);
    });
}

#[test]
fn what_is_not_ready_is_refused_in_words() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region) = (&stage.store, county.region);
        let by = By::person(county.clerk, noon(3));
        let approve = Approve {
            step: step(&county, 1, "approve", None),
            number: "1号".to_owned(),
            dated: day(2026, 1, 5),
        };
        let told = store.approve(by, region, &approve).await.expect_err("no revision").to_string();
        assert_eq!(told, "尚未提交，不能批复。");
        let adjust = Adjust { step: step(&county, 1, "adjust", None) };
        let told = store.adjust(by, region, &adjust).await.expect_err("no approval").to_string();
        assert_eq!(told, "尚未批复，不能调整。");
        let id = county.declaration;
        let broken = store.save_draft(by, region, &save(id, 1, "{")).await;
        assert!(matches!(broken, Err(Error::Form(_))), "{broken:?}");
        assert!(
            store.waive(by, region, &waiver(id, "C107", " ")).await.is_err(),
            "without a reason"
        );
    });
}

#[test]
fn comments_are_answered_and_resolved_and_a_waiver_is_replaced() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region, id) = (&stage.store, county.region, county.declaration);
        let comment = |answers, body: &str| NewComment {
            declaration: id,
            revision: None,
            path: "indicators.0.target".to_owned(),
            answers,
            body: body.to_owned(),
            key: None,
        };
        let reviewer = By::person(county.leader, noon(4));
        let clerk = By::person(county.clerk, noon(5));
        let first = store.add_comment(reviewer, region, &comment(None, "依据？")).await;
        let first = first.expect("added");
        store.add_comment(clerk, region, &comment(Some(first), "见附件")).await.expect("answered");
        store.resolve_comment(reviewer, region, first).await.expect("resolved");
        assert!(store.resolve_comment(reviewer, region, first).await.is_err(), "only once");
        let comments = store.comments(region, id).await.expect("comments");
        assert_eq!(comments[0].resolved_by, Some(county.leader));
        assert_eq!((comments[1].answers, comments[1].body.as_str()), (Some(first), "见附件"));
        store.waive(clerk, region, &waiver(id, "C107/人", "旧")).await.expect("waived");
        store.waive(clerk, region, &waiver(id, "C107/人", "新")).await.expect("waived again");
        let waivers = store.waivers(region, id).await.expect("waivers");
        assert_eq!((waivers.len(), waivers[0].reason.as_str()), (1, "新"));
    });
}

#[test]
fn indicators_are_found_by_a_part_of_their_name() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let by = By::person(county.clerk, noon(3));
        let text =
            form(&[("养老保险参保人数", "≥3万人"), ("完成率100%", "100%"), ("GDP增速", "a\\b")]);
        let save = save(county.declaration, 1, &text);
        stage.store.save_draft(by, county.region, &save).await.expect("saved");
        let submit = step(&county, 1, "submit", Some(2));
        stage.store.advance(by, county.region, &submit).await.expect("submitted");
        let find = async |text| {
            let found = stage.store.find_indicators(county.region, text).await.expect("found");
            found.into_iter().map(|one| one.level3).collect::<Vec<_>>()
        };
        assert_eq!(find("养老").await, ["养老保险参保人数"]);
        assert_eq!(find("100%").await, ["完成率100%"]);
        assert_eq!(find("gdp").await, ["GDP增速"]);
        assert_eq!(find("\\B").await, ["GDP增速"]);
        assert!(find("0_%").await.is_empty(), "no wildcards");
    });
}

#[test]
fn an_adjustment_given_up_leaves_what_was_approved_and_may_be_begun_again() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region) = (&stage.store, county.region);
        let by = By::person(county.clerk, noon(3));
        store.advance(by, region, &step(&county, 1, "submit", Some(1))).await.expect("submitted");
        approve(stage, &county, 2, "1号").await;
        let adjust = |version| Adjust { step: step(&county, version, "adjust", None) };
        store.adjust(by, region, &adjust(3)).await.expect("begun");
        let second = store.adjust(by, region, &adjust(4)).await;
        assert!(matches!(second, Err(Error::Exists(_))), "one at a time: {second:?}");
        put(stage, &county, "≥1人", 2, 4).await;
        store.advance(by, region, &step(&county, 4, "submit", Some(3))).await.expect("submitted");
        let after = store.abandon_adjustment(by, region, &adjust(5)).await.expect("given up");
        assert_eq!(after.current, after.approved);
        assert_eq!(targets(stage, &county, Basis::Last).await, ["≥100人"]);
        store.adjust(by, region, &adjust(6)).await.expect("begun again");
        let adjustments = store.adjustments(region, county.declaration).await.expect("both");
        assert!(adjustments[0].abandoned_at.is_some() && adjustments[1].abandoned_at.is_none());
    });
}

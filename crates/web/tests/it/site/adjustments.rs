//! 调整: begun with a reason, the old value beside the new, the original readable for ever; and
//! projects added in the running year.

use axum::http::{StatusCode, header};
use chrono::{Days, Utc};
use store::{By, NewCycle, NewException};

use super::county::County;

#[tokio::test]
async fn an_adjustment_shows_old_beside_new_and_leaves_the_original() {
    let mut county = County::new().await;
    let id = county.approved("人才引进", "12.50", "1号").await;
    let list = county.json("clerk", "/adjustments").await;
    assert_eq!(list["adjustable"][0]["name"], "人才引进");
    let address = format!("/declarations/{}/adjust", id.0);
    let page = county.get("clerk", &address).await;
    assert!(page.text().contains("单位负责人签字、主管部门审核"), "{}", page.text());
    let version = county.version(id).await.to_string();
    let blank = [("version", version.as_str()), ("reason", "  ")];
    let blank = county.post("clerk", &address, &blank).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("version", version.as_str()), ("reason", "上级追加资金"), ("key", "k")];
    let begun = county.post("clerk", &address, &fields).await;
    assert_eq!(begun.header(header::LOCATION), format!("/declarations/{}/edit", id.0));
    county.rewrite(id, "15.00", "≥120人").await;
    let list = county.json("clerk", "/adjustments").await;
    let number = list["open"][0]["id"].as_i64().expect("an adjustment");
    let address = format!("/adjustments/{number}");
    let own = county.json("clerk", &address).await;
    assert_eq!(
        (own["before"]["money"].as_str(), own["after"]["money"].as_str()),
        (Some("12.50"), Some("15.00"))
    );
    let changes = own["changes"].as_array().expect("changes");
    let target = changes.iter().find(|one| one["label"] == "「培训人数」的指标值");
    let target = target.expect("the target differs");
    assert_eq!((&target["before"], &target["after"]), (&"≥100人".into(), &"≥120人".into()));
    let others = county.json("auditor", &address).await;
    assert!(others["after"].is_null(), "a draft is the unit's own: {others}");
    // Handed in, led through every step and approved, it takes the place of the first approval.
    county.submit(id, Vec::new()).await;
    county.clear(id).await;
    let version = county.version(id).await.to_string();
    let fields = [("version", version.as_str()), ("number", "2号"), ("dated", "2026-06-01")];
    let answer = county.post("leader", &format!("/declarations/{}/approve", id.0), &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let done = county.json("auditor", &address).await;
    assert_eq!(done["outcome"], "调整已经批复");
    assert!(done["before"]["paper"].as_str().is_some_and(|paper| paper.starts_with("1号")));
    assert!(done["after"]["paper"].as_str().is_some_and(|paper| paper.starts_with("2号")));
    assert!(done["track"].as_array().is_some_and(|track| track.len() >= 10), "{}", done["track"]);
    let page = county.get("auditor", &address).await.text();
    assert!(page.contains("≥100人") && page.contains("<mark>≥120人</mark>"), "{page}");
}

#[tokio::test]
async fn only_the_clerk_begins_and_only_with_what_is_approved() {
    let mut county = County::new().await;
    let id = county.cleared("人才引进", "12.50").await;
    let address = format!("/declarations/{}/adjust", id.0);
    let version = county.version(id).await.to_string();
    let fields = [("version", version.as_str()), ("reason", "想改")];
    let early = county.post("clerk", &address, &fields).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "{}", early.text());
    let other = county.post("auditor", &address, &fields).await;
    assert_eq!(other.status, StatusCode::FORBIDDEN);
    assert_eq!(county.post("nobody", &address, &fields).await.status, StatusCode::NOT_FOUND);
    assert_eq!(county.get("nobody", &address).await.status, StatusCode::NOT_FOUND);
    assert_eq!(county.get("clerk", "/adjustments/99").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_project_added_after_the_last_day_is_marked_with_why_it_was_let_in() {
    let mut county = County::new().await;
    let today = flow::shanghai_day(Utc::now());
    let (by, region) = (By::program(Utc::now()), county.region);
    let year = NewCycle {
        year: county.year,
        pack: "renhe".to_owned(),
        opens: today - Days::new(60),
        closes: today - Days::new(30),
    };
    let store = &county.stage.site.desk().store;
    store.change_cycle(by, region, county.cycle, &year).await.expect("changed");
    let barred = county.json("clerk", "/adjustments").await;
    assert!(barred["barred"]["why"].as_str().is_some_and(|why| why.contains("截止")), "{barred}");
    assert_eq!(barred["barred"]["who"][0], "绩效股");
    let exception = NewException {
        cycle: county.cycle,
        lock: None,
        unit: county.department,
        from: today,
        until: today + Days::new(5),
        reason: "上级年中下达的任务".to_owned(),
    };
    let store = &county.stage.site.desk().store;
    store.except(by, region, &exception).await.expect("an exception");
    county.draft("应急物资", "3.00").await;
    let list = county.json("clerk", "/adjustments").await;
    assert_eq!(list["may_add"], true);
    assert_eq!(list["added"][0]["name"], "应急物资");
    assert_eq!(list["added"][0]["reason"], "上级年中下达的任务");
}

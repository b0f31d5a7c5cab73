//! Reviewing: what waits for whom, the steps, batches in which nothing is skipped in silence.

use axum::http::{StatusCode, header};
use flow::Action;

use super::bureau::Bureau;

#[tokio::test]
async fn the_queue_shows_what_waits_for_me_and_only_that() {
    let mut bureau = Bureau::open().await;
    bureau.signed("技能培训", "10").await;
    bureau.handed_in("就业补贴", "20").await;
    let page = bureau.sign_in("department").await.get("/reviews").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let text = page.text();
    assert!(text.contains("技能培训") && text.contains("10.00"), "{text}");
    assert!(!text.contains("就业补贴"), "the head has not signed it");
    let head = bureau.sign_in("head").await.get("/reviews").await.text();
    assert!(head.contains("就业补贴") && !head.contains("技能培训"), "{head}");
    let business = bureau.sign_in("business").await.get("/reviews").await.text();
    assert!(business.contains("现在没有等您办理的申报"), "{business}");
    let all = bureau.stage.get("/reviews?of=all").await.text();
    assert!(all.contains("技能培训") && all.contains("待主管部门审核"), "{all}");
}

#[tokio::test]
async fn who_reviews_nothing_is_told_whose_business_it_is() {
    let mut bureau = Bureau::open().await;
    let answer = bureau.sign_in("clerk").await.get("/reviews").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.text().contains("主管部门审核人"), "{}", answer.text());
    bureau.stage.forget();
    let answer = bureau.stage.get("/reviews").await;
    assert_eq!(answer.header(header::LOCATION), "/sign-in?to=/reviews");
}

#[tokio::test]
async fn the_queue_asks_the_database_as_often_for_many_as_for_few() {
    let mut bureau = Bureau::open().await;
    bureau.signed("技能培训", "10").await;
    bureau.sign_in("department").await;
    let calls = |bureau: &Bureau| bureau.stage.site.desk().store.calls();
    let mut asked = Vec::new();
    for round in 0..3 {
        for more in 0..round * 4 {
            bureau.signed(&format!("项目{round}之{more}"), "5").await;
        }
        let before = calls(&bureau);
        assert_eq!(bureau.stage.get("/reviews").await.status, StatusCode::OK);
        asked.push(calls(&bureau) - before);
    }
    assert_eq!(asked[1], asked[2], "{asked:?}");
}

#[tokio::test]
async fn a_department_accepts_and_passes_and_nobody_else_can() {
    let mut bureau = Bureau::open().await;
    let id = bureau.signed("技能培训", "10").await;
    let version = bureau.case("department", id).await.standing.declaration.version.to_string();
    let accept = format!("/declarations/{}/accept", id.0);
    let sent = [("version", version.as_str())];
    for (login, status) in [
        ("other", StatusCode::NOT_FOUND),
        ("clerk", StatusCode::FORBIDDEN),
        ("auditor", StatusCode::FORBIDDEN),
        ("business", StatusCode::CONFLICT),
    ] {
        let answer = bureau.sign_in(login).await.post(&accept, &sent).await;
        assert_eq!(answer.status, status, "{login}: {}", answer.text());
    }
    let stale = bureau.sign_in("department").await.post(&accept, &[("version", "1")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let done = bureau.stage.post(&accept, &sent).await;
    assert_eq!(done.header(header::LOCATION), format!("/reviews/{}", id.0));
    let version = bureau.case("department", id).await.standing.declaration.version.to_string();
    let pass = format!("/declarations/{}/pass", id.0);
    let done = bureau.stage.post(&pass, &[("version", version.as_str())]).await;
    assert_eq!(done.header(header::LOCATION), "/reviews", "{}", done.text());
    let state = bureau.case("business", id).await.situation.state;
    assert_eq!(state.step(), Some("business"));
}

#[tokio::test]
async fn a_return_says_why_or_is_no_return() {
    let mut bureau = Bureau::open().await;
    let id = bureau.signed("技能培训", "10").await;
    bureau.act("department", Action::Accept, id).await;
    let version = bureau.case("department", id).await.standing.declaration.version.to_string();
    let address = format!("/declarations/{}/return", id.0);
    let stage = bureau.sign_in("department").await;
    let silent = stage.post(&address, &[("version", &version), ("reason", "  ")]).await;
    assert_eq!(silent.status, StatusCode::BAD_REQUEST);
    assert!(silent.text().contains("退回须写明原因"), "{}", silent.text());
    let told = stage.post(&address, &[("version", &version), ("reason", "请核对成本。")]).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.text());
    let reviews = bureau.stage.site.desk().store.reviews(bureau.region, id).await.expect("reads");
    assert_eq!(reviews.last().map(|review| review.reason.as_str()), Some("请核对成本。"));
}

#[tokio::test]
async fn a_batch_tells_of_each_what_became_of_it() {
    let mut bureau = Bureau::open().await;
    let first = bureau.signed("技能培训", "10").await;
    let second = bureau.signed("就业补贴", "20").await;
    let third = bureau.handed_in("创业贷款", "30").await;
    let version = |version: i64| version.to_string();
    let one = version(bureau.case("head", first).await.standing.declaration.version);
    let three = version(bureau.case("head", third).await.standing.declaration.version);
    let rows = [first, second, third].map(|id| format!("row{}", id.0));
    let sent = [
        ("do", "accept"),
        ("key", "k1"),
        (rows[0].as_str(), one.as_str()),
        (rows[1].as_str(), "1"),
        (rows[2].as_str(), three.as_str()),
    ];
    let stage = bureau.sign_in("department").await;
    let answer = stage.post("/reviews/batch", &sent).await;
    let text = answer.text();
    assert_eq!(answer.status, StatusCode::OK, "{text}");
    assert!(text.contains("<b>1</b>办成接收") && text.contains("<b>2</b>没有办成"), "{text}");
    assert!(text.contains("已经被别人改过"), "an older version was on the screen: {text}");
    assert!(!text.contains("创业贷款"), "what they may not see has no name: {text}");
    let none = stage.post("/reviews/batch", &[("do", "pass")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text().contains("一份也没有勾选"));
}

#[tokio::test]
async fn work_is_given_to_who_could_do_it() {
    let mut bureau = Bureau::open().await;
    let id = bureau.signed("技能培训", "10").await;
    bureau.act("department", Action::Accept, id).await;
    bureau.act("department", Action::Pass, id).await;
    let second = bureau.stage.person("second").await.id.0.to_string();
    let leader = bureau.stage.person("leader").await.id.0.to_string();
    let address = format!("/declarations/{}/reassign", id.0);
    let stage = bureau.sign_in("business").await;
    let wrong = stage.post(&address, &[("to", &leader)]).await;
    assert!(wrong.status.is_client_error(), "{}", wrong.text());
    assert!(wrong.text().contains("没有办理这个环节的岗位"), "{}", wrong.text());
    let given = stage.post(&address, &[("to", &second)]).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text());
    let mine = stage.get("/reviews").await.text();
    assert!(mine.contains("现在没有等您办理的申报"), "it is somebody else's now: {mine}");
    let theirs = bureau.sign_in("second").await.get("/reviews").await.text();
    assert!(theirs.contains("技能培训"), "{theirs}");
}

#[tokio::test]
async fn the_twin_gives_the_same_rows() {
    let mut bureau = Bureau::open().await;
    bureau.signed("技能培训", "10").await;
    let twin = bureau.sign_in("department").await.get("/api/reviews").await;
    let rows: serde_json::Value = serde_json::from_slice(&twin.bytes).expect("JSON");
    assert_eq!(rows["rows"][0]["name"], "技能培训");
    assert_eq!(rows["rows"][0]["can"][0], "接收");
}

#[tokio::test]
async fn a_button_pressed_twice_is_done_once_and_said_to_be_done() {
    let mut bureau = Bureau::open().await;
    let id = bureau.signed("技能培训", "10").await;
    bureau.act("department", Action::Accept, id).await;
    let version = bureau.case("department", id).await.standing.declaration.version.to_string();
    let pass = format!("/declarations/{}/pass", id.0);
    let sent = [("version", version.as_str()), ("key", "pressed")];
    let stage = bureau.sign_in("department").await;
    for _ in 0..2 {
        let answer = stage.post(&pass, &sent).await;
        assert_eq!(answer.header(header::LOCATION), "/reviews", "{}", answer.text());
    }
    let store = &bureau.stage.site.desk().store;
    let reviews = store.reviews(bureau.region, id).await.expect("reads");
    assert_eq!(reviews.iter().filter(|review| review.action == "pass").count(), 1);
}

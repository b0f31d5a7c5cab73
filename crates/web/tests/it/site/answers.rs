//! An answer is given again as long as nothing was written in the region, and only to who may see
//! it; what is to be used once is new each time.

use axum::http::StatusCode;
use chrono::Utc;
use flow::Action;
use store::By;

use super::county::County;
use super::stage::Stage;

/// What looking up who asks takes: their token or session, and the region's last event.
const WHO: u64 = 3;

/// The numbers of a page that may be used once.
fn keys(page: &str) -> Vec<String> {
    let parts = page.split("name=\"key\" value=\"").skip(1);
    parts.filter_map(|part| Some(part.split_once('"')?.0.to_owned())).collect()
}

fn calls(county: &County) -> u64 {
    county.stage.site.desk().store.calls()
}

/// How many statements an address takes as somebody, and what it answers.
async fn asked(county: &mut County, login: &str, address: &str) -> (u64, String) {
    let before = calls(county);
    let answer = county.get(login, address).await;
    assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.text());
    (calls(county) - before, answer.text())
}

#[tokio::test]
async fn the_same_page_is_given_again_until_something_is_written() {
    let mut county = County::new().await;
    let id = county.draft("技能培训", "10").await;
    let other = county.draft("就业补贴", "20").await;
    for address in [
        "/",
        "/search?q=培训",
        "/statistics",
        "/api/declarations",
        &format!("/declarations/{}", id.0),
        &format!("/declarations/{}/edit", id.0),
    ] {
        let (first, page) = asked(&mut county, "clerk", address).await;
        let (again, same) = asked(&mut county, "clerk", address).await;
        assert!(first > WHO && again <= WHO, "{address}: {first}, then {again}");
        let bare =
            |page: &str| keys(page).iter().fold(page.to_owned(), |page, key| page.replace(key, ""));
        assert!(bare(&same) == bare(&page), "{address}: {same}");
        county.rewrite(other, "21", "≥5人").await;
        let (anew, _) = asked(&mut county, "clerk", address).await;
        assert!(anew > WHO, "{address} after somebody wrote: {anew}");
        county.rewrite(other, "20", "≥5人").await;
    }
}

#[tokio::test]
async fn what_somebody_else_did_is_on_the_page_at_once() {
    let mut county = County::new().await;
    let id = county.draft("技能培训", "10").await;
    let address = format!("/api/declarations/{}", id.0);
    let state = async |county: &mut County| county.get("clerk", &address).await.text();
    let drafting = state(&mut county).await;
    county.submit(id, Vec::new()).await;
    let submitted = state(&mut county).await;
    assert_ne!(submitted, drafting);
    county.act("head", Action::Sign, id).await;
    assert_ne!(state(&mut county).await, submitted);
}

#[tokio::test]
async fn each_sees_their_own_and_a_twin_is_no_page() {
    let mut county = County::new().await;
    let clerk = county.get("clerk", "/").await.text();
    let leader = county.get("leader", "/").await.text();
    assert_ne!(clerk, leader);
    let id = county.draft("技能培训", "10").await;
    let address = format!("/declarations/{}", id.0);
    assert_eq!(county.get("clerk", &address).await.status, StatusCode::OK);
    assert_ne!(county.get("business", &address).await.status, StatusCode::OK, "not signed yet");
    let kind = |answer: &super::stage::Answer| answer.headers["content-type"].clone();
    let page = county.get("clerk", &address).await;
    let twin = county.get("clerk", &format!("/api{address}")).await;
    assert!(kind(&page) == "text/html; charset=utf-8" && kind(&twin) == "application/json");
    assert!(page.headers.contains_key("content-security-policy"));
    assert_eq!(page.headers["cache-control"], "no-store");
}

#[tokio::test]
async fn who_is_shut_out_or_signs_out_is_shown_nothing_more() {
    let mut county = County::new().await;
    assert_eq!(county.get("auditor", "/").await.status, StatusCode::OK);
    let auditor = county.who("auditor").await.person;
    let (store, by) = (&county.stage.site.desk().store, By::program(Utc::now()));
    store.deactivate_person(by, county.region, auditor.id).await.expect("shut out");
    assert_ne!(county.get("auditor", "/").await.status, StatusCode::OK);

    let mut stage = Stage::ready().await;
    stage.signed_in().await;
    assert_eq!(stage.get("/").await.status, StatusCode::OK);
    let cookies = stage.cookies();
    stage.post("/sign-out", &[]).await;
    stage.remember(cookies);
    assert_eq!(stage.get("/").await.status, StatusCode::SEE_OTHER, "to the page to sign in");
}

#[tokio::test]
async fn a_number_to_be_used_once_is_another_each_time() {
    let mut county = County::new().await;
    let id = county.draft("技能培训", "10").await;
    county.submit(id, Vec::new()).await;
    county.act("head", Action::Sign, id).await;
    for (login, address) in [
        ("reviewer", "/reviews".to_owned()),
        ("reviewer", format!("/reviews/{}", id.0)),
        ("clerk", format!("/declarations/{}", id.0)),
    ] {
        let (_, first) = asked(&mut county, login, &address).await;
        let (count, again) = asked(&mut county, login, &address).await;
        assert!(count <= WHO, "{address}: given again");
        let (first, again) = (keys(&first), keys(&again));
        assert!(!first.is_empty() && first.len() == again.len(), "{address}");
        assert!(again.iter().all(|key| !first.contains(key)), "{address}: {first:?} {again:?}");
    }
}

#[tokio::test]
async fn what_was_done_is_said_once() {
    let mut county = County::new().await;
    let id = county.draft("技能培训", "10").await;
    let address = format!("/declarations/{}", id.0);
    county.get("clerk", &address).await;
    let body = [("body", "请核对。"), ("key", "once")];
    let done = county.post("clerk", &format!("{address}/comment"), &body).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let said = |page: String| page.contains("class=\"note done\"");
    assert!(said(county.get("clerk", &address).await.text()));
    assert!(!said(county.get("clerk", &address).await.text()));
    assert!(!said(county.get("clerk", &address).await.text()));
}

#[tokio::test]
async fn pages_that_tell_what_is_noted_without_an_event_are_drawn_each_time() {
    let mut stage = Stage::ready().await;
    stage.signed_in().await;
    for address in ["/account", "/jobs", "/system/people"] {
        stage.get(address).await;
        let before = stage.site.desk().store.calls();
        assert_eq!(stage.get(address).await.status, StatusCode::OK, "{address}");
        let again = stage.site.desk().store.calls() - before;
        assert!(again > 1, "who it is takes one: {address}: {again}");
    }
}

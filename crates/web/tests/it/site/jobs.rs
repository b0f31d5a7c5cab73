//! 任务: seen and fetched by whoever asked and by nobody else, while it waits, goes on and is over.

use axum::http::{StatusCode, header};
use chrono::Utc;
use flow::Role;
use store::{By, NewGrant};

use super::county::County;

/// A county with a paper, and the address of the job that puts its papers together.
async fn asked() -> (County, String) {
    let mut county = County::new().await;
    county.approved("人才引进", "12.50", "仁财绩〔2026〕12号").await;
    let asked = county.post("performance", "/papers/bundle", &[("format", "docx")]).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text());
    let to = asked.header(header::LOCATION).to_owned();
    (county, to)
}

#[tokio::test]
async fn how_far_it_is_shows_without_scripts_and_when_it_is_over_there_is_a_file() {
    let (mut county, to) = asked().await;
    let page = county.get("performance", &to).await.text();
    let noscript = r#"<noscript><meta http-equiv="refresh" content="3"></noscript>"#;
    for told in [noscript, "等待办理", "看看进度", "文书-仁和区人社局-Word"] {
        assert!(page.contains(told), "{told} in {page}");
    }
    let early = county.get("performance", &format!("{to}/file")).await;
    assert_eq!(early.status, StatusCode::NOT_FOUND);
    let again = county.post("performance", "/papers/bundle", &[("format", "docx")]).await;
    assert_eq!(again.header(header::LOCATION), to, "it is asked for once");
    county.stage.site.work_off_jobs().await.expect("done");
    let page = county.get("performance", &to).await.text();
    assert!(!page.contains("http-equiv=\"refresh\"") && page.contains("已办好"), "{page}");
    assert!(page.contains(&format!("href=\"{to}/file\"")) && page.contains("保留到"), "{page}");
    let list = county.json("performance", "/jobs").await;
    assert_eq!(list["jobs"][0]["open"], false, "{list}");
    assert_eq!(list["jobs"][0]["file"], format!("{to}/file"));
    assert!(list["jobs"][0]["said"].as_str().is_some_and(|said| said.contains("个文件")));
    let file = county.get("performance", &format!("{to}/file")).await;
    assert_eq!(file.status, StatusCode::OK, "{}", file.text());
    assert!(file.bytes.starts_with(b"PK"));
}

#[tokio::test]
async fn what_somebody_asked_for_is_not_there_for_anybody_else() {
    let (mut county, to) = asked().await;
    county.stage.site.work_off_jobs().await.expect("done");
    for login in ["clerk", "leader", "auditor", "nobody", "zhang.san"] {
        for address in [to.clone(), format!("{to}/file"), format!("/api{to}")] {
            let answer = county.get(login, &address).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{login} {address}");
        }
        assert_eq!(county.json(login, "/jobs").await["jobs"].as_array().map(Vec::len), Some(0));
    }
    county.stage.forget();
    let outside = county.stage.get(&format!("/api{to}/file")).await;
    assert_eq!(outside.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn who_has_other_rights_since_then_asks_anew() {
    let (mut county, to) = asked().await;
    county.stage.site.work_off_jobs().await.expect("done");
    let who = county.who("performance").await;
    let role = Role::BureauLeader.as_str().to_owned();
    let (person, unit) = (who.person.id, county.department);
    let grant = NewGrant { person, role, unit, from: who.today(), until: None };
    let store = &county.stage.site.desk().store;
    store.grant(By::program(Utc::now()), county.region, &grant).await.expect("granted");
    let until = Utc::now() + chrono::TimeDelta::days(1);
    let token = store::NewToken { person, name: "再", token: "token-again", until };
    store.make_token(By::program(Utc::now()), county.region, &token).await.expect("a token");
    let request = axum::http::Request::get(format!("{to}/file"))
        .header(header::AUTHORIZATION, "Bearer token-again")
        .body(axum::body::Body::empty())
        .expect("a request");
    let answer = county.stage.ask(request).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.text().contains("重新办一次"), "{}", answer.text());
}

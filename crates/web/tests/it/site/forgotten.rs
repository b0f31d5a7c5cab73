//! What was forgotten is told at its field, on the page one was on, with what was typed; and what
//! stands in the way is named.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::json;

use super::county::{County, bearer};
use super::stage::{Answer, LOGIN};

/// Sends a form from a page, as a browser does.
async fn send(county: &mut County, login: &str, [page, to]: [&str; 2], body: &str) -> Answer {
    let request = Request::post(to)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::CONTENT_LENGTH, body.len())
        .header(header::REFERER, format!("http://heng.test{page}"))
        .header(header::AUTHORIZATION, bearer(login));
    county.stage.ask(request.body(Body::from(body.to_owned())).expect("a request")).await
}

/// The message at a field of this name, and the whole page.
fn told(answer: &Answer, field: &str) -> String {
    let page = answer.text();
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
    let own = page
        .split('<')
        .position(|tag| tag.contains(&format!("name=\"{field}\"")) && tag.contains("aria-invalid"));
    assert!(own.is_some(), "{field}: {page}");
    page
}

#[tokio::test]
async fn a_new_project_without_a_name_is_asked_for_it_where_it_is_written() {
    let mut county = County::new().await;
    let body = format!("unit={}&kind=project&project=+", county.unit.0);
    let way = ["/declarations/new", "/declarations/new"];
    let answer = send(&mut county, "clerk", way, &body).await;
    let page = told(&answer, "project");
    assert!(page.contains("请写上项目名称") && page.contains("<h1>空白表</h1>"), "{page}");
    let program =
        county.post("clerk", "/api/declarations/new", &[("unit", "1"), ("kind", "project")]);
    let program = program.await;
    assert_eq!(program.status, StatusCode::UNPROCESSABLE_ENTITY);
    let error: serde_json::Value = serde_json::from_slice(&program.bytes).expect("JSON");
    assert_eq!(error["error"]["field"], "project");
}

#[tokio::test]
async fn what_was_typed_stays_and_may_be_sent_again_from_there() {
    let mut county = County::new().await;
    let body = "name=+&login=xin.ren&unit=1";
    let way = ["/system/people", "/system/people"];
    let page = told(&send(&mut county, LOGIN, way, body).await, "name");
    assert!(page.contains("xin.ren") && page.contains("请填写姓名"), "{page}");
    let unit = county.unit.0;
    let address = format!("/system/units/{unit}");
    let correct = format!("{address}/correct");
    let body = "name=+&code=77&kind=unit&parent=";
    let page = told(&send(&mut county, LOGIN, [&address, &correct], body).await, "name");
    assert!(
        page.contains("<details open class=\"more\"") && page.contains("value=\"77\""),
        "{page}"
    );
    // The browser now stands at the address of the form; the page it belongs to is remembered.
    let body = format!("{body}&drawn-on={}", address.replace('/', "%2F"));
    let page = told(&send(&mut county, LOGIN, [&correct, &correct], &body).await, "name");
    assert!(page.contains("value=\"77\""), "{page}");
}

#[tokio::test]
async fn an_approval_with_nothing_ticked_says_so_at_its_head() {
    let mut county = County::new().await;
    county.cleared("人才引进经费", "12.5").await;
    let body = "number=7&dated=2026-01-05&reason=ok";
    let answer = send(&mut county, "performance", ["/approvals", "/approvals"], body).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.text();
    assert!(page.contains("role=\"alert\">一份也没有勾选"), "{page}");
    assert!(page.contains("value=\"2026-01-05\"") && page.contains("value=\"7\""), "{page}");
    // Without a page to go back to the message stands alone, as ever.
    let alone = county.post("performance", "/approvals", &[("number", "7")]).await;
    assert!(alone.text().contains("没有办成"), "{}", alone.text());
}

#[tokio::test]
async fn a_declaration_that_is_there_already_can_be_opened() {
    let mut county = County::new().await;
    let id = county.draft("人才引进经费", "1").await;
    let unit = county.unit.0.to_string();
    let fields = [("unit", &*unit), ("kind", "project"), ("project", "人才引进经费")];
    let twice = county.post("clerk", "/declarations/new", &fields).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    let link = format!("href=\"/declarations/{}\"", id.0);
    assert!(twice.text().contains(&link), "{}", twice.text());
    let twice = county.post("clerk", "/api/declarations/new", &fields).await;
    let told: serde_json::Value = serde_json::from_slice(&twice.bytes).expect("JSON");
    assert_eq!(told["error"]["address"], json!(format!("/declarations/{}", id.0)));
}

#[tokio::test]
async fn whoever_is_to_sign_is_not_offered_to_take_it_back() {
    let mut county = County::new().await;
    let id = county.draft("人才引进经费", "1").await;
    county.submit(id, Vec::new()).await;
    let page = format!("/declarations/{}", id.0);
    let offered = |page: &serde_json::Value| {
        let offers = page["offers"].as_array().expect("offers").iter();
        offers.map(|one| one["action"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let clerk = county.json("clerk", &page).await;
    assert!(offered(&clerk).contains(&"recall".to_owned()), "{clerk}");
    let head = county.json("head", &page).await;
    assert!(!offered(&head).contains(&"recall".to_owned()), "{head}");
}

#[tokio::test]
async fn the_record_names_a_project_not_a_number() {
    let mut county = County::new().await;
    county.draft("人才引进经费", "1").await;
    let events = county.json(LOGIN, "/system/events").await["events"].to_string();
    assert!(events.contains("“人才引进经费”申报"), "{events}");
}

//! Somebody who means harm, signed in or not: addresses, bodies, names and keys that no page of ours
//! sends. Nothing breaks, nothing gets through, and what is said is said in words.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use flow::Action;
use serde_json::{Value, json};
use store::DeclarationId;
use tower::ServiceExt;

use super::county::{County, bearer};
use super::permissions::parade::Parade;
use super::stage::{Answer, LOGIN, Stage};

/// Text that would run, were it taken for HTML.
const EVIL: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";

async fn send(
    county: &mut County,
    (method, address): (Method, &str),
    kind: &str,
    body: impl Into<Body>,
) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(address)
        .header(header::CONTENT_TYPE, kind)
        .header(header::AUTHORIZATION, bearer("clerk"));
    county.stage.ask(request.body(body.into()).expect("a request")).await
}

#[tokio::test]
async fn whatever_is_wrong_with_a_request_is_told_in_words_with_a_way_back() {
    let mut county = County::new().await;
    let wrong = [
        (Method::GET, "/declarations/abc", "", ""),
        (Method::GET, "/declarations/99999999999999999999", "", ""),
        (Method::GET, "/declarations/1/versions/99999999999", "", ""),
        (Method::GET, "/search?words=a&words=b", "", ""),
        (Method::GET, "/search?page=-1", "", ""),
        (Method::GET, "/search?words=%00", "", ""),
        (Method::GET, "/approvals/paper", "", ""),
        (Method::GET, "/assets/..%2f..%2fetc%2fpasswd", "", ""),
        (Method::PUT, "/declarations", "", ""),
        (Method::DELETE, "/declarations/1/submit", "", ""),
        (Method::GET, "/declarations/1/submit", "", ""),
        (Method::POST, "/declarations/new", "text/plain", "unit=1&kind=project"),
        (Method::POST, "/declarations/new", "application/json", "{"),
        (Method::POST, "/declarations/new", "application/json", "[[[[[[[["),
        (Method::POST, "/declarations/new", "application/x-www-form-urlencoded", "unit=%ff"),
        (Method::POST, "/declarations/1/files", "multipart/form-data", "x"),
        (Method::POST, "/declarations/1/files", "application/json", "{}"),
        (Method::POST, "/declarations/1/draft", "application/json", "{\"version\":1e400}"),
    ];
    for (method, address, kind, body) in wrong {
        let at = format!("{method} {address} {kind}");
        let page = send(&mut county, (method.clone(), address), kind, body).await;
        assert!(page.status.is_client_error(), "{at}: {}", page.status);
        assert!(
            page.header(header::CONTENT_TYPE).starts_with("text/html"),
            "{at}: {}",
            page.text()
        );
        let text = page.text();
        assert!(text.contains("没有办成") && text.contains("href=\"/\""), "{at}: {text}");
        for word in ["Failed", "Invalid", "Cannot", "Form requests", "Error"] {
            assert!(!text.contains(word), "{at}: {word} in {text}");
        }
        let twin = format!("/api{address}");
        let twin = send(&mut county, (method, &twin), kind, body).await;
        let told: Value = serde_json::from_slice(&twin.bytes).unwrap_or_default();
        assert!(told["error"]["why"].is_string(), "{at}: {}", twin.text());
        assert_eq!(page.status, twin.status, "{at}");
    }
    let put = send(&mut county, (Method::PUT, "/declarations"), "", "").await;
    assert!(put.header(header::ALLOW).contains("GET"), "what may be done is still told");
}

#[tokio::test]
async fn letters_that_show_nothing_get_in_nowhere() {
    let mut county = County::new().await;
    let id = county.draft("人才引进经费", "12.5").await;
    let address = format!("/api/declarations/{}/comment", id.0);
    for hidden in ["\u{0}", "\u{1}", "\u{7f}", "\u{85}"] {
        let body = json!({ "body": format!("请{hidden}核对") }).to_string();
        let told = send(&mut county, (Method::POST, &address), "application/json", body).await;
        assert_eq!(told.status, StatusCode::BAD_REQUEST, "{hidden:?}: {}", told.text());
    }
    let lone =
        send(&mut county, (Method::POST, &address), "application/json", r#"{"body":"\ud800"}"#);
    assert_eq!(lone.await.status, StatusCode::BAD_REQUEST);
    let coded = "body=%e8%af%b7%00";
    let kind = "application/x-www-form-urlencoded";
    let told = send(&mut county, (Method::POST, &address), kind, coded).await;
    assert!(told.text().contains("看不见的字符"), "{}", told.text());
    let plain = send(&mut county, (Method::POST, &address), kind, "body=%e8%af%b7%0d%0a%09").await;
    assert_eq!(plain.status, StatusCode::OK, "lines and tabs are typed: {}", plain.text());

    let kept = county.stage.site.desk().store.draft(county.region, id).await.expect("there").form;
    let file = kept.replace("人才引进经费", "坏\\u0000名字").replace("培训人数", "人\\u0000数");
    let taken = bring_in(&mut county, &file).await;
    let made = taken["rows"][0]["id"].as_i64().unwrap_or_else(|| panic!("{taken}"));
    let row = county.stage.site.desk().store.declaration(county.region, DeclarationId(made)).await;
    assert_eq!(row.expect("there").project, "坏名字");
    let draft = county.stage.site.desk().store.draft(county.region, DeclarationId(made)).await;
    assert!(!draft.expect("there").form.contains("\\u0000"));
}

/// Brings a JSON file in; tells what became of it.
async fn bring_in(county: &mut County, file: &str) -> Value {
    let body = format!(
        "--e\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.json\"\r\n\r\n{file}\r\n\
         --e\r\nContent-Disposition: form-data; name=\"form0\"\r\n\r\n1\r\n--e--\r\n"
    );
    let kind = "multipart/form-data; boundary=e";
    let address = "/api/declarations/import/take";
    let answer = send(county, (Method::POST, address), kind, body).await;
    serde_json::from_slice(&answer.bytes).unwrap_or_else(|_| panic!("{}", answer.text()))
}

#[tokio::test]
async fn texts_have_an_end() {
    let mut county = County::new().await;
    let id = county.cleared("人才引进经费", "12.5").await;
    let version = county.version(id).await.to_string();
    let long = "长".repeat(5_000);
    let at = |end: &str| format!("/declarations/{}/{end}", id.0);
    let sent = [("version", version.as_str()), ("reason", long.as_str())];
    let number =
        [("version", version.as_str()), ("number", long.as_str()), ("dated", "2026-01-05")];
    for dated in ["0000-01-01", "9999-12-31", "-2026-01-01", "262143-01-01", "2026-02-30"] {
        let sent = [("version", version.as_str()), ("number", "1号"), ("dated", dated)];
        let told = county.post("performance", &at("approve"), &sent).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{dated}: {}", told.text());
    }
    let unit = county.unit.0.to_string();
    let project = [("unit", unit.as_str()), ("kind", "project"), ("project", long.as_str())];
    for (login, address, fields) in [
        ("performance", at("return"), &sent[..]),
        ("performance", at("approve"), &number[..]),
        ("performance", at("comment"), &[("body", long.as_str())][..]),
        ("clerk", "/declarations/new".to_owned(), &project[..]),
    ] {
        let told = county.post(login, &address, fields).await;
        assert_eq!(told.status, StatusCode::BAD_REQUEST, "{address}: {}", told.text());
        assert!(told.text().contains("太长"), "{address}: {}", told.text());
    }
    let endless = format!("body={}", "x".repeat(1_100_000));
    let kind = "application/x-www-form-urlencoded";
    let told = send(&mut county, (Method::POST, &at("comment")), kind, endless).await;
    assert_eq!(told.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", told.text());
    assert_eq!(county.version(id).await.to_string(), version);
}

#[tokio::test]
async fn an_approval_and_an_adjustment_pressed_twice_are_done_once_and_said_to_be_done() {
    let mut county = County::new().await;
    let id = county.cleared("人才引进经费", "12.5").await;
    let steps = [("performance", "approve", "approved"), ("clerk", "adjust", "drafting")];
    for (login, step, stage) in steps {
        let address = format!("/declarations/{}/{step}", id.0);
        let version = county.version(id).await.to_string();
        let sent = |key| {
            [
                ("version", version.as_str()),
                ("key", key),
                ("number", "仁财绩〔2026〕9号"),
                ("dated", "2026-01-05"),
                ("reason", "按程序"),
            ]
        };
        for _ in 0..2 {
            let told = county.post(login, &address, &sent("pressed")).await;
            assert_eq!(told.status, StatusCode::SEE_OTHER, "{step}: {}", told.text());
        }
        let other = county.post(login, &address, &sent("other")).await;
        assert_eq!(other.status, StatusCode::CONFLICT, "{step}: {}", other.text());
        let store = &county.stage.site.desk().store;
        let row = store.declaration(county.region, id).await.expect("there");
        assert_eq!(row.stage, stage);
        let reviews = store.reviews(county.region, id).await.expect("reads");
        assert_eq!(reviews.iter().filter(|review| review.action == step).count(), 1);
    }
}

#[tokio::test]
async fn twenty_tries_at_once_are_no_more_than_five() {
    let stage = Stage::ready().await;
    let tries = (0..20).map(|number| {
        let body = format!("login={LOGIN}&password=guess-{number}");
        let request = Request::post("/sign-in")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body));
        tokio::spawn(stage.router().oneshot(request.expect("a request")))
    });
    let tries: Vec<_> = tries.collect();
    let mut worked = 0;
    for tried in tries {
        let answer = tried.await.expect("runs").expect("answers");
        worked += usize::from(answer.status() == StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(worked, 5, "the others were not even looked at");
}

/// That text as the name of a unit, a person, a project and a file, as a remark, a reason and cells.
async fn written_everywhere(county: &mut County) -> DeclarationId {
    let desk = county.stage.site.desk();
    let by = store::By::program(chrono::Utc::now());
    let today = flow::shanghai_day(chrono::Utc::now());
    let new = store::NewUnit {
        name: EVIL.into(),
        code: "9".into(),
        kind: "unit".into(),
        parent: Some(county.department),
    };
    desk.store.add_unit(by, county.region, &new, today).await.expect("a unit");
    let person = county.stage.person("clerk").await;
    let named = store::NewPerson { unit: person.unit, name: EVIL.into(), login: "clerk".into() };
    desk.store.change_person(by, county.region, person.id, &named).await.expect("a name");
    let id = county.draft(EVIL, "12.5").await;
    let body = format!(
        "--e\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}.pdf\"\r\n\r\n%PDF-1\r\n--e--\r\n",
        EVIL.replace('"', "%22")
    );
    let files = format!("/declarations/{}/files", id.0);
    let kind = "multipart/form-data; boundary=e";
    let told = send(county, (Method::POST, &files), kind, body).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.text());
    let comment = format!("/declarations/{}/comment", id.0);
    county.post("clerk", &comment, &[("body", EVIL)]).await;
    let edits = json!({ "version": 1, "edits": [
        { "edit": "set", "path": "goal", "text": EVIL },
        { "edit": "set", "path": "indicators.0.level3", "text": EVIL },
        { "edit": "set", "path": "indicators.0.target", "text": EVIL }] });
    let draft = format!("/api/declarations/{}/draft", id.0);
    let saved = send(county, (Method::POST, &draft), "application/json", edits.to_string());
    assert_eq!(saved.await.status, StatusCode::OK);
    county.rewrite(id, "12.5", EVIL).await;
    county.submit(id, Vec::new()).await;
    county.act("head", Action::Sign, id).await;
    county.act("reviewer", Action::Accept, id).await;
    let version = county.version(id).await.to_string();
    let back = format!("/declarations/{}/return", id.0);
    let told = county.post("reviewer", &back, &[("version", &version), ("reason", EVIL)]).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.text());
    id
}

/// The pages on which somebody could meet with it.
fn pages_with(id: DeclarationId) -> Vec<String> {
    let own = |end: &str| format!("/declarations/{}{end}", id.0);
    let pages = [
        "/",
        "/declarations",
        "/search?words=alert",
        "/search/indicators?words=alert",
        "/statistics/money",
        "/statistics/progress",
        "/reviews",
        "/account",
        "/adjustments",
        "/declarations/sign",
        "/declarations/import",
        "/declarations/new",
        "/system/units",
        "/system/people",
        "/system/events",
        "/declarations/<script>alert(1)",
        "/search?words=%3Cscript%3Ealert(1)%3C/script%3E&year=%22%3E%3Cimg%20src=x",
        "/sign-in?to=/%22%3E%3Cscript%3Ealert(1)",
    ];
    let pages = pages.map(|page| page.replace('<', "%3C").replace('>', "%3E")).into_iter();
    let ends = [
        "",
        "?tab=files",
        "?tab=history",
        "?tab=versions",
        "/edit",
        "/beside",
        "/versions/1",
        "/history",
        "/adjust",
    ];
    pages.chain(ends.map(own)).chain([format!("/reviews/{}", id.0)]).collect()
}

#[tokio::test]
async fn what_people_write_is_never_taken_for_a_page() {
    let mut county = County::new().await;
    let id = written_everywhere(&mut county).await;
    for page in pages_with(id) {
        for login in ["clerk", "head", "performance", "auditor"] {
            let text = county.get(login, &page).await.text();
            for live in ["<script>alert", "<img src=x", "'><img"] {
                assert!(!text.contains(live), "{login} {page}: {live}");
            }
        }
    }
}

#[tokio::test]
async fn what_is_a_neighbours_is_not_there() {
    let mut parade = Parade::new().await;
    let unit = parade.below;
    let sent = (Action::Submit, "clerk", "waiting", "unit");
    parade.lead(unit, false, &[sent]).await;
    let of = parade.id.0;
    let gets = [
        "",
        "/edit",
        "/beside",
        "/versions/1",
        "/files/1",
        "/download/docx",
        "/download/json",
        "/papers/form.docx",
        "/papers/letter.docx",
        "/papers/approval.docx",
        "/history",
        "/adjust",
    ];
    for end in gets {
        let answer = parade.get("other", &format!("/declarations/{of}{end}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{end}: {}", answer.text());
    }
    for end in ["", "/papers/letter.docx", "/annotated", "/papers/marks.docx"] {
        let answer = parade.get("other", &format!("/reviews/{of}{end}")).await;
        assert!(answer.status.is_client_error(), "{end}: {}", answer.text());
    }
    let before = parade.traces().await;
    let posts = ["waive", "unwaive", "files/1/remove", "comments/1/resolve", "draft", "sheet"];
    for end in posts {
        let address = format!("/declarations/{of}/{end}");
        let sent = json!({ "version": 1, "cause": "1/C011", "reason": "理由充分", "from": "" });
        let sent = if end == "sheet" { json!({ "version": "0" }) } else { sent };
        let answer = parade.post("other", true, &address, &sent).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{end}: {}", answer.text());
    }
    assert_eq!(before, parade.traces().await);
}

#[tokio::test]
async fn a_number_from_one_declaration_opens_nothing_in_another() {
    let mut county = County::new().await;
    let (one, two) = (county.draft("甲项目", "1").await, county.draft("乙项目", "2").await);
    let comment = format!("/declarations/{}/comment", one.0);
    county.post("clerk", &comment, &[("body", "看这里")]).await;
    let desk = county.stage.site.desk();
    let clerk = county.who("clerk").await;
    let file = desk.attach(&clerk, one, "依据.pdf", b"%PDF-1", None).await.expect("attached");
    let made = desk.store.comments(county.region, one).await.expect("reads")[0].id;
    let wrong = format!("/declarations/{}/files/{}", two.0, file.0);
    assert_eq!(county.get("clerk", &wrong).await.status, StatusCode::NOT_FOUND);
    let right = county.get("clerk", &format!("/declarations/{}/files/{}", one.0, file.0)).await;
    assert_eq!(right.header(header::CONTENT_TYPE), "application/octet-stream");
    assert!(right.header(header::CONTENT_DISPOSITION).starts_with("attachment;"));
    assert_eq!(right.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    let resolve = format!("/declarations/{}/comments/{}/resolve", two.0, made.0);
    assert_eq!(county.post("clerk", &resolve, &[]).await.status, StatusCode::NOT_FOUND);
    let answer = [("body", "答"), ("answers", &made.0.to_string())];
    let elsewhere = format!("/declarations/{}/comment", two.0);
    assert_eq!(county.post("clerk", &elsewhere, &answer).await.status, StatusCode::NOT_FOUND);
    let remove = format!("{wrong}/remove");
    assert_eq!(county.post("clerk", &remove, &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn signs_alone_find_nothing() {
    let mut county = County::new().await;
    county.draft("人才引进经费", "12.5").await;
    for (words, found) in [("%25", 0), ("_", 0), ("%27", 0), ("%27%20OR%201=1--", 0), ("", 1)] {
        let told = county.json("clerk", &format!("/search?words={words}")).await;
        assert_eq!(told["lines"].as_array().map(Vec::len), Some(found), "{words}: {told}");
    }
}

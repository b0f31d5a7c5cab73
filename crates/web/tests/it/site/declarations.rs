//! 申报: brought in, filled in by two people, answered, handed in, signed; and the wrong hands.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use flow::Action;
use serde_json::{Value, json};
use store::DeclarationId;

use super::county::{County, bearer};
use super::stage::Answer;

const EDGE: &str = "edge-of-parts";

/// A field of a form with files: name, name of the file, content.
type Part<'p> = (&'p str, Option<&'p str>, &'p [u8]);

async fn send(county: &mut County, login: &str, address: &str, parts: &[Part<'_>]) -> Answer {
    let mut body = Vec::new();
    for (name, file, content) in parts {
        let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        let head =
            format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{EDGE}--\r\n").as_bytes());
    let kind = format!("multipart/form-data; boundary={EDGE}");
    let request = Request::post(address)
        .header(header::CONTENT_TYPE, kind)
        .header(header::AUTHORIZATION, bearer(login));
    county.stage.ask(request.body(Body::from(body)).expect("a request")).await
}

/// What the page's script sends.
async fn save(
    county: &mut County,
    login: &str,
    id: DeclarationId,
    sent: Value,
) -> (StatusCode, Value) {
    let request = Request::post(format!("/api/declarations/{}/draft", id.0))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::AUTHORIZATION, bearer(login));
    let request = request.body(Body::from(sent.to_string())).expect("a request");
    let answer = county.stage.ask(request).await;
    let told =
        serde_json::from_slice(&answer.bytes).unwrap_or_else(|_| panic!("{}", answer.text()));
    (answer.status, told)
}

fn set(path: &str, text: &str) -> Value {
    json!({ "edit": "set", "path": path, "text": text })
}

fn real_file() -> Vec<u8> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/real/renhe-2026.docx");
    std::fs::read(path).expect("the real file is there")
}

/// The value of a hidden field.
fn hidden(page: &str, name: &str) -> String {
    let field = format!("name=\"{name}\" value=\"");
    let rest = page.split(&field).nth(1).unwrap_or_else(|| panic!("no {name}"));
    rest.split('"').next().expect("its end").to_owned()
}

#[tokio::test]
async fn a_file_is_looked_at_first_and_only_what_is_picked_is_taken_over() {
    let mut county = County::new().await;
    let bytes = real_file();
    let file: Part<'_> = ("file", Some("renhe-2026.docx"), &bytes);
    let page = send(&mut county, "clerk", "/declarations/import", &[file]).await.text();
    assert!(page.contains("读出13张表") && page.contains("13张可以导入"), "{page}");
    assert_eq!(county.json("clerk", "/declarations").await["rows"], json!([]), "nothing is kept");
    let kept = page.split("name=\"kept\" hidden aria-hidden=\"true\">").nth(1).expect("the file");
    let kept = kept.split('<').next().expect("its end").to_owned();
    let parts: [Part<'_>; 5] = [
        ("name", None, b"renhe-2026.docx"),
        ("key", None, b"once"),
        ("kept", None, kept.as_bytes()),
        ("form0", None, b"1"),
        ("form3", None, b"1"),
    ];
    for _ in 0..2 {
        let taken = send(&mut county, "clerk", "/declarations/import/take", &parts).await;
        assert_eq!(taken.status, StatusCode::OK, "{}", taken.text());
    }
    let rows = county.json("clerk", "/declarations").await["rows"].clone();
    let rows = rows.as_array().expect("rows");
    assert_eq!(rows.len(), 2, "sent twice, taken once: {rows:?}");
    assert!(rows[0]["errors"].as_i64() > Some(0), "judged with the unit's other forms: {rows:?}");
    let id = rows[1]["id"].as_i64().expect("a number");
    let files = county.json("clerk", &format!("/declarations/{id}?tab=files")).await;
    assert_eq!(files["files"][0]["source"], true, "{files}");
    let again = send(&mut county, "clerk", "/declarations/import", &[file]).await.text();
    assert_eq!(again.matches("<b class=\"bad\">覆盖</b>").count(), 2);
    let barred = send(&mut county, "auditor", "/declarations/import", &[file]).await.text();
    assert!(barred.contains("审计、人大只能查看") && !barred.contains("导入选中的"), "{barred}");
}

#[tokio::test]
async fn nobody_writes_over_what_somebody_else_saved() {
    let mut county = County::new().await;
    let id = county.draft("人才引进经费", "12.5").await;
    let own =
        |key: &str, text: &str| json!({ "version": 1, "key": key, "edits": [set("goal", text)] });
    let first = save(&mut county, "clerk", id, own("a", "引进人才一百名")).await;
    assert_eq!((first.0, first.1["version"].as_i64()), (StatusCode::OK, Some(2)), "{}", first.1);
    assert!(first.1["verdict"].as_str().is_some_and(|told| !told.is_empty()));
    let again = save(&mut county, "clerk", id, own("a", "引进人才一百名")).await;
    assert_eq!(again.1["version"], 2, "the same request is done once: {}", again.1);
    let (status, told) = save(&mut county, "clerk", id, own("b", "别的话")).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert_eq!(told["version"], 2);
    let goal = told["cells"].as_array().expect("cells").iter().find(|cell| cell["path"] == "goal");
    assert_eq!(goal.expect("the goal")["text"], "引进人才一百名");
    let fields = [("version", "1"), ("goal", "别的话"), ("do", "save")];
    let address = format!("/declarations/{}/draft", id.0);
    let clash = county.post("clerk", &address, &fields).await;
    assert_eq!(clash.status, StatusCode::CONFLICT);
    for told in ["引进人才一百名", "别的话", "保留我写的"] {
        assert!(clash.text().contains(told), "{told}: {}", clash.text());
    }
    let fields = [("version", "2"), ("goal", "别的话"), ("do", "save")];
    let kept = county.post("clerk", &address, &fields).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
    let page = county.json("clerk", &format!("/declarations/{}/edit", id.0)).await;
    assert_eq!((&page["form"]["goal"], &page["version"]), (&json!("别的话"), &json!(3)));
}

#[tokio::test]
async fn a_draft_is_the_units_own() {
    let mut county = County::new().await;
    let id = county.draft("人才引进经费", "12.5").await;
    let edit = format!("/declarations/{}/edit", id.0);
    let sent = || json!({ "version": 1, "edits": [set("goal", "改")] });
    for login in ["nobody", "reviewer", "performance", "auditor"] {
        let page = county.get(login, &edit).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{login}: {}", page.text());
        let (status, told) = save(&mut county, login, id, sent()).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{login}: {told}");
    }
    let head = county.get("head", &edit).await;
    assert_eq!(head.status, StatusCode::FORBIDDEN, "reads and signs, does not write");
    assert!(head.text().contains("可以解决的人"), "{}", head.text());
    county.submit(id, Vec::new()).await;
    let (status, told) = save(&mut county, "clerk", id, sent()).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(told["error"]["why"].as_str().is_some_and(|why| why.contains("不能修改")), "{told}");
}

#[tokio::test]
async fn a_project_follows_the_name_on_its_form() {
    let mut county = County::new().await;
    let (id, other) =
        (county.draft("人才引进经费", "1").await, county.draft("培训经费", "2").await);
    let named = |text: &str| json!({ "version": 1, "edits": [set("project", text)] });
    let (status, _) = save(&mut county, "clerk", id, named("人才引进和培养经费")).await;
    assert_eq!(status, StatusCode::OK);
    let (status, told) = save(&mut county, "clerk", other, named("人才引进和培养经费")).await;
    assert_eq!(status, StatusCode::CONFLICT, "a unit has a project once: {told}");
    let rows = county.json("clerk", "/declarations").await["rows"].to_string();
    assert!(rows.contains("人才引进和培养经费") && rows.contains("培训经费"), "{rows}");
}

#[tokio::test]
async fn a_warning_is_answered_once_and_the_answer_can_be_taken_back() {
    let mut county = County::new().await;
    let id = county.draft("人才引进经费", "12.5").await;
    let (_, told) =
        save(&mut county, "clerk", id, json!({ "version": 1, "edits": [set("goal", "办好")] }))
            .await;
    let list = told["list"].as_str().expect("a list");
    let button = list.split("value=\"waive:").nth(1).expect("a warning to be answered");
    let cause = button.split('"').next().expect("its end").to_owned();
    let sent =
        |reason: &str| json!({ "version": 2, "do": format!("waive:{cause}"), "reason": reason });
    let (status, told) = save(&mut county, "clerk", id, sent("短")).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{told}");
    let (status, told) = save(&mut county, "clerk", id, sent("上级文件就是这样规定的")).await;
    assert_eq!(status, StatusCode::OK, "{told}");
    let shown = format!("/declarations/{}", id.0);
    let answers = county.json("clerk", &shown).await["answers"].clone();
    assert_eq!(answers[0]["reason"], "上级文件就是这样规定的", "{answers}");
    let address = format!("/declarations/{}/unwaive", id.0);
    let wrong = county.post("head", &address, &[("cause", &cause)]).await;
    assert_eq!(wrong.status, StatusCode::FORBIDDEN);
    let back = county.post("clerk", &address, &[("cause", &cause)]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text());
    assert_eq!(county.json("clerk", &shown).await["answers"], json!([]));
}

#[tokio::test]
async fn errors_bar_handing_in_and_say_so() {
    let mut county = County::new().await;
    let fields =
        [("unit", &*county.unit.0.to_string()), ("kind", "project"), ("project", "新项目")];
    let begun = county.post("clerk", "/declarations/new", &fields).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text());
    let rows = county.json("clerk", "/declarations").await["rows"].clone();
    assert!(rows[0]["errors"].as_i64() > Some(0), "a blank form has errors: {rows}");
    let id = rows[0]["id"].as_i64().expect("a number");
    let address = format!("/declarations/{id}/submit");
    let barred = county.post("clerk", &address, &[("version", "1"), ("draft", "1")]).await;
    assert_eq!(barred.status, StatusCode::CONFLICT);
    assert!(barred.text().contains("错误没有改"), "{}", barred.text());
    let many = county.post("clerk", "/declarations/submit", &[(&format!("row{id}"), "1.1")]).await;
    assert!(many.text().contains("没有办成的1份"), "{}", many.text());
    let gone =
        county.post("clerk", &format!("/declarations/{id}/discard"), &[("version", "1")]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.text());
    assert_eq!(county.json("clerk", "/declarations").await["rows"], json!([]));
    // Whoever may see it still can: what was thrown away is not on lists, and is not denied.
    let page = county.get("clerk", &format!("/declarations/{id}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.text().contains("已作废"), "{}", page.text());
    let edit = county.get("clerk", &format!("/declarations/{id}/edit")).await;
    assert_eq!(edit.status, StatusCode::CONFLICT, "{}", edit.text());
}

#[tokio::test]
async fn the_head_signs_on_one_page() {
    let mut county = County::new().await;
    let (one, two) = (county.draft("人才引进经费", "1").await, county.draft("培训经费", "2").await);
    county.submit(one, Vec::new()).await;
    county.submit(two, Vec::new()).await;
    assert_eq!(county.get("clerk", "/declarations/sign").await.status, StatusCode::FORBIDDEN);
    let page = county.get("head", "/declarations/sign").await.text();
    assert!(page.contains("2份申报等您签字") && page.contains("人才引进经费"), "{page}");
    let summary = county.json("head", "/declarations/sign").await;
    let version = summary["rows"][0]["version"].to_string();
    let row = format!("row{}", one.0);
    let key = hidden(&page, "key");
    let fields = [("key", &*key), (&*row, &*version)];
    let wrong = county.post("clerk", "/declarations/sign", &fields).await.text();
    assert!(wrong.contains("没有办成的1份"), "{wrong}");
    let done = county.post("head", "/declarations/sign", &fields).await.text();
    assert!(done.contains("已签字1份"), "{done}");
    let who = county.who("reviewer").await;
    let desk = county.stage.site.desk();
    assert!(desk.case(&who, one).await.expect("left the unit").may(&who, Action::Accept).is_ok());
    assert!(desk.case(&who, two).await.is_err(), "not signed, not seen");
}

#[tokio::test]
async fn files_are_of_known_kinds_and_stay_with_the_declaration() {
    let mut county = County::new().await;
    let id = county.draft("人才引进经费", "1").await;
    let address = format!("/declarations/{}/files", id.0);
    let pdf: Part<'_> = ("file", Some("依据.pdf"), b"%PDF-1.7 x");
    let wrong = send(&mut county, "clerk", &address, &[("file", Some("坏.exe"), b"MZ")]).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert_eq!(send(&mut county, "head", &address, &[pdf]).await.status, StatusCode::FORBIDDEN);
    let done = send(&mut county, "clerk", &address, &[pdf]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let shown = format!("/declarations/{}?tab=files", id.0);
    let file = county.json("clerk", &shown).await["files"][0]["id"].as_i64().expect("a file");
    let one = format!("/declarations/{}/files/{file}", id.0);
    assert_eq!(county.get("head", &one).await.bytes, b"%PDF-1.7 x");
    assert_eq!(county.get("auditor", &one).await.status, StatusCode::NOT_FOUND);
    let removed = county.post("clerk", &format!("{one}/remove"), &[]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER);
    assert_eq!(county.get("clerk", &one).await.status, StatusCode::NOT_FOUND);
    for kind in ["docx", "xlsx", "json"] {
        let form = county.get("clerk", &format!("/declarations/{}/download/{kind}", id.0)).await;
        assert_eq!(form.status, StatusCode::OK, "{kind}");
    }
}

#[tokio::test]
async fn a_version_is_read_as_it_was_handed_in() {
    let mut county = County::new().await;
    let id = county.draft("人才引进经费", "1").await;
    county.submit(id, Vec::new()).await;
    let page = county.json("head", &format!("/declarations/{}?tab=versions", id.0)).await;
    assert_eq!(page["versions"][0]["number"], 1, "{page}");
    let one = county.get("head", &format!("/declarations/{}/versions/1", id.0)).await;
    assert!(one.text().contains("人才引进经费") && one.text().contains("这是第一版"));
    let none = county.get("head", &format!("/declarations/{}/versions/2", id.0)).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn pages_ask_the_database_as_often_for_many_declarations_as_for_one() {
    let mut county = County::new().await;
    let id = county.draft("项目0", "1").await;
    let pages = [
        "/declarations".to_owned(),
        format!("/declarations/{}", id.0),
        format!("/declarations/{}/edit", id.0),
        format!("/declarations/{}/beside", id.0),
        "/declarations/renew".to_owned(),
    ];
    let mut counts = Vec::new();
    for more in [0, 6] {
        for number in 0..more {
            county.draft(&format!("又一个项目{number}"), "2").await;
        }
        let mut calls = Vec::new();
        for page in &pages {
            calls.push(county.calls("clerk", page).await);
        }
        counts.push(calls);
    }
    assert_eq!(counts[0], counts[1], "{pages:?}");
}

#[tokio::test]
async fn the_list_counts_what_the_page_lists() {
    let mut county = County::new().await;
    let bytes = real_file();
    let file: Part<'_> = ("file", Some("renhe-2026.docx"), &bytes);
    let page = send(&mut county, "clerk", "/declarations/import", &[file]).await.text();
    let kept = page.split("name=\"kept\" hidden aria-hidden=\"true\">").nth(1).expect("the file");
    let kept = kept.split('<').next().expect("its end").to_owned();
    let names: Vec<String> = (0..13).map(|form| format!("form{form}")).collect();
    let mut parts: Vec<Part<'_>> = vec![
        ("name", None, b"renhe-2026.docx"),
        ("key", None, b"once"),
        ("kept", None, kept.as_bytes()),
    ];
    parts.extend(names.iter().map(|name| (name.as_str(), None, &b"1"[..])));
    let taken = send(&mut county, "clerk", "/declarations/import/take", &parts).await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.text());
    let rows = county.json("clerk", "/declarations").await["rows"].clone();
    let rows = rows.as_array().expect("rows");
    assert_eq!(rows.len(), 13);
    for row in rows {
        let page = county.json("clerk", &format!("/declarations/{}", row["id"])).await;
        let of = |class: &str| {
            let causes = page["causes"].as_array().expect("causes").iter();
            causes.filter(|cause| cause["class"] == class).count()
        };
        let listed = [&row["errors"], &row["warnings"], &row["advice"]];
        let shown = ["error", "warning", "advice"].map(|class| json!(of(class)));
        assert_eq!(listed, shown.each_ref(), "{}", row["name"]);
    }
}

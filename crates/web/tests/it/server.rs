//! The server's pages without a socket: what is let in, what comes back, that nothing is kept.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use tower::ServiceExt;
use web::server::{Review, Upload, Wanted, routes};

const PORT: u16 = 7800;

/// A server whose work is to say what it was given.
fn site() -> Router {
    let review: Review = Arc::new(|wanted, files, complete| {
        if files.iter().any(|file| file.bytes == b"broken") {
            return Err("甲.docx：读不了".to_owned());
        }
        let names: Vec<String> =
            files.iter().map(|Upload { name, bytes }| format!("{name}={}", bytes.len())).collect();
        let toolbar = match wanted {
            Wanted::Page(toolbar) => toolbar.as_str(),
            _ => "",
        };
        Ok(format!("{} {complete} {toolbar}", names.join(",")).into_bytes())
    });
    routes(review, PORT, 1, 4096)
}

struct Answer {
    status: StatusCode,
    save_as: String,
    policy: String,
    text: String,
}

async fn ask(request: Request<Body>) -> Answer {
    let response = site().oneshot(request).await.expect("answers");
    let text = |name| {
        let value = response.headers().get(name).map(|value| value.to_str().expect("text"));
        value.unwrap_or_default().to_owned()
    };
    let (save_as, policy) =
        (text(header::CONTENT_DISPOSITION), text(header::CONTENT_SECURITY_POLICY));
    let status = response.status();
    let bytes = to_bytes(response.into_body(), 1 << 20).await.expect("a body");
    Answer { status, save_as, policy, text: String::from_utf8_lossy(&bytes).into_owned() }
}

fn from(host: &str) -> axum::http::request::Builder {
    Request::builder().header(header::HOST, host)
}

/// A form with fields: name, file name if it is a file, content.
fn sent(fields: &[(&str, Option<&str>, &str)]) -> Request<Body> {
    let mut body = String::new();
    for (name, file, content) in fields {
        let file = file.map_or(String::new(), |file| format!("; filename=\"{file}\""));
        body += &format!(
            "--x\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n"
        );
    }
    body += "--x--\r\n";
    let request = from("127.0.0.1:7800").method("POST").uri("/review");
    let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    request.body(Body::from(body)).expect("a request")
}

#[tokio::test]
async fn the_first_page_works_without_script_and_allows_only_our_own() {
    let home = ask(from("localhost:7800").uri("/").body(Body::empty()).expect("a request")).await;
    assert_eq!(home.status, StatusCode::OK);
    assert!(home.text.contains("enctype=\"multipart/form-data\""));
    assert!(
        home.policy.contains("script-src 'self'") && home.policy.contains("default-src 'none'")
    );
    let script = from("localhost:7800").uri("/open.js").body(Body::empty()).expect("a request");
    assert!(ask(script).await.text.contains("use strict"));
}

#[tokio::test]
async fn other_sites_and_other_names_are_kept_out() {
    for (name, value) in [
        ("host", "evil.example:7800"),
        ("host", "127.0.0.1:80"),
        ("origin", "http://evil.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
    ] {
        let host = if name == "host" { value } else { "127.0.0.1:7800" };
        let mut request = from(host).uri("/");
        if name != "host" {
            request = request.header(name, value);
        }
        let answer = ask(request.body(Body::empty()).expect("a request")).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}: {value}");
        assert!(!answer.policy.is_empty(), "refusals are safe pages too");
    }
    let own = from("127.0.0.1:7800").header("origin", "http://127.0.0.1:7800").uri("/");
    assert_eq!(ask(own.body(Body::empty()).expect("a request")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_page_carries_its_files_and_a_download_sends_them_again() {
    let page = ask(sent(&[
        ("file", Some("目标表.docx"), "abc"),
        ("complete", None, "1"),
        ("wanted", None, "page"),
    ]))
    .await;
    assert!(page.text.starts_with("目标表.docx=3 true"), "{}", page.text);
    assert!(page.text.contains("value=\"annotated\"") && page.text.contains("name=\"complete\""));
    let kept = page.text.split("<textarea name=\"kept\" hidden>\n").nth(1).expect("carried");
    let kept = kept.split("</textarea>").next().expect("ends");
    let again = ask(sent(&[("kept", None, kept), ("wanted", None, "repaired")])).await;
    assert_eq!(again.status, StatusCode::OK);
    assert!(again.text.starts_with("目标表.docx=3 false"), "{}", again.text);
    let name = "attachment; filename*=UTF-8''%E7%9B%AE%E6%A0%87%E8%A1%A8-%E4%BF%AE%E8%AE%A2.docx";
    assert_eq!(again.save_as, name);
}

#[tokio::test]
async fn names_cannot_write_into_the_page() {
    let page = ask(sent(&[("file", Some("</textarea><script>.docx"), "abc")])).await;
    // What stands before the bar is the reviewer's of this test, which writes names as they are.
    let (_, bar) = page.text.split_once("<form").expect("the bar");
    assert!(bar.contains(".docx"), "the name is there: {bar}");
    assert!(!bar.contains("<script>"), "{bar}");
}

#[tokio::test]
async fn only_a_single_word_file_offers_comments_and_changes() {
    for files in [
        vec![("file", Some("甲.pdf"), "a")],
        vec![("file", Some("甲.docx"), "a"), ("file", Some("乙.docx"), "b")],
    ] {
        let page = ask(sent(&files)).await;
        assert!(!page.text.contains("value=\"annotated\""), "{}", page.text);
        assert!(page.text.contains("另存为 .docx"), "{}", page.text);
    }
}

#[tokio::test]
async fn every_refusal_says_what_to_do() {
    let nothing = ask(sent(&[("wanted", None, "page")])).await;
    assert_eq!(nothing.status, StatusCode::BAD_REQUEST);
    assert!(nothing.text.contains("还没有选文件"));
    let broken = ask(sent(&[("file", Some("甲.docx"), "broken")])).await;
    assert_eq!(broken.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(broken.text.contains("甲.docx：读不了"));
    let large = "a".repeat(5000);
    let large = ask(sent(&[("file", Some("甲.docx"), &large)])).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(large.text.contains("请分几次放"), "{}", large.text);
    let odd = ask(sent(&[("file", Some("甲.docx"), "a"), ("wanted", None, "gold")])).await;
    assert_eq!(odd.status, StatusCode::BAD_REQUEST);
    let damaged = ask(sent(&[("kept", None, "甲.docx\n***")])).await;
    assert_eq!(damaged.status, StatusCode::BAD_REQUEST);
    let lost = from("127.0.0.1:7800").uri("/nowhere").body(Body::empty()).expect("a request");
    assert_eq!(ask(lost).await.status, StatusCode::NOT_FOUND);
}

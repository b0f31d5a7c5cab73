//! The pages on loopback: drop files, see them judged, take the results away.
//!
//! Nothing is stored: the page of a result carries the files it was made from, and every download
//! sends them again. Reading, judging and editing come from the program as one function; the socket
//! is the program's too. It answers only requests that a page of its own, on this machine, sends.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Multipart, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use tokio::sync::Semaphore;

use crate::pages::{Kept, open_page, refusal_page, toolbar};

/// A file sent by the browser, with the name it had there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// The report, with this HTML above it.
    Page(String),
    /// The Word file with comments.
    Annotated,
    /// The Word file with tracked changes.
    Repaired,
    /// The report as a file to keep.
    Report,
    /// The summary workbook.
    Workbook,
}

/// Does the work on the files; the flag declares that every form of the unit is there. An error is
/// said to the person as it is.
pub type Review = Arc<dyn Fn(&Wanted, &[Upload], bool) -> Result<Vec<u8>, String> + Send + Sync>;

/// What the handlers share.
#[derive(Clone)]
struct Site {
    review: Review,
    /// As many at once as the machine has cores; others wait.
    turns: Arc<Semaphore>,
    port: u16,
}

/// Longest wait for a turn and the work together.
const PATIENCE: Duration = Duration::from_secs(120);

/// No script but our own file, nothing from elsewhere, no framing.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; \
    img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The pages, for a server that listens on this port of the loopback address and takes at most so
/// many bytes at once.
pub fn routes(review: Review, port: u16, cores: usize, bytes: usize) -> Router {
    let site = Site { review, turns: Arc::new(Semaphore::new(cores.max(1))), port };
    Router::new()
        .route("/", get(|| async { page(StatusCode::OK, open_page("")) }))
        .route("/review", post(review_files))
        .route("/open.js", get(script))
        .fallback(|| async {
            refuse(StatusCode::NOT_FOUND, "没有这一页。", "回到首页。")
        })
        .layer(DefaultBodyLimit::max(bytes))
        .layer(middleware::from_fn_with_state(site.clone(), guard))
        .with_state(site)
}

async fn script() -> Response {
    let kind = HeaderValue::from_static("text/javascript; charset=utf-8");
    ([(header::CONTENT_TYPE, kind)], include_str!("pages/open.js")).into_response()
}

/// Lets in only what this machine's own browser sends to this address from our own page, so that
/// no other site can use the server; puts the safety headers on every answer.
async fn guard(State(site): State<Site>, request: Request, next: Next) -> Response {
    let mut response = if is_own(request.headers(), site.port) {
        next.run(request).await
    } else {
        refuse(StatusCode::FORBIDDEN, "这个地址只接受本机页面发来的请求。", "请从首页打开。")
    };
    let safety = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // Not "no-referrer": browsers then send "Origin: null" with our own forms too.
        (header::REFERRER_POLICY, "same-origin"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in safety {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Whether the request names this address as its host and, if it says where it comes from, as its
/// origin.
fn is_own(headers: &HeaderMap, port: u16) -> bool {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let hosts = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    let host = text(header::HOST).is_some_and(|host| hosts.iter().any(|own| own == host));
    let origin = text(header::ORIGIN).is_none_or(|origin| {
        hosts.iter().any(|own| origin.strip_prefix("http://") == Some(own.as_str()))
    });
    let site = text(HeaderName::from_static("sec-fetch-site"));
    host && origin && site.is_none_or(|site| matches!(site, "same-origin" | "none"))
}

/// What a form of ours sends.
#[derive(Default)]
struct Sent {
    files: Vec<Upload>,
    complete: bool,
    wanted: String,
}

async fn review_files(State(site): State<Site>, form: Multipart) -> Response {
    let sent = match read_form(form).await {
        Ok(sent) => sent,
        Err(refusal) => return refusal,
    };
    if sent.files.is_empty() {
        return page(StatusCode::BAD_REQUEST, open_page("还没有选文件。"));
    }
    let Some((wanted, kind, name)) = wanted(&sent) else {
        return refuse(StatusCode::BAD_REQUEST, "不认识要的是哪一种结果。", "请从首页重新打开。");
    };
    let work = async {
        let _turn = site.turns.acquire().await;
        let review = site.review.clone();
        let run = move || review(&wanted, &sent.files, sent.complete);
        tokio::task::spawn_blocking(run).await
    };
    match tokio::time::timeout(PATIENCE, work).await {
        Ok(Ok(Ok(bytes))) => answer(bytes, kind, name.as_deref()),
        Ok(Ok(Err(problem))) => page(StatusCode::UNPROCESSABLE_ENTITY, open_page(&problem)),
        Ok(Err(_)) => {
            let told = "程序出了错，这个文件没有处理完。";
            refuse(StatusCode::INTERNAL_SERVER_ERROR, told, "请换成 Word 原文件再试。")
        }
        Err(_) => {
            let told = "等了两分钟还没有做完。";
            refuse(StatusCode::SERVICE_UNAVAILABLE, told, "请少放几个文件再试。")
        }
    }
}

/// Files, the kept ones of an earlier page, and what is wanted.
async fn read_form(mut form: Multipart) -> Result<Sent, Response> {
    let mut sent = Sent::default();
    let broken = |status: StatusCode| match status {
        StatusCode::PAYLOAD_TOO_LARGE => {
            refuse(status, "文件太大了。", "请分几次放，或者用命令行 heng check。")
        }
        _ => refuse(StatusCode::BAD_REQUEST, "发来的内容不完整。", "请从首页重新打开。"),
    };
    while let Some(field) = form.next_field().await.map_err(|error| broken(error.status()))? {
        let (field_name, file_name) =
            (field.name().map(str::to_owned), field.file_name().map(str::to_owned));
        let bytes = field.bytes().await.map_err(|error| broken(error.status()))?;
        match (field_name.as_deref(), file_name) {
            (Some("file"), Some(name)) if !name.is_empty() => {
                sent.files.push(Upload { name, bytes: bytes.into() });
            }
            (Some("kept"), _) => {
                let kept = kept(&bytes).ok_or_else(|| broken(StatusCode::BAD_REQUEST))?;
                sent.files.push(kept);
            }
            (Some("complete"), _) => sent.complete = !bytes.is_empty(),
            (Some("wanted"), _) => sent.wanted = String::from_utf8_lossy(&bytes).into_owned(),
            _ => {}
        }
    }
    Ok(sent)
}

/// A file carried by a page: its name on the first line, then base64.
fn kept(bytes: &[u8]) -> Option<Upload> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (name, data) = text.split_once('\n')?;
    let data: String = data.split_whitespace().collect();
    Some(Upload { name: name.trim().to_owned(), bytes: BASE64.decode(data).ok()? })
}

const HTML: &str = "text/html; charset=utf-8";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What is wanted, its media type and the name to save it under.
fn wanted(sent: &Sent) -> Option<(Wanted, &'static str, Option<String>)> {
    let first = sent.files.first().map_or("", |file| file.name.as_str());
    let stem = first.rsplit_once('.').map_or(first, |(stem, _)| stem);
    // Word opens files with macros and templates only under their own ending.
    let ending = first.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    let ending = ending.filter(|own| matches!(own.as_str(), "docm" | "dotm" | "dotx"));
    let ending = ending.unwrap_or_else(|| "docx".to_owned());
    Some(match sent.wanted.as_str() {
        "" | "page" => {
            let kept = sent
                .files
                .iter()
                .map(|file| Kept { name: file.name.clone(), data: BASE64.encode(&file.bytes) });
            (Wanted::Page(toolbar(kept.collect(), sent.complete)), HTML, None)
        }
        "annotated" => (Wanted::Annotated, DOCX, Some(format!("{stem}-批注.{ending}"))),
        "repaired" => (Wanted::Repaired, DOCX, Some(format!("{stem}-修订.{ending}"))),
        "report" => (Wanted::Report, HTML, Some(format!("{stem}-审阅意见.html"))),
        "workbook" => (Wanted::Workbook, XLSX, Some(format!("{stem}-汇总.xlsx"))),
        _ => return None,
    })
}

fn answer(bytes: Vec<u8>, kind: &'static str, save_as: Option<&str>) -> Response {
    let mut response = Response::new(Body::from(bytes));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Some(name) = save_as {
        // RFC 6266: the name in UTF-8, every byte but the plainest written in percent.
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
        let coded: String =
            name.bytes()
                .map(|byte| {
                    if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
                })
                .collect();
        if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename*=UTF-8''{coded}")) {
            response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
        }
    }
    response
}

fn page(status: StatusCode, text: String) -> Response {
    let mut response = answer(text.into_bytes(), HTML, None);
    *response.status_mut() = status;
    response
}

/// A refusal says what, and what to do.
fn refuse(status: StatusCode, what: &str, remedy: &str) -> Response {
    page(status, refusal_page(what, remedy))
}

//! Around every request: only our own pages may change anything with a cookie, every answer
//! carries the safety headers, and a [`Problem`] is drawn for whoever asked.

use askama::Template;
use axum::Json;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::{Face, Problem, Site, Visitor};

/// No script, style, picture or font but our own files; no framing; forms come back to us.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'none'";

/// Why something was not done, as a page.
#[derive(Template)]
#[template(path = "site/problem.html")]
struct ProblemPage<'a> {
    problem: &'a Problem,
    signed_out: bool,
    back: &'a str,
}

/// Lets a request through, or says why not.
pub async fn guard(State(site): State<Site>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let json = parts.uri.path().starts_with("/api/");
    let Ok(mut face) = Face::from_request_parts(&mut parts, &site).await;
    face.json = json;
    let back = own_page(&parts.headers);
    let asked = (!changes(&parts.method)).then(|| parts.uri.to_string());
    let mut asker = parts.clone();
    let mut response = if changes(&parts.method) && !is_own(&parts.headers) {
        let why = "这个请求不是从本系统的页面发出的。";
        Problem::new(StatusCode::FORBIDDEN, why, "请从工作台重新打开页面再办。").into_response()
    } else {
        next.run(Request::from_parts(parts, body)).await
    };
    let told = response.extensions_mut().remove::<Problem>();
    if let Some(problem) = told.or_else(|| misread(&response)) {
        response = match sent_on(&face, &problem, asked.as_deref()) {
            Some(to) => face.done(&to, "").unwrap_or(response),
            None => {
                let visitor = Visitor::from_request_parts(&mut asker, &site).await.ok();
                drawn(&face, visitor.as_ref(), &problem, &back)
            }
        };
    }
    let safety = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // Not "no-referrer": browsers then send "Origin: null" with our own forms too.
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    for (name, value) in safety {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    let headers = response.headers_mut();
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// A request the server could not make out before any handler saw it: it says so in English.
fn misread(response: &Response) -> Option<Problem> {
    let kind = response.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
    let why = match response.status() {
        _ if !kind.starts_with("text/plain") => return None,
        StatusCode::PAYLOAD_TOO_LARGE => "发来的内容太大。",
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => {
            "地址或表单里有看不懂的内容。"
        }
        _ => return None,
    };
    Some(Problem::new(response.status(), why, "请从工作台重新打开页面再办。"))
}

/// Where somebody who only looks at a page is sent instead: to sign in, or to choose a password.
fn sent_on(face: &Face, problem: &Problem, asked: Option<&str>) -> Option<String> {
    if face.json {
        return None;
    }
    match problem.status {
        StatusCode::UNAUTHORIZED if asked == Some("/") => Some("/sign-in".to_owned()),
        StatusCode::UNAUTHORIZED => Some(format!("/sign-in?to={}", escaped(asked?))),
        StatusCode::PRECONDITION_REQUIRED => asked.map(|_| "/account/password".to_owned()),
        _ => None,
    }
}

/// An address as the value of a field of another address.
pub(crate) fn escaped(address: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte);
    let one = |byte: u8| {
        if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    address.bytes().map(one).collect()
}

fn drawn(face: &Face, visitor: Option<&Visitor>, problem: &Problem, back: &str) -> Response {
    let mut response = if face.json {
        Json(json!({ "error": problem })).into_response()
    } else {
        let signed_out = problem.status == StatusCode::UNAUTHORIZED;
        let main = ProblemPage { problem, signed_out, back }.render().unwrap_or_default();
        face.page(visitor, "没有办成", &main)
            .unwrap_or_else(|_| problem.why.clone().into_response())
    };
    *response.status_mut() = problem.status;
    response
}

fn changes(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Whether the request comes from a page of ours, or carries a token rather than a cookie.
///
/// Browsers of the floor (Chromium 86) send `Sec-Fetch-Site`; older ones an `Origin`. A program
/// that sends neither has no cookie that a foreign page could misuse.
fn is_own(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    let host = text(header::HOST).unwrap_or_default();
    match text(header::ORIGIN) {
        Some(origin) => origin.split_once("://").is_some_and(|(_, from)| from == host),
        None => true,
    }
}

/// The page of ours the request came from, as a way back; else the first page.
fn own_page(headers: &HeaderMap) -> String {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let path = || {
        let from = text(header::REFERER)?.split_once("://")?.1;
        let (host, path) = from.split_once('/')?;
        (Some(host) == text(header::HOST)).then(|| format!("/{path}"))
    };
    path().unwrap_or_else(|| "/".to_owned())
}

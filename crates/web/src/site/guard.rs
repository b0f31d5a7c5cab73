//! Around every request: only our own pages may change anything with a cookie, every answer
//! carries the safety headers, and a [`Problem`] is drawn for whoever asked.

use askama::Template;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::{Form, Json};
use serde_json::json;

use super::refill::{PAGE, Typed, Wrong, refilled};
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
    let (body, typed) = if face.json { (body, None) } else { typed(&parts, body).await };
    let again = next.clone();
    let mut response = if changes(&parts.method) && !is_own(&parts.headers) {
        let why = "这个请求不是从本系统的页面发出的。";
        Problem::new(StatusCode::FORBIDDEN, why, "请从工作台重新打开页面再办。").into_response()
    } else if parts.uri.query().is_some_and(|query| hides(query.as_bytes())) {
        Problem::bad("网址里有看不见的字符，请从工作台重新打开。").into_response()
    } else {
        next.run(Request::from_parts(parts, body)).await
    };
    let allow = response.headers_mut().remove(header::ALLOW);
    let route: Option<MatchedPath> = response.extensions_mut().remove();
    if let Some(problem) = response.extensions_mut().remove().or_else(|| untold(&response)) {
        let form = drawn_again(&asker, again, typed, &problem, &back).await;
        response = match sent_on(&face, &problem, asked.as_deref()) {
            _ if form.is_some() => form.unwrap_or(response),
            Some(to) => face.done(&to, "").unwrap_or(response),
            None => {
                // Where the database does not answer, who it is cannot be asked of it again.
                let visitor = match problem.status {
                    StatusCode::SERVICE_UNAVAILABLE => None,
                    _ => Visitor::from_request_parts(&mut asker, &site).await.ok(),
                };
                drawn(&face, visitor.as_ref(), &problem, &back)
            }
        };
    }
    if let Some(allow) = allow {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    if let Some(route) = route {
        response.extensions_mut().insert(route);
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

/// Most bytes of a form that is drawn again.
const MOST: usize = 1 << 20;

/// The fields of a form, read ahead so that it can be drawn again; the body stays as it was.
async fn typed(parts: &Parts, body: Body) -> (Body, Option<Vec<(String, String)>>) {
    let header = |name: HeaderName| parts.headers.get(name)?.to_str().ok();
    let form = header(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    let length = header(header::CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    if parts.method != Method::POST || !form || length.is_none_or(|length| length > MOST) {
        return (body, None);
    }
    match to_bytes(body, MOST).await {
        Ok(bytes) => {
            let request = Request::from_parts(parts.clone(), Body::from(bytes.clone()));
            let fields = Form::<Vec<(String, String)>>::from_request(request, &()).await;
            (Body::from(bytes), fields.ok().map(|fields| fields.0))
        }
        Err(_) => (Body::empty(), None),
    }
}

/// The page the form stands on, with what was typed and the message at its field.
async fn drawn_again(
    asker: &Parts,
    next: Next,
    typed: Option<Vec<(String, String)>>,
    problem: &Problem,
    back: &str,
) -> Option<Response> {
    let (fields, field) = (typed?, problem.field.as_deref()?);
    let kept = fields.iter().find(|(name, _)| name == PAGE).map(|(_, page)| page.as_str());
    let page = kept.filter(|page| page.starts_with('/') && !page.starts_with("//"));
    let page = page.unwrap_or(back);
    let mut request = Request::get(page).body(Body::empty()).ok()?;
    for (name, value) in &asker.headers {
        if ![header::CONTENT_TYPE, header::CONTENT_LENGTH].contains(name) {
            request.headers_mut().append(name, value.clone());
        }
    }
    *request.extensions_mut() = asker.extensions.clone();
    let response = next.run(request).await;
    if response.status() != StatusCode::OK {
        return None;
    }
    let drawn = to_bytes(response.into_body(), MOST << 4).await.ok()?;
    let typed = Typed { action: asker.uri.path(), fields: &fields, page };
    let told = [problem.why.as_str(), &problem.remedy].concat();
    let wrong = Wrong { field, why: &told };
    let drawn = refilled(std::str::from_utf8(&drawn).ok()?, &typed, &wrong)?;
    Some((problem.status, axum::response::Html(drawn)).into_response())
}

/// What an answer that the server gave by itself, in few words or none, is to people.
fn untold(response: &Response) -> Option<Problem> {
    let kind = response.headers().get(header::CONTENT_TYPE);
    let plain = kind.is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    if !plain || !(response.status().is_client_error() || response.status().is_server_error()) {
        return None;
    }
    let (why, remedy) = match response.status() {
        StatusCode::NOT_FOUND => return Some(Problem::nothing_here()),
        StatusCode::METHOD_NOT_ALLOWED => ("这个网址不能这样用。", "请从工作台重新打开。"),
        StatusCode::PAYLOAD_TOO_LARGE => ("送来的内容太大。", "请把文件压缩或拆开再传。"),
        status if status.is_server_error() => return Some(Problem::broken()),
        _ => ("网址或送来的内容不对。", "请从工作台重新打开页面再办。"),
    };
    Some(Problem::new(response.status(), why, remedy))
}

/// Whether an address or the fields of a form hold characters that show nothing, other than tabs
/// and line breaks: no keyboard types them, and databases and Word files break on them.
pub(crate) fn hides(fields: &[u8]) -> bool {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let coded = fields.windows(3).filter(|three| three[0] == b'%');
    let coded = coded.filter_map(|three| Some(digit(three[1])? * 16 + digit(three[2])?));
    let bare = fields.iter().map(|byte| u32::from(*byte));
    bare.chain(coded).any(|code| (code < 32 && !matches!(code, 9 | 10 | 13)) || code == 127)
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
        // A path that begins with two slashes would be another site's address.
        let path = path.trim_start_matches(['/', '\\']);
        (Some(host) == text(header::HOST)).then(|| format!("/{path}"))
    };
    path().unwrap_or_else(|| "/".to_owned())
}

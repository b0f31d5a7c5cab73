//! Answers as they were drawn, given again as long as nothing was written in the region.
//!
//! What a page says follows from who asks for what, from the day, and from what the region keeps;
//! and nothing that is kept is changed without an event beside it. So while the region's last event
//! is the same, the page is the same, whichever server the change went through. Who asks is looked
//! up for every request all the same: a session that ended is shown nothing. Numbers that may be
//! used once are drawn anew each time.

use std::sync::Arc;

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use store::PersonId;

use super::account::chance;
use super::{Face, Problem, Site, Visitor};

/// Bytes of all answers that are kept.
const ROOM: u64 = 64 << 20;
/// Most bytes of an answer that is kept.
const MOST: usize = 1 << 20;
/// How many answers there may be about.
const SOME: usize = 2_000;
/// Pages that also tell what is noted without an event: when somebody was seen, wrong passwords,
/// how far a job is.
const APART: [&str; 4] = ["/account", "/jobs", "/sign-out", "/system"];

/// What somebody asked for on a day.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Asked {
    person: PersonId,
    day: NaiveDate,
    json: bool,
    address: String,
}

/// What they were given.
#[derive(Debug)]
struct Drawn {
    /// The region's last event when it was asked for.
    last: i64,
    kind: HeaderValue,
    body: Bytes,
    /// The numbers in it that may be used once.
    once: Vec<String>,
}

#[derive(Debug, Clone)]
struct Weight;

impl Weighter<Asked, Arc<Drawn>> for Weight {
    fn weight(&self, asked: &Asked, drawn: &Arc<Drawn>) -> u64 {
        (asked.address.len() + drawn.body.len() + 256) as u64
    }
}

/// The answers of a server.
#[derive(Debug)]
pub(super) struct Answers(Cache<Asked, Arc<Drawn>, Weight>);

impl Default for Answers {
    fn default() -> Answers {
        Answers(Cache::with_weighter(SOME, ROOM, Weight))
    }
}

/// Gives an answer again where it would be the same, else lets it be drawn.
pub(super) async fn remembered(State(site): State<Site>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let path = parts.uri.path();
    if parts.method != Method::GET || APART.iter().any(|apart| path.starts_with(apart)) {
        return chance::noting(next.run(Request::from_parts(parts, body))).await.0;
    }
    let Ok(face) = Face::from_request_parts(&mut parts, &site).await;
    let visitor = match Visitor::from_request_parts(&mut parts, &site).await {
        Ok(visitor) if !face.says_something() => visitor,
        _ => return chance::noting(next.run(Request::from_parts(parts, body))).await.0,
    };
    let asked = Asked {
        person: visitor.who.person.id,
        day: visitor.who.today(),
        json: face.json,
        address: parts.uri.to_string(),
    };
    let (answers, last) = (site.answers(), visitor.last);
    if let Some(drawn) = answers.0.get(&asked).filter(|drawn| drawn.last == last) {
        return drawn.again();
    }
    parts.extensions.insert(visitor);
    let request = Request::from_parts(parts, body);
    let (response, once) = chance::noting(next.run(request)).await;
    let (response, drawn) = keep(response, last, once).await;
    if let Some(drawn) = drawn {
        answers.0.insert(asked, Arc::new(drawn));
    }
    response
}

/// An answer, and what is kept of it; nothing of files, refusals and what is said once.
async fn keep(
    response: Response,
    last: i64,
    once: Option<Vec<String>>,
) -> (Response, Option<Drawn>) {
    let (Some(once), Some(kind)) = (once, plain(&response)) else { return (response, None) };
    let (parts, body) = response.into_parts();
    match to_bytes(body, MOST).await {
        Ok(body) => {
            let drawn = Drawn { last, kind, body: body.clone(), once };
            (Response::from_parts(parts, Body::from(body)), Some(drawn))
        }
        Err(_) => (Problem::broken().into_response(), None),
    }
}

/// The kind of a page or its twin that says nothing but its body.
fn plain(response: &Response) -> Option<HeaderValue> {
    let own = [header::CONTENT_TYPE, header::CONTENT_LENGTH];
    let bare = response.headers().keys().all(|name| own.contains(name));
    let length = response.body().size_hint().exact().filter(|length| *length <= MOST as u64);
    let kind = response.headers().get(header::CONTENT_TYPE).filter(|kind| {
        let kind = kind.to_str().unwrap_or_default();
        kind.starts_with("text/html") || kind.starts_with("application/json")
    });
    let kept = response.status() == StatusCode::OK && bare && length.is_some();
    kept.then_some(kind?.clone())
}

impl Drawn {
    /// The answer once more.
    fn again(&self) -> Response {
        let body = match self.once.as_slice() {
            [] => Body::from(self.body.clone()),
            once => Body::from(renewed(&self.body, once)),
        };
        ([(header::CONTENT_TYPE, self.kind.clone())], body).into_response()
    }
}

/// A body with other numbers in place of those that may be used once.
fn renewed(body: &[u8], once: &[String]) -> Vec<u8> {
    let mut text = String::from_utf8_lossy(body).into_owned();
    for own in once {
        text = text.replace(own.as_str(), &chance::token());
    }
    text.into_bytes()
}

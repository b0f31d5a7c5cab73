//! The two faces of an answer: a page for people, JSON for programs.

use askama::Template;
use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse};
use axum_extra::extract::CookieJar;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::guard::hides;
use super::visitor::Door;
use super::{Answer, Problem, Site, Visitor};

/// The cookie that carries what was done to the next page.
const SAID: &str = "heng_said";
/// Most letters of it.
const SAID_LETTERS: usize = 600;

/// How the answer is to look; taken out of the request.
#[derive(Debug, Clone, Default)]
pub struct Face {
    /// JSON rather than a page.
    pub json: bool,
    /// What the last request did, said once.
    said: Option<String>,
    demo: bool,
    /// The path asked for.
    path: String,
    /// After how many seconds a page without scripts is asked for again.
    again: Option<u32>,
}

/// The page around a view.
#[derive(Template)]
#[template(path = "site/base.html")]
struct Base<'a> {
    title: &'a str,
    visitor: Option<&'a Visitor>,
    said: Option<&'a str>,
    demo: bool,
    path: &'a str,
    again: Option<u32>,
    main: &'a str,
}

impl Base<'_> {
    /// Whether the page lies behind this door.
    fn is_here(&self, door: &str) -> bool {
        let below = self.path.strip_prefix(door).filter(|_| door != "/");
        self.path == door || below.is_some_and(|rest| rest.starts_with('/'))
    }

    /// The door the page lies behind, when it is not the first page there.
    fn above(&self) -> Option<Door> {
        let doors = self.visitor.map(Visitor::doors).unwrap_or_default();
        doors.into_iter().find(|door| self.is_here(door.to) && self.path != door.to)
    }

    /// The pages of 系统 beside this one, for who has business there.
    fn tabs(&self) -> Vec<Door> {
        let visitor = self.visitor.filter(|_| self.is_here("/system"));
        visitor.map(Visitor::system_doors).unwrap_or_default()
    }
}

impl Face {
    /// Under `/api`.
    pub fn json() -> Face {
        Face { json: true, ..Face::default() }
    }

    /// Whether what the last request did is still to be said.
    pub fn says_something(&self) -> bool {
        self.said.is_some()
    }

    /// The same for something that is not over: without scripts the page looks again.
    #[must_use]
    pub fn again(self, seconds: u32) -> Face {
        Face { again: Some(seconds), ..self }
    }

    /// Shows a view to somebody who has signed in.
    ///
    /// # Errors
    /// When the template fails.
    pub fn show<V: Template + Serialize>(
        &self,
        visitor: &Visitor,
        title: &str,
        view: &V,
    ) -> Answer {
        self.draw(Some(visitor), title, view)
    }

    /// Shows a view to whoever comes, such as the page to sign in.
    ///
    /// # Errors
    /// When the template fails.
    pub fn show_anybody<V: Template + Serialize>(&self, title: &str, view: &V) -> Answer {
        self.draw(None, title, view)
    }

    fn draw<V: Template + Serialize>(
        &self,
        visitor: Option<&Visitor>,
        title: &str,
        view: &V,
    ) -> Answer {
        if self.json {
            return Ok(Json(view).into_response());
        }
        let main = view.render().map_err(|_| Problem::broken())?;
        let mut response = self.page(visitor, title, &main)?;
        if self.said.is_some() {
            let gone = said_cookie("", 0);
            response.headers_mut().append(header::SET_COOKIE, gone);
        }
        Ok(response)
    }

    /// A page around HTML that is already made.
    ///
    /// # Errors
    /// When the template fails.
    pub fn page(&self, visitor: Option<&Visitor>, title: &str, main: &str) -> Answer {
        let said = self.said.as_deref();
        let base = Base {
            title,
            visitor,
            said,
            demo: self.demo,
            path: &self.path,
            again: self.again,
            main,
        };
        Ok(Html(base.render().map_err(|_| Problem::broken())?).into_response())
    }

    /// Something was done: a page goes on to `to` and says it there once.
    ///
    /// # Errors
    /// Never; the type is that of every answer.
    pub fn done(&self, to: &str, said: &str) -> Answer {
        if self.json {
            return Ok(Json(json!({ "to": to, "said": said })).into_response());
        }
        let to = HeaderValue::from_str(to).map_err(|_| Problem::broken())?;
        let mut response = StatusCode::SEE_OTHER.into_response();
        response.headers_mut().insert(header::LOCATION, to);
        if !said.is_empty() {
            response.headers_mut().append(header::SET_COOKIE, said_cookie(said, 60));
        }
        Ok(response)
    }
}

fn said_cookie(said: &str, seconds: u32) -> HeaderValue {
    // A name in it may be long, and browsers drop a cookie of more than four thousand letters.
    let mut said: String = said.chars().take(SAID_LETTERS + 1).collect();
    if said.chars().count() > SAID_LETTERS {
        said.pop();
        said.push('…');
    }
    let said = BASE64.encode(said);
    let cookie = format!("{SAID}={said}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}");
    HeaderValue::from_str(&cookie).expect("invariant: base64 is ASCII")
}

impl FromRequestParts<Site> for Face {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Face, Self::Rejection> {
        let json = parts.extensions.get::<Face>().is_some_and(|face| face.json);
        let path = parts.uri.path().to_owned();
        let (said, demo) = (said(&parts.headers), site.options().demo);
        Ok(Face { json, said, demo, path, again: None })
    }
}

fn said(headers: &HeaderMap) -> Option<String> {
    let jar = CookieJar::from_headers(headers);
    let bytes = BASE64.decode(jar.get(SAID)?.value()).ok()?;
    String::from_utf8(bytes).ok().filter(|said| !said.is_empty())
}

/// Most bytes of a form without files.
const MOST: usize = 1 << 20;

/// What a form or a program sends: fields of a form, or JSON.
#[derive(Debug)]
pub struct Sent<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Site> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Site) -> Result<Sent<T>, Problem> {
        let (parts, body) = request.into_parts();
        let kind = parts.headers.get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let too_long = |_| {
            let status = StatusCode::PAYLOAD_TOO_LARGE;
            Problem::new(status, "送来的内容太长，或者没有传完整。", "请写短一些再试。")
        };
        let bytes = to_bytes(body, MOST).await.map_err(too_long)?;
        let hidden = || Problem::bad("送来的内容里有看不见的字符，请去掉再试。");
        if kind.starts_with("application/json") {
            // For programs: whoever writes one needs to know where it is wrong.
            let broken = |error| Problem::bad(format!("JSON 不对：{error}"));
            let value: Value = serde_json::from_slice(&bytes).map_err(broken)?;
            if hides_in(&value) {
                return Err(hidden());
            }
            return serde_json::from_value(value).map(Sent).map_err(broken);
        }
        if hides(&bytes) {
            return Err(hidden());
        }
        let request = Request::from_parts(parts, Body::from(bytes));
        let sent = axum::Form::<T>::from_request(request, &()).await;
        let incomplete = |_| Problem::bad("表单不完整或者填得不对，请回去重新打开页面再办。");
        Ok(Sent(sent.map_err(incomplete)?.0))
    }
}

/// Whether a text anywhere in it holds characters that show nothing.
fn hides_in(value: &Value) -> bool {
    match value {
        Value::String(text) => text.chars().any(|c| c.is_control() && !"\t\n\r".contains(c)),
        Value::Array(values) => values.iter().any(hides_in),
        Value::Object(fields) => fields.values().any(hides_in),
        _ => false,
    }
}

//! Signing in and out. Whoever does not exist, is shut out or is locked out gets the same answer
//! after the same time as whoever mistypes.

use askama::Template;
use axum::extract::Query;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use store::{By, Credential, LockOut, NewSession, Person};
use utoipa::{IntoParams, ToSchema};

use super::entrance::{FAILURES, MINUTES};
use super::{chance, password, totp};
use crate::site::visitor::{self, Address, SESSION};
use crate::site::{Answer, Face, Problem, Sent, Site, Visitor};

/// How long somebody stays signed in at most.
const LASTS: TimeDelta = TimeDelta::hours(12);
/// When an account is locked, whatever process counted.
const LIMIT: LockOut = LockOut { failures: FAILURES, lasts: TimeDelta::minutes(MINUTES) };

/// Where to go afterwards.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Way {
    /// An address of ours.
    #[serde(default)]
    to: String,
}

/// The page to sign in on.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/account/sign_in.html")]
pub struct SignInView {
    /// What was typed as a login.
    login: String,
    /// Why it did not work.
    problem: String,
    /// Where to go afterwards.
    to: String,
    /// What proves the password while the code is asked for; empty before.
    ticket: String,
}

/// What is sent.
#[derive(Debug, Deserialize, ToSchema)]
pub struct SignIn {
    /// What they sign in with.
    #[serde(default)]
    login: String,
    /// Their password.
    #[serde(default)]
    password: String,
    /// What came back when the code was asked for.
    #[serde(default)]
    ticket: String,
    /// The code of their telephone.
    #[serde(default)]
    code: String,
    /// Where to go afterwards.
    #[serde(default)]
    to: String,
}

/// The page to sign in on.
#[utoipa::path(get, path = "/sign-in", params(Way), responses((status = 200, body = SignInView)))]
pub async fn show(site: Site, face: Face, Query(way): Query<Way>) -> Answer {
    if site.desk().store.is_new().await? {
        return face.done("/first-run", "");
    }
    let view = SignInView {
        login: String::new(),
        problem: String::new(),
        to: own(&way.to),
        ticket: String::new(),
    };
    face.show_anybody("登录", &view)
}

/// Signs in.
#[utoipa::path(post, path = "/sign-in", request_body = SignIn,
    responses((status = 303, description = "已登录"), (status = 422, body = SignInView),
        (status = 429, body = SignInView)))]
pub async fn sign_in(
    site: Site,
    face: Face,
    address: Address,
    headers: HeaderMap,
    Sent(sent): Sent<SignIn>,
) -> Answer {
    let now = Utc::now();
    let came = Came { site: &site, face: &face, address: &address, headers: &headers, now };
    if sent.ticket.is_empty() { came.password(sent).await } else { came.code(sent).await }
}

/// Signs out.
#[utoipa::path(post, path = "/sign-out", responses((status = 303, description = "已退出")))]
pub async fn sign_out(site: Site, face: Face, address: Address, visitor: Visitor) -> Answer {
    let by = By::person(visitor.who.person.id, visitor.who.now);
    if let Some(session) = visitor.session {
        let store = &site.desk().store;
        store.sign_out(by, visitor.who.region(), visitor.who.person.id, session).await?;
    }
    let mut response = face.done("/sign-in", "已退出。")?;
    response.headers_mut().append(header::SET_COOKIE, cookie("", 0, address.secure));
    Ok(response)
}

/// Somebody at the door.
struct Came<'a> {
    site: &'a Site,
    face: &'a Face,
    address: &'a Address,
    headers: &'a HeaderMap,
    now: DateTime<Utc>,
}

impl Came<'_> {
    /// The first step: login and password.
    async fn password(&self, sent: SignIn) -> Answer {
        let login = visitor::login(&sent.login);
        let entrance = self.site.entrance();
        if !entrance.admits(&login, &self.address.from, self.now).await? {
            let told = format!("连续输错次数太多，请{MINUTES}分钟后再试，或请系统管理员重设密码。");
            return self.again(StatusCode::TOO_MANY_REQUESTS, sent, told);
        }
        let store = &self.site.desk().store;
        let person = store.person_by_login(&login).await?;
        let person = person.filter(|person| person.active);
        let credential = match &person {
            Some(person) => store.credential(person.region, person.id).await?,
            None => None,
        };
        let open = credential.filter(|one| one.locked_until.is_none_or(|until| until <= self.now));
        let hash = open.as_ref().map(|credential| credential.hash.clone());
        let typed = sent.password.clone();
        // A password longer than any that may be chosen is wrong without being worked on.
        let fits = typed.chars().count() <= 100;
        let right = self.site.work(move |_| password::matches(&typed, hash.as_deref())).await?;
        match (person, open) {
            (Some(person), Some(credential)) if right && fits => {
                entrance.forgives(&login, &self.address.from).await?;
                self.next(sent, &person, &credential).await
            }
            (person, open) => {
                if let (Some(person), Some(_)) = (person, open) {
                    store.fail_sign_in(person.region, person.id, LIMIT, self.now).await?;
                }
                let told =
                    format!("登录名或密码不对。连续输错{FAILURES}次，要等{MINUTES}分钟才能再试。");
                self.again(StatusCode::UNPROCESSABLE_ENTITY, sent, told)
            }
        }
    }

    /// The password was right: asks for the code where there is one, else lets in.
    async fn next(&self, sent: SignIn, person: &Person, credential: &Credential) -> Answer {
        if credential.totp.is_none() {
            return self.enter(person, credential, &sent.to).await;
        }
        let ticket = self.site.entrance().halfway(credential, self.now).await?;
        let view =
            SignInView { login: sent.login, problem: String::new(), to: own(&sent.to), ticket };
        self.face.show_anybody("登录", &view)
    }

    /// The second step: the code.
    async fn code(&self, sent: SignIn) -> Answer {
        let entrance = self.site.entrance();
        let store = &self.site.desk().store;
        let Some(credential) = store.ticket_holder(&sent.ticket, self.now).await? else {
            let sent = SignIn { ticket: String::new(), ..sent };
            let told = "等得太久，或者密码刚刚改过，请重新输入密码。".to_owned();
            return self.again(StatusCode::UNPROCESSABLE_ENTITY, sent, told);
        };
        let login = visitor::login(&sent.login);
        if !entrance.admits(&login, &self.address.from, self.now).await? {
            store.drop_tickets(credential.region, credential.person, self.now).await?;
            let sent = SignIn { ticket: String::new(), ..sent };
            let told = format!("连续输错次数太多，请{MINUTES}分钟后再试。");
            return self.again(StatusCode::TOO_MANY_REQUESTS, sent, told);
        }
        let person = store.person_by_login(&login).await?;
        // The ticket is for one person: another login with it is nobody's.
        let person = person.filter(|person| person.id == credential.person);
        let person = person.ok_or_else(Problem::signed_out)?;
        let secret = credential.totp.as_deref().unwrap_or_default();
        let step = totp::step(secret, &sent.code, self.now);
        let fresh = match step {
            Some(step) => store.use_totp_step(person.region, person.id, step).await?,
            None => false,
        };
        if !fresh {
            store.fail_sign_in(person.region, person.id, LIMIT, self.now).await?;
            let told = "动态码不对，或已经用过。请等下一个动态码。".to_owned();
            return self.again(StatusCode::UNPROCESSABLE_ENTITY, sent, told);
        }
        entrance.forgives(&login, &self.address.from).await?;
        store.drop_tickets(person.region, person.id, self.now).await?;
        self.enter(&person, &credential, &sent.to).await
    }

    /// Begins the session.
    async fn enter(&self, person: &Person, credential: &Credential, to: &str) -> Answer {
        let token = chance::token();
        let agent = self.headers.get(header::USER_AGENT);
        let agent = agent.and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        let agent: String = agent.chars().take(200).collect();
        let (person_id, until) = (person.id, self.now + LASTS);
        let new = NewSession {
            person: person_id,
            hash: &credential.hash,
            token: &token,
            until,
            address: &self.address.from,
            agent: &agent,
        };
        let by = By::person(person_id, self.now);
        self.site.desk().store.begin_session(by, person.region, &new).await?;
        self.site.entrance().succeeded(&person.login, self.now).await?;
        let (to, said) = match credential.must_change {
            true => ("/account/password".to_owned(), "这是一次性的密码，请先改成自己的。"),
            false => (own(to), ""),
        };
        let mut response = self.face.done(&to, said)?;
        let cookie = cookie(&token, LASTS.num_seconds(), self.address.secure);
        response.headers_mut().append(header::SET_COOKIE, cookie);
        Ok(response)
    }

    /// Shows the page again with what is wrong.
    fn again(&self, status: StatusCode, sent: SignIn, problem: String) -> Answer {
        let view =
            SignInView { login: sent.login, problem, to: own(&sent.to), ticket: sent.ticket };
        let mut response = self.face.show_anybody("登录", &view)?;
        *response.status_mut() = status;
        Ok(response)
    }
}

/// The cookie of a session. Other sites' pages cannot send it with a form, and no script reads it.
fn cookie(token: &str, seconds: i64, secure: bool) -> HeaderValue {
    let secure = if secure { "; Secure" } else { "" };
    let cookie =
        format!("{SESSION}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    HeaderValue::from_str(&cookie).expect("invariant: tokens are letters and digits")
}

/// An address of ours to go to; the first page for anything else. Browsers pass over tabs and line
/// breaks in an address and take a backslash for a slash, so neither may stand in it.
fn own(to: &str) -> String {
    let plain = to.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let inside = to.starts_with('/') && !to.starts_with("//");
    let loops = to.starts_with("/sign-") || to.starts_with("/first-run");
    if plain && inside && !loops { to.to_owned() } else { "/".to_owned() }
}

//! Who sent a request: the session of the cookie or the token of the header, looked up each time.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum_extra::extract::CookieJar;
use chrono::{TimeDelta, Utc};
use desk::Who;
use flow::Role;
use store::{Entered, SessionId};

use super::{Problem, Site};

/// The cookie of a session.
pub const SESSION: &str = "heng_session";
/// A session not seen for so long is over.
const IDLE: TimeDelta = TimeDelta::hours(2);

/// Somebody who has signed in, for one request.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// The person with all grants.
    pub who: Who,
    /// The name of the unit they work in.
    pub unit: String,
    /// The session of their browser; none for a program with a token.
    pub session: Option<SessionId>,
    /// Number of the region's last event when they came; 0 for who did not come by a request.
    pub last: i64,
}

/// An entry of the bar at the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Door {
    /// Address.
    pub to: &'static str,
    /// What it is called.
    pub name: &'static str,
}

/// The parts of the site and the roles that have business there.
const DOORS: [(Door, &[Role]); 8] = {
    use Role::*;
    [
        (Door { to: "/", name: "工作台" }, &[]),
        (Door { to: "/declarations", name: "申报" }, &[Clerk, UnitHead]),
        (
            Door { to: "/reviews", name: "审核" },
            &[
                UnitHead,
                DepartmentReviewer,
                BusinessDivision,
                PerformanceDivision,
                BureauLeader,
                Expert,
            ],
        ),
        (
            Door { to: "/approvals", name: "批复" },
            &[PerformanceDivision, BureauLeader, Auditor, DepartmentReviewer],
        ),
        (
            Door { to: "/adjustments", name: "调整" },
            &[Clerk, UnitHead, DepartmentReviewer, PerformanceDivision, Auditor],
        ),
        (Door { to: "/search", name: "查询" }, &[]),
        (
            Door { to: "/statistics", name: "统计" },
            &[
                Clerk,
                UnitHead,
                DepartmentReviewer,
                BusinessDivision,
                PerformanceDivision,
                BureauLeader,
                Auditor,
            ],
        ),
        (
            Door { to: "/system", name: "系统" },
            &[
                SystemAdministrator,
                SecurityAdministrator,
                AuditAdministrator,
                PerformanceDivision,
                Auditor,
            ],
        ),
    ]
};

/// The pages of 系统 and the roles that have business there; without roles it is whoever may
/// enter 系统. The duties decide all the same when such a page is asked for.
const SYSTEM_DOORS: [(Door, &[Role]); 7] = {
    use Role::*;
    [
        (Door { to: "/system/units", name: "单位" }, &[]),
        (Door { to: "/system/people", name: "人员和授权" }, &[]),
        (
            Door { to: "/system/import", name: "导入单位和人员" },
            &[SystemAdministrator, SecurityAdministrator],
        ),
        (Door { to: "/system/cycles", name: "申报周期" }, &[]),
        (Door { to: "/system/locks", name: "锁定和例外" }, &[]),
        (
            Door { to: "/system/events", name: "办理记录" },
            &[SystemAdministrator, AuditAdministrator, Auditor],
        ),
        (Door { to: "/system/packs", name: "规则包" }, &[]),
    ]
};

impl Visitor {
    /// The doors this person has business behind.
    pub fn doors(&self) -> Vec<Door> {
        let open = |(_, roles): &&(Door, &[Role])| roles.is_empty() || self.who.has_role(roles);
        DOORS.iter().filter(open).map(|(door, _)| *door).collect()
    }

    /// Whether this person has business behind a door.
    pub fn has_door(&self, to: &str) -> bool {
        self.doors().iter().any(|door| door.to == to)
    }

    /// The pages of 系统 this person has business on; none for who has none there.
    pub fn system_doors(&self) -> Vec<Door> {
        let open = |(_, roles): &&(Door, &[Role])| roles.is_empty() || self.who.has_role(roles);
        let doors = SYSTEM_DOORS.iter().filter(|_| self.has_door("/system"));
        doors.filter(open).map(|(door, _)| *door).collect()
    }

    /// Somebody in whose name this server works, with no request of theirs.
    pub async fn without_browser(site: &Site, who: Who) -> Visitor {
        let units = site.desk().units(who.region(), who.today()).await;
        let unit = units.map_or_else(|_| String::new(), |units| units.name(who.person.unit).into());
        Visitor { who, unit, session: None, last: 0 }
    }

    /// Their name.
    pub fn name(&self) -> &str {
        &self.who.person.name
    }
}

impl FromRequestParts<Site> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Visitor, Problem> {
        if let Some(visitor) = parts.extensions.get::<Visitor>() {
            return Ok(visitor.clone());
        }
        let now = Utc::now();
        let store = &site.desk().store;
        let (session, person, stamps) = match (bearer(&parts.headers), session(&parts.headers)) {
            (Some(token), _) => {
                let found = store.find_token(token, now).await?;
                let (_, person) = found.ok_or_else(Problem::signed_out)?;
                let stamps = store.stamps(person.region).await?;
                (None, person, stamps)
            }
            (None, Some(token)) => {
                let found = store.find_session(&token, now, IDLE).await?;
                let Entered { session, person, stamps } = found.ok_or_else(Problem::signed_out)?;
                (Some(session.id), person, stamps)
            }
            (None, None) => return Err(Problem::signed_out()),
        };
        let guest = site.desk().guest(person, stamps, now).await?;
        let allowed = matches!(parts.uri.path(), "/account/password" | "/sign-out");
        if guest.must_change && !allowed {
            return Err(Problem::must_change());
        }
        Ok(Visitor { who: guest.who, unit: guest.unit, session, last: guest.last })
    }
}

/// The token of a program: `Authorization: Bearer …`.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let sent = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    sent.strip_prefix("Bearer ").map(str::trim)
}

/// The token of a browser.
fn session(headers: &HeaderMap) -> Option<String> {
    CookieJar::from_headers(headers).get(SESSION).map(|cookie| cookie.value().to_owned())
}

/// A login as it is kept: small letters without blanks around them.
pub fn login(typed: &str) -> String {
    typed.trim().to_lowercase()
}

/// What is wrong with a login, as it is kept.
pub fn login_fault(login: &str) -> Option<&'static str> {
    let fits = (3..=32).contains(&login.len());
    let plain = |letter: char| {
        letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '.' | '-' | '_')
    };
    let wrong = !fits || !login.chars().all(plain);
    wrong.then_some("登录名用3到32个小写字母、数字、点、横线，如 wang.xiuying。")
}

/// Where a request came from.
#[derive(Debug, Clone)]
pub struct Address {
    /// The address; empty where the server does not know it.
    pub from: String,
    /// Whether it came over TLS, as far as one can know.
    pub secure: bool,
}

impl FromRequestParts<Site> for Address {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        site: &Site,
    ) -> Result<Address, Self::Rejection> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|from| from.0.ip());
        let (proxies, headers) = (site.proxies(), &parts.headers);
        let from = peer.map(|peer| proxies.sender(peer, headers).to_string());
        let tls = peer.is_some_and(|peer| proxies.is_tls(peer, headers));
        Ok(Address { from: from.unwrap_or_default(), secure: site.options().secure || tls })
    }
}

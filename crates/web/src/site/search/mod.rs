//! 查询: declarations by words, initials and filters, and indicators beside their peers. Every
//! figure of the statistics opens here.

mod declarations;
mod indicators;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Site;

/// Its pages.
pub fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(declarations::show)).routes(routes!(indicators::show))
}

//! 调整: what is approved and may be changed, changes under way and done with the old value beside
//! the new, and projects added in the running year. What was approved stays readable for ever.

mod begin;
mod list;
mod show;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Site;

/// Its pages.
pub fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(list::show))
        .routes(routes!(show::show))
        .routes(routes!(begin::page, begin::adjust))
}

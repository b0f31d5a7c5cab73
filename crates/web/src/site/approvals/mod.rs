//! 批复: what has passed every step and waits for its document, and the documents issued. A
//! document freezes the revisions it names; only an adjustment leads on from there.

mod batch;
mod issued;
mod waiting;

pub use waiting::Asked;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Site;

/// Its pages.
pub fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(waiting::show, batch::approve_all))
        .routes(routes!(batch::approve))
        .routes(routes!(issued::list))
        .routes(routes!(issued::paper))
}

//! 工作台: what waits for this person, by deadline.

use askama::Template;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Answer, Face, Site, Visitor};

/// Its page.
pub fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(show))
}

/// What waits.
#[derive(Template, Serialize, ToSchema)]
#[template(path = "site/work/show.html")]
struct View {
    /// Their name.
    name: String,
}

/// What waits for me.
#[utoipa::path(get, path = "/", responses((status = 200, body = View)))]
async fn show(face: Face, visitor: Visitor) -> Answer {
    face.show(&visitor, "工作台", &View { name: visitor.name().to_owned() })
}

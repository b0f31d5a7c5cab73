//! The description of the interface for programs: the OpenAPI document out of the handlers, and a
//! page to read it on.

mod document;
mod page;

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::Value;
use utoipa::openapi::OpenApi;

use super::{Answer, Face, Problem, Site, Visitor};

pub use document::document;

/// The document and its page, for whoever has signed in.
pub(super) fn routes(handlers: OpenApi) -> Router<Site> {
    let whole = Arc::new(document(handlers));
    let shown = whole.clone();
    let document = move |_: Visitor| -> std::future::Ready<Response> {
        std::future::ready(Json::<&Value>(&whole).into_response())
    };
    let page = async move |face: Face, visitor: Visitor| -> Answer {
        face.show(&visitor, "程序接口", &page::InterfaceView::of(&shown))
    };
    let nothing = async || -> Answer { Err(Problem::nothing_here()) };
    Router::new()
        .route("/api", get(page))
        .route("/api/openapi.json", get(document))
        // With a slash at the end it would be another address.
        .route("/api/", get(nothing))
}

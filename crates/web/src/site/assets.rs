//! The style and scripts of the pages, as the build put them into the program.
//!
//! An address changes with the content, so that a browser may keep a file for ever. Templates name
//! a file by its constant (`SITE_CSS.address`): a wrong name does not compile. Nothing is read from
//! disk or from elsewhere.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// One file for the browser.
#[derive(Debug, Clone, Copy)]
pub struct Asset {
    /// Where it is served: `/assets/NAME.MARK.ENDING`.
    pub address: &'static str,
    /// Its content type.
    kind: &'static str,
    plain: &'static [u8],
    packed: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// Answers `/assets/{name}`, packed for browsers that say they can unpack.
pub fn answer(name: &str, asked: &HeaderMap) -> Response {
    let found = ALL.iter().find(|asset| asset.address.strip_prefix("/assets/") == Some(name));
    let Some(asset) = found else {
        return (StatusCode::NOT_FOUND, "没有这个文件。").into_response();
    };
    let packed = asked
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.split(',').any(|kind| kind.trim().starts_with("gzip")));
    let mut response = if packed { asset.packed } else { asset.plain }.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    if packed {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}

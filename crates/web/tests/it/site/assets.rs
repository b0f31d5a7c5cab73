//! Style and scripts come from the program itself, may be kept for ever, and are packed once.

use std::io::Read;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use web::site::assets::{ECHARTS_JS, HTMX_JS, LICENCES_TXT, SITE_CSS, TABLER_CSS};

use super::stage::Stage;

/// Addresses of our own that a page names.
fn named(page: &str) -> Vec<&str> {
    let parts = page.split(['"', '\'']);
    parts.filter(|part| part.starts_with("/assets/")).collect()
}

#[tokio::test]
async fn every_file_a_page_names_is_there() {
    let mut stage = Stage::empty().await;
    let page = stage.get("/nowhere").await;
    let text = page.text();
    let names = named(&text);
    assert!(names.len() >= 5, "{names:?}");
    for name in names {
        assert_eq!(stage.get(name).await.status, StatusCode::OK, "{name}");
    }
}

#[tokio::test]
async fn a_file_may_be_kept_for_ever_under_its_address() {
    let mut stage = Stage::empty().await;
    let style = stage.get(TABLER_CSS.address).await;
    assert_eq!(style.header(header::CACHE_CONTROL), "public, max-age=31536000, immutable");
    assert_eq!(style.header(header::CONTENT_TYPE), "text/css; charset=utf-8");
    assert!(style.text().contains(".card"));
    let other = TABLER_CSS.address.replace(".css", "0.css");
    assert_eq!(stage.get(&other).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_browser_that_can_unpack_gets_the_same_packed() {
    let mut stage = Stage::empty().await;
    for asset in [SITE_CSS, HTMX_JS, ECHARTS_JS] {
        let plain = stage.get(asset.address).await;
        let request = Request::get(asset.address).header(header::ACCEPT_ENCODING, "br, gzip;q=0.8");
        let packed = stage.ask(request.body(Body::empty()).expect("a request")).await;
        assert_eq!(packed.header(header::CONTENT_ENCODING), "gzip");
        assert!(packed.bytes.len() * 2 < plain.bytes.len(), "{}", asset.address);
        let mut unpacked = Vec::new();
        let mut reader = flate2::read::GzDecoder::new(packed.bytes.as_slice());
        reader.read_to_end(&mut unpacked).expect("gzip");
        assert_eq!(unpacked, plain.bytes);
    }
}

#[tokio::test]
async fn the_licences_of_what_is_passed_on_can_be_read() {
    let mut stage = Stage::empty().await;
    let text = stage.get(LICENCES_TXT.address).await.text();
    for package in ["htmx.org", "echarts", "zrender"] {
        assert!(text.contains(&format!("==== {package}/LICENSE")), "{package}");
    }
}

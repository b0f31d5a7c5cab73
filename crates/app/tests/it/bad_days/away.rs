//! The database goes away under a running server and comes back: people are told, nothing is lost,
//! and nobody has to start the server anew.

use std::time::{Duration, Instant};

use serde_json::json;
use store::Database;

use super::client::{ask, post, until_ready};
use super::cluster::Cluster;
use super::town::{settle, token};
use super::wait;
use crate::serve::Server;

/// Nobody waits longer than this for a word.
const PATIENCE: Duration = Duration::from_secs(15);

#[test]
fn a_database_that_goes_and_comes_back_is_told_of_and_needs_no_new_start() {
    let Some(mut cluster) = Cluster::begin() else { return };
    let url = cluster.database("heng_away");
    let town = wait(settle(&Database::Url(url.clone()), 1));
    let server = Server::with(&["--database", &url]);
    let (address, token) = (server.address.as_str(), token(0));
    let page = |path: &str| ask(address, &token, ("GET", path), None).expect("an answer");
    assert_eq!(page("/declarations").0, 200);
    cluster.fall();
    let comment = format!("/api/declarations/{}/comment", town.drafts[0].0);
    let body = json!({ "body": "请核对", "key": "once" });
    for path in ["/", "/declarations", "/search?words=x", "/sign-in", "/api/declarations"] {
        let began = Instant::now();
        let (status, told) = page(path);
        assert!(began.elapsed() < PATIENCE, "{path} took {:?}", began.elapsed());
        // The page to sign in needs no database.
        if path != "/sign-in" {
            assert_eq!(status, 503, "{path}: {told}");
            assert!(told.contains("现在连不上数据库"), "{path}: {told}");
            assert!(!told.contains("onnect") && !told.contains("pool"), "{path}: {told}");
        }
    }
    let (status, told) = post(address, &token, &comment, &body).expect("an answer");
    assert_eq!(status, 503, "{told}");
    let told: serde_json::Value = serde_json::from_str(&told).expect("JSON");
    assert!(told["error"]["why"].as_str().expect("why").contains("数据库"), "{told}");
    assert_eq!(page("/ready").0, 503, "nobody is to be sent here");
    assert_eq!(page("/health").0, 200, "the program itself is well");
    cluster.rise();
    until_ready(address);
    assert_eq!(page("/declarations").0, 200);
    for _ in 0..2 {
        let (status, told) = post(address, &token, &comment, &body).expect("an answer");
        assert_eq!(status, 200, "{told}");
    }
    let written = page(&format!("/declarations/{}?tab=history", town.drafts[0].0)).1;
    assert!(!written.is_empty());
    let count = wait(async {
        let store = store::Store::open_reading(&Database::Url(url.clone())).await.expect("opens");
        store.comments(town.region, town.drafts[0]).await.expect("read").len()
    });
    assert_eq!(count, 1, "sent twice, written once");
}

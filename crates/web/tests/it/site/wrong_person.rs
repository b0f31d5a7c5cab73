//! Every address of the interface, asked for by the wrong person: nobody, somebody of another
//! region with every post there, the clerk of another unit, and an auditor, who only reads. What
//! each is answered stands in `wrong_person.md`; an address that is not there yet fails the test,
//! `UPDATE=1` writes it, and whoever reads the difference decides. Whatever the table says, nobody
//! gets a sight of the declaration, and nobody leaves an event.

use std::fmt::Write as _;

use axum::http::StatusCode;
use chrono::{Days, TimeDelta, Utc};
use flow::Role;
use store::{By, NewGrant, NewToken, NewUnit, RegionId};

use super::county::County;
use super::interface::{Example, document};
use super::requests::{Operation, send, sensible};
use super::stage::LOGIN;

/// What nobody else's page may show.
const PROJECT: &str = "人才引进";
/// The wrong ones, as the table names them, with what they send to be known.
const WRONG: [(&str, &str, Option<&str>); 4] = [
    ("没有登录", "", None),
    ("外区的人", "stranger", Some("token-of-the-stranger-from-far-away")),
    ("别的单位的经办人", "other", Some("token-of-the-other-clerk-of-the-county")),
    ("审计", "auditor", Some("auditor-of-the-county-with-a-long-token")),
];
/// One of these is the right one.
const RIGHT: [&str; 7] = ["clerk", "head", "reviewer", "business", "performance", "leader", LOGIN];
/// What anybody who has signed in writes about themselves alone.
const OWN: [&str; 2] = ["/account", "/sign-out"];
/// What an auditor has a right to, and what is written down of it: who had the record checked.
const THEIRS: [&str; 1] = ["/system/events/check"];
/// What is asked before anybody has signed in.
const OPEN: [&str; 3] = ["/sign-in", "/first-run", "/sign-out"];

/// A person of a region with these posts over a unit, known by a token.
async fn settle(
    county: &County,
    region: RegionId,
    unit: store::UnitId,
    who: usize,
    roles: &[Role],
) {
    let (store, now) = (&county.stage.site.desk().store, Utc::now());
    let (name, login, token) = WRONG[who];
    let by = By::program(now);
    let person = store.add_person(by, region, unit, name, login).await.expect("a person");
    for role in roles {
        let from = flow::shanghai_day(now) - Days::new(9);
        let role = role.as_str().to_owned();
        let grant = NewGrant { person, role, unit, from, until: None };
        store.grant(by, region, &grant).await.expect("a post");
    }
    let (token, until) = (token.expect("a token"), now + TimeDelta::days(1));
    store
        .make_token(by, region, &NewToken { person, name: "试", token, until })
        .await
        .expect("made");
}

/// Another region, and another unit of this one, with their people.
async fn strangers(county: &County) -> RegionId {
    let (store, by) = (&county.stage.site.desk().store, By::program(Utc::now()));
    let day = flow::shanghai_day(Utc::now()) - Days::new(10);
    let far = store.add_region(by, "东区", "510402", day).await.expect("a region");
    let unit = |name: &str, kind: &str, parent| {
        let (name, kind) = (name.to_owned(), kind.to_owned());
        NewUnit { name, code: String::new(), kind, parent }
    };
    let top = store.add_unit(by, far, &unit("东区", "government", None), day).await.expect("a top");
    settle(county, far, top, 1, &Role::ALL).await;
    let new = unit("仁和区民政局", "department", None);
    let other = store.add_unit(by, county.region, &new, day).await.expect("a unit");
    settle(county, county.region, other, 2, &[Role::Clerk]).await;
    far
}

fn sign(status: StatusCode) -> String {
    status.as_u16().to_string()
}

#[tokio::test]
async fn every_address_refuses_the_wrong_person_and_keeps_no_trace_of_them() {
    let mut county = County::new().await;
    strangers(&county).await;
    let example = Example::of(&mut county).await;
    let document = document(&mut county).await;
    let mut table = String::from(
        "<!-- Generated: UPDATE=1 cargo test -p web wrong_person. Read the difference. -->\n\
         # 每个地址，不该办的人去办\n\n| 地址 |",
    );
    for (name, ..) in WRONG {
        let _ = write!(table, " {name} |");
    }
    table.push_str(" 该办的人 |\n|---|---|---|---|---|---|\n");
    let mut faults = Vec::new();
    let operations = Operation::all(&document);
    let mut rows: Vec<Vec<String>> = Vec::new();
    for operation in &operations {
        let mut row = vec![operation.name()];
        for (name, login, token) in WRONG {
            let before = county.stage.site.desk().store.head(county.region).await.expect("a head");
            let answer = ask(&mut county, &document, &example, operation, token).await;
            let after = county.stage.site.desk().store.head(county.region).await.expect("a head");
            let at = format!("{} {name}: {}", operation.name(), answer.status);
            let path = operation.path.trim_start_matches("/api");
            let own = OWN.iter().any(|own| path.starts_with(own)) && login != "stranger"
                || THEIRS.contains(&path) && login == "auditor";
            if before != after && !own {
                faults.push(format!("{at}: an event was written"));
            }
            if answer.text().contains(PROJECT) && login != "auditor" {
                faults.push(format!("{at}: the project is named"));
            }
            if answer.status.is_server_error() {
                faults.push(format!("{at}: {}", answer.text()));
            }
            let open = OPEN.iter().any(|open| path.starts_with(open));
            if token.is_none() && !open && answer.status != StatusCode::UNAUTHORIZED {
                faults.push(format!("{at}: it was let in"));
            }
            row.push(sign(answer.status));
        }
        rows.push(row);
    }
    for (operation, row) in operations.iter().zip(&mut rows) {
        row.push(right(&mut county, &document, &example, operation).await);
    }
    for row in rows {
        let _ = writeln!(table, "| {} |", row.join(" | "));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    compare(&table);
}

/// Who may do it, of those whose business it could be: whoever is not told that it is not theirs.
async fn right(
    county: &mut County,
    document: &serde_json::Value,
    example: &Example,
    operation: &Operation,
) -> String {
    let not_theirs = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN, StatusCode::NOT_FOUND];
    for login in RIGHT {
        let token = format!("{login}-of-the-county-with-a-long-token");
        let answer = ask(county, document, example, operation, Some(&token)).await;
        assert!(!answer.status.is_server_error(), "{}: {}", operation.name(), answer.text());
        if !not_theirs.contains(&answer.status) {
            return login.to_owned();
        }
    }
    "—".to_owned()
}

async fn ask(
    county: &mut County,
    document: &serde_json::Value,
    example: &Example,
    operation: &Operation,
    token: Option<&str>,
) -> super::stage::Answer {
    let version = county.version(example.declaration).await;
    let address = example.filled(&operation.path, &operation.said);
    let sent = operation.body(document, &mut |name, field| {
        // What is called a kind is another thing for units.
        let of_unit = name == "kind" && operation.path.starts_with("/api/system");
        Some(if of_unit { "unit".into() } else { sensible(county, example, version, name, field) })
    });
    send(county, token, (&operation.method, &address), &sent).await
}

/// Compares the table with the one that is kept; `UPDATE=1` keeps it instead.
fn compare(table: &str) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/site/wrong_person.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, table).expect("written");
        return;
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(kept, table, "UPDATE=1 writes the new table");
}

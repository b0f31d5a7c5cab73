//! Every table is vouched for: whatever is changed in any column of any table, past the program, is
//! found, but in the tables and columns named here, each with its reason.

use std::sync::atomic::Ordering;

use sea_orm::JsonValue;
use store::{By, DeclarationId, RegionId};

use crate::stage::{Stage, noon, on_both, waiver};
use crate::walk;

/// Tables no event has to speak of.
const EXCEPT: [(&str, &str); 9] = [
    ("event", "the chain itself, proved by its links"),
    ("event_head", "its end, proved by its links and by heads kept outside"),
    ("idempotency_key", "lets a request that comes twice be answered once; nobody reads it"),
    ("job_run", "how far a job is; that it was asked for is vouched for"),
    ("job_result", "the file a job gave, for some days; it can be made again"),
    ("sign_in_try", "counts tries for minutes"),
    ("sign_in_ticket", "stands for minutes between password and code"),
    ("blob", "kept under the digest an attachment names; the content is read and compared"),
    ("seaql_migrations", "which migrations the tables have had"),
];

/// Columns that only count, and numbers of rows that nothing leans on.
const COUNTS: [(&str, &str); 7] = [
    ("credential", "failed"),
    ("credential", "totp_step"),
    ("session", "seen_at"),
    ("token", "used_at"),
    ("finding_row", "id"),
    ("indicator_row", "id"),
    ("money_row", "id"),
];

/// Columns of the tables of the database, with their types; SQLite alone tells them like this.
async fn columns(stage: &Stage) -> Vec<(String, String, String)> {
    let rows = stage
        .rows(
            "SELECT m.name AS name, p.name AS field, p.type AS kind FROM sqlite_master m \
             JOIN pragma_table_info(m.name) p WHERE m.type = 'table' \
             AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, p.cid",
        )
        .await;
    let text = |row: &JsonValue, key: &str| row[key].as_str().expect("a text").to_owned();
    rows.iter().map(|row| (text(row, "name"), text(row, "field"), text(row, "kind"))).collect()
}

/// Another value of a column, as SQL.
fn other(field: &str, kind: &str) -> String {
    let kind = kind.to_lowercase();
    if kind.contains("timestamp") {
        "'2031-02-03 04:05:06+00:00'".to_owned()
    } else if kind.contains("date") {
        "'2031-02-03'".to_owned()
    } else if kind.contains("bool") {
        format!("NOT \"{field}\"")
    } else if kind.contains("int") {
        format!("coalesce(\"{field}\", 0) + 1000000")
    } else {
        format!("coalesce(\"{field}\", '') || 'x'")
    }
}

/// Whether a change of one row is found; the row is put back.
async fn is_found(stage: &Stage, region: RegionId, at: (&str, &str, &str)) -> bool {
    let (table, field, kind) = at;
    let row = stage.rows(&format!("SELECT rowid AS id FROM \"{table}\" LIMIT 1")).await;
    let id = row.first().and_then(|row| row["id"].as_i64());
    let Some(id) = id else { panic!("the walk leaves nothing in {table}") };
    stage.sql(&format!("CREATE TABLE aside AS SELECT * FROM \"{table}\" WHERE rowid = {id}")).await;
    let new = other(field, kind);
    stage.sql(&format!("UPDATE \"{table}\" SET \"{field}\" = {new} WHERE rowid = {id}")).await;
    let fault = stage.store.verify(region).await.expect("verifies");
    let old = format!("(SELECT \"{field}\" FROM aside)");
    // A key that is the row's own number has moved the row.
    let moved = format!("rowid IN ({id}, {id} + 1000000)");
    stage.sql(&format!("UPDATE \"{table}\" SET \"{field}\" = {old} WHERE {moved}")).await;
    stage.sql("DROP TABLE aside").await;
    fault.is_some()
}

#[test]
fn a_change_of_any_column_of_any_table_is_found_but_for_those_named() {
    on_both(async |stage| {
        if stage.is_postgres() {
            return;
        }
        stage.smooth.store(true, Ordering::Relaxed);
        let region = walk::places(stage).await;
        let again = waiver(DeclarationId(1), "C107/人", "沿用上年");
        let waived = stage.store.waive(By::program(noon(9)), region, &again).await;
        waived.expect("one that stays");
        stage.unlock().await;
        stage.sql("PRAGMA foreign_keys = OFF").await;
        let mut missed = Vec::new();
        for (table, field, kind) in columns(stage).await {
            let named = EXCEPT.iter().any(|(name, _)| *name == table);
            let counts = COUNTS.contains(&(table.as_str(), field.as_str()));
            if !named && !counts && !is_found(stage, region, (&table, &field, &kind)).await {
                missed.push(format!("{table}.{field}"));
            }
        }
        assert!(missed.is_empty(), "no event vouches for {missed:?}");
        assert_eq!(stage.store.verify(region).await.expect("verifies"), None, "all is put back");
    });
}

#[test]
fn every_exception_is_a_table_there_is() {
    on_both(async |stage| {
        if stage.is_postgres() {
            return;
        }
        let columns = columns(stage).await;
        for (name, why) in EXCEPT {
            assert!(columns.iter().any(|(table, ..)| table == name), "{name}: {why}");
        }
    });
}

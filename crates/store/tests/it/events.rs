//! The chain of events tells when somebody with the database's password has been at it.

use store::Why;

use crate::stage::{County, Stage, on_both};

/// A county whose record can be tampered with, and the number of its events.
async fn opened(stage: &Stage) -> (County, i64) {
    let county = County::at(stage).await;
    assert_eq!(stage.store.verify(county.region).await.expect("verifies"), None);
    stage.unlock().await;
    let seq = stage.store.head(county.region).await.expect("a head").seq;
    (county, seq)
}

/// What is found after some SQL: number of the first bad event and why.
fn found_after(sql: &[&str]) -> (i64, Why) {
    let found = on_both(async |stage| {
        let (county, last) = opened(stage).await;
        assert_eq!(last, 6, "the scripts below know the record");
        for statement in sql {
            stage.sql(statement).await;
        }
        let fault = stage.store.verify(county.region).await.expect("verifies");
        let fault = fault.expect("the change is found");
        (fault.seq.expect("an event"), fault.why)
    });
    assert!(found.iter().all(|one| *one == found[0]), "{found:?}");
    found[0]
}

#[test]
fn a_changed_event_is_found() {
    let found = |column: &str, value: &str| {
        found_after(&[&format!("UPDATE event SET \"{column}\" = {value} WHERE seq = 3")])
    };
    for (column, value) in [
        ("what", "'unit moved'"),
        ("subject", "'unit/9'"),
        ("person", "NULL"),
        ("person", "1"),
        ("at", "'2026-01-01 12:00:00.000001+00:00'"),
        ("subject", "subject || '\n' || 'record x/1 - -'"),
        ("records", "''"),
        ("records", "records || '\n'"),
        ("acting_for", "1"),
    ] {
        if (column, value) != ("person", "NULL") {
            assert_eq!(found(column, value), (3, Why::EventAltered), "{column}");
        }
    }
    assert_eq!(found("link", "'x'"), (3, Why::LinkBroken));
    assert_eq!(found("digest", "'x'"), (3, Why::EventAltered));
}

#[test]
fn a_missing_event_is_found_wherever_it_was() {
    assert_eq!(found_after(&["DELETE FROM event WHERE seq = 1"]), (1, Why::EventMissing));
    assert_eq!(found_after(&["DELETE FROM event WHERE seq = 4"]), (4, Why::EventMissing));
    assert_eq!(found_after(&["DELETE FROM event WHERE seq = 6"]), (6, Why::EventMissing));
    assert_eq!(found_after(&["DELETE FROM event"]), (1, Why::EventMissing));
}

#[test]
fn an_event_that_closes_the_gap_is_found() {
    let close = "UPDATE event SET seq = seq - 1 WHERE seq > 4";
    let found = found_after(&["DELETE FROM event WHERE seq = 4", close]);
    assert_eq!(found, (4, Why::EventAltered));
}

#[test]
fn an_event_that_was_put_in_is_found() {
    let copy = |seq: i64| {
        format!(
            "INSERT INTO event SELECT region, {seq}, \"at\", person, acting_for, what, subject, \
             records, digest, link FROM event WHERE seq = 2"
        )
    };
    assert_eq!(found_after(&[&copy(7)]), (7, Why::EventAltered));
    let shift = "UPDATE event SET seq = seq + 100 WHERE seq > 2";
    let back = "UPDATE event SET seq = seq - 99 WHERE seq > 100";
    assert_eq!(found_after(&[shift, &copy(3), back]), (3, Why::EventAltered));
}

#[test]
fn events_in_another_order_are_found() {
    let swap = [
        "UPDATE event SET seq = 100 WHERE seq = 3",
        "UPDATE event SET seq = 3 WHERE seq = 4",
        "UPDATE event SET seq = 4 WHERE seq = 100",
    ];
    assert_eq!(found_after(&swap), (3, Why::EventAltered));
}

#[test]
fn a_cut_off_end_is_found_even_with_the_head_moved_halfway() {
    let cut = "DELETE FROM event WHERE seq = 6";
    let head = "UPDATE event_head SET seq = 5";
    assert_eq!(found_after(&[cut, head]), (5, Why::EndDiffers));
    assert_eq!(found_after(&["UPDATE event_head SET seq = 4"]), (5, Why::BeyondEnd));
}

#[test]
fn the_database_itself_refuses_to_change_events_and_revisions() {
    on_both(async |stage| {
        County::at(stage).await;
        for sql in ["UPDATE event SET what = 'x'", "DELETE FROM event"] {
            let refused = sea_orm::ConnectionTrait::execute_unprepared(&stage.raw, sql).await;
            let refused = refused.expect_err(sql).to_string();
            assert!(refused.contains("event is never changed"), "{refused}");
        }
    });
}

#[test]
fn both_databases_write_the_same_chain() {
    let ends = on_both(async |stage| {
        let county = County::at(stage).await;
        stage.store.head(county.region).await.expect("a head")
    });
    assert!(ends.iter().all(|end| *end == ends[0]), "{ends:?}");
}

/// The sources of the store, by name.
fn sources() -> Vec<(String, String)> {
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = std::fs::read_dir(source).expect("the sources").map(|entry| {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        path.is_file().then(|| (name, std::fs::read_to_string(&path).expect("a source")))
    });
    files.flatten().collect()
}

/// Whether a source names the connection that writes, and not only a function called alike.
fn writes(text: &str) -> bool {
    text.split(".write").skip(1).any(|rest| {
        let next = rest.chars().next();
        next.is_some_and(|next| next != '_' && next != '(' && !next.is_alphanumeric())
    })
}

#[test]
fn only_changes_with_their_events_and_the_counters_use_the_connection_that_writes() {
    for (name, text) in sources() {
        let home = ["change.rs", "open.rs"].contains(&name.as_str());
        let free = ["mark.rs", "door.rs", "work.rs"].contains(&name.as_str());
        assert!(home || free || !writes(&text), "{name}");
        assert!(home || !text.contains(".commit()"), "{name}");
    }
}

#[test]
fn what_needs_no_event_is_four_columns() {
    let sources = sources();
    let (_, mark) = sources.iter().find(|(name, _)| name == "mark.rs").expect("the counters");
    for word in ["insert", "delete", "ActiveModel", "execute", "begin", "transaction", "set("] {
        assert!(!mark.contains(word), "{word}");
    }
    let mut set: Vec<&str> = mark
        .split(".col_expr(")
        .skip(1)
        .map(|rest| rest.split(',').next().expect("a column"))
        .collect();
    set.sort_unstable();
    let allowed = [
        "credential::Column::Failed",
        "credential::Column::TotpStep",
        "session::Column::SeenAt",
        "token::Column::UsedAt",
    ];
    assert_eq!(set, allowed);
    assert_eq!(mark.matches("&self.write)").count(), set.len(), "one statement each");
}

#[test]
fn what_stands_at_the_door_is_two_tables_on_which_nothing_leans() {
    let sources = sources();
    let (_, door) = sources.iter().find(|(name, _)| name == "door.rs").expect("the door");
    assert!(door.contains("use crate::tables::{credential, sign_in_ticket, sign_in_try};"));
    for word in ["credential::Entity::", "execute", "begin", "transaction"] {
        let allowed = usize::from(word.starts_with("credential"));
        assert_eq!(door.matches(word).count(), allowed, "{word}: the credential is only read");
    }
    let written = door.matches("&self.write)").count();
    let tables = ["Entity::insert", "Entity::update_many", "Entity::delete_many"];
    let statements: usize = tables.iter().map(|way| door.matches(way).count()).sum();
    assert_eq!((written, statements), (5, 5), "one statement each");
}

#[test]
fn what_is_done_for_a_job_is_two_tables_on_which_nothing_leans() {
    let sources = sources();
    let (_, work) = sources.iter().find(|(name, _)| name == "work.rs").expect("the work");
    assert!(work.contains("use crate::tables::{job_result, job_run};"));
    for word in ["execute_", ".begin", "transaction"] {
        assert!(!work.contains(word), "{word}");
    }
}

/// Names of the functions of the store that change something, as the sources write them.
fn changing() -> Vec<String> {
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut names = Vec::new();
    for entry in std::fs::read_dir(source).expect("the sources") {
        let path = entry.expect("an entry").path();
        let text = if path.is_file() {
            std::fs::read_to_string(&path).expect("a source")
        } else {
            String::new()
        };
        for function in text.split("    pub async fn ").skip(1) {
            let (name, rest) = function.split_once('(').expect("a function");
            let (parameters, _) = rest.split_once("->").unwrap_or((rest, ""));
            if parameters.contains("by: By") {
                names.push(name.to_owned());
            }
        }
    }
    names
}

#[test]
fn every_function_that_changes_something_is_tried_without_its_event() {
    let tests = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let walk = ["walk.rs", "walk/accounts.rs", "deciding.rs"];
    let walk = walk.map(|name| std::fs::read_to_string(tests.join(name)).expect("a test")).concat();
    let names = changing();
    assert!(names.len() > 30, "{names:?}");
    let missing: Vec<_> =
        names.iter().filter(|name| !walk.contains(&format!(".{name}("))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

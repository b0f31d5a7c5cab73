//! What is kept while nobody serves it: all that was acknowledged, at most what was being sent
//! besides, and state, events and records that say the same.

use std::collections::BTreeMap;

use store::{Database, Event, Store};

use super::town::Town;
use super::writer::{Known, Writer};

/// Goes through everything; gives the number of events.
pub async fn compare(database: &Database, town: &Town, writers: &[Writer]) -> i64 {
    let store = Store::open(database).await.expect("opens again");
    assert_eq!(store.verify(town.region).await.expect("is read"), None);
    let events = events(&store, town).await;
    for writer in writers {
        let kept = kept(&store, town, writer).await;
        let before = &writer.known;
        let after = writer.flying.as_ref().map(|flying| before.after(&flying.what));
        let fine = kept == *before || Some(&kept) == after.as_ref();
        assert!(fine, "acknowledged {before:#?}, sent {after:#?}, kept {kept:#?}");
        agree(&kept, writer, &events);
    }
    let head = store.head(town.region).await.expect("a head");
    store.close().await.expect("closed");
    head.seq
}

async fn events(store: &Store, town: &Town) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    loop {
        let after = events.last().map_or(0, |event| event.seq);
        let more = store.events(town.region, after, 1_000).await.expect("events");
        if more.is_empty() {
            return events;
        }
        events.extend(more);
    }
}

/// What is kept of a writer's declaration.
async fn kept(store: &Store, town: &Town, writer: &Writer) -> Known {
    let row = store.declaration(town.region, writer.id).await.expect("there");
    let draft = store.draft(town.region, writer.id).await.expect("there");
    let remarks = store.comments(town.region, writer.id).await.expect("read");
    Known {
        version: row.version,
        draft: draft.version,
        waits: row.stage == "waiting",
        remarks: remarks.into_iter().map(|remark| remark.body).collect(),
    }
}

/// As many events of each kind as the state says, no more.
fn agree(kept: &Known, writer: &Writer, events: &[Event]) {
    let own = format!("declaration/{}", writer.id.0);
    let below = format!("{own}/");
    let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
    for event in events {
        if event.subject == own || event.subject.starts_with(&below) {
            *counts.entry(event.what.as_str()).or_default() += 1;
        }
    }
    let count = |what: &str| counts.get(what).copied().unwrap_or(0);
    assert_eq!(count("draft saved"), kept.draft - 1, "{counts:?} {kept:?}");
    assert_eq!(count("declaration advanced"), kept.version - 1, "{counts:?} {kept:?}");
    let remarks = i64::try_from(kept.remarks.len()).expect("few");
    assert_eq!(count("comment added"), remarks, "{counts:?} {kept:?}");
}

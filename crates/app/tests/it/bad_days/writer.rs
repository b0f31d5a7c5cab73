//! Somebody whose program sends one change after the other, notes each that was acknowledged, and
//! sends the one it does not know about again when it comes back.

use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};
use store::DeclarationId;

use super::chance::Chance;
use super::client::{Came, post};
use super::town::token;

/// What is known of one's own declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub version: i64,
    pub draft: i64,
    /// Whether it waits for the head's signature.
    pub waits: bool,
    /// Remarks that were acknowledged.
    pub remarks: Vec<String>,
}

/// What is being sent.
#[derive(Debug, Clone)]
pub struct Flying {
    pub what: What,
    path: String,
    body: Value,
}

/// A change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    Remark(String),
    Write,
    Submit,
    Recall,
}

/// One writer.
#[derive(Debug)]
pub struct Writer {
    pub id: DeclarationId,
    pub known: Known,
    /// Sent, and no answer came.
    pub flying: Option<Flying>,
    /// How many were acknowledged.
    pub acknowledged: u64,
    number: usize,
    chance: Chance,
    sent: u64,
}

impl Writer {
    pub fn new(number: usize, id: DeclarationId, chance: Chance) -> Writer {
        let known = Known { version: 1, draft: 1, waits: false, remarks: Vec::new() };
        Writer { id, known, flying: None, acknowledged: 0, number, chance, sent: 0 }
    }

    /// Sends until no answer comes, or until told to stop. What is not known to be done is sent
    /// again first, with the key it had.
    pub fn run(&mut self, address: &str, stop: &AtomicBool, heard: &AtomicBool) {
        while !stop.load(Ordering::Relaxed) {
            let flying = match self.flying.take() {
                Some(flying) => flying,
                None => self.next(),
            };
            self.flying = Some(flying.clone());
            match self.send(address, &flying) {
                Some((200, _)) => {
                    self.done(&flying.what);
                    self.flying = None;
                    heard.store(true, Ordering::Relaxed);
                }
                // The database is away: whether it was done is not known.
                Some((503, told)) => assert!(told.contains("数据库"), "{told}"),
                Some((status, told)) => panic!("{:?} of {:?}: {status} {told}", flying, self.known),
                None => return,
            }
        }
    }

    /// Sends what is not known to be done until it is.
    pub fn make_sure(&mut self, address: &str) {
        let Some(flying) = self.flying.take() else { return };
        let came = self.send(address, &flying);
        let Some((200, _)) = came else { panic!("{flying:?} of {:?}: {came:?}", self.known) };
        self.done(&flying.what);
    }

    fn send(&self, address: &str, flying: &Flying) -> Came {
        post(address, &token(self.number), &flying.path, &flying.body)
    }

    fn next(&mut self) -> Flying {
        self.sent += 1;
        let key = format!("{}-{}", self.number, self.sent);
        let own = |end: &str| format!("/api/declarations/{}/{end}", self.id.0);
        let Known { version, draft, waits, .. } = self.known;
        match self.chance.below(10) {
            0..4 => {
                let remark = format!("第{key}条");
                let body = json!({ "body": remark, "key": key });
                Flying { what: What::Remark(remark), path: own("comment"), body }
            }
            4..7 if !waits => {
                // Another text each time: what is saved as it was makes no version.
                let text = format!("≥{}人", 41 + draft % 9);
                let edit = json!({ "edit": "set", "path": "indicators.4.target", "text": text });
                let body = json!({ "version": draft, "edits": [edit], "key": key });
                Flying { what: What::Write, path: own("draft"), body }
            }
            _ if waits => {
                let body = json!({ "version": version, "key": key });
                Flying { what: What::Recall, path: own("recall"), body }
            }
            _ => {
                let body = json!({ "version": version, "draft": draft, "key": key });
                Flying { what: What::Submit, path: own("submit"), body }
            }
        }
    }

    fn done(&mut self, what: &What) {
        self.acknowledged += 1;
        self.known = self.known.after(what);
    }
}

impl Known {
    /// What is known once this is done.
    pub fn after(&self, what: &What) -> Known {
        let mut known = self.clone();
        match what {
            What::Remark(remark) => known.remarks.push(remark.clone()),
            What::Write => known.draft += 1,
            What::Submit => (known.version, known.waits) = (known.version + 1, true),
            What::Recall => (known.version, known.waits) = (known.version + 1, false),
        }
        known
    }
}

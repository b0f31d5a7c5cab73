//! What the events walked so far say of each record: the digest it must have, and which event said
//! so. Holds a part of the records at a time where there are too many for memory, chosen by their
//! names; the chain is then walked once for each part.

use std::collections::HashMap;

use sm3::{Digest, Sm3};

use crate::Entry;

/// Records known at once: some sixty megabytes.
const ROOM: usize = 400_000;

/// What is known of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Said {
    /// The last event about it.
    pub(super) seq: i64,
    digest: [u8; 32],
}

/// What is known of records.
#[derive(Debug)]
pub(super) struct Known {
    records: HashMap<u128, Said>,
    room: usize,
    parts: u128,
    part: u128,
}

impl Default for Known {
    fn default() -> Self {
        Self { records: HashMap::new(), room: ROOM, parts: 1, part: 0 }
    }
}

/// Whether a record is what was said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    /// It is.
    Same,
    /// It is another one than this event said.
    Altered(i64),
    /// No event speaks of it.
    Unknown,
    /// It belongs to another part.
    Elsewhere,
}

impl Known {
    /// Goes on to the next part; false when there is none.
    pub(super) fn next(&mut self) -> bool {
        self.records.clear();
        self.part += 1;
        self.part < self.parts
    }

    /// Takes an event's word for a record; false when the record was another one before than the
    /// events say.
    pub(super) fn hear(&mut self, seq: i64, entry: &Entry) -> bool {
        let key = key(&entry.record);
        if !self.is_own(key) {
            return true;
        }
        let before = self.records.get(&key).map(|said| said.digest);
        let fits = before == bytes(&entry.before);
        match bytes(&entry.after) {
            Some(digest) => self.records.insert(key, Said { seq, digest }),
            None => self.records.remove(&key),
        };
        // The first walk settles how many there are; later parts are as large, give or take.
        while self.part == 0 && self.records.len() > self.room {
            self.parts *= 2;
            let parts = self.parts;
            self.records.retain(|key, _| key % parts == 0);
        }
        fits
    }

    /// Compares a record, once; its digest is worked out only where it is needed.
    pub(super) fn compare(&mut self, record: &str, digest: impl FnOnce() -> String) -> Held {
        let key = key(record);
        if !self.is_own(key) {
            return Held::Elsewhere;
        }
        match self.records.remove(&key) {
            None => Held::Unknown,
            Some(said) if Some(said.digest) == bytes(&digest()) => Held::Same,
            Some(said) => Held::Altered(said.seq),
        }
    }

    /// The first event about a record that was not compared, and how to know the record.
    pub(super) fn left(&self) -> Option<(i64, u128)> {
        self.records.iter().map(|(key, said)| (said.seq, *key)).min()
    }

    fn is_own(&self, key: u128) -> bool {
        key % self.parts == self.part
    }
}

/// A record's name, short.
pub(super) fn key(record: &str) -> u128 {
    let digest = Sm3::digest(record.as_bytes());
    digest[..16].iter().fold(0, |key, byte| (key << 8) | u128::from(*byte))
}

/// A digest as bytes; none for the one that says that there is nothing.
fn bytes(digest: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if digest.len() != 64 {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digest.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest;

    fn made(number: u32) -> Entry {
        let (record, after) = (format!("draft/{number}"), digest::of_bytes(&number.to_be_bytes()));
        Entry { record, before: String::new(), after }
    }

    #[test]
    fn every_record_is_compared_once_however_little_room_there_is() {
        let mut known = Known { room: 10, ..Known::default() };
        let mut same = 0;
        loop {
            for number in 0..100 {
                assert!(known.hear(i64::from(number), &made(number)));
                assert!(known.records.len() <= 20, "it has no more room");
            }
            for number in 0..100 {
                let entry = made(number);
                same += i32::from(known.compare(&entry.record, || entry.after) == Held::Same);
            }
            assert_eq!(known.left(), None);
            if !known.next() {
                break;
            }
        }
        assert_eq!(same, 100);
        assert!(known.parts >= 8, "{}", known.parts);
    }
}

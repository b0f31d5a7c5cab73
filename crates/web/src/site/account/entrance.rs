//! What the process remembers between two tries to sign in: how many failed lately from where and
//! for which login, and who has given the password but not yet the code.
//!
//! It is kept in memory: it slows guessing down, while the lock-out of an account is the store's. A
//! login that does not exist is counted like one that does, so the answers do not tell them apart.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use store::PersonId;

use super::chance;

/// Failures of one login before it must wait; the store locks the account after as many.
pub const FAILURES: i32 = 5;
/// How long it must wait then, in minutes.
pub const MINUTES: i64 = 15;
/// Failures from one address before it must wait: an office may share one.
const FROM_ONE_ADDRESS: i32 = 60;
/// More logins and addresses than that are not remembered at once.
const MOST: usize = 50_000;
/// How long the password holds while the code is looked up.
const CODE_WITHIN: TimeDelta = TimeDelta::minutes(5);

/// What is remembered.
#[derive(Debug, Default)]
pub struct Entrance {
    failures: Mutex<HashMap<String, Failures>>,
    halfway: Mutex<HashMap<String, Halfway>>,
}

#[derive(Debug, Clone, Copy)]
struct Failures {
    count: i32,
    since: DateTime<Utc>,
}

#[derive(Debug, Clone, Copy)]
struct Halfway {
    person: PersonId,
    until: DateTime<Utc>,
}

impl Entrance {
    /// Whether somebody may try now. The try counts as a failure until it is forgiven, so that many
    /// tries at once are no more than as many one after the other.
    ///
    /// Where the server does not know the address, or it is that of a server in front of this one,
    /// only the login is counted: all the world must not wait for one who guesses.
    pub fn admits(&self, login: &str, address: &str, now: DateTime<Utc>) -> bool {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() > MOST {
            failures.retain(|_, seen| is_recent(seen, now));
        }
        let keys = keys(login, address);
        let full = |(key, limit): &(String, i32)| {
            failures.get(key).is_some_and(|seen| is_recent(seen, now) && seen.count >= *limit)
        };
        if keys.iter().any(full) {
            return false;
        }
        for (key, _) in keys {
            let seen = failures.entry(key).or_insert(Failures { count: 0, since: now });
            if !is_recent(seen, now) {
                *seen = Failures { count: 0, since: now };
            }
            seen.count += 1;
        }
        true
    }

    /// Takes a try back that was right.
    pub fn forgives(&self, login: &str, address: &str) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        for (key, _) in keys(login, address) {
            if let Some(seen) = failures.get_mut(&key) {
                seen.count = (seen.count - 1).max(0);
            }
        }
    }

    /// Forgets the failures of a login that got in.
    pub fn succeeded(&self, login: &str) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.remove(&of_login(login));
    }

    /// Remembers who gave the right password; gives what their browser sends with the code.
    pub fn halfway(&self, person: PersonId, now: DateTime<Utc>) -> String {
        let mut halfway = self.halfway.lock().unwrap_or_else(PoisonError::into_inner);
        halfway.retain(|_, one| now < one.until);
        let ticket = chance::token();
        halfway.insert(ticket.clone(), Halfway { person, until: now + CODE_WITHIN });
        ticket
    }

    /// Who gave the password and got this; it stays valid for another try.
    pub fn who(&self, ticket: &str, now: DateTime<Utc>) -> Option<PersonId> {
        let halfway = self.halfway.lock().unwrap_or_else(PoisonError::into_inner);
        halfway.get(ticket).filter(|one| now < one.until).map(|one| one.person)
    }

    /// Takes it back, once it was used.
    pub fn arrived(&self, ticket: &str) {
        self.halfway.lock().unwrap_or_else(PoisonError::into_inner).remove(ticket);
    }
}

fn is_recent(seen: &Failures, now: DateTime<Utc>) -> bool {
    now.signed_duration_since(seen.since) < TimeDelta::minutes(MINUTES)
}

fn of_login(login: &str) -> String {
    format!("login {login}")
}

/// What a try is counted under, and how many of each are let through.
fn keys(login: &str, address: &str) -> Vec<(String, i32)> {
    let from: Option<IpAddr> = address.parse().ok();
    let from = from.filter(|from| !from.is_loopback());
    let from = from.map(|from| (format!("address {from}"), FROM_ONE_ADDRESS));
    [(of_login(login), FAILURES)].into_iter().chain(from).collect()
}

//! The door: how many tries to sign in failed lately from where and for which login, and who has
//! given the password but not yet the code.
//!
//! It is kept in the store, so that several servers on one database count together. It slows
//! guessing down, while the lock-out of an account is the store's. A login that does not exist is
//! counted like one that does, so the answers do not tell them apart.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use store::{Credential, Result, Store};

use super::chance;

/// Failures of one login before it must wait; the store locks the account after as many.
pub const FAILURES: i32 = 5;
/// How long it must wait then, in minutes.
pub const MINUTES: i64 = 15;
/// Failures from one address before it must wait: an office may share one.
const FROM_ONE_ADDRESS: i32 = 60;
/// How long the password holds while the code is looked up.
const CODE_WITHIN: TimeDelta = TimeDelta::minutes(5);

/// The door of a store.
#[derive(Debug, Clone, Copy)]
pub struct Entrance<'s>(pub &'s Store);

impl Entrance<'_> {
    /// Whether somebody may try now. The try counts as a failure until it is forgiven, so that many
    /// tries at once are no more than as many one after the other.
    ///
    /// Where the server does not know the address, or it is that of a server in front of this one,
    /// only the login is counted: all the world must not wait for one who guesses.
    pub async fn admits(&self, login: &str, address: &str, now: DateTime<Utc>) -> Result<bool> {
        let keys = keys(login, address);
        for (at, (key, most)) in keys.iter().enumerate() {
            if !self.0.count_try((key, *most), lasts(), now).await? {
                for (counted, _) in &keys[..at] {
                    self.0.forgive_try(counted).await?;
                }
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Takes a try back that was right.
    pub async fn forgives(&self, login: &str, address: &str) -> Result<()> {
        for (key, _) in keys(login, address) {
            self.0.forgive_try(&key).await?;
        }
        Ok(())
    }

    /// Forgets the failures of a login that got in.
    pub async fn succeeded(&self, login: &str, now: DateTime<Utc>) -> Result<()> {
        self.0.forget_tries(&of_login(login), lasts(), now).await
    }

    /// Remembers who gave the right password; gives what their browser sends with the code.
    pub async fn halfway(&self, of: &Credential, now: DateTime<Utc>) -> Result<String> {
        let ticket = chance::token();
        self.0.keep_ticket(&ticket, of, now + CODE_WITHIN).await?;
        Ok(ticket)
    }
}

fn lasts() -> TimeDelta {
    TimeDelta::minutes(MINUTES)
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

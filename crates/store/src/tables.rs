//! The tables as Rust sees them; `migrations` makes them.

mod accounts;
mod counting;
mod declaring;
mod door;
mod grading;
mod jobs;
mod locking;
mod people;
mod places;
mod record;
mod reviewing;

pub(crate) use accounts::{credential, session, token};
pub(crate) use counting::{finding_row, indicator_row, money_row, word};
pub(crate) use declaring::{cycle, declaration, draft, draft_author, revision};
pub(crate) use door::{sign_in_ticket, sign_in_try};
pub(crate) use grading::aspect_sheet;
pub(crate) use jobs::{job, job_result, job_run};
pub(crate) use locking::{lock, lock_exception};
pub(crate) use people::{grant, person, stand_in};
pub(crate) use places::{region, region_code, unit, unit_place, unit_succession};
pub(crate) use record::{event, event_head, idempotency_key};
pub(crate) use reviewing::{adjustment, approval, attachment, blob, comment, review, waiver};

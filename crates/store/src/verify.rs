//! Going through all that a region keeps: whether the chain of events holds, and whether every
//! record still is what the last event about it says.
//!
//! It reads one snapshot and never much of it at once. What it cannot find by itself: a chain that
//! ends earlier than it once did, or that somebody with the database's password wrote anew from
//! some event on, with all records to match. Only a [`Head`] kept outside tells that, and only if
//! it is given. Nothing is mended here.

mod chain;
mod contents;
mod derived;
mod fault;
mod known;

pub use fault::{Fault, Why, in_words};

use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect};

use crate::tables::{event, event_head, region};
use crate::{Error, Head, RegionId, Result, Store};
use known::Known;

/// What is being gone through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The events, in order.
    Chain,
    /// The records.
    Records,
    /// The content of attachments.
    Attachments,
    /// What is drawn out of forms to be searched and counted.
    Derived,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// With what.
    pub part: Part,
    /// How many of them are done.
    pub done: u64,
}

/// What is told how far it is.
pub type Watch<'w> = &'w mut (dyn FnMut(Progress) + Send + Sync);

/// What going through a region gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The end of its chain.
    pub head: Head,
    /// Records that were compared.
    pub records: u64,
    /// Contents of attachments that were read.
    pub attachments: u64,
    /// The first fault.
    pub fault: Option<Fault>,
}

/// A region being gone through.
struct Going<'g> {
    store: &'g Store,
    on: DatabaseTransaction,
    region: RegionId,
    head: Head,
    /// Heads kept outside, by number.
    kept: Vec<Head>,
    known: Known,
    records: u64,
    attachments: u64,
    first: Option<Fault>,
    watch: Watch<'g>,
}

impl Store {
    /// Goes through all that a region keeps; gives the first fault.
    ///
    /// # Errors
    /// As [`Store::verify_with`].
    pub async fn verify(&self, region: RegionId) -> Result<Option<Fault>> {
        Ok(self.verify_with(region, &[], &mut |_| ()).await?.fault)
    }

    /// Goes through all that a region keeps, and compares its chain with heads kept outside.
    ///
    /// # Errors
    /// When there is no such region, or folder or database fail.
    pub async fn verify_with(
        &self,
        region: RegionId,
        kept: &[Head],
        watch: Watch<'_>,
    ) -> Result<Verified> {
        let on = self.snapshot().await?;
        let head = event_head::Entity::find_by_id(region).one(&on).await?;
        let head = head.ok_or(Error::Missing("地区"))?;
        let head = Head { seq: head.seq, digest: head.digest };
        let mut kept = kept.to_vec();
        kept.sort_by_key(|head| head.seq);
        let mut going = Going {
            store: self,
            on,
            region,
            head,
            kept,
            known: Known::default(),
            records: 0,
            attachments: 0,
            first: None,
            watch,
        };
        going.go().await?;
        let Going { head, records, attachments, first: fault, .. } = going;
        Ok(Verified { head, records, attachments, fault })
    }

    /// Regions that have a chain, and those that should have one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn chains(&self) -> Result<Vec<RegionId>> {
        let mut regions: Vec<RegionId> = event_head::Entity::find()
            .select_only()
            .column(event_head::Column::Region)
            .into_tuple()
            .all(&self.read)
            .await?;
        let named = region::Entity::find().select_only().column(region::Column::Id);
        regions.extend(named.into_tuple::<RegionId>().all(&self.read).await?);
        regions.sort_unstable();
        regions.dedup();
        Ok(regions)
    }
}

impl Going<'_> {
    async fn go(&mut self) -> Result<()> {
        loop {
            self.walk().await?;
            // Where the chain does not hold, its digests say nothing about records.
            if self.first.as_ref().is_some_and(|fault| fault.why.is_of_chain()) {
                break;
            }
            self.compare().await?;
            if !self.known.next() {
                self.read_attachments().await?;
                self.derive().await?;
                break;
            }
        }
        self.tell_when().await
    }

    /// Keeps the first of the faults.
    fn found(&mut self, fault: Fault) {
        let rank = |fault: &Fault| fault.seq.unwrap_or(i64::MAX);
        if self.first.as_ref().is_none_or(|first| rank(&fault) < rank(first)) {
            self.first = Some(fault);
        }
    }

    /// Adds to the fault when its event was.
    async fn tell_when(&mut self) -> Result<()> {
        let Some(fault) = &mut self.first else { return Ok(()) };
        let Some(seq) = fault.seq else { return Ok(()) };
        let event = event::Entity::find()
            .filter(event::Column::Region.eq(self.region))
            .filter(event::Column::Seq.eq(seq));
        fault.at = event.one(&self.on).await?.map(|event| event.at);
        Ok(())
    }

    fn tell(&mut self, part: Part, done: u64) {
        (self.watch)(Progress { part, done });
    }
}

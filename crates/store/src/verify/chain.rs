//! Walking the events of a region in order.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{Fault, Going, Part, Why};
use crate::change::NOTHING;
use crate::event::is_plain;
use crate::tables::event;
use crate::{Event, Head, Result, digest};

/// How many events are looked at in one go.
const PAGE: u64 = 2_000;

impl Going<'_> {
    /// Walks the chain up to its end or its first fault, and learns what it says of records.
    pub(super) async fn walk(&mut self) -> Result<()> {
        let mut last = Head { seq: 0, digest: NOTHING.to_owned() };
        loop {
            let events = event::Entity::find()
                .filter(event::Column::Region.eq(self.region))
                .filter(event::Column::Seq.gt(last.seq))
                .order_by_asc(event::Column::Seq)
                .limit(PAGE);
            let page = events.all(&self.on).await?;
            for event in &page {
                if let Some(fault) = self.follow(&last, event) {
                    self.found(fault);
                    return Ok(());
                }
                last = Head { seq: event.seq, digest: event.link.clone() };
                self.learn(event);
            }
            self.tell(Part::Chain, u64::try_from(last.seq).unwrap_or_default());
            if page.is_empty() {
                break;
            }
        }
        if let Some(fault) = self.at_the_end(&last) {
            self.found(fault);
        }
        Ok(())
    }

    /// What is wrong with an event that should follow `last`.
    fn follow(&self, last: &Head, event: &Event) -> Option<Fault> {
        let fault = |seq, why| Some(Fault::new(Some(seq), &event.subject, why));
        if event.seq != last.seq + 1 {
            return Some(Fault::new(Some(last.seq + 1), "", Why::EventMissing));
        }
        if !is_plain(event) || event.digest != digest::of_bytes(event.text().as_bytes()) {
            return fault(event.seq, Why::EventAltered);
        }
        if event.link != digest::link(&last.digest, &event.digest) {
            return fault(event.seq, Why::LinkBroken);
        }
        let mut kept = self.kept.iter().filter(|head| head.seq == event.seq);
        if kept.any(|head| head.digest != event.link) {
            return fault(event.seq, Why::Rewritten);
        }
        None
    }

    /// What is wrong with the end of the chain.
    fn at_the_end(&self, last: &Head) -> Option<Fault> {
        if let Some(kept) = self.kept.iter().find(|kept| kept.seq > last.seq) {
            return Some(Fault::new(Some(last.seq + 1), &format!("{}", kept.seq), Why::CutOff));
        }
        if self.head.seq > last.seq {
            return Some(Fault::new(Some(last.seq + 1), "", Why::EventMissing));
        }
        if self.head.seq < last.seq {
            return Some(Fault::new(Some(self.head.seq + 1), "", Why::BeyondEnd));
        }
        (self.head.digest != last.digest).then(|| Fault::new(Some(last.seq), "", Why::EndDiffers))
    }

    /// Takes an event's word for the records it wrote.
    fn learn(&mut self, event: &Event) {
        for entry in event.entries().unwrap_or_default() {
            if !self.known.hear(event.seq, &entry) {
                self.found(Fault::new(Some(event.seq), &entry.record, Why::AlteredBefore));
            }
        }
    }
}

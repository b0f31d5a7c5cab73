//! Reading the record of what was done. Whether somebody has touched it is `verify`.

use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::change::What;
use crate::tables::{event, event_head};
use crate::{Entry, Event, PersonId, RegionId, Result, Store, record};

/// The end of a region's chain. Written down elsewhere, it proves the whole of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Number of events.
    pub seq: i64,
    /// Link of the last.
    pub digest: String,
}

/// The last events of some kinds in a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stamps {
    /// The last about what holds for all: units, people and their parts, cycles, locks. As long as
    /// it is the same, so are they.
    pub settled: i64,
    /// The last that changed what other units see of a declaration.
    pub handed: i64,
    /// The last of all: as long as it is the same, nothing of the region was changed but what is
    /// noted without an event (`mark`).
    pub last: i64,
}

/// Which events are looked for.
#[derive(Debug, Clone, Default)]
pub struct EventQuery {
    /// Only those before this number.
    pub before: Option<i64>,
    /// Only of this subject, such as `declaration/12`, and of what belongs to it.
    pub subject: Option<String>,
    /// Only what this person did, or somebody standing in for them.
    pub person: Option<PersonId>,
    /// Only of this kind.
    pub what: Option<What>,
}

impl event::Model {
    /// The canonical text: what the digest is of. A line for each fact, and no fact has two lines.
    pub fn text(&self) -> String {
        let person = |id: Option<PersonId>| id.map_or("-".to_owned(), |id| id.0.to_string());
        let mut text = format!(
            "heng event 1\nregion {}\nnumber {}\nat {}\nperson {}\nfor {}\nwhat {}\n\
             subject {}\n",
            self.region.0,
            self.seq,
            record::moment(self.at),
            person(self.person),
            person(self.acting_for),
            self.what,
            self.subject,
        );
        for line in self.records.lines() {
            text.push_str("record ");
            text.push_str(line);
            text.push('\n');
        }
        text
    }

    /// What it says of each record it wrote; none when somebody put something else there.
    pub fn entries(&self) -> Option<Vec<Entry>> {
        self.records.lines().map(Entry::parse).collect()
    }
}

/// Whether no fact of an event runs into the next.
pub(crate) fn is_plain(event: &Event) -> bool {
    let line = |text: &str| !text.contains(['\n', '\r']);
    let ends = event.records.ends_with('\n') || event.records.contains('\r');
    line(&event.what) && line(&event.subject) && !ends && event.entries().is_some()
}

impl Store {
    /// Events of a region after number `after`, in order, at most `count`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn events(&self, region: RegionId, after: i64, count: u64) -> Result<Vec<Event>> {
        let events = event::Entity::find()
            .filter(event::Column::Region.eq(region))
            .filter(event::Column::Seq.gt(after))
            .order_by_asc(event::Column::Seq)
            .limit(count);
        Ok(events.all(&self.read).await?)
    }

    /// Events that are looked for, the last one first, at most `count`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_events(
        &self,
        region: RegionId,
        query: &EventQuery,
        count: u64,
    ) -> Result<Vec<Event>> {
        use event::Column;
        let mut events = event::Entity::find().filter(Column::Region.eq(region));
        if let Some(before) = query.before {
            events = events.filter(Column::Seq.lt(before));
        }
        if let Some(subject) = &query.subject {
            events = events.filter(about(subject));
        }
        if let Some(person) = query.person {
            let theirs = Column::Person.eq(person).or(Column::ActingFor.eq(person));
            events = events.filter(theirs);
        }
        if let Some(what) = query.what {
            events = events.filter(Column::What.eq(what.as_str()));
        }
        let events = events.order_by_desc(Column::Seq).limit(count);
        Ok(events.all(&self.read).await?)
    }

    /// Everything that was done to one subject, as `declaration/12`, and to what belongs to it, in
    /// order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn history(&self, region: RegionId, subject: &str) -> Result<Vec<Event>> {
        let events = event::Entity::find()
            .filter(event::Column::Region.eq(region))
            .filter(about(subject))
            .order_by_asc(event::Column::Seq);
        Ok(events.all(&self.read).await?)
    }

    /// What somebody who has read something may ask to learn whether it still holds: one small
    /// read. Ask before reading, and what is changed in between is read once more.
    ///
    /// # Errors
    /// When there is no such region, or the database fails.
    pub async fn stamps(&self, region: RegionId) -> Result<Stamps> {
        let head = event_head::Entity::find_by_id(region).one(&self.read).await?;
        let head = head.ok_or(crate::Error::Missing("地区"))?;
        Ok(Stamps { settled: head.settled, handed: head.handed, last: head.seq })
    }

    /// The end of a region's chain.
    ///
    /// # Errors
    /// When there is no such region, or the database fails.
    pub async fn head(&self, region: RegionId) -> Result<Head> {
        let head = event_head::Entity::find_by_id(region).one(&self.read).await?;
        let head = head.ok_or(crate::Error::Missing("地区"))?;
        Ok(Head { seq: head.seq, digest: head.digest })
    }
}

/// A subject, and whatever is named below it. Subjects are compared byte by byte.
pub(crate) fn about(subject: &str) -> Condition {
    // The character after the slash ends what begins with one.
    let below = event::Column::Subject
        .gte(format!("{subject}/"))
        .and(event::Column::Subject.lt(format!("{subject}0")));
    Condition::any().add(event::Column::Subject.eq(subject)).add(below)
}

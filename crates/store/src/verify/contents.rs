//! Comparing every record with what the last event about it says. Which tables are gone through,
//! and which are not and why, is here; a test holds it against the database.

use futures_util::TryStreamExt;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use sm3::{Digest, Sm3};
use tokio::io::AsyncReadExt;

use super::known::{Held, Known, key};
use super::{Fault, Going, Part, Why};
use crate::judged::told;
use crate::tables::{
    adjustment, approval, aspect_sheet, attachment, blob, comment, credential, cycle, declaration,
    draft, draft_author, event, finding_row, grant, job, lock, lock_exception, person, region,
    region_code, review, revision, session, stand_in, token, unit, unit_place, unit_succession,
    waiver, word,
};
use crate::{FoundFault, Result, digest, record};

/// How often somebody is told.
const SOME: u64 = 1_000;
/// Attachments whose names are read in one go.
const PAGE: u64 = 200;

impl Going<'_> {
    /// Compares all records.
    pub(super) async fn compare(&mut self) -> Result<()> {
        self.table::<region::Entity>(region::Column::Id).await?;
        self.table::<region_code::Entity>(region_code::Column::Region).await?;
        self.table::<unit::Entity>(unit::Column::Region).await?;
        self.table::<unit_place::Entity>(unit_place::Column::Region).await?;
        self.table::<unit_succession::Entity>(unit_succession::Column::Region).await?;
        self.table::<person::Entity>(person::Column::Region).await?;
        self.table::<credential::Entity>(credential::Column::Region).await?;
        self.table::<session::Entity>(session::Column::Region).await?;
        self.table::<token::Entity>(token::Column::Region).await?;
        self.table::<grant::Entity>(grant::Column::Region).await?;
        self.table::<stand_in::Entity>(stand_in::Column::Region).await?;
        self.table::<cycle::Entity>(cycle::Column::Region).await?;
        self.table::<lock::Entity>(lock::Column::Region).await?;
        self.table::<lock_exception::Entity>(lock_exception::Column::Region).await?;
        self.table::<job::Entity>(job::Column::Region).await?;
        self.of_declarations().await?;
        self.words().await?;
        self.findings().await?;
        match self.known.left() {
            Some((seq, key)) => self.gone(seq, key).await,
            None => Ok(()),
        }
    }

    async fn of_declarations(&mut self) -> Result<()> {
        self.table::<declaration::Entity>(declaration::Column::Region).await?;
        self.table::<draft::Entity>(draft::Column::Region).await?;
        self.table::<draft_author::Entity>(draft_author::Column::Region).await?;
        self.table::<revision::Entity>(revision::Column::Region).await?;
        self.table::<review::Entity>(review::Column::Region).await?;
        self.table::<comment::Entity>(comment::Column::Region).await?;
        self.table::<waiver::Entity>(waiver::Column::Region).await?;
        self.table::<approval::Entity>(approval::Column::Region).await?;
        self.table::<adjustment::Entity>(adjustment::Column::Region).await?;
        self.table::<aspect_sheet::Entity>(aspect_sheet::Column::Region).await?;
        self.table::<attachment::Entity>(attachment::Column::Region).await
    }

    /// Compares the rows of a table, read one by one.
    async fn table<E: EntityTrait>(&mut self, of: E::Column) -> Result<()> {
        let on = &self.on;
        let mut rows = E::find().filter(of.eq(self.region)).stream(on).await?;
        let (mut faults, mut count) = (Vec::new(), 0);
        while let Some(row) = rows.try_next().await? {
            let name = record::name(&row);
            let held = self.known.compare(&name, || record::digest(&row));
            count += u64::from(held != Held::Elsewhere);
            faults.extend(fault(held, &name));
            if count % SOME == 0 {
                (self.watch)(super::Progress { part: Part::Records, done: self.records + count });
            }
        }
        drop(rows);
        self.counted(count, faults);
        Ok(())
    }

    /// Compares the words that lead to each declaration.
    async fn words(&mut self) -> Result<()> {
        let rows = word::Entity::find()
            .filter(word::Column::Region.eq(self.region))
            .order_by_asc(word::Column::Kind)
            .order_by_asc(word::Column::Subject);
        let mut rows = rows.stream(&self.on).await?;
        let mut groups = Groups::default();
        while let Some(row) = rows.try_next().await? {
            groups.add(&mut self.known, record::words(&row.kind, row.subject), row.word);
        }
        drop(rows);
        let (count, faults) = groups.end(&mut self.known);
        self.counted(count, faults);
        Ok(())
    }

    /// Compares the findings of each revision.
    async fn findings(&mut self) -> Result<()> {
        let rows = finding_row::Entity::find()
            .filter(finding_row::Column::Region.eq(self.region))
            .order_by_asc(finding_row::Column::Revision);
        let mut rows = rows.stream(&self.on).await?;
        let mut groups = Groups::default();
        while let Some(row) = rows.try_next().await? {
            let name = record::findings(row.revision.0);
            let fault = FoundFault { code: row.code, severity: row.severity, cause: row.cause };
            groups.add(&mut self.known, name, told(row.declaration, row.cycle, &fault));
        }
        drop(rows);
        let (count, faults) = groups.end(&mut self.known);
        self.counted(count, faults);
        Ok(())
    }

    fn counted(&mut self, count: u64, faults: Vec<Fault>) {
        self.records += count;
        self.tell(Part::Records, self.records);
        for fault in faults {
            self.found(fault);
        }
    }

    /// A record the events speak of is not there; which one, the event says.
    async fn gone(&mut self, seq: i64, wanted: u128) -> Result<()> {
        let event = event::Entity::find_by_id((self.region, seq)).one(&self.on).await?;
        let entries = event.and_then(|event| event.entries()).unwrap_or_default();
        let entry = entries.into_iter().find(|entry| key(&entry.record) == wanted);
        let name = entry.map(|entry| entry.record).unwrap_or_default();
        self.found(Fault::new(Some(seq), &name, Why::Gone));
        Ok(())
    }

    /// Reads the content of every attachment, those taken away among them.
    pub(super) async fn read_attachments(&mut self) -> Result<()> {
        let mut last = String::new();
        loop {
            let digests = attachment::Entity::find()
                .select_only()
                .column(attachment::Column::Digest)
                .distinct()
                .filter(attachment::Column::Region.eq(self.region))
                .filter(attachment::Column::Digest.gt(last.as_str()))
                .order_by_asc(attachment::Column::Digest)
                .limit(PAGE);
            let digests: Vec<String> = digests.into_tuple().all(&self.on).await?;
            for digest in &digests {
                self.attachments += 1;
                match self.content(digest).await? {
                    None => self.bad_content(digest, Why::ContentMissing).await?,
                    Some(found) if found != *digest => {
                        self.bad_content(digest, Why::ContentAltered).await?;
                    }
                    Some(_) => {}
                }
            }
            self.tell(Part::Attachments, self.attachments);
            match digests.into_iter().next_back() {
                Some(digest) => last = digest,
                None => return Ok(()),
            }
        }
    }

    /// The digest of the content kept under a digest; none when there is no content.
    async fn content(&self, digest: &str) -> Result<Option<String>> {
        let Some(path) = self.store.file(digest) else {
            let blob = blob::Entity::find_by_id(digest.to_owned()).one(&self.on).await?;
            return Ok(blob.map(|blob| digest::of_bytes(&blob.content)));
        };
        let mut file = match tokio::fs::File::open(path).await {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            file => file?,
        };
        let (mut sm3, mut piece) = (Sm3::new(), vec![0; 1 << 16]);
        loop {
            let count = file.read(&mut piece).await?;
            if count == 0 {
                return Ok(Some(digest::written(sm3)));
            }
            sm3.update(&piece[..count]);
        }
    }

    /// The first attachment with this content, and the event that attached it.
    async fn bad_content(&mut self, digest: &str, why: Why) -> Result<()> {
        let row = attachment::Entity::find()
            .filter(attachment::Column::Region.eq(self.region))
            .filter(attachment::Column::Digest.eq(digest))
            .order_by_asc(attachment::Column::Id)
            .one(&self.on)
            .await?;
        let Some(row) = row else { return Ok(()) };
        let subject = crate::attachment::subject(row.declaration, row.id);
        let event = event::Entity::find()
            .filter(event::Column::Region.eq(self.region))
            .filter(event::Column::Subject.eq(subject))
            .order_by_asc(event::Column::Seq)
            .one(&self.on)
            .await?;
        let name = record::name(&row);
        self.found(Fault::new(event.map(|event| event.seq), &name, why));
        Ok(())
    }
}

/// What is wrong with a record that was compared.
fn fault(held: Held, name: &str) -> Option<Fault> {
    match held {
        Held::Same | Held::Elsewhere => None,
        Held::Altered(seq) => Some(Fault::new(Some(seq), name, Why::Altered)),
        Held::Unknown => Some(Fault::new(None, name, Why::Unrecorded)),
    }
}

/// Rows that come one after the other and belong together.
#[derive(Default)]
struct Groups {
    name: String,
    rows: Vec<String>,
    count: u64,
    faults: Vec<Fault>,
}

impl Groups {
    fn add(&mut self, known: &mut Known, name: String, row: String) {
        if name != self.name {
            self.close(known);
            self.name = name;
        }
        self.rows.push(row);
    }

    fn close(&mut self, known: &mut Known) {
        if self.rows.is_empty() {
            return;
        }
        let rows = std::mem::take(&mut self.rows);
        let held = known.compare(&self.name, || record::digest_of_group(&rows));
        self.count += u64::from(held != Held::Elsewhere);
        self.faults.extend(fault(held, &self.name));
    }

    fn end(mut self, known: &mut Known) -> (u64, Vec<Fault>) {
        self.close(known);
        (self.count, self.faults)
    }
}

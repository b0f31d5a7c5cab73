//! What proves one declaration's history to somebody who sees nothing else: its events, its records
//! as they are digested, and the bare digests of all events from its first one to the end.

use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::change::NOTHING;
use crate::event::about;
use crate::judged::told;
use crate::tables::{
    adjustment, approval, aspect_sheet, attachment, comment, declaration, draft, draft_author,
    event, event_head, finding_row, review, revision, waiver, word,
};
use crate::words::DECLARATION;
use crate::{
    Attachment, DeclarationId, Error, Event, FoundFault, Head, RegionId, Result, Revision, Store,
    record,
};

/// How many digests are read in one go.
const PAGE: u64 = 20_000;

/// What proves one declaration's history.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// The link before its first event.
    pub before: String,
    /// The digests of all events from its first one to the end, a line for each.
    pub digests: String,
    /// Its events, in order.
    pub events: Vec<Event>,
    /// The end of the region's chain.
    pub head: Head,
    /// Its records: what events call them, and the text of which they hold the digest.
    pub records: Vec<(String, String)>,
    /// Its versions.
    pub revisions: Vec<Revision>,
    /// Its attachments, those taken away among them.
    pub attachments: Vec<Attachment>,
}

impl Store {
    /// What proves a declaration's history, as it is at one moment.
    ///
    /// # Errors
    /// When there is none in the region, or the database fails.
    pub async fn evidence(&self, region: RegionId, of: DeclarationId) -> Result<Evidence> {
        let on = &self.snapshot().await?;
        let subject = crate::declaration::subject(of);
        let events = event::Entity::find()
            .filter(event::Column::Region.eq(region))
            .filter(about(&subject))
            .order_by_asc(event::Column::Seq)
            .all(on)
            .await?;
        let first = events.first().ok_or(Error::Missing("申报"))?.seq;
        let before = event::Entity::find_by_id((region, first - 1)).one(on).await?;
        let head = event_head::Entity::find_by_id(region).one(on).await?;
        let head = head.ok_or(Error::Missing("地区"))?;
        let revisions = revision::Entity::find()
            .filter(revision::Column::Declaration.eq(of))
            .order_by_asc(revision::Column::Number);
        let attachments = attachment::Entity::find()
            .filter(attachment::Column::Declaration.eq(of))
            .order_by_asc(attachment::Column::Id);
        Ok(Evidence {
            before: before.map_or(NOTHING.to_owned(), |event| event.link),
            digests: digests(on, region, first).await?,
            events,
            head: Head { seq: head.seq, digest: head.digest },
            records: records(on, of).await?,
            revisions: revisions.all(on).await?,
            attachments: attachments.all(on).await?,
        })
    }
}

async fn digests(on: &DatabaseTransaction, region: RegionId, first: i64) -> Result<String> {
    let (mut text, mut next) = (String::new(), first);
    loop {
        let page = event::Entity::find()
            .select_only()
            .columns([event::Column::Seq, event::Column::Digest])
            .filter(event::Column::Region.eq(region))
            .filter(event::Column::Seq.gte(next))
            .order_by_asc(event::Column::Seq)
            .limit(PAGE);
        let page: Vec<(i64, String)> = page.into_tuple().all(on).await?;
        let Some((last, _)) = page.last() else { return Ok(text) };
        next = last + 1;
        for (_, digest) in &page {
            text.push_str(digest);
            text.push('\n');
        }
    }
}

async fn records(on: &DatabaseTransaction, of: DeclarationId) -> Result<Vec<(String, String)>> {
    let mut all = rows::<declaration::Entity>(on, declaration::Column::Id, of).await?;
    all.extend(rows::<draft::Entity>(on, draft::Column::Declaration, of).await?);
    all.extend(rows::<draft_author::Entity>(on, draft_author::Column::Declaration, of).await?);
    all.extend(rows::<revision::Entity>(on, revision::Column::Declaration, of).await?);
    all.extend(rows::<review::Entity>(on, review::Column::Declaration, of).await?);
    all.extend(rows::<comment::Entity>(on, comment::Column::Declaration, of).await?);
    all.extend(rows::<waiver::Entity>(on, waiver::Column::Declaration, of).await?);
    all.extend(rows::<approval::Entity>(on, approval::Column::Declaration, of).await?);
    all.extend(rows::<adjustment::Entity>(on, adjustment::Column::Declaration, of).await?);
    all.extend(rows::<aspect_sheet::Entity>(on, aspect_sheet::Column::Declaration, of).await?);
    all.extend(rows::<attachment::Entity>(on, attachment::Column::Declaration, of).await?);
    all.extend(groups(on, of).await?);
    Ok(all)
}

/// The rows of a table that belong to a declaration.
async fn rows<E: EntityTrait>(
    on: &DatabaseTransaction,
    column: E::Column,
    of: DeclarationId,
) -> Result<Vec<(String, String)>> {
    let rows = E::find().filter(column.eq(of)).all(on).await?;
    Ok(rows.iter().map(|row| (record::name(row), record::text(row))).collect())
}

/// Rows of a declaration that are one record together.
async fn groups(on: &DatabaseTransaction, of: DeclarationId) -> Result<Vec<(String, String)>> {
    let words = word::Entity::find()
        .select_only()
        .column(word::Column::Word)
        .filter(word::Column::Kind.eq(DECLARATION))
        .filter(word::Column::Subject.eq(of.0));
    let words: Vec<String> = words.into_tuple().all(on).await?;
    let mut all = Vec::new();
    if !words.is_empty() {
        all.push((record::words(DECLARATION, of.0), record::text_of_group(&words)));
    }
    let rows = finding_row::Entity::find()
        .filter(finding_row::Column::Declaration.eq(of))
        .order_by_asc(finding_row::Column::Revision);
    let rows = rows.all(on).await?;
    for some in rows.chunk_by(|one, other| one.revision == other.revision) {
        let lines = some.iter().map(|row| {
            let (code, severity) = (row.code.clone(), row.severity.clone());
            let fault = FoundFault { code, severity, cause: row.cause.clone() };
            told(row.declaration, row.cycle, &fault)
        });
        let lines: Vec<String> = lines.collect();
        all.push((record::findings(some[0].revision.0), record::text_of_group(&lines)));
    }
    Ok(all)
}

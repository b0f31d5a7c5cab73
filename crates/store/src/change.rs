//! The one way to change anything.
//!
//! [`Store::changing`] opens a transaction and takes the region's chain for itself, so that
//! changes of one region come one after the other on both databases. [`Changing`] can be read and
//! written through, and ends only by [`Changing::commit`] or [`Changing::commit_all`], which
//! append one event for each subject that was changed, naming every record written; dropped, it leaves nothing behind. Nothing
//! else in this crate uses the connection that may write, but for `mark`, `door` and `work`.

use chrono::{DateTime, SubsecRound, Utc};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction,
    DbBackend, EntityTrait, ModelTrait, QueryFilter, QuerySelect, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};

use crate::tables::{event, event_head, idempotency_key, person, unit};
use crate::{DeclarationId, Entry, Error, PersonId, RegionId, Result, Store, UnitId, digest};

/// Who changes something, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct By {
    /// The person; none when the program does it, as in its first set-up.
    pub person: Option<PersonId>,
    /// For whom they stand in.
    pub acting_for: Option<PersonId>,
    /// When, to the microsecond: PostgreSQL keeps no more.
    pub(crate) at: DateTime<Utc>,
    /// The declaration whose state the leave was given for, and its version then.
    pub(crate) seen: Option<(DeclarationId, i64)>,
}

impl By {
    /// This person, at this time.
    pub fn person(person: PersonId, at: DateTime<Utc>) -> Self {
        Self { person: Some(person), ..Self::program(at) }
    }

    /// The program, at this time.
    pub fn program(at: DateTime<Utc>) -> Self {
        Self { person: None, acting_for: None, at: at.trunc_subsecs(6), seen: None }
    }

    /// The same, standing in for somebody.
    pub fn acting_for(self, person: PersonId) -> Self {
        Self { acting_for: Some(person), ..self }
    }

    /// The same, only while a declaration is as it was when leave was asked for: what was handed in
    /// or taken on meanwhile is not written on.
    pub fn while_at(self, declaration: DeclarationId, version: i64) -> Self {
        Self { seen: Some((declaration, version)), ..self }
    }

    /// When.
    pub fn at(&self) -> DateTime<Utc> {
        self.at
    }
}

/// Kinds of events, and their words in the record.
macro_rules! what {
    ($($name:ident $word:literal),+ $(,)?) => {
        /// What an event says was done.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum What {
            $(#[doc = $word] $name),+
        }

        impl What {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The word in the record; never renamed.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }
        }
    };
}

what! {
    RegionAdded "region added",
    RegionRecoded "region recoded",
    UnitAdded "unit added",
    UnitChanged "unit changed",
    UnitCorrected "unit corrected",
    UnitClosed "unit closed",
    UnitsMerged "units merged",
    UnitSplit "unit split",
    PersonAdded "person added",
    PersonChanged "person changed",
    PersonDeactivated "person deactivated",
    PersonReactivated "person reactivated",
    PasswordSet "password set",
    PasswordReset "password reset",
    TotpSet "totp set",
    TotpRemoved "totp removed",
    SignedIn "signed in",
    SignedOut "signed out",
    SignInLocked "sign-in locked",
    SessionEnded "session ended",
    TokenMade "token made",
    TokenRevoked "token revoked",
    RoleGranted "role granted",
    RoleEnded "role ended",
    StandInNamed "stand-in named",
    StandInEnded "stand-in ended",
    CycleOpened "cycle opened",
    CycleChanged "cycle changed",
    CycleClosed "cycle closed",
    CycleReopened "cycle reopened",
    LockSet "lock set",
    LockLifted "lock lifted",
    ExceptionGiven "exception given",
    ExceptionWithdrawn "exception withdrawn",
    DeclarationMade "declaration made",
    DraftSaved "draft saved",
    DraftJudged "draft judged",
    DeclarationRenamed "declaration renamed",
    DeclarationAssigned "declaration assigned",
    DeclarationAdvanced "declaration advanced",
    DeclarationApproved "declaration approved",
    AdjustmentBegun "adjustment begun",
    AdjustmentAbandoned "adjustment abandoned",
    CommentAdded "comment added",
    CommentResolved "comment resolved",
    WaiverGiven "waiver given",
    WaiverTaken "waiver taken back",
    SheetSaved "aspect sheet saved",
    SheetDecided "aspect sheet decided",
    FileAttached "file attached",
    FileDetached "file detached",
    JobAsked "job asked",
}

/// Whom an event concerns, for whoever keeps in memory what they have read.
pub(crate) enum Touched {
    /// What holds for all: units, people and their parts, cycles, locks.
    Settled,
    /// What others see of a declaration.
    Handed,
    /// Nobody else.
    Own,
}

impl What {
    fn touches(self) -> Touched {
        match self {
            Self::SignedIn | Self::SignedOut | Self::SessionEnded => Touched::Own,
            Self::TokenMade | Self::TokenRevoked => Touched::Own,
            Self::DraftSaved | Self::DraftJudged => Touched::Own,
            Self::CommentAdded | Self::CommentResolved => Touched::Own,
            Self::WaiverGiven | Self::WaiverTaken => Touched::Own,
            Self::SheetSaved | Self::SheetDecided => Touched::Own,
            Self::FileAttached | Self::FileDetached | Self::JobAsked => Touched::Own,
            Self::DeclarationMade | Self::DeclarationRenamed => Touched::Handed,
            Self::DeclarationAssigned | Self::DeclarationAdvanced => Touched::Handed,
            Self::DeclarationApproved => Touched::Handed,
            Self::AdjustmentBegun | Self::AdjustmentAbandoned => Touched::Handed,
            // Whatever is new counts for all until somebody says that it need not.
            _ => Touched::Settled,
        }
    }
}

/// Events written in one statement; SQLite and PostgreSQL both take that many values.
const AT_ONCE: usize = 500;
/// Before the first event of a region there is this.
pub(crate) const NOTHING: &str = "";

/// A change under way.
#[must_use = "a change that is not committed leaves nothing"]
pub(crate) struct Changing {
    transaction: DatabaseTransaction,
    pub(crate) region: RegionId,
    pub(crate) by: By,
    head: event_head::Model,
}

/// What a change did to one subject: every record it wrote has its entry.
#[must_use = "a change of a record belongs into the chain"]
pub(crate) struct Done {
    what: What,
    subject: String,
    entries: Vec<Entry>,
}

impl Done {
    /// `subject` is `kind/number`; the records are told one by one.
    pub(crate) fn new(what: What, subject: String) -> Self {
        Self { what, subject, entries: Vec::new() }
    }

    /// Something new.
    pub(crate) fn made(what: What, subject: String, after: &impl ModelTrait) -> Self {
        Self::new(what, subject).and_made(after)
    }

    /// Something changed.
    pub(crate) fn changed<M: ModelTrait>(
        what: What,
        subject: String,
        before: &M,
        after: &M,
    ) -> Self {
        Self::new(what, subject).and([Entry::changed(before, after)])
    }

    /// A record was made with it.
    pub(crate) fn and_made(self, after: &impl ModelTrait) -> Self {
        self.and([Entry::made(after)])
    }

    /// These were changed with it.
    pub(crate) fn and(mut self, entries: impl IntoIterator<Item = Entry>) -> Self {
        self.entries.extend(entries);
        self
    }
}

impl Store {
    /// Begins a change in a region; waits while another change of the region is under way.
    pub(crate) async fn changing(&self, region: RegionId, by: By) -> Result<Changing> {
        let transaction = begin(&self.write).await?;
        let head = event_head::Entity::find_by_id(region);
        let head = match transaction.get_database_backend() {
            DbBackend::Postgres => head.lock_exclusive(),
            _ => head,
        };
        let head = head.one(&transaction).await?.ok_or(Error::Missing("地区"))?;
        let change = Changing { transaction, region, by, head };
        if let Some((declaration, version)) = by.seen {
            change.declaration(declaration, version).await?;
        }
        Ok(change)
    }

    /// Begins the change that makes a region: `make` writes it and gives its id.
    pub(crate) async fn changing_new<F>(&self, by: By, make: F) -> Result<Changing>
    where
        F: AsyncFnOnce(&DatabaseTransaction) -> Result<RegionId>,
    {
        let transaction = begin(&self.write).await?;
        let region = make(&transaction).await?;
        let head = event_head::ActiveModel {
            region: Set(region),
            seq: Set(0),
            digest: Set(NOTHING.to_owned()),
            settled: Set(0),
            handed: Set(0),
        };
        let head = head.insert(&transaction).await?;
        Ok(Changing { transaction, region, by, head })
    }
}

async fn begin(connection: &sea_orm::DatabaseConnection) -> Result<DatabaseTransaction> {
    // SQLite: taking the write lock at once, a reader never has to become a writer and fail.
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    Ok(connection.begin_with_options(options).await?)
}

impl Changing {
    /// What to read and write through.
    pub(crate) fn on(&self) -> &DatabaseTransaction {
        &self.transaction
    }

    /// What this key gave before and when, if the same person used it for the same before.
    pub(crate) async fn earlier(
        &self,
        what: What,
        key: Option<&str>,
    ) -> Result<Option<(i64, DateTime<Utc>)>> {
        let Some(key) = key else { return Ok(None) };
        let row = idempotency_key::Entity::find()
            .filter(idempotency_key::Column::Region.eq(self.region))
            .filter(idempotency_key::Column::Key.eq(self.own(what, key)))
            .one(self.on())
            .await?;
        Ok(row.map(|row| (row.result, row.at)))
    }

    /// Remembers what a key gave, to say the same when it is used again.
    pub(crate) async fn remember(&self, what: What, key: Option<&str>, result: i64) -> Result<()> {
        let Some(key) = key else { return Ok(()) };
        let row = idempotency_key::ActiveModel {
            region: Set(self.region),
            key: Set(self.own(what, key)),
            result: Set(result),
            at: Set(self.by.at),
        };
        idempotency_key::Entity::insert(row).exec_without_returning(self.on()).await?;
        Ok(())
    }

    /// Keys of different people never meet, nor those of different requests.
    fn own(&self, what: What, key: &str) -> String {
        key_of(self.by.person, what, key)
    }

    /// Refuses a unit of another region.
    pub(crate) async fn own_unit(&self, id: UnitId) -> Result<()> {
        let found = unit::Entity::find_by_id(id).one(self.on()).await?;
        let own = found.is_some_and(|unit| unit.region == self.region);
        own.then_some(()).ok_or(Error::Missing("单位"))
    }

    /// Refuses a person of another region.
    pub(crate) async fn own_person(&self, id: PersonId) -> Result<()> {
        let found = person::Entity::find_by_id(id).one(self.on()).await?;
        let own = found.is_some_and(|person| person.region == self.region);
        own.then_some(()).ok_or(Error::Missing("人员"))
    }

    /// The name of a person, for messages.
    pub(crate) async fn name(&self, who: Option<PersonId>) -> Result<String> {
        let Some(who) = who else { return Ok("系统".to_owned()) };
        let person = person::Entity::find_by_id(who).one(self.on()).await?;
        Ok(person.map_or_else(|| "另一位人员".to_owned(), |person| person.name))
    }

    /// Appends the event and commits both together.
    pub(crate) async fn commit(self, done: Done) -> Result<()> {
        self.commit_all(done, Vec::new()).await
    }

    /// Appends an event for each record that was changed, at least one, and commits all together.
    pub(crate) async fn commit_all(self, first: Done, more: Vec<Done>) -> Result<()> {
        let mut head = self.head.clone();
        let mut events = Vec::with_capacity(1 + more.len());
        for done in std::iter::once(first).chain(more) {
            let done_to = done.what.touches();
            let event = self.event(&head, done);
            head.seq = event.seq;
            head.digest.clone_from(&event.link);
            match done_to {
                Touched::Settled => head.settled = event.seq,
                Touched::Handed => head.handed = event.seq,
                Touched::Own => {}
            }
            events.push(event::ActiveModel::from(event).reset_all());
        }
        for some in events.chunks(AT_ONCE) {
            event::Entity::insert_many(some.to_vec())
                .exec_without_returning(&self.transaction)
                .await?;
        }
        event_head::ActiveModel::from(head).reset_all().update(&self.transaction).await?;
        Ok(self.transaction.commit().await?)
    }

    /// The event that follows `head`.
    fn event(&self, head: &event_head::Model, done: Done) -> event::Model {
        let event = event::Model {
            region: self.region,
            seq: head.seq + 1,
            at: self.by.at,
            person: self.by.person,
            acting_for: self.by.acting_for,
            what: done.what.as_str().to_owned(),
            subject: done.subject,
            records: done.entries.iter().map(Entry::line).collect::<Vec<_>>().join("\n"),
            digest: String::new(),
            link: String::new(),
        };
        let digest = digest::of_bytes(event.text().as_bytes());
        event::Model { link: digest::link(&head.digest, &digest), digest, ..event }
    }
}

/// A key as it is kept: keys of different people never meet, nor those of different requests.
pub(crate) fn key_of(person: Option<PersonId>, what: What, key: &str) -> String {
    let person = person.map_or(0, |person| person.0);
    // Keys come from outside, as long and as odd as somebody likes.
    format!("{person}/{}/{}", what.as_str(), digest::of_bytes(key.as_bytes()))
}

//! What stands at the door while somebody signs in: tries lately made, and tickets between the
//! password and the code. Kept here so that several servers on one database count together.
//!
//! None of it is a record and none of it needs an event: rows live for minutes, nothing leans on
//! them, and what follows from them, such as a session or a lock-out, is a change with its own. The
//! rule, held by a test: a function here is one statement on `sign_in_try` or `sign_in_ticket`.
//! Keys and tickets are kept as digests, for somebody may type a password where a login belongs.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter};

use crate::tables::{credential, sign_in_ticket, sign_in_try};
use crate::{Credential, PersonId, RegionId, Result, Store, digest};

impl Store {
    /// Counts a try under a key; false, and not counted, when there were `most` within `lasts`.
    ///
    /// Tries at once, from several servers too, are counted one after the other.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_try(
        &self,
        (key, most): (&str, i32),
        lasts: TimeDelta,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        use sign_in_try::{Column, Entity};
        let now = now.trunc_subsecs(6);
        let since = || Expr::col((Entity, Column::Since));
        // Counted while the clock stood far ahead, it would else shut people out until then.
        let over = || since().lte(now - lasts).or(since().gt(now + lasts));
        let count = || Expr::col((Entity, Column::Count));
        let or_anew = |anew: Expr, on: Expr| Expr::case(over(), anew).finally(on);
        let row = sign_in_try::ActiveModel {
            key: Set(digest::of_bytes(key.as_bytes())),
            count: Set(1),
            since: Set(now),
        };
        let begun = or_anew(Expr::value(now), since());
        let again = OnConflict::column(Column::Key)
            .value(Column::Count, or_anew(Expr::value(1), count().add(1)))
            .value(Column::Since, begun)
            .action_and_where(over().or(count().lt(most)))
            .to_owned();
        let counted = Entity::insert(row).on_conflict(again);
        Ok(counted.exec_without_returning(&self.write).await? == 1)
    }

    /// Takes one try under a key back.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forgive_try(&self, key: &str) -> Result<()> {
        use sign_in_try::{Column, Entity};
        Entity::update_many()
            .col_expr(Column::Count, Expr::col(Column::Count).sub(1))
            .filter(Column::Key.eq(digest::of_bytes(key.as_bytes())))
            .filter(Column::Count.gt(0))
            .exec(&self.write)
            .await?;
        Ok(())
    }

    /// Forgets the tries under a key, and all that are older than `lasts`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_tries(
        &self,
        key: &str,
        lasts: TimeDelta,
        now: DateTime<Utc>,
    ) -> Result<()> {
        use sign_in_try::{Column, Entity};
        let key = Column::Key.eq(digest::of_bytes(key.as_bytes()));
        let gone = Condition::any().add(key).add(Column::Since.lte(now - lasts));
        Entity::delete_many().filter(gone).exec(&self.write).await?;
        Ok(())
    }

    /// Remembers who gave the right password until they give the code.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_ticket(
        &self,
        ticket: &str,
        of: &Credential,
        until: DateTime<Utc>,
    ) -> Result<()> {
        let row = sign_in_ticket::ActiveModel {
            digest: Set(digest::of_bytes(ticket.as_bytes())),
            region: Set(of.region),
            person: Set(of.person),
            credential: Set(version(of)),
            until: Set(until.trunc_subsecs(6)),
        };
        sign_in_ticket::Entity::insert(row).exec_without_returning(&self.write).await?;
        Ok(())
    }

    /// The credential for which a ticket was given, as long as it is still that one: a password or
    /// a secret set anew meanwhile makes the ticket worthless. It stays for another try.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ticket_holder(
        &self,
        ticket: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<Credential>> {
        let ticket = sign_in_ticket::Entity::find_by_id(digest::of_bytes(ticket.as_bytes()));
        let ticket = ticket.one(&self.read).await?.filter(|ticket| now < ticket.until);
        let Some(ticket) = ticket else { return Ok(None) };
        let held = credential::Entity::find_by_id(ticket.person).one(&self.read).await?;
        Ok(held.filter(|held| version(held) == ticket.credential))
    }

    /// Takes the tickets of a person back, and those that ran out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drop_tickets(
        &self,
        region: RegionId,
        who: PersonId,
        now: DateTime<Utc>,
    ) -> Result<()> {
        use sign_in_ticket::{Column, Entity};
        let theirs = Column::Region.eq(region).and(Column::Person.eq(who));
        let gone = Condition::any().add(theirs).add(Column::Until.lte(now));
        Entity::delete_many().filter(gone).exec(&self.write).await?;
        Ok(())
    }
}

/// What a ticket holds for: this password, set then, and this secret of the codes.
fn version(credential: &Credential) -> String {
    let set = credential.changed_at.timestamp_micros().to_string();
    let codes = credential.totp.as_deref().unwrap_or_default();
    digest::of_texts(&[&credential.hash, &set, codes])
}

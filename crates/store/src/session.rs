//! Sessions: who is signed in where. A browser sends a token of which only the digest is kept.
//!
//! Signing in and out and every ending are events. When somebody was last seen is not: that is
//! counted in `mark`. Ended sessions stay, as the record of who was signed in from where.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult,
    JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait, RelationDef,
};

use crate::change::{By, Changing, Done, What};
use crate::tables::{event_head, person, session};
use crate::{
    Error, Person, PersonId, RegionId, Result, Session, SessionId, Stamps, Store, digest, mark,
};

/// A session to be begun.
#[derive(Debug, Clone)]
pub struct NewSession<'s> {
    /// Who signs in.
    pub person: PersonId,
    /// The hash their password was found to fit: set anew meanwhile, it lets nobody in.
    pub hash: &'s str,
    /// What their browser will send; made above, by chance.
    pub token: &'s str,
    /// First moment it no longer holds.
    pub until: DateTime<Utc>,
    /// Address of the machine.
    pub address: &'s str,
    /// What the browser calls itself.
    pub agent: &'s str,
}

/// Whose session it is, and what was done last in their region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// The session.
    pub session: Session,
    /// Whose it is.
    pub person: Person,
    /// The last events of their region.
    pub stamps: Stamps,
}

impl Store {
    /// Signs a person in, whose password was found right; their failures are forgotten.
    ///
    /// # Errors
    /// When there is no such person in the region, they are shut out or locked out, their password
    /// is another one now, or the database fails.
    pub async fn begin_session(
        &self,
        by: By,
        region: RegionId,
        new: &NewSession<'_>,
    ) -> Result<SessionId> {
        let change = self.changing(region, by).await?;
        if !change.person(new.person).await?.active {
            return Err(Error::Refused("该人员已经停用，不能登录。"));
        }
        let unlocked = change.let_in(new.person, new.hash).await?;
        let row = session::ActiveModel {
            region: Set(region),
            person: Set(new.person),
            digest: Set(digest::of_bytes(new.token.as_bytes())),
            made_at: Set(by.at),
            seen_at: Set(by.at),
            until: Set(new.until.trunc_subsecs(6)),
            address: Set(new.address.to_owned()),
            agent: Set(new.agent.to_owned()),
            ended_at: Set(None),
            ..Default::default()
        };
        let row = row.insert(change.on()).await;
        let row = row.map_err(|error| Error::exists(error, "使用该令牌的登录"))?;
        let done = Done::made(What::SignedIn, subject(row.id), &row).and(unlocked);
        change.commit(done).await?;
        Ok(row.id)
    }

    /// The session of a token, if it holds: not ended, not run out, its person not shut out, and
    /// seen within `idle`. That it was seen is noted, once a minute. One statement, as every request
    /// asks it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_session(
        &self,
        token: &str,
        now: DateTime<Utc>,
        idle: TimeDelta,
    ) -> Result<Option<Entered>> {
        let Some(entered) = self.entered(token).await? else { return Ok(None) };
        let Entered { session, person, .. } = &entered;
        let idle = now.signed_duration_since(session.seen_at) >= idle;
        if idle || now >= session.until || !person.active {
            return Ok(None);
        }
        // Seen while the clock stood ahead, it would else never be idle until then.
        if now.signed_duration_since(session.seen_at).abs() >= mark::SELDOM {
            mark::as_far_as_may_be(self.mark_seen(session.id, now).await)?;
        }
        Ok(Some(entered))
    }

    async fn entered(&self, token: &str) -> Result<Option<Entered>> {
        let to_person: RelationDef = session::Entity::belongs_to(person::Entity)
            .from(session::Column::Person)
            .to(person::Column::Id)
            .into();
        let to_head: RelationDef = session::Entity::belongs_to(event_head::Entity)
            .from(session::Column::Region)
            .to(event_head::Column::Region)
            .into();
        let select = session::Entity::find()
            .filter(session::Column::Digest.eq(digest::of_bytes(token.as_bytes())))
            .filter(session::Column::EndedAt.is_null())
            .join(JoinType::InnerJoin, to_person)
            .join(JoinType::InnerJoin, to_head)
            .column_as(event_head::Column::Settled, "settled")
            .column_as(event_head::Column::Handed, "handed")
            .column_as(event_head::Column::Seq, "last")
            .select_also(person::Entity);
        let Some(row) = self.read.query_one(&select.into_query()).await? else { return Ok(None) };
        let stamps = Stamps {
            settled: row.try_get("A_", "settled")?,
            handed: row.try_get("A_", "handed")?,
            last: row.try_get("A_", "last")?,
        };
        let session = Session::from_query_result(&row, "A_")?;
        let person = Person::from_query_result(&row, "B_")?;
        Ok(Some(Entered { session, person, stamps }))
    }

    /// The sessions of a person that hold, the latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sessions(
        &self,
        region: RegionId,
        who: PersonId,
        now: DateTime<Utc>,
    ) -> Result<Vec<Session>> {
        let rows = session::Entity::find()
            .filter(session::Column::Region.eq(region))
            .filter(session::Column::Person.eq(who))
            .filter(session::Column::EndedAt.is_null())
            .order_by_desc(session::Column::Id);
        let mut rows = rows.all(&self.read).await?;
        rows.retain(|session| now < session.until);
        Ok(rows)
    }

    /// Ends the session in which somebody signs out.
    ///
    /// # Errors
    /// When there is no such session of the person that holds, or the database fails.
    pub async fn sign_out(
        &self,
        by: By,
        region: RegionId,
        who: PersonId,
        id: SessionId,
    ) -> Result<()> {
        self.end(by, region, who, id, What::SignedOut).await
    }

    /// Ends a session of a person from outside it.
    ///
    /// # Errors
    /// When there is no such session of the person that holds, or the database fails.
    pub async fn end_session(
        &self,
        by: By,
        region: RegionId,
        who: PersonId,
        id: SessionId,
    ) -> Result<()> {
        self.end(by, region, who, id, What::SessionEnded).await
    }

    async fn end(
        &self,
        by: By,
        region: RegionId,
        who: PersonId,
        id: SessionId,
        what: What,
    ) -> Result<()> {
        let change = self.changing(region, by).await?;
        let held = change.held(who).await?;
        let before = held.into_iter().find(|session| session.id == id);
        let before = before.ok_or(Error::Missing("登录"))?;
        let mut row = session::ActiveModel::from(before.clone());
        row.ended_at = Set(Some(by.at));
        let after = row.update(change.on()).await?;
        change.commit(Done::changed(what, subject(id), &before, &after)).await
    }

    /// Ends all sessions of a person, but for one to be kept; gives how many ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_sessions(
        &self,
        by: By,
        region: RegionId,
        who: PersonId,
        keep: Option<SessionId>,
    ) -> Result<usize> {
        let change = self.changing(region, by).await?;
        let mut ended = change.end_sessions(who, keep).await?;
        let count = ended.len();
        if let Some(first) = ended.pop() {
            change.commit_all(first, ended).await?;
        }
        Ok(count)
    }
}

impl Changing {
    /// The sessions of a person that hold.
    async fn held(&self, who: PersonId) -> Result<Vec<Session>> {
        let rows = session::Entity::find()
            .filter(session::Column::Region.eq(self.region))
            .filter(session::Column::Person.eq(who))
            .filter(session::Column::EndedAt.is_null())
            .order_by_asc(session::Column::Id);
        let mut rows = rows.all(self.on()).await?;
        rows.retain(|session| self.by.at < session.until);
        Ok(rows)
    }

    /// Whatever changes what somebody may do, or how they prove who they are, puts them out: their
    /// sessions end, but for one to be kept, and their tokens are taken back.
    pub(crate) async fn put_out(
        &self,
        who: PersonId,
        keep: Option<SessionId>,
    ) -> Result<Vec<Done>> {
        let mut done = self.end_sessions(who, keep).await?;
        done.append(&mut self.revoke_tokens(who).await?);
        Ok(done)
    }

    /// Ends the sessions of a person, but for one to be kept, as part of another change.
    async fn end_sessions(&self, who: PersonId, keep: Option<SessionId>) -> Result<Vec<Done>> {
        let mut held = self.held(who).await?;
        held.retain(|session| Some(session.id) != keep);
        session::Entity::update_many()
            .set(session::ActiveModel { ended_at: Set(Some(self.by.at)), ..Default::default() })
            .filter(session::Column::Id.is_in(held.iter().map(|session| session.id)))
            .exec(self.on())
            .await?;
        let ended = |before: Session| {
            let after = Session { ended_at: Some(self.by.at), ..before.clone() };
            Done::changed(What::SessionEnded, subject(before.id), &before, &after)
        };
        Ok(held.into_iter().map(ended).collect())
    }
}

fn subject(session: SessionId) -> String {
    format!("session/{}", session.0)
}

//! What people sign in with. How a password is hashed or a code is made is decided above: here they
//! are texts that are kept, counted against and replaced.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
};

use crate::change::{By, Changing, Done, What};
use crate::person::subject;
use crate::tables::credential;
use crate::{Credential, Entry, Error, PersonId, RegionId, Result, SessionId, Store};

/// When wrong passwords lock somebody out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LockOut {
    /// After how many.
    pub failures: i32,
    /// For how long.
    pub lasts: TimeDelta,
}

/// A password somebody chose.
#[derive(Debug, Clone)]
pub struct NewPassword<'p> {
    /// Who.
    pub person: PersonId,
    /// The hash their old password was found to fit.
    pub old: &'p str,
    /// The new password, hashed above.
    pub hash: &'p str,
    /// The session they are in, which goes on.
    pub keep: Option<SessionId>,
}

impl Store {
    /// What a person signs in with; none when they were never given anything.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn credential(&self, region: RegionId, who: PersonId) -> Result<Option<Credential>> {
        let row = credential::Entity::find_by_id(who).filter(credential::Column::Region.eq(region));
        Ok(row.one(&self.read).await?)
    }

    /// What the people of a region sign in with.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn credentials(&self, region: RegionId) -> Result<Vec<Credential>> {
        let rows = credential::Entity::find().filter(credential::Column::Region.eq(region));
        Ok(rows.order_by_asc(credential::Column::Person).all(&self.read).await?)
    }

    /// Sets the password a person chose; their sessions end, but for the one they are in, and their
    /// tokens are taken back.
    ///
    /// # Errors
    /// When there is no such person in the region, their password is no longer the old one, or
    /// the database fails.
    pub async fn set_password(
        &self,
        by: By,
        region: RegionId,
        new: &NewPassword<'_>,
    ) -> Result<()> {
        let change = self.changing(region, by).await?;
        change.fits(new.person, new.old).await?;
        let done = change.set_hash(new.person, new.hash, What::PasswordSet).await?;
        let more = change.put_out(new.person, new.keep).await?;
        change.commit_all(done, more).await
    }

    /// Sets a password for a person, who must change it first of all; their sessions end, their
    /// tokens are taken back and a lock-out is lifted.
    ///
    /// # Errors
    /// When there is no such person in the region, or the database fails.
    pub async fn reset_password(
        &self,
        by: By,
        region: RegionId,
        who: PersonId,
        hash: &str,
    ) -> Result<()> {
        let change = self.changing(region, by).await?;
        let done = change.set_hash(who, hash, What::PasswordReset).await?;
        let more = change.put_out(who, None).await?;
        change.commit_all(done, more).await
    }

    /// Counts a wrong password; locks the person out when there were too many. Gives until when
    /// they are locked out, if they are.
    ///
    /// Of many tries at once some may be looked at before the lock-out; none of them gets in after
    /// it, because `begin_session` asks again.
    ///
    /// # Errors
    /// When they have nothing to sign in with, or the database fails.
    pub async fn fail_sign_in(
        &self,
        region: RegionId,
        who: PersonId,
        limit: LockOut,
        now: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>> {
        let seen = self.credential(region, who).await?.ok_or(Error::Missing("登录凭据"))?;
        if let Some(until) = locked(&seen, now) {
            return Ok(Some(until));
        }
        self.mark_failure(region, who).await?;
        let counted = self.credential(region, who).await?.ok_or(Error::Missing("登录凭据"))?;
        if counted.failed < limit.failures {
            return Ok(locked(&counted, now));
        }
        let change = self.changing(region, By::program(now)).await?;
        let before = change.credential(who).await?.ok_or(Error::Missing("登录凭据"))?;
        if before.failed < limit.failures {
            // Somebody else's count came first, and locked or let in.
            return Ok(locked(&before, now));
        }
        let until = change.by.at + limit.lasts;
        let mut row = credential::ActiveModel::from(before.clone());
        row.failed = Set(0);
        row.locked_until = Set(Some(until));
        let after = row.update(change.on()).await?;
        let done = Done::changed(What::SignInLocked, subject(who), &before, &after);
        change.commit(done).await?;
        Ok(Some(until))
    }

    /// Asks a person for one-time codes made from this secret from now on.
    ///
    /// # Errors
    /// When they have nothing to sign in with, or the database fails.
    pub async fn set_totp(
        &self,
        by: By,
        region: RegionId,
        who: PersonId,
        secret: &str,
    ) -> Result<()> {
        self.change_totp(by, region, who, Some(secret)).await
    }

    /// Asks a person for one-time codes no longer.
    ///
    /// # Errors
    /// When they have nothing to sign in with, or the database fails.
    pub async fn remove_totp(&self, by: By, region: RegionId, who: PersonId) -> Result<()> {
        self.change_totp(by, region, who, None).await
    }

    async fn change_totp(
        &self,
        by: By,
        region: RegionId,
        who: PersonId,
        secret: Option<&str>,
    ) -> Result<()> {
        let change = self.changing(region, by).await?;
        let before = change.credential(who).await?.ok_or(Error::Missing("登录凭据"))?;
        let mut row = credential::ActiveModel::from(before.clone());
        row.totp = Set(secret.map(ToOwned::to_owned));
        row.totp_step = Set(None);
        let after = row.update(change.on()).await?;
        let what = if secret.is_some() { What::TotpSet } else { What::TotpRemoved };
        change.commit(Done::changed(what, subject(who), &before, &after)).await
    }
}

impl Changing {
    async fn credential(&self, who: PersonId) -> Result<Option<Credential>> {
        let row =
            credential::Entity::find_by_id(who).filter(credential::Column::Region.eq(self.region));
        Ok(row.one(self.on()).await?)
    }

    /// Writes a password; who did not choose it themselves must change it.
    pub(crate) async fn set_hash(&self, who: PersonId, hash: &str, what: What) -> Result<Done> {
        self.own_person(who).await?;
        let before = self.credential(who).await?;
        let row = credential::ActiveModel {
            person: Set(who),
            region: Set(self.region),
            hash: Set(hash.to_owned()),
            must_change: Set(what == What::PasswordReset),
            failed: Set(0),
            locked_until: Set(None),
            changed_at: Set(self.by.at),
            ..Default::default()
        };
        let after = match &before {
            Some(_) => row.update(self.on()).await?,
            None => row.insert(self.on()).await?,
        };
        let entry =
            before.map_or_else(|| Entry::made(&after), |before| Entry::changed(&before, &after));
        Ok(Done::new(what, subject(who)).and([entry]))
    }

    /// The credential of a person whose password is the one that was looked at.
    async fn fits(&self, who: PersonId, hash: &str) -> Result<Credential> {
        let row = self.credential(who).await?.filter(|row| row.hash == hash);
        row.ok_or(Error::Refused("密码刚刚被重设，请用新密码登录。"))
    }

    /// Forgets the failures of somebody who signs in; refuses whoever is locked out.
    pub(crate) async fn let_in(&self, who: PersonId, hash: &str) -> Result<Option<Entry>> {
        let before = self.fits(who, hash).await?;
        if locked(&before, self.by.at).is_some() {
            return Err(Error::Refused("密码错误次数过多，账号暂时锁定，请稍后再试。"));
        }
        if before.failed > 0 || before.locked_until.is_some() {
            let mut row = credential::ActiveModel::from(before.clone());
            row.failed = Set(0);
            row.locked_until = Set(None);
            let after = row.update(self.on()).await?;
            return Ok(before.locked_until.map(|_| Entry::changed(&before, &after)));
        }
        Ok(None)
    }
}

/// Until when somebody is locked out, if they are.
fn locked(credential: &Credential, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    credential.locked_until.filter(|until| now < *until)
}

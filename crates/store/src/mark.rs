//! What may be written without an event: nothing that anybody decided.
//!
//! When a session was last seen, when a token was last used, how many wrong passwords were tried
//! since the last lock-out, which one-time code was used up. An event for each request would bury
//! the record, and nothing of what the region keeps depends on these. The rule: a function here is
//! one statement, on one row, setting one of the columns `session.seen_at`, `token.used_at`,
//! `credential.failed`, `credential.totp_step` and no other. Whatever follows from a count, such as
//! a lock-out, is a change like any other, with its event. A test holds that no file but this one
//! and `change` uses the connection that may write.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter};

use crate::tables::{credential, session, token};
use crate::{PersonId, RegionId, Result, SessionId, Store, TokenId};

/// How far apart two notes of the same kind are at least.
pub(crate) const SELDOM: TimeDelta = TimeDelta::minutes(1);

/// A note that finds no room must not keep anybody from reading.
pub(crate) fn as_far_as_may_be(noted: Result<()>) -> Result<()> {
    match noted {
        Err(error) if error.trouble().is_none() => Err(error),
        _ => Ok(()),
    }
}

impl Store {
    /// A session was seen.
    pub(crate) async fn mark_seen(&self, id: SessionId, now: DateTime<Utc>) -> Result<()> {
        session::Entity::update_many()
            .col_expr(session::Column::SeenAt, Expr::value(now.trunc_subsecs(6)))
            .filter(session::Column::Id.eq(id))
            .exec(&self.write)
            .await?;
        Ok(())
    }

    /// A token was used.
    pub(crate) async fn mark_used(&self, id: TokenId, now: DateTime<Utc>) -> Result<()> {
        token::Entity::update_many()
            .col_expr(token::Column::UsedAt, Expr::value(now.trunc_subsecs(6)))
            .filter(token::Column::Id.eq(id))
            .exec(&self.write)
            .await?;
        Ok(())
    }

    /// A wrong password was tried.
    pub(crate) async fn mark_failure(&self, region: RegionId, who: PersonId) -> Result<()> {
        let failed = Expr::col(credential::Column::Failed).add(1);
        credential::Entity::update_many()
            .col_expr(credential::Column::Failed, failed)
            .filter(credential::Column::Region.eq(region))
            .filter(credential::Column::Person.eq(who))
            .exec(&self.write)
            .await?;
        Ok(())
    }

    /// Uses up the one-time code of a step of time; false when it, or a later one, was used
    /// before, so that a code that was overheard is worth nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn use_totp_step(&self, region: RegionId, who: PersonId, step: i64) -> Result<bool> {
        let unused = Condition::any()
            .add(credential::Column::TotpStep.is_null())
            .add(credential::Column::TotpStep.lt(step));
        let used = credential::Entity::update_many()
            .col_expr(credential::Column::TotpStep, Expr::value(step))
            .filter(credential::Column::Region.eq(region))
            .filter(credential::Column::Person.eq(who))
            .filter(credential::Column::Totp.is_not_null())
            .filter(unused)
            .exec(&self.write)
            .await?;
        Ok(used.rows_affected == 1)
    }
}

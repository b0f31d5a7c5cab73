//! Personal tokens of the API: a program signs in with one for its person. Only the digest is kept;
//! what a token may do is what its person may do.

use chrono::{DateTime, SubsecRound, Utc};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
};

use crate::change::{By, Changing, Done, What};
use crate::tables::{person, token};
use crate::{Error, Person, PersonId, RegionId, Result, Store, Token, TokenId, digest, mark};

/// A token to be made.
#[derive(Debug, Clone)]
pub struct NewToken<'t> {
    /// Whose.
    pub person: PersonId,
    /// What the person calls it.
    pub name: &'t str,
    /// What the program will send; made above, by chance, and shown once.
    pub token: &'t str,
    /// First moment it no longer holds.
    pub until: DateTime<Utc>,
}

impl Store {
    /// Makes a token.
    ///
    /// # Errors
    /// When there is no such person in the region, they are shut out, or the database fails.
    pub async fn make_token(
        &self,
        by: By,
        region: RegionId,
        new: &NewToken<'_>,
    ) -> Result<TokenId> {
        let change = self.changing(region, by).await?;
        if !change.person(new.person).await?.active {
            return Err(Error::Refused("该人员已经停用，不能新建令牌。"));
        }
        let row = token::ActiveModel {
            region: Set(region),
            person: Set(new.person),
            name: Set(new.name.to_owned()),
            digest: Set(digest::of_bytes(new.token.as_bytes())),
            made_at: Set(by.at),
            until: Set(new.until.trunc_subsecs(6)),
            used_at: Set(None),
            revoked_at: Set(None),
            ..Default::default()
        };
        let row = row.insert(change.on()).await;
        let row = row.map_err(|error| Error::exists(error, "这个令牌"))?;
        change.commit(Done::made(What::TokenMade, subject(row.id), &row)).await?;
        Ok(row.id)
    }

    /// The token a program sent and its person, if it holds: not taken back, not run out, its
    /// person not shut out. That it was used is noted, once a minute.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_token(
        &self,
        token: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<(Token, Person)>> {
        let found = token::Entity::find()
            .filter(token::Column::Digest.eq(digest::of_bytes(token.as_bytes())))
            .filter(token::Column::RevokedAt.is_null())
            .one(&self.read)
            .await?;
        let Some(token) = found.filter(|token| now < token.until) else { return Ok(None) };
        let person = person::Entity::find_by_id(token.person).one(&self.read).await?;
        let Some(person) = person.filter(|person| person.active) else { return Ok(None) };
        let lately = |used: DateTime<Utc>| now.signed_duration_since(used) < mark::SELDOM;
        if !token.used_at.is_some_and(lately) {
            mark::as_far_as_may_be(self.mark_used(token.id, now).await)?;
        }
        Ok(Some((token, person)))
    }

    /// The tokens of a person that were not taken back, run out or not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tokens(&self, region: RegionId, who: PersonId) -> Result<Vec<Token>> {
        let rows = token::Entity::find()
            .filter(token::Column::Region.eq(region))
            .filter(token::Column::Person.eq(who))
            .filter(token::Column::RevokedAt.is_null())
            .order_by_asc(token::Column::Id);
        Ok(rows.all(&self.read).await?)
    }

    /// Takes a token of a person back.
    ///
    /// # Errors
    /// When they have no such token, or the database fails.
    pub async fn revoke_token(
        &self,
        by: By,
        region: RegionId,
        who: PersonId,
        id: TokenId,
    ) -> Result<()> {
        let change = self.changing(region, by).await?;
        let before = token::Entity::find_by_id(id)
            .filter(token::Column::Region.eq(region))
            .filter(token::Column::Person.eq(who))
            .filter(token::Column::RevokedAt.is_null())
            .one(change.on())
            .await?
            .ok_or(Error::Missing("令牌"))?;
        let done = change.revoke(before).await?;
        change.commit(done).await
    }
}

impl Changing {
    async fn revoke(&self, before: Token) -> Result<Done> {
        let mut row = token::ActiveModel::from(before.clone());
        row.revoked_at = Set(Some(self.by.at));
        let after = row.update(self.on()).await?;
        Ok(Done::changed(What::TokenRevoked, subject(before.id), &before, &after))
    }

    /// Takes all tokens of a person back, as part of another change.
    pub(crate) async fn revoke_tokens(&self, who: PersonId) -> Result<Vec<Done>> {
        let rows = token::Entity::find()
            .filter(token::Column::Region.eq(self.region))
            .filter(token::Column::Person.eq(who))
            .filter(token::Column::RevokedAt.is_null());
        let mut revoked = Vec::new();
        for row in rows.all(self.on()).await? {
            revoked.push(self.revoke(row).await?);
        }
        Ok(revoked)
    }
}

fn subject(token: TokenId) -> String {
    format!("token/{}", token.0)
}

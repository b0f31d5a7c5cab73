//! Roles granted to people over a unit and all below it, and who stands in for whom. Roles are words
//! whose meaning the layers above know.
//!
//! Periods are written as everywhere in the store: `until` is the first day on which a grant no
//! longer holds. The layer that decides counts the last day instead, that day included: it is the
//! day before `until`.
//!
//! Whoever gets or loses a role is put out: they sign in anew, and make new tokens for their programs.

use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter,
    QueryOrder,
};

use crate::change::{By, Changing, Done, What};
use crate::region::open;
use crate::tables::{grant, stand_in};
use crate::{Error, Grant, GrantId, PersonId, RegionId, Result, StandIn, StandInId, Store, UnitId};

/// A grant to be made.
#[derive(Debug, Clone)]
pub struct NewGrant {
    /// To whom.
    pub person: PersonId,
    /// The role, a word.
    pub role: String,
    /// Root of the subtree.
    pub unit: UnitId,
    /// First day.
    pub from: NaiveDate,
    /// First day no longer; none when no end is set.
    pub until: Option<NaiveDate>,
}

impl Store {
    /// Grants a role; the person has to sign in anew.
    ///
    /// # Errors
    /// When person or unit are of another region, they have that role there at that time, or the
    /// database fails.
    pub async fn grant(&self, by: By, region: RegionId, new: &NewGrant) -> Result<GrantId> {
        let change = self.changing(region, by).await?;
        change.own_person(new.person).await?;
        change.own_unit(new.unit).await?;
        let (id, done) = make(&change, new).await?;
        let more = change.put_out(new.person, None).await?;
        change.commit_all(done, more).await?;
        Ok(id)
    }

    /// Ends a grant: `until` is the first day it no longer holds. The person has to sign in anew.
    ///
    /// # Errors
    /// When there is no such grant in the region, it would end before it began, or the database
    /// fails.
    pub async fn end_grant(
        &self,
        by: By,
        region: RegionId,
        id: GrantId,
        until: NaiveDate,
    ) -> Result<()> {
        let change = self.changing(region, by).await?;
        let before = grant::Entity::find_by_id(id)
            .filter(grant::Column::Region.eq(region))
            .one(change.on())
            .await?
            .ok_or(Error::Missing("授权"))?;
        if until < before.from {
            return Err(Error::Refused("授权的结束日期不能早于开始日期。"));
        }
        let mut ended = grant::ActiveModel::from(before.clone());
        ended.until = Set(Some(until));
        let after = ended.update(change.on()).await?;
        let more = change.put_out(before.person, None).await?;
        let subject = format!("grant/{}", id.0);
        change.commit_all(Done::changed(What::RoleEnded, subject, &before, &after), more).await
    }

    /// Lets a person stand in for another one for some days, of which the second is the first no
    /// longer. Who stands in has to sign in anew.
    ///
    /// # Errors
    /// When one of them is of another region, or the database fails.
    pub async fn name_stand_in(
        &self,
        by: By,
        region: RegionId,
        who: PersonId,
        for_person: PersonId,
        days: [NaiveDate; 2],
    ) -> Result<StandInId> {
        let [from, until] = days;
        if who == for_person || until <= from {
            return Err(Error::Refused("代理人须是另一人，且结束日期晚于开始日期。"));
        }
        let change = self.changing(region, by).await?;
        change.own_person(who).await?;
        change.own_person(for_person).await?;
        let row = stand_in::ActiveModel {
            region: Set(region),
            person: Set(who),
            for_person: Set(for_person),
            from: Set(from),
            until: Set(until),
            ..Default::default()
        };
        let row = row.insert(change.on()).await?;
        let more = change.put_out(who, None).await?;
        let subject = format!("stand-in/{}", row.id.0);
        change.commit_all(Done::made(What::StandInNamed, subject, &row), more).await?;
        Ok(row.id)
    }

    /// Ends standing in: `until` is the first day no longer. Who stood in has to sign in anew.
    ///
    /// # Errors
    /// When there is no such stand-in in the region, they would end before they began, or the
    /// database fails.
    pub async fn end_stand_in(
        &self,
        by: By,
        region: RegionId,
        id: StandInId,
        until: NaiveDate,
    ) -> Result<()> {
        let change = self.changing(region, by).await?;
        let before = stand_in::Entity::find_by_id(id)
            .filter(stand_in::Column::Region.eq(region))
            .one(change.on())
            .await?
            .ok_or(Error::Missing("代理"))?;
        if until < before.from {
            return Err(Error::Refused("代理的结束日期不能早于开始日期。"));
        }
        let mut ended = stand_in::ActiveModel::from(before.clone());
        ended.until = Set(until);
        let after = ended.update(change.on()).await?;
        let more = change.put_out(before.person, None).await?;
        let subject = format!("stand-in/{}", id.0);
        change.commit_all(Done::changed(What::StandInEnded, subject, &before, &after), more).await
    }

    /// What a person may be asked to do on a day.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn grants(
        &self,
        region: RegionId,
        who: PersonId,
        on: NaiveDate,
    ) -> Result<Vec<Grant>> {
        let grants = grant::Entity::find()
            .filter(grant::Column::Region.eq(region))
            .filter(grant::Column::Person.eq(who))
            .filter(grant::Column::From.lte(on))
            .filter(open(grant::Column::Until, on))
            .order_by_asc(grant::Column::Id);
        Ok(grants.all(&self.read).await?)
    }

    /// For whom a person stands in on a day.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stands_in_for(
        &self,
        region: RegionId,
        who: PersonId,
        on: NaiveDate,
    ) -> Result<Vec<StandIn>> {
        let rows = stand_in::Entity::find()
            .filter(stand_in::Column::Region.eq(region))
            .filter(stand_in::Column::Person.eq(who))
            .filter(stand_in::Column::From.lte(on))
            .filter(stand_in::Column::Until.gt(on))
            .order_by_asc(stand_in::Column::Id);
        Ok(rows.all(&self.read).await?)
    }

    /// All grants of a region, ended ones included.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn all_grants(&self, region: RegionId) -> Result<Vec<Grant>> {
        let grants = grant::Entity::find().filter(grant::Column::Region.eq(region));
        Ok(grants.order_by_asc(grant::Column::Id).all(&self.read).await?)
    }

    /// All stand-ins of a region, ended ones included.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn all_stand_ins(&self, region: RegionId) -> Result<Vec<StandIn>> {
        let rows = stand_in::Entity::find().filter(stand_in::Column::Region.eq(region));
        Ok(rows.order_by_asc(stand_in::Column::Id).all(&self.read).await?)
    }
}

/// Writes a grant whose person and unit are known to be of the region.
pub(crate) async fn make(change: &Changing, new: &NewGrant) -> Result<(GrantId, Done)> {
    if new.until.is_some_and(|until| until <= new.from) {
        return Err(Error::Refused("授权的结束日期必须晚于开始日期。"));
    }
    let begun = new.until.map(|until| grant::Column::From.lt(until));
    let same = grant::Entity::find()
        .filter(grant::Column::Region.eq(change.region))
        .filter(grant::Column::Person.eq(new.person))
        .filter(grant::Column::Role.eq(&new.role))
        .filter(grant::Column::Unit.eq(new.unit))
        .filter(open(grant::Column::Until, new.from))
        .filter(Condition::all().add_option(begun));
    if same.one(change.on()).await?.is_some() {
        return Err(Error::Exists("这项授权"));
    }
    let row = grant::ActiveModel {
        region: Set(change.region),
        person: Set(new.person),
        role: Set(new.role.clone()),
        unit: Set(new.unit),
        from: Set(new.from),
        until: Set(new.until),
        ..Default::default()
    };
    let row = row.insert(change.on()).await?;
    let subject = format!("grant/{}", row.id.0);
    Ok((row.id, Done::made(What::RoleGranted, subject, &row)))
}

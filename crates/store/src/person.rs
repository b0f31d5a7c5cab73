//! People, the roles granted to them over a unit and all below it, and who stands in for whom.
//! Passwords and sessions are not here yet.

use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
};

use crate::change::{By, Done, What};
use crate::region::open;
use crate::tables::{grant, person, stand_in};
use crate::{Error, Grant, GrantId, Person, PersonId, RegionId, Result, StandIn, Store, UnitId};

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
    /// Adds a person.
    ///
    /// # Errors
    /// When somebody signs in with that name already, or the database fails.
    pub async fn add_person(
        &self,
        by: By,
        region: RegionId,
        unit: UnitId,
        name: &str,
        login: &str,
    ) -> Result<PersonId> {
        let change = self.changing(region, by).await?;
        change.own_unit(unit).await?;
        let row = person::ActiveModel {
            region: Set(region),
            unit: Set(unit),
            name: Set(name.to_owned()),
            login: Set(login.to_owned()),
            ..Default::default()
        };
        let row = row.insert(change.on()).await;
        let row = row.map_err(|error| Error::exists(error, "使用该登录名的人员"))?;
        let subject = format!("person/{}", row.id.0);
        change.commit(Done::made(What::PersonAdded, subject, &row)).await?;
        Ok(row.id)
    }

    /// Grants a role.
    ///
    /// # Errors
    /// When person or unit are of another region, or the database fails.
    pub async fn grant(&self, by: By, region: RegionId, new: &NewGrant) -> Result<GrantId> {
        let change = self.changing(region, by).await?;
        change.own_person(new.person).await?;
        change.own_unit(new.unit).await?;
        let row = grant::ActiveModel {
            region: Set(region),
            person: Set(new.person),
            role: Set(new.role.clone()),
            unit: Set(new.unit),
            from: Set(new.from),
            until: Set(new.until),
            ..Default::default()
        };
        let row = row.insert(change.on()).await?;
        let subject = format!("grant/{}", row.id.0);
        change.commit(Done::made(What::RoleGranted, subject, &row)).await?;
        Ok(row.id)
    }

    /// Ends a grant: `until` is the first day it no longer holds.
    ///
    /// # Errors
    /// When there is no such grant in the region, or the database fails.
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
        let mut ended = grant::ActiveModel::from(before.clone());
        ended.until = Set(Some(until));
        let after = ended.update(change.on()).await?;
        let subject = format!("grant/{}", id.0);
        change.commit(Done::changed(What::RoleEnded, subject, &before, &after)).await
    }

    /// Lets a person stand in for another one for some days.
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
    ) -> Result<()> {
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
        let subject = format!("stand-in/{}", row.id);
        change.commit(Done::made(What::StandInNamed, subject, &row)).await
    }

    /// The person who signs in with a name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn person_by_login(&self, login: &str) -> Result<Option<Person>> {
        let person = person::Entity::find().filter(person::Column::Login.eq(login));
        Ok(person.one(&self.read).await?)
    }

    /// The people of a region.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn people(&self, region: RegionId) -> Result<Vec<Person>> {
        let people = person::Entity::find().filter(person::Column::Region.eq(region));
        Ok(people.order_by_asc(person::Column::Id).all(&self.read).await?)
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
}

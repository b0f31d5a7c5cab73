//! People: who they are, where they work, whether they may sign in. What they may do is `grant`,
//! what they sign in with is `credential`.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
};

use crate::change::{By, Changing, Done, What};
use crate::tables::person;
use crate::{Error, Person, PersonId, RegionId, Result, Store, UnitId};

/// All that is said of a person.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// Where they work.
    pub unit: UnitId,
    /// Their name.
    pub name: String,
    /// What they sign in with; in which letters is decided above.
    pub login: String,
}

impl Store {
    /// Adds a person. They can sign in once they have a credential.
    ///
    /// # Errors
    /// When somebody signs in with that name already, the unit is of another region, or the
    /// database fails.
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
        let new = NewPerson { unit, name: name.to_owned(), login: login.to_owned() };
        let (id, done) = make(&change, &new).await?;
        change.commit(done).await?;
        Ok(id)
    }

    /// Gives a person another name, unit or login.
    ///
    /// # Errors
    /// As for `add_person`, and when there is no such person in the region.
    pub async fn change_person(
        &self,
        by: By,
        region: RegionId,
        id: PersonId,
        new: &NewPerson,
    ) -> Result<()> {
        let change = self.changing(region, by).await?;
        let before = change.person(id).await?;
        change.own_unit(new.unit).await?;
        spelt(new)?;
        let mut row = person::ActiveModel::from(before.clone());
        row.unit = Set(new.unit);
        row.name = Set(new.name.clone());
        row.login = Set(new.login.clone());
        let after = row.update(change.on()).await;
        let after = after.map_err(|error| Error::exists(error, TAKEN))?;
        change.commit(Done::changed(What::PersonChanged, subject(id), &before, &after)).await
    }

    /// Shuts a person out: their sessions end and their tokens are taken back at once. What they
    /// did stays theirs.
    ///
    /// # Errors
    /// When there is no such person in the region, they are shut out already, or the database
    /// fails.
    pub async fn deactivate_person(&self, by: By, region: RegionId, id: PersonId) -> Result<()> {
        let change = self.changing(region, by).await?;
        let done = activate(&change, id, false).await?;
        let more = change.put_out(id, None).await?;
        change.commit_all(done, more).await
    }

    /// Lets a person sign in again.
    ///
    /// # Errors
    /// When there is no such person in the region, they are not shut out, or the database fails.
    pub async fn reactivate_person(&self, by: By, region: RegionId, id: PersonId) -> Result<()> {
        let change = self.changing(region, by).await?;
        let done = activate(&change, id, true).await?;
        change.commit(done).await
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

    /// A person, shut out or not.
    ///
    /// # Errors
    /// When there is no such person in the region, or the database fails.
    pub async fn person(&self, region: RegionId, id: PersonId) -> Result<Person> {
        let person = person::Entity::find_by_id(id).filter(person::Column::Region.eq(region));
        person.one(&self.read).await?.ok_or(Error::Missing("人员"))
    }
}

impl Changing {
    /// A person of this region.
    pub(crate) async fn person(&self, id: PersonId) -> Result<Person> {
        let person = person::Entity::find_by_id(id).filter(person::Column::Region.eq(self.region));
        person.one(self.on()).await?.ok_or(Error::Missing("人员"))
    }
}

/// What there cannot be twice.
pub(crate) const TAKEN: &str = "使用该登录名的人员";

pub(crate) fn subject(person: PersonId) -> String {
    format!("person/{}", person.0)
}

/// Writes a person whose unit is known to be of the region.
pub(crate) async fn make(change: &Changing, new: &NewPerson) -> Result<(PersonId, Done)> {
    spelt(new)?;
    let row = person::ActiveModel {
        region: Set(change.region),
        unit: Set(new.unit),
        name: Set(new.name.clone()),
        login: Set(new.login.clone()),
        active: Set(true),
        ..Default::default()
    };
    let row = row.insert(change.on()).await;
    let row = row.map_err(|error| Error::exists(error, TAKEN))?;
    Ok((row.id, Done::made(What::PersonAdded, subject(row.id), &row)))
}

fn spelt(new: &NewPerson) -> Result<()> {
    let empty = new.name.trim().is_empty() || new.login.trim().is_empty();
    if empty { Err(Error::Refused("人员须有姓名和登录名。")) } else { Ok(()) }
}

async fn activate(change: &Changing, id: PersonId, active: bool) -> Result<Done> {
    let before = change.person(id).await?;
    if before.active == active {
        return Err(Error::Refused(if active {
            "该人员没有停用。"
        } else {
            "该人员已经停用。"
        }));
    }
    let mut row = person::ActiveModel::from(before.clone());
    row.active = Set(active);
    let after = row.update(change.on()).await?;
    let what = if active { What::PersonReactivated } else { What::PersonDeactivated };
    Ok(Done::changed(what, subject(id), &before, &after))
}

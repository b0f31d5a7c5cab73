//! The first run: from nothing to a region with one unit and one person who can sign in.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, QuerySelect};

use crate::change::{By, What};
use crate::tables::person;
use crate::{
    Error, NewGrant, NewPerson, NewUnit, PersonId, RegionId, Result, Store, UnitId, grant,
    person as people, region, unit,
};

/// What the first run makes.
#[derive(Debug, Clone)]
pub struct NewFirstRun {
    /// Name of the region.
    pub region: String,
    /// Its GB/T 2260 code.
    pub code: String,
    /// Whether it is there for trying out only.
    pub demo: bool,
    /// From which day on region, unit and grants are there.
    pub from: NaiveDate,
    /// The first unit, at the top of the tree: as a rule the finance bureau.
    pub unit: NewUnit,
    /// Name of the first person.
    pub name: String,
    /// What they sign in with.
    pub login: String,
    /// Their password, hashed above.
    pub hash: String,
    /// Their roles, over the first unit and all that will be below it.
    pub roles: Vec<String>,
}

/// What the first run made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstRun {
    /// The region.
    pub region: RegionId,
    /// The first unit.
    pub unit: UnitId,
    /// The first person.
    pub person: PersonId,
}

impl Store {
    /// Whether there is nobody yet.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_new(&self) -> Result<bool> {
        nobody(&self.read).await
    }

    /// Makes the first region, unit and person with their grants, all or nothing.
    ///
    /// # Errors
    /// When there is somebody already, be it since a moment ago, or the database fails.
    pub async fn first_run(&self, at: DateTime<Utc>, new: &NewFirstRun) -> Result<FirstRun> {
        let make = async |on: &DatabaseTransaction| {
            alone(on).await?;
            if !nobody(on).await? {
                return Err(Error::Refused("系统已经初始化，请直接登录。"));
            }
            region::write(on, &new.region, &new.code, new.from, new.demo).await
        };
        let change = self.changing_new(By::program(at), make).await?;
        let made = region::added(&change).await?;
        let (unit, done) = unit::make(&change, &new.unit, new.from).await?;
        unit::keep_standing(&change, new.from).await?;
        let mut more = vec![done];
        let person = NewPerson { unit, name: new.name.clone(), login: new.login.clone() };
        let (person, done) = people::make(&change, &person).await?;
        more.push(done);
        more.push(change.set_hash(person, &new.hash, What::PasswordSet).await?);
        for role in &new.roles {
            let (role, from) = (role.clone(), new.from);
            let (_, done) =
                grant::make(&change, &NewGrant { person, role, unit, from, until: None }).await?;
            more.push(done);
        }
        let region = change.region;
        change.commit_all(made, more).await?;
        Ok(FirstRun { region, unit, person })
    }
}

async fn nobody(on: &impl ConnectionTrait) -> Result<bool> {
    Ok(person::Entity::find().limit(1).one(on).await?.is_none())
}

/// Lets one first run in at a time: there is no chain yet on which they would wait.
async fn alone(on: &DatabaseTransaction) -> Result<()> {
    if on.get_database_backend() == DbBackend::Postgres {
        // The lock goes with the transaction. SQLite has one writer anyway.
        on.execute_unprepared("SELECT pg_advisory_xact_lock(4851272)").await?;
    }
    Ok(())
}

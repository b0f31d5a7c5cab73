//! People of a region, what they sign in with, the parts they play and who stands in for them. How
//! a password is made and hashed is decided above.

use chrono::NaiveDate;
use flow::{Duty, Role, may_hold};
use store::{GrantId, NewGrant, NewPerson, PersonId, StandInId, UnitId};

use crate::lengths::{NAME, within};
use crate::managing::first_after;
use crate::who::granted;
use crate::{Desk, Error, Result, Who};

/// A part to be given.
#[derive(Debug, Clone)]
pub struct PartGiven {
    /// To whom.
    pub person: PersonId,
    /// Which.
    pub role: Role,
    /// Over this unit and what lies below it.
    pub unit: UnitId,
    /// First day.
    pub from: NaiveDate,
    /// Last day, that day included.
    pub last: Option<NaiveDate>,
}

impl Desk {
    /// Adds a person with a password for one use, hashed above.
    ///
    /// # Errors
    /// The refusal; else as the store's `add_person`.
    pub async fn add_person(&self, who: &Who, new: &NewPerson, hash: &str) -> Result<PersonId> {
        within("姓名", &new.name, NAME)?;
        let by = self.charter(who).await?.by(who, Duty::ManagePeople, Some(new.unit))?;
        let (region, store) = (who.region(), &self.store);
        let id = store.add_person(by, region, new.unit, &new.name, &new.login).await?;
        store.reset_password(by, region, id, hash).await?;
        Ok(id)
    }

    /// Changes name, unit or login of a person.
    ///
    /// # Errors
    /// The refusal, for where they work or will work; else as the store's `change_person`.
    pub async fn change_person(&self, who: &Who, id: PersonId, new: &NewPerson) -> Result<()> {
        within("姓名", &new.name, NAME)?;
        let charter = self.charter(who).await?;
        let person = self.store.person(who.region(), id).await?;
        charter.may(who, Duty::ManagePeople, Some(person.unit))?;
        let by = charter.by(who, Duty::ManagePeople, Some(new.unit))?;
        Ok(self.store.change_person(by, who.region(), id, new).await?)
    }

    /// Shuts a person out, or lets them in again.
    ///
    /// # Errors
    /// The refusal; for oneself; else as the store's functions.
    pub async fn set_active(&self, who: &Who, id: PersonId, active: bool) -> Result<()> {
        if id == who.person.id {
            return Err(Error::bad("不能停用自己的账号，请另一位管理员来办。"));
        }
        let by = self.over_person(who, id).await?;
        if active {
            return Ok(self.store.reactivate_person(by, who.region(), id).await?);
        }
        Ok(self.store.deactivate_person(by, who.region(), id).await?)
    }

    /// Gives a person a password for one use, hashed above.
    ///
    /// # Errors
    /// The refusal; else as the store's `reset_password`.
    pub async fn reset_password(&self, who: &Who, id: PersonId, hash: &str) -> Result<()> {
        let by = self.over_person(who, id).await?;
        Ok(self.store.reset_password(by, who.region(), id, hash).await?)
    }

    /// Asks a person, whose telephone is lost, for one-time codes no longer.
    ///
    /// # Errors
    /// The refusal; else as the store's `remove_totp`.
    pub async fn remove_codes(&self, who: &Who, id: PersonId) -> Result<()> {
        let by = self.over_person(who, id).await?;
        Ok(self.store.remove_totp(by, who.region(), id).await?)
    }

    async fn over_person(&self, who: &Who, id: PersonId) -> Result<store::By> {
        let person = self.store.person(who.region(), id).await?;
        self.charter(who).await?.by(who, Duty::ManagePeople, Some(person.unit))
    }

    /// Gives a person a part, where it goes together with those they have.
    ///
    /// # Errors
    /// The refusal; else as the store's `grant`.
    pub async fn give_part(&self, who: &Who, given: &PartGiven) -> Result<GrantId> {
        let charter = self.charter(who).await?;
        let by = charter.by(who, Duty::GiveGrants, Some(given.unit))?;
        let holder = self.store.holder(who.region(), given.person).await?;
        let held: Vec<flow::Grant> = holder.grants.iter().filter_map(granted).collect();
        may_hold(&charter.workflow, &held, given.role, given.from)?;
        let new = NewGrant {
            person: given.person,
            role: given.role.as_str().to_owned(),
            unit: given.unit,
            from: given.from,
            until: given.last.map(first_after).transpose()?,
        };
        Ok(self.store.grant(by, who.region(), &new).await?)
    }

    /// Ends a part; `last` is its last day.
    ///
    /// # Errors
    /// The refusal; when nobody would be left to give parts; else as the store's `end_grant`.
    pub async fn end_part(&self, who: &Who, id: GrantId, last: NaiveDate) -> Result<()> {
        let charter = self.charter(who).await?;
        let grants = self.store.all_grants(who.region()).await?;
        let grant = grants.iter().find(|grant| grant.id == id);
        let grant = grant.ok_or(store::Error::Missing("授权"))?;
        let by = charter.by(who, Duty::GiveGrants, Some(grant.unit))?;
        let until = first_after(last)?;
        let giver = charter.workflow.granting_role().as_str();
        if grant.role == giver && Some(grant.unit) == charter.units.top() {
            let people = self.store.people(who.region()).await?;
            let active = |id: PersonId| people.iter().any(|one| one.id == id && one.active);
            let stays = grants.iter().any(|other| {
                let same = other.id != id && other.role == giver && other.unit == grant.unit;
                same && other.until.is_none() && active(other.person)
            });
            if !stays {
                return Err(Error::bad("这是最后一位能授权的人，先授权给另一位再结束这一项。"));
            }
        }
        Ok(self.store.end_grant(by, who.region(), id, until).await?)
    }

    /// Lets somebody stand in for a person for some days, the second of them included.
    ///
    /// # Errors
    /// The refusal; else as the store's `name_stand_in`.
    pub async fn name_stand_in(
        &self,
        who: &Who,
        deputy: PersonId,
        absent: PersonId,
        days: [NaiveDate; 2],
    ) -> Result<StandInId> {
        let region = who.region();
        let person = self.store.person(region, absent).await?;
        let by = self.charter(who).await?.by(who, Duty::GiveGrants, Some(person.unit))?;
        let days = [days[0], first_after(days[1])?];
        Ok(self.store.name_stand_in(by, region, deputy, absent, days).await?)
    }

    /// Ends standing in for a person; `last` is the last day.
    ///
    /// # Errors
    /// The refusal; else as the store's `end_stand_in`.
    pub async fn end_stand_in(
        &self,
        who: &Who,
        absent: PersonId,
        id: StandInId,
        last: NaiveDate,
    ) -> Result<()> {
        let person = self.store.person(who.region(), absent).await?;
        let by = self.charter(who).await?.by(who, Duty::GiveGrants, Some(person.unit))?;
        Ok(self.store.end_stand_in(by, who.region(), id, first_after(last)?).await?)
    }
}

//! What one person may be asked to do: their own grants and those of the people they stand in for.
//! Which of them hold on a day, and what they allow, is decided above.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::tables::{grant, person, stand_in};
use crate::{Error, Grant, Person, PersonId, RegionId, Result, StandIn, Store};

/// A person with all that was ever granted to them, ended or still to come.
///
/// `until` of grants and stand-ins is the first day no longer; whoever counts last days takes the
/// day before. A period without a day, as of a grant ended on its first, then ends before it began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Who.
    pub person: Person,
    /// Their own grants.
    pub grants: Vec<Grant>,
    /// Those for whom they stand in, stood in or will.
    pub stand_ins: Vec<Absence>,
}

/// Somebody who is away, and what was granted to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absence {
    /// From when until when.
    pub stand_in: StandIn,
    /// Who is away.
    pub absent: Person,
    /// Their own grants; not those of people they stand in for.
    pub grants: Vec<Grant>,
}

impl Store {
    /// A person with their grants and stand-ins: three statements however many there are.
    ///
    /// # Errors
    /// When there is no such person in the region, or the database fails.
    pub async fn holder(&self, region: RegionId, who: PersonId) -> Result<Holder> {
        let stand_ins = stand_in::Entity::find()
            .filter(stand_in::Column::Region.eq(region))
            .filter(stand_in::Column::Person.eq(who))
            .order_by_asc(stand_in::Column::Id)
            .all(&self.read)
            .await?;
        let mut all: Vec<PersonId> = stand_ins.iter().map(|row| row.for_person).collect();
        all.push(who);
        let people = person::Entity::find()
            .filter(person::Column::Region.eq(region))
            .filter(person::Column::Id.is_in(all.iter().copied()))
            .all(&self.read)
            .await?;
        let grants = grant::Entity::find()
            .filter(grant::Column::Region.eq(region))
            .filter(grant::Column::Person.is_in(all))
            .order_by_asc(grant::Column::Id)
            .all(&self.read)
            .await?;
        let person = |id: PersonId| people.iter().find(|person| person.id == id).cloned();
        let of = |id: PersonId| grants.iter().filter(|row| row.person == id).cloned().collect();
        let absence = |stand_in: StandIn| {
            let absent = person(stand_in.for_person)?;
            Some(Absence { grants: of(absent.id), absent, stand_in })
        };
        Ok(Holder {
            person: person(who).ok_or(Error::Missing("人员"))?,
            grants: of(who),
            stand_ins: stand_ins.into_iter().filter_map(absence).collect(),
        })
    }
}

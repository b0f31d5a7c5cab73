//! Bringing in many units and people at once: all of them or none. The rows were looked at above,
//! where a person sees what is wrong with them; what contradicts the record is refused here
//! nonetheless, naming the row.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::change::{By, Changing, Done, What};
use crate::person::TAKEN;
use crate::tables::person;
use crate::tree::holds;
use crate::{
    Error, NewGrant, NewPerson, NewUnit, PersonId, RegionId, Result, Store, UnitId, UnitPlace,
    grant, person as people, unit,
};

/// What is brought in.
#[derive(Debug, Clone)]
pub struct Import {
    /// From which day on the units are there and the roles hold.
    pub from: NaiveDate,
    /// Units, in any order.
    pub units: Vec<UnitRow>,
    /// People.
    pub people: Vec<PersonRow>,
}

/// How a row names a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// By what the store calls it.
    Id(UnitId),
    /// By its code, of this import or kept.
    Code(String),
    /// By its name, of this import or kept, if only one unit has it.
    Name(String),
}

/// A unit to be brought in.
#[derive(Debug, Clone)]
pub struct UnitRow {
    /// Code in the budget system; empty when it has none.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What kind of unit, a word.
    pub kind: String,
    /// The unit above; none at the top.
    pub parent: Option<Named>,
}

/// A person to be brought in.
#[derive(Debug, Clone)]
pub struct PersonRow {
    /// What they sign in with.
    pub login: String,
    /// Their name.
    pub name: String,
    /// Where they work.
    pub unit: Named,
    /// A password to be changed first of all, hashed above; none when they get one later.
    pub hash: Option<String>,
    /// Their roles.
    pub roles: Vec<RoleRow>,
}

/// A role of a person who is brought in.
#[derive(Debug, Clone)]
pub struct RoleRow {
    /// The role, a word.
    pub role: String,
    /// Root of the subtree; none for where they work.
    pub unit: Option<Named>,
}

/// What was brought in, in the order of the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The units.
    pub units: Vec<UnitId>,
    /// The people.
    pub people: Vec<PersonId>,
}

const UNITS: &str = "单位";
const PEOPLE: &str = "人员";

impl Store {
    /// Brings in units and people.
    ///
    /// # Errors
    /// [`Error::Row`] for the first row that contradicts another one or what is kept; or when the
    /// database fails.
    pub async fn import(&self, by: By, region: RegionId, import: &Import) -> Result<Imported> {
        let change = self.changing(region, by).await?;
        let mut known = Known::of(&unit::places(change.on(), region).await?, import.from);
        let (units, mut events) = bring_units(&change, &mut known, import).await?;
        let (people, mut more) = bring_people(&change, &known, import).await?;
        events.append(&mut more);
        let mut events = events.into_iter();
        let first = events.next().ok_or(Error::Refused("没有可导入的单位或人员。"))?;
        change.commit_all(first, events.collect()).await?;
        Ok(Imported { units, people })
    }
}

async fn bring_units(
    change: &Changing,
    known: &mut Known,
    import: &Import,
) -> Result<(Vec<UnitId>, Vec<Done>)> {
    let (mut ids, mut made) = (Vec::new(), Vec::new());
    for (row, new) in import.units.iter().enumerate() {
        if new.name.trim().is_empty() {
            return Err(refused(UNITS, row, "缺少单位名称。"));
        }
        if known.codes.contains_key(&new.code) {
            return Err(refused(UNITS, row, format!("编码“{}”已有单位使用。", new.code)));
        }
        let unit = unit::number(change).await?;
        known.add(unit.id, &new.name, &new.code);
        ids.push(unit.id);
        made.push(unit);
    }
    let mut parents = Vec::new();
    for (row, new) in import.units.iter().enumerate() {
        let parent = new.parent.as_ref().map(|named| known.find(named)).transpose();
        parents.push(parent.map_err(|why| refused(UNITS, row, why))?);
    }
    let above: BTreeMap<UnitId, UnitId> =
        ids.iter().zip(&parents).filter_map(|(id, parent)| Some((*id, (*parent)?))).collect();
    let mut events = Vec::new();
    for (row, (new, parent)) in import.units.iter().zip(parents).enumerate() {
        if circles(&above, ids[row]) {
            return Err(refused(UNITS, row, "单位成了自己的下级。"));
        }
        if !known.siblings.insert((parent, new.name.clone())) {
            return Err(refused(UNITS, row, format!("同一上级下已有“{}”。", new.name)));
        }
        let (name, code, kind) = (new.name.clone(), new.code.clone(), new.kind.clone());
        let new = NewUnit { name, code, kind, parent };
        let place = unit::place(change, ids[row], &new, import.from).await?;
        events.push(unit::added(&made[row], &place));
    }
    if !ids.is_empty() {
        unit::keep_standing(change, import.from).await?;
    }
    Ok((ids, events))
}

async fn bring_people(
    change: &Changing,
    known: &Known,
    import: &Import,
) -> Result<(Vec<PersonId>, Vec<Done>)> {
    let mut logins = taken(change, &import.people).await?;
    let (mut ids, mut events) = (Vec::new(), Vec::new());
    for (row, new) in import.people.iter().enumerate() {
        if !logins.insert(new.login.clone()) {
            return Err(refused(PEOPLE, row, format!("{TAKEN}已经存在：{}。", new.login)));
        }
        let find = |named: &Named| known.find(named).map_err(|why| refused(PEOPLE, row, why));
        let unit = find(&new.unit)?;
        let person = NewPerson { unit, name: new.name.clone(), login: new.login.clone() };
        let made = people::make(change, &person).await;
        let (person, done) = made.map_err(|error| at_row(error, PEOPLE, row))?;
        events.push(done);
        if let Some(hash) = &new.hash {
            events.push(change.set_hash(person, hash, What::PasswordReset).await?);
        }
        for granted in &new.roles {
            let unit = granted.unit.as_ref().map_or(Ok(unit), find)?;
            let (role, from) = (granted.role.clone(), import.from);
            let grant = NewGrant { person, role, unit, from, until: None };
            let made = grant::make(change, &grant).await;
            events.push(made.map_err(|error| at_row(error, PEOPLE, row))?.1);
        }
        ids.push(person);
    }
    Ok((ids, events))
}

/// Which of the logins somebody has already, in whatever region.
async fn taken(change: &Changing, rows: &[PersonRow]) -> Result<BTreeSet<String>> {
    let mut taken = BTreeSet::new();
    for some in rows.chunks(1_000) {
        let people = person::Entity::find()
            .filter(person::Column::Login.is_in(some.iter().map(|row| &row.login)));
        taken.extend(people.all(change.on()).await?.into_iter().map(|person| person.login));
    }
    Ok(taken)
}

/// The units there are on the first day, and those brought in so far.
struct Known {
    ids: BTreeSet<UnitId>,
    codes: BTreeMap<String, UnitId>,
    names: BTreeMap<String, Vec<UnitId>>,
    /// Names by the unit above.
    siblings: BTreeSet<(Option<UnitId>, String)>,
}

impl Known {
    fn of(places: &[UnitPlace], day: NaiveDate) -> Self {
        let (ids, codes) = (BTreeSet::new(), BTreeMap::new());
        let mut known = Self { ids, codes, names: BTreeMap::new(), siblings: BTreeSet::new() };
        for place in places.iter().filter(|place| holds(place, day)) {
            known.add(place.unit, &place.name, &place.code);
            known.siblings.insert((place.parent, place.name.clone()));
        }
        known
    }

    fn add(&mut self, id: UnitId, name: &str, code: &str) {
        self.ids.insert(id);
        self.names.entry(name.to_owned()).or_default().push(id);
        if !code.is_empty() {
            self.codes.insert(code.to_owned(), id);
        }
    }

    /// The unit a row names, or why there is not just one.
    fn find(&self, named: &Named) -> std::result::Result<UnitId, String> {
        match named {
            Named::Id(id) if self.ids.contains(id) => Ok(*id),
            Named::Id(_) => Err("找不到所指的单位。".to_owned()),
            Named::Code(code) => {
                self.codes.get(code).copied().ok_or_else(|| format!("没有编码为“{code}”的单位。"))
            }
            Named::Name(name) => match self.names.get(name).map(Vec::as_slice) {
                Some([id]) => Ok(*id),
                Some(_) => Err(format!("有多个单位叫“{name}”，请改用编码。")),
                None => Err(format!("没有名称为“{name}”的单位。")),
            },
        }
    }
}

/// Whether going up from a unit comes back to it.
fn circles(above: &BTreeMap<UnitId, UnitId>, unit: UnitId) -> bool {
    let mut at = unit;
    for _ in 0..above.len() {
        match above.get(&at) {
            Some(parent) if *parent == unit => return true,
            Some(parent) => at = *parent,
            None => return false,
        }
    }
    false
}

fn refused(list: &'static str, row: usize, why: impl Into<String>) -> Error {
    Error::Row { list, row, why: why.into() }
}

/// A refusal as one of a row; a fault of the database stays one.
fn at_row(error: Error, list: &'static str, row: usize) -> Error {
    match error {
        Error::Database(_) | Error::Io(_) => error,
        error => refused(list, row, error.to_string()),
    }
}

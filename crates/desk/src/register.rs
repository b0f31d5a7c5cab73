//! The declarations of a cycle as a register: chosen by unit, kind, place, category and fault, so
//! that a figure and the list it opens into are made by the same rule.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use flow::{Duty, Stage, State, Track};
use store::{Basis, Cycle, CycleId, DeclarationId, UnitId};

use crate::{Case, Desk, Result, Setting, Who, search, state};

/// Most declarations that words lead to.
const FOUND: u64 = 5_000;

/// What is asked of a register; empty fields ask nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Words or initials.
    pub words: String,
    /// The fiscal year; none for every year.
    pub year: Option<i32>,
    /// This unit and all below it.
    pub unit: Option<UnitId>,
    /// Kind of form.
    pub kind: String,
    /// Where it stands, a word of [`place`]; or [`HANDED_IN`], [`WITH_APPROVAL`].
    pub place: String,
    /// Category of the project; [`NO_CATEGORY`] for none.
    pub category: String,
    /// Code of a check that found something in what was handed in last.
    pub fault: String,
    /// How grave what it found must be, a word; empty for any.
    pub severity: String,
}

/// What asks for projects without a category.
pub const NO_CATEGORY: &str = "none";

/// What asks for whatever was ever handed in.
pub const HANDED_IN: &str = "handed_in";

/// What asks for whatever has an approval that holds, a change of it under way included.
pub const WITH_APPROVAL: &str = "with_approval";

/// Declarations of a register.
#[derive(Debug, Default)]
pub struct Register {
    /// Those somebody may open.
    pub cases: Vec<Case>,
    /// How many more there are that are counted but not yet to be seen by them.
    pub hidden: Vec<Case>,
}

/// Where a declaration stands, as a word for figures and lists: `drafting`, `returned`, `step:KEY`,
/// `cleared`, `approved`, `adjusting`, `refused`, `discarded`.
pub fn place(state: &State) -> String {
    match &state.stage {
        _ if state.track == Track::Adjustment => "adjusting".to_owned(),
        Stage::Drafting => "drafting".to_owned(),
        Stage::Returned(_) => "returned".to_owned(),
        Stage::Waiting(step) | Stage::Accepted(step) => format!("step:{step}"),
        Stage::Cleared => "cleared".to_owned(),
        Stage::Approved => "approved".to_owned(),
        Stage::Refused(_) => "refused".to_owned(),
        Stage::Discarded => "discarded".to_owned(),
    }
}

/// Whether somebody may see sums over a unit.
pub fn counts(who: &Who, setting: &Setting, unit: UnitId) -> bool {
    who.may_manage(&setting.workflow, Duty::ReadStatistics, &setting.ground(unit)).is_ok()
}

/// The units of which somebody may open or count anything.
fn known(who: &Who, setting: &Setting) -> Vec<UnitId> {
    let seen = setting.seen_by(who);
    let mut units: BTreeSet<UnitId> = seen.units.into_iter().chain(seen.left).collect();
    let all = setting.units.iter().map(|(unit, _)| unit.id);
    units.extend(all.filter(|unit| counts(who, setting, *unit)));
    units.into_iter().collect()
}

/// How many declarations of a unit stand at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The unit.
    pub unit: UnitId,
    /// Where, a word of [`place`].
    pub place: String,
    /// How many.
    pub count: usize,
}

/// Those somebody may open, and those they may only count. A cause is answered once for a unit, on
/// whichever of its forms.
fn sorted_out(
    who: &Who,
    setting: &Arc<Setting>,
    standings: Vec<store::Standing>,
    waived: &BTreeMap<UnitId, Vec<String>>,
) -> Result<Register> {
    let mut counted: BTreeMap<UnitId, bool> = BTreeMap::new();
    let mut register = Register::default();
    for mut standing in standings {
        let unit = standing.declaration.unit;
        standing.waived = waived.get(&unit).cloned().unwrap_or_default();
        let case = Case::new(standing, setting.clone())?;
        if case.is_seen_by(who) {
            register.cases.push(case);
        } else if *counted.entry(unit).or_insert_with(|| counts(who, setting, unit)) {
            register.hidden.push(case);
        }
    }
    Ok(register)
}

impl Desk {
    /// How far the declarations of a cycle are, of all units somebody may count; the database
    /// counts. What was thrown away is not among them.
    ///
    /// # Errors
    /// When the store holds a state nobody knows, or the database fails.
    pub async fn progress(&self, who: &Who, setting: &Setting) -> Result<Vec<Standing>> {
        let rows = self.store.progress(who.region(), setting.cycle.id).await?;
        let mut counted: BTreeMap<UnitId, bool> = BTreeMap::new();
        let mut all = Vec::new();
        for row in rows {
            if !*counted.entry(row.unit).or_insert_with(|| counts(who, setting, row.unit)) {
                continue;
            }
            let (track, stage, step) = (row.track, row.stage, row.step);
            let kept = store::State { track, stage, step, back_to: String::new() };
            let place = place(&state::known(&kept)?);
            let count = usize::try_from(row.declarations).unwrap_or_default();
            all.push(Standing { unit: row.unit, place, count });
        }
        Ok(all)
    }

    /// The declarations of a cycle: those somebody may open, and those they may only count.
    ///
    /// # Errors
    /// When there is no such cycle, or the database fails.
    pub async fn register(&self, who: &Who, cycle: CycleId) -> Result<Register> {
        let setting = self.setting(who.region(), cycle, who.today()).await?;
        // Of a year only those units are read that they may know anything of.
        let units = known(who, &setting);
        let mut standings = match units.len() == setting.units.iter().count() {
            true => self.store.standings(who.region(), cycle).await?,
            false => self.store.standings_of_units(who.region(), cycle, &units).await?,
        };
        // A cause is answered once for a unit, on whichever of its forms.
        let mut waived: BTreeMap<UnitId, Vec<String>> = BTreeMap::new();
        for standing in &mut standings {
            let own = waived.entry(standing.declaration.unit).or_default();
            own.append(&mut standing.waived);
        }
        sorted_out(who, &setting, standings, &waived)
    }

    /// The same of some declarations of a cycle alone.
    async fn register_among(
        &self,
        who: &Who,
        cycle: CycleId,
        standings: Vec<store::Standing>,
    ) -> Result<Register> {
        let setting = self.setting(who.region(), cycle, who.today()).await?;
        let units: BTreeSet<UnitId> = standings.iter().map(|one| one.declaration.unit).collect();
        let units: Vec<UnitId> = units.into_iter().collect();
        let mut waived: BTreeMap<UnitId, Vec<String>> = BTreeMap::new();
        for (unit, cause) in self.store.waived(who.region(), cycle, &units).await? {
            waived.entry(unit).or_default().push(cause);
        }
        sorted_out(who, &setting, standings, &waived)
    }

    /// What is asked for, of one year or of all. The number of statements grows with the years
    /// alone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find(&self, who: &Who, wanted: &Wanted) -> Result<Register> {
        let region = who.region();
        let words = search::asked(&wanted.words);
        let named: Option<BTreeSet<DeclarationId>> = match words.is_empty() {
            true if wanted.words.trim().is_empty() => None,
            // Typed, but nothing that could be searched for: signs alone.
            true => Some(BTreeSet::new()),
            false => {
                let search = store::Search { words, ..store::Search::default() };
                Some(self.store.search(region, &search, FOUND).await?.into_iter().collect())
            }
        };
        let mut cycles: Vec<Cycle> = self.store.cycles(region).await?;
        cycles.retain(|cycle| wanted.year.is_none_or(|year| year == cycle.year));
        cycles.sort_by_key(|cycle| std::cmp::Reverse(cycle.year));
        // Of what words lead to nothing else is read.
        let mut found_by_words = match &named {
            Some(named) => {
                let ids: Vec<DeclarationId> = named.iter().copied().collect();
                Some(self.store.standings_among(region, &ids).await?)
            }
            None => None,
        };
        let mut found = Register::default();
        for cycle in cycles {
            let mut register = match &mut found_by_words {
                Some(found) => {
                    let own = |one: &store::Standing| one.declaration.cycle == cycle.id;
                    let (here, others) = std::mem::take(found).into_iter().partition(own);
                    *found = others;
                    self.register_among(who, cycle.id, here).await?
                }
                None => self.register(who, cycle.id).await?,
            };
            let within = self.within(who, cycle.id, wanted, &register).await?;
            let fits = |case: &Case| within.take(case);
            register.cases.retain(&fits);
            register.hidden.retain(&fits);
            found.cases.append(&mut register.cases);
            found.hidden.append(&mut register.hidden);
        }
        Ok(found)
    }

    async fn within(
        &self,
        who: &Who,
        cycle: CycleId,
        wanted: &Wanted,
        register: &Register,
    ) -> Result<Within> {
        let (region, first) = (who.region(), register.cases.first().or(register.hidden.first()));
        let units = wanted.unit.zip(first).map(|(top, case)| case.setting.units.below(top));
        let category = match wanted.category.as_str() {
            "" => None,
            asked => {
                let asked = if asked == NO_CATEGORY { "" } else { asked };
                let rows = self.store.categories(region, cycle, Basis::Last).await?;
                let own = rows.into_iter().filter(|(_, category)| category == asked);
                Some(own.map(|(id, _)| id).collect())
            }
        };
        let faulty = match wanted.fault.as_str() {
            "" => None,
            code => {
                let rows = self.store.faulty(region, cycle, Basis::Last, code).await?;
                let grave = |row: &store::Faulty| {
                    wanted.severity.is_empty() || row.severity == wanted.severity
                };
                Some(rows.into_iter().filter(grave).map(|row| row.declaration).collect())
            }
        };
        let units = units.map(|units| units.into_iter().collect());
        let (kind, place) = (wanted.kind.clone(), wanted.place.clone());
        Ok(Within { units, kind, place, category, faulty })
    }
}

/// What is asked for within a year.
struct Within {
    units: Option<BTreeSet<UnitId>>,
    kind: String,
    place: String,
    category: Option<BTreeSet<DeclarationId>>,
    faulty: Option<BTreeSet<DeclarationId>>,
}

impl Within {
    fn take(&self, case: &Case) -> bool {
        let (row, id) = (&case.standing.declaration, case.id());
        let place = place(&case.situation.state);
        let here = match self.place.as_str() {
            asked if place == "discarded" => asked == place,
            "" => true,
            HANDED_IN => case.standing.current.is_some(),
            WITH_APPROVAL => case.standing.approved.is_some(),
            asked => place == asked,
        };
        here && self.units.as_ref().is_none_or(|units| units.contains(&row.unit))
            && (self.kind.is_empty() || self.kind == row.kind)
            && self.category.as_ref().is_none_or(|own| own.contains(&id))
            && self.faulty.as_ref().is_none_or(|own| own.contains(&id))
    }
}

//! Declarations: made, looked up, and led from state to state. Which step follows which is not
//! decided here; what is decided here is that nobody leads on from a state they have not seen.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect,
};

use crate::change::{By, Changing, Done, What};
use crate::tables::{cycle, declaration, draft, review, revision, unit_place};
use crate::{
    CycleId, Declaration, DeclarationId, Error, RegionId, Result, Review, Revision, RevisionId,
    Store, UnitId, digest,
};

/// A declaration to be made.
#[derive(Debug, Clone)]
pub struct NewDeclaration {
    /// The cycle.
    pub cycle: CycleId,
    /// Whose it is.
    pub unit: UnitId,
    /// Kind of form.
    pub kind: String,
    /// The project; empty on a form of the whole unit.
    pub project: String,
    /// The state it begins in.
    pub state: String,
    /// The form as JSON to begin the draft with.
    pub form: String,
    /// A key of the request: sent twice, it makes one declaration.
    pub key: Option<String>,
}

/// A step to be taken with a declaration.
#[derive(Debug, Clone)]
pub struct Advance {
    /// The declaration.
    pub declaration: DeclarationId,
    /// The version that was on the screen.
    pub version: i64,
    /// What is done, a word.
    pub action: String,
    /// The state it leads to.
    pub state: String,
    /// The step it then waits at; empty while it is with the unit.
    pub step: String,
    /// Why; empty when nothing is said.
    pub reason: String,
    /// Makes a revision out of the draft, as submitting does.
    pub freeze: Option<Freeze>,
}

/// A revision to be made out of the draft.
#[derive(Debug, Clone)]
pub struct Freeze {
    /// Why it is kept, a word.
    pub kind: String,
    /// The version of the draft that was on the screen: nobody submits what they have not seen.
    pub draft: i64,
}

/// A line of the list of declarations.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct DeclarationRow {
    /// The declaration.
    pub id: DeclarationId,
    /// Whose it is.
    pub unit: UnitId,
    /// The unit's name in the year of the cycle.
    pub unit_name: Option<String>,
    /// Kind of form.
    pub kind: String,
    /// The project; empty on a form of the whole unit.
    pub project: String,
    /// Its state.
    pub state: String,
    /// The step it waits at.
    pub step: String,
    /// How often it was submitted.
    pub round: i32,
    /// Counts changes of state.
    pub version: i64,
    /// When the draft was saved last.
    pub saved_at: chrono::DateTime<chrono::Utc>,
}

impl Store {
    /// Makes a declaration and its draft.
    ///
    /// # Errors
    /// When the unit has it already in that cycle, or the database fails.
    pub async fn make_declaration(
        &self,
        by: By,
        region: RegionId,
        new: &NewDeclaration,
    ) -> Result<DeclarationId> {
        let change = self.changing(region, by).await?;
        let (what, key) = (What::DeclarationMade, new.key.as_deref());
        if let Some((earlier, _)) = change.earlier(what, key).await? {
            return Ok(DeclarationId(earlier));
        }
        crate::indicator::parse(&new.form)?;
        change.own_unit(new.unit).await?;
        let cycle = cycle::Entity::find_by_id(new.cycle).one(change.on()).await?;
        cycle.filter(|cycle| cycle.region == region).ok_or(Error::Missing("申报周期"))?;
        let row = declaration::ActiveModel {
            region: Set(region),
            cycle: Set(new.cycle),
            unit: Set(new.unit),
            kind: Set(new.kind.clone()),
            project: Set(new.project.clone()),
            state: Set(new.state.clone()),
            step: Set(String::new()),
            round: Set(0),
            version: Set(1),
            current: Set(None),
            approved: Set(None),
            changed_at: Set(by.at),
            changed_by: Set(by.person),
            ..Default::default()
        };
        let row = row.insert(change.on()).await;
        let row = row.map_err(|error| Error::exists(error, "该单位的同一申报"))?;
        let draft = draft::ActiveModel {
            declaration: Set(row.id),
            region: Set(region),
            form: Set(new.form.clone()),
            digest: Set(digest::of_bytes(new.form.as_bytes())),
            version: Set(1),
            editor: Set(by.person),
            at: Set(by.at),
        };
        draft.insert(change.on()).await?;
        change.remember(what, key, row.id.0).await?;
        change.commit(Done::made(what, subject(row.id), &row)).await?;
        Ok(row.id)
    }

    /// Leads a declaration to its next state; gives it as it is then.
    ///
    /// # Errors
    /// [`Error::Conflict`] when somebody led it on first; else when the database fails.
    pub async fn advance(&self, by: By, region: RegionId, step: &Advance) -> Result<Declaration> {
        let change = self.changing(region, by).await?;
        let before = change.declaration(step.declaration, step.version).await?;
        let mut row = declaration::ActiveModel::from(before.clone());
        let frozen = match &step.freeze {
            Some(freeze) => Some(change.freeze(&before, freeze).await?),
            None => None,
        };
        if let Some(frozen) = &frozen {
            row.current = Set(Some(frozen.id));
            row.round = Set(before.round + 1);
        }
        row.state = Set(step.state.clone());
        row.step = Set(step.step.clone());
        let after = change.lead(row, before.version).await?;
        let review = change.note(&before, after.current, step).await?;
        if frozen.is_some() {
            change.index(&after).await?;
        }
        let what = What::DeclarationAdvanced;
        let left = (&after, &frozen, &review);
        change.commit(Done::new(what, subject(after.id), Some(&before), Some(&left))).await?;
        Ok(after)
    }

    /// A declaration.
    ///
    /// # Errors
    /// When there is none in the region, or the database fails.
    pub async fn declaration(&self, region: RegionId, id: DeclarationId) -> Result<Declaration> {
        let row = declaration::Entity::find_by_id(id)
            .filter(declaration::Column::Region.eq(region))
            .one(&self.read)
            .await?;
        row.ok_or(Error::Missing("申报"))
    }

    /// The declarations of a cycle, by unit and kind. One statement however many there are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn declarations(
        &self,
        region: RegionId,
        cycle: CycleId,
    ) -> Result<Vec<DeclarationRow>> {
        let rows = listed(region, cycle, self.last_day(region, cycle).await?);
        Ok(rows.into_model::<DeclarationRow>().all(&self.read).await?)
    }

    /// The last day of a cycle's fiscal year, on which units are named as they were in it.
    async fn last_day(&self, region: RegionId, id: CycleId) -> Result<chrono::NaiveDate> {
        let cycle = cycle::Entity::find_by_id(id)
            .filter(cycle::Column::Region.eq(region))
            .one(&self.read)
            .await?
            .ok_or(Error::Missing("申报周期"))?;
        chrono::NaiveDate::from_ymd_opt(cycle.year, 12, 31).ok_or(Error::Missing("申报周期"))
    }

    /// The revisions of a declaration, the first one first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn revisions(&self, region: RegionId, id: DeclarationId) -> Result<Vec<Revision>> {
        let rows = revision::Entity::find()
            .filter(revision::Column::Region.eq(region))
            .filter(revision::Column::Declaration.eq(id))
            .order_by_asc(revision::Column::Number);
        Ok(rows.all(&self.read).await?)
    }

    /// The steps taken with a declaration, the first one first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reviews(&self, region: RegionId, id: DeclarationId) -> Result<Vec<Review>> {
        let rows = review::Entity::find()
            .filter(review::Column::Region.eq(region))
            .filter(review::Column::Declaration.eq(id))
            .order_by_asc(review::Column::Id);
        Ok(rows.all(&self.read).await?)
    }
}

/// The list of a cycle, with names of units as on a day.
fn listed(
    region: RegionId,
    cycle: CycleId,
    on: chrono::NaiveDate,
) -> sea_orm::Select<declaration::Entity> {
    let draft: sea_orm::RelationDef = declaration::Entity::belongs_to(draft::Entity)
        .from(declaration::Column::Id)
        .to(draft::Column::Declaration)
        .into();
    let place: sea_orm::RelationDef = declaration::Entity::belongs_to(unit_place::Entity)
        .from(declaration::Column::Unit)
        .to(unit_place::Column::Unit)
        .on_condition(move |_, _| {
            sea_orm::Condition::all()
                .add(unit_place::Column::From.lte(on))
                .add(crate::region::open(unit_place::Column::Until, on))
        })
        .into();
    declaration::Entity::find()
        .column_as(unit_place::Column::Name, "unit_name")
        .column_as(draft::Column::At, "saved_at")
        .join(JoinType::InnerJoin, draft)
        .join(JoinType::LeftJoin, place)
        .filter(declaration::Column::Region.eq(region))
        .filter(declaration::Column::Cycle.eq(cycle))
        .order_by_asc(declaration::Column::Unit)
        .order_by_asc(declaration::Column::Kind)
        .order_by_asc(declaration::Column::Project)
}

/// How events name a declaration.
pub(crate) fn subject(id: DeclarationId) -> String {
    format!("declaration/{}", id.0)
}

impl Changing {
    /// A declaration of this region, whatever its version.
    pub(crate) async fn any_declaration(&self, id: DeclarationId) -> Result<Declaration> {
        let row = declaration::Entity::find_by_id(id)
            .filter(declaration::Column::Region.eq(self.region))
            .one(self.on())
            .await?;
        row.ok_or(Error::Missing("申报"))
    }

    /// A declaration at the version somebody saw, else who has changed it since.
    pub(crate) async fn declaration(&self, id: DeclarationId, seen: i64) -> Result<Declaration> {
        let row = self.any_declaration(id).await?;
        if row.version == seen {
            return Ok(row);
        }
        let who = self.name(row.changed_by).await?;
        Err(Error::Conflict { by: row.changed_by, who, at: row.changed_at, version: row.version })
    }

    /// Writes a declaration's new state over the version that was read.
    pub(crate) async fn lead(
        &self,
        mut row: declaration::ActiveModel,
        version: i64,
    ) -> Result<Declaration> {
        row.version = Set(version + 1);
        row.changed_at = Set(self.by.at);
        row.changed_by = Set(self.by.person);
        // The region's lock makes the condition true; it stays as the last line of defence.
        let updated = declaration::Entity::update(row)
            .validate()?
            .filter(declaration::Column::Version.eq(version))
            .exec(self.on())
            .await?;
        Ok(updated)
    }

    /// Makes a revision out of the draft.
    async fn freeze(&self, of: &Declaration, freeze: &Freeze) -> Result<Revision> {
        let draft = self.draft(of.id, freeze.draft).await?;
        let last = revision::Entity::find()
            .filter(revision::Column::Declaration.eq(of.id))
            .order_by_desc(revision::Column::Number)
            .one(self.on())
            .await?;
        let row = revision::ActiveModel {
            region: Set(self.region),
            declaration: Set(of.id),
            number: Set(last.map_or(0, |last| last.number) + 1),
            kind: Set(freeze.kind.clone()),
            form: Set(draft.form),
            digest: Set(draft.digest),
            author: Set(self.by.person),
            at: Set(self.by.at),
            ..Default::default()
        };
        Ok(row.insert(self.on()).await?)
    }

    /// Writes down the step that was taken.
    pub(crate) async fn note(
        &self,
        of: &Declaration,
        revision: Option<RevisionId>,
        step: &Advance,
    ) -> Result<Review> {
        let row = review::ActiveModel {
            region: Set(self.region),
            declaration: Set(of.id),
            revision: Set(revision),
            action: Set(step.action.clone()),
            step: Set(of.step.clone()),
            state: Set(step.state.clone()),
            reason: Set(step.reason.clone()),
            person: Set(self.by.person),
            at: Set(self.by.at),
            ..Default::default()
        };
        Ok(row.insert(self.on()).await?)
    }
}

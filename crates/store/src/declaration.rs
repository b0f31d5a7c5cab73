//! Declarations: made, renamed, looked up and listed. How they are led from stage to stage is in
//! `advance.rs`.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect,
};

use crate::change::{By, Changing, Done, What};
use crate::draft::Renamed;
use crate::tables::{cycle, declaration, draft, unit_place};
use crate::{
    CycleId, Declaration, DeclarationId, Error, Judged, RegionId, Result, State, Store, UnitId,
    digest,
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
    /// The project's name folded, by which the same one of another unit is found.
    pub project_folded: String,
    /// The state it begins in.
    pub state: State,
    /// The form as JSON to begin the draft with.
    pub form: String,
    /// What the checks made of it.
    pub judged: Judged,
    /// Words by which it is found.
    pub words: Vec<String>,
    /// A key of the request: sent twice, it makes one declaration.
    pub key: Option<String>,
}

/// A line of the list of declarations.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct DeclarationRow {
    /// The declaration.
    pub id: DeclarationId,
    /// Whose it is.
    pub unit: UnitId,
    /// The unit's name at the end of the cycle's year; none when it is no longer there then.
    pub unit_name: Option<String>,
    /// Kind of form.
    pub kind: String,
    /// The project; empty on a form of the whole unit.
    pub project: String,
    /// On which way it is.
    pub track: String,
    /// How far it is.
    pub stage: String,
    /// The step that belongs to the stage.
    pub step: String,
    /// How often it began to be written.
    pub round: i32,
    /// Counts changes of state.
    pub version: i64,
    /// When the draft was saved last.
    pub saved_at: chrono::DateTime<chrono::Utc>,
    /// The money the draft declares in all, in fen.
    pub total: Option<i64>,
    /// Findings in the draft that are errors.
    pub errors: i32,
    /// Causes of its warnings, as a JSON list.
    pub warnings: String,
    /// Findings in it that are advice.
    pub advice: i32,
    /// Checks that could not be decided on it.
    pub open: i32,
}

impl DeclarationRow {
    /// Causes of the draft's warnings, answered ones among them.
    pub fn causes(&self) -> Vec<String> {
        crate::judged::causes(&self.warnings)
    }
}

impl Store {
    /// Makes a declaration and its draft.
    ///
    /// # Errors
    /// When the unit has it already in that cycle, the cycle is closed, or the database fails.
    pub async fn make_declaration(
        &self,
        by: By,
        region: RegionId,
        new: &NewDeclaration,
    ) -> Result<DeclarationId> {
        let form = crate::form::parse(&new.form)?;
        let change = self.changing(region, by).await?;
        let (what, key) = (What::DeclarationMade, new.key.as_deref());
        if let Some((earlier, _)) = change.earlier(what, key).await? {
            return Ok(DeclarationId(earlier));
        }
        change.own_unit(new.unit).await?;
        change.writable_cycle(new.cycle).await?;
        let row = beginning(by, region, new).insert(change.on()).await;
        let row = row.map_err(|error| Error::exists(error, "该单位的同一申报"))?;
        let draft = draft::ActiveModel {
            declaration: Set(row.id),
            region: Set(region),
            form: Set(new.form.clone()),
            digest: Set(digest::of_bytes(new.form.as_bytes())),
            version: Set(1),
            editor: Set(by.person),
            at: Set(by.at),
            total: Set(form.total()),
            errors: Set(new.judged.errors),
            warnings: Set(new.judged.warnings_text()),
            advice: Set(new.judged.advice),
            open: Set(new.judged.open),
            packs: Set(new.judged.packs.clone()),
        };
        let draft = draft.insert(change.on()).await?;
        let author = change.author(&row).await?;
        let words = change.spell(row.id, &new.words).await?;
        change.remember(what, key, row.id.0).await?;
        let done = Done::made(what, subject(row.id), &row).and_made(&draft).and(author).and(words);
        change.commit(done).await?;
        Ok(row.id)
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

    /// The declarations of a cycle that are not thrown away, by unit and kind. Two statements however many there are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn declarations(
        &self,
        region: RegionId,
        cycle: CycleId,
    ) -> Result<Vec<DeclarationRow>> {
        let found = cycle::Entity::find_by_id(cycle)
            .filter(cycle::Column::Region.eq(region))
            .one(&self.read)
            .await?;
        let on = found.ok_or(Error::Missing("申报周期"))?.last_day()?;
        let rows = listed(region, cycle, on);
        Ok(rows.into_model::<DeclarationRow>().all(&self.read).await?)
    }
}

/// A declaration in its first round.
fn beginning(by: By, region: RegionId, new: &NewDeclaration) -> declaration::ActiveModel {
    declaration::ActiveModel {
        region: Set(region),
        cycle: Set(new.cycle),
        unit: Set(new.unit),
        kind: Set(new.kind.clone()),
        project: Set(new.project.clone()),
        project_folded: Set(new.project_folded.clone()),
        track: Set(new.state.track.clone()),
        stage: Set(new.state.stage.clone()),
        step: Set(new.state.step.clone()),
        back_to: Set(new.state.back_to.clone()),
        waits_since: Set(by.at),
        assigned_to: Set(None),
        left_unit: Set(false),
        round: Set(1),
        revisions: Set(0),
        version: Set(1),
        current: Set(None),
        approved: Set(None),
        changed_at: Set(by.at),
        changed_by: Set(by.person),
        discarded_at: Set(None),
        ..Default::default()
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
        .column(draft::Column::Total)
        .column(draft::Column::Errors)
        .column(draft::Column::Warnings)
        .column(draft::Column::Advice)
        .column(draft::Column::Open)
        .join(JoinType::InnerJoin, draft)
        .join(JoinType::LeftJoin, place)
        .filter(declaration::Column::Region.eq(region))
        .filter(declaration::Column::Cycle.eq(cycle))
        .filter(declaration::Column::DiscardedAt.is_null())
        .order_by_asc(declaration::Column::Unit)
        .order_by_asc(declaration::Column::Kind)
        .order_by_asc(declaration::Column::Project)
}

/// How events name a declaration.
pub(crate) fn subject(id: DeclarationId) -> String {
    format!("declaration/{}", id.0)
}

/// A request's key for one declaration: a batch sends the same one with each of many.
pub(crate) fn keyed(id: DeclarationId, key: Option<&str>) -> Option<String> {
    key.map(|key| format!("{}/{key}", id.0))
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

    /// The same, not thrown away and in a cycle that is not closed.
    pub(crate) async fn writable_declaration(&self, id: DeclarationId) -> Result<Declaration> {
        let row = self.any_declaration(id).await?;
        self.writable_cycle(row.cycle).await?;
        if row.discarded_at.is_some() {
            return Err(Error::Refused("这份申报已经删除。"));
        }
        Ok(row)
    }

    /// Gives a declaration the project's name its draft has now.
    pub(crate) async fn rename(&self, before: &Declaration, to: Renamed<'_>) -> Result<Done> {
        let mut row = declaration::ActiveModel::from(before.clone());
        row.project = Set(to.project.to_owned());
        row.project_folded = Set(to.folded.to_owned());
        let after = row.update(self.on()).await;
        let after = after.map_err(|error| Error::exists(error, "该单位的同一申报"))?;
        Ok(Done::changed(What::DeclarationRenamed, subject(before.id), before, &after))
    }

    /// A declaration at the version somebody saw, else who has changed it since.
    pub(crate) async fn declaration(&self, id: DeclarationId, seen: i64) -> Result<Declaration> {
        let row = self.writable_declaration(id).await?;
        if row.version == seen {
            return Ok(row);
        }
        let who = self.name(row.changed_by).await?;
        Err(Error::Conflict { by: row.changed_by, who, at: row.changed_at, version: row.version })
    }
}

//! Forms to be laid beside one another: those of a unit in other years, those it works on now, and
//! those of other units under the same project's name.

use sea_orm::sea_query::{Expr, ExprTrait, Func, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationDef, Select,
};

use crate::tables::{cycle, declaration, draft, revision};
use crate::{CycleId, DeclarationId, RegionId, Result, RevisionId, Store, UnitId};

/// Units that share one project at most.
const COMMON: i64 = 20;

/// A form and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct KeptForm {
    /// Its declaration.
    pub declaration: DeclarationId,
    /// The cycle of that.
    pub cycle: CycleId,
    /// The unit.
    pub unit: UnitId,
    /// Kind of form.
    pub kind: String,
    /// The project; empty on a form of the whole unit.
    pub project: String,
    /// Its name folded.
    pub project_folded: String,
    /// On which way the declaration is.
    pub track: String,
    /// How far it is.
    pub stage: String,
    /// Whether it ever left the unit.
    pub left_unit: bool,
    /// The revision that is approved.
    pub approved: Option<RevisionId>,
    /// The revision this is the form of; none for a draft.
    pub revision: Option<RevisionId>,
    /// The version of the draft this is; none for a revision.
    pub draft: Option<i64>,
    /// The form as JSON.
    pub form: String,
}

impl Store {
    /// The forms of units in a year: approved ones, else those handed in last. What was never
    /// handed in is not among them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forms_of_year(
        &self,
        region: RegionId,
        units: &[UnitId],
        year: i32,
    ) -> Result<Vec<KeptForm>> {
        use declaration::Column;
        let chosen = Func::coalesce([column(Column::Approved), column(Column::Current)]);
        let rows = revised(region, SimpleExpr::from(chosen))
            .join(JoinType::InnerJoin, to_cycle())
            .filter(cycle::Column::Year.eq(year))
            .filter(Column::Unit.is_in(units.iter().copied()));
        Ok(rows.into_model::<KeptForm>().all(&self.read).await?)
    }

    /// The forms a unit has in a cycle as they are written now: its drafts, which after handing in
    /// are what was handed in. What was thrown away is not among them, but for the one asked after.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forms_at_work(
        &self,
        region: RegionId,
        unit: UnitId,
        cycle: CycleId,
        of: Option<DeclarationId>,
    ) -> Result<Vec<KeptForm>> {
        let rows = forms(region)
            .column_as(Expr::val(None::<i64>).cast_as("bigint"), "revision")
            .column_as(draft::Column::Version, "draft")
            .column(draft::Column::Form)
            .join(JoinType::InnerJoin, to_draft())
            .filter(at_work(unit, cycle, of));
        Ok(rows.into_model::<KeptForm>().all(&self.read).await?)
    }

    /// The drafts of a unit in a cycle with their versions: what [`Store::forms_at_work`] would
    /// read.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn drafts_at_work(
        &self,
        region: RegionId,
        unit: UnitId,
        cycle: CycleId,
        of: Option<DeclarationId>,
    ) -> Result<Vec<(DeclarationId, i64)>> {
        let rows = declaration::Entity::find()
            .select_only()
            .column(declaration::Column::Id)
            .column(draft::Column::Version)
            .join(JoinType::InnerJoin, to_draft())
            .filter(declaration::Column::Region.eq(region))
            .filter(at_work(unit, cycle, of))
            .order_by_asc(declaration::Column::Id);
        Ok(rows.into_tuple().all(&self.read).await?)
    }

    /// What other units handed in last in a cycle under one of these folded names. A name that
    /// more than `COMMON` other units use is no project that several share, but what everybody
    /// calls theirs: nothing is given under it. Two statements.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forms_of_others(
        &self,
        region: RegionId,
        cycle: CycleId,
        unit: UnitId,
        folded: &[String],
    ) -> Result<Vec<KeptForm>> {
        use declaration::Column;
        let named = folded.iter().filter(|name| !name.is_empty()).map(String::as_str);
        let elsewhere = Condition::all()
            .add(Column::Region.eq(region))
            .add(Column::Cycle.eq(cycle))
            .add(Column::Unit.ne(unit))
            .add(Column::DiscardedAt.is_null())
            .add(Column::Current.is_not_null());
        let shared = declaration::Entity::find()
            .select_only()
            .column(Column::ProjectFolded)
            .filter(elsewhere.clone())
            .filter(Column::ProjectFolded.is_in(named))
            .group_by(Column::ProjectFolded)
            .having(Column::Id.count().lte(COMMON));
        let shared: Vec<String> = shared.into_tuple().all(&self.read).await?;
        let rows = revised(region, column(Column::Current))
            .filter(elsewhere)
            .filter(Column::ProjectFolded.is_in(shared));
        Ok(rows.into_model::<KeptForm>().all(&self.read).await?)
    }
}

/// Declarations of a unit in a cycle that are not thrown away, but for the one asked after.
fn at_work(unit: UnitId, cycle: CycleId, of: Option<DeclarationId>) -> Condition {
    use declaration::Column;
    let there = Condition::any()
        .add(Column::DiscardedAt.is_null())
        .add_option(of.map(|of| Column::Id.eq(of)));
    Condition::all().add(Column::Unit.eq(unit)).add(Column::Cycle.eq(cycle)).add(there)
}

fn to_draft() -> RelationDef {
    declaration::Entity::belongs_to(draft::Entity)
        .from(declaration::Column::Id)
        .to(draft::Column::Declaration)
        .into()
}

/// Forms without their text.
fn forms(region: RegionId) -> Select<declaration::Entity> {
    use declaration::Column;
    declaration::Entity::find()
        .select_only()
        .column_as(Column::Id, "declaration")
        .columns([
            Column::Cycle,
            Column::Unit,
            Column::Kind,
            Column::Project,
            Column::ProjectFolded,
            Column::Track,
            Column::Stage,
            Column::LeftUnit,
            Column::Approved,
        ])
        .filter(Column::Region.eq(region))
        .order_by_asc(Column::Id)
}

/// Forms of chosen revisions.
fn revised(region: RegionId, chosen: SimpleExpr) -> Select<declaration::Entity> {
    let relation: RelationDef = declaration::Entity::belongs_to(revision::Entity)
        .from(declaration::Column::Id)
        .to(revision::Column::Declaration)
        .into();
    let id = Expr::col(revision::Column::Id.as_column_ref());
    forms(region)
        .column_as(revision::Column::Id, "revision")
        .column_as(Expr::val(None::<i64>).cast_as("bigint"), "draft")
        .column(revision::Column::Form)
        .join(JoinType::InnerJoin, relation)
        .filter(declaration::Column::DiscardedAt.is_null())
        .filter(id.eq(chosen))
}

fn to_cycle() -> RelationDef {
    declaration::Entity::belongs_to(cycle::Entity)
        .from(declaration::Column::Cycle)
        .to(cycle::Column::Id)
        .into()
}

fn column(column: declaration::Column) -> SimpleExpr {
    Expr::col(column.as_column_ref())
}

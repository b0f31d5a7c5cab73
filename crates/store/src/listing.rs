//! Long lists by parts: which declarations of a cycle are sought, one part of them after the last
//! row of the part before, and how many and how much they are in all, counted by the database.
//! Who may see what is decided above and comes in as units.

use sea_orm::sea_query::{Expr, ExprTrait, IntoColumnRef, SimpleExpr, SubQueryStatement};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, RelationDef, Select,
};

use crate::indicator::contains;
use crate::queue::{Mine, waits_for};
use crate::tables::{cycle, declaration, draft, waiver};
use crate::{CycleId, DeclarationId, RegionId, Result, Store, UnitId};

/// Where a declaration stands, in the words that are kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// On which way.
    pub track: String,
    /// How far.
    pub stage: String,
    /// The step that belongs to the stage; empty where none does.
    pub step: String,
}

/// Which declarations of a cycle are sought; what was thrown away never is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sought {
    /// Those of these units, wherever they stand.
    pub units: Vec<UnitId>,
    /// Those of these units that once left them.
    pub left: Vec<UnitId>,
    /// Only those that stand so.
    pub at: Option<Vec<At>>,
    /// Only those whose project contains this, or whose unit is one of `named`.
    pub text: String,
    /// Units that are called so.
    pub named: Vec<UnitId>,
    /// Only those somebody has to review, or had.
    pub in_review: bool,
    /// Only those that wait for a person.
    pub mine: Option<Mine>,
}

/// How many declarations stand somewhere.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct StageCount {
    /// On which way they are.
    pub track: String,
    /// How far they are.
    pub stage: String,
    /// The step that belongs to the stage.
    pub step: String,
    /// How many.
    pub declarations: i64,
}

impl StageCount {
    /// Where they stand.
    pub fn at(&self) -> At {
        let [track, stage, step] = [&self.track, &self.stage, &self.step].map(String::clone);
        At { track, stage, step }
    }
}

/// How many declarations of a kind there are, and what their drafts declare.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct KindSum {
    /// Kind of form.
    pub kind: String,
    /// How many.
    pub declarations: i64,
    /// In fen; none where no form says anything.
    pub amount: Option<i64>,
}

/// The place of a declaration in the list: by unit, the form of the unit before its projects,
/// then in the order in which they were begun.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, FromQueryResult)]
pub struct Spot {
    /// Whose it is.
    pub unit: UnitId,
    /// Kind of form.
    pub kind: String,
    /// Itself.
    pub id: DeclarationId,
}

impl Store {
    /// Where the sought declarations stand, counted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stages(
        &self,
        region: RegionId,
        cycle: CycleId,
        sought: &Sought,
    ) -> Result<Vec<StageCount>> {
        use declaration::Column;
        let by = [Column::Track, Column::Stage, Column::Step];
        let mut rows = found(region, cycle, sought)
            .select_only()
            .columns(by)
            .column_as(Column::Id.count(), "declarations");
        for column in by {
            rows = rows.group_by(column);
        }
        let mut rows = rows.into_model::<StageCount>().all(&self.read).await?;
        rows.sort_by_key(StageCount::at);
        Ok(rows)
    }

    /// The units that have some of them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn units_with(
        &self,
        region: RegionId,
        cycle: CycleId,
        sought: &Sought,
    ) -> Result<Vec<UnitId>> {
        let rows = found(region, cycle, sought)
            .select_only()
            .column(declaration::Column::Unit)
            .distinct()
            .order_by_asc(declaration::Column::Unit);
        Ok(rows.into_tuple().all(&self.read).await?)
    }

    /// How many there are and how much their drafts declare, by kind of form.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sums(
        &self,
        region: RegionId,
        cycle: CycleId,
        sought: &Sought,
    ) -> Result<Vec<KindSum>> {
        use declaration::Column;
        let draft: RelationDef = declaration::Entity::belongs_to(draft::Entity)
            .from(Column::Id)
            .to(draft::Column::Declaration)
            .into();
        let total = Expr::col(draft::Column::Total.as_column_ref());
        let rows = found(region, cycle, sought)
            .select_only()
            .column(Column::Kind)
            .column_as(Column::Id.count(), "declarations")
            // Of 64-bit numbers PostgreSQL makes a wider sum; SQLite does not.
            .column_as(total.sum().cast_as("bigint"), "amount")
            .join(JoinType::InnerJoin, draft)
            .group_by(Column::Kind);
        let mut rows = rows.into_model::<KindSum>().all(&self.read).await?;
        rows.sort_by(|one, other| one.kind.cmp(&other.kind));
        Ok(rows)
    }

    /// The part of the list that comes after a place, at most `count`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn spots(
        &self,
        region: RegionId,
        cycle: CycleId,
        sought: &Sought,
        after: Option<&Spot>,
        count: u64,
    ) -> Result<Vec<Spot>> {
        use declaration::Column;
        let by = [Column::Unit, Column::Kind, Column::Id];
        let mut rows = found(region, cycle, sought).select_only().columns(by).limit(count);
        if let Some(Spot { unit, kind, id }) = after {
            let here = by.map(|column| Expr::col(column.as_column_ref()));
            let there = [Expr::val(unit.0), Expr::val(kind.as_str()), Expr::val(id.0)];
            rows = rows.filter(Expr::tuple(here).gt(Expr::tuple(there)));
        }
        for column in by {
            rows = rows.order_by_asc(column);
        }
        Ok(rows.into_model::<Spot>().all(&self.read).await?)
    }

    /// The causes some units have answered in a cycle, on whichever of their forms.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn waived(
        &self,
        region: RegionId,
        cycle: CycleId,
        units: &[UnitId],
    ) -> Result<Vec<(UnitId, String)>> {
        let to: RelationDef = waiver::Entity::belongs_to(declaration::Entity)
            .from(waiver::Column::Declaration)
            .to(declaration::Column::Id)
            .into();
        let rows = waiver::Entity::find()
            .select_only()
            .column(declaration::Column::Unit)
            .column(waiver::Column::Cause)
            .join(JoinType::InnerJoin, to)
            .filter(of_cycle(region, cycle))
            .filter(declaration::Column::Unit.is_in(units.iter().copied()));
        let mut rows: Vec<(UnitId, String)> = rows.into_tuple().all(&self.read).await?;
        rows.sort();
        Ok(rows)
    }
}

/// Declarations of a cycle, which is one of the region.
pub(crate) fn of_cycle(region: RegionId, cycle: CycleId) -> SimpleExpr {
    in_cycle(declaration::Column::Cycle.as_column_ref(), region, cycle)
}

/// Rows of a cycle, which is one of the region: asked so that the index by cycle leads to them,
/// not one by region, which holds every year.
pub(crate) fn in_cycle(column: impl IntoColumnRef, region: RegionId, cycle: CycleId) -> SimpleExpr {
    let own = cycle::Entity::find()
        .select_only()
        .column(cycle::Column::Id)
        .filter(cycle::Column::Id.eq(cycle))
        .filter(cycle::Column::Region.eq(region))
        .into_query();
    let own = Expr::from(SubQueryStatement::SelectStatement(own));
    Expr::col(column).eq(own)
}

/// The declarations that are sought. The region is asked of the cycle alone, so that the index by
/// cycle and unit leads to them, not the one by region, which holds every year.
pub(crate) fn found(
    region: RegionId,
    cycle: CycleId,
    sought: &Sought,
) -> Select<declaration::Entity> {
    use declaration::Column;
    let among = |units: &[UnitId]| Column::Unit.is_in(units.iter().copied());
    let mut seen = Condition::any().add(among(&sought.units));
    // Not written where it can hold for nothing: with an OR the index by unit would not be used.
    if !sought.left.is_empty() {
        let left = Condition::all().add(Column::LeftUnit.eq(true)).add(among(&sought.left));
        seen = seen.add(left);
    }
    let mut rows = declaration::Entity::find()
        .filter(of_cycle(region, cycle))
        .filter(Column::DiscardedAt.is_null())
        .filter(seen);
    if let Some(places) = &sought.at {
        // Without a place nothing is sought: an empty choice of conditions would take all.
        let none = Condition::any().add(Expr::val(1).eq(2));
        rows = rows.filter(places.iter().fold(none, |any, at| any.add(stands(at))));
    }
    if sought.in_review {
        let with_a_step = Column::Stage.is_in(["waiting", "accepted"]);
        rows = rows.filter(Condition::any().add(Column::LeftUnit.eq(true)).add(with_a_step));
    }
    if let Some(mine) = &sought.mine {
        rows = rows.filter(waits_for(mine));
    }
    if !sought.text.is_empty() {
        let named = Condition::any().add(contains(Column::Project, &sought.text));
        rows = rows.filter(named.add(among(&sought.named)));
    }
    rows
}

/// Whether a declaration stands somewhere.
pub(crate) fn stands(at: &At) -> Condition {
    use declaration::Column;
    Condition::all()
        .add(Column::Track.eq(&at.track))
        .add(Column::Stage.eq(&at.stage))
        .add(Column::Step.eq(&at.step))
}

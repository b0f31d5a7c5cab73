//! Sums and counts over a cycle, worked out by the database. Each line names its unit, so that
//! whoever may see only some units adds up those; what a figure means is decided above.

use sea_orm::sea_query::{Expr, ExprTrait, Func, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect,
    RelationDef,
};

use crate::listing::{in_cycle, of_cycle};
use crate::tables::{declaration, finding_row, indicator_row, money_row};
use crate::{CycleId, RegionId, Result, Store, UnitId};

/// The word under which the whole sum of a row is kept.
const TOTAL: &str = "total";

/// Which revisions are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Those handed in last.
    Last,
    /// Those that are approved.
    Approved,
}

/// How many declarations of a unit are how far.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Progress {
    /// The unit.
    pub unit: UnitId,
    /// Kind of form.
    pub kind: String,
    /// On which way they are.
    pub track: String,
    /// How far they are.
    pub stage: String,
    /// The step that belongs to the stage.
    pub step: String,
    /// How many.
    pub declarations: i64,
}

/// What declarations of a unit ask for in all.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct MoneySum {
    /// The unit.
    pub unit: UnitId,
    /// Kind of form.
    pub kind: String,
    /// Category of the projects; empty where there is none.
    pub category: String,
    /// How many declarations name a sum.
    pub declarations: i64,
    /// In fen.
    pub amount: i64,
}

/// How often a check found something in declarations of a unit.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct FaultCount {
    /// The unit.
    pub unit: UnitId,
    /// Code of the check.
    pub code: String,
    /// How grave, a word.
    pub severity: String,
    /// How many findings.
    pub findings: i64,
    /// In how many declarations.
    pub declarations: i64,
}

impl Store {
    /// How far the declarations of a cycle are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn progress(&self, region: RegionId, cycle: CycleId) -> Result<Vec<Progress>> {
        use declaration::Column;
        let by = [Column::Unit, Column::Kind, Column::Track, Column::Stage, Column::Step];
        let mut rows = declaration::Entity::find()
            .select_only()
            .columns(by)
            .column_as(Column::Id.count(), "declarations")
            .filter(of_cycle(region, cycle))
            .filter(Column::DiscardedAt.is_null());
        for column in by {
            rows = rows.group_by(column);
        }
        let mut rows = rows.into_model::<Progress>().all(&self.read).await?;
        let key = |row: &Progress| {
            let words = [&row.kind, &row.track, &row.stage, &row.step].map(String::clone);
            (row.unit, words)
        };
        rows.sort_by_cached_key(key);
        Ok(rows)
    }

    /// The money of a cycle: the whole sum of the row each form names as its own.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn money(
        &self,
        region: RegionId,
        cycle: CycleId,
        basis: Basis,
    ) -> Result<Vec<MoneySum>> {
        use money_row::Column;
        let rows = money_row::Entity::find()
            .select_only()
            .columns([Column::Unit, Column::Category])
            .column(declaration::Column::Kind)
            .column_as(Column::Declaration.count(), "declarations")
            // Of 64-bit numbers PostgreSQL makes a wider sum; SQLite does not.
            .column_as(Expr::col(Column::Amount.as_column_ref()).sum().cast_as("bigint"), "amount")
            .join(JoinType::InnerJoin, declared(money_row::Entity, Column::Declaration))
            .filter(in_cycle(Column::Cycle.as_column_ref(), region, cycle))
            .filter(Column::Fund.eq(TOTAL))
            .filter(Column::Counted.eq(true))
            .filter(match basis {
                Basis::Last => Column::Current.eq(true),
                Basis::Approved => Column::Approved.eq(true),
            })
            .filter(declaration::Column::DiscardedAt.is_null())
            .group_by(Column::Unit)
            .group_by(Column::Category)
            .group_by(declaration::Column::Kind);
        let mut rows = rows.into_model::<MoneySum>().all(&self.read).await?;
        let key = |row: &MoneySum| (row.unit, row.kind.clone(), row.category.clone());
        rows.sort_by_cached_key(key);
        Ok(rows)
    }

    /// What the checks found in the revisions of a cycle.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn faults(
        &self,
        region: RegionId,
        cycle: CycleId,
        basis: Basis,
    ) -> Result<Vec<FaultCount>> {
        use finding_row::Column;
        let revision = match basis {
            Basis::Last => declaration::Column::Current,
            Basis::Approved => declaration::Column::Approved,
        };
        let looked_at = Expr::col(Column::Revision.as_column_ref());
        let rows = finding_row::Entity::find()
            .select_only()
            .columns([Column::Code, Column::Severity])
            .column(declaration::Column::Unit)
            .column_as(Column::Id.count(), "findings")
            .column_as(distinct(Column::Declaration), "declarations")
            .join(JoinType::InnerJoin, declared(finding_row::Entity, Column::Declaration))
            .filter(in_cycle(Column::Cycle.as_column_ref(), region, cycle))
            .filter(looked_at.eq(Expr::col(revision.as_column_ref())))
            .filter(declaration::Column::DiscardedAt.is_null())
            .group_by(declaration::Column::Unit)
            .group_by(Column::Code)
            .group_by(Column::Severity);
        let mut rows = rows.into_model::<FaultCount>().all(&self.read).await?;
        rows.sort_by_cached_key(|row| (row.unit, row.code.clone(), row.severity.clone()));
        Ok(rows)
    }
}

impl Basis {
    /// The indicator rows of these revisions.
    pub(crate) fn indicators(self) -> Condition {
        Condition::all().add(match self {
            Basis::Last => indicator_row::Column::Current.eq(true),
            Basis::Approved => indicator_row::Column::Approved.eq(true),
        })
    }
}

/// How many different ones there are.
fn distinct(column: impl ColumnTrait) -> SimpleExpr {
    Func::count_distinct(Expr::col(column.as_column_ref())).into()
}

/// From a row to its declaration.
fn declared<E: EntityTrait>(_: E, by: E::Column) -> RelationDef {
    E::belongs_to(declaration::Entity).from(by).to(declaration::Column::Id).into()
}

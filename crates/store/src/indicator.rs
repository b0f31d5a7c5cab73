//! Indicators and amounts of current and approved revisions as rows, to search and to count. They
//! are made out of a revision's JSON whenever a declaration's current or approved revision changes.

use sea_orm::sea_query::{Expr, ExprTrait, Func, LikeExpr, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, Condition, EntityTrait, FromQueryResult,
    QueryFilter, QueryOrder, QuerySelect,
};

use crate::change::Changing;
use crate::form::{Amount, Line, parse};
use crate::judged::BATCH;
use crate::tables::{indicator_row, money_row, revision};
use crate::{
    Basis, CycleId, Declaration, DeclarationId, IndicatorRow, MoneyRow, RegionId, Result, Revision,
    Store, UnitId,
};

/// Most rows a search gives.
const FOUND: u64 = 500;

/// An indicator that was found.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Found {
    /// Of which declaration.
    pub declaration: DeclarationId,
    /// The unit.
    pub unit: UnitId,
    /// The cycle.
    pub cycle: CycleId,
    /// Level 2.
    pub level2: String,
    /// Level 3.
    pub level3: String,
    /// The target as written.
    pub target: String,
    /// Its number in its base unit, as decimal text; empty when it has none.
    pub value: String,
    /// Its unit of measure.
    pub measure: String,
}

impl Store {
    /// The indicators of a cycle: approved ones, or those handed in last.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn indicators(
        &self,
        region: RegionId,
        cycle: CycleId,
        basis: Basis,
    ) -> Result<Vec<IndicatorRow>> {
        let rows = indicator_row::Entity::find()
            .filter(indicator_row::Column::Region.eq(region))
            .filter(indicator_row::Column::Cycle.eq(cycle))
            .filter(basis.indicators())
            .order_by_asc(indicator_row::Column::Declaration)
            .order_by_asc(indicator_row::Column::Line);
        Ok(rows.all(&self.read).await?)
    }

    /// Indicators of which name or target contains a text, at most five hundred.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_indicators(&self, region: RegionId, text: &str) -> Result<Vec<Found>> {
        let named = Condition::any()
            .add(contains(indicator_row::Column::Level3, text))
            .add(contains(indicator_row::Column::Target, text));
        let rows = indicator_row::Entity::find()
            .filter(indicator_row::Column::Region.eq(region))
            .filter(Basis::Last.indicators())
            .filter(named)
            .order_by_asc(indicator_row::Column::Declaration)
            .order_by_asc(indicator_row::Column::Line)
            .limit(FOUND);
        Ok(rows.into_model::<Found>().all(&self.read).await?)
    }
}

/// Whether a text stands in a column, Latin letters of either size; its own `%` and `_` are taken
/// as they are, and the two databases agree.
pub(crate) fn contains(column: impl ColumnTrait, text: &str) -> SimpleExpr {
    let plain = text.to_lowercase().replace('\\', "\\\\");
    let plain = plain.replace('%', "\\%").replace('_', "\\_");
    let like = LikeExpr::new(format!("%{plain}%")).escape('\\');
    Expr::expr(Func::lower(Expr::col(column.as_column_ref()))).like(like)
}

impl Changing {
    /// Writes the rows of a declaration anew.
    pub(crate) async fn index(&self, of: &Declaration) -> Result<()> {
        indicator_row::Entity::delete_many()
            .filter(indicator_row::Column::Declaration.eq(of.id))
            .exec(self.on())
            .await?;
        money_row::Entity::delete_many()
            .filter(money_row::Column::Declaration.eq(of.id))
            .exec(self.on())
            .await?;
        let wanted = [of.current, of.approved].into_iter().flatten();
        let revisions = revision::Entity::find().filter(revision::Column::Id.is_in(wanted));
        let revisions = revisions.order_by_asc(revision::Column::Id).all(self.on()).await?;
        let Drawn { indicators, money } = Drawn::of(of, &revisions)?;
        for batch in money.chunks(BATCH) {
            let rows = batch.iter().map(|row| money_row::ActiveModel {
                id: NotSet,
                ..money_row::ActiveModel::from(row.clone()).reset_all()
            });
            money_row::Entity::insert_many(rows).exec_without_returning(self.on()).await?;
        }
        for batch in indicators.chunks(BATCH) {
            let rows = batch.iter().map(|row| indicator_row::ActiveModel {
                id: NotSet,
                ..indicator_row::ActiveModel::from(row.clone()).reset_all()
            });
            indicator_row::Entity::insert_many(rows).exec_without_returning(self.on()).await?;
        }
        Ok(())
    }
}

/// What is drawn out of the revisions of a declaration; the rows have no numbers yet.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Drawn {
    pub(crate) indicators: Vec<IndicatorRow>,
    pub(crate) money: Vec<MoneyRow>,
}

impl Drawn {
    /// Out of a declaration's current and its approved revision, by number.
    pub(crate) fn of(of: &Declaration, revisions: &[Revision]) -> Result<Self> {
        let (mut indicators, mut money) = (Vec::new(), Vec::new());
        for revision in revisions {
            let form = parse(&revision.form)?;
            let (category, amounts) = (form.category(), form.amounts());
            money.extend(amounts.iter().map(|one| amount(of, revision, category, one)));
            let lines = (0..).zip(form.indicators);
            indicators.extend(lines.map(|(number, line)| row(of, revision, number, line)));
        }
        Ok(Self { indicators, money })
    }
}

fn row(of: &Declaration, revision: &Revision, number: i32, line: Line) -> IndicatorRow {
    IndicatorRow {
        id: 0,
        region: of.region,
        cycle: of.cycle,
        unit: of.unit,
        declaration: of.id,
        revision: revision.id,
        approved: of.approved == Some(revision.id),
        current: of.current == Some(revision.id),
        line: number,
        level1: line.level1.unwrap_or_default(),
        level2: line.level2.unwrap_or_default(),
        level3: line.level3.unwrap_or_default(),
        target: line.target.text,
        value: line.target.value.unwrap_or_default(),
        measure: line.target.unit,
        weight: line.weight.unwrap_or_default(),
    }
}

fn amount(of: &Declaration, revision: &Revision, category: &str, amount: &Amount<'_>) -> MoneyRow {
    MoneyRow {
        id: 0,
        region: of.region,
        cycle: of.cycle,
        unit: of.unit,
        declaration: of.id,
        revision: revision.id,
        approved: of.approved == Some(revision.id),
        current: of.current == Some(revision.id),
        row: amount.row.to_owned(),
        fund: amount.fund.to_owned(),
        category: category.to_owned(),
        counted: amount.counted,
        amount: amount.fen,
    }
}

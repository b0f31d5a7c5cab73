//! What other units' indicators say in the same units of measure, to lay prices beside one another.

use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationDef,
};

use crate::tables::{cycle, declaration, indicator_row};
use crate::{RegionId, Result, Store, UnitId};

/// Most indicators that are laid beside one another.
const MOST: u64 = 1_000;

/// An indicator of another unit.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct MeasuredRow {
    /// The unit.
    pub unit: UnitId,
    /// The project; empty on a form of the whole unit.
    pub project: String,
    /// How far its declaration is.
    pub stage: String,
    /// Whether that ever left the unit.
    pub left_unit: bool,
    /// Level 1.
    pub level1: String,
    /// Level 2.
    pub level2: String,
    /// Level 3.
    pub level3: String,
    /// Its number in its base unit, as decimal text; empty when it has none.
    pub value: String,
    /// Its unit of measure.
    pub measure: String,
}

impl Store {
    /// Indicators of other units in these units of measure: as handed in last in a year, and as
    /// approved in the year before. Of a great city's the first `MOST` are laid beside one
    /// another: they say what is usual. One statement; none where no measure is asked for.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn measured_elsewhere(
        &self,
        region: RegionId,
        unit: UnitId,
        year: i32,
        measures: &[String],
    ) -> Result<Vec<MeasuredRow>> {
        use indicator_row::Column;
        if measures.is_empty() {
            return Ok(Vec::new());
        }
        let of_year = |year: i32| Condition::all().add(cycle::Column::Year.eq(year));
        let when = Condition::any()
            .add(of_year(year).add(Column::Current.eq(true)))
            .add(of_year(year - 1).add(Column::Approved.eq(true)));
        let rows = indicator_row::Entity::find()
            .select_only()
            .columns([Column::Unit, Column::Level1, Column::Level2, Column::Level3])
            .columns([Column::Value, Column::Measure])
            .column(declaration::Column::Project)
            .column(declaration::Column::Stage)
            .column(declaration::Column::LeftUnit)
            .join(JoinType::InnerJoin, to_declaration())
            .join(JoinType::InnerJoin, to_cycle())
            .filter(Column::Region.eq(region))
            .filter(Column::Unit.ne(unit))
            .filter(Column::Measure.is_in(measures.iter().map(String::as_str)))
            .filter(declaration::Column::DiscardedAt.is_null())
            .filter(when)
            .order_by_asc(Column::Id)
            .limit(MOST);
        Ok(rows.into_model::<MeasuredRow>().all(&self.read).await?)
    }
}

fn to_declaration() -> RelationDef {
    indicator_row::Entity::belongs_to(declaration::Entity)
        .from(indicator_row::Column::Declaration)
        .to(declaration::Column::Id)
        .into()
}

fn to_cycle() -> RelationDef {
    indicator_row::Entity::belongs_to(cycle::Entity)
        .from(indicator_row::Column::Cycle)
        .to(cycle::Column::Id)
        .into()
}

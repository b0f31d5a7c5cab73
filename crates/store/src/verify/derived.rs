//! Working out again what is drawn out of forms to be searched and counted, and comparing it with
//! what is kept. These rows have no events: they follow from the revisions, which have.

use std::collections::BTreeMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{Fault, Going, Part, Why};
use crate::indicator::Drawn;
use crate::tables::{declaration, indicator_row, money_row, revision};
use crate::{Declaration, DeclarationId, IndicatorRow, MoneyRow, Result, Revision, record};

/// Declarations worked out in one go.
const PAGE: u64 = 100;

impl Going<'_> {
    /// Works out the rows of every declaration.
    pub(super) async fn derive(&mut self) -> Result<()> {
        let (mut last, mut count) = (DeclarationId(0), 0);
        loop {
            let page = declaration::Entity::find()
                .filter(declaration::Column::Region.eq(self.region))
                .filter(declaration::Column::Id.gt(last))
                .order_by_asc(declaration::Column::Id)
                .limit(PAGE);
            let page = page.all(&self.on).await?;
            let Some(end) = page.last() else { return Ok(()) };
            last = end.id;
            self.derive_page(&page).await?;
            count += u64::try_from(page.len()).unwrap_or_default();
            self.tell(Part::Derived, count);
        }
    }

    async fn derive_page(&mut self, page: &[Declaration]) -> Result<()> {
        let ids: Vec<DeclarationId> = page.iter().map(|row| row.id).collect();
        let mut kept = self.kept_rows(&ids).await?;
        let wanted = page.iter().flat_map(|row| [row.current, row.approved]).flatten();
        let rows = revision::Entity::find().filter(revision::Column::Id.is_in(wanted));
        let rows = rows.order_by_asc(revision::Column::Id).all(&self.on).await?;
        let mut revisions: BTreeMap<DeclarationId, Vec<Revision>> = BTreeMap::new();
        for row in rows {
            revisions.entry(row.declaration).or_default().push(row);
        }
        for of in page {
            let revisions = revisions.remove(&of.id).unwrap_or_default();
            let (mut indicators, mut money) = kept.remove(&of.id).unwrap_or_default();
            indicators.sort_by_key(|row| (row.revision, row.line));
            money.sort_by_key(|row| row.id);
            indicators.iter_mut().for_each(|row| row.id = 0);
            money.iter_mut().for_each(|row| row.id = 0);
            // A form that cannot be read has no rows to be right.
            let same =
                Drawn::of(of, &revisions).is_ok_and(|right| right == Drawn { indicators, money });
            if !same {
                self.found(Fault::new(None, &record::name(of), Why::Derived));
            }
        }
        Ok(())
    }

    /// The rows that are kept, by declaration.
    async fn kept_rows(
        &self,
        ids: &[DeclarationId],
    ) -> Result<BTreeMap<DeclarationId, (Vec<IndicatorRow>, Vec<MoneyRow>)>> {
        let mut kept: BTreeMap<DeclarationId, (Vec<_>, Vec<_>)> = BTreeMap::new();
        let rows = indicator_row::Entity::find();
        let rows = rows.filter(indicator_row::Column::Declaration.is_in(ids.iter().copied()));
        for row in rows.all(&self.on).await? {
            kept.entry(row.declaration).or_default().0.push(row);
        }
        let rows = money_row::Entity::find();
        let rows = rows.filter(money_row::Column::Declaration.is_in(ids.iter().copied()));
        for row in rows.all(&self.on).await? {
            kept.entry(row.declaration).or_default().1.push(row);
        }
        Ok(kept)
    }
}

//! What was decided and found over a whole cycle: approvals, adjustments, categories, faults, when
//! declarations were made; in a fixed number of statements, however many declarations there are.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, RelationDef,
};

use crate::change::What;
use crate::revision::{RevisionHead, heads};
use crate::tables::{adjustment, approval, declaration, event, finding_row, money_row, revision};
use crate::{
    Adjustment, Approval, Basis, CycleId, DeclarationId, Error, RegionId, Result, RevisionId,
    Store, digest,
};

/// That a check found something in a declaration.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Faulty {
    /// The declaration.
    pub declaration: DeclarationId,
    /// How grave, a word.
    pub severity: String,
    /// How many findings.
    pub findings: i64,
}

impl Store {
    /// The approvals given in a cycle, the last document first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn approvals_in(&self, region: RegionId, cycle: CycleId) -> Result<Vec<Approval>> {
        let rows = approval::Entity::find()
            .filter(approval::Column::Region.eq(region))
            .filter(approval::Column::Declaration.in_subquery(within(region, cycle)))
            .order_by_desc(approval::Column::Dated)
            .order_by_asc(approval::Column::Number)
            .order_by_asc(approval::Column::Declaration);
        Ok(rows.all(&self.read).await?)
    }

    /// The adjustments begun in a cycle, the last one first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn adjustments_in(
        &self,
        region: RegionId,
        cycle: CycleId,
    ) -> Result<Vec<Adjustment>> {
        let rows = adjustment::Entity::find()
            .filter(adjustment::Column::Region.eq(region))
            .filter(adjustment::Column::Declaration.in_subquery(within(region, cycle)))
            .order_by_desc(adjustment::Column::Id);
        Ok(rows.all(&self.read).await?)
    }

    /// An adjustment.
    ///
    /// # Errors
    /// When there is none in the region, or the database fails.
    pub async fn adjustment(&self, region: RegionId, id: i64) -> Result<Adjustment> {
        let row = adjustment::Entity::find_by_id(id)
            .filter(adjustment::Column::Region.eq(region))
            .one(&self.read)
            .await?;
        row.ok_or(Error::Missing("调整"))
    }

    /// Some revisions without their forms, in the order of their ids.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn revisions_among(
        &self,
        region: RegionId,
        ids: &[RevisionId],
    ) -> Result<Vec<RevisionHead>> {
        let rows = heads()
            .filter(revision::Column::Region.eq(region))
            .filter(revision::Column::Id.is_in(ids.iter().copied()))
            .order_by_asc(revision::Column::Id);
        Ok(rows.into_model::<RevisionHead>().all(&self.read).await?)
    }

    /// The revisions of a declaration, the first one first, each with whether its form still has
    /// the digest it was kept under.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn verify_revisions(
        &self,
        region: RegionId,
        id: DeclarationId,
    ) -> Result<Vec<(RevisionHead, bool)>> {
        let forms = self.revisions(region, id).await?;
        let rows = heads()
            .filter(revision::Column::Region.eq(region))
            .filter(revision::Column::Declaration.eq(id))
            .order_by_asc(revision::Column::Number);
        let rows = rows.into_model::<RevisionHead>().all(&self.read).await?;
        let holds = |head: &RevisionHead| {
            let kept = forms.iter().find(|revision| revision.id == head.id);
            kept.is_some_and(|kept| digest::of_bytes(kept.form.as_bytes()) == head.digest)
        };
        Ok(rows.into_iter().map(|head| (head.clone(), holds(&head))).collect())
    }

    /// The categories the forms of a cycle name, by declaration.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn categories(
        &self,
        region: RegionId,
        cycle: CycleId,
        basis: Basis,
    ) -> Result<Vec<(DeclarationId, String)>> {
        use money_row::Column;
        let rows = money_row::Entity::find()
            .select_only()
            .columns([Column::Declaration, Column::Category])
            .distinct()
            .filter(Column::Region.eq(region))
            .filter(Column::Cycle.eq(cycle))
            .filter(match basis {
                Basis::Last => Column::Current.eq(true),
                Basis::Approved => Column::Approved.eq(true),
            });
        let mut rows: Vec<(DeclarationId, String)> = rows.into_tuple().all(&self.read).await?;
        rows.sort();
        Ok(rows)
    }

    /// The declarations of a cycle in which a check found something.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn faulty(
        &self,
        region: RegionId,
        cycle: CycleId,
        basis: Basis,
        code: &str,
    ) -> Result<Vec<Faulty>> {
        use finding_row::Column;
        let looked_at = match basis {
            Basis::Last => declaration::Column::Current,
            Basis::Approved => declaration::Column::Approved,
        };
        let to: RelationDef = finding_row::Entity::belongs_to(declaration::Entity)
            .from(Column::Declaration)
            .to(declaration::Column::Id)
            .into();
        let rows = finding_row::Entity::find()
            .select_only()
            .columns([Column::Declaration, Column::Severity])
            .column_as(Column::Id.count(), "findings")
            .join(JoinType::InnerJoin, to)
            .filter(Column::Region.eq(region))
            .filter(Column::Cycle.eq(cycle))
            .filter(Column::Code.eq(code))
            .filter(
                Expr::col(Column::Revision.as_column_ref())
                    .eq(Expr::col(looked_at.as_column_ref())),
            )
            .group_by(Column::Declaration)
            .group_by(Column::Severity);
        let mut rows = rows.into_model::<Faulty>().all(&self.read).await?;
        rows.sort_by(|a, b| (a.declaration, &a.severity).cmp(&(b.declaration, &b.severity)));
        Ok(rows)
    }

    /// When each declaration of a cycle was made.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn made_in(
        &self,
        region: RegionId,
        cycle: CycleId,
    ) -> Result<Vec<(DeclarationId, DateTime<Utc>)>> {
        let ids = self.declarations_of(region, cycle).await?;
        let subjects = ids.iter().map(|id| crate::declaration::subject(*id));
        let rows = event::Entity::find()
            .filter(event::Column::Region.eq(region))
            .filter(event::Column::What.eq(What::DeclarationMade.as_str()))
            .filter(event::Column::Subject.is_in(subjects))
            .order_by_asc(event::Column::Seq)
            .all(&self.read)
            .await?;
        let id = |subject: &str| subject.strip_prefix("declaration/")?.parse().ok();
        let made = rows.into_iter();
        Ok(made.filter_map(|row| Some((DeclarationId(id(&row.subject)?), row.at))).collect())
    }

    async fn declarations_of(
        &self,
        region: RegionId,
        cycle: CycleId,
    ) -> Result<Vec<DeclarationId>> {
        let rows = declaration::Entity::find()
            .select_only()
            .column(declaration::Column::Id)
            .filter(declaration::Column::Region.eq(region))
            .filter(declaration::Column::Cycle.eq(cycle));
        Ok(rows.into_tuple().all(&self.read).await?)
    }
}

/// The ids of a cycle's declarations, within another statement.
fn within(region: RegionId, cycle: CycleId) -> SelectStatement {
    declaration::Entity::find()
        .select_only()
        .column(declaration::Column::Id)
        .filter(declaration::Column::Region.eq(region))
        .filter(declaration::Column::Cycle.eq(cycle))
        .into_query()
}

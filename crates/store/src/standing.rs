//! How declarations stand: all that a decision about one rests on, and a list of a cycle shows,
//! in a fixed number of statements. What it means is decided above.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, IntoCondition, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationDef, Select,
};

use crate::judged::causes;
use crate::revision::{RevisionHead, heads};
use crate::tables::{
    approval, comment, cycle, declaration, draft, draft_author, review, revision, waiver,
};
use crate::tree::Homes;
use crate::{
    Approval, CycleId, Declaration, DeclarationId, Error, Judged, PersonId, RegionId, Result,
    Review, RevisionId, Store, UnitId,
};

/// A draft without its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftHead {
    /// Counts saves.
    pub version: i64,
    /// Who saved last.
    pub editor: Option<PersonId>,
    /// When.
    pub at: DateTime<Utc>,
    /// The money it declares in all, in fen.
    pub total: Option<i64>,
    /// What the checks made of it.
    pub judged: Judged,
}

/// How one declaration stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Itself: unit, project, state, since when it waits, who has it.
    pub declaration: Declaration,
    /// The fiscal year of its cycle.
    pub year: i32,
    /// The unit's name in that year.
    pub unit_name: String,
    /// From the top of the region down to the unit, in that year.
    pub path: Vec<UnitId>,
    /// The draft.
    pub draft: DraftHead,
    /// The last revision.
    pub current: Option<RevisionHead>,
    /// The revision that is approved.
    pub approved: Option<RevisionHead>,
    /// Its approval.
    pub approval: Option<Approval>,
    /// Who wrote in the draft in the present round.
    pub authors: Vec<PersonId>,
    /// Steps taken in the present round, in order; handing in is one of them.
    pub taken: Vec<Review>,
    /// Whatever opened a further round, in order: returns, and adjustments begun.
    pub opened: Vec<Review>,
    /// Causes answered with a reason.
    pub waived: Vec<String>,
    /// Comments that are no answers and are not resolved.
    pub open_comments: u32,
}

impl Standing {
    /// Causes of the draft's warnings that are not answered with a reason.
    pub fn unanswered(&self) -> Vec<&str> {
        let answered = |cause: &&String| !self.waived.contains(cause);
        self.draft.judged.warnings.iter().filter(answered).map(String::as_str).collect()
    }
}

impl Store {
    /// How a declaration stands.
    ///
    /// # Errors
    /// When there is none in the region, or the database fails.
    pub async fn standing(&self, region: RegionId, id: DeclarationId) -> Result<Standing> {
        let one = declaration::Column::Id.eq(id);
        self.standing_of(region, one.into_condition()).await?.pop().ok_or(Error::Missing("申报"))
    }

    /// How the declarations of a cycle that are not thrown away stand, by unit and kind.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn standings(&self, region: RegionId, cycle: CycleId) -> Result<Vec<Standing>> {
        let kept = declaration::Column::DiscardedAt.is_null();
        let kept = declaration::Column::Cycle.eq(cycle).into_condition().add(kept);
        self.standing_of(region, kept).await
    }

    /// The same of some units alone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn standings_of_units(
        &self,
        region: RegionId,
        cycle: CycleId,
        units: &[UnitId],
    ) -> Result<Vec<Standing>> {
        let kept = declaration::Column::DiscardedAt.is_null();
        let own = declaration::Column::Unit.is_in(units.iter().copied());
        let kept = declaration::Column::Cycle.eq(cycle).into_condition().add(kept).add(own);
        self.standing_of(region, kept).await
    }

    /// How some declarations stand, whatever their cycles, in the order of their ids; those that
    /// are not there are left out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn standings_among(
        &self,
        region: RegionId,
        ids: &[DeclarationId],
    ) -> Result<Vec<Standing>> {
        let some = declaration::Column::Id.is_in(ids.iter().copied());
        let mut rows = self.standing_of(region, some.into_condition()).await?;
        rows.sort_by_key(|row| row.declaration.id);
        Ok(rows)
    }

    async fn standing_of(&self, region: RegionId, which: Condition) -> Result<Vec<Standing>> {
        let which = which.add(declaration::Column::Region.eq(region));
        let on = &self.snapshot().await?;
        let rows = declaration::Entity::find()
            .filter(which.clone())
            .order_by_asc(declaration::Column::Unit)
            .order_by_asc(declaration::Column::Kind)
            .order_by_asc(declaration::Column::Project)
            .all(on)
            .await?;
        let wanted: BTreeSet<CycleId> = rows.iter().map(|row| row.cycle).collect();
        let cycles = cycle::Entity::find().filter(cycle::Column::Id.is_in(wanted));
        let cycles = cycles.all(on).await?;
        let units: BTreeSet<UnitId> = rows.iter().map(|row| row.unit).collect();
        let places = crate::unit::places_above(on, region, &units).await?;
        let mut years = BTreeMap::new();
        for cycle in cycles {
            years.insert(cycle.id, (cycle.year, Homes::new(&places, cycle.last_day()?)));
        }
        let mut beside = Beside::read(on, &which).await?;
        let standing = |row: Declaration| {
            let (year, homes) = years.get_mut(&row.cycle).ok_or(Error::Missing("申报周期"))?;
            beside.stand(row, *year, homes)
        };
        rows.into_iter().map(standing).collect()
    }
}

/// Everything that stands beside declarations, by declaration.
#[derive(Default)]
struct Beside {
    drafts: BTreeMap<DeclarationId, DraftHead>,
    revisions: BTreeMap<RevisionId, RevisionHead>,
    approvals: BTreeMap<RevisionId, Approval>,
    reviews: BTreeMap<DeclarationId, Vec<Review>>,
    authors: BTreeMap<DeclarationId, Vec<PersonId>>,
    waived: BTreeMap<DeclarationId, Vec<String>>,
    comments: BTreeMap<DeclarationId, i64>,
}

impl Beside {
    async fn read(on: &impl ConnectionTrait, which: &Condition) -> Result<Self> {
        let mut beside = Self::default();
        for row in drafts(which).all(on).await? {
            let judged = row.judged();
            let DraftLine { declaration, version, editor, at, total, .. } = row;
            beside.drafts.insert(declaration, DraftHead { version, editor, at, total, judged });
        }
        let kept = Condition::any()
            .add(same(revision::Column::Id, declaration::Column::Current))
            .add(same(revision::Column::Id, declaration::Column::Approved));
        let rows = of_declarations(heads(), revision::Column::Declaration, which).filter(kept);
        for row in rows.into_model::<RevisionHead>().all(on).await? {
            beside.revisions.insert(row.id, row);
        }
        let rows = of_declarations(approval::Entity::find(), approval::Column::Declaration, which)
            .filter(same(approval::Column::Revision, declaration::Column::Approved));
        beside.approvals = rows.all(on).await?.into_iter().map(|row| (row.revision, row)).collect();
        let wanted = Condition::any()
            .add(review::Column::OpensRound.eq(true))
            .add(same(review::Column::Round, declaration::Column::Round));
        let rows = of_declarations(review::Entity::find(), review::Column::Declaration, which);
        for row in rows.filter(wanted).order_by_asc(review::Column::Id).all(on).await? {
            beside.reviews.entry(row.declaration).or_default().push(row);
        }
        let rows = draft_author::Entity::find();
        let rows = of_declarations(rows, draft_author::Column::Declaration, which)
            .filter(same(draft_author::Column::Round, declaration::Column::Round))
            .order_by_asc(draft_author::Column::Person);
        for row in rows.all(on).await? {
            beside.authors.entry(row.declaration).or_default().push(row.person);
        }
        let rows = waiver::Entity::find();
        let rows = of_declarations(rows, waiver::Column::Declaration, which)
            .order_by_asc(waiver::Column::Cause);
        for row in rows.all(on).await? {
            beside.waived.entry(row.declaration).or_default().push(row.cause);
        }
        let rows = comment::Entity::find().select_only().column(comment::Column::Declaration);
        let rows = rows.column_as(comment::Column::Id.count(), "count");
        let rows = of_declarations(rows, comment::Column::Declaration, which)
            .filter(comment::Column::ResolvedAt.is_null())
            .filter(comment::Column::Answers.is_null())
            .group_by(comment::Column::Declaration);
        let counts: Vec<(DeclarationId, i64)> = rows.into_tuple().all(on).await?;
        beside.comments = counts.into_iter().collect();
        Ok(beside)
    }

    fn stand(
        &mut self,
        declaration: Declaration,
        year: i32,
        homes: &mut Homes<'_>,
    ) -> Result<Standing> {
        let id = declaration.id;
        let (unit_name, path) = homes.of(declaration.unit);
        let reviews = self.reviews.remove(&id).unwrap_or_default();
        let opened = reviews.iter().filter(|review| review.opens_round).cloned().collect();
        let now = |review: &Review| review.round == declaration.round && !review.opens_round;
        let open = self.comments.get(&id).copied().unwrap_or_default();
        Ok(Standing {
            year,
            unit_name,
            path,
            draft: self.drafts.remove(&id).ok_or(Error::Missing("草稿"))?,
            current: declaration.current.and_then(|id| self.revisions.get(&id).cloned()),
            approved: declaration.approved.and_then(|id| self.revisions.get(&id).cloned()),
            approval: declaration.approved.and_then(|id| self.approvals.remove(&id)),
            authors: self.authors.remove(&id).unwrap_or_default(),
            taken: reviews.into_iter().filter(now).collect(),
            opened,
            waived: self.waived.remove(&id).unwrap_or_default(),
            open_comments: u32::try_from(open).unwrap_or(u32::MAX),
            declaration,
        })
    }
}

/// A draft as it is read for a list.
#[derive(Debug, FromQueryResult)]
struct DraftLine {
    declaration: DeclarationId,
    version: i64,
    editor: Option<PersonId>,
    at: DateTime<Utc>,
    total: Option<i64>,
    errors: i32,
    warnings: String,
    advice: i32,
    open: i32,
    packs: String,
}

impl DraftLine {
    fn judged(&self) -> Judged {
        Judged {
            errors: self.errors,
            warnings: causes(&self.warnings),
            advice: self.advice,
            open: self.open,
            packs: self.packs.clone(),
        }
    }
}

fn drafts(which: &Condition) -> sea_orm::Selector<sea_orm::SelectModel<DraftLine>> {
    use draft::Column;
    let rows = draft::Entity::find().select_only().columns([
        Column::Declaration,
        Column::Version,
        Column::Editor,
        Column::At,
        Column::Total,
        Column::Errors,
        Column::Warnings,
        Column::Advice,
        Column::Open,
        Column::Packs,
    ]);
    of_declarations(rows, Column::Declaration, which).into_model::<DraftLine>()
}

/// Rows that belong to declarations of which something holds.
fn of_declarations<E: EntityTrait>(rows: Select<E>, by: E::Column, which: &Condition) -> Select<E> {
    let relation: RelationDef =
        E::belongs_to(declaration::Entity).from(by).to(declaration::Column::Id).into();
    rows.join(JoinType::InnerJoin, relation).filter(which.clone())
}

/// Whether two columns of joined tables say the same.
fn same(one: impl ColumnTrait, other: declaration::Column) -> SimpleExpr {
    Expr::col(one.as_column_ref()).eq(Expr::col(other.as_column_ref()))
}

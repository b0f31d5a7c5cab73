//! Aspect sheets: what a reviewer makes of a revision, kept while it is thought over and fixed
//! once it is decided. What the aspects are and what they weigh is decided above.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationDef,
};

use crate::change::{By, Changing, Done, What};
use crate::tables::{aspect_sheet, declaration, revision};
use crate::{
    AspectSheet, CycleId, DeclarationId, Entry, Error, RegionId, Result, RevisionId, SheetId, Store,
};

/// An aspect sheet to be saved.
#[derive(Debug, Clone)]
pub struct SaveSheet<'s> {
    /// The revision that is graded.
    pub revision: RevisionId,
    /// The version that was on the screen; 0 where the person has none of that revision yet.
    pub version: i64,
    /// Marks, points and reasons, as JSON.
    pub items: &'s str,
    /// The opinion in words.
    pub opinion: &'s str,
    /// Points in all, in hundredths; none where none are given.
    pub total: Option<i64>,
    /// A key of the request: sent twice, it is saved once.
    pub key: Option<&'s str>,
}

impl Store {
    /// Saves a person's sheet for a revision; gives it as it is then.
    ///
    /// # Errors
    /// [`Error::Conflict`] when it was saved since; else when it is decided, the items are not
    /// JSON, there is no such revision, or the database fails.
    pub async fn save_aspect_sheet(
        &self,
        by: By,
        region: RegionId,
        save: &SaveSheet<'_>,
    ) -> Result<AspectSheet> {
        serde_json::from_str::<serde_json::Value>(save.items).map_err(Error::Form)?;
        let person = by.person.ok_or(Error::Refused("评分须由人员作出。"))?;
        let change = self.changing(region, by).await?;
        let what = What::SheetSaved;
        if let Some((id, _)) = change.earlier(what, save.key).await? {
            return change.sheet(SheetId(id)).await;
        }
        let of = revision::Entity::find_by_id(save.revision)
            .filter(revision::Column::Region.eq(region))
            .one(change.on())
            .await?
            .ok_or(Error::Missing("版本"))?;
        change.writable_declaration(of.declaration).await?;
        let before = aspect_sheet::Entity::find()
            .filter(aspect_sheet::Column::Revision.eq(of.id))
            .filter(aspect_sheet::Column::Person.eq(person))
            .one(change.on())
            .await?;
        if let Some(before) = &before {
            change.sheet_as_seen(before, save.version).await?;
        } else if save.version != 0 {
            return Err(Error::Missing("评分表"));
        }
        let mut row = match before.clone() {
            Some(row) => aspect_sheet::ActiveModel::from(row),
            None => aspect_sheet::ActiveModel {
                region: Set(region),
                declaration: Set(of.declaration),
                revision: Set(of.id),
                person: Set(person),
                decided_at: Set(None),
                ..Default::default()
            },
        };
        row.for_person = Set(by.acting_for);
        row.items = Set(save.items.to_owned());
        row.opinion = Set(save.opinion.to_owned());
        row.total = Set(save.total);
        row.version = Set(save.version + 1);
        row.at = Set(by.at);
        let after = AspectSheet::try_from(row.save(change.on()).await?)?;
        change.remember(what, save.key, after.id.0).await?;
        let subject = subject(after.declaration, after.id);
        let entry =
            before.map_or_else(|| Entry::made(&after), |before| Entry::changed(&before, &after));
        change.commit(Done::new(what, subject).and([entry])).await?;
        Ok(after)
    }

    /// Decides a sheet: from then on it is not changed.
    ///
    /// # Errors
    /// [`Error::Conflict`] when it was saved since; else when it is decided already, somebody
    /// else's, or the database fails.
    pub async fn decide_aspect_sheet(
        &self,
        by: By,
        region: RegionId,
        id: SheetId,
        version: i64,
    ) -> Result<AspectSheet> {
        let change = self.changing(region, by).await?;
        let before = change.sheet(id).await?;
        change.writable_declaration(before.declaration).await?;
        if by.person != Some(before.person) {
            return Err(Error::Refused("评分表只能由评分的人自己确定。"));
        }
        change.sheet_as_seen(&before, version).await?;
        let mut row = aspect_sheet::ActiveModel::from(before.clone());
        row.decided_at = Set(Some(by.at));
        row.version = Set(version + 1);
        let after = row.update(change.on()).await?;
        let subject = subject(after.declaration, id);
        change.commit(Done::changed(What::SheetDecided, subject, &before, &after)).await?;
        Ok(after)
    }

    /// The declarations of a cycle of which what was handed in last has a decided sheet.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn graded_in(&self, region: RegionId, cycle: CycleId) -> Result<Vec<DeclarationId>> {
        let relation: RelationDef = aspect_sheet::Entity::belongs_to(declaration::Entity)
            .from(aspect_sheet::Column::Revision)
            .to(declaration::Column::Current)
            .into();
        let rows = aspect_sheet::Entity::find()
            .select_only()
            .column(declaration::Column::Id)
            .join(JoinType::InnerJoin, relation)
            .filter(aspect_sheet::Column::Region.eq(region))
            .filter(aspect_sheet::Column::DecidedAt.is_not_null())
            .filter(declaration::Column::Cycle.eq(cycle))
            .order_by_asc(declaration::Column::Id);
        Ok(rows.into_tuple().all(&self.read).await?)
    }

    /// The sheets of a declaration, in the order they were begun.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn aspect_sheets(
        &self,
        region: RegionId,
        id: DeclarationId,
    ) -> Result<Vec<AspectSheet>> {
        let rows = aspect_sheet::Entity::find()
            .filter(aspect_sheet::Column::Region.eq(region))
            .filter(aspect_sheet::Column::Declaration.eq(id))
            .order_by_asc(aspect_sheet::Column::Id);
        Ok(rows.all(&self.read).await?)
    }
}

impl Changing {
    /// A sheet of this region.
    async fn sheet(&self, id: SheetId) -> Result<AspectSheet> {
        let row = aspect_sheet::Entity::find_by_id(id)
            .filter(aspect_sheet::Column::Region.eq(self.region));
        row.one(self.on()).await?.ok_or(Error::Missing("评分表"))
    }

    /// Refuses a sheet that is decided, or is not at the version somebody saw.
    async fn sheet_as_seen(&self, sheet: &AspectSheet, seen: i64) -> Result<()> {
        if sheet.decided_at.is_some() {
            return Err(Error::Refused("评分已经确定，不能再改。"));
        }
        if sheet.version == seen {
            return Ok(());
        }
        let (by, at, version) = (Some(sheet.person), sheet.at, sheet.version);
        Err(Error::Conflict { by, who: self.name(by).await?, at, version })
    }
}

fn subject(of: DeclarationId, id: SheetId) -> String {
    format!("{}/aspect-sheet/{}", crate::declaration::subject(of), id.0)
}

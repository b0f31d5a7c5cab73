//! The draft of a declaration: saved as often as the page likes, never over somebody else's save.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};

use crate::change::{By, Changing, Done, What};
use crate::tables::draft;
use crate::{DeclarationId, Draft, Error, RegionId, Result, Store, digest};

/// A draft to be saved.
#[derive(Debug, Clone)]
pub struct Save<'f> {
    /// The declaration.
    pub declaration: DeclarationId,
    /// Its version that was on the screen: what was submitted meanwhile is not written on.
    pub seen: i64,
    /// The draft's version that was on the screen.
    pub version: i64,
    /// The form as JSON.
    pub form: &'f str,
    /// A key of the request: sent twice, it is saved once.
    pub key: Option<&'f str>,
}

/// What a save gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// The draft's version now.
    pub version: i64,
    /// When it was saved; the time of the first try when a request came twice.
    pub at: DateTime<Utc>,
}

impl Store {
    /// The draft of a declaration.
    ///
    /// # Errors
    /// When there is none in the region, or the database fails.
    pub async fn draft(&self, region: RegionId, id: DeclarationId) -> Result<Draft> {
        let draft = draft::Entity::find_by_id(id)
            .filter(draft::Column::Region.eq(region))
            .one(&self.read)
            .await?;
        draft.ok_or(Error::Missing("草稿"))
    }

    /// Saves a draft over the version that was read.
    ///
    /// # Errors
    /// [`Error::Conflict`] with the name of who saved or led the declaration on since, and when;
    /// else when the form is not JSON or the database fails.
    pub async fn save_draft(&self, by: By, region: RegionId, save: &Save<'_>) -> Result<Saved> {
        crate::indicator::parse(save.form)?;
        let change = self.changing(region, by).await?;
        let what = What::DraftSaved;
        if let Some((version, at)) = change.earlier(what, save.key).await? {
            return Ok(Saved { version, at });
        }
        change.declaration(save.declaration, save.seen).await?;
        let before = change.draft(save.declaration, save.version).await?;
        let after = Draft {
            form: save.form.to_owned(),
            digest: digest::of_bytes(save.form.as_bytes()),
            version: save.version + 1,
            editor: by.person,
            at: by.at,
            ..before.clone()
        };
        let row = draft::ActiveModel::from(after.clone()).reset_all();
        draft::Entity::update(row)
            .validate()?
            .filter(draft::Column::Version.eq(save.version))
            .exec(change.on())
            .await?;
        change.remember(what, save.key, after.version).await?;
        let subject = crate::declaration::subject(save.declaration);
        change.commit(Done::changed(what, subject, &before, &after)).await?;
        Ok(Saved { version: after.version, at: after.at })
    }
}

impl Changing {
    /// A draft of this region at the version somebody saw, else who has saved it since.
    pub(crate) async fn draft(&self, id: DeclarationId, seen: i64) -> Result<Draft> {
        let row = draft::Entity::find_by_id(id)
            .filter(draft::Column::Region.eq(self.region))
            .one(self.on())
            .await?
            .ok_or(Error::Missing("草稿"))?;
        if row.version == seen {
            return Ok(row);
        }
        let who = self.name(row.editor).await?;
        Err(Error::Conflict { by: row.editor, who, at: row.at, version: row.version })
    }
}

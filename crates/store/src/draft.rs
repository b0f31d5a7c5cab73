//! The draft of a declaration: saved as often as the page likes, never over somebody else's save.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};

use crate::change::{By, Done, What};
use crate::tables::draft;
use crate::{DeclarationId, Draft, Error, RegionId, Result, Store, digest};

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

    /// Saves a draft over the version that was read; with a key, a request may come twice.
    ///
    /// # Errors
    /// [`Error::Conflict`] with the name of who saved since and when; else when the form is not
    /// JSON or the database fails.
    pub async fn save_draft(
        &self,
        by: By,
        region: RegionId,
        id: DeclarationId,
        (form, version): (&str, i64),
        key: Option<&str>,
    ) -> Result<Saved> {
        crate::indicator::parse(form)?;
        let change = self.changing(region, by).await?;
        let before = draft::Entity::find_by_id(id)
            .filter(draft::Column::Region.eq(region))
            .one(change.on())
            .await?
            .ok_or(Error::Missing("草稿"))?;
        if let Some(earlier) = change.earlier(key).await? {
            return Ok(Saved { version: earlier, at: before.at });
        }
        if before.version != version {
            let who = change.name(before.editor).await?;
            let (by, at, version) = (before.editor, before.at, before.version);
            return Err(Error::Conflict { by, who, at, version });
        }
        let after = Draft {
            form: form.to_owned(),
            digest: digest::of_bytes(form.as_bytes()),
            version: version + 1,
            editor: by.person,
            at: by.at,
            ..before.clone()
        };
        let row = draft::ActiveModel::from(after.clone()).reset_all();
        draft::Entity::update(row)
            .validate()?
            .filter(draft::Column::Version.eq(version))
            .exec(change.on())
            .await?;
        change.remember(key, after.version).await?;
        let subject = crate::declaration::subject(id);
        change.commit(Done::changed(What::DraftSaved, subject, &before, &after)).await?;
        Ok(Saved { version: after.version, at: after.at })
    }
}

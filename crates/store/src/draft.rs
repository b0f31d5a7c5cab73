//! The draft of a declaration: saved as often as the page likes, never over somebody else's save.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};

use crate::change::{By, Changing, Done, What};
use crate::declaration::keyed;
use crate::tables::{draft, draft_author};
use crate::{
    Declaration, DeclarationId, Draft, Entry, Error, Judged, RegionId, Result, Store, digest,
};

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
    /// What the checks made of it.
    pub judged: &'f Judged,
    /// Words by which it is found from now on; none to leave them.
    pub words: Option<&'f [String]>,
    /// Another name of the project, which the declaration takes with the save or not at all.
    pub renamed: Option<Renamed<'f>>,
    /// A key of the request: sent twice, it is saved once.
    pub key: Option<&'f str>,
}

/// Another name of a project.
#[derive(Debug, Clone, Copy)]
pub struct Renamed<'n> {
    /// As it is written.
    pub project: &'n str,
    /// As names are compared.
    pub folded: &'n str,
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
    /// [`Error::Exists`] when the unit has declared a project of the new name; else when the form
    /// is not JSON or the database fails.
    pub async fn save_draft(&self, by: By, region: RegionId, save: &Save<'_>) -> Result<Saved> {
        let form = crate::form::parse(save.form)?;
        let change = self.changing(region, by).await?;
        let what = What::DraftSaved;
        let key = keyed(save.declaration, save.key);
        if let Some((version, at)) = change.earlier(what, key.as_deref()).await? {
            return Ok(Saved { version, at });
        }
        let of = change.declaration(save.declaration, save.seen).await?;
        let before = change.draft(save.declaration, save.version).await?;
        let after = Draft {
            form: save.form.to_owned(),
            digest: digest::of_bytes(save.form.as_bytes()),
            version: save.version + 1,
            editor: by.person,
            at: by.at,
            total: form.total(),
            errors: save.judged.errors,
            warnings: save.judged.warnings_text(),
            advice: save.judged.advice,
            open: save.judged.open,
            packs: save.judged.packs.clone(),
            ..before.clone()
        };
        let row = draft::ActiveModel::from(after.clone()).reset_all();
        draft::Entity::update(row)
            .validate()?
            .filter(draft::Column::Version.eq(save.version))
            .exec(change.on())
            .await?;
        let author = change.author(&of).await?;
        let words = match save.words {
            Some(words) => change.spell(of.id, words).await?,
            None => None,
        };
        let mut more = Vec::new();
        if let Some(renamed) = save.renamed {
            more.push(change.rename(&of, renamed).await?);
        }
        change.remember(what, key.as_deref(), after.version).await?;
        let subject = crate::declaration::subject(save.declaration);
        let done = Done::changed(what, subject, &before, &after).and(author).and(words);
        change.commit_all(done, more).await?;
        Ok(Saved { version: after.version, at: after.at })
    }
}

impl Store {
    /// Writes down what the checks make of drafts now, each with the version that was judged. What
    /// was saved since is left alone; versions stay, so that what is on screens stays valid.
    ///
    /// # Errors
    /// When there is no such draft in the region, or the database fails.
    pub async fn judge_drafts(
        &self,
        by: By,
        region: RegionId,
        drafts: &[(DeclarationId, i64, Judged)],
    ) -> Result<()> {
        let change = self.changing(region, by).await?;
        let mut done = Vec::new();
        for (id, version, judged) in drafts {
            let found = draft::Entity::find_by_id(*id)
                .filter(draft::Column::Region.eq(region))
                .one(change.on())
                .await?;
            let before = found.ok_or(Error::Missing("草稿"))?;
            if before.version != *version || before.judged() == *judged {
                continue;
            }
            let after = Draft {
                errors: judged.errors,
                warnings: judged.warnings_text(),
                advice: judged.advice,
                open: judged.open,
                packs: judged.packs.clone(),
                ..before.clone()
            };
            draft::ActiveModel::from(after.clone()).reset_all().update(change.on()).await?;
            let subject = crate::declaration::subject(*id);
            done.push(Done::changed(What::DraftJudged, subject, &before, &after));
        }
        let mut done = done.into_iter();
        match done.next() {
            Some(first) => change.commit_all(first, done.collect()).await,
            None => Ok(()),
        }
    }
}

impl Changing {
    /// Writes down that somebody wrote in the draft in this round; none when it is known.
    pub(crate) async fn author(&self, of: &Declaration) -> Result<Option<Entry>> {
        let Some(person) = self.by.person else { return Ok(None) };
        let there = draft_author::Entity::find_by_id((of.id, of.round, person));
        if there.one(self.on()).await?.is_some() {
            return Ok(None);
        }
        let (declaration, round, region) = (of.id, of.round, of.region);
        let row = draft_author::Model { declaration, round, person, region };
        let made = Entry::made(&row);
        let row = draft_author::ActiveModel::from(row).reset_all();
        draft_author::Entity::insert(row).exec_without_returning(self.on()).await?;
        Ok(Some(made))
    }

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

//! Attachments, kept under the digest of their content: in the data folder, or in the database
//! where there is no folder. What a file may be and how large is decided above.

use std::path::PathBuf;

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    QueryOrder,
};
use tokio::io::AsyncWriteExt;

use crate::change::{By, Changing, Done, What};
use crate::declaration::keyed;
use crate::tables::{attachment, blob};
use crate::{Attachment, AttachmentId, DeclarationId, Error, RegionId, Result, Store, digest};

/// A file to be attached.
#[derive(Debug, Clone)]
pub struct NewAttachment<'c> {
    /// The declaration.
    pub declaration: DeclarationId,
    /// Name of the file.
    pub name: String,
    /// What the content is.
    pub kind: String,
    /// The bytes.
    pub content: &'c [u8],
    /// A key of the request: sent twice, it is attached once.
    pub key: Option<&'c str>,
}

impl Store {
    /// Attaches a file.
    ///
    /// # Errors
    /// When there is no such declaration, or folder or database fail. Content that was written
    /// before the database failed stays in the folder, under its digest and out of sight.
    pub async fn attach(
        &self,
        by: By,
        region: RegionId,
        new: &NewAttachment<'_>,
    ) -> Result<AttachmentId> {
        let digest = digest::of_bytes(new.content);
        self.write_file(&digest, new.content).await?;
        let change = self.changing(region, by).await?;
        let what = What::FileAttached;
        let key = keyed(new.declaration, new.key);
        if let Some((earlier, _)) = change.earlier(what, key.as_deref()).await? {
            return Ok(AttachmentId(earlier));
        }
        change.writable_declaration(new.declaration).await?;
        if self.folder.is_none() {
            change.write_blob(&digest, new.content).await?;
        }
        let size = i64::try_from(new.content.len()).map_err(|_| Error::Refused("附件太大。"))?;
        let row = attachment::ActiveModel {
            region: Set(region),
            declaration: Set(new.declaration),
            digest: Set(digest),
            name: Set(new.name.clone()),
            kind: Set(new.kind.clone()),
            size: Set(size),
            person: Set(by.person),
            at: Set(by.at),
            removed_at: Set(None),
            ..Default::default()
        };
        let row = row.insert(change.on()).await?;
        change.remember(what, key.as_deref(), row.id.0).await?;
        change.commit(Done::made(what, subject(row.declaration, row.id), &row)).await?;
        Ok(row.id)
    }

    /// Takes an attachment out of the list; record and content stay.
    ///
    /// # Errors
    /// When there is none, or the database fails.
    pub async fn detach(&self, by: By, region: RegionId, id: AttachmentId) -> Result<()> {
        let change = self.changing(region, by).await?;
        let before = attachment::Entity::find_by_id(id)
            .filter(attachment::Column::Region.eq(region))
            .filter(attachment::Column::RemovedAt.is_null())
            .one(change.on())
            .await?
            .ok_or(Error::Missing("附件"))?;
        let mut row = attachment::ActiveModel::from(before.clone());
        row.removed_at = Set(Some(by.at));
        let after = row.update(change.on()).await?;
        change
            .commit(Done::changed(
                What::FileDetached,
                subject(after.declaration, id),
                &before,
                &after,
            ))
            .await
    }

    /// The attachments of a declaration that are not taken away.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn attachments(
        &self,
        region: RegionId,
        id: DeclarationId,
    ) -> Result<Vec<Attachment>> {
        let rows = attachment::Entity::find()
            .filter(attachment::Column::Region.eq(region))
            .filter(attachment::Column::Declaration.eq(id))
            .filter(attachment::Column::RemovedAt.is_null())
            .order_by_asc(attachment::Column::Id);
        Ok(rows.all(&self.read).await?)
    }

    /// The content of an attachment.
    ///
    /// # Errors
    /// [`Error::Altered`] when it is not what was attached; else when there is none, or folder or
    /// database fail.
    pub async fn content(&self, region: RegionId, id: AttachmentId) -> Result<Vec<u8>> {
        let row = attachment::Entity::find_by_id(id)
            .filter(attachment::Column::Region.eq(region))
            .one(&self.read)
            .await?
            .ok_or(Error::Missing("附件"))?;
        let content = match self.file(&row.digest) {
            Some(path) => tokio::fs::read(path).await?,
            None => {
                let blob = blob::Entity::find_by_id(row.digest.clone()).one(&self.read).await?;
                blob.ok_or(Error::Missing("附件内容"))?.content
            }
        };
        let same = digest::of_bytes(&content) == row.digest;
        same.then_some(content).ok_or(Error::Altered)
    }

    /// Where the content with this digest lies; none when it lies in the database.
    pub(crate) fn file(&self, digest: &str) -> Option<PathBuf> {
        // What is no digest leads to no path, whoever wrote it into the database.
        let folder = self.folder.as_ref().filter(|_| digest::is_one(digest))?;
        Some(folder.join("attachments").join(&digest[..2]).join(digest))
    }

    /// Puts content where this store keeps contents, while a copy is brought back.
    pub(crate) async fn keep_content(
        &self,
        on: &DatabaseTransaction,
        digest: &str,
        content: &[u8],
    ) -> Result<()> {
        match self.folder {
            Some(_) => self.write_file(digest, content).await,
            None => write_blob(on, digest, content).await,
        }
    }

    /// Writes content under its digest and to the disk before anything names it.
    async fn write_file(&self, digest: &str, content: &[u8]) -> Result<()> {
        let Some(path) = self.file(digest) else { return Ok(()) };
        if tokio::fs::try_exists(&path).await? {
            return Ok(());
        }
        let folder = path.parent().expect("invariant: joined to a folder");
        tokio::fs::create_dir_all(folder).await?;
        // Two uploads of the same content at once write two files and rename both to one name.
        let unique = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let unfinished = path.with_extension(format!("{unique}.part"));
        let mut file = tokio::fs::File::create(&unfinished).await?;
        file.write_all(content).await?;
        file.sync_all().await?;
        tokio::fs::rename(&unfinished, &path).await?;
        keep_name(folder).await
    }
}

/// Brings a new name in a folder to the disk. Where folders cannot be opened as files, the system
/// does it itself with the renaming.
async fn keep_name(folder: &std::path::Path) -> Result<()> {
    if cfg!(unix) {
        tokio::fs::File::open(folder).await?.sync_all().await?;
    }
    Ok(())
}

/// Tells unfinished files of this process apart.
static NUMBER: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);

impl Changing {
    async fn write_blob(&self, digest: &str, content: &[u8]) -> Result<()> {
        write_blob(self.on(), digest, content).await
    }
}

async fn write_blob(on: &DatabaseTransaction, digest: &str, content: &[u8]) -> Result<()> {
    let there = blob::Entity::find_by_id(digest.to_owned()).one(on).await?;
    if there.is_none() {
        let row =
            blob::ActiveModel { digest: Set(digest.to_owned()), content: Set(content.to_vec()) };
        blob::Entity::insert(row).exec_without_returning(on).await?;
    }
    Ok(())
}

pub(crate) fn subject(of: DeclarationId, id: AttachmentId) -> String {
    format!("{}/attachment/{}", crate::declaration::subject(of), id.0)
}

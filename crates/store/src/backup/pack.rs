//! Making a copy.

use std::io::{Seek, Write};

use chrono::{DateTime, SubsecRound, Utc};
use futures_util::TryStreamExt;
use sea_orm::{ConnectionTrait, DatabaseTransaction, EntityTrait, Statement, StreamTrait};
use sm3::{Digest, Sm3};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::columns::{Shape, shapes};
use super::{APART, FORMAT, MANIFEST, Manifest, Part, PartHead, rows};
use crate::tables::{blob, event_head};
use crate::{Error, Result, Store, digest, open};

impl Store {
    /// Writes a copy of everything as it is at this moment; changes may go on meanwhile. `told`
    /// hears the name of each part that is begun.
    ///
    /// # Errors
    /// When the database, the folder or the writer fails, or an attachment is not what was
    /// attached.
    pub async fn back_up(
        &self,
        to: impl Write + Seek,
        now: DateTime<Utc>,
        told: &mut dyn FnMut(&str),
    ) -> Result<Manifest> {
        let seen = self.snapshot().await?;
        let mut zip = ZipWriter::new(to);
        let mut parts = Vec::new();
        for shape in shapes(&seen).await?.iter().filter(|shape| !is_apart(shape)) {
            let name = Part::of_table(&shape.name);
            told(&name);
            zip.start_file(&name, options())?;
            let (rows, sm3) = table(&seen, shape, &mut zip).await?;
            parts.push(Part { name, rows, sm3 });
        }
        for digest in contents(&seen).await? {
            let name = Part::of_attachment(&digest);
            told(&name);
            let content = self.content_of(&seen, &digest).await?;
            zip.start_file(&name, options())?;
            zip.write_all(&content)?;
            parts.push(Part { name, rows: 1, sm3: digest });
        }
        let manifest = Manifest {
            format: FORMAT,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            made_at: now.trunc_subsecs(6),
            migrations: open::had(&seen).await?,
            parts,
            heads: heads(&seen).await?,
        };
        zip.start_file(MANIFEST, options())?;
        zip.write_all(&serde_json::to_vec_pretty(&manifest).expect("invariant: plain JSON"))?;
        zip.finish()?.flush()?;
        Ok(manifest)
    }

    /// The content with this digest, as the moment `seen` has it.
    async fn content_of(&self, seen: &DatabaseTransaction, digest: &str) -> Result<Vec<u8>> {
        let content = match self.file(digest) {
            Some(path) => tokio::fs::read(path).await?,
            None => {
                let row = blob::Entity::find_by_id(digest.to_owned()).one(seen).await?;
                row.ok_or(Error::Missing("附件内容"))?.content
            }
        };
        let same = digest::of_bytes(&content) == digest;
        same.then_some(content).ok_or(Error::Altered)
    }
}

/// Writes a table's rows a line each; gives their number and the digest of what was written.
pub(super) async fn table(
    seen: &DatabaseTransaction,
    shape: &Shape,
    to: &mut impl Write,
) -> Result<(u64, String)> {
    let backend = ConnectionTrait::get_database_backend(seen);
    let statement = Statement::from_string(backend, shape.select(backend));
    let mut stream = seen.stream_raw(statement).await?;
    let (mut count, mut sm3) = (0, Sm3::new());
    while let Some(row) = stream.try_next().await? {
        let mut line = rows::line(shape, &row)?;
        line.push('\n');
        sm3.update(line.as_bytes());
        to.write_all(line.as_bytes())?;
        count += 1;
    }
    Ok((count, digest::written(sm3)))
}

/// Whether a table is no part of a copy.
pub(super) fn is_apart(shape: &Shape) -> bool {
    APART.contains(&shape.name.as_str())
}

/// Parts may be longer than 4 GB.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().large_file(true)
}

/// The digests of all contents that attachments name.
async fn contents(seen: &DatabaseTransaction) -> Result<Vec<String>> {
    let sql = "SELECT DISTINCT digest FROM attachment";
    let statement = Statement::from_string(ConnectionTrait::get_database_backend(seen), sql);
    let rows = seen.query_all_raw(statement).await?;
    let mut digests: Vec<String> =
        rows.iter().map(|row| row.try_get_by_index(0)).collect::<std::result::Result<_, _>>()?;
    digests.sort();
    Ok(digests)
}

async fn heads(seen: &DatabaseTransaction) -> Result<Vec<PartHead>> {
    let heads = event_head::Entity::find().all(seen).await?;
    let head = |head: event_head::Model| PartHead {
        region: head.region.0,
        seq: head.seq,
        digest: head.digest,
    };
    let mut heads: Vec<PartHead> = heads.into_iter().map(head).collect();
    heads.sort_by_key(|head| head.region);
    Ok(heads)
}

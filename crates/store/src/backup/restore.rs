//! Bringing a copy back, into a place where nothing is kept yet.

use std::io::{BufRead, BufReader, Read, Seek};

use sea_orm::sea_query::{Alias, Query, SimpleExpr};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, Statement, TransactionTrait};
use sea_orm_migration::MigratorTrait;
use sm3::{Digest, Sm3};
use zip::ZipArchive;

use super::columns::{Shape, quoted, shapes};
use super::{FORMAT, LONGEST_MANIFEST, MANIFEST, Manifest, Part, indexes, pack, rows};
use crate::migrations::Migrations;
use crate::{Database, Error, Result, Store, digest};

/// Values of one statement; both databases take more.
const VALUES: usize = 8_000;

/// Reads a copy through and compares every part with its digest; changes nothing.
///
/// # Errors
/// [`Error::Copy`] with the first part that is not as it was written.
pub fn check(from: impl Read + Seek) -> Result<Manifest> {
    let mut zip = archive(from)?;
    let manifest = manifest(&mut zip)?;
    for part in &manifest.parts {
        let mut content = zip.by_name(&part.name).map_err(|_| damaged(part))?;
        let mut sm3 = Sm3::new();
        let mut some = [0; 64 << 10];
        loop {
            let count = content.read(&mut some).map_err(|_| damaged(part))?;
            if count == 0 {
                break;
            }
            sm3.update(&some[..count]);
        }
        if digest::written(sm3) != part.sm3 {
            return Err(damaged(part));
        }
    }
    Ok(manifest)
}

/// Brings a copy into a database in which nothing is kept yet, and to this version's tables. What
/// was written is read again and compared before it counts: all of the copy is there, or nothing.
///
/// # Errors
/// When the copy is damaged or of a later version, something is kept there already, or the
/// database fails.
pub async fn restore(
    from: &mut (impl Read + Seek),
    to: &Database,
    told: &mut dyn FnMut(&str),
) -> Result<Manifest> {
    let manifest = check(&mut *from)?;
    let had = known(&manifest)?;
    let mut zip = archive(from)?;
    let store = Store::open_at(to, had).await?;
    if kept(&store).await? {
        return Err(Error::Copy("那里已经有数据；恢复只能到空的文件夹或数据库".to_owned()));
    }
    let begun = store.write.begin().await?;
    for part in manifest.parts.iter().filter(|part| part.attachment().is_some()) {
        told(&part.name);
        attach(&store, &begun, part, &mut zip).await?;
    }
    let shapes = shapes(&begun).await?;
    let aside = indexes::set_aside(&begun).await?;
    for (name, part) in manifest.tables() {
        told(&part.name);
        let shape = shapes.iter().find(|shape| shape.name == name);
        let shape = shape.ok_or_else(|| damaged(part))?;
        let lines = BufReader::new(zip.by_name(&part.name).map_err(|_| damaged(part))?);
        fill(&begun, shape, lines).await?;
        let (count, sm3) = pack::table(&begun, shape, &mut std::io::sink()).await?;
        if (count, &sm3) != (part.rows, &part.sm3) {
            return Err(Error::Copy(format!("{} 写入后读回来不一样", part.name)));
        }
    }
    let whole = shapes.iter().filter(|shape| !pack::is_apart(shape)).count();
    if whole != manifest.tables().count() {
        return Err(Error::Copy("备份里少了表".to_owned()));
    }
    told("索引");
    indexes::make(&begun, &aside).await?;
    begun.commit().await?;
    Migrations::up(&store.write, None).await?;
    store.close().await?;
    Ok(manifest)
}

fn archive<R: Read + Seek>(from: R) -> Result<ZipArchive<R>> {
    ZipArchive::new(from)
        .map_err(|_| Error::Copy("这不是完整的备份文件，可能没有写完或传输中断".to_owned()))
}

fn manifest(zip: &mut ZipArchive<impl Read + Seek>) -> Result<Manifest> {
    let part = zip.by_name(MANIFEST);
    let part = part.map_err(|_| Error::Copy("这不是“衡”的备份文件：没有清单".to_owned()))?;
    let manifest: Manifest = serde_json::from_reader(part.take(LONGEST_MANIFEST))
        .map_err(|_| Error::Copy("备份清单读不懂".to_owned()))?;
    if manifest.format != FORMAT {
        return Err(Error::TooNew(format!("备份格式 {}", manifest.format)));
    }
    Ok(manifest)
}

fn damaged(part: &Part) -> Error {
    Error::Copy(format!("备份已损坏：{} 与清单上的摘要不符", part.name))
}

/// How many of our migrations the copy's tables have had.
fn known(manifest: &Manifest) -> Result<u32> {
    let ours = Migrations::migrations();
    let mut number = 0;
    for (had, own) in manifest.migrations.iter().zip(&ours) {
        if had != own.name() {
            return Err(Error::TooNew(had.clone()));
        }
        number += 1;
    }
    match manifest.migrations.get(ours.len()) {
        Some(later) => Err(Error::TooNew(later.clone())),
        None => Ok(number),
    }
}

async fn kept(store: &Store) -> Result<bool> {
    let backend = store.write.get_database_backend();
    let statement = Statement::from_string(backend, "SELECT id FROM region LIMIT 1");
    Ok(store.write.query_one_raw(statement).await?.is_some())
}

async fn attach(
    store: &Store,
    begun: &DatabaseTransaction,
    part: &Part,
    zip: &mut ZipArchive<impl Read + Seek>,
) -> Result<()> {
    let digest = part.attachment().ok_or_else(|| damaged(part))?;
    let mut content = Vec::new();
    zip.by_name(&part.name).map_err(|_| damaged(part))?.read_to_end(&mut content)?;
    // The name becomes a path: it must be the digest it says it is.
    if digest::of_bytes(&content) != digest {
        return Err(damaged(part));
    }
    store.keep_content(begun, digest, &content).await
}

/// Writes the rows of a table.
async fn fill(begun: &DatabaseTransaction, shape: &Shape, lines: impl BufRead) -> Result<()> {
    let at_once = (VALUES / shape.columns.len().max(1)).max(1);
    let mut some = Vec::with_capacity(at_once);
    for line in lines.lines() {
        some.push(rows::values(shape, &line?)?);
        if some.len() == at_once {
            insert(begun, shape, std::mem::take(&mut some)).await?;
        }
    }
    insert(begun, shape, some).await?;
    if begun.get_database_backend() == DbBackend::Postgres && shape.counts() {
        count_on(begun, &shape.name).await?;
    }
    Ok(())
}

async fn insert(
    begun: &DatabaseTransaction,
    shape: &Shape,
    rows: Vec<Vec<sea_orm::Value>>,
) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut insert = Query::insert();
    insert.into_table(Alias::new(&shape.name));
    insert.columns(shape.columns.iter().map(|(name, _)| Alias::new(name)));
    for row in rows {
        insert.values_panic(row.into_iter().map(SimpleExpr::from));
    }
    begun.execute(&insert).await?;
    Ok(())
}

/// PostgreSQL goes on counting after the highest number there is.
async fn count_on(begun: &DatabaseTransaction, table: &str) -> Result<()> {
    let table = quoted(table);
    let sql = format!(
        "SELECT setval(pg_get_serial_sequence('{table}', 'id'), coalesce(max(id), 0) + 1, false) \
         FROM {table}"
    );
    begun.execute_unprepared(&sql).await?;
    Ok(())
}

//! What can go wrong, as far as a caller or a person does something different about it.

use chrono::{DateTime, FixedOffset, Utc};

use crate::{DeclarationId, PersonId};

/// Why the store refused or failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another process holds the data folder.
    #[error("数据文件夹“{0}”正由另一个正在运行的“衡”使用。请先关闭它，或换一个数据文件夹。")]
    InUse(String),
    /// The database was written by a later version.
    #[error("数据库由更新的版本写成（{0}），本程序不能打开。请使用新版本。")]
    TooNew(String),
    /// Someone else saved first.
    #[error("{who}在{}改过，您看到的不是最新内容。", shanghai(.at))]
    Conflict {
        /// Who saved; none when the program itself did.
        by: Option<PersonId>,
        /// Their name.
        who: String,
        /// When.
        at: DateTime<Utc>,
        /// The version there is now.
        version: i64,
    },
    /// There is no such row in this region.
    #[error("找不到{0}。")]
    Missing(&'static str),
    /// It is there already, and there can be only one.
    #[error("{0}已经存在。")]
    Exists(&'static str),
    /// The request contradicts what is kept.
    #[error("{0}")]
    Refused(&'static str),
    /// A row of a list that is brought in contradicts what is kept, or another row.
    #[error("{list}第 {} 行：{why}", .row + 1)]
    Row {
        /// Which list.
        list: &'static str,
        /// Which of its rows, from 0.
        row: usize,
        /// What is wrong with it.
        why: String,
    },
    /// One of many that were to be done together or not at all.
    #[error("“{what}”不能办理，所以这一批一份都没有办理。{why}")]
    OneOfMany {
        /// The declaration.
        declaration: DeclarationId,
        /// Its project, or its kind where it has none.
        what: String,
        /// What stands against it.
        why: Box<Error>,
    },
    /// A form that is not the JSON the program writes.
    #[error("表格内容不是可识别的 JSON：{0}")]
    Form(serde_json::Error),
    /// A file of heads that cannot be read.
    #[error("链尾文件：{0}。")]
    Heads(String),
    /// What was read back is not what was stored.
    #[error("附件内容与登记的摘要不符，可能已被改动。")]
    Altered,
    /// A copy of everything cannot be made or brought back.
    #[error("{0}。")]
    Copy(String),
    /// There is no database of ours where one is to be read.
    #[error("那里还没有“衡”的数据。")]
    Nothing,
    /// The database was written by an earlier version and is only to be read.
    #[error("数据库由较早的版本写成，请先用本版本的 heng serve 打开一次。")]
    TooOld,
    /// The data folder cannot be read or written.
    #[error("数据文件夹：{0}")]
    Io(#[from] std::io::Error),
    /// The database.
    #[error("数据库：{0}")]
    Database(#[from] sea_orm::DbErr),
}

impl From<zip::result::ZipError> for Error {
    fn from(error: zip::result::ZipError) -> Self {
        Self::Io(error.into())
    }
}

/// A moment as people in China read it; there has been no summer time since 1991.
fn shanghai(at: &DateTime<Utc>) -> String {
    let offset = FixedOffset::east_opt(8 * 60 * 60).expect("invariant: eight hours");
    at.with_timezone(&offset).format("%Y年%-m月%-d日 %H:%M").to_string()
}

impl Error {
    /// A unique constraint means that the thing exists; anything else stays what it is.
    pub(crate) fn exists(error: sea_orm::DbErr, thing: &'static str) -> Self {
        match error.sql_err() {
            Some(sea_orm::SqlErr::UniqueConstraintViolation(_)) => Self::Exists(thing),
            _ => Self::Database(error),
        }
    }
}

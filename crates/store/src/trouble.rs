//! Which faults of a database or a disk are not the program's: people can only wait, or tell
//! whoever looks after the machine, and should be told so.

use std::error::Error as _;
use std::io::ErrorKind;

use sea_orm::{DbErr, RuntimeErr};

use crate::Error;

/// What is wrong outside the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The database does not answer. Whether the last change was made is not known.
    Away,
    /// Others hold what is needed for too long.
    Busy,
    /// There is no room left.
    Full,
    /// What is kept can only be read.
    ReadOnly,
}

impl Error {
    /// What is wrong outside the program, if that is it.
    pub fn trouble(&self) -> Option<Trouble> {
        match self {
            Error::Io(error) => of_disk(error),
            Error::Database(error) => of_database(error),
            _ => None,
        }
    }
}

fn of_disk(error: &std::io::Error) -> Option<Trouble> {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            Some(Trouble::Full)
        }
        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => Some(Trouble::ReadOnly),
        _ => None,
    }
}

fn of_database(error: &DbErr) -> Option<Trouble> {
    match error {
        DbErr::ConnectionAcquire(_) => Some(Trouble::Away),
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => of_driver(error),
        _ => None,
    }
}

fn of_driver(error: &sqlx::Error) -> Option<Trouble> {
    match error {
        sqlx::Error::Io(error) => of_disk(error).or(Some(Trouble::Away)),
        sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed
        // A connection that breaks in the middle of an answer.
        | sqlx::Error::Protocol(_) => Some(Trouble::Away),
        sqlx::Error::Database(told) => {
            let code = told.code()?;
            match told.try_downcast_ref::<sqlx::postgres::PgDatabaseError>() {
                Some(_) => of_postgres(&code),
                None => of_sqlite(code.parse().ok()?),
            }
        }
        other => other.source().and_then(|error| of_disk(error.downcast_ref()?)),
    }
}

/// SQLSTATE: classes and codes of the manual's appendix "PostgreSQL Error Codes".
fn of_postgres(code: &str) -> Option<Trouble> {
    match code {
        "53100" | "58030" => Some(Trouble::Full),
        "25006" => Some(Trouble::ReadOnly),
        "40001" | "40P01" | "53300" | "55P03" => Some(Trouble::Busy),
        _ if code.starts_with("08") || code.starts_with("57P") => Some(Trouble::Away),
        _ => None,
    }
}

/// The lower byte of an extended result code is the primary one.
fn of_sqlite(code: i32) -> Option<Trouble> {
    match code & 0xff {
        5 | 6 => Some(Trouble::Busy),
        8 => Some(Trouble::ReadOnly),
        10 | 14 => Some(Trouble::Away),
        13 => Some(Trouble::Full),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_both_databases_are_told_apart() {
        assert_eq!(of_postgres("57P01"), Some(Trouble::Away));
        assert_eq!(of_postgres("53100"), Some(Trouble::Full));
        assert_eq!(of_postgres("23505"), None, "a name that exists is nobody's trouble");
        // SQLITE_READONLY_DBMOVED, SQLITE_FULL, SQLITE_BUSY_SNAPSHOT
        assert_eq!(of_sqlite(1032), Some(Trouble::ReadOnly));
        assert_eq!(of_sqlite(13), Some(Trouble::Full));
        assert_eq!(of_sqlite(517), Some(Trouble::Busy));
        assert_eq!(of_sqlite(2067), None);
    }

    #[test]
    fn a_full_disk_and_one_that_can_only_be_read_are_told_apart() {
        let of = |kind| Error::Io(std::io::Error::from(kind)).trouble();
        assert_eq!(of(ErrorKind::StorageFull), Some(Trouble::Full));
        assert_eq!(of(ErrorKind::ReadOnlyFilesystem), Some(Trouble::ReadOnly));
        assert_eq!(of(ErrorKind::NotFound), None);
    }
}

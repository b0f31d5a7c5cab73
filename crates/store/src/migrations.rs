//! How the tables came to be, forward only.

mod drawing;
mod m0001_first;
mod m0002_jobs;
mod m0003_stamps;

use sea_orm_migration::prelude::*;

/// All of them, oldest first.
pub(crate) struct Migrations;

impl MigratorTrait for Migrations {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_first::First),
            Box::new(m0002_jobs::Jobs),
            Box::new(m0003_stamps::Stamps),
        ]
    }
}

//! How the tables came to be, forward only.

mod drawing;
mod m0001_first;

use sea_orm_migration::prelude::*;

/// All of them, oldest first.
pub(crate) struct Migrations;

impl MigratorTrait for Migrations {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m0001_first::First)]
    }
}

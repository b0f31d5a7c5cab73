//! Tables written down as data, so that a migration reads like a list of them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// What a column holds, the same on both databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// The row's own number, given by the database.
    Counted,
    /// 64 bits.
    Number,
    /// 64 bits or nothing.
    MaybeNumber,
    /// 32 bits.
    Small,
    /// Text of any length.
    Text,
    /// Text or nothing.
    MaybeText,
    /// Yes or no.
    Flag,
    /// A calendar day.
    Day,
    /// A calendar day or nothing.
    MaybeDay,
    /// A moment in UTC.
    Time,
    /// A moment or nothing.
    MaybeTime,
    /// Bytes.
    Bytes,
}

/// A table.
pub(super) struct Drawn {
    /// Its name.
    pub(super) name: &'static str,
    /// Its columns.
    pub(super) columns: &'static [(&'static str, Column)],
    /// Its primary key, where that is not a counted column.
    pub(super) key: &'static [&'static str],
    /// What may be there only once.
    pub(super) unique: &'static [&'static [&'static str]],
    /// Columns that name a row of another table by its `id`.
    pub(super) leans_on: &'static [(&'static str, &'static str)],
}

/// What makes a table, with an index for each column that leans on another table.
pub(super) fn draw(on: DbBackend, drawn: &Drawn) -> Vec<String> {
    let mut table = Table::create();
    table.table(Alias::new(drawn.name));
    for (name, column) in drawn.columns {
        table.col(definition(name, *column));
    }
    if !drawn.key.is_empty() {
        let mut key = Index::create();
        drawn.key.iter().for_each(|column| {
            key.col(Alias::new(*column));
        });
        table.primary_key(&mut key);
    }
    for (number, columns) in drawn.unique.iter().enumerate() {
        let mut once = Index::create();
        once.name(format!("{}_once_{number}", drawn.name)).unique();
        columns.iter().for_each(|column| {
            once.col(Alias::new(*column));
        });
        table.index(&mut once);
    }
    for (column, other) in drawn.leans_on {
        let mut lean = ForeignKey::create();
        lean.name(format!("{}_{column}", drawn.name));
        lean.from(Alias::new(drawn.name), Alias::new(*column));
        lean.to(Alias::new(*other), Alias::new("id"));
        table.foreign_key(&mut lean);
    }
    let indexes = drawn.leans_on.iter().map(|(column, _)| index(on, drawn.name, &[column]));
    std::iter::once(on.build(&table).sql).chain(indexes).collect()
}

/// What makes an index to find rows by these columns.
pub(super) fn index(on: DbBackend, table: &str, columns: &[&str]) -> String {
    let mut index = Index::create();
    index.name(format!("{table}_by_{}", columns.join("_"))).table(Alias::new(table));
    columns.iter().for_each(|column| {
        index.col(Alias::new(*column));
    });
    on.build(&index).sql
}

fn definition(name: &str, column: Column) -> ColumnDef {
    let mut definition = ColumnDef::new(Alias::new(name));
    match column {
        Column::Counted => definition.big_integer().auto_increment().primary_key(),
        Column::Number | Column::MaybeNumber => definition.big_integer(),
        Column::Small => definition.integer(),
        Column::Text | Column::MaybeText => definition.text(),
        Column::Flag => definition.boolean(),
        Column::Day | Column::MaybeDay => definition.date(),
        Column::Time | Column::MaybeTime => definition.timestamp_with_time_zone(),
        Column::Bytes => definition.blob(),
    };
    let maybe = [Column::MaybeNumber, Column::MaybeText, Column::MaybeDay, Column::MaybeTime];
    if !maybe.contains(&column) {
        definition.not_null();
    }
    definition
}

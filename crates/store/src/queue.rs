//! The queue of what is in review: what waits for one person, since when, and one part of it in the
//! order of its last days, of what there is to look at, or of money. What a last day is, and who
//! may take which step for which unit, is decided above.

use sea_orm::sea_query::{CaseStatement, Expr, Order};
use sea_orm::{
    ColumnTrait, Condition, DbBackend, EntityTrait, FromQueryResult, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationDef, Select,
};

use crate::listing::{At, KindSum, Sought, found, stands};
use crate::tables::{declaration, draft, revision};
use crate::{CycleId, DeclarationId, PersonId, RegionId, Result, Store, UnitId};

/// What waits for one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mine {
    /// The person: nobody reviews what they wrote or handed in themselves.
    pub person: PersonId,
    /// Whom they stand in for: what was given to these is theirs too.
    pub absent: Vec<PersonId>,
    /// What they could do, any of it.
    pub works: Vec<Work>,
}

/// Something a person could do with declarations that stand somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// Where they stand.
    pub at: At,
    /// Whose they are.
    pub units: Vec<UnitId>,
    /// Whether it is left alone by others once it was given to one person.
    pub assigned: bool,
    /// Whether nobody does it who took another step of the same round.
    pub once: bool,
}

/// How many declarations came to where they stand on a day.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct SinceCount {
    /// On which way they are.
    pub track: String,
    /// How far they are.
    pub stage: String,
    /// The step that belongs to the stage.
    pub step: String,
    /// The day in China, as 2026-01-05.
    pub since: String,
    /// How many.
    pub declarations: i64,
}

/// Declarations that stand somewhere, since one day or since any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Since {
    /// Where.
    pub at: At,
    /// The day in China, as 2026-01-05; none for any.
    pub day: Option<String>,
}

/// In which order a queue is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ranked {
    /// Those of each of these lots before those of the next, and no others; within a lot by what
    /// there is to look at, then by money.
    Lots(Vec<Vec<Since>>),
    /// By what there is to look at, then since when, then by money.
    Risk,
    /// By money, then since when.
    Money,
}

impl Store {
    /// Since which days the sought declarations stand where they stand, counted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn since(
        &self,
        region: RegionId,
        cycle: CycleId,
        sought: &Sought,
    ) -> Result<Vec<SinceCount>> {
        use declaration::Column;
        let by = [Column::Track, Column::Stage, Column::Step];
        let day = || Expr::cust(day_of(self.read.get_database_backend()));
        let mut rows = found(region, cycle, sought)
            .select_only()
            .columns(by)
            .column_as(day(), "since")
            .column_as(Column::Id.count(), "declarations")
            .group_by(day());
        for column in by {
            rows = rows.group_by(column);
        }
        Ok(rows.into_model::<SinceCount>().all(&self.read).await?)
    }

    /// How many there are and how much was handed in with them, by kind of form.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn handed_in_sums(
        &self,
        region: RegionId,
        cycle: CycleId,
        sought: &Sought,
    ) -> Result<Vec<KindSum>> {
        use declaration::Column;
        let rows = weighed(found(region, cycle, sought))
            .select_only()
            .column(Column::Kind)
            .column_as(Column::Id.count(), "declarations")
            // Of 64-bit numbers PostgreSQL makes a wider sum; SQLite does not.
            .column_as(Expr::cust(format!("CAST(SUM({MONEY}) AS bigint)")), "amount")
            .group_by(Column::Kind);
        let mut rows = rows.into_model::<KindSum>().all(&self.read).await?;
        rows.sort_by(|one, other| one.kind.cmp(&other.kind));
        Ok(rows)
    }

    /// A part of the queue: at most `count` after the first `skip`. Findings are those of the
    /// draft, or, where the unit writes on and is none of `sought.units`, of what was handed in.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn queue(
        &self,
        region: RegionId,
        cycle: CycleId,
        sought: &Sought,
        ranked: &Ranked,
        (skip, count): (u64, u64),
    ) -> Result<Vec<DeclarationId>> {
        if matches!(ranked, Ranked::Lots(lots) if lots.is_empty()) {
            return Ok(Vec::new());
        }
        let risk = risk(self.read.get_database_backend(), &sought.units);
        let since = (String::from("declaration.waits_since"), Order::Asc);
        let money = (format!("COALESCE({MONEY}, 0)"), Order::Desc);
        let mut rows = weighed(found(region, cycle, sought))
            .select_only()
            .column(declaration::Column::Id)
            .offset(skip)
            .limit(count);
        let keys: Vec<(String, Order)> = match ranked {
            Ranked::Lots(lots) => {
                let backend = self.read.get_database_backend();
                rows = in_lots(rows, backend, lots);
                risk.into_iter().chain([money]).collect()
            }
            Ranked::Risk => risk.into_iter().chain([since, money]).collect(),
            Ranked::Money => vec![money, since],
        };
        for (key, order) in keys {
            rows = rows.order_by(Expr::cust(key), order);
        }
        let rows = rows.order_by_asc(declaration::Column::Id);
        Ok(rows.into_tuple().all(&self.read).await?)
    }
}

/// The money of what was handed in last, or of the draft where nothing ever was.
const MONEY: &str =
    "CASE WHEN declaration.\"current\" IS NULL THEN draft.\"total\" ELSE revision.\"total\" END";

/// The day in China since when a declaration stands where it stands, as 2026-01-05.
fn day_of(on: DbBackend) -> &'static str {
    match on {
        DbBackend::Postgres => {
            "to_char(declaration.waits_since AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD')"
        }
        _ => "date(declaration.waits_since, '+8 hours')",
    }
}

/// With the draft and what was handed in last beside each row.
fn weighed(rows: Select<declaration::Entity>) -> Select<declaration::Entity> {
    use declaration::Column;
    let to_draft: RelationDef = declaration::Entity::belongs_to(draft::Entity)
        .from(Column::Id)
        .to(draft::Column::Declaration)
        .into();
    let to_current: RelationDef = declaration::Entity::belongs_to(revision::Entity)
        .from(Column::Current)
        .to(revision::Column::Id)
        .into();
    rows.join(JoinType::InnerJoin, to_draft).join(JoinType::LeftJoin, to_current)
}

/// What there is to look at, the gravest first: errors, unanswered causes, advice, undecided.
fn risk(on: DbBackend, own: &[UnitId]) -> Vec<(String, Order)> {
    let own: Vec<String> = own.iter().map(|unit| unit.0.to_string()).collect();
    // No unit has the number 0.
    let own = if own.is_empty() { "0".to_owned() } else { own.join(", ") };
    let of = |column: &str| {
        format!(
            "CASE WHEN declaration.\"stage\" IN ('drafting', 'returned') \
             AND declaration.\"current\" IS NOT NULL AND declaration.\"unit\" NOT IN ({own}) \
             THEN revision.\"{column}\" ELSE draft.\"{column}\" END"
        )
    };
    let causes = match on {
        DbBackend::Postgres => {
            format!("json_array_elements_text(({})::json) AS cause(value)", of("warnings"))
        }
        _ => format!("json_each({}) AS cause", of("warnings")),
    };
    let unanswered = format!(
        "(SELECT COUNT(*) FROM {causes} WHERE cause.value NOT IN \
         (SELECT waiver.cause FROM waiver \
         JOIN declaration AS other ON other.id = waiver.declaration \
         WHERE other.unit = declaration.unit AND other.cycle = declaration.cycle))"
    );
    let keys = [of("errors"), unanswered, of("advice"), of("open")];
    keys.into_iter().map(|key| (key, Order::Desc)).collect()
}

/// Only what is in some lot, lot by lot.
fn in_lots(
    rows: Select<declaration::Entity>,
    on: DbBackend,
    lots: &[Vec<Since>],
) -> Select<declaration::Entity> {
    let among = |lot: &[Since]| {
        // Without a place nothing is in it: an empty choice of conditions would take all.
        let none = Condition::any().add(Expr::cust("1 = 2"));
        lot.iter().fold(none, |any, since| {
            let here = stands(&since.at);
            any.add(match &since.day {
                // Days come from this database, in the form in which it wrote them.
                Some(day) => here.add(Expr::cust_with_values(
                    format!("{} = {}", day_of(on), placeholder(on)),
                    [day.as_str()],
                )),
                None => here,
            })
        })
    };
    let all =
        lots.iter().fold(Condition::any().add(Expr::cust("1 = 2")), |any, lot| any.add(among(lot)));
    let numbered = (0i64..).zip(lots);
    let rank = numbered
        .fold(CaseStatement::new(), |rank, (number, lot)| rank.case(among(lot), Expr::val(number)));
    let rank: Expr = rank.finally(Expr::val(i64::MAX)).into();
    rows.filter(all).order_by(rank, Order::Asc)
}

/// How a value is named in a text of one's own.
fn placeholder(on: DbBackend) -> &'static str {
    if on == DbBackend::Postgres { "$1" } else { "?" }
}

/// Whether it waits for a person.
pub(crate) fn waits_for(mine: &Mine) -> Condition {
    let me = mine.person.0;
    let within = "declaration = declaration.id AND handed.round = declaration.round";
    let last = "NOT EXISTS (SELECT 1 FROM review AS later \
                WHERE later.declaration = handed.declaration AND later.round = handed.round \
                AND later.action = 'submit' AND later.id > handed.id)";
    let hands = format!("(handed.person = {me} OR handed.for_person = {me})");
    let submitted = format!(
        "EXISTS (SELECT 1 FROM review AS handed WHERE handed.{within} \
         AND handed.action = 'submit' AND {hands} AND {last})"
    );
    let wrote = format!(
        "EXISTS (SELECT 1 FROM draft_author AS handed WHERE handed.{within} \
         AND handed.person = {me})"
    );
    let took = format!(
        "EXISTS (SELECT 1 FROM review AS handed WHERE handed.{within} \
         AND handed.action IN ('sign', 'pass') AND handed.step <> declaration.step \
         AND {hands} AND {last})"
    );
    let free = || {
        let ours = mine.absent.iter().copied().chain([mine.person]);
        let given = declaration::Column::AssignedTo;
        Condition::any().add(given.is_null()).add(given.is_in(ours))
    };
    let none = Condition::any().add(Expr::cust("1 = 2"));
    let any = mine.works.iter().fold(none, |any, work| {
        let units = work.units.iter().copied();
        let mut here = stands(&work.at).add(declaration::Column::Unit.is_in(units));
        if work.assigned {
            here = here.add(free());
        }
        if work.once {
            here = here.add(Expr::cust(format!("NOT {took}")));
        }
        any.add(here)
    });
    let not_own = format!("NOT {submitted} AND NOT {wrote}");
    Condition::all().add(any).add(Expr::cust(not_own))
}

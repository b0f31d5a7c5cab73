//! What of the demonstration is copied how often: departments, units with a clerk each, years, and
//! the projects of each unit and year.

use std::collections::BTreeMap;

use benches::Failure;
use serde_json::Value;

use crate::many::{Copy, Group};
use crate::seed::Backup;
use crate::text::{self, Row, number, word};

/// Units of a department.
const UNITS_EACH: usize = 20;
/// Projects of a unit in a year.
const PROJECTS: usize = 10;
/// Targets of a project.
const TARGETS: usize = 15;
/// Years before those the demonstration has.
const YEARS_MORE: i64 = 3;
/// Tables whose rows belong to a declaration.
const OWN: [&str; 12] = [
    "declaration",
    "draft",
    "draft_author",
    "revision",
    "indicator_row",
    "money_row",
    "finding_row",
    "word",
    "review",
    "waiver",
    "approval",
    "attachment",
];

/// The groups, and the copies of them in the order of their events.
pub struct Plan {
    pub groups: Vec<Group>,
    pub copies: Vec<Copy>,
    next: BTreeMap<String, i64>,
}

const DEPARTMENT: usize = 0;
const UNIT: usize = 1;
const YEAR: usize = 2;
const APPROVED: usize = 3;
const UNDER_WAY: usize = 4;

/// A row of a table, by number.
type Named = (&'static str, i64);

/// Who and what of the demonstration is copied.
struct Original {
    now: i64,
    before: i64,
    clerk: i64,
    unit: i64,
    department: i64,
}

impl Plan {
    /// A plan for so many units, the demonstration's own among them.
    ///
    /// # Errors
    /// When the backup is not one of the demonstration.
    pub fn new(backup: &Backup, units: usize) -> Result<Self, Failure> {
        let original = Original::of(backup).ok_or("this is no backup of the demonstration")?;
        let mut next = BTreeMap::new();
        for (table, rows) in &backup.tables {
            let last = rows.iter().filter_map(|row| number(row, "id")).max().unwrap_or(0);
            next.insert(table.clone(), last + 1);
        }
        let mut plan = Self { groups: original.groups(backup)?, copies: Vec::new(), next };
        let years = plan.years(backup, &original);
        let mut department = original.department;
        for at in 1..units {
            if at % UNITS_EACH == 0 {
                department = plan.department(&original, at / UNITS_EACH);
            }
            let unit = plan.unit(&original, department, at);
            plan.projects(&original, unit, &years, original.now);
        }
        Ok(plan)
    }

    fn add(&mut self, of: usize, outside: &[(Named, i64)], says: Says) -> &Copy {
        let mut copy = Copy::new(of, &self.groups[of], &mut self.next);
        copy.outside = outside.iter().copied().collect();
        copy.says = says;
        self.copies.push(copy);
        &self.copies[self.copies.len() - 1]
    }

    /// The years before this one: those that are there and more.
    fn years(&mut self, backup: &Backup, original: &Original) -> Vec<i64> {
        let there =
            backup.of("cycle").iter().find(|row| number(row, "id") == Some(original.before));
        let year = there.and_then(|row| number(row, "year")).unwrap_or(0);
        let mut years = vec![original.before];
        for back in 1..=YEARS_MORE {
            let says = vec![("cycle", "year", Value::from(year - back))];
            self.add(YEAR, &[], says);
            years.push(self.last(YEAR, "cycle", original.before));
        }
        years
    }

    fn department(&mut self, original: &Original, number: usize) -> i64 {
        let says = vec![
            ("unit_place", "name", format!("第{number}局").into()),
            ("unit_place", "code", format!("{}", 400 + number).into()),
        ];
        self.add(DEPARTMENT, &[], says);
        self.last(DEPARTMENT, "unit", original.department)
    }

    fn unit(&mut self, original: &Original, department: i64, number: usize) -> i64 {
        let says = vec![
            ("unit_place", "name", format!("第{number}单位").into()),
            ("unit_place", "code", format!("9{number:05}").into()),
            ("person", "name", format!("经办人{number}").into()),
            ("person", "login", format!("jingban{number}").into()),
        ];
        self.add(UNIT, &[(("unit", original.department), department)], says);
        self.last(UNIT, "unit", original.unit)
    }

    /// The projects of a unit in the years before and in this one.
    fn projects(&mut self, original: &Original, unit: i64, years: &[i64], now: i64) {
        let own = (("unit", original.unit), unit);
        // Two of the ten are called what everybody calls theirs; the others are the unit's own.
        let named = format!("（第{unit}号）");
        for year in years {
            self.add(APPROVED, &[own, (("cycle", original.before), *year)], Vec::new());
            self.name_last(&named);
        }
        self.add(UNDER_WAY, &[own, (("cycle", original.now), now)], Vec::new());
        self.name_last(&named);
    }

    fn name_last(&mut self, own: &str) {
        if let Some(copy) = self.copies.last_mut() {
            own.clone_into(&mut copy.named);
        }
    }

    /// What the last copy calls a row of its group.
    fn last(&self, of: usize, table: &'static str, old: i64) -> i64 {
        let copy = &self.copies[self.copies.len() - 1];
        copy.renamed(&self.groups[of], table, old)
    }
}

/// What columns of a table say instead.
type Says = Vec<(&'static str, &'static str, Value)>;

impl Original {
    fn of(backup: &Backup) -> Option<Self> {
        let find = |table: &str, column: &str, value: i64| {
            backup.of(table).iter().find(|row| number(row, column) == Some(value))
        };
        let cycles: Vec<i64> =
            backup.of("cycle").iter().filter_map(|row| number(row, "id")).collect();
        let [now, before] = cycles[..] else { return None };
        let clerk = backup.of("grant").iter().find(|row| word(row, "role") == "clerk")?;
        let clerk = number(clerk, "person")?;
        let unit = number(find("person", "id", clerk)?, "unit")?;
        let department = number(find("unit_place", "unit", unit)?, "parent")?;
        Some(Self { now, before, clerk, unit, department })
    }

    fn groups(&self, backup: &Backup) -> Result<Vec<Group>, Failure> {
        let is = |row: &Row, column: &str, id: i64| number(row, column) == Some(id);
        let place = |table: &str, row: &Row, of: i64| match table {
            "unit" => is(row, "id", of),
            _ => is(row, "unit", of),
        };
        let (department, unit, clerk, before) =
            (self.department, self.unit, self.clerk, self.before);
        let with_clerk = |table: &str, row: &Row| match table {
            "person" => is(row, "id", clerk),
            "credential" | "grant" => is(row, "person", clerk),
            _ => place(table, row, unit),
        };
        let of_department = |table: &str, row: &Row| place(table, row, department);
        let of_unit = ["unit", "unit_place", "person", "credential", "grant"];
        let held = backup.of("grant").iter().filter(|row| is(row, "person", clerk));
        let held = held.filter_map(|row| Some(format!("grant/{}", number(row, "id")?)));
        let mut about_unit = vec![format!("unit/{unit}"), format!("person/{clerk}")];
        about_unit.extend(held);
        Ok(vec![
            group(backup, &of_unit[..2], of_department, &[format!("unit/{department}")]),
            group(backup, &of_unit, with_clerk, &about_unit),
            group(backup, &["cycle"], |_, row| is(row, "id", before), &[format!("cycle/{before}")]),
            projects(backup, before)?,
            projects(backup, self.now)?,
        ])
    }
}

/// Rows of tables that `own` chooses, as a group with the events of `subjects`.
fn group(
    backup: &Backup,
    tables: &[&str],
    own: impl Fn(&str, &Row) -> bool,
    subjects: &[String],
) -> Group {
    let mut rows = BTreeMap::new();
    for table in tables {
        let mut some: Vec<Row> =
            backup.of(table).iter().filter(|row| own(table, row)).cloned().collect();
        if *table == "indicator_row" {
            some = more_targets(&some);
        }
        rows.insert((*table).to_owned(), some);
    }
    let about = |event: &&Row| {
        let subject = word(event, "subject");
        let below = |own: &String| {
            subject.strip_prefix(own.as_str()).is_some_and(|rest| rest.starts_with('/'))
        };
        subjects.iter().any(|own| own == subject || below(own))
    };
    let events = backup.of("event").iter().filter(about).cloned().collect();
    Group::new(rows, events, longer_form)
}

/// The first projects of a cycle, those that were handed in first.
fn projects(backup: &Backup, cycle: i64) -> Result<Group, Failure> {
    let changed = |row: &Row| {
        let id = number(row, "id");
        backup.of("adjustment").iter().any(|one| number(one, "declaration") == id)
    };
    // Changes under way lean on one another: they stay with the original.
    let mut rows: Vec<&Row> = backup
        .of("declaration")
        .iter()
        .filter(|row| number(row, "cycle") == Some(cycle) && word(row, "kind") == "project")
        .filter(|row| !changed(row))
        .collect();
    rows.sort_by_key(|row| (row["current"].is_null(), number(row, "id")));
    let mut chosen: Vec<i64> =
        rows.iter().filter_map(|row| number(row, "id")).take(PROJECTS).collect();
    if chosen.len() < PROJECTS {
        return Err(format!("cycle {cycle} has only {} projects", chosen.len()).into());
    }
    chosen.sort_unstable();
    let own = |table: &str, row: &Row| {
        let column = match table {
            "declaration" => "id",
            "word" => "subject",
            _ => "declaration",
        };
        number(row, column).is_some_and(|id| chosen.contains(&id))
    };
    let subjects: Vec<String> = chosen.iter().map(|id| format!("declaration/{id}")).collect();
    Ok(group(backup, &OWN, own, &subjects))
}

/// A form has as many targets as a project is to have: its own over again.
fn longer_form(table: &str, row: &Row) -> Row {
    let mut row = row.clone();
    if !["draft", "revision"].contains(&table) {
        return row;
    }
    let mut form: Value = serde_json::from_str(word(&row, "form")).unwrap_or_default();
    if let Some(targets) = form["indicators"].as_array_mut().filter(|some| !some.is_empty()) {
        *targets = targets.iter().cycle().take(TARGETS).cloned().collect();
    }
    let form = form.to_string();
    row.insert("digest".to_owned(), text::digest(form.as_bytes()).into());
    row.insert("form".to_owned(), form.into());
    row
}

/// The rows of each revision, as [`longer_form`] makes its form.
fn more_targets(rows: &[Row]) -> Vec<Row> {
    let mut all = Vec::new();
    for some in rows.chunk_by(|one, other| one["revision"] == other["revision"]) {
        for (line, row) in some.iter().cycle().take(TARGETS).enumerate() {
            let mut row = row.clone();
            row.insert("line".to_owned(), line.into());
            all.push(row);
        }
    }
    all
}

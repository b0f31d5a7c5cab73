//! Units and people from the rows of a workbook: what was read, what is wrong with which cell, and
//! what can be brought in. The store looks again when it writes.

use std::collections::{BTreeMap, BTreeSet};

use desk::units::kind;
use desk::{Charter, Units};
use flow::{Grant, Level, Role, may_hold};
use model::{Block, Document, Grid};
use serde::{Deserialize, Serialize};
use store::{Named, PersonRow, RoleRow, UnitId, UnitRow};
use utoipa::ToSchema;

use crate::site::visitor;

/// Headings of the sheet of units.
pub const UNIT_HEADS: [&str; 4] = ["单位编码", "单位名称", "上级单位", "类别"];
/// Headings of the sheet of people.
pub const PERSON_HEADS: [&str; 4] = ["登录名", "姓名", "单位", "角色"];

/// One row as it was read: its number in the sheet and its four cells.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Row {
    /// Number in the sheet.
    pub number: usize,
    /// The cells, in the order of the headings.
    pub cells: [String; 4],
}

/// What a workbook holds.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct Rows {
    /// Units.
    pub units: Vec<Row>,
    /// People.
    pub people: Vec<Row>,
}

/// What is wrong with a row, cell by cell; none where it can be brought in.
pub type Faults = [Option<String>; 4];

/// What was read, looked at.
#[derive(Debug, Default)]
pub struct Looked {
    /// For each unit.
    pub units: Vec<Faults>,
    /// For each person.
    pub people: Vec<Faults>,
}

/// The rows of a workbook, found by their headings, on whatever sheet they stand.
pub fn rows(document: &Document) -> Rows {
    let mut rows = Rows::default();
    for block in &document.blocks {
        let Block::Table(grid) = block else { continue };
        if let Some(found) = below(grid, &UNIT_HEADS) {
            rows.units.extend(found);
        } else if let Some(found) = below(grid, &PERSON_HEADS) {
            rows.people.extend(found);
        }
    }
    rows
}

/// The rows below these headings; none when they are not all there in one row.
fn below(grid: &Grid, heads: &[&str; 4]) -> Option<Vec<Row>> {
    let mut lines: BTreeMap<usize, BTreeMap<usize, String>> = BTreeMap::new();
    for cell in &grid.cells {
        let text = cell.text().trim().to_owned();
        lines.entry(cell.row).or_default().insert(cell.column, text);
    }
    let place = |line: &BTreeMap<usize, String>, head: &str| {
        // “类别（可不填）” is the heading 类别 with a remark.
        let fits = |text: &String| {
            text == head || text.strip_prefix(head).is_some_and(|rest| rest.starts_with('（'))
        };
        line.iter().find(|(_, text)| fits(text)).map(|(column, _)| *column)
    };
    let (header, columns) = lines.iter().find_map(|(row, line)| {
        let mut columns = [0; 4];
        for (at, head) in heads.iter().enumerate() {
            columns[at] = place(line, head)?;
        }
        Some((*row, columns))
    })?;
    let read = |(row, line): (&usize, &BTreeMap<usize, String>)| {
        let cells = columns.map(|column| line.get(&column).cloned().unwrap_or_default());
        let empty = cells.iter().all(String::is_empty);
        (!empty).then(|| Row { number: row + 1, cells })
    };
    Some(lines.range(header + 1..).filter_map(read).collect())
}

/// Looks at every row against what there is and against the others.
pub fn look(rows: &Rows, charter: &Charter, logins: &BTreeSet<String>) -> Looked {
    let mut looked = Looked::default();
    let known = Known::new(rows, &charter.units);
    for row in &rows.units {
        looked.units.push(unit_faults(row, &known));
    }
    // What hangs on a unit that cannot be brought in cannot be brought in either.
    loop {
        let bad: BTreeSet<&str> = bad_units(rows, &looked).collect();
        let mut changed = false;
        for (row, faults) in rows.units.iter().zip(&mut looked.units) {
            changed |= hangs(&row.cells[2], &mut faults[2], &bad);
        }
        if !changed {
            break;
        }
    }
    let bad: BTreeSet<String> = bad_units(rows, &looked).map(ToOwned::to_owned).collect();
    let bad: BTreeSet<&str> = bad.iter().map(String::as_str).collect();
    let mut seen = BTreeSet::new();
    for row in &rows.people {
        let mut faults = person_faults(row, &known, charter);
        let login = visitor::login(&row.cells[0]);
        if logins.contains(&login) || !seen.insert(login) {
            faults[0].get_or_insert_with(|| "这个登录名已经有人用。".to_owned());
        }
        hangs(&row.cells[2], &mut faults[2], &bad);
        looked.people.push(faults);
    }
    looked
}

/// Names and codes of the rows of units that have faults.
fn bad_units<'r>(rows: &'r Rows, looked: &Looked) -> impl Iterator<Item = &'r str> {
    let faulty: Vec<bool> =
        looked.units.iter().map(|faults| faults.iter().any(Option::is_some)).collect();
    rows.units.iter().zip(faulty).filter(|(_, bad)| *bad).flat_map(|(row, _)| {
        [row.cells[0].as_str(), row.cells[1].as_str()].into_iter().filter(|text| !text.is_empty())
    })
}

/// Marks what names a unit with faults; tells whether that is new.
fn hangs(named: &str, fault: &mut Option<String>, bad: &BTreeSet<&str>) -> bool {
    let is_new = fault.is_none() && bad.contains(named);
    if is_new {
        *fault = Some(format!("“{named}”那一行有问题，先改那一行。"));
    }
    is_new
}

/// Names and codes there are: kept ones and those of the file, with how often.
struct Known {
    names: BTreeMap<String, usize>,
    codes: BTreeMap<String, usize>,
}

impl Known {
    fn new(rows: &Rows, units: &Units) -> Known {
        let mut known = Known { names: BTreeMap::new(), codes: BTreeMap::new() };
        let kept = units.iter().map(|(_, place)| (place.code.as_str(), place.name.as_str()));
        let new = rows.units.iter().map(|row| (row.cells[0].as_str(), row.cells[1].as_str()));
        for (code, name) in kept.chain(new) {
            *known.names.entry(name.to_owned()).or_default() += 1;
            if !code.is_empty() {
                *known.codes.entry(code.to_owned()).or_default() += 1;
            }
        }
        known
    }

    /// Why a unit that is named cannot be told; nothing when it can.
    fn fault(&self, named: &str) -> Option<String> {
        if self.codes.contains_key(named) {
            return None;
        }
        match self.names.get(named) {
            Some(1) => None,
            Some(_) => Some(format!("有几个单位叫“{named}”，请改写编码。")),
            None => Some(format!("没有“{named}”这个单位，也没有这个编码。")),
        }
    }

    /// How a unit is named to the store.
    fn named(&self, named: &str) -> Named {
        if self.codes.contains_key(named) {
            return Named::Code(named.to_owned());
        }
        Named::Name(named.to_owned())
    }
}

fn unit_faults(row: &Row, known: &Known) -> Faults {
    let [code, name, parent, kind] = &row.cells;
    let mut faults = Faults::default();
    if known.codes.get(code).is_some_and(|count| *count > 1) {
        faults[0] = Some("这个编码已经有单位用，或在文件里重复。".to_owned());
    }
    if name.is_empty() {
        faults[1] = Some("缺单位名称。".to_owned());
    } else if code.is_empty() && known.names.get(name).is_some_and(|count| *count > 1) {
        faults[1] = Some("已有同名单位；真是另一个单位的，请写编码。".to_owned());
    }
    if !parent.is_empty() {
        faults[2] = if parent == name || (!code.is_empty() && parent == code) {
            Some("上级单位是它自己。".to_owned())
        } else {
            known.fault(parent)
        };
    }
    if kind_of(kind).is_none() {
        let names: Vec<&str> = kind::NAMES.iter().map(|(_, name)| *name).collect();
        faults[3] = Some(format!("类别写{}之一。", names.join("、")));
    }
    faults
}

fn person_faults(row: &Row, known: &Known, charter: &Charter) -> Faults {
    let [login, name, unit, roles] = &row.cells;
    let mut faults = Faults::default();
    faults[0] = visitor::login_fault(&visitor::login(login)).map(ToOwned::to_owned);
    if name.is_empty() {
        faults[1] = Some("缺姓名。".to_owned());
    }
    faults[2] = if unit.is_empty() { Some("缺单位。".to_owned()) } else { known.fault(unit) };
    faults[3] = match roles_of(roles) {
        Ok(roles) => clash(&roles, charter),
        Err(unknown) => {
            let names: Vec<&str> = Role::ALL.into_iter().map(Role::name).collect();
            Some(format!("没有“{unknown}”这个角色，可写：{}。", names.join("、")))
        }
    };
    faults
}

/// Why the roles do not go together; nothing when they do.
fn clash(roles: &[Role], charter: &Charter) -> Option<String> {
    let mut held: Vec<Grant> = Vec::new();
    let day = chrono::NaiveDate::MIN;
    for role in roles {
        if let Err(refusal) = may_hold(&charter.workflow, &held, *role, day) {
            return Some(refusal.why);
        }
        let unit = flow::UnitId(0);
        held.push(Grant { role: *role, unit, from: day, until: None, for_person: None });
    }
    None
}

/// The kind a word means; the usual one for no word.
fn kind_of(word: &str) -> Option<&'static str> {
    if word.is_empty() {
        return Some(kind::UNIT);
    }
    kind::NAMES.iter().find(|(_, name)| *name == word).map(|(key, _)| *key)
}

/// The roles a cell names, or the first word that names none.
fn roles_of(cell: &str) -> Result<Vec<Role>, String> {
    let words = cell.split(['、', '，', ',', '；', ';', '\n']).map(str::trim);
    let words = words.filter(|word| !word.is_empty());
    words.map(|word| role_of(word).ok_or_else(|| word.to_owned())).collect()
}

fn role_of(word: &str) -> Option<Role> {
    let also = [
        ("主管部门审核", Role::DepartmentReviewer),
        ("专家", Role::Expert),
        ("第三方", Role::Expert),
        ("审计", Role::Auditor),
        ("人大", Role::Auditor),
        ("业务股", Role::BusinessDivision),
    ];
    let exact = Role::ALL.into_iter().find(|role| role.name() == word);
    exact.or_else(|| also.iter().find(|(name, _)| *name == word).map(|(_, role)| *role))
}

/// The units without faults, as the store takes them.
pub fn unit_rows(rows: &Rows, looked: &Looked, units: &Units) -> Vec<UnitRow> {
    let known = Known::new(rows, units);
    let top = units.top().map(Named::Id);
    good(&rows.units, &looked.units)
        .map(|row| {
            let [code, name, parent, kind] = row.cells.clone();
            let parent = if parent.is_empty() { top.clone() } else { Some(known.named(&parent)) };
            let kind = kind_of(&kind).unwrap_or(kind::UNIT).to_owned();
            UnitRow { code, name, kind, parent }
        })
        .collect()
}

/// The people without faults, as the store takes them. Roles of unit and department hold where
/// they work, those of the bureau and the system for the whole region.
pub fn person_rows(rows: &Rows, looked: &Looked, units: &Units) -> Vec<PersonRow> {
    let known = Known::new(rows, units);
    let top: Option<UnitId> = units.top();
    let role = |role: Role| {
        let here = matches!(role.level(), Some(Level::Unit | Level::Department));
        let unit = top.filter(|_| !here).map(Named::Id);
        RoleRow { role: role.as_str().to_owned(), unit }
    };
    good(&rows.people, &looked.people)
        .map(|row| PersonRow {
            login: visitor::login(&row.cells[0]),
            name: row.cells[1].clone(),
            unit: known.named(&row.cells[2]),
            hash: None,
            roles: roles_of(&row.cells[3]).unwrap_or_default().into_iter().map(role).collect(),
        })
        .collect()
}

fn good<'r>(rows: &'r [Row], faults: &'r [Faults]) -> impl Iterator<Item = &'r Row> {
    let fine = |(_, faults): &(&Row, &Faults)| faults.iter().all(Option::is_none);
    rows.iter().zip(faults).filter(fine).map(|(row, _)| row)
}

//! Units and people by Excel: a template to fill in, a look at every cell first, then the rows
//! without faults.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::Multipart;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use chrono::NaiveDate;
use flow::Duty;
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use serde::{Deserialize, Serialize};
use store::Import;
use utoipa::ToSchema;

use super::day;
use super::rows::{self, Faults, PERSON_HEADS, Row, Rows, UNIT_HEADS};
use crate::site::account::{chance, password};
use crate::site::{Answer, Face, Problem, Sent, Site, Visitor};

/// The page of the import, before and after a look.
#[derive(Debug, Default, Template, Serialize, ToSchema)]
#[template(path = "site/system/bring.html")]
#[schema(as = system::BringView)]
pub struct BringView {
    /// Why nothing can be brought in; none where it can.
    barred: Option<Problem>,
    /// Name of the file that was looked at; empty before.
    file: String,
    /// The sheets, cell by cell.
    sheets: Vec<SheetView>,
    /// How many rows can be brought in.
    good: usize,
    /// How many cannot.
    bad: usize,
    /// What was read, to be sent back to bring it in.
    rows: String,
    /// The first day offered.
    #[serde(skip)]
    first: String,
}

/// A sheet that was looked at.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = system::SheetView)]
pub struct SheetView {
    /// What it holds.
    name: &'static str,
    /// Headings.
    heads: [&'static str; 4],
    /// Rows.
    rows: Vec<RowView>,
}

/// A row that was looked at.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = system::RowView)]
pub struct RowView {
    /// Its number in the sheet.
    number: usize,
    /// Whether it can be brought in.
    good: bool,
    /// Its cells.
    cells: Vec<CellView>,
}

/// A cell that was looked at.
#[derive(Debug, Serialize, ToSchema)]
pub struct CellView {
    /// What stands there.
    text: String,
    /// What is wrong with it; empty where nothing is.
    fault: String,
}

/// What is sent to bring rows in.
#[derive(Debug, Deserialize, ToSchema)]
pub struct BringSent {
    /// What the look gave back.
    rows: String,
    /// From which day units are there and roles hold.
    from: String,
}

/// What was brought in, with passwords for one use, shown once.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/system/brought.html")]
pub struct BroughtView {
    /// How many units.
    units: usize,
    /// The people.
    people: Vec<BroughtPerson>,
}

/// A person who was brought in.
#[derive(Debug, Serialize, ToSchema)]
pub struct BroughtPerson {
    /// Name.
    name: String,
    /// What they sign in with.
    login: String,
    /// Where they work, as the file says.
    unit: String,
    /// The password for one use.
    password: String,
}

/// The page of the import.
#[utoipa::path(get, path = "/system/import", responses((status = 200, body = BringView)))]
pub async fn show(site: Site, face: Face, visitor: Visitor) -> Answer {
    super::enter(&visitor)?;
    let who = &visitor.who;
    let charter = site.desk().charter(who).await?;
    let barred = charter.may(who, Duty::ManagePeople, None).err().map(Problem::from);
    face.show(&visitor, "导入单位和人员", &BringView { barred, ..BringView::default() })
}

/// The workbook to fill in.
#[utoipa::path(get, path = "/system/import/template.xlsx",
    responses((status = 200, description = "Excel 模板", body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub async fn template(visitor: Visitor) -> Answer {
    super::enter(&visitor)?;
    let bytes = workbook().map_err(|_| Problem::broken())?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let name = "attachment; filename=\"import.xlsx\"; \
        filename*=UTF-8''%E5%8D%95%E4%BD%8D%E5%92%8C%E4%BA%BA%E5%91%98.xlsx";
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(name)),
    ];
    Ok((headers, bytes).into_response())
}

fn workbook() -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let bold = Format::new().set_bold();
    let sheets = [
        (
            "单位",
            UNIT_HEADS,
            [
                "可不填",
                "必填，写全称",
                "名称或编码，不填的归最上级",
                "主管部门、预算单位、财政局；不填为预算单位",
            ],
        ),
        (
            "人员",
            PERSON_HEADS,
            [
                "小写字母、数字、点、横线",
                "必填",
                "名称或编码",
                "可填几个，用顿号分开，如：经办人、单位负责人",
            ],
        ),
    ];
    for (name, heads, remarks) in sheets {
        let sheet = workbook.add_worksheet().set_name(name)?;
        for (column, (head, remark)) in (0..).zip(heads.iter().zip(remarks)) {
            sheet.write_with_format(0, column, *head, &bold)?;
            sheet.insert_note(0, column, &rust_xlsxwriter::Note::new(remark))?;
            sheet.set_column_width(column, 26)?;
            // Codes such as 0101 keep their first zero.
            sheet.set_column_format(column, &Format::new().set_num_format("@"))?;
        }
        sheet.set_freeze_panes(1, 0)?;
    }
    workbook.save_to_buffer()
}

/// Looks at a workbook; nothing is changed.
#[utoipa::path(post, path = "/system/import",
    request_body(content = String, content_type = "multipart/form-data"),
    responses((status = 200, body = BringView)))]
pub async fn look(site: Site, face: Face, visitor: Visitor, form: Multipart) -> Answer {
    let (file, bytes) = sent_file(form).await?;
    let name = file.clone();
    let read = site.work(move |desk| office::read(&name, &bytes, desk.limits)).await?;
    let document = read.map_err(|error| Problem::bad(format!("{file}：{error}")))?;
    let rows = rows::rows(&document);
    if rows.units.is_empty() && rows.people.is_empty() {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        let why = "文件里没有找到要导入的表，或表里没有内容。";
        return Err(Problem::new(status, why, "请用本页的模板填写，不要改表头。"));
    }
    let view = looked(&site, &visitor, file, rows).await?;
    face.show(&visitor, "导入单位和人员", &view)
}

async fn sent_file(mut form: Multipart) -> Result<(String, Vec<u8>), Problem> {
    let broken = |_| Problem::bad("文件没有传完整，请重新选择。");
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let Some(name) = field.file_name().map(ToOwned::to_owned) else { continue };
        let bytes = field.bytes().await.map_err(broken)?;
        if !name.is_empty() && !bytes.is_empty() {
            return Ok((name, bytes.to_vec()));
        }
    }
    Err(Problem::bad("还没有选文件。"))
}

async fn looked(
    site: &Site,
    visitor: &Visitor,
    file: String,
    rows: Rows,
) -> Result<BringView, Problem> {
    let who = &visitor.who;
    let charter = site.desk().charter(who).await?;
    let barred = charter.may(who, Duty::ManagePeople, None).err().map(Problem::from);
    let found = rows::look(&rows, &charter, &logins(site, visitor).await?);
    let sheets = vec![
        sheet("单位", UNIT_HEADS, &rows.units, &found.units),
        sheet("人员", PERSON_HEADS, &rows.people, &found.people),
    ];
    let fine = |sheet: &SheetView| sheet.rows.iter().filter(|row| row.good).count();
    let good: usize = sheets.iter().map(fine).sum();
    let bad = rows.units.len() + rows.people.len() - good;
    let rows = serde_json::to_string(&rows).map_err(|_| Problem::broken())?;
    let first = chrono::Datelike::year(&who.today());
    let first = NaiveDate::from_ymd_opt(first, 1, 1).unwrap_or_else(|| who.today()).to_string();
    let sheets = sheets.into_iter().filter(|sheet| !sheet.rows.is_empty()).collect();
    Ok(BringView { barred, file, sheets, good, bad, rows, first })
}

/// The logins there are.
async fn logins(site: &Site, visitor: &Visitor) -> Result<BTreeSet<String>, Problem> {
    let people = site.desk().store.people(visitor.who.region()).await?;
    Ok(people.into_iter().map(|person| person.login).collect())
}

fn sheet(
    name: &'static str,
    heads: [&'static str; 4],
    rows: &[Row],
    faults: &[Faults],
) -> SheetView {
    let row = |(row, faults): (&Row, &Faults)| RowView {
        number: row.number,
        good: faults.iter().all(Option::is_none),
        cells: row
            .cells
            .iter()
            .zip(faults)
            .map(|(text, fault)| CellView {
                text: text.clone(),
                fault: fault.clone().unwrap_or_default(),
            })
            .collect(),
    };
    SheetView { name, heads, rows: rows.iter().zip(faults).map(row).collect() }
}

/// Brings in the rows without faults: all of them or none.
#[utoipa::path(post, path = "/system/import/bring", request_body = BringSent,
    responses((status = 200, body = BroughtView)))]
pub async fn bring(
    site: Site,
    face: Face,
    visitor: Visitor,
    Sent(sent): Sent<BringSent>,
) -> Answer {
    let broken = |_| Problem::bad("要导入的内容不完整，请重新上传文件。");
    let read: Rows = serde_json::from_str(&sent.rows).map_err(broken)?;
    let from = day("from", &sent.from, "从哪一天起")?;
    let charter = site.desk().charter(&visitor.who).await?;
    // Whoever may not is told before the passwords are worked on.
    charter.may(&visitor.who, Duty::ManagePeople, None)?;
    let found = rows::look(&read, &charter, &logins(&site, &visitor).await?);
    let units = rows::unit_rows(&read, &found, &charter.units);
    let mut people = rows::person_rows(&read, &found, &charter.units);
    let (passwords, hashes): (Vec<String>, Vec<String>) = {
        let count = people.len();
        let make = move |_: &desk::Desk| {
            (0..count)
                .map(|_| chance::password())
                .map(|once| (once.clone(), password::hash(&once)))
                .unzip()
        };
        site.work(make).await?
    };
    for (person, hash) in people.iter_mut().zip(hashes) {
        person.hash = Some(hash);
    }
    let view = BroughtView {
        units: units.len(),
        people: people
            .iter()
            .zip(passwords)
            .map(|(person, password)| BroughtPerson {
                name: person.name.clone(),
                login: person.login.clone(),
                unit: named(&person.unit, &units, &charter.units),
                password,
            })
            .collect(),
    };
    site.desk().bring_in(&visitor.who, &Import { from, units, people }).await?;
    face.show(&visitor, "已导入", &view)
}

/// The name of a unit that is there already, or that comes with the same file.
fn named(unit: &store::Named, new: &[store::UnitRow], there: &desk::Units) -> String {
    let code = match unit {
        store::Named::Code(code) => code,
        store::Named::Name(name) => return name.clone(),
        store::Named::Id(id) => return there.distinct_name(*id),
    };
    let new = new.iter().find(|row| row.code == *code).map(|row| row.name.clone());
    let there = || there.iter().find(|(_, place)| place.code == *code);
    let name = new.or_else(|| there().map(|(_, place)| place.name.clone()));
    name.unwrap_or_else(|| code.clone())
}

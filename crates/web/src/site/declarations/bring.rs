//! A file brought in: what was read in it, what is unsure and where, and where each form would go;
//! then the picked forms taken over. The page carries the file, so that nothing is kept between.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Multipart;
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use desk::{Case, Desk, FileRead, FormRead, Setting, SourceFile, Who};
use model::form::Field;
use model::text::fold;
use model::{Finding, SourceKind};
use serde::Serialize;
use store::{DeclarationId, UnitId};
use utoipa::ToSchema;

use super::{Answer, Face, Problem, Site, UnitChoice, Visitor};
use super::{barred, money_of, numbered, present, units_for};
use crate::site::account::chance;

/// The page, before and after a file was read.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/declarations/import.html")]
pub struct BringView {
    /// Why nothing can be brought in; none where it can.
    barred: Option<Problem>,
    /// Units to choose from.
    units: Vec<UnitChoice>,
    /// The file that was read; none before.
    file: Option<FileView>,
}

/// A file that was read.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = declarations::bring::FileView)]
pub struct FileView {
    /// Its name.
    name: String,
    /// What it is: Word, Excel, PDF.
    kind: String,
    /// Its forms.
    forms: Vec<FormView>,
    /// How many can be taken over.
    good: usize,
    /// What is unsure about the file as a whole.
    remarks: Vec<RemarkView>,
    /// Why there is no form, when there is none.
    nothing: String,
    /// The file itself, in base64, to be sent back.
    #[serde(skip)]
    data: String,
    /// A key for the request.
    #[serde(skip)]
    key: String,
}

/// A form of the file.
#[derive(Debug, Serialize, ToSchema)]
pub struct FormView {
    /// Its number in the file, from 0.
    number: usize,
    /// Kind of form.
    kind: String,
    /// The project, or the unit.
    name: String,
    /// The unit's name as the form has it.
    unit_written: String,
    /// Number of the unit it would go to.
    unit: Option<i64>,
    /// That unit's name.
    unit_name: String,
    /// The money, in 万元.
    money: String,
    /// How many indicators.
    indicators: usize,
    /// What is unsure.
    remarks: Vec<RemarkView>,
    /// Number of the declaration it would be written over.
    over: Option<i64>,
    /// Why it cannot be taken over; "" where it can.
    barred: String,
    /// Whether it can once its unit has been chosen.
    needs_unit: bool,
    /// What to look at first.
    mind: String,
}

/// Something unsure.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = reading::RemarkView)]
pub struct RemarkView {
    /// Where.
    place: String,
    /// What.
    message: String,
    /// What to do.
    remedy: String,
}

/// What was made.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/declarations/taken.html")]
pub struct TakenView {
    /// Each form.
    rows: Vec<TakenRow>,
}

/// What became of a form.
#[derive(Debug, Serialize, ToSchema)]
pub struct TakenRow {
    /// Number of its declaration.
    id: Option<i64>,
    /// The project, or the unit.
    name: String,
    /// Kind of form.
    kind: String,
    /// Errors in it.
    errors: i32,
    /// Warnings nobody has answered.
    unanswered: usize,
    /// Why it was not taken.
    problem: Option<Problem>,
}

impl TakenRow {
    /// From what the desk said.
    pub(super) fn of(
        name: String,
        kind: String,
        taken: Result<DeclarationId, Problem>,
    ) -> TakenRow {
        let (id, problem) = match taken {
            Ok(id) => (Some(id.0), None),
            Err(problem) => (None, Some(problem)),
        };
        TakenRow { id, name, kind, errors: 0, unanswered: 0, problem }
    }
}

impl TakenView {
    /// The rows with what the checks say of each.
    pub(super) async fn of(
        site: &Site,
        visitor: &Visitor,
        setting: &Setting,
        mut rows: Vec<TakenRow>,
    ) -> Result<TakenView, Problem> {
        let cases = site.desk().cases(&visitor.who, setting.cycle.id).await?;
        for row in &mut rows {
            let case = cases.iter().find(|case| Some(case.id().0) == row.id);
            let Some(standing) = case.map(|case| &case.standing) else { continue };
            row.errors = standing.draft.judged.errors;
            row.unanswered = standing.unanswered().len();
        }
        Ok(TakenView { rows })
    }
}

/// Why somebody may bring nothing in at all: neither begin anything nor write over a draft.
fn barred_here(desk: &Desk, who: &Who, setting: &Setting, cases: &[Case]) -> Option<Problem> {
    let writes = |case: &Case| case.may(who, flow::Action::Edit).is_ok();
    barred(desk, who, setting).filter(|_| !cases.iter().any(writes))
}

/// The page of the import.
#[utoipa::path(get, path = "/declarations/import", responses((status = 200, body = BringView)))]
pub async fn show(site: Site, face: Face, visitor: Visitor) -> Answer {
    let setting = present(&site, &visitor).await?;
    let (desk, who) = (site.desk(), &visitor.who);
    let cases = desk.cases(who, setting.cycle.id).await?;
    let barred = barred_here(desk, who, &setting, &cases);
    let units = units_for(desk, who, &setting);
    face.show(&visitor, "导入文件", &BringView { barred, units, file: None })
}

/// Reads a file; nothing is changed.
#[utoipa::path(post, path = "/declarations/import",
    request_body(content = String, content_type = "multipart/form-data"),
    responses((status = 200, body = BringView)))]
pub async fn read(site: Site, face: Face, visitor: Visitor, form: Multipart) -> Answer {
    let sent = SentFile::of(form).await?;
    let setting = present(&site, &visitor).await?;
    let (desk, who) = (site.desk(), &visitor.who);
    let cases = desk.cases(who, setting.cycle.id).await?;
    let barred = barred_here(desk, who, &setting, &cases);
    let read = desk.read_file(who, &setting, &cases, &sent.name, sent.bytes.clone()).await?;
    let units = units_for(desk, who, &setting);
    let file = Some(file_view(&read, &setting, &sent));
    face.show(&visitor, "导入文件", &BringView { barred, units, file })
}

/// Takes the picked forms over.
#[utoipa::path(post, path = "/declarations/import/take",
    request_body(content = String, content_type = "multipart/form-data"),
    responses((status = 200, body = TakenView)))]
pub async fn take(site: Site, face: Face, visitor: Visitor, form: Multipart) -> Answer {
    let sent = SentFile::of(form).await?;
    let setting = present(&site, &visitor).await?;
    let (desk, who) = (site.desk(), &visitor.who);
    let cases: Vec<Case> = desk.cases(who, setting.cycle.id).await?;
    let barred = barred_here(desk, who, &setting, &cases);
    // A lock, or the last day, is told of each form: it bars some and not others.
    if let Some(problem) = barred.filter(|one| one.status == StatusCode::FORBIDDEN) {
        return Err(problem);
    }
    let mut read = desk.read_file(who, &setting, &cases, &sent.name, sent.bytes.clone()).await?;
    let mut picked: Vec<FormRead> = Vec::new();
    for (number, mut form) in std::mem::take(&mut read.forms).into_iter().enumerate() {
        if !sent.fields.contains_key(&format!("form{number}")) {
            continue;
        }
        let unit = sent.fields.get(&format!("unit{number}"));
        if let Some(unit) = unit.and_then(|unit| numbered(unit, "")) {
            desk.put_to_unit(who, &setting, &cases, &mut form, UnitId(unit));
        }
        picked.push(form);
    }
    if picked.is_empty() {
        return Err(Problem::bad("一张表也没有勾选，请回去勾选要导入的表。"));
    }
    let source = SourceFile { name: &sent.name, bytes: &sent.bytes };
    let key = sent.fields.get("key").map(String::as_str).unwrap_or_default();
    let taken = desk.take_all(who, &setting, &picked, source, key).await?;
    let rows = picked.iter().zip(taken).map(|(read, taken)| {
        let name = name_of(read, &setting);
        TakenRow::of(name, read.form.kind.chinese().to_owned(), taken.map_err(Problem::from))
    });
    let rows = rows.collect();
    let view = TakenView::of(&site, &visitor, &setting, rows).await?;
    face.show(&visitor, "导入的结果", &view)
}

fn name_of(read: &FormRead, setting: &Setting) -> String {
    let project = fold(read.form.text(Field::Project));
    if !project.is_empty() {
        return project;
    }
    let unit = read.unit.map(|unit| setting.units.name(unit).to_owned());
    unit.unwrap_or_else(|| fold(read.form.text(Field::Unit)))
}

fn file_view(read: &FileRead, setting: &Setting, sent: &SentFile) -> FileView {
    let forms =
        read.forms.iter().enumerate().map(|(number, form)| form_view(number, form, setting));
    let forms: Vec<FormView> = forms.collect();
    FileView {
        name: read.name.clone(),
        kind: file_kind(read.kind).to_owned(),
        good: forms.iter().filter(|form| form.barred.is_empty()).count(),
        forms,
        remarks: read.remarks.iter().map(remark).collect(),
        nothing: read.nothing.clone().unwrap_or_default(),
        data: BASE64.encode(&sent.bytes),
        key: chance::key(),
    }
}

fn file_kind(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Docx | SourceKind::Doc => "Word 文档",
        SourceKind::Xlsx | SourceKind::Xls => "Excel 工作簿",
        SourceKind::Pdf => "PDF",
        SourceKind::Text => "文本",
        SourceKind::Json => "本系统的数据文件",
    }
}

fn form_view(number: usize, read: &FormRead, setting: &Setting) -> FormView {
    let form = &read.form;
    let mut mind = Vec::new();
    if let Some(year) = form.year.filter(|year| *year != setting.cycle.year) {
        mind.push(format!("表上写的是{year}年，这里是{}申报", setting.name()));
    }
    if form.indicators.is_empty() {
        mind.push("没有读出指标".to_owned());
    }
    if money_of(form).is_empty() {
        mind.push("没有读出金额".to_owned());
    }
    FormView {
        number,
        kind: form.kind.chinese().to_owned(),
        name: name_of(read, setting),
        unit_written: fold(form.text(Field::Unit)),
        unit: read.unit.map(|unit| unit.0),
        unit_name: read.unit.map(|unit| setting.units.name(unit).to_owned()).unwrap_or_default(),
        money: money_of(form),
        indicators: form.indicators.len(),
        remarks: read.remarks.iter().map(remark).collect(),
        over: read.there.as_ref().map(|there| there.id.0),
        barred: read.barred.clone().unwrap_or_default(),
        needs_unit: read.unit.is_none() && desk::is_declared(form.kind),
        mind: mind.join("；"),
    }
}

fn remark(finding: &Finding) -> RemarkView {
    RemarkView {
        place: finding.place.as_ref().map(ToString::to_string).unwrap_or_default(),
        message: finding.message.clone(),
        remedy: finding.remedy.clone(),
    }
}

/// A file with the fields beside it.
struct SentFile {
    name: String,
    bytes: Vec<u8>,
    fields: BTreeMap<String, String>,
}

impl SentFile {
    /// A file chosen just now, or the one the page carries.
    async fn of(mut form: Multipart) -> Result<SentFile, Problem> {
        let broken = |_| Problem::bad("文件没有传完整，或者太大。请重新选择。");
        let mut sent = SentFile { name: String::new(), bytes: Vec::new(), fields: BTreeMap::new() };
        while let Some(field) = form.next_field().await.map_err(broken)? {
            let name = field.name().unwrap_or_default().to_owned();
            let file = field.file_name().map(str::to_owned);
            let bytes = field.bytes().await.map_err(broken)?;
            match (name.as_str(), file) {
                ("file", Some(file)) if !file.is_empty() && !bytes.is_empty() => {
                    (sent.name, sent.bytes) = (file, bytes.to_vec());
                }
                ("kept", _) => {
                    let text: String = String::from_utf8_lossy(&bytes).split_whitespace().collect();
                    let kept = BASE64.decode(text);
                    sent.bytes = kept.map_err(|_| Problem::bad("文件没有传完整，请重新选择。"))?;
                }
                ("name", _) => sent.name = String::from_utf8_lossy(&bytes).trim().to_owned(),
                _ => {
                    sent.fields.insert(name, String::from_utf8_lossy(&bytes).into_owned());
                }
            }
        }
        if sent.bytes.is_empty() {
            return Err(Problem::bad("还没有选文件，请选一个 Word、Excel 或 PDF 文件。"));
        }
        Ok(sent)
    }
}

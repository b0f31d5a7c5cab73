//! The papers of a year by department: what there is and where it is downloaded; and 汇总表.

use askama::Template;
use axum::extract::{Path, Query};
use serde::{Deserialize, Serialize};
use store::UnitId;
use utoipa::{IntoParams, ToSchema};

use super::shelf::{Entry, Paper, Shelf, shelves};
use super::{Format, answer, cut, none};
use crate::site::lines::{address, number};
use crate::site::years::{self, Year};
use crate::site::{Answer, Face, Problem, Site, Visitor};

/// Which year and department are asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// The fiscal year; the present one where none is named.
    #[serde(default)]
    pub year: String,
    /// The department: its number.
    #[serde(default)]
    pub department: String,
    /// `docx`, `xlsx` or `pdf`; empty for all of them.
    #[serde(default)]
    pub format: String,
}

/// The papers of a year.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/papers/list.html")]
pub struct PapersView {
    /// The year.
    year: i32,
    /// The years to choose from.
    years: Vec<Year>,
    /// The departments.
    departments: Vec<DepartmentLine>,
    /// The papers of the department that is asked for, or of the only one.
    shelf: Option<ShelfView>,
}

/// A department.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = papers::DepartmentLine)]
pub struct DepartmentLine {
    /// Its name.
    name: String,
    /// Declarations.
    declarations: usize,
    /// Approved ones.
    approved: usize,
    /// How many papers there are.
    papers: usize,
    /// Its number, by which its papers are asked for together.
    number: i64,
    /// Where its papers are listed.
    to: String,
    /// Whether it is the one shown.
    chosen: bool,
}

/// The papers of a department.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShelfView {
    /// Its name.
    name: String,
    /// Its number.
    number: i64,
    /// In which formats its papers are made together: in every one, then in each alone.
    bundles: Vec<FormatView>,
    /// The papers.
    papers: Vec<EntryView>,
}

/// A paper.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = papers::EntryView)]
pub struct EntryView {
    /// The declaration it belongs to; "" for one of the whole department.
    of: String,
    /// The unit; "" for one of the whole department.
    unit: String,
    /// What people call it.
    name: String,
    /// Where it is downloaded, in each format.
    files: Vec<LinkView>,
}

/// A file to download.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = papers::LinkView)]
pub struct LinkView {
    /// What people call the format.
    name: &'static str,
    /// Where.
    to: String,
}

/// A format of papers made together.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = papers::FormatView)]
pub struct FormatView {
    /// What people call it.
    name: &'static str,
    /// What asks for it; empty for every format.
    format: &'static str,
}

/// The papers there are in a year.
#[utoipa::path(get, path = "/papers", params(Asked),
    responses((status = 200, body = PapersView)))]
pub async fn show(site: Site, face: Face, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let (desk, who) = (site.desk(), &visitor.who);
    let (years, cycle) = years::choose(desk, who, &asked.year).await?;
    let shelves = match &cycle {
        Some(cycle) => shelves(desk, who, cycle).await?,
        None => Vec::new(),
    };
    let wanted = number(&asked.department)?.map(UnitId);
    let wanted =
        wanted.or(Some(&shelves).filter(|all| all.len() == 1).map(|all| all[0].department));
    let line = |shelf: &Shelf| {
        let asked = asked_of(shelf);
        let asked: Vec<(&str, &str)> =
            asked.iter().map(|(name, value)| (*name, &**value)).collect();
        DepartmentLine {
            name: shelf.name.clone(),
            declarations: shelf.cases.len(),
            approved: shelf.cases.iter().filter(|case| case.standing.approved.is_some()).count(),
            papers: shelf.entries(&visitor).len(),
            number: shelf.department.0,
            to: address("/papers", &asked),
            chosen: Some(shelf.department) == wanted,
        }
    };
    let departments = shelves.iter().map(line).collect();
    let chosen = shelves.iter().find(|shelf| Some(shelf.department) == wanted);
    let shelf = chosen.map(|shelf| shelf_view(shelf, &visitor));
    let year = cycle.map_or(0, |cycle| cycle.year);
    face.show(&visitor, "文书", &PapersView { year, years, departments, shelf })
}

fn asked_of(shelf: &Shelf) -> [(&'static str, String); 2] {
    [("year", shelf.year.to_string()), ("department", shelf.department.0.to_string())]
}

fn shelf_view(shelf: &Shelf, visitor: &Visitor) -> ShelfView {
    let bundle = |format: Option<Format>| FormatView {
        name: format.map_or("全部格式", Format::name),
        format: format.map(Format::ending).unwrap_or_default(),
    };
    let formats = Format::ALL.into_iter().map(Some);
    let papers = shelf.entries(visitor).into_iter().map(|entry| entry_view(shelf, &entry));
    ShelfView {
        name: shelf.name.clone(),
        number: shelf.department.0,
        bundles: std::iter::once(None).chain(formats).map(bundle).collect(),
        papers: papers.collect(),
    }
}

fn entry_view(shelf: &Shelf, entry: &Entry) -> EntryView {
    let case = entry.of.and_then(|id| shelf.case(id));
    let (to, asked) = shelf.address(&entry.paper);
    let file = |format: Format| LinkView {
        name: format.name(),
        to: format!("{to}.{}{asked}", format.ending()),
    };
    EntryView {
        of: case.map(|case| case.name().to_owned()).unwrap_or_default(),
        unit: case.map(|case| case.standing.unit_name.clone()).unwrap_or_default(),
        name: entry.name.clone(),
        files: Format::ALL.into_iter().map(file).collect(),
    }
}

/// The shelf that is asked for.
pub(super) async fn asked_shelf(
    site: &Site,
    visitor: &Visitor,
    asked: &Asked,
) -> Result<Shelf, Problem> {
    let mut shelves = asked_shelves(site, visitor, asked).await?;
    match shelves.len() {
        1 => Ok(shelves.swap_remove(0)),
        _ => Err(Problem::bad("请说明是哪个部门的文书。")),
    }
}

/// The shelf that is asked for, or all of them; never none.
pub(super) async fn asked_shelves(
    site: &Site,
    visitor: &Visitor,
    asked: &Asked,
) -> Result<Vec<Shelf>, Problem> {
    let (desk, who) = (site.desk(), &visitor.who);
    let nothing = || none("这个部门这一年没有您能看的文书。", "请从“文书”重新打开。");
    let (_, cycle) = years::choose(desk, who, &asked.year).await?;
    let mut all = shelves(desk, who, &cycle.ok_or_else(nothing)?).await?;
    if let Some(wanted) = number(&asked.department)?.map(UnitId) {
        all.retain(|shelf| shelf.department == wanted);
    }
    if all.is_empty() { Err(nothing()) } else { Ok(all) }
}

/// 汇总表 of a department: `summary.docx`, `summary.xlsx`, `summary.pdf`.
#[utoipa::path(get, path = "/papers/{name}", params(("name" = String, Path), Asked),
    responses((status = 200, description = "文书", content(
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/pdf")))))]
pub async fn summary(
    site: Site,
    visitor: Visitor,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (kind, format) = cut(&name)?;
    if kind != "summary" {
        return Err(Problem::nothing_here());
    }
    let shelf = asked_shelf(&site, &visitor, &asked).await?;
    let names = Default::default();
    let ready = shelf.make(&site, &visitor, &Paper::Summary, &names).await;
    let nothing = |_| none("这个部门还没有可以汇总的申报。", "有了批复（或提交）的申报再来打印。");
    answer(&site, format, ready.map_err(nothing)?).await
}

//! A declaration begun from nothing, or from what was approved a year ago.

use std::collections::BTreeMap;

use askama::Template;
use desk::form_of;
use model::FormKind;
use serde::{Deserialize, Serialize};
use store::UnitId;
use utoipa::ToSchema;

use super::bring::{TakenRow, TakenView};
use super::{Answer, Face, Problem, Sent, Site, UnitChoice, Visitor};
use super::{barred, kind_name, money_of, numbered, present, units_for};
use crate::site::account::chance;

/// The page for a blank form.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/declarations/new.html")]
pub struct NewView {
    /// Why nothing can be begun; none where it can.
    barred: Option<Problem>,
    /// The fiscal year.
    year: i32,
    /// Units to choose from.
    units: Vec<UnitChoice>,
    /// A key for the request.
    #[serde(skip)]
    key: String,
}

/// A blank form to be begun.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewSent {
    /// Number of the unit.
    unit: i64,
    /// `project`, or `department` for the whole unit.
    kind: String,
    /// The project's name; empty for the whole unit.
    #[serde(default)]
    project: String,
    /// A key of the request: sent twice, it is done once.
    #[serde(default)]
    key: String,
}

/// What to begin with.
#[utoipa::path(get, path = "/declarations/new", responses((status = 200, body = NewView)))]
pub async fn show(site: Site, face: Face, visitor: Visitor) -> Answer {
    let setting = present(&site, &visitor).await?;
    let (desk, who) = (site.desk(), &visitor.who);
    let view = NewView {
        barred: barred(desk, who, &setting),
        year: setting.cycle.year,
        units: units_for(desk, who, &setting),
        key: chance::key(),
    };
    face.show(&visitor, "空白表", &view)
}

/// Begins a declaration with a blank form.
#[utoipa::path(post, path = "/declarations/new", request_body = NewSent,
    responses((status = 200, description = "已新建")))]
pub async fn begin(site: Site, face: Face, visitor: Visitor, Sent(sent): Sent<NewSent>) -> Answer {
    let setting = present(&site, &visitor).await?;
    let (desk, who) = (site.desk(), &visitor.who);
    let (project, unit) = (sent.project.trim(), UnitId(sent.unit));
    let kind: FormKind =
        sent.kind.parse().map_err(|()| Problem::bad("没有选是哪种表。").at("kind"))?;
    if kind == FormKind::Project && project.is_empty() {
        return Err(Problem::bad("请写上项目名称，写预算里用的全称。").at("project"));
    }
    let form = desk.blank(&setting, unit, kind, project);
    let key = Some(sent.key).filter(|key| !key.is_empty());
    let id = desk.begin(who, &setting, unit, &form, key).await?;
    desk.count_again(who, &setting, unit).await?;
    face.done(&format!("/declarations/{}/edit", id.0), "已新建，请在表里填写，会自动保存。")
}

/// The page of last year's forms.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/declarations/renew.html")]
pub struct PastView {
    /// Why nothing can be begun; none where it can.
    barred: Option<Problem>,
    /// Last year.
    year: i32,
    /// What was approved then.
    rows: Vec<PastRow>,
    /// A key for the request.
    #[serde(skip)]
    key: String,
}

/// A form that was approved last year.
#[derive(Debug, Serialize, ToSchema)]
pub struct PastRow {
    /// Number of its declaration.
    id: i64,
    /// The project, or the unit.
    name: String,
    /// Kind of form.
    kind: String,
    /// The unit.
    unit: String,
    /// The money then, in 万元.
    money: String,
    /// How many indicators.
    indicators: usize,
    /// Number of this year's declaration, when there is one already.
    there: Option<i64>,
}

/// What was approved last year, to begin with.
#[utoipa::path(get, path = "/declarations/renew", responses((status = 200, body = PastView)))]
pub async fn past(site: Site, face: Face, visitor: Visitor) -> Answer {
    let setting = present(&site, &visitor).await?;
    let (desk, who) = (site.desk(), &visitor.who);
    let cases = desk.cases(who, setting.cycle.id).await?;
    let mut rows = Vec::new();
    for kept in desk.past_forms(who, &setting).await? {
        let form = form_of(&kept.form)?;
        let unit = setting.units.name(kept.unit);
        let there = cases.iter().find(|case| {
            let row = &case.standing.declaration;
            row.stage != "discarded"
                && (row.unit, &row.kind, &row.project_folded)
                    == (kept.unit, &kept.kind, &kept.project_folded)
        });
        rows.push(PastRow {
            id: kept.declaration.0,
            name: if kept.project.is_empty() { unit.to_owned() } else { kept.project.clone() },
            kind: kind_name(&kept.kind),
            unit: unit.to_owned(),
            money: money_of(&form),
            indicators: form.indicators.len(),
            there: there.map(|case| case.id().0),
        });
    }
    let barred = barred(desk, who, &setting);
    let view = PastView { barred, year: setting.cycle.year - 1, rows, key: chance::key() };
    face.show(&visitor, "从去年开始", &view)
}

/// Those to begin with.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = renewing::Picked)]
pub struct Picked {
    /// A key of the request: sent twice, it is done once.
    #[serde(default)]
    key: String,
    /// The picked ones: `row12` for last year's declaration 12.
    #[serde(flatten)]
    rows: BTreeMap<String, String>,
}

/// Begins this year's declarations with last year's forms.
#[utoipa::path(post, path = "/declarations/renew", request_body = Picked,
    responses((status = 200, body = TakenView)))]
pub async fn renew(site: Site, face: Face, visitor: Visitor, Sent(picked): Sent<Picked>) -> Answer {
    let setting = present(&site, &visitor).await?;
    let (desk, who) = (site.desk(), &visitor.who);
    let wanted: Vec<i64> = picked.rows.keys().filter_map(|name| numbered(name, "row")).collect();
    let mut rows = Vec::new();
    let mut units = std::collections::BTreeSet::new();
    for kept in desk.past_forms(who, &setting).await? {
        if !wanted.contains(&kept.declaration.0) {
            continue;
        }
        let form = desk.renewed(&setting, &form_of(&kept.form)?);
        let key = format!("{}-{}", picked.key, kept.declaration.0);
        let key = Some(key).filter(|_| !picked.key.is_empty());
        let begun = desk.begin(who, &setting, kept.unit, &form, key).await;
        if begun.is_ok() {
            units.insert(kept.unit);
        }
        let name = setting.units.name(kept.unit);
        let name = if kept.project.is_empty() { name.to_owned() } else { kept.project.clone() };
        rows.push(TakenRow::of(name, kind_name(&kept.kind), begun.map_err(Problem::from)));
    }
    for unit in units {
        desk.count_again(who, &setting, unit).await?;
    }
    if rows.is_empty() {
        return Err(Problem::bad("一份也没有勾选，请勾选要新建的。").at("rows"));
    }
    let view = TakenView::of(&site, &visitor, &setting, rows).await?;
    face.show(&visitor, "已从去年的表开始", &view)
}

//! Approvals given: one, or all that were picked. Each is asked for by itself, and what became of
//! each is told.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use desk::{Order, Paper};
use serde::{Deserialize, Serialize};
use store::{CycleId, DeclarationId};
use utoipa::ToSchema;

use crate::site::lines::{Line, Sum, address};
use crate::site::parts::written;
use crate::site::{Answer, Face, Problem, Sent, Site, Visitor};

/// An approval of all that are picked.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ApproveMany {
    /// 文号.
    #[serde(default)]
    number: String,
    /// Date of the document, as `2026-01-05`.
    #[serde(default)]
    dated: String,
    /// What the bureau says with it; may be empty.
    #[serde(default)]
    reason: String,
    /// A key of the request: sent twice, it is done once.
    #[serde(default)]
    key: String,
    /// The picked ones: `row12` for declaration 12, with the version that was on the screen.
    #[serde(flatten)]
    rows: BTreeMap<String, String>,
}

/// The approval of one.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ApproveOne {
    /// The version that was on the screen.
    version: i64,
    /// 文号.
    number: String,
    /// Date of the document, as `2026-01-05`.
    dated: String,
    /// What the bureau says with it; may be empty.
    #[serde(default)]
    reason: String,
    /// A key of the request: sent twice, it is done once.
    #[serde(default)]
    key: String,
}

/// What became of each.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/approvals/batch.html")]
pub struct ApprovedView {
    /// 文号.
    number: String,
    /// Its date.
    dated: String,
    /// Where the document is shown.
    paper: String,
    /// What is approved.
    done: Vec<Outcome>,
    /// Of these.
    sum: Sum,
    /// What is not, and why.
    refused: Vec<Outcome>,
}

/// What became of one.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = approvals::Outcome)]
pub struct Outcome {
    /// Its number in addresses.
    id: i64,
    /// The project, or the unit.
    name: String,
    /// The unit.
    unit: String,
    /// The money, in 万元.
    money: String,
    /// Why it was not done.
    problem: Option<Problem>,
}

/// Approves whatever was picked, under one number and date.
#[utoipa::path(post, path = "/approvals", request_body = ApproveMany,
    responses((status = 200, body = ApprovedView)))]
pub async fn approve_all(
    site: Site,
    face: Face,
    visitor: Visitor,
    Sent(sent): Sent<ApproveMany>,
) -> Answer {
    let (desk, who) = (site.desk(), &visitor.who);
    let paper = paper(&sent.number, &sent.dated)?;
    let picked = sent.rows.iter().filter_map(|(name, version)| {
        let id = name.strip_prefix("row")?.parse().ok()?;
        Some((DeclarationId(id), version.parse().ok()?))
    });
    let reason = sent.reason.clone();
    let order =
        |(id, version)| Order { id, version, draft: None, reason: reason.clone(), key: None };
    let orders: Vec<Order> = picked.map(order).collect();
    if orders.is_empty() {
        return Err(Problem::bad("一份也没有勾选，请勾选要批复的申报。").at("rows"));
    }
    let ids: Vec<DeclarationId> = orders.iter().map(|order| order.id).collect();
    let mut cycles: Vec<CycleId> = Vec::new();
    for standing in desk.store.standings_among(who.region(), &ids).await? {
        if !cycles.contains(&standing.declaration.cycle) {
            cycles.push(standing.declaration.cycle);
        }
    }
    let mut cases = Vec::new();
    for cycle in cycles {
        let setting = desk.setting(who.region(), cycle, who.today()).await?;
        cases.extend(desk.cases_among(who, &setting, &ids).await?);
    }
    let key = Some(sent.key.as_str()).filter(|key| !key.is_empty());
    let outcomes = desk.approve_all(who, &cases, &orders, &paper, key).await?;
    let (mut done, mut refused, mut approved) = (Vec::new(), Vec::new(), Vec::new());
    for outcome in outcomes {
        let case = cases.iter().find(|case| case.id() == outcome.id);
        let line = case.map(|case| Line::of(case, &visitor));
        let problem = outcome.barred.map(Problem::from);
        let is_done = problem.is_none();
        let list = if is_done { &mut done } else { &mut refused };
        let name = line.as_ref().map_or("看不到的申报", |line| &line.name).to_owned();
        let unit = line.as_ref().map(|line| line.unit.clone()).unwrap_or_default();
        let money = line.as_ref().map(|line| line.money.clone()).unwrap_or_default();
        list.push(Outcome { id: outcome.id.0, name, unit, money, problem });
        approved.extend(line.filter(|_| is_done).map(|line| (line.is_project, line.fen)));
    }
    let (sum, number) = (Sum::of(approved.into_iter()), paper.number.trim().to_owned());
    let asked = [("number", number.as_str()), ("dated", &paper.dated.to_string())];
    let to = address("/approvals/paper", &asked);
    let dated = written(&paper.dated);
    face.show(&visitor, "批复结果", &ApprovedView { number, dated, paper: to, done, sum, refused })
}

/// Approves one declaration.
#[utoipa::path(post, path = "/declarations/{id}/approve", request_body = ApproveOne,
    params(("id" = i64, Path, description = "The declaration")),
    responses((status = 200, description = "Where to go on and what was done")))]
pub async fn approve(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    Sent(sent): Sent<ApproveOne>,
) -> Answer {
    let paper = paper(&sent.number, &sent.dated)?;
    let key = Some(sent.key).filter(|key| !key.is_empty());
    let (id, reason) = (DeclarationId(id), sent.reason);
    let order = Order { id, version: sent.version, draft: None, reason, key };
    site.desk().approve(&visitor.who, &order, &paper).await?;
    let said = format!("已批复，文号{}，日期{}。", paper.number.trim(), written(&paper.dated));
    face.done(&format!("/declarations/{}", id.0), &said)
}

fn paper(number: &str, dated: &str) -> Result<Paper, Problem> {
    if number.trim().is_empty() {
        return Err(Problem::bad("批复须写明文号。").at("number"));
    }
    let dated = crate::site::parts::day(dated);
    let dated = dated.ok_or_else(|| Problem::bad("批复须写明日期，如 2026-01-05。").at("dated"))?;
    Ok(Paper { number: number.trim().to_owned(), dated })
}

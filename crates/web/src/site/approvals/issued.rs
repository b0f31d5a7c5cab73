//! The documents issued, and what each froze.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::Query;
use chrono::NaiveDate;
use desk::{Case, Desk, Names};
use serde::{Deserialize, Serialize};
use store::{Approval, Cycle, DeclarationId, PersonId, RevisionHead, RevisionId};
use utoipa::{IntoParams, ToSchema};

use super::waiting::Asked;
use crate::site::lines::{Line, Sum, address, wan};
use crate::site::parts::{moment, written};
use crate::site::years::{self, Year};
use crate::site::{Answer, Face, Problem, Site, Visitor};

/// The documents of a year.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/approvals/issued.html")]
pub struct IssuedView {
    /// The years to choose from.
    years: Vec<Year>,
    /// The documents, the last one first.
    papers: Vec<PaperLine>,
}

/// A document.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaperLine {
    /// 文号.
    number: String,
    /// Its date.
    dated: String,
    /// Who issued it.
    by: String,
    /// Of what it approves.
    sum: Sum,
    /// Where it is shown.
    to: String,
}

/// Which document is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PaperAsked {
    /// 文号.
    number: String,
    /// Its date, as `2026-01-05`.
    dated: String,
}

/// A document and what it froze.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/approvals/paper.html")]
pub struct PaperView {
    /// 文号.
    number: String,
    /// Its date.
    dated: String,
    /// Of all it approves.
    sum: Sum,
    /// What is asked where it is printed: `?number=…`.
    asked: String,
    /// What it froze.
    frozen: Vec<Frozen>,
}

/// A revision that is frozen.
#[derive(Debug, Serialize, ToSchema)]
pub struct Frozen {
    /// The declaration.
    #[serde(flatten)]
    line: Line,
    /// Its number within the declaration.
    revision: i32,
    /// The money as it was approved, in 万元.
    approved_money: String,
    /// Digest of the form.
    digest: String,
    /// When it was handed in.
    handed_in: String,
    /// Who approved it.
    by: String,
    /// When.
    at: String,
    /// Whether it is what holds now; else an adjustment took its place.
    holds: bool,
}

/// The documents of a year.
#[utoipa::path(get, path = "/approvals/issued", params(Asked),
    responses((status = 200, body = IssuedView)))]
pub async fn list(site: Site, face: Face, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let (years, cycle) = years::choose(site.desk(), &visitor.who, &asked.year).await?;
    let given = match &cycle {
        Some(cycle) => Given::read(site.desk(), &visitor, cycle).await?,
        None => Given::default(),
    };
    let mut papers: BTreeMap<(std::cmp::Reverse<NaiveDate>, &str), Vec<&Approval>> =
        BTreeMap::new();
    for approval in given.seen() {
        let key = (std::cmp::Reverse(approval.dated), approval.number.as_str());
        papers.entry(key).or_default().push(approval);
    }
    let told = papers.into_iter().map(|((dated, number), approvals)| {
        let mut by: Vec<&str> = approvals.iter().map(|one| given.name(one.person)).collect();
        by.dedup();
        let asked = [("number", number), ("dated", &dated.0.to_string())];
        PaperLine {
            number: number.to_owned(),
            dated: written(&dated.0),
            by: by.join("、"),
            sum: Sum::of(approvals.iter().map(|one| given.amount(one))),
            to: address("/approvals/paper", &asked),
        }
    });
    let papers = told.collect();
    face.show(&visitor, "已发批复", &IssuedView { years, papers })
}

/// A document and the revisions it froze.
#[utoipa::path(get, path = "/approvals/paper", params(PaperAsked),
    responses((status = 200, body = PaperView)))]
pub async fn paper(
    site: Site,
    face: Face,
    visitor: Visitor,
    Query(asked): Query<PaperAsked>,
) -> Answer {
    let dated: NaiveDate =
        asked.dated.parse().map_err(|_| Problem::bad("批复的日期不对，请从已发批复重新打开。"))?;
    let mut frozen = Vec::new();
    let mut amounts = Vec::new();
    for cycle in site.desk().store.cycles(visitor.who.region()).await? {
        let given = Given::read(site.desk(), &visitor, &cycle).await?;
        let own = |one: &&Approval| one.number == asked.number && one.dated == dated;
        for approval in given.seen().filter(own) {
            amounts.push(given.amount(approval));
            frozen.extend(given.frozen(approval, &visitor));
        }
    }
    if frozen.is_empty() {
        let status = axum::http::StatusCode::NOT_FOUND;
        let why = "没有这份批复，或者其中没有您能看的申报。";
        return Err(Problem::new(status, why, "请从已发批复重新打开。"));
    }
    let sum = Sum::of(amounts.into_iter());
    let its = [("number", asked.number.as_str()), ("dated", asked.dated.as_str())];
    let its = address("", &its);
    let (number, dated) = (asked.number, written(&dated));
    let view = PaperView { number, dated, sum, asked: its, frozen };
    face.show(&visitor, "批复文件", &view)
}

/// The approvals of a year with what stands beside them.
#[derive(Debug, Default)]
struct Given {
    approvals: Vec<Approval>,
    cases: BTreeMap<DeclarationId, Case>,
    revisions: BTreeMap<RevisionId, RevisionHead>,
    people: Arc<Names>,
}

impl Given {
    async fn read(desk: &Desk, visitor: &Visitor, cycle: &Cycle) -> Result<Given, Problem> {
        let (store, region) = (&desk.store, visitor.who.region());
        let approvals = store.approvals_in(region, cycle.id).await?;
        let cases = desk.cases(&visitor.who, cycle.id).await?;
        let ids: Vec<RevisionId> = approvals.iter().map(|one| one.revision).collect();
        let revisions = store.revisions_among(region, &ids).await?;
        Ok(Given {
            approvals,
            cases: cases.into_iter().map(|case| (case.id(), case)).collect(),
            revisions: revisions.into_iter().map(|head| (head.id, head)).collect(),
            people: desk.names(region).await?,
        })
    }

    /// Those of declarations the person may see.
    fn seen(&self) -> impl Iterator<Item = &Approval> {
        self.approvals.iter().filter(|one| self.cases.contains_key(&one.declaration))
    }

    fn name(&self, person: Option<PersonId>) -> &str {
        person.and_then(|person| self.people.get(&person)).map_or("系统", String::as_str)
    }

    /// Whether it is a project's, and how much was approved.
    fn amount(&self, approval: &Approval) -> (bool, i64) {
        let case = self.cases.get(&approval.declaration);
        let project = model::FormKind::Project.as_str();
        let is_project = case.is_some_and(|case| case.standing.declaration.kind == project);
        let total = self.revisions.get(&approval.revision).and_then(|head| head.total);
        (is_project, total.unwrap_or_default())
    }

    fn frozen(&self, approval: &Approval, visitor: &Visitor) -> Option<Frozen> {
        let case = self.cases.get(&approval.declaration)?;
        let head = self.revisions.get(&approval.revision)?;
        Some(Frozen {
            line: Line::of(case, visitor),
            revision: head.number,
            approved_money: head.total.map_or_else(String::new, wan),
            digest: head.digest.clone(),
            handed_in: moment(head.at),
            by: self.name(approval.person).to_owned(),
            at: moment(approval.at),
            holds: case.standing.declaration.approved == Some(approval.revision),
        })
    }
}

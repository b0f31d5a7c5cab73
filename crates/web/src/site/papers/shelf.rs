//! Which papers of a department there are in a year for somebody, and how each is made.

use std::collections::{BTreeMap, BTreeSet};

use desk::papers::{Document, Names, approved_alone, department_of};
use desk::{Case, Desk, Who};
use flow::Stage;
use model::Printout;
use office::Looks;
use store::{Cycle, DeclarationId, UnitId};

use super::Ready;
use super::one::ready;
use crate::site::lines::address;
use crate::site::reviews::papers::{Kind, letter_of, sheet_of};
use crate::site::reviews::{let_in, page};
use crate::site::{Problem, Site, Visitor};

/// A paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Paper {
    /// 汇总表.
    Summary,
    /// 批复表 of a document.
    Approval(Document),
    /// The official form.
    Form(DeclarationId),
    /// A review sheet.
    Sheet(DeclarationId, Kind),
    /// The letter a form was sent back with.
    Letter(DeclarationId),
    /// 调整表.
    Adjustment(i64),
}

/// A department's papers.
pub(super) struct Shelf {
    /// The year.
    pub year: i32,
    /// The department.
    pub department: UnitId,
    /// Its name.
    pub name: String,
    /// Its declarations somebody may open.
    pub cases: Vec<Case>,
    documents: Vec<Document>,
    adjustments: Vec<(i64, DeclarationId)>,
    graded: BTreeSet<DeclarationId>,
}

/// A paper with the folder it belongs into: "" or the name of a declaration.
pub(super) struct Entry {
    /// Whose it is: none of the department as a whole.
    pub of: Option<DeclarationId>,
    /// What people call it.
    pub name: String,
    /// The paper.
    pub paper: Paper,
}

/// The shelves of a year, by the name of the department, in a fixed number of calls.
pub(super) async fn shelves(desk: &Desk, who: &Who, cycle: &Cycle) -> Result<Vec<Shelf>, Problem> {
    let region = who.region();
    let cases = desk.cases(who, cycle.id).await?;
    let approvals = desk.store.approvals_in(region, cycle.id).await?;
    let adjustments = desk.store.adjustments_in(region, cycle.id).await?;
    let graded: BTreeSet<DeclarationId> =
        desk.store.graded_in(region, cycle.id).await?.into_iter().collect();
    let mut shelves: BTreeMap<UnitId, Shelf> = BTreeMap::new();
    for case in cases {
        let department = department_of(&case);
        let shelf = shelves.entry(department).or_insert_with(|| Shelf {
            year: cycle.year,
            department,
            name: case.setting.units.name(department).to_owned(),
            cases: Vec::new(),
            documents: Vec::new(),
            adjustments: Vec::new(),
            graded: graded.clone(),
        });
        for one in approvals.iter().filter(|one| one.declaration == case.id()) {
            let document = Document { dated: one.dated, number: one.number.clone() };
            if !shelf.documents.contains(&document) {
                shelf.documents.push(document);
            }
        }
        let own = adjustments.iter().filter(|one| one.declaration == case.id());
        shelf.adjustments.extend(own.map(|one| (one.id, case.id())));
        shelf.cases.push(case);
    }
    let mut shelves: Vec<Shelf> = shelves.into_values().collect();
    shelves.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(shelves)
}

impl Shelf {
    /// What there is for somebody, those of the department first.
    pub fn entries(&self, visitor: &Visitor) -> Vec<Entry> {
        let mut entries = Vec::new();
        let mut push = |of, name: String, paper| entries.push(Entry { of, name, paper });
        let counted = |case: &Case| {
            let row = &case.standing.declaration;
            row.approved.is_some() || (row.current.is_some() && !approved_alone(&visitor.who))
        };
        if self.cases.iter().any(counted) {
            push(None, "汇总表".to_owned(), Paper::Summary);
        }
        let mut documents = self.documents.clone();
        documents.sort();
        for document in documents {
            push(None, format!("批复表-{}", document.number), Paper::Approval(document));
        }
        let reviews = let_in(visitor).is_ok();
        for case in &self.cases {
            let id = case.id();
            push(Some(id), "申报表".to_owned(), Paper::Form(id));
            let row = &case.standing.declaration;
            let in_review = row.left_unit && row.approved.is_none();
            if reviews && (self.graded.contains(&id) || in_review) {
                for kind in [Kind::Marks, Kind::Grades] {
                    push(Some(id), kind.name().to_owned(), Paper::Sheet(id, kind));
                }
            }
            if matches!(case.situation.state.stage, Stage::Returned(_)) {
                push(Some(id), "审核意见".to_owned(), Paper::Letter(id));
            }
            for (number, _) in self.adjustments.iter().filter(|(_, of)| *of == id) {
                push(Some(id), "调整表".to_owned(), Paper::Adjustment(*number));
            }
        }
        entries
    }

    /// Where a paper is downloaded, without its ending, and what follows that.
    pub fn address(&self, paper: &Paper) -> (String, String) {
        let asked = |asked: &[(&str, &str)]| address("", asked);
        let (year, department) = (self.year.to_string(), self.department.0.to_string());
        match paper {
            Paper::Summary => (
                "/papers/summary".to_owned(),
                asked(&[("year", &year), ("department", &department)]),
            ),
            Paper::Approval(document) => {
                let dated = document.dated.to_string();
                let own = [("number", document.number.as_str()), ("dated", &dated)];
                let own = [own[0], own[1], ("department", department.as_str())];
                ("/approvals/papers/approval".to_owned(), asked(&own))
            }
            Paper::Form(id) => (format!("/declarations/{}/papers/form", id.0), String::new()),
            Paper::Letter(id) => (format!("/declarations/{}/papers/letter", id.0), String::new()),
            Paper::Sheet(id, kind) => {
                let kind = if *kind == Kind::Marks { "marks" } else { "grades" };
                (format!("/reviews/{}/papers/{kind}", id.0), String::new())
            }
            Paper::Adjustment(id) => {
                (format!("/adjustments/{id}/papers/adjustment"), String::new())
            }
        }
    }

    /// A declaration of the shelf.
    pub fn case(&self, id: DeclarationId) -> Option<&Case> {
        self.cases.iter().find(|case| case.id() == id)
    }

    /// Makes a paper.
    pub async fn make(
        &self,
        site: &Site,
        visitor: &Visitor,
        paper: &Paper,
        names: &Names,
    ) -> Result<Ready, Problem> {
        let (desk, who) = (site.desk(), &visitor.who);
        let here = |id: DeclarationId| self.case(id).ok_or_else(Problem::nothing_here);
        match paper {
            Paper::Summary => {
                let alone = approved_alone(who);
                let drawn = desk.summary_paper(who, &self.cases, self.department, alone).await?;
                self.whole(drawn, &format!("{}年度-{}-汇总表", self.year, self.name))
            }
            Paper::Approval(document) => {
                let within = Some(self.department);
                let drawn = desk.approval_paper(who, &self.cases, document, within, names).await?;
                self.whole(drawn, &format!("{}-批复表", document.number))
            }
            Paper::Form(id) => {
                let case = here(*id)?;
                Ok(ready(case, "申报表", desk.form_paper(who, case, names).await?))
            }
            Paper::Sheet(id, kind) => {
                let read = page::gather(site, visitor, id.0).await?;
                let drawn = sheet_of(site, visitor, &read, *kind).await?;
                let (drawing, _) = drawn.ok_or_else(Problem::nothing_here)?;
                Ok(ready(&read.case, kind.name(), drawing))
            }
            Paper::Letter(id) => Ok(letter_of(&page::gather(site, visitor, id.0).await?, visitor)),
            Paper::Adjustment(id) => {
                let adjusted = desk.adjusted(who, *id).await?;
                let drawing = desk.adjustment_paper(&adjusted, names).await?;
                Ok(ready(&adjusted.case, "调整表", drawing))
            }
        }
    }

    fn whole(&self, drawn: Option<model::Drawing>, name: &str) -> Result<Ready, Problem> {
        let drawing = drawn.ok_or_else(Problem::nothing_here)?;
        let looks = self.cases.first().map(|case| Looks::of(&case.setting.policy));
        Ok(Ready {
            name: name.to_owned(),
            printout: Printout::Tables(vec![drawing]),
            looks: looks.unwrap_or_default(),
        })
    }
}

//! What a declaration is filled in beside: the unit's ties as trees, last year's form with the
//! differences, and the department's form with its projects.

use askama::Template;
use axum::extract::Path;
use checks::Batch;
use checks::ties::Verdict;
use desk::Judgement;
use model::{Form, FormKind, Fund, Money, MoneyUnit};
use serde::Serialize;
use store::DeclarationId;
use utoipa::ToSchema;

use super::show::DifferenceView;
use super::{Answer, Face, Problem, Site, Visitor};
use crate::Reviewed;
use crate::pages::ties_section;

/// What stands beside it.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/declarations/beside.html")]
pub struct BesideView {
    /// Its number in addresses.
    id: i64,
    /// Whether this person may fill it in now.
    may_edit: bool,
    /// The ties as HTML; "" when nothing hangs together.
    #[serde(skip)]
    ties: String,
    /// The ties, relation by relation.
    relations: Vec<TieView>,
    /// Last year's form.
    past: DifferenceView,
    /// The department's form and its projects; none where it has none.
    whole: Option<WholeView>,
}

/// A relation between numbers.
#[derive(Debug, Serialize, ToSchema)]
pub struct TieView {
    /// What kind.
    pub title: &'static str,
    /// Whether it holds.
    pub verdict: &'static str,
    /// In words.
    pub sentence: String,
}

impl TieView {
    /// Whether it holds.
    pub(super) fn holds(&self) -> bool {
        self.verdict == Verdict::Proved.title()
    }

    /// Whether it does not hold, or must be asked.
    pub(super) fn is_loose(&self) -> bool {
        [Verdict::Broken, Verdict::Question].iter().any(|one| self.verdict == one.title())
    }
}

/// The department's form beside its projects, in 万元.
#[derive(Debug, Serialize, ToSchema)]
pub struct WholeView {
    /// The total of the department's form.
    pub total: String,
    /// The projects' sum.
    pub projects: String,
    /// What is left for other spending.
    pub rest: String,
    /// Whether the projects ask for more than the whole.
    pub over: bool,
    /// Each project: number, name, money.
    pub rows: Vec<(i64, String, String)>,
}

/// Ties, last year and the department's form.
#[utoipa::path(get, path = "/declarations/{id}/beside", params(("id" = i64, Path)),
    responses((status = 200, body = BesideView)))]
pub async fn show(site: Site, face: Face, visitor: Visitor, Path(id): Path<i64>) -> Answer {
    let (desk, who, id) = (site.desk(), &visitor.who, DeclarationId(id));
    let case = desk.case(who, id).await?;
    let (judgement, _) = desk.judged_for(who, &case).await?;
    let position = judgement.position(id).ok_or_else(Problem::nothing_here)?;
    let earlier = desk.earlier(who, &case).await?;
    let year = case.setting.cycle.year - 1;
    let (title, none) = (format!("{year}年度批复的表"), "去年没有同名的表，没有可比的。");
    let past = earlier.year.as_ref().map(|(_, form)| form);
    let past = DifferenceView::of(title, none, past, &judgement.own[position].1);
    let whole = whole(&judgement);
    let (ties, relations) = site.work(move |_| ties(&judgement)).await?;
    let may_edit = case.may(who, flow::Action::Edit).is_ok();
    let view = BesideView { id: id.0, may_edit, ties, relations, past, whole };
    face.show(&visitor, case.name(), &view)
}

/// The ties of a unit's forms: as HTML, and one by one.
pub(super) fn ties(judgement: &Judgement) -> (String, Vec<TieView>) {
    let forms: Vec<Form> = judgement.own.iter().map(|(_, form)| form.clone()).collect();
    // What nobody has begun to fill in hangs together with nothing.
    let ties = checks::ties::find(&Batch::of(&forms[..judgement.filled], &judgement.policy));
    let reviewed = Reviewed {
        files: &[],
        forms: &forms,
        packs: &[],
        report: &judgement.report,
        reading: &[],
        sheets: &[],
        ties: &ties,
    };
    let relations = ties.relations.iter().map(|relation| TieView {
        title: relation.rule.title(),
        verdict: relation.verdict.title(),
        sentence: relation.sentence.clone(),
    });
    (ties_section(&reviewed).unwrap_or_default(), relations.collect())
}

fn total(form: &Form) -> Option<Money> {
    form.funds().and_then(|row| row.money(&Fund::Total))
}

/// The department's form and the projects of the unit.
pub(super) fn whole(judgement: &Judgement) -> Option<WholeView> {
    let forms = || judgement.own.iter();
    let of_whole = forms().find(|(_, form)| form.kind == FormKind::Department)?;
    let told = |money: Option<Money>| match money {
        Some(money) => money.display_in(MoneyUnit::WanYuan, 2),
        None => "读不出".to_owned(),
    };
    let projects = forms().filter(|(_, form)| form.kind == FormKind::Project);
    let rows = projects.map(|(id, form)| {
        let name = model::text::fold(form.text(model::form::Field::Project));
        (*id, name, total(form))
    });
    let rows: Vec<_> = rows.collect();
    let fen = rows.iter().filter_map(|(_, _, money)| Some(money.as_ref()?.fen())).sum::<i64>();
    let whole = total(&of_whole.1);
    let rest = whole.as_ref().map(|whole| whole.fen() - fen);
    Some(WholeView {
        total: told(whole),
        projects: told(Some(Money::from_fen(fen))),
        rest: told(rest.map(Money::from_fen)),
        over: rest.is_some_and(|rest| rest < 0),
        rows: rows.into_iter().map(|(id, name, money)| (id.0, name, told(money))).collect(),
    })
}

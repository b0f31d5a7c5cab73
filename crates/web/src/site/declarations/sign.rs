//! The unit head's one page: does everything tie, what is open, how much in all, what would be
//! embarrassing in public; then sign all, or return single ones.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::Query;
use desk::{Around, Asks, Case, Judgement, asks};
use flow::{Action, Stage};
use model::{Category, FormKind, Fund};
use serde::{Deserialize, Serialize};
use store::{UnitId, Waiver};
use utoipa::{IntoParams, ToSchema};

use super::beside::{TieView, WholeView};
use super::handed::{HandedView, Picked, take_steps};
use super::{Answer, Face, Names, Problem, Sent, Site, Visitor};
use super::{badge, names, present, said_at, wan};
use crate::site::account::chance;
use crate::site::parts::Badge;

/// Points of advice that are told; the others are counted.
const TOLD: usize = 8;

/// Forms that are named for one answer.
const NAMED: usize = 3;

/// Whose.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Number of the unit; the person's own when empty.
    #[serde(default)]
    unit: String,
}

/// The summary.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/declarations/sign.html")]
pub struct SummaryView {
    /// The unit.
    unit: String,
    /// Declarations that wait for the signature.
    rows: Vec<RowView>,
    /// Others of the unit, for the whole picture.
    others: Vec<RowView>,
    /// How many relations hold.
    holds: usize,
    /// What does not tie, or must be asked.
    loose: Vec<TieView>,
    /// Errors left.
    errors: usize,
    /// Warnings and the answers given.
    answers: Vec<AnsweredView>,
    /// Warnings without an answer.
    unanswered: usize,
    /// Money by category.
    sums: Vec<SumView>,
    /// The department's form beside its projects.
    whole: Option<WholeView>,
    /// What would be embarrassing in public.
    embarrassing: Vec<PointView>,
    /// How many more points of advice there are.
    more: usize,
    /// A key for the request.
    #[serde(skip)]
    key: String,
}

/// A declaration.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = declarations::sign::RowView)]
pub struct RowView {
    /// Its number in addresses.
    id: i64,
    /// The project, or the unit.
    name: String,
    /// The money, in 万元.
    money: String,
    /// Where it stands.
    badge: Badge,
    /// Errors.
    errors: usize,
    /// Warnings without an answer.
    unanswered: usize,
    /// Its version.
    version: i64,
    /// Why this person may not sign it; "" where they may.
    why_not: String,
    /// A key for returning it.
    #[serde(skip)]
    key: String,
}

/// A warning that was answered.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnsweredView {
    /// What was asked.
    title: String,
    /// On which forms.
    forms: String,
    /// The reason.
    reason: String,
    /// Who gave it, and when.
    who: String,
}

/// Money of a category.
#[derive(Debug, Serialize, ToSchema)]
pub struct SumView {
    /// The category.
    name: &'static str,
    /// How many projects.
    count: usize,
    /// How much, in 万元.
    money: String,
}

/// A point of advice.
#[derive(Debug, Serialize, ToSchema)]
pub struct PointView {
    /// Number of the declaration.
    id: i64,
    /// The project, or the unit.
    name: String,
    /// What.
    what: String,
}

/// The summary of what a unit's head signs.
#[utoipa::path(get, path = "/declarations/sign", params(Asked),
    responses((status = 200, body = SummaryView)))]
pub async fn show(site: Site, face: Face, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let (desk, who) = (site.desk(), &visitor.who);
    let setting = Arc::new(present(&site, &visitor).await?);
    let unit = match asked.unit.trim() {
        "" => who.person.unit,
        typed => UnitId(typed.parse().map_err(|_| Problem::bad("没有选单位。"))?),
    };
    let ground = setting.ground(unit);
    let cases = desk.cases_of_unit(who, &setting, unit).await?;
    if !who.has_role(&[flow::Role::UnitHead]) || ground.path.is_empty() {
        let status = axum::http::StatusCode::FORBIDDEN;
        let mut problem =
            Problem::new(status, "这一页由单位负责人看、签字。", "请在“申报”里看各份申报。");
        problem.who = vec![flow::Role::UnitHead.name().to_owned()];
        return Err(problem);
    }
    let region = who.region();
    let judgement =
        desk.judge_forms(region, &setting, Around { unit, of: None, text: None }).await?;
    let waivers = desk.store.waivers_of_unit(region, unit, setting.cycle.id).await?;
    let names = names(&site, &visitor).await?;
    let mut view = summary(&cases, &visitor, &judgement);
    view.answers = answered(&judgement, &waivers, &names, &visitor);
    view.unit = setting.units.name(unit).to_owned();
    let (_, relations) = site.work(move |_| super::beside::ties(&judgement)).await?;
    view.holds = relations.iter().filter(|tie| tie.holds()).count();
    view.loose = relations.into_iter().filter(TieView::is_loose).collect();
    face.show(&visitor, &format!("{}签字摘要", setting.name()), &view)
}

fn summary(cases: &[Case], visitor: &Visitor, judgement: &Judgement) -> SummaryView {
    let waits = |case: &&Case| {
        matches!(case.situation.state.stage, Stage::Waiting(_))
            && case.step().is_some_and(|step| step.level == flow::Level::Unit)
    };
    let row = |case: &Case| row(case, visitor, judgement);
    let rows: Vec<RowView> = cases.iter().filter(waits).map(row).collect();
    let others: Vec<RowView> = cases.iter().filter(|case| !waits(case)).map(row).collect();
    let mut points = embarrassing(judgement);
    let more = points.len().saturating_sub(TOLD);
    points.truncate(TOLD);
    SummaryView {
        unit: String::new(),
        holds: 0,
        loose: Vec::new(),
        errors: rows.iter().map(|row| row.errors).sum(),
        unanswered: rows.iter().map(|row| row.unanswered).sum(),
        answers: Vec::new(),
        sums: sums(judgement),
        whole: super::beside::whole(judgement),
        embarrassing: points,
        more,
        rows,
        others,
        key: chance::key(),
    }
}

fn row(case: &Case, visitor: &Visitor, judgement: &Judgement) -> RowView {
    let counted = judgement.counted(case.id());
    let waived = &case.standing.waived;
    let open = counted.warnings.iter().filter(|cause| !waived.contains(cause)).count();
    RowView {
        id: case.id().0,
        name: case.name().to_owned(),
        money: case.standing.draft.total.map_or_else(String::new, wan),
        badge: badge(case),
        errors: usize::try_from(counted.errors).unwrap_or_default(),
        unanswered: open,
        version: case.standing.declaration.version,
        why_not: case
            .may(&visitor.who, Action::Sign)
            .err()
            .map(|refusal| refusal.to_string())
            .unwrap_or_default(),
        key: chance::key(),
    }
}

fn answered(
    judgement: &Judgement,
    waivers: &[Waiver],
    names: &Names,
    visitor: &Visitor,
) -> Vec<AnsweredView> {
    let groups = judgement.report.groups();
    let told = |waiver: &Waiver| {
        let group = groups.iter().find(|group| group.key == waiver.cause)?;
        let mut forms: Vec<String> = Vec::new();
        for form in group.findings.iter().filter_map(|finding| finding.form) {
            let name = crate::reviewed::short_name(&judgement.own[form].1);
            if !forms.contains(&name) {
                forms.push(name);
            }
        }
        // Named as on the form on which it was answered.
        let own = judgement.position(waiver.declaration);
        let own = group.findings.iter().find(|finding| own.is_some() && finding.form == own);
        let head = own.or(group.findings.first())?;
        Some(AnsweredView {
            title: crate::reviewed::title_of(&head.code).to_owned(),
            forms: match forms.len() {
                many if many > NAMED => {
                    format!("{}等{many}张表", forms[..NAMED].join("、"))
                }
                _ => forms.join("、"),
            },
            reason: waiver.reason.clone(),
            who: format!("{} {}", names.of(waiver.person), said_at(waiver.at, visitor.who.now)),
        })
    };
    waivers.iter().filter_map(told).collect()
}

/// Money of the projects by category.
fn sums(judgement: &Judgement) -> Vec<SumView> {
    let mut sums: BTreeMap<&'static str, (usize, i64)> = BTreeMap::new();
    for (_, form) in judgement.own.iter().filter(|(_, form)| form.kind == FormKind::Project) {
        let name = match form.category {
            Some(Category::SpecificPurpose) => "特定目标类",
            Some(Category::OtherOperating) => "其他运转类",
            None => "没有写明类别",
        };
        let money = form.funds().and_then(|row| row.money(&Fund::Total));
        let sum = sums.entry(name).or_default();
        *sum = (sum.0 + 1, sum.1 + money.map_or(0, |money| money.fen()));
    }
    let view = |(name, (count, fen))| SumView { name, count, money: wan(fen) };
    sums.into_iter().map(view).collect()
}

/// What nobody has to answer but everybody can read once it is published, one for each cause.
fn embarrassing(judgement: &Judgement) -> Vec<PointView> {
    let groups = judgement.report.groups();
    let advice = groups.iter().filter(|group| asks(group) == Asks::Nothing);
    let point = |group: &checks::Group<'_>| {
        let head = group.findings.first()?;
        let (id, form) = judgement.own.get(head.form?)?;
        let title = crate::reviewed::title_of(&head.code);
        let more = match group.findings.len() {
            1 => String::new(),
            count => format!("（共{count}处）"),
        };
        Some(PointView {
            id: id.0,
            name: crate::reviewed::short_name(form),
            what: format!("{title}：{}{more}", head.message),
        })
    };
    advice.filter_map(point).collect()
}

/// Signs whatever was picked; each is asked for by itself.
#[utoipa::path(post, path = "/declarations/sign", request_body = Picked,
    responses((status = 200, body = HandedView)))]
pub async fn sign(site: Site, face: Face, visitor: Visitor, Sent(picked): Sent<Picked>) -> Answer {
    take_steps(&site, &face, &visitor, Action::Sign, &picked).await
}

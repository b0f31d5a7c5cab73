//! `/reviews/{id}`: one declaration under review. What is found stands at the form's cells; beside
//! it what changed, remarks, the review sheet, like projects' costs and the history.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query};
use desk::compare::changes;
use desk::{Case, SOURCE};
use model::Form;
use serde::{Deserialize, Serialize};
use store::{Attachment, DeclarationId, Review, RevisionHead, Waiver};
use utoipa::{IntoParams, ToSchema};

use super::actions::Offers;
use super::costs::{self, CostView};
use super::listed::{deadline, kind_name, total, wan};
use super::marks::{self, SheetView};
use super::remarks::{self, Names, RemarkView, name_of};
use crate::site::account::chance;
use crate::site::drawn::{Board, DrawnCause, DrawnForm};
use crate::site::parts::{Badge, Deadline, moment};
use crate::site::{Answer, Face, Problem, Site, Visitor};

/// Versions that are looked up for names.
const VERSIONS: u64 = 100;

/// Which side of it is asked for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// `form`, `changes`, `sheet`, `costs` or `history`.
    #[serde(default)]
    tab: String,
    /// The cell a new remark is about.
    #[serde(default)]
    at: String,
}

/// A declaration under review.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/reviews/page.html")]
pub struct ReviewView {
    /// Its number in addresses.
    id: i64,
    /// The version a step is taken from.
    version: i64,
    /// Which side is shown.
    tab: &'static str,
    /// Kind of form.
    kind: String,
    /// The unit.
    unit: String,
    /// The department above it; "" where there is none.
    department: String,
    /// The money, in 万元.
    money: String,
    /// Where it stands.
    badge: Badge,
    /// Until when.
    deadline: Option<Deadline>,
    /// Who is to work on it; "" for nobody in particular.
    assigned: String,
    /// What was handed in last: 第2版，陈某，时间.
    handed_in: String,
    /// Why what is approved is to be changed; "" where it is no adjustment.
    adjusting: String,
    /// How often it has been returned, and how often that was agreed on.
    rounds: String,
    /// The pack.
    pack: String,
    /// Errors, unanswered warnings, answered ones, advice, open questions: word, class, count.
    counts: Vec<Count>,
    /// What can be done.
    offers: Offers,
    /// The causes.
    causes: Vec<DrawnCause>,
    /// The remarks.
    remarks: Vec<RemarkView>,
    /// Whether this person marks remarks of others as resolved.
    resolves: bool,
    /// A remark about to be written: path and what people call it.
    at: (String, String),
    /// A key for it.
    key: String,
    /// The form.
    form: Option<DrawnForm>,
    /// What changed.
    changes: Vec<ChangesView>,
    /// The review sheet.
    sheet: Option<SheetView>,
    /// Like projects' costs.
    costs: Vec<CostView>,
    /// The history.
    history: Vec<HistoryView>,
    /// The unit's own Word file, where there is one; its name.
    source: String,
}

/// So many of a kind.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Count {
    /// Class in the style sheet.
    class: &'static str,
    /// What people call it.
    name: &'static str,
    /// How many.
    count: usize,
}

/// What changed since something.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChangesView {
    /// Since when: 与第1版比.
    title: String,
    /// What to say when nothing changed, or there is nothing to compare with.
    none: String,
    /// Cell by cell.
    rows: Vec<ChangeView>,
}

/// A cell or row that is not as it was.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChangeView {
    /// What people call it.
    label: String,
    /// As it was.
    before: String,
    /// As it is.
    after: String,
}

/// A step that was taken.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HistoryView {
    /// When.
    at: String,
    /// Who, and for whom.
    who: String,
    /// What.
    did: String,
    /// At which step.
    step: String,
    /// In which round.
    round: i32,
    /// About which version.
    version: String,
    /// Why.
    reason: String,
}

/// Everything read for one declaration.
pub(in crate::site) struct Read {
    pub case: Case,
    pub board: Board,
    pub names: Names,
    pub askers: Vec<(store::Person, flow::Asker)>,
    pub revisions: Vec<RevisionHead>,
    pub causes: Vec<DrawnCause>,
    pub remarks: Vec<RemarkView>,
    pub attachments: Vec<Attachment>,
}

/// Reads a declaration with what was found in it and said about it.
pub(super) async fn read(site: &Site, visitor: &Visitor, id: i64) -> Result<Read, Problem> {
    super::let_in(visitor)?;
    gather(site, visitor, id).await
}

/// The same for whoever may see the declaration.
pub(in crate::site) async fn gather(
    site: &Site,
    visitor: &Visitor,
    id: i64,
) -> Result<Read, Problem> {
    let (desk, who, id) = (site.desk(), &visitor.who, DeclarationId(id));
    let case = desk.case(who, id).await?;
    let region = who.region();
    let askers = desk.askers(who).await?;
    let names: Names = askers.iter().map(|(one, _)| (one.id, one.name.clone())).collect();
    let revisions = desk.store.revision_heads(region, id, None, VERSIONS).await?;
    let row = &case.standing.declaration;
    let waivers = desk.store.waivers_of_unit(region, row.unit, row.cycle).await?;
    let comments = desk.store.comments(region, id).await?;
    let attachments = desk.store.attachments(region, id).await?;
    let (judgement, answered) = desk.judged_for(who, &case).await?;
    let board = Board::new(judgement, id).ok_or_else(Problem::nothing_here)?;
    let causes = board.listed(&answers(&waivers, &answered, &names));
    let remarks = remarks::views(&comments, &board, &names, &revisions, who.person.id);
    Ok(Read { case, board, names, askers, revisions, causes, remarks, attachments })
}

/// Reasons by cause; what another form of the unit answered is answered here too.
fn answers(
    waivers: &[Waiver],
    answered: &std::collections::BTreeSet<String>,
    names: &Names,
) -> BTreeMap<String, String> {
    let elsewhere = "同单位的另一份申报里已经说明。";
    let mut answers: BTreeMap<String, String> =
        answered.iter().map(|cause| (cause.clone(), elsewhere.to_owned())).collect();
    for waiver in waivers {
        let who = name_of(names, waiver.person);
        let told = format!("{}（{who}，{}）", waiver.reason, moment(waiver.at));
        answers.insert(waiver.cause.clone(), told);
    }
    answers
}

/// A declaration under review.
#[utoipa::path(get, path = "/reviews/{id}", params(("id" = i64, Path), Asked),
    responses((status = 200, body = ReviewView)))]
pub async fn show(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Answer {
    let read = read(&site, &visitor, id).await?;
    let tabs = ["form", "changes", "sheet", "costs", "history"];
    let tab = tabs.into_iter().find(|tab| *tab == asked.tab).unwrap_or("form");
    let mut view = view(&read, &visitor, tab, &asked.at);
    let (desk, who) = (site.desk(), &visitor.who);
    let case = &read.case;
    match tab {
        "changes" => {
            let earlier = desk.earlier(who, case).await?;
            view.changes = compared(&earlier, read.board.form());
        }
        "sheet" => {
            let sheets = desk.store.aspect_sheets(who.region(), case.id()).await?;
            view.sheet = marks::view(case, &read.board, &visitor, &sheets, &read.names);
        }
        "costs" => view.costs = costs::compare(desk, who, case).await?,
        "history" => {
            let reviews = desk.store.reviews(who.region(), case.id()).await?;
            view.history = history(&reviews, &read);
        }
        _ => view.form = read.board.drawn(&signs(&read.remarks)),
    }
    face.show(&visitor, &format!("审核：{}", case.name()), &view)
}

/// Where the signs of open remarks stand.
fn signs(remarks: &[RemarkView]) -> Vec<(i64, String, String)> {
    let open = remarks.iter().filter(|remark| remark.resolved.is_empty());
    open.map(|remark| (remark.id, remark.path.clone(), remark.label.clone())).collect()
}

fn view(read: &Read, visitor: &Visitor, tab: &'static str, at: &str) -> ReviewView {
    let Read { case, board, names, askers, revisions, causes, remarks, .. } = read;
    let row = &case.standing.declaration;
    let units = &case.setting.units;
    let department = units.department(row.unit).map(|unit| units.name(unit).to_owned());
    let offers = Offers::of(case, visitor, askers, causes, remarks);
    let handed_in = revisions.first().map(|head| {
        format!("第{}版　{}　{}", head.number, name_of(names, head.author), moment(head.at))
    });
    let resolves = visitor.who.has_role(&[
        flow::Role::DepartmentReviewer,
        flow::Role::BusinessDivision,
        flow::Role::PerformanceDivision,
        flow::Role::BureauLeader,
        flow::Role::Expert,
    ]);
    let at = if at.is_empty() || at.parse::<model::form::Path>().is_ok() { at } else { "" };
    ReviewView {
        id: case.id().0,
        version: row.version,
        tab,
        kind: kind_name(&row.kind),
        unit: case.standing.unit_name.clone(),
        department: department.unwrap_or_default(),
        money: total(case).map_or_else(String::new, wan),
        badge: Badge::of(&case.situation.state, &case.setting.workflow),
        deadline: deadline(case, visitor),
        assigned: row.assigned_to.map_or_else(String::new, |id| name_of(names, Some(id))),
        handed_in: handed_in.unwrap_or_else(|| "还没有提交过".to_owned()),
        adjusting: adjusting(case),
        rounds: rounds(case),
        pack: board.judgement.policy.pack_name().to_owned(),
        counts: counts(causes),
        offers,
        causes: causes.clone(),
        remarks: remarks.clone(),
        resolves,
        at: (at.to_owned(), board.name(at)),
        key: chance::key(),
        form: None,
        changes: Vec::new(),
        sheet: None,
        costs: Vec::new(),
        history: Vec::new(),
        source: source(&read.attachments).map(|file| file.name.clone()).unwrap_or_default(),
    }
}

/// The Word file the form was read from last.
pub(super) fn source(attachments: &[Attachment]) -> Option<&Attachment> {
    let is_word = |name: &str| {
        let name = name.to_lowercase();
        name.ends_with(".docx") || name.ends_with(".docm")
    };
    attachments.iter().rev().find(|file| file.kind == SOURCE && is_word(&file.name))
}

fn adjusting(case: &Case) -> String {
    let begun = |review: &&Review| review.action == flow::Action::Adjust.as_str();
    let begun = case.standing.opened.iter().rfind(begun).filter(|_| case.is_adjustment());
    begun.map(|review| review.reason.clone()).unwrap_or_default()
}

fn rounds(case: &Case) -> String {
    match case.situation.rounds {
        0 => "没有退回过".to_owned(),
        rounds => format!("已退回{rounds}轮（约定{}轮）", case.setting.workflow.most_rounds),
    }
}

fn counts(causes: &[DrawnCause]) -> Vec<Count> {
    let of = |class: &str, answered: bool| {
        let own = causes.iter().filter(|cause| cause.class == class);
        own.filter(|cause| cause.answer.is_empty() != answered).count()
    };
    let all = |class: &str| causes.iter().filter(|cause| cause.class == class).count();
    vec![
        Count { class: "error", name: "错误", count: all("error") },
        Count { class: "warning", name: "没有答复", count: of("warning", false) },
        Count { class: "quiet", name: "已说明", count: of("warning", true) },
        Count { class: "advice", name: "建议", count: all("advice") },
        Count { class: "open", name: "不能判断", count: all("open") },
    ]
}

fn compared(earlier: &desk::Earlier, now: &Form) -> Vec<ChangesView> {
    let told = |title: String, none: &str, before: Option<&Form>| {
        let rows = before.map(|before| changes(before, now)).unwrap_or_default();
        let row = |change: desk::compare::Change| ChangeView {
            label: change.label,
            before: change.before,
            after: change.after,
        };
        let none = if before.is_some() { "没有改动。" } else { none };
        let rows = rows.into_iter().map(row).collect();
        ChangesView { title, none: none.to_owned(), rows }
    };
    let version = earlier.version.as_ref();
    let year = earlier.year.as_ref();
    let approved = earlier
        .approved
        .as_ref()
        .map(|(number, form)| told(format!("与已批复的第{number}版比"), "", Some(form)));
    let mut groups = vec![
        told(
            version.map_or("与上一版比".to_owned(), |(number, _)| format!("与第{number}版比")),
            "这是第一次提交，没有上一版。",
            version.map(|(_, form)| form),
        ),
        told(
            year.map_or("与上年比".to_owned(), |(year, _)| format!("与{year}年的同一项目比")),
            "上年没有同名的项目，没有可比的。",
            year.map(|(_, form)| form),
        ),
    ];
    groups.extend(approved);
    groups
}

fn history(reviews: &[Review], read: &Read) -> Vec<HistoryView> {
    let step = |key: &str| {
        let step = read.case.setting.workflow.step(key);
        step.map_or(key, |step| step.name.as_str()).to_owned()
    };
    let number = |review: &Review| {
        let head = read.revisions.iter().find(|head| Some(head.id) == review.revision);
        head.map_or_else(String::new, |head| format!("第{}版", head.number))
    };
    let row = |review: &Review| HistoryView {
        at: moment(review.at),
        who: match review.for_person {
            Some(absent) => format!(
                "{}（代{}）",
                name_of(&read.names, review.person),
                name_of(&read.names, Some(absent))
            ),
            None => name_of(&read.names, review.person),
        },
        did: flow::Action::parse(&review.action)
            .map_or(review.action.clone(), |action| action.name().to_owned()),
        step: step(&review.step),
        round: review.round,
        version: number(review),
        reason: review.reason.clone(),
    };
    reviews.iter().rev().map(row).collect()
}

//! One declaration to be read: its official form with findings, versions and differences, remarks,
//! files, steps taken; and what can be done with it now, or why not.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query};
use desk::compare::changes;
use desk::{Case, SOURCE};
use flow::{Action, Reason, Refusal};
use model::Form;
use serde::{Deserialize, Serialize};
use store::{DeclarationId, RevisionHead};
use utoipa::{IntoParams, ToSchema};

use super::fill::AnswerView;
use super::{Answer, Face, Names, Problem, Site, Visitor};
use super::{badge, deadline, kind_name, names, said_at, wan};
use crate::site::account::chance;
use crate::site::drawn::{Board, DrawnCause, DrawnForm};
use crate::site::parts::{Badge, Deadline};
use crate::site::reviews::remarks::{self, RemarkView};

/// Versions that are listed.
const VERSIONS: u64 = 100;

/// Which side of it.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// `form`, `versions`, `remarks`, `files` or `steps`.
    #[serde(default)]
    tab: String,
}

/// A declaration.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/declarations/show.html")]
pub struct ShowView {
    /// Its number in addresses.
    id: i64,
    /// Which side is shown.
    tab: &'static str,
    /// Kind of form.
    kind: String,
    /// The unit.
    unit: String,
    /// The money, in 万元.
    money: String,
    /// Where it stands.
    badge: Badge,
    /// Until when.
    deadline: Option<Deadline>,
    /// Who saved last, and when.
    saved: String,
    /// The version of the declaration.
    version: i64,
    /// The version of the draft.
    draft: i64,
    /// Whether this person may fill it in now.
    may_edit: bool,
    /// Whether this person may answer remarks.
    may_comment: bool,
    /// Whether this person reviews it.
    reviews: bool,
    /// Whether it can be changed after its approval.
    may_adjust: bool,
    /// Whether it came back with a letter.
    returned: bool,
    /// Whether it has an approval that holds.
    approved: bool,
    /// What can be done now.
    offers: Vec<OfferView>,
    /// Why other steps of this person's cannot be taken now.
    barred: Vec<Problem>,
    /// The form.
    form: Option<DrawnForm>,
    /// The causes.
    causes: Vec<DrawnCause>,
    /// Causes that bar handing in.
    errors: usize,
    /// Warnings nobody has answered.
    unanswered: usize,
    /// Answers to warnings.
    answers: Vec<AnswerView>,
    /// Versions, the last one first.
    versions: Vec<VersionView>,
    /// Differences.
    differences: Vec<DifferenceView>,
    /// Remarks.
    remarks: Vec<RemarkView>,
    /// Files.
    files: Vec<FileView>,
    /// Which files may be attached.
    allowed: &'static str,
    /// Steps that were taken.
    steps: Vec<StepView>,
    /// A key for a request.
    #[serde(skip)]
    key: String,
}

/// A step that can be taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferView {
    /// Name in addresses.
    action: &'static str,
    /// Name on the button.
    name: &'static str,
    /// What it does.
    means: &'static str,
    /// What to read first.
    notes: Vec<String>,
    /// A key for the request.
    #[serde(skip)]
    key: String,
}

/// A version that was handed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct VersionView {
    /// 1, 2, 3 …
    number: i32,
    /// Why it was kept.
    kind: &'static str,
    /// Who handed it in, and when.
    who: String,
    /// The money, in 万元.
    money: String,
    /// Errors and warnings then.
    found: String,
    /// Whether it is the one approved.
    approved: bool,
    /// SM3 of the form.
    digest: String,
}

/// What is different from something earlier.
#[derive(Debug, Serialize, ToSchema)]
pub struct DifferenceView {
    /// Since when.
    pub title: String,
    /// What to say when there is nothing to show.
    pub none: String,
    /// Cell by cell: what, before, after.
    pub rows: Vec<[String; 3]>,
}

/// A file.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = declarations::show::FileView)]
pub struct FileView {
    /// Its number.
    id: i64,
    /// Its name.
    name: String,
    /// Whether forms were read from it.
    source: bool,
    /// How large.
    size: String,
    /// Who attached it, and when.
    who: String,
}

/// A step that was taken.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = declarations::show::StepView)]
pub struct StepView {
    /// When.
    at: String,
    /// Who, and for whom.
    who: String,
    /// What.
    did: &'static str,
    /// At which step.
    step: String,
    /// Why.
    reason: String,
}

impl DifferenceView {
    /// From an earlier form.
    pub(super) fn of(title: String, none: &str, before: Option<&Form>, now: &Form) -> Self {
        let rows = before.map(|before| changes(before, now)).unwrap_or_default();
        let rows = rows.into_iter().map(|one| [one.label, one.before, one.after]);
        let none = if before.is_some() { "没有不同。" } else { none };
        DifferenceView { title, none: none.to_owned(), rows: rows.collect() }
    }
}

/// A declaration to be read.
#[utoipa::path(get, path = "/declarations/{id}", params(("id" = i64, Path), Asked),
    responses((status = 200, body = ShowView)))]
pub async fn show(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (desk, who, id) = (site.desk(), &visitor.who, DeclarationId(id));
    let region = who.region();
    let case = desk.case(who, id).await?;
    let names = names(&site, &visitor).await?;
    let row = &case.standing.declaration;
    let waivers = desk.store.waivers_of_unit(region, row.unit, row.cycle).await?;
    let (judgement, _) = desk.judged_for(who, &case).await?;
    let answers = super::fill::answers(&judgement, id, &waivers, &names, who.now);
    let board = Board::new(judgement, id).ok_or_else(Problem::nothing_here)?;
    let said =
        answers.iter().map(|one| (one.cause.clone(), format!("{}（{}）", one.reason, one.who)));
    let causes = board.listed(&said.collect::<BTreeMap<_, _>>());
    let tabs = ["form", "versions", "remarks", "files", "steps"];
    let tab = tabs.into_iter().find(|tab| *tab == asked.tab).unwrap_or("form");
    let mut view = head(&case, &visitor, &names, tab);
    view.errors = causes.iter().filter(|cause| cause.class == "error").count();
    view.unanswered =
        causes.iter().filter(|cause| cause.class == "warning" && cause.answer.is_empty()).count();
    let heads = desk.store.revision_heads(region, id, None, VERSIONS).await?;
    match tab {
        "versions" => {
            view.versions =
                heads.iter().map(|head| version(head, &case, &names, &visitor)).collect();
            view.differences = differences(&site, &visitor, &case, board.form()).await?;
        }
        "remarks" => {
            let comments = desk.store.comments(region, id).await?;
            let own = who.person.id;
            view.remarks = remarks::views(&comments, &board, &names.0, &heads, own);
        }
        "files" => view.files = files(&site, &visitor, id, &names).await?,
        "steps" => view.steps = steps(&site, &visitor, &case, &names).await?,
        _ => {
            view.form = board.drawn(&[]);
            view.answers = answers;
        }
    }
    view.causes = causes;
    face.show(&visitor, case.name(), &view)
}

/// What stands on every side of it.
fn head(case: &Case, visitor: &Visitor, names: &Names, tab: &'static str) -> ShowView {
    let (standing, who) = (&case.standing, &visitor.who);
    let (offers, barred) = offers(case, visitor);
    let may = |action| case.may(who, action).is_ok();
    let reviewing = [Action::Accept, Action::Pass, Action::Return, Action::Grade];
    ShowView {
        id: case.id().0,
        tab,
        kind: kind_name(&standing.declaration.kind),
        unit: standing.unit_name.clone(),
        money: standing.draft.total.map_or_else(String::new, wan),
        badge: badge(case),
        deadline: deadline(case, visitor),
        saved: format!(
            "{} {}",
            names.of(standing.draft.editor),
            said_at(standing.draft.at, who.now)
        ),
        version: standing.declaration.version,
        draft: standing.draft.version,
        may_edit: may(Action::Edit),
        may_comment: may(Action::Comment),
        reviews: reviewing.into_iter().any(may) && !may(Action::Sign),
        may_adjust: may(Action::Adjust),
        returned: matches!(case.situation.state.stage, flow::Stage::Returned(_)),
        approved: standing.approval.is_some(),
        offers,
        barred,
        form: None,
        causes: Vec::new(),
        errors: 0,
        unanswered: 0,
        answers: Vec::new(),
        versions: Vec::new(),
        differences: Vec::new(),
        remarks: Vec::new(),
        files: Vec::new(),
        allowed: desk::attachments::ALLOWED,
        steps: Vec::new(),
        key: chance::key(),
    }
}

/// The steps a unit takes, with what each does.
const STEPS: [(Action, &str); 4] = [
    (Action::Submit, "交给单位负责人签字；提交以后不能再改，除非撤回或退回。"),
    (Action::Sign, "代表单位确认，签字后报给上一级。"),
    (Action::Recall, "拿回来再改；上一级接收以后就不能撤回了。"),
    (Action::Discard, "这份草稿不要了。办理记录里还留有痕迹。"),
];

fn offers(case: &Case, visitor: &Visitor) -> (Vec<OfferView>, Vec<Problem>) {
    let (mut offers, mut barred) = (Vec::new(), Vec::<Problem>::new());
    // Whoever is to sign it has it: taking back is for those who have handed it on.
    let signs = awaits_signature(case, visitor);
    let steps = STEPS.into_iter().filter(|(action, _)| !(signs && *action == Action::Recall));
    for (action, means) in steps {
        match case.may(&visitor.who, action) {
            Ok(permit) => offers.push(OfferView {
                action: action.as_str(),
                name: action.name(),
                means,
                notes: permit.notes,
                key: chance::key(),
            }),
            Err(refusal) if is_for_now(&refusal) => {
                let problem = Problem::from(refusal);
                if !barred.iter().any(|one| one.why == problem.why) {
                    barred.push(problem);
                }
            }
            Err(_) => {}
        }
    }
    (offers, barred)
}

/// Whether it is this person who is to sign it, now or once what bars that is mended.
pub(crate) fn awaits_signature(case: &Case, visitor: &Visitor) -> bool {
    use Reason::{Errors, Locked, Warnings};
    match case.may(&visitor.who, Action::Sign) {
        Ok(_) => true,
        Err(refusal) => matches!(refusal.reason, Errors | Warnings | Locked),
    }
}

/// Whether this person's part is to do it, only not now.
fn is_for_now(refusal: &Refusal) -> bool {
    use Reason::{Errors, Late, Locked, OwnWork, SamePerson, Warnings};
    matches!(refusal.reason, Errors | Warnings | Locked | Late | OwnWork | SamePerson)
}

fn version(head: &RevisionHead, case: &Case, names: &Names, visitor: &Visitor) -> VersionView {
    let judged = head.judged();
    VersionView {
        number: head.number,
        kind: match head.kind.as_str() {
            "submitted" => "提交",
            "returned" => "退回",
            "adjusted" => "调整",
            "approved" => "批复",
            _ => "保存",
        },
        who: format!("{} {}", names.of(head.author), said_at(head.at, visitor.who.now)),
        money: head.total.map_or_else(String::new, wan),
        found: format!("错误{}，须答复{}", judged.errors, judged.warnings.len()),
        approved: case.standing.declaration.approved == Some(head.id),
        digest: head.digest.clone(),
    }
}

async fn differences(
    site: &Site,
    visitor: &Visitor,
    case: &Case,
    now: &Form,
) -> Result<Vec<DifferenceView>, Problem> {
    let earlier = site.desk().earlier(&visitor.who, case).await?;
    let version = earlier.version.as_ref();
    let title =
        version.map_or_else(|| "和上一版比".to_owned(), |(number, _)| format!("和第{number}版比"));
    let none = "以前没有提交过，没有可比的版本。";
    let last = DifferenceView::of(title, none, version.map(|(_, form)| form), now);
    let year = earlier.year.as_ref();
    let title = format!("和{}年度批复的表比", case.setting.cycle.year - 1);
    let none = "去年没有同名的表。";
    Ok(vec![last, DifferenceView::of(title, none, year.map(|(_, form)| form), now)])
}

async fn files(
    site: &Site,
    visitor: &Visitor,
    id: DeclarationId,
    names: &Names,
) -> Result<Vec<FileView>, Problem> {
    let files = site.desk().store.attachments(visitor.who.region(), id).await?;
    let view = |file: store::Attachment| FileView {
        id: file.id.0,
        source: file.kind == SOURCE,
        size: match file.size {
            size if size >= 1 << 20 => format!("{}MB", (size + (1 << 19)) >> 20),
            size => format!("{}KB", (size + 1023) >> 10),
        },
        who: format!("{} {}", names.of(file.person), said_at(file.at, visitor.who.now)),
        name: file.name,
    };
    Ok(files.into_iter().map(view).collect())
}

async fn steps(
    site: &Site,
    visitor: &Visitor,
    case: &Case,
    names: &Names,
) -> Result<Vec<StepView>, Problem> {
    let reviews = site.desk().store.reviews(visitor.who.region(), case.id()).await?;
    let step_name = |key: &str| {
        case.setting.workflow.step(key).map(|step| step.name.clone()).unwrap_or_default()
    };
    let view = |review: store::Review| StepView {
        at: said_at(review.at, visitor.who.now),
        who: match review.for_person {
            Some(absent) => {
                format!("{}（代{}）", names.of(review.person), names.of(Some(absent)))
            }
            None => names.of(review.person),
        },
        did: Action::parse(&review.action).map_or("办理", Action::name),
        step: step_name(&review.step),
        reason: review.reason,
    };
    Ok(reviews.into_iter().map(view).collect())
}

/// A version that was handed in.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/declarations/version.html")]
pub struct OneVersionView {
    /// Its declaration.
    id: i64,
    /// 1, 2, 3 …
    number: i32,
    /// Who handed it in, and when.
    who: String,
    /// SM3 of the form.
    digest: String,
    /// The packs it was judged by.
    packs: String,
    /// The form.
    form: Option<DrawnForm>,
    /// What was found then.
    causes: Vec<DrawnCause>,
    /// What it changed.
    difference: DifferenceView,
    /// Whether this person may fill it in now.
    may_edit: bool,
}

impl OneVersionView {
    /// The pack by its name alone.
    fn pack(&self) -> &str {
        self.packs.split('（').next().unwrap_or_default()
    }
}

/// A version as it was handed in, with what was found then.
#[utoipa::path(get, path = "/declarations/{id}/versions/{number}",
    params(("id" = i64, Path), ("number" = i32, Path)),
    responses((status = 200, body = OneVersionView)))]
pub async fn one_version(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path((id, number)): Path<(i64, i32)>,
) -> Answer {
    let (desk, who, id) = (site.desk(), &visitor.who, DeclarationId(id));
    let case = desk.case(who, id).await?;
    let names = names(&site, &visitor).await?;
    let (revision, judgement) = desk.version(&case, number).await?;
    let before = match number > 1 {
        true => Some(desk.version(&case, number - 1).await?.1),
        false => None,
    };
    let board = Board::new(judgement.into(), id).ok_or_else(Problem::nothing_here)?;
    let title = match number > 1 {
        true => format!("和第{}版比", number - 1),
        false => "和上一版比".to_owned(),
    };
    let before = before.as_ref().map(|before| &before.own[0].1);
    let view = OneVersionView {
        id: id.0,
        number,
        who: format!("{} {}", names.of(revision.author), said_at(revision.at, who.now)),
        digest: revision.digest.clone(),
        packs: revision.packs.clone(),
        form: board.drawn(&[]),
        causes: board.listed(&BTreeMap::new()),
        difference: DifferenceView::of(title, "这是第一版。", before, board.form()),
        may_edit: case.may(who, Action::Edit).is_ok(),
    };
    face.show(&visitor, &format!("{}　第{number}版", case.name()), &view)
}

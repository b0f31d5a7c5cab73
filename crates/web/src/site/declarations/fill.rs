//! 填写: the official form as a page to type in, saved as one types; and what somebody is told whose
//! save came second.

use askama::Template;
use axum::extract::{FromRequest, Path, Request};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::{Form, Json};
use checks::ties::Ties;
use chrono::{DateTime, Utc};
use desk::compare::changes;
use desk::{Conflict, Draft, Write, Wrote, layout_of};
use model::form::Edit;
use office::lay_out::{Laid, lay_out};
use serde::Serialize;
use store::DeclarationId;
use utoipa::ToSchema;

use super::{Answer, Face, Names, Problem, Site, Visitor, names, said_at};
use crate::Reviewed;
use crate::edit::{self, EditView, Waived};
use crate::site::parts::Badge;

/// The page to fill a form in on.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/declarations/fill.html")]
pub struct FillView {
    /// Its number in addresses.
    id: i64,
    /// Where it stands.
    badge: Badge,
    /// The version of the draft.
    version: i64,
    /// The form with every cell.
    #[schema(value_type = Object)]
    form: serde_json::Value,
    /// Why it was returned, by whom and when; "" when it was not.
    returned: String,
    /// Remarks that are not resolved.
    comments: u32,
    /// Answers to warnings.
    answers: Vec<AnswerView>,
    /// The page as HTML.
    #[serde(skip)]
    body: String,
}

/// An answer to a warning.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = declarations::fill::AnswerView)]
pub struct AnswerView {
    /// Key of the cause.
    pub cause: String,
    /// What the check is called.
    pub title: String,
    /// The reason.
    pub reason: String,
    /// Who gave it, and when.
    pub who: String,
}

/// The draft with its drawing, as the page is made of it.
struct Sheet {
    draft: Draft,
    forms: Vec<model::Form>,
    sheets: Vec<Laid>,
    packs: [String; 1],
    ties: Ties,
    waived: Vec<Waived>,
    status: String,
}

impl Sheet {
    fn new(draft: Draft, names: &Names, now: DateTime<Utc>) -> Sheet {
        let forms: Vec<_> = draft.judgement.own.iter().map(|(_, form)| form.clone()).collect();
        let form = &forms[draft.position];
        let layout = layout_of(&draft.judgement.policy, form);
        let laid = layout.map(|layout| lay_out(layout, &[(draft.position, form)]));
        let waived = draft.waivers.iter().map(|waiver| Waived {
            cause: waiver.cause.clone(),
            reason: waiver.reason.clone(),
            who: format!("{} {} 说明", names.of(waiver.person), said_at(waiver.at, now)),
        });
        Sheet {
            waived: waived.collect(),
            status: format!("已保存 {}", said_at(draft.at, now)),
            packs: [draft.judgement.packs.clone()],
            sheets: laid.into_iter().collect(),
            ties: Ties::default(),
            forms,
            draft,
        }
    }

    /// What the page of the form is drawn from.
    fn shown<T>(&self, show: impl FnOnce(&EditView<'_>) -> T) -> T {
        let reviewed = Reviewed {
            files: &[],
            forms: &self.forms,
            packs: &self.packs,
            report: &self.draft.judgement.report,
            reading: &[],
            sheets: &self.sheets,
            ties: &self.ties,
        };
        let id = self.draft.case.id().0;
        show(&EditView {
            reviewed: &reviewed,
            form: self.draft.position,
            version: self.draft.version,
            status: &self.status,
            action: &format!("/declarations/{id}/draft"),
            save: &format!("/api/declarations/{id}/draft"),
            hidden: &[],
            waived: &self.waived,
        })
    }
}

/// Answers that hold for a declaration: to causes on its own form or on the whole unit.
pub(super) fn answers(
    judgement: &desk::Judgement,
    of: DeclarationId,
    waivers: &[store::Waiver],
    names: &Names,
    now: DateTime<Utc>,
) -> Vec<AnswerView> {
    let causes = judgement.causes(of);
    let told = |waiver: &store::Waiver| {
        let cause = causes.iter().find(|cause| cause.key == waiver.cause);
        let own = |finding: &&&model::Finding| finding.form == judgement.position(of);
        let code = cause.and_then(|cause| cause.findings.iter().find(own));
        let code = code.map(|finding| &finding.code);
        let title = code.map(|code| crate::reviewed::title_of(code).to_owned());
        // An answer to what is mended meanwhile stays, and is told.
        (waiver.declaration == of || title.is_some()).then(|| AnswerView {
            cause: waiver.cause.clone(),
            title: title.unwrap_or_else(|| "已经改好的问题".to_owned()),
            reason: waiver.reason.clone(),
            who: format!("{} {}", names.of(waiver.person), said_at(waiver.at, now)),
        })
    };
    waivers.iter().filter_map(told).collect()
}

/// The form to fill in.
#[utoipa::path(get, path = "/declarations/{id}/edit", params(("id" = i64, Path)),
    responses((status = 200, body = FillView)))]
pub async fn show(site: Site, face: Face, visitor: Visitor, Path(id): Path<i64>) -> Answer {
    let (desk, who) = (site.desk(), &visitor.who);
    let draft = desk.open_draft(who, DeclarationId(id)).await?;
    let names = names(&site, &visitor).await?;
    let case = draft.case.clone();
    let sheet = Sheet::new(draft, &names, who.now);
    let title = format!("填写：{}", case.name());
    let returned = case.standing.opened.last().filter(|review| {
        review.action == flow::Action::Return.as_str() && case.situation.state.is_with_clerk()
    });
    let returned = returned.map(|review| {
        let (who, at) = (names.of(review.person), said_at(review.at, who.now));
        format!("{who} {at} 退回：{}", review.reason)
    });
    let form = office::json::form(sheet.draft.form(), true);
    let waivers = &sheet.draft.waivers;
    let view = FillView {
        id,
        badge: super::badge(&case),
        version: sheet.draft.version,
        form: serde_json::to_value(form).map_err(|_| Problem::broken())?,
        returned: returned.unwrap_or_default(),
        comments: case.standing.open_comments,
        answers: answers(&sheet.draft.judgement, case.id(), waivers, &names, who.now),
        body: site.work(move |_| sheet.shown(edit::page)).await?,
    };
    face.show(&visitor, &title, &view)
}

/// What the page or its script sends.
pub struct Posted(edit::Sent);

impl FromRequest<Site> for Posted {
    type Rejection = Problem;

    async fn from_request(request: Request, site: &Site) -> Result<Posted, Problem> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let broken = || Problem::bad("内容没有传完整，没有保存。请再试一次。");
        if kind.starts_with("application/json") {
            let sent = Json::<edit::Sent>::from_request(request, site).await;
            return sent.map(|sent| Posted(sent.0)).map_err(|_| broken());
        }
        let fields = Form::<Vec<(String, String)>>::from_request(request, site).await;
        fields.map(|fields| Posted(edit::sent_from_form(&fields.0))).map_err(|_| broken())
    }
}

/// Saves what was typed, repaired or answered.
#[utoipa::path(post, path = "/declarations/{id}/draft", params(("id" = i64, Path)),
    request_body(content = Object, description = "version、key、edits、do、reason"),
    responses((status = 200, description = "页面上要换的部分", body = Object),
        (status = 409, description = "别人先保存了", body = Object)))]
pub async fn save(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    Posted(sent): Posted,
) -> Answer {
    let (desk, who, id) = (site.desk(), &visitor.who, DeclarationId(id));
    let unknown = |_| Problem::bad("不认识这个按钮，请刷新页面再办。");
    let wanted = sent.wanted().map_err(unknown)?;
    let key = Some(sent.key.clone()).filter(|key| !key.is_empty());
    let write = Write { id, version: sent.version, edits: wanted.edits, key: key.clone() };
    let mut draft = match desk.write(who, &write).await? {
        Wrote::Saved(draft) => *draft,
        Wrote::Conflict(conflict) => {
            return clashed(&site, &face, &visitor, *conflict, &write.edits).await;
        }
    };
    if let Some((cause, reason)) = &wanted.waive {
        let key = key.map(|key| format!("{key}-waive"));
        desk.waive(who, id, cause, reason, key.as_deref()).await?;
        let version = draft.version;
        draft = desk.open_draft(who, id).await?;
        draft.version = version;
    }
    if !face.json {
        return face.done(&format!("/declarations/{}/edit", id.0), "已保存。");
    }
    let names = names(&site, &visitor).await?;
    let sheet = Sheet::new(draft, &names, who.now);
    let fragments = site.work(move |_| sheet.shown(edit::fragments)).await?;
    Ok(Json(fragments.ok_or_else(Problem::broken)?).into_response())
}

/// Somebody else saved first, as a page.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/declarations/clash.html")]
pub struct ClashView {
    /// Its number in addresses.
    id: i64,
    /// Who saved.
    who: String,
    /// When.
    at: String,
    /// The version there is now.
    version: i64,
    /// What they changed.
    theirs: Vec<CellView>,
    /// What one had written oneself.
    mine: Vec<CellView>,
    /// Whether one's own cells can be written into the new form as they are.
    can_keep: bool,
}

/// A cell that differs.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = declarations::fill::CellView)]
pub struct CellView {
    /// Name of the control; "" where a row came or went.
    name: String,
    /// What people call it.
    label: String,
    /// As it was.
    before: String,
    /// As it is, or was to be.
    after: String,
}

fn cells(before: &model::Form, now: &model::Form) -> Vec<CellView> {
    let cell = |change: desk::compare::Change| {
        let whole = change.path.as_ref().and_then(|path| now.at(path));
        CellView {
            name: change.path.as_ref().map(ToString::to_string).unwrap_or_default(),
            label: change.label,
            before: change.before,
            after: whole.map_or(change.after, |text| text.text.clone()),
        }
    };
    changes(before, now).into_iter().map(cell).collect()
}

async fn clashed(
    site: &Site,
    face: &Face,
    visitor: &Visitor,
    conflict: Conflict,
    edits: &[Edit],
) -> Answer {
    let now = visitor.who.now;
    let Conflict { who, at, now: draft, before } = conflict;
    let at = said_at(at, now);
    if face.json {
        let names = names(site, visitor).await?;
        let sheet = Sheet::new(draft, &names, now);
        let told = move |_: &desk::Desk| sheet.shown(|view| edit::conflict(view, &who, &at));
        let told = site.work(told).await?.ok_or_else(Problem::broken)?;
        return Ok((StatusCode::CONFLICT, Json(told)).into_response());
    }
    let mine = before.as_ref().and_then(|before| {
        let mut mine = before.clone();
        mine.apply_all(edits).ok().map(|()| mine)
    });
    let same_rows = |a: &model::Form, b: &model::Form| {
        (a.indicators.len(), a.tasks.len()) == (b.indicators.len(), b.tasks.len())
    };
    let kept = before.as_ref().zip(mine.as_ref());
    let can_keep = kept
        .is_some_and(|(before, mine)| same_rows(before, mine) && same_rows(before, draft.form()));
    let view = ClashView {
        id: draft.case.id().0,
        who,
        at,
        version: draft.version,
        theirs: before.as_ref().map(|before| cells(before, draft.form())).unwrap_or_default(),
        mine: kept.map(|(before, mine)| cells(before, mine)).unwrap_or_default(),
        can_keep,
    };
    let mut response = face.show(visitor, "没有保存：别人先改了", &view)?;
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(response)
}

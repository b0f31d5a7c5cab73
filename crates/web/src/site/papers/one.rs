//! One paper: of a declaration, of its review, of a document of approval, of an adjustment.

use axum::extract::{Path, Query};
use desk::Case;
use desk::papers::Document;
use model::{Drawing, Printout};
use office::Looks;
use store::{DeclarationId, UnitId};

use super::{Ready, answer, cut, none};
use crate::site::reviews::papers::{letter_of, sheet_of, told};
use crate::site::reviews::{let_in, page};
use crate::site::{Answer, Problem, Site, Visitor};

/// A paper of one declaration.
pub(super) fn ready(case: &Case, what: &str, drawing: Drawing) -> Ready {
    Ready {
        name: format!("{}-{what}", case.name()),
        printout: Printout::Tables(vec![drawing]),
        looks: Looks::of(&case.setting.policy),
    }
}

/// A paper of a declaration: `form`, `approval`, or the `letter` it was sent back with; ending
/// `.docx`, `.xlsx` or `.pdf`.
#[utoipa::path(get, path = "/declarations/{id}/papers/{name}",
    params(("id" = i64, Path), ("name" = String, Path, description = "form.docx, approval.pdf …")),
    responses((status = 200, description = "文书", content(
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/pdf")))))]
pub async fn declared(
    site: Site,
    visitor: Visitor,
    Path((id, name)): Path<(i64, String)>,
) -> Answer {
    let (kind, format) = cut(&name)?;
    let (desk, who) = (site.desk(), &visitor.who);
    let case = desk.case(who, DeclarationId(id)).await?;
    let ready = match kind {
        "form" => {
            let names = desk.names(who.region()).await?;
            ready(&case, "申报表", desk.form_paper(who, &case, &names).await?)
        }
        "approval" => {
            let names = desk.names(who.region()).await?;
            let drawing = desk.own_approval_paper(who, &case, &names).await?;
            let none = || none("这份申报还没有批复，没有批复表。", "批复以后再来打印。");
            ready(&case, "批复表", drawing.ok_or_else(none)?)
        }
        "letter" => returned(&site, &visitor, &case).await?,
        _ => return Err(Problem::nothing_here()),
    };
    answer(&site, format, ready).await
}

/// The letter a unit got its form back with: the unit reads it too, once it has it back.
async fn returned(site: &Site, visitor: &Visitor, case: &Case) -> Result<Ready, Problem> {
    if !matches!(case.situation.state.stage, flow::Stage::Returned(_)) {
        return Err(none("这份申报没有被退回，没有审核意见书。", "退回以后会有。"));
    }
    let read = page::gather(site, visitor, case.id().0).await?;
    Ok(letter_of(&read, visitor))
}

/// A paper of a review: the `letter`, or the sheet with `marks` or with `grades`; ending `.docx`,
/// `.xlsx` or `.pdf`.
#[utoipa::path(get, path = "/reviews/{id}/papers/{name}",
    params(("id" = i64, Path), ("name" = String, Path, description = "letter.docx, marks.pdf …")),
    responses((status = 200, description = "文书", content(
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/pdf")))))]
pub async fn reviewed(
    site: Site,
    visitor: Visitor,
    Path((id, name)): Path<(i64, String)>,
) -> Answer {
    let_in(&visitor)?;
    let (kind, format) = cut(&name)?;
    let kind = kind.to_owned();
    let read = page::gather(&site, &visitor, id).await?;
    let ready = match told(&kind) {
        _ if kind == "letter" => letter_of(&read, &visitor),
        Some(sheet) => {
            let drawn = sheet_of(&site, &visitor, &read, sheet).await?;
            let (drawing, _) = drawn.ok_or_else(|| Problem::bad("这种表没有审核表。"))?;
            ready(&read.case, sheet.name(), drawing)
        }
        None => return Err(Problem::nothing_here()),
    };
    answer(&site, format, ready).await
}

/// Which document of approval is asked for.
#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ApprovalAsked {
    /// 文号.
    number: String,
    /// Its date, as `2026-01-05`.
    dated: String,
    /// One department's part alone: its number.
    #[serde(default)]
    department: String,
}

/// A document of approval with everything it approved that may be seen: `approval.docx`,
/// `approval.xlsx`, `approval.pdf`.
#[utoipa::path(get, path = "/approvals/papers/{name}",
    params(("name" = String, Path), ApprovalAsked),
    responses((status = 200, description = "文书", content(
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/pdf")))))]
pub async fn approved(
    site: Site,
    visitor: Visitor,
    Path(name): Path<String>,
    Query(asked): Query<ApprovalAsked>,
) -> Answer {
    let (kind, format) = cut(&name)?;
    if kind != "approval" {
        return Err(Problem::nothing_here());
    }
    let wrong = |_| Problem::bad("批复的日期不对，请从已发批复重新打开。");
    let dated = asked.dated.parse().map_err(wrong)?;
    let document = Document { dated, number: asked.number };
    let within = crate::site::lines::number(&asked.department)?.map(UnitId);
    let (desk, who) = (site.desk(), &visitor.who);
    let mut cases = Vec::new();
    for cycle in desk.store.cycles(who.region()).await? {
        cases.extend(desk.cases(who, cycle.id).await?);
    }
    let names = desk.names(who.region()).await?;
    let drawing = desk.approval_paper(who, &cases, &document, within, &names).await?;
    let none = || none("没有这份批复，或者其中没有您能看的申报。", "请从已发批复重新打开。");
    let drawing = drawing.ok_or_else(none)?;
    let looks = cases.first().map(|case| Looks::of(&case.setting.policy)).unwrap_or_default();
    let printout = Printout::Tables(vec![drawing]);
    let name = format!("{}-批复表", document.number);
    answer(&site, format, Ready { name, printout, looks }).await
}

/// An adjustment with the old value beside the new: `adjustment.docx`, `adjustment.xlsx`,
/// `adjustment.pdf`.
#[utoipa::path(get, path = "/adjustments/{id}/papers/{name}",
    params(("id" = i64, Path), ("name" = String, Path)),
    responses((status = 200, description = "文书", content(
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "application/pdf")))))]
pub async fn adjusted(
    site: Site,
    visitor: Visitor,
    Path((id, name)): Path<(i64, String)>,
) -> Answer {
    let (kind, format) = cut(&name)?;
    if kind != "adjustment" {
        return Err(Problem::nothing_here());
    }
    let (desk, who) = (site.desk(), &visitor.who);
    let adjusted = desk.adjusted(who, id).await?;
    let names = desk.names(who.region()).await?;
    let drawing = desk.adjustment_paper(&adjusted, &names).await?;
    answer(&site, format, ready(&adjusted.case, "调整表", drawing)).await
}

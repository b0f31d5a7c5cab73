//! The whole history of one declaration: every event of the record that is about it, with what
//! was said, and every version with its digest worked out anew.

mod told;

use askama::Template;
use axum::extract::{Path, Query};
use flow::Duty;
use serde::{Deserialize, Serialize};
use store::DeclarationId;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::lines::Line;
use super::reviews::papers::download;
use super::{Answer, Face, Site, Visitor};
use told::{EventLine, RevisionLine, Said, steps};

/// Its page.
pub fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(show)).routes(routes!(evidence))
}

/// Whether the chain is to be walked.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// `1` to walk the whole region's chain; it may take a while.
    #[serde(default)]
    check: String,
}

/// The history of a declaration.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/history/show.html")]
#[schema(as = history::HistoryView)]
pub struct HistoryView {
    /// The declaration.
    line: Line,
    /// Its versions, the first one first.
    revisions: Vec<RevisionLine>,
    /// Its events, the first one first.
    events: Vec<EventLine>,
    /// The last event of the region: its number and digest, to be written down elsewhere.
    head: HeadView,
    /// What walking the chain gave; none when it was not asked for.
    chain: Option<Chain>,
    /// Whether this person may walk the chain.
    may_check: bool,
}

/// The end of the region's chain.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeadView {
    /// How many events there are.
    events: i64,
    /// The digest of the last.
    digest: String,
}

/// Whether the chain is whole.
#[derive(Debug, Serialize, ToSchema)]
pub struct Chain {
    /// Whether it is.
    whole: bool,
    /// In words.
    said: String,
}

/// The evidence package of a declaration: papers, events, records and digests, with a program that
/// checks it.
#[utoipa::path(get, path = "/declarations/{id}/evidence",
    params(("id" = i64, Path, description = "The declaration")),
    responses((status = 200, description = "证据包", body = Vec<u8>,
        content_type = "application/zip")))]
pub async fn evidence(site: Site, visitor: Visitor, Path(id): Path<i64>) -> Answer {
    let gathered = site.desk().gather_evidence(&visitor.who, DeclarationId(id)).await?;
    let print = site.printer();
    let name = format!("{}-证据包.zip", gathered.title());
    let made = site.work(move |_| gathered.package(print, super::what_in_words)).await?;
    Ok(download(&name, "application/zip", made?))
}

/// The whole history of a declaration.
#[utoipa::path(get, path = "/declarations/{id}/history",
    params(("id" = i64, Path, description = "The declaration"), Asked),
    responses((status = 200, body = HistoryView)))]
pub async fn show(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (desk, who, id) = (site.desk(), &visitor.who, DeclarationId(id));
    let (store, region) = (&desk.store, who.region());
    let case = desk.case(who, id).await?;
    let people = site.desk().names(region).await?;
    let events = store.history(region, &format!("declaration/{}", id.0)).await?;
    let said = Said {
        reviews: steps(&events, store.reviews(region, id).await?),
        comments: store.comments(region, id).await?,
        waivers: store.waivers(region, id).await?,
        files: store.attachments(region, id).await?,
        workflow: &case.setting.workflow,
        people: &people,
    };
    let approvals = store.approvals(region, id).await?;
    let revisions = store.verify_revisions(region, id).await?;
    let head = store.head(region).await?;
    let may_check = desk.charter(who).await?.may(who, Duty::ReadEvents, None).is_ok();
    let chain = match asked.check.as_str() {
        "" => None,
        _ => Some(match desk.verify_events(who).await? {
            None => {
                let said = format!("全区{}条记录及其内容已核对，没有发现改动。", head.seq);
                Chain { whole: true, said }
            }
            Some(fault) => {
                let said = format!("{}请保全数据并报告。", fault.words());
                Chain { whole: false, said }
            }
        }),
    };
    let view = HistoryView {
        line: Line::of(&case, &visitor),
        revisions: revisions.iter().map(|one| said.revision(one, &approvals)).collect(),
        events: events.iter().map(|event| said.event(event)).collect(),
        head: HeadView { events: head.seq, digest: head.digest },
        chain,
        may_check,
    };
    face.show(&visitor, "全部经过", &view)
}

//! Cycles: opened, their days and pack changed, closed.

use askama::Template;
use axum::extract::Path;
use chrono::{Datelike, NaiveDate};
use flow::Duty;
use serde::{Deserialize, Serialize};
use store::{CycleId, NewCycle};
use utoipa::ToSchema;

use super::day;
use crate::site::parts::Deadline;
use crate::site::{Answer, Face, Problem, Sent, Site, Visitor};

/// The cycles.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/system/cycles.html")]
pub struct CyclesView {
    /// The cycles, the latest year first.
    cycles: Vec<CycleRow>,
    /// Why nothing can be changed; none where it can.
    barred: Option<Problem>,
    /// Packs to choose from.
    packs: Vec<PackChoice>,
    /// The pack offered.
    #[serde(skip)]
    pack: String,
    /// The year offered.
    #[serde(skip)]
    year: i32,
    /// Today.
    #[serde(skip)]
    today: NaiveDate,
}

/// A cycle.
#[derive(Debug, Serialize, ToSchema)]
pub struct CycleRow {
    /// Its number.
    id: i64,
    /// The fiscal year.
    year: i32,
    /// The pack's key.
    pack: String,
    /// The pack as people name it.
    pack_name: String,
    /// Its version.
    pack_version: String,
    /// First day of declaring.
    opens: NaiveDate,
    /// Last day of declaring.
    closes: NaiveDate,
    /// How long there still is.
    deadline: Deadline,
    /// Whether it is closed.
    closed: bool,
}

/// A pack to choose.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackChoice {
    /// Its key.
    key: String,
    /// As people name it.
    name: String,
}

/// A cycle to be opened or changed.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CycleSent {
    /// The fiscal year.
    year: i32,
    /// The pack.
    pack: String,
    /// First day of declaring.
    opens: String,
    /// Last day of declaring.
    closes: String,
}

impl CycleSent {
    fn cycle(&self) -> Result<NewCycle, Problem> {
        Ok(NewCycle {
            year: self.year,
            pack: self.pack.clone(),
            opens: day("opens", &self.opens, "开始申报的日期")?,
            closes: day("closes", &self.closes, "申报的截止日期")?,
        })
    }
}

/// Whether a cycle is closed.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ClosedSent {
    /// `closed` or `open`.
    state: String,
}

/// The cycles.
#[utoipa::path(get, path = "/system/cycles", responses((status = 200, body = CyclesView)))]
pub async fn show(site: Site, face: Face, visitor: Visitor) -> Answer {
    super::enter(&visitor)?;
    let (who, desk) = (&visitor.who, site.desk());
    let today = who.today();
    let charter = desk.charter(who).await?;
    let calendar = &charter.workflow.calendar;
    let row = |cycle: store::Cycle| CycleRow {
        id: cycle.id.0,
        year: cycle.year,
        pack_name: desk.pack_edition(&cycle.pack),
        pack_version: desk.packs.version(&cycle.pack).unwrap_or_default().to_owned(),
        pack: cycle.pack,
        opens: cycle.opens,
        deadline: Deadline::new(
            cycle.closes,
            calendar.working_days_between(today, cycle.closes),
            today,
        ),
        closes: cycle.closes,
        closed: cycle.closed_at.is_some(),
    };
    let cycles: Vec<CycleRow> =
        desk.store.cycles(who.region()).await?.into_iter().map(row).collect();
    let choice = |key: &str| PackChoice { key: key.to_owned(), name: desk.pack_edition(key) };
    let view = CyclesView {
        year: cycles.first().map_or(today.year() + 1, |newest| newest.year + 1),
        cycles,
        barred: charter.may(who, Duty::SetDeadlines, None).err().map(Problem::from),
        packs: desk.packs.keys().map(choice).collect(),
        pack: charter.pack,
        today,
    };
    face.show(&visitor, "申报周期", &view)
}

/// Opens a cycle.
#[utoipa::path(post, path = "/system/cycles", request_body = CycleSent,
    responses((status = 303, description = "已开")))]
pub async fn open(site: Site, face: Face, visitor: Visitor, Sent(sent): Sent<CycleSent>) -> Answer {
    site.desk().open_cycle(&visitor.who, &sent.cycle()?).await?;
    face.done("/system/cycles", &format!("{}年度的申报周期已开。", sent.year))
}

/// Changes days or pack.
#[utoipa::path(post, path = "/system/cycles/{id}", request_body = CycleSent,
    responses((status = 303, description = "已改")))]
pub async fn change(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    Sent(sent): Sent<CycleSent>,
) -> Answer {
    site.desk().change_cycle(&visitor.who, CycleId(id), &sent.cycle()?).await?;
    face.done("/system/cycles", &format!("{}年度的期限和规则包已改。", sent.year))
}

/// Closes a cycle, or opens it again.
#[utoipa::path(post, path = "/system/cycles/{id}/close", request_body = ClosedSent,
    responses((status = 303, description = "已办")))]
pub async fn close(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    Sent(sent): Sent<ClosedSent>,
) -> Answer {
    if sent.state == "open" {
        site.desk().reopen_cycle(&visitor.who, CycleId(id)).await?;
        return face.done("/system/cycles", "已重新打开。");
    }
    site.desk().close_cycle(&visitor.who, CycleId(id)).await?;
    face.done("/system/cycles", "已关闭，里面的申报只能查看。")
}

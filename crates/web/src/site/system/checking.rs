//! Going through all that a region keeps: begun by a button, done as a job by whichever server comes
//! first, told on the page. And the end of the chain as a file.

use axum::response::Response;
use desk::JobKind;
use flow::Duty;
use store::{JobState, RegionId};

use crate::site::jobs::Found;
use crate::site::reviews::papers::download;
use crate::site::{Answer, Face, Problem, Site, Visitor};

/// How the last check of a region stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Check {
    /// In words; empty where none was made lately.
    pub said: String,
    /// What a fault means; empty where there is none.
    pub meaning: String,
    /// Whether it goes on.
    pub going: bool,
    /// Whether it found a fault, or was not done.
    pub broken: bool,
}

impl Check {
    /// The last one of a region, whoever asked for it.
    pub(super) async fn last(site: &Site, region: RegionId) -> Result<Check, Problem> {
        let job = site.desk().store.last_job(region, JobKind::Check.as_str()).await?;
        let Some(job) = job else { return Ok(Check::default()) };
        let going = job.is_open();
        let found = Found::read(&job.run.outcome);
        let said = match job.run.said.is_empty() {
            true if going => "正在核对……".to_owned(),
            _ => job.run.said.clone(),
        };
        let broken = found.broken || job.state() == Some(JobState::Failed);
        Ok(Check { said, meaning: found.meaning, going, broken })
    }
}

/// Begins to go through everything.
#[utoipa::path(post, path = "/system/events/check",
    responses((status = 200, description = "已开始核对")))]
pub async fn check(site: Site, face: Face, visitor: Visitor) -> Answer {
    super::enter(&visitor)?;
    site.desk().ask_check(&visitor.who).await?;
    site.worker().wake();
    face.done("/system/events", "已开始核对，结果显示在本页。")
}

/// The end of the chain as a file, to be kept outside.
#[utoipa::path(get, path = "/system/events/head",
    responses((status = 200, description = "链尾", body = String, content_type = "text/plain")))]
pub async fn head(site: Site, visitor: Visitor) -> Result<Response, Problem> {
    super::enter(&visitor)?;
    let (who, desk) = (&visitor.who, site.desk());
    desk.charter(who).await?.may(who, Duty::ReadEvents, None)?;
    let kept = desk.store.kept_head(who.region(), who.now).await?;
    let name = format!("链尾-{}-第{}条.txt", kept.name, kept.head.seq);
    let text = store::write_heads(&[kept]);
    Ok(download(&name, "text/plain; charset=utf-8", text.into_bytes()))
}

//! Somebody's own jobs: how far each is, and the file it gave.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use desk::JobKind;
use desk::jobs::KEPT;
use serde::Serialize;
use store::{AskedJob, JobId, JobState};
use utoipa::ToSchema;

use crate::site::papers::Bundled;
use crate::site::parts::{Badge, Tone, moment};
use crate::site::reviews::papers::download;
use crate::site::{Answer, Face, Problem, Site, Visitor};

/// How often a page without scripts looks again, in seconds.
const AGAIN: u32 = 3;

/// A job.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/jobs/show.html")]
pub struct JobView {
    /// Its number.
    id: i64,
    /// What it is.
    name: String,
    /// How it stands.
    state: Badge,
    /// Whether it is still to be done.
    open: bool,
    /// When it was asked for.
    asked: String,
    /// The last word about it; empty while it waits.
    said: String,
    /// How much of it is done.
    done: i64,
    /// Of how much; 0 where nobody knows.
    total: i64,
    /// Where the file is fetched; empty where there is none.
    file: String,
    /// Until when it can be; empty where there is none.
    until: String,
    /// Where it was asked for.
    back: String,
}

/// Somebody's jobs.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/jobs/list.html")]
pub struct JobsView {
    /// The jobs, the last first.
    jobs: Vec<JobView>,
}

fn view(asked: &AskedJob) -> JobView {
    let (job, run) = (&asked.job, &asked.run);
    let kind = JobKind::parse(&job.kind);
    let bundled = kind.filter(|kind| *kind == JobKind::Papers).map(|_| Bundled::read(&job.what));
    let name = match &bundled {
        Some(bundled) => bundled.name(),
        None => kind.map_or("任务", JobKind::name).to_owned(),
    };
    let state = match asked.state() {
        Some(JobState::Waiting) => Badge::new(Tone::Waiting, "等待办理"),
        Some(JobState::Running) => Badge::new(Tone::Working, "正在办理"),
        Some(JobState::Done) => Badge::new(Tone::Done, "已办好"),
        Some(JobState::Failed) | None => Badge::new(Tone::Error, "没有办成"),
    };
    let file = bundled.is_some() && asked.state() == Some(JobState::Done);
    let until = run.finished_at.filter(|_| file).map(|at| moment(at + KEPT));
    JobView {
        id: job.id.0,
        name,
        state,
        open: asked.is_open(),
        asked: moment(job.asked_at),
        said: run.said.clone(),
        done: run.done,
        total: run.total,
        file: if file { format!("/jobs/{}/file", job.id.0) } else { String::new() },
        until: until.unwrap_or_default(),
        back: bundled.map_or_else(|| "/system/events".to_owned(), |bundled| bundled.back()),
    }
}

/// The jobs somebody asked for.
#[utoipa::path(get, path = "/jobs", responses((status = 200, body = JobsView)))]
pub async fn all(site: Site, face: Face, visitor: Visitor) -> Answer {
    let jobs = site.desk().own_jobs(&visitor.who).await?;
    let jobs: Vec<JobView> = jobs.iter().map(view).collect();
    let open = jobs.iter().any(|job| job.open);
    let face = if open { face.again(AGAIN) } else { face };
    face.show(&visitor, "我的任务", &JobsView { jobs })
}

/// A job somebody asked for, and how far it is.
#[utoipa::path(get, path = "/jobs/{id}", params(("id" = i64, Path)),
    responses((status = 200, body = JobView)))]
pub async fn show(site: Site, face: Face, visitor: Visitor, Path(id): Path<i64>) -> Answer {
    let view = view(&site.desk().own_job(&visitor.who, JobId(id)).await?);
    let face = if view.open { face.again(AGAIN) } else { face };
    let title = view.name.clone();
    face.show(&visitor, &title, &view)
}

/// The file a job gave.
#[utoipa::path(get, path = "/jobs/{id}/file", params(("id" = i64, Path)),
    responses((status = 200, description = "生成的文件", body = Vec<u8>,
        content_type = "application/zip")))]
pub async fn file(site: Site, visitor: Visitor, Path(id): Path<i64>) -> Result<Response, Problem> {
    let (asked, bytes) = site.desk().job_file(&visitor.who, JobId(id)).await?;
    let name = Bundled::read(&asked.job.what).name();
    Ok(download(&format!("{name}.zip"), "application/zip", bytes))
}

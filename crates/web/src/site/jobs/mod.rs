//! 任务: long work somebody asked for, shown while it goes on and fetched when it is done; and how
//! this server does such work beside the requests.

mod check;
mod list;

use chrono::Utc;
use desk::jobs::{Task, Worker};
use desk::{Fault, JobKind, Product};
use tokio::task::JoinHandle;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use check::Found;

use super::account::chance;
use super::{Problem, Site, Visitor, papers};

/// Its pages.
pub fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(list::all))
        .routes(routes!(list::show))
        .routes(routes!(list::file))
}

/// A worker nobody has started yet, with a name no other server's has; it begins with the number of
/// the process, for whoever runs several.
pub fn worker() -> Worker {
    let name = format!("{}-{}", std::process::id(), &chance::token()[..12]);
    Worker::new(name, Utc::now)
}

impl Site {
    /// Does jobs beside the requests until [`Site::stop_jobs`].
    pub fn start_jobs(&self) -> JoinHandle<()> {
        let site = self.clone();
        tokio::spawn(async move {
            let failed = |why: &str| tracing::error!(error = why, "a job was not carried on");
            site.worker().run(site.desk(), |task| carry_out(site.clone(), task), failed).await;
        })
    }

    /// Takes no job any more, and gives back the one there is.
    pub fn stop_jobs(&self) {
        self.worker().stop();
    }

    /// Does all that there is to do now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn work_off_jobs(&self) -> Result<(), Problem> {
        let work = |task| carry_out(self.clone(), task);
        while self.worker().do_one(self.desk(), &work).await? {}
        Ok(())
    }
}

/// Does a job of any kind.
async fn carry_out(site: Site, task: Task) -> Result<Product, Fault> {
    match JobKind::parse(&task.job.kind) {
        Some(JobKind::Check) => check::go(&site, &task).await,
        Some(JobKind::Papers) => {
            let visitor = Visitor::without_browser(&site, task.who.clone()).await;
            papers::bundled(&site, &visitor, &task).await.map_err(fault)
        }
        None => Err(Fault::Lasting("这台服务器的程序不认识这种任务，请升级后再办。".to_owned())),
    }
}

/// Why something was not done, as a job tells it: what the program or the database failed at may
/// go better another time.
fn fault(problem: Problem) -> Fault {
    let told = format!("{}{}", problem.why, problem.remedy);
    match problem.status.is_server_error() {
        true => Fault::Passing(told),
        false => Fault::Lasting(told),
    }
}

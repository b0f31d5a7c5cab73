//! Whoever does the jobs: one in each server. It takes the oldest, gives signs of life while it
//! goes on, and ends it; told to stop, it gives back what it has.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use store::{EndedJob, Job, JobRun, JobState};
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use super::{Fault, KEPT, LEASE, Product, Task, Told, after, rights};
use crate::{Desk, Result};

/// How often somebody who has nothing to do looks whether there is something.
const LOOKS: Duration = Duration::from_secs(2);
/// How long they wait when the database does not answer.
const RESTS: Duration = Duration::from_secs(20);
/// How often a job's progress is written.
const BEAT: Duration = Duration::from_secs(2);
/// How often a job without progress gives a sign of life.
const ALIVE: Duration = Duration::from_secs(8);
/// How often what is long over is forgotten.
const TIDIES: Duration = Duration::from_secs(60 * 60);

/// What time it is; the desk has no clock of its own.
pub type Clock = fn() -> DateTime<Utc>;

/// Somebody who does jobs.
#[derive(Debug, Clone)]
pub struct Worker {
    /// Their name, unlike that of any other.
    pub name: String,
    /// What time it is.
    pub clock: Clock,
    wake: Arc<Notify>,
    stop: watch::Sender<bool>,
}

impl Worker {
    /// Somebody who has done nothing yet.
    pub fn new(name: String, clock: Clock) -> Worker {
        Worker { name, clock, wake: Arc::default(), stop: watch::Sender::new(false) }
    }

    /// There is something to do: they need not wait until they look again.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// They take nothing any more, and give back what they have.
    pub fn stop(&self) {
        self.stop.send_replace(true);
    }

    fn is_stopped(&self) -> bool {
        *self.stop.borrow()
    }

    async fn stopped(&self) {
        // The sender lives as long as this does.
        drop(self.stop.subscribe().wait_for(|stop| *stop).await);
    }

    /// Does jobs until told to stop. What a job is, `work` knows; `failed` hears when the database
    /// does not answer.
    pub async fn run<W, F>(&self, desk: &Desk, work: W, failed: impl Fn(&str))
    where
        W: Fn(Task) -> F,
        F: Future<Output = std::result::Result<Product, Fault>> + Send + 'static,
    {
        let mut tidied: Option<Instant> = None;
        while !self.is_stopped() {
            if tidied.is_none_or(|at| at.elapsed() > TIDIES) {
                tidied = Some(Instant::now());
                let gone = desk.store.forget_jobs((self.clock)() - KEPT).await;
                gone.err().inspect(|error| failed(&error.to_string()));
            }
            let wait = match self.do_one(desk, &work).await {
                Ok(true) => continue,
                Ok(false) => LOOKS,
                Err(error) => {
                    failed(&error.to_string());
                    RESTS
                }
            };
            tokio::select! {
                () = self.stopped() => {}
                _ = timeout(wait, self.wake.notified()) => {}
            }
        }
    }

    /// Does the oldest job there is; false where there is none.
    ///
    /// # Errors
    /// When the database fails; the job is then taken again when the lease has run out.
    pub async fn do_one<W, F>(&self, desk: &Desk, work: &W) -> Result<bool>
    where
        W: Fn(Task) -> F,
        F: Future<Output = std::result::Result<Product, Fault>> + Send + 'static,
    {
        let why = "做这件事的程序几次都中断了，已经放弃。请再办一次；还不行请告诉系统管理员。";
        desk.store.give_up_jobs(LEASE, why, (self.clock)()).await?;
        let Some(run) = desk.store.take_job(&self.name, LEASE, (self.clock)()).await? else {
            return Ok(false);
        };
        let job = desk.store.job_of(&run).await?;
        match self.task(desk, job).await? {
            Err(fault) => self.end(desk, &run, Err(fault), String::new()).await?,
            Ok(task) => {
                let (rights, told) = (rights(&task.who), task.told.clone());
                if let Some(ended) = self.carried(desk, &run, &told, work(task)).await {
                    self.end(desk, &run, ended, rights).await?;
                }
            }
        }
        Ok(true)
    }

    /// The job with whoever asked for it, as they are now.
    async fn task(&self, desk: &Desk, job: Job) -> Result<std::result::Result<Task, Fault>> {
        let gone = || Fault::Lasting("提出的人已经停用，没有办理。".to_owned());
        let Some(person) = job.person else { return Ok(Err(gone())) };
        let person = desk.store.person(job.region, person).await?;
        if !person.active {
            return Ok(Err(gone()));
        }
        let who = desk.who(person, (self.clock)()).await?;
        Ok(Ok(Task { job, who, told: Told::default() }))
    }

    /// Lets the work go on and gives signs of life; none when the job is no longer theirs or was
    /// given back.
    async fn carried<F>(
        &self,
        desk: &Desk,
        run: &JobRun,
        told: &Told,
        work: F,
    ) -> Option<std::result::Result<Product, Fault>>
    where
        F: Future<Output = std::result::Result<Product, Fault>> + Send + 'static,
    {
        // Whoever lost a job does not go on with it, nor does it go on when this is dropped. A
        // panic in it is an end like others.
        let mut doing = JoinSet::new();
        doing.spawn(work);
        let (mut shown, mut alive) = (told.last(), Instant::now());
        loop {
            tokio::select! {
                ended = doing.join_next() => {
                    let broken = || Fault::Passing("程序出了错。".to_owned());
                    return Some(ended?.unwrap_or_else(|_| Err(broken())));
                }
                () = self.stopped() => {
                    doing.shutdown().await;
                    self.give_back(desk, run).await;
                    return None;
                }
                () = sleep(BEAT) => {
                    let now = told.last();
                    if now == shown && alive.elapsed() < ALIVE {
                        continue;
                    }
                    // A database that does not answer for a while costs nothing but the lease.
                    if let Ok(kept) = desk.store.keep_job(run, &now, LEASE, (self.clock)()).await {
                        if !kept {
                            doing.shutdown().await;
                            return None;
                        }
                        (shown, alive) = (now, Instant::now());
                    }
                }
            }
        }
    }

    /// Lets another take the job at once.
    async fn give_back(&self, desk: &Desk, run: &JobRun) {
        let now = (self.clock)();
        let said = "服务器停了，等另一台接着做。";
        let state = JobState::Waiting;
        let back = EndedJob { state, due: now, said, outcome: "", rights: "" };
        // Where it fails, the lease runs out.
        drop(desk.store.end_job(run, &back, now).await);
    }

    async fn end(
        &self,
        desk: &Desk,
        run: &JobRun,
        ended: std::result::Result<Product, Fault>,
        rights: String,
    ) -> Result<()> {
        let (state, wait, said) = after(&ended, run.tries);
        let product = ended.unwrap_or_default();
        if let Some(file) = &product.file {
            desk.store.keep_job_file(run, file).await?;
        }
        let now = (self.clock)();
        let ended = EndedJob {
            state,
            due: now + wait,
            said: &said,
            outcome: &product.outcome,
            rights: &rights,
        };
        desk.store.end_job(run, &ended, now).await?;
        Ok(())
    }
}

//! Long work beside the requests: somebody asks for it, whichever server comes first does it, and
//! they look at it when it is done. What kinds of work there are and how a job is led through its
//! life is here; what a kind does is told to [`Worker`] by whoever starts it.
//!
//! A job is done under a lease that is renewed while it goes on. A server that dies, or that others
//! take for dead, loses it to another; only who has it last is heard. So a job may be done twice,
//! and what it gives counts once.

mod worker;

use std::sync::{Arc, Mutex, PoisonError};

use chrono::TimeDelta;
use flow::Duty;
use store::{AskedJob, By, Job, JobId, JobProgress, JobState, Lease, NewJob};

use crate::{Desk, Error, Result, Who};

pub use worker::{Clock, Worker};

/// How long a job is somebody's without a sign of life, and how often it is tried.
pub const LEASE: Lease = Lease { lasts: TimeDelta::seconds(30), tries: 5 };
/// How long what a job gave can be fetched.
pub const KEPT: TimeDelta = TimeDelta::days(7);
/// Jobs shown to somebody.
const SHOWN: u64 = 50;

/// The kinds of long work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobKind {
    /// Papers of a department or of all in one file.
    Papers,
    /// Going through all that is kept.
    Check,
}

impl JobKind {
    /// All of them.
    pub const ALL: [JobKind; 2] = [JobKind::Papers, JobKind::Check];

    /// The word in the database; never renamed.
    pub fn as_str(self) -> &'static str {
        match self {
            JobKind::Papers => "papers",
            JobKind::Check => "check",
        }
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            JobKind::Papers => "打包文书",
            JobKind::Check => "核对全部记录和内容",
        }
    }

    /// The kind of a word.
    pub fn parse(word: &str) -> Option<JobKind> {
        JobKind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// What a job gave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Product {
    /// In words.
    pub said: String,
    /// More of it, as the kind reads it.
    pub outcome: String,
    /// A file.
    pub file: Option<Vec<u8>>,
}

/// Why a job gave nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It would come out the same again: a whole sentence.
    Lasting(String),
    /// It may go better another time: a whole sentence.
    Passing(String),
}

/// A job that somebody does.
#[derive(Debug, Clone)]
pub struct Task {
    /// What was asked for.
    pub job: Job,
    /// Who asked, as they are now.
    pub who: Who,
    /// To be told how far it is.
    pub told: Told,
}

/// How far a job is, told by whoever does it.
#[derive(Debug, Clone, Default)]
pub struct Told(Arc<Mutex<JobProgress>>);

impl Told {
    /// So much of so much is done; 0 where nobody knows of how much.
    pub fn tell(&self, done: usize, total: usize, said: impl Into<String>) {
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let progress = JobProgress { done: number(done), total: number(total), said: said.into() };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = progress;
    }

    /// The last word.
    pub fn last(&self) -> JobProgress {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// What becomes of a job after somebody tried: how it stands, how long it waits, the last word.
fn after(ended: &std::result::Result<Product, Fault>, tries: i32) -> (JobState, TimeDelta, String) {
    let now = TimeDelta::zero();
    match ended {
        Ok(product) => (JobState::Done, now, product.said.clone()),
        Err(Fault::Lasting(why)) => (JobState::Failed, now, why.clone()),
        Err(Fault::Passing(why)) if tries >= LEASE.tries => {
            (JobState::Failed, now, format!("试了{tries}次都没有做成。{why}"))
        }
        Err(Fault::Passing(why)) => {
            let later = TimeDelta::seconds(5) * tries.max(1);
            (JobState::Waiting, later, format!("第{tries}次没有做成，稍后再试。{why}"))
        }
    }
}

/// What somebody may do at a time, as a digest: who had other rights may have seen other things.
fn rights(who: &Who) -> String {
    let today = who.today();
    let grants = who.asker.grants.iter().filter(|grant| grant.holds(today));
    let told = |grant: &flow::Grant| {
        let absent = grant.for_person.map_or(0, |person| person.0);
        format!("{} {} {absent}", grant.role.as_str(), grant.unit.0)
    };
    let mut told: Vec<String> = grants.map(told).collect();
    told.sort_unstable();
    told.dedup();
    store::sm3(told.join("\n").as_bytes())
}

impl Desk {
    /// Asks for papers in one file; what papers somebody may see is asked when they are made.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ask_papers(&self, who: &Who, what: &str) -> Result<JobId> {
        let new = NewJob { kind: JobKind::Papers.as_str(), what, shared: false };
        Ok(self.store.ask_job(By::person(who.person.id, who.now), who.region(), &new).await?)
    }

    /// Asks for going through all that is kept; one goes on at a time.
    ///
    /// # Errors
    /// When they may not read the record, or the database fails.
    pub async fn ask_check(&self, who: &Who) -> Result<JobId> {
        let permit = self.charter(who).await?.may(who, Duty::ReadEvents, None)?;
        let new = NewJob { kind: JobKind::Check.as_str(), what: "{}", shared: true };
        Ok(self.store.ask_job(who.by(&permit), who.region(), &new).await?)
    }

    /// The jobs somebody asked for lately, the last first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn own_jobs(&self, who: &Who) -> Result<Vec<AskedJob>> {
        Ok(self.store.jobs_of(who.region(), who.person.id, SHOWN).await?)
    }

    /// A job somebody asked for; those of others are not there for them.
    ///
    /// # Errors
    /// When there is none, or the database fails.
    pub async fn own_job(&self, who: &Who, id: JobId) -> Result<AskedJob> {
        let asked = self.store.job(who.region(), id).await?;
        let own = asked.job.person == Some(who.person.id);
        own.then_some(asked).ok_or_else(|| store::Error::Missing("任务").into())
    }

    /// The file a job gave to whoever asked for it, as long as their rights are what they were.
    ///
    /// # Errors
    /// When there is none for them, their rights have changed, or the database fails.
    pub async fn job_file(&self, who: &Who, id: JobId) -> Result<(AskedJob, Vec<u8>)> {
        let asked = self.own_job(who, id).await?;
        if asked.state() == Some(JobState::Done) && asked.run.rights != rights(who) {
            return Err(Error::bad("文件生成以后，您的岗位或代理有变动。请重新办一次。"));
        }
        let file = self.store.job_file(&asked.run).await?;
        Ok((asked, file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_go_better_is_tried_again_so_often_and_what_may_not_is_not() {
        let passing = Err(Fault::Passing("数据库没有回答。".to_owned()));
        let (state, wait, said) = after(&passing, 1);
        assert_eq!((state, wait), (JobState::Waiting, TimeDelta::seconds(5)));
        assert!(said.contains("第1次") && said.contains("数据库没有回答"), "{said}");
        assert_eq!(after(&passing, 4).1, TimeDelta::seconds(20), "later and later");
        let (state, _, said) = after(&passing, LEASE.tries);
        assert_eq!(state, JobState::Failed);
        assert!(said.contains("试了5次"), "{said}");
        let lasting = Err(Fault::Lasting("没有您能看的文书。".to_owned()));
        assert_eq!(
            after(&lasting, 1),
            (JobState::Failed, TimeDelta::zero(), "没有您能看的文书。".to_owned())
        );
        let done = Ok(Product { said: "好了。".to_owned(), ..Product::default() });
        assert_eq!(after(&done, 5), (JobState::Done, TimeDelta::zero(), "好了。".to_owned()));
    }
}

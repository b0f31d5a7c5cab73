//! Doing the jobs people asked for: who takes one, for how long it is theirs, how far it is, how it
//! ended. Several servers on one database share the work through these functions.
//!
//! None of it is a record and none of it needs an event: that somebody asked has one (`job`), and
//! what a job does to a record goes through a change like any other. The rule, held by a test: a
//! function here reads and writes `job_run` and `job_result` alone, by single statements. Whoever
//! takes a job counts its tries up and is known by that number: one who was given up for dead can
//! no longer say anything about it.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, LockBehavior, LockType, Query, SubQueryStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, DbBackend, EntityTrait, ExprTrait, QueryFilter,
    UpdateMany,
};

use crate::tables::{job_result, job_run};
use crate::{JobRun, Result, Store};

/// Bytes of a piece of a result.
const PIECE: usize = 1 << 20;

/// How a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// Nobody has it.
    Waiting,
    /// Somebody has it, as long as the lease lasts.
    Running,
    /// It is done.
    Done,
    /// It was given up.
    Failed,
}

impl JobState {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Running, Self::Done, Self::Failed];

    /// The word in the database; never renamed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    /// The state of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// How long and how often a job may be somebody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// How long it is theirs without a sign of life.
    pub lasts: TimeDelta,
    /// How often it is taken at most.
    pub tries: i32,
}

/// How far a job is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JobProgress {
    /// How much of it is done.
    pub done: i64,
    /// Of how much; 0 where nobody knows.
    pub total: i64,
    /// In words.
    pub said: String,
}

/// How a job came out of somebody's hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndedJob<'e> {
    /// Done, failed, or waiting for somebody to take it again.
    pub state: JobState,
    /// From when on, where it waits again.
    pub due: DateTime<Utc>,
    /// The last word, for people.
    pub said: &'e str,
    /// What it gave.
    pub outcome: &'e str,
    /// What the one who asked might see.
    pub rights: &'e str,
}

impl Store {
    /// Takes the oldest job that waits, or whose lease ran out; none where there is none. What two
    /// ask for at once, one gets.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_job(
        &self,
        holder: &str,
        lease: Lease,
        now: DateTime<Utc>,
    ) -> Result<Option<JobRun>> {
        use job_run::Column;
        let now = now.trunc_subsecs(6);
        let mut oldest = Query::select();
        oldest.column(Column::Job).from(job_run::Entity).cond_where(takeable(lease, now));
        oldest.and_where(Expr::col(Column::Tries).lt(lease.tries));
        oldest.order_by(Column::Job, sea_orm::Order::Asc).limit(1);
        if self.write.get_database_backend() == DbBackend::Postgres {
            // Who comes at the same moment takes the next one instead of waiting for this.
            oldest.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        }
        let oldest = Expr::from(SubQueryStatement::from(oldest));
        let taken = job_run::Entity::update_many()
            .col_expr(Column::State, Expr::value(JobState::Running.as_str()))
            .col_expr(Column::Tries, Expr::col(Column::Tries).add(1))
            .col_expr(Column::Holder, Expr::value(holder))
            .col_expr(Column::Due, Expr::value(now + lease.lasts))
            .filter(Expr::col(Column::Job).eq(oldest))
            .exec_with_returning(&self.write)
            .await?;
        Ok(taken.into_iter().next())
    }

    /// Gives up the jobs that were taken too often and whose lease ran out: whoever does them dies
    /// of it. Says why.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn give_up_jobs(&self, lease: Lease, said: &str, now: DateTime<Utc>) -> Result<u64> {
        use job_run::Column;
        let now = now.trunc_subsecs(6);
        let given = job_run::Entity::update_many()
            .col_expr(Column::State, Expr::value(JobState::Failed.as_str()))
            .col_expr(Column::Said, Expr::value(said))
            .col_expr(Column::FinishedAt, Expr::value(now))
            .filter(takeable(lease, now))
            .filter(Column::Tries.gte(lease.tries));
        Ok(given.exec(&self.write).await?.rows_affected)
    }

    /// A sign of life of whoever has a job, and how far it is; false when it is no longer theirs.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_job(
        &self,
        run: &JobRun,
        progress: &JobProgress,
        lease: Lease,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        use job_run::Column;
        let kept = theirs(run)
            .col_expr(Column::Due, Expr::value(now.trunc_subsecs(6) + lease.lasts))
            .col_expr(Column::Done, Expr::value(progress.done))
            .col_expr(Column::Total, Expr::value(progress.total))
            .col_expr(Column::Said, Expr::value(progress.said.as_str()));
        Ok(kept.exec(&self.write).await?.rows_affected == 1)
    }

    /// Keeps the file a job gave; it counts when the job is ended as done.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_job_file(&self, run: &JobRun, content: &[u8]) -> Result<()> {
        for (piece, content) in (0..).zip(content.chunks(PIECE)) {
            let row = job_result::ActiveModel {
                job: Set(run.job),
                taken: Set(run.tries),
                piece: Set(piece),
                content: Set(content.to_vec()),
            };
            job_result::Entity::insert(row).exec_without_returning(&self.write).await?;
        }
        Ok(())
    }

    /// Ends somebody's work on a job; false when it is no longer theirs, and then nothing counts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_job(
        &self,
        run: &JobRun,
        ended: &EndedJob<'_>,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        use job_run::Column;
        let over = matches!(ended.state, JobState::Done | JobState::Failed);
        let finished = over.then(|| now.trunc_subsecs(6));
        let ended = theirs(run)
            .col_expr(Column::State, Expr::value(ended.state.as_str()))
            .col_expr(Column::Due, Expr::value(ended.due.trunc_subsecs(6)))
            .col_expr(Column::Said, Expr::value(ended.said))
            .col_expr(Column::Outcome, Expr::value(ended.outcome))
            .col_expr(Column::Rights, Expr::value(ended.rights))
            .col_expr(Column::FinishedAt, Expr::value(finished));
        Ok(ended.exec(&self.write).await?.rows_affected == 1)
    }

    /// Forgets what jobs gave that ended before a moment, and how they went; and pieces of files of
    /// those who did not come to an end. That somebody asked stays in the record.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_jobs(&self, before: DateTime<Utc>) -> Result<u64> {
        use job_run::Column;
        let mut over = Query::select();
        over.column(Column::Job).from(job_run::Entity).and_where(Column::FinishedAt.lt(before));
        let mut counting = Query::select();
        counting.column(Column::Job).from(job_run::Entity);
        let [own, its] = [job_result::Column::Job, job_result::Column::Taken]
            .map(|column| Expr::col((job_result::Entity, column)));
        counting.and_where(Expr::col((job_run::Entity, Column::Job)).eq(own));
        counting.and_where(Expr::col((job_run::Entity, Column::Tries)).lte(its));
        let gone = Condition::any()
            .add(job_result::Column::Job.in_subquery(over))
            .add(job_result::Column::Job.in_subquery(counting).not());
        job_result::Entity::delete_many().filter(gone).exec(&self.write).await?;
        let gone = job_run::Entity::delete_many().filter(Column::FinishedAt.lt(before));
        Ok(gone.exec(&self.write).await?.rows_affected)
    }
}

/// What somebody may take: it waits, or runs without a sign of life. A lease that ends later than
/// one that begins now was given by a clock that went wrong.
fn takeable(lease: Lease, now: DateTime<Utc>) -> Condition {
    use job_run::Column;
    let dead = Condition::any()
        .add(Column::Due.lte(now))
        .add(Column::Due.gt(now + lease.lasts + lease.lasts));
    let open = [JobState::Waiting, JobState::Running].map(JobState::as_str);
    Condition::all().add(Column::State.is_in(open)).add(dead)
}

/// A change of a job that counts only while it is theirs who took it.
fn theirs(run: &JobRun) -> UpdateMany<job_run::Entity> {
    job_run::Entity::update_many()
        .filter(job_run::Column::Job.eq(run.job))
        .filter(job_run::Column::Tries.eq(run.tries))
        .filter(job_run::Column::State.eq(JobState::Running.as_str()))
}

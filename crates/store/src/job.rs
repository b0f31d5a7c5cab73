//! Long work that somebody asks for, such as all papers of a department. Asking is a change like
//! any other and stays in the record; how it is done is `work`'s affair.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter,
    QueryOrder, QuerySelect, SelectTwo,
};

use crate::change::{By, Changing, Done, What};
use crate::tables::{job, job_result, job_run};
use crate::work::JobState;
use crate::{Error, Job, JobId, JobRun, PersonId, RegionId, Result, Store};

/// A job to be asked for.
#[derive(Debug, Clone, Copy)]
pub struct NewJob<'n> {
    /// Which kind of work.
    pub kind: &'n str,
    /// What of that kind.
    pub what: &'n str,
    /// Whether it is the same whoever asks: then it is not begun a second time for another.
    pub shared: bool,
}

/// A job and how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedJob {
    /// What was asked for.
    pub job: Job,
    /// How far it is.
    pub run: JobRun,
}

impl AskedJob {
    /// How it stands; none for a word nobody knows.
    pub fn state(&self) -> Option<JobState> {
        JobState::parse(&self.run.state)
    }

    /// Whether it is still to be done.
    pub fn is_open(&self) -> bool {
        matches!(self.state(), Some(JobState::Waiting | JobState::Running))
    }
}

impl Store {
    /// Asks for a job; where the same is still to be done, gives that one.
    ///
    /// # Errors
    /// When there is no such region, or the database fails.
    pub async fn ask_job(&self, by: By, region: RegionId, new: &NewJob<'_>) -> Result<JobId> {
        let change = self.changing(region, by).await?;
        if let Some(open) = change.open_job(new).await? {
            return Ok(open);
        }
        let row = job::ActiveModel {
            region: Set(region),
            person: Set(by.person),
            kind: Set(new.kind.to_owned()),
            what: Set(new.what.to_owned()),
            asked_at: Set(by.at),
            ..Default::default()
        };
        let row = row.insert(change.on()).await?;
        let run = job_run::ActiveModel {
            job: Set(row.id),
            state: Set(JobState::Waiting.as_str().to_owned()),
            tries: Set(0),
            holder: Set(String::new()),
            due: Set(by.at),
            done: Set(0),
            total: Set(0),
            said: Set(String::new()),
            outcome: Set(String::new()),
            rights: Set(String::new()),
            finished_at: Set(None),
        };
        job_run::Entity::insert(run).exec_without_returning(change.on()).await?;
        change.commit(Done::made(What::JobAsked, subject(row.id), &row)).await?;
        Ok(row.id)
    }

    /// A job of a region.
    ///
    /// # Errors
    /// When there is none, it was long ago, or the database fails.
    pub async fn job(&self, region: RegionId, id: JobId) -> Result<AskedJob> {
        let rows =
            with_runs().filter(job::Column::Region.eq(region)).filter(job::Column::Id.eq(id));
        let found = rows.one(&self.read).await?;
        found.and_then(both).ok_or(Error::Missing("任务"))
    }

    /// What was asked for, of a job somebody has taken.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn job_of(&self, run: &JobRun) -> Result<Job> {
        let row = job::Entity::find_by_id(run.job).one(&self.read).await?;
        row.ok_or(Error::Missing("任务"))
    }

    /// The jobs somebody asked for, the latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn jobs_of(
        &self,
        region: RegionId,
        person: PersonId,
        most: u64,
    ) -> Result<Vec<AskedJob>> {
        let rows = with_runs()
            .filter(job::Column::Region.eq(region))
            .filter(job::Column::Person.eq(person))
            .order_by_desc(job::Column::Id)
            .limit(most);
        Ok(rows.all(&self.read).await?.into_iter().filter_map(both).collect())
    }

    /// The last job of a kind, whoever asked for it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn last_job(&self, region: RegionId, kind: &str) -> Result<Option<AskedJob>> {
        let rows = with_runs()
            .filter(job::Column::Region.eq(region))
            .filter(job::Column::Kind.eq(kind))
            .order_by_desc(job::Column::Id)
            .limit(1);
        Ok(rows.one(&self.read).await?.and_then(both))
    }

    /// The file a job gave.
    ///
    /// # Errors
    /// When it gave none or the file is no longer there, or the database fails.
    pub async fn job_file(&self, run: &JobRun) -> Result<Vec<u8>> {
        let pieces = job_result::Entity::find()
            .filter(job_result::Column::Job.eq(run.job))
            .filter(job_result::Column::Taken.eq(run.tries))
            .order_by_asc(job_result::Column::Piece)
            .all(&self.read)
            .await?;
        if pieces.is_empty() || run.state != JobState::Done.as_str() {
            return Err(Error::Missing("任务生成的文件"));
        }
        Ok(pieces.into_iter().flat_map(|piece| piece.content).collect())
    }
}

/// Jobs with how far they are; of those of long ago that is no longer known.
fn with_runs() -> SelectTwo<job::Entity, job_run::Entity> {
    let to_run = job::Entity::belongs_to(job_run::Entity)
        .from(job::Column::Id)
        .to(job_run::Column::Job)
        .into();
    job::Entity::find().join(JoinType::InnerJoin, to_run).select_also(job_run::Entity)
}

fn both((job, run): (Job, Option<JobRun>)) -> Option<AskedJob> {
    Some(AskedJob { job, run: run? })
}

impl Changing {
    /// The same job, still to be done.
    async fn open_job(&self, new: &NewJob<'_>) -> Result<Option<JobId>> {
        let mut same = Condition::all()
            .add(job::Column::Region.eq(self.region))
            .add(job::Column::Kind.eq(new.kind))
            .add(job::Column::What.eq(new.what));
        if !new.shared {
            same = same.add(job::Column::Person.eq(self.by.person));
        }
        let open = [JobState::Waiting, JobState::Running].map(JobState::as_str);
        let rows = with_runs().filter(same).filter(job_run::Column::State.is_in(open));
        let found = rows.order_by_asc(job::Column::Id).one(self.on()).await?;
        Ok(found.map(|(job, _)| job.id))
    }
}

fn subject(id: JobId) -> String {
    format!("job/{}", id.0)
}

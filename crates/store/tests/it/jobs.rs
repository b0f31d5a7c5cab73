//! Long work: asked for once, taken by one at a time, taken over from whoever went silent, and
//! given up at last; what one said who lost it counts for nothing.

use chrono::TimeDelta;
use store::{
    By, EndedJob, Error, JobId, JobProgress, JobRun, JobState, Lease, NewJob, RegionId, Store, What,
};

use crate::stage::{County, Stage, noon, on_both};

const LEASE: Lease = Lease { lasts: TimeDelta::seconds(60), tries: 3 };

fn papers(what: &str) -> NewJob<'_> {
    NewJob { kind: "papers", what, shared: false }
}

async fn asked(stage: &Stage, county: &County, what: &str) -> JobId {
    let by = By::person(county.clerk, noon(3));
    stage.store.ask_job(by, county.region, &papers(what)).await.expect("asked")
}

async fn taken(store: &Store, holder: &str, after: i64) -> Option<JobRun> {
    let now = noon(3) + TimeDelta::seconds(after);
    store.take_job(holder, LEASE, now).await.expect("the database answers")
}

fn done<'e>(said: &'e str) -> EndedJob<'e> {
    EndedJob { state: JobState::Done, due: noon(3), said, outcome: "{}", rights: "r" }
}

async fn state(store: &Store, region: RegionId, id: JobId) -> Option<JobState> {
    store.job(region, id).await.expect("there").state()
}

#[test]
fn the_same_that_is_still_to_be_done_is_asked_for_once() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region) = (&stage.store, county.region);
        let first = asked(stage, &county, "甲").await;
        let head = store.head(region).await.expect("a head").seq;
        let events = store.events(region, head - 1, 1).await.expect("events");
        assert_eq!(events[0].what, What::JobAsked.as_str());
        assert_eq!(asked(stage, &county, "甲").await, first);
        assert_eq!(store.head(region).await.expect("a head").seq, head, "nothing was changed");
        assert_ne!(asked(stage, &county, "乙").await, first);
        let other = By::person(county.leader, noon(3));
        let own = store.ask_job(other, region, &papers("甲")).await.expect("asked");
        assert_ne!(own, first, "another may see other papers");
        let check = NewJob { kind: "check", what: "", shared: true };
        let one = store.ask_job(By::person(county.clerk, noon(3)), region, &check).await;
        let two = store.ask_job(other, region, &check).await.expect("asked");
        assert_eq!(one.expect("asked"), two, "a check is the same whoever asks");
        let run = taken(store, "a", 0).await.expect("the oldest");
        assert_eq!(run.job, first);
        assert_eq!(asked(stage, &county, "甲").await, first, "it is being done");
        assert!(store.end_job(&run, &done("好了"), noon(3)).await.expect("ends"));
        assert_ne!(asked(stage, &county, "甲").await, first, "that one is over");
        assert_eq!(store.verify(region).await.expect("verifies"), None);
    });
}

#[test]
fn of_many_who_take_at_once_nobody_has_what_another_has() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        for number in 0..12 {
            asked(stage, &county, &number.to_string()).await;
        }
        let store = &stage.store;
        let worker = async |name: &str| {
            let mut own = Vec::new();
            while let Some(run) = taken(store, name, 0).await {
                assert_eq!((run.holder.as_str(), run.tries), (name, 1));
                own.push(run.job);
            }
            own
        };
        let (a, b, c, d) = tokio::join!(worker("a"), worker("b"), worker("c"), worker("d"));
        let mut all = [a, b, c, d].concat();
        all.sort_unstable();
        let count = all.len();
        all.dedup();
        assert_eq!((count, all.len()), (12, 12));
    });
}

#[test]
fn who_went_silent_is_followed_by_another_and_can_say_nothing_more() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region) = (&stage.store, county.region);
        let id = asked(stage, &county, "甲").await;
        let first = taken(store, "a", 0).await.expect("a job");
        assert!(taken(store, "b", 59).await.is_none(), "it is theirs still");
        let progress = JobProgress { done: 3, total: 9, said: "第3份".to_owned() };
        let at = noon(3) + TimeDelta::seconds(50);
        assert!(store.keep_job(&first, &progress, LEASE, at).await.expect("kept"));
        assert!(taken(store, "b", 100).await.is_none(), "it gave a sign of life");
        store.keep_job_file(&first, b"half").await.expect("kept");
        let second = taken(store, "b", 110).await.expect("it went silent");
        assert_eq!((second.job, second.tries, second.done), (id, 2, 3));
        assert!(!store.keep_job(&first, &progress, LEASE, at).await.expect("answers"));
        assert!(!store.end_job(&first, &done("a"), at).await.expect("answers"));
        store.keep_job_file(&second, b"whole").await.expect("kept");
        let running = store.job(region, id).await.expect("there").run;
        assert!(matches!(store.job_file(&running).await, Err(Error::Missing(_))), "not done yet");
        assert!(store.end_job(&second, &done("b"), at).await.expect("ends"));
        assert!(!store.end_job(&second, &done("again"), at).await.expect("answers"));
        let ended = store.job(region, id).await.expect("there").run;
        assert_eq!((ended.said.as_str(), ended.finished_at), ("b", Some(at)));
        assert_eq!(store.job_file(&ended).await.expect("a file"), b"whole");
        assert!(taken(store, "c", 999).await.is_none());
    });
}

#[test]
fn a_lease_given_by_a_clock_that_was_ahead_does_not_hold_for_ever() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        asked(stage, &county, "甲").await;
        let year = 365 * 24 * 60 * 60;
        taken(&stage.store, "a", year).await.expect("a job");
        assert!(taken(&stage.store, "b", 0).await.is_some());
    });
}

#[test]
fn what_kills_everybody_who_takes_it_is_given_up_and_says_so() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region) = (&stage.store, county.region);
        let id = asked(stage, &county, "甲").await;
        for round in 0..3 {
            assert!(taken(store, "a", 100 * round).await.is_some(), "{round}");
        }
        let early = noon(3) + TimeDelta::seconds(230);
        assert_eq!(store.give_up_jobs(LEASE, "中断太多", early).await.expect("swept"), 0);
        assert!(taken(store, "b", 300).await.is_none(), "it was taken often enough");
        let late = noon(3) + TimeDelta::seconds(300);
        assert_eq!(store.give_up_jobs(LEASE, "中断太多", late).await.expect("swept"), 1);
        let job = store.job(region, id).await.expect("there");
        assert_eq!((job.state(), job.run.said.as_str()), (Some(JobState::Failed), "中断太多"));
    });
}

#[test]
fn a_job_that_waits_again_is_taken_when_its_time_has_come() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region) = (&stage.store, county.region);
        let id = asked(stage, &county, "甲").await;
        let run = taken(store, "a", 0).await.expect("a job");
        let due = noon(3) + TimeDelta::seconds(10);
        let again = EndedJob { state: JobState::Waiting, due, ..done("再试") };
        assert!(store.end_job(&run, &again, noon(3)).await.expect("ends"));
        assert_eq!(state(store, region, id).await, Some(JobState::Waiting));
        assert!(taken(store, "b", 9).await.is_none());
        assert_eq!(taken(store, "b", 10).await.map(|run| run.tries), Some(2));
    });
}

#[test]
fn what_is_over_is_forgotten_after_a_time_and_that_it_was_asked_for_is_not() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region) = (&stage.store, county.region);
        let (old, new) = (asked(stage, &county, "甲").await, asked(stage, &county, "乙").await);
        let lost = taken(store, "x", 0).await.expect("the older");
        store.keep_job_file(&lost, b"lost").await.expect("kept");
        for (at, file) in [(3, b"old"), (9, b"new")] {
            let run = taken(store, "a", 100).await.expect("a job");
            store.keep_job_file(&run, file).await.expect("kept");
            assert!(store.end_job(&run, &done("好了"), noon(at)).await.expect("ends"));
        }
        assert_eq!(stage.rows("SELECT piece FROM job_result").await.len(), 3);
        assert_eq!(store.forget_jobs(noon(5)).await.expect("forgets"), 1);
        assert!(matches!(store.job(region, old).await, Err(Error::Missing(_))));
        assert_eq!(stage.rows("SELECT piece FROM job_result").await.len(), 1);
        let own = store.jobs_of(region, county.clerk, 9).await.expect("jobs");
        assert_eq!(own.iter().map(|job| job.job.id).collect::<Vec<_>>(), [new]);
        assert_eq!(store.job_file(&own[0].run).await.expect("a file"), b"new");
        assert_eq!(stage.rows("SELECT id FROM job").await.len(), 2);
        assert_eq!(store.verify(region).await.expect("verifies"), None);
        let elsewhere = RegionId(region.0 + 1);
        assert!(matches!(store.job(elsewhere, new).await, Err(Error::Missing(_))));
    });
}

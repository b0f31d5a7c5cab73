//! Long work: done once whatever happens to whoever does it, tried again where that may help, given
//! back by a server that stops, and shown to nobody but the one who asked.

use std::cell::Cell;
use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use desk::jobs::{Fault, LEASE, Product, Task, Worker};
use desk::{Desk, Error};
use store::{AskedJob, By, JobId, JobState, NewGrant};
use tokio::sync::Notify;

use crate::stage::{Stage, now};

thread_local! {
    /// Seconds since the usual time; each test has its thread.
    static LATER: Cell<i64> = const { Cell::new(0) };
}

fn clock() -> DateTime<Utc> {
    now() + TimeDelta::seconds(LATER.get())
}

fn pass(seconds: i64) {
    LATER.set(LATER.get() + seconds);
}

fn worker(name: &str) -> Worker {
    Worker::new(name.to_owned(), clock)
}

fn product(said: &str) -> Product {
    let file = Some(said.as_bytes().to_vec());
    Product { said: said.to_owned(), outcome: "{}".to_owned(), file }
}

async fn asked(stage: &Stage) -> JobId {
    stage.desk.ask_papers(&stage.who("clerk").await, "{}").await.expect("asked")
}

async fn seen(stage: &Stage, id: JobId) -> AskedJob {
    stage.desk.own_job(&stage.who("clerk").await, id).await.expect("their own")
}

/// Does a job, if there is one, that ends like this.
async fn done(desk: &Desk, name: &str, ended: Result<Product, Fault>) -> bool {
    let work = move |_: Task| {
        let ended = ended.clone();
        async move { ended }
    };
    worker(name).do_one(desk, &work).await.expect("the database answers")
}

#[tokio::test]
async fn what_did_not_go_is_tried_again_later_and_what_it_gives_is_for_who_asked() {
    let stage = Stage::new().await;
    let id = asked(&stage).await;
    assert!(done(&stage.desk, "a", Err(Fault::Passing("没有回答。".to_owned()))).await);
    let job = seen(&stage, id).await;
    assert!(job.is_open() && job.run.said.contains("没有回答"), "{job:?}");
    assert!(!done(&stage.desk, "a", Ok(product("早"))).await, "not yet");
    pass(5);
    assert!(done(&stage.desk, "b", Ok(product("好了"))).await);
    let (job, file) = stage.desk.job_file(&stage.who("clerk").await, id).await.expect("a file");
    assert_eq!((job.state(), job.run.said.as_str()), (Some(JobState::Done), "好了"));
    assert_eq!(file, "好了".as_bytes());
    for other in ["head", "admin"] {
        let who = stage.who(other).await;
        let told = stage.desk.job_file(&who, id).await;
        assert!(matches!(told, Err(Error::Store(store::Error::Missing(_)))), "{other}: {told:?}");
        assert!(stage.desk.own_jobs(&who).await.expect("jobs").is_empty(), "{other}");
    }
    let clerk = stage.who("clerk").await;
    let (person, unit) = (clerk.person.id, clerk.person.unit);
    let role = flow::Role::Expert.as_str().to_owned();
    let grant = NewGrant { person, role, unit, from: clerk.today(), until: None };
    stage.desk.store.grant(By::program(now()), stage.region, &grant).await.expect("granted");
    let told = stage.desk.job_file(&stage.who("clerk").await, id).await;
    assert!(matches!(told, Err(Error::Bad(_))), "who has other rights asks anew: {told:?}");
}

#[tokio::test]
async fn a_panic_is_an_end_like_others_and_at_last_it_is_given_up() {
    let stage = Stage::new().await;
    let id = asked(&stage).await;
    for _ in 0..LEASE.tries {
        let broken = |_: Task| async { panic!("for the test") };
        assert!(worker("a").do_one(&stage.desk, &broken).await.expect("the database answers"));
        pass(60);
    }
    let job = seen(&stage, id).await;
    assert_eq!(job.state(), Some(JobState::Failed));
    assert!(job.run.said.contains("试了5次") && job.run.said.contains("程序出了错"), "{job:?}");
    assert!(!done(&stage.desk, "b", Ok(product("晚了"))).await);
}

#[tokio::test]
async fn what_would_come_out_the_same_is_not_tried_again() {
    let stage = Stage::new().await;
    let id = asked(&stage).await;
    assert!(done(&stage.desk, "a", Err(Fault::Lasting("没有您能看的文书。".to_owned()))).await);
    let job = seen(&stage, id).await;
    assert_eq!((job.state(), job.run.tries), (Some(JobState::Failed), 1));
    assert_eq!(job.run.said, "没有您能看的文书。");
}

/// Set when the work it belongs to is dropped.
struct Ends(Arc<AtomicBool>);

impl Drop for Ends {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Work that begins and never ends by itself.
struct Endless {
    begun: Arc<Notify>,
    ended: Arc<AtomicBool>,
}

impl Endless {
    fn new() -> Endless {
        Endless { begun: Arc::default(), ended: Arc::default() }
    }

    fn work(
        &self,
    ) -> impl Fn(Task) -> std::pin::Pin<Box<dyn Future<Output = Result<Product, Fault>> + Send>> + use<>
    {
        let (begun, ended) = (self.begun.clone(), self.ended.clone());
        move |task| {
            let (begun, ends) = (begun.clone(), Ends(ended.clone()));
            Box::pin(async move {
                task.told.tell(1, 2, "第1份");
                begun.notify_one();
                let _ends = ends;
                pending().await
            })
        }
    }
}

#[tokio::test]
async fn what_a_dead_server_had_is_done_by_another_when_the_lease_has_run_out() {
    let stage = Stage::new().await;
    let id = asked(&stage).await;
    let endless = Endless::new();
    let (dying, work) = (worker("a"), endless.work());
    tokio::select! {
        _ = dying.do_one(&stage.desk, &work) => panic!("it never ends"),
        () = endless.begun.notified() => {} // … and here it dies
    }
    assert!(!done(&stage.desk, "b", Ok(product("早"))).await, "perhaps it lives");
    pass(LEASE.lasts.num_seconds());
    assert!(done(&stage.desk, "b", Ok(product("好了"))).await);
    let job = seen(&stage, id).await;
    assert_eq!((job.state(), job.run.tries), (Some(JobState::Done), 2));
    assert_eq!(job.run.holder, "b");
}

#[tokio::test]
async fn who_was_taken_for_dead_stops_and_is_not_heard() {
    let stage = Stage::new().await;
    let id = asked(&stage).await;
    let endless = Endless::new();
    let (slow, work) = (worker("a"), endless.work());
    let other = async {
        endless.begun.notified().await;
        pass(LEASE.lasts.num_seconds());
        assert!(done(&stage.desk, "b", Ok(product("好了"))).await);
        pass(60);
    };
    let (told, ()) = tokio::join!(slow.do_one(&stage.desk, &work), other);
    assert!(told.expect("the database answers"));
    assert!(endless.ended.load(Ordering::Relaxed), "its work has ended");
    let job = seen(&stage, id).await;
    assert_eq!((job.run.said.as_str(), job.run.tries), ("好了", 2));
}

#[tokio::test]
async fn told_to_stop_it_gives_back_what_it_has_and_another_takes_it_at_once() {
    let stage = Stage::new().await;
    let id = asked(&stage).await;
    let endless = Endless::new();
    let (stopping, work) = (worker("a"), endless.work());
    let stop = async {
        endless.begun.notified().await;
        stopping.stop();
    };
    tokio::join!(stopping.run(&stage.desk, work, |why| panic!("{why}")), stop);
    assert!(endless.ended.load(Ordering::Relaxed));
    let job = seen(&stage, id).await;
    assert_eq!(job.state(), Some(JobState::Waiting));
    assert!(job.run.said.contains("另一台"), "{job:?}");
    assert!(done(&stage.desk, "b", Ok(product("好了"))).await);
    assert_eq!(seen(&stage, id).await.state(), Some(JobState::Done));
}

#[tokio::test]
async fn what_somebody_asked_who_has_left_is_not_done() {
    let stage = Stage::new().await;
    let id = asked(&stage).await;
    let clerk = stage.who("clerk").await;
    let store = &stage.desk.store;
    let out = store.deactivate_person(By::program(now()), stage.region, clerk.person.id).await;
    out.expect("deactivated");
    assert!(done(&stage.desk, "a", Ok(product("好了"))).await);
    let job = store.job(stage.region, id).await.expect("there");
    assert_eq!(job.state(), Some(JobState::Failed));
    assert!(job.run.said.contains("停用"), "{job:?}");
}

#[tokio::test]
async fn only_who_reads_the_record_has_it_checked_and_it_goes_on_once() {
    let stage = Stage::new().await;
    let refused = stage.desk.ask_check(&stage.who("clerk").await).await;
    assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
    let admin = stage.who("admin").await;
    let first = stage.desk.ask_check(&admin).await.expect("asked");
    assert_eq!(stage.desk.ask_check(&admin).await.expect("asked"), first);
}

//! Several `heng serve` on one PostgreSQL behind a proxy, started at the same moment on an empty
//! database: people save, a job goes on, and the server that does it is killed. Nothing anybody was
//! told is saved is lost, another server finishes the job, and whoever was signed in still is.

mod county;
mod proxy;

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;
use store::{AskedJob, DeclarationId, JobId, JobState, Store};

use crate::command::heng;
use crate::platform::place::Place;
use crate::serve::Server;
use county::{County, PATH, bearer, settle};
use proxy::{Proxy, ask};

/// How many servers there are.
const SERVERS: usize = 3;
/// How long anything may take that should come by itself.
const PATIENCE: Duration = Duration::from_secs(150);

/// How much is done before anything is broken.
const BUSY: i64 = 100;

/// What somebody who saves again and again was told.
struct Saved {
    of: DeclarationId,
    /// The version and the text of each save that was acknowledged.
    told: Vec<(i64, String)>,
    /// Texts of saves to which no answer came.
    unanswered: Vec<String>,
}

/// Opens a draft and gives its version, until an answer comes.
fn version(address: &str, login: &str, of: DeclarationId) -> i64 {
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        let opened =
            ask(address, &format!("GET /api/declarations/{}/edit", of.0), &bearer(login), "");
        if let Ok(answer) = opened {
            assert_eq!(answer.status, 200, "{}", answer.body);
            return answer.json()["version"].as_i64().expect("a version");
        }
    }
    panic!("nobody answers");
}

/// Saves one text after the other until told to stop.
fn save_on(address: &str, login: &str, of: DeclarationId, stop: &AtomicBool) -> Saved {
    let mut saved = Saved { of, told: Vec::new(), unanswered: Vec::new() };
    let mut seen = version(address, login, of);
    for number in 1.. {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let text = format!("{login}写的第{number}次");
        let edits = json!([{ "edit": "set", "path": PATH, "text": text }]);
        let body = json!({ "version": seen, "edits": edits, "key": text }).to_string();
        let path = format!("POST /api/declarations/{}/draft", of.0);
        let answer = ask(address, &path, &bearer(login), &body);
        match answer.ok().filter(|answer| answer.try_json().is_some()) {
            Some(answer) => {
                assert_eq!(answer.status, 200, "{}", answer.body);
                seen = answer.json()["version"].as_i64().expect("a version");
                saved.told.push((seen, text));
            }
            None => {
                saved.unanswered.push(text);
                seen = version(address, login, of);
            }
        }
    }
    saved
}

/// What is kept is the last that was acknowledged, or one to which no answer came after it; and
/// each acknowledged save is in the record.
async fn nothing_is_lost(store: &Store, county: &County, saved: &Saved) {
    let draft = store.draft(county.region, saved.of).await.expect("a draft");
    let (last, text) = saved.told.last().expect("somebody saved");
    assert!(saved.told.windows(2).all(|two| two[0].0 < two[1].0), "{:?}", saved.told);
    if draft.version == *last {
        assert!(draft.form.contains(text.as_str()), "{text} in {}", draft.form);
    } else {
        assert!(draft.version > *last, "{} was acknowledged", last);
        let late = saved.unanswered.iter().any(|text| draft.form.contains(text.as_str()));
        assert!(late, "{}", draft.form);
    }
    let query = store::EventQuery {
        subject: Some(format!("declaration/{}", saved.of.0)),
        ..store::EventQuery::default()
    };
    let events = store.find_events(county.region, &query, 100_000).await.expect("events");
    let kept = events.iter().filter(|event| event.what == store::What::DraftSaved.as_str()).count();
    let (told, more) = (saved.told.len(), saved.unanswered.len());
    assert!((told..=told + more).contains(&kept), "{kept} in the record, {told} told, {more} not");
}

/// Waits for a job to stand as wanted.
async fn waited(
    store: &Store,
    county: &County,
    id: JobId,
    wanted: impl Fn(&AskedJob) -> bool,
) -> AskedJob {
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        let job = store.job(county.region, id).await.expect("there");
        if wanted(&job) {
            return job;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{:?}", store.job(county.region, id).await);
}

/// Waits until everybody is in the midst of saving.
async fn busy(store: &Store, county: &County) {
    let head = async || store.head(county.region).await.expect("a head").seq;
    let (before, began) = (head().await, Instant::now());
    while head().await < before + BUSY {
        assert!(began.elapsed() < PATIENCE, "nobody saves");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Asks for papers in one file.
fn asked(address: &str) -> JobId {
    let asked = ask(address, "POST /api/papers/bundle", &bearer("many"), "{}");
    let asked = asked.expect("an answer").json();
    let to = asked["to"].as_str().expect("an address");
    JobId(to.rsplit('/').next().and_then(|id| id.parse().ok()).expect("a number"))
}

/// Somebody signs in through the proxy and is known on every server.
fn signed_in(proxy: &str, servers: &[Server]) -> String {
    let cookie = county::sign_in(proxy);
    for server in servers {
        known(&server.address, &cookie);
    }
    cookie
}

fn known(address: &str, cookie: &str) {
    let answer = ask(address, "GET /api/account", cookie, "").expect("an answer");
    assert_eq!(answer.status, 200, "{address}: {}", answer.body);
}

/// All servers at the same moment, on a database in which there is nothing.
fn started(told: &[String; 2]) -> Vec<Server> {
    let [name, place] = told;
    thread::scope(|scope| {
        let starting: Vec<_> =
            (0..SERVERS).map(|_| scope.spawn(|| Server::with(&[name, place]))).collect();
        starting.into_iter().map(|server| server.join().expect("it starts")).collect()
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_three_is_killed_and_nothing_is_lost() {
    let Some(place) = Place::postgres().await else { return };
    let mut servers = started(&place.told);
    let proxy = Proxy::before(servers.iter().map(|server| server.address.clone()).collect());
    county::first_run(&proxy.address);
    let county = settle(&place.told[1]).await;
    let store = &county.desk.store;
    let cookie = signed_in(&proxy.address, &servers);
    let stop = AtomicBool::new(false);
    let (saved, job) = thread::scope(|scope| {
        let save = |(login, of): &(&'static str, DeclarationId)| {
            let (login, of, address, stop) = (*login, *of, &proxy.address, &stop);
            scope.spawn(move || save_on(address, login, of, stop))
        };
        let saving: Vec<_> = county.drafts.iter().map(save).collect();
        let job = tokio::task::block_in_place(|| {
            tokio::runtime::Handle::current().block_on(async {
                busy(store, &county).await;
                let id = asked(&proxy.address);
                let running = |job: &AskedJob| job.state() == Some(JobState::Running);
                let held = waited(store, &county, id, running).await.run.holder;
                let own = |server: &&mut Server| held.starts_with(&format!("{}-", server.number()));
                servers.iter_mut().find(own).expect("one of ours").kill();
                waited(store, &county, id, |job| !job.is_open()).await
            })
        });
        stop.store(true, Ordering::Relaxed);
        let saved: Vec<Saved> =
            saving.into_iter().map(|saver| saver.join().expect("it saves")).collect();
        (saved, job)
    });
    assert_eq!(job.state(), Some(JobState::Done), "{job:?}");
    assert_eq!(job.run.tries, 2, "{job:?}");
    for saved in &saved {
        nothing_is_lost(store, &county, saved).await;
    }
    let file = format!("GET /jobs/{}/file", job.job.id.0);
    let file = ask(&proxy.address, &file, &bearer("many"), "");
    assert_eq!(file.expect("an answer").status, 200);
    known(&proxy.address, &cookie);
    county::sign_in(&proxy.address);
    let run = heng(&["verify", "--database", &place.told[1]]);
    assert!(run.code == 0 && run.out.contains("都相符"), "{}{}", run.out, run.err);
    let told: usize = saved.iter().map(|saved| saved.told.len()).sum();
    let more: usize = saved.iter().map(|saved| saved.unanswered.len()).sum();
    println!("{told} saves acknowledged, {more} without an answer; {}", job.run.said);
}

//! Killed without a word while changes are being acknowledged, again and again: `heng serve` on both
//! databases, and PostgreSQL itself under it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use store::Database;

use super::chance::Chance;
use super::client::until_ready;
use super::cluster::Cluster;
use super::town::{Town, settle};
use super::writer::Writer;
use super::{asked, kept, wait};
use crate::serve::Server;

/// Who write at once.
const WRITERS: usize = 3;
/// Rounds on one database: it is gone through after each, and grows.
const SERIES: u64 = 40;

/// A database, and who writes there.
struct Scene<'d> {
    database: &'d Database,
    told: [String; 2],
    town: Town,
    writers: Vec<Writer>,
    chance: Chance,
}

/// What came of it.
#[derive(Default)]
struct Sum {
    rounds: u64,
    acknowledged: u64,
    events: i64,
}

impl Scene<'_> {
    fn new(database: &Database, seed: u64) -> Scene<'_> {
        let told = match database {
            Database::Folder(path) => ["--data".into(), path.to_str().expect("UTF-8").to_owned()],
            Database::Url(url) => ["--database".to_owned(), url.clone()],
        };
        let town = wait(settle(database, WRITERS));
        let writers = town.drafts.iter().enumerate();
        let writer = |(number, id)| Writer::new(number, id, Chance::new(seed, number as u64));
        let writers = writers.map(|(number, id)| writer((number, *id))).collect();
        Scene { database, told, town, writers, chance: Chance::new(seed, 99) }
    }

    fn serve(&self) -> Server {
        Server::with(&[self.told[0].as_str(), self.told[1].as_str()])
    }

    /// Lets everybody write; strikes once something was acknowledged, at a moment of chance.
    fn round(&mut self, server: &Server, strike: impl FnOnce()) {
        let (stop, heard) = (AtomicBool::new(false), AtomicBool::new(false));
        let moment = Duration::from_micros(self.chance.next() % 150_000);
        std::thread::scope(|scope| {
            for writer in &mut self.writers {
                scope.spawn(|| writer.run(&server.address, &stop, &heard));
            }
            let until = Instant::now() + Duration::from_secs(60);
            while !heard.load(Ordering::Relaxed) && Instant::now() < until {
                std::thread::sleep(Duration::from_millis(1));
            }
            // Not to wait for anything, but for the blow to fall anywhere.
            std::thread::sleep(moment);
            strike();
            stop.store(true, Ordering::Relaxed);
        });
        assert!(heard.load(Ordering::Relaxed), "nothing was acknowledged in a minute");
    }

    fn compare(&self, sum: &mut Sum) {
        sum.rounds += 1;
        sum.events = wait(kept::compare(self.database, &self.town, &self.writers));
    }

    fn make_sure(&mut self, server: &Server) {
        for writer in &mut self.writers {
            writer.make_sure(&server.address);
        }
    }
}

/// `heng serve` is killed; what was in the air is sent again to the next one.
fn kill_the_server(database: &Database, seed: u64, rounds: u64, sum: &mut Sum) {
    let mut scene = Scene::new(database, seed);
    for _ in 0..rounds {
        let server = scene.serve();
        scene.make_sure(&server);
        let address = server.address.clone();
        let mut server = Some(server);
        let killed = server.as_mut().expect("it runs").number();
        scene.round(server.as_ref().expect("it runs"), || kill(killed));
        drop(server.take());
        assert!(std::net::TcpStream::connect(&address).is_err(), "it is gone");
        scene.compare(sum);
    }
    sum.acknowledged += scene.writers.iter().map(|writer| writer.acknowledged).sum::<u64>();
}

/// PostgreSQL is stopped without a word under a server that goes on; every third time both go.
fn kill_the_database(cluster: &mut Cluster, seed: u64, rounds: u64, sum: &mut Sum) {
    let database = Database::Url(cluster.database(&format!("heng_{seed}_{}", sum.rounds)));
    let mut scene = Scene::new(&database, seed);
    for round in 0..rounds {
        let server = scene.serve();
        scene.make_sure(&server);
        let both = round % 3 == 2;
        let number = server.number();
        scene.round(&server, || {
            cluster.fall();
            if both {
                kill(number);
            }
        });
        cluster.rise();
        if !both {
            // The same server goes on, without being told anything.
            until_ready(&server.address);
            scene.make_sure(&server);
        }
        drop(server);
        scene.compare(sum);
    }
    sum.acknowledged += scene.writers.iter().map(|writer| writer.acknowledged).sum::<u64>();
}

/// The system's own way to end a process at once.
fn kill(number: u32) {
    let killed = std::process::Command::new("kill").args(["-KILL", &number.to_string()]).status();
    assert!(killed.expect("kill runs").success());
}

/// Rounds in series, each on a new database.
fn series(name: &str, mut run: impl FnMut(u64, u64, &mut Sum)) {
    let (seed, rounds) = (asked("HENG_SEED", 7), asked("HENG_ROUNDS", 2));
    let mut sum = Sum::default();
    while sum.rounds < rounds {
        let some = SERIES.min(rounds - sum.rounds);
        run(seed + sum.rounds, some, &mut sum);
        let Sum { rounds, acknowledged, .. } = sum;
        println!("{name}: seed {seed}, {rounds} rounds, {acknowledged} acknowledged, none lost");
    }
}

#[test]
fn killed_on_sqlite_nothing_acknowledged_is_lost() {
    series("sqlite, heng killed", |seed, rounds, sum| {
        let folder = tempfile::tempdir().expect("a folder");
        kill_the_server(&Database::Folder(folder.path().to_owned()), seed, rounds, sum);
    });
}

#[test]
fn killed_on_postgresql_nothing_acknowledged_is_lost() {
    let Some(mut cluster) = Cluster::begin() else { return };
    series("postgresql, heng killed", |seed, rounds, sum| {
        let name = format!("heng_{seed}_{}", sum.rounds);
        kill_the_server(&Database::Url(cluster.database(&name)), seed, rounds, sum);
    });
}

#[test]
fn under_a_database_that_falls_nothing_acknowledged_is_lost() {
    let Some(mut cluster) = Cluster::begin() else { return };
    series("postgresql, the database killed", |seed, rounds, sum| {
        kill_the_database(&mut cluster, seed, rounds, sum);
    });
}

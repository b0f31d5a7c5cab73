//! A disk without room, a disk that can only be read, and a data folder somebody else has: each is
//! told in a sentence, and what was acknowledged before is there.

use std::path::Path;
use std::process::Command;

use serde_json::json;
use store::{Database, Store};

use super::client::{ask, post};
use super::town::{Town, settle, token};
use super::wait;
use crate::command::heng;
use crate::serve::Server;

/// A small disk of its own, as long as it lives.
struct Disk(tempfile::TempDir);

impl Disk {
    /// None where we may not mount anything; then this is not tried, and said not to be.
    fn of(megabytes: u32) -> Option<Disk> {
        let folder = tempfile::tempdir().expect("a folder");
        let size = format!("size={megabytes}m");
        let options = ["-t", "tmpfs", "-o", &size, "tmpfs"];
        if !run("mount", &[&options[..], &[text(folder.path())]].concat()) {
            println!("not tried: mounting a small disk is not allowed here");
            return None;
        }
        Some(Disk(folder))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// From now on it can only be read.
    fn freeze(&self) {
        assert!(run("mount", &["-o", "remount,ro", text(self.path())]), "made read-only");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        run("umount", &["-l", text(self.path())]);
    }
}

fn run(program: &str, arguments: &[&str]) -> bool {
    let output = Command::new(program).args(arguments).output();
    output.is_ok_and(|output| output.status.success())
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// Takes all the room there is.
fn fill(path: &Path) {
    use std::io::Write;
    let mut file = std::fs::File::create(path).expect("a file");
    for size in [1 << 16, 1 << 12, 1] {
        let block = vec![0; size];
        while file.write_all(&block).is_ok() {}
    }
}

/// What is sent until the disk is full; gives the first remark that was not taken.
fn until_full(address: &str, town: &Town) -> (usize, u16, String) {
    for number in 0..2_000 {
        let (status, told) = remark(address, town, number);
        if status != 200 {
            return (number, status, told);
        }
    }
    panic!("two thousand remarks found room on a full disk");
}

fn remark(address: &str, town: &Town, number: usize) -> (u16, String) {
    let path = format!("/api/declarations/{}/comment", town.drafts[0].0);
    let body = json!({ "body": format!("第{number}条"), "key": format!("full-{number}") });
    post(address, &token(0), &path, &body).expect("an answer")
}

#[test]
fn a_full_disk_is_told_of_and_room_made_is_enough_to_go_on() {
    let Some(disk) = Disk::of(16) else { return };
    let data = disk.path().join("data");
    let database = Database::Folder(data.clone());
    let town = wait(settle(&database, 1));
    let server = Server::with(&["--data", text(&data)]);
    let address = server.address.as_str();
    let ballast = disk.path().join("ballast");
    fill(&ballast);
    let (taken, status, told) = until_full(address, &town);
    assert_eq!(status, 507, "{told}");
    assert!(told.contains("磁盘满了"), "{told}");
    let (status, page) = ask(address, &token(0), ("GET", "/declarations"), None).expect("a page");
    assert_eq!(status, 200, "what is there can be read: {page}");
    std::fs::remove_file(&ballast).expect("room is made");
    for number in [taken, taken, taken + 1] {
        let (status, told) = remark(address, &town, number);
        assert_eq!(status, 200, "the same server goes on: {told}");
    }
    drop(server);
    wait(async {
        let store = Store::open(&database).await.expect("opens");
        assert_eq!(store.verify(town.region).await.expect("is read"), None);
        let kept = store.comments(town.region, town.drafts[0]).await.expect("read");
        let kept: Vec<String> = kept.into_iter().map(|remark| remark.body).collect();
        let said: Vec<String> = (0..taken + 2).map(|number| format!("第{number}条")).collect();
        assert_eq!(kept, said, "all that was acknowledged, each once, and nothing else");
    });
}

#[test]
fn a_disk_that_can_only_be_read_is_told_of_at_once_and_can_still_be_proved() {
    let Some(disk) = Disk::of(16) else { return };
    let data = disk.path().join("data");
    wait(settle(&Database::Folder(data.clone()), 1));
    disk.freeze();
    let run = heng(&["serve", "--port", "0", "--data", text(&data)]);
    assert_eq!(run.code, 2, "{}", run.out);
    assert!(run.err.contains("只能读") && run.err.contains(text(&data)), "{}", run.err);
    let run = heng(&["verify", "--data", text(&data)]);
    assert_eq!(run.code, 0, "{} {}", run.out, run.err);
}

#[test]
fn a_second_server_on_one_folder_is_told_who_has_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = text(folder.path());
    let _server = Server::with(&["--data", data]);
    let run = heng(&["serve", "--port", "0", "--data", data]);
    assert_eq!(run.code, 2, "{}", run.out);
    assert!(run.err.contains("正由另一个正在运行的") && run.err.contains(data), "{}", run.err);
}

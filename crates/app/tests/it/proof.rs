//! `heng verify` and `heng heads` as an operator runs them.

use std::path::Path;
use std::process::Command;

use chrono::{DateTime, NaiveDate, Utc};
use store::{By, Database, Store};
use tempfile::TempDir;

fn heng(words: &[&str]) -> (i32, String) {
    let run = Command::new(env!("CARGO_BIN_EXE_heng")).args(words).output().expect("runs");
    let said = [run.stdout, run.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    (run.status.code().expect("it ends by itself"), said.concat())
}

fn moment() -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_355_200, 0).expect("a moment")
}

/// Makes a region, or adds one more.
fn region(folder: &Path, name: &str, code: &str) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let store = Store::open(&Database::Folder(folder.to_owned())).await.expect("opens");
        let from = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day");
        let by = By::program(moment());
        store.add_region(by, name, code, from).await.expect("a region");
        store.close().await.expect("closes");
    });
}

#[test]
fn a_head_kept_outside_tells_that_the_data_are_older_or_others() {
    let place = TempDir::new().expect("a folder");
    let [data, older, kept] = ["data", "older", "heads.txt"].map(|name| place.path().join(name));
    let text = |path: &Path| path.to_str().expect("UTF-8").to_owned();
    let (data_, older_, kept_) = (text(&data), text(&older), text(&kept));
    region(&data, "仁和区", "510411");
    std::fs::create_dir(&older).expect("made");
    std::fs::copy(data.join("heng.sqlite"), older.join("heng.sqlite")).expect("copied");
    region(&data, "东区", "510402");
    assert_eq!(heng(&["heads", "--data", &data_, "-o", &kept_]).0, 0);
    let (code, said) = heng(&["verify", "--data", &data_, "--heads", &kept_]);
    assert!(code == 0 && said.matches("与留存的1份链尾相符").count() == 2, "{said}");
    let (code, said) = heng(&["verify", "--data", &older_]);
    assert!(code == 0 && said.contains("没有给出留存的链尾"), "{said}");
    let (code, said) = heng(&["verify", "--data", &older_, "--heads", &kept_]);
    assert!(code == 1 && said.contains("东区") && said.contains("整个地区都不见了"), "{said}");
}

#[test]
fn what_cannot_be_proved_is_told_and_makes_nothing() {
    let place = TempDir::new().expect("a folder");
    let path = place.path().join("nothing");
    let name = path.to_str().expect("UTF-8");
    let (code, said) = heng(&["verify", "--data", name]);
    assert!(code == 2 && said.contains("没有“衡”的数据") && !path.exists(), "{said}");
    let (code, said) = heng(&["verify"]);
    assert!(code == 2 && said.contains("--data"), "{said}");
    region(&path, "仁和区", "510411");
    let heads = place.path().join("heads.txt");
    std::fs::write(&heads, "链尾").expect("written");
    let (code, said) = heng(&["verify", "--data", name, "--heads", heads.to_str().expect("UTF-8")]);
    assert!(code == 2 && said.contains("链尾文件"), "{said}");
}

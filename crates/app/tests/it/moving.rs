//! `heng import` and `heng export`: a file is taken whole or not at all and nothing twice, and what
//! goes out comes back in, in an empty place, as it was.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use flow::Role;
use store::{
    By, Database, Import, Named, NewCycle, NewFirstRun, NewUnit, PersonRow, RoleRow, Store, UnitRow,
};
use tempfile::TempDir;
use walkdir::WalkDir;

use crate::command::{Run, heng, real_folder};

/// Whose forms the real file holds.
const UNIT: &str = "攀枝花市仁和区人力资源和社会保障局";

fn early() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2025, 6, 2, 2, 0, 0).single().expect("a time")
}

fn day(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 1, 1).expect("a day")
}

/// A place in which people can declare and nothing is declared.
struct Place {
    _folder: TempDir,
    data: PathBuf,
}

impl Place {
    async fn new() -> Place {
        let folder = TempDir::new().expect("a folder");
        let data = folder.path().join("data");
        let store = Store::open(&Database::Folder(data.clone())).await.expect("opens");
        let (region, government) = ("攀枝花市仁和区", desk::units::kind::GOVERNMENT);
        let own = |name: &str, kind: &str| (name.to_owned(), "510411".to_owned(), kind.to_owned());
        let (name, code, kind) = own(region, government);
        let first = NewFirstRun {
            region: region.to_owned(),
            code: code.clone(),
            demo: false,
            from: day(2025),
            unit: NewUnit { name, code, kind, parent: None },
            name: "管理员".to_owned(),
            login: "guanli".to_owned(),
            hash: "x".to_owned(),
            roles: vec![Role::SystemAdministrator.as_str().to_owned()],
        };
        let first = store.first_run(early(), &first).await.expect("a region");
        let unit = |code: &str, kind: &str, parent: &str| UnitRow {
            code: code.to_owned(),
            name: UNIT.to_owned(),
            kind: kind.to_owned(),
            parent: Some(Named::Code(parent.to_owned())),
        };
        let person = |login: &str, role: Role, over: &str| PersonRow {
            login: login.to_owned(),
            name: login.to_owned(),
            unit: Named::Code("304001".to_owned()),
            hash: None,
            roles: vec![RoleRow {
                role: role.as_str().to_owned(),
                unit: Some(Named::Code(over.to_owned())),
            }],
        };
        use desk::units::kind;
        let import = Import {
            from: day(2025),
            units: vec![unit("304", kind::DEPARTMENT, "510411"), unit("304001", kind::UNIT, "304")],
            people: vec![
                person("chen.fang", Role::Clerk, "304001"),
                person("shen.ji", Role::Auditor, "510411"),
            ],
        };
        let by = By::program(early());
        store.import(by, first.region, &import).await.expect("people");
        let pack = "renhe".to_owned();
        let closes = NaiveDate::from_ymd_opt(2099, 12, 31).expect("a day");
        let new = NewCycle { year: 2026, pack, opens: day(2025), closes };
        store.open_cycle(by, first.region, &new).await.expect("a cycle");
        store.close().await.expect("closes");
        Place { _folder: folder, data }
    }

    fn heng(&self, words: &[&str]) -> Run {
        let data = self.data.to_str().expect("UTF-8");
        heng(&[words, &["--data", data]].concat())
    }

    fn import(&self, files: &[&str]) -> Run {
        self.heng(&[&["import", "--as", "chen.fang", "--cycle", "2026"], files].concat())
    }

    /// Exports everything and gives the files by their paths.
    fn export(&self, name: &str) -> (PathBuf, BTreeMap<String, Vec<u8>>) {
        let out = self.data.with_file_name(name);
        let run = self.heng(&["export", "-o", out.to_str().expect("UTF-8")]);
        assert_eq!(run.code, 0, "{}", run.err);
        let files = WalkDir::new(&out).into_iter().flatten().filter(|one| one.path().is_file());
        let told = files.map(|one| {
            let path = one.path().strip_prefix(&out).expect("below").to_string_lossy().into_owned();
            (path.replace('\\', "/"), std::fs::read(one.path()).expect("read"))
        });
        let told = told.collect();
        (out, told)
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_looked_at_first_is_taken_once_and_comes_back_as_it_was() {
    let place = Place::new().await;
    let run = place.import(&["renhe-2026.docx", "--dry-run"]);
    assert!(run.code == 0 && run.out.contains("将新建13张"), "{}{}", run.out, run.err);
    assert!(place.export("before").1.keys().all(|path| path.ends_with(".csv")), "nothing is kept");
    let run = place.import(&["renhe-2026.docx"]);
    assert!(run.code == 0 && run.out.contains("新建13张，盖过0张，已经有0张"), "{}", run.out);
    let (first, told) = place.export("first");
    let run = place.import(&["renhe-2026.docx"]);
    assert!(run.code == 0 && run.out.contains("新建0张，盖过0张，已经有13张"), "{}", run.out);
    let root = "攀枝花市仁和区/2026年度";
    let folder = format!("{root}/数据/{UNIT}/{UNIT}");
    let forms: Vec<&String> = told.keys().filter(|path| path.ends_with(".json")).collect();
    assert!(forms.len() == 13 && forms.iter().all(|path| path.starts_with(&folder)), "{forms:?}");
    assert_eq!(told.keys().filter(|path| path.ends_with(".docx")).count(), 13);
    let list = String::from_utf8(told[&format!("{root}/申报.csv")].clone()).expect("UTF-8");
    assert!(list.lines().count() == 14 && list.contains("\"草稿\""), "{list}");
    let list = String::from_utf8(told[&format!("{root}/指标.csv")].clone()).expect("UTF-8");
    assert!(list.contains("\"高层次人才补贴\",\"170万\""), "{list}");
    let empty = Place::new().await;
    let run = empty.import(&[text(&first.join(format!("{root}/数据")))]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert_eq!(run.out.matches("新建1张").count(), 13, "{}", run.out);
    let (_, again) = empty.export("again");
    let named: Vec<(&String, &String)> = told.keys().zip(again.keys()).collect();
    assert!(named.iter().all(|(one, other)| one == other), "{named:?}");
    for (path, bytes) in &told {
        assert!(again[path] == *bytes, "{path} is another one");
    }
    // A Word file lacks what the official form has no room for: then it is another one, and told.
    let run = empty.import(&[text(&first.join(format!("{root}/Word")))]);
    let (same, others) =
        (run.out.matches("已经有1张").count(), run.out.matches("--replace").count());
    assert!(same > 0 && same + others == 13, "{}", run.out);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_with_one_form_that_cannot_be_taken_is_not_taken_at_all() {
    let place = Place::new().await;
    let folder = TempDir::new().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("坏.docx"), b"PK\x03\x04nothing").expect("written");
    std::fs::write(path("空.txt"), "今天天气不错。").expect("written");
    let real = std::fs::read(real_folder().join("renhe-2026.docx")).expect("the real file");
    let mut zip = zip::ZipWriter::new(std::fs::File::create(path("报送.zip")).expect("a file"));
    let options = zip::write::SimpleFileOptions::default();
    for name in ["甲/目标表.docx", "乙/目标表.docx"] {
        zip.start_file(name, options).expect("a member");
        zip.write_all(&real).expect("written");
    }
    zip.finish().expect("whole");
    let run = place.heng(&["import", "--as", "shen.ji", "renhe-2026.docx"]);
    assert!(run.code == 1 && run.out.contains("一张也没有导入"), "{}{}", run.out, run.err);
    assert_eq!(place.export("before").1.len(), 2, "nothing is kept");
    let zipped = path("报送.zip");
    let run = place.import(&[text(folder.path()), text(&zipped)]);
    assert_eq!(run.code, 2, "{}{}", run.out, run.err);
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines.len(), 4, "{}", run.out);
    assert!(
        lines.iter().any(|line| line.starts_with("✗ ") && line.contains("坏.docx：")),
        "{}",
        run.out
    );
    assert!(
        lines.iter().any(|line| line.starts_with("✗ ") && line.contains("空.txt：")),
        "{}",
        run.out
    );
    assert!(run.out.contains("报送.zip/乙/目标表.docx：读出13张表，新建13张"), "{}", run.out);
    assert!(run.out.contains("报送.zip/甲/目标表.docx：读出13张表，新建0张"), "{}", run.out);
    let (out, told) = place.export("first");
    let changed = told.keys().find(|path| path.ends_with("高层次人才专项经费.json"));
    let form = String::from_utf8(told[changed.expect("a form")].clone()).expect("UTF-8");
    let other = path("改过.json");
    assert!(form.contains("170万"), "{form}");
    std::fs::write(&other, form.replace("170万", "180万")).expect("written");
    let run = place.import(&[text(&other)]);
    assert!(run.code == 1 && run.out.contains("--replace"), "{}", run.out);
    let run = place.import(&[text(&other), "--replace"]);
    assert!(run.code == 0 && run.out.contains("盖过1张"), "{}{}", run.out, run.err);
    let run = place.heng(&["export", "-o", text(&out)]);
    assert!(run.code == 2 && run.err.contains("不覆盖"), "{}", run.err);
    let zipped = path("导出.zip");
    assert_eq!(place.heng(&["export", "-o", text(&zipped)]).code, 0);
    let archive = zip::ZipArchive::new(std::fs::File::open(&zipped).expect("there"));
    assert_eq!(archive.expect("a zip").len(), told.len());
}

#[test]
fn a_mistyped_place_or_person_is_told_and_makes_nothing() {
    let folder = TempDir::new().expect("a folder");
    let nowhere = folder.path().join("nowhere");
    for words in [
        &["import", "renhe-2026.docx", "--as", "chen.fang", "--data", text(&nowhere)][..],
        &["export", "-o", text(&folder.path().join("out")), "--data", text(&nowhere)],
    ] {
        let run = heng(words);
        assert!(run.code == 2 && run.err.contains("还没有“衡”的数据"), "{}", run.err);
    }
    assert!(!nowhere.exists());
    let run = heng(&["import", "renhe-2026.docx", "--as", "chen.fang"]);
    assert!(run.code == 2 && run.err.contains("--data"), "{}", run.err);
}

//! The evidence package as its reader has it: checked by the verifier that comes with it, on Python
//! alone, whole and tampered with, with and without a head kept outside.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::Utc;
use store::{By, DeclarationId, NewAttachment, sm3};
use tempfile::TempDir;

use super::county::County;

type Parts = BTreeMap<String, Vec<u8>>;

/// Runs the verifier; its exit code and what it says. None where there is no Python.
fn python(words: &[&str]) -> Option<(i32, String)> {
    let run = Command::new("python3").env("PYTHONDONTWRITEBYTECODE", "1").args(words).output();
    let run = match run {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            eprintln!("no python3: the verifier was not tried");
            return None;
        }
        run => run.expect("python3 runs"),
    };
    let said = [run.stdout, run.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    Some((run.status.code().expect("it ends by itself"), said.concat()))
}

fn verifier() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../desk/src/evidence/verify.py")
}

/// An approved declaration with an attachment, and one made later that is nobody's business.
async fn package(login: &str) -> (Vec<u8>, String) {
    let mut county = County::new().await;
    let id = county.approved("人才引进", "12.50", "1号").await;
    let store = &county.stage.site.desk().store;
    let (name, kind) = ("依据.pdf".to_owned(), "pdf".to_owned());
    let new = NewAttachment { declaration: id, name, kind, content: b"%PDF-1.7 x", key: None };
    store.attach(By::program(Utc::now()), county.region, &new).await.expect("attached");
    county.draft("别人的项目", "1.00").await;
    let head = county.stage.site.desk().store.head(county.region).await.expect("a head");
    (zip(&mut county, login, id).await, head.digest)
}

async fn zip(county: &mut County, login: &str, id: DeclarationId) -> Vec<u8> {
    county.get(login, &format!("/declarations/{}/evidence", id.0)).await.bytes.to_vec()
}

fn parts(zip: &[u8]) -> Parts {
    let mut zip = zip::ZipArchive::new(Cursor::new(zip)).expect("a zip file");
    let names = zip.file_names().map(|name| name.expect("a name").into_owned());
    let names: Vec<String> = names.collect();
    let mut parts = Parts::new();
    for name in names {
        let mut bytes = Vec::new();
        zip.by_name(&name).expect("a part").read_to_end(&mut bytes).expect("reads");
        parts.insert(name, bytes);
    }
    parts
}

/// The manifest as somebody would write it anew who has changed the parts.
fn manifest(parts: &mut Parts) {
    parts.remove("manifest.txt");
    let lines = parts.iter().map(|(name, bytes)| format!("{}  {name}\n", sm3(bytes)));
    let lines: String = lines.collect();
    parts.insert("manifest.txt".to_owned(), lines.into_bytes());
}

/// What the verifier says of some parts in a folder.
fn said(parts: &Parts, words: &[&str]) -> Option<(i32, String)> {
    let folder = TempDir::new().expect("a folder");
    for (name, bytes) in parts {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, bytes).expect("written");
    }
    let (verifier, folder) = (verifier(), folder.path().to_str().expect("UTF-8").to_owned());
    let mut all = vec![verifier.to_str().expect("UTF-8"), folder.as_str()];
    all.extend(words);
    python(&all)
}

fn changed(parts: &Parts, name: &str, from: &str, to: &str) -> Parts {
    let mut parts = parts.clone();
    let text = String::from_utf8(parts[name].clone()).expect("UTF-8");
    assert!(text.contains(from), "{name}: {text}");
    parts.insert(name.to_owned(), text.replacen(from, to, 1).into_bytes());
    parts
}

fn named<'p>(parts: &'p Parts, begin: &str) -> &'p str {
    parts.keys().find(|name| name.starts_with(begin)).expect("a part")
}

#[tokio::test]
async fn a_package_is_whole_and_shows_nothing_of_others() {
    let (zip, head) = package("auditor").await;
    let parts = parts(&zip);
    for name in ["说明.txt", "verify.py", "history.txt", "papers/1.json", "papers/1.docx"] {
        assert!(parts.contains_key(name), "{name}: {:?}", parts.keys());
    }
    let all: Vec<u8> = parts.values().flatten().copied().collect();
    assert!(!String::from_utf8_lossy(&all).contains("别人的项目"), "another's project");
    let Some((code, told)) = said(&parts, &[]) else { return };
    assert!(code == 0 && told.contains("相符"), "{told}");
    let (code, told) = said(&parts, &["--head", &head]).expect("there is Python");
    assert!(code == 0 && told.contains("已与另处留存的链尾核对"), "{told}");
    let wrong = sm3(b"another");
    let (code, told) = said(&parts, &["--head", &wrong]).expect("there is Python");
    assert!(code == 1 && told.contains("链尾与另处留存的不符"), "{told}");
}

#[tokio::test]
async fn what_its_reader_may_not_see_is_left_out_and_told_so() {
    let (zip, _) = package("reviewer").await;
    let parts = parts(&zip);
    let withheld = String::from_utf8(parts["withheld.txt"].clone()).expect("UTF-8");
    let drafts = parts.keys().filter(|name| name.starts_with("records/draft"));
    assert_eq!(drafts.count() == 0, withheld.contains("draft/"), "{withheld}");
    let Some((code, told)) = said(&parts, &[]) else { return };
    assert_eq!(code, 0, "{told}");
}

#[tokio::test]
async fn a_package_that_was_tampered_with_is_found() {
    let (zip, head) = package("auditor").await;
    let good = parts(&zip);
    let event = named(&good, "events/").to_owned();
    let review = named(&good, "records/review").to_owned();
    let file = named(&good, "attachments/").to_owned();
    let digests = String::from_utf8(good["chain/digests.txt"].clone()).expect("UTF-8");
    let mut without = good.clone();
    without.remove(&event);
    let mut lost = good.clone();
    lost.remove(&file);
    let mut swapped = good.clone();
    swapped.insert(file.clone(), b"%PDF-1.7 y".to_vec());
    let ways = [
        (changed(&good, &event, "person ", "person 9"), "原文与链上的摘要不符"),
        (changed(&good, &review, "\"region\":", "\"region\":1"), "最后一条记录登记的摘要不符"),
        (changed(&good, "papers/1.json", "人才引进", "人才培训"), "第1版的表格"),
        (changed(&good, "chain/digests.txt", &digests[..64], &sm3(b"x")), "登记的链尾不符"),
        (without, "少了记录"),
        (lost, "附件的内容不见了或被换过"),
        (swapped, "附件的内容不见了或被换过"),
    ];
    for (bad, words) in ways {
        let Some((code, told)) = said(&bad, &[]) else { return };
        let listed = told.contains("清单") || told.contains("少了文件");
        assert!(code == 1 && listed, "{told}");
        let mut anew = bad.clone();
        manifest(&mut anew);
        let (code, told) = said(&anew, &[]).expect("there is Python");
        assert!(code == 1 && told.contains(words), "{words}: {told}");
    }
    // Who writes all of it anew is found by the head kept outside alone.
    let anew = forged(&good, &event);
    let (code, told) = said(&anew, &[]).expect("there is Python");
    assert_eq!(code, 0, "{told}");
    let (code, told) = said(&anew, &["--head", &head]).expect("there is Python");
    assert!(code == 1 && told.contains("链尾与另处留存的不符"), "{told}");
}

/// The package with its first event done by somebody else, and all that follows from it.
fn forged(good: &Parts, event: &str) -> Parts {
    let mut parts = changed(good, event, "\nperson ", "\nperson 9");
    let digest = sm3(&parts[event]);
    let text = String::from_utf8(parts["chain/digests.txt"].clone()).expect("UTF-8");
    let lines: Vec<&str> = std::iter::once(&*digest).chain(text.lines().skip(1)).collect();
    let head = String::from_utf8(parts["chain/head.txt"].clone()).expect("UTF-8");
    let (_, before) = head.split_once("此前的链值：").expect("a link");
    let before = before.lines().next().expect("a line").to_owned();
    let end = lines.iter().fold(before, |link, digest| sm3(format!("{link}{digest}").as_bytes()));
    let (kept, _) = head.split_once("链尾：").expect("a head");
    parts.insert("chain/head.txt".to_owned(), format!("{kept}链尾：{end}\n").into_bytes());
    parts.insert("chain/digests.txt".to_owned(), (lines.join("\n") + "\n").into_bytes());
    manifest(&mut parts);
    parts
}

#[test]
fn its_sm3_is_ours_and_the_standards() {
    let verifier = verifier();
    let folder = verifier.parent().expect("a folder").to_str().expect("UTF-8");
    let lengths = [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1_000];
    let program = format!(
        "import sys; sys.path.insert(0, {folder:?}); import verify\n\
         print(verify.sm3_plain(b'abc'))\n\
         print(verify.sm3_plain(b'abcd' * 16))\n\
         [print(verify.sm3_plain(b'a' * n)) for n in {lengths:?}]"
    );
    let Some((code, said)) = python(&["-c", &program]) else { return };
    assert_eq!(code, 0, "{said}");
    let mut right = vec![
        // GB/T 32905-2016, appendix A.
        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0".to_owned(),
        "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732".to_owned(),
    ];
    assert_eq!(right, [sm3(b"abc"), sm3(&b"abcd".repeat(16))]);
    right.extend(lengths.map(|length| sm3(&vec![b'a'; length])));
    assert_eq!(said.lines().collect::<Vec<_>>(), right);
}

#[test]
fn the_verifier_is_short_and_leans_on_nothing() {
    let text = std::fs::read_to_string(verifier()).expect("the verifier");
    assert!(text.lines().count() <= 200, "{}", text.lines().count());
    let imports: Vec<&str> = text.lines().filter(|line| line.starts_with("import ")).collect();
    assert_eq!(
        imports,
        ["import hashlib", "import json", "import os", "import sys", "import zipfile"]
    );
    assert!(!text.contains("\nfrom "), "only whole modules of the standard library");
}

//! Every file the readers are tried with, and those made to break them, sent the way a browser sends
//! them: to the page that reads a file, and to the one that takes its forms over. Each time there is a
//! page with a sentence, soon; what could not be read has changed nothing.

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use zip::write::{SimpleFileOptions, ZipWriter};

use super::county::{County, bearer};
use super::requests::{kind_of_parts, parts};
use super::stage::Answer;

/// Longest anybody waits for a word: the readers stop after five seconds, judging comes after.
const PATIENCE: Duration = Duration::from_secs(30);
/// One of so many files is also taken over in a plain test run; `HENG_FILES=all` takes them all.
const SOME: usize = 5;

/// A file to be sent.
struct Sample {
    name: String,
    bytes: Vec<u8>,
}

fn sample(name: &str, bytes: impl Into<Vec<u8>>) -> Sample {
    Sample { name: name.to_owned(), bytes: bytes.into() }
}

/// The files of the tests.
fn of_the_tests() -> Vec<PathBuf> {
    fn gather(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.to_string_lossy().into_owned();
            let kinds = [".docx", ".doc", ".xlsx", ".xls", ".pdf", ".txt", ".json", ".md", ".wps"];
            if path.is_dir() {
                gather(&path, found);
            } else if kinds.iter().any(|kind| name.ends_with(kind)) {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = Vec::new();
    for folder in ["crates/office/tests/files", "tests"] {
        gather(&root.join(folder), &mut found);
    }
    found.sort();
    found
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("a zip file").into_inner()
}

/// A Word file with this body.
fn word(head: &str, body: &str) -> Vec<u8> {
    let space = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let xml = format!(
        "<?xml version=\"1.0\"?>{head}<w:document {space}><w:body>{body}</w:body></w:document>"
    );
    zipped(&[("word/document.xml", xml.as_bytes())])
}

/// A workbook with one sheet.
fn workbook(sheet: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let book = format!(
        "<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets>\
         <sheet name=\"表\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let links = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"r1\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
         </Relationships>"
    );
    let sheet = format!("<worksheet xmlns=\"{main}\">{sheet}</worksheet>");
    zipped(&[
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

/// What was made to break a reader.
fn made() -> Vec<Sample> {
    let entity = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>";
    let wide = r#"<w:tc><w:tcPr><w:gridSpan w:val="4000000000"/></w:tcPr><w:p/></w:tc>"#;
    let rows: String =
        (1..=60_000).map(|row| format!("<row r=\"{row}\"><c><v>1</v></c></row>")).collect();
    let far = r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    let glued = "项目绩效目标申报表\n一级指标二级指标三级指标指标值\n".to_owned()
        + &"产出指标数量指标修建道路里程≥12公里".repeat(2_000);
    let json = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    vec![
        sample("空.docx", ""),
        sample("一个字节.xlsx", "P"),
        sample("炸弹.docx", zipped(&[("word/document.xml", &vec![b' '; 60 << 20])])),
        sample("炸弹.xlsx", zipped(&[("xl/workbook.xml", &vec![b'a'; 60 << 20])])),
        sample("实体.docx", word(entity, "<w:p><w:r><w:t>&b;</w:t></w:r></w:p>")),
        sample("套娃.docx", word("", &"<w:tbl><w:tr><w:tc>".repeat(50_000))),
        sample("深.docx", word("", &"<w:sdt><w:sdtContent>".repeat(50_000))),
        sample("宽.docx", word("", &format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", wide.repeat(2_000)))),
        sample("空段落.docx", word("", &"<w:p/>".repeat(200_000))),
        sample("太多行.xlsx", workbook(&format!("<sheetData>{rows}</sheetData>"))),
        sample("远.xlsx", workbook(&format!("<sheetData>{far}</sheetData>"))),
        sample("粘连.txt", glued),
        sample("深.json", json),
        sample(
            "怪.json",
            r#"{"forms":[{"kind":"project","indicators":[{"cells":{"target":{"text":1e999}}}]}]}"#,
        ),
        sample("空表.json", r#"{"forms":[]}"#),
        sample("../../etc/passwd.docx", "root:x:0:0"),
        sample("图片.docx", &b"\x89PNG\r\n\x1a\n0000"[..]),
        sample("程序.xls", &b"MZ\x90\x00\x03"[..]),
        sample(
            "无限.pdf",
            "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>",
        ),
        sample("乱.txt", vec![0, 159, 146, 150, 0, 1, 2, 255, 254, 0, 0, 9]),
    ]
}

/// Real files cut off, and with bytes written over.
fn broken() -> Vec<Sample> {
    let real = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/real");
    let mut made = Vec::new();
    for name in
        ["renhe-2026.docx", "renhe-2026.xlsx", "renhe-2026.xls", "renhe-2026.pdf", "renhe-2026.doc"]
    {
        let whole = fs::read(real.join(name)).expect("a real file");
        for tenth in [1, 5, 9] {
            made.push(sample(name, &whole[..whole.len() * tenth / 10]));
        }
        for step in 1..4 {
            let mut bytes = whole.clone();
            let (at, end) = (bytes.len() * step / 5, bytes.len() * step / 5 + 64);
            bytes[at..end].fill(0xa5);
            made.push(sample(name, bytes));
        }
    }
    made
}

async fn upload(
    county: &mut County,
    address: &str,
    file: &Sample,
    fields: &[(&str, &str)],
) -> Answer {
    let name = file.name.replace('"', "%22");
    let request = Request::post(address)
        .header(header::CONTENT_TYPE, kind_of_parts())
        .header(header::AUTHORIZATION, bearer("clerk"));
    let body = Body::from(parts(&file.bytes, &name, fields));
    let began = Instant::now();
    let answer = county.stage.ask(request.body(body).expect("a request")).await;
    assert!(began.elapsed() < PATIENCE, "{}: {:?}", file.name, began.elapsed());
    answer
}

/// A page with a sentence, or the forms that were found; whatever it says, nobody's fault.
fn is_considered(file: &Sample, answer: &Answer) {
    let at = format!("{} ({} bytes): {}", file.name, file.bytes.len(), answer.status);
    let fine = answer.status == StatusCode::OK || answer.status.is_client_error();
    assert!(fine, "{at}: {}", answer.text());
    assert!(answer.header(header::CONTENT_TYPE).starts_with("text/html"), "{at}");
    let text = answer.text();
    if answer.status != StatusCode::OK {
        assert!(text.contains("没有办成") && text.contains("class=\"why\""), "{at}: {text}");
    }
    for word in ["panicked", "Error", "error:", "thread '"] {
        assert!(!text.contains(word), "{at}: {word}");
    }
}

#[tokio::test]
async fn every_file_gets_a_page_with_a_sentence_and_what_cannot_be_read_changes_nothing() {
    let mut county = County::sized(64 << 20).await;
    let all = std::env::var_os("HENG_FILES").is_some();
    let read = |path: &PathBuf| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        Sample { name, bytes: fs::read(path).expect("a file") }
    };
    let mut files: Vec<Sample> = of_the_tests().iter().map(read).collect();
    assert!(files.len() > 60, "{}", files.len());
    if !all {
        files = files.into_iter().step_by(4).collect();
    }
    files.extend(made());
    files.extend(broken());
    let (mut readable, mut refused, mut taken) = (0, 0, 0);
    for (number, file) in files.iter().enumerate() {
        let before = county.stage.site.desk().store.head(county.region).await.expect("a head");
        let answer = upload(&mut county, "/declarations/import", file, &[]).await;
        is_considered(file, &answer);
        let after = county.stage.site.desk().store.head(county.region).await.expect("a head");
        assert_eq!(before, after, "{}: only to look at", file.name);
        let could = answer.status == StatusCode::OK;
        *(if could { &mut readable } else { &mut refused }) += 1;
        if could && !all && number % SOME != 0 {
            continue;
        }
        let unit = county.unit.0.to_string();
        let fields = [("form0", "1"), ("unit0", unit.as_str()), ("key", file.name.as_str())];
        let answer = upload(&mut county, "/declarations/import/take", file, &fields).await;
        is_considered(file, &answer);
        let kept = county.stage.site.desk().store.head(county.region).await.expect("a head");
        assert!(
            could || kept == after,
            "{}: it could not be read, and changed something",
            file.name
        );
        taken += usize::from(kept != after);
    }
    println!(
        "{} files: {readable} read, {refused} refused, of {taken} forms were taken",
        files.len()
    );
    assert!(readable > 10 && refused > 20 && taken > 1, "{readable} {refused} {taken}");
    let verified = county.stage.site.desk().store.verify(county.region).await.expect("verifies");
    assert_eq!(verified, None);
}

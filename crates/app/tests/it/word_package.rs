//! Word files whose package is unusual: comments that are there already, macros, restrictions,
//! signatures, strange encodings.

use std::path::Path;

use crate::word_made::{DOCUMENT, Folder, Parts, base, edit, replace, runs, same, with};
use crate::word_reader as reader;

/// Adds a relation, the content type of the part, and the part.
fn add_part(parts: &mut Parts, name: &str, kind: &str, target: &str, content: &str) {
    let relation = format!(
        "<Relationship Id=\"rIdX{kind}\" Target=\"{target}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\"/></Relationships>"
    );
    edit(parts, "word/_rels/document.xml.rels", replace("</Relationships>", &relation));
    let content_type = format!(
        "<Override ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml\" PartName=\"/{name}\"/></Types>"
    );
    edit(parts, "[Content_Types].xml", replace("</Types>", &content_type));
    parts.push((name.to_owned(), content.as_bytes().to_vec()));
}

#[test]
fn comments_that_are_there_whatever_their_part_is_called() {
    let word = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\"";
    let comments = format!(
        "<?xml version=\"1.0\"?><w:comments {word}><w:comment w:id=\"0\" w:author=\"李\" w:date=\"2026-01-01T00:00:00Z\" w:initials=\"L\">\
         <w:p w14:paraId=\"1A2B3C4D\"><w:r><w:annotationRef/></w:r><w:r><w:t>请核对</w:t></w:r></w:p></w:comment>\
         <w:comment w:id=\"3\" w:author=\"王\"><w:p w14:paraId=\"1A2B3C4E\"><w:r><w:t>已核对</w:t></w:r></w:p></w:comment></w:comments>"
    );
    for (name, target) in [
        ("word/comments.xml", "comments.xml"),
        ("word/批注/c1.xml", "/word/批注/c1.xml"),
        ("customXml/notes.xml", "../customXml/notes.xml"),
        ("word/Comments.XML", "comments.xml"),
    ] {
        let mut parts = with(|xml| {
            let mark = |n: u8| format!("<w:commentRangeStart w:id=\"{n}\"/>");
            let end = |n: u8| {
                format!(
                    "<w:commentRangeEnd w:id=\"{n}\"/><w:r><w:commentReference w:id=\"{n}\"/></w:r>"
                )
            };
            runs(xml, |looks, inside, number| match number {
                5 => {
                    format!("{}{}<w:r>{looks}{inside}</w:r>{}{}", mark(0), mark(3), end(0), end(3))
                }
                _ => format!("<w:r>{looks}{inside}</w:r>"),
            })
        });
        add_part(&mut parts, name, "comments", target, &comments);
        for more in ["commentsExtended", "commentsIds", "commentsExtensible", "people"] {
            parts.push((format!("word/{more}.xml"), format!("<w15:{more}/>").into_bytes()));
        }
        let read = same(name, &parts);
        assert_eq!((read[0].author.as_str(), read[0].text.as_str()), ("李", "请核对"), "{name}");
        assert_eq!((read[1].author.as_str(), read[1].text.as_str()), ("王", "已核对"), "{name}");
        assert_eq!(read[0].anchored, read[1].anchored, "{name}");
        assert_eq!(read.len(), 2, "{name}");
    }
}

#[test]
fn an_annotated_file_is_annotated_and_mended_again() {
    let folder = Folder::new();
    folder.write("表.docx", &base());
    let annotate = |from: &str, to: &str| folder.run(&["check", from, "--annotate", to, "--all"]);
    annotate("表.docx", "一.docx");
    annotate("一.docx", "二.docx");
    let (once, twice) =
        (reader::comments(&folder.at("一.docx")), reader::comments(&folder.at("二.docx")));
    assert_eq!(twice.len(), 2 * once.len());
    assert_eq!(twice[..once.len()], once);
    reader::untouched(&folder.at("一.docx"), &folder.at("二.docx"));
    folder.run(&["fix", "二.docx", "-o", "三.docx"]);
    reader::rejected(&folder.at("二.docx"), &folder.at("三.docx"));
    // And the other way round: comments in a file with our changes.
    folder.run(&["fix", "表.docx", "-o", "修订.docx"]);
    annotate("修订.docx", "都有.docx");
    reader::untouched(&folder.at("修订.docx"), &folder.at("都有.docx"));
}

/// Proves that nothing was written there.
fn absent(path: &Path) {
    assert!(!path.exists(), "{}", path.display());
}

#[test]
fn macro_files_keep_their_ending_and_restricted_ones_are_said() {
    let macros = {
        let mut parts = base();
        edit(
            &mut parts,
            "[Content_Types].xml",
            replace(
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                "application/vnd.ms-word.document.macroEnabled.main+xml",
            ),
        );
        parts.push(("word/vbaProject.bin".to_owned(), b"x".to_vec()));
        parts
    };
    let folder = Folder::new();
    let own = folder.write("表.docm", &macros);
    for arguments in
        [["check", "表.docm", "--annotate", "结果.docx"], ["fix", "表.docm", "-o", "结果.docx"]]
    {
        let run = folder.run(&arguments);
        assert_eq!(run.code, 2, "{}", run.out);
        assert!(run.err.contains("请以 .docm 结尾"), "{}", run.err);
        absent(&folder.at("结果.docx"));
    }
    folder.run(&["check", "表.docm", "--annotate", "结果.docm"]);
    reader::untouched(&own, &folder.at("结果.docm"));
    let restricted = {
        let mut parts = base();
        edit(
            &mut parts,
            "word/settings.xml",
            replace(
                "<w:defaultTabStop",
                "<w:documentProtection w:edit=\"readOnly\" w:enforcement=\"1\"/><w:defaultTabStop",
            ),
        );
        parts
    };
    let own = folder.write("限制.docx", &restricted);
    let run = folder.run(&["check", "限制.docx", "--annotate", "批注.docx"]);
    assert!(run.err.contains("限制编辑"), "{}", run.err);
    reader::untouched(&own, &folder.at("批注.docx"));
    let run = folder.run(&["fix", "限制.docx", "-o", "修订.docx"]);
    assert!(run.out.contains("限制编辑"), "{}", run.out);
    reader::rejected(&own, &folder.at("修订.docx"));
    let run = folder.run(&["fix", "限制.docx", "-o", "没有的文件夹/修订.docx"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("写不了"), "{}", run.err);
}

#[test]
fn signed_files_and_strange_encodings_are_refused_with_the_remedy() {
    let signed = {
        let mut parts = base();
        parts.push(("_xmlsignatures/origin.sigs".to_owned(), Vec::new()));
        parts
    };
    let utf16 = {
        let mut parts = base();
        let part = parts.iter_mut().find(|(name, _)| name == DOCUMENT).expect("the part");
        let xml = String::from_utf8(part.1.clone()).expect("UTF-8").replace("UTF-8", "UTF-16");
        let units = std::iter::once(0xfeff).chain(xml.encode_utf16());
        part.1 = units.flat_map(u16::to_le_bytes).collect();
        parts
    };
    for (parts, remedy) in [(signed, "数字签名"), (utf16, "另存一份再试")] {
        let folder = Folder::new();
        folder.write("表.docx", &parts);
        for arguments in
            [["check", "表.docx", "--annotate", "结果.docx"], ["fix", "表.docx", "-o", "结果.docx"]]
        {
            let run = folder.run(&arguments);
            assert_eq!(run.code, 2, "{}", run.out);
            assert!(run.err.contains(remedy), "{}", run.err);
            absent(&folder.at("结果.docx"));
        }
    }
}

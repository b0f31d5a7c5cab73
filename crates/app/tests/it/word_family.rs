//! The same forms as other programs and other clerks write them: whatever surrounds the words, the
//! comments stand at the same words, the same is mended, and nothing else changes.

use crate::command::heng;
use crate::word_made::{BASE, Folder, runs, same, split, tidy, with};
use crate::word_reader as reader;

#[test]
fn runs_split_in_any_way() {
    assert!(BASE.comments.len() > 30, "{}", BASE.comments.len());
    for seed in 1..=2 {
        same(&format!("seed {seed}"), &with(|xml| split(xml, seed)));
    }
}

#[test]
fn marks_links_and_controls_around_the_words() {
    let around = |open: &'static str, close: &'static str| {
        move |xml: &str| {
            runs(xml, |looks, inside, _| format!("{open}<w:r>{looks}{inside}</w:r>{close}"))
        }
    };
    let control =
        "<w:sdt><w:sdtPr><w:id w:val=\"77\"/><w:lock w:val=\"sdtLocked\"/></w:sdtPr><w:sdtContent>";
    let end = "</w:sdtContent></w:sdt>";
    for (name, variant) in [
        (
            "bookmarks, footnotes and page breaks",
            with(around(
                "<w:bookmarkStart w:id=\"900\" w:name=\"书签\"/><w:r><w:lastRenderedPageBreak/></w:r>",
                "<w:r><w:footnoteReference w:id=\"2\"/></w:r><w:bookmarkEnd w:id=\"900\"/>",
            )),
        ),
        (
            "links in split runs",
            with(|xml| split(&around("<w:hyperlink w:anchor=\"书签\">", "</w:hyperlink>")(xml), 3)),
        ),
        ("controls of runs", with(around(control, end))),
        (
            "controls of paragraphs, cells and rows",
            with(|xml| {
                let open = |tag: &str| format!("{control}{tag}");
                let close = |tag: &str| format!("{tag}{end}");
                let xml = xml.replace("</w:tcPr><w:p>", &format!("</w:tcPr>{control}<w:p>"));
                let xml = xml.replace("</w:p></w:tc>", &format!("</w:p>{end}</w:tc>"));
                let xml = ["<w:tc>", "<w:tr>"].iter().fold(xml, |xml, t| xml.replace(t, &open(t)));
                ["</w:tc>", "</w:tr>"].iter().fold(xml, |xml, t| xml.replace(t, &close(t)))
            }),
        ),
        (
            "smart tags",
            with(around("<w:smartTag w:uri=\"urn:x\" w:element=\"x\">", "</w:smartTag>")),
        ),
    ] {
        same(name, &variant);
    }
}

#[test]
fn names_encodings_and_spaces_of_the_xml() {
    let usual = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let renamed = with(|xml| {
        let xml =
            xml.replace("xmlns:w=", "xmlns:字=").replace("<w:", "<字:").replace("</w:", "</字:");
        xml.replace(" w:", " 字:")
    });
    let bare = with(|xml| {
        let xml = xml.replace("<w:", "<").replace("</w:", "</");
        xml.replacen("<document ", &format!("<document xmlns=\"{usual}\" "), 1)
    });
    let strict = with(|xml| {
        let strict = xml.replace(usual, "http://purl.oclc.org/ooxml/wordprocessingml/main");
        strict.replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
    });
    let spaced = with(|xml| {
        let xml = xml.replace("</w:r>", "</w:r\n>");
        let xml = ["<w:p>", "<w:r>", "<w:tc>", "<w:tr>", "<w:rPr>", "<w:t>", "</w:p>"]
            .into_iter()
            .fold(xml, |xml, tag| xml.replace(tag, &format!("\r\n    {tag}")));
        format!("\u{feff}{}", xml.replace("<w:r>", "<w:r >"))
    });
    // White space at the ends of texts that do not keep it is not shown, and must not come to be.
    let unkept = with(|xml| xml.replace(" xml:space=\"preserve\"", ""));
    let quoted = with(|xml| {
        let (head, body) = xml.split_once("<w:body>").expect("a body");
        format!(
            "{head}<w:body>{}",
            body.replace("=\"", "='")
                .replace("\"/", "'/")
                .replace("\" w:", "' w:")
                .replace("\">", "'>")
        )
    });
    for (name, variant) in [
        ("another prefix", renamed),
        ("no prefix", bare),
        ("strict", strict),
        ("other quotes", quoted),
        ("byte order mark, indented", spaced),
        ("white space that is not kept", unkept),
    ] {
        same(name, &variant);
    }
}

#[test]
fn words_that_colleagues_have_inserted_and_deleted() {
    let inserted = with(|xml| {
        runs(xml, |looks, inside, number| {
            format!(
                "<w:ins w:id=\"{}\" w:author=\"李\" w:date=\"2026-01-01T00:00:00Z\"><w:r>{looks}{inside}</w:r></w:ins>",
                5000 + number
            )
        })
    });
    same("inserted", &inserted);
    let deleted = with(|xml| {
        runs(xml, |looks, inside, number| {
            format!(
                "<w:r>{looks}{inside}</w:r><w:del w:id=\"{}\" w:author=\"李\"><w:r>{looks}<w:delText>（旧)</w:delText></w:r></w:del>",
                5000 + number
            )
        })
    });
    same("deleted", &deleted);
    // Both, in runs cut anywhere.
    let both = with(|xml| {
        let cut = split(xml, 7);
        cut.replace(
            "<w:r w:rsidR=\"00000001\">",
            "<w:ins w:id=\"9\" w:author=\"李\"><w:r w:rsidR=\"00000001\">",
        )
        .split("<w:ins ")
        .enumerate()
        .map(|(at, piece)| match at {
            0 => piece.to_owned(),
            _ => format!("<w:ins {}", piece.replacen("</w:r>", "</w:r></w:ins>", 1)),
        })
        .collect()
    });
    same("both", &both);
}

#[test]
fn our_own_print_is_annotated_and_mended() {
    let folder = Folder::new();
    let own = folder.at("打印.docx");
    let name = own.to_str().expect("UTF-8");
    heng(&["convert", "renhe-2026.docx", "--to", "docx", "-o", name]);
    let run = folder.run(&["check", "打印.docx", "--annotate", "批注.docx", "--all"]);
    assert!(run.err.contains("条批注"), "{}", run.err);
    reader::untouched(&own, &folder.at("批注.docx"));
    assert!(reader::comments(&folder.at("批注.docx")).len() > 100);
    folder.run(&["fix", "打印.docx", "-o", "修订.docx"]);
    reader::rejected(&own, &folder.at("修订.docx"));
}

#[test]
fn a_form_inside_a_cell_or_beside_a_text_box() {
    let boxed = with(|xml| {
        let inside = "<w:p><w:r><w:t>填表说明（见附件)</w:t></w:r></w:p>";
        let drawing = format!(
            "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><w:txbxContent>{inside}</w:txbxContent></w:drawing></mc:Choice>\
             <mc:Fallback><w:pict><w:txbxContent>{inside}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        );
        runs(xml, |looks, inside, number| match number % 40 {
            7 => format!("{drawing}<w:r>{looks}{inside}</w:r>"),
            _ => format!("<w:r>{looks}{inside}</w:r>"),
        })
    });
    let folder = Folder::new();
    let own = folder.write("表.docx", &boxed);
    folder.run(&["check", "表.docx", "--annotate", "批注.docx", "--all"]);
    reader::untouched(&own, &folder.at("批注.docx"));
    let run = folder.run(&["fix", "表.docx", "-o", "修订.docx"]);
    reader::rejected(&own, &folder.at("修订.docx"));
    assert!(run.out.contains("都是修订"), "{}", run.out);
    let nested = with(|xml| {
        let (head, body) = xml.split_once("<w:body>").expect("a body");
        let (body, end) = body.split_once("<w:sectPr").expect("a section");
        format!(
            "{head}<w:body><w:tbl><w:tr><w:tc><w:p/>{body}<w:p/></w:tc></w:tr></w:tbl><w:sectPr{end}"
        )
    });
    let folder = Folder::new();
    let own = folder.write("表.docx", &nested);
    let run = folder.run(&["check", "表.docx", "--annotate", "批注.docx", "--all"]);
    assert!(run.err.contains("条批注"), "{}", run.err);
    reader::untouched(&own, &folder.at("批注.docx"));
    folder.run(&["fix", "表.docx", "-o", "修订.docx"]);
    reader::rejected(&own, &folder.at("修订.docx"));
    let accepted = reader::texts(&folder.at("修订.docx"), "accept");
    let accepted: Vec<_> =
        accepted.iter().map(|(_, t)| tidy(t)).filter(|t| !t.is_empty()).collect();
    assert_eq!(accepted, BASE.accepted);
}

#[test]
fn computed_words_are_left_and_said() {
    for field in [
        |looks: &str, inside: &str| {
            format!(
                "<w:fldSimple w:instr=\"DOCPROPERTY x\"><w:r>{looks}{inside}</w:r></w:fldSimple>"
            )
        },
        |looks: &str, inside: &str| {
            format!(
                "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>DOCPROPERTY x</w:instrText></w:r>\
                 <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r>{looks}{inside}</w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
            )
        },
        |looks: &str, inside: &str| {
            format!(
                "<w:sdt><w:sdtPr><w:dataBinding w:xpath=\"/a\" w:storeItemID=\"{{0}}\"/></w:sdtPr><w:sdtContent>\
                 <w:r>{looks}{inside}</w:r></w:sdtContent></w:sdt>"
            )
        },
    ] {
        let parts = with(|xml| runs(xml, |looks, inside, _| field(looks, inside)));
        let folder = Folder::new();
        let own = folder.write("表.docx", &parts);
        let run = folder.run(&["check", "表.docx", "--annotate", "批注.docx", "--all"]);
        assert!(run.err.contains("条批注"), "{}", run.err);
        reader::untouched(&own, &folder.at("批注.docx"));
        let run = folder.run(&["fix", "表.docx", "-o", "修订.docx"]);
        assert!(run.out.contains("请手工改"), "{}", run.out);
        let same = std::fs::read(&own).expect("there")
            == std::fs::read(folder.at("修订.docx")).expect("there");
        assert!(same, "what a program computes is not touched");
    }
}

//! A paper of each kind from fixed data, compared part by part with what it was: the parts of Word
//! and Excel files an element a line, the PDF as text by page with its fonts. `UPDATE=1` writes them
//! anew; read the difference.

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use model::form::Field;
use model::{Form, Letter, Money, Point, Printout, Section};
use office::Looks;
use office::paper::{
    Adjustment, Approval, Approved, ChangedCell, Signature, Summary, SummaryLine, SummaryUnit,
    adjustment, approval, signed, summary,
};

use super::sheet::{fonts, pages};

/// Parts that say what is in the file.
const PARTS: [&str; 8] = [
    "[Content_Types].xml",
    "word/document.xml",
    "word/footer1.xml",
    "word/styles.xml",
    "xl/workbook.xml",
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
];

/// The real forms as they are read.
fn real() -> Vec<Form> {
    let packs = policy::Packs::built_in().expect("packs load");
    let recogniser = office::recognise::Recogniser::new(&packs, Some("renhe")).expect("the pack");
    let path = crate::command::real_folder().join("renhe-2026.docx");
    let bytes = std::fs::read(path).expect("the real file");
    let document = office::read("a.docx", &bytes, office::Limits::default()).expect("reads");
    recogniser.read(&document).forms
}

fn signatures() -> Vec<Signature> {
    let by = |step: &str, name: &str| Signature {
        step: step.to_owned(),
        name: name.to_owned(),
        on: if name.is_empty() { String::new() } else { "2026年3月2日".to_owned() },
    };
    let steps = [("填报提交", "陈某"), ("单位负责人签字", "周某"), ("主管部门审核", "吴某")];
    let steps =
        steps.into_iter().chain([("业务股室审核", "郑某"), ("绩效股审核", ""), ("批复", "")]);
    steps.map(|(step, name)| by(step, name)).collect()
}

fn form(forms: &[Form]) -> Printout {
    let packs = policy::Packs::built_in().expect("packs load");
    let policy = packs.policy("renhe", chrono::NaiveDate::MAX).expect("the pack");
    let form = &forms[2];
    let layout = policy.layouts().iter().find(|one| Some(&one.key) == form.layout.as_ref());
    let laid = office::lay_out::lay_out(layout.expect("its layout"), &[(0, form)]);
    Printout::Tables(vec![signed(laid.drawing, &signatures(), "")])
}

fn approved(forms: &[Form]) -> Printout {
    let item = |form| Approved { unit: "仁和区人社局".to_owned(), form, note: String::new() };
    let drawing = approval(&Approval {
        title: "2026年度绩效目标批复表".to_owned(),
        number: "仁财绩〔2026〕12号".to_owned(),
        dated: "2026年3月2日".to_owned(),
        items: forms.iter().take(4).map(item).collect(),
        remark: "批复的绩效目标按此执行。".to_owned(),
    });
    Printout::Tables(vec![signed(drawing, &signatures()[5..], "")])
}

fn summed(forms: &[Form]) -> Printout {
    let line = |form: &Form| SummaryLine {
        project: model::text::fold(form.text(Field::Project)),
        category: "特定目标类".to_owned(),
        money: [Some(Money::from_fen(1_250_000)), Some(Money::from_fen(1_250_000)), None],
        indicators: [form.indicators.len(), 3, 1, 2, 1],
        standing: "仁财绩〔2026〕12号，2026年3月2日".to_owned(),
    };
    let unit = |name: &str, forms: &[Form]| SummaryUnit {
        name: name.to_owned(),
        lines: forms.iter().map(line).collect(),
    };
    Printout::Tables(vec![summary(&Summary {
        title: "2026年度绩效目标汇总表".to_owned(),
        department: "仁和区人社局".to_owned(),
        basis: "只列已批复的，按批复数".to_owned(),
        units: vec![unit("仁和区人社局", &forms[..8]), unit("就业中心", &forms[8..])],
    })])
}

fn changed() -> Printout {
    let cell = |label: &str, before: &str, after: &str| ChangedCell {
        label: label.to_owned(),
        before: before.to_owned(),
        after: after.to_owned(),
    };
    let drawing = adjustment(&Adjustment {
        title: "2026年度绩效目标调整表".to_owned(),
        project: "青创运营费".to_owned(),
        unit: "仁和区人社局".to_owned(),
        reason: "下半年新增一处场地，入驻企业增加。".to_owned(),
        papers: ["仁财绩〔2026〕12号，2026年3月2日".to_owned(), "还没有批复".to_owned()],
        money: ["12.50".to_owned(), "15.00".to_owned()],
        changes: vec![
            cell("「入驻企业」的指标值", "20家以上", "30家以上"),
            cell("新增指标「满意度」", "", "满意度 ≥90%"),
        ],
        outcome: "正在办理".to_owned(),
    });
    Printout::Tables(vec![signed(drawing, &signatures(), "")])
}

fn letter() -> Printout {
    let point =
        |head: &str, line: &str| Point { head: head.to_owned(), lines: vec![line.to_owned()] };
    Printout::Letter(Letter {
        title: "关于“青创运营费”绩效目标的审核意见".to_owned(),
        addressee: "仁和区人社局".to_owned(),
        opening: vec!["你单位2026年3月1日提交的第1版已经审核，现退回修改。".to_owned()],
        sections: vec![Section {
            heading: "一、必须改正的问题".to_owned(),
            points: vec![point("（一）缺计量单位", "“170万”没有计量单位。")],
        }],
        closing: vec!["对意见有不同看法的，请在系统里逐条写明理由，一并提交。".to_owned()],
        signature: vec!["攀枝花市仁和区财政局".to_owned(), "2026年3月2日".to_owned()],
        strip: "经办人：　　　　　　　复核人：　　　　　　　负责人：".to_owned(),
    })
}

fn papers() -> Vec<(&'static str, Printout)> {
    let forms = real();
    vec![
        ("form", form(&forms)),
        ("approval", approved(&forms)),
        ("summary", summed(&forms)),
        ("adjustment", changed()),
        ("letter", letter()),
    ]
}

fn parts(bytes: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut told = String::new();
    for part in PARTS {
        let Ok(mut file) = zip.by_name(part) else { continue };
        let mut text = String::new();
        file.read_to_string(&mut text).expect("UTF-8");
        let lines = text.replace("><", ">\n<");
        told.push_str(&format!("=== {part}\n{}\n", lines.trim_end()));
    }
    told
}

fn printed_text(paper: &Printout, folder: &Path) -> String {
    let own = print::Fonts::load(None).expect("a Chinese font");
    let path = folder.join("paper.pdf");
    std::fs::write(&path, print::printout(paper, &own).expect("prints")).expect("written");
    let pages = pages(&path);
    let embedded = fonts(&path).iter().all(|(_, embedded)| *embedded);
    let mut told = format!("{} pages, fonts embedded: {embedded}\n", pages.len());
    for page in pages {
        let words: Vec<&str> = page.words.iter().map(|word| word.text.as_str()).collect();
        told.push_str(&format!("=== page\n{}\n", words.join("\n")));
    }
    told
}

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/papers").join(name)
}

fn compare(name: &str, now: &str) -> Option<String> {
    let path = golden(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(&path, now).expect("written");
        return None;
    }
    let was = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = was.lines().zip(now.lines()).position(|(was, now)| was != now);
    let line = differs.or((was.lines().count() != now.lines().count()).then_some(0))?;
    let show = |text: &str| text.lines().nth(line).unwrap_or_default().to_owned();
    Some(format!("{name} line {}:\n  was {}\n  is  {}", line + 1, show(&was), show(now)))
}

#[test]
fn a_paper_of_each_kind_is_what_it_was() {
    let (looks, folder) = (Looks::default(), tempfile::tempdir().expect("a folder"));
    let mut differences = Vec::new();
    for (kind, paper) in papers() {
        let word = office::docx::printout(&paper, &looks).expect("Word");
        let excel = office::xlsx::printout(&paper, &looks).expect("Excel");
        differences.extend(compare(&format!("{kind}.docx.txt"), &parts(&word)));
        differences.extend(compare(&format!("{kind}.xlsx.txt"), &parts(&excel)));
        differences
            .extend(compare(&format!("{kind}.pdf.txt"), &printed_text(&paper, folder.path())));
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

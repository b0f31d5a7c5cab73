//! The commands one by one, right and wrong.

use crate::command::{heng, heng_in, json, real_folder};

#[test]
fn read_gives_the_promised_keys() {
    let output = json(&["read", "renhe-2026.docx", "--json"]);
    let forms = output["forms"].as_array().expect("forms");
    assert_eq!(forms.len(), 13);
    let department = &forms[0];
    assert_eq!(department["kind"], "department");
    assert_eq!(department["year"], 2026);
    assert_eq!(department["project"], serde_json::Value::Null);
    assert_eq!(department["money_rows"][0]["row"], "income");
    assert_eq!(department["money_rows"][0]["total"], "30996800.00");
    assert_eq!(department["money_rows"][0]["other"], serde_json::Value::Null);
    assert_eq!(department["money_rows"][1]["other"], "0.00");
    assert_eq!(department["funds"]["row"], "expenditure");
    let first = &department["indicators"][0];
    assert_eq!(first["block"], "管理效率");
    assert_eq!(first["level1"], "成本指标");
    assert_eq!(first["target"]["comparator"], "<=");
    assert_eq!(first["target"]["value"], "21.47");
    assert_eq!(first["target"]["unit"], "%");
    assert_eq!(first["reference"]["mean"], "21.47%");
    assert_eq!(first["reference"]["years"]["2025"], "-10.32%");
    let project = &forms[1];
    assert_eq!(project["category"], "specific_purpose");
    assert_eq!(project["unit"], "攀枝花市仁和区人力资源和社会保障局");
    assert_eq!(project["indicators"][0]["reference"], serde_json::Value::Null);
    let place = &project["indicators"][0]["place"];
    assert_eq!(place["part"]["table"], 2);
    assert_eq!((place["row"].as_u64(), place["column"].as_u64()), (Some(10), Some(5)));
    assert_eq!(place["span"]["start"], 0);
}

#[test]
fn without_places_there_are_none() {
    let run = heng(&["read", "renhe-2026.docx", "--json", "--no-places"]);
    assert!(!run.out.contains("\"place\": {"));
}

#[test]
fn our_json_reads_back_to_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    for file in ["renhe-2026.docx", "variants/自评表_10列.docx", "variants/008.txt"] {
        let first = heng(&["read", file, "--json"]).out;
        let path = folder.path().join("again.json");
        std::fs::write(&path, &first).expect("written");
        let second = json(&["read", path.to_str().expect("UTF-8"), "--json"]);
        let first: serde_json::Value = serde_json::from_str(&first).expect("JSON");
        assert_eq!(first["forms"], second["forms"], "{file}");
    }
}

#[test]
fn json_by_hand_needs_only_the_plain_keys() {
    let folder = tempfile::tempdir().expect("a folder");
    let form = r#"{"kind": "project", "year": 2026, "unit": "某局", "project": "某项目",
        "money_rows": [{"row": "expenditure", "total": "100000.00", "fiscal": "90000.00",
        "other": "0.00"}], "goal": "目标", "indicators": [{"level1": "产出指标",
        "level2": "数量指标", "level3": "培训人数", "target": {"text": "≥50人",
        "kind": "quantity", "comparator": ">=", "value": "50", "unit": "人"}}]}"#;
    std::fs::write(folder.path().join("表.json"), form).expect("written");
    let run = heng_in(folder.path(), &["check", "表.json"]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    assert!(run.out.contains("C081"), "{}", run.out);
    assert!(run.out.contains("总额10.00万元"), "{}", run.out);
}

#[test]
fn the_order_is_the_same_whatever_the_threads() {
    let run = |threads| heng(&["check", ".", "--format", "json", "--threads", threads]).out;
    assert_eq!(run("1"), run("2"));
}

#[test]
fn target_shows_the_reading() {
    let run = heng(&["target", "≥2330元／人.月"]);
    assert!(run.out.contains("元/(人·月)"), "{}", run.out);
    let run = heng(&["target", "10人", "--json"]);
    assert!(run.out.contains("\"comparator\": \"unstated\""), "{}", run.out);
}

#[test]
fn explain_knows_checks_notes_and_values() {
    let check = heng(&["explain", "c084"]).out;
    assert!(check.contains("【依据】") && check.contains("checks.C084.severity"), "{check}");
    let note = heng(&["explain", "R101"]).out;
    assert!(note.contains("未登记的版式"), "{note}");
    let value = heng(&["explain", "checks.C001.severity"]).out;
    assert!(value.contains("来自包 national"), "{value}");
    let unknown = heng(&["explain", "checks.C084.severty"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("相近的有"), "{}", unknown.err);
}

/// A county that sets its own value, and another one from next year on.
#[test]
fn explain_shows_every_dated_value_and_how_a_year_comes_to_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/renhe");
    for part in ["", "checks", "forms", "params", "words"] {
        let to = folder.path().join("renhe").join(part);
        std::fs::create_dir_all(&to).expect("made");
        for file in std::fs::read_dir(source.join(part)).expect("listed") {
            let file = file.expect("an entry").path();
            if file.is_file() {
                std::fs::copy(&file, to.join(file.file_name().expect("a name"))).expect("copied");
            }
        }
    }
    let value = |rest: &str| {
        format!(
            "[[value]]\nkey = \"checks.C105.max_name_length\"\n{rest}\nsource = \"house\"\n\
             article = \"none\"\nverified = false\n"
        )
    };
    let own = value("from = 2026-01-01\nuntil = 2026-12-31\nvalue = 30")
        + &value("from = 2027-01-01\nvalue = 20");
    std::fs::write(folder.path().join("renhe/params/own.toml"), own).expect("written");
    let packs = folder.path().to_str().expect("UTF-8");
    for asked in ["C105", "checks.C105.max_name_length"] {
        let told = heng(&["explain", asked, "--pack", "renhe", "--packs", packs]).out;
        for words in ["= 30", "= 20", "自 2027-01-01 起", "按表的预算年度选用"] {
            assert!(told.contains(words), "{asked}: {words}: {told}");
        }
    }
    let told = heng(&["packs", "validate", packs]).out;
    assert!(told.contains("项本地检查"), "{told}");
}

#[test]
fn packs_are_listed_and_validated() {
    let list = heng(&["packs", "list"]).out;
    assert!(list.contains("renhe → sichuan → national"), "{list}");
    assert!(list.contains("renhe.department"), "{list}");
    assert_eq!(heng(&["packs", "validate"]).code, 0);
    let folder = tempfile::tempdir().expect("a folder");
    let pack = folder.path().join("mine");
    std::fs::create_dir(&pack).expect("made");
    std::fs::write(pack.join("pack.toml"), "key = \"mine\"\n").expect("written");
    let run = heng(&["packs", "validate", folder.path().to_str().expect("UTF-8")]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("mine/pack.toml"), "{}", run.err);
    let run = heng(&["check", "renhe-2026.docx", "--pack", "nowhere"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("没有名为“nowhere”的规则包"), "{}", run.err);
}

#[test]
fn the_command_line_speaks_chinese() {
    let check = heng(&["check", "--help"]).out;
    assert!(check.contains("用法：heng check") && check.contains("text、json"), "{check}");
    for english in ["Usage", "Options", "Arguments", "Print help", "possible values", "default:"] {
        assert!(!check.contains(english), "{english}: {check}");
    }
    for (arguments, words) in [
        (vec!["check"], "还缺 <文件>"),
        (vec!["chek", "a.docx"], "没有“chek”这个命令"),
        (vec!["check", "a.docx", "--formt", "json"], "不认识 --formt"),
        (vec!["check", "a.docx", "--format", "xml"], "不能写“xml”，可以写：text、json"),
    ] {
        let run = heng(&arguments);
        assert_eq!(run.code, 2);
        assert!(run.err.contains(words), "{}", run.err);
    }
}

#[test]
fn a_target_may_begin_with_a_minus() {
    assert!(heng(&["target", "-5%"]).out.contains("-5"));
}

#[test]
fn explain_names_the_pack_that_is_missing() {
    let run = heng(&["explain", "C084", "--pack", "nope"]);
    assert!(run.err.contains("没有名为“nope”的规则包"), "{}", run.err);
}

#[test]
fn completions_and_help_are_there() {
    assert!(heng(&["completions", "bash"]).out.contains("heng"));
    for command in ["read", "check", "convert", "target", "explain"] {
        let help = heng(&[command, "--help"]).out;
        assert!(help.contains("例子"), "{command}: {help}");
    }
}

#[test]
fn the_page_and_the_workbook_go_to_a_file_that_is_not_there_yet() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (page, book) = (path("意见.html"), path("汇总.xlsx"));
    let check = |format: &str, output: &str, more: &[&str]| {
        let arguments = ["check", "renhe-2026.docx", "--format", format, "-o", output];
        heng(&[&arguments[..], more].concat())
    };
    let run = check("html", &page, &[]);
    assert_eq!((run.code, run.out.as_str()), (1, ""), "{}", run.err);
    let text = std::fs::read_to_string(&page).expect("written");
    assert!(text.contains("renhe-2026.docx") && text.contains("不能提交"));
    let again = check("html", &page, &[]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("--force"), "{}", again.err);
    assert_eq!(check("html", &page, &["--force"]).code, 1);
    assert_eq!(check("xlsx", &book, &[]).code, 1);
    assert!(std::fs::read(&book).expect("written").starts_with(b"PK"));
}

#[test]
fn review_sheets_are_one_file_for_all_or_one_for_each_form_in_a_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let run = heng(&["review", "renhe-2026.docx", "-o", &path("审核表.docx")]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("13 张表"), "{}", run.err);
    assert_eq!(heng(&["review", "renhe-2026.docx", "-o", &path("审核表.docx")]).code, 2);
    std::fs::create_dir(folder.path().join("各表")).expect("a folder");
    let run = heng(&["review", "renhe-2026.docx", "-o", &path("各表"), "--to", "xlsx"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(std::fs::read_dir(folder.path().join("各表")).expect("there").count(), 13);
    let wrong = heng(&["review", "renhe-2026.docx", "-o", &path("审核表.pdf")]);
    assert!(wrong.err.contains(".docx 或 .xlsx"), "{}", wrong.err);
    let none = heng(&["review", "variants/自评表_10列.docx", "-o", &path("无.docx")]);
    assert_eq!(none.code, 2, "{}", none.err);
}

#[test]
fn last_years_forms_are_compared_with_and_not_judged() {
    let folder = tempfile::tempdir().expect("a folder");
    let real = real_folder().join("renhe-2026.docx");
    let out = folder.path().join("2026.json");
    let out = out.to_str().expect("UTF-8");
    let real = real.to_str().expect("UTF-8");
    assert_eq!(heng(&["convert", real, "--to", "json", "-o", out]).code, 0);
    // Last year's file: the same forms a year earlier, with one target that was higher.
    let text = std::fs::read_to_string(out).expect("the forms");
    let mut forms: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    for form in forms["forms"].as_array_mut().expect("forms") {
        form["year"] = 2025.into();
    }
    let text = forms.to_string().replace("≥900人", "≥1200人");
    let past = folder.path().join("2025.json");
    std::fs::write(&past, text).expect("written");
    let past = past.to_str().expect("UTF-8");

    let beside = heng(&["check", real, "--past", past]);
    assert!(beside.out.contains("C122 目标值无理由下降"), "{}", beside.out);
    assert!(beside.out.contains("去年定“≥1200人”，今年定“≥900人”"), "{}", beside.out);
    assert!(beside.out.contains("合计：13 张表"), "last year's forms are not judged");
    assert!(!heng(&["check", real]).out.contains("C122"));

    let nothing = heng(&["check", real, "--past", "没有.docx"]);
    assert_eq!(nothing.code, 2);
    assert!(nothing.err.contains("去年的表 没有.docx"), "{}", nothing.err);
}

//! Local checks: the packs' own examples, what they may not say, and what they conclude.

use checks::{Batch, Report};
use model::{Outcome, Severity};
use policy::{PackFile, Packs};

use crate::example::read_forms;

/// The built-in packs with one local check more, whose changed lines are given.
fn packs_with(check: &str) -> Result<Packs, policy::PackError> {
    let mut files = Packs::built_in_files();
    let path = "renhe/checks/tried.toml".to_owned();
    files.push(PackFile { path, text: check.to_owned() });
    Packs::load(files)
}

fn check(expect: &str) -> String {
    format!(
        "[[check]]\ncode = \"RH900\"\nname = \"试\"\neach = \"row\"\nexpect = '''{expect}'''\n\
         message = \"“{{行.三级指标}}”是{{行.数值}}\"\nremedy = \"改\"\nseverity = \"warning\"\n\
         from = 2015-01-01\nsource = \"house\"\narticle = \"none\"\nverified = false\n\
         wrong = \"kind: project\"\nright = \"kind: project\"\n"
    )
}

fn refused(expect: &str) -> String {
    match packs_with(&check(expect)) {
        Ok(_) => panic!("loaded: {expect}"),
        Err(error) => error.to_string(),
    }
}

fn judged(packs: &Packs, form: &str, code: &str) -> Report {
    let written = read_forms(form);
    let date = chrono::NaiveDate::from_ymd_opt(2026, 6, 1).expect("a day");
    let policy = packs.policy("renhe", date).expect("renhe");
    checks::run_only(&Batch::of(&written.forms, &policy), &[code])
}

#[test]
fn every_local_check_finds_its_wrong_example_and_passes_its_right_one() {
    let packs = Packs::built_in().expect("the built-in packs");
    let mut seen = 0;
    for pack in packs.keys() {
        let date = chrono::NaiveDate::from_ymd_opt(2026, 6, 1).expect("a day");
        let policy = packs.policy(pack, date).expect("a pack");
        for check in policy.local_checks() {
            let outcomes = |text: &str| -> Vec<Outcome> {
                let written = read_forms(text.trim());
                let report = checks::run_only(&Batch::of(&written.forms, &policy), &[&check.code]);
                report.verdicts.iter().map(|verdict| verdict.outcome).collect()
            };
            let (file, code) = (&check.file, &check.code);
            let wrong = outcomes(&check.wrong);
            assert!(
                wrong.contains(&Outcome::Fail),
                "packs/{file} {code}: the check finds nothing in its example `wrong`: {wrong:?}"
            );
            let right = outcomes(&check.right);
            assert!(
                right.iter().all(|outcome| *outcome == Outcome::Pass),
                "packs/{file} {code}: the check does not pass its example `right`: {right:?} \
                 (NotApplicable: `for` or `when` leaves it out)"
            );
            seen += 1;
        }
    }
    assert!(seen >= 3, "Renhe has three");
}

#[test]
fn a_fault_is_told_with_its_values() {
    let packs = packs_with(&check("不小于(行.数值, \"100\")")).expect("loads");
    let form = "kind: project\nyear: 2026\n| 项目完成 | 数量指标 | 培训人数 | ≥80.5人 |\n";
    let report = judged(&packs, form, "RH900");
    let finding = &report.findings[0];
    assert_eq!(finding.message, "“培训人数”是80.5");
    assert_eq!((finding.severity, finding.outcome), (Severity::Warning, Outcome::Fail));
    assert_eq!(finding.quote, "≥80.5人");
    assert!(!finding.basis.is_empty());
}

#[test]
fn a_missing_number_cannot_be_decided() {
    let packs = packs_with(&check("不小于(行.数值, 100)")).expect("loads");
    let form = "kind: project\nyear: 2026\n| 项目效益 | 社会效益指标 | 影响 | 明显提升 |\n";
    let report = judged(&packs, form, "RH900");
    assert_eq!(report.findings[0].outcome, Outcome::CannotDecide);
    assert!(report.findings[0].message.contains("没有填或读不出来"), "{:?}", report.findings[0]);
}

#[test]
fn decimals_are_exact() {
    let packs = packs_with(&check("等于(相加(\"0.1\", \"0.2\"), \"0.3\")")).expect("loads");
    let form = "kind: project\nyear: 2026\n| 项目完成 | 数量指标 | 培训人数 | ≥80人 |\n";
    assert_eq!(judged(&packs, form, "RH900").outcome("RH900", 0), Some(Outcome::Pass));
    let form = "kind: project\nyear: 2026\n| 项目完成 | 数量指标 | 甲 | 0.1公里 |\n\
                | 项目完成 | 数量指标 | 乙 | 0.2公里 |\n";
    for (total, outcome) in [("0.30", Outcome::Pass), ("0.31", Outcome::Fail)] {
        let sum = check(&format!("等于(合计(表.指标.逐个(x, x.value)), \"{total}\")"));
        let packs = packs_with(&sum).expect("loads");
        assert_eq!(judged(&packs, form, "RH900").outcome("RH900", 0), Some(outcome));
    }
}

#[test]
fn unknown_names_are_refused_with_the_nearest_known_one() {
    for (expect, near) in [
        ("行.指标直 == \"\"", "不认识“指标直”，是不是“指标值”？"),
        ("row.targt == \"\"", "行里没有“targt”；这里有：一级指标"),
        ("表.项目名称 == \"\"", "是不是“项目”？"),
        ("不少于(行.数值, 1)", "不认识“不少于”，是不是“不小于”？"),
        ("greater(row.value, 1)", "不认识“greater”"),
        ("项目.包含(\"设备\")", "“项目”要写明是谁的：表.项目"),
        ("行.三级指标 != \"\" 并且 行.指标值 != \"\"", "“并且”写成 &&"),
        ("表.总额.包含(\"5\")", "“包含”前面应当是文字"),
        ("行.三级指标 in 词表(\"checks.C085.min_similarity\")", "不是词表"),
        ("form.level3 == \"\"", "表里没有“level3”"),
        ("行.三级指标 in 词表(\"words.nobody\")", "没有词表“words.nobody”"),
    ] {
        let told = refused(expect);
        assert!(told.contains(near), "{expect}: {told}");
        assert!(told.contains("renhe/checks/tried.toml [RH900]"), "{told}");
    }
}

#[test]
fn floating_point_and_bare_arithmetic_on_decimals_are_refused() {
    assert!(refused("不小于(行.数值, 12.5)").contains("写成 \"12.5\""));
    for expect in [
        "行.数值 > 3",
        "行.数值 + 1 == 2",
        "行.权重 == 3",
        "表.总额 - 表.财政拨款 == 0",
        "-行.数值 == 1",
    ] {
        let told = refused(expect);
        assert!(told.contains("函数") || told.contains("不能用"), "{expect}: {told}");
    }
    assert!(refused("行.三级指标").contains("是或否"));
    assert!(refused("行.三级指标 ==").contains("写法不对"));
    assert!(refused("行.三级指标 = \"甲\"").contains("两个等号"));
    assert!(refused("行.三级指标.包含(“甲”)").contains("中文标点 “"));
    assert!(refused("行.三级指标.包含（\"甲（乙）\"）").contains("中文标点 （"));
    assert!(refused("行.三级指标.包含(\"甲\"").contains("括号没有成对"));
    assert!(refused("不小于(行.数值, \"五\")").contains("加引号写成"));
    assert!(refused("不小于(行.三级指标, 1)").contains("用法"));
}

#[test]
fn a_row_has_no_meaning_where_the_form_is_looked_at_once() {
    let whole = check("行.指标值 != \"\"").replace("each = \"row\"\n", "");
    let error = packs_with(&whole).expect_err("refused");
    assert!(error.to_string().contains("each"), "{error}");
}

#[test]
fn a_code_that_is_taken_is_named_with_the_check_that_has_it() {
    let taken = check("行.指标值 != \"\"").replace("RH900", "RH003");
    let told = packs_with(&taken).expect_err("refused").to_string();
    assert!(told.contains("编号 RH003 已经给了“"), "{told}");
}

#[test]
fn an_error_rests_on_what_binds() {
    let heavy = check("行.指标值 != \"\"").replace("\"warning\"", "\"error\"");
    assert!(packs_with(&heavy).expect_err("refused").to_string().contains("binding"));
}

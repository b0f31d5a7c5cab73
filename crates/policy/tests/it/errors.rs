//! Every mistake in a pack file has its own answer: file, key, what is wrong, what to write.

use policy::{PackError, PackFile, Packs};

use crate::{SOURCES, file, packs, value};

/// The error of a national pack with this value.
fn refused(lines: &str) -> PackError {
    packs(&value(lines), "").unwrap_err()
}

/// The error of a pack folder made of these files.
fn refused_files(files: &[(&str, &str)]) -> PackError {
    let files: Vec<PackFile> = files.iter().map(|(path, text)| file(path, text)).collect();
    Packs::load(files).unwrap_err()
}

const NATIONAL: (&str, &str) = ("national/pack.toml", "key = 'national'\nname = '全国'");

#[test]
fn an_error_names_file_and_key_and_what_to_write() {
    let text = value("key = 'checks.C042.min_ratio'").replace("article = '第一条'\n", "");
    let error = packs(&text, "").unwrap_err();
    assert_eq!(
        error.to_string(),
        "national/params/values.toml [checks.C042.min_ratio]: 缺「article」，应写条款，如 \"第十一条\"；没看过原文写 \"unverified\""
    );
}

#[test]
fn every_required_field_of_a_value_is_asked_for_by_name() {
    for field in ["key", "from", "value", "source", "article", "verified_on"] {
        let text = value("");
        let without: Vec<&str> =
            text.lines().filter(|line| !line.starts_with(&format!("{field} "))).collect();
        let error = packs(&without.join("\n"), "").unwrap_err();
        assert!(error.problem.starts_with(&format!("缺「{field}」，应写")), "{error}");
    }
}

#[test]
fn every_required_field_of_a_document_is_asked_for_by_name() {
    for field in ["key", "title", "number", "issued", "force", "seen", "trust"] {
        let whole: Vec<&str> = SOURCES.lines().skip(1).take(8).collect();
        let text: Vec<&str> =
            whole.into_iter().filter(|line| !line.starts_with(&format!("{field} "))).collect();
        let error = refused_files(&[NATIONAL, ("national/sources.toml", &text.join("\n"))]);
        assert!(error.problem.starts_with(&format!("缺「{field}」，应写")), "{error}");
        assert_eq!(error.file, "national/sources.toml");
    }
}

#[test]
fn a_value_that_says_too_much_or_the_wrong_thing_is_refused() {
    for (lines, problem) in [
        (
            "vlaue = 1",
            "不认识的字段「vlaue」；这里可写：key、value、from、until、source、article、verified_on、verified、unit、note、extend",
        ),
        ("value = 0.6", "「value」不用浮点数：请把 0.6 加引号写成 \"0.6\""),
        (
            "value = [1, 2]",
            "「value」应写文字、整数、true/false、词的列表或文字对照表，现在是含有非文字项的列表",
        ),
        (
            "value = {'甲' = 1}",
            "「value」应写文字、整数、true/false、词的列表或文字对照表，现在是对照表里「甲」一项不是文字",
        ),
        ("from = '2021-08-18'", "「from」应写日期，如 2021-08-18（不加引号），现在是文字"),
        (
            "from = 2021-08-18T10:00:00",
            "「from」应写日期，如 2021-08-18（不加引号），现在是日期时间",
        ),
        ("until = 2019-12-31", "「until」早于「from」：最后适用日不能在起用日之前"),
        ("key = 'some key'", "「key」应是用点隔开的名称，不含空白，如 \"checks.C042.min_ratio\""),
        ("source = 'lost'", "本包及上级包的 sources.toml 里没有依据「lost」，请先登记该文件"),
        (
            "article = ' '",
            "「article」是空的，应写条款，如 \"第十一条\"；没看过原文写 \"unverified\"",
        ),
        (
            "article = 'none'",
            "「law」有文号（主席令第1号），「article」不能写 none；没看过条款写 \"unverified\"",
        ),
        ("verified = true", "核对情况只写一种：verified_on = 日期，或 verified = false"),
        (
            "verified = false\nverified_on = 2026-11-23",
            "核对情况只写一种：verified_on = 日期，或 verified = false",
        ),
        ("extend = true", "「extend」只用于词表或对照表；单个值请直接另写一个覆盖上级"),
        ("value = ['甲']\nextend = true", "上级包没有这个词表，无从补充；请去掉「extend」"),
    ] {
        assert_eq!(refused(lines).problem, problem, "{lines}");
    }
}

#[test]
fn a_wrong_date_is_a_syntax_error_with_its_line() {
    let error = refused("from = 2021-02-30");
    assert!(error.problem.starts_with("第 2 行不是合法的 TOML（from = 2021-02-30）："), "{error}");
}

#[test]
fn an_error_severity_needs_a_binding_basis() {
    let lines = "key = 'checks.C004.severity_no_output'\nvalue = 'error'\nsource = 'guide'";
    assert_eq!(
        refused(lines).problem,
        "error 只能依据有约束力的文件、算术关系或本表填报说明，而「guide」不是（force 不是 binding）；请改为 warning 或换依据"
    );
    assert!(packs(&value(&lines.replace("error", "warning")), "").is_ok());
    assert!(packs(&value(&lines.replace("guide", "law")), "").is_ok());
}

#[test]
fn a_severity_is_one_of_three_words() {
    let error = refused("key = 'checks.C001.severity'\nvalue = 'fatal'");
    assert_eq!(error.problem, "严重程度应写 \"error\"、\"warning\" 或 \"advice\"");
}

#[test]
fn entries_of_one_key_may_follow_each_other_but_not_overlap() {
    let two =
        |until: &str| value(&format!("from = 2018-01-01\n{until}")) + &value("from = 2020-01-01");
    assert!(packs(&two("until = 2019-12-31"), "").is_ok());
    let error = packs(&two("until = 2020-01-01"), "").unwrap_err();
    assert_eq!(
        error.problem,
        "适用时间重叠：2018-01-01 起的一条用到 2020-01-01，与 2020-01-01 起的一条重叠；请给前一条写上更早的「until」"
    );
    let error = packs(&two(""), "").unwrap_err();
    assert!(error.problem.contains("没有写 until"), "{error}");
}

#[test]
fn an_override_keeps_the_kind_of_value() {
    let error = packs(&value("value = ['甲']"), &value("value = '甲'")).unwrap_err();
    assert_eq!(error.file, "district/params/values.toml");
    assert_eq!(error.problem, "上级包 national 中这个值是词表，这里写成了文字；请写同一种");
    assert!(
        packs(&value("value = 1"), &value("value = '1.5'")).is_ok(),
        "whole or decimal is one kind"
    );
}

#[test]
fn a_document_is_listed_once_in_a_chain() {
    let twice = format!("{SOURCES}{SOURCES}");
    let error = refused_files(&[NATIONAL, ("national/sources.toml", &twice)]);
    assert_eq!((error.key.as_str(), error.problem.as_str()), ("law", "依据登记了两次，请删去一份"));
    let error = refused_files(&[
        NATIONAL,
        ("national/sources.toml", SOURCES),
        ("below/pack.toml", "key = 'below'\nname = '下'\nparent = 'national'\nunits = ['下']"),
        ("below/sources.toml", SOURCES),
    ]);
    assert_eq!(error.problem, "上级包 national 已登记这个依据，直接引用即可");
}

#[test]
fn documents_state_force_trust_and_issue_in_known_words() {
    for (from, to, problem) in [
        (
            "'binding'",
            "'hard'",
            "「force」应写 binding（约束县级）、reference（参照）或 practice（惯例），现在是「hard」",
        ),
        (
            "'original'",
            "'sure'",
            "「trust」应写可信程度，original、official-page、title、note、scan-note、memory、practice、inference 之一，现在是「sure」",
        ),
        (
            "'2021-08'",
            "'2021-13'",
            "「issued」应写印发日期，如 2021-08-18；只知年月写 \"2021-08\" 或 \"2021\"；不知道写 \"unknown\"；本无日期写 \"none\"",
        ),
    ] {
        let error =
            refused_files(&[NATIONAL, ("national/sources.toml", &SOURCES.replace(from, to))]);
        assert_eq!(error.problem, problem);
    }
}

#[test]
fn packs_hang_together() {
    let head = |key: &str, parent: &str| {
        format!("key = '{key}'\nname = '某'\nparent = '{parent}'\nunits = ['某']")
    };
    let (a, b) = (head("a", "b"), head("b", "a"));
    for (files, problem) in [
        (vec![], "没有 national 包：它是所有包的根，不能缺"),
        (
            vec![NATIONAL, ("a/pack.toml", &a), ("b/pack.toml", &b)],
            "「parent」成了圈：a → b → a；请改正其中一个",
        ),
        (vec![NATIONAL, ("a/pack.toml", &a)], "「parent」写的「b」不存在，没有这个包"),
        (vec![NATIONAL, ("c/pack.toml", &a)], "「key」写的是「a」，应与文件夹名「c」相同"),
        (vec![NATIONAL, ("a/params/x.toml", "")], "缺 pack.toml，应写明 key、name、parent、units"),
        (vec![NATIONAL, ("lost.toml", "")], "包文件应放在以包命名的文件夹里，如 renhe/pack.toml"),
        (
            vec![NATIONAL, ("national/other/x.toml", "")],
            "不认识的位置：包里只放 pack.toml、sources.toml、params/*.toml、words/*.toml、flow/*.toml、forms/*.toml、checks/*.toml",
        ),
        (
            vec![NATIONAL, ("a/pack.toml", "key = 'a'\nname = '某'\nparent = 'national'")],
            "缺「units」，应写单位或标题中出现即归本包的地名，如 [\"仁和区\"]",
        ),
        (
            vec![("national/pack.toml", "key = 'national'\nname = '全国'\nregion = '51'")],
            "「region」应是六位行政区划代码，现在是「51」",
        ),
    ] {
        assert_eq!(refused_files(&files).problem, problem);
    }
}

//! `docs/checks/` is written from the check files and the national pack: `UPDATE=1 cargo test --workspace --test it pages`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use checks::{CheckGroup, Explanation, GROUPS};
use policy::Policy;

use crate::examples::root;
use crate::policy_for_tests::policy;

fn pages() -> BTreeMap<String, String> {
    let policy = policy();
    let mut pages = BTreeMap::new();
    let mut index = String::from(
        "# 检查目录\n\n由检查文件和全国包生成，不要直接改。地方包可以改严重程度和参数，`heng explain C084 --pack renhe` 看某地的。\n",
    );
    for CheckGroup { folder: group, name, asks } in &GROUPS {
        _ = write!(index, "\n## {name}\n\n{asks}。\n\n| 编号 | 名称 | 严重程度 |\n|---|---|---|\n");
        let mut page = format!("# {name}\n\n{asks}。由检查文件和全国包生成，不要直接改。\n");
        for check in checks::catalogue().filter(|check| check.group == *group) {
            let severities = severities(&policy, check.code);
            _ = writeln!(
                index,
                "| [{}]({group}.md#{}) | {} | {} |",
                check.code,
                anchor(&check),
                check.title,
                severities.iter().map(|(word, _)| *word).collect::<Vec<_>>().join("、")
            );
            write_check(&mut page, &check, &severities);
        }
        pages.insert(format!("{group}.md"), page);
    }
    pages.insert("README.md".to_owned(), index);
    pages
}

/// The severities of a check with their bases, the plain one first, each word once.
fn severities(policy: &Policy, code: &str) -> Vec<(&'static str, String)> {
    let prefix = format!("checks.{code}.severity");
    let mut found: Vec<(&'static str, String)> = Vec::new();
    for entry in policy.entries(&prefix) {
        let policy::Value::Text(text) = &entry.value else { continue };
        let word = match text.as_str() {
            "error" => "错误",
            "warning" => "需答复",
            _ => "建议",
        };
        if !found.iter().any(|(own, _)| *own == word) {
            found.push((word, entry.cite()));
        }
    }
    found
}

/// The anchor a heading gets: lower case, no brackets or marks, blanks as hyphens.
fn anchor(check: &Explanation) -> String {
    let heading = format!("{} {}", check.code, check.title).to_lowercase();
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || *c == ' ' || *c == '-');
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn write_check(page: &mut String, check: &Explanation, severities: &[(&str, String)]) {
    _ = write!(page, "\n## {} {}\n\n", check.code, check.title);
    for (heading, text) in [("查什么", check.what), ("依据", check.basis), ("怎样改", check.remedy)]
    {
        _ = write!(page, "**{heading}**　{}\n\n", text.replace('\n', ""));
    }
    for (word, basis) in severities {
        _ = writeln!(page, "- {word}：{basis}");
    }
    _ = write!(page, "\n{}\n", check.examples.trim());
}

#[test]
fn the_pages_of_the_checks_are_the_generated_ones() {
    let folder: PathBuf = root().join("../../docs/checks");
    let pages = pages();
    let written: usize = checks::catalogue().count();
    let grouped = checks::catalogue().filter(|c| GROUPS.iter().any(|g| g.folder == c.group));
    assert_eq!(grouped.count(), written, "a group without its line in GROUPS");
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(&folder).expect("the folder of pages");
        for (name, page) in &pages {
            fs::write(folder.join(name), page).expect("written");
        }
    }
    for (name, page) in &pages {
        let committed = fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert!(
            committed == *page,
            "docs/checks/{name} is stale: UPDATE=1 cargo test -p checks writes it"
        );
    }
}

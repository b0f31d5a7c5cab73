//! What the documents promise is there, and what is there is in the documents.

use std::process::Command;

use model::form::{Category, Field, FormKind, NamedColumn, RowKind, TaskColumn};
use model::money::MoneyUnit;

use super::tree;

/// Documents that name files of the repository.
const GUIDES: [&str; 6] = [
    "README.md",
    "README.zh-CN.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "docs/terms.md",
    "fuzz/README.md",
];

/// The commands `heng --help` lists.
fn commands() -> Vec<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_heng")).arg("--help").output().expect("runs");
    let help = String::from_utf8(output.stdout).expect("UTF-8");
    let lines = help.lines().skip_while(|line| *line != "命令:").skip(1);
    let listed = lines.take_while(|line| line.starts_with("  "));
    let names = listed.filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

#[test]
fn both_readmes_show_every_command() {
    let commands = commands();
    assert!(commands.len() >= 6, "{commands:?}");
    for name in ["README.md", "README.zh-CN.md"] {
        let text = tree::text(name);
        for command in &commands {
            assert!(text.contains(&format!("heng {command}")), "{name}: heng {command}");
        }
    }
}

#[test]
fn the_architecture_is_short() {
    let text = tree::text("ARCHITECTURE.md");
    let words = text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
    let words = words.count();
    assert!(words <= 1_500, "{words} words");
}

#[test]
fn the_terms_hold_every_name_of_the_model() {
    let terms = tree::text("docs/terms.md");
    let missing = |name: &&str| !terms.contains(&format!("`{name}`"));
    let units = [MoneyUnit::Yuan, MoneyUnit::WanYuan, MoneyUnit::YiYuan].map(MoneyUnit::as_str);
    let names = FormKind::ALL.iter().map(|name| name.as_str());
    let names = names.chain(Category::ALL.iter().map(|name| name.as_str()));
    let names = names.chain(Field::ALL.iter().map(|name| name.as_str()));
    let names = names.chain(NamedColumn::ALL.iter().map(|name| name.as_str()));
    let names = names.chain(RowKind::ALL.iter().map(|name| name.as_str()));
    let names = names.chain(TaskColumn::ALL.iter().map(|name| name.as_str()));
    let missing: Vec<&str> = names.filter(missing).collect();
    assert!(missing.is_empty(), "docs/terms.md lacks {missing:?}");
    assert!(units.iter().all(|unit| terms.contains(unit)), "docs/terms.md: {units:?}");
}

#[test]
fn files_named_in_the_documents_exist() {
    for guide in GUIDES {
        let text = tree::text(guide);
        for path in text.split('`').skip(1).step_by(2).filter(|path| is_path(path)) {
            assert!(tree::root().join(path).exists(), "{guide}: there is no {path}");
        }
    }
}

/// A plain path from the top folder: no blanks, no patterns.
fn is_path(text: &str) -> bool {
    let tops = ["crates/", "packs/", "docs/", "scripts/", "tests/", "fuzz/", ".ci/"];
    tops.iter().any(|top| text.starts_with(top)) && !text.contains([' ', '*', '<', '{', '…', '\n'])
}

#[test]
fn every_library_has_its_reason() {
    let manifest: toml::Table = tree::text("Cargo.toml").parse().expect("TOML");
    let reasons = tree::text("docs/decisions/0002-libraries.md");
    let libraries = manifest["workspace"]["dependencies"].as_table().expect("a table");
    for (name, value) in libraries {
        let own = value.get("path").is_some();
        let listed = reasons.contains(name.as_str());
        assert!(own || listed, "docs/decisions/0002-libraries.md says nothing about {name}");
    }
}

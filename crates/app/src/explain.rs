//! `heng explain`: what a check looks for and why, what a reader's note means, where a value of
//! the packs comes from.

use std::fmt::Write;

use policy::{Entry, Packs, Policy, Value};

use crate::cli::PackOptions;
use crate::{Ending, Failure, load, print};

/// Explains a code or a key.
pub fn run(key: &str, options: &PackOptions) -> Result<Ending, Failure> {
    let packs = load::packs(options)?;
    let latest = |pack: &str| packs.policy(pack, chrono::NaiveDate::MAX);
    let pack = options.pack.as_deref().unwrap_or("national");
    let policy = latest(pack).ok_or_else(|| load::no_pack(&packs, pack))?;
    // A key of a lower pack is found without naming the pack.
    let elsewhere = || {
        let others = packs.keys().filter(|_| options.pack.is_none()).filter_map(latest);
        others.into_iter().find_map(|policy| value(key, &packs, &policy))
    };
    let local_elsewhere = || {
        let others = packs.keys().filter(|_| options.pack.is_none()).filter_map(latest);
        others.into_iter().find_map(|policy| local(key, &policy))
    };
    let text = check(key, &policy)
        .or_else(|| local(key, &policy))
        .or_else(local_elsewhere)
        .or_else(|| note(key))
        .or_else(|| value(key, &packs, &policy))
        .or_else(elsewhere)
        .ok_or_else(|| unknown(key, &policy))?;
    print(&text)?;
    Ok(Ending::Clean)
}

fn check(code: &str, policy: &Policy) -> Option<String> {
    let check = checks::explain(&code.to_ascii_uppercase())?;
    let mut out = format!("{} {}（{}）\n\n", check.code, check.title, check.name);
    for (title, text) in [
        ("查什么", check.what),
        ("依据", check.basis),
        ("怎样改", check.remedy),
        ("例子", check.examples),
    ] {
        _ = writeln!(out, "【{title}】\n{}\n", text.trim());
    }
    _ = writeln!(out, "【规则包里的设定】");
    // Dated values in full: the newest alone would hide what judges this year's forms.
    for entry in policy.entries(&format!("checks.{}.", check.code)) {
        out.push_str(&dated(policy, &entry.key));
    }
    Some(out)
}

/// A local check of a pack.
fn local(code: &str, policy: &Policy) -> Option<String> {
    let mut checks = policy.local_checks().iter();
    let check = checks.find(|check| check.code.eq_ignore_ascii_case(code))?;
    let mut out =
        format!("{} {}（包 {} 的检查，{}）\n\n", check.code, check.name, check.pack, check.file);
    let when = check.when.as_ref().map_or("", |when| when.written());
    let severity = check.severity.to_string();
    let basis = check.citation.to_string();
    for (title, text) in [
        ("什么时候查", when),
        ("成立就是对的", check.expect.written()),
        ("怎样改", &check.remedy),
        ("严重程度", &severity),
        ("依据", &basis),
        ("错的例子", &check.wrong),
        ("对的例子", &check.right),
    ] {
        if !text.is_empty() {
            _ = writeln!(out, "【{title}】\n{}\n", text.trim());
        }
    }
    Some(out)
}

fn note(code: &str) -> Option<String> {
    let note = office::notes::note(code)?;
    Some(format!("{} {}\n\n{}\n怎么办：{}\n", note.code, note.name, note.what, note.remedy))
}

fn value(key: &str, packs: &Packs, policy: &Policy) -> Option<String> {
    policy.versions(key).next()?;
    let mut out = format!("{key}（按规则包 {}）\n", policy.pack_key());
    out.push_str(&dated(policy, key));
    let others = packs.keys().filter(|pack| *pack != policy.pack_key());
    for pack in others {
        for entry in packs.values(pack).filter(|entry| entry.key == key) {
            let chain = policy.chain();
            if !chain.contains(&entry.pack.as_str()) {
                _ = writeln!(out, "别的包也有：{pack} = {}", show(&entry.value));
            }
        }
    }
    Some(out)
}

/// Everything said under a key, the lowest pack first; where there is more than one, how a form
/// comes to its own.
fn dated(policy: &Policy, key: &str) -> String {
    let mut out = String::new();
    policy.versions(key).for_each(|entry| describe(&mut out, entry));
    if policy.versions(key).count() > 1 {
        out.push_str("    （按表的预算年度选用：该年1月1日有效的，从上往下第一条）\n");
    }
    out
}

fn describe(out: &mut String, entry: &Entry) {
    let until = entry.until.map_or("起".to_owned(), |day| format!("至 {day}"));
    let unit = if entry.unit.is_empty() { String::new() } else { format!(" {}", entry.unit) };
    _ = writeln!(out, "{} = {}{unit}", entry.key, show(&entry.value));
    _ = writeln!(out, "    自 {} {until}；来自包 {}（{}）", entry.from, entry.pack, entry.file);
    _ = writeln!(out, "    依据：{}", entry.cite());
    if !entry.note.is_empty() {
        _ = writeln!(out, "    说明：{}", entry.note);
    }
}

fn show(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Boolean(yes) => if *yes { "是" } else { "否" }.to_owned(),
        Value::Words(words) => words.join("、"),
        Value::Table(table) => {
            table.iter().map(|(from, to)| format!("{from}→{to}")).collect::<Vec<_>>().join("、")
        }
    }
}

fn unknown(key: &str, policy: &Policy) -> Failure {
    let prefix = key.split('.').next().unwrap_or(key);
    let named = policy.entries(prefix).filter(|_| !prefix.is_empty());
    let near: Vec<&str> = named.map(|entry| entry.key.as_str()).take(8).collect();
    let hint = if near.is_empty() {
        "检查编码形如 C084，读取说明形如 R101，规则包的键形如 checks.C084.severity".to_owned()
    } else {
        format!("相近的有：{}", near.join("、"))
    };
    Failure::new(format!("没有“{key}”。{hint}"))
}

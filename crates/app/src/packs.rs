//! `heng packs`: which packs there are, and whether they are well written.

use std::fmt::Write;
use std::path::Path;

use policy::Packs;

use crate::cli::PacksCommand;
use crate::{Ending, Failure, load, print};

/// Lists or validates packs.
pub fn run(command: &PacksCommand) -> Result<Ending, Failure> {
    match command {
        PacksCommand::List { packs } => print(&list(&load::packs(packs)?))?,
        PacksCommand::Validate { folder } => print(&validate(folder.as_deref())?)?,
    }
    Ok(Ending::Clean)
}

fn list(packs: &Packs) -> String {
    let mut out = String::new();
    for key in packs.keys() {
        let name = packs.head(key).map_or("", |head| head.name.as_str());
        let version = packs.version(key).unwrap_or("不明");
        let chain = packs.chain(key).join(" → ");
        let (values, unverified) = count(packs, key);
        _ = writeln!(out, "{key}　{name}　版本 {version}");
        _ = writeln!(out, "    依次取自：{chain}");
        _ = writeln!(out, "    自己的值 {values} 个，其中未核对 {unverified} 个");
        let policy = packs.policy(key, chrono::NaiveDate::MAX);
        for layout in policy.iter().flat_map(|policy| policy.layouts()) {
            if layout.pack == key {
                _ = writeln!(out, "    版式 {}　{}", layout.key, layout.name);
            }
        }
    }
    out
}

fn count(packs: &Packs, key: &str) -> (usize, usize) {
    let unverified = packs.values(key).filter(|entry| entry.verified_on.is_none()).count();
    (packs.values(key).count(), unverified)
}

fn validate(folder: Option<&Path>) -> Result<String, Failure> {
    let packs = match folder {
        Some(folder) => Packs::beside_built_in(load::pack_files(folder)?),
        None => Packs::built_in(),
    };
    let packs = packs.map_err(|error| Failure::new(format!("规则包有误：{error}")))?;
    flow::validate(&packs).map_err(|error| Failure::new(format!("规则包有误：{error}")))?;
    let mut out = String::new();
    for key in packs.keys() {
        let (values, unverified) = count(&packs, key);
        let policy = packs.policy(key, chrono::NaiveDate::MAX);
        let checks = policy.iter().flat_map(|policy| policy.local_checks());
        let checks = match checks.filter(|check| check.pack == key).count() {
            0 => String::new(),
            count => format!("，{count} 项本地检查"),
        };
        _ = writeln!(out, "{key}：没有问题，{values} 个值（未核对 {unverified} 个）{checks}");
    }
    Ok(out)
}

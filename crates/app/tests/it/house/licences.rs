//! Every dependency may be passed on with the product.

use std::process::Command;

use super::tree;

/// Licences we accept.
const ACCEPTED: [&str; 14] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OFL-1.1",
    "Unicode-3.0",
    "Zlib",
];

#[test]
fn every_dependency_may_be_passed_on() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("a list of packages");
    assert!(packages.len() > 100, "{} packages: too few to be all", packages.len());
    for package in packages {
        let text = |key: &str| package[key].as_str().unwrap_or("");
        let (name, version, licence) = (text("name"), text("version"), text("license"));
        assert!(accepts(licence), "{name} {version}: licence “{licence}” is not accepted");
    }
}

/// What the browser gets comes from npm: the lock file says what, under which licence, with which
/// digest; and it names no registry, so that any with the same files will do.
#[test]
fn every_package_of_the_pages_may_be_passed_on() {
    let lock = tree::text("crates/web/package-lock.json");
    let lock: serde_json::Value = serde_json::from_str(&lock).expect("JSON");
    let packages = lock["packages"].as_object().expect("packages by folder");
    assert!(packages.len() > 3, "{} packages: too few to be all", packages.len());
    for (folder, package) in packages.iter().filter(|(folder, _)| !folder.is_empty()) {
        // htmx.org writes 0BSD in its own way; its LICENSE file is “Zero-Clause BSD”.
        let licence = package["license"].as_str().unwrap_or("").replace("BSD-0-Clause", "0BSD");
        assert!(accepts(&licence), "{folder}: licence “{licence}” is not accepted");
        assert!(package["resolved"].is_null(), "{folder}: names a registry");
        let digest = package["integrity"].as_str().unwrap_or("");
        assert!(digest.starts_with("sha512-"), "{folder}: no digest");
    }
}

/// What cargo knows of all packages this machine builds; what is built is already downloaded.
fn metadata() -> serde_json::Value {
    let host = Command::new("rustc").arg("-vV").output().expect("rustc runs");
    let host = String::from_utf8(host.stdout).expect("UTF-8");
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host line");
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", host])
        .current_dir(tree::root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// Whether an SPDX expression can be met: one side of OR, both of AND; `/` is the old OR.
fn accepts(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    let words = expression.replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = words.split_whitespace().collect();
    let (accepted, rest) = either(&words);
    accepted && rest.is_empty()
}

fn either<'w>(words: &'w [&'w str]) -> (bool, &'w [&'w str]) {
    let (mut accepted, mut rest) = both(words);
    while let ["OR", after @ ..] = rest {
        let (next, remaining) = both(after);
        (accepted, rest) = (accepted || next, remaining);
    }
    (accepted, rest)
}

fn both<'w>(words: &'w [&'w str]) -> (bool, &'w [&'w str]) {
    let (mut accepted, mut rest) = one(words);
    while let ["AND", after @ ..] = rest {
        let (next, remaining) = one(after);
        (accepted, rest) = (accepted && next, remaining);
    }
    (accepted, rest)
}

fn one<'w>(words: &'w [&'w str]) -> (bool, &'w [&'w str]) {
    match words {
        ["(", inside @ ..] => {
            let (accepted, rest) = either(inside);
            (accepted, rest.strip_prefix(&[")"]).unwrap_or(rest))
        }
        [licence, "WITH", exception, rest @ ..] => {
            (ACCEPTED.contains(&format!("{licence} WITH {exception}").as_str()), rest)
        }
        [licence, rest @ ..] => (ACCEPTED.contains(licence), rest),
        [] => (false, words),
    }
}

#[test]
fn expressions_are_read_as_spdx_says() {
    assert!(accepts("MIT"));
    assert!(accepts("MIT/Apache-2.0"));
    assert!(accepts("Unlicense OR MIT"));
    assert!(accepts("(MIT OR GPL-3.0) AND Unicode-3.0"));
    assert!(accepts("Apache-2.0 WITH LLVM-exception"));
    assert!(!accepts("GPL-3.0-only"));
    assert!(!accepts("MIT AND GPL-3.0-only"));
    assert!(!accepts(""));
}

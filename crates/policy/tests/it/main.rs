//! Tests of the packs: that ours load and keep their promises, how layers lie over each other,
//! and what every mistake in a pack file is answered with.

// The lint's exemption reaches test functions only, not what they share.
#![allow(clippy::unwrap_used)]

mod built_in;
mod choose;
mod errors;
mod layers;
mod schema;
mod sources;

use chrono::NaiveDate;
use policy::{PackError, PackFile, Packs};

/// A day, for short.
fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// A file of a pack.
fn file(path: &str, text: &str) -> PackFile {
    PackFile { path: path.to_owned(), text: text.to_owned() }
}

/// A small national pack with one binding document and one that is only a reference, a district
/// pack below it, and `values` for each.
fn packs(national: &str, district: &str) -> Result<Packs, PackError> {
    Packs::load(vec![
        file("national/pack.toml", "key = 'national'\nname = '全国'"),
        file("national/sources.toml", SOURCES),
        file("national/params/values.toml", national),
        file(
            "district/pack.toml",
            "key = 'district'\nname = '某区'\nparent = 'national'\nunits = ['某区']",
        ),
        file("district/params/values.toml", district),
    ])
}

const SOURCES: &str = "
[[source]]
key = 'law'
title = '某法'
number = '主席令第1号'
issued = 2014-08-31
force = 'binding'
seen = '原文'
trust = 'original'
[[source]]
key = 'guide'
title = '某指引'
number = ''
issued = '2021-08'
force = 'reference'
seen = '题名'
trust = 'title'
";

/// One `[[value]]`: the lines given, and whatever of the required rest they leave out.
fn value(lines: &str) -> String {
    let mut text = format!("[[value]]\n{lines}\n");
    for (field, line) in [
        ("key", "key = 'some.key'"),
        ("from", "from = 2020-01-01"),
        ("value", "value = '1'"),
        ("source", "source = 'law'"),
        ("article", "article = '第一条'"),
        ("verified", "verified_on = 2026-11-23"),
    ] {
        if !lines.lines().any(|given| given.starts_with(field)) {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

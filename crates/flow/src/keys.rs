//! Reading typed values out of a policy, with errors that name the file and say what to write.

use std::collections::BTreeMap;

use policy::{Entry, PackError, Policy, Value};

use crate::Role;

/// An error about an entry of a pack.
pub(crate) fn wrong(entry: &Entry, problem: impl Into<String>) -> PackError {
    PackError::new(&entry.file, &entry.key, problem)
}

/// The entry of a key that must be there.
pub(crate) fn entry<'p>(policy: &'p Policy, key: &str) -> Result<&'p Entry, PackError> {
    policy.entry(key).ok_or_else(|| {
        let file = format!("{}/flow", policy.pack_key());
        let problem =
            format!("{} 起没有「{key}」，本包和上级包都没有；请在 flow/ 里写上", policy.date());
        PackError::new(&file, key, problem)
    })
}

/// A list of names.
pub(crate) fn words<'p>(
    policy: &'p Policy,
    key: &str,
) -> Result<(&'p Entry, &'p [String]), PackError> {
    let entry = entry(policy, key)?;
    match &entry.value {
        Value::Words(words) => Ok((entry, words)),
        _ => Err(wrong(entry, "「value」应写名称的列表，如 [\"unit\", \"department\"]")),
    }
}

/// A table of texts.
pub(crate) fn table(entry: &Entry) -> Result<&BTreeMap<String, String>, PackError> {
    match &entry.value {
        Value::Table(table) => Ok(table),
        _ => Err(wrong(entry, "「value」应写对照表，如 { name = \"绩效股审核\", days = \"5\" }")),
    }
}

/// A small whole number.
pub(crate) fn count(policy: &Policy, key: &str) -> Result<u32, PackError> {
    let entry = entry(policy, key)?;
    match entry.value {
        Value::Integer(number @ 0..=366) => {
            Ok(u32::try_from(number).expect("invariant: 0 to 366 fits"))
        }
        _ => Err(wrong(entry, "「value」应写 0 到 366 的整数，不加引号")),
    }
}

/// Yes or no.
pub(crate) fn flag(policy: &Policy, key: &str) -> Result<bool, PackError> {
    let entry = entry(policy, key)?;
    match entry.value {
        Value::Boolean(flag) => Ok(flag),
        _ => Err(wrong(entry, "「value」应写 true 或 false，不加引号")),
    }
}

/// Whether the first of two words is written.
pub(crate) fn choice(policy: &Policy, key: &str, words: [&str; 2]) -> Result<bool, PackError> {
    let entry = entry(policy, key)?;
    match &entry.value {
        Value::Text(text) if text == words[0] => Ok(true),
        Value::Text(text) if text == words[1] => Ok(false),
        _ => Err(wrong(entry, format!("「value」应写 \"{}\" 或 \"{}\"", words[0], words[1]))),
    }
}

/// A list of roles.
pub(crate) fn roles(policy: &Policy, key: &str) -> Result<Vec<Role>, PackError> {
    let (entry, words) = words(policy, key)?;
    words.iter().map(|word| role(entry, word)).collect()
}

/// A role by its name.
pub(crate) fn role(entry: &Entry, name: &str) -> Result<Role, PackError> {
    Role::parse(name).ok_or_else(|| {
        let names: Vec<String> =
            Role::ALL.iter().map(|role| format!("{}（{}）", role.as_str(), role.name())).collect();
        wrong(entry, format!("没有角色「{name}」，可写：{}", names.join("、")))
    })
}

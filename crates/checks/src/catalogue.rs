//! What the checks say about themselves: the text behind `heng explain` and the help pages.

use crate::{CHECKS, Check};

/// A check's documentation, cut at its headings. Texts are Markdown in Chinese.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explanation {
    /// Permanent code.
    pub code: &'static str,
    /// English name of the fault: the file's name.
    pub name: &'static str,
    /// Group folder.
    pub group: &'static str,
    /// Chinese name.
    pub title: &'static str,
    /// 查什么.
    pub what: &'static str,
    /// 依据.
    pub basis: &'static str,
    /// 怎样改.
    pub remedy: &'static str,
    /// 例子, with `form` and `findings` blocks that the tests execute.
    pub examples: &'static str,
}

/// Every check, by code.
pub fn catalogue() -> impl Iterator<Item = Explanation> {
    CHECKS.iter().map(explanation)
}

/// One check by its code (`C084`, case ignored) or its English name.
pub fn explain(code: &str) -> Option<Explanation> {
    catalogue().find(|check| check.code.eq_ignore_ascii_case(code) || check.name == code)
}

/// The severity keys a check needs in a pack: the plain one and one for each case.
pub fn severity_keys() -> impl Iterator<Item = (&'static str, Vec<String>)> {
    CHECKS.iter().map(|check| {
        let plain = format!("checks.{}.severity", check.meta.code);
        let cases = check.meta.cases.iter().map(|case| format!("{plain}_{case}"));
        (check.meta.code, std::iter::once(plain.clone()).chain(cases).collect())
    })
}

fn explanation(check: &Check) -> Explanation {
    let section = |heading: &str| {
        let start = check.doc.find(heading).map_or(0, |at| at + heading.len());
        let rest = &check.doc[start..];
        rest[..rest.find("\n## ").unwrap_or(rest.len())].trim()
    };
    let title = check.doc.lines().next().unwrap_or_default();
    Explanation {
        code: check.meta.code,
        name: check.name,
        group: check.group,
        title: title.trim_start_matches("# ").trim(),
        what: section("\n## 查什么"),
        basis: section("\n## 依据"),
        remedy: section("\n## 怎样改"),
        examples: section("\n## 例子"),
    }
}

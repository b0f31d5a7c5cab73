//! What the checks say about themselves: the text behind `heng explain` and the help pages.

use crate::{CHECKS, Check};

/// A group of checks: a folder of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckGroup {
    /// The folder's name.
    pub folder: &'static str,
    /// Name in Chinese.
    pub name: &'static str,
    /// What it asks, in Chinese.
    pub asks: &'static str,
}

const fn group(folder: &'static str, name: &'static str, asks: &'static str) -> CheckGroup {
    CheckGroup { folder, name, asks }
}

/// The groups in the order of a review.
pub const GROUPS: [CheckGroup; 9] = [
    group("complete", "完整性", "该填的填了没有，该有的指标有没有"),
    group("relevant", "相关性", "指标说的是不是这个项目、这一类的事"),
    group("appropriate", "适当性", "目标值定得合不合适，钱和事配不配"),
    group("feasible", "可行性", "能不能做到，什么时候做到，怎样证明做到"),
    group("lawful", "合规", "用钱、用人、采购、公开合不合规矩"),
    group("tie", "勾稽", "数和数、名称和名称对不对得上"),
    group("wording", "规范表述", "话说得清不清楚，写法合不合规范"),
    group("years", "跨年", "和过去的年份合不合"),
    group("result", "执行与自评", "完成值、得分、偏差和原因"),
];

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

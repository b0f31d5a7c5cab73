//! # 近似重复
//!
//! ## 查什么
//! 同一张表里两个指标名称几乎一样：一个是另一个后面多说了半句，或者只差几个字；只差末尾的“率”“比例”
//! 而指标值相同；或者同名同值在两类效益里各写一遍。
//! 对象不同的量（“就业补贴人数”“见习补贴人数”）、后面多一个“率、标准、金额”的，是正常写法，不算；
//! 同一类里、产出和效益之间名称完全相同的由 C100、C164 管。
//!
//! ## 依据
//! 两个指标说一件事，完成以后会被重复计分。
//!
//! ## 怎样改
//! 留一个；两个都要留的，改得看得出各自衡量什么。
//!
//! ## 例子
//! 后面多说半句，只差几个字：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 按照编制空缺开展招聘 | ≥20人 |
//! | 产出指标 | 质量指标 | 按照编制空缺开展招聘工作，确保顺利 | 做好招聘 |
//! | 产出指标 | 质量指标 | 保障社会保险业务经办工作顺利开展 | 正常开展 |
//! | 效益指标 | 社会效益指标 | 保障社会保险业务顺利开展 | 保障群众权益 |
//! | 效益指标 | 社会效益指标 | 行政村通公交率 | ≥98% |
//! | 效益指标 | 社会效益指标 | 行政村通公交比例 | ≥98% |
//! | 效益指标 | 可持续影响指标 | 行政村通公交率 | ≥98% |
//! ```
//! ```findings
//! 建议 第1张表「按照编制空缺开展招聘工作，确保顺利」第2条指标“按照编制空缺开展招聘工作，确保顺利”与第1条“按照编制空缺开展招聘”几乎一样。
//! 建议 第1张表「保障社会保险业务顺利开展」第4条指标“保障社会保险业务顺利开展”与第3条“保障社会保险业务经办工作顺利开展”几乎一样。
//! 建议 第1张表「行政村通公交比例」第6条指标“行政村通公交比例”与第5条“行政村通公交率”几乎一样。
//! 建议 第1张表「行政村通公交率」第7条指标“行政村通公交率”与第5条“行政村通公交率”几乎一样。
//! ```
//! 同一件事的几个量，或者不同的对象：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 高校毕业生求职创业补贴 | ≥20人 |
//! | 产出指标 | 质量指标 | 高校毕业生求职创业补贴发放准确率 | 100% |
//! | 产出指标 | 成本指标 | 高校毕业生求职创业补贴标准 | ≤1500元/人 |
//! | 产出指标 | 数量指标 | 城市居民最低生活保障人数 | ≥20人 |
//! | 产出指标 | 数量指标 | 农村居民最低生活保障人数 | ≥30人 |
//! ```
//! ```findings
//! 通过
//! ```

use model::target::Kind;
use model::{Column, Decimal, Indicator};

use crate::indicators::{Classes, Family};
use crate::similar::Likeness;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C101");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let endings = context.words("words.measure_endings")?;
    let joints = context.words("words.compound_joints")?;
    let shortest = context.number("min_name_length")?;
    let likeness = context.number("min_similarity")?;
    let rows = &context.form().indicators;
    let names: Vec<String> = rows.iter().map(|row| row.folded(Column::Level3)).collect();
    let measured = |name: &str| endings.iter().any(|ending| name.ends_with(ending.as_str()));
    // One name longer by a clause that is no measure and no second item.
    let continued = |long: &str, short: &str| {
        let rest = long.strip_prefix(short).filter(|rest| !rest.is_empty());
        let own = |rest: &str| {
            let listed = joints.iter().any(|joint| rest.starts_with(joint.as_str()));
            !listed && !rest.starts_with(['（', '(']) && !measured(rest)
        };
        Decimal::from(short.chars().count()) >= shortest && rest.is_some_and(own)
    };
    let classes = Classes::of(context)?;
    for (index, name) in names.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        out.looked();
        let near = |other: usize| {
            let (a, b) = (name.as_str(), names[other].as_str());
            if measured_twice(&classes, &rows[index], &rows[other]) {
                return true;
            }
            if a == b || b.is_empty() || without_numerals(a) == without_numerals(b) {
                return false;
            }
            let comparable = same_class(&rows[index], &rows[other])
                || is_prose(&rows[index]) && is_prose(&rows[other]);
            continued(a, b)
                || continued(b, a)
                || comparable
                    && !measured(a)
                    && !measured(b)
                    && Decimal::from(a.chars().count().min(b.chars().count())) >= shortest
                    && Likeness::of(a, b).at_least(likeness)
        };
        let Some(first) = (0..index).find(|other| near(*other)) else { continue };
        out.fail(Hit {
            message: format!(
                "第{}条指标“{name}”与第{}条“{}”几乎一样。",
                index + 1,
                first + 1,
                names[first]
            ),
            remedy: "留一个；两个都要留的，改得看得出各自衡量什么。".into(),
            ..Hit::in_row(&rows[index], Column::Level3)
        });
    }
    Ok(())
}

/// Whether one thing is measured twice with one target: under two words for a share, or in two
/// classes of benefit.
fn measured_twice(classes: &Classes<'_>, one: &Indicator, other: &Indicator) -> bool {
    let target = |row: &Indicator| (row.folded(Column::Target), row.folded(Column::Unit));
    let benefit = |row: &Indicator| classes.family(row) == Some(Family::Benefit);
    let (a, b) = (one.folded(Column::Level3), other.folded(Column::Level3));
    let alike = match a == b {
        true => !same_class(one, other) && benefit(one) && benefit(other),
        false => same_class(one, other) && share_of(&a) == share_of(&b),
    };
    let filled = !model::text::is_blank(one.text(Column::Target));
    alike && filled && share_of(&a).is_some() && target(one) == target(other)
}

/// What a rate is the share of: 行政村通公交 of 行政村通公交率 and 行政村通公交比例.
fn share_of(name: &str) -> Option<&str> {
    ["比例", "比率", "占比", "率"].iter().find_map(|ending| name.strip_suffix(ending))
}

fn same_class(one: &Indicator, other: &Indicator) -> bool {
    let class = |row: &Indicator| (row.folded(Column::Level1), row.folded(Column::Level2));
    class(one) == class(other)
}

fn is_prose(row: &Indicator) -> bool {
    row.target.kind == Kind::Prose
}

/// 一期 and 二期, 2025 and 2026 tell two things apart.
fn without_numerals(name: &str) -> String {
    let numeral = |c: &char| {
        !model::text::narrow(*c).is_ascii_alphanumeric() && !"一二三四五六七八九十".contains(*c)
    };
    name.chars().filter(numeral).collect()
}

//! # 名称与指标值相同
//!
//! ## 查什么
//! 指标值把指标名称又说了一遍：整个名称（四个字以上）都在指标值里，或者只在中间、前后加了几个字
//! （“拓宽就业渠道”写成“拓宽脱贫人口就业渠道”），而指标值没有数。
//! 名称后面只跟一个数的（“项目完成率100%”）只提建议；分项列举时写的小标题不算。
//!
//! ## 依据
//! 指标值要说做到什么程度，把名称再说一遍等于没有填。
//!
//! ## 怎样改
//! 指标值写数量、比例、等级，或者能对照的结果；名称里已经有的话不再重复。
//!
//! ## 例子
//! 又说了一遍：
//! ```form
//! kind: project
//! | 效益指标 | 社会效益指标 | 避免安全事故发生 | 避免安全事故发生，维护良好秩序 |
//! | 效益指标 | 社会效益指标 | 拓宽就业渠道 | 拓宽脱贫人口就业渠道 |
//! | 产出指标 | 质量指标 | 项目完成率 | 项目完成率100% |
//! ```
//! ```findings
//! 建议 第1张表「避免安全事故发生，维护良好秩序」指标值把名称“避免安全事故发生”又说了一遍，没有说做到什么程度。
//! 建议 第1张表「拓宽脱贫人口就业渠道」指标值把名称“拓宽就业渠道”又说了一遍，没有说做到什么程度。
//! 建议 第1张表「项目完成率100%」指标值“项目完成率100%”里又写了一遍名称“项目完成率”。
//! ```
//! 分项的小标题，以及短的名称：
//! ```form
//! kind: project
//! | 产出指标 | 质量指标 | 经费保障率 | 人员经费保障率100%；公用经费保障率100% |
//! | 效益指标 | 社会效益指标 | 就业 | 促进就业 |
//! ```
//! ```findings
//! 通过
//! ```

use model::target::Kind;
use model::{Column, Decimal};

use crate::targets::has_number;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C102", cases: &["with_number"], reader_doubt: false };

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    if !context.is_plan() {
        return Ok(());
    }
    let shortest = context.number("min_name_length")?;
    for row in &context.form().indicators {
        let (name, value) = (row.folded(Column::Level3), row.folded(Column::Target));
        if Decimal::from(name.chars().count()) < shortest || value.is_empty() {
            continue;
        }
        out.looked();
        let numbered = has_number(&row.target);
        let (plain_name, plain_value) = (plain(&name), plain(&value));
        let repeated = plain_value.contains(&plain_name)
            || !numbered && is_stretched(&plain_name, &plain_value);
        if row.target.kind == Kind::Compound || !repeated {
            continue;
        }
        let (message, remedy) = match numbered {
            true => (
                format!("指标值“{value}”里又写了一遍名称“{name}”。"),
                "指标值里只写数。".to_owned(),
            ),
            false => (
                format!("指标值把名称“{name}”又说了一遍，没有说做到什么程度。"),
                "写数量、比例、等级，或者能对照的结果。".to_owned(),
            ),
        };
        out.fail(Hit {
            message,
            remedy,
            case: if numbered { "with_number" } else { "" },
            ..Hit::in_row(row, Column::Target)
        });
    }
    Ok(())
}

/// Whether the value is the name with some words put into it, and not much more: both parts of at
/// least two characters, one after the other, in at most twice the length.
fn is_stretched(name: &str, value: &str) -> bool {
    let length = name.chars().count();
    let short = value.chars().count() <= 2 * length;
    let cuts = name.char_indices().skip(2).take(length.saturating_sub(3)).map(|(at, _)| at);
    let around = |at: usize| {
        let (head, tail) = name.split_at(at);
        value.find(head).is_some_and(|found| value[found + head.len()..].contains(tail))
    };
    short && cuts.into_iter().any(around)
}

/// The words alone.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

//! # 指标名与值主题不符
//!
//! ## 查什么
//! 效益指标的指标值是一句话，和指标名称没有一个词相同，说的像是另一件事。
//! 比较以前先去掉“工作、保障、情况、运行”一类的字样；只说程度（明显改善、稳步提高）的值不算。
//!
//! ## 依据
//! 指标值要回答指标名称提出的问题，否则完成以后无法对照。
//!
//! ## 怎样改
//! 改名称，或者改指标值，使两处说同一件事；最好写成可以量的值。
//!
//! ## 例子
//! 名称说工资，值说社会：
//! ```form
//! kind: project
//! | 效益指标 | 可持续影响指标 | 工资运行情况 | 保障工作平稳运行，社会安定、和谐、惠民 |
//! ```
//! ```findings
//! 建议 第1张表「保障工作平稳运行，社会安定、和谐、惠民」指标名称“工资运行情况”说的是工资，指标值说的是平稳、社会安定、和谐、惠民，没有一处相同。
//! ```
//! 说同一件事，或者只说程度：
//! ```form
//! kind: project
//! | 效益指标 | 社会效益指标 | 提供人才和智力支持 | 为基层培养一批急需紧缺的人才 |
//! | 效益指标 | 社会效益指标 | 群众法治意识 | 明显提高 |
//! ```
//! ```findings
//! 通过
//! ```

use model::target::Kind;
use model::{Column, Decimal};

use crate::indicators::{Classes, Family};
use crate::similar::Pairs;
use crate::words::{Word, content};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C028");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    if !context.is_plan() {
        return Ok(());
    }
    let classes = Classes::of(context)?;
    let stop = context.words("words.topic_stop")?;
    let least = context.number("min_value_words")?;
    for row in &context.form().indicators {
        if row.target.kind != Kind::Prose || classes.family(row) != Some(Family::Benefit) {
            continue;
        }
        out.looked();
        let (name, value) = (row.folded(Column::Level3), row.folded(Column::Target));
        let topic = Pairs::of(&without(&name, stop));
        if topic.is_empty() || !topic.shared(&Pairs::of(&without(&value, stop))).is_empty() {
            continue;
        }
        let (of_name, of_value) = (content(&name, stop), content(&value, stop));
        if of_name.is_empty() || Decimal::from(of_value.len()) < least {
            continue;
        }
        let hit = Hit::in_row(row, Column::Target);
        out.fail(Hit {
            message: format!(
                "指标名称“{name}”说的是{}，指标值说的是{}，没有一处相同。",
                listed(&of_name),
                listed(&of_value),
            ),
            remedy: "改名称或者改指标值，使两处说同一件事；最好写成可以量的值。".into(),
            cause: Hit::cell_cause(context.code, hit.place.as_ref()),
            ..hit
        });
    }
    Ok(())
}

/// The text with every stop word cut out, so that no pair bridges the gap.
fn without(text: &str, stop: &[String]) -> String {
    stop.iter().fold(text.to_owned(), |text, word| text.replace(word.as_str(), " "))
}

fn listed(words: &[Word<'_>]) -> String {
    words.iter().map(|word| word.text).collect::<Vec<_>>().join("、")
}

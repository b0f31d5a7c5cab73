//! # 有数无量
//!
//! ## 查什么
//! 指标值是百分比，被量的却只是一个程度词：“群众生活明显改善 ≥95%”，或者指标值写“≥95%明显”。
//! 有计算方法说明的、名称是比率或者满意度的不算。
//!
//! ## 依据
//! 定量指标要说清百分之多少的什么；没有算法的百分比，年底无从核对。
//!
//! ## 怎样改
//! 写清算什么（例如“认为生活改善的受访群众占比”），或者改成定性指标并附等级标准。
//!
//! ## 例子
//! 程度词不能用百分比量：
//! ```form
//! kind: project
//! | 效益指标 | 社会效益指标 | 群众生活明显改善 | ≥95% |
//! | 效益指标 | 社会效益指标 | 农村人居环境 | ≥95%明显 |
//! ```
//! ```findings
//! 建议 第1张表「群众生活明显改善」“群众生活明显改善”用“≥95%”来量，“明显改善”只是程度，没有说百分之几的什么。
//! 建议 第1张表「≥95%明显」“农村人居环境”用“≥95%明显”来量，“明显”只是程度，没有说百分之几的什么。
//! ```
//! 说得清算什么：
//! ```form
//! kind: project
//! columns: level1 | level2 | level3 | explanation | target
//! | 效益指标 | 社会效益指标 | 就业率 | | ≥95% |
//! | 效益指标 | 社会效益指标 | 群众生活明显改善 | 认为改善的人数/受访人数 | ≥95% |
//! ```
//! ```findings
//! 通过
//! ```

use model::Column;
use model::Indicator;

use crate::numbers::printed;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C165");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    if !context.is_plan() {
        return Ok(());
    }
    let degrees = context.words("words.bare_degrees")?;
    for row in &context.form().indicators {
        let rate = row.target.unit == "%" || row.text(Column::Target).contains('%');
        let explained = !model::text::is_blank(row.text(Column::Explanation));
        if !rate || explained {
            continue;
        }
        out.looked();
        let name = row.folded(Column::Level3);
        let named = degrees.iter().filter(|word| name.ends_with(word.as_str()));
        let (column, degree) =
            match (named.max_by_key(|word| word.len()), beside_number(row, degrees)) {
                (Some(degree), _) => (Column::Level3, degree),
                (None, Some(degree)) => (Column::Target, degree),
                (None, None) => continue,
            };
        let hit = Hit::in_row(row, column);
        out.fail(Hit {
            message: format!(
                "“{name}”用“{}”来量，“{degree}”只是程度，没有说百分之几的什么。",
                row.folded(Column::Target),
            ),
            remedy: "写清算什么（例如“认为有改善的受访群众占比”），或者改成定性指标并附等级标准。"
                .into(),
            cause: Hit::cell_cause(context.code, hit.place.as_ref()),
            ..hit
        });
    }
    Ok(())
}

/// The degree that stands alone beside the number of a target.
fn beside_number<'d>(row: &Indicator, degrees: &'d [String]) -> Option<&'d String> {
    let text = row.text(Column::Target);
    let numbers = printed(text);
    let [number] = &numbers[..] else { return None };
    let characters = text.chars().enumerate();
    let outside = characters.filter(|(at, _)| *at < number.start() || *at >= number.end());
    let rest: String = outside.map(|(_, c)| c).filter(|c| c.is_alphanumeric()).collect();
    degrees.iter().find(|degree| **degree == rest)
}

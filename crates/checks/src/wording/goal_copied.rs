//! # 照抄总体目标
//!
//! ## 查什么
//! 指标值没有数，而且几乎整句（至少十二个字、占指标值的八成）就是总体目标里的一句话。
//! 总体目标和指标值都写了同一个数的，是前后一致，不算。
//!
//! ## 依据
//! 指标是把总体目标分解、细化以后得到的，照抄一句等于没有分解。
//!
//! ## 怎样改
//! 说清这句话今年做几件、做多少、做到什么程度，写成可以对照的指标值。
//!
//! ## 例子
//! 照抄一句：
//! ```form
//! kind: project
//! goal: 统筹推进各项工作，确保我区养老保险制度全面实施，实现制度相互衔接。
//! | 产出指标 | 质量指标 | 制度实施 | 确保我区养老保险制度全面实施，实现制度相互衔接 |
//! ```
//! ```findings
//! 需答复 第1张表「确保我区养老保险制度全面实施，实现制度相互衔接」指标值23个字里有23个字照抄总体目标：“确保我区养老保险制度全面实施，实现制度相互衔接”。
//! ```
//! 数与目标一致，或者只有地名相同：
//! ```form
//! kind: project
//! goal: 组织高校毕业生参加就业见习培训一千人次，服务川西南滇西北人才创新发展聚集地。
//! | 产出指标 | 数量指标 | 培训人次 | 组织高校毕业生参加就业见习培训1000人次 |
//! | 效益指标 | 社会效益指标 | 人才环境 | 为建成川西南滇西北人才创新发展聚集地贡献本区全部力量 |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Decimal, Field};

use crate::similar::longest_run;
use crate::targets::has_number;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C103");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let goals: Vec<String> = [Field::Goal, Field::MediumGoal]
        .into_iter()
        .map(|field| model::text::fold(context.form().text(field)))
        .filter(|goal| !goal.is_empty())
        .collect();
    if !context.is_plan() || goals.is_empty() {
        return Ok(());
    }
    let (least, share) = (context.number("min_run")?, context.number("min_share")?);
    for row in &context.form().indicators {
        let value = row.folded(Column::Target);
        let length = Decimal::from(value.chars().count());
        if length < least || has_number(&row.target) {
            continue;
        }
        out.looked();
        let runs = goals.iter().map(|goal| longest_run(&value, goal));
        let Some(run) = runs.max_by_key(ExactSizeIterator::len) else { continue };
        let copied = Decimal::from(run.len());
        if copied < least || copied < share * length {
            continue;
        }
        let words: String = value.chars().skip(run.start).take(run.len()).collect();
        out.fail(Hit {
            message: format!("指标值{length}个字里有{copied}个字照抄总体目标：“{words}”。"),
            remedy: "说清今年做几件、做多少、做到什么程度，写成可以对照的指标值。".into(),
            ..Hit::in_row(row, Column::Target)
        });
    }
    Ok(())
}

//! # 模糊词
//!
//! ## 查什么
//! 指标值里的“相应、一定、适当、大力、有效、基本”一类的词：说了等于没有说。
//! “基本养老保险、基本支出、有效期”这样的固定说法不算；等级（“基本达成”）不算。
//!
//! ## 依据
//! 指标值要让人能对照着说完成了还是没有完成。
//!
//! ## 怎样改
//! 换成数、比例、等级，或者能看得见的结果；实在不能量化的，写明几个等级和各自的标准。
//!
//! ## 例子
//! 说了等于没有说：
//! ```form
//! kind: project
//! | 产出指标 | 质量指标 | 待遇保障 | 为高层次人才提供相应保障 |
//! | 产出指标 | 质量指标 | 欠薪治理 | 确保实现基本无欠薪的目标 |
//! ```
//! ```findings
//! 建议 第1张表「为高层次人才提供相应保障」“为高层次人才提供相应保障”里的“相应”说不清到什么程度，完成以后无法对照。
//! 建议 第1张表「确保实现基本无欠薪的目标」“确保实现基本无欠薪的目标”里的“基本”说不清到什么程度，完成以后无法对照。
//! ```
//! 固定说法：
//! ```form
//! kind: project
//! | 产出指标 | 成本指标 | 人员经费 | 基本运转公用经费96.34万元 |
//! | 效益指标 | 社会效益指标 | 参保 | 城乡居民基本养老保险应保尽保 |
//! | 产出指标 | 数量指标 | 知识产权 | 有效发明专利≥5件 |
//! | 产出指标 | 质量指标 | 目标达成 | 基本达成 |
//! ```
//! ```findings
//! 通过
//! ```

use model::target::Kind;
use model::{Column, Text};

use crate::titles::without_titles;
use crate::words::{Names, Word, find};
use crate::{Context, Hit, Meta, Out, Undecided, clauses};

pub const META: Meta = Meta::new("C117");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    if !context.is_plan() {
        return Ok(());
    }
    let vague = context.words("words.vague")?;
    let names = Names::of(context, &["words.vague_except"])?;
    for row in &context.form().indicators {
        let Some(cell) = row.cells.get(&Column::Target).filter(|cell| !cell.is_blank()) else {
            continue;
        };
        out.looked();
        if matches!(row.target.kind, Kind::Grade | Kind::Scale | Kind::Boolean) {
            continue;
        }
        let found = find(&without_titles(&cell.text), vague, &names);
        if !found.is_empty() {
            out.fail(told(cell, &found));
        }
    }
    Ok(())
}

fn told(cell: &Text, found: &[Word<'_>]) -> Hit {
    let mut words: Vec<&str> = found.iter().map(|word| word.text).collect();
    words.dedup();
    let clause = clauses::around(&cell.text, found[0].start..found[0].end);
    Hit {
        message: format!(
            "“{}”里的“{}”说不清到什么程度，完成以后无法对照。",
            model::text::fold(&clauses::cut(&cell.text, clause.clone())),
            words.join("”“")
        ),
        remedy: "换成数、比例、等级，或者能看得见的结果。".into(),
        ..Hit::part(cell, clause)
    }
}

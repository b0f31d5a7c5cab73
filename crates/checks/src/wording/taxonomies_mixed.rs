//! # 指标体系混用
//!
//! ## 查什么
//! 同一张表里，填表人写的一级指标有的用“产出、效益”一套，有的用“项目完成、项目效益”一套。
//! 官方表样自己印好的一级指标不算。哪个一级指标属于哪一套，写在规则包的词表里。
//!
//! ## 依据
//! 财预〔2021〕101号的一级指标是成本、产出、效益、满意度；有的地方表样用项目完成、项目效益。用哪一套都行，
//! 一张表只用一套，汇总、打分才对得上。
//!
//! ## 怎样改
//! 照表样的一套改齐。
//!
//! ## 例子
//! 两套混在一起：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 培训人数 | ≥100人 |
//! | 项目效益 | 社会效益指标 | 就业率 | ≥80% |
//! ```
//! ```findings
//! 建议 第1张表「项目效益」一级指标“项目效益”是“项目完成、项目效益”一套的，同一张表里的“产出指标”是“产出、效益”一套的。
//! ```
//! 只用一套：
//! ```form
//! kind: project
//! | 项目完成 | 数量指标 | 培训人数 | ≥100人 |
//! | 项目效益 | 社会效益指标 | 就业率 | ≥80% |
//! | 满意度指标 | 满意度指标 | 学员满意度 | ≥90% |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Indicator};

use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C115");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    if !context.is_plan() {
        return Ok(());
    }
    let sets = context.table("words.taxonomies")?;
    let printed: Vec<String> = context.layout().map_or_else(Vec::new, |layout| {
        layout.printed().map(|label| plain(&model::text::fold(label))).collect()
    });
    let mut first: Option<(&str, &Indicator)> = None;
    for row in &context.form().indicators {
        let label = level1(row);
        let Some(set) = sets.get(&label) else { continue };
        out.looked();
        let (kept, shown) = *first.get_or_insert((set, row));
        if kept == set || printed.contains(&label) && printed.contains(&level1(shown)) {
            continue;
        }
        let (own, other) = (row.folded(Column::Level1), shown.folded(Column::Level1));
        out.fail(Hit {
            message: format!(
                "一级指标“{own}”是“{set}”一套的，同一张表里的“{other}”是“{kept}”一套的。"
            ),
            remedy: "照官方表样的一套改齐。".into(),
            ..Hit::in_row(row, Column::Level1)
        });
        break;
    }
    Ok(())
}

fn level1(row: &Indicator) -> String {
    plain(&row.folded(Column::Level1))
}

fn plain(label: &str) -> String {
    label.trim_end_matches("指标").to_owned()
}

//! # 满意度对象不明
//!
//! ## 查什么
//! 满意度指标只叫“群众满意度”“服务对象满意度”，行里也没有说问谁、问多少人、怎么问。
//! 名称里点明对象的（“参训学员满意度”），或者写了问卷、抽样、回访的不算。
//!
//! ## 依据
//! 满意度指标要能取值：说清服务对象和调查方式。
//!
//! ## 怎样改
//! 名称写明对象，如“领取补贴人员满意度”；在说明里写样本数和调查方式，如“抽样100份问卷”。
//!
//! ## 例子
//! ```form
//! kind: project
//! | 满意度指标 | 满意度指标 | 群众满意度 | ≥90% |
//! ```
//! ```findings
//! 建议 第1张表「群众满意度」“群众满意度”没有说问谁、问多少人、怎么问，到时候无从取值。
//! ```
//! 点明对象的，写了办法的：
//! ```form
//! kind: project
//! columns: level1 | level2 | level3 | target | explanation
//! | 满意度指标 | 满意度指标 | 参训学员满意度 | ≥90% | |
//! | 满意度指标 | 满意度指标 | 群众满意度 | ≥90% | 抽取100户发放问卷 |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Indicator};

use crate::indicators::{Classes, Family};
use crate::timing::{bare_name, is_plan};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C064");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !is_plan(form) {
        return Ok(());
    }
    let names = context.words("words.unnamed_respondents")?;
    let methods = context.words("words.survey_methods")?;
    let classes = Classes::of(context)?;
    for row in &form.indicators {
        let name = bare_name(row);
        if !classes.is_under(row, Family::Satisfaction) && !name.contains("满意度") {
            continue;
        }
        out.looked();
        if !names.contains(&name) || tells_how(row, methods) {
            continue;
        }
        let hit = Hit::in_row(row, Column::Level3);
        out.fail(Hit {
            message: format!("“{}”没有说问谁、问多少人、怎么问，到时候无从取值。", hit.quote),
            remedy: "名称写明对象（如“领取补贴人员满意度”），说明里写样本数和调查方式。".into(),
            ..hit
        });
    }
    Ok(())
}

/// Whether any other cell of the row says how opinions are asked.
fn tells_how(row: &Indicator, methods: &[String]) -> bool {
    let labels = [Column::Level1, Column::Level2, Column::Level3];
    let cells = row.cells.iter().filter(|(column, _)| !labels.contains(column));
    let mut texts = cells.map(|(_, text)| &text.text);
    texts.any(|text| methods.iter().any(|word| text.contains(word.as_str())))
}

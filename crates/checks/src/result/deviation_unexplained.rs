//! # 完成值异常未说明
//!
//! ## 查什么
//! 自评表里实际完成值远超指标值（如超过 130%），或者成本远低于上限（如不到 70%），偏差原因空着。
//! 超额本身不是错，要说明是指标定低了、任务变了，还是填错了。没有完成的见 C142；
//! 差错率、用时一类越小越好的，低多少都不问。指标值是零的不比。
//!
//! ## 依据
//! 完成值明显偏离指标值的应当说明；指标值定得偏低造成的，按偏离程度调减得分。比例由规则包给出。
//!
//! ## 怎样改
//! 在偏差原因里说明；年中追加任务、调整预算的，写明调整文号。
//!
//! ## 例子
//! ```form
//! kind: self_evaluation
//! columns: level1 | level2 | level3 | target | actual | reason
//! | 产出指标 | 数量指标 | 服务人次 | ≥1000人次 | 7000人次 | |
//! | 产出指标 | 成本指标 | 单座费用 | ≤8万元/座 | 4万元/座 | 无 |
//! ```
//! ```findings
//! 需答复 第1张表「7000人次」“服务人次”的指标值“≥1000人次”，实际“7000人次”，是指标值的700%（超过130%），没有说明原因。
//! 需答复 第1张表「4万元/座」“单座费用”的指标值“≤8万元/座”，实际“4万元/座”，是指标值的50%（不到70%），没有说明原因。
//! ```
//! ```form
//! kind: self_evaluation
//! columns: level1 | level2 | level3 | target | actual | reason
//! | 产出指标 | 数量指标 | 服务人次 | ≥1000人次 | 1300人次 | |
//! | 产出指标 | 数量指标 | 宣传场次 | ≥10场 | 16场 | 年中追加任务 |
//! | 产出指标 | 质量指标 | 差错率 | ≤0.5% | 0.1% | |
//! | 效益指标 | 社会效益指标 | 安全事故 | 0起 | 0起 | |
//! ```
//! ```findings
//! 通过
//! ```

use model::Column;

use crate::completion::{Better, completion};
use crate::indicators::{Classes, is_money_cost};
use crate::scoring::{asks_for_reasons, has_reason, is_scored};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C167");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !is_scored(form) {
        return Ok(());
    }
    if !asks_for_reasons(form) {
        out.not_applicable("缺“偏差原因”一栏，表里没有这一项");
        return Ok(());
    }
    let (high, low) = (context.number("high_percent")?, context.number("low_percent")?);
    let classes = Classes::of(context)?;
    for row in &form.indicators {
        let Some(actual) = &row.actual else { continue };
        let Some(completion) = completion(context, row, actual)? else { continue };
        out.looked();
        let (far, line) = match completion.better {
            Better::Higher => (completion.exceeds(high), format!("超过{}%", high.normalize())),
            Better::Lower => {
                let cost = is_money_cost(&classes, row) && completion.falls_below(low);
                (cost, format!("不到{}%", low.normalize()))
            }
        };
        if !far || has_reason(context, row)? {
            continue;
        }
        let hit = Hit::in_row(row, Column::Actual);
        let percent = completion.percent().unwrap_or_default();
        out.fail(Hit {
            message: format!(
                "“{}”的指标值“{}”，实际“{}”，是指标值的{percent}%（{line}），没有说明原因。",
                row.folded(Column::Level3),
                model::text::trim(row.text(Column::Target)),
                hit.quote
            ),
            remedy: "在偏差原因里说明：指标定低了、任务变了，还是填错了。".into(),
            cause: Hit::cell_cause("row", row.place(Column::Level3)),
            ..hit
        });
    }
    Ok(())
}

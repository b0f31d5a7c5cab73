//! # 均值算错
//!
//! ## 查什么
//! “三年均值”一格应当等于各年参考值的算术平均，误差不超过所印末位的一半。
//! 某一年写 0 的，可能是当年没有这项业务：去掉这一年的平均数也算对。
//! 有的年份读不成数字时不下结论。
//!
//! ## 依据
//! 算术：平均数等于各数之和除以个数。
//!
//! ## 怎样改
//! 重新计算均值；如果均值不是简单平均，在备注里写明算法。
//!
//! ## 例子
//! 末位的一半是 0.005，正好在界上的算对，过界的算错：
//! ```form
//! kind: department
//! columns: level1 | level2 | level3 | target | mean | 2023 | 2024
//! | 成本指标 | 预算管理 | 结余率甲 | ≤2% | 1.01% | 1.00% | 1.01% |
//! | 成本指标 | 预算管理 | 结余率乙 | ≤2% | 1.02% | 1.00% | 1.01% |
//! | 成本指标 | 预算管理 | 结余率丙 | ≤2% | 1.00% | 1.00% | 1.01% |
//! ```
//! ```findings
//! 错误 第1张表「1.02%」“结余率乙”的均值写1.02%，按（1.00＋1.01）÷2算是1.005。
//! ```
//! 负数、零年份：
//! ```form
//! kind: department
//! columns: level1 | level2 | level3 | target | mean | 2023 | 2024 | 2025
//! | 成本指标 | 预算管理 | 编制偏离度 | ≤21.47% | 21.47% | 36.80% | 37.93% | -10.32% |
//! | 成本指标 | 采购管理 | 采购执行率 | ≥99.86% | 99.86% | 0.00% | 199.57% | 100.00% |
//! | 成本指标 | 采购管理 | 采购节约率 | ≥5% | 5.00% | 0.00% | 4.00% | 6.00% |
//! ```
//! ```findings
//! 通过
//! ```
//! 有一年读不成数字：
//! ```form
//! kind: department
//! columns: level1 | level2 | level3 | target | mean | 2023 | 2024
//! | 成本指标 | 预算管理 | 结余率 | ≤2% | 1.00% | 约一成 | 1.00% |
//! ```
//! ```findings
//! 不能判定 第1张表「1.00%」有的年份的参考值读不成数字，无法复算均值。
//! ```

use model::{Column, Decimal, Indicator};

use crate::ties::means::{self, Outcome};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C088");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let nothing = context.words("words.placeholders_in_target")?;
    for row in &context.form().indicators {
        let Some(mean) = means::of_row(row, nothing) else { continue };
        out.looked();
        match mean.outcome() {
            Outcome::Holds | Outcome::HoldsWithoutZero => {}
            Outcome::Unreadable => out.cannot_decide(Hit {
                message: "有的年份的参考值读不成数字，无法复算均值。".into(),
                remedy: "把各年参考值写成数字；没有的年份写“/”。".into(),
                ..Hit::in_row(row, Column::Mean)
            }),
            Outcome::Wrong => {
                let hit = wrong(row, &mean.values());
                let cause = Hit::cell_cause(context.code, hit.place.as_ref());
                out.fail(Hit { cause, ..hit });
            }
        }
    }
    Ok(())
}

fn wrong(row: &Indicator, values: &[Decimal]) -> Hit {
    let mean = means::shown(values);
    let name = row.folded(Column::Level3);
    let list: Vec<String> = values.iter().map(Decimal::to_string).collect();
    let hit = Hit::in_row(row, Column::Mean);
    Hit {
        message: format!(
            "“{name}”的均值写{}，按（{}）÷{}算是{mean}。",
            hit.quote,
            list.join("＋"),
            values.len()
        ),
        remedy: "重新计算均值；如果不是简单平均，在备注里写明算法。".into(),
        ..hit
    }
}

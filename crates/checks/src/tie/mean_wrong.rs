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

use model::money::plain_number;
use model::{Column, Decimal, Indicator};

use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C088");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let nothing = context.words("words.placeholders_in_target")?;
    for row in &context.form().indicators {
        let Some(cell) = row.cells.get(&Column::Mean) else { continue };
        let Some(printed) = plain_number(&cell.text) else { continue };
        let written = |text: &str| {
            let text = model::text::trim(text);
            !text.is_empty() && !nothing.iter().any(|word| word == text)
        };
        let years: Vec<_> = row.years().filter(|(_, text)| written(&text.text)).collect();
        if years.is_empty() {
            continue;
        }
        out.looked();
        let values: Option<Vec<Decimal>> =
            years.iter().map(|(_, text)| plain_number(&text.text)).collect();
        let Some(values) = values else {
            out.cannot_decide(Hit {
                message: "有的年份的参考值读不成数字，无法复算均值。".into(),
                remedy: "把各年参考值写成数字；没有的年份写“/”。".into(),
                ..Hit::on(cell)
            });
            continue;
        };
        let nonzero: Vec<Decimal> = values.iter().copied().filter(|v| !v.is_zero()).collect();
        if !is_mean(printed, &values) && !is_mean(printed, &nonzero) {
            out.fail(Hit {
                cause: Hit::cell_cause(context.code, cell.place.as_ref()),
                ..wrong(row, &values)
            });
        }
    }
    Ok(())
}

/// Whether the printed number is within half of its last digit of the mean; exact, no division:
/// |printed·n − Σ| · 2 ≤ n · last digit.
fn is_mean(printed: Decimal, values: &[Decimal]) -> bool {
    let count = Decimal::from(values.len());
    let sum: Decimal = values.iter().sum();
    let digit = Decimal::new(1, printed.scale());
    !values.is_empty() && (printed * count - sum).abs() * Decimal::TWO <= count * digit
}

fn wrong(row: &Indicator, values: &[Decimal]) -> Hit {
    let sum: Decimal = values.iter().sum();
    let mean = (sum / Decimal::from(values.len())).round_dp(4).normalize();
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

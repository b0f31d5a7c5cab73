//! # 参考值缺失
//!
//! ## 查什么
//! 部门整体表“管理效率”一块里，指标值是数字，而三年均值和各年参考值全都空着。
//! 指标值是“优”“良”这类等级的，没有均值可写，不查；写了“/”的，算作说明没有。
//!
//! ## 依据
//! 表上设了指标设置参考值，就是要看指标值是怎样定下来的。
//!
//! ## 怎样改
//! 填上前三年的实际数和均值；表上合并了格子、填不进去的，在备注里说明指标值的来历。
//!
//! ## 例子
//! 四格参考值都空着：
//! ```form
//! kind: department
//! columns: block | level1 | level2 | level3 | target | mean | 2023 | 2024
//! | 管理效率 | 成本指标 | 预算管理 | 一般性支出金额 | ≤18.34万元 | | | |
//! ```
//! ```findings
//! 建议 第1张表「≤18.34万元」“一般性支出金额”的指标值是≤18.34万元，三年均值、2023年、2024年都空着，看不出指标值是怎么定的。
//! ```
//! 等级不要均值；填了一年也算填了；写“/”表示没有；别的块不查：
//! ```form
//! kind: department
//! columns: block | level1 | level2 | level3 | target | mean | 2023 | 2024
//! | 管理效率 | 成本指标 | 财务管理 | 财务管理规范 | 优 | | | |
//! | 管理效率 | 成本指标 | 预算管理 | 结余率 | ≤4% | | | 3.9% |
//! | 管理效率 | 成本指标 | 预算管理 | 支出金额 | ≤9万元 | / | / | / |
//! | 履职效能 | 产出指标 | 数量指标 | 培训人数 | ≥10人 | | | |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Indicator, Text};

use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C010", cases: &[], reader_doubt: true };

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let blocks = context.words("words.management_blocks")?;
    let managed = |row: &&Indicator| {
        let label = row.folded(Column::Block) + &row.folded(Column::Level1);
        blocks.iter().any(|word| label.contains(word.as_str()))
    };
    let mut offered = false;
    for row in context.form().indicators.iter().filter(managed) {
        let references = references(row);
        offered |= !references.is_empty();
        let numeric = row.target.value.is_some() || row.target.range.is_some();
        if references.is_empty() || !numeric {
            continue;
        }
        out.looked();
        if references.iter().all(|(_, text)| text.is_blank()) {
            let names: Vec<String> = references.iter().map(|(name, _)| name.clone()).collect();
            let hit = Hit::in_row(row, Column::Target);
            out.fail(Hit {
                message: format!(
                    "“{}”的指标值是{}，{}都空着，看不出指标值是怎么定的。",
                    row.folded(Column::Level3),
                    hit.quote,
                    names.join("、")
                ),
                remedy: "填上前三年的实际数和均值；表上填不进去的，在备注里说明指标值的来历。"
                    .into(),
                ..hit
            });
        }
    }
    if !offered {
        out.not_applicable("缺管理效率的参考值栏，表里没有这一项");
    }
    Ok(())
}

/// The reference cells of a row with their names, the mean first.
fn references(row: &Indicator) -> Vec<(String, &Text)> {
    let mean = row.cells.get(&Column::Mean).map(|text| ("三年均值".to_owned(), text));
    let years = row.years().map(|(year, text)| (format!("{year}年"), text));
    mean.into_iter().chain(years).collect()
}

//! # 资金来源与正文不合
//!
//! ## 查什么
//! 指标或者目标里写着“区级配套”“区财政补助”“上级资金”多少钱，资金栏却只有财政拨款，看不出别的一级出了多少。
//! 资金栏另有上级、中央、省、市资金一行的，不算；只说名目没有金额的，不算。
//!
//! ## 依据
//! 绩效目标与资金来源应当一致：说配套，就要看得出和谁配套。
//!
//! ## 怎样改
//! 在资金栏分列各级资金；全部由本级负担的，不要写“配套”“补助”。
//!
//! ## 例子
//! 写着配套，资金栏只有一笔：
//! ```form
//! kind: project
//! money.expenditure: total 34.00 | fiscal 34.00 | other
//! | 项目完成 | 成本指标 | 三支一扶人员待遇 | 区级配套34万元 |
//! ```
//! ```findings
//! 建议 第1张表「区级配套34万元」这里写“区级配套34万元”，资金栏却没有分列别的一级的资金，看不出各级各出多少。
//! ```
//! 各级分列的；没有写金额的：
//! ```form
//! kind: project
//! money.expenditure: total 90.00 | fiscal 34.00 | 中央资金 56.00
//! | 项目完成 | 成本指标 | 三支一扶人员待遇 | 区级配套34万元 |
//! ---
//! kind: project
//! money.expenditure: total 34.00 | fiscal 34.00 | other
//! | 项目完成 | 质量指标 | 配套资金到位率 | 100% |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Field, FormKind};

use crate::funds::other_level;
use crate::numbers::printed;
use crate::titles::without_titles;
use crate::words::{Names, find_anywhere};
use crate::{Context, Hit, Meta, Out, Undecided, clauses};

pub const META: Meta = Meta::new("C156");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    let Some(funds) = form.funds().filter(|_| form.kind == FormKind::Project) else {
        return Ok(());
    };
    out.looked();
    if other_level(context, funds)? {
        return Ok(());
    }
    let terms = context.words("words.matching_funds")?;
    let goal = form.fields.get(&Field::Goal);
    let targets = form.indicators.iter().filter_map(|row| row.cells.get(&Column::Target));
    for cell in goal.into_iter().chain(targets) {
        let text = without_titles(&cell.text);
        for clause in clauses::all(&text) {
            let said = clauses::cut(&text, clause.clone());
            let words = find_anywhere(&said, terms, &Names::default());
            let numbers = printed(&said);
            // The amount stands behind the name of the money: 区级配套34万元.
            let amount = |from: usize| numbers.iter().find(|n| n.is_money() && n.start() >= from);
            let Some((word, amount)) =
                words.first().and_then(|word| Some((word, amount(word.end)?)))
            else {
                continue;
            };
            let quoted = clause.start + word.start..clause.start + amount.end();
            out.fail(Hit {
                message: format!(
                    "这里写“{}”，资金栏却没有分列别的一级的资金，看不出各级各出多少。",
                    clauses::cut(&cell.text, quoted.clone())
                ),
                remedy: "在资金栏分列各级资金；全部由本级负担的，不要写“配套”“补助”。".into(),
                ..Hit::part(cell, quoted)
            });
        }
    }
    Ok(())
}

//! # 占位符未清除
//!
//! ## 查什么
//! 整格只写着“……”“XX”“待定”“指标1：”之类的占位符，或者把表上的提示语留在格子里。
//! 在金额、指标值和必填栏目里是错误；“/”“—”“无”只在必填栏目或指标值里才算占位；别处只提建议。
//!
//! ## 依据
//! 申报表自身的栏目：占位符不是内容。占位的金额无法参与合计，勾稽时按 0 处理。
//!
//! ## 怎样改
//! 填上真实内容；金额没有的填 0 或者留空，不要写省略号。
//!
//! ## 例子
//! 其他资金写着省略号，指标值还是“待定”：
//! ```form
//! kind: department
//! unit: 某局
//! goal: 做好就业工作。
//! money.income: total 3099.68 | fiscal 3099.68 | other ……
//! money.expenditure: total 3099.68 | fiscal 3099.68 | other 0
//! columns: level1 | level2 | level3 | target | mean
//! | 产出指标 | 数量指标 | 培训人数 | 待定 | …… |
//! | 产出指标 | 质量指标 | 合格率 | ≥95% | / |
//! ```
//! ```findings
//! 错误 第1张表「……」这一格只有占位符“……”，不是内容。
//! 建议 第1张表「……」这一格只有占位符“……”，不是内容。
//! 错误 第1张表「待定」这一格只有占位符“待定”，不是内容。
//! ```
//! 选填的栏目写“无”，或者名称和指标值都写“无”（没有这项指标），不算占位：
//! ```form
//! kind: project
//! unit: 某局
//! project: 培训项目
//! goal: 做好就业工作。
//! remark: 无
//! money.expenditure: total 5.00 | fiscal 5.00 | other
//! | 产出指标 | 数量指标 | 培训人数 | ≥100人 |
//! | 成本指标 | 社会成本指标 | 无 | 无 |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Path, Text};

use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C002", cases: &["elsewhere"], reader_doubt: false };

/// How much a cell matters to its form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// An amount, which may well be blank but not a mark.
    Money,
    /// A target or a required field.
    Required,
    /// Anything else.
    Elsewhere,
}

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let marks = context.words("words.placeholders")?;
    let hints = context.words("words.template_hints")?;
    let empties = context.words("words.placeholders_in_target")?;
    let among = |words: &[String], text: &str| words.iter().any(|word| word == text);
    for (cell, weight) in cells(context)? {
        let text = model::text::trim(&cell.text);
        if text.is_empty() {
            continue;
        }
        out.looked();
        let mark = among(marks, text) || among(hints, text) || is_numbered_stub(text);
        let nothing = weight == Weight::Required && among(empties, text);
        if !mark && !nothing {
            continue;
        }
        let advice = match weight {
            Weight::Money => "有这笔钱就填金额，没有就填 0 或者留空。",
            Weight::Required => "填上真实内容。",
            Weight::Elsewhere => "填上真实内容，没有就留空。",
        };
        out.fail(Hit {
            message: format!("这一格只有占位符“{text}”，不是内容。"),
            remedy: advice.into(),
            case: if weight == Weight::Elsewhere { "elsewhere" } else { "" },
            cause: format!("{}/{text}", context.code),
            ..Hit::on(cell)
        });
    }
    Ok(())
}

/// Every cell the author filled, with its weight.
fn cells<'a>(context: &Context<'a>) -> Result<Vec<(&'a Text, Weight)>, Undecided> {
    let form = context.form();
    let required = context.required()?;
    let fields = form.fields.iter().map(|(field, text)| {
        let needed = required.contains(&Path::Field(*field));
        (text, if needed { Weight::Required } else { Weight::Elsewhere })
    });
    let money = form.money.iter().flat_map(|row| {
        let weight = if row.row.is_money() { Weight::Money } else { Weight::Elsewhere };
        row.amounts.values().map(move |amount| (&amount.text, weight))
    });
    let empties = context.words("words.placeholders_in_target")?;
    let rows = form.indicators.iter().flat_map(|row| {
        // 无 in both name and value says that there is no such indicator.
        let none = empties.contains(&row.folded(Column::Level3));
        let target = if none { Weight::Elsewhere } else { Weight::Required };
        row.cells.iter().map(move |(column, text)| {
            (text, if *column == Column::Target { target } else { Weight::Elsewhere })
        })
    });
    let tasks = form.tasks.iter().flat_map(|task| task.cells.values());
    Ok(fields.chain(money).chain(rows).chain(tasks.map(|t| (t, Weight::Elsewhere))).collect())
}

/// 指标1, 指标2：… as templates print them for the author to replace.
fn is_numbered_stub(text: &str) -> bool {
    let rest = text.strip_prefix("指标").unwrap_or("");
    let number = rest.trim_end_matches([':', '：']);
    !number.is_empty() && number.chars().all(|c| model::text::narrow(c).is_ascii_digit())
}

//! # 购买服务未联采购
//!
//! ## 查什么
//! 项目名称或指标名称写“购买服务”，表上有没有政府采购的信息：有采购栏而写“无”“0”的，提示；
//! 一点采购信息也没有的，不能判定。
//!
//! ## 依据
//! 采购资金和项目要列入部门预算，采购按批准的预算执行。限额以下、目录以外的可以自行采购。
//!
//! ## 怎样改
//! 写明是否列入政府采购预算、金额多少；限额以下自行采购的，说明即可。
//!
//! ## 例子
//! 采购栏写“否”：
//! ```form
//! kind: project
//! project: 安保人员购买服务资金
//! unknown.是否政府采购: 否
//! ```
//! ```findings
//! 建议 第1张表「否」“安保人员购买服务资金”是购买服务，“是否政府采购”却写“否”。
//! ```
//! 写明了采购：
//! ```form
//! kind: project
//! project: 安保人员购买服务资金
//! unknown.政府采购金额: 7.14万元
//! ---
//! kind: project
//! project: 安保人员购买服务资金
//! | 产出指标 | 质量指标 | 政府采购率 | 100% |
//! ```
//! ```findings
//! 通过
//! ```
//! 表上没有采购的信息：
//! ```form
//! kind: project
//! project: 安保人员购买服务资金
//! money.expenditure: total 7.14 | fiscal 7.14 | other
//! ```
//! ```findings
//! 不能判定 第1张表「安保人员购买服务资金」购买服务7.14万元，表上没有采购的信息，看不出是否列入政府采购预算。
//! ```

use model::{Column, Field, FormKind, Fund, Text};

use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C160");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if form.kind != FormKind::Project {
        return Ok(());
    }
    let bought = context.words("words.bought_services")?;
    let says = |text: &str| bought.iter().any(|word| text.contains(word.as_str()));
    let names = form.indicators.iter().filter_map(|row| row.cells.get(&Column::Level3));
    let mut named = form.fields.get(&Field::Project).into_iter().chain(names);
    let Some(cell) = named.find(|text| says(&text.text)) else { return Ok(()) };
    out.looked();
    let procurement = context.words("words.procurement")?;
    let about = |text: &str| procurement.iter().any(|word| text.contains(word.as_str()));
    if let Some((label, answer)) = form.unknown.iter().find(|(label, _)| about(label)) {
        if denies(context, answer)? {
            out.fail(Hit {
                message: format!(
                    "“{}”是购买服务，“{label}”却写“{}”。",
                    model::text::trim(&cell.text),
                    model::text::trim(&answer.text)
                ),
                remedy: "列入政府采购预算；限额以下自行采购的，说明即可。".into(),
                ..Hit::on(answer)
            });
        }
        return Ok(());
    }
    let told =
        |row: &model::Indicator| about(&(row.folded(Column::Level3) + row.text(Column::Target)));
    if about(form.text(Field::Goal)) || form.indicators.iter().any(told) {
        return Ok(());
    }
    let total = form.funds().and_then(|row| row.money(&Fund::Total));
    let amount = total.map_or_else(String::new, |money| money.to_string());
    out.cannot_decide(Hit {
        message: format!("购买服务{amount}，表上没有采购的信息，看不出是否列入政府采购预算。"),
        remedy: "对照政府采购预算；限额以下自行采购的，说明即可。".into(),
        ..Hit::on(cell)
    });
    Ok(())
}

/// Whether the answer in the procurement cell is that there is none.
fn denies(context: &Context<'_>, answer: &Text) -> Result<bool, Undecided> {
    let text = model::text::trim(&answer.text);
    let nothing = context.words("words.answers_no")?.iter().any(|word| word == text);
    let zero = model::money::plain_number(text).is_some_and(|number| number.is_zero());
    Ok(text.is_empty() || nothing || zero)
}

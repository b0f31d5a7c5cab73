//! # 新增项目未见事前评估
//!
//! ## 查什么
//! 表上的项目属性是“新增”，金额达到规定的起点，而立项依据、项目概况、备注里都没有提到事前评估、可行性研究或评审。
//! 表上没有项目属性一栏的不适用。起点由规则包给出；没有找到全国统一的数，本地有规定的以本地为准。
//!
//! ## 依据
//! 新出台的重大政策、项目要先作事前绩效评估，评估结果是申请预算的必备条件。
//!
//! ## 怎样改
//! 附上事前绩效评估报告，并在立项依据里写明评估的时间和结论；不需要评估的，说明理由。
//!
//! ## 例子
//! ```form
//! kind: project
//! attribute: 新增项目
//! basis: 区政府常务会议纪要
//! money.expenditure: total 260.00 | fiscal 260.00
//! ```
//! ```findings
//! 需答复 第1张表「新增项目」新增项目，资金260.00万元（200.00万元以上要看评估，内部参数），表里没有提到事前评估、可行性研究或评审。
//! ```
//! 评估过的、金额小的、延续的：
//! ```form
//! kind: project
//! attribute: 新增项目
//! basis: 已通过事前绩效评估
//! money.expenditure: total 260.00 | fiscal 260.00
//! ---
//! kind: project
//! attribute: 新增
//! money.expenditure: total 199.99 | fiscal 199.99
//! ---
//! kind: project
//! attribute: 1、持续性项目 ☑　2、新增性项目 □
//! money.expenditure: total 260.00 | fiscal 260.00
//! ```
//! ```findings
//! 通过
//! ```

use model::{Field, Form, FormKind, Fund, Money, MoneyUnit};

use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C067");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if form.kind != FormKind::Project {
        return Ok(());
    }
    let Some(attribute) = form.filled(Field::Attribute) else {
        out.not_applicable("缺“项目属性（新增、延续）”，表里没有这一项");
        return Ok(());
    };
    let cell = &form.fields[&Field::Attribute];
    let Some(new) = is_new(attribute) else {
        out.cannot_decide(Hit {
            message: format!("项目属性“{attribute}”看不出是新增还是延续。"),
            remedy: "只勾选或只填写一项。".into(),
            ..Hit::on(cell)
        });
        return Ok(());
    };
    out.looked();
    let floor = Money::from_decimal(context.number("min_amount")?, MoneyUnit::WanYuan);
    let Ok(floor) = floor else { return Ok(()) };
    if !new || speaks_of_assessment(context, form)? {
        return Ok(());
    }
    let funds = form.funds().and_then(|row| row.money(&Fund::Total).or(row.money(&Fund::Fiscal)));
    let Some(amount) = funds else {
        out.cannot_decide(Hit {
            message: "新增项目，但读不出资金总额，不知道要不要事前评估。".into(),
            remedy: "填写资金总额。".into(),
            ..Hit::on(cell)
        });
        return Ok(());
    };
    if amount >= floor {
        out.fail(Hit {
            message: format!(
                "新增项目，资金{amount}（{floor}以上要看评估，内部参数），表里没有提到事前评估、可行性研究或评审。"
            ),
            remedy: "附上事前绩效评估报告，在立项依据里写明结论；不需要评估的，说明理由。".into(),
            ..Hit::on(cell)
        });
    }
    Ok(())
}

/// Whether the attribute says the project is new; none when it cannot be told.
fn is_new(attribute: &str) -> Option<bool> {
    let boxes = ['☑', '☐', '□', '■', '√', '✓', '✔'];
    if !attribute.contains(boxes) {
        return Some(attribute.contains("新增"));
    }
    // Options are cut at blanks; the mark stands in the option it belongs to.
    let options = attribute.split(model::text::is_space).filter(|option| !option.is_empty());
    let joined = options.fold(Vec::<String>::new(), |mut options, piece| {
        match options.last_mut() {
            Some(last) if last.chars().all(|c| boxes.contains(&c)) => last.push_str(piece),
            Some(last) if piece.chars().all(|c| boxes.contains(&c)) && !last.contains(boxes) => {
                last.push_str(piece);
            }
            _ => options.push(piece.to_owned()),
        }
        options
    });
    let ticked = joined.iter().filter(|option| option.contains(['☑', '■', '√', '✓', '✔']));
    match ticked.collect::<Vec<_>>()[..] {
        [one] if one.matches(boxes).count() == 1 => Some(one.contains("新增")),
        _ => None,
    }
}

/// Whether any text of the form mentions an assessment.
fn speaks_of_assessment(context: &Context<'_>, form: &Form) -> Result<bool, Undecided> {
    let words = context.words("words.assessments")?;
    let strangers = form.unknown.iter().map(|(_, text)| text);
    let mut texts = form.fields.values().chain(strangers);
    Ok(texts.any(|text| words.iter().any(|word| text.text.contains(word.as_str()))))
}

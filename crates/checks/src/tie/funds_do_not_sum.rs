//! # 资金来源合计不符
//!
//! ## 查什么
//! 资金表每一行：资金总额应当等于各项来源之和。其他资金空着或者写“—”按 0 算。
//! 表上除财政拨款、其他资金外还有别的来源（上年结转、政府性基金……）时，它可能另计，也可能已经
//! 包含在财政拨款里：两种算法都对不上才算错，说不准的不下结论。
//! 自评表的资金总额写零而分项不是零（目录里的 C145），也是这一条。
//!
//! ## 依据
//! 算术：合计等于分项之和。
//!
//! ## 怎样改
//! 核对总额和各项来源，改正填错的一个。
//!
//! ## 例子
//! 差 0.01 万元：
//! ```form
//! kind: project
//! money.expenditure: total 100.01 | fiscal 99.99 | other 0.01
//! ```
//! ```findings
//! 错误 第1张表「100.01」支出预算总额100.01万元，各项来源（财政拨款99.99万元、其他资金0.01万元）合计100.00万元，相差0.01万元。
//! ```
//! 自评表的总额写成了零：
//! ```form
//! kind: self_evaluation
//! money.adjusted: total 0 | fiscal 86.50 | other
//! ```
//! ```findings
//! 错误 第1张表「0」全年预算数总额0.00万元，各项来源（财政拨款86.50万元）合计86.50万元，相差86.50万元。
//! ```
//! 按出钱的级次分列，没有财政拨款一栏，几级之间不会互相包含：
//! ```form
//! kind: project
//! money.expenditure: total 3600.00 | 中央资金 2400.00 | 省级资金 800.00 | 县级资金 500.00
//! ```
//! ```findings
//! 错误 第1张表「3600.00」支出预算总额3600.00万元，各项来源（中央资金2400.00万元、县级资金500.00万元、省级资金800.00万元）合计3700.00万元，相差100.00万元。
//! ```
//! 财政拨款里细分了一般公共预算和政府性基金，加总时不重复算：
//! ```form
//! kind: project
//! money.expenditure: total 100.00 | fiscal 99.99 | 一般公共预算 60.00 | 政府性基金 39.99 | 上年结转 — | other 0.01
//! ```
//! ```findings
//! 通过
//! ```
//! 只填了总额：
//! ```form
//! kind: project
//! money.expenditure: total 100.00 | fiscal | other
//! ```
//! ```findings
//! 不能判定 第1张表「100.00」支出预算只填了总额100.00万元，各项来源都空着，无法核对。
//! ```

use model::{Amount, Fund, Money, MoneyRow};

use crate::ties::funds::{self, Sources};
use crate::{Context, Hit, Meta, Out, Undecided, labels};

pub const META: Meta = Meta::new("C081");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    for row in context.form().money.iter().filter(|row| row.row.is_money()) {
        let total = row.amounts.get(&Fund::Total).filter(|total| !total.text.is_blank());
        if total.is_some() && row.amounts.len() > 1 {
            out.looked();
        }
        if let Some((total, sources)) = funds::sources(context, row)? {
            report(context, row, total, &sources, out);
        }
    }
    Ok(())
}

fn report(
    context: &Context<'_>,
    row: &MoneyRow,
    total: &Amount,
    sources: &Sources<'_>,
    out: &mut Out,
) {
    let label = labels::row(row.row);
    let sum = total.money.unwrap_or_default();
    let (message, remedy, cell) = match sources {
        Sources::Hold(_) => return,
        Sources::Wrong { nearest } => {
            out.fail(wrong(context, row, total, *nearest));
            return;
        }
        Sources::Unreadable(amount) => {
            ("这一格读不成金额，无法核对合计。".to_owned(), "改成数字后再查。", &amount.text)
        }
        Sources::Stranger(name, text) => (
            format!("表上的“{name}”不知道是不是资金来源，无法核对合计。"),
            "核对总额是否等于各项来源之和。",
            *text,
        ),
        Sources::OnlyTotal(_) => (
            format!("{label}只填了总额{sum}，各项来源都空着，无法核对。"),
            "把财政拨款和其他资金分别填上。",
            &total.text,
        ),
        Sources::Overlap { plain, everything } => (
            format!(
                "{label}总额{sum}；财政拨款和其他资金共{plain}，连同另列的来源共{everything}，\
                 不知道另列的来源是否已经包含在财政拨款里。"
            ),
            "核对各项来源之间是并列还是包含关系。",
            &total.text,
        ),
        Sources::NotAll { everything } => (
            format!(
                "{label}总额{sum}，表上列出的来源共{everything}；表上不像列全了来源，无法核对。"
            ),
            "核对没有列出的来源是多少。",
            &total.text,
        ),
    };
    out.cannot_decide(Hit { message, remedy: remedy.into(), ..Hit::on(cell) });
}

fn wrong(context: &Context<'_>, row: &MoneyRow, total: &Amount, nearest: Money) -> Hit {
    let (label, sum) = (labels::row(row.row), total.money.unwrap_or_default());
    let gap = Ord::max(sum - nearest, nearest - sum);
    Hit {
        message: format!(
            "{label}总额{sum}，各项来源（{}）合计{nearest}，相差{gap}。",
            funds::shares(row)
        ),
        remedy: "核对总额和各项来源，改正填错的一个。".into(),
        cause: format!("{}/{}", context.code, row.row),
        ..Hit::on(&total.text)
    }
}

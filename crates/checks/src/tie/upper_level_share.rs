//! # 上级预估资金占比
//!
//! ## 查什么
//! 部门整体表与项目表一起交来时，把名称写明“上级”“预估”“提前下达”的项目加起来，说出占支出预算的比例。
//! 这部分钱还没有最后确定，批复后总额和目标可能都要跟着改。
//!
//! ## 依据
//! 复核习惯：提前下达的预计数可以编入预算，但要心中有数。
//!
//! ## 怎样改
//! 在总额旁边说明其中多少是预计数；上级资金正式下达后调整项目金额和绩效目标。
//!
//! ## 例子
//! 预估的占四分之一：
//! ```form
//! kind: department
//! unit: 某局
//! money.expenditure: total 3200.00 | fiscal 3200.00 | other
//! ---
//! kind: project
//! unit: 某局
//! project: 就业相关补助（上级预估）
//! money.expenditure: total 800.00 | fiscal 800.00 | other
//! ---
//! kind: project
//! unit: 某局
//! project: 劳务费
//! money.expenditure: total 20.00 | fiscal 20.00 | other
//! ```
//! ```findings
//! 建议 第1张表「3200.00」支出预算3200.00万元里，“就业相关补助（上级预估）”800.00万元共800.00万元是上级预估资金，占25%。
//! ```
//! 没有这样的项目：
//! ```form
//! kind: department
//! unit: 某局
//! money.expenditure: total 3200.00 | fiscal 3200.00 | other
//! ---
//! kind: project
//! unit: 某局
//! project: 劳务费
//! money.expenditure: total 20.00 | fiscal 20.00 | other
//! ```
//! ```findings
//! 通过
//! ```

use model::{Decimal, Field, Form, FormKind, Fund, Money, RowKind};

use crate::ties::categories::total;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C163");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    let words = context.words("words.upper_level_funds")?;
    let projects = context.projects_beside();
    let row = form.money_row(RowKind::Expenditure).filter(|_| form.kind == FormKind::Department);
    let Some(amount) = row.and_then(|row| row.amounts.get(&Fund::Total)) else { return Ok(()) };
    let Some(whole) = amount.money.filter(|money| *money > Money::ZERO) else { return Ok(()) };
    if projects.is_empty() {
        return Ok(());
    }
    out.looked();
    let name = |form: &Form| model::text::fold(form.text(Field::Project));
    let estimated = projects.iter().filter(|(_, project)| {
        let name = name(project);
        words.iter().any(|word| name.contains(word.as_str()))
    });
    let estimated: Vec<(String, Money)> =
        estimated.filter_map(|(_, project)| Some((name(project), total(project)?))).collect();
    let sum: Money = estimated.iter().map(|(_, money)| *money).sum();
    if sum == Money::ZERO {
        return Ok(());
    }
    let names: Vec<String> =
        estimated.iter().map(|(name, money)| format!("“{name}”{money}")).collect();
    out.fail(Hit {
        message: format!(
            "支出预算{whole}里，{}共{sum}是上级预估资金，占{}%。",
            names.join("、"),
            percent(sum, whole)
        ),
        remedy: "在总额旁边说明其中多少是预计数；上级资金下达后调整金额和目标。".into(),
        ..Hit::on(&amount.text)
    });
    Ok(())
}

/// A share in percent to one decimal, for showing.
fn percent(part: Money, whole: Money) -> Decimal {
    let share = Decimal::from(part.fen()) * Decimal::ONE_HUNDRED / Decimal::from(whole.fen());
    share.round_dp(1)
}

//! # 单位成本明显偏高
//!
//! ## 查什么
//! 同一单位、同一年的项目里，同类的购买服务（规则包分类：安保、保洁、辅助办案……）每人花的钱，
//! 有一项超过同类中位数的 1.3 倍（内部参数）。同类不足三项的不比；不同类的不放在一起比。
//! 只看成本是一笔金额、数量是确定人数的项目。
//!
//! ## 依据
//! 同样的服务，成本应当相近，预算资金量与目标相匹配。
//!
//! ## 怎样改
//! 核对金额和人数；确有差别（夜班、资质）的，写明。
//!
//! ## 例子
//! 三处安保，一处每人 6 万元：
//! ```form
//! kind: project
//! unit: 某局
//! project: 机关安保服务
//! money.expenditure: total 8.00 | fiscal 8.00 | other
//! | 产出指标 | 数量指标 | 派驻人数 | 2人 |
//! | 产出指标 | 成本指标 | 安保服务费 | 8万元 |
//! ---
//! kind: project
//! unit: 某局
//! project: 分局安保服务
//! money.expenditure: total 8.00 | fiscal 8.00 | other
//! | 产出指标 | 数量指标 | 派驻人数 | 2人 |
//! | 产出指标 | 成本指标 | 安保服务费 | 8万元 |
//! ---
//! kind: project
//! unit: 某局
//! project: 仓库安保服务
//! money.expenditure: total 12.00 | fiscal 12.00 | other
//! | 产出指标 | 数量指标 | 派驻人数 | 2人 |
//! | 产出指标 | 成本指标 | 安保服务费 | 12万元 |
//! ```
//! ```findings
//! 建议 第3张表「12万元」这一项安保服务每人6.00万元，本单位3项安保服务的中位数是每人4.00万元，偏高。
//! ```
//! 正好 1.3 倍；不同类的不比：
//! ```form
//! kind: project
//! unit: 某局
//! project: 机关安保服务
//! money.expenditure: total 8.00 | fiscal 8.00 | other
//! | 产出指标 | 数量指标 | 派驻人数 | 2人 |
//! | 产出指标 | 成本指标 | 安保服务费 | 8万元 |
//! ---
//! kind: project
//! unit: 某局
//! project: 分局安保服务
//! money.expenditure: total 8.00 | fiscal 8.00 | other
//! | 产出指标 | 数量指标 | 派驻人数 | 2人 |
//! | 产出指标 | 成本指标 | 安保服务费 | 8万元 |
//! ---
//! kind: project
//! unit: 某局
//! project: 仓库安保服务
//! money.expenditure: total 10.40 | fiscal 10.40 | other
//! | 产出指标 | 数量指标 | 派驻人数 | 2人 |
//! | 产出指标 | 成本指标 | 安保服务费 | 10.40万元 |
//! ---
//! kind: project
//! unit: 某局
//! project: 保洁服务
//! money.expenditure: total 20.00 | fiscal 20.00 | other
//! | 产出指标 | 数量指标 | 保洁人数 | 2人 |
//! | 产出指标 | 成本指标 | 保洁服务费 | 20万元 |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Decimal, Field, Form, FormKind, Indicator, Money, MoneyUnit};

use crate::indicators::{Classes, Cost, cost, is_money_cost};
use crate::peers::median;
use crate::unit_cost::Bounds;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C054");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if form.kind != FormKind::Project {
        return Ok(());
    }
    out.not_applicable("缺同类服务的其他项目，没有可比的单位成本");
    let Some((category, row, own)) = yuan_a_head(context, form)? else { return Ok(()) };
    let mut peers = Vec::new();
    for (_, other) in context.projects_beside() {
        let found = yuan_a_head(context, other)?;
        peers.extend(found.filter(|(same, ..)| *same == category).map(|(_, _, yuan)| yuan));
    }
    if Decimal::from(peers.len()) < context.number("min_peers")? {
        return Ok(());
    }
    out.looked();
    let median = median(&mut peers);
    if own <= context.number("max_ratio")? * median {
        return Ok(());
    }
    let money = |yuan: Decimal| {
        Money::from_decimal(yuan.round_dp(2), MoneyUnit::Yuan).unwrap_or_default().to_string()
    };
    let hit = Hit::in_row(row, Column::Target);
    out.fail(Hit {
        message: format!(
            "这一项{category}每人{}，本单位{}项{category}的中位数是每人{}，偏高。",
            money(own),
            peers.len(),
            money(median)
        ),
        remedy: "核对金额和人数；确有差别（夜班、资质）的，写明。".into(),
        ..hit
    });
    Ok(())
}

/// The category of service a form buys, its cost row, and what one person costs; none unless it
/// has one amount and one exact number of people.
fn yuan_a_head<'f>(
    context: &Context<'f>,
    form: &'f Form,
) -> Result<Option<(&'f str, &'f Indicator, Decimal)>, Undecided> {
    let classes = Classes::of(context)?;
    let costs: Vec<&Indicator> =
        form.indicators.iter().filter(|row| is_money_cost(&classes, row)).collect();
    let people = |row: &&Indicator| classes.is_quantity(row) && row.target.unit == "人";
    let people: Vec<&Indicator> = form.indicators.iter().filter(people).collect();
    let ([row], [heads]) = (&costs[..], &people[..]) else { return Ok(None) };
    let Cost::Amount(amount) = cost(row, context.words("words.price_names")?) else {
        return Ok(None);
    };
    let exact = Bounds::of(&heads.target).filter(|heads| heads.is_exact());
    let name = [form.text(Field::Project), row.text(Column::Level3)].concat();
    let categories = context.table("words.service_categories")?;
    let category = categories.iter().find(|(word, _)| name.contains(word.as_str()));
    let yuan = Decimal::from(amount.fen()) / Decimal::ONE_HUNDRED;
    let a_head = exact.and_then(|heads| yuan.checked_div(heads.written));
    Ok(category.zip(a_head).map(|((_, category), yuan)| (category.as_str(), *row, yuan)))
}

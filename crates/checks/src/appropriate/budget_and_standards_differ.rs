//! # 预算与标准乘数量不匹配
//!
//! ## 查什么
//! 成本指标是单价、人均标准的项目：标准×数量（×月数）加起来，不到资金总额的 70% 或者超过 130%
//! （内部参数）。每个标准都能对上一条数量指标才算；对不上的由别的检查提出。
//! 标准或者数量写“≥”“≤”的只知道一头：按能确定的那一头判断；都确定不了的，列出按所写的数算是多少，
//! 说明不能判定。每月的标准没有写月数的，按全年 12 个月计，并且写明。
//! 既有金额又有标准的，金额已经等于资金总额就不查：标准只是其中的说明。
//!
//! ## 依据
//! 绩效目标与预算资金量相匹配。
//!
//! ## 怎样改
//! 补上测算：标准×数量×月数＝金额；还有别的用途的，补一行成本；数字写错的改正。
//!
//! ## 例子
//! 都是确数：400×10×6＝2.40 万元，与 5 万元不符；标准和人数都封顶的，最多 6 万元：
//! ```form
//! kind: project
//! money.expenditure: total 5.00 | fiscal 5.00 | other
//! | 产出指标 | 数量指标 | 毕业生就业奖补人数 | 10人 |
//! | 产出指标 | 数量指标 | 奖补月数 | 6个月 |
//! | 产出指标 | 成本指标 | 毕业生就业奖补人均标准 | 400元/人/月 |
//! ---
//! kind: project
//! money.expenditure: total 25.00 | fiscal 25.00 | other
//! | 产出指标 | 数量指标 | 自主创业场租补贴人数 | ≤10人 |
//! | 产出指标 | 成本指标 | 自主创业场租补贴标准 | ≤500元/人/月 |
//! ```
//! ```findings
//! 需答复 第1张表「400元/人/月」按写出的标准和数量算，400元/人/月×10人×6个月，合计2.40万元，只占资金总额5.00万元的48%。
//! 建议 第2张表「≤500元/人/月」按写出的标准和数量算，≤500元/人/月×≤10人×12个月，合计最多6.00万元（表里没有写月数，按最长的全年12个月计），只占资金总额25.00万元的24%。
//! ```
//! 只写“≥”，不能判定：
//! ```form
//! kind: project
//! money.expenditure: total 25.00 | fiscal 25.00 | other
//! | 产出指标 | 数量指标 | 大中专毕业生就业奖补人员数量 | 全年补贴人数≥10人 |
//! | 产出指标 | 成本指标 | 大中专毕业生就业奖补人均标准 | 400元/人/月 |
//! ```
//! ```findings
//! 不能判定 第1张表「400元/人/月」按写出的标准和数量算，400元/人/月×≥10人×12个月，合计名义上4.80万元（表里没有写月数，按最长的全年12个月计），占资金总额25.00万元的19%。标准、数量或月数不是确数，实际可能更多或更少，不能判定。
//! ```
//! 正好 70%；金额已经列全；标准对不上数量；“单个……”的标准乘以个数；只按月付的不是单价：
//! ```form
//! kind: project
//! money.expenditure: total 10.00 | fiscal 10.00 | other
//! | 产出指标 | 数量指标 | 培训人数 | 70人 |
//! | 产出指标 | 成本指标 | 培训补贴标准 | 1000元/人 |
//! ---
//! kind: project
//! money.expenditure: total 10.00 | fiscal 10.00 | other
//! | 产出指标 | 数量指标 | 培训人数 | 10人 |
//! | 产出指标 | 成本指标 | 项目总成本 | ≤10万元 |
//! | 产出指标 | 成本指标 | 培训补贴标准 | 1000元/人 |
//! ---
//! kind: project
//! money.expenditure: total 10.00 | fiscal 10.00 | other
//! | 产出指标 | 数量指标 | 建设公厕 | 3座 |
//! | 产出指标 | 成本指标 | 培训补贴标准 | 1000元/人 |
//! ---
//! kind: project
//! money.expenditure: total 86.50 | fiscal 86.50 | other
//! | 产出指标 | 数量指标 | 运营助餐点个数 | ≥14个 |
//! | 产出指标 | 数量指标 | 全年助餐人次 | ≥6.8万人次 |
//! | 产出指标 | 成本指标 | 单个助餐点补助标准 | ≤6.2万元/年 |
//! ---
//! kind: project
//! money.expenditure: total 20.00 | fiscal 20.00 | other
//! | 产出指标 | 数量指标 | 租用办公用房 | 300平方米 |
//! | 产出指标 | 成本指标 | 办公用房租金标准 | 5000元/月 |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Decimal, FormKind, Fund, Money, MoneyUnit};

use crate::planned::{Planned, planned};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C052", cases: &["exact"], reader_doubt: false };

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if form.kind != FormKind::Project {
        return Ok(());
    }
    out.not_applicable("缺能对上数量的单价或人均标准，表里没有这一项");
    let Some(total) = form.funds().and_then(|row| row.money(&Fund::Total)) else { return Ok(()) };
    let Some(planned) = planned(context, total)? else { return Ok(()) };
    out.looked();
    let (low, high) = (context.number("low_ratio")?, context.number("high_ratio")?);
    let budget = Decimal::from(total.fen()) / Decimal::ONE_HUNDRED;
    let yuan = planned.yuan;
    let hit = Hit::in_row(planned.first, Column::Target);
    let case = if yuan.is_exact() { "exact" } else { "" };
    if yuan.high.is_some_and(|most| most < low * budget) {
        let message = planned.told(total, yuan.high, "最多", "只占");
        out.fail(Hit { message, remedy: REMEDY.into(), case, ..hit });
    } else if yuan.low.is_some_and(|least| least > high * budget) {
        let message = planned.told(total, yuan.low, "至少", "已占");
        out.fail(Hit { message, remedy: REMEDY.into(), case, ..hit });
    } else if yuan.written < low * budget || yuan.written > high * budget {
        let mut message = planned.told(total, Some(yuan.written), "名义上", "占");
        message.push_str("标准、数量或月数不是确数，实际可能更多或更少，不能判定。");
        out.cannot_decide(Hit { message, remedy: REMEDY.into(), ..hit });
    }
    Ok(())
}

const REMEDY: &str = "补上测算：标准×数量×月数＝金额；还有别的用途的，补一行成本；数字写错的改正。";

impl Planned<'_> {
    /// The calculation, its result beside the budget, and what was assumed.
    fn told(&self, total: Money, yuan: Option<Decimal>, bound: &str, share: &str) -> String {
        let yuan = yuan.unwrap_or(self.yuan.written);
        let bound = if self.yuan.is_exact() { "" } else { bound };
        let sum = Money::from_decimal(yuan.round_dp(2), MoneyUnit::Yuan).unwrap_or_default();
        let percent = Decimal::from(sum.fen()) * Decimal::ONE_HUNDRED / Decimal::from(total.fen());
        let mut shown: Vec<String> = self.products.iter().map(|p| p.shown.clone()).collect();
        if self.amounts != Money::ZERO {
            shown.push(format!("其余成本{}", self.amounts));
        }
        let mut assumed: Vec<&str> = self.products.iter().flat_map(|p| p.assumed.clone()).collect();
        assumed.sort_unstable();
        assumed.dedup();
        let assumed = match assumed.is_empty() {
            true => String::new(),
            false => format!("（{}）", assumed.join("；")),
        };
        format!(
            "按写出的标准和数量算，{}，合计{bound}{sum}{assumed}，{share}资金总额{total}的{}%。",
            shown.join("＋"),
            percent.round()
        )
    }
}

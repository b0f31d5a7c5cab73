//! # 目标值过松
//!
//! ## 查什么
//! 本来就应当做到 100% 的率写低了（补贴发放准确率、零就业家庭帮扶率……），
//! 或者本来应当为零的事允许发生（安全事故、重大群体性事件、欠薪……）。
//! 哪些率、哪些事，由规则包列出；“到位率”要看上级拨款，不在其内。
//!
//! ## 依据
//! 指标值要合理可行；给钱给人不能预先留出差错。零就业家庭至少一人就业是法律要求。
//!
//! ## 怎样改
//! 写成 100%（或 0）；确有理由做不到的，写明理由。
//!
//! ## 例子
//! 发放准确率留了 5% 的差错；允许一起事故：
//! ```form
//! kind: project
//! | 产出指标 | 质量指标 | 就业奖补发放准确率 | ≥95% |
//! | 效益指标 | 社会效益指标 | 安全事故发生次数 | ≤1次 |
//! ```
//! ```findings
//! 需答复 第1张表「≥95%」“就业奖补发放准确率”应当是100%，指标值写“≥95%”，等于预先留出差错。
//! 需答复 第1张表「≤1次」“安全事故发生次数”应当是零，指标值“≤1次”允许它发生。
//! ```
//! 满额，为零；到位率不在其内；“事故处理率”“追讨欠薪”不是事故、欠薪：
//! ```form
//! kind: project
//! | 产出指标 | 质量指标 | 就业奖补发放准确率 | 100% |
//! | 产出指标 | 质量指标 | 补贴发放准确率 | ≥100% |
//! | 产出指标 | 时效指标 | 资金在规定时间内到位率 | ≥95% |
//! | 效益指标 | 社会效益指标 | 安全事故处理率 | ≥95% |
//! | 效益指标 | 经济效益指标 | 追讨欠薪 | 100万元 |
//! | 效益指标 | 社会效益指标 | 安全事故发生次数 | 0次 |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Decimal, Indicator};

use crate::targets::{is_lower_bound, is_upper_bound, percent, sets_targets};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C045", cases: &["zero_employment"], reader_doubt: false };

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !sets_targets(form) {
        return Ok(());
    }
    for row in &form.indicators {
        out.looked();
        let name = row.folded(Column::Level3);
        let hit = Hit::in_row(row, Column::Target);
        if is_below_full(context, row, &name)? {
            let families = context.words("words.zero_employment_families")?;
            let by_law = families.iter().any(|word| name.contains(word.as_str()));
            out.fail(Hit {
                case: if by_law { "zero_employment" } else { "" },
                message: format!("“{name}”应当是100%，指标值写“{}”，等于预先留出差错。", hit.quote),
                remedy: "写成100%；确有理由做不到的，写明理由。".into(),
                ..hit
            });
        } else if is_above_zero(context, row, &name)? {
            out.fail(Hit {
                message: format!("“{name}”应当是零，指标值“{}”允许它发生。", hit.quote),
                remedy: "写成0（或“不发生”）；确有理由的，写明理由。".into(),
                ..hit
            });
        }
    }
    Ok(())
}

/// A rate that must be full, with a target below.
fn is_below_full(context: &Context<'_>, row: &Indicator, name: &str) -> Result<bool, Undecided> {
    let full = context.words("words.must_be_full")?.iter().any(|word| name.contains(word.as_str()));
    let below = percent(&row.target).is_some_and(|value| value < Decimal::ONE_HUNDRED);
    Ok(full && below && !is_upper_bound(&row.target))
}

/// Something that must not happen, with a target that lets it: the name is the event itself or
/// how often it happens, not what is done about it.
fn is_above_zero(context: &Context<'_>, row: &Indicator, name: &str) -> Result<bool, Undecided> {
    if context.words("words.reductions")?.iter().any(|word| name.contains(word.as_str())) {
        return Ok(false);
    }
    let endings = context.words("words.occurrence_endings")?;
    let event = context.words("words.must_be_zero")?.iter().any(|word| {
        let tail = name.rfind(word.as_str()).map(|at| &name[at + word.len()..]);
        tail.is_some_and(|tail| tail.is_empty() || endings.iter().any(|ending| ending == tail))
    });
    let above = row.target.value.is_some_and(|value| value > Decimal::ZERO);
    Ok(event && above && row.target.change.is_none() && !is_lower_bound(&row.target))
}

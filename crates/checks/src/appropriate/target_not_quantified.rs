//! # 指标值没有量化
//!
//! ## 查什么
//! 产出（数量、质量、时效）、成本和效益指标的指标值只是一句话：没有数，没有等级，没有期限，
//! 不是“是”“否”，也没有说“全覆盖”“不发生”“较上年下降”“符合……标准”。产出、成本要答复；效益、以及表上标明“定性”的，只作建议。
//! 这一行写了分档标准的不算。
//!
//! ## 依据
//! 绩效目标要细化量化，不能量化的用分级分档的形式表述。
//!
//! ## 怎样改
//! 能量化的写数（比率、人次、天数）；不能量化的写明分几档、每档是什么情形。
//!
//! ## 例子
//! 质量是一句话，效益是一句话：
//! ```form
//! kind: project
//! | 产出指标 | 质量指标 | 及时兑现人员待遇 | 做好待遇保障 |
//! | 成本指标 | 经济成本指标 | 办会经费 | 厉行节约 |
//! | 效益指标 | 社会效益指标 | 基层服务 | 充实基层力量 |
//! ```
//! ```findings
//! 需答复 第1张表「做好待遇保障」“及时兑现人员待遇”的指标值没有数，也没有等级、期限，是否完成无法核对。
//! 需答复 第1张表「厉行节约」“办会经费”的指标值没有数，也没有等级、期限，是否完成无法核对。
//! 建议 第1张表「充实基层力量」“基层服务”的指标值没有数，也没有等级、期限，是否完成无法核对。
//! ```
//! 有数、有等级、有期限，说了全部或者没有：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 建设平台 | 打造一个综合性平台 |
//! | 产出指标 | 质量指标 | 兑现率 | ≥98% |
//! | 产出指标 | 质量指标 | 网络覆盖 | 区、乡、村全覆盖 |
//! | 产出指标 | 质量指标 | 安全生产 | 全年不发生安全事故 |
//! | 产出指标 | 质量指标 | 工程质量 | 符合国家标准 |
//! | 产出指标 | 质量指标 | 管理费用率 | 较上年降低 |
//! | 产出指标 | 时效指标 | 完成时间 | 2026年12月底前 |
//! | 产出指标 | 时效指标 | 发放时间 | 每月10日前 |
//! | 产出指标 | 时效指标 | 拨付时间 | 每季度末月25日前 |
//! | 效益指标 | 社会效益指标 | 服务水平 | 优 |
//! ```
//! ```findings
//! 通过
//! ```

use model::target::Kind;
use model::{Column, Decimal, Indicator};

use crate::indicators::{Classes, Family, is_money_cost};
use crate::targets::{grade, sets_targets, states_scale};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta =
    Meta { code: "C041", cases: &["benefit", "qualitative"], reader_doubt: false };

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !sets_targets(form) {
        return Ok(());
    }
    let classes = Classes::of(context)?;
    let named = |row: &&Indicator| !model::text::is_blank(row.text(Column::Level3));
    for row in form.indicators.iter().filter(named) {
        let case = match classes.family(row) {
            Some(Family::Output) if row.text(Column::Nature).contains("定性") => "qualitative",
            Some(Family::Output) => "",
            // What a project costs society or nature is described like a benefit.
            Some(Family::Cost) if !is_money_cost(&classes, row) => "benefit",
            Some(Family::Cost) if row.text(Column::Nature).contains("定性") => "qualitative",
            Some(Family::Cost) => "",
            Some(Family::Benefit) => "benefit",
            Some(Family::Satisfaction) | None => continue,
        };
        out.looked();
        if says_nothing_countable(context, row)? {
            out.fail(hit(row, case));
        }
    }
    Ok(())
}

/// Whether the target is words alone, none of which says all, none, or how it is graded.
fn says_nothing_countable(context: &Context<'_>, row: &Indicator) -> Result<bool, Undecided> {
    if row.target.kind != Kind::Prose || row.target.coverage.is_some() {
        return Ok(false);
    }
    let text = row.folded(Column::Target);
    let says = |key: &str| -> Result<bool, Undecided> {
        Ok(context.words(key)?.iter().any(|word| text.contains(word.as_str())))
    };
    let short = Decimal::from(text.chars().count()) <= context.number("max_state_length")?;
    let says_enough = names_a_day(&text)
        || says("words.zero_words")?
        || says("words.baselines")?
        || says("words.coverage_words")?
        || (short && says("words.checkable_states")?)
        || grade(context, row)?.is_some()
        || states_scale(context, row)?;
    Ok(!says_enough)
}

/// Whether a day or a term is named: 25日前, 30日内, 5个工作日内.
fn names_a_day(text: &str) -> bool {
    let characters: Vec<char> = text.chars().map(model::text::narrow).collect();
    let ends = ["日前", "日内", "日之前", "日以前", "天内", "天前", "月底前", "月前", "工作日内"];
    (0..characters.len()).any(|at| {
        let rest: String = characters[at + 1..].iter().take(6).collect();
        let rest = rest.trim_start_matches('个');
        characters[at].is_ascii_digit() && ends.iter().any(|end| rest.starts_with(end))
    })
}

fn hit(row: &Indicator, case: &'static str) -> Hit {
    let hit = Hit::in_row(row, Column::Target);
    let remedy = match case {
        "" => "写成可以核对的数（比率、人次、天数）；确实不能量化的，写明分几档、每档是什么情形。",
        _ => "能量化的写数；不能量化的写明分几档、每档是什么情形（如优、良、中、差）。",
    };
    Hit {
        message: format!(
            "“{}”的指标值没有数，也没有等级、期限，是否完成无法核对。",
            row.folded(Column::Level3)
        ),
        remedy: remedy.into(),
        case,
        ..hit
    }
}

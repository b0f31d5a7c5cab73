//! # 上下级数量不合
//!
//! ## 查什么
//! 规则包写明由项目分解的部门整体指标（对照表 `words.split_targets`：整体表的三级指标＝项目表的三级指标），
//! 各项目的指标值加起来应当等于整体表的指标值。只查规则包写明的，别的同名指标不查；
//! 项目表没有交齐，或者有一张的指标值不是一个数的，不下结论。
//!
//! ## 依据
//! 财预〔2015〕88号：部门整体绩效目标和项目绩效目标要相互衔接；写明分解的，合计应当等于分项之和。
//!
//! ## 怎样改
//! 对照任务分解核对整体表和各项目表的数，改正写错的一处；分解办法变了的，写明。
//!
//! ## 例子
//! 规则包写明“帮扶企业数”由各项目的“帮扶企业数”分解：
//! ```form
//! batch: complete
//! pack.words.split_targets: 帮扶企业数 = 帮扶企业数
//! kind: department
//! unit: 某局
//! | 产出指标 | 数量指标 | 帮扶企业数 | 50家 |
//! ---
//! kind: project
//! unit: 某局
//! project: 稳岗返还
//! | 产出指标 | 数量指标 | 帮扶企业数 | 30家 |
//! ---
//! kind: project
//! unit: 某局
//! project: 创业补贴
//! | 产出指标 | 数量指标 | 帮扶企业数 | 15家 |
//! ---
//! kind: project
//! unit: 某局
//! project: 网络运维
//! | 产出指标 | 数量指标 | 维护网点 | 60个 |
//! ```
//! ```findings
//! 需答复 第1张表「50家」“帮扶企业数”写50家，2个项目的“帮扶企业数”加起来是45家。
//! ```
//! 项目表没有交齐的，有一张读不出数的：
//! ```form
//! pack.words.split_targets: 帮扶企业数 = 帮扶企业数
//! kind: department
//! unit: 某局
//! | 产出指标 | 数量指标 | 帮扶企业数 | 50家 |
//! ---
//! kind: project
//! unit: 某局
//! project: 稳岗返还
//! | 产出指标 | 数量指标 | 帮扶企业数 | 30家 |
//! ```
//! ```findings
//! 不能判定 第1张表「50家」整体表没有写明项目个数，不知道这1张项目表是否齐全。
//! ```
//! ```form
//! batch: complete
//! pack.words.split_targets: 帮扶企业数 = 帮扶企业数
//! kind: department
//! unit: 某局
//! | 产出指标 | 数量指标 | 帮扶企业数 | 50家 |
//! ---
//! kind: project
//! unit: 某局
//! project: 稳岗返还
//! | 产出指标 | 数量指标 | 帮扶企业数 | 若干家 |
//! ```
//! ```findings
//! 不能判定 第1张表「50家」项目“稳岗返还”的“帮扶企业数”不是一个同单位的数，无法核对。
//! ```
//! 加起来相等：
//! ```form
//! batch: complete
//! pack.words.split_targets: 帮扶企业数 = 服务企业数
//! kind: department
//! unit: 某局
//! | 产出指标 | 数量指标 | 帮扶企业数 | ≥50家 |
//! ---
//! kind: project
//! unit: 某局
//! project: 稳岗返还
//! | 产出指标 | 数量指标 | 服务企业数 | ≥30家 |
//! ---
//! kind: project
//! unit: 某局
//! project: 创业补贴
//! | 产出指标 | 数量指标 | 服务企业数 | ≥20家 |
//! ```
//! ```findings
//! 通过
//! ```
//! 规则包没有写明的：
//! ```form
//! batch: complete
//! kind: department
//! unit: 某局
//! | 产出指标 | 数量指标 | 帮扶企业数 | 50家 |
//! ---
//! kind: project
//! unit: 某局
//! project: 稳岗返还
//! | 产出指标 | 数量指标 | 帮扶企业数 | 30家 |
//! ```
//! ```findings
//! 不适用
//! ```

use model::target::Kind;
use model::{Column, Decimal, Field, Form, FormKind, Indicator};

use crate::department;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C133");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if form.kind != FormKind::Department {
        return Ok(());
    }
    out.not_applicable("规则包没有写明这张表的哪些指标由项目分解");
    // A pack that has no such table says of no indicator that it is split.
    let Some(split) = context.policy().table("words.split_targets") else { return Ok(()) };
    let projects = context.projects_beside();
    for row in &form.indicators {
        let Some(part) = split.get(&row.folded(Column::Level3)) else { continue };
        out.looked();
        let hit = Hit::in_row(row, Column::Target);
        match compared(context, row, part, &projects) {
            Ok((whole, sum, _)) if whole == sum => {}
            Ok((whole, sum, count)) => out.fail(Hit {
                message: format!(
                    "“{}”写{whole}{unit}，{count}个项目的“{part}”加起来是{sum}{unit}。",
                    row.folded(Column::Level3),
                    unit = row.target.unit
                ),
                remedy: "对照任务分解核对整体表和各项目表的数，改正写错的一处。".into(),
                ..hit
            }),
            Err(message) => out.cannot_decide(Hit {
                message,
                remedy: "把项目表交齐，每个数写成一个确定的数，再一起检查。".into(),
                ..hit
            }),
        }
    }
    Ok(())
}

/// The whole, the sum of its parts and how many projects have one; else why they cannot be compared.
fn compared(
    context: &Context<'_>,
    row: &Indicator,
    part: &str,
    projects: &[(usize, &Form)],
) -> Result<(Decimal, Decimal, usize), String> {
    let said = department::statements(context.form());
    if let Some(missing) = department::incomplete(context.batch, &said, projects) {
        return Err(missing.message().to_owned());
    }
    let whole = number(row).ok_or("整体表的这个指标值不是一个确定的数，无法核对。")?;
    let (mut sum, mut count) = (Decimal::ZERO, 0);
    for (_, project) in projects {
        let mut parts = project.indicators.iter().filter(|r| r.folded(Column::Level3) == part);
        let Some(found) = parts.next() else { continue };
        let once = parts.next().is_none() && found.target.unit == row.target.unit;
        let value = number(found).filter(|_| once).and_then(|value| sum.checked_add(value));
        let name = model::text::trim(project.text(Field::Project));
        let unread = || format!("项目“{name}”的“{part}”不是一个同单位的数，无法核对。");
        (sum, count) = (value.ok_or_else(unread)?, count + 1);
    }
    match count {
        0 => Err(format!("没有一个项目有“{part}”这一指标，无法核对。")),
        count => Ok((whole, sum, count)),
    }
}

/// The one number of a target.
fn number(row: &Indicator) -> Option<Decimal> {
    let plain = matches!(row.target.kind, Kind::Quantity | Kind::Bare);
    row.target.value.filter(|_| plain && row.target.doubts.is_empty())
}

//! # 同一件事前后不一致
//!
//! ## 查什么
//! 同一张表里同一件事写了两遍，两遍不一样：同一个率两个目标值，同一个人数两个数，
//! 或者同一串列举（甲、乙、丙）里换了一项。
//! 名称有区别的字样（及时、一次、首次……）的率不算同一个；满意度不在此列；列举有长有短、只是简写的也不算。
//!
//! ## 依据
//! 复核习惯：一件事只能有一个数，前后不一，考核时不知道以哪个为准。
//!
//! ## 怎样改
//! 核对哪一处是对的，改成一样；确实是两件事的，把名称写清楚。
//!
//! ## 例子
//! 到位率写了 100% 又写 95%；列举的险种换了一项：
//! ```form
//! kind: project
//! goal: 城乡居民养老保险、企业职工养老保险、工伤保险、机关事业单位养老保险等业务正常开展。
//! | 产出指标 | 质量指标 | 各项补贴在规定时间内到位率 | 100% |
//! | 产出指标 | 质量指标 | 保障业务开展 | 城乡居民养老保险、企业职工养老保险、失业保险、机关事业单位等业务正常开展 |
//! | 产出指标 | 时效指标 | 补贴资金在规定时间内下达率及支付到位率 | ≥95% |
//! | 产出指标 | 数量指标 | 入口补贴：缴费人数 | 预计缴费人数3.25万人 |
//! | 产出指标 | 成本指标 | 入口补贴 | 2026年缴费人数3.52万人，区财政补助40.5万元 |
//! ```
//! ```findings
//! 需答复 第1张表「100%」“各项补贴在规定时间内到位率”写“100%”，“补贴资金在规定时间内下达率及支付到位率”写“≥95%”，像是同一个率写了两个值。
//! 需答复 第1张表「失业保险」同一串列举，总体目标里写“工伤保险”，这里写“失业保险”，其余2项相同。
//! 需答复 第1张表「预计缴费人数3.25万人」“入口补贴：缴费人数”写“预计缴费人数3.25万人”，“入口补贴”写“2026年缴费人数3.52万人，区财政补助40.5万元”，像是同一个数写了两个值。
//! ```
//! 名称不同的率、对象不同的率、只是简写的列举：
//! ```form
//! kind: project
//! goal: 小学、初中、高中和职业学校营养改善。
//! | 产出指标 | 质量指标 | 补助资金发放准确率 | 100% |
//! | 产出指标 | 时效指标 | 补助资金发放及时率 | ≥95% |
//! | 产出指标 | 质量指标 | 一级医院达标率 | ≥90% |
//! | 产出指标 | 质量指标 | 二级医院达标率 | ≥95% |
//! | 产出指标 | 质量指标 | 验收合格率 | 100% |
//! | 产出指标 | 质量指标 | 工程一次验收合格率 | ≥95% |
//! | 产出指标 | 数量指标 | 受益学校 | 小学、初中、高中 |
//! | 满意度指标 | 满意度指标 | 学生满意度 | ≥90% |
//! | 满意度指标 | 满意度指标 | 学生家长满意度 | ≥85% |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Indicator, Path};

use crate::ties::{lists, rates, same};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C089");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if form.indicators.len() < 2 {
        return Ok(());
    }
    out.looked();
    let row = |index: usize| &form.indicators[index];
    for pair in rates::twice(context)?.into_iter().filter(|pair| !pair.agree()) {
        out.fail(twice(pair.rows.map(row), "率"));
    }
    for pair in same::twice(context)?.into_iter().filter(|pair| !pair.agree()) {
        out.fail(twice(pair.rows.map(row), "数"));
    }
    for pair in lists::twice(form) {
        let (Some([one, other]), Some(cell)) = (pair.differing.first(), form.at(&pair.paths[1]))
        else {
            continue;
        };
        let place = match pair.paths[0] {
            Path::Indicator(index, _) => format!("“{}”里", row(index).folded(Column::Level3)),
            _ => "总体目标里".to_owned(),
        };
        let hit = Hit::part(cell, other.characters.clone());
        out.fail(Hit {
            message: format!(
                "同一串列举，{place}写“{}”，这里写“{}”，其余{}项相同。",
                one.words, other.words, pair.shared
            ),
            remedy: "核对是哪一项，两处写成一样；确实不同的，写明为什么。".into(),
            cause: Hit::cell_cause(context.code, hit.place.as_ref()),
            ..hit
        });
    }
    Ok(())
}

/// Two rows that state one thing differently.
fn twice(rows: [&Indicator; 2], what: &str) -> Hit {
    let [one, other] = rows;
    let said = |row: &Indicator| {
        let (name, target) = (row.folded(Column::Level3), row.folded(Column::Target));
        format!("“{name}”写“{target}”")
    };
    let hit = Hit::in_row(one, Column::Target);
    Hit {
        message: format!("{}，{}，像是同一个{what}写了两个值。", said(one), said(other)),
        remedy: "核对以哪个为准，改成一样；确实是两件事的，把名称写清楚。".into(),
        cause: Hit::cell_cause("C089", hit.place.as_ref()),
        ..hit
    }
}

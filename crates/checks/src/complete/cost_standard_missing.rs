//! # 成本标准缺项
//!
//! ## 查什么
//! 项目按单位成本（元/人、元/台……）立标准，数量指标里有的有对应的标准，有的没有。
//! 名称的主要部分互相包含，或者相似过半，算对应；这个单位只有一条数量指标、一个标准的，也算对应；计量单位与任何一个标准都不同的数量指标不查；
//! 一个对应的也没有的，多半是叫法不同，不下结论。
//!
//! ## 依据
//! 成本指标应当与产出对应，说明钱按什么标准花。名称相似的界线是内部参数。
//!
//! ## 怎样改
//! 给这条数量指标补一条标准；填重了的行，多半就是该写它的地方。
//!
//! ## 例子
//! 三项补助，只有两项有标准：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 毕业生就业奖补人员数量 | ≥10人 |
//! | 产出指标 | 数量指标 | 毕业生自主创业场租补贴 | 全年补贴人数≥10人 |
//! | 产出指标 | 数量指标 | 企业吸纳外地人员奖励 | ≥10人 |
//! | 产出指标 | 成本指标 | 毕业生就业奖补人均标准 | 400元/人/月 |
//! | 产出指标 | 成本指标 | 毕业生自主创业场租补贴 | ≤500元/人/月 |
//! ```
//! ```findings
//! 建议 第1张表「企业吸纳外地人员奖励」“企业吸纳外地人员奖励”没有对应的成本标准；成本指标里写了标准的是“毕业生就业奖补人均标准”、“毕业生自主创业场租补贴”。
//! ```
//! 都有标准；期数不按人算；只有一个笼统的标准，管全部：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 享受职业培训补贴人数 | ≥900人 |
//! | 产出指标 | 数量指标 | 培训期数 | ≥9期 |
//! | 产出指标 | 成本指标 | 职业培训补贴人均标准 | 1360元/人次 |
//! ---
//! kind: project
//! | 产出指标 | 数量指标 | 城市特困供养 | ≥90人 |
//! | 产出指标 | 数量指标 | 农村低保 | ≥900人 |
//! | 产出指标 | 成本指标 | 人均补助标准 | 600元/人/月 |
//! ---
//! kind: project
//! | 产出指标 | 数量指标 | 护林员 | ≥160人 |
//! | 产出指标 | 数量指标 | 维护林火视频监控点 | ≥35个 |
//! | 产出指标 | 成本指标 | 护林员补助标准 | 800元/人/月 |
//! | 产出指标 | 成本指标 | 监控点维护费 | 9240元/个 |
//! ---
//! kind: project
//! | 产出指标 | 数量指标 | 补助传承人数 | ≥46人 |
//! | 产出指标 | 数量指标 | 补助讲解员数 | ≥12人 |
//! | 产出指标 | 成本指标 | 传承人补助标准 | ≤5000元/人·年 |
//! | 产出指标 | 成本指标 | 讲解员补助标准 | ≤3000元/人·年 |
//! ---
//! kind: project
//! | 产出指标 | 数量指标 | 硬化村屯道路里程 | ≥9.6公里 |
//! | 产出指标 | 数量指标 | 安装太阳能路灯 | ≥420盏 |
//! | 产出指标 | 成本指标 | 道路硬化单价 | ≤38万元/公里 |
//! | 产出指标 | 成本指标 | 路灯单价 | ≤0.22万元/盏 |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, FormKind, Indicator};

use crate::indicators::{Classes, denominator, is_money_cost};
use crate::numbers::printed;
use crate::similar::Pairs;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C016");

/// A cost row that states a price for one person, machine ….
struct Standard {
    name: String,
    core: String,
    unit: String,
}

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if form.kind != FormKind::Project {
        return Ok(());
    }
    let classes = Classes::of(context)?;
    let affixes = context.words("words.quantity_affixes")?;
    let standards = standards(context, &classes)?;
    if standards.is_empty() || standards.iter().any(|standard| standard.core.is_empty()) {
        return Ok(());
    }
    let alike = context.number("min_similarity")?;
    let quantities: Vec<&Indicator> =
        form.indicators.iter().filter(|row| classes.is_quantity(row)).collect();
    let alone = |unit: &str| {
        let counted = quantities.iter().filter(|row| counts(row, unit)).count();
        counted == 1 && standards.iter().filter(|standard| standard.unit == unit).count() == 1
    };
    let (mut matched, mut missing) = (0, Vec::new());
    for row in &quantities {
        out.looked();
        let core = core(&row.folded(Column::Level3), affixes);
        let pairs = Pairs::of(&core);
        let belongs = |standard: &Standard| {
            core.contains(&standard.core)
                || standard.core.contains(&core)
                || pairs.dice_at_least(&Pairs::of(&standard.core), alike)
                || alone(&standard.unit) && counts(row, &standard.unit)
        };
        if standards.iter().any(belongs) {
            matched += 1;
        } else if !core.is_empty() && standards.iter().any(|s| counts(row, &s.unit)) {
            missing.push(row);
        }
    }
    for row in missing.into_iter().filter(|_| matched > 0) {
        let names: Vec<String> = standards.iter().map(|s| format!("“{}”", s.name)).collect();
        let hit = Hit::in_row(row, Column::Level3);
        out.fail(Hit {
            message: format!(
                "“{}”没有对应的成本标准；成本指标里写了标准的是{}。",
                hit.quote,
                names.join("、")
            ),
            remedy: "给它补一条标准；成本指标里填重了的行，多半就是该写它的地方。".into(),
            ..hit
        });
    }
    Ok(())
}

/// The standards of the form; a core is empty where the name says nothing but that it is one.
fn standards(context: &Context<'_>, classes: &Classes<'_>) -> Result<Vec<Standard>, Undecided> {
    let affixes = context.words("words.standard_affixes")?;
    let mut standards: Vec<Standard> = Vec::new();
    for row in context.form().indicators.iter().filter(|row| is_money_cost(classes, row)) {
        let name = row.folded(Column::Level3);
        let Some(unit) = denominator(row) else { continue };
        if standards.iter().all(|standard| standard.name != name) {
            // 传承人补助标准 belongs to 补助传承人数.
            let core = core(&name, affixes).trim_end_matches(['人', '员']).to_owned();
            standards.push(Standard { core, unit, name });
        }
    }
    Ok(standards)
}

/// A name without the words that only say what is measured.
fn core(name: &str, affixes: &[String]) -> String {
    affixes.iter().fold(name.to_owned(), |name, affix| name.replace(affix.as_str(), ""))
}

/// Whether the target counts in the unit, 人次 as 人.
fn counts(row: &Indicator, unit: &str) -> bool {
    let same = |other: &str| other.trim_end_matches('次') == unit.trim_end_matches('次');
    let mut numbers = printed(row.text(Column::Target)).into_iter();
    same(&row.target.unit) || numbers.any(|number| same(number.unit()))
}

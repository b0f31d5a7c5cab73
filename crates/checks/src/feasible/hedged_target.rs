//! # 承诺被限定语削弱
//!
//! ## 查什么
//! 指标值里有“预计、力争、争取、左右、约（数字）、按实际”一类的词：到年底完成多少都不算没完成。
//! “节约、签约”里的“约”，“争取上级资金”“左右岸”“预计数”和文件名称里的字不算。
//! 按人发放的待遇、补贴人数随实际变动，只作建议。
//!
//! ## 依据
//! 绩效目标应当细化量化、合理可行：数字要能对照。
//!
//! ## 怎样改
//! 去掉限定词，写明比较符和数（“≥50人次”）；确实随实际变动的，写应发尽发、发放准确率。
//!
//! ## 例子
//! ```form
//! kind: project
//! year: 2026
//! project: 执法检查经费
//! | 产出指标 | 数量指标 | 检查次数 | 预计外出检查≥50人次 |
//! | 产出指标 | 数量指标 | 宣传册 | 约500份左右 |
//! | 产出指标 | 成本指标 | 节约经费 | 节约3万元 |
//! ---
//! kind: project
//! year: 2026
//! project: 养老保险补助资金
//! | 产出指标 | 数量指标 | 享受待遇人数 | 2.44万人，按实际人数拨付 |
//! ```
//! ```findings
//! 需答复 第1张表「预计外出检查≥50人次」“检查次数”的指标值里有“预计”，数字不再是承诺，年底不好对照。
//! 需答复 第1张表「约500份左右」“宣传册”的指标值里有“约”“左右”，数字不再是承诺，年底不好对照。
//! 建议 第2张表「2.44万人，按实际人数拨付」“享受待遇人数”的指标值里有“按实际”，数字不再是承诺，年底不好对照。
//! ```
//! 同样的字，不是限定词：
//! ```form
//! kind: project
//! year: 2026
//! project: 河道整治
//! | 产出指标 | 数量指标 | 护岸长度 | 左右岸各3公里 |
//! | 产出指标 | 数量指标 | 争取上级资金 | 争取上级资金500万元 |
//! | 产出指标 | 质量指标 | 合同履约 | 按《争取试点办法》履约率100% |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Field, Indicator};

use crate::timing::is_plan;
use crate::titles::without_titles;
use crate::words::{Names, find};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C062", cases: &["payout"], reader_doubt: false };

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !is_plan(form) {
        return Ok(());
    }
    let hedges = context.words("words.hedges")?;
    let names = Names::of(context, &["words.hedges_except"])?;
    for row in &form.indicators {
        let Some(cell) = row.cells.get(&Column::Target).filter(|cell| !cell.is_blank()) else {
            continue;
        };
        out.looked();
        let text = without_titles(&cell.text);
        let weakening = find(&text, hedges, &names).into_iter().filter(|word| {
            let next = text.chars().nth(word.end);
            word.text != "约" || next.is_some_and(|c| model::text::narrow(c).is_ascii_digit())
        });
        let mut words: Vec<&str> = weakening.map(|word| word.text).collect();
        words.dedup();
        if words.is_empty() {
            continue;
        }
        let payout = is_payout(context, row)?;
        let (remedy, case) = if payout {
            ("随实际人数变动的待遇，写应发尽发、发放准确率，人数写测算依据。", "payout")
        } else {
            ("去掉限定词，写明比较符和数，如“≥50人次”。", "")
        };
        out.fail(Hit {
            message: format!(
                "“{}”的指标值里有“{}”，数字不再是承诺，年底不好对照。",
                row.folded(Column::Level3),
                words.join("”“")
            ),
            remedy: remedy.into(),
            case,
            ..Hit::on(cell)
        });
    }
    Ok(())
}

/// Whether the row pays whoever qualifies: its number follows the people.
fn is_payout(context: &Context<'_>, row: &Indicator) -> Result<bool, Undecided> {
    let words = context.words("words.payouts")?;
    let project = model::text::fold(context.form().text(Field::Project));
    let name = row.folded(Column::Level3);
    Ok(words.iter().any(|word| project.contains(word.as_str()) || name.contains(word.as_str())))
}

//! # 社会成本、生态成本写成了效益
//!
//! ## 查什么
//! 社会成本、生态环境成本指标写的是好处（提升、促进、改善……），没有说到任何负面影响。
//!
//! ## 依据
//! 这两类成本指项目给社会、环境带来的负面影响，要说控制在什么程度。
//!
//! ## 怎样改
//! 写负面影响和限度，如“施工扰民投诉≤2起”；没有负面影响的删去这一行；好处移到效益指标。
//!
//! ## 例子
//! 写成了好处：
//! ```form
//! kind: project
//! | 成本指标 | 社会成本指标 | 促进社会和谐 | 有效促进 |
//! | 成本指标 | 生态环境成本指标 | 环境质量 | 持续改善 |
//! ```
//! ```findings
//! 需答复 第1张表「有效促进」“促进社会和谐”是社会成本，写的却是好处（“促进”），没有说到负面影响。
//! 需答复 第1张表「持续改善」“环境质量”是生态环境成本，写的却是好处（“改善”），没有说到负面影响。
//! ```
//! 写的是负面影响；经济成本不查：
//! ```form
//! kind: project
//! | 成本指标 | 社会成本指标 | 施工扰民投诉 | ≤2起 |
//! | 成本指标 | 生态环境成本指标 | 对环境改善的负面影响 | 无 |
//! | 成本指标 | 经济成本指标 | 服务提升经费 | ≤20万元 |
//! ```
//! ```findings
//! 通过
//! ```

use model::Column;

use crate::indicators::{Classes, Family, is_money_cost};
use crate::targets::sets_targets;
use crate::words::{Names, find_anywhere};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C056");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !sets_targets(form) {
        return Ok(());
    }
    out.not_applicable("缺社会成本、生态环境成本指标，表里没有这一项");
    let classes = Classes::of(context)?;
    let (good, bad) =
        (context.words("words.positive_effects")?, context.words("words.negative_effects")?);
    for row in &form.indicators {
        if classes.family(row) != Some(Family::Cost) || is_money_cost(&classes, row) {
            continue;
        }
        out.looked();
        let words = |column, list| {
            let text = row.text(column);
            let found = find_anywhere(text, list, &Names::default()).into_iter();
            found.map(|word| word.text.to_owned()).collect::<Vec<_>>()
        };
        let columns = [Column::Target, Column::Level3];
        let praised = columns.into_iter().find(|column| !words(*column, good).is_empty());
        let harm = columns.into_iter().any(|column| !words(column, bad).is_empty());
        let Some(column) = praised.filter(|_| !harm) else { continue };
        let hit = Hit::in_row(row, column);
        out.fail(Hit {
            message: format!(
                "“{}”是{}，写的却是好处（“{}”），没有说到负面影响。",
                row.folded(Column::Level3),
                row.folded(Column::Level2).trim_end_matches("指标"),
                words(column, good).join("”“")
            ),
            remedy: "写负面影响和限度，如“施工扰民投诉≤2起”；没有的删去这一行，好处移到效益指标。"
                .into(),
            ..hit
        });
    }
    Ok(())
}

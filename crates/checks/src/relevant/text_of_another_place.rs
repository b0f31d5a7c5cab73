//! # 他单位内容
//!
//! ## 查什么
//! 总体目标、指标值里出现别的省、别的县（市、区）的名称，像是从别处的表复制来的。本地、上级和
//! 本单位的名称不算；说对口帮扶、协作、跨区、考察的也不算。从单位名称、标题或者规则包知道本单位
//! 在哪里，才判断。别的局、别的乡镇的名称常常是正当的合作，不作判断。
//!
//! ## 依据
//! 绩效目标要写本单位本地的事，照抄别处的内容说明没有结合实际。
//!
//! ## 怎样改
//! 改成本地的名称和本地的数；确是与别处共同办的事，写明怎样合作。
//!
//! ## 例子
//! 从别处的表抄来的：
//! ```form
//! kind: project
//! unit: 四川省某县教育局
//! goal: 改善贵州省农村学校办学条件。
//! | 产出指标 | 数量指标 | 改造学校 | 5所 |
//! ```
//! ```findings
//! 需答复 第1张表「贵州省」这里写的是“贵州省”，本单位在四川省，像是从别处的表复制来的。
//! ```
//! 本地的，或者写明是合作的；看不出本单位在哪里的，不判断：
//! ```form
//! kind: project
//! unit: 四川省某县教育局
//! goal: 改善四川省农村学校办学条件；与浙江省学校开展结对帮扶。
//! ---
//! kind: project
//! unit: 某县教育局
//! goal: 改善贵州省农村学校办学条件。
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Field};

use crate::titles::without_titles;
use crate::words::{Names, find};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C166");

/// Fields that tell where the unit is.
const WHOSE: [Field; 3] = [Field::Unit, Field::Department, Field::Title];

/// Lists of places of one level each: a unit is known to be in one of them, or is not judged.
const LEVELS: [&str; 2] = ["words.places.province", "words.places.county"];

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    if !context.is_plan() {
        return Ok(());
    }
    for level in LEVELS {
        if context.policy().entry(level).is_some() {
            look(context, out, context.words(level)?)?;
        }
    }
    if !out.looked {
        out.not_applicable("看不出本单位属于哪个省、哪个县（市、区），表里的地名无法比较");
    }
    Ok(())
}

/// Looks for the places of one level that are not the unit's own.
fn look(context: &Context<'_>, out: &mut Out, places: &[String]) -> Result<(), Undecided> {
    let form = context.form();
    let own = own_places(context, places);
    if own.is_empty() {
        return Ok(());
    }
    let other: Vec<String> =
        places.iter().filter(|place| !own.contains(&place.as_str())).cloned().collect();
    let names = Names::of(context, &[])?;
    let shared = context.words("words.working_together")?;
    let rows = form.indicators.iter().flat_map(|row| {
        [Column::Level3, Column::Target].into_iter().filter_map(|column| row.cells.get(&column))
    });
    for cell in form.fields.get(&Field::Goal).into_iter().chain(rows) {
        if cell.is_blank() {
            continue;
        }
        out.looked();
        if shared.iter().any(|word| cell.text.contains(word.as_str())) {
            continue;
        }
        for place in find(&without_titles(&cell.text), &other, &names) {
            let hit = Hit::part(cell, place.start..place.end);
            out.fail(Hit {
                message: format!(
                    "这里写的是“{}”，本单位在{}，像是从别处的表复制来的。",
                    place.text,
                    own.join("、"),
                ),
                remedy: "改成本地的名称和本地的数；确是与别处共同办的事，写明怎样合作。".into(),
                cause: format!("{}/{}", context.code, place.text),
                ..hit
            });
        }
    }
    Ok(())
}

/// Where the unit is: as its form says, else as its pack does.
fn own_places<'p>(context: &Context<'_>, places: &'p [String]) -> Vec<&'p str> {
    let told: String = WHOSE.iter().map(|field| context.form().text(*field)).collect();
    let within = |text: &str| -> Vec<&'p str> {
        places.iter().map(String::as_str).filter(|place| text.contains(place)).collect()
    };
    let own = within(&told);
    if own.is_empty() { within(context.policy().pack_name()) } else { own }
}

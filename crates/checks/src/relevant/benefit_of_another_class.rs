//! # 二级类别错配
//!
//! ## 查什么
//! 放在经济效益指标、生态效益指标里的一条，名称、指标值、单位和说明里没有一处说到经济或者生态。
//! 却说着社会方面的事（社会、群众、服务、幸福……）。两样都没有说到的，不下结论。
//! 社会效益、可持续影响的范围很宽，不作判断；机构名称里的字（如“人力资源”）不算。
//!
//! ## 依据
//! 指标要放在与它内容相符的类别里：经济效益说收入、产值、节约，生态效益说环境、污染、绿化。
//!
//! ## 怎样改
//! 换到合适的类别（多半是社会效益指标）；没有经济或者生态方面的效益，这一类可以不设。
//!
//! ## 例子
//! 充实力量不是经济效益：
//! ```form
//! kind: project
//! | 效益指标 | 经济效益指标 | 协助做好基层服务工作 | 充实基层力量 |
//! ```
//! ```findings
//! 建议 第1张表「协助做好基层服务工作」“协助做好基层服务工作”放在经济效益指标里，名称和指标值“充实基层力量”却没有一处说到经济（元、收入、产值、税等）。
//! ```
//! 说到产业、收入、污染的，放得对：
//! ```form
//! kind: project
//! columns: level1 | level2 | level3 | target | unit
//! | 效益指标 | 经济效益指标 | 打造本土品牌 | 带动相关产业集群效应 | |
//! | 效益指标 | 经济效益指标 | 户均增加 | ≥2000 | 元 |
//! | 效益指标 | 生态效益指标 | 减少污染物排放 | ≥5 | 吨 |
//! | 效益指标 | 生态效益指标 | 减少散煤燃烧量 | ≥9.6 | 万吨 |
//! | 效益指标 | 经济效益指标 | 保护耕地面积 | ≥1.1 | 万亩 |
//! | 效益指标 | 社会效益指标 | 协助做好基层服务工作 | 充实基层力量 | |
//! ```
//! ```findings
//! 通过
//! ```

use model::target::Kind;
use model::{Column, Indicator};

use crate::titles::is_han;
use crate::words::{Names, find_anywhere};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C020");

/// A class whose indicators must speak of it: how people call it, its labels, its words.
const CLOSED: [(&str, &str, &str); 2] = [
    ("经济", "levels.level2.economic", "words.class.economic"),
    ("生态", "levels.level2.ecological", "words.class.ecological"),
];

/// Cells in which an indicator says what it is about.
const SAYING: [Column; 4] = [Column::Level3, Column::Target, Column::Unit, Column::Explanation];

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    if !context.is_plan() {
        return Ok(());
    }
    let names = Names::of(context, &["words.class.except"])?;
    let social = context.words("words.class.social")?;
    for (class, labels, terms) in CLOSED {
        let (labels, terms) = (context.words(labels)?, context.words(terms)?);
        for row in &context.form().indicators {
            if !is_labelled(row, labels) || says_nothing(row) {
                continue;
            }
            out.looked();
            let text: Vec<String> = SAYING.iter().map(|column| row.folded(*column)).collect();
            let text = text.join("\n");
            let speaks = |terms: &[String]| !find_anywhere(&text, terms, &names).is_empty();
            if !speaks(terms) && speaks(social) {
                out.fail(misfiled(row, class, terms));
            }
        }
    }
    Ok(())
}

/// Whether the level-2 label is exactly one of the labels: 经济社会效益指标 is not economic alone.
fn is_labelled(row: &Indicator, labels: &[String]) -> bool {
    let label: String = row.text(Column::Level2).chars().filter(|c| is_han(*c)).collect();
    let label = label.strip_suffix("指标").unwrap_or(&label);
    labels.iter().any(|word| word == label)
}

/// Whether the row is blank, or says that there is nothing to say (无).
fn says_nothing(row: &Indicator) -> bool {
    model::text::is_blank(row.text(Column::Level3))
        || matches!(row.target.kind, Kind::Blank | Kind::Placeholder)
}

fn misfiled(row: &Indicator, class: &str, terms: &[String]) -> Hit {
    let hit = Hit::in_row(row, Column::Level3);
    let some: Vec<&str> = terms.iter().take(4).map(String::as_str).collect();
    Hit {
        message: format!(
            "“{}”放在{}里，名称和指标值“{}”却没有一处说到{class}（{}等）。",
            row.folded(Column::Level3),
            row.folded(Column::Level2),
            row.folded(Column::Target),
            some.join("、"),
        ),
        remedy: format!(
            "换到与内容相符的类别，例如社会效益指标；确有{class}效益的，写明是什么、多少；没有的，这一类可以不设。"
        ),
        cause: Hit::cell_cause("C020", hit.place.as_ref()),
        ..hit
    }
}

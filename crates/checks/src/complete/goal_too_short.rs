//! # 总体目标过短
//!
//! ## 查什么
//! 年度总体目标只有几个字，看不出要做什么、做到什么程度。按汉字数；写了具体数量的，字数要求低一些，也只提建议。
//! 空着的由 C001 提出，占位符由 C002 提出。
//!
//! ## 依据
//! 绩效目标应当指向明确、细化量化。字数界线没有文件依据，是内部参数。
//!
//! ## 怎样改
//! 写清做什么、做多少、达到什么效果；与下面的产出、效益指标对得上。
//!
//! ## 例子
//! 六个字的目标：
//! ```form
//! kind: project
//! goal: 完成年度任务。
//! ```
//! ```findings
//! 需答复 第1张表「完成年度任务。」年度总体目标只有6个汉字，看不出要做什么、做到什么程度。
//! ```
//! 只有一个数：
//! ```form
//! kind: project
//! goal: 改造小区8个。
//! ```
//! ```findings
//! 建议 第1张表「改造小区8个。」年度总体目标只有5个汉字，只说做多少，没有说达到什么效果。
//! ```
//! 字数不多而有具体数量的，够了：
//! ```form
//! kind: project
//! goal: 新建村级文化服务中心10个。
//! ---
//! kind: project
//! goal: 保障全区农村公路养护到位，路面平整，群众出行安全便捷。
//! ```
//! ```findings
//! 通过
//! ```
//! 空着的、占位的，由别的检查提出：
//! ```form
//! kind: department
//! goal:
//! ```
//! ```findings
//! 不适用
//! ```

use model::target::quantities;
use model::{Decimal, Field, FormKind};

use crate::titles::is_han;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C011", cases: &["with_number"], reader_doubt: false };

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !matches!(form.kind, FormKind::Project | FormKind::Department) {
        return Ok(());
    }
    let Some(cell) = form.fields.get(&Field::Goal) else {
        out.not_applicable("缺年度总体目标，表里没有这一项");
        return Ok(());
    };
    let text = model::text::trim(&cell.text);
    let stands_for_nothing =
        |key| context.words(key).map(|words: &[String]| words.iter().any(|word| word == text));
    if text.is_empty()
        || stands_for_nothing("words.placeholders")?
        || stands_for_nothing("words.template_hints")?
        || stands_for_nothing("words.placeholders_in_target")?
    {
        return Ok(());
    }
    out.looked();
    let count = text.chars().filter(|c| is_han(*c)).count();
    let (threshold, lacks, case) = match quantities(text).is_empty() {
        true => ("min_characters", "看不出要做什么、做到什么程度", ""),
        false => ("min_with_number", "只说做多少，没有说达到什么效果", "with_number"),
    };
    if Decimal::from(count) < context.number(threshold)? {
        out.fail(Hit {
            message: format!("年度总体目标只有{count}个汉字，{lacks}。"),
            remedy: "写清做什么、做多少、达到什么效果，与下面的指标对得上。".into(),
            case,
            ..Hit::on(cell)
        });
    }
    Ok(())
}

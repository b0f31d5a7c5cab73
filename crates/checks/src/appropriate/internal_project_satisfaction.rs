//! # 内部项目满意度
//!
//! ## 查什么
//! 项目名称说的是安保、保洁、物业、后勤一类单位内部的事，全表没有提到群众、企业、学生等受益的人，
//! 却设了“服务对象满意度”，看不出问谁。
//!
//! ## 依据
//! 满意度指标用于面向社会公众或者有明确服务对象的项目，内部项目可以不设。
//!
//! ## 怎样改
//! 写明问谁，例如“干部职工满意度”；或者不设这一条，分值调到效益指标。
//!
//! ## 例子
//! 安保项目问服务对象：
//! ```form
//! kind: project
//! project: 安保人员购买服务资金
//! goal: 维护单位良好安全秩序和工作环境。
//! | 产出指标 | 数量指标 | 巡逻次数 | ≥700次 |
//! | 满意度指标 | 满意度指标 | 服务对象满意度 | ≥90% |
//! ```
//! ```findings
//! 建议 第1张表「服务对象满意度」项目名称里有“安保”，是单位内部的事，全表看不出“服务对象满意度”问的是谁。
//! ```
//! 写明问谁的；服务群众的：
//! ```form
//! kind: project
//! project: 安保人员购买服务资金
//! | 满意度指标 | 满意度指标 | 干部职工满意度 | ≥90% |
//! ---
//! kind: project
//! project: 政务大厅物业费
//! goal: 为办事群众提供整洁环境。
//! | 满意度指标 | 满意度指标 | 服务对象满意度 | ≥90% |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Field, FormKind, Indicator};

use crate::titles::without_titles;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C159");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if form.kind != FormKind::Project {
        return Ok(());
    }
    let asked = context.words("words.unnamed_internal_respondents")?;
    let asks = |row: &&Indicator| asked.contains(&row.folded(Column::Level3));
    let Some(row) = form.indicators.iter().find(asks) else { return Ok(()) };
    out.looked();
    let project = form.text(Field::Project);
    let internal = context.words("words.internal_projects")?;
    let Some(word) = internal.iter().find(|word| project.contains(word.as_str())) else {
        return Ok(());
    };
    let public = context.words("words.public_beneficiaries")?;
    let serves = |text: &str| public.iter().any(|word| text.contains(word.as_str()));
    let goal = without_titles(form.text(Field::Goal)) + &without_titles(form.text(Field::Content));
    let others = form.indicators.iter().filter(|row| !asks(row));
    let mut texts = others.map(|row| row.folded(Column::Level3) + row.text(Column::Target));
    if serves(project) || serves(&goal) || texts.any(|text| serves(&text)) {
        return Ok(());
    }
    let hit = Hit::in_row(row, Column::Level3);
    out.fail(Hit {
        message: format!(
            "项目名称里有“{word}”，是单位内部的事，全表看不出“{}”问的是谁。",
            hit.quote
        ),
        remedy: "写明问谁，例如“干部职工满意度”；或者不设这一条，分值调到效益指标。".into(),
        ..hit
    });
    Ok(())
}

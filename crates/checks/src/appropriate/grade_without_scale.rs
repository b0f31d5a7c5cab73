//! # 等级没有标准
//!
//! ## 查什么
//! 指标值只写一个等级或程度（“优”“良”“显著”），这一行没有说怎样算这个等级：
//! 指标解释、赋分规则、设定依据、备注里没有分级，也没有分数界线。
//! “合格”“达到预期目标”等自身就说清了的不算；财政部门另有评分标准的指标，由当地规则包列出，也不算。
//!
//! ## 依据
//! 不能量化的指标用分级分档的形式表述，各档是什么情形要说得出来。
//!
//! ## 怎样改
//! 写明分几档、每档是什么情形；财政部门已有评分标准的，注明用哪一个。
//!
//! ## 例子
//! 只有一个“优”、一个“显著”：
//! ```form
//! kind: project
//! | 效益指标 | 社会效益指标 | 推动人力资源服务业发展 | 优 |
//! | 效益指标 | 生态效益指标 | 环境改善程度 | 显著 |
//! ```
//! ```findings
//! 需答复 第1张表「优」“推动人力资源服务业发展”的指标值只写“优”，没有说怎样算“优”。
//! 需答复 第1张表「显著」“环境改善程度”的指标值只写“显著”，没有说怎样算“显著”。
//! ```
//! 写了怎样分档，或者自身就是分档、结论：
//! ```form
//! kind: project
//! columns: level1 | level2 | level3 | target | rule
//! | 效益指标 | 社会效益指标 | 服务业发展 | 优 | 优、良、中、差四档：新增企业10家以上为优 |
//! | 效益指标 | 社会效益指标 | 服务业带动 | 优良中差 | |
//! | 产出指标 | 质量指标 | 验收结果 | 合格 | |
//! ```
//! ```findings
//! 通过
//! ```

use model::Column;

use crate::targets::{filled_rows, grade, sets_targets, states_scale};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C040");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !sets_targets(form) {
        return Ok(());
    }
    let clear = context.words("words.grades_clear_by_themselves")?;
    let rubrics = context.words("words.rubrics")?;
    for row in filled_rows(form) {
        out.looked();
        let name = row.folded(Column::Level3);
        let Some(grade) = grade(context, row)? else { continue };
        let rated = rubrics.iter().any(|rubric| name.contains(rubric.as_str()));
        if clear.contains(&grade) || rated || states_scale(context, row)? {
            continue;
        }
        out.fail(Hit {
            message: format!("“{name}”的指标值只写“{grade}”，没有说怎样算“{grade}”。"),
            remedy: "写明分几档、每档是什么情形；财政部门已有评分标准的，注明用哪一个。".into(),
            ..Hit::in_row(row, Column::Target)
        });
    }
    Ok(())
}

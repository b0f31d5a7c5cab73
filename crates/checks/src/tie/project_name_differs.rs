//! # 项目名称不一致
//!
//! ## 查什么
//! 部门整体表里点名的项目（“甲项目、乙项目等特定目标类项目经费……”），名称应当与项目表上的一样。
//! 名称末尾的括注不算。只找“很像但不相同”的名称；项目表没有交齐时，不相同的名称可能是没交来的那一张，
//! 不下结论。
//!
//! ## 依据
//! 同一个项目在各张表上应当用同一个名称，公开以后才对得上。
//!
//! ## 怎样改
//! 以预算管理系统里的项目名称为准，改成一样。
//!
//! ## 例子
//! 漏了“养老”两个字：
//! ```form
//! kind: department
//! unit: 某局
//! | 产出指标（项目经费） | 数量指标 | 项目数量 | 共2个项目 |
//! | 产出指标（项目经费） | 成本指标 | 项目经费 | 城乡居民社会保险补助资金、就业相关补助等特定目标类项目经费15.00万元 |
//! ---
//! kind: project
//! unit: 某局
//! project: 城乡居民社会养老保险补助资金
//! ---
//! kind: project
//! unit: 某局
//! project: 就业相关补助（上级预估)
//! ```
//! ```findings
//! 需答复 第1张表「城乡居民社会保险补助资金」整体表里写“城乡居民社会保险补助资金”，项目表上叫“城乡居民社会养老保险补助资金”，像是同一个项目。
//! ```
//! 只交来二期的表，整体表说的是一期：
//! ```form
//! kind: department
//! unit: 某局
//! | 产出指标（项目经费） | 数量指标 | 项目数量 | 共2个项目 |
//! | 产出指标（项目经费） | 成本指标 | 项目经费 | 培训中心改造一期等特定目标类项目经费15.00万元 |
//! ---
//! kind: project
//! unit: 某局
//! project: 培训中心改造二期
//! ```
//! ```findings
//! 不能判定 第1张表「培训中心改造一期」整体表写共2个项目，这里只有1张项目表，无法核对。
//! ```
//! 完全不像的名称可能是统称，不管：
//! ```form
//! kind: department
//! unit: 某局
//! | 产出指标（项目经费） | 数量指标 | 项目数量 | 共1个项目 |
//! | 产出指标（项目经费） | 成本指标 | 项目经费 | 日常办公保障等特定目标类项目经费15.00万元 |
//! ---
//! kind: project
//! unit: 某局
//! project: 就业补助
//! ```
//! ```findings
//! 通过
//! ```

use model::{Field, FormKind};

use crate::department;
use crate::ties::names::{Match, meant};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C085");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if form.kind != FormKind::Department {
        return Ok(());
    }
    let said = department::statements(form);
    let projects = context.projects_beside();
    let missing = department::incomplete(context.batch, &said, &projects);
    for (name, _, cell) in &said.names {
        out.looked();
        let found = meant(context, &said, name, &projects)?;
        if matches!(found, Match::Same(_)) {
            continue;
        }
        if let Some(missing) = &missing {
            out.cannot_decide(Hit { quote: name.clone(), ..missing.about(cell) });
            continue;
        }
        if let Match::Alike(index) = found {
            let project = context.batch.members[index].form;
            let title = model::text::trim(project.text(Field::Project));
            out.fail(Hit {
                quote: name.clone(),
                message: format!("整体表里写“{name}”，项目表上叫“{title}”，像是同一个项目。"),
                remedy: format!("以预算管理系统里的名称为准改成一样，例如改为“{title}”。"),
                cause: format!("{}/{name}", context.code),
                ..Hit::on(cell)
            });
        }
    }
    Ok(())
}

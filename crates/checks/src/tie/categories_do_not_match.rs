//! # 类别的个数或金额不符
//!
//! ## 查什么
//! 部门整体表写了特定目标类、其他运转类各几个、各多少钱；按项目表的标题归类，个数和金额都应当相同。
//! 项目表没有交齐，或者有项目表认不出类别时，不下结论。
//! 如果只要把一张表换一个类别就全部对得上，会指出是哪一张。
//!
//! ## 依据
//! 算术：分类合计等于各项之和；项目支出分为其他运转类和特定目标类。
//!
//! ## 怎样改
//! 对照预算管理系统里的项目类别，改正项目表的标题，或者改正整体表的个数和金额。
//!
//! ## 例子
//! 乙项目的标题用错了：
//! ```form
//! kind: department
//! unit: 某局
//! | 产出指标（项目经费） | 数量指标 | 项目数量 | 其他运转类项目1个，特定目标类项目2个，共3个项目 |
//! | 产出指标（项目经费） | 成本指标 | 项目经费 | 其他运转类项目经费3.00万元，甲项目、乙项目补助等特定目标类项目经费15.00万元，共计18.00万元 |
//! ---
//! kind: project
//! unit: 某局
//! title: 特定目标类项目支出绩效目标申报表
//! project: 甲项目
//! money.expenditure: total 10.00 | fiscal 10.00 | other
//! ---
//! kind: project
//! unit: 某局
//! title: 其他运转类项目支出绩效目标申报表
//! project: 乙项目补助
//! money.expenditure: total 5.00 | fiscal 5.00 | other
//! ---
//! kind: project
//! unit: 某局
//! title: 其他运转类项目支出绩效目标申报表
//! project: 丙项目
//! money.expenditure: total 3.00 | fiscal 3.00 | other
//! ```
//! ```findings
//! 错误 第1张表「其他运转类项目1个，特定目标类项目2个，共3个项目」整体表写其他运转类项目1个，按项目表标题是2个；整体表写其他运转类项目经费3.00万元，按项目表标题合计8.00万元；整体表写特定目标类项目2个，按项目表标题是1个；整体表写特定目标类项目经费15.00万元，按项目表标题合计10.00万元。把“乙项目补助”的表改为“特定目标类”，就全部对得上。
//! ```
//! 只有整体表：
//! ```form
//! kind: department
//! unit: 某局
//! | 产出指标（项目经费） | 数量指标 | 项目数量 | 其他运转类项目1个，特定目标类项目2个，共3个项目 |
//! ```
//! ```findings
//! 不能判定 第1张表「其他运转类项目1个，特定目标类项目2个，共3个项目」没有同时交来本单位的项目表，无法核对。
//! ```
//! 个数相符：
//! ```form
//! kind: department
//! unit: 某局
//! | 产出指标（项目经费） | 数量指标 | 项目数量 | 其他运转类项目1个，共1个项目 |
//! ---
//! kind: project
//! unit: 某局
//! title: 其他运转类项目支出绩效目标申报表
//! project: 丙项目
//! money.expenditure: total 3.00 | fiscal 3.00 | other
//! ```
//! ```findings
//! 通过
//! ```

use model::{Category, Field, Form, FormKind};

use crate::department::{self, category_name};
use crate::ties::categories::{differences, misfiled};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C084");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if form.kind != FormKind::Department {
        return Ok(());
    }
    let said = department::statements(form);
    let cell = said.counts.values().map(|said| said.cell);
    let Some(cell) = cell.chain(said.sums.values().map(|said| said.cell)).next() else {
        return Ok(());
    };
    out.looked();
    let projects = context.projects_beside();
    if let Some(missing) = department::incomplete(context.batch, &said, &projects) {
        out.cannot_decide(missing.about(cell));
        return Ok(());
    }
    if let Some((_, project)) = projects.iter().find(|(_, project)| project.category.is_none()) {
        out.cannot_decide(Hit {
            message: format!("项目“{}”的表上看不出属于哪一类。", project.text(Field::Project)),
            remedy: "在标题或“项目类别”里写明特定目标类还是其他运转类。".into(),
            ..Hit::on(cell)
        });
        return Ok(());
    }
    let filed: Vec<(&Form, Category)> =
        projects.iter().filter_map(|(_, form)| Some((*form, form.category?))).collect();
    let differences = differences(&said, &filed);
    let differences: Vec<String> = differences.iter().map(|d| d.said()).collect();
    if differences.is_empty() {
        return Ok(());
    }
    let mut message = format!("{}。", differences.join("；"));
    if let Some((project, right)) = misfiled(&said, &filed) {
        message.push_str(&format!(
            "把“{}”的表改为“{}”，就全部对得上。",
            model::text::trim(project.text(Field::Project)),
            category_name(right)
        ));
    }
    out.fail(Hit {
        message,
        remedy: "对照预算管理系统里的项目类别，改正项目表的标题，或者改正整体表的个数和金额。"
            .into(),
        cause: "project_totals".into(),
        ..Hit::on(cell)
    });
    Ok(())
}

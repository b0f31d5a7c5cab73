//! # 缺成本指标
//!
//! ## 查什么
//! 项目名称或总体目标说的是工程、购置、修缮、采购、补贴补助一类的事，却没有一条成本指标。
//! 提到的文件名不算；“队伍建设”“民生工程”这类说法不算。当地规定必须设成本指标的，不看名称。
//!
//! ## 依据
//! 工程基建、大型修缮及购置项目原则上要设成本指标；补贴补助写明标准，是审核中的通行要求。
//!
//! ## 怎样改
//! 补一条成本指标：单价、补助标准，或者总成本不超过多少。
//!
//! ## 例子
//! 买设备没有成本：
//! ```form
//! kind: project
//! project: 校园直饮水设备采购
//! | 产出指标 | 数量指标 | 设备 | ≥10台 |
//! | 效益指标 | 社会效益指标 | 受益学生 | ≥900人 |
//! ```
//! ```findings
//! 需答复 第1张表「」项目名称里有“采购”，2条指标里没有一条成本指标。
//! ```
//! 目标里说要发补贴：
//! ```form
//! kind: project
//! project: 就业专项经费
//! goal: 依据《就业补助资金管理办法》，向就业困难人员发放岗位补贴。
//! | 产出指标 | 数量指标 | 受益人数 | ≥10人 |
//! ```
//! ```findings
//! 需答复 第1张表「」总体目标里有“补贴”，1条指标里没有一条成本指标。
//! ```
//! 设了成本指标的，或者不是这类项目的：
//! ```form
//! kind: project
//! project: 校园直饮水设备采购
//! | 产出指标 | 成本指标 | 单台采购价 | ≤7462元 |
//! ---
//! kind: project
//! project: 干部队伍建设经费
//! goal: 落实《工程建设管理办法》，加强队伍建设。
//! | 产出指标 | 数量指标 | 培训人数 | ≥10人 |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Field, FormKind};

use crate::indicators::{Classes, Family, classes_lost, rows_unread};
use crate::titles::without_titles;
use crate::words::{Names, find_anywhere};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C006");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if form.kind != FormKind::Project {
        return Ok(());
    }
    if let Some(unread) = rows_unread(form) {
        out.cannot_decide(unread);
        return Ok(());
    }
    let Some(why) = reason(context)? else { return Ok(()) };
    out.looked();
    let classes = Classes::of(context)?;
    if form.indicators.iter().any(|row| classes.is_under(row, Family::Cost)) {
        return Ok(());
    }
    if let Some(row) = classes.unclassed(&form.indicators) {
        out.cannot_decide(classes_lost(row));
        return Ok(());
    }
    let place = form.indicators.last().and_then(|row| row.place(model::Column::Level1));
    out.fail(Hit {
        place: place.cloned(),
        message: format!("{why}，{}条指标里没有一条成本指标。", form.indicators.len()),
        remedy: "补一条成本指标：单价、补助标准，或者总成本不超过多少。".into(),
        cause: "indicators_missing".into(),
        ..Hit::default()
    });
    Ok(())
}

/// Why the form needs a cost indicator; none when it need not have one.
fn reason(context: &Context<'_>) -> Result<Option<String>, Undecided> {
    let form = context.form();
    if context.policy().boolean("checks.C006.always") == Some(true) {
        return Ok(Some("当地要求每个项目都设成本指标".into()));
    }
    let names = Names::of(context, &["words.cost_triggers_except"])?;
    let project = form.text(Field::Project);
    if let Some(word) =
        find_anywhere(project, context.words("words.cost_triggers")?, &names).first()
    {
        return Ok(Some(format!("项目名称里有“{}”", word.text)));
    }
    let goal = without_titles(form.text(Field::Goal));
    let words = find_anywhere(&goal, context.words("words.cost_triggers_in_goal")?, &names);
    Ok(words.first().map(|word| format!("总体目标里有“{}”", word.text)))
}

//! # 整体目标没有说到大项目
//!
//! ## 查什么
//! 部门整体表写了项目的名称，却有一个占全部支出一成以上的项目，在整体表里哪里也没有提到。
//! 项目表交齐了才判；整体表一个项目的名称也不写的（各地表样不同），不判。
//!
//! ## 依据
//! 部门整体目标要说清主要任务，花钱最多的项目应当在里面。
//!
//! ## 怎样改
//! 在整体表的年度任务、项目经费里写上这个项目的名称和它的产出。
//!
//! ## 例子
//! 最大的项目没有提到：
//! ```form
//! batch: complete
//! kind: department
//! year: 2026
//! unit: 某局
//! money.expenditure: total 1000.00
//! goal: 做好安保人员购买服务。
//! | 产出指标 | 成本指标 | 项目经费 | 安保人员购买服务资金7.14万元 |
//! ---
//! kind: project
//! year: 2026
//! unit: 某局
//! project: 安保人员购买服务资金
//! money.expenditure: total 7.14
//! ---
//! kind: project
//! year: 2026
//! unit: 某局
//! project: 就业相关补助（上级预估）
//! money.expenditure: total 800.00
//! ```
//! ```findings
//! 建议 第1张表「」项目“就业相关补助（上级预估）”800.00万元，占全部支出1000.00万元的一成以上，整体表里没有提到它。
//! ```
//! 提到了，略有出入也算：
//! ```form
//! batch: complete
//! kind: department
//! year: 2026
//! unit: 某局
//! money.expenditure: total 1000.00
//! goal: 落实城乡居民社会保险补助资金。
//! ---
//! kind: project
//! year: 2026
//! unit: 某局
//! project: 城乡居民社会养老保险补助资金
//! money.expenditure: total 646.00
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Decimal, Field, Form, FormKind, Fund, RowKind};

use crate::department::{incomplete, statements};
use crate::similar::{Pairs, bare_name};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C026");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    let spent = form.money_row(RowKind::Expenditure).and_then(|row| row.money(&Fund::Total));
    let (FormKind::Department, Some(spent)) = (form.kind, spent) else { return Ok(()) };
    let projects = context.projects_beside();
    if incomplete(context.batch, &statements(form), &projects).is_some() {
        return Ok(());
    }
    let sentences = sentences(form);
    let alike = context.number("min_similarity")?;
    let share = context.number("min_share")?;
    let name = |project: &Form| bare_name(project.text(Field::Project));
    let named = |project: &Form| names(&sentences, &name(project), alike);
    if !projects.iter().any(|(_, project)| named(project)) {
        return Ok(());
    }
    out.looked();
    for (_, project) in &projects {
        let Some(total) = project.funds().and_then(|row| row.money(&Fund::Total)) else { continue };
        let large = Decimal::from(total.fen()) > share * Decimal::from(spent.fen());
        if !large || name(project).is_empty() || named(project) {
            continue;
        }
        let title = model::text::trim(project.text(Field::Project));
        out.fail(Hit {
            place: form.fields.get(&Field::Goal).and_then(|goal| goal.place.clone()),
            message: format!(
                "项目“{title}”{total}，占全部支出{spent}的一成以上，整体表里没有提到它。"
            ),
            remedy: "在整体表的总体目标、年度任务或者项目经费里写上这个项目和它的产出。".into(),
            ..Hit::default()
        });
    }
    Ok(())
}

/// Everything the department's form says, sentence by sentence, as pairs of characters.
fn sentences(form: &Form) -> Vec<Pairs> {
    let fields = form.fields.iter().filter(|(field, _)| **field != Field::Title);
    let cells = form.indicators.iter().flat_map(|row| row.cells.iter());
    let cells = cells.filter(|(column, _)| !matches!(column, Column::Year(_)));
    let tasks = form.tasks.iter().flat_map(|task| task.cells.values());
    let texts = fields.map(|(_, text)| text).chain(cells.map(|(_, text)| text)).chain(tasks);
    texts
        .flat_map(|text| text.text.split(['。', '；', ';']))
        .map(|sentence| Pairs::of(&model::text::fold(sentence)))
        .collect()
}

/// Whether a sentence has the name, or most of its pairs of characters.
fn names(sentences: &[Pairs], name: &str, alike: Decimal) -> bool {
    let name = Pairs::of(name);
    !name.is_empty() && sentences.iter().any(|sentence| name.share_in(sentence) >= alike)
}

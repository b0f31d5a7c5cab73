//! # 同一批里项目重复或年度不符
//!
//! ## 查什么
//! 同一个文件（或者声明为一批）里，同一单位同一年度有两张项目表的项目名称相同；
//! 或者有的表年度与同批的部门整体表（没有整体表时与多数表）不同。
//! 项目编码不同的不算重复；自评表、监控表与申报表同名是正常的，不算。
//!
//! ## 依据
//! 表内规则：一个项目一张表，重复的一张会使项目个数和金额合计多算；同一批申报的是同一个预算年度。
//!
//! ## 怎样改
//! 删去重复的一张；确实是两个项目的，把名称区分开。年度写错的改正，往年的表另外放。
//!
//! ## 例子
//! 一张表交了两遍；有一张还是去年的：
//! ```form
//! kind: department
//! year: 2026
//! unit: 某局
//! title: 部门整体支出绩效目标申报表
//! ---
//! kind: project
//! year: 2026
//! unit: 某局
//! title: 项目支出绩效目标申报表
//! project: 甲项目
//! ---
//! kind: project
//! year: 2026
//! unit: 某局
//! title: 项目支出绩效目标申报表
//! project: 甲项目
//! ---
//! kind: project
//! year: 2025
//! unit: 某局
//! title: 项目支出绩效目标申报表
//! project: 乙项目
//! ```
//! ```findings
//! 错误 第3张表「甲项目」项目“甲项目”已经有一张表（第2张），这是第3张，名称完全相同。
//! 需答复 第4张表「项目支出绩效目标申报表」这张表是2025年度的，同一批的表是2026年度。
//! ```
//! 两个单位同名的项目，编码不同的同名项目：
//! ```form
//! kind: project
//! year: 2026
//! unit: 某局
//! project: 培训经费
//! project_code: 51041126001
//! ---
//! kind: project
//! year: 2026
//! unit: 某局
//! project: 培训经费
//! project_code: 51041126002
//! ---
//! kind: project
//! year: 2026
//! unit: 另一局
//! project: 培训经费
//! ```
//! ```findings
//! 通过
//! ```

use model::{Field, Form, FormKind};

use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C162", cases: &["year"], reader_doubt: true };

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !matches!(form.kind, FormKind::Project | FormKind::Department) {
        return Ok(());
    }
    let beside = beside(context);
    if beside.is_empty() {
        return Ok(());
    }
    out.looked();
    repeated(context, &beside, out);
    other_year(form, &beside, out);
    Ok(())
}

/// The other declarations of the form's submission and unit, with their index.
fn beside<'a>(context: &Context<'a>) -> Vec<(usize, &'a Form)> {
    let (units, own) = (context.units, context.index);
    let members = &context.batch.members;
    let together =
        |index: &usize| context.batch.declared_complete || units.files[*index] == units.files[own];
    // The forms of one file stand together.
    let before = (0..own).rev().take_while(together);
    let after = (own + 1..members.len()).take_while(together);
    let declares = |form: &Form| matches!(form.kind, FormKind::Project | FormKind::Department);
    let same = before.chain(after).filter(|index| units.names[*index] == units.names[own]);
    let forms = same.map(|index| (index, members[index].form));
    forms.filter(|(_, form)| declares(form)).collect()
}

fn repeated(context: &Context<'_>, beside: &[(usize, &Form)], out: &mut Out) {
    let form = context.form();
    let name = |form: &Form| model::text::fold(form.text(Field::Project));
    let code = |form: &Form| model::text::fold(form.text(Field::ProjectCode));
    let own = name(form);
    if own.is_empty() || form.kind != FormKind::Project {
        return;
    }
    let repeats = |(index, other): &&(usize, &Form)| {
        *index < context.index
            && other.kind == FormKind::Project
            && other.year == form.year
            && name(other) == own
            && (code(other) == code(form) || code(other).is_empty() || code(form).is_empty())
    };
    let Some((first, _)) = beside.iter().filter(repeats).min_by_key(|(index, _)| *index) else {
        return;
    };
    let Some(cell) = form.fields.get(&Field::Project) else { return };
    out.fail(Hit {
        message: format!(
            "项目“{own}”已经有一张表（第{}张），这是第{}张，名称完全相同。",
            first + 1,
            context.index + 1
        ),
        remedy: "删去重复的一张；确实是两个项目的，把名称区分开。".into(),
        ..Hit::on(cell)
    });
}

/// A form of another year than the department's form beside it, or than most forms.
fn other_year(form: &Form, beside: &[(usize, &Form)], out: &mut Out) {
    let Some(own) = form.year else { return };
    let years = || beside.iter().filter_map(|(_, other)| Some((other.kind, other.year?)));
    let of_department = years().find(|(kind, _)| *kind == FormKind::Department);
    let known = years().count() + 1;
    let most = years()
        .map(|(_, year)| year)
        .find(|year| years().filter(|(_, other)| other == year).count() * 2 > known);
    let usual = match (form.kind, of_department) {
        (FormKind::Project, Some((_, year))) => Some(year),
        _ => most,
    };
    let Some(usual) = usual.filter(|usual| *usual != own) else { return };
    let cell = form.fields.get(&Field::Year).or_else(|| form.fields.get(&Field::Title));
    let hit = cell.map(Hit::on).unwrap_or_default();
    out.fail(Hit {
        message: format!("这张表是{own}年度的，同一批的表是{usual}年度。"),
        remedy: "年度写错的改正；确实是往年的表，另外放。".into(),
        case: "year",
        cause: "other_year".into(),
        ..hit
    });
}

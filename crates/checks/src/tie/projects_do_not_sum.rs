//! # 项目合计与整体不符
//!
//! ## 查什么
//! 部门整体表里写的项目经费合计，应当等于本单位当年全部项目表的资金总额之和。合计写在指标里，
//! 或者在支出预算下面单列“项目支出”一行（叫法见规则包的 `words.project_spending`），都算。
//! 项目表没有交齐（张数与整体表写的不同，又没有声明已交齐）时不下结论。
//!
//! ## 依据
//! 算术：合计等于分项之和。
//!
//! ## 怎样改
//! 对照批复逐个核对项目金额，改正填错的项目表或者整体表。
//!
//! ## 例子
//! 整体表多写了 1 万元：
//! ```form
//! kind: department
//! unit: 某局
//! | 产出指标（项目经费） | 数量指标 | 项目数量 | 特定目标类项目1个，其他运转类项目1个，共2个项目 |
//! | 产出指标（项目经费） | 成本指标 | 项目经费 | 特定目标类项目经费10.00万元，其他运转类项目经费6.00万元，共计16.00万元 |
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
//! project: 乙项目
//! money.expenditure: total 5.00 | fiscal 5.00 | other
//! ```
//! ```findings
//! 错误 第1张表「特定目标类项目经费10.00万元，其他运转类项目经费6.00万元，共计16.00万元」整体表写项目经费共16.00万元，2张项目表的资金总额加起来是15.00万元，相差1.00万元。
//! ```
//! 少交了一张项目表，不下结论；别的单位的项目表不算进来：
//! ```form
//! kind: department
//! unit: 某局
//! | 产出指标（项目经费） | 数量指标 | 项目数量 | 共2个项目 |
//! | 产出指标（项目经费） | 成本指标 | 项目经费 | 项目经费共计15.00万元 |
//! ---
//! kind: project
//! unit: 某局
//! project: 甲项目
//! money.expenditure: total 10.00 | fiscal 10.00 | other
//! ---
//! kind: project
//! unit: 另一局
//! project: 乙项目
//! money.expenditure: total 4.00 | fiscal 4.00 | other
//! ```
//! ```findings
//! 不能判定 第1张表「项目经费共计15.00万元」整体表写共2个项目，这里只有1张项目表，无法核对。
//! ```
//! 支出预算下面单列项目支出的（指标里没有写）：
//! ```form
//! batch: complete
//! kind: department
//! unit: 某局
//! money.expenditure: total 30.00 | 基本支出 18.00 | 项目支出 12.00
//! ---
//! kind: project
//! unit: 某局
//! project: 甲项目
//! money.expenditure: total 10.00 | fiscal 10.00 | other
//! ```
//! ```findings
//! 错误 第1张表「12.00」整体表写项目经费共12.00万元，1张项目表的资金总额加起来是10.00万元，相差2.00万元。
//! ```
//! 声明已交齐，合计相符：
//! ```form
//! batch: complete
//! kind: department
//! unit: 某局
//! | 产出指标（项目经费） | 成本指标 | 项目经费 | 项目经费共计10.00万元 |
//! ---
//! kind: project
//! unit: 某局
//! project: 甲项目
//! money.expenditure: total 10.00 | fiscal 10.00 | other
//! ```
//! ```findings
//! 通过
//! ```

use model::{Form, FormKind, Money, RowKind, Text};

use crate::department::{self, Statements};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C082");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if form.kind != FormKind::Department {
        return Ok(());
    }
    let said = department::statements(form);
    let names = context.words("words.project_spending")?;
    let Some(stated) = stated(form, &said, names) else { return Ok(()) };
    out.looked();
    let projects = context.projects_beside();
    if let Some(missing) = department::incomplete(context.batch, &said, &projects) {
        out.cannot_decide(missing.about(stated.1));
        return Ok(());
    }
    let sum = match department::sum_of(&projects) {
        Ok(sum) => sum,
        Err(missing) => {
            out.cannot_decide(missing.about(stated.1));
            return Ok(());
        }
    };
    report(stated, sum, projects.len(), out);
    Ok(())
}

/// The money of all projects, as indicators say it, else as a line of the expenditure.
fn stated<'a>(
    form: &'a Form,
    said: &Statements<'a>,
    names: &[String],
) -> Option<(Money, &'a Text)> {
    let line = || {
        let mut lines = form.money_row(RowKind::Expenditure)?.items();
        let (_, amount) = lines.find(|(label, _)| names.contains(&model::text::fold(label)))?;
        Some((amount.money?, &amount.text))
    };
    said.project_money().map(|said| (said.value, said.cell)).or_else(line)
}

fn report((stated, cell): (Money, &Text), sum: Money, count: usize, out: &mut Out) {
    if stated == sum {
        return;
    }
    let gap = Ord::max(stated - sum, sum - stated);
    out.fail(Hit {
        message: format!(
            "整体表写项目经费共{stated}，{count}张项目表的资金总额加起来是{sum}，相差{gap}。"
        ),
        remedy: "对照批复逐个核对项目金额，改正填错的项目表或者整体表。".into(),
        cause: "project_totals".into(),
        ..Hit::on(cell)
    });
}

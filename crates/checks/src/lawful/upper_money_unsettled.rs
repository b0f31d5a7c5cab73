//! # 上级资金未定
//!
//! ## 查什么
//! 项目名称或者金额旁边注着“上级预估”“提前下达”一类的话，钱却列在财政拨款里。
//! 资金栏另有上级资金一行的，或者写明了下达文号的，不算；自评时已经执行完，不查。
//!
//! ## 依据
//! 上级提前下达的预计数可以列入预算；没有下达文件的预估数，要等下达后再定。
//!
//! ## 怎样改
//! 写明提前下达的文号和金额；还没有下达的，说明是预估，下达后按实际调整目标和预算。
//!
//! ## 例子
//! 名称里注着预估：
//! ```form
//! kind: project
//! project: 就业相关补助（上级预估)
//! money.expenditure: total 800.00 | fiscal 800.00 | other
//! ```
//! ```findings
//! 建议 第1张表「（上级预估)」写着“上级预估”，800.00万元却列在财政拨款里，看不出这笔钱是否已经下达。
//! ```
//! 上级资金单列了一行；“上级部门”不是钱；写明了文号：
//! ```form
//! kind: project
//! project: 就业相关补助（上级预估)
//! money.expenditure: total 800.00 | fiscal 100.00 | 上级资金 700.00
//! ---
//! kind: project
//! project: 迎接上级部门检查经费
//! money.expenditure: total 8.00 | fiscal 8.00 | other
//! ---
//! kind: project
//! project: 提前下达2026年农业资金（川财农〔2025〕100号）
//! money.expenditure: total 8.00 | fiscal 8.00 | other
//! ```
//! ```findings
//! 通过
//! ```

use std::ops::Range;

use model::{Field, FormKind, Fund, Money, Text};

use crate::funds::other_level;
use crate::titles::without_titles;
use crate::words::{Names, find_anywhere};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C077");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    let name = form.fields.get(&Field::Project).filter(|_| form.kind == FormKind::Project);
    let (Some(name), Some(funds)) = (name, form.funds()) else { return Ok(()) };
    out.looked();
    if other_level(context, funds)? {
        return Ok(());
    }
    let fiscal = funds.money(&Fund::Fiscal).or_else(|| funds.money(&Fund::Total));
    let Some(fiscal) = fiscal.filter(|money| *money > Money::ZERO) else { return Ok(()) };
    let terms = context.words("words.unsettled_funds")?;
    let notes = funds.amounts.values().map(|amount| &amount.text);
    for cell in std::iter::once(name).chain(notes) {
        // A document number says that the money has been sent down.
        if without_titles(&cell.text) != cell.text {
            continue;
        }
        let Some(note) = find_anywhere(&cell.text, terms, &Names::default()).first().copied()
        else {
            continue;
        };
        out.fail(Hit {
            message: format!(
                "写着“{}”，{fiscal}却列在财政拨款里，看不出这笔钱是否已经下达。",
                note.text
            ),
            remedy: "写明提前下达的文号和金额；还没有下达的，说明是预估，下达后按实际调整。".into(),
            ..Hit::part(cell, bracketed(cell, note.start..note.end))
        });
    }
    Ok(())
}

/// The bracket around some characters, with its marks; the characters where there is none.
fn bracketed(cell: &Text, inside: Range<usize>) -> Range<usize> {
    let characters: Vec<char> = cell.text.chars().map(model::text::narrow).collect();
    let open = characters[..inside.start].iter().rposition(|c| matches!(c, '(' | ')'));
    let close = characters[inside.end..].iter().position(|c| matches!(c, '(' | ')'));
    match (open, close.map(|at| at + inside.end)) {
        (Some(open), Some(close)) if characters[open] == '(' && characters[close] == ')' => {
            open..close + 1
        }
        _ => inside,
    }
}

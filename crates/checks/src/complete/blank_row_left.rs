//! # 空行残留
//!
//! ## 查什么
//! 指标区里有一整行是空的。表头上方的空行是表样的，不查。
//!
//! ## 依据
//! 审核要点“规范完整性”：表格整齐，没有多余的空行。
//!
//! ## 怎样改
//! 删掉空行；重新打印时会自动去掉。
//!
//! ## 例子
//! 最后多了一行：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 培训人数 | ≥10人 |
//! blank_row:
//! ```
//! ```findings
//! 建议 第1张表「」指标区的第3行整行是空的。
//! ```
//! 连着几行，说一次：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 培训人数 | ≥10人 |
//! blank_row:
//! blank_row:
//! ```
//! ```findings
//! 建议 第1张表「」指标区的第3行到第4行共2行是空的。
//! ```
//! 没有空行：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 培训人数 | ≥10人 |
//! ```
//! ```findings
//! 通过
//! ```

use model::Place;

use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C014", cases: &[], reader_doubt: true };

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !form.indicators.is_empty() {
        out.looked();
    }
    let adjoining = |a: &Place, b: &Place| a.part == b.part && a.row + 1 == b.row;
    for run in form.blank_rows.chunk_by(adjoining) {
        let (first, last) = (run[0].row, run[run.len() - 1].row);
        let rows = match run.len() {
            1 => format!("第{first}行整行"),
            count => format!("第{first}行到第{last}行共{count}行"),
        };
        out.fail(Hit {
            message: format!("指标区的{rows}是空的。"),
            remedy: "删掉空行；重新打印时会自动去掉。".into(),
            place: Some(run[0].clone()),
            ..Hit::default()
        });
    }
    Ok(())
}

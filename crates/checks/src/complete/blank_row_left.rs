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
//! 没有空行：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 培训人数 | ≥10人 |
//! ```
//! ```findings
//! 通过
//! ```

use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C014", cases: &[], reader_doubt: true };

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !form.indicators.is_empty() {
        out.looked();
    }
    for place in &form.blank_rows {
        out.fail(Hit {
            message: format!("指标区的第{}行整行是空的。", place.row),
            remedy: "删掉这一行；重新打印时会自动去掉。".into(),
            place: Some(place.clone()),
            ..Hit::default()
        });
    }
    Ok(())
}

//! # 指标值缺失
//!
//! ## 查什么
//! 一行里三级指标写了而指标值空着，或者有指标值而没有指标名称。
//! 只写了计量单位或者比较符、没有数的指标值，等于没填。整行空白不在此列。
//!
//! ## 依据
//! 申报表自身的栏目：指标名称和指标值要成对填写。
//!
//! ## 怎样改
//! 补上空着的一格；这一行本来不要的，整行删掉。
//!
//! ## 例子
//! 一行没有指标值，一行只有单位，一行没有名称：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 培训人数 | |
//! | 产出指标 | 数量指标 | 讲座场次 | 场 |
//! | 产出指标 | 质量指标 | | ≥95% |
//! ```
//! ```findings
//! 错误 第1张表「培训人数」指标“培训人数”的指标值没有填写。
//! 错误 第1张表「讲座场次」指标“讲座场次”的指标值只写了“场”，没有数。
//! 错误 第1张表「≥95%」有指标值“≥95%”，却没有三级指标名称。
//! ```
//! 从文字里读来的表，可能是读取造成的：
//! ```form
//! kind: project
//! merges: lost
//! | 产出指标 | 数量指标 | 培训人数 | |
//! ```
//! ```findings
//! 建议 第1张表「培训人数」指标“培训人数”的指标值没有填写。（原文件读不出合并单元格，也可能是读取造成的）
//! ```
//! 成对填写，空白行不算：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 培训人数 | ≥10人 |
//! | 产出指标 | 质量指标 | | |
//! ```
//! ```findings
//! 通过
//! ```

use model::Column;
use model::target::Kind;

use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C009", cases: &["reader_doubt"], reader_doubt: true };

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    for row in &context.form().indicators {
        let (Some(name), Some(target)) =
            (row.cells.get(&Column::Level3), row.cells.get(&Column::Target))
        else {
            continue;
        };
        let skeleton = row.target.kind == Kind::Skeleton;
        if name.is_blank() && target.is_blank() {
            continue;
        }
        out.looked();
        let cause = |cell: &model::Text| Hit::cell_cause(context.code, cell.place.as_ref());
        if !name.is_blank() && (target.is_blank() || skeleton) {
            let title = row.folded(Column::Level3);
            let what = match skeleton {
                true => format!("只写了“{}”，没有数", model::text::trim(&target.text)),
                false => "没有填写".to_owned(),
            };
            out.fail(Hit {
                message: format!("指标“{title}”的指标值{what}。"),
                remedy: "填上指标值；这一行本来不要的，整行删掉。".into(),
                quote: model::text::trim(&name.text).to_owned(),
                cause: cause(target),
                ..Hit::on(target)
            });
        } else if name.is_blank() {
            out.fail(Hit {
                message: format!(
                    "有指标值“{}”，却没有三级指标名称。",
                    model::text::trim(&target.text)
                ),
                remedy: "写上这个指标值说的是哪一项指标。".into(),
                quote: model::text::trim(&target.text).to_owned(),
                cause: cause(name),
                ..Hit::on(name)
            });
        }
    }
    Ok(())
}

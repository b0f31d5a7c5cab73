//! # 单位名称不一致
//!
//! ## 查什么
//! 同一个文件（或者声明为一批）的表里，多数写的是同一个单位，有几张写法不同；或者两个单位名称一个像另一个的简写。
//! 首尾的空白不算。本来就是许多不同单位的表，不在此列。
//!
//! ## 依据
//! 复核习惯：同一单位在各张表上用同一个全称，汇总和公开才对得上。
//!
//! ## 怎样改
//! 改成单位全称；确实是另一个单位的表，分开提交。
//!
//! ## 例子
//! 三张表里有一张写了简称：
//! ```form
//! kind: department
//! unit: 某市某区人力资源和社会保障局
//! ---
//! kind: project
//! unit: 某市某区人力资源和社会保障局
//! ---
//! kind: project
//! unit: 某区人社局
//! ```
//! ```findings
//! 需答复 第3张表「某区人社局」这张表的单位写“某区人社局”，同一批里有2张写“某市某区人力资源和社会保障局”。
//! ```
//! 只差空白；或者本来就是不同的单位：
//! ```form
//! kind: project
//! unit: 某市某区财政局
//! ---
//! kind: project
//! unit: 某市某区财政局
//! ---
//! kind: project
//! unit: 第一小学
//! ---
//! kind: project
//! unit: 第二小学
//! ```
//! ```findings
//! 通过
//! ```

use model::Field;

use crate::similar::Likeness;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C094");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let Some(cell) = context.form().fields.get(&Field::Unit).filter(|cell| !cell.is_blank()) else {
        return Ok(());
    };
    let everywhere = &context.units.counts;
    // One submission: what is declared to be one, else one file.
    let submission = match context.batch.declared_complete {
        true => everywhere,
        false => context.units.counts_in_file(context.index),
    };
    let forms: usize = submission.values().sum();
    if everywhere.values().sum::<usize>() < 2 {
        return Ok(());
    }
    out.looked();
    let own = &context.units.names[context.index];
    let own_count = everywhere.get(own).copied().unwrap_or_default();
    let threshold = context.number("min_similarity")?;
    let others = || everywhere.iter().filter(|(name, _)| *name != own);
    let most = others().find(|(name, _)| submission.get(*name).is_some_and(|n| n * 2 > forms));
    let usual = most.or_else(|| {
        others().find(|(name, count)| {
            let likeness = Likeness::of(own, name);
            // Of two alike names the rarer one is asked about; both, when equally frequent.
            likeness.is_abbreviation() && likeness.at_least(threshold) && **count >= own_count
        })
    });
    if let Some((usual, count)) = usual {
        out.fail(Hit {
            message: format!("这张表的单位写“{own}”，同一批里有{count}张写“{usual}”。"),
            remedy: format!(
                "是同一个单位的，都写成单位全称（如“{usual}”）；是另一个单位的，分开提交。"
            ),
            ..Hit::on(cell)
        });
    }
    Ok(())
}

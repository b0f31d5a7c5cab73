//! # 制式服装购置
//!
//! ## 查什么
//! 指标里要买执法制服、制式服装，而单位不在规则包列出的可以配发的机构里。
//!
//! ## 依据
//! 综合行政执法制式服装只配发给生态环境保护、交通运输、农业、文化市场、应急管理、市场监管等领域的综合
//! 行政执法机构，不得扩大着装范围；采购原则上由省级及以上综合行政执法部门组织。
//! 公安、法院等另有规定的，也在规则包的名单里。
//!
//! ## 怎样改
//! 不在着装范围的，取消这项开支；确有依据的，写明文件。
//!
//! ## 例子
//! 人社部门买执法制服：
//! ```form
//! kind: project
//! unit: 某区人力资源和社会保障局
//! | 项目完成 | 成本指标 | 其他商品和服务支出 | 宣传资料、执法制服购置等费用0.5万元 |
//! ```
//! ```findings
//! 需答复 第1张表「执法制服」这里要买“执法制服”，“某区人力资源和社会保障局”不在可以配发制式服装的机构里。
//! ```
//! 名单里的机构：
//! ```form
//! kind: project
//! unit: 某区交通运输综合行政执法大队
//! | 项目完成 | 成本指标 | 执法制服购置费 | 5万元 |
//! ```
//! ```findings
//! 通过
//! ```
//! 不知道是哪个单位：
//! ```form
//! kind: project
//! | 项目完成 | 成本指标 | 执法制服购置费 | 5万元 |
//! ```
//! ```findings
//! 不能判定 第1张表「执法制服」这里要买执法制服，表上没有单位名称，看不出是否在着装范围。
//! ```

use model::{Column, Field};

use crate::words::{Names, find_anywhere};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C157");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    let uniforms = context.words("words.uniforms")?;
    let listed = context.words("words.uniformed_bodies")?;
    let others = context.words("words.other_uniformed_bodies")?;
    let unit = form.filled(Field::Unit).or_else(|| form.filled(Field::Department));
    for row in &form.indicators {
        out.looked();
        let cells = [Column::Level3, Column::Target];
        let mut found = cells.iter().filter_map(|column| {
            let cell = row.cells.get(column)?;
            Some((cell, *find_anywhere(&cell.text, uniforms, &Names::default()).first()?))
        });
        let Some((cell, word)) = found.next() else { continue };
        let hit = Hit::part(cell, word.start..word.end);
        match unit {
            None => out.cannot_decide(Hit {
                message: format!("这里要买{}，表上没有单位名称，看不出是否在着装范围。", word.text),
                remedy: "填上单位名称后再查。".into(),
                ..hit
            }),
            Some(unit) if wears(unit, listed) || wears(unit, others) => {}
            Some(unit) => out.fail(Hit {
                message: format!("这里要买“{}”，“{unit}”不在可以配发制式服装的机构里。", word.text),
                remedy: "不在着装范围的，取消这项开支；确有依据的，写明文件。".into(),
                ..hit
            }),
        }
    }
    Ok(())
}

/// Whether the unit's name has one of the words.
fn wears(unit: &str, bodies: &[String]) -> bool {
    bodies.iter().any(|body| unit.contains(body.as_str()))
}

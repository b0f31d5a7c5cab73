//! # 购买服务用工
//!
//! ## 查什么
//! 项目名称或者数量指标写“购买服务”“劳务”，数量指标却数人头：买几个人，派几名保安。
//! 人数是服务对象、补贴对象的不算；“劳务输出”“劳务品牌”说的是就业，不算；人次不是人头。
//!
//! ## 依据
//! 政府购买服务不得用于人员招聘、劳务派遣用工和设置公益性岗位。
//!
//! ## 怎样改
//! 写买到的服务：办多少件、巡查多少次、多快办结；服务是外包的，写明服务合同，不写派几个人。
//!
//! ## 例子
//! 数的是人头：
//! ```form
//! kind: project
//! project: 社会保障经办劳务费
//! | 产出指标 | 数量指标 | 购买服务人数 | 4人 |
//! ---
//! kind: project
//! project: 安保人员购买服务资金
//! | 产出指标 | 数量指标 | 派驻人员 | 长期派驻2名安保人员 |
//! ```
//! ```findings
//! 需答复 第1张表「4人」指标名称里有“购买服务”，“购买服务人数”数的是人头（4人）：政府购买服务不得用于招、聘用人员和劳务派遣用工。
//! 需答复 第2张表「长期派驻2名安保人员」项目名称里有“购买服务”，“派驻人员”数的是人头（长期派驻2名安保人员）：政府购买服务不得用于招、聘用人员和劳务派遣用工。
//! ```
//! 数的是办了多少事、服务了多少人；劳务输出不是用工：
//! ```form
//! kind: project
//! project: 社会保障经办劳务费
//! | 产出指标 | 数量指标 | 经办业务量 | ≥9000件 |
//! ---
//! kind: project
//! project: 政府购买服务（居家养老）
//! | 产出指标 | 数量指标 | 服务老年人数 | ≥300人 |
//! ---
//! kind: project
//! project: 劳务输出补助
//! | 产出指标 | 数量指标 | 劳务输出人员 | ≥500人 |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Field, FormKind, Indicator};

use crate::indicators::Classes;
use crate::numbers::printed;
use crate::words::{Names, find_anywhere};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C070");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if form.kind != FormKind::Project {
        return Ok(());
    }
    let classes = Classes::of(context)?;
    let bought = context.words("words.bought_labour")?;
    let others = Names::only(context, &["words.bought_labour_except"])?;
    let project = form.text(Field::Project);
    let of_project = find_anywhere(project, bought, &others).first().map(|word| word.text);
    for row in form.indicators.iter().filter(|row| classes.is_quantity(row)) {
        let name = row.folded(Column::Level3);
        let of_row = find_anywhere(&name, bought, &others).first().map(|word| word.text);
        let Some(word) = of_row.or(of_project) else { continue };
        out.looked();
        if !counts_staff(context, row)? {
            continue;
        }
        let hit = Hit::in_row(row, Column::Target);
        let place = if of_row.is_some() { "指标名称" } else { "项目名称" };
        out.fail(Hit {
            message: format!(
                "{place}里有“{word}”，“{name}”数的是人头（{}）：政府购买服务不得用于招、聘用人员和劳务派遣用工。",
                hit.quote
            ),
            remedy: "写买到的服务：办多少件、巡查多少次、多快办结；服务外包的，写明服务合同，不写派几个人。"
                .into(),
            ..hit
        });
    }
    Ok(())
}

/// Whether a row counts the heads of those who work, not of those who are served.
fn counts_staff(context: &Context<'_>, row: &Indicator) -> Result<bool, Undecided> {
    let target = row.text(Column::Target);
    let heads = row.target.unit == "人" || printed(target).iter().any(|n| n.unit() == "人");
    let text = row.folded(Column::Level3) + target;
    let says = |key: &str| {
        context.words(key).map(|words| words.iter().any(|word| text.contains(word.as_str())))
    };
    let served = says("words.input_exempt")? || says("words.bought_staff_except")?;
    Ok(heads && !served && says("words.bought_staff")?)
}

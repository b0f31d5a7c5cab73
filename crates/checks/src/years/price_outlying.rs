//! # 同类单价离群
//!
//! ## 查什么
//! 成本指标里的单价（元/人、元/人·月、元/平方米……），和本区别的单位同类、同计量单位的单价比，
//! 离中位数太远：按稳健 Z 值（0.6745×离中位数的距离÷距离的中位数）的绝对值超过 3.5。
//! 至少要有 5 个别的单位；一个单位有几个单价的，取中间的一个。别的单位都一样的不比。
//! 按规则包的分类看是不是同类，看不出分类的不比；申报平台上才有别的单位的表可比。
//!
//! ## 依据
//! 财预〔2015〕88号：绩效目标与预算资金量相匹配；同样的事，成本水平应当相当。
//!
//! ## 怎样改
//! 核对单价和计量单位；确有差别（夜班、资质、规格）的，在备注里写明。
//!
//! ## 例子
//! 五个单位的保安每月三千元上下，这里九千元：
//! ```form
//! kind: project
//! unit: 某局
//! project: 机关安保服务
//! | 成本指标 | 经济成本指标 | 保安人员单价 | ≤9000元/人/月 |
//! ---
//! peer: yes
//! kind: project
//! unit: 甲局
//! project: 安保服务
//! | 成本指标 | 经济成本指标 | 保安服务标准 | 2800元/人/月 |
//! ---
//! peer: yes
//! kind: project
//! unit: 乙局
//! project: 安保服务
//! | 成本指标 | 经济成本指标 | 人均标准 | 2900元/人/月 |
//! ---
//! peer: yes
//! kind: project
//! unit: 丙局
//! project: 物业和保安
//! | 成本指标 | 经济成本指标 | 保安单价 | 3000元/人/月 |
//! | 成本指标 | 经济成本指标 | 保洁单价 | 9000元/人/月 |
//! ---
//! peer: yes
//! kind: project
//! unit: 丁局
//! project: 安保服务
//! | 成本指标 | 经济成本指标 | 安保单价 | 3100元/人/月 |
//! ---
//! peer: yes
//! kind: project
//! unit: 戊局
//! project: 安保服务
//! | 成本指标 | 经济成本指标 | 安保单价 | 3300元/人/月 |
//! ```
//! ```findings
//! 建议 第1张表「≤9000元/人/月」“保安人员单价”是“≤9000元/人/月”，本区别的5个单位安保服务单价的中位数是3000元/(人·月)，明显偏高。
//! ```
//! 高得不多的，计量单位不同的，不是成本的：
//! ```form
//! kind: project
//! unit: 某局
//! project: 机关安保服务
//! | 成本指标 | 经济成本指标 | 保安单价 | 3500元/人/月 |
//! | 成本指标 | 经济成本指标 | 保安服装 | 9000元/人 |
//! | 效益指标 | 经济效益指标 | 保安增收 | ≥9000元/人/月 |
//! ---
//! peer: yes
//! kind: project
//! unit: 甲局
//! project: 安保服务
//! | 成本指标 | 经济成本指标 | 安保单价 | 2800元/人/月 |
//! ---
//! peer: yes
//! kind: project
//! unit: 乙局
//! project: 安保服务
//! | 成本指标 | 经济成本指标 | 安保单价 | 2900元/人/月 |
//! ---
//! peer: yes
//! kind: project
//! unit: 丙局
//! project: 安保服务
//! | 成本指标 | 经济成本指标 | 安保单价 | 3000元/人/月 |
//! ---
//! peer: yes
//! kind: project
//! unit: 丁局
//! project: 安保服务
//! | 成本指标 | 经济成本指标 | 安保单价 | 3100元/人/月 |
//! ---
//! peer: yes
//! kind: project
//! unit: 戊局
//! project: 安保服务
//! | 成本指标 | 经济成本指标 | 安保单价 | 3200元/人/月 |
//! ```
//! ```findings
//! 通过
//! ```
//! 一个单位的五个单价只算一个，不够五个单位：
//! ```form
//! kind: project
//! unit: 某局
//! project: 机关安保服务
//! | 成本指标 | 经济成本指标 | 保安单价 | 9000元/人/月 |
//! ---
//! peer: yes
//! kind: project
//! unit: 甲局
//! project: 安保服务
//! | 成本指标 | 经济成本指标 | 安保单价一 | 2800元/人/月 |
//! | 成本指标 | 经济成本指标 | 安保单价二 | 2900元/人/月 |
//! | 成本指标 | 经济成本指标 | 安保单价三 | 3000元/人/月 |
//! | 成本指标 | 经济成本指标 | 安保单价四 | 3100元/人/月 |
//! | 成本指标 | 经济成本指标 | 安保单价五 | 3200元/人/月 |
//! ```
//! ```findings
//! 不适用
//! ```

use model::{Column, Decimal, FormKind, Text};

use crate::peers::{Priced, Pricing, elsewhere, median};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C131");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if form.kind != FormKind::Project {
        return Ok(());
    }
    out.not_applicable("没有足够多的别的单位的同类单价可比");
    if context.batch.peers.is_empty() {
        return Ok(());
    }
    let pricing = Pricing::of(context)?;
    let (least, limit) = (context.number("min_peers")?, context.number("max_z")?);
    let scale = context.number("scale")?;
    for row in &form.indicators {
        let Some(own) = pricing.read(form.text(model::Field::Project), row) else { continue };
        let mut others = elsewhere(context, &pricing, own);
        if Decimal::from(others.len()) < least {
            continue;
        }
        let middle = median(&mut others);
        let mut distances: Vec<Decimal> =
            others.iter().map(|yuan| (*yuan - middle).abs()).collect();
        let spread = median(&mut distances);
        if spread.is_zero() {
            continue;
        }
        out.looked();
        // |z| > limit, with both sides multiplied out: nothing is divided.
        let sides = scale.checked_mul((own.yuan - middle).abs()).zip(limit.checked_mul(spread));
        if sides.is_some_and(|(distance, allowed)| distance > allowed)
            && let Some(cell) = row.cells.get(&Column::Target)
        {
            out.fail(hit(cell, &row.folded(Column::Level3), own, others.len(), middle));
        }
    }
    Ok(())
}

fn hit(cell: &Text, name: &str, own: Priced<'_>, units: usize, middle: Decimal) -> Hit {
    let way = if own.yuan > middle { "高" } else { "低" };
    let (category, per) = (own.category, own.measure.trim_start_matches('元'));
    let hit = Hit::on(cell);
    Hit {
        message: format!(
            "“{name}”是“{}”，本区别的{units}个单位{category}单价的中位数是{}元{per}，明显偏{way}。",
            hit.quote,
            middle.normalize()
        ),
        remedy: "核对单价和计量单位；确有差别（夜班、资质、规格）的，在备注里写明。".into(),
        ..hit
    }
}

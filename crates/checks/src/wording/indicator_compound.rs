//! # 复合指标
//!
//! ## 查什么
//! 一条指标里装了两件事：名称用“、及和与”连起两个可以各自衡量的词（“下达率及支付到位率”）；
//! 或者指标值里有两个各说各的数（“人员经费1054万元；公用经费96万元”）。
//! 一个总数连同它的分项（共计、其中），次数连同每次的人数，不算。
//!
//! ## 依据
//! 一条指标衡量一件事；两件事装在一起，一件完成一件没完成时无法计分。
//!
//! ## 怎样改
//! 拆成两条指标，各写各的指标值。
//!
//! ## 例子
//! 名称里两件事，指标值里两件事：
//! ```form
//! kind: project
//! | 产出指标 | 时效指标 | 补贴资金下达率及支付到位率 | ≥95% |
//! | 产出指标 | 质量指标 | 经费保障 | 人员经费保障率100%；公用经费保障率100% |
//! | 产出指标 | 数量指标 | 人员数量 | 共计87人。其中：在职56人；退休31人。\n公用经费标准：8000元/人 |
//! ```
//! ```findings
//! 需答复 第1张表「补贴资金下达率及支付到位率」名称里有2件事：“补贴资金下达率”、“支付到位率”。
//! 需答复 第1张表「人员经费保障率100%；公用经费保障率100%」指标值里有2件事：“人员经费保障率100%”、“公用经费保障率100%”。
//! 需答复 第1张表「共计87人。其中：在职56人；退休31人。\n公用经费标准：8000元/人」指标值里有2件事：“共计87人”、“公用经费标准8000元/人”。
//! ```
//! 总数和分项，次数和每次的人数，机构名称里的“和”：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 项目数量 | 其他运转类6个，特定目标类6个，共12个 |
//! | 产出指标 | 数量指标 | 培训期数 | 培训3期，每期50人 |
//! | 产出指标 | 成本指标 | 人力资源和社会保障业务补助标准 | 按400元/人补助10人，共计4000元 |
//! ```
//! ```findings
//! 通过
//! ```

use std::collections::BTreeSet;

use model::target::{Kind, Quantity, Target, quantities};
use model::{Column, Indicator};

use crate::words::{Names, find_anywhere};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C104");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    if !context.is_plan() {
        return Ok(());
    }
    let names = Names::of(context, &[])?;
    for row in &context.form().indicators {
        let name = row.folded(Column::Level3);
        if name.is_empty() {
            continue;
        }
        out.looked();
        let parts = measures(context, &name, &names)?;
        if parts.len() > 1 {
            let hit = Hit::in_row(row, Column::Level3);
            out.fail(told("名称", &parts, hit));
        }
        let parts = statements(row);
        if parts.len() > 1 {
            let hit = Hit::in_row(row, Column::Target);
            out.fail(told("指标值", &parts, hit));
        }
    }
    Ok(())
}

fn told(place: &str, parts: &[String], hit: Hit) -> Hit {
    let listed: Vec<String> = parts.iter().map(|part| format!("“{part}”")).collect();
    Hit {
        message: format!("{place}里有{}件事：{}。", parts.len(), listed.join("、")),
        remedy: "拆成几条指标，各写各的指标值。".into(),
        ..hit
    }
}

/// The parts of a name between 、及和与, when every one of them can be measured by itself.
fn measures(context: &Context<'_>, name: &str, names: &Names) -> Result<Vec<String>, Undecided> {
    let joints = context.words("words.compound_joints")?;
    let endings = context.words("words.compound_endings")?;
    let all: Vec<char> = name.chars().collect();
    let (mut parts, mut start) = (Vec::new(), 0);
    for joint in find_anywhere(name, joints, names) {
        parts.push(all[start..joint.start].iter().collect::<String>());
        start = joint.end;
    }
    parts.push(all[start..].iter().collect());
    let measurable = |part: &String| endings.iter().any(|ending| part.ends_with(ending.as_str()));
    Ok(if parts.iter().all(measurable) { parts } else { Vec::new() })
}

/// The amounts of a value that speak of different things, with the words before them.
fn statements(row: &Indicator) -> Vec<String> {
    let target = &row.target;
    if target.kind != Kind::Compound || target.text.contains(['×', '*', '＊', '✕']) {
        return Vec::new();
    }
    let all = quantities(&target.text);
    let free: Vec<&Quantity> = all.iter().filter(|quantity| !quantity.is_bracketed).collect();
    let text = |quantity: &Quantity| {
        let (start, end) = (quantity.span.start as usize, quantity.span.end as usize);
        let own: String = target.text.chars().skip(start).take(end - start).collect();
        format!("{}{own}", quantity.label)
    };
    let apart = match &target.total {
        Some(total) => beside_the_total(target, &free, &total.unit),
        None => of_other_heads(&free),
    };
    apart.into_iter().map(text).collect()
}

/// The total and what is measured in another unit and does not build it up.
fn beside_the_total<'q>(target: &Target, free: &[&'q Quantity], unit: &str) -> Vec<&'q Quantity> {
    let total = free.iter().find(|q| Some(q.value) == target.total.as_ref().map(|t| t.value));
    let Some(total) = total else { return Vec::new() };
    let characters: Vec<char> = target.text.chars().collect();
    let same_sentence = |quantity: &Quantity| {
        let (from, to) = match quantity.span.start < total.span.start {
            true => (quantity.span.end, total.span.start),
            false => (total.span.end, quantity.span.start),
        };
        let between = characters.get(from as usize..to as usize).unwrap_or_default();
        !between.contains(&'。') && !between.contains(&'\n')
    };
    let prices = free.iter().any(|quantity| quantity.unit.contains('/') && same_sentence(quantity));
    let foreign = |quantity: &&&Quantity| {
        quantity.unit != unit && !quantity.unit.is_empty() && !(prices && same_sentence(quantity))
    };
    let others: Vec<&Quantity> = free.iter().filter(foreign).copied().collect();
    if others.is_empty() {
        return others;
    }
    std::iter::once(*total).chain(others).collect()
}

/// Amounts under different heads; a rate (每期50人) belongs to the amount beside it.
fn of_other_heads<'q>(free: &[&'q Quantity]) -> Vec<&'q Quantity> {
    let own = |quantity: &&&Quantity| !quantity.label.is_empty() && !quantity.unit.contains('/');
    let named: Vec<&Quantity> = free.iter().filter(own).copied().collect();
    let heads: BTreeSet<&str> = named.iter().map(|quantity| quantity.label.as_str()).collect();
    if heads.len() > 1 { named } else { Vec::new() }
}

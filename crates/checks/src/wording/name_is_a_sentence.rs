//! # 指标名称为句子
//!
//! ## 查什么
//! 三级指标名称以动词开头（“保障……”“提升……”“做好……”）而又不是以可以衡量的词结尾，
//! 或者长过二十五个字（括号里的说明不计）。“保障率”“支持企业数量”这样的名称不算；
//! 指标值只是一个数（不是百分比）的（“维护监控点 35个”“带动产业产值 1.2亿元”），说的就是数什么，也不算。
//!
//! ## 依据
//! 指标名称应当是简短的名词，说明衡量什么；句子是工作任务，不是指标。
//!
//! ## 怎样改
//! 改成衡量什么的名词：“保障社会保险业务顺利开展”可以改为“业务按时办结率”。
//!
//! ## 例子
//! 句子：
//! ```form
//! kind: project
//! | 效益指标 | 社会效益指标 | 不断优化全区人才结构 | 长期 |
//! | 产出指标 | 质量指标 | 完成年度拆违计划 | 100% |
//! | 产出指标 | 质量指标 | 城乡居民基本养老保险待遇领取人员资格认证工作和信息比对工作按时完成率 | 100% |
//! ```
//! ```findings
//! 建议 第1张表「不断优化全区人才结构」指标名称“不断优化全区人才结构”以动词“优化”开头，是一句话，不是衡量的对象。
//! 建议 第1张表「完成年度拆违计划」指标名称“完成年度拆违计划”以动词“完成”开头，是一句话，不是衡量的对象。
//! 建议 第1张表「城乡居民基本养老保险待遇领取人员资格认证工作和信息比对工作按时完成率」指标名称“城乡居民基本养老保险待遇领取人员资格认证工作和信息比对工作按时完成率”有34个字，太长，看不出衡量什么。
//! ```
//! 名词，以及以可以衡量的词结尾的：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 支持企业数量 | ≥10家 |
//! | 产出指标 | 数量指标 | 保障性住房竣工套数 | ≥10套 |
//! | 产出指标 | 数量指标 | 维护林火视频监控点 | ≥35个 |
//! | 效益指标 | 经济效益指标 | 带动秸秆产业产值 | ≥1.2亿元 |
//! | 产出指标 | 质量指标 | 发放准确率 | 100% |
//! ```
//! ```findings
//! 通过
//! ```

use model::target::Kind;
use model::{Column, Decimal};

use crate::words::{Names, find};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C105");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    if !context.is_plan() {
        return Ok(());
    }
    let verbs = context.words("words.leading_verbs")?;
    let adverbs = context.words("words.leading_adverbs")?;
    let endings = context.words("words.measure_endings")?;
    let longest = context.number("max_name_length")?;
    let names = Names::of(context, &[])?;
    for row in &context.form().indicators {
        let name = row.folded(Column::Level3);
        if name.is_empty() {
            continue;
        }
        out.looked();
        let bare = without_remarks(&name);
        let length = bare.chars().count();
        let measured = endings.iter().any(|ending| bare.ends_with(ending.as_str()));
        // A share has a name of its own: 拆违计划完成率, not 完成拆违计划 100%.
        let counted = row.target.kind == Kind::Quantity && row.target.unit != "%";
        let verb =
            (!measured && !counted).then(|| leading(&bare, verbs, adverbs, &names)).flatten();
        let message = match verb {
            Some(verb) => format!("指标名称“{name}”以动词“{verb}”开头，是一句话，不是衡量的对象。"),
            None if Decimal::from(length) > longest => {
                format!("指标名称“{name}”有{length}个字，太长，看不出衡量什么。")
            }
            None => continue,
        };
        out.fail(Hit {
            message,
            remedy: "改成简短的名词，说明衡量什么，例如以“率、数、量”结尾。".into(),
            ..Hit::in_row(row, Column::Level3)
        });
    }
    Ok(())
}

/// The verb a name begins with, behind its adverbs.
fn leading(name: &str, verbs: &[String], adverbs: &[String], names: &Names) -> Option<String> {
    let mut rest = name;
    while let Some(shorter) = adverbs.iter().find_map(|adverb| rest.strip_prefix(adverb.as_str())) {
        rest = shorter;
    }
    if !verbs.iter().any(|verb| rest.starts_with(verb.as_str())) {
        return None;
    }
    let first = find(rest, verbs, names).into_iter().find(|verb| verb.start == 0)?;
    Some(first.text.to_owned())
}

/// The name without what stands in brackets.
fn without_remarks(name: &str) -> String {
    let mut depth = 0usize;
    let outside = name.chars().filter(|c| {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => {
                depth = depth.saturating_sub(1);
                return false;
            }
            _ => {}
        }
        depth == 0
    });
    outside.collect()
}

//! # 目标口号化
//!
//! ## 查什么
//! 总体目标一个数量也没有（年份、序号不算），分句多，而且几乎每个分句都有一个“加强、推进、夯实”
//! 一类的口号词。先去掉《文件标题》和文号；机构名称里的“保障”等不算。
//!
//! ## 依据
//! 绩效目标要指向明确、细化量化，能在年底对照。
//!
//! ## 怎样改
//! 写清今年做哪几件事、各做多少、做到什么程度。
//!
//! ## 例子
//! 全是口号：
//! ```form
//! kind: project
//! goal: 聚焦共富建设，夯实民生根基；聚焦扩面增效，筑牢民生底线；聚焦维权和谐，稳定发展大局。
//! ```
//! ```findings
//! 需答复 第1张表「聚焦共富建设，夯实民生根基；聚焦扩面增效，筑牢民生底线；聚焦维权和谐，稳定发展大局。」总体目标6个分句没有一个数量，却有7个口号词（聚焦、夯实、筑牢、和谐、稳定）。
//! ```
//! 序号、年份不是数量：
//! ```form
//! kind: project
//! goal: 1.加强领导，压实责任；2.完善机制，提升能力；3.强化监督，确保2026年各项工作落实。
//! ```
//! ```findings
//! 需答复 第1张表「1.加强领导，压实责任；2.完善机制，提升能力；3.强化监督，确保2026年各项工作落实。」总体目标6个分句没有一个数量，却有6个口号词（加强、完善、提升、强化、确保、落实）。
//! ```
//! 有数量，或者说的是具体的事：
//! ```form
//! kind: project
//! goal: 聚焦就业，夯实民生根基；推进培训，提升技能；培训900人，稳定就业。
//! ---
//! kind: project
//! goal: 巡查在建工地，受理欠薪投诉，追回拖欠的工资，公布典型案件，培训用工单位，建立工资专户。
//! ```
//! ```findings
//! 通过
//! ```

use model::{Decimal, Field};

use crate::numbers::printed;
use crate::titles::{is_han, without_titles};
use crate::words::{Names, find};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C029");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let Some(goal) = context.form().fields.get(&Field::Goal).filter(|goal| !goal.is_blank()) else {
        return Ok(());
    };
    if !context.is_plan() {
        return Ok(());
    }
    out.looked();
    let text = without_titles(&goal.text);
    let clauses = text.split(['，', ',', '；', ';', '。', '！', '\n']);
    let clauses = Decimal::from(clauses.filter(|clause| clause.chars().any(is_han)).count());
    let measured = printed(&text).iter().any(|number| !number.unit().is_empty());
    if measured || clauses < context.number("min_clauses")? {
        return Ok(());
    }
    let slogans = find(&text, context.words("words.slogans")?, &Names::of(context, &[])?);
    if Decimal::from(slogans.len()) < context.number("min_slogan_share")? * clauses {
        return Ok(());
    }
    let mut words: Vec<&str> = Vec::new();
    for slogan in &slogans {
        if !words.contains(&slogan.text) {
            words.push(slogan.text);
        }
    }
    out.fail(Hit {
        message: format!(
            "总体目标{clauses}个分句没有一个数量，却有{}个口号词（{}）。",
            slogans.len(),
            words.join("、")
        ),
        remedy: "写清今年做哪几件事、各做多少、做到什么程度，例如“培训900人，就业率不低于80%”。"
            .into(),
        ..Hit::on(goal)
    });
    Ok(())
}

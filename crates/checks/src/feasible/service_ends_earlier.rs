//! # 人员期限冲突
//!
//! ## 查什么
//! “三支一扶”一类的人员按年份招募、服务期有定数：某一批的服务期在时效指标写的截止日之前就满了，
//! 却仍按全年安排。服务月数和起始月份由规则包给出。
//! 只看写明“某年招募几名”“某年几名”的；文件名称里的年份不算。
//!
//! ## 依据
//! 目标应当合理可行：服务期满的人员不能再按在岗安排到年底。
//!
//! ## 怎样改
//! 按批次写明在岗的起止月份和人数，经费按实际在岗月数测算；续签或者接着招募的，写明。
//!
//! ## 例子
//! 2024年招募的到2026年7月期满：
//! ```form
//! kind: project
//! year: 2026
//! project: 三支一扶人员待遇
//! goal: 根据《关于2023年招募5名的通知》，我区现有2024年招募“三支一扶”人员4名，2025年招募2名。
//! | 产出指标 | 数量指标 | 在岗人数 | 6名 |
//! | 产出指标 | 时效指标 | 发放时间 | 2026年1月至2026年12月 |
//! ```
//! ```findings
//! 需答复 第1张表「2026年1月至2026年12月」“三支一扶”的服务期一般是24个月：2024年招募的4名到2026年7月期满，时效却写到“2026年1月至2026年12月”。
//! ```
//! 服务期没有满的：
//! ```form
//! kind: project
//! year: 2026
//! project: 三支一扶人员待遇
//! goal: 我区现有2025年招募“三支一扶”人员2名。
//! | 产出指标 | 时效指标 | 发放时间 | 2026年1月至2026年12月 |
//! ```
//! ```findings
//! 通过
//! ```

use std::collections::BTreeMap;

use model::target::Period;
use model::{Column, Decimal, Field, Form, Text};

use crate::indicators::Classes;
use crate::timing::is_plan;
use crate::titles::without_titles;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C063");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    let Some((scheme, months)) = scheme(context)?.filter(|_| is_plan(form)) else {
        return Ok(());
    };
    let begins = context.number("start_month")?;
    let recruiting = context.words("words.recruiting")?;
    let mut cohorts: BTreeMap<i64, String> = BTreeMap::new();
    for cell in texts(form) {
        for (year, count) in cohorts_in(&without_titles(&cell.text), recruiting) {
            cohorts.entry(year).or_insert(count);
        }
    }
    if cohorts.is_empty() {
        return Ok(());
    }
    out.looked();
    let classes = Classes::of(context)?;
    for row in &form.indicators {
        let Some(end) = row.target.period.and_then(|period| last_month(&period)) else { continue };
        if !classes.is_timeliness(row) {
            continue;
        }
        let served = |year: &i64| {
            let last = Decimal::from(*year) * Decimal::from(12) + begins + months - Decimal::TWO;
            i64::try_from(last).unwrap_or(i64::MAX)
        };
        let ended = cohorts.iter().filter(|(year, _)| served(year) < end);
        let told: Vec<String> = ended
            .map(|(year, count)| {
                let last = served(year);
                format!("{year}年招募的{count}到{}年{}月期满", last / 12, last % 12 + 1)
            })
            .collect();
        if told.is_empty() {
            continue;
        }
        let hit = Hit::in_row(row, Column::Target);
        out.fail(Hit {
            message: format!(
                "“{scheme}”的服务期一般是{}个月：{}，时效却写到“{}”。",
                months.normalize(),
                told.join("，"),
                hit.quote
            ),
            remedy: "按批次写明在岗的起止月份和人数，经费按在岗月数测算；续签或接着招募的，写明。"
                .into(),
            ..hit
        });
    }
    Ok(())
}

/// The scheme the form is about, with the months of its service.
fn scheme<'a>(context: &Context<'a>) -> Result<Option<(&'a str, Decimal)>, Undecided> {
    let form = context.form();
    let about =
        |word: &str| [Field::Project, Field::Goal].iter().any(|f| form.text(*f).contains(word));
    let table = context.table("words.service_months")?;
    let found = table.iter().find(|(word, _)| about(word));
    Ok(found.and_then(|(word, months)| Some((word.as_str(), months.parse().ok()?))))
}

/// The cells that may tell who was recruited when.
fn texts(form: &Form) -> impl Iterator<Item = &Text> {
    let fields = [Field::Goal, Field::Content, Field::Basis];
    let head = fields.into_iter().filter_map(|field| form.fields.get(&field));
    let columns = [Column::Level3, Column::Target];
    let rows = form.indicators.iter();
    head.chain(rows.flat_map(move |row| columns.into_iter().filter_map(|c| row.cells.get(&c))))
}

/// Years with the number of people recruited: 「2024年招募…4名」, 「2024年4名」.
fn cohorts_in(text: &str, recruiting: &[String]) -> Vec<(i64, String)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('年') {
        let before: Vec<char> = text[..at].chars().rev().take_while(char::is_ascii_digit).collect();
        let Ok(year) = before.iter().rev().collect::<String>().parse() else { continue };
        let after = &text[at + '年'.len_utf8()..];
        let clause = after.split(['，', '。', '；', ',', ';', '\n']).next().unwrap_or_default();
        let clause = clause.split('年').next().unwrap_or_default();
        let recruited = recruiting.iter().any(|word| clause.starts_with(word.as_str()));
        let counted = clause.starts_with(|c: char| c.is_ascii_digit());
        if let Some(count) = people(clause).filter(|_| before.len() == 4 && (recruited || counted))
        {
            found.push((year, count));
        }
    }
    found
}

/// The first number of people in a clause, as written.
fn people(clause: &str) -> Option<String> {
    let start = clause.find(|c: char| c.is_ascii_digit())?;
    let rest = &clause[start..];
    let digits = rest.find(|c: char| !c.is_ascii_digit())?;
    let unit = rest[digits..].chars().next().filter(|c| "名人".contains(*c))?;
    Some(format!("{}{unit}", &rest[..digits]))
}

/// The last month of a period, counted from the year 0; none where no year is written.
fn last_month(period: &Period) -> Option<i64> {
    let month = i64::from(period.end.month?);
    Some(i64::from(period.end.year?) * 12 + month - 1)
}

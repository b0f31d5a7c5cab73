//! # 敏感信息公开
//!
//! ## 查什么
//! 绩效目标表要公开，而总体目标、指标里写着巡视巡察反馈、涉密的事，或者直接写着身份证号、手机号、银行账号。
//! 护林员巡视、设备巡视不算；巡察机构、保密机构写自己的职责不算；信访不算。
//!
//! ## 依据
//! 公开政府信息前要审查：国家秘密、内部管理信息、个人隐私不公开或者处理后公开。
//!
//! ## 怎样改
//! 改写这句话，只写要做的事；涉密项目按规定不公开；个人号码删掉。
//!
//! ## 例子
//! 写了巡视巡察反馈；留着手机号：
//! ```form
//! kind: project
//! goal: 按照省委巡视和区委巡察反馈整改未发放待遇要求，落实政策。
//! | 产出指标 | 数量指标 | 慰问困难群众 | 9人，联系人张某，13800138000 |
//! ```
//! ```findings
//! 需答复 第1张表「按照省委巡视和区委巡察反馈整改未发放待遇要求」这里写到“省委巡视”“区委巡察”“巡察反馈”：表要公开，这类内容公开前要审查。
//! 需答复 第1张表「13800138000」这里有像手机号的一串数字，表要公开，会泄露个人信息。
//! ```
//! 电力巡视、计算机密码、金额不是；巡察机构写的是自己的职责：
//! ```form
//! kind: project
//! unit: 某县供电所
//! goal: 开展设备巡视，更换计算机密码锁，总投资13800000000元。
//! | 产出指标 | 数量指标 | 线路巡视次数 | ≥12次 |
//! ---
//! kind: project
//! unit: 中共某县县委巡察工作领导小组办公室
//! goal: 完成县委巡察4轮。
//! ```
//! ```findings
//! 通过
//! ```

use std::collections::BTreeSet;
use std::ops::Range;

use model::{Column, Field, Text};

use crate::words::{Names, find_anywhere};
use crate::{Context, Hit, Meta, Out, Undecided, clauses};

pub const META: Meta = Meta::new("C075");

/// The cells that are published with the form.
const FIELDS: [Field; 7] = [
    Field::Project,
    Field::Goal,
    Field::MediumGoal,
    Field::Content,
    Field::Basis,
    Field::GoalActual,
    Field::Remark,
];
const COLUMNS: [Column; 6] = [
    Column::Level3,
    Column::Explanation,
    Column::Target,
    Column::Actual,
    Column::Reason,
    Column::Remark,
];

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    if context.policy().boolean("checks.C075.published") == Some(false) {
        out.not_applicable("当地的规则包写明这类表不公开");
        return Ok(());
    }
    let form = context.form();
    let bodies = context.words("words.sensitive_bodies")?;
    let unit = form.text(Field::Unit);
    let own_duty = bodies.iter().any(|word| unit.contains(word.as_str()));
    let terms = if own_duty { &[][..] } else { context.words("words.sensitive")? };
    let others = Names::only(context, &["words.sensitive_except"])?;
    let accounts = context.words("words.account_words")?;
    let fields = FIELDS.iter().filter_map(|field| form.fields.get(field));
    let rows = form.indicators.iter();
    let cells = rows.flat_map(|row| COLUMNS.iter().filter_map(|column| row.cells.get(column)));
    for cell in fields.chain(cells).filter(|cell| !cell.is_blank()) {
        out.looked();
        for (clause, words) in sensitive_clauses(cell, terms, &others) {
            out.fail(Hit {
                message: format!(
                    "这里写到“{}”：表要公开，这类内容公开前要审查。",
                    words.join("”“")
                ),
                remedy: "改写成只说要做什么事；涉密的按规定不公开。".into(),
                ..Hit::part(cell, clause)
            });
        }
        for (characters, what) in personal_numbers(&cell.text, accounts) {
            out.fail(Hit {
                message: format!("这里有像{what}的一串数字，表要公开，会泄露个人信息。"),
                remedy: "删掉这个号码。".into(),
                ..Hit::part(cell, characters)
            });
        }
    }
    Ok(())
}

/// The clauses with terms of the list, each with its terms.
fn sensitive_clauses<'w>(
    cell: &Text,
    terms: &'w [String],
    others: &Names,
) -> Vec<(Range<usize>, Vec<&'w str>)> {
    let mut found: Vec<(Range<usize>, Vec<&str>)> = Vec::new();
    for word in find_anywhere(&cell.text, terms, others) {
        let clause = clauses::around(&cell.text, word.start..word.end);
        match found.last_mut().filter(|(last, _)| *last == clause) {
            Some((_, words)) if words.contains(&word.text) => {}
            Some((_, words)) => words.push(word.text),
            None => found.push((clause, vec![word.text])),
        }
    }
    found
}

/// Runs of digits shaped like the number of a person: identity card, mobile phone, bank account.
fn personal_numbers(text: &str, accounts: &[String]) -> Vec<(Range<usize>, &'static str)> {
    let characters: Vec<char> = text.chars().map(model::text::narrow).collect();
    let mut starts: BTreeSet<usize> = BTreeSet::new();
    for (at, c) in characters.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| characters[before]);
        if c.is_ascii_digit() && !before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '.') {
            starts.insert(at);
        }
    }
    let mut found = Vec::new();
    for start in starts {
        let rest = characters[start..].iter();
        let length = rest.take_while(|c| c.is_ascii_alphanumeric()).count();
        let digits: String = characters[start..start + length].iter().collect();
        let next = characters.get(start + length).copied().unwrap_or(' ');
        if "元万亿.".contains(next) {
            continue;
        }
        let clause = clauses::around(text, start..start + length);
        let named = || {
            let clause = clauses::cut(text, clause.clone());
            accounts.iter().any(|word| clause.contains(word.as_str()))
        };
        let what = match length {
            11 if is_mobile(&digits) => "手机号",
            18 if is_identity(&digits) => "身份证号",
            16..=19 if digits.bytes().all(|b| b.is_ascii_digit()) && named() => "银行账号",
            _ => continue,
        };
        found.push((start..start + length, what));
    }
    found
}

fn is_mobile(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    bytes.iter().all(u8::is_ascii_digit) && bytes[0] == b'1' && (b'3'..=b'9').contains(&bytes[1])
}

/// Region, birth date, serial number, check character.
fn is_identity(digits: &str) -> bool {
    let (number, last) = digits.split_at(digits.len() - 1);
    let born = number.get(6..14).unwrap_or("");
    let part = |range: Range<usize>| born.get(range).and_then(|part| part.parse::<u32>().ok());
    number.bytes().all(|b| b.is_ascii_digit())
        && (last.eq_ignore_ascii_case("x") || last.bytes().all(|b| b.is_ascii_digit()))
        && part(0..4).is_some_and(|year| (1900..=2099).contains(&year))
        && part(4..6).is_some_and(|month| (1..=12).contains(&month))
        && part(6..8).is_some_and(|day| (1..=31).contains(&day))
}

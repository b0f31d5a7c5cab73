//! Checks a finance bureau writes into its own pack, without code: an expression over the form,
//! with message, remedy, basis and severity.
//!
//! Everything that can be wrong with one is found when the pack is loaded: unknown names, floating
//! point, decimals outside functions, unknown word lists, a missing basis. Evaluating is for
//! the crate of the checks.

mod expression;
mod names;

use chrono::NaiveDate;
use model::{Citation, Force, FormKind, Severity};

pub use expression::Expression;
pub use names::local_names;

use crate::PackError;
use crate::entry::{read_citation, read_verification};
use crate::fields::Fields;
use crate::source::Source;

/// A local check of a pack.
#[derive(Debug, Clone)]
pub struct LocalCheck {
    /// Permanent code: two or more capitals and three digits, such as `RH001`.
    pub code: String,
    /// Name in Chinese.
    pub name: String,
    /// Kinds of form it looks at; empty for all.
    pub kinds: Vec<FormKind>,
    /// Whether it looks at every indicator row, or once at the form.
    pub each_row: bool,
    /// Looks only where this is true.
    pub when: Option<Expression>,
    /// True where the form is right.
    pub expect: Expression,
    /// What is wrong.
    pub message: Vec<Piece>,
    /// What to do.
    pub remedy: String,
    /// How much it weighs.
    pub severity: Severity,
    /// Why.
    pub citation: Citation,
    /// First day in force.
    pub from: NaiveDate,
    /// Last day in force; `None` while no end is known.
    pub until: Option<NaiveDate>,
    /// An example it finds fault with, in the text format of the examples.
    pub wrong: String,
    /// An example it passes.
    pub right: String,
    /// The pack it came from.
    pub pack: String,
    /// The file it stands in.
    pub file: String,
}

/// A piece of a message: words, or a value to be shown.
#[derive(Debug, Clone)]
pub enum Piece {
    /// Words as they are.
    Words(String),
    /// `{…}`: the value of an expression.
    Value(Expression),
}

impl LocalCheck {
    /// Whether it holds on a day.
    pub fn in_force(&self, date: NaiveDate) -> bool {
        self.from <= date && self.until.is_none_or(|last| date <= last)
    }

    /// Every expression of the check.
    pub fn expressions(&self) -> impl Iterator<Item = &Expression> {
        let values = self.message.iter().filter_map(|piece| match piece {
            Piece::Value(expression) => Some(expression),
            Piece::Words(_) => None,
        });
        self.when.iter().chain([&self.expect]).chain(values)
    }

    /// Reads one `[[check]]`; `find` looks a source up in this pack and its parents.
    pub(crate) fn read<'s>(
        mut fields: Fields,
        pack: &str,
        file: &str,
        find: impl Fn(&str) -> Option<&'s Source>,
    ) -> Result<LocalCheck, PackError> {
        let code = fields.required("code", "编号，如 \"RH001\"：大写字母加三位数字，永不重用")?;
        fields.name(&code);
        if !is_code(&code) {
            return Err(fields.error("「code」应是两个以上大写字母加三位数字，如 \"RH001\""));
        }
        let name = fields.required("name", "中文名称")?;
        let kinds = read_kinds(&mut fields)?;
        let each_row = match fields.text("each")?.as_deref() {
            None | Some("form") => false,
            Some("row") => true,
            Some(_) => {
                return Err(fields.error("「each」只能写 \"form\"（整张表）或 \"row\"（逐行）"));
            }
        };
        let when = fields.text("when")?;
        let when = when.map(|text| Expression::condition(&text, each_row)).transpose();
        let when = when.map_err(|problem| fields.error(format!("「when」：{problem}")))?;
        let expect = fields.required("expect", "一个式子，成立就是对的")?;
        let expect = Expression::condition(&expect, each_row)
            .map_err(|problem| fields.error(format!("「expect」：{problem}")))?;
        let message = fields.required("message", "哪里不对，可用 {表.项目} 写进实际的值")?;
        let message = pieces(&message, each_row)
            .map_err(|problem| fields.error(format!("「message」：{problem}")))?;
        let remedy = fields.required("remedy", "怎样改")?;
        let from = fields.required_date("from", "起用日期，如 2026-01-01")?;
        let until = fields.date("until")?;
        let (_, citation) = read_citation(&mut fields, find)?;
        read_verification(&mut fields)?;
        let severity = read_severity(&mut fields, &citation)?;
        let wrong = fields.required("wrong", "一个错的例子")?;
        let right = fields.required("right", "一个对的例子")?;
        fields.finish()?;
        let (pack, file) = (pack.to_owned(), file.to_owned());
        Ok(LocalCheck {
            code,
            name,
            kinds,
            each_row,
            when,
            expect,
            message,
            remedy,
            severity,
            citation,
            from,
            until,
            wrong,
            right,
            pack,
            file,
        })
    }
}

fn read_kinds(fields: &mut Fields) -> Result<Vec<FormKind>, PackError> {
    let words = fields.words("for")?;
    let kind = |word: &String| word.parse().ok();
    words.iter().map(kind).collect::<Option<Vec<FormKind>>>().ok_or_else(|| {
        fields.error(
            "「for」里只能写 \"project\"、\"department\"、\"monitoring\"、\"self_evaluation\"、\"department_self_evaluation\"",
        )
    })
}

/// Rule R5 holds for local checks too: only what binds can bar a submission.
fn read_severity(fields: &mut Fields, citation: &Citation) -> Result<Severity, PackError> {
    match fields.required("severity", "\"error\"、\"warning\" 或 \"advice\"")?.as_str() {
        "error" if citation.force != Force::Binding => Err(fields
            .error("error 只能依据有约束力的文件（force = binding），请改为 warning 或换依据")),
        "error" => Ok(Severity::Error),
        "warning" => Ok(Severity::Warning),
        "advice" => Ok(Severity::Advice),
        _ => Err(fields.error("「severity」应写 \"error\"、\"warning\" 或 \"advice\"")),
    }
}

fn is_code(code: &str) -> bool {
    let letters = code.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = code.as_bytes().get(letters..).unwrap_or_default();
    letters >= 2 && digits.len() == 3 && digits.iter().all(u8::is_ascii_digit)
}

/// Cuts a message at its `{…}`.
fn pieces(text: &str, in_row: bool) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (inside, tail) = after.split_once('}').ok_or("“{”没有对应的“}”")?;
        if !before.is_empty() {
            pieces.push(Piece::Words(before.to_owned()));
        }
        pieces.push(Piece::Value(Expression::shown(inside, in_row)?));
        rest = tail;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Words(rest.to_owned()));
    }
    Ok(pieces)
}

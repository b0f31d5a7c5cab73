//! One expression of a local check: compiled, and every name, type and literal in it looked at
//! before it may load. It is not evaluated here.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use cel::Program;
use cel::common::ast::{
    CallExpr, ComprehensionExpr, Expr, IdedExpr, LiteralValue, SelectExpr, operators,
};
use model::Decimal;

use super::names::{
    FORM, FUNCTIONS, Kind, Name, ROOTS, ROW, element, in_english, list_of, nearest, slip,
};

/// A compiled expression. Cheap to clone.
#[derive(Clone)]
pub struct Expression {
    written: String,
    program: Arc<Program>,
    words: Vec<String>,
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expression({})", self.written)
    }
}

impl Expression {
    /// Compiles an expression that must give yes or no; `in_row` says whether `行` has a meaning.
    ///
    /// # Errors
    /// What is wrong, in words for the person who keeps the pack.
    pub(crate) fn condition(text: &str, in_row: bool) -> Result<Expression, String> {
        let (expression, kind) = Expression::compile(text, in_row)?;
        match kind {
            Kind::Boolean | Kind::Any => Ok(expression),
            _ => Err(format!("式子“{text}”应当得出是或否")),
        }
    }

    /// Compiles an expression whose value is shown in a message.
    ///
    /// # Errors
    /// As for [`Expression::condition`].
    pub(crate) fn shown(text: &str, in_row: bool) -> Result<Expression, String> {
        let (expression, kind) = Expression::compile(text, in_row)?;
        match kind {
            Kind::Text | Kind::Number | Kind::Integer | Kind::Any => Ok(expression),
            _ => Err(format!("{{{text}}} 应当是文字或数，才能写进话里")),
        }
    }

    fn compile(text: &str, in_row: bool) -> Result<(Expression, Kind), String> {
        if let Some(slip) = slip(text) {
            return Err(format!("式子“{text}”写法不对：{slip}"));
        }
        let english = in_english(text).map_err(|unknown| no_such(&unknown))?;
        let program = Program::compile(&english).map_err(|errors| {
            let first = errors.errors.first();
            let what =
                first.map_or(String::new(), |e| format!("：第 {} 个字符处 {}", e.pos.1, e.msg));
            format!("式子“{text}”写法不对{what}")
        })?;
        let mut walk = Walk { in_row, variables: BTreeMap::new(), words: Vec::new() };
        let kind = walk.kind(program.expression())?;
        let words = walk.words;
        Ok((Expression { written: text.to_owned(), program: Arc::new(program), words }, kind))
    }

    /// The expression as the pack writes it.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// The compiled program.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// Keys of the word lists it asks for.
    pub fn words(&self) -> &[String] {
        &self.words
    }
}

fn no_such(name: &str) -> String {
    let hint = match (name, nearest(name)) {
        ("并且" | "而且" | "且", _) => "；“并且”写成 &&".to_owned(),
        ("或者" | "或", _) => "；“或者”写成 ||".to_owned(),
        ("不" | "非", _) => "；“不”写成 !".to_owned(),
        (_, Some(near)) => format!("，是不是“{near}”？"),
        (_, None) => {
            "；能用的名称列在 packs/README.md，要查的文字加英文引号，循环里的变量用英文字母"
                .to_owned()
        }
    };
    format!("不认识“{name}”{hint}")
}

/// What to say of a column that is named without its owner: 项目 instead of 表.项目.
fn without_owner(name: &str) -> Option<String> {
    let of = |owner: &str, names: &'static [Name]| {
        let found = names.iter().find(|own| own.english == name)?;
        Some(format!("{owner}.{}", found.chinese))
    };
    let owned: Vec<String> = [of("表", FORM), of("行", ROW)].into_iter().flatten().collect();
    let first = owned.first()?.split_once('.')?.1;
    Some(format!("“{first}”要写明是谁的：{}", owned.join(" 或 ")))
}

/// A walk over the tree with the variables of the loops around.
struct Walk {
    in_row: bool,
    variables: BTreeMap<String, Kind>,
    words: Vec<String>,
}

impl Walk {
    fn kind(&mut self, node: &IdedExpr) -> Result<Kind, String> {
        match &node.expr {
            Expr::Literal(literal) => of_literal(literal),
            Expr::Ident(name) => self.root(name),
            Expr::Select(select) => self.member(select),
            Expr::Call(call) => self.call(call),
            Expr::Comprehension(inner) => self.repeat(inner),
            Expr::List(list) => {
                let kinds = list.elements.iter().map(|item| self.kind(item));
                let kinds = kinds.collect::<Result<Vec<Kind>, String>>()?;
                let first = kinds.first().copied().unwrap_or(Kind::Any);
                let alike = kinds.iter().all(|kind| *kind == first);
                Ok(if alike { list_of(first) } else { Kind::Any })
            }
            Expr::Map(_) | Expr::Struct(_) | Expr::Unspecified => {
                Err("这里不能写 {…}，只用表、行的栏目和函数".to_owned())
            }
        }
    }

    fn root(&self, name: &str) -> Result<Kind, String> {
        if let Some(kind) = self.variables.get(name) {
            return Ok(*kind);
        }
        let root = ROOTS.iter().find(|root| root.english == name);
        let root = root.ok_or_else(|| without_owner(name).unwrap_or_else(|| no_such(name)))?;
        if root.kind == Kind::Row && !self.in_row {
            return Err("“行”只有在写了 each = \"row\" 时才能用".to_owned());
        }
        Ok(root.kind)
    }

    fn member(&mut self, select: &SelectExpr) -> Result<Kind, String> {
        let owner = self.kind(&select.operand)?;
        let names: &[Name] = match owner {
            Kind::Form => FORM,
            Kind::Row => ROW,
            _ => return Err(format!("“{}”前面应当是一张表或一行指标", select.field)),
        };
        let found = names.iter().find(|name| name.english == select.field);
        found.map(|name| name.kind).ok_or_else(|| {
            let of = if owner == Kind::Form { "表" } else { "行" };
            format!("{of}里没有“{}”；{}", select.field, listed(names))
        })
    }

    fn call(&mut self, call: &CallExpr) -> Result<Kind, String> {
        let target = call.target.as_ref().map(|target| self.kind(target)).transpose()?;
        let kinds = call.args.iter().map(|argument| self.kind(argument));
        let kinds = kinds.collect::<Result<Vec<Kind>, String>>()?;
        if let Some(kind) = of_operator(&call.func_name, &kinds)? {
            return Ok(kind);
        }
        let function = FUNCTIONS.iter().find(|function| function.english == call.func_name);
        let function = function.ok_or_else(|| no_such(&call.func_name))?;
        let method = ["contains", "startsWith", "endsWith"].contains(&function.english);
        if method && target.is_some_and(|kind| !matches!(kind, Kind::Text | Kind::Any)) {
            return Err(format!("“{}”前面应当是文字：{}", function.chinese, function.meaning));
        }
        if method != target.is_some() || kinds.len() != function.takes.len() {
            return Err(format!("“{}”的用法：{}", function.chinese, function.meaning));
        }
        for ((takes, kind), argument) in function.takes.iter().zip(&kinds).zip(&call.args) {
            let fits = kind == takes || *kind == Kind::Any || *takes == Kind::Any;
            if !(fits || *takes == Kind::Number && is_number(*kind, argument)) {
                let written = match takes {
                    Kind::Number => "；数写整数，带小数的加引号写成 \"5.5\"",
                    _ => "",
                };
                return Err(format!("“{}”的用法：{}{written}", function.chinese, function.meaning));
            }
        }
        if function.english == "words" {
            let key = as_text(&call.args[0]).ok_or("词表(…) 里要直接写词表的名称")?;
            self.words.push(key.to_owned());
        }
        Ok(function.gives)
    }

    /// A loop, as the language spells `exists`, `all`, `filter` and `map` out.
    fn repeat(&mut self, inner: &ComprehensionExpr) -> Result<Kind, String> {
        let range = self.kind(&inner.iter_range)?;
        let start = self.kind(&inner.accu_init)?;
        let before = self.variables.clone();
        self.variables.insert(inner.iter_var.clone(), element(range));
        self.variables.insert(inner.accu_var.clone(), Kind::Any);
        self.kind(&inner.loop_cond)?;
        self.kind(&inner.loop_step)?;
        let gathered = gathered(&inner.loop_step);
        let item = gathered.map(|item| self.kind(item)).transpose()?;
        self.kind(&inner.result)?;
        self.variables = before;
        Ok(item.map_or(start, list_of))
    }
}

/// What `filter` and `map` put on their list: `… + [item]`.
fn gathered(step: &IdedExpr) -> Option<&IdedExpr> {
    let Expr::Call(call) = &step.expr else { return None };
    match call.func_name.as_str() {
        operators::CONDITIONAL => call.args.iter().skip(1).find_map(gathered),
        operators::ADD => match &call.args.get(1)?.expr {
            Expr::List(list) => list.elements.first(),
            _ => None,
        },
        _ => None,
    }
}

fn of_literal(literal: &LiteralValue) -> Result<Kind, String> {
    match literal {
        LiteralValue::Double(number) => Err(format!(
            "不用浮点数：把 {} 加引号写成 \"{}\"，并用 不小于(…) 等函数比较",
            number.inner(),
            number.inner()
        )),
        LiteralValue::Boolean(_) => Ok(Kind::Boolean),
        LiteralValue::Int(_) | LiteralValue::UInt(_) => Ok(Kind::Integer),
        LiteralValue::String(_) => Ok(Kind::Text),
        LiteralValue::Null => Ok(Kind::Any),
        LiteralValue::Bytes(_) => Err("不能写字节串".to_owned()),
    }
}

/// The kind an operator gives; none when the name is no operator.
fn of_operator(name: &str, kinds: &[Kind]) -> Result<Option<Kind>, String> {
    use operators::{
        ADD, CONDITIONAL, EQUALS, GREATER, GREATER_EQUALS, IN, LESS, LESS_EQUALS, LOGICAL_AND,
        LOGICAL_NOT, LOGICAL_OR, NOT_EQUALS, NOT_STRICTLY_FALSE, SUBSTRACT,
    };
    let exact = kinds.contains(&Kind::Number);
    Ok(Some(match name {
        LOGICAL_AND | LOGICAL_OR | LOGICAL_NOT | NOT_STRICTLY_FALSE => Kind::Boolean,
        EQUALS | NOT_EQUALS if !exact || kinds.contains(&Kind::Any) => Kind::Boolean,
        IN => Kind::Boolean,
        CONDITIONAL => kinds.get(1).copied().unwrap_or(Kind::Any),
        GREATER | GREATER_EQUALS | LESS | LESS_EQUALS if !exact => Kind::Boolean,
        ADD | SUBSTRACT if !exact => kinds.first().copied().unwrap_or(Kind::Any),
        EQUALS | NOT_EQUALS | GREATER | GREATER_EQUALS | LESS | LESS_EQUALS | ADD | SUBSTRACT => {
            return Err(
                "带小数的数不能用运算符，请用函数：不小于(a, b)、等于(a, b)、相加(a, b) 等"
                    .to_owned(),
            );
        }
        _ if name.contains('_') && !FUNCTIONS.iter().any(|f| f.english == name) => {
            return Err(format!("这里不能用“{}”", name.replace('_', " ").trim()));
        }
        _ => return Ok(None),
    }))
}

/// Whether an argument can stand for a decimal: a whole number, or text that is a number.
fn is_number(kind: Kind, argument: &IdedExpr) -> bool {
    let text = || as_text(argument).is_some_and(|text| Decimal::from_str_exact(text).is_ok());
    kind == Kind::Integer || kind == Kind::Text && text()
}

fn as_text(node: &IdedExpr) -> Option<&str> {
    match &node.expr {
        Expr::Literal(LiteralValue::String(text)) => Some(text.inner()),
        _ => None,
    }
}

fn listed(names: &[Name]) -> String {
    let names: Vec<&str> = names.iter().map(|name| name.chinese).collect();
    format!("这里有：{}", names.join("、"))
}

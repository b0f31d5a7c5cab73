//! What an expression of a local check may name: in Chinese or English, with what each name holds.
//!
//! The expression language has ASCII names only, so Chinese ones are written over before it is
//! compiled. An unknown name is refused with the nearest known one. Values come from elsewhere.

/// What a name holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A form, or every form of the unit handed in together.
    Form,
    Forms,
    /// An indicator row, or every row of a form.
    Row,
    Rows,
    Text,
    Texts,
    /// An exact decimal: handled by functions only.
    Number,
    Numbers,
    /// A whole number, such as a year or a count.
    Integer,
    Boolean,
    /// Not known while the pack is loaded.
    Any,
}

/// A name: English, Chinese, what it holds, and what it means.
pub(crate) struct Name {
    pub english: &'static str,
    pub chinese: &'static str,
    pub kind: Kind,
    pub meaning: &'static str,
}

/// A function: its arguments and its result.
pub(crate) struct Function {
    pub english: &'static str,
    pub chinese: &'static str,
    pub takes: &'static [Kind],
    pub gives: Kind,
    pub meaning: &'static str,
}

const fn name(
    english: &'static str,
    chinese: &'static str,
    kind: Kind,
    meaning: &'static str,
) -> Name {
    Name { english, chinese, kind, meaning }
}

/// Names an expression begins with.
pub(crate) const ROOTS: &[Name] = &[
    name("form", "表", Kind::Form, "正在查的表"),
    name("row", "行", Kind::Row, "正在查的一行指标；只在 each = \"row\" 时有"),
    name("forms", "各表", Kind::Forms, "同一单位一起交来的全部表"),
];

/// What a form has.
pub(crate) const FORM: &[Name] = &[
    name("kind", "表种", Kind::Text, "项目、部门、监控、自评、部门自评"),
    name("year", "年度", Kind::Integer, "预算年度；没有读到是 0"),
    name("title", "标题", Kind::Text, "表的标题"),
    name("unit", "单位", Kind::Text, "预算单位或部门名称"),
    name("project", "项目", Kind::Text, "项目名称"),
    name("category", "类别", Kind::Text, "特定目标类、其他运转类或空"),
    name("goal", "总体目标", Kind::Text, "年度总体目标"),
    name("basis", "立项依据", Kind::Text, "立项依据"),
    name("total", "总额", Kind::Number, "资金总额，万元；没有读到是 null"),
    name("fiscal", "财政拨款", Kind::Number, "财政拨款，万元；没有读到是 null"),
    name("other", "其他资金", Kind::Number, "其他资金，万元；没有读到是 null"),
    name("rows", "指标", Kind::Rows, "全部指标行"),
];

/// What an indicator row has.
pub(crate) const ROW: &[Name] = &[
    name("level1", "一级指标", Kind::Text, "一级指标"),
    name("level2", "二级指标", Kind::Text, "二级指标"),
    name("level3", "三级指标", Kind::Text, "三级指标名称"),
    name("target", "指标值", Kind::Text, "指标值原文"),
    name("value", "数值", Kind::Number, "指标值里的数；不是单个数是 null"),
    name("comparator", "比较符", Kind::Text, "≥、≤、＝、＞、＜或空"),
    name("unit", "计量单位", Kind::Text, "统一写法的计量单位，如 元、人、%"),
    name("weight", "权重", Kind::Number, "权重；没有是 null"),
    name("actual", "完成值", Kind::Text, "实际完成值原文"),
    name("score", "得分", Kind::Number, "得分；没有是 null"),
    name("explanation", "指标解释", Kind::Text, "指标解释"),
];

const TWO: &[Kind] = &[Kind::Number, Kind::Number];

/// The functions, the decimal ones first. Those of the language itself stand at the end.
pub(crate) const FUNCTIONS: &[Function] = &[
    function("ge", "不小于", TWO, Kind::Boolean, "前数 ≥ 后数"),
    function("gt", "大于", TWO, Kind::Boolean, "前数 ＞ 后数"),
    function("le", "不大于", TWO, Kind::Boolean, "前数 ≤ 后数"),
    function("lt", "小于", TWO, Kind::Boolean, "前数 ＜ 后数"),
    function("eq", "等于", TWO, Kind::Boolean, "两数相等"),
    function("add", "相加", TWO, Kind::Number, "两数之和"),
    function("sub", "相减", TWO, Kind::Number, "前数减后数"),
    function("mul", "相乘", TWO, Kind::Number, "两数之积"),
    function("sum", "合计", &[Kind::Numbers], Kind::Number, "一列数之和"),
    function("words", "词表", &[Kind::Text], Kind::Texts, "规则包里的一个词表"),
    function("has_any", "含任一", &[Kind::Text, Kind::Texts], Kind::Boolean, "文字里有任何一个词"),
    function("size", "个数", &[Kind::Any], Kind::Integer, "一列有几个，或文字有几个字"),
    function("contains", "包含", &[Kind::Text], Kind::Boolean, "文字.包含(\"词\")"),
    function("startsWith", "开头是", &[Kind::Text], Kind::Boolean, "文字.开头是(\"词\")"),
    function("endsWith", "结尾是", &[Kind::Text], Kind::Boolean, "文字.结尾是(\"词\")"),
];

/// The loops of the language: they take a variable and an expression.
pub(crate) const LOOPS: &[(&str, &str, &str)] = &[
    ("exists", "存在", "列.存在(x, 条件)：至少一个满足"),
    ("all", "全都", "列.全都(x, 条件)：个个满足"),
    ("filter", "筛选", "列.筛选(x, 条件)：满足的那些"),
    ("map", "逐个", "列.逐个(x, 式子)：由每个算出一列"),
];

const fn function(
    english: &'static str,
    chinese: &'static str,
    takes: &'static [Kind],
    gives: Kind,
    meaning: &'static str,
) -> Function {
    Function { english, chinese, takes, gives, meaning }
}

/// What one of a list is.
pub(crate) fn element(kind: Kind) -> Kind {
    match kind {
        Kind::Forms => Kind::Form,
        Kind::Rows => Kind::Row,
        Kind::Texts => Kind::Text,
        Kind::Numbers => Kind::Number,
        _ => Kind::Any,
    }
}

/// A list of these.
pub(crate) fn list_of(kind: Kind) -> Kind {
    match kind {
        Kind::Form => Kind::Forms,
        Kind::Row => Kind::Rows,
        Kind::Text => Kind::Texts,
        Kind::Number | Kind::Integer => Kind::Numbers,
        _ => Kind::Any,
    }
}

/// Writes the Chinese names of an expression in English, leaving quoted text alone; an unknown
/// name comes back as the error.
pub(crate) fn in_english(text: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = text.chars().peekable();
    while let Some(&c) = rest.peek() {
        if c == '"' || c == '\'' {
            out.extend(rest.next());
            while let Some(inside) = rest.next() {
                out.push(inside);
                if inside == '\\' {
                    out.extend(rest.next());
                } else if inside == c {
                    break;
                }
            }
        } else if c.is_alphabetic() && !c.is_ascii() {
            let mut word = String::new();
            while let Some(c) = rest.next_if(|c| c.is_alphanumeric() && !c.is_ascii()) {
                word.push(c);
            }
            out.push_str(english(&word).ok_or(word)?);
        } else {
            out.extend(rest.next());
        }
    }
    Ok(out)
}

/// A slip of those who type Chinese: its punctuation outside quoted text, one `=` for two, a bracket or
/// quotation mark without its pair.
pub(crate) fn slip(text: &str) -> Option<String> {
    let mut quoted = None;
    let (mut before, mut open) = (' ', 0);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match quoted {
            Some(_) if c == '\\' => _ = rest.next(),
            Some(mark) => quoted = quoted.filter(|_| c != mark),
            None if c == '"' || c == '\'' => quoted = Some(c),
            None if "“”‘’（），．。；：！＝＞＜＆｜≥≤≠".contains(c) => {
                return Some(format!("有中文标点 {c}，要换成英文的：引号 \"…\"，括号 (…)，逗号 ,"));
            }
            None if c == '=' && !"=!<>".contains(before) && rest.peek() != Some(&'=') => {
                return Some("相等写成 ==（两个等号）".to_owned());
            }
            None if c == '(' => open += 1,
            None if c == ')' => open -= 1,
            None => {}
        }
        before = c;
    }
    match (quoted, open) {
        (Some(mark), _) => Some(format!("引号 {mark} 没有成对")),
        (None, 0) => None,
        (None, _) => Some("括号没有成对".to_owned()),
    }
}

/// The English of a Chinese name.
fn english(chinese: &str) -> Option<&'static str> {
    every_name().find(|(_, own)| *own == chinese).map(|(english, _)| english)
}

fn every_name() -> impl Iterator<Item = (&'static str, &'static str)> {
    let names = ROOTS.iter().chain(FORM).chain(ROW).map(|name| (name.english, name.chinese));
    let functions = FUNCTIONS.iter().map(|function| (function.english, function.chinese));
    names.chain(functions).chain(LOOPS.iter().map(|(english, chinese, _)| (*english, *chinese)))
}

/// The known name nearest to an unknown one, if any is near: at most half of it to be changed, or
/// a Chinese name one of which holds the other.
pub(crate) fn nearest(unknown: &str) -> Option<&'static str> {
    let known = every_name().flat_map(|(english, chinese)| [english, chinese]);
    let scored = known.filter_map(|known| {
        let changes = strsim::damerau_levenshtein(unknown, known);
        let longest = unknown.chars().count().max(known.chars().count());
        let part = !unknown.is_ascii() && (known.contains(unknown) || unknown.contains(known));
        let unlike = unknown.chars().count().abs_diff(known.chars().count());
        (part || changes * 2 <= longest).then_some(((changes, unlike), known))
    });
    scored.min_by_key(|(distance, _)| *distance).map(|(_, known)| known)
}

/// The table of names and functions, as Markdown for those who write local checks.
pub fn local_names() -> String {
    let mut out = String::from("| 写法 | 英文写法 | 是什么 |\n|---|---|---|\n");
    let mut line = |chinese: String, english: String, meaning: &str| {
        out.push_str(&format!("| `{chinese}` | `{english}` | {meaning} |\n"));
    };
    for root in ROOTS {
        line(root.chinese.into(), root.english.into(), root.meaning);
    }
    for (owner, names) in [(("表", "form"), FORM), (("行", "row"), ROW)] {
        for name in names {
            let written =
                (format!("{}.{}", owner.0, name.chinese), format!("{}.{}", owner.1, name.english));
            line(written.0, written.1, name.meaning);
        }
    }
    for function in FUNCTIONS {
        line(
            format!("{}(…)", function.chinese),
            format!("{}(…)", function.english),
            function.meaning,
        );
    }
    for (english, chinese, meaning) in LOOPS {
        line(format!("{chinese}(…)"), format!("{english}(…)"), meaning);
    }
    out
}

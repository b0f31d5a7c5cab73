//! What the words printed by templates mean, wherever they come from: pack lists and layouts.

use std::collections::HashMap;

use model::form::{Column, Field, NamedColumn, TaskColumn};
use model::text::label_key;
use model::{Form, FormKind, Fund, RowKind};
use policy::layout::Binding;
use policy::{Layout, Policy};

/// Longer texts are never labels; the limit spares the look-up on goals and prose.
const LONGEST_LABEL: usize = 30;

/// Lists of words without a field of their own.
const LISTS: [&str; 9] =
    ["money_section", "goal_section", "side", "block", "end", "sum", "weak", "printed", "hint"];

/// Label words by meaning. The same word may mean one thing in the head and another above a
/// column, so each meaning has its own table.
#[derive(Debug, Default)]
pub struct Labels {
    fields: HashMap<String, Field>,
    funds: HashMap<String, Fund>,
    money: HashMap<String, RowKind>,
    columns: HashMap<String, NamedColumn>,
    tasks: HashMap<String, TaskColumn>,
    words: HashMap<&'static str, Vec<String>>,
    titles: Vec<(FormKind, Vec<String>)>,
}

impl Labels {
    /// The words of some policies and the labels their layouts print.
    pub fn new(policies: &[Policy]) -> Self {
        let mut labels = Labels::default();
        policies.iter().for_each(|policy| labels.add(policy));
        labels
    }

    fn add(&mut self, policy: &Policy) {
        let labels = self;
        let lists = |prefix: &str, name: &str| -> Vec<String> {
            policy.words(&format!("labels.{prefix}.{name}")).iter().map(|w| label_key(w)).collect()
        };
        fill(&mut labels.fields, Field::ALL, |f| lists("field", f.as_str()));
        fill(&mut labels.money, RowKind::ALL, |r| lists("money", r.as_str()));
        fill(&mut labels.columns, NamedColumn::ALL, |c| lists("column", c.as_str()));
        fill(&mut labels.tasks, TaskColumn::ALL, |t| lists("task", t.as_str()));
        for fund in [Fund::Total, Fund::Fiscal, Fund::Other] {
            let words = lists("fund", &fund.to_string());
            labels.funds.extend(words.into_iter().map(|word| (word, fund.clone())));
        }
        for word in lists("fund", "item") {
            labels.funds.entry(word.clone()).or_insert(Fund::Item(word));
        }
        for name in LISTS {
            let words = policy.words(&format!("labels.{name}"));
            let list = labels.words.entry(name).or_default();
            list.extend(words.iter().map(|w| label_key(w)));
            list.sort();
            list.dedup();
        }
        for kind in FormKind::ALL {
            labels.titles.push((*kind, lists("title", kind.as_str())));
        }
        for layout in policy.layouts() {
            labels.learn(layout);
        }
    }

    fn learn(&mut self, layout: &Layout) {
        for (key, binding) in layout.taught() {
            match binding {
                Binding::Field(field) => _ = self.fields.entry(key).or_insert(field),
                Binding::Column(column) => _ = self.columns.entry(key).or_insert(column),
                Binding::Task(column) => _ = self.tasks.entry(key).or_insert(column),
                Binding::Money(_, fund) => _ = self.funds.entry(key).or_insert(fund),
                Binding::YearBack(_) => {}
            }
        }
    }

    /// The field of the head a label stands beside.
    pub fn field(&self, key: &str) -> Option<Field> {
        let numbered = || lookup(&self.fields, numberless(key)).filter(|field| is_goal(*field));
        let special = || {
            let rest = key.strip_prefix("专项").filter(|rest| !rest.is_empty())?;
            lookup(&self.fields, &format!("项目{rest}")).or_else(|| lookup(&self.fields, rest))
        };
        lookup(&self.fields, key).or_else(numbered).or_else(special)
    }

    /// The source of money a label names.
    pub fn fund(&self, key: &str) -> Option<Fund> {
        let annual = || ["当年", "本年", "年度"].iter().find_map(|word| key.strip_prefix(word));
        lookup(&self.funds, key).or_else(|| lookup(&self.funds, annual()?))
    }

    /// The money row (or column) a label names.
    pub fn money(&self, key: &str) -> Option<RowKind> {
        lookup(&self.money, key).or_else(|| lookup(&self.money, &any_period(key)?))
    }

    /// The indicator column below a label, a calendar year included.
    pub fn column(&self, key: &str) -> Option<Column> {
        let year = || key.strip_suffix("年").or(key.strip_suffix("年度")).and_then(calendar_year);
        let named = lookup(&self.columns, key);
        let named = named.or_else(|| lookup(&self.columns, &any_period(key)?));
        // 绩效指标性质, 绩效度量单位.
        let named = named.or_else(|| lookup(&self.columns, key.strip_prefix("绩效")?));
        named.map(Column::Named).or_else(|| year().map(Column::Year))
    }

    /// The column of 年度主要任务 below a label.
    pub fn task(&self, key: &str) -> Option<TaskColumn> {
        lookup(&self.tasks, key)
    }

    /// Whether a label belongs to one of the plain lists: `side`, `block`, `end` ….
    pub fn is(&self, list: &str, key: &str) -> bool {
        let listed = |key: &str| {
            self.words.get(list).is_some_and(|words| words.iter().any(|word| word == key))
        };
        let short = bare(key);
        !key.is_empty() && (listed(key) || short.len() < key.len() && listed(short))
    }

    /// Whether a label names who fills the form in (部门：) rather than a role.
    pub fn is_weak(&self, key: &str) -> bool {
        let plain = without_brackets(key);
        self.words.get("weak").is_some_and(|words| words.contains(&plain))
    }

    /// Whether a text is any label of the head.
    pub fn in_head(&self, key: &str) -> bool {
        self.field(key).is_some()
            || self.fund(key).is_some()
            || self.money(key).is_some()
            || self.is("money_section", key)
            || self.is("goal_section", key)
            || self.is("printed", key)
    }

    /// Whether a label stands beside a whole money table: listed, or unknown but with a money unit.
    pub fn money_section(&self, key: &str) -> bool {
        let unit = key.contains("(万元)") || key.contains("(元)");
        let money = || ["资金", "预算", "经费", "收支"].iter().any(|word| key.contains(word));
        let known = || self.fund(key).is_some() || self.money(key).is_some();
        self.is("money_section", key) || unit && money() && !known()
    }

    /// Whether a text is a hint of the template that its author left standing.
    pub fn is_hint(&self, text: &str) -> bool {
        let key = label_key(text);
        let request = key.trim_start_matches(|c: char| c.is_ascii_digit() || ".、".contains(c));
        let framed = key.starts_with('(') && key.ends_with(')');
        let asks = framed || request.starts_with('请') || request.contains(",请") || {
            request.contains("的请") && request.chars().count() <= LONGEST_LABEL
        };
        let words = self.words.get("hint");
        key.chars().count() <= 2 * LONGEST_LABEL
            && asks
            && words.is_some_and(|words| words.iter().any(|word| key.contains(word.as_str())))
    }

    /// Whether a text is any label of 年度主要任务.
    pub fn in_tasks(&self, key: &str) -> bool {
        self.task(key).is_some() || self.is("group.tasks", key) || self.is("group.task_money", key)
    }

    /// What a label stands for, so that two words for one thing are one.
    pub fn meaning(&self, key: &str) -> String {
        let column = self.column(key).map(|column| format!("column {column}"));
        let fund = || self.fund(key).map(|fund| format!("fund {fund}"));
        let money = || self.money(key).map(|row| format!("money {row}"));
        let field = || self.field(key).map(|field| format!("field {field}"));
        column.or_else(fund).or_else(money).or_else(field).unwrap_or_else(|| bare(key).to_owned())
    }

    /// The kind of form a title names; the longest matching words decide.
    pub fn kind(&self, title: &str) -> Option<FormKind> {
        let title = label_key(title);
        let found = self.titles.iter().flat_map(|(kind, words)| {
            let hits = words.iter().filter(|word| title.contains(word.as_str()));
            hits.map(move |word| (word.chars().count(), *kind))
        });
        found.max_by_key(|(length, _)| *length).map(|(_, kind)| kind)
    }
}

fn fill<T: Copy>(table: &mut HashMap<String, T>, all: &[T], words: impl Fn(T) -> Vec<String>) {
    for name in all {
        for word in words(*name) {
            table.entry(word).or_insert(*name);
        }
    }
}

fn lookup<T: Clone>(table: &HashMap<String, T>, key: &str) -> Option<T> {
    if key.is_empty() || key.chars().count() > LONGEST_LABEL {
        return None;
    }
    let whole = || table.get(without_brackets(key).as_str());
    table.get(key).or_else(|| table.get(bare(key))).or_else(whole).cloned()
}

/// `年度绩效目标1(40分)` without remark and number.
pub fn numberless(key: &str) -> &str {
    bare(key).trim_end_matches(|c: char| c.is_ascii_digit() || "一二三四五".contains(c))
}

/// Goals, of which a form may print several.
pub fn is_goal(field: Field) -> bool {
    matches!(field, Field::Goal | Field::MediumGoal | Field::GoalActual)
}

/// `1-5月执行数` as `1-7月执行数`, the one that is listed.
fn any_period(key: &str) -> Option<String> {
    let at = key.find('月')?;
    let period = key[..at].chars().all(|c| c.is_ascii_digit() || "-—–~至年".contains(c));
    let rest = key[at..].trim_start_matches('月').trim_start_matches('份');
    period.then(|| format!("1-7月{rest}"))
}

/// A label without any of its remarks: `转移支付(项目)名称` is 转移支付名称.
fn without_brackets(key: &str) -> String {
    let mut depth = 0usize;
    let mut plain = String::with_capacity(key.len());
    for c in key.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    plain
}

/// A label without 其中: in front and without its remark in brackets.
pub fn bare(key: &str) -> &str {
    let key = key.strip_prefix("其中").map_or(key, |rest| rest.trim_start_matches(':'));
    let cut = key.find('(').filter(|at| *at > 0).unwrap_or(key.len());
    let key = key[..cut].trim_end_matches(':');
    // A lost opening bracket leaves `执行数B)`.
    let half = key.strip_suffix(')').map(|rest| rest.trim_end_matches(|c: char| c.is_ascii()));
    half.filter(|rest| !rest.is_empty()).unwrap_or(key)
}

/// A plausible calendar year.
pub fn calendar_year(digits: &str) -> Option<i32> {
    let year: i32 = digits.parse().ok()?;
    (1990..2100).contains(&year).then_some(year)
}

/// The first year written in a text: four digits before 年.
pub fn year_in(text: &str) -> Option<i32> {
    let plain: String = model::text::fold(text).chars().map(model::text::narrow).collect();
    let plain: String = plain.chars().filter(|c| *c != ' ').collect();
    plain.match_indices('年').find_map(|(at, _)| {
        let digits = plain.get(at.checked_sub(4)?..at)?;
        digits.bytes().all(|b| b.is_ascii_digit()).then(|| calendar_year(digits))?
    })
}

/// The year of a `2026年度` inside a longer line.
pub fn budget_year(text: &str) -> Option<&str> {
    let at = text.find("年度")?;
    let start = at.checked_sub(4)?;
    let digits = text.get(start..at)?;
    calendar_year(digits).and_then(|_| text.get(start..at + "年度".len()))
}

/// Words that set a category, in a title or in 项目类别.
pub fn category_in(form: &Form) -> Option<model::Category> {
    let texts = [form.text(Field::Title), form.text(Field::Category)];
    let has = |word: &str| texts.iter().any(|text| model::text::fold(text).contains(word));
    match (has("特定目标类"), has("其他运转类")) {
        (true, false) => Some(model::Category::SpecificPurpose),
        (false, true) => Some(model::Category::OtherOperating),
        _ => None,
    }
}

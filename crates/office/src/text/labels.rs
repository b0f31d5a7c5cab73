//! The words by which rows and columns are told in text that lost its lines.
//!
//! All of them come from the packs (`labels.*`, `levels.*`); nothing here names a label. What a
//! label means for a form is the recogniser's business: here it only says where cells begin.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use model::form::{Field, FormKind, NamedColumn, RowKind};
use model::text::{label_key, narrow};
use policy::Policy;

/// What a label can be; one word may be several of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Beside a field of the head.
    Field(Field),
    /// Beside an amount.
    Fund,
    /// The first row of amounts, the sum.
    Total,
    /// Above a column of amounts.
    Money(RowKind),
    /// Left of the whole money table.
    MoneySection,
    /// Left of the goals.
    GoalSection,
    /// Left of the indicators: 绩效指标, 管理效率 ….
    Side,
    /// Above a column of indicators.
    Column(NamedColumn),
    /// Above several columns of indicators, by the name of the group.
    Group(Group),
    /// Begins what stands below the indicators.
    End,
}

/// Labels printed above other labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Over 指标性质, 指标值 and 度量单位.
    Target,
    /// Over 三年均值 and the years.
    Reference,
    /// Over the kinds of cause.
    Cause,
    /// Over the likelihoods.
    Likelihood,
}

/// Label words, from the packs.
#[derive(Debug, Clone, Default)]
pub struct Labels {
    kinds: BTreeMap<String, Arc<BTreeSet<Kind>>>,
    funds: BTreeMap<String, String>,
    level1: BTreeSet<String>,
    level2: BTreeSet<String>,
    satisfaction: BTreeSet<String>,
    titles: Vec<String>,
    grades: Vec<String>,
    /// Labels that glued text is cut at, by their first character, longest first.
    cuts: BTreeMap<char, Vec<String>>,
}

/// No label, remark in brackets included, has more bytes: long texts need no look.
const LONGEST: usize = 400;

/// Shorter words occur inside names and prose too often to cut text at them.
const SHORTEST_CUT: usize = 4;

impl Labels {
    /// The words of a policy.
    pub fn new(policy: &Policy) -> Self {
        Labels::from_words(|key| policy.words(key).to_vec())
    }

    /// The words of the national pack built into the program.
    pub fn built_in() -> &'static Labels {
        static LABELS: OnceLock<Labels> = OnceLock::new();
        LABELS.get_or_init(|| {
            let packs = policy::Packs::built_in()
                .expect("invariant: the built-in packs load, which a test of theirs proves");
            let date = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default();
            packs.policy("national", date).map(|policy| Labels::new(&policy)).unwrap_or_default()
        })
    }

    /// The words that `words` gives for each key of the packs.
    pub fn from_words(words: impl Fn(&str) -> Vec<String>) -> Self {
        let mut labels = Labels::default();
        for (key, kind) in keys() {
            for word in words(&key) {
                let kinds = labels.kinds.entry(label_key(&word)).or_default();
                Arc::make_mut(kinds).insert(kind);
            }
        }
        for name in ["total", "fiscal", "other"] {
            for word in words(&format!("labels.fund.{name}")) {
                labels.funds.insert(label_key(&word), name.to_owned());
            }
        }
        let set = |key: &str| words(key).iter().map(|word| level_base(word)).collect();
        labels.level1 = set("levels.level1");
        labels.satisfaction = set("levels.satisfaction");
        for name in LEVEL2 {
            let more: BTreeSet<String> = set(&format!("levels.level2.{name}"));
            labels.level2.extend(more);
        }
        for kind in FormKind::ALL {
            labels.titles.extend(words(&format!("labels.title.{kind}")));
        }
        labels.grades = words("labels.grade");
        labels.grades.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        labels.cuts = cuts(&labels.kinds);
        labels
    }

    /// What a cell text is as a label; empty when it is none.
    pub fn kinds(&self, text: &str) -> Arc<BTreeSet<Kind>> {
        if text.len() > LONGEST {
            return Arc::default();
        }
        spellings(text).iter().find_map(|key| self.kinds.get(key).cloned()).unwrap_or_default()
    }

    /// Whether a cell text is a label of the given kind.
    pub fn is(&self, text: &str, test: impl Fn(Kind) -> bool) -> bool {
        self.kinds(text).iter().any(|kind| test(*kind))
    }

    /// The column a cell text heads, if any.
    pub fn column(&self, text: &str) -> Option<NamedColumn> {
        self.kinds(text).iter().find_map(|kind| match kind {
            Kind::Column(column) => Some(*column),
            _ => None,
        })
    }

    /// Whether a cell text names a level-1 class.
    pub fn is_level1(&self, text: &str) -> bool {
        self.level1.contains(&level_base(text))
    }

    /// Whether a cell text names a level-2 class.
    pub fn is_level2(&self, text: &str) -> bool {
        self.level2.contains(&level_base(text))
    }

    /// Whether a cell text names the class of satisfaction.
    pub fn is_satisfaction(&self, text: &str) -> bool {
        self.satisfaction.contains(&level_base(text))
    }

    /// Whether a line is a form's title.
    pub fn is_title(&self, text: &str) -> bool {
        let key = spelling(text);
        key.chars().count() <= 45
            && without_brackets(&key).ends_with('表')
            && !self.kinds.contains_key(&key)
            && self.titles.iter().any(|word| key.contains(word.as_str()))
    }

    /// The longest label that `text` begins with, its length in characters. After another label
    /// the short ones of columns (分值, 得分) count too.
    ///
    /// Only for glued text, whose characters are compared half-width, one to one.
    pub fn prefix(&self, text: &str, after_label: bool) -> Option<usize> {
        let narrow: String = text.chars().take(40).map(narrow).collect();
        let thereof = narrow.strip_prefix("其中").map(|rest| rest.trim_start_matches([' ', ':']));
        let rest = thereof.unwrap_or(&narrow);
        let prefix = &narrow[..narrow.len() - rest.len()];
        let words = self.cuts.get(&rest.chars().next()?)?;
        let long = |word: &&String| after_label || word.chars().count() >= SHORTEST_CUT;
        let found = words.iter().filter(long).find(|word| rest.starts_with(word.as_str()))?;
        Some(prefix.chars().count() + found.chars().count())
    }

    /// Which source of money a label names: `total`, `fiscal`, `other`, or its own words.
    pub fn fund(&self, text: &str) -> String {
        let named = spellings(text).iter().find_map(|key| self.funds.get(key).cloned());
        named.unwrap_or_else(|| spelling(text))
    }

    /// The words a qualitative target may consist of, longest first.
    pub fn grades(&self) -> &[String] {
        &self.grades
    }
}

/// Labels long enough to be cut out of glued text, and shorter ones that head columns.
fn cuts(kinds: &BTreeMap<String, Arc<BTreeSet<Kind>>>) -> BTreeMap<char, Vec<String>> {
    let heads = |kind: &Kind| matches!(kind, Kind::Column(_) | Kind::Money(_));
    let mut cuts: BTreeMap<char, Vec<String>> = BTreeMap::new();
    for (word, kinds) in kinds {
        let length = word.chars().count();
        let cuttable = length >= SHORTEST_CUT || (length >= 2 && kinds.iter().any(heads));
        if let Some(first) = word.chars().next().filter(|_| cuttable) {
            cuts.entry(first).or_default().push(word.clone());
        }
    }
    for words in cuts.values_mut() {
        words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    }
    cuts
}

/// The classes below `levels.level2`.
const LEVEL2: [&str; 10] = [
    "quantity",
    "quality",
    "timeliness",
    "cost",
    "economic",
    "social",
    "ecological",
    "sustainable",
    "satisfaction",
    "management",
];

/// Keys of the packs and what their words are.
fn keys() -> Vec<(String, Kind)> {
    let mut keys = vec![
        ("labels.fund.total".to_owned(), Kind::Total),
        ("labels.fund.total".to_owned(), Kind::Fund),
        ("labels.fund.fiscal".to_owned(), Kind::Fund),
        ("labels.fund.other".to_owned(), Kind::Fund),
        ("labels.fund.item".to_owned(), Kind::Fund),
        ("labels.money_section".to_owned(), Kind::MoneySection),
        ("labels.goal_section".to_owned(), Kind::GoalSection),
        ("labels.side".to_owned(), Kind::Side),
        ("labels.block".to_owned(), Kind::Side),
        ("labels.end".to_owned(), Kind::End),
        ("labels.group.target".to_owned(), Kind::Group(Group::Target)),
        ("labels.group.reference".to_owned(), Kind::Group(Group::Reference)),
        ("labels.group.cause".to_owned(), Kind::Group(Group::Cause)),
        ("labels.group.likelihood".to_owned(), Kind::Group(Group::Likelihood)),
    ];
    keys.extend(Field::ALL.iter().map(|f| (format!("labels.field.{f}"), Kind::Field(*f))));
    keys.extend(RowKind::ALL.iter().map(|r| (format!("labels.money.{r}"), Kind::Money(*r))));
    keys.extend(NamedColumn::ALL.iter().map(|c| (format!("labels.column.{c}"), Kind::Column(*c))));
    keys
}

/// The ways a label may stand in the lists: as written, and without its remark in brackets.
fn spellings(text: &str) -> Vec<String> {
    let key = spelling(text);
    let bare = without_brackets(&key);
    let cut = bare.trim_end_matches(['A', 'B', '/', ')', '(']).to_owned();
    vec![key, bare, cut]
}

fn spelling(text: &str) -> String {
    let key = label_key(text);
    let inner = key.strip_prefix("其中").map(|rest| rest.trim_start_matches(':').to_owned());
    inner.filter(|rest| !rest.is_empty()).unwrap_or(key)
}

fn without_brackets(key: &str) -> String {
    let mut depth = 0usize;
    let mut out = String::with_capacity(key.len());
    for c in key.chars() {
        match c {
            '(' | '[' | '【' => depth += 1,
            ')' | ']' | '】' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out.trim_end_matches(':').to_owned()
}

/// A level name as compared: without brackets and the words 指标, 等 at its end.
fn level_base(text: &str) -> String {
    let bare = without_brackets(&label_key(text));
    bare.trim_end_matches('等').trim_end_matches("指标").to_owned()
}

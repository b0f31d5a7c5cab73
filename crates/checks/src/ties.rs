//! Ties (勾稽): which numbers of the forms hang together, proved or broken.
//!
//! Every amount and count in every cell and sentence becomes a [`Node`]; rules relate nodes by what
//! the forms themselves say of them: sums and parts, costs and budgets, prices and heads, means,
//! the same thing named twice. Numbers that are merely equal are not related. Nothing is judged
//! here: severity and remedy are the checks', which read the same pieces.

mod book;
pub(crate) mod categories;
mod cells;
pub(crate) mod costs;
pub(crate) mod funds;
pub(crate) mod goal;
pub(crate) mod lists;
pub(crate) mod means;
pub(crate) mod names;
pub(crate) mod products;
mod projects;
pub(crate) mod prose;
pub(crate) mod rates;
pub(crate) mod same;
pub(crate) mod standards;
mod telling;
mod tree;

use model::{Decimal, Field, FormKind, Path, Place};
use schemars::JsonSchema;
use serde::Serialize;

use crate::batch::Units;
use crate::{Batch, Context, Undecided};
use book::Book;

pub use tree::{Branch, Limb};

/// The nodes of a batch and everything found about them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, JsonSchema)]
pub struct Ties {
    /// The forms, in the order of the batch.
    pub forms: Vec<Head>,
    /// Every amount and count, in reading order, then names and years that were compared.
    pub nodes: Vec<Node>,
    /// What was found: what is broken first, coincidences last.
    pub relations: Vec<Relation>,
    /// What could not be looked for, because a pack lacks a word list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lacking: Vec<String>,
}

/// What a form is, as far as one needs to read the ties.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Head {
    /// Which kind of form.
    pub kind: FormKind,
    /// Budget year.
    pub year: Option<i32>,
    /// Whose form it is.
    pub unit: String,
    /// Name of the project; empty on a department's form.
    pub project: String,
}

/// A number in a cell or sentence, or a name or year that is compared.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Node {
    /// Index of its form in the batch.
    pub form: usize,
    /// Address of its cell in the form, such as `indicators.3.target`.
    #[serde(serialize_with = "as_text")]
    #[schemars(with = "String")]
    pub path: Path,
    /// Where it stands, down to its characters.
    pub place: Option<Place>,
    /// The characters it was read from.
    pub text: String,
    /// As one says it: with the unit of the money table where its cell holds digits only.
    pub shown: String,
    /// The exact number in its base unit (万元 → 元); none for a name, a year, a blank.
    #[schemars(with = "Option<String>")]
    pub value: Option<Decimal>,
    /// Normalised unit; empty when none is written.
    pub unit: String,
    /// What one of its last printed digit is worth in the base unit.
    #[schemars(with = "String")]
    pub step: Decimal,
    /// Whether digits are printed behind a decimal point.
    pub fraction: bool,
    /// Whether it is the number or only a limit of it.
    pub bound: Bound,
    /// What its cell is called on the form: 支出预算·资金总额, a level-3 indicator, 年度总体目标.
    pub cell: String,
    /// The words before it in its clause: what it counts.
    pub label: String,
}

/// Whether a printed number is the number meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// The number itself.
    Exact,
    /// At least it.
    Lower,
    /// At most it.
    Upper,
    /// About it, or one end of a range.
    Loose,
}

/// One relation between a node and others.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Relation {
    /// Which rule found it.
    pub rule: Rule,
    /// What came out.
    pub verdict: Verdict,
    /// Index of the form that states the whole.
    pub form: usize,
    /// The node that is explained: the total, the mean, one of two equals.
    pub whole: usize,
    /// What it is explained by; for a sum these are added.
    pub terms: Vec<Term>,
    /// What the terms come to, in the base unit; none where nothing is computed or the result has
    /// no finite decimals.
    #[schemars(with = "Option<String>")]
    pub computed: Option<Decimal>,
    /// The whole less what the terms come to.
    #[schemars(with = "Option<String>")]
    pub gap: Option<Decimal>,
    /// What rounding of the printed digits may hide.
    #[schemars(with = "String")]
    pub rounding: Decimal,
    /// What has to be supposed for it to hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assuming: Vec<String>,
    /// The finding as a sentence, with its numbers.
    pub sentence: String,
}

/// One summand: a node, or nodes multiplied.
#[derive(Debug, Clone, PartialEq, Default, Serialize, JsonSchema)]
pub struct Term {
    /// Its factors.
    pub nodes: Vec<usize>,
    /// A further factor that no cell states, such as twelve months.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// What it comes to; none for names.
    #[schemars(with = "Option<String>")]
    pub value: Option<Decimal>,
}

/// What is known of a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It should hold and does not.
    Broken,
    /// Only the author can say: a gap that may have a reason, or bounds instead of numbers.
    Question,
    /// A part is missing or unreadable, or not every form is here.
    CannotDecide,
    /// It holds.
    Proved,
    /// The numbers fit, but no words say that they belong together.
    Coincidence,
}

/// How nodes are related. The order is the order of importance to a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// 收入 = 支出.
    IncomeEqualsExpenditure,
    /// 人员 + 公用 + 项目 = 支出.
    BasicAndProjects,
    /// All projects = the stated sum.
    ProjectsMakeTotal,
    /// The project forms = the stated number of projects.
    ProjectsMakeCount,
    /// The projects of a category = its stated sum.
    CategorySum,
    /// The projects of a category = their stated number.
    CategoryCount,
    /// 财政拨款 + 其他资金 = 资金总额.
    SourcesMakeTotal,
    /// Cost rows = budget.
    CostsMakeBudget,
    /// Price × heads × months = budget.
    PricesMakeBudget,
    /// Standard × heads = amount.
    StandardMakesAmount,
    /// Parts of a sentence = its total.
    PartsMakeTotal,
    /// Reference years = mean.
    MeanOfYears,
    /// Reference years without their signs = mean.
    MeanOfSizes,
    /// Money named in the goal = budget.
    GoalMoney,
    /// The same quantity in two places.
    SameQuantity,
    /// The same rate in two places.
    SameRate,
    /// The same enumeration in two places.
    SameList,
    /// A project named on the department's form = the name on its own form.
    SameName,
    /// One unit on all forms of a file.
    SameUnit,
    /// One year on all forms of a file.
    SameYear,
}

impl Rule {
    /// The rule's name for people.
    pub fn title(self) -> &'static str {
        match self {
            Rule::IncomeEqualsExpenditure => "收支平衡",
            Rule::BasicAndProjects => "基本支出加项目支出",
            Rule::ProjectsMakeTotal => "项目金额合计",
            Rule::ProjectsMakeCount => "项目个数",
            Rule::CategorySum => "分类金额",
            Rule::CategoryCount => "分类个数",
            Rule::SourcesMakeTotal => "资金来源合计",
            Rule::CostsMakeBudget => "成本明细与预算",
            Rule::PricesMakeBudget => "单价×数量与预算",
            Rule::StandardMakesAmount => "人均标准与金额",
            Rule::PartsMakeTotal => "句中分项合计",
            Rule::MeanOfYears => "参考年均值",
            Rule::MeanOfSizes => "绝对值均值",
            Rule::GoalMoney => "目标里的金额",
            Rule::SameQuantity => "同一个数",
            Rule::SameRate => "同一个率",
            Rule::SameList => "同一串列举",
            Rule::SameName => "项目名称",
            Rule::SameUnit => "单位名称",
            Rule::SameYear => "年度",
        }
    }
}

impl Verdict {
    /// The verdict for people.
    pub fn title(self) -> &'static str {
        match self {
            Verdict::Broken => "不成立",
            Verdict::Question => "请核实",
            Verdict::CannotDecide => "不能判断",
            Verdict::Proved => "成立",
            Verdict::Coincidence => "凑巧相等",
        }
    }
}

impl Ties {
    /// The relations of a verdict.
    pub fn of(&self, verdict: Verdict) -> impl Iterator<Item = &Relation> {
        self.relations.iter().filter(move |relation| relation.verdict == verdict)
    }

    /// Every node of a relation: the whole first.
    pub fn nodes_of<'t>(&'t self, relation: &'t Relation) -> impl Iterator<Item = &'t Node> {
        let terms = relation.terms.iter().flat_map(|term| &term.nodes);
        std::iter::once(&relation.whole).chain(terms).map(|index| &self.nodes[*index])
    }
}

/// A rule looks at one form with the batch in view.
type Look = fn(&Context<'_>, &mut Book) -> Result<(), Undecided>;

/// In the order in which later rules need what earlier ones found.
const LOOKS: &[Look] = &[
    prose::relate,
    funds::relate,
    costs::relate,
    products::relate,
    standards::relate,
    means::relate,
    projects::relate,
    goal::relate,
    same::relate,
    rates::relate,
    lists::relate,
    names::relate,
];

/// Finds the ties of a batch.
pub fn find(batch: &Batch<'_>) -> Ties {
    let units = &Units::of(batch);
    let mut book = Book::default();
    let context = |index| Context { batch, index, code: "ties", units };
    for index in 0..batch.members.len() {
        cells::collect(batch.members[index].form, index, &mut book);
    }
    for look in LOOKS {
        for index in 0..batch.members.len() {
            if let Err(undecided) = look(&context(index), &mut book) {
                book.lack(undecided.message);
            }
        }
    }
    let head = |form: &model::Form| Head {
        kind: form.kind,
        year: form.year,
        unit: model::text::fold(form.text(Field::Unit)),
        project: model::text::fold(form.text(Field::Project)),
    };
    let forms = batch.members.iter().map(|member| head(member.form)).collect();
    Ties { forms, ..book.finish() }
}

fn as_text<S: serde::Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(path)
}

//! Our own JSON: typed forms with their places, and back.
//!
//! Keys may be added, never renamed: other programs read them. The plain keys (`unit`, `goal`,
//! `level3` …) are for them, trimmed and `null` when blank; `fields` and `cells` keep every cell
//! exactly as written with its place, and are what reading back trusts first.
//! Money is a decimal string in yuan with two places, `null` when blank or unreadable.

mod read;
mod write;

use std::collections::BTreeMap;

use model::{Category, Finding, FormKind, MoneyUnit, Place, SourceKind, Target, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use read::read;
pub use write::form;

/// What a run over some files gave.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct Output {
    /// The files, in the order they were taken.
    #[serde(default)]
    pub files: Vec<FileJson>,
    /// Every form of every file.
    pub forms: Vec<FormJson>,
    /// Findings; `form` is an index into `forms`.
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// What each check concluded about each form; only where checks ran.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<OutcomeJson>,
}

/// One file of a run.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct FileJson {
    /// The file as the user named it.
    pub file: String,
    /// What its content is; absent when it could not be read.
    pub kind: Option<SourceKind>,
    /// Number of forms in it.
    pub forms: usize,
    /// Why it could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Why there is no form in it, although it could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nothing: Option<String>,
}

/// The outcome of one check on one form.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct OutcomeJson {
    /// Code of the check.
    pub code: String,
    /// Index of the form.
    pub form: usize,
    /// What it concluded.
    pub outcome: model::Outcome,
    /// Why the check has no business with this form, where it can say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
}

/// One form.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct FormJson {
    /// The file it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Which kind of form.
    pub kind: FormKind,
    /// Key of its layout; null when it was read through its labels alone.
    #[serde(default)]
    pub layout: Option<String>,
    /// Key of the pack that judges it.
    #[serde(default)]
    pub pack: Option<String>,
    /// Version of that pack.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pack_version: Option<String>,
    /// The title line.
    #[serde(default)]
    pub title: Option<String>,
    /// Budget year.
    #[serde(default)]
    pub year: Option<i32>,
    /// Whose form it is.
    #[serde(default)]
    pub unit: Option<String>,
    /// The department above it.
    #[serde(default)]
    pub department: Option<String>,
    /// Name of the project; null on a department's form.
    #[serde(default)]
    pub project: Option<String>,
    /// Category of the project.
    #[serde(default)]
    pub category: Option<Category>,
    /// Rows of the money table.
    #[serde(default)]
    pub money_rows: Vec<MoneyRowJson>,
    /// The expenditure row, else the initial one, again.
    #[serde(default)]
    pub funds: Option<MoneyRowJson>,
    /// Rows beside the money that hold rates, weights and scores.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub execution: Vec<ExecutionJson>,
    /// The year's overall goal.
    #[serde(default)]
    pub goal: Option<String>,
    /// 年度主要任务: cells by column.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<BTreeMap<String, Text>>,
    /// Indicator rows in reading order.
    #[serde(default)]
    pub indicators: Vec<IndicatorJson>,
    /// Fields of the head and foot as written, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Text>,
    /// Rows of the indicator table in which everything is blank.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blank_rows: Vec<Place>,
    /// Author text under labels nobody knows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<UnknownJson>,
    /// Whether the source still knew its merged cells.
    #[serde(default = "yes")]
    pub merges_known: bool,
    /// Whether text of the source could not be cut into cells: rows may be missing here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub uncut: bool,
}

/// A row of the money table.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct MoneyRowJson {
    /// `income`, `expenditure`, `overall`, `initial`, `adjusted`, `executed` or `forecast`.
    pub row: String,
    /// Total, in yuan.
    pub total: Option<String>,
    /// From the treasury, in yuan.
    pub fiscal: Option<String>,
    /// From elsewhere, in yuan.
    pub other: Option<String>,
    /// Further lines under their own labels.
    #[serde(default)]
    pub items: Vec<ItemJson>,
    /// The unit the form writes in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written_in: Option<MoneyUnit>,
    /// Whether that unit was taken from the layout.
    #[serde(default)]
    pub unit_assumed: bool,
    /// The cells as written.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub cells: BTreeMap<String, Text>,
}

/// A further line of a money row.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ItemJson {
    /// The label the form prints.
    pub label: String,
    /// In yuan.
    pub amount: Option<String>,
}

/// Rates, weights or scores beside the money.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ExecutionJson {
    /// `rate`, `weight`, `score` or `reason`.
    pub row: String,
    /// The cells as written, by source of money.
    pub cells: BTreeMap<String, Text>,
}

/// An indicator row.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct IndicatorJson {
    /// Side label such as 管理效率.
    #[serde(default)]
    pub block: Option<String>,
    /// Level 1.
    #[serde(default)]
    pub level1: Option<String>,
    /// Level 2.
    #[serde(default)]
    pub level2: Option<String>,
    /// Level 3, the indicator's name.
    #[serde(default)]
    pub level3: Option<String>,
    /// The target and its reading.
    pub target: Target,
    /// Values of past years.
    #[serde(default)]
    pub reference: Option<ReferenceJson>,
    /// Weight as written.
    #[serde(default)]
    pub weight: Option<String>,
    /// Direction as written.
    #[serde(default)]
    pub direction: Option<String>,
    /// 性质 as written.
    #[serde(default)]
    pub nature: Option<String>,
    /// Actual value as written.
    #[serde(default)]
    pub actual: Option<String>,
    /// The reading of the actual value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actual_reading: Option<Target>,
    /// Score as written.
    #[serde(default)]
    pub score: Option<String>,
    /// Reason as written.
    #[serde(default)]
    pub reason: Option<String>,
    /// Where the target stands, else where the row does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Every cell as written, by column; past years under their number.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub cells: BTreeMap<String, Text>,
}

/// Values of past years.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct ReferenceJson {
    /// The mean as written.
    pub mean: Option<String>,
    /// The years as written.
    #[serde(default)]
    pub years: BTreeMap<String, Option<String>>,
}

/// Author text under a label nobody knows.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct UnknownJson {
    /// The label; empty when there is none.
    pub label: String,
    /// The text.
    pub text: Text,
}

/// Whether bytes look like JSON rather than plain text.
pub fn is_json(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{')
}

fn yes() -> bool {
    true
}

/// The JSON Schema of [`Output`].
pub fn schema() -> String {
    let schema = schemars::schema_for!(Output);
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is plain JSON");
    text.push('\n');
    text
}

//! The JSON form of a target. What a target does not have is left out, but the five fields that
//! every target has are always there.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Change, Comparator, Doubt, Kind, Moment, Part, Period, Range, Target};
use crate::Decimal;

/// A target in JSON.
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Target")]
pub(super) struct Wire {
    /// As written.
    text: String,
    /// What kind of statement it is.
    kind: Kind,
    /// The comparator; `unstated` when none is written.
    comparator: Comparator,
    /// In the base unit: `183400`, `95..100`, `2026-01..2026-12`, `12-31`, `+5`; null when the
    /// target states no single value.
    value: Option<String>,
    /// Normalised unit such as `元/(人·月)`; empty when none is written.
    unit: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    near: Option<Decimal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    period: Option<Period>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deadline: Option<Moment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    change: Option<Change>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    parts: Vec<Part>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    total: Option<Part>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    others: Vec<Part>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    grade: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    scale: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    boolean: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    coverage: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    hedges: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    riders: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    doubts: Vec<Doubt>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    nature: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    unit_column: String,
}

impl From<Target> for Wire {
    fn from(target: Target) -> Self {
        Wire {
            value: target.value_text(),
            text: target.text,
            kind: target.kind,
            comparator: target.comparator,
            unit: target.unit,
            range: target.range,
            near: target.near,
            period: target.period,
            deadline: target.deadline,
            change: target.change,
            parts: target.parts,
            total: target.total,
            others: target.others,
            grade: target.grade,
            scale: target.scale,
            boolean: target.boolean,
            reference: target.reference,
            coverage: target.coverage,
            hedges: target.hedges,
            riders: target.riders,
            doubts: target.doubts,
            nature: target.nature,
            unit_column: target.unit_column,
        }
    }
}

impl From<Wire> for Target {
    fn from(wire: Wire) -> Self {
        let number = wire.value.as_deref().map(|value| value.trim_start_matches('+'));
        let timed = wire.period.is_some() || wire.deadline.is_some() || wire.range.is_some();
        Target {
            value: number.filter(|_| !timed).and_then(|value| value.parse().ok()),
            text: wire.text,
            kind: wire.kind,
            comparator: wire.comparator,
            unit: wire.unit,
            range: wire.range,
            near: wire.near,
            period: wire.period,
            deadline: wire.deadline,
            change: wire.change,
            parts: wire.parts,
            total: wire.total,
            others: wire.others,
            grade: wire.grade,
            scale: wire.scale,
            boolean: wire.boolean,
            reference: wire.reference,
            coverage: wire.coverage,
            hedges: wire.hedges,
            riders: wire.riders,
            doubts: wire.doubts,
            nature: wire.nature,
            unit_column: wire.unit_column,
        }
    }
}

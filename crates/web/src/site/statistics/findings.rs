//! What the checks found in what was handed in, by check.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Query;
use desk::{Setting, Who};
use serde::Serialize;
use store::{Basis, FaultCount, UnitId};
use utoipa::ToSchema;

use super::progress::{Asked, Count};
use crate::site::lines::{self, address};
use crate::site::parts::{Badge, Tone};
use crate::site::years::{self, Year};
use crate::site::{Answer, Face, Site, Visitor};

/// What the checks found.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/statistics/findings.html")]
pub struct FindingsView {
    /// The years to choose from.
    years: Vec<Year>,
    /// The faults, the most frequent one first.
    faults: Vec<Fault>,
    /// How many findings there are in all.
    findings: i64,
    /// Where the chart's figures are.
    twin: String,
}

/// A fault.
#[derive(Debug, Serialize, ToSchema)]
pub struct Fault {
    /// Code of the check.
    code: String,
    /// What it is called.
    title: String,
    /// How grave.
    severity: Badge,
    /// How often it was found.
    findings: i64,
    /// In how many declarations.
    declarations: Count,
}

/// What the checks found in what was handed in last.
#[utoipa::path(get, path = "/statistics/findings", params(Asked),
    responses((status = 200, body = FindingsView)))]
pub async fn show(site: Site, face: Face, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    super::let_in(&visitor)?;
    let (desk, who) = (site.desk(), &visitor.who);
    let (years, cycle) = years::choose(desk, who, &asked.year).await?;
    let top = lines::number::<i64>(&asked.unit)?.map(UnitId);
    let mut faults = Vec::new();
    let mut year = String::new();
    if let Some(cycle) = cycle {
        let setting = desk.setting(who.region(), cycle.id, who.today()).await?;
        let counts = desk.store.faults(who.region(), cycle.id, Basis::Last).await?;
        year = cycle.year.to_string();
        faults = told(&counts, who, &setting, top, &year, &asked.unit);
    }
    let findings = faults.iter().map(|fault| fault.findings).sum();
    let twin = address("/api/statistics/findings", &[("year", &year), ("unit", &asked.unit)]);
    face.show(&visitor, "检查发现的问题", &FindingsView { years, faults, findings, twin })
}

fn told(
    counts: &[FaultCount],
    who: &Who,
    setting: &Setting,
    top: Option<UnitId>,
    year: &str,
    unit: &str,
) -> Vec<Fault> {
    let below = top.map(|top| setting.units.below(top));
    let mut sums: BTreeMap<(&str, &str), (i64, i64)> = BTreeMap::new();
    let mut may: BTreeMap<UnitId, bool> = BTreeMap::new();
    for count in counts {
        let unit = count.unit;
        let counted =
            *may.entry(unit).or_insert_with(|| desk::register::counts(who, setting, unit));
        if counted && below.as_ref().is_none_or(|below| below.contains(&unit)) {
            let sum = sums.entry((&count.code, &count.severity)).or_default();
            *sum = (sum.0 + count.findings, sum.1 + count.declarations);
        }
    }
    let fault = |((code, severity), (findings, declarations)): ((&str, &str), (i64, i64))| Fault {
        code: code.to_owned(),
        title: checks::explain(code)
            .map_or_else(|| code.to_owned(), |check| check.title.to_owned()),
        severity: badge(severity),
        findings,
        declarations: Count {
            count: usize::try_from(declarations).unwrap_or_default(),
            to: address(
                "/search",
                &[("year", year), ("unit", unit), ("fault", code), ("severity", severity)],
            ),
        },
    };
    let mut faults: Vec<Fault> = sums.into_iter().map(fault).collect();
    faults.sort_by_key(|fault| (std::cmp::Reverse(fault.findings), fault.code.clone()));
    faults
}

fn badge(severity: &str) -> Badge {
    match severity {
        "error" => Badge::new(Tone::Error, "错误"),
        "warning" => Badge::new(Tone::Warning, "须答复"),
        _ => Badge::new(Tone::Quiet, "建议"),
    }
}

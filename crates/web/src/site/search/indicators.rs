//! Indicators that are searched for, each beside what its peers have.

use askama::Template;
use axum::extract::Query;
use desk::FoundIndicator;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::declarations::Choice;
use crate::site::lines;
use crate::site::{Answer, Face, Site, Visitor};

/// What is searched for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Part of an indicator's name or target.
    #[serde(default)]
    words: String,
    /// The fiscal year; all where none is named.
    #[serde(default)]
    year: String,
    /// The unit of measure; all where none is named.
    #[serde(default)]
    measure: String,
}

/// What was found.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/search/indicators.html")]
pub struct IndicatorsView {
    /// What was asked for.
    words: String,
    /// The years to choose from.
    years: Vec<Choice>,
    /// The units of measure among what was found.
    measures: Vec<Choice>,
    /// The indicators.
    indicators: Vec<IndicatorLine>,
}

/// An indicator.
#[derive(Debug, Serialize, ToSchema)]
pub struct IndicatorLine {
    /// Number of its declaration in addresses.
    declaration: i64,
    /// The project, or the unit.
    name: String,
    /// The unit.
    unit: String,
    /// The fiscal year.
    year: i32,
    /// Its second level.
    level2: String,
    /// Its name.
    level3: String,
    /// The target as written.
    target: String,
    /// Its number in its base unit; empty when it has none.
    value: String,
    /// Its unit of measure.
    measure: String,
    /// What its peers have; none where they are too few.
    peers: Option<PeersView>,
}

/// What an indicator and its peers have.
#[derive(Debug, Serialize, ToSchema)]
pub struct PeersView {
    /// How many, itself included.
    count: usize,
    /// The smallest.
    least: String,
    /// The one in the middle.
    middle: String,
    /// The greatest.
    most: String,
}

/// Indicators that are searched for.
#[utoipa::path(get, path = "/search/indicators", params(Asked),
    responses((status = 200, body = IndicatorsView)))]
pub async fn show(site: Site, face: Face, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let (desk, who) = (site.desk(), &visitor.who);
    let year = lines::number(&asked.year)?;
    let mut found = desk.find_indicators(who, &asked.words, year).await?;
    let mut measures: Vec<String> = found.iter().map(|one| one.found.measure.clone()).collect();
    measures.retain(|measure| !measure.is_empty());
    measures.sort();
    measures.dedup();
    let all = (String::new(), "全部".to_owned());
    let measures = measures.into_iter().map(|measure| (measure.clone(), measure));
    let measures = Choice::list(&asked.measure, std::iter::once(all.clone()).chain(measures));
    found.retain(|one| asked.measure.is_empty() || one.found.measure == asked.measure);
    let mut years: Vec<i32> =
        desk.store.cycles(who.region()).await?.iter().map(|cycle| cycle.year).collect();
    years.sort_by_key(|year| std::cmp::Reverse(*year));
    let years = years.iter().map(|year| (year.to_string(), format!("{year}年度")));
    let view = IndicatorsView {
        years: Choice::list(&asked.year, std::iter::once(all).chain(years)),
        measures,
        indicators: found.iter().map(line).collect(),
        words: asked.words,
    };
    face.show(&visitor, "查指标", &view)
}

fn line(one: &FoundIndicator) -> IndicatorLine {
    let (found, standing) = (&one.found, &one.case.standing);
    let peers = one.peers.as_ref().map(|peers| PeersView {
        count: peers.count,
        least: peers.least.normalize().to_string(),
        middle: peers.middle.normalize().to_string(),
        most: peers.most.normalize().to_string(),
    });
    IndicatorLine {
        declaration: found.declaration.0,
        name: one.case.name().to_owned(),
        unit: standing.unit_name.clone(),
        year: standing.year,
        level2: found.level2.clone(),
        level3: found.level3.clone(),
        target: found.target.clone(),
        value: found.value.clone(),
        measure: found.measure.clone(),
        peers,
    }
}

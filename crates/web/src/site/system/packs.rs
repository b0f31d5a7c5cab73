//! The rule books: which there are, in which version, and the steps they lay down. They are read
//! here; they are changed by whoever keeps the files.

use askama::Template;
use axum::extract::Query;
use chrono::Datelike;
use flow::{Track, Workflow};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::site::{Answer, Face, Site, Visitor};

/// Which pack, in which year.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PackSought {
    /// Its key; the one in use when it is missing.
    #[serde(default)]
    pack: String,
    /// The fiscal year; this one when it is missing.
    #[serde(default)]
    year: Option<i32>,
}

/// The packs, and one of them.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/system/packs.html")]
pub struct PacksView {
    /// All packs.
    packs: Vec<PackRow>,
    /// The key of the one that is shown.
    pack: String,
    /// Its name.
    name: String,
    /// The fiscal year it is shown for.
    year: i32,
    /// Steps of a declaration.
    steps: Vec<StepView>,
    /// Steps of an adjustment.
    adjustment: Vec<StepView>,
    /// Its options, in words.
    options: Vec<String>,
}

/// A pack.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackRow {
    /// Its key.
    key: String,
    /// Its name.
    name: String,
    /// Its name with the day up to which it was read.
    edition: String,
    /// Its version.
    version: String,
    /// The packs it builds on, the most general first.
    chain: String,
    /// How many values it holds.
    values: usize,
}

/// A step.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepView {
    /// Its name.
    name: String,
    /// Whose turn it is.
    role: &'static str,
    /// At which level.
    level: &'static str,
    /// Working days it may take.
    days: u32,
    /// What is special about it.
    notes: Vec<&'static str>,
}

/// The packs, and one of them.
#[utoipa::path(get, path = "/system/packs", params(PackSought),
    responses((status = 200, body = PacksView)))]
pub async fn show(
    site: Site,
    face: Face,
    visitor: Visitor,
    Query(sought): Query<PackSought>,
) -> Answer {
    let (who, desk) = (&visitor.who, site.desk());
    let pack = match sought.pack.as_str() {
        "" => desk.charter(who).await?.pack,
        asked => asked.to_owned(),
    };
    let year = sought.year.unwrap_or_else(|| who.today().year());
    let workflow = desk.workflow(&pack, year)?;
    let row = |key: &str| PackRow {
        key: key.to_owned(),
        name: desk.packs.head(key).map(|head| head.name.clone()).unwrap_or_default(),
        edition: desk.pack_edition(key),
        version: desk.packs.version(key).unwrap_or_default().to_owned(),
        chain: chain(desk, key),
        values: desk.packs.values(key).count(),
    };
    let view = PacksView {
        packs: desk.packs.keys().map(row).collect(),
        name: desk.pack_edition(&pack),
        year,
        steps: steps(&workflow, Track::Declaration),
        adjustment: steps(&workflow, Track::Adjustment),
        options: options(&workflow),
        pack,
    };
    face.show(&visitor, "规则包", &view)
}

/// The packs it builds on, as people name them, each laid over the one before.
fn chain(desk: &desk::Desk, key: &str) -> String {
    let name = |key: &String| desk.packs.head(key).map_or(key.clone(), |head| head.name.clone());
    let names: Vec<String> = desk.packs.chain(key).iter().rev().map(name).collect();
    names.join(" → ")
}

fn steps(workflow: &Workflow, track: Track) -> Vec<StepView> {
    let view = |step: &flow::Step| {
        let notes = [
            (step.accepts, "先接收再办"),
            (step.freezes, "接收后下级不能撤回"),
            (step.points, "打分或评等"),
            (step.counts_round, "退回计一次“上下”"),
        ];
        StepView {
            name: step.name.clone(),
            role: step.role.name(),
            level: step.level.name(),
            days: step.days,
            notes: notes.into_iter().filter(|(on, _)| *on).map(|(_, note)| note).collect(),
        }
    };
    workflow.route(track, true).into_iter().map(view).collect()
}

fn options(workflow: &Workflow) -> Vec<String> {
    let either = |on: bool, yes: &str, no: &str| if on { yes.to_owned() } else { no.to_owned() };
    let roles = workflow.approval_roles.iter().map(|role| role.name());
    vec![
        either(
            workflow.straight_back,
            "退回修改后，直接回到退回的环节。",
            "退回修改后，从头逐级再走一遍。",
        ),
        format!("退回后单位有{}个工作日修改。", workflow.returned_days),
        format!(
            "约定{}上{}下；超过的{}。",
            workflow.most_rounds,
            workflow.most_rounds,
            if workflow.rounds_bar { "不准再退" } else { "仍可退，给出提醒" }
        ),
        either(
            workflow.late_bars,
            "过了申报截止日不能提交，要先开例外。",
            "过了申报截止日仍可提交，给出提醒。",
        ),
        either(
            workflow.one_person_many_steps,
            "同一个人可以办同一份申报的几个环节，记录里写明。",
            "同一个人不能办同一份申报的两个环节。",
        ),
        either(
            workflow.separate_administrators,
            "系统、安全、审计三个管理员必须是三个人。",
            "系统、安全、审计管理员可以由一人兼任。",
        ),
        format!("批复由{}下达。", roles.collect::<Vec<_>>().join("或")),
    ]
}

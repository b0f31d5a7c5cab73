//! Declarations that are searched for.

use askama::Template;
use axum::extract::Query;
use desk::register::{HANDED_IN, NO_CATEGORY, WITH_APPROVAL};
use desk::{Case, Register, Setting, Wanted};
use model::{Category, FormKind};
use serde::{Deserialize, Serialize};
use store::UnitId;
use utoipa::{IntoParams, ToSchema};

use crate::site::lines::{self, Line, Sum, address, category_name};
use crate::site::parts::Pager;
use crate::site::statistics::progress::places;
use crate::site::{Answer, Face, Site, Visitor};

/// What is searched for; empty fields ask nothing.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Words, or initials in pinyin.
    #[serde(default)]
    pub words: String,
    /// The fiscal year: the present one where none is named, `all` for all.
    #[serde(default)]
    pub year: String,
    /// Number of a unit: itself and all below it.
    #[serde(default)]
    pub unit: String,
    /// Kind of form, such as `project`.
    #[serde(default)]
    pub kind: String,
    /// Where it stands, such as `cleared` or `step:business`.
    #[serde(default)]
    pub place: String,
    /// Category of the project; `none` for those without one.
    #[serde(default)]
    pub category: String,
    /// Code of a check that found something.
    #[serde(default)]
    pub fault: String,
    /// How grave what it found must be: `error`, `warning` or `advice`.
    #[serde(default)]
    pub severity: String,
    /// Which part of the list.
    #[serde(default)]
    pub page: String,
}

/// What was found.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/search/declarations.html")]
pub struct SearchView {
    /// The words that were asked for.
    words: String,
    /// The years to choose from.
    years: Vec<Choice>,
    /// The units.
    units: Vec<Choice>,
    /// The kinds of forms.
    kinds: Vec<Choice>,
    /// Where they stand.
    places: Vec<Choice>,
    /// The categories.
    categories: Vec<Choice>,
    /// Code of the check that was asked for; empty for none.
    fault: String,
    /// How grave what it found must be; empty for any.
    severity: String,
    /// What that check is called.
    fault_title: String,
    /// This part of what was found.
    lines: Vec<Line>,
    /// Of all that was found.
    sum: Sum,
    /// How many more there are that cannot be opened yet.
    hidden: usize,
    /// The parts of the list.
    pager: Pager,
}

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = search::Choice)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What it is called.
    pub name: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl Choice {
    /// Of a list of values and names.
    pub fn list(chosen: &str, all: impl IntoIterator<Item = (String, String)>) -> Vec<Choice> {
        let choice = |(value, name): (String, String)| {
            let chosen = value == chosen;
            Choice { value, name, chosen }
        };
        all.into_iter().map(choice).collect()
    }
}

/// Declarations that are searched for.
#[utoipa::path(get, path = "/search", params(Asked), responses((status = 200, body = SearchView)))]
pub async fn show(site: Site, face: Face, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let (desk, who) = (site.desk(), &visitor.who);
    let present = desk.present_cycle(who.region(), who.today()).await?;
    let year = match asked.year.trim() {
        "" => present.as_ref().map(|cycle| cycle.year.to_string()).unwrap_or_default(),
        named => named.to_owned(),
    };
    let wanted = Wanted {
        words: asked.words.clone(),
        year: if year == ALL { None } else { lines::number(&year)? },
        unit: lines::number::<i64>(&asked.unit)?.map(UnitId),
        kind: asked.kind.clone(),
        place: asked.place.clone(),
        category: asked.category.clone(),
        fault: asked.fault.clone(),
        severity: asked.severity.clone(),
    };
    let found = desk.find(who, &wanted).await?;
    let all = found.cases.iter().map(|case| {
        let row = &case.standing.declaration;
        let is_project = row.kind == FormKind::Project.as_str();
        (is_project, case.standing.draft.total.unwrap_or_default())
    });
    let sum = Sum::of(all);
    let page = lines::number(&asked.page)?.unwrap_or(1);
    let rows = u64::try_from(found.cases.len()).unwrap_or(u64::MAX);
    let pager = Pager::new(rows, page, &own_address(&asked, &year));
    let skip = usize::try_from(pager.skip()).unwrap_or(usize::MAX);
    let most = usize::try_from(Pager::ROWS).unwrap_or(usize::MAX);
    let shown = found.cases.iter().skip(skip).take(most);
    let setting = present_setting(desk, &visitor, present.as_ref(), &found).await?;
    let cycles = desk.store.cycles(who.region()).await?;
    let mut years: Vec<i32> = cycles.iter().map(|cycle| cycle.year).collect();
    years.sort_by_key(|year| std::cmp::Reverse(*year));
    let years = years.iter().map(|year| (year.to_string(), format!("{year}年度")));
    let years = years.chain([(ALL.to_owned(), "全部年度".to_owned())]);
    let title = checks::explain(&asked.fault).map(|check| check.title.to_owned());
    let view = SearchView {
        years: Choice::list(&year, years),
        units: units(setting.as_ref(), &asked.unit),
        kinds: kinds(&asked.kind),
        places: all_places(setting.as_ref(), &asked.place),
        categories: categories(&asked.category),
        fault_title: title.unwrap_or_default(),
        lines: shown.map(|case| Line::of(case, &visitor)).collect(),
        hidden: found.hidden.len(),
        words: asked.words,
        fault: asked.fault,
        severity: asked.severity,
        sum,
        pager,
    };
    face.show(&visitor, "查询", &view)
}

/// What asks for every year.
const ALL: &str = "all";

fn own_address(asked: &Asked, year: &str) -> String {
    let fields = [
        ("words", asked.words.as_str()),
        ("year", year),
        ("unit", &asked.unit),
        ("kind", &asked.kind),
        ("place", &asked.place),
        ("category", &asked.category),
        ("fault", &asked.fault),
        ("severity", &asked.severity),
    ];
    address("/search", &fields)
}

/// The cycle whose units and steps are offered: that of what was found, else the present one.
async fn present_setting(
    desk: &desk::Desk,
    visitor: &Visitor,
    present: Option<&store::Cycle>,
    found: &Register,
) -> Result<Option<std::sync::Arc<Setting>>, crate::site::Problem> {
    let case: Option<&Case> = found.cases.first().or(found.hidden.first());
    if let Some(case) = case {
        return Ok(Some(case.setting.clone()));
    }
    let Some(cycle) = present else { return Ok(None) };
    let who = &visitor.who;
    let setting = desk.setting(who.region(), cycle.id, who.today()).await?;
    Ok(Some(setting))
}

fn units(setting: Option<&std::sync::Arc<Setting>>, chosen: &str) -> Vec<Choice> {
    let none = (String::new(), "全部单位".to_owned());
    let named = setting.into_iter().flat_map(|setting| {
        setting.units.iter().map(|(unit, place)| {
            let depth = setting.units.path(unit.id).len().saturating_sub(1);
            (unit.id.0.to_string(), format!("{}{}", "　".repeat(depth), place.name))
        })
    });
    Choice::list(chosen, std::iter::once(none).chain(named))
}

fn kinds(chosen: &str) -> Vec<Choice> {
    let kinds = [FormKind::Project, FormKind::Department];
    let named = kinds.map(|kind| (kind.as_str().to_owned(), kind.chinese().to_owned()));
    let none = (String::new(), "全部种类".to_owned());
    Choice::list(chosen, std::iter::once(none).chain(named))
}

fn all_places(setting: Option<&std::sync::Arc<Setting>>, chosen: &str) -> Vec<Choice> {
    let mut named = vec![(String::new(), "全部状态".to_owned())];
    named.extend(setting.into_iter().flat_map(|setting| places(&setting.workflow)));
    let more =
        [(HANDED_IN, "提交过的"), (WITH_APPROVAL, "有批复的"), ("discarded", "已删除的草稿")];
    named.extend(more.map(|(key, name)| (key.to_owned(), name.to_owned())));
    Choice::list(chosen, named)
}

fn categories(chosen: &str) -> Vec<Choice> {
    let mut named = vec![(String::new(), "全部类别".to_owned())];
    let all = Category::ALL.iter().map(|category| category.as_str()).chain([NO_CATEGORY]);
    named.extend(all.map(|key| (key.to_owned(), category_name(key).to_owned())));
    Choice::list(chosen, named)
}

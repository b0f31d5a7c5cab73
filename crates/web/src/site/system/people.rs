//! The people of a region: who they are, what parts they play, whether they can sign in.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Query;
use chrono::{DateTime, NaiveDate, Utc};
use flow::{Duty, Role};
use serde::{Deserialize, Serialize};
use store::{Credential, Grant, NewPerson, Person, PersonId, UnitId};
use utoipa::{IntoParams, ToSchema};

use super::{UnitChoice, chosen};
use crate::site::account::{chance, password};
use crate::site::guard::escaped;
use crate::site::parts::{Badge, Pager, Tone};
use crate::site::{Answer, Face, Problem, Sent, Site, Visitor, visitor};

/// Whom to list.
#[derive(Debug, Default, Clone, Deserialize, Serialize, IntoParams, ToSchema)]
#[into_params(parameter_in = Query)]
pub struct PeopleSought {
    /// A part of name or login.
    #[serde(default)]
    q: String,
    /// A unit; with those below it.
    #[serde(default)]
    unit: String,
    /// `off` for those shut out.
    #[serde(default)]
    state: String,
    /// Which part of the list.
    #[serde(default)]
    page: Option<u64>,
}

/// The people.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/system/people.html")]
pub struct PeopleView {
    /// Whom was asked for.
    sought: PeopleSought,
    /// The unit that was asked for; 0 for all.
    #[serde(skip)]
    unit: i64,
    /// The people.
    people: Vec<PersonRow>,
    /// Which part of the list.
    pager: Pager,
    /// Why nobody can be added; none where one can.
    barred: Option<Problem>,
    /// Units to choose from.
    #[serde(skip)]
    choices: Vec<UnitChoice>,
}

/// A person in the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonRow {
    /// Their number.
    id: i64,
    /// Name.
    name: String,
    /// What they sign in with.
    login: String,
    /// Where they work.
    unit: String,
    /// Parts they play now.
    roles: String,
    /// Whether they can sign in.
    state: Badge,
}

/// A person to be added.
#[derive(Debug, Deserialize, ToSchema)]
pub struct PersonSent {
    /// Name.
    pub name: String,
    /// What they sign in with.
    pub login: String,
    /// Where they work.
    pub unit: String,
}

impl PersonSent {
    /// As the store takes it.
    pub fn person(&self) -> Result<NewPerson, Problem> {
        let login = visitor::login(&self.login);
        if let Some(fault) = visitor::login_fault(&login) {
            return Err(Problem::bad(fault).at("login"));
        }
        let name = self.name.trim().to_owned();
        if name.is_empty() {
            return Err(Problem::bad("请填写姓名。").at("name"));
        }
        let unit = chosen(&self.unit)?.ok_or_else(|| Problem::bad("请选单位。").at("unit"))?;
        Ok(NewPerson { unit, name, login })
    }
}

/// A login that somebody has is told at its field.
pub fn taken(error: desk::Error) -> Problem {
    let is_taken = matches!(&error, desk::Error::Store(store::Error::Exists(_)));
    let problem = Problem::from(error);
    if is_taken { problem.at("login") } else { problem }
}

/// A password for one use, shown once.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/system/secret.html")]
pub struct SecretView {
    /// Whose.
    pub name: String,
    /// What they sign in with.
    pub login: String,
    /// The password.
    pub password: String,
    /// Their page, to go on with what they may do.
    pub to: String,
}

/// Whether somebody can sign in.
pub fn state(person: &Person, credential: Option<&Credential>, now: DateTime<Utc>) -> Badge {
    match credential {
        _ if !person.active => Badge::new(Tone::Quiet, "已停用"),
        None => Badge::new(Tone::Warning, "没有密码"),
        Some(one) if one.locked_until.is_some_and(|until| now < until) => {
            Badge::new(Tone::Error, "暂时锁定")
        }
        Some(one) if one.must_change => Badge::new(Tone::Waiting, "一次性密码"),
        Some(_) => Badge::new(Tone::Done, "在用"),
    }
}

/// The people.
#[utoipa::path(get, path = "/system/people", params(PeopleSought),
    responses((status = 200, body = PeopleView)))]
pub async fn show(
    site: Site,
    face: Face,
    visitor: Visitor,
    Query(sought): Query<PeopleSought>,
) -> Answer {
    super::enter(&visitor)?;
    let (who, store) = (&visitor.who, &site.desk().store);
    let charter = site.desk().charter(who).await?;
    let units = &charter.units;
    let below: Option<Vec<UnitId>> = chosen(&sought.unit)?.map(|top| units.below(top));
    let q = sought.q.trim().to_lowercase();
    let fits = |person: &Person| {
        let named = person.name.to_lowercase().contains(&q) || person.login.contains(&q);
        let there = below.as_ref().is_none_or(|below| below.contains(&person.unit));
        named && there && person.active == (sought.state != "off")
    };
    let mut people = store.people(who.region()).await?;
    people.retain(fits);
    let address = address(&sought);
    let count = u64::try_from(people.len()).unwrap_or(u64::MAX);
    let pager = Pager::new(count, sought.page.unwrap_or(1), &address);
    let skip = usize::try_from(pager.skip()).unwrap_or(usize::MAX);
    let take = usize::try_from(Pager::ROWS).unwrap_or(usize::MAX);
    let credentials = store.credentials(who.region()).await?;
    let credentials: BTreeMap<PersonId, &Credential> =
        credentials.iter().map(|one| (one.person, one)).collect();
    let grants = store.all_grants(who.region()).await?;
    let row = |person: Person| PersonRow {
        id: person.id.0,
        unit: units.name(person.unit).to_owned(),
        roles: roles(&grants, person.id, who.today()),
        state: state(&person, credentials.get(&person.id).copied(), who.now),
        name: person.name,
        login: person.login,
    };
    let view = PeopleView {
        unit: sought.unit.parse().unwrap_or_default(),
        people: people.into_iter().skip(skip).take(take).map(row).collect(),
        pager,
        barred: charter.may(who, Duty::ManagePeople, None).err().map(Problem::from),
        choices: super::choices(units),
        sought,
    };
    face.show(&visitor, "人员和授权", &view)
}

/// The roles somebody has on a day, in words.
fn roles(grants: &[Grant], id: PersonId, today: NaiveDate) -> String {
    let now = grants.iter().filter(|grant| {
        let holds = grant.from <= today && grant.until.is_none_or(|until| today < until);
        grant.person == id && holds
    });
    let names = now.filter_map(|grant| Some(Role::parse(&grant.role)?.name()));
    let mut names: Vec<&str> = names.collect();
    names.dedup();
    names.join("、")
}

/// The address of the list as it was asked for.
fn address(sought: &PeopleSought) -> String {
    let [q, unit, state] = [&sought.q, &sought.unit, &sought.state].map(|text| escaped(text));
    format!("/system/people?q={q}&unit={unit}&state={state}")
}

/// Adds a person; the password for one use is shown once.
#[utoipa::path(post, path = "/system/people", request_body = PersonSent,
    responses((status = 200, body = SecretView)))]
pub async fn add(site: Site, face: Face, visitor: Visitor, Sent(sent): Sent<PersonSent>) -> Answer {
    let new = sent.person()?;
    // Whoever may not is told before the password is worked on.
    let charter = site.desk().charter(&visitor.who).await?;
    charter.may(&visitor.who, Duty::ManagePeople, Some(new.unit))?;
    let password = chance::password();
    let once = password.clone();
    let hash = site.work(move |_| password::hash(&once)).await?;
    let id = site.desk().add_person(&visitor.who, &new, &hash).await.map_err(taken)?;
    let to = format!("/system/people/{}", id.0);
    let view = SecretView { name: new.name, login: new.login, password, to };
    face.show(&visitor, "一次性密码", &view)
}

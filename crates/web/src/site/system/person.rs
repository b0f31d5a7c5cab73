//! One person: name and unit, what they sign in with, the parts they play, who stands in for them.

use askama::Template;
use axum::extract::Path;
use chrono::NaiveDate;
use desk::{PartGiven, Units};
use flow::{Duty, Role};
use serde::{Deserialize, Serialize};
use store::{GrantId, Person, PersonId, StandIn, StandInId, UnitId};
use utoipa::ToSchema;

use super::people::{PersonSent, SecretView, state, taken};
use super::{UnitChoice, WordChoice, chosen, day, day_or_none, roles};
use crate::site::account::{chance, password};
use crate::site::parts::Badge;
use crate::site::{Answer, Face, Problem, Sent, Site, Visitor};

/// One person.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/system/person.html")]
pub struct PersonView {
    /// Their number.
    id: i64,
    /// Name.
    name: String,
    /// What they sign in with.
    login: String,
    /// Where they work.
    unit_name: String,
    /// Whether they can sign in.
    state: Badge,
    /// Whether they are not shut out.
    active: bool,
    /// Whether one-time codes are asked for.
    codes: bool,
    /// Parts, ended ones included.
    parts: Vec<GrantView>,
    /// Who stands in for them.
    deputies: Vec<StandInView>,
    /// Why the account cannot be changed here; none where it can.
    barred: Option<Problem>,
    /// Why no part can be given here; none where one can.
    grants_barred: Option<Problem>,
    /// Where they work.
    #[serde(skip)]
    unit: i64,
    /// Units to choose from.
    #[serde(skip)]
    choices: Vec<UnitChoice>,
    /// Roles to choose from.
    #[serde(skip)]
    roles: Vec<WordChoice>,
    /// People to choose from.
    #[serde(skip)]
    people: Vec<UnitChoice>,
    /// The first day offered.
    #[serde(skip)]
    today: NaiveDate,
}

/// A part somebody plays or played.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrantView {
    /// Its number.
    id: i64,
    /// The role.
    role: String,
    /// Over this unit and what lies below it.
    unit: String,
    /// First day.
    from: NaiveDate,
    /// Last day.
    last: Option<NaiveDate>,
    /// Whether it has ended.
    over: bool,
}

/// Somebody who stands in.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandInView {
    /// Its number.
    id: i64,
    /// Who.
    name: String,
    /// First day.
    from: NaiveDate,
    /// Last day.
    last: NaiveDate,
    /// Whether it has ended.
    over: bool,
}

/// Whether somebody may sign in.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ActiveSent {
    /// `on` or `off`.
    state: String,
}

/// A part to be given.
#[derive(Debug, Deserialize, ToSchema)]
pub struct PartSent {
    /// The role.
    role: String,
    /// Over which unit.
    unit: String,
    /// First day.
    from: String,
    /// Last day; may be empty.
    #[serde(default)]
    last: String,
}

/// A last day.
#[derive(Debug, Deserialize, ToSchema)]
pub struct LastDay {
    /// The day.
    last: String,
}

/// Who is to stand in, and when.
#[derive(Debug, Deserialize, ToSchema)]
pub struct DeputySent {
    /// Who.
    deputy: i64,
    /// First day.
    from: String,
    /// Last day.
    last: String,
}

/// One person.
#[utoipa::path(get, path = "/system/people/{id}", responses((status = 200, body = PersonView)))]
pub async fn show(site: Site, face: Face, visitor: Visitor, Path(id): Path<i64>) -> Answer {
    super::enter(&visitor)?;
    let (who, store) = (&visitor.who, &site.desk().store);
    let (region, today) = (who.region(), who.today());
    let holder = store.holder(region, PersonId(id)).await?;
    let person = holder.person;
    let credential = store.credential(region, person.id).await?;
    let charter = site.desk().charter(who).await?;
    let units = &charter.units;
    let people = store.people(region).await?;
    let stand_ins = store.all_stand_ins(region).await?;
    let over = |duty| charter.may(who, duty, Some(person.unit)).err().map(Problem::from);
    let view = PersonView {
        id,
        unit_name: units.name(person.unit).to_owned(),
        state: state(&person, credential.as_ref(), who.now),
        active: person.active,
        codes: credential.is_some_and(|one| one.totp.is_some()),
        parts: holder.grants.iter().map(|grant| part(grant, units, today)).collect(),
        deputies: deputies(&stand_ins, &people, person.id, today),
        barred: over(Duty::ManagePeople),
        grants_barred: over(Duty::GiveGrants),
        unit: person.unit.0,
        choices: super::choices(units),
        roles: roles(),
        people: colleagues(&people, units, person.id),
        today,
        login: person.login,
        name: person.name.clone(),
    };
    face.show(&visitor, &person.name, &view)
}

fn part(grant: &store::Grant, units: &Units, today: NaiveDate) -> GrantView {
    let name = Role::parse(&grant.role).map(|role| role.name().to_owned());
    let last = grant.until.and_then(|until| until.pred_opt());
    GrantView {
        id: grant.id.0,
        role: name.unwrap_or_else(|| grant.role.clone()),
        unit: units.name(grant.unit).to_owned(),
        from: grant.from,
        last,
        over: last.is_some_and(|last| last < today),
    }
}

fn deputies(
    rows: &[StandIn],
    people: &[Person],
    absent: PersonId,
    today: NaiveDate,
) -> Vec<StandInView> {
    let theirs = rows.iter().filter(|row| row.for_person == absent);
    let view = |row: &StandIn| {
        let name = people.iter().find(|person| person.id == row.person);
        let last = row.until.pred_opt().unwrap_or(row.until);
        StandInView {
            id: row.id.0,
            name: name.map(|person| person.name.clone()).unwrap_or_default(),
            from: row.from,
            last,
            over: last < today,
        }
    };
    theirs.map(view).collect()
}

/// Everybody else who can sign in, with their unit.
fn colleagues(people: &[Person], units: &Units, but: PersonId) -> Vec<UnitChoice> {
    let others = people.iter().filter(|person| person.id != but && person.active);
    let label =
        |person: &Person| format!("{}（{}）", person.name, units.distinct_name(person.unit));
    others.map(|person| UnitChoice { id: person.id.0, label: label(person) }).collect()
}

fn page(id: i64) -> String {
    format!("/system/people/{id}")
}

/// Changes name, login or unit.
#[utoipa::path(post, path = "/system/people/{id}", request_body = PersonSent,
    responses((status = 303, description = "已改")))]
pub async fn change(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    Sent(sent): Sent<PersonSent>,
) -> Answer {
    site.desk().change_person(&visitor.who, PersonId(id), &sent.person()?).await.map_err(taken)?;
    face.done(&page(id), "已改。")
}

/// Shuts out, or lets in again.
#[utoipa::path(post, path = "/system/people/{id}/active", request_body = ActiveSent,
    responses((status = 303, description = "已办")))]
pub async fn set_active(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    Sent(sent): Sent<ActiveSent>,
) -> Answer {
    let on = sent.state == "on";
    site.desk().set_active(&visitor.who, PersonId(id), on).await?;
    let said = if on {
        "已恢复，可以登录。"
    } else {
        "已停用，登录和令牌都已作废。"
    };
    face.done(&page(id), said)
}

/// Gives a password for one use, shown once.
#[utoipa::path(post, path = "/system/people/{id}/password",
    responses((status = 200, body = SecretView)))]
pub async fn reset_password(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
) -> Answer {
    let person = site.desk().store.person(visitor.who.region(), PersonId(id)).await?;
    // Whoever may not is told before the password is worked on.
    let charter = site.desk().charter(&visitor.who).await?;
    charter.may(&visitor.who, Duty::ManagePeople, Some(person.unit))?;
    let password = chance::password();
    let once = password.clone();
    let hash = site.work(move |_| password::hash(&once)).await?;
    site.desk().reset_password(&visitor.who, PersonId(id), &hash).await?;
    let view = SecretView { name: person.name, login: person.login, password, to: page(id) };
    face.show(&visitor, "一次性密码", &view)
}

/// Asks for one-time codes no longer, where a telephone is lost.
#[utoipa::path(post, path = "/system/people/{id}/codes/remove",
    responses((status = 303, description = "已关闭")))]
pub async fn remove_codes(site: Site, face: Face, visitor: Visitor, Path(id): Path<i64>) -> Answer {
    site.desk().remove_codes(&visitor.who, PersonId(id)).await?;
    face.done(&page(id), "已关闭这个人的两步验证。")
}

/// Gives a part.
#[utoipa::path(post, path = "/system/people/{id}/grants", request_body = PartSent,
    responses((status = 303, description = "已授权")))]
pub async fn give_part(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    Sent(sent): Sent<PartSent>,
) -> Answer {
    let role = Role::parse(&sent.role).ok_or_else(|| Problem::bad("请选角色。").at("role"))?;
    let unit: UnitId =
        chosen(&sent.unit)?.ok_or_else(|| Problem::bad("请选管辖的单位。").at("unit"))?;
    let given = PartGiven {
        person: PersonId(id),
        role,
        unit,
        from: day("from", &sent.from, "从哪一天起")?,
        last: day_or_none("last", &sent.last, "最后一天")?,
    };
    site.desk().give_part(&visitor.who, &given).await?;
    face.done(&page(id), "已授权。本人要重新登录。")
}

/// Ends a part.
#[utoipa::path(post, path = "/system/people/{id}/grants/{grant}/end", request_body = LastDay,
    responses((status = 303, description = "已结束")))]
pub async fn end_part(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path((id, grant)): Path<(i64, i64)>,
    Sent(sent): Sent<LastDay>,
) -> Answer {
    let last = day("last", &sent.last, "最后一天")?;
    site.desk().end_part(&visitor.who, GrantId(grant), last).await?;
    face.done(&page(id), "授权的最后一天已登记。本人要重新登录。")
}

/// Names who stands in.
#[utoipa::path(post, path = "/system/people/{id}/deputies", request_body = DeputySent,
    responses((status = 303, description = "已登记")))]
pub async fn name_stand_in(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    Sent(sent): Sent<DeputySent>,
) -> Answer {
    let days = [day("from", &sent.from, "从哪一天起")?, day("last", &sent.last, "最后一天")?];
    let deputy = PersonId(sent.deputy);
    site.desk().name_stand_in(&visitor.who, deputy, PersonId(id), days).await?;
    face.done(&page(id), "代理已登记。代理人要重新登录，办的事都写明是代谁办的。")
}

/// Ends standing in.
#[utoipa::path(post, path = "/system/people/{id}/deputies/{stand_in}/end", request_body = LastDay,
    responses((status = 303, description = "已结束")))]
pub async fn end_stand_in(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path((id, stand_in)): Path<(i64, i64)>,
    Sent(sent): Sent<LastDay>,
) -> Answer {
    let last = day("last", &sent.last, "最后一天")?;
    let (absent, stand_in) = (PersonId(id), StandInId(stand_in));
    site.desk().end_stand_in(&visitor.who, absent, stand_in, last).await?;
    face.done(&page(id), "代理的最后一天已登记。")
}

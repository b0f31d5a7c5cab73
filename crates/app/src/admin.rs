//! `heng admin`: for whoever has the data in hand when nobody can get in by the pages.

use std::fmt::Write;

use chrono::Utc;
use flow::Role;
use store::{By, NewGrant, Person, Store};
use web::site::account::{chance, password};

use crate::cli::{AdminCommand, PlaceOptions};
use crate::{Ending, Failure, platform};

/// Does one of these.
pub fn run(command: &AdminCommand) -> Result<Ending, Failure> {
    platform::wait(async {
        let told = match command {
            AdminCommand::People { place } => people(&open(place).await?).await?,
            AdminCommand::Password { login, place } => {
                new_password(&open(place).await?, login).await?
            }
            AdminCommand::Administrator { login, place } => {
                administrator(&open(place).await?, login).await?
            }
        };
        crate::print(&told)?;
        Ok(Ending::Clean)
    })
}

/// Opens what is there; nothing is made where nothing is.
async fn open(place: &PlaceOptions) -> Result<Store, Failure> {
    let database = platform::named(place)?;
    // A mistyped place must be told, not made.
    if let Err(error @ store::Error::Nothing) = Store::open_reading(&database).await {
        return Err(error.into());
    }
    platform::open(&database).await
}

async fn people(store: &Store) -> Result<String, Failure> {
    let today = flow::shanghai_day(Utc::now());
    let mut told = String::new();
    for region in store.regions().await? {
        _ = writeln!(told, "{}", region.name);
        for person in store.people(region.id).await? {
            let grants = store.grants(region.id, person.id, today).await?;
            let roles = grants.iter().filter_map(|grant| Role::parse(&grant.role));
            let roles: Vec<&str> = roles.map(Role::name).collect();
            let active = if person.active { "" } else { "（已停用）" };
            let (login, name) = (&person.login, &person.name);
            _ = writeln!(told, "  {login:<16} {name}{active}  {}", roles.join("、"));
        }
    }
    Ok(told)
}

async fn new_password(store: &Store, login: &str) -> Result<String, Failure> {
    let person = found(store, login).await?;
    let secret = chance::password();
    let hash = password::hash(&secret);
    let by = By::program(Utc::now());
    store.reset_password(by, person.region, person.id, &hash).await?;
    Ok(format!(
        "{}（{}）的一次性密码：{secret}\n登录后要先改成自己的密码；原来的登录都已结束。\n",
        person.name, person.login
    ))
}

async fn administrator(store: &Store, login: &str) -> Result<String, Failure> {
    let person = found(store, login).await?;
    let now = Utc::now();
    let today = flow::shanghai_day(now);
    let path = store.unit_path(person.region, person.unit, today).await?;
    let top = path.first().map_or(person.unit, |place| place.unit);
    let role = Role::SystemAdministrator.as_str().to_owned();
    let grant = NewGrant { person: person.id, role, unit: top, from: today, until: None };
    let who = format!("{}（{}）", person.name, person.login);
    match store.grant(By::program(now), person.region, &grant).await {
        Ok(_) => Ok(format!("{who}从今天起是系统管理员。\n")),
        Err(store::Error::Exists(_)) => Ok(format!("{who}已经是系统管理员。\n")),
        Err(error) => Err(error.into()),
    }
}

async fn found(store: &Store, login: &str) -> Result<Person, Failure> {
    let person = store.person_by_login(login).await?;
    person.ok_or_else(|| {
        Failure::new(format!("没有登录名是“{login}”的人。用 heng admin people 看有谁"))
    })
}

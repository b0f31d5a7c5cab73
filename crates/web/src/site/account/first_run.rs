//! The first run: from nothing to a region, its finance bureau and one person who looks after the
//! system. It works once.

use askama::Template;
use axum::http::StatusCode;
use chrono::{Datelike, NaiveDate, Utc};
use flow::{Role, shanghai_day};
use serde::{Deserialize, Serialize};
use store::{By, Import, Named, NewFirstRun, NewPerson, NewUnit, PersonRow, RoleRow, UnitId};
use utoipa::ToSchema;

use super::{chance, password};
use crate::site::{Answer, Face, Problem, Sent, Site, visitor};
use desk::units::kind;

/// The page of the first run.
#[derive(Debug, Default, Template, Serialize, ToSchema)]
#[template(path = "site/account/first_run.html")]
pub struct FirstRunView {
    /// What was typed.
    #[serde(skip)]
    typed: FirstRun,
    /// Why it did not work.
    problem: String,
    /// The rules of passwords.
    rules: Vec<&'static str>,
}

/// What is sent.
#[derive(Debug, Default, Clone, Deserialize, ToSchema)]
pub struct FirstRun {
    /// Name of the region.
    region: String,
    /// Its GB/T 2260 code.
    code: String,
    /// Name of the finance bureau.
    bureau: String,
    /// Name of the first person.
    name: String,
    /// What they sign in with.
    login: String,
    /// Their password.
    password: String,
    /// Again.
    again: String,
}

/// The page of the first run.
#[utoipa::path(get, path = "/first-run", responses((status = 200, body = FirstRunView)))]
pub async fn show(site: Site, face: Face) -> Answer {
    if !site.desk().store.is_new().await? {
        return Err(done_before());
    }
    let rules = password::RULES.to_vec();
    face.show_anybody("初次使用", &FirstRunView { rules, ..FirstRunView::default() })
}

/// Makes the region, the bureau and the first person.
#[utoipa::path(post, path = "/first-run", request_body = FirstRun,
    responses((status = 303, description = "已建好"), (status = 422, body = FirstRunView)))]
pub async fn make(site: Site, face: Face, Sent(sent): Sent<FirstRun>) -> Answer {
    let store = &site.desk().store;
    if !store.is_new().await? {
        return Err(done_before());
    }
    if let Some(problem) = fault(&sent) {
        let rules = password::RULES.to_vec();
        let view = FirstRunView { typed: sent, problem: problem.to_owned(), rules };
        let mut response = face.show_anybody("初次使用", &view)?;
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(response);
    }
    let now = Utc::now();
    let from = first_day(shanghai_day(now));
    let typed = sent.password.clone();
    let hash = site.work(move |_| password::hash(&typed)).await?;
    let top = unit(&format!("{}人民政府", sent.region.trim()), kind::GOVERNMENT);
    let login = visitor::login(&sent.login);
    let name = sent.name.trim().to_owned();
    let new = NewFirstRun {
        demo: false,
        region: sent.region.trim().to_owned(),
        code: sent.code.trim().to_owned(),
        from,
        unit: top,
        name: name.clone(),
        login: login.clone(),
        hash,
        roles: vec![Role::SystemAdministrator.as_str().to_owned()],
    };
    let made = store.first_run(now, &new).await?;
    let by = By::person(made.person, now);
    let bureau = NewUnit { parent: Some(made.unit), ..unit(sent.bureau.trim(), kind::BUREAU) };
    let bureau = store.add_unit(by, made.region, &bureau, from).await?;
    let person = NewPerson { unit: bureau, name, login };
    store.change_person(by, made.region, made.person, &person).await?;
    if separate(&site, &new.region, from)? {
        let others = name_others(&site, by, made, bureau, from).await?;
        return face.show_anybody("已建好", &OthersView { people: others });
    }
    face.done("/sign-in", "已建好。请用刚才的登录名和密码登录，再到“系统”里添加单位和人员。")
}

/// The other two administrators, with passwords for one use, shown once.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/account/others.html")]
pub struct OthersView {
    /// Them.
    people: Vec<OtherPerson>,
}

/// Another administrator.
#[derive(Debug, Serialize, ToSchema)]
pub struct OtherPerson {
    /// The role.
    role: &'static str,
    /// What they sign in with.
    login: String,
    /// The password for one use.
    password: String,
}

/// Whether the region's pack wants three administrators who are three people.
fn separate(site: &Site, region: &str, day: NaiveDate) -> Result<bool, Problem> {
    let desk = site.desk();
    let workflow = desk.workflow(desk.packs.choose(region), day.year())?;
    Ok(workflow.separate_administrators)
}

/// Where the three are three people, the first one alone could give nobody a part.
async fn name_others(
    site: &Site,
    by: By,
    made: store::FirstRun,
    bureau: UnitId,
    from: NaiveDate,
) -> Result<Vec<OtherPerson>, Problem> {
    let both = [
        (Role::SecurityAdministrator, "anquan.guanli"),
        (Role::AuditAdministrator, "shenji.guanli"),
    ];
    let (mut people, mut told) = (Vec::new(), Vec::new());
    for (role, login) in both {
        let password = chance::password();
        let once = password.clone();
        let hash = site.work(move |_| password::hash(&once)).await?;
        let over = Some(Named::Id(made.unit));
        people.push(PersonRow {
            login: login.to_owned(),
            name: role.name().to_owned(),
            unit: Named::Id(bureau),
            hash: Some(hash),
            roles: vec![RoleRow { role: role.as_str().to_owned(), unit: over }],
        });
        told.push(OtherPerson { role: role.name(), login: login.to_owned(), password });
    }
    let import = Import { from, units: Vec::new(), people };
    site.desk().store.import(by, made.region, &import).await?;
    Ok(told)
}

fn unit(name: &str, kind: &str) -> NewUnit {
    NewUnit { name: name.to_owned(), code: String::new(), kind: kind.to_owned(), parent: None }
}

/// What is there was there all year: declarations of this year hang on it.
fn first_day(today: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today)
}

fn done_before() -> Problem {
    Problem::new(StatusCode::CONFLICT, "系统已经初始化过了。", "请直接登录。")
}

/// What is wrong with what was typed.
fn fault(sent: &FirstRun) -> Option<&'static str> {
    let code = sent.code.trim();
    if sent.region.trim().is_empty() || sent.bureau.trim().is_empty() {
        return Some("请填写地区和财政部门的名称。");
    }
    if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some("地区代码是6位数字，如 510411。");
    }
    if sent.name.trim().is_empty() {
        return Some("请填写姓名。");
    }
    if let Some(fault) = visitor::login_fault(&visitor::login(&sent.login)) {
        return Some(fault);
    }
    if sent.password != sent.again {
        return Some("两次输入的密码不一样。");
    }
    password::fault(&sent.password, &visitor::login(&sent.login))
}

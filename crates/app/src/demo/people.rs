//! The region, its units and a person for each role.

use std::fmt::Write;

use chrono::{DateTime, Days, Utc};
use desk::Desk;
use flow::Role;
use store::{
    By, Import, Named, NewFirstRun, NewPassword, NewUnit, Person, PersonRow, RegionId, RoleRow,
    UnitRow,
};
use web::site::account::{chance, password};

use super::failed;
use crate::Failure;

const REGION: &str = "攀枝花市仁和区";
const CODE: &str = "510411";
const BUREAU: &str = "攀枝花市仁和区财政局";
const AUDIT: &str = "攀枝花市仁和区审计局";
const DEPARTMENT: &str = "攀枝花市仁和区人力资源和社会保障局";
/// The department's own office declares as a unit below it.
const UNIT_CODE: &str = "304001";
const DEPARTMENT_CODE: &str = "304";

/// Login, name, unit, role and over what it holds.
const PEOPLE: [(&str, &str, &str, Role); 9] = [
    ("jingban", "经办人小陈", UNIT_CODE, Role::Clerk),
    ("fuzeren", "单位负责人老周", UNIT_CODE, Role::UnitHead),
    ("zhuguan", "主管部门吴审核", DEPARTMENT_CODE, Role::DepartmentReviewer),
    ("yewu", "业务股室郑股长", "301", Role::BusinessDivision),
    ("jixiao", "绩效股林股长", "301", Role::PerformanceDivision),
    ("juzhang", "财政局何局长", "301", Role::BureauLeader),
    ("zhuanjia", "专家许老师", "301", Role::Expert),
    ("shenji", "审计局唐审计", "302", Role::Auditor),
    ("anquan", "安全管理员罗工", "301", Role::SecurityAdministrator),
];
/// What the administrator signs in with.
const ADMINISTRATOR: &str = "guanli";

/// Who is there.
pub struct People {
    /// The region.
    pub region: RegionId,
    by_role: Vec<(Role, Person)>,
    /// Name, login and password.
    told: Vec<(String, &'static str, &'static str, String)>,
}

impl People {
    /// The person of a role.
    pub fn of(&self, role: Role) -> &Person {
        let found = self.by_role.iter().find(|(own, _)| *own == role);
        &found.expect("invariant: every role of the demonstration has a person").1
    }

    /// Logins and passwords in lines.
    pub fn table(&self) -> String {
        let mut table = String::new();
        for (name, login, role, password) in &self.told {
            _ = writeln!(table, "  {login:<10} {password:<14} {name}（{role}）");
        }
        table
    }
}

/// Makes the region, its units and people, in a database that is new.
pub async fn settle(desk: &Desk, now: DateTime<Utc>) -> Result<People, Failure> {
    if !desk.store.is_new().await.map_err(failed)? {
        let why = "这个位置已经有数据了，演示数据只能建在空的地方。换一个文件夹，或先删掉它";
        return Err(Failure::new(why.to_owned()));
    }
    let from = flow::shanghai_day(now) - Days::new(800);
    let secret = chance::password();
    let first = NewFirstRun {
        region: REGION.to_owned(),
        code: CODE.to_owned(),
        from,
        demo: true,
        unit: NewUnit {
            name: REGION.to_owned(),
            code: CODE.to_owned(),
            kind: desk::units::kind::GOVERNMENT.to_owned(),
            parent: None,
        },
        name: "系统管理员".to_owned(),
        login: ADMINISTRATOR.to_owned(),
        hash: hash(&secret).await?,
        roles: vec![Role::SystemAdministrator.as_str().to_owned()],
    };
    let first = desk.store.first_run(now, &first).await.map_err(failed)?;
    let mut told =
        vec![("系统管理员".to_owned(), ADMINISTRATOR, Role::SystemAdministrator.name(), secret)];
    let mut people = Vec::new();
    let mut hashes = Vec::new();
    for (login, name, unit, role) in PEOPLE {
        let secret = chance::password();
        hashes.push(hash(&secret).await?);
        people.push(PersonRow {
            login: login.to_owned(),
            name: name.to_owned(),
            unit: Named::Code(unit.to_owned()),
            hash: hashes.last().cloned(),
            roles: vec![RoleRow { role: role.as_str().to_owned(), unit: over(role) }],
        });
        told.push((name.to_owned(), login, role.name(), secret));
    }
    let import = Import { from, units: units(), people };
    let done = desk.store.import(By::program(now), first.region, &import).await.map_err(failed)?;
    for (person, hash) in done.people.iter().zip(&hashes) {
        // What was printed may be used as it is: nobody has to change it first.
        let own = NewPassword { person: *person, old: hash, hash, keep: None };
        let by = By::person(*person, now);
        desk.store.set_password(by, first.region, &own).await.map_err(failed)?;
    }
    let all = desk.store.people(first.region).await.map_err(failed)?;
    let person = |id| all.iter().find(|person| person.id == id).cloned();
    let roles = PEOPLE.iter().map(|(.., role)| *role).zip(done.people);
    let roles = roles.chain([(Role::SystemAdministrator, first.person)]);
    let by_role = roles.filter_map(|(role, id)| Some((role, person(id)?))).collect();
    Ok(People { region: first.region, by_role, told })
}

/// Roles of the bureau and of the audit hold for the whole region.
fn over(role: Role) -> Option<Named> {
    let unit_roles = [Role::Clerk, Role::UnitHead, Role::DepartmentReviewer];
    (!unit_roles.contains(&role)).then(|| Named::Code(CODE.to_owned()))
}

fn units() -> Vec<UnitRow> {
    use desk::units::kind;
    let unit = |code: &str, name: &str, kind: &str, parent: &str| UnitRow {
        code: code.to_owned(),
        name: name.to_owned(),
        kind: kind.to_owned(),
        parent: Some(Named::Code(parent.to_owned())),
    };
    vec![
        unit("301", BUREAU, kind::BUREAU, CODE),
        unit("302", AUDIT, kind::DEPARTMENT, CODE),
        unit(DEPARTMENT_CODE, DEPARTMENT, kind::DEPARTMENT, CODE),
        unit(UNIT_CODE, DEPARTMENT, kind::UNIT, DEPARTMENT_CODE),
    ]
}

async fn hash(secret: &str) -> Result<String, Failure> {
    let secret = secret.to_owned();
    let hashed = tokio::task::spawn_blocking(move || password::hash(&secret)).await;
    hashed.map_err(failed)
}

//! A county in a database that servers have open: people with tokens, a cycle, drafts of their own.

use std::sync::Arc;

use chrono::{DateTime, Datelike, Days, TimeDelta, Utc};
use desk::Desk;
use flow::Role;
use model::FormKind;
use model::form::{Column, Indicator, Text};
use store::{
    By, CycleId, Database, DeclarationId, NewCycle, NewGrant, NewToken, NewUnit, RegionId, Store,
    UnitId,
};

use super::proxy::ask;

const PASSWORD: &str = "Renhe-2026-ok";
/// The cell everybody writes.
pub const PATH: &str = "indicators.0.level3";
/// Those who save, each for a unit of their own.
const WRITERS: [&str; 6] = ["chen", "zhou", "wu", "zheng", "lin", "tang"];
/// Projects whose papers are put into one file.
const PROJECTS: usize = 8;

/// The county.
pub struct County {
    pub desk: Desk,
    pub region: RegionId,
    /// Who saves, and which draft.
    pub drafts: Vec<(&'static str, DeclarationId)>,
}

/// The first administrator is made on the first page.
pub fn first_run(address: &str) {
    let body = format!(
        "region=%E4%BB%81%E5%92%8C%E5%8C%BA&code=510411&bureau=%E8%B4%A2%E6%94%BF%E5%B1%80\
         &name=%E5%BC%A0%E4%B8%89&login=zhang.san&password={PASSWORD}&again={PASSWORD}"
    );
    let answer = ask(address, "POST /first-run", "", &body).expect("an answer");
    assert_eq!(answer.status, 303, "{}", answer.body);
}

/// Signs the administrator in; gives the line their browser sends from then on.
pub fn sign_in(address: &str) -> String {
    let body = format!("login=zhang.san&password={PASSWORD}");
    let answer = ask(address, "POST /sign-in", "", &body).expect("an answer");
    assert_eq!(answer.status, 303, "{}", answer.body);
    let cookie = answer.head.split("heng_session=").nth(1).and_then(|rest| rest.split(';').next());
    format!("Cookie: heng_session={}\r\n", cookie.expect("a cookie"))
}

/// The line a program of somebody sends.
pub fn bearer(login: &str) -> String {
    format!("Authorization: Bearer {}\r\n", token(login))
}

fn token(login: &str) -> String {
    format!("{login}-of-the-county-with-a-long-token")
}

/// What the county is made through.
struct Making {
    desk: Desk,
    region: RegionId,
    top: UnitId,
    cycle: CycleId,
    now: DateTime<Utc>,
}

/// Makes units, people, a cycle and drafts.
pub async fn settle(url: &str) -> County {
    let store = Store::open(&Database::Url(url.to_owned())).await.expect("opens");
    let packs = Arc::new(policy::Packs::built_in().expect("the packs"));
    let desk = Desk::new(store, packs, office::Limits::default());
    let now = Utc::now();
    let today = flow::shanghai_day(now);
    let store = &desk.store;
    let first = store.person_by_login("zhang.san").await.expect("asked").expect("somebody");
    let region = first.region;
    let path = store.unit_path(region, first.unit, today).await.expect("a path");
    let new = NewCycle {
        year: today.year(),
        pack: "renhe".to_owned(),
        opens: today - Days::new(20),
        closes: today + Days::new(20),
    };
    let cycle = store.open_cycle(By::program(now), region, &new).await.expect("a cycle");
    let making = Making { region, top: path[0].unit, cycle, now, desk };
    let mut drafts = Vec::new();
    for login in WRITERS {
        let unit = making.clerk(login).await;
        drafts.push((login, making.draft(login, unit, "一个项目").await));
    }
    let unit = making.clerk("many").await;
    for number in 1..=PROJECTS {
        making.draft("many", unit, &format!("第{number}个项目")).await;
    }
    County { desk: making.desk, region, drafts }
}

impl Making {
    /// A unit with its clerk, who has a token.
    async fn clerk(&self, login: &str) -> UnitId {
        let (store, by) = (&self.desk.store, By::program(self.now));
        let today = flow::shanghai_day(self.now);
        let name = format!("{login}的单位");
        let new =
            NewUnit { name, code: String::new(), kind: "unit".to_owned(), parent: Some(self.top) };
        let unit = store.add_unit(by, self.region, &new, today).await.expect("a unit");
        let person = store.add_person(by, self.region, unit, login, login).await.expect("a person");
        let (role, from) = (Role::Clerk.as_str().to_owned(), today);
        let grant = NewGrant { person, role, unit, from, until: None };
        store.grant(by, self.region, &grant).await.expect("a grant");
        let until = self.now + TimeDelta::days(1);
        let new = NewToken { person, name: "试", token: &token(login), until };
        store.make_token(by, self.region, &new).await.expect("a token");
        unit
    }

    /// A draft with one indicator.
    async fn draft(&self, login: &str, unit: UnitId, project: &str) -> DeclarationId {
        let person = self.desk.store.person_by_login(login).await.expect("asked");
        let who = self.desk.who(person.expect("somebody"), self.now).await.expect("grants");
        let setting = self.desk.setting(self.region, self.cycle, who.today()).await;
        let setting = setting.expect("a cycle");
        let mut form = self.desk.blank(&setting, unit, FormKind::Project, project);
        let cells = [
            (Column::Level1, Text::new("产出指标", None)),
            (Column::Level2, Text::new("数量指标", None)),
            (Column::Level3, Text::new("培训人数", None)),
            (Column::Target, Text::new("≥100人", None)),
        ];
        form.indicators = vec![Indicator::read(cells.into())];
        self.desk.begin(&who, &setting, unit, &form, None).await.expect("begun")
    }
}

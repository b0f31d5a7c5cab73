//! A small region: six units with one project each, two people for most posts, one who holds two.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use chrono::Days;
use desk::units::kind;
use desk::{Desk, Setting, Who};
use flow::Role;
use model::form::{Column, Edit, Field, Indicator, Text};
use model::{Form, FormKind};
use office::Limits;
use policy::Packs;
use sea_orm::ConnectionTrait;
use store::{
    By, CycleId, Database, DeclarationId, Import, Named, NewCycle, NewFirstRun, NewUnit, Person,
    PersonRow, RegionId, RoleRow, Store, UnitId, UnitRow,
};

use crate::stage::now;

const TOP: &str = "510411";
/// The units that declare, and the unit above each.
const UNITS: [(&str, &str); 6] = [
    ("31001", "310"),
    ("31002", "310"),
    ("31003", "310"),
    ("31004", "310"),
    ("311", TOP),
    ("312", TOP),
];
/// The people, and their posts; units hold posts over every unit that declares.
pub const PEOPLE: [(&str, &[Role]); 14] = [
    ("clerk-a", &[Role::Clerk]),
    ("clerk-b", &[Role::Clerk]),
    ("head-a", &[Role::UnitHead]),
    ("head-b", &[Role::UnitHead]),
    ("department-a", &[Role::DepartmentReviewer]),
    ("department-b", &[Role::DepartmentReviewer]),
    ("business-a", &[Role::BusinessDivision]),
    ("business-b", &[Role::BusinessDivision]),
    ("performance-a", &[Role::PerformanceDivision]),
    ("performance-b", &[Role::PerformanceDivision]),
    ("leader-a", &[Role::BureauLeader]),
    ("leader-b", &[Role::BureauLeader]),
    ("both", &[Role::Clerk, Role::PerformanceDivision]),
    ("auditor", &[Role::Auditor]),
];

/// The region.
pub struct Town {
    pub desk: Desk,
    pub region: RegionId,
    pub setting: Arc<Setting>,
    pub units: Vec<UnitId>,
    pub people: BTreeMap<String, Person>,
    /// The declaration of each unit that was begun last.
    pub places: Mutex<Vec<DeclarationId>>,
    clock: AtomicI64,
    turn: AtomicU64,
    left: AtomicI64,
}

/// A database on a server that nobody else uses.
pub async fn database_of_its_own(server: &str) -> Database {
    let name = format!("heng_race_{}", std::process::id());
    let raw = sea_orm::Database::connect(server).await.expect("the server answers");
    raw.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("a database");
    let (address, _) = server.rsplit_once('/').expect("a URL with a database");
    Database::Url(format!("{address}/{name}"))
}

impl Town {
    /// With a draft in each unit.
    pub async fn new(database: &Database, operations: i64) -> Town {
        let store = Store::open(database).await.expect("a store");
        let packs = Arc::new(Packs::built_in().expect("the packs"));
        let desk = Desk::new(store, packs, Limits::default());
        let (region, cycle) = settled(&desk).await;
        let today = flow::shanghai_day(now());
        let setting = desk.setting(region, cycle, today).await.expect("a setting");
        let known = desk.store.units(region, today).await.expect("units");
        let coded = |code: &str| {
            known.iter().find(|(_, place)| place.code == code).expect("this unit").0.id
        };
        let units = UNITS.iter().map(|(code, _)| coded(code)).collect();
        let people = desk.store.people(region).await.expect("people");
        let people = people.into_iter().map(|person| (person.login.clone(), person)).collect();
        let (clock, turn) = (AtomicI64::new(0), AtomicU64::new(0));
        let left = AtomicI64::new(operations);
        let places = Mutex::default();
        let town = Town { desk, region, setting, units, people, places, clock, turn, left };
        for place in 0..UNITS.len() {
            let id = town.begin("clerk-a", place, None).await.expect("begun");
            town.places.lock().expect("nobody fell").push(id);
        }
        town
    }

    /// Somebody whose clock is a few minutes wrong, as clocks are.
    pub async fn who(&self, login: &str, wrong: i64) -> Who {
        let second = self.clock.fetch_add(1, Ordering::Relaxed) + wrong;
        let now = now() + chrono::TimeDelta::milliseconds(second * 100);
        self.desk.who(self.people[login].clone(), now).await.expect("grants")
    }

    /// Whether there is something left to try.
    pub fn goes_on(&self) -> bool {
        self.left.load(Ordering::Relaxed) > 0
    }

    /// Something was tried.
    pub fn tried_one(&self) {
        self.left.fetch_sub(1, Ordering::Relaxed);
    }

    /// The next number of what happens.
    pub fn tick(&self) -> u64 {
        self.turn.fetch_add(1, Ordering::SeqCst)
    }

    /// Begins the declaration of a place anew.
    pub async fn begin(
        &self,
        login: &str,
        place: usize,
        key: Option<String>,
    ) -> desk::Result<DeclarationId> {
        let who = self.who(login, 0).await;
        let form = whole_form(place);
        self.desk.begin(&who, &self.setting, self.units[place], &form, key).await
    }
}

async fn settled(desk: &Desk) -> (RegionId, CycleId) {
    let today = flow::shanghai_day(now());
    let from = today - Days::new(400);
    let text = |text: &str| text.to_owned();
    let unit = NewUnit {
        name: text("仁和区"),
        code: text(TOP),
        kind: text(kind::GOVERNMENT),
        parent: None,
    };
    let first = NewFirstRun {
        region: text("仁和区"),
        code: text(TOP),
        demo: false,
        from,
        unit,
        name: text("管理员"),
        login: text("admin"),
        hash: text("x"),
        roles: vec![text(Role::SystemAdministrator.as_str())],
    };
    let region = desk.store.first_run(now(), &first).await.expect("a region").region;
    let unit = |code: &str, kind: &str, above: &str| UnitRow {
        code: code.to_owned(),
        name: format!("单位{code}"),
        kind: kind.to_owned(),
        parent: Some(Named::Code(above.to_owned())),
    };
    let mut units = vec![unit("301", kind::BUREAU, TOP), unit("310", kind::DEPARTMENT, TOP)];
    units.extend(UNITS.iter().map(|(code, above)| unit(code, kind::UNIT, above)));
    let people = PEOPLE.iter().map(|(login, roles)| PersonRow {
        login: (*login).to_owned(),
        name: (*login).to_owned(),
        unit: Named::Code(text("301")),
        hash: None,
        roles: roles.iter().flat_map(|role| posts(*role)).collect(),
    });
    let import = Import { from, units, people: people.collect() };
    let by = By::program(now());
    desk.store.import(by, region, &import).await.expect("people");
    let (opens, closes) = (today - Days::new(20), today + Days::new(60));
    let new = NewCycle { year: 2026, pack: text("renhe"), opens, closes };
    (region, desk.store.open_cycle(by, region, &new).await.expect("a cycle"))
}

fn posts(role: Role) -> Vec<RoleRow> {
    let over = |code: &str| RoleRow {
        role: role.as_str().to_owned(),
        unit: Some(Named::Code(code.to_owned())),
    };
    match role {
        Role::Clerk | Role::UnitHead => UNITS.iter().map(|(code, _)| over(code)).collect(),
        Role::DepartmentReviewer => vec![over("310")],
        _ => vec![over(TOP)],
    }
}

/// A form in which the checks find no error and nothing that must be answered.
pub fn whole_form(place: usize) -> Form {
    let text = |text: &str| Text::new(text, None);
    let goal = "全年办好职业技能培训，面向失业人员和农村劳动者开展培训50人，帮助其中40人实现就业。";
    let rows = [
        ["产出指标", "数量指标", "培训人数", "≥50人"],
        ["成本指标", "经济成本指标", "人均培训成本", "≤2000元/人"],
        ["产出指标", "质量指标", "培训合格率", "≥95%"],
        ["产出指标", "时效指标", "培训完成时间", "2026年12月底前"],
        ["效益指标", "社会效益指标", "培训后就业人数", "≥40人"],
        ["满意度指标", "服务对象满意度指标", "学员满意度", "≥90%"],
    ];
    let columns = [Column::Level1, Column::Level2, Column::Level3, Column::Target];
    let row =
        |cells: [&str; 4]| Indicator::read(columns.into_iter().zip(cells.map(text)).collect());
    let mut form = Form {
        kind: FormKind::Project,
        year: Some(2026),
        fields: [
            (Field::Title, text("2026年项目支出绩效目标表")),
            (
                Field::Project,
                text(&format!("技能培训{}", ["甲", "乙", "丙", "丁", "戊", "己"][place])),
            ),
            (Field::Unit, text(&format!("单位{}", UNITS[place].0))),
            (Field::Goal, text(goal)),
        ]
        .into(),
        indicators: rows.into_iter().map(row).collect(),
        ..Form::default()
    };
    let path = "money.expenditure.total".parse().expect("a path");
    form.apply(&Edit::Set { path, text: "10".to_owned() }).expect("applies");
    form
}

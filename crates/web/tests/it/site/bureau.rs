//! A small region with people in every part, and declarations led to where a test wants them.

use chrono::{Days, Utc};
use desk::units::kind;
use desk::{Case, Order, Who};
use flow::{Action, Role};
use model::form::{Column, Field, Path, Text};
use model::{Form, FormKind, Indicator};
use store::{
    Advance, By, CycleId, DeclarationId, Freeze, Import, Judged, Named, NewCycle, NewFirstRun,
    NewSession, NewUnit, Person, PersonRow, RegionId, RoleRow, Turn, UnitRow,
};

use super::stage::{PASSWORD, Stage};

/// A site with a region in it.
pub struct Bureau {
    pub stage: Stage,
    pub region: RegionId,
    pub cycle: CycleId,
    hash: String,
}

/// Login, unit and role.
const PEOPLE: [(&str, &str, Role); 10] = [
    ("clerk", "30401", Role::Clerk),
    ("head", "30401", Role::UnitHead),
    ("department", "304", Role::DepartmentReviewer),
    ("business", "301", Role::BusinessDivision),
    ("second", "301", Role::BusinessDivision),
    ("performance", "301", Role::PerformanceDivision),
    ("leader", "301", Role::BureauLeader),
    ("auditor", "301", Role::Auditor),
    ("expert", "301", Role::Expert),
    ("other", "30402", Role::Clerk),
];

impl Bureau {
    /// With a cycle that is open.
    pub async fn open() -> Bureau {
        let stage = Stage::empty().await;
        let now = Utc::now();
        let from = flow::shanghai_day(now) - Days::new(500);
        let hash = web::site::account::password::hash(PASSWORD);
        let first = NewFirstRun {
            region: "仁和区".into(),
            code: "510411".into(),
            from,
            demo: false,
            unit: unit("仁和区", "510411", kind::GOVERNMENT),
            name: "管理员".into(),
            login: "admin".into(),
            hash: hash.clone(),
            roles: vec![Role::SystemAdministrator.as_str().into()],
        };
        let store = &stage.site.desk().store;
        let region = store.first_run(now, &first).await.expect("the first run").region;
        let row = |code: &str, name: &str, kind: &str, parent: &str| UnitRow {
            code: code.into(),
            name: name.into(),
            kind: kind.into(),
            parent: Some(Named::Code(parent.into())),
        };
        let units = vec![
            row("301", "仁和区财政局", kind::BUREAU, "510411"),
            row("304", "仁和区人社局", kind::DEPARTMENT, "510411"),
            row("30401", "就业中心", kind::UNIT, "304"),
            row("30402", "社保中心", kind::UNIT, "304"),
        ];
        let people = PEOPLE.iter().map(|(login, unit, role)| PersonRow {
            login: (*login).into(),
            name: format!("{}{login}", role.name()),
            unit: Named::Code((*unit).into()),
            hash: None,
            roles: vec![RoleRow {
                role: role.as_str().into(),
                unit: (*unit == "301").then(|| Named::Code("510411".into())),
            }],
        });
        let import = Import { from, units, people: people.collect() };
        store.import(By::program(now), region, &import).await.expect("imports");
        let today = flow::shanghai_day(now);
        let opens = today - Days::new(30);
        let new =
            NewCycle { year: 2026, pack: "renhe".into(), opens, closes: today + Days::new(30) };
        let cycle = store.open_cycle(By::program(now), region, &new).await.expect("opens");
        Bureau { stage, region, cycle, hash }
    }

    /// Signs somebody in, instead of whoever was.
    pub async fn sign_in(&mut self, login: &str) -> &mut Stage {
        let person = self.stage.person(login).await;
        let store = &self.stage.site.desk().store;
        let token = web::site::account::chance::token();
        let now = Utc::now();
        store
            .reset_password(By::program(now), self.region, person.id, &self.hash)
            .await
            .expect("sets");
        let own =
            store::NewPassword { person: person.id, old: &self.hash, hash: &self.hash, keep: None };
        store.set_password(By::person(person.id, now), self.region, &own).await.expect("keeps");
        let new = NewSession {
            person: person.id,
            hash: &self.hash,
            token: &token,
            until: now + chrono::TimeDelta::hours(8),
            address: "",
            agent: "",
        };
        store.begin_session(By::person(person.id, now), self.region, &new).await.expect("begins");
        self.stage.remember(vec![("heng_session".into(), token)]);
        &mut self.stage
    }

    /// Somebody, as the desk knows them.
    pub async fn who(&self, login: &str) -> Who {
        let person: Person = self.stage.person(login).await;
        self.stage.site.desk().who(person, Utc::now()).await.expect("knows")
    }

    /// A declaration as somebody finds it.
    pub async fn case(&self, login: &str, id: DeclarationId) -> Case {
        let who = self.who(login).await;
        self.stage.site.desk().case(&who, id).await.expect("is seen")
    }

    /// A project handed in by a unit's clerk and signed, waiting for the department.
    pub async fn signed(&self, project: &str, wan: &str) -> DeclarationId {
        let id = self.handed_in(project, wan).await;
        self.act("head", Action::Sign, id).await;
        id
    }

    /// A project handed in, waiting for the signature. What the checks say of it is left out.
    pub async fn handed_in(&self, project: &str, wan: &str) -> DeclarationId {
        let desk = self.stage.site.desk();
        let clerk = self.who("clerk").await;
        let setting = desk.setting(self.region, self.cycle, clerk.today()).await.expect("a cycle");
        let unit = clerk.person.unit;
        let form = project_form(project, wan);
        let id = desk.begin(&clerk, &setting, unit, &form, None).await.expect("begins");
        self.hand_in(id).await;
        id
    }

    /// Hands a draft in as it is.
    pub async fn hand_in(&self, id: DeclarationId) {
        let desk = self.stage.site.desk();
        let clerk = self.who("clerk").await;
        let case = desk.case(&clerk, id).await.expect("is there");
        let freeze = Freeze {
            kind: "submitted".into(),
            draft: case.standing.draft.version,
            judged: Judged::default(),
            findings: "[]".into(),
            found: Vec::new(),
        };
        let state = store::State {
            stage: "waiting".into(),
            step: "unit".into(),
            ..case.standing.declaration.state()
        };
        let step = Advance {
            declaration: id,
            version: case.standing.declaration.version,
            action: "submit".into(),
            state,
            turn: Turn::HandsOver,
            leaves_unit: false,
            reason: String::new(),
            freeze: Some(freeze),
            words: None,
            key: None,
        };
        let by = By::person(clerk.person.id, Utc::now());
        desk.store.advance(by, self.region, &step).await.expect("hands in");
    }

    /// Takes a step.
    pub async fn act(&self, login: &str, action: Action, id: DeclarationId) {
        let who = self.who(login).await;
        let case = self.case(login, id).await;
        let order = Order {
            id,
            version: case.standing.declaration.version,
            draft: None,
            reason: "请核对成本指标。".into(),
            key: None,
        };
        self.stage.site.desk().act(&who, action, &order).await.expect("may");
    }
}

fn unit(name: &str, code: &str, kind: &str) -> NewUnit {
    NewUnit { name: name.into(), code: code.into(), kind: kind.into(), parent: None }
}

/// A project's form with two indicators.
pub fn project_form(project: &str, wan: &str) -> Form {
    let text = |text: &str| Text::new(text, None);
    let row = |levels: [&str; 4]| {
        let columns = [Column::Level1, Column::Level2, Column::Level3, Column::Target];
        Indicator::read(columns.into_iter().zip(levels.map(text)).collect())
    };
    let mut form = Form {
        kind: FormKind::Project,
        year: Some(2026),
        fields: [
            (Field::Title, text("2026年项目支出绩效目标表")),
            (Field::Project, text(project)),
            (Field::Unit, text("就业中心")),
            (Field::Goal, text("办好技能培训，帮助劳动者就业。")),
        ]
        .into(),
        indicators: vec![
            row(["产出指标", "数量指标", "培训人数", "≥50人"]),
            row(["成本指标", "经济成本指标", "人均培训成本", "≤2000元/人"]),
        ],
        ..Form::default()
    };
    let path: Path = "money.expenditure.total".parse().expect("a path");
    form.apply(&model::form::Edit::Set { path, text: wan.into() }).expect("applies");
    form
}

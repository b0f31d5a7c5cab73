//! A region with a person for each role, and one declaration at a time led to where the test wants
//! it. Steps are written straight into the store: what is tried is who may take the next one.

use axum::body::Body;
use axum::http::{Request, header};
use chrono::{Days, NaiveDate, TimeDelta, Utc};
use desk::units::kind;
use desk::{Case, Who};
use flow::{Action, Role};
use model::form::{Column, Field, Text};
use model::{Form, Indicator};
use serde_json::Value;
use store::{
    Advance, Approve, By, CycleId, DeclarationId, Freeze, Import, Judged, Named, NewCycle,
    NewFirstRun, NewToken, NewUnit, PersonRow, RegionId, RoleRow, Turn, UnitId, UnitRow,
};

use crate::site::bureau::project_form;
use crate::site::stage::{Answer, Stage};

/// Login, roles and the codes of the units they hold over. The last one but one clerks elsewhere;
/// the last one has two posts.
const PEOPLE: [(&str, &[(Role, &str)]); 13] = [
    ("clerk", &[(Role::Clerk, "30401"), (Role::Clerk, "305")]),
    ("head", &[(Role::UnitHead, "30401"), (Role::UnitHead, "305")]),
    ("department", &[(Role::DepartmentReviewer, "304")]),
    ("business", &[(Role::BusinessDivision, TOP)]),
    ("performance", &[(Role::PerformanceDivision, TOP)]),
    ("leader", &[(Role::BureauLeader, TOP)]),
    ("expert", &[(Role::Expert, TOP)]),
    ("auditor", &[(Role::Auditor, TOP)]),
    ("system", &[(Role::SystemAdministrator, TOP)]),
    ("security", &[(Role::SecurityAdministrator, TOP)]),
    ("audit", &[(Role::AuditAdministrator, TOP)]),
    ("other", &[(Role::Clerk, "30402")]),
    ("both", &[(Role::Clerk, "30401"), (Role::PerformanceDivision, TOP)]),
];
const TOP: &str = "510411";

/// Those who ask: a person for each of the eleven roles, and a clerk of another unit.
pub fn askers() -> impl Iterator<Item = &'static str> {
    PEOPLE.iter().map(|(login, _)| *login).filter(|login| *login != "both")
}

/// What people call somebody of the parade.
pub fn name(login: &str) -> &'static str {
    match login {
        "other" => "别的单位的经办人",
        "both" => "经办人兼绩效股",
        _ => {
            PEOPLE.iter().find(|(own, _)| *own == login).map_or("", |(_, posts)| posts[0].0.name())
        }
    }
}

/// A step that was taken: what, by whom, and the stage and step it led to.
pub type Move = (Action, &'static str, &'static str, &'static str);

/// A region.
pub struct Parade {
    pub stage: Stage,
    pub region: RegionId,
    pub cycle: CycleId,
    /// A unit below a department.
    pub below: UnitId,
    /// A unit straight below the government.
    pub alone: UnitId,
    /// The declaration that is there now.
    pub id: DeclarationId,
    pub today: NaiveDate,
}

impl Parade {
    /// With nothing declared.
    pub async fn new() -> Parade {
        let stage = Stage::empty().await;
        let now = Utc::now();
        let today = flow::shanghai_day(now);
        let from = today - Days::new(500);
        let unit = NewUnit {
            name: "仁和区".into(),
            code: TOP.into(),
            kind: kind::GOVERNMENT.into(),
            parent: None,
        };
        let first = NewFirstRun {
            region: "仁和区".into(),
            code: TOP.into(),
            from,
            demo: false,
            unit,
            name: "管理员".into(),
            login: "admin".into(),
            hash: "none".into(),
            roles: vec![Role::SystemAdministrator.as_str().into()],
        };
        let store = &stage.site.desk().store;
        let by = By::program(now);
        let region = store.first_run(now, &first).await.expect("the first run").region;
        store.import(by, region, &everybody(from)).await.expect("imports");
        for (login, _) in PEOPLE {
            let person = stage.person(login).await.id;
            let until = now + TimeDelta::days(1);
            let new = NewToken { person, name: "试", token: &token(login), until };
            store.make_token(by, region, &new).await.expect("a token");
        }
        let (opens, closes) = (today - Days::new(30), today + Days::new(30));
        let new = NewCycle { year: 2026, pack: "renhe".into(), opens, closes };
        let cycle = store.open_cycle(by, region, &new).await.expect("opens");
        let units = store.units(region, today).await.expect("units");
        let coded =
            |code: &str| units.iter().find(|(_, place)| place.code == code).expect("a unit").0.id;
        let (below, alone) = (coded("30401"), coded("305"));
        let id = DeclarationId(0);
        Parade { stage, region, cycle, below, alone, id, today }
    }

    /// Somebody, as the desk knows them.
    pub async fn who(&self, login: &str) -> Who {
        let person = self.stage.person(login).await;
        self.stage.site.desk().who(person, Utc::now()).await.expect("knows")
    }

    /// The declaration as its own unit finds it: with all that a decision rests on.
    pub async fn case(&self) -> Case {
        let clerk = self.who("clerk").await;
        self.stage.site.desk().case(&clerk, self.id).await.expect("is seen")
    }

    /// All that a refusal must leave as it is: the versions of the declaration and of its draft,
    /// and the number of events.
    pub async fn traces(&self) -> (i64, i64, i64) {
        let store = &self.stage.site.desk().store;
        let row = store.declaration(self.region, self.id).await.expect("there");
        let draft = store.draft(self.region, self.id).await.expect("there");
        let head = store.head(self.region).await.expect("a head");
        (row.version, draft.version, head.seq)
    }

    /// Puts a new declaration in the place of the one before, and leads it on.
    pub async fn lead(&mut self, unit: UnitId, faulty: bool, moves: &[Move]) {
        let (desk, clerk) = (self.stage.site.desk(), self.who("clerk").await);
        if self.id.0 > 0 && self.case().await.standing.declaration.stage != "discarded" {
            let away = self.step((Action::Discard, "clerk", "discarded", "")).await;
            desk.store.advance(By::program(clerk.now), self.region, &away).await.expect("goes");
        }
        let setting = desk.setting(self.region, self.cycle, clerk.today()).await.expect("a cycle");
        let form = if faulty { project_form("技能培训", "10") } else { whole_form() };
        self.id = desk.begin(&clerk, &setting, unit, &form, None).await.expect("begins");
        desk.count_again(&clerk, &setting, unit).await.expect("counts");
        for step in moves {
            self.advance(*step).await;
        }
    }

    /// Takes a step without asking whether it may be taken.
    pub async fn advance(&self, step: Move) {
        let store = &self.stage.site.desk().store;
        let by = By::person(self.stage.person(step.1).await.id, Utc::now());
        let advance = self.step(step).await;
        let done = match step.0 {
            Action::Approve => {
                let number = "仁财绩〔2026〕1号".to_owned();
                let approve = Approve { step: advance, number, dated: self.today };
                store.approve(by, self.region, &approve).await
            }
            Action::Adjust => store.adjust(by, self.region, &store::Adjust { step: advance }).await,
            _ => store.advance(by, self.region, &advance).await,
        };
        done.expect("leads on");
    }

    async fn step(&self, (action, _, stage, step): Move) -> Advance {
        let store = &self.stage.site.desk().store;
        let row = store.declaration(self.region, self.id).await.expect("there");
        let draft = store.draft(self.region, self.id).await.expect("there");
        let freeze = (action == Action::Submit).then(|| Freeze {
            kind: "submitted".into(),
            draft: draft.version,
            judged: Judged::default(),
            findings: "[]".into(),
            found: Vec::new(),
        });
        let track = match action {
            Action::Approve => "declaration".to_owned(),
            Action::Adjust => "adjustment".to_owned(),
            _ => row.track.clone(),
        };
        Advance {
            declaration: self.id,
            version: row.version,
            action: action.as_str().into(),
            state: store::State {
                track,
                stage: stage.into(),
                step: step.into(),
                back_to: String::new(),
            },
            turn: match action {
                Action::Return | Action::Adjust => Turn::OpensRound,
                Action::Accept | Action::Refuse => Turn::Stays,
                Action::Discard => Turn::Discards,
                _ => Turn::HandsOver,
            },
            leaves_unit: !matches!(action, Action::Submit | Action::Discard),
            reason: "按程序".into(),
            freeze,
            words: None,
            key: None,
        }
    }

    /// Opens an address as somebody.
    pub async fn get(&mut self, login: &str, address: &str) -> Answer {
        let request = Request::get(address).header(header::AUTHORIZATION, bearer(login));
        self.stage.ask(request.body(Body::empty()).expect("a request")).await
    }

    /// Sends something of a kind as somebody.
    pub async fn send(&mut self, login: &str, address: &str, kind: &str, body: String) -> Answer {
        let request = Request::post(address)
            .header(header::CONTENT_TYPE, kind)
            .header(header::AUTHORIZATION, bearer(login));
        self.stage.ask(request.body(Body::from(body)).expect("a request")).await
    }

    /// Sends the fields of a page's form, or the same as JSON to its twin.
    pub async fn post(&mut self, login: &str, json: bool, address: &str, sent: &Value) -> Answer {
        if json {
            let address = format!("/api{address}");
            return self.send(login, &address, "application/json", sent.to_string()).await;
        }
        let fields = sent.as_object().expect("fields").iter().map(|(name, value)| {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let value: String = value.bytes().map(|byte| format!("%{byte:02X}")).collect();
            format!("{name}={value}")
        });
        let body = fields.collect::<Vec<_>>().join("&");
        self.send(login, address, "application/x-www-form-urlencoded", body).await
    }
}

/// A form in which the checks find no error and nothing that must be answered.
fn whole_form() -> Form {
    let mut form = project_form("技能培训", "10");
    let goal = "全年办好职业技能培训，面向失业人员和农村劳动者开展培训50人，帮助其中40人实现就业。";
    form.fields.insert(Field::Goal, Text::new(goal, None));
    let rows = [
        ["产出指标", "质量指标", "培训合格率", "≥95%"],
        ["产出指标", "时效指标", "培训完成时间", "2026年12月底前"],
        ["效益指标", "社会效益指标", "培训后就业人数", "≥40人"],
        ["满意度指标", "服务对象满意度指标", "学员满意度", "≥90%"],
    ];
    for row in rows {
        let columns = [Column::Level1, Column::Level2, Column::Level3, Column::Target];
        let cells = columns.into_iter().zip(row.map(|text| Text::new(text, None)));
        form.indicators.push(Indicator::read(cells.collect()));
    }
    form
}

fn everybody(from: NaiveDate) -> Import {
    let unit = |code: &str, name: &str, kind: &str, parent: &str| UnitRow {
        code: code.into(),
        name: name.into(),
        kind: kind.into(),
        parent: Some(Named::Code(parent.into())),
    };
    let units = vec![
        unit("301", "仁和区财政局", kind::BUREAU, TOP),
        unit("304", "仁和区人社局", kind::DEPARTMENT, TOP),
        unit("30401", "就业中心", kind::UNIT, "304"),
        unit("30402", "社保中心", kind::UNIT, "304"),
        unit("305", "区直机关工委", kind::UNIT, TOP),
    ];
    let people = PEOPLE.iter().map(|(login, posts)| PersonRow {
        login: (*login).into(),
        name: name(login).into(),
        unit: Named::Code("301".into()),
        hash: None,
        roles: posts
            .iter()
            .map(|(role, over)| RoleRow {
                role: role.as_str().into(),
                unit: Some(Named::Code((*over).into())),
            })
            .collect(),
    });
    Import { from, units, people: people.collect() }
}

fn token(login: &str) -> String {
    format!("{login}-of-the-parade-with-a-long-token")
}

fn bearer(login: &str) -> String {
    format!("Bearer {}", token(login))
}

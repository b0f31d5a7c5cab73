//! A county at work: a department with a unit below it, a person for each role with a token of
//! their own, a cycle of this year, and declarations led on as far as a test wants them.

use axum::body::Body;
use axum::http::{Request, header};
use chrono::{Datelike, Days, TimeDelta, Utc};
use desk::{Order, Paper, Who};
use flow::{Action, Role};
use model::form::{Amount, Column, Fund, Indicator, MoneyRow, RowKind, Text};
use model::{Category, Form, FormKind, MoneyUnit};
use store::{
    Advance, By, CycleId, DeclarationId, FoundFault, Freeze, Judged, NewCycle, NewGrant, NewToken,
    NewUnit, RegionId, State, Turn, UnitId,
};

use super::stage::{Answer, LOGIN, Stage};

/// The people, each with one role: login and role. A second bureau's person has none.
const PEOPLE: [(&str, Role); 7] = [
    ("clerk", Role::Clerk),
    ("head", Role::UnitHead),
    ("reviewer", Role::DepartmentReviewer),
    ("business", Role::BusinessDivision),
    ("performance", Role::PerformanceDivision),
    ("leader", Role::BureauLeader),
    ("auditor", Role::Auditor),
];

/// A county.
pub struct County {
    pub stage: Stage,
    pub region: RegionId,
    pub department: UnitId,
    pub unit: UnitId,
    pub cycle: CycleId,
    pub year: i32,
}

impl County {
    /// With nothing declared yet.
    pub async fn new() -> County {
        County::sized(1 << 20).await
    }

    /// The same, taking requests of so many bytes.
    pub async fn sized(bytes: usize) -> County {
        let mut stage = Stage::sized(bytes).await;
        stage.first_run().await;
        let first = stage.person(LOGIN).await;
        let (region, bureau, by) = (first.region, first.unit, By::program(Utc::now()));
        let today = flow::shanghai_day(Utc::now());
        let began = today - Days::new(400);
        let store = &stage.site.desk().store;
        let path = store.unit_path(region, bureau, today).await.expect("a path");
        let top = path.first().expect("the top").unit;
        let unit = async |name: &str, kind: &str, parent| {
            let (name, kind, code) = (name.to_owned(), kind.to_owned(), String::new());
            let new = NewUnit { name, code, kind, parent: Some(parent) };
            store.add_unit(by, region, &new, today).await.expect("a unit")
        };
        let department = unit("仁和区人社局", "department", top).await;
        let below = unit("仁和区人才中心", "unit", department).await;
        let new = NewCycle {
            year: today.year(),
            pack: "renhe".to_owned(),
            opens: today - Days::new(20),
            closes: today + Days::new(20),
        };
        let cycle = store.open_cycle(by, region, &new).await.expect("a cycle");
        for (login, role) in PEOPLE {
            let person = store.add_person(by, region, below, role.name(), login).await;
            let person = person.expect("a person");
            let over = match role {
                Role::Clerk | Role::UnitHead => below,
                Role::DepartmentReviewer => department,
                _ => top,
            };
            let role = role.as_str().to_owned();
            let grant = NewGrant { person, role, unit: over, from: began, until: None };
            store.grant(by, region, &grant).await.expect("a grant");
            let until = Utc::now() + TimeDelta::days(1);
            let token = NewToken { person, name: "试", token: &token(login), until };
            store.make_token(by, region, &token).await.expect("a token");
        }
        let person =
            store.add_person(by, region, bureau, "路人", "nobody").await.expect("a person");
        let until = Utc::now() + TimeDelta::days(1);
        let new = NewToken { person, name: "试", token: &token("nobody"), until };
        store.make_token(by, region, &new).await.expect("a token");
        // The first person looks after the system.
        let new = NewToken { person: first.id, name: "试", token: &token(LOGIN), until };
        store.make_token(by, region, &new).await.expect("a token");
        let year = today.year();
        County { stage, region, department, unit: below, cycle, year }
    }

    /// Somebody as the desk knows them.
    pub async fn who(&self, login: &str) -> Who {
        let person = self.stage.person(login).await;
        self.stage.site.desk().who(person, Utc::now()).await.expect("somebody")
    }

    /// Opens an address as somebody.
    pub async fn get(&mut self, login: &str, address: &str) -> Answer {
        let request = Request::get(address).header(header::AUTHORIZATION, bearer(login));
        self.stage.ask(request.body(Body::empty()).expect("a request")).await
    }

    /// The JSON twin of an address as somebody.
    pub async fn json(&mut self, login: &str, address: &str) -> serde_json::Value {
        let answer = self.get(login, &format!("/api{address}")).await;
        serde_json::from_slice(&answer.bytes).unwrap_or_else(|_| panic!("{}", answer.text()))
    }

    /// Sends a form as somebody.
    pub async fn post(&mut self, login: &str, address: &str, fields: &[(&str, &str)]) -> Answer {
        let escape = |text: &str| -> String {
            text.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat()
        };
        let pair = |(name, value): &(&str, &str)| format!("{}={}", escape(name), escape(value));
        let body = fields.iter().map(pair).collect::<Vec<_>>().join("&");
        let request = Request::post(address)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::AUTHORIZATION, bearer(login));
        self.stage.ask(request.body(Body::from(body)).expect("a request")).await
    }

    /// A draft of a project of so many 万元.
    pub async fn draft(&self, project: &str, wan: &str) -> DeclarationId {
        let (desk, who) = (self.stage.site.desk(), self.who("clerk").await);
        let setting = desk.setting(self.region, self.cycle, who.today()).await.expect("a cycle");
        let blank = desk.blank(&setting, self.unit, FormKind::Project, project);
        let form = filled(blank, wan, "≥100人");
        desk.begin(&who, &setting, self.unit, &form, None).await.expect("begun")
    }

    /// Handed in, as if no check had found anything but what is said here. The checks themselves
    /// are tried elsewhere.
    pub async fn submit(&self, id: DeclarationId, found: Vec<FoundFault>) {
        let store = &self.stage.site.desk().store;
        let case = self.stage.site.desk().case(&self.who("clerk").await, id).await.expect("there");
        let clerk = self.stage.person("clerk").await;
        let track = case.standing.declaration.track.clone();
        let words = ["waiting", "unit", ""].map(str::to_owned);
        let [stage, step, back_to] = words;
        let freeze = Freeze {
            kind: "submitted".to_owned(),
            draft: case.standing.draft.version,
            judged: Judged::default(),
            findings: "[]".to_owned(),
            found,
        };
        let advance = Advance {
            declaration: id,
            version: case.standing.declaration.version,
            action: Action::Submit.as_str().to_owned(),
            state: State { track, stage, step, back_to },
            turn: Turn::HandsOver,
            leaves_unit: false,
            reason: String::new(),
            freeze: Some(freeze),
            words: None,
            key: None,
        };
        let by = By::person(clerk.id, Utc::now());
        store.advance(by, self.region, &advance).await.expect("handed in");
    }

    /// Takes a step as somebody.
    pub async fn act(&self, login: &str, action: Action, id: DeclarationId) {
        let order = self.order(id).await;
        let done = self.stage.site.desk().act(&self.who(login).await, action, &order).await;
        done.unwrap_or_else(|error| panic!("{login} {}: {error}", action.name()));
    }

    /// An order from the version there is.
    pub async fn order(&self, id: DeclarationId) -> Order {
        let row = self.stage.site.desk().store.declaration(self.region, id).await.expect("there");
        let reason = "按程序".to_owned();
        Order { id, version: row.version, draft: None, reason, key: None }
    }

    /// Through every step, from the head's signature on.
    pub async fn clear(&self, id: DeclarationId) {
        self.act("head", Action::Sign, id).await;
        for login in ["reviewer", "business", "performance"] {
            self.act(login, Action::Accept, id).await;
            self.act(login, Action::Pass, id).await;
        }
        self.act("leader", Action::Pass, id).await;
    }

    /// A project that waits for its approval.
    pub async fn cleared(&self, project: &str, wan: &str) -> DeclarationId {
        let id = self.draft(project, wan).await;
        self.submit(id, Vec::new()).await;
        self.clear(id).await;
        id
    }

    /// A project that is approved.
    pub async fn approved(&self, project: &str, wan: &str, number: &str) -> DeclarationId {
        let id = self.cleared(project, wan).await;
        let who = self.who("performance").await;
        let paper = Paper { number: number.to_owned(), dated: who.today() };
        let order = self.order(id).await;
        self.stage.site.desk().approve(&who, &order, &paper).await.expect("approved");
        id
    }

    /// Writes another amount and target into the draft.
    pub async fn rewrite(&self, id: DeclarationId, wan: &str, target: &str) {
        let (desk, who) = (self.stage.site.desk(), self.who("clerk").await);
        let case = desk.case(&who, id).await.expect("there");
        let blank = desk.blank(&case.setting, self.unit, FormKind::Project, case.name());
        let form = filled(blank, wan, target);
        let text = serde_json::to_string(&office::json::form(&form, true)).expect("JSON");
        let save = store::Save {
            declaration: id,
            seen: case.standing.declaration.version,
            version: case.standing.draft.version,
            form: &text,
            judged: &Judged::default(),
            words: None,
            renamed: None,
            key: None,
        };
        let by = By::person(who.person.id, Utc::now());
        desk.store.save_draft(by, self.region, &save).await.expect("saved");
    }

    /// How many statements an address takes as somebody. Opened once before: the first time a
    /// token is seen in a minute is noted. Asked by another address the second time, or what was
    /// drawn would be given again.
    pub async fn calls(&mut self, login: &str, address: &str) -> u64 {
        let first = self.get(login, address).await;
        assert_eq!(first.status, axum::http::StatusCode::OK, "{address}: {}", first.text());
        let again = format!("{address}{}again=1", if address.contains('?') { '&' } else { '?' });
        let before = self.stage.site.desk().store.calls();
        self.get(login, &again).await;
        self.stage.site.desk().store.calls() - before
    }

    /// Its version.
    pub async fn version(&self, id: DeclarationId) -> i64 {
        self.order(id).await.version
    }
}

/// A finding of a check, as statistics count it.
pub fn fault(code: &str, severity: &str) -> FoundFault {
    let [code, severity, cause] = [code, severity, code].map(str::to_owned);
    FoundFault { code, severity, cause }
}

fn filled(mut form: Form, wan: &str, target: &str) -> Form {
    let mut row = MoneyRow::new(RowKind::Expenditure);
    let amount = Text::new(wan, None);
    let amount = Amount::read(RowKind::Expenditure, amount, MoneyUnit::WanYuan, false);
    row.amounts.insert(Fund::Total, amount);
    form.money = vec![row];
    form.category = Some(Category::SpecificPurpose);
    let cell = |text: &str| Text::new(text, None);
    let cells = [
        (Column::Level1, cell("产出指标")),
        (Column::Level2, cell("数量指标")),
        (Column::Level3, cell("培训人数")),
        (Column::Target, cell(target)),
    ];
    form.indicators = vec![Indicator::read(cells.into())];
    form
}

fn token(login: &str) -> String {
    format!("{login}-of-the-county-with-a-long-token")
}

/// What a request of somebody says they are.
pub fn bearer(login: &str) -> String {
    format!("Bearer {}", token(login))
}

//! A region with a department, its unit and a person for each role, and the real forms brought in.

use std::sync::Arc;

use chrono::{DateTime, Days, TimeZone, Utc};
use desk::{Case, Desk, FileRead, Order, SourceFile, Who};
use flow::{Action, Role};
use office::Limits;
use policy::Packs;
use store::{
    By, CycleId, Database, DeclarationId, Import, Named, NewCycle, NewFirstRun, NewUnit, PersonRow,
    RegionId, RoleRow, Store, UnitRow,
};
use tempfile::TempDir;

/// The real file.
const FILE: &str = "renhe-2026.docx";
/// Whose forms they are.
const UNIT: &str = "攀枝花市仁和区人力资源和社会保障局";

/// Everything a test needs.
pub struct Stage {
    pub desk: Desk,
    pub region: RegionId,
    pub cycle: CycleId,
    _folder: TempDir,
}

/// A morning in the time of declaring.
pub fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2025, 10, 20, 2, 0, 0).single().expect("a time")
}

impl Stage {
    /// A region in which nothing has been declared.
    pub async fn new() -> Stage {
        let folder = TempDir::new().expect("a folder");
        let store =
            Store::open(&Database::Folder(folder.path().to_owned())).await.expect("a store");
        let packs = Arc::new(Packs::built_in().expect("the packs"));
        let desk = Desk::new(store, packs, Limits::default());
        let region = settle(&desk).await;
        let day = flow::shanghai_day(now());
        let new = NewCycle {
            year: 2026,
            pack: "renhe".into(),
            opens: day - Days::new(20),
            closes: day + Days::new(20),
        };
        let cycle = desk.store.open_cycle(By::program(now()), region, &new).await.expect("a cycle");
        Stage { desk, region, cycle, _folder: folder }
    }

    /// The person of a login, at the usual time.
    pub async fn who(&self, login: &str) -> Who {
        let person = self.desk.store.person_by_login(login).await.expect("people");
        self.desk.who(person.expect("this person"), now()).await.expect("grants")
    }

    /// The real file as the clerk sees it before taking it over.
    pub async fn read(&self) -> FileRead {
        let clerk = self.who("clerk").await;
        let setting = self.desk.setting(self.region, self.cycle, clerk.today()).await;
        let setting = setting.expect("a setting");
        let cases = self.desk.cases(&clerk, self.cycle).await.expect("cases");
        self.desk.read_file(&clerk, &setting, &cases, FILE, bytes()).await.expect("the file")
    }

    /// Takes every form of the real file over.
    pub async fn bring_in(&self) -> Vec<DeclarationId> {
        let clerk = self.who("clerk").await;
        let setting = self.desk.setting(self.region, self.cycle, clerk.today()).await;
        let setting = setting.expect("a setting");
        let bytes = bytes();
        let source = SourceFile { name: FILE, bytes: &bytes };
        let mut ids = Vec::new();
        for form in &self.read().await.forms {
            ids.push(self.desk.take(&clerk, &setting, form, source, None).await.expect("taken"));
        }
        ids
    }

    /// A declaration as somebody sees it.
    pub async fn case(&self, login: &str, id: DeclarationId) -> Case {
        self.desk.case(&self.who(login).await, id).await.expect("a case they may see")
    }

    /// Answers every warning of a declaration.
    pub async fn answer(&self, id: DeclarationId) {
        let clerk = self.who("clerk").await;
        let case = self.case("clerk", id).await;
        let (judgement, answered) = self.desk.judge_unit(&case).await.expect("judged");
        for cause in judgement.unanswered(id, &answered) {
            let reason = "按实际情况填写，已核对。";
            self.desk.waive(&clerk, id, &cause, reason, None).await.expect("answered");
        }
    }

    /// Takes a step with what is on the screen now.
    pub async fn act(&self, login: &str, id: DeclarationId, action: Action) -> desk::Result<()> {
        let order = self.order(login, id).await;
        let who = self.who(login).await;
        self.desk.act(&who, action, &order).await.map(|_| ())
    }

    /// What somebody who looks at a declaration now would send.
    pub async fn order(&self, login: &str, id: DeclarationId) -> Order {
        let case = self.case(login, id).await;
        Order {
            id,
            version: case.standing.declaration.version,
            draft: Some(case.standing.draft.version),
            reason: "请补充取数来源。".into(),
            key: None,
        }
    }
}

fn bytes() -> Vec<u8> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/real/renhe-2026.docx");
    std::fs::read(path).expect("the real file")
}

async fn settle(desk: &Desk) -> RegionId {
    let from = flow::shanghai_day(now()) - Days::new(400);
    let first = NewFirstRun {
        region: "攀枝花市仁和区".into(),
        code: "510411".into(),
        demo: false,
        from,
        unit: NewUnit {
            name: "攀枝花市仁和区".into(),
            code: "510411".into(),
            kind: desk::units::kind::GOVERNMENT.into(),
            parent: None,
        },
        name: "管理员".into(),
        login: "admin".into(),
        hash: "x".into(),
        roles: vec![Role::SystemAdministrator.as_str().into()],
    };
    let first = desk.store.first_run(now(), &first).await.expect("a region");
    let unit = |code: &str, name: &str, kind: &str, parent: &str| UnitRow {
        code: code.into(),
        name: name.into(),
        kind: kind.into(),
        parent: Some(Named::Code(parent.into())),
    };
    use desk::units::kind;
    let units = vec![
        unit("301", "攀枝花市仁和区财政局", kind::BUREAU, "510411"),
        unit("304", UNIT, kind::DEPARTMENT, "510411"),
        unit("304001", UNIT, kind::UNIT, "304"),
        unit("305", "攀枝花市仁和区民政局", kind::DEPARTMENT, "510411"),
        unit("305001", "攀枝花市仁和区民政局", kind::UNIT, "305"),
    ];
    let person = |login: &str, role: Role, unit: &str, over: &str| PersonRow {
        login: login.into(),
        name: format!("{login}某"),
        unit: Named::Code(unit.into()),
        hash: None,
        roles: vec![RoleRow { role: role.as_str().into(), unit: Some(Named::Code(over.into())) }],
    };
    let people = vec![
        person("clerk", Role::Clerk, "304001", "304001"),
        person("head", Role::UnitHead, "304001", "304001"),
        person("department", Role::DepartmentReviewer, "304", "304"),
        person("business", Role::BusinessDivision, "301", "510411"),
        person("performance", Role::PerformanceDivision, "301", "510411"),
        person("leader", Role::BureauLeader, "301", "510411"),
        person("auditor", Role::Auditor, "301", "510411"),
        person("stranger", Role::Clerk, "305001", "305001"),
    ];
    let import = Import { from, units, people };
    desk.store.import(By::program(now()), first.region, &import).await.expect("people");
    first.region
}

//! A small region on whatever database: for each writer a unit with a draft of its own.

use std::sync::Arc;

use chrono::{Days, TimeDelta, Utc};
use desk::Desk;
use desk::units::kind;
use flow::Role;
use model::form::{Field, Text};
use store::{
    By, Database, DeclarationId, Import, Named, NewCycle, NewFirstRun, NewToken, NewUnit,
    PersonRow, RegionId, RoleRow, Store, UnitRow,
};

const TOP: &str = "510411";

/// The region.
#[derive(Debug, Clone)]
pub struct Town {
    pub region: RegionId,
    /// The declaration of each writer.
    pub drafts: Vec<DeclarationId>,
}

/// What the clerk of a unit sends to be let in.
pub fn token(number: usize) -> String {
    format!("token-of-the-clerk-of-unit-{number}-which-is-long")
}

/// Makes the region with so many units, each with a draft, and lets go of the database.
pub async fn settle(database: &Database, units: usize) -> Town {
    let store = Store::open(database).await.expect("a store");
    let packs = Arc::new(policy::Packs::built_in().expect("the packs"));
    let desk = Desk::new(store, packs, office::Limits::default());
    let (now, today) = (Utc::now(), flow::shanghai_day(Utc::now()));
    let (from, text) = (today - Days::new(400), |text: &str| text.to_owned());
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
    let region = desk.store.first_run(now, &first).await.expect("a region").region;
    let by = By::program(now);
    desk.store.import(by, region, &everybody(from, units)).await.expect("people");
    let (opens, closes) = (today - Days::new(20), today + Days::new(20));
    let new = NewCycle { year: 2026, pack: text("renhe"), opens, closes };
    let cycle = desk.store.open_cycle(by, region, &new).await.expect("a cycle");
    let mut drafts = Vec::new();
    for number in 0..units {
        let login = format!("clerk-{number}");
        let person = desk.store.person_by_login(&login).await.expect("read").expect("the clerk");
        let (token, until) = (token(number), now + TimeDelta::days(1));
        let new = NewToken { person: person.id, name: "试", token: &token, until };
        desk.store.make_token(by, region, &new).await.expect("a token");
        let who = desk.who(person, now).await.expect("grants");
        let setting = desk.setting(region, cycle, today).await.expect("a setting");
        let own = setting.units.iter().map(|(unit, _)| unit.id);
        let own = own.into_iter().find(|unit| setting.units.name(*unit) == name(number));
        let form = form(number);
        let id = desk.begin(&who, &setting, own.expect("its unit"), &form, None).await;
        drafts.push(id.expect("begun"));
    }
    desk.store.close().await.expect("closed");
    Town { region, drafts }
}

fn name(number: usize) -> String {
    format!("第{number}就业中心")
}

/// A form in which the checks find no error and nothing that must be answered.
fn form(number: usize) -> model::Form {
    let forms = office::json::read(include_bytes!("whole.json")).expect("a form");
    let mut form = forms.into_iter().next().expect("one form");
    form.fields.insert(Field::Unit, Text::new(name(number), None));
    form.fields.insert(Field::Project, Text::new(format!("第{number}中心技能培训"), None));
    form
}

fn everybody(from: chrono::NaiveDate, units: usize) -> Import {
    let unit = |code: String, name: String, kind: &str| UnitRow {
        code,
        name,
        kind: kind.to_owned(),
        parent: Some(Named::Code(TOP.to_owned())),
    };
    let mut rows = vec![unit("301".into(), "财政局".into(), kind::BUREAU)];
    let mut people = Vec::new();
    for number in 0..units {
        let code = format!("4{number:02}");
        rows.push(unit(code.clone(), name(number), kind::UNIT));
        let over = Some(Named::Code(code.clone()));
        people.push(PersonRow {
            login: format!("clerk-{number}"),
            name: format!("经办{number}"),
            unit: Named::Code(code),
            hash: None,
            roles: vec![RoleRow { role: Role::Clerk.as_str().to_owned(), unit: over }],
        });
    }
    Import { from, units: rows, people }
}

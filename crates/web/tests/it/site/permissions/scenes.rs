//! The scenes: how far a declaration is and what bars it; and the ways in to each action.

use chrono::Days;
use desk::{Case, form_of};
use flow::Action;
use serde_json::{Value, json};
use store::{By, NewCycle, NewException, NewLock};

use super::parade::{Move, Parade};
use super::told::{Expected, Told};

/// What bars a cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bar {
    Nothing,
    /// A lock of this level.
    Lock(&'static str),
    /// Such a lock, with an exception for the unit.
    LockExcepted(&'static str),
    /// The last day has passed.
    Late,
    /// It has passed, with an exception for the unit.
    LateExcepted,
    /// The work is given to somebody else.
    Assigned,
}

/// How a declaration stands.
#[derive(Debug, Clone, Copy)]
pub struct Scene {
    pub name: &'static str,
    /// Steps taken since it was begun.
    pub moves: &'static [Move],
    /// Whether no department lies above the unit.
    pub alone: bool,
    /// Whether the checks find errors in it.
    pub faulty: bool,
    pub bar: Bar,
    /// Somebody who asks besides the others.
    pub guest: Option<&'static str>,
}

const fn scene(name: &'static str, moves: &'static [Move]) -> Scene {
    Scene { name, moves, alone: false, faulty: false, bar: Bar::Nothing, guest: None }
}

const fn barred(name: &'static str, moves: &'static [Move], bar: Bar) -> Scene {
    Scene { bar, ..scene(name, moves) }
}

const SUBMIT: Move = (Action::Submit, "clerk", "waiting", "unit");
const SIGN: Move = (Action::Sign, "head", "waiting", "department");
const CLEAR: Move = (Action::Pass, "leader", "cleared", "");
const APPROVE: Move = (Action::Approve, "performance", "approved", "");
const ADJUST: Move = (Action::Adjust, "clerk", "drafting", "");
const AT_PERFORMANCE: Move = (Action::Accept, "performance", "accepted", "performance");
const BACK: Move = (Action::Return, "performance", "returned", "performance");

/// Every stage the workflow knows, then what else bars or opens a way.
pub const ALL: [Scene; 32] = [
    Scene { faulty: true, ..scene("填写中，有错误没改", &[]) },
    scene("填写中", &[]),
    scene("等单位签字", &[SUBMIT]),
    scene("等主管部门接收", &[SUBMIT, SIGN]),
    scene("主管部门已接收", &[SUBMIT, (Action::Accept, "department", "accepted", "department")]),
    scene("等业务股室接收", &[SUBMIT, (Action::Pass, "department", "waiting", "business")]),
    scene("业务股室已接收", &[SUBMIT, (Action::Accept, "business", "accepted", "business")]),
    scene("等绩效股接收", &[SUBMIT, (Action::Pass, "business", "waiting", "performance")]),
    scene("绩效股已接收", &[SUBMIT, AT_PERFORMANCE]),
    scene("等局领导", &[SUBMIT, (Action::Pass, "performance", "waiting", "leader")]),
    scene("等批复", &[SUBMIT, CLEAR]),
    scene("已批复", &[SUBMIT, CLEAR, APPROVE]),
    scene("主管部门退回", &[SUBMIT, (Action::Return, "department", "returned", "department")]),
    scene("绩效股退回", &[SUBMIT, BACK]),
    scene("不予通过", &[SUBMIT, (Action::Refuse, "performance", "refused", "performance")]),
    scene("草稿已删除", &[(Action::Discard, "clerk", "discarded", "")]),
    scene("调整：填写中", &[SUBMIT, CLEAR, APPROVE, ADJUST]),
    scene("调整：等单位签字", &[SUBMIT, CLEAR, APPROVE, ADJUST, SUBMIT]),
    scene("调整：绩效股已接收", &[SUBMIT, CLEAR, APPROVE, ADJUST, SUBMIT, AT_PERFORMANCE]),
    scene("调整：等批复", &[SUBMIT, CLEAR, APPROVE, ADJUST, SUBMIT, CLEAR]),
    Scene { alone: true, ..scene("上面没有主管部门：等单位签字", &[SUBMIT]) },
    Scene {
        alone: true,
        ..scene(
            "上面没有主管部门：等业务股室接收",
            &[SUBMIT, (Action::Sign, "head", "waiting", "business")],
        )
    },
    barred("单位已锁定：填写中", &[], Bar::Lock("unit")),
    barred("单位已锁定，给本单位开了例外：填写中", &[], Bar::LockExcepted("unit")),
    barred("单位已锁定：等单位签字", &[SUBMIT], Bar::Lock("unit")),
    barred("财政局已锁定：绩效股已接收", &[SUBMIT, AT_PERFORMANCE], Bar::Lock("bureau")),
    barred(
        "财政局已锁定，给本单位开了例外：绩效股已接收",
        &[SUBMIT, AT_PERFORMANCE],
        Bar::LockExcepted("bureau"),
    ),
    barred("过了截止日：填写中", &[], Bar::Late),
    barred("过了截止日，给本单位开了例外：填写中", &[], Bar::LateExcepted),
    barred("过了截止日：绩效股退回", &[SUBMIT, BACK], Bar::Late),
    barred("派给了同岗位的另一人：绩效股已接收", &[SUBMIT, AT_PERFORMANCE], Bar::Assigned),
    Scene {
        guest: Some("both"),
        ..scene(
            "提交的人自己也在绩效股：绩效股已接收",
            &[(Action::Submit, "both", "waiting", "unit"), AT_PERFORMANCE],
        )
    },
];

impl Scene {
    /// Whether it stands on the declaration alone.
    pub fn is_plain(&self) -> bool {
        self.bar == Bar::Nothing && self.guest.is_none()
    }

    /// Puts a new declaration in this scene.
    pub async fn set(&self, parade: &mut Parade) {
        parade.unbar().await;
        let unit = if self.alone { parade.alone } else { parade.below };
        parade.lead(unit, self.faulty, self.moves).await;
        parade.bar(self.bar).await;
    }
}

/// A way in to an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The page of a declaration, or its twin.
    Open { json: bool },
    /// The page of the draft, or its twin.
    Draft { json: bool },
    /// The button of a page, or its twin.
    Button { action: Action, json: bool },
    /// One of a batch.
    Batch(Action),
    /// A file with the same form, brought in.
    Import,
}

impl Way {
    /// The ways in to an action: all of them where it is permitted, and where it is not the one
    /// whose turn it is. A declaration that is gone has no page, stands in
    /// no list and is not brought in again.
    pub fn of(action: Action, expected: &Expected, scene: &Scene, turn: usize) -> Vec<Way> {
        let gone = scene.moves.first().is_some_and(|first| first.0 == Action::Discard);
        let faces = |way: fn(Action, bool) -> Way| [way(action, false), way(action, true)];
        let mut ways = Vec::new();
        match action {
            Action::View if !gone => ways.extend(faces(|_, json| Way::Open { json })),
            Action::View | Action::ReadDraft => {}
            _ => ways.extend(faces(|action, json| Way::Button { action, json })),
        }
        match action {
            Action::Edit => {
                ways.extend(faces(|_, json| Way::Draft { json }));
                if *expected != Expected::Hidden && !gone {
                    ways.push(Way::Import);
                }
            }
            Action::Accept
            | Action::Pass
            | Action::Return
            | Action::Reassign
            | Action::Submit
            | Action::Sign => ways.push(Way::Batch(action)),
            Action::Approve if !gone => ways.push(Way::Batch(action)),
            _ => {}
        }
        match expected {
            Expected::Permitted => ways,
            // Whoever may not know of it is told the same everywhere: every third thing they try.
            Expected::Hidden if !turn.is_multiple_of(3) => Vec::new(),
            _ if ways.is_empty() => ways,
            _ => vec![ways[turn % ways.len()]],
        }
    }

    pub fn name(self) -> String {
        format!("{self:?}")
    }

    /// Whether it changes something when it is permitted. A draft saved as it is stays as it is.
    pub fn writes(self) -> bool {
        !matches!(self, Way::Open { .. } | Way::Draft { .. })
            && !matches!(self, Way::Button { action: Action::Edit, .. })
    }

    /// Whether the declaration stands elsewhere afterwards.
    pub fn leads_on(self) -> bool {
        self.writes() && !matches!(self, Way::Button { action: Action::Comment, .. })
    }

    /// Goes this way as somebody.
    pub async fn take(self, parade: &mut Parade, login: &str, case: &Case) -> Told {
        let id = case.id().0;
        let face = |json: bool| if json { "/api" } else { "" };
        match self {
            Way::Open { json } => {
                let address = format!("{}/declarations/{id}", face(json));
                Told::of(&parade.get(login, &address).await)
            }
            Way::Draft { json } => {
                let address = format!("{}/declarations/{id}/edit", face(json));
                Told::of(&parade.get(login, &address).await)
            }
            Way::Button { action, json } => {
                let address = format!("/declarations/{id}/{}", end(action));
                Told::of(&parade.post(login, json, &address, &fields(action, case)).await)
            }
            Way::Batch(action) => {
                let (address, mut sent) = batch(action);
                let (row, draft) = (&case.standing.declaration, case.standing.draft.version);
                let seen = match action {
                    Action::Submit | Action::Sign => format!("{}.{draft}", row.version),
                    _ => row.version.to_string(),
                };
                sent[format!("row{id}")] = json!(seen);
                Told::of_one(&parade.post(login, true, address, &sent).await)
            }
            Way::Import => Told::of_rows(&bring_in(parade, login).await),
        }
    }
}

/// The end of the address of a button.
fn end(action: Action) -> &'static str {
    match action {
        Action::Edit => "draft",
        Action::Grade => "sheet",
        _ => action.as_str(),
    }
}

/// What a page's form sends.
pub fn fields(action: Action, case: &Case) -> Value {
    let (version, draft) = (case.standing.declaration.version, case.standing.draft.version);
    match action {
        Action::Edit => json!({ "version": draft, "do": "save" }),
        Action::Submit => json!({ "version": version, "draft": draft }),
        Action::Grade => json!({ "version": "0", "opinion": "再看" }),
        Action::Comment => json!({ "body": "请核对" }),
        Action::Reassign => json!({ "to": "" }),
        Action::Approve => {
            json!({ "version": version, "number": "仁财绩〔2026〕2号", "dated": "2026-01-05" })
        }
        _ => json!({ "version": version, "reason": "请核对成本指标。" }),
    }
}

fn batch(action: Action) -> (&'static str, Value) {
    match action {
        Action::Submit => ("/declarations/submit", json!({})),
        Action::Sign => ("/declarations/sign", json!({})),
        Action::Approve => {
            ("/approvals", json!({ "number": "仁财绩〔2026〕3号", "dated": "2026-01-05" }))
        }
        _ => ("/reviews/batch", json!({ "do": action.as_str(), "reason": "请核对。" })),
    }
}

/// The form of the declaration, as a file that is brought in.
async fn bring_in(parade: &mut Parade, login: &str) -> crate::site::stage::Answer {
    const EDGE: &str = "edge-of-parts";
    let desk = parade.stage.site.desk();
    let kept = desk.store.draft(parade.region, parade.id).await.expect("a draft").form;
    let form = form_of(&kept).expect("a form");
    let file = serde_json::to_string(&office::json::form(&form, true)).expect("JSON");
    let body = format!(
        "--{EDGE}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"表.json\"\r\n\r\n\
         {file}\r\n--{EDGE}\r\nContent-Disposition: form-data; name=\"form0\"\r\n\r\n1\r\n\
         --{EDGE}--\r\n"
    );
    let kind = format!("multipart/form-data; boundary={EDGE}");
    parade.send(login, "/api/declarations/import/take", &kind, body).await
}

impl Parade {
    /// Bars the way.
    pub async fn bar(&self, bar: Bar) {
        let (store, by) = (&self.stage.site.desk().store, By::program(chrono::Utc::now()));
        let (region, cycle, today) = (self.region, self.cycle, self.today);
        let mut lock = None;
        if let Bar::Lock(level) | Bar::LockExcepted(level) = bar {
            let new = NewLock {
                cycle,
                levels: vec![level.to_owned()],
                from: today,
                until: None,
                reason: "集中审核".to_owned(),
            };
            lock = Some(store.set_lock(by, region, &new).await.expect("locks"));
        }
        if matches!(bar, Bar::Late | Bar::LateExcepted) {
            self.closes(10).await;
        }
        if matches!(bar, Bar::LockExcepted(_) | Bar::LateExcepted) {
            let (unit, until) = (self.below, today + Days::new(3));
            let reason = "系统故障".to_owned();
            let new = NewException { cycle, lock, unit, from: today, until, reason };
            store.except(by, region, &new).await.expect("excepts");
        }
        if bar == Bar::Assigned {
            let other = self.stage.person("both").await.id;
            store.assign(by, region, self.id, Some(other)).await.expect("assigns");
        }
    }

    /// Clears the way.
    pub async fn unbar(&self) {
        let (store, by) = (&self.stage.site.desk().store, By::program(chrono::Utc::now()));
        let (locks, exceptions) = store.locks(self.region, self.cycle).await.expect("locks");
        for exception in exceptions {
            store.withdraw_exception(by, self.region, exception.id).await.expect("withdraws");
        }
        for lock in locks {
            store.lift_lock(by, self.region, lock.id).await.expect("lifts");
        }
        if store.cycle(self.region, self.cycle).await.expect("a cycle").closes < self.today {
            self.closes(-30).await;
        }
    }

    /// The last day lay so many days before today.
    async fn closes(&self, ago: i64) {
        let (store, by) = (&self.stage.site.desk().store, By::program(chrono::Utc::now()));
        let new = NewCycle {
            year: 2026,
            pack: "renhe".into(),
            opens: self.today - Days::new(40),
            closes: self.today - chrono::TimeDelta::days(ago),
        };
        store.change_cycle(by, self.region, self.cycle, &new).await.expect("changes");
    }
}

//! What somebody who races does: looks at a declaration, or has an old screen of it, and tries
//! something there that they may or may not do; now and then the same request twice.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use desk::{Case, Error, Marks, Order, Paper, Remark, Who, Write, Wrote};
use flow::Action;
use model::form::Edit;
use store::{AttachmentId, DeclarationId, PersonId};

use super::chance::Chance;
use super::town::{PEOPLE, Town};

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was said to be done; the version of declaration or draft then, where it makes one.
    Done(i64),
    /// It was said to be done, and there was nothing to do.
    Same,
    /// It was said not to be done, and why.
    Refused(String),
    /// Nothing a person could understand was said.
    Fault(String),
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Outcome::Done(version) => write!(f, "done {version}"),
            Outcome::Same => write!(f, "as it was"),
            Outcome::Refused(why) => write!(f, "refused: {why}"),
            Outcome::Fault(what) => write!(f, "FAULT: {what}"),
        }
    }
}

/// Something somebody tried.
#[derive(Debug, Clone)]
pub struct Tried {
    pub began: u64,
    pub ended: u64,
    pub login: &'static str,
    pub person: PersonId,
    pub id: Option<DeclarationId>,
    pub what: &'static str,
    /// The versions on the screen.
    pub version: i64,
    pub draft: i64,
    /// Whether this request came before and was done then.
    pub again: bool,
    pub outcome: Outcome,
}

/// What somebody has on their screen.
#[derive(Debug, Clone, Copy)]
struct Screen {
    id: DeclarationId,
    version: i64,
    draft: i64,
}

/// Something to be tried.
#[derive(Debug, Clone)]
enum Step {
    Lead(Action),
    Write(Vec<Edit>),
    Waive(String),
    TakeBack(String),
    Attach(Vec<u8>),
    Detach(AttachmentId),
    Comment,
    Assign(Option<PersonId>),
    Mark(i64),
}

impl Step {
    fn name(&self) -> &'static str {
        match self {
            Step::Lead(action) => action.as_str(),
            Step::Write(_) => "write",
            Step::Waive(_) => "waive",
            Step::TakeBack(_) => "take back",
            Step::Attach(_) => "attach",
            Step::Detach(_) => "detach",
            Step::Comment => "comment",
            Step::Assign(_) => "assign",
            Step::Mark(_) => "mark",
        }
    }
}

/// Somebody who races.
pub struct Racer {
    town: Arc<Town>,
    login: &'static str,
    chance: Chance,
    /// What was looked at last, and what could be done there then.
    screens: BTreeMap<usize, (Screen, Vec<Action>)>,
    tried: Vec<Tried>,
    made: u64,
}

impl Racer {
    pub fn new(town: Arc<Town>, login: &'static str, chance: Chance) -> Racer {
        Racer { town, login, chance, screens: BTreeMap::new(), tried: Vec::new(), made: 0 }
    }

    /// Tries things until all together have tried enough; gives what came of them.
    pub async fn run(mut self) -> Vec<Tried> {
        while self.town.goes_on() {
            self.turn().await;
            tokio::task::yield_now().await;
        }
        self.tried
    }

    async fn turn(&mut self) {
        let places = self.town.places.lock().expect("nobody fell").clone();
        let place = self.chance.below(places.len());
        // Clocks differ by up to ten minutes, forwards and backwards.
        let wrong = i64::try_from(self.chance.below(12_000)).expect("small") - 6_000;
        let who = self.town.who(self.login, wrong).await;
        let old = self.screens.get(&place).cloned().filter(|(old, _)| old.id == places[place]);
        let old = if self.chance.percent(20) { old } else { None };
        let (screen, step) = match old {
            Some((screen, offered)) if !offered.is_empty() => {
                let action = *self.chance.one_of(&offered);
                (screen, self.step(action))
            }
            _ => match self.town.desk.case(&who, places[place]).await {
                Ok(case) => {
                    let screen = Screen {
                        id: case.id(),
                        version: case.standing.declaration.version,
                        draft: case.standing.draft.version,
                    };
                    let offered = self.offered(&who, &case);
                    self.screens.insert(place, (screen, offered.clone()));
                    let Some(step) = self.knowing(&who, &case, &offered).await else { return };
                    (screen, step)
                }
                Err(Error::Store(store::Error::Missing(_))) => return self.unseen(place).await,
                Err(error) => panic!("{}: a page that is only looked at: {error}", self.login),
            },
        };
        // Somebody thinks for a while: then the screen is older than it looks.
        if self.chance.percent(50) {
            tokio::task::yield_now().await;
        }
        self.take(&who, screen, &step).await;
    }

    /// What they may do now; ends and asides are left out most times, they come often enough.
    fn offered(&mut self, who: &Who, case: &Case) -> Vec<Action> {
        let offers = case.offers(who).into_iter().filter(|(_, permit)| permit.is_ok());
        let mut offered: Vec<Action> = offers.map(|(action, _)| action).collect();
        let seldom = [
            (Action::Discard, 5),
            (Action::Refuse, 15),
            (Action::Comment, 3),
            (Action::Recall, 15),
            (Action::Reassign, 10),
            (Action::Grade, 30),
        ];
        for (action, often) in seldom {
            if !self.chance.percent(often) {
                offered.retain(|own| *own != action);
            }
        }
        offered
    }

    /// Something they may do now, or seldom anything at all.
    async fn knowing(&mut self, who: &Who, case: &Case, offered: &[Action]) -> Option<Step> {
        if self.chance.percent(2) {
            return Some(self.blindly());
        }
        if offered.is_empty() {
            return None;
        }
        let action = *self.chance.one_of(offered);
        if action == Action::Edit && self.chance.percent(15) {
            let files = self.town.desk.store.attachments(who.region(), case.id()).await;
            if let Some(file) = files.expect("read").last() {
                return Some(Step::Detach(file.id));
            }
        }
        Some(self.step(action))
    }

    /// Anything, whoever may do it.
    fn blindly(&mut self) -> Step {
        let writing: Vec<Action> =
            Action::ALL.into_iter().filter(|action| action.writes()).collect();
        let action = *self.chance.one_of(&writing);
        self.step(action)
    }

    fn step(&mut self, action: Action) -> Step {
        match action {
            Action::Edit => match self.chance.below(10) {
                0 => Step::Waive(self.cause()),
                1 => Step::TakeBack(self.cause()),
                2 => Step::Attach(format!("%PDF-1.7 {}", self.chance.next()).into_bytes()),
                _ => Step::Write(self.edits()),
            },
            Action::Comment => Step::Comment,
            Action::Reassign => {
                let (login, _) = *self.chance.one_of(&PEOPLE);
                let to = self.town.people[login].id;
                Step::Assign(self.chance.percent(70).then_some(to))
            }
            Action::Grade => Step::Mark(i64::try_from(self.chance.below(10_000)).expect("small")),
            action => Step::Lead(action),
        }
    }

    fn cause(&mut self) -> String {
        format!("C{}/人", 100 + self.chance.below(3))
    }

    fn edits(&mut self) -> Vec<Edit> {
        let (cell, text) = match self.chance.below(3) {
            0 => ("indicators.2.target", format!("≥{}%", 60 + self.chance.below(40))),
            1 => ("indicators.3.target", format!("2026年{}月底前", 6 + self.chance.below(7))),
            _ => ("indicators.5.target", format!("≥{}%", 60 + self.chance.below(40))),
        };
        vec![Edit::Set { path: cell.parse().expect("a cell"), text }]
    }

    /// Where there is nothing to be seen, a clerk begins anew: it may have been thrown away.
    async fn unseen(&mut self, place: usize) {
        if !self.login.starts_with("clerk") {
            return;
        }
        let began = self.town.tick();
        let key = Some(self.key());
        let done = self.town.begin(self.login, place, key).await;
        let id = done.as_ref().ok().copied();
        if let Some(id) = id {
            self.town.places.lock().expect("nobody fell")[place] = id;
        }
        let outcome = told(done.map(|_| Outcome::Done(1)));
        self.note(
            began,
            "begin",
            Screen { id: id.unwrap_or(DeclarationId(0)), version: 0, draft: 0 },
            outcome,
            false,
        );
    }

    fn key(&mut self) -> String {
        self.made += 1;
        format!("{}-{}", self.login, self.made)
    }

    /// Tries it; one of ten times the same request comes twice.
    async fn take(&mut self, who: &Who, screen: Screen, step: &Step) {
        let key = self.key();
        let began = self.town.tick();
        let outcome = told(self.send(who, screen, step, &key).await);
        self.note(began, step.name(), screen, outcome.clone(), false);
        let sent_with_key = !matches!(step, Step::TakeBack(_) | Step::Detach(_) | Step::Assign(_));
        if sent_with_key && matches!(outcome, Outcome::Done(_)) && self.chance.percent(10) {
            let began = self.town.tick();
            let outcome = told(self.send(who, screen, step, &key).await);
            self.note(began, step.name(), screen, outcome, true);
        }
    }

    async fn send(
        &self,
        who: &Who,
        screen: Screen,
        step: &Step,
        key: &str,
    ) -> desk::Result<Outcome> {
        let (desk, id, key) = (&self.town.desk, screen.id, Some(key));
        let order = Order {
            id,
            version: screen.version,
            draft: Some(screen.draft),
            reason: "请核对成本指标。".to_owned(),
            key: key.map(str::to_owned),
        };
        match step {
            Step::Lead(Action::Approve) => {
                let paper =
                    Paper { number: "仁财绩〔2026〕1号".to_owned(), dated: who.today() };
                let led = desk.approve(who, &order, &paper).await?;
                return Ok(Outcome::Done(led.version));
            }
            Step::Lead(Action::Adjust) => {
                return Ok(Outcome::Done(desk.adjust(who, &order).await?.version));
            }
            Step::Lead(action) => {
                return Ok(Outcome::Done(desk.act(who, *action, &order).await?.version));
            }
            Step::Write(edits) => {
                let (version, key) = (screen.draft, order.key);
                let write = Write { id, version, edits: edits.clone(), key };
                return Ok(match desk.write(who, &write).await? {
                    Wrote::Saved(draft) if draft.version == version => Outcome::Same,
                    Wrote::Saved(draft) => Outcome::Done(draft.version),
                    Wrote::Conflict(other) => Outcome::Refused(format!("{} was first", other.who)),
                });
            }
            Step::Waive(cause) => desk.waive(who, id, cause, "按实际情况填写。", key).await?,
            Step::TakeBack(cause) => desk.take_waiver_back(who, id, cause).await?,
            Step::Attach(content) => {
                desk.attach(who, id, "依据.pdf", content, key).await?;
            }
            Step::Detach(file) => desk.detach(who, id, *file).await?,
            Step::Comment => {
                let (path, body) = (String::new(), "请核对。".to_owned());
                let remark = Remark { id, path, answers: None, body, key: order.key };
                desk.comment(who, &remark).await?;
            }
            Step::Assign(to) => {
                desk.reassign(who, &order, *to).await?;
            }
            Step::Mark(points) => self.mark(who, id, *points, order.key).await?,
        }
        Ok(Outcome::Done(0))
    }

    /// Saves one's own sheet for what was handed in last.
    async fn mark(
        &self,
        who: &Who,
        id: DeclarationId,
        points: i64,
        key: Option<String>,
    ) -> desk::Result<()> {
        let desk = &self.town.desk;
        let case = desk.case(who, id).await?;
        let sheets = desk.store.aspect_sheets(who.region(), id).await?;
        let current = case.standing.declaration.current;
        let own = sheets
            .into_iter()
            .find(|sheet| Some(sheet.revision) == current && sheet.person == who.person.id);
        let version = own.map_or(0, |sheet| sheet.version);
        let (items, opinion) = ("{}".to_owned(), "可行".to_owned());
        let marks = Marks { id, version, items, opinion, total: Some(points), key };
        desk.save_sheet(who, &marks).await.map(|_| ())
    }

    fn note(
        &mut self,
        began: u64,
        what: &'static str,
        screen: Screen,
        outcome: Outcome,
        again: bool,
    ) {
        self.town.tried_one();
        self.tried.push(Tried {
            began,
            ended: self.town.tick(),
            login: self.login,
            person: self.town.people[self.login].id,
            id: (screen.id.0 > 0).then_some(screen.id),
            what,
            version: screen.version,
            draft: screen.draft,
            again,
            outcome,
        });
    }
}

/// What was said, and whether anybody could have understood it.
fn told(done: desk::Result<Outcome>) -> Outcome {
    use store::Error::{Conflict, Exists, Missing, OneOfMany, Refused};
    match done {
        Ok(outcome) => outcome,
        Err(Error::Store(
            error @ (Conflict { .. } | Exists(_) | Missing(_) | Refused(_) | OneOfMany { .. }),
        )) => Outcome::Refused(error.to_string()),
        Err(Error::Store(error)) => Outcome::Fault(error.to_string()),
        Err(error) => Outcome::Refused(error.to_string()),
    }
}

//! What is kept, gone through from the first event to the last: each is a step the workflow knows
//! from where the declaration stood then, and each was said to be done, once.

use std::collections::{BTreeMap, BTreeSet};

use flow::{Action, State, next};
use store::{DeclarationId, Event, PersonId, Review};

use super::operations::{Outcome, Tried};
use super::town::Town;

/// A declaration as the events up to now make it.
struct Stood {
    state: State,
    version: i64,
    draft: i64,
    has_department: bool,
    /// Who wrote in this round, and who handed in.
    authors: BTreeSet<PersonId>,
    submitter: Option<PersonId>,
}

/// What was said to be done and is in the record, counted: what, by whom, with which declaration,
/// and the version it made.
type Doings = BTreeMap<(&'static str, PersonId, DeclarationId, i64), u64>;

/// Goes through everything; tells what there was.
pub async fn go_through(town: &Town, tried: &[Tried]) -> String {
    let faults: Vec<&Tried> =
        tried.iter().filter(|one| matches!(one.outcome, Outcome::Fault(_))).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    let store = &town.desk.store;
    assert_eq!(store.verify(town.region).await.expect("verifies"), None);
    let events = all_events(town).await;
    nothing_overwritten_unseen(&events);
    let mut history = History {
        town,
        stood: BTreeMap::new(),
        done: Doings::new(),
        submitted: BTreeMap::new(),
        reviews: BTreeMap::new(),
    };
    for event in &events {
        history.follow(event).await;
    }
    history.ends_as_it_stands().await;
    history.was_said(tried);
    let done = tried.iter().filter(|one| matches!(one.outcome, Outcome::Done(_)) && !one.again);
    let done = done.count();
    let again = tried.iter().filter(|one| one.again).count();
    let refused = tried.iter().filter(|one| matches!(one.outcome, Outcome::Refused(_))).count();
    let count = events.len();
    format!(
        "{} tried, {done} done, {again} sent again, {refused} refused, {count} events",
        tried.len()
    )
}

async fn all_events(town: &Town) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    loop {
        let after = events.last().map_or(0, |event| event.seq);
        let more = town.desk.store.events(town.region, after, 1_000).await.expect("events");
        if more.is_empty() {
            return events;
        }
        events.extend(more);
    }
}

/// Each change of a record began from what the one before had left.
fn nothing_overwritten_unseen(events: &[Event]) {
    let mut last: BTreeMap<String, String> = BTreeMap::new();
    for event in events {
        for entry in event.entries().expect("entries") {
            let before = last.insert(entry.record.clone(), entry.after);
            let at = format!("event {} on {}", event.seq, entry.record);
            assert_eq!(before.unwrap_or_default(), entry.before, "{at}: written over unseen");
        }
    }
}

struct History<'t> {
    town: &'t Town,
    stood: BTreeMap<DeclarationId, Stood>,
    done: Doings,
    /// The draft's version each handing in had seen.
    submitted: BTreeMap<(DeclarationId, i64), i64>,
    reviews: BTreeMap<i64, Review>,
}

impl History<'_> {
    async fn follow(&mut self, event: &Event) {
        let Some(id) = subject(event) else { return };
        let person = event.person.expect("nothing happened by itself");
        let seq = event.seq;
        let what = match event.what.as_str() {
            "declaration made" => return self.made(id, person).await,
            "draft judged" => return,
            "declaration advanced"
            | "declaration approved"
            | "adjustment begun"
            | "adjustment abandoned" => return self.led(event, id).await,
            "comment added" => "comment",
            "draft saved" => "write",
            "waiver given" => "waive",
            "waiver taken back" => "take back",
            "file attached" => "attach",
            "file detached" => "detach",
            "declaration assigned" => "assign",
            "aspect sheet saved" => "mark",
            other => panic!("event {seq}: nobody tried this: {other}"),
        };
        let setting = self.town.setting.clone();
        let workflow = &setting.workflow;
        let stood = self.stood.get_mut(&id).expect("it was begun");
        let needed = match what {
            "comment" => Action::Comment,
            "assign" => Action::Reassign,
            "mark" => Action::Grade,
            _ => Action::Edit,
        };
        let can = next(workflow, stood.has_department, &stood.state, needed).is_some();
        assert!(can, "event {seq}: {what} while {:?}", stood.state);
        let mut version = 0;
        if what == "write" {
            stood.draft += 1;
            version = stood.draft;
            stood.authors.insert(person);
        }
        *self.done.entry((what, person, id, version)).or_default() += 1;
    }

    async fn made(&mut self, id: DeclarationId, person: PersonId) {
        let row = self.town.desk.store.declaration(self.town.region, id).await.expect("there");
        let has_department = self.town.setting.ground(row.unit).has_department();
        let stood = Stood {
            state: State::new(),
            version: 1,
            draft: 1,
            has_department,
            authors: [person].into(),
            submitter: None,
        };
        assert!(self.stood.insert(id, stood).is_none(), "{id:?} was made twice");
        *self.done.entry(("begin", person, id, 1)).or_default() += 1;
    }

    async fn led(&mut self, event: &Event, id: DeclarationId) {
        let review = self.review(event, id).await;
        let setting = self.town.setting.clone();
        let workflow = &setting.workflow;
        let stood = self.stood.get_mut(&id).expect("it was begun");
        let at = format!("event {}, {} while {:?}", event.seq, review.action, stood.state);
        let action = Action::parse(&review.action).unwrap_or_else(|| panic!("{at}"));
        let to = next(workflow, stood.has_department, &stood.state, action);
        let to = to.unwrap_or_else(|| panic!("{at}: there is no such step"));
        assert_eq!((review.stage, review.next_step), words(&to), "{at}");
        let person = event.person.expect("somebody");
        let reviewing = [
            Action::Sign,
            Action::Accept,
            Action::Pass,
            Action::Return,
            Action::Refuse,
            Action::Reopen,
            Action::Approve,
        ];
        if reviewing.contains(&action) {
            let own = stood.authors.contains(&person) || stood.submitter == Some(person);
            assert!(!own, "{at}: one's own work");
        }
        stood.version += 1;
        match action {
            Action::Submit => {
                stood.submitter = Some(person);
                self.submitted.insert((id, stood.version), stood.draft);
            }
            Action::Return | Action::Adjust => {
                stood.authors.clear();
                stood.submitter = None;
            }
            _ => {}
        }
        let anew = matches!(event.what.as_str(), "adjustment begun" | "adjustment abandoned");
        stood.draft += i64::from(anew);
        stood.state = to;
        *self.done.entry((action.as_str(), person, id, stood.version)).or_default() += 1;
    }

    async fn review(&mut self, event: &Event, id: DeclarationId) -> Review {
        let entries = event.entries().expect("entries");
        let number = entries.iter().find_map(|entry| entry.record.strip_prefix("review/"));
        let number: i64 = number.expect("a step is noted").parse().expect("a number");
        if !self.reviews.contains_key(&number) {
            let all = self.town.desk.store.reviews(self.town.region, id).await.expect("steps");
            self.reviews.extend(all.into_iter().map(|review| (review.id, review)));
        }
        self.reviews.remove(&number).expect("each step is noted once")
    }

    /// What the events make of each declaration is what is kept of it.
    async fn ends_as_it_stands(&self) {
        let store = &self.town.desk.store;
        for (id, stood) in &self.stood {
            let row = store.declaration(self.town.region, *id).await.expect("there");
            let draft = store.draft(self.town.region, *id).await.expect("there");
            let (stage, step) = words(&stood.state);
            let back_to = stood.state.back_to.clone().unwrap_or_default();
            let kept = (row.stage, row.step, row.back_to, row.version, draft.version);
            assert_eq!(kept, (stage, step, back_to, stood.version, stood.draft), "{id:?}");
        }
    }

    /// What was said to be done is what the record says, each once.
    fn was_said(&self, tried: &[Tried]) {
        let mut said = Doings::new();
        for one in tried.iter().filter(|one| !one.again) {
            let Outcome::Done(version) = one.outcome else { continue };
            let id = one.id.expect("something was done to it");
            *said.entry((one.what, one.person, id, version)).or_default() += 1;
            if one.what == Action::Submit.as_str() {
                let seen = self.submitted.get(&(id, version));
                assert_eq!(seen, Some(&one.draft), "handed in unseen: {one:?}");
            }
            let makes_a_version = version > 1;
            let from = if one.what == "write" { one.draft } else { one.version };
            assert!(!makes_a_version || from + 1 == version, "from another version: {one:?}");
        }
        for one in tried.iter().filter(|one| one.again) {
            let fine =
                matches!(one.outcome, Outcome::Done(_) | Outcome::Same | Outcome::Refused(_));
            assert!(fine, "{one:?}");
        }
        let mut done = self.done.clone();
        // The first of each place was begun before anybody raced.
        let raced = |id: &DeclarationId| said.contains_key(&("begin", self.maker(*id), *id, 1));
        done.retain(|(what, _, id, _), _| *what != "begin" || raced(id));
        assert_eq!(said, done);
    }

    fn maker(&self, of: DeclarationId) -> PersonId {
        let begun = self.done.keys().find(|(what, _, id, _)| *what == "begin" && *id == of);
        begun.expect("it was begun").1
    }
}

/// The declaration an event is about.
fn subject(event: &Event) -> Option<DeclarationId> {
    let mut parts = event.subject.split('/');
    (parts.next() == Some("declaration")).then_some(())?;
    parts.next()?.parse().ok().map(DeclarationId)
}

/// Stage and step in the words of the store.
fn words(state: &State) -> (String, String) {
    let stage = serde_json::to_value(&state.stage).expect("JSON");
    let word = |name: &str| stage[name].as_str().unwrap_or_default().to_owned();
    (word("at"), word("step"))
}

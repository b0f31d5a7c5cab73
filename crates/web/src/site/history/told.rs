//! Events and versions in words: the record names what was done, the rows beside it say why.

use std::collections::BTreeMap;

use flow::{Action, Workflow};
use serde::Serialize;
use store::{
    Approval, Attachment, Comment, Entry, Event, PersonId, Review, RevisionHead, Waiver, What,
};
use utoipa::ToSchema;

use crate::site::lines::wan;
use crate::site::parts::{moment, written};
use crate::site::system;

/// An event of the record.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventLine {
    /// Its number in the region.
    pub seq: i64,
    /// When.
    pub at: String,
    /// Who, and for whom.
    pub by: String,
    /// What was done.
    pub what: String,
    /// What was said with it.
    pub said: String,
    /// The records it wrote, with their digests.
    pub records: Vec<RecordLine>,
    /// Digest of the event itself.
    pub digest: String,
    /// Its link: digest of the link before and of this one's digest.
    pub link: String,
}

/// A record an event wrote.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordLine {
    /// Which, as the record names it.
    pub record: String,
    /// Its digest before; empty for something new.
    pub before: String,
    /// Its digest after; empty for something taken away.
    pub after: String,
}

/// A version.
#[derive(Debug, Serialize, ToSchema)]
pub struct RevisionLine {
    /// 1, 2, 3 …
    pub number: i32,
    /// When it was handed in.
    pub at: String,
    /// By whom.
    pub by: String,
    /// The money, in 万元.
    pub money: String,
    /// Digest of the form.
    pub digest: String,
    /// Whether the form still has that digest.
    pub holds: bool,
    /// The document that approves it; empty where none does.
    pub paper: String,
}

/// Everything that was said about a declaration.
pub struct Said<'a> {
    pub reviews: BTreeMap<i64, Review>,
    pub comments: Vec<Comment>,
    pub waivers: Vec<Waiver>,
    pub files: Vec<Attachment>,
    pub workflow: &'a Workflow,
    pub people: &'a BTreeMap<PersonId, String>,
}

/// What a step is to the record.
const STEPS: [What; 4] = [
    What::DeclarationAdvanced,
    What::DeclarationApproved,
    What::AdjustmentBegun,
    What::AdjustmentAbandoned,
];

/// The step behind each event that led the declaration on, by the event's number. Each such event
/// wrote one step, at its own moment; of several at one moment the first belongs to the first.
pub fn steps(events: &[Event], reviews: Vec<Review>) -> BTreeMap<i64, Review> {
    let mut left = reviews;
    let led = |event: &&Event| STEPS.iter().any(|what| what.as_str() == event.what);
    let found = events.iter().filter(led).filter_map(|event| {
        let at = left.iter().position(|review| review.at == event.at)?;
        Some((event.seq, left.remove(at)))
    });
    found.collect()
}

/// The records an event wrote.
fn records(event: &Event) -> Vec<RecordLine> {
    let entries = event.entries().unwrap_or_default().into_iter();
    entries.map(|Entry { record, before, after }| RecordLine { record, before, after }).collect()
}

impl Said<'_> {
    fn name(&self, person: Option<PersonId>) -> String {
        let name = person.and_then(|person| self.people.get(&person).cloned());
        name.unwrap_or_else(|| "系统".to_owned())
    }

    /// An event in words.
    pub fn event(&self, event: &Event) -> EventLine {
        let by = self.name(event.person);
        let by = match event.acting_for {
            Some(absent) => format!("{by}（代{}）", self.name(Some(absent))),
            None => by,
        };
        let (what, said) = self.words(event);
        EventLine {
            seq: event.seq,
            at: moment(event.at),
            by,
            what,
            said,
            records: records(event),
            digest: event.digest.clone(),
            link: event.link.clone(),
        }
    }

    /// What was done, and what was said with it.
    fn words(&self, event: &Event) -> (String, String) {
        if let Some(review) = self.reviews.get(&event.seq) {
            return (self.step(review), review.reason.clone());
        }
        let said = [self.comment(event), self.waiver(event), self.file(event)];
        let said = said.into_iter().flatten().next().unwrap_or_default();
        (system::events::done(&event.what), said)
    }

    fn step(&self, review: &Review) -> String {
        let action = Action::parse(&review.action);
        let action = action.map_or(review.action.as_str(), |action| action.name());
        match self.workflow.step(&review.step) {
            Some(step) => format!("{}：{action}", step.name),
            None => action.to_owned(),
        }
    }

    fn comment(&self, event: &Event) -> Option<String> {
        let id: i64 = event.subject.split("/comment/").nth(1)?.parse().ok()?;
        let comment = self.comments.iter().find(|comment| comment.id.0 == id)?;
        Some(comment.body.clone())
    }

    fn waiver(&self, event: &Event) -> Option<String> {
        let id: i64 = event.subject.split("/waiver/").nth(1)?.parse().ok()?;
        let waiver = self.waivers.iter().find(|waiver| waiver.id == id)?;
        Some(waiver.reason.clone())
    }

    fn file(&self, event: &Event) -> Option<String> {
        let id: i64 = event.subject.split("/attachment/").nth(1)?.parse().ok()?;
        let file = self.files.iter().find(|file| file.id.0 == id)?;
        Some(file.name.clone())
    }

    /// A version in words.
    pub fn revision(&self, one: &(RevisionHead, bool), approvals: &[Approval]) -> RevisionLine {
        let (head, holds) = one;
        let approval = approvals.iter().find(|approval| approval.revision == head.id);
        let paper =
            approval.map(|approval| format!("{}，{}", approval.number, written(&approval.dated)));
        RevisionLine {
            number: head.number,
            at: moment(head.at),
            by: self.name(head.author),
            money: head.total.map_or_else(String::new, wan),
            digest: head.digest.clone(),
            holds: *holds,
            paper: paper.unwrap_or_default(),
        }
    }
}

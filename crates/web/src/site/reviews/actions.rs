//! What can be done with a declaration on its review page, and why something cannot be done now.

use desk::Case;
use flow::{Action, Asker, Reason, Refusal};
use serde::Serialize;
use store::Person;
use utoipa::ToSchema;

use super::queue::Choice;
use super::remarks::RemarkView;
use crate::site::account::chance;
use crate::site::drawn::DrawnCause;
use crate::site::{Problem, Visitor};

/// A step that can be taken.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Offer {
    /// Name in addresses.
    pub action: &'static str,
    /// Name on the button.
    pub name: &'static str,
    /// Where it is sent.
    pub to: String,
    /// Whether it asks for a reason.
    pub asks_reason: bool,
    /// The reason to begin with.
    pub reason: String,
    /// Whether it is grave.
    pub grave: bool,
    /// What to read first: late, beyond the rounds agreed on.
    pub notes: Vec<String>,
    /// What it does, in a sentence.
    pub means: &'static str,
    /// A key for the request.
    pub key: String,
}

/// All that can be done.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct Offers {
    /// Steps that can be taken.
    pub steps: Vec<Offer>,
    /// Why others of this person's steps cannot be taken now.
    pub barred: Vec<Problem>,
    /// Whether the work can be given to somebody.
    pub reassign: bool,
    /// To whom.
    pub people: Vec<Choice>,
    /// Whether it waits for the signature of this person.
    pub signs: bool,
    /// Whether this person may write remarks.
    pub comments: bool,
}

const STEPS: [Action; 6] =
    [Action::Accept, Action::Pass, Action::Return, Action::Refuse, Action::Reopen, Action::Recall];

impl Offers {
    /// What this person can do now.
    pub fn of(
        case: &Case,
        visitor: &Visitor,
        askers: &[(Person, Asker)],
        causes: &[DrawnCause],
        remarks: &[RemarkView],
    ) -> Offers {
        let who = &visitor.who;
        let mut offers = Offers {
            signs: case.may(who, Action::Sign).is_ok(),
            comments: case.may(who, Action::Comment).is_ok(),
            reassign: case.may(who, Action::Reassign).is_ok(),
            ..Offers::default()
        };
        // Whoever is to sign it has it: taking back is for those who have handed it on.
        let signs = crate::site::declarations::awaits_signature(case, visitor);
        for action in STEPS.into_iter().filter(|one| !(signs && *one == Action::Recall)) {
            match case.may(who, action) {
                Ok(permit) => {
                    let mut offer = offer(case, action);
                    offer.notes = permit.notes;
                    if action == Action::Return {
                        offer.reason = reasons(causes, remarks);
                    }
                    offers.steps.push(offer);
                }
                Err(refusal) if is_for_now(&refusal) => offers.bar(refusal),
                Err(_) => {}
            }
        }
        if offers.steps.is_empty() && offers.barred.is_empty() && !offers.signs {
            // Nothing at all: at least whose turn it is.
            if let Err(refusal) = case.may(who, Action::Pass) {
                offers.bar(refusal);
            }
        }
        if offers.reassign {
            let own = case.standing.declaration.assigned_to;
            let can = askers.iter().filter(|(person, asker)| {
                person.active && case.could_be_given_to(who, asker).is_ok()
            });
            let choice = |(person, _): &(Person, Asker)| Choice {
                value: person.id.0.to_string(),
                name: person.name.clone(),
                chosen: own == Some(person.id),
            };
            offers.people = can.map(choice).collect();
        }
        offers
    }

    /// The same reason is told once, for whatever steps it bars.
    fn bar(&mut self, refusal: Refusal) {
        let problem = Problem::from(refusal);
        if !self.barred.iter().any(|other| other.remedy == problem.remedy) {
            self.barred.push(problem);
        }
    }
}

/// Whether the role could do it, but not now or not by this person.
fn is_for_now(refusal: &Refusal) -> bool {
    use Reason::{Assigned, Locked, OwnWork, Rounds, SamePerson};
    matches!(refusal.reason, Locked | OwnWork | SamePerson | Assigned | Rounds)
}

fn offer(case: &Case, action: Action) -> Offer {
    let means = match action {
        Action::Accept => "接收以后由您这里办，下级不能再撤回。",
        Action::Pass => "转到下一个环节。",
        Action::Return => "退给单位修改；这里写的原因会原样给单位看，可以改。",
        Action::Refuse => "今年不安排；以后可以重新审核。",
        Action::Reopen => "撤销不予通过的决定，继续审核。",
        Action::Recall => "下一环节还没有接收，可以取回来。",
        _ => "",
    };
    Offer {
        action: action.as_str(),
        name: action.name(),
        to: format!("/declarations/{}/{}", case.id().0, action.as_str()),
        asks_reason: matches!(action, Action::Return | Action::Refuse),
        reason: String::new(),
        grave: action == Action::Refuse,
        notes: Vec::new(),
        means,
        key: chance::key(),
    }
}

/// What a return begins with: what must be mended or answered, and remarks that are open.
pub(super) fn reasons(causes: &[DrawnCause], remarks: &[RemarkView]) -> String {
    let causes = causes.iter().filter(|cause| cause.is_open()).map(|cause| {
        let first = cause.points.first();
        let place = first.map_or("", |point| point.place.as_str());
        let message = first.map_or("", |point| point.message.as_str());
        let more = match cause.points.len() {
            0 | 1 => String::new(),
            many => format!("（同样的共{many}处）"),
        };
        let at = if place.is_empty() { String::new() } else { format!("{place}：") };
        let remedy = first.map_or("", |point| point.remedy.as_str());
        let remedy = if remedy.is_empty() { &cause.remedy } else { remedy };
        format!("{at}{}{more}{remedy}", ended(message))
    });
    let remarks = remarks.iter().filter(|remark| remark.resolved.is_empty());
    let remarks = remarks.map(|remark| format!("{}：{}", remark.place, ended(&remark.body)));
    let lines = causes.chain(remarks).enumerate();
    lines.map(|(at, line)| format!("{}. {line}", at + 1)).collect::<Vec<_>>().join("\n")
}

/// A sentence with its stop.
fn ended(text: &str) -> String {
    let text = text.trim();
    let stopped = text.ends_with(['。', '！', '？', '；', '…']);
    if stopped || text.is_empty() { text.to_owned() } else { format!("{text}。") }
}

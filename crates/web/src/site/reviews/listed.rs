//! One line of the queue: what a declaration is, how it stands, and whether it waits for somebody.

use desk::Case;
use desk::queue::WORK;
use flow::{Action, Reason, Refusal};
use model::{Money, MoneyUnit};
use serde::Serialize;
use utoipa::ToSchema;

use crate::site::parts::{Badge, Deadline, moment};
use crate::site::{Problem, Visitor};

/// A declaration in the queue.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Listed {
    /// Its number in addresses.
    pub id: i64,
    /// The version a step is taken from.
    pub version: i64,
    /// The project, or the unit.
    pub name: String,
    /// Kind of form.
    pub kind: String,
    /// The unit.
    pub unit: String,
    /// The department above it; "" where there is none.
    pub department: String,
    /// The money, in 万元.
    pub money: String,
    /// Where it stands.
    pub badge: Badge,
    /// Until when.
    pub deadline: Option<Deadline>,
    /// Errors.
    pub errors: usize,
    /// Warnings nobody has answered.
    pub unanswered: usize,
    /// Advice.
    pub advice: usize,
    /// What could not be decided.
    pub open: usize,
    /// Remarks that are not resolved.
    pub comments: u32,
    /// How often it has been returned.
    pub rounds: u32,
    /// When it came to whoever has it.
    pub since: String,
    /// Who is to work on it; "" for nobody in particular.
    pub assigned: String,
    /// What this person can do with it now: names.
    pub can: Vec<String>,
    /// Whether it can be picked for a batch.
    pub pick: bool,
    /// What a batch could do with it.
    #[serde(skip)]
    pub batch: Vec<Action>,
    /// Why they cannot, although it is their turn.
    pub barred: Option<Problem>,
}

/// What a batch can do.
pub const BATCH: [Action; 4] = [Action::Accept, Action::Pass, Action::Return, Action::Reassign];

impl Listed {
    /// A declaration as this person finds it.
    pub fn of(case: &Case, visitor: &Visitor, assigned: &str) -> Listed {
        let row = &case.standing.declaration;
        let who = &visitor.who;
        let asked = WORK.map(|action| (action, case.may(who, action)));
        let can = asked.iter().filter(|(_, may)| may.is_ok());
        let can: Vec<String> = can.map(|(action, _)| action.name().to_owned()).collect();
        let refused = asked.iter().filter_map(|(_, may)| may.as_ref().err());
        let refused: Vec<&Refusal> = refused.filter(|refusal| is_turn(refusal)).collect();
        let barred = refused.first().filter(|_| can.is_empty());
        let judged = judged(case, visitor);
        let answered = |cause: &&String| !case.standing.waived.contains(cause);
        let batch =
            BATCH.into_iter().filter(|action| case.may(who, *action).is_ok()).collect::<Vec<_>>();
        let units = &case.setting.units;
        let department = units.department(row.unit).map(|unit| units.name(unit).to_owned());
        Listed {
            id: case.id().0,
            version: row.version,
            name: case.name().to_owned(),
            kind: kind_name(&row.kind) + if case.is_adjustment() { "（调整）" } else { "" },
            unit: case.standing.unit_name.clone(),
            department: department.unwrap_or_default(),
            money: total(case).map_or_else(String::new, wan),
            badge: Badge::of(&case.situation.state, &case.setting.workflow),
            deadline: deadline(case, visitor),
            errors: count(judged.errors),
            unanswered: judged.warnings.iter().filter(answered).count(),
            advice: count(judged.advice),
            open: count(judged.open),
            comments: case.standing.open_comments,
            rounds: case.situation.rounds,
            since: moment(row.waits_since),
            assigned: assigned.to_owned(),
            pick: !batch.is_empty(),
            batch,
            can,
            barred: barred.map(|refusal| Problem::from((*refusal).clone())),
        }
    }

    /// Whether its last day has passed.
    pub fn is_late(&self) -> bool {
        let tone = self.deadline.as_ref().map(|deadline| deadline.tone);
        tone == Some(crate::site::parts::Tone::Error)
    }
}

/// What was found, as the form's own page counts it: in what was handed in as it is now, or, where
/// the unit writes on unseen, as it was then.
fn judged(case: &Case, visitor: &Visitor) -> store::Judged {
    let unseen =
        case.situation.state.is_with_clerk() && case.may(&visitor.who, Action::ReadDraft).is_err();
    let current = case.standing.current.as_ref().filter(|_| unseen);
    let current = current.map(store::RevisionHead::judged);
    current.unwrap_or_else(|| case.standing.draft.judged.clone())
}

/// Whether a refusal says that it is this person's turn, but for something.
fn is_turn(refusal: &Refusal) -> bool {
    use Reason::{Assigned, Errors, Locked, OwnWork, SamePerson, Warnings};
    matches!(refusal.reason, Locked | OwnWork | SamePerson | Assigned | Errors | Warnings)
}

/// The money of what is being reviewed, in fen.
pub fn total(case: &Case) -> Option<i64> {
    let standing = &case.standing;
    let current = standing.current.as_ref().map(|revision| revision.total);
    current.unwrap_or(standing.draft.total)
}

/// Fen as 万元 with two decimals at least.
pub fn wan(fen: i64) -> String {
    Money::from_fen(fen).display_in(MoneyUnit::WanYuan, 2)
}

/// What people call a kind of form.
pub fn kind_name(kind: &str) -> String {
    let kind = kind.parse::<model::FormKind>();
    kind.map_or_else(|()| String::new(), |kind| kind.chinese().to_owned())
}

/// Until when whoever has it should be done.
pub fn deadline(case: &Case, visitor: &Visitor) -> Option<Deadline> {
    let (day, today) = (case.due()?.day, visitor.who.today());
    let left = case.setting.workflow.calendar.working_days_between(today, day);
    Some(Deadline::new(day, left, today))
}

fn count(number: i32) -> usize {
    usize::try_from(number).unwrap_or_default()
}

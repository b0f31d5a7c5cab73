//! The groups of work: what makes a declaration stand in one is asked of permission, and said.

use chrono::NaiveDate;
use desk::Case;
use flow::{Action, Reason, Refusal, Stage};
use serde::Serialize;
use utoipa::ToSchema;

use crate::site::Visitor;
use crate::site::lines::Line;
use crate::site::parts::Tone;

/// Most lines of a group on the page.
const SHOWN: usize = 15;

/// One kind of work.
#[derive(Debug, Serialize, ToSchema)]
pub struct Group {
    /// What is to be done.
    pub title: String,
    /// What stands in it.
    pub rule: String,
    /// How many there are.
    pub count: usize,
    /// The most pressing ones.
    pub lines: Vec<Work>,
    /// Where all are.
    pub to: String,
    /// All of them, to be counted.
    #[serde(skip)]
    pub all: Vec<Work>,
}

/// One piece of work.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Work {
    /// The declaration.
    #[serde(flatten)]
    pub line: Line,
    /// Where it is done.
    pub to: String,
    /// Why it cannot be done just now; empty when it can.
    pub barred: String,
    #[serde(skip)]
    due: Option<NaiveDate>,
}

impl Work {
    /// Whether its last day is near.
    pub fn is_soon(&self) -> bool {
        let near = |tone: Tone| matches!(tone, Tone::Warning | Tone::Error);
        let due = self.line.deadline.as_ref();
        due.is_some_and(|due| near(due.tone)) && !self.line.is_late()
    }
}

/// A kind of work: its name, its rule, where all are, where one is done, and what belongs to it.
struct Kind {
    title: &'static str,
    rule: &'static str,
    all: &'static str,
    one: fn(&Case) -> String,
    holds: fn(&Case, &Visitor) -> Option<Barred>,
}

/// Why it cannot be done now, although it is this person's; empty when it can.
type Barred = String;

const KINDS: [Kind; 8] = [
    Kind {
        title: "退回给我改的",
        rule: "审核退回、现在轮到本单位经办人修改的申报。期限从退回那天算起。",
        all: "/declarations",
        one: edit,
        holds: |case, visitor| {
            let returned = matches!(case.situation.state.stage, Stage::Returned(_));
            mine(case, visitor, Action::Edit).filter(|_| returned)
        },
    },
    Kind {
        title: "待我签字",
        rule: "经办人已经提交、等单位负责人签字的申报。",
        all: "/declarations",
        one: sign,
        holds: |case, visitor| mine(case, visitor, Action::Sign),
    },
    Kind {
        title: "待我接收",
        rule: "送到我这一环节、还没有接收的申报。接收以后下级不能再撤回。",
        all: "/reviews",
        one: review,
        holds: |case, visitor| mine(case, visitor, Action::Accept),
    },
    Kind {
        title: "待我审核",
        rule: "我这一环节已经接收（或不用接收）、等我通过或退回的申报。",
        all: "/reviews",
        one: review,
        holds: |case, visitor| mine(case, visitor, Action::Pass),
    },
    Kind {
        title: "待我批复",
        rule: "全部审核环节已经通过、等我填文号和日期发批复的申报。",
        all: "/approvals",
        one: |_| "/approvals".to_owned(),
        holds: |case, visitor| mine(case, visitor, Action::Approve),
    },
    Kind {
        title: "给我的批注",
        rule: "本单位的申报上还没有解决的批注，请答复或照着改。",
        all: "/declarations",
        one: show,
        holds: |case, visitor| {
            let own = case.may(&visitor.who, Action::ReadDraft).is_ok();
            (own && case.standing.open_comments > 0).then(String::new)
        },
    },
    Kind {
        title: "还有问题的草稿",
        rule: "在本单位手里、检查出错误或还有问题没有答复的草稿。错误不改不能提交。",
        all: "/declarations",
        one: edit,
        holds: |case, visitor| drafting(case, visitor).filter(|_| faulty(case)),
    },
    Kind {
        title: "可以提交的草稿",
        rule: "在本单位手里、没有错误也没有待答复问题的草稿。",
        all: "/declarations",
        one: show,
        holds: |case, visitor| drafting(case, visitor).filter(|_| !faulty(case)),
    },
];

/// The groups with something in them.
pub fn groups(cases: &[Case], visitor: &Visitor) -> Vec<Group> {
    let made = KINDS.iter().map(|kind| {
        let mut all: Vec<Work> = cases
            .iter()
            .filter_map(|case| {
                let barred = (kind.holds)(case, visitor)?;
                let due = case.due().map(|due| due.day);
                Some(Work { line: Line::of(case, visitor), to: (kind.one)(case), barred, due })
            })
            .collect();
        // The nearest day first, what has none last; then the most money.
        let late = NaiveDate::MAX;
        all.sort_by_key(|one| (one.due.unwrap_or(late), std::cmp::Reverse(one.line.fen)));
        Group {
            title: kind.title.to_owned(),
            rule: kind.rule.to_owned(),
            count: all.len(),
            lines: all.iter().take(SHOWN).cloned().collect(),
            to: kind.all.to_owned(),
            all,
        }
    });
    made.filter(|group| group.count > 0).collect()
}

/// Whether it is this person's to do, if only something stood out of the way.
fn mine(case: &Case, visitor: &Visitor, action: Action) -> Option<Barred> {
    match case.may(&visitor.who, action) {
        Ok(_) => Some(String::new()),
        Err(refusal) => waits_all_the_same(&refusal).then_some(refusal.why),
    }
}

fn waits_all_the_same(refusal: &Refusal) -> bool {
    matches!(refusal.reason, Reason::Locked | Reason::Errors | Reason::Warnings)
}

fn drafting(case: &Case, visitor: &Visitor) -> Option<Barred> {
    mine(case, visitor, Action::Edit).filter(|_| case.situation.state.stage == Stage::Drafting)
}

/// Whether something stands against handing it in.
fn faulty(case: &Case) -> bool {
    case.standing.draft.judged.errors > 0 || !case.standing.unanswered().is_empty()
}

fn edit(case: &Case) -> String {
    format!("/declarations/{}/edit", case.id().0)
}

fn show(case: &Case) -> String {
    format!("/declarations/{}", case.id().0)
}

fn sign(case: &Case) -> String {
    format!("/declarations/sign?unit={}", case.standing.declaration.unit.0)
}

fn review(case: &Case) -> String {
    format!("/reviews/{}", case.id().0)
}

//! *May this person do this now; if not, why, who can lift it, until when*: the one function that
//! pages, interface, import and batches ask, for each declaration singly.

use chrono::{DateTime, NaiveDate, Utc};

use crate::entitled::{entitled, held};
use crate::refusal::{Reason, Refusal, written};
use crate::state::{at_work, current, recalled_by, returning};
use crate::wording::{other_step, wrong_state};
use crate::{
    Action, Asker, Barrier, Grant, Ground, Level, PersonId, Role, Situation, Stage, Step, Track,
    Workflow, next, shanghai_day,
};

/// By what right somebody may, and what the record must tell about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    /// The role that gives the right.
    pub role: Role,
    /// In whose place, for a stand-in.
    pub for_person: Option<PersonId>,
    /// Steps of this round the same person has already taken.
    pub also_took: Vec<String>,
    /// What people should read before they go on: late, beyond the rounds agreed on.
    pub notes: Vec<String>,
}

/// Whether the asker may do this with this declaration now.
///
/// # Errors
/// The refusal: why, who can lift it, until when.
pub fn may(
    workflow: &Workflow,
    asker: &Asker,
    action: Action,
    situation: &Situation,
    now: DateTime<Utc>,
) -> Result<Permit, Refusal> {
    let case = Case { workflow, asker, action, situation, day: shanghai_day(now) };
    // First whether the role could ever do this, then whether it can be done now, then by whom.
    entitled(workflow, asker, &case.ever(), &situation.ground, case.day, action.doing())?;
    case.reachable()?;
    let grants = case.holders()?;
    let grant = case.not_own_work(&grants)?;
    let also_took = case.other_steps(grant)?;
    case.assigned(grant)?;
    unlocked(&situation.ground, grant.role.level(), action.is_locked(), case.day)?;
    let mut notes = Vec::new();
    case.in_time(&mut notes)?;
    case.current()?;
    case.findings()?;
    case.rounds(&mut notes)?;
    Ok(Permit { role: grant.role, for_person: grant.for_person, also_took, notes })
}

/// Whether the work of the present step can be given to somebody: whether that person could do
/// it, locks and versions aside.
///
/// # Errors
/// The refusal that person would get.
pub fn may_be_assigned(
    workflow: &Workflow,
    person: &Asker,
    situation: &Situation,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    let mut free = situation.clone();
    free.assigned_to = None;
    free.asked_version = None;
    free.unanswered_warnings = 0;
    free.ground.locks.clear();
    let has_department = free.ground.has_department();
    let work = [Action::Sign, Action::Pass, Action::Accept];
    let possible = work
        .into_iter()
        .find(|action| next(workflow, has_department, &free.state, *action).is_some());
    may(workflow, person, possible.unwrap_or(Action::Pass), &free, now).map(|_| ())
}

struct Case<'a> {
    workflow: &'a Workflow,
    asker: &'a Asker,
    action: Action,
    situation: &'a Situation,
    day: NaiveDate,
}

/// Those who take part in the business with a say of their own.
const PARTICIPANTS: [Role; 7] = [
    Role::Clerk,
    Role::UnitHead,
    Role::DepartmentReviewer,
    Role::BusinessDivision,
    Role::PerformanceDivision,
    Role::BureauLeader,
    Role::Expert,
];

impl<'a> Case<'a> {
    fn route(&self) -> Vec<&'a Step> {
        let has_department = self.situation.ground.has_department();
        self.workflow.route(self.situation.state.track, has_department)
    }

    /// The roles that can do this at some time.
    fn ever(&self) -> Vec<Role> {
        let steps = |wanted: fn(&Step) -> bool| -> Vec<Role> {
            self.route().into_iter().filter(|step| wanted(step)).map(|step| step.role).collect()
        };
        let mut roles = match self.action {
            Action::View => [&PARTICIPANTS[..], &[Role::Auditor]].concat(),
            Action::Comment => PARTICIPANTS.to_vec(),
            Action::ReadDraft => vec![Role::Clerk, Role::UnitHead],
            Action::Edit | Action::Submit | Action::Adjust | Action::Discard => vec![Role::Clerk],
            Action::Recall => [vec![Role::Clerk, Role::UnitHead], steps(|_| true)].concat(),
            Action::Sign => steps(|step| step.level == Level::Unit),
            Action::Pass => steps(|step| step.level != Level::Unit),
            Action::Accept => steps(|step| step.accepts),
            Action::Return => [steps(|_| true), self.workflow.approval_roles.clone()].concat(),
            Action::Reassign => steps(|_| true),
            Action::Grade => [steps(|step| step.points), vec![Role::Expert]].concat(),
            Action::Refuse | Action::Reopen => {
                let bureau = steps(|step| step.level == Level::Bureau);
                [bureau, self.workflow.approval_roles.clone()].concat()
            }
            Action::Approve => self.workflow.approval_roles.clone(),
        };
        let mut seen = Vec::new();
        roles.retain(|role| {
            !seen.contains(role) && {
                seen.push(*role);
                true
            }
        });
        roles
    }

    /// The roles that can do it where the declaration stands.
    fn now(&self) -> Vec<Role> {
        let state = &self.situation.state;
        let route = self.route();
        let role = |step: Option<&Step>| step.map(|step| step.role).into_iter().collect();
        match self.action {
            Action::Recall => match recalled_by(&route, state) {
                Some(step) => vec![step.role],
                None => vec![Role::Clerk, Role::UnitHead],
            },
            Action::Return | Action::Refuse if state.stage == Stage::Cleared => {
                self.workflow.approval_roles.clone()
            }
            Action::Return | Action::Refuse => role(returning(&route, state)),
            Action::Sign | Action::Pass | Action::Accept | Action::Reassign => {
                role(current(&route, state))
            }
            Action::Grade => {
                let step = at_work(&route, state);
                let own = step.filter(|step| step.points).map(|step| step.role);
                let expert = step.filter(|step| step.level == Level::Bureau).map(|_| Role::Expert);
                own.into_iter().chain(expert).collect()
            }
            Action::Reopen => match &state.stage {
                Stage::Refused(by) => role(self.workflow.step(by)),
                _ => Vec::new(),
            },
            _ => self.ever(),
        }
    }

    /// Whether it can be done by anybody where the declaration stands.
    fn reachable(&self) -> Result<(), Refusal> {
        let situation = self.situation;
        let has_department = situation.ground.has_department();
        let known = next(self.workflow, has_department, &situation.state, self.action).is_some();
        let thrown_away_late = self.action == Action::Discard
            && situation.state.track == Track::Declaration
            && situation.revisions > 0;
        if known && !thrown_away_late {
            return Ok(());
        }
        Err(wrong_state(self.workflow, situation, self.action))
    }

    /// The asker's grants that give it now, own ones first.
    fn holders(&self) -> Result<Vec<&'a Grant>, Refusal> {
        let roles = self.now();
        let ground = &self.situation.ground;
        let mut grants = held(self.workflow, self.asker, &roles, ground, self.day);
        if grants.is_empty() {
            let ever = held(self.workflow, self.asker, &self.ever(), ground, self.day);
            let own: Vec<Role> = ever.iter().map(|grant| grant.role).collect();
            return Err(other_step(self.workflow, self.situation, self.action, &own));
        }
        grants.sort_by_key(|grant| grant.for_person.is_some());
        let reads = matches!(self.action, Action::View | Action::Comment);
        let unit_only = |grant: &&Grant| grant.role.level() == Some(Level::Unit);
        if reads && !self.situation.left_unit && !grants.iter().any(unit_only) {
            let why = "单位负责人还没有签过字，只有本单位能看。";
            return Err(Refusal::new(Reason::WrongState, why)
                .remedy("请等单位提交、签字。")
                .who(&[Role::Clerk, Role::UnitHead]));
        }
        Ok(grants)
    }

    /// Nobody reviews what he wrote or handed in, neither himself nor through a stand-in.
    fn not_own_work(&self, grants: &[&'a Grant]) -> Result<&'a Grant, Refusal> {
        let first = *grants.first().expect("invariant: without a grant there is a refusal before");
        let reviewing = matches!(
            self.action,
            Action::Sign
                | Action::Accept
                | Action::Pass
                | Action::Return
                | Action::Grade
                | Action::Refuse
                | Action::Reopen
                | Action::Approve
        );
        if !reviewing {
            return Ok(first);
        }
        let did = |person: PersonId| {
            self.situation.submitted_by.is_some_and(|hands| hands.are_of(person))
                || self.situation.authors.contains(&person)
        };
        if did(self.asker.person) {
            let why = format!("这份申报是您填写或提交的，自己的不能自己{}。", self.action.doing());
            return Err(self.somebody_else(why, first.role));
        }
        match grants.iter().find(|grant| !grant.for_person.is_some_and(did)) {
            Some(grant) => Ok(grant),
            None => {
                let why = format!(
                    "您是代人办理，而被代理人就是填写或提交这份申报的人，不能代他{}。",
                    self.action.name()
                );
                Err(self.somebody_else(why, first.role))
            }
        }
    }

    fn somebody_else(&self, why: String, role: Role) -> Refusal {
        let remedy = format!(
            "请另一位{}办理；没有别人的，请{}指定一位代理人。",
            role.name(),
            self.workflow.granting_role().name()
        );
        Refusal::new(Reason::OwnWork, why)
            .remedy(remedy)
            .who(&[role, self.workflow.granting_role()])
    }

    /// Steps of this round the same person took: recorded, or barred where the pack says so.
    fn other_steps(&self, grant: &Grant) -> Result<Vec<String>, Refusal> {
        let deciding = [Action::Sign, Action::Pass, Action::Approve];
        if !deciding.contains(&self.action) {
            return Ok(Vec::new());
        }
        let here = self.situation.state.step();
        let same = |step: &&crate::Taken| {
            step.hands.are_of(self.asker.person) && Some(step.step.as_str()) != here
        };
        let mut took: Vec<String> = Vec::new();
        for taken in self.situation.taken.iter().filter(same) {
            if !took.contains(&taken.step) {
                took.push(taken.step.clone());
            }
        }
        // Issuing the approval is the office work after the review, not a review of its own.
        if took.is_empty() || self.workflow.one_person_many_steps || self.action == Action::Approve
        {
            return Ok(took);
        }
        let names: Vec<&str> = took
            .iter()
            .map(|key| self.workflow.step(key).map_or(key.as_str(), |step| step.name.as_str()))
            .collect();
        let why = format!("您已经办过“{}”，本地规定一人不能办两个环节。", names.join("、"));
        Err(Refusal::new(Reason::SamePerson, why)
            .remedy(format!("请另一位{}办理。", grant.role.name()))
            .who(&[grant.role]))
    }

    /// What was given to one person the others of the office leave alone.
    fn assigned(&self, grant: &Grant) -> Result<(), Refusal> {
        let work = matches!(
            self.action,
            Action::Sign | Action::Accept | Action::Pass | Action::Return | Action::Refuse
        ) && self.situation.state.stage != Stage::Cleared;
        let Some(person) = self.situation.assigned_to.filter(|_| work) else { return Ok(()) };
        if person == self.asker.person || grant.for_person == Some(person) {
            return Ok(());
        }
        Err(Refusal::new(Reason::Assigned, "这份申报已经分派给同岗位的另一个人。")
            .remedy(format!("请他办理，或由{}改派给您。", grant.role.name()))
            .who(&[grant.role]))
    }

    /// The last day bars only the first handing in: what was returned must come back.
    fn in_time(&self, notes: &mut Vec<String>) -> Result<(), Refusal> {
        let situation = self.situation;
        let first = self.action == Action::Submit
            && situation.state.track == Track::Declaration
            && situation.state.stage == Stage::Drafting
            && situation.revisions == 0;
        if !first {
            return Ok(());
        }
        late(self.workflow, &situation.ground, self.day, notes)
    }

    fn current(&self) -> Result<(), Refusal> {
        let Some(asked) = self.situation.asked_version else { return Ok(()) };
        if !self.action.needs_current_version() || asked == self.situation.current_version {
            return Ok(());
        }
        let why = "您打开以后，这份申报已经被别人改过。";
        Err(Refusal::new(Reason::Stale, why).remedy("请刷新，看清新的内容以后再办。"))
    }

    /// Errors bar handing in; unanswered warnings bar signing, or handing in where nobody signs.
    fn findings(&self) -> Result<(), Refusal> {
        let situation = self.situation;
        let (submits, signs) = (self.action == Action::Submit, self.action == Action::Sign);
        if situation.open_errors > 0 && (submits || signs) {
            let why = format!(
                "还有 {} 处错误没有改，不能{}。",
                situation.open_errors,
                self.action.name()
            );
            return Err(Refusal::new(Reason::Errors, why)
                .remedy(if signs {
                    "请退回经办人改正。"
                } else {
                    "请照问题清单逐处改正。"
                })
                .who(&[Role::Clerk]));
        }
        if situation.unanswered_warnings > 0 && (signs || submits) {
            let why = format!(
                "还有 {} 项需答复的问题没有答复，不能{}。",
                situation.unanswered_warnings,
                self.action.name()
            );
            return Err(Refusal::new(Reason::Warnings, why)
                .remedy(if signs {
                    "请退回经办人：改正，或者写明理由。"
                } else {
                    "请逐项改正，或者写明理由。"
                })
                .who(&[Role::Clerk]));
        }
        Ok(())
    }

    fn rounds(&self, notes: &mut Vec<String>) -> Result<(), Refusal> {
        if self.action != Action::Return {
            return Ok(());
        }
        let by = returning(&self.route(), &self.situation.state).filter(|step| step.counts_round);
        let most = self.workflow.most_rounds;
        if by.is_none() || self.situation.rounds < most {
            return Ok(());
        }
        let round = self.situation.rounds + 1;
        if !self.workflow.rounds_bar {
            notes.push(format!("这是第 {round} 轮退回，超过了约定的 {most} 轮。"));
            return Ok(());
        }
        let who = [Role::BusinessDivision, Role::PerformanceDivision, Role::BureauLeader];
        Err(Refusal::new(Reason::Rounds, format!("已经退回 {most} 轮，不能再退回。"))
            .remedy("请当面商定后通过，或者不予通过。")
            .who(&who))
    }
}

/// A lock bars everybody of its levels but the holders of an exception, until it ends.
pub(crate) fn unlocked(
    ground: &Ground,
    level: Option<Level>,
    is_locked: bool,
    day: NaiveDate,
) -> Result<(), Refusal> {
    let Some(level) = level.filter(|_| is_locked) else { return Ok(()) };
    let barring = ground.locks.iter().filter(|lock| {
        lock.bars(level, day) && ground.exception(Barrier::Lock(lock.id), day).is_none()
    });
    // Of several locks the one that lasts longest tells when the way is free.
    let Some(lock) = barring.max_by_key(|lock| lock.until.unwrap_or(NaiveDate::MAX)) else {
        return Ok(());
    };
    let until = match lock.until {
        Some(last) => format!("到{}为止", written(last)),
        None => "到绩效股解除为止".to_owned(),
    };
    let why = format!("{}已锁定（{}），{until}。", level.name(), lock.reason);
    Err(Refusal::new(Reason::Locked, why)
        .remedy("确需现在办理的，请绩效股解除锁定，或者给本单位开例外。")
        .who(&[Role::PerformanceDivision])
        .until(lock.until))
}

/// After the last day only with an exception, or with a remark, as the pack says.
pub(crate) fn late(
    workflow: &Workflow,
    ground: &Ground,
    day: NaiveDate,
    notes: &mut Vec<String>,
) -> Result<(), Refusal> {
    let Some(set) = ground.submit_by else { return Ok(()) };
    let due = workflow.calendar.moved_on(set);
    if day <= due.day || ground.exception(Barrier::Deadline, day).is_some() {
        return Ok(());
    }
    let why = format!("申报已于{}截止。", written(due.day));
    if !workflow.late_bars {
        notes.push(why);
        return Ok(());
    }
    Err(Refusal::new(Reason::Late, why)
        .remedy("确需补报的，请绩效股给本单位开例外。")
        .who(&[Role::PerformanceDivision]))
}

//! The steps a declaration takes in a place, and the place's options, read from its packs.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use policy::{Entry, PackError, Policy};

use crate::keys::{choice, count, entry, flag, role, roles, table, words, wrong};
use crate::{Calendar, Due, Ground, Level, Role, Stage, State, Track};

/// One step on the way to the approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Key, such as `business`; kept in the state of declarations.
    pub key: String,
    /// Name in Chinese.
    pub name: String,
    /// Whose turn it is.
    pub role: Role,
    /// The level it belongs to.
    pub level: Level,
    /// Working days it may take.
    pub days: u32,
    /// Whether grades or points are given here.
    pub points: bool,
    /// Whether it must be accepted here before anything else.
    pub accepts: bool,
    /// Whether the lower level can no longer take it back once it is accepted.
    pub freezes: bool,
    /// Whether a return from here counts as a round.
    pub counts_round: bool,
}

/// How declarations go in one place in one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workflow {
    /// Steps of a declaration, in order.
    pub steps: Vec<Step>,
    /// Keys of the steps of an adjustment, in order.
    pub adjustment: Vec<String>,
    /// Whether a returned form goes straight back to the step that returned it, once the unit
    /// has signed again; else every level passes it again.
    pub straight_back: bool,
    /// Working days the unit has for what is returned.
    pub returned_days: u32,
    /// Rounds of return that are agreed on.
    pub most_rounds: u32,
    /// Whether more rounds are barred, or only remarked on.
    pub rounds_bar: bool,
    /// Whether nobody hands in for the first time after the last day, or it is only remarked on.
    pub late_bars: bool,
    /// Who issues the approval.
    pub approval_roles: Vec<Role>,
    /// Whether one person may take several steps of one declaration.
    pub one_person_many_steps: bool,
    /// Roles whose grant holds for the unit alone, not for those below it.
    pub own_unit_roles: Vec<Role>,
    /// Whether the three administrators are three people.
    pub separate_administrators: bool,
    /// Working days.
    pub calendar: Calendar,
}

/// Every key of `flow.` besides the steps themselves.
const KEYS: [&str; 11] = [
    "flow.steps",
    "flow.adjustment.steps",
    "flow.returned.to",
    "flow.returned.days",
    "flow.rounds.most",
    "flow.rounds.over",
    "flow.late",
    "flow.approval.roles",
    "flow.one_person_many_steps",
    "flow.own_unit_roles",
    "flow.separate_administrators",
];

/// What a step may say.
const FIELDS: [&str; 8] =
    ["name", "role", "level", "days", "points", "accepts", "freezes", "counts_round"];

impl Workflow {
    /// The workflow of a chain of packs on the policy's day.
    ///
    /// # Errors
    /// Something is missing or contradicts itself; the error says file, key and what to write.
    pub fn new(policy: &Policy) -> Result<Workflow, PackError> {
        for entry in policy.entries("flow.") {
            if !KEYS.contains(&entry.key.as_str()) && !entry.key.starts_with("flow.step.") {
                return Err(wrong(
                    entry,
                    format!("不认识的名称；流程里可写：{}、flow.step.<环节>", KEYS.join("、")),
                ));
            }
        }
        let steps = read_steps(policy)?;
        let approval_roles = roles(policy, "flow.approval.roles")?;
        if approval_roles.is_empty()
            || approval_roles.iter().any(|role| role.level() != Some(Level::Bureau))
        {
            let entry = entry(policy, "flow.approval.roles")?;
            return Err(wrong(
                entry,
                "批复由财政局办理，至少写一个财政局的角色，如 [\"performance_division\"]",
            ));
        }
        Ok(Workflow {
            adjustment: read_adjustment(policy, &steps)?,
            straight_back: choice(policy, "flow.returned.to", ["退回的环节", "全部环节"])?,
            returned_days: count(policy, "flow.returned.days")?,
            most_rounds: count(policy, "flow.rounds.most")?,
            rounds_bar: choice(policy, "flow.rounds.over", ["不准", "提醒"])?,
            late_bars: choice(policy, "flow.late", ["不准", "提醒"])?,
            one_person_many_steps: flag(policy, "flow.one_person_many_steps")?,
            own_unit_roles: roles(policy, "flow.own_unit_roles")?,
            separate_administrators: flag(policy, "flow.separate_administrators")?,
            calendar: Calendar::new(policy)?,
            approval_roles,
            steps,
        })
    }

    /// The steps on a track; those of departments only where a department lies above the unit.
    pub fn route(&self, track: Track, has_department: bool) -> Vec<&Step> {
        let on_track = |step: &&Step| match track {
            Track::Declaration => true,
            Track::Adjustment => self.adjustment.contains(&step.key),
        };
        let here = |step: &&Step| has_department || step.level != Level::Department;
        self.steps.iter().filter(on_track).filter(here).collect()
    }

    /// The step of a key.
    pub fn step(&self, key: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.key == key)
    }

    /// Whether a return by this step counts as a round (两上两下).
    pub fn counts_round(&self, step: &str) -> bool {
        self.step(step).is_some_and(|step| step.counts_round)
    }

    /// The last day for whoever has it now, when it came to him on `since`.
    pub fn due(&self, ground: &Ground, state: &State, since: NaiveDate) -> Option<Due> {
        match &state.stage {
            Stage::Drafting if state.track == Track::Declaration => {
                ground.submit_by.map(|day| self.calendar.moved_on(day))
            }
            Stage::Returned(_) => Some(self.calendar.after(since, self.returned_days)),
            Stage::Waiting(step) | Stage::Accepted(step) => {
                let step = self.step(step)?;
                (step.days > 0).then(|| self.calendar.after(since, step.days))
            }
            _ => None,
        }
    }

    /// Who gives grants here.
    pub fn granting_role(&self) -> Role {
        if self.separate_administrators {
            Role::SecurityAdministrator
        } else {
            Role::SystemAdministrator
        }
    }
}

fn read_steps(policy: &Policy) -> Result<Vec<Step>, PackError> {
    let (list, keys) = words(policy, "flow.steps")?;
    let mut steps: Vec<Step> = Vec::with_capacity(keys.len());
    for key in keys {
        let Some(found) = policy.entry(&format!("flow.step.{key}")) else {
            let problem = format!("环节「{key}」没有内容：请核对拼写，或另写一条 flow.step.{key}");
            return Err(wrong(list, problem));
        };
        let step = read_step(found, key)?;
        if steps.iter().any(|earlier| earlier.key == *key) {
            return Err(wrong(list, format!("环节「{key}」写了两次，请删去一个")));
        }
        if let Some(earlier) = steps.last().filter(|earlier| earlier.level > step.level) {
            return Err(wrong(
                list,
                format!(
                    "「{}」（{}）排在「{}」（{}）后面；环节应从单位到主管部门再到财政局",
                    step.name,
                    step.level.name(),
                    earlier.name,
                    earlier.level.name()
                ),
            ));
        }
        steps.push(step);
    }
    if steps.iter().filter(|step| step.level == Level::Unit).count() > 1 {
        return Err(wrong(list, "单位只能有一个环节：单位负责人签字"));
    }
    if steps.last().is_none_or(|step| step.level != Level::Bureau) {
        return Err(wrong(list, "最后一个环节应在财政局"));
    }
    Ok(steps)
}

fn read_step(entry: &Entry, key: &str) -> Result<Step, PackError> {
    let table = table(entry)?;
    let known: BTreeSet<&str> = FIELDS.into();
    if let Some(name) = table.keys().find(|name| !known.contains(name.as_str())) {
        let problem = format!("不认识的「{name}」；环节里可写：{}", FIELDS.join("、"));
        return Err(wrong(entry, problem));
    }
    let text = |name: &str, write: &str| match table.get(name).map(|text| text.trim()) {
        Some(text) if !text.is_empty() => Ok(text),
        _ => Err(wrong(entry, format!("环节缺「{name}」，应写{write}"))),
    };
    let yes = |name: &str| match table.get(name).map(String::as_str) {
        Some("是") => Ok(true),
        Some("否") => Ok(false),
        _ => Err(wrong(entry, format!("环节的「{name}」应写 \"是\" 或 \"否\""))),
    };
    let level = text("level", "unit（单位）、department（主管部门）或 bureau（财政局）")?;
    let Some(level) = Level::parse(level) else {
        let problem = "「level」应写 unit（单位）、department（主管部门）或 bureau（财政局）";
        return Err(wrong(entry, problem));
    };
    let role = role(entry, text("role", "办理的角色，如 \"business_division\"")?)?;
    if role.level() != Some(level) || matches!(role, Role::Clerk | Role::Expert) {
        let problem =
            format!("「{}」不能办理{}的环节，请换角色或换「level」", role.name(), level.name());
        return Err(wrong(entry, problem));
    }
    let days = text("days", "几个工作日办完，如 \"5\"；不限写 \"0\"")?;
    let Some(days) = days.parse().ok().filter(|days| *days <= 366) else {
        return Err(wrong(entry, "「days」应写 0 到 366 的整数，加引号，如 \"5\""));
    };
    let step = Step {
        key: key.to_owned(),
        name: text("name", "环节的中文名称，如 \"绩效股审核\"")?.to_owned(),
        role,
        level,
        days,
        points: yes("points")?,
        accepts: yes("accepts")?,
        freezes: yes("freezes")?,
        counts_round: yes("counts_round")?,
    };
    if step.level == Level::Unit && step.accepts {
        return Err(wrong(entry, "单位负责人直接签字，「accepts」应写 \"否\""));
    }
    Ok(step)
}

fn read_adjustment(policy: &Policy, steps: &[Step]) -> Result<Vec<String>, PackError> {
    let (entry, keys) = words(policy, "flow.adjustment.steps")?;
    let in_order: Vec<&str> = steps
        .iter()
        .filter(|step| keys.contains(&step.key))
        .map(|step| step.key.as_str())
        .collect();
    if in_order != keys {
        let all: Vec<&str> = steps.iter().map(|step| step.key.as_str()).collect();
        let problem = format!("调整的环节应从「flow.steps」里选，次序不变：{}", all.join("、"));
        return Err(wrong(entry, problem));
    }
    match steps.iter().rfind(|step| keys.contains(&step.key)) {
        Some(last) if last.level == Level::Bureau => Ok(keys.to_vec()),
        _ => Err(wrong(entry, "调整的最后一个环节应在财政局")),
    }
}

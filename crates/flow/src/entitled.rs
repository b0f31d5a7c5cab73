//! By which grant somebody is entitled here today, and what to tell those who are not.

use chrono::NaiveDate;

use crate::refusal::{Reason, Refusal, roles, written};
use crate::{Asker, Grant, Ground, Level, Role, Workflow};

/// The asker's grants of these roles that hold here today.
pub(crate) fn held<'a>(
    workflow: &Workflow,
    asker: &'a Asker,
    roles: &[Role],
    ground: &Ground,
    day: NaiveDate,
) -> Vec<&'a Grant> {
    let fits = |grant: &&Grant| {
        roles.contains(&grant.role) && grant.holds(day) && covers(workflow, grant, ground)
    };
    asker.grants.iter().filter(fits).collect()
}

/// Whether a grant reaches this unit. A department's reviewer must hold the department itself, or
/// something above it: a grant over the unit alone does not make its reviewer.
pub(crate) fn covers(workflow: &Workflow, grant: &Grant, ground: &Ground) -> bool {
    if workflow.own_unit_roles.contains(&grant.role) {
        return ground.unit() == Some(grant.unit);
    }
    let target = match grant.role {
        Role::DepartmentReviewer => ground.department.or(ground.unit()),
        _ => ground.unit(),
    };
    let reach = ground.path.iter().position(|unit| Some(*unit) == target);
    let top = ground.path.iter().position(|unit| *unit == grant.unit);
    matches!((top, reach), (Some(top), Some(reach)) if top <= reach)
}

/// Refuses whoever has none of these roles here today, and says what is wrong with those he has.
pub(crate) fn entitled(
    workflow: &Workflow,
    asker: &Asker,
    wanted: &[Role],
    ground: &Ground,
    day: NaiveDate,
    what: &str,
) -> Result<(), Refusal> {
    if !held(workflow, asker, wanted, ground, day).is_empty() {
        return Ok(());
    }
    let granter = workflow.granting_role();
    let of_role = |grant: &&Grant| wanted.contains(&grant.role);
    let here = |grant: &&Grant| covers(workflow, grant, ground);
    if let Some(grant) = asker.grants.iter().filter(of_role).find(here) {
        return Err(not_in_force(grant, day).who(&[granter]));
    }
    if let Some(grant) = asker.grants.iter().filter(of_role).find(|grant| grant.holds(day)) {
        let why = format!("您的“{}”授权不管这个单位，不能{what}。", grant.role.name());
        let remedy = match grant.role {
            role if workflow.own_unit_roles.contains(&role) => {
                format!("这个岗位只管授权的那一个单位；确需办理的，请{}另行授权。", granter.name())
            }
            _ => format!("确需办理的，请{}调整授权范围。", granter.name()),
        };
        return Err(Refusal::new(Reason::NoGrant, why).remedy(remedy).who(&[granter]));
    }
    Err(no_role(workflow, asker, wanted, ground, day, what))
}

fn not_in_force(grant: &Grant, day: NaiveDate) -> Refusal {
    let what = if grant.for_person.is_some() { "代理" } else { "授权" };
    let name = grant.role.name();
    if day < grant.from {
        let why = format!("您的“{name}”{what}从{}起才有效。", written(grant.from));
        return Refusal::new(Reason::GrantNotInForce, why).until(grant.from.pred_opt());
    }
    let ended = grant.until.map_or(String::new(), written);
    let why = format!("您的“{name}”{what}已于{ended}到期。");
    Refusal::new(Reason::GrantNotInForce, why).remedy("仍要办理的，请重新授权。")
}

fn no_role(
    workflow: &Workflow,
    asker: &Asker,
    wanted: &[Role],
    ground: &Ground,
    day: NaiveDate,
    what: &str,
) -> Refusal {
    let has = |wanted: fn(Role) -> bool| {
        asker.grants.iter().any(|grant| grant.holds(day) && wanted(grant.role))
    };
    let who = format!("这件事由{}办理。", roles(wanted));
    let refusal =
        |why: String, remedy: String| Refusal::new(Reason::NoGrant, why).remedy(remedy).who(wanted);
    let stepwise = wanted.iter().any(|role| role.level() == Some(Level::Bureau));
    if stepwise && has(|role| role == Role::DepartmentReviewer) && !ground.has_department() {
        let why = "这个单位上面没有主管部门，不经过主管部门审核，直接报财政局。".to_owned();
        return refusal(why, who);
    }
    if has(|role| role == Role::Auditor) {
        return refusal(format!("审计、人大只能查看，不能{what}。"), who);
    }
    if has(|role| role == Role::Expert) {
        return refusal(format!("专家和第三方只提意见、打分，不能{what}。"), who);
    }
    if has(Role::is_administrator) && !has(|role| role.level().is_some()) {
        return refusal(format!("管理员不参与业务，不能{what}。"), who);
    }
    let grant = format!("{who}确需由您办理的，请{}授权。", workflow.granting_role().name());
    refusal(format!("您在这里没有能{what}的岗位。"), grant)
}

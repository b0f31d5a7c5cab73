//! The sentences of refusals that depend on where a declaration stands.

use crate::refusal::{Reason, Refusal, roles};
use crate::state::{at_work, current, recalled_by, returning};
use crate::{Action, Level, Role, Situation, Stage, Step, Track, Workflow};

/// Where the declaration stands, as half a sentence after “申报”.
pub(crate) fn standing(workflow: &Workflow, situation: &Situation) -> String {
    let name = |key: &str| workflow.step(key).map_or(key, |step| step.name.as_str()).to_owned();
    match &situation.state.stage {
        Stage::Drafting if situation.state.track == Track::Adjustment => {
            "的调整正在填写".to_owned()
        }
        Stage::Drafting => "正在单位填写，还没有提交".to_owned(),
        Stage::Returned(by) => format!("已由“{}”退回，等经办人修改", name(by)),
        Stage::Waiting(step) if workflow.step(step).is_some_and(|step| step.accepts) => {
            format!("已送到“{}”，还没有接收", name(step))
        }
        Stage::Waiting(step) => format!("正等“{}”", name(step)),
        Stage::Accepted(step) => format!("已由“{}”接收，正在办理", name(step)),
        Stage::Cleared => "各环节已经通过，等待批复".to_owned(),
        Stage::Approved => "已经批复".to_owned(),
        Stage::Refused(by) => format!("已由“{}”决定不予通过", name(by)),
        Stage::Discarded => "的草稿已经删除".to_owned(),
    }
}

/// Why an action does not exist where the declaration stands.
pub(crate) fn wrong_state(workflow: &Workflow, situation: &Situation, action: Action) -> Refusal {
    let standing = standing(workflow, situation);
    let why = format!("申报{standing}，现在不能{}。", action.doing());
    let plain = Refusal::new(Reason::WrongState, why.clone());
    match action {
        Action::Discard
            if situation.revisions > 0 && situation.state.track == Track::Declaration =>
        {
            plain
                .remedy("提交过的要留记录，不能删除；不再申报的，请绩效股处理。")
                .who(&[Role::PerformanceDivision])
        }
        Action::Submit if situation.state.step().is_some() => {
            plain.remedy("已经提交过了，不用再提交。")
        }
        Action::Reopen => plain.remedy("只有不予通过的才谈得上重新审核。"),
        Action::Edit | Action::Submit | Action::Discard | Action::Recall => {
            unit_wants(workflow, situation, action, why)
        }
        Action::Adjust => match (situation.state.track, &situation.state.stage) {
            (_, Stage::Discarded | Stage::Refused(_)) => plain.remedy("没有批复过，谈不上调整。"),
            (Track::Adjustment, _) => plain.remedy("已有一次调整正在办理，办完以后才能再申请。"),
            (Track::Declaration, _) => {
                plain.remedy("还没有批复，不用申请调整：改草稿，或请上级退回。")
            }
        },
        Action::Approve => still_to_come(workflow, situation, plain),
        Action::Accept
        | Action::Pass
        | Action::Sign
        | Action::Return
        | Action::Grade
        | Action::Refuse
        | Action::Reassign => reviewer_wants(workflow, situation, action, plain),
        Action::View | Action::ReadDraft | Action::Comment => plain,
    }
}

/// The unit wants to change, hand in, throw away or take back.
fn unit_wants(workflow: &Workflow, situation: &Situation, action: Action, why: String) -> Refusal {
    let plain = Refusal::new(Reason::WrongState, why.clone());
    let route = route(workflow, situation);
    match &situation.state.stage {
        Stage::Drafting | Stage::Returned(_) if action == Action::Recall => {
            plain.remedy("草稿就在经办人手里，直接修改就行。").who(&[Role::Clerk])
        }
        Stage::Drafting | Stage::Returned(_) => plain,
        Stage::Waiting(_) if recalled_by(&route, &situation.state).is_some() => {
            let role = current(&route, &situation.state).map(|step| step.role);
            let who: Vec<Role> = role.into_iter().collect();
            let remedy =
                format!("前面的环节已经通过，单位不能撤回；确需修改的，请{}退回。", roles(&who));
            Refusal::new(Reason::Frozen, why).remedy(remedy).who(&who)
        }
        Stage::Waiting(_) => {
            plain.remedy("接收以前，提交人可以先撤回再改。").who(&[Role::Clerk, Role::UnitHead])
        }
        Stage::Accepted(_) => {
            let role = current(&route, &situation.state).map(|step| step.role);
            let who: Vec<Role> = role.into_iter().collect();
            Refusal::new(Reason::Frozen, why)
                .remedy(format!("接收以后下级不能再动；确需修改的，请{}退回。", roles(&who)))
                .who(&who)
        }
        Stage::Cleared => Refusal::new(Reason::Frozen, why)
            .remedy(format!("确需修改的，请{}退回。", roles(&workflow.approval_roles)))
            .who(&workflow.approval_roles),
        Stage::Approved => Refusal::new(Reason::Approved, why)
            .remedy("批复了的只能通过调整来改：请经办人申请调整，原来的数一直保留。")
            .who(&[Role::Clerk]),
        Stage::Refused(by) => {
            let who: Vec<Role> = workflow.step(by).map(|step| step.role).into_iter().collect();
            plain.remedy(format!("对结论有意见的，请{}重新审核。", roles(&who))).who(&who)
        }
        Stage::Discarded => plain.remedy("请另建一份。").who(&[Role::Clerk]),
    }
}

/// A level above wants to do its work.
fn reviewer_wants(
    workflow: &Workflow,
    situation: &Situation,
    action: Action,
    plain: Refusal,
) -> Refusal {
    let route = route(workflow, situation);
    let turn = current(&route, &situation.state);
    let working = at_work(&route, &situation.state);
    if situation.state.is_with_clerk() && action == Action::Sign {
        return plain.remedy("请等经办人提交。").who(&[Role::Clerk]);
    }
    if situation.state.is_with_clerk() {
        return plain.remedy("请等单位提交。").who(&[Role::Clerk]);
    }
    match (action, turn) {
        (Action::Accept, Some(step)) if working.is_some() && step.accepts => {
            plain.remedy("已经接收，不用再接收。")
        }
        (Action::Accept, Some(step)) if working.is_some() => {
            plain.remedy("这一环节不用接收，直接办理。").who(&[step.role])
        }
        (Action::Pass, Some(step)) if step.level == Level::Unit => {
            plain.remedy("这一环节是单位负责人签字。").who(&[step.role])
        }
        (Action::Sign, Some(_)) => plain.remedy("单位已经签过字。"),
        (Action::Refuse, Some(step)) if step.level != Level::Bureau => {
            let who = [Role::BusinessDivision, Role::PerformanceDivision, Role::BureauLeader];
            plain.remedy("这一环节只能退回；不予通过由财政局决定。").who(&who)
        }
        (_, Some(step)) if working.is_none() => {
            plain.remedy("请先接收，再办理。").who(&[step.role])
        }
        (Action::Pass | Action::Accept | Action::Grade | Action::Reassign, _)
            if situation.state.stage == Stage::Cleared =>
        {
            plain
                .remedy(format!("请{}批复，或者退回。", roles(&workflow.approval_roles)))
                .who(&workflow.approval_roles)
        }
        (_, None) if situation.state.stage == Stage::Approved => {
            plain.remedy("要改的，请单位申请调整。").who(&[Role::Clerk])
        }
        _ => plain,
    }
}

/// The steps that are still missing before an approval.
fn still_to_come(workflow: &Workflow, situation: &Situation, plain: Refusal) -> Refusal {
    if situation.state.stage == Stage::Approved {
        return plain.remedy("已经批复过了。");
    }
    if matches!(situation.state.stage, Stage::Refused(_) | Stage::Discarded) {
        return plain;
    }
    let route = route(workflow, situation);
    let from = match situation.state.step() {
        Some(key) => route.iter().position(|step| step.key == key).unwrap_or(0),
        None => 0,
    };
    let missing: Vec<&str> = route[from..].iter().map(|step| step.name.as_str()).collect();
    let who: Vec<Role> = route.get(from).map(|step| step.role).into_iter().collect();
    plain.remedy(format!("还要经过：{}。", missing.join("、"))).who(&who)
}

/// Whose turn it is, when it is not that of the asker, who has these roles here.
pub(crate) fn other_step(
    workflow: &Workflow,
    situation: &Situation,
    action: Action,
    own: &[Role],
) -> Refusal {
    let route = route(workflow, situation);
    let state = &situation.state;
    if action == Action::Recall {
        return recalls(&route, situation);
    }
    let step = match &state.stage {
        Stage::Refused(by) => workflow.step(by),
        _ => returning(&route, state).or(current(&route, state)),
    };
    let (name, who): (&str, Vec<Role>) = match step {
        _ if state.stage == Stage::Cleared => ("批复", workflow.approval_roles.clone()),
        Some(step) => (&step.name, vec![step.role]),
        None => ("", Vec::new()),
    };
    let why = format!(
        "申报现在在“{name}”环节，由{}办理，您的岗位现在不能{}。",
        roles(&who),
        action.doing()
    );
    let place = |wanted: &dyn Fn(&Step) -> bool| route.iter().position(|step| wanted(step));
    let here = step.and_then(|step| place(&|other| other.key == step.key));
    let mine = place(&|step| own.contains(&step.role));
    let remedy = match (mine, here) {
        (Some(mine), Some(here)) if mine > here => {
            "轮到您的岗位时，会出现在您的工作台。".to_owned()
        }
        (Some(_), Some(_)) => format!("您的环节已经办过；有意见请告诉{}。", roles(&who)),
        _ => String::new(),
    };
    Refusal::new(Reason::OtherStep, why).remedy(remedy).who(&who)
}

/// Who alone can take it back.
fn recalls(route: &[&Step], situation: &Situation) -> Refusal {
    let (whose, who) = match recalled_by(route, &situation.state) {
        Some(step) => (format!("“{}”", step.name), vec![step.role]),
        None => ("提交的单位".to_owned(), vec![Role::Clerk, Role::UnitHead]),
    };
    let why = format!("现在只有{whose}能撤回。");
    let turn = current(route, &situation.state).map(|step| step.role);
    let remedy = match turn {
        Some(role) => format!("确需修改的，请{}退回。", role.name()),
        None => String::new(),
    };
    Refusal::new(Reason::OtherStep, why).remedy(remedy).who(&who)
}

fn route<'w>(workflow: &'w Workflow, situation: &Situation) -> Vec<&'w Step> {
    workflow.route(situation.state.track, situation.ground.has_department())
}

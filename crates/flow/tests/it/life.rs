//! Real life: heads who are away, small counties, bureaus without a department above them,
//! returned forms, rounds, assignments, and who may hold which roles together.

use flow::{
    Action, Asker, Duty, Grant, Hands, PersonId, Reason, Role, Situation, Stage, StandIn, State,
    Taken, Track, may, may_be_assigned, may_hold, may_manage, next,
};

use crate::{
    CLERK, RENHE, SCHOOL, accepted, allowed, bureau, day, draft, grant, now, person, renhe, school,
    standing, today, told, waiting,
};

fn stand_in(absent: i64, deputy: i64, until: chrono::NaiveDate) -> StandIn {
    StandIn { absent: PersonId(absent), deputy: PersonId(deputy), from: day(2026, 3, 9), until }
}

#[test]
fn a_stand_in_signs_while_the_head_is_away_and_the_permit_says_for_whom() {
    let head = grant(Role::UnitHead, SCHOOL);
    let deputy = |until| Asker {
        person: PersonId(50),
        grants: vec![head.lent(&stand_in(2, 50, until)).unwrap()],
    };
    let sign = |asker: &Asker| may(&RENHE, asker, Action::Sign, &waiting("unit"), now());
    let permit = sign(&deputy(today())).unwrap();
    assert_eq!((permit.role, permit.for_person), (Role::UnitHead, Some(PersonId(2))));
    let refusal = sign(&deputy(day(2026, 3, 9))).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "您的“单位负责人”代理已于2026年3月9日到期。仍要办理的，请重新授权。"
    );
}

#[test]
fn what_is_lent_is_not_lent_on_and_ends_with_the_grant_itself() {
    let until = Some(day(2026, 3, 12));
    let head = Grant { until, ..grant(Role::UnitHead, SCHOOL) };
    let lent = head.lent(&stand_in(2, 50, day(2026, 4, 1))).unwrap();
    assert_eq!((lent.from, lent.until), (day(2026, 3, 9), until));
    assert_eq!(lent.lent(&stand_in(50, 51, day(2026, 4, 1))), None);
    let gone = Grant { until: Some(day(2026, 3, 1)), ..head };
    assert_eq!(gone.lent(&stand_in(2, 50, day(2026, 4, 1))), None);
}

#[test]
fn nobody_signs_for_the_one_who_submitted() {
    let mut situation = waiting("unit");
    situation.authors.clear();
    situation.submitted_by = Some(Hands::own(PersonId(2)));
    let lent = grant(Role::UnitHead, SCHOOL).lent(&stand_in(2, 50, today())).unwrap();
    let deputy = Asker { person: PersonId(50), grants: vec![lent] };
    let refusal = may(&RENHE, &deputy, Action::Sign, &situation, now()).unwrap_err();
    assert_eq!(refusal.reason, Reason::OwnWork);
    assert!(refusal.why.contains("被代理人就是填写或提交这份申报的人"), "{refusal}");
}

#[test]
fn in_a_small_county_one_person_is_two_divisions_and_the_record_says_so() {
    let both = Asker {
        person: PersonId(60),
        grants: vec![
            grant(Role::BusinessDivision, crate::REGION),
            grant(Role::PerformanceDivision, crate::REGION),
        ],
    };
    let mut situation = accepted("performance");
    let hands = Hands::own(PersonId(60));
    situation.taken = vec![Taken { step: "business".to_owned(), hands }];
    let permit = may(&RENHE, &both, Action::Pass, &situation, now()).unwrap();
    assert_eq!(permit.also_took, ["business"]);
    let strict = flow::Workflow { one_person_many_steps: false, ..renhe() };
    let refusal = may(&strict, &both, Action::Pass, &situation, now()).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "您已经办过“业务股室审核”，本地规定一人不能办两个环节。请另一位绩效股办理。"
    );
    situation.submitted_by = Some(hands);
    let refusal = may(&RENHE, &both, Action::Pass, &situation, now()).unwrap_err();
    assert_eq!(refusal.reason, Reason::OwnWork);
}

#[test]
fn a_bureau_without_a_department_goes_straight_to_finance() {
    let signed = State::of(Track::Declaration, Stage::Waiting("unit".to_owned()));
    let after = |department| next(&RENHE, department, &signed, Action::Sign).unwrap().stage;
    assert_eq!(after(true), Stage::Waiting("department".to_owned()));
    assert_eq!(after(false), Stage::Waiting("business".to_owned()));
    let situation = Situation { ground: bureau(), ..waiting("business") };
    assert_eq!(
        told(Role::DepartmentReviewer, Action::Accept, &situation),
        "这个单位上面没有主管部门，不经过主管部门审核，直接报财政局。这件事由业务股室或绩效股办理。"
    );
}

#[test]
fn a_head_signs_for_his_own_unit_only_and_a_reviewer_needs_the_department() {
    let head = Asker { person: PersonId(70), grants: vec![grant(Role::UnitHead, crate::BUREAU)] };
    let refusal = may(&RENHE, &head, Action::Sign, &waiting("unit"), now()).unwrap_err();
    assert!(refusal.to_string().contains("这个岗位只管授权的那一个单位"), "{refusal}");
    let low = Asker { person: PersonId(71), grants: vec![grant(Role::DepartmentReviewer, SCHOOL)] };
    assert!(may(&RENHE, &low, Action::Accept, &waiting("department"), now()).is_err());
}

#[test]
fn returned_forms_pass_all_levels_again_or_go_straight_back_as_the_pack_says() {
    let returned = State::of(Track::Declaration, Stage::Returned("performance".to_owned()));
    let walk = |straight_back| {
        let workflow = flow::Workflow { straight_back, ..renhe() };
        let submitted = next(&workflow, true, &returned, Action::Submit).unwrap();
        assert_eq!(submitted.step(), Some("unit"), "the head signs in any case");
        let signed = next(&workflow, true, &submitted, Action::Sign).unwrap();
        let recalled = next(&workflow, true, &signed, Action::Recall).unwrap();
        (signed.step().unwrap().to_owned(), recalled.stage)
    };
    assert_eq!(walk(false), ("department".to_owned(), Stage::Drafting));
    let back = Stage::Returned("performance".to_owned());
    assert_eq!(walk(true), ("performance".to_owned(), back));
}

#[test]
fn more_rounds_than_agreed_on_are_remarked_on_or_barred() {
    let mut situation = accepted("performance");
    situation.rounds = 1;
    let back = |workflow: &flow::Workflow, situation: &Situation| {
        may(workflow, &person(Role::PerformanceDivision), Action::Return, situation, now())
    };
    assert_eq!(back(&RENHE, &situation).unwrap().notes, Vec::<String>::new());
    situation.rounds = 2;
    let notes = back(&RENHE, &situation).unwrap().notes;
    assert_eq!(notes, ["这是第 3 轮退回，超过了约定的 2 轮。"]);
    let strict = flow::Workflow { rounds_bar: true, ..renhe() };
    assert_eq!(back(&strict, &situation).unwrap_err().reason, Reason::Rounds);
    // What the department returns is the department's own affair.
    assert!(!RENHE.counts_round("department") && RENHE.counts_round("business"));
}

#[test]
fn errors_and_unanswered_warnings_bar_submitting_and_signing() {
    let with = |situation: Situation, open_errors, unanswered_warnings| Situation {
        open_errors,
        unanswered_warnings,
        ..situation
    };
    assert_eq!(
        told(Role::Clerk, Action::Submit, &with(draft(), 2, 0)),
        "还有 2 处错误没有改，不能提交。请照问题清单逐处改正。"
    );
    // Only the clerk can answer, so it is asked of him before it leaves his hands.
    assert_eq!(
        told(Role::Clerk, Action::Submit, &with(draft(), 0, 3)),
        "还有 3 项需答复的问题没有答复，不能提交。请逐项改正，或者写明理由。"
    );
    assert_eq!(
        told(Role::UnitHead, Action::Sign, &with(waiting("unit"), 0, 3)),
        "还有 3 项需答复的问题没有答复，不能签字。请退回经办人：改正，或者写明理由。"
    );
    assert!(allowed(Role::UnitHead, Action::Return, &with(waiting("unit"), 1, 3)));
}

#[test]
fn what_is_assigned_others_leave_alone_but_anybody_of_the_office_may_reassign() {
    let mut situation = accepted("business");
    situation.assigned_to = Some(PersonId(80));
    assert_eq!(
        told(Role::BusinessDivision, Action::Pass, &situation),
        "这份申报已经分派给同岗位的另一个人。请他办理，或由业务股室改派给您。"
    );
    assert!(allowed(Role::BusinessDivision, Action::Reassign, &situation));
    let expert = person(Role::Expert);
    assert!(may_be_assigned(&RENHE, &expert, &situation, now()).is_err());
    assert!(may_be_assigned(&RENHE, &person(Role::BusinessDivision), &situation, now()).is_ok());
}

#[test]
fn nobody_acts_on_what_he_has_not_seen() {
    let mut situation = accepted("business");
    (situation.asked_version, situation.current_version) = (Some(3), 4);
    let told = told(Role::BusinessDivision, Action::Pass, &situation);
    assert_eq!(told, "您打开以后，这份申报已经被别人改过。请刷新，看清新的内容以后再办。");
    assert!(allowed(Role::BusinessDivision, Action::Comment, &situation));
}

#[test]
fn a_refused_or_abandoned_adjustment_leaves_the_approval_in_force() {
    let approved = Some(State::of(Track::Declaration, Stage::Approved));
    let at = State::of(Track::Adjustment, Stage::Accepted("performance".to_owned()));
    assert_eq!(next(&RENHE, true, &at, Action::Refuse), approved);
    let drafting = State::of(Track::Adjustment, Stage::Drafting);
    assert_eq!(next(&RENHE, true, &drafting, Action::Discard), approved);
    assert!(allowed(Role::Clerk, Action::Discard, &standing(Track::Adjustment, Stage::Drafting)));
}

#[test]
fn auditors_hold_nothing_else_and_administrators_are_three_where_the_pack_wants_it() {
    let held = |role| vec![grant(role, crate::REGION)];
    assert!(may_hold(&RENHE, &held(Role::Auditor), Role::BusinessDivision, today()).is_err());
    assert!(
        may_hold(&RENHE, &held(Role::BusinessDivision), Role::PerformanceDivision, today()).is_ok()
    );
    let system = held(Role::SystemAdministrator);
    assert!(may_hold(&RENHE, &system, Role::AuditAdministrator, today()).is_ok());
    let strict = flow::Workflow { separate_administrators: true, ..renhe() };
    assert!(may_hold(&strict, &system, Role::AuditAdministrator, today()).is_err());
    assert!(may_hold(&strict, &system, Role::Clerk, today()).is_err());
}

#[test]
fn duties_belong_to_their_offices() {
    let may_do = |role, duty| may_manage(&RENHE, &person(role), duty, &school(), now()).is_ok();
    assert!(may_do(Role::Clerk, Duty::Declare) && !may_do(Role::UnitHead, Duty::Declare));
    assert!(may_do(Role::PerformanceDivision, Duty::SetLocks));
    assert!(!may_do(Role::BusinessDivision, Duty::SetLocks));
    assert!(may_do(Role::SystemAdministrator, Duty::GiveGrants));
    assert!(may_do(Role::Auditor, Duty::ReadEvents) && !may_do(Role::Clerk, Duty::ReadEvents));
    assert_eq!(person(Role::Clerk).person, CLERK);
}

/// The state goes into the database and comes out again.
#[test]
fn a_state_survives_being_written() {
    let mut state = State::of(Track::Adjustment, Stage::Waiting("unit".to_owned()));
    state.back_to = Some("performance".to_owned());
    let text = serde_json::to_string(&state).unwrap();
    assert_eq!(
        text,
        r#"{"track":"adjustment","stage":{"at":"waiting","step":"unit"},"back_to":"performance"}"#
    );
    assert_eq!(serde_json::from_str::<State>(&text).unwrap(), state);
}

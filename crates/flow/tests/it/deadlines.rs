//! Days: weekends, holidays, make-up workdays, unknown years, and where the day begins.

use chrono::{TimeZone, Utc};
use flow::{Action, Barrier, Exception, Role, Situation, Stage, State, Track, may, shanghai_day};

use crate::{SCHOOL, allowed, day, draft, now, person, renhe, school, told};

#[test]
fn working_days_leave_out_weekends_and_holidays_and_count_make_up_days() {
    let calendar = renhe().calendar;
    for (what, from, count, due) in [
        ("Tuesday and three days", day(2026, 3, 10), 3, day(2026, 3, 13)),
        ("over a weekend", day(2026, 3, 12), 3, day(2026, 3, 17)),
        (
            "into the Spring Festival: the 14th is a Saturday at work",
            day(2026, 2, 13),
            1,
            day(2026, 2, 14),
        ),
        ("over the Spring Festival", day(2026, 2, 13), 2, day(2026, 2, 24)),
        ("to the Saturday that makes up for it", day(2026, 2, 24), 4, day(2026, 2, 28)),
        ("over the New Year, Sunday the 4th at work", day(2025, 12, 31), 1, day(2026, 1, 4)),
        ("over the National Day of 2025", day(2025, 9, 30), 2, day(2025, 10, 10)),
        ("no days at all", day(2026, 3, 10), 0, day(2026, 3, 10)),
    ] {
        let found = calendar.after(from, count);
        assert_eq!((found.day, found.certain), (due, true), "{what}");
    }
}

#[test]
fn the_holidays_are_those_of_the_notices() {
    let calendar = renhe().calendar;
    // Days off, weekends included, as the two notices count them.
    for (year, holidays) in [(2025, 28), (2026, 33)] {
        let first = day(year, 1, 1);
        let days = first.iter_days().take_while(|d| d.format("%Y").to_string() == year.to_string());
        let off = days.filter(|day| calendar.holiday(*day).is_some()).count();
        assert_eq!(off, holidays, "{year}");
    }
    assert_eq!(calendar.holiday(day(2026, 2, 23)), Some("春节"));
    for makes_up in [
        day(2025, 1, 26),
        day(2025, 2, 8),
        day(2025, 4, 27),
        day(2025, 9, 28),
        day(2025, 10, 11),
        day(2026, 1, 4),
        day(2026, 2, 14),
        day(2026, 2, 28),
        day(2026, 5, 9),
        day(2026, 9, 20),
        day(2026, 10, 10),
    ] {
        assert!(calendar.is_working(makes_up), "{makes_up}");
    }
}

#[test]
fn a_year_nobody_entered_has_weekends_only_and_says_so() {
    let calendar = renhe().calendar;
    let due = calendar.after(day(2026, 12, 30), 2);
    assert_eq!((due.day, due.certain), (day(2027, 1, 1), false));
    assert!(calendar.after(day(2026, 12, 29), 2).certain);
    assert!(!calendar.is_working(day(2027, 1, 2)), "a Saturday");
}

#[test]
fn a_last_day_on_a_day_off_moves_on() {
    let calendar = renhe().calendar;
    assert_eq!(calendar.moved_on(day(2026, 2, 20)).day, day(2026, 2, 24));
    assert_eq!(calendar.moved_on(day(2026, 2, 14)).day, day(2026, 2, 14));
    assert_eq!(calendar.working_days_between(day(2026, 2, 13), day(2026, 2, 28)), 6);
    assert_eq!(calendar.working_days_between(day(2026, 2, 28), day(2026, 2, 13)), -6);
}

#[test]
fn every_step_has_its_days_and_what_is_returned_has_its_own() {
    let workflow = renhe();
    let due = |stage| {
        let state = State::of(Track::Declaration, stage);
        workflow.due(&school(), &state, day(2026, 3, 10)).map(|due| due.day)
    };
    assert_eq!(due(Stage::Drafting), Some(day(2026, 3, 31)));
    assert_eq!(due(Stage::Waiting("unit".to_owned())), Some(day(2026, 3, 13)));
    assert_eq!(due(Stage::Accepted("business".to_owned())), Some(day(2026, 3, 17)));
    assert_eq!(due(Stage::Returned("business".to_owned())), Some(day(2026, 3, 13)));
    assert_eq!(due(Stage::Approved), None);
}

#[test]
fn the_day_begins_at_midnight_in_shanghai() {
    let before = Utc.with_ymd_and_hms(2026, 3, 9, 15, 59, 59).unwrap();
    assert_eq!(shanghai_day(before), day(2026, 3, 9));
    let after = Utc.with_ymd_and_hms(2026, 3, 9, 16, 0, 0).unwrap();
    assert_eq!(shanghai_day(after), day(2026, 3, 10));
}

/// Handed in for the first time at 23:59 on the last day, and a minute later.
#[test]
fn the_last_day_ends_at_midnight() {
    let mut situation = draft();
    situation.ground.submit_by = Some(day(2026, 3, 10));
    let submit = |hour, minute| {
        let at = Utc.with_ymd_and_hms(2026, 3, 10, hour, minute, 0).unwrap();
        may(&renhe(), &person(Role::Clerk), Action::Submit, &situation, at)
    };
    assert!(submit(15, 59).is_ok());
    let refusal = submit(16, 0).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "申报已于2026年3月10日截止。确需补报的，请绩效股给本单位开例外。"
    );
    assert_eq!(refusal.who, [Role::PerformanceDivision]);
}

fn late() -> Situation {
    let mut situation = draft();
    situation.ground.submit_by = Some(day(2026, 3, 6));
    situation
}

#[test]
fn an_exception_opens_the_deadline_for_its_unit_and_its_time() {
    let mut situation = late();
    assert!(!allowed(Role::Clerk, Action::Submit, &situation));
    let exception = |until| Exception {
        barrier: Barrier::Deadline,
        unit: SCHOOL,
        from: day(2026, 3, 9),
        until,
    };
    situation.ground.exceptions = vec![exception(day(2026, 3, 12))];
    assert_eq!(told(Role::Clerk, Action::Submit, &situation), "");
    situation.ground.exceptions = vec![exception(day(2026, 3, 9))];
    assert!(!allowed(Role::Clerk, Action::Submit, &situation));
}

#[test]
fn what_was_returned_or_taken_back_may_come_again_after_the_last_day() {
    let mut situation = late();
    situation.state = State::of(Track::Declaration, Stage::Returned("business".to_owned()));
    situation.revisions = 1;
    assert_eq!(told(Role::Clerk, Action::Submit, &situation), "");
    situation.state = State::new();
    assert_eq!(told(Role::Clerk, Action::Submit, &situation), "");
}

#[test]
fn where_the_pack_only_reminds_the_permit_says_that_it_is_late() {
    let mut workflow = renhe();
    workflow.late_bars = false;
    let permit = may(&workflow, &person(Role::Clerk), Action::Submit, &late(), now()).unwrap();
    assert_eq!(permit.notes, ["申报已于2026年3月6日截止。"]);
}

//! Whether targets are appropriate, on the real forms of one county bureau.

use checks::{Batch, Report};
use model::{Outcome, Severity};

use crate::policy_for_tests::policy_of;
use crate::renhe::forms;

fn report(code: &str) -> Report {
    checks::run_only(&Batch::of(&forms(), &policy_of("renhe")), &[code])
}

/// Forms a check found something on, each as often as it did.
fn on_forms(report: &Report) -> Vec<usize> {
    let mut forms: Vec<usize> = report.failures().filter_map(|finding| finding.form).collect();
    forms.sort_unstable();
    forms
}

#[test]
fn twenty_six_targets_are_words_alone_the_outputs_to_be_answered() {
    let report = report("C041");
    let outputs = report.failures().filter(|finding| finding.severity == Severity::Warning);
    let outputs: Vec<usize> = outputs.filter_map(|finding| finding.form).collect();
    assert_eq!(outputs, [3, 4, 5, 6, 7, 8, 9, 11]);
    let all = [0, 0, 0, 1, 3, 3, 3, 3, 4, 4, 4, 5, 5, 5, 5, 6, 7, 7, 8, 8, 9, 9, 10, 11, 11, 11];
    assert_eq!(on_forms(&report), all);
}

#[test]
fn seven_forms_have_too_few_numbers_and_sixty_percent_is_enough() {
    let report = report("C042");
    assert_eq!(on_forms(&report), [3, 4, 5, 6, 7, 8, 9]);
    let mut findings: Vec<_> = report.failures().collect();
    findings.sort_by_key(|finding| finding.form);
    for (finding, share) in findings.iter().zip(["38", "43", "25", "33", "50", "50", "50"]) {
        assert!(finding.message.contains(&format!("约{share}%")), "{}", finding.message);
    }
    assert_eq!(report.outcome("C042", 11), Some(Outcome::Pass), "exactly 60 %");
    assert_eq!(report.outcome("C042", 0), Some(Outcome::Pass));
}

#[test]
fn prices_and_numbers_with_one_bound_are_multiplied_out_but_not_judged() {
    let report = report("C052");
    assert_eq!(on_forms(&report), [0; 0]);
    let said = |form: usize| {
        let of = |finding: &&model::Finding| finding.form == Some(form);
        let finding = report.findings.iter().find(of).expect("undecided");
        assert_eq!(finding.outcome, Outcome::CannotDecide);
        finding.message.clone()
    };
    for (form, numbers) in [
        (2, ["名义上13.20万元", "25.00万元的53%", "≤500元/人/月×≥10人×12个月"]),
        (12, ["名义上353.58万元", "800.00万元的44%", "每人只按一次计"]),
    ] {
        let said = said(form);
        for part in numbers.into_iter().chain(["按最长的全年12个月计", "不能判定"]) {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
    let pass = (1..13).filter(|form| report.outcome("C052", *form) == Some(Outcome::Pass));
    assert_eq!(pass.count(), 0, "amounts alone are no standards");
}

#[test]
fn one_name_with_two_targets_is_told_on_each_form() {
    assert_eq!(on_forms(&report("C051")), [1, 6, 7]);
}

//! Relevance where the words of a province's own pack decide.

use checks::Batch;

use crate::example::read_forms;
use crate::policy_for_tests::policy_of;

fn places(pack: &str, form: &str) -> String {
    let forms = read_forms(form).forms;
    checks::run_only(&Batch::of(&forms, &policy_of(pack)), &["C166"]).exact_hits()
}

#[test]
fn the_name_of_another_county_of_the_province_is_told() {
    let form = "kind: project\nunit: 米易县教育局\ngoal: 改善盐边县农村学校办学条件。";
    assert_eq!(places("sichuan", form), "C166\t0\t盐边县\n");
    assert_eq!(places("renhe", form), "C166\t0\t盐边县\n", "the form knows better than the pack");
}

#[test]
fn own_places_superiors_and_helpers_are_no_other_places() {
    for goal in
        ["改善攀枝花市米易县学校办学条件。", "与盐边县学校结对帮扶。", "划定前锋区域，改造学校。"]
    {
        let form = format!("kind: project\nunit: 米易县教育局\ngoal: {goal}");
        assert_eq!(places("sichuan", &form), "", "{goal}");
    }
}

#[test]
fn a_prefecture_may_speak_of_its_counties() {
    let form = "kind: project\nunit: 攀枝花市教育局\ngoal: 改善盐边县农村学校办学条件。";
    assert_eq!(places("sichuan", form), "");
}

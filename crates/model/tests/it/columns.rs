//! Targets whose comparator and unit stand in columns of their own.

use model::Target;
use model::target::{Comparator, Doubt, Kind};

fn read(text: &str, nature: &str, unit: &str) -> (Kind, Comparator, String, String) {
    let target = Target::with_columns(text, nature, unit);
    (target.kind, target.comparator, target.value_text().unwrap_or_default(), target.unit)
}

fn quantity(comparator: Comparator, value: &str, unit: &str) -> (Kind, Comparator, String, String) {
    (Kind::Quantity, comparator, value.into(), unit.into())
}

#[test]
fn columns_speak_where_the_text_is_silent() {
    use Comparator::{AtLeast, AtMost, Equal, Unstated};
    assert_eq!(read("95", "≥", "%"), quantity(AtLeast, "95", "%"));
    assert_eq!(read("1286.4", "＝", "km"), quantity(Equal, "1286.4", "公里"));
    assert_eq!(read("18.34", "≦", "万元"), quantity(AtMost, "183400", "元"));
    assert_eq!(read("0.8", "═", "‰"), quantity(Equal, "0.08", "%"));
    assert_eq!(read("42", "等于", "万公里"), quantity(Equal, "420000", "公里"));
    assert_eq!(read("1800", "大于等于", "元/人·月"), quantity(AtLeast, "1800", "元/(人·月)"));
    assert_eq!(read("300", "", "标箱"), quantity(Unstated, "300", "标箱"));
    assert_eq!(read("170万", "", "元"), quantity(Unstated, "1700000", "元"));
    assert_eq!(read("170万", "", "万元"), quantity(Unstated, "1700000", "元"));
    assert_eq!(read("≤28.40/株", "", "元"), quantity(AtMost, "28.40", "元/株"));
    assert_eq!(read("90-95", "", "%"), (Kind::Range, Unstated, "90..95".into(), "%".into()));
}

#[test]
fn direction_and_quality_are_no_comparators() {
    for nature in ["正向", "反向", "正向指标", "定性", "", "/"] {
        assert_eq!(read("95", nature, "%").1, Comparator::Unstated, "{nature}");
    }
    assert_eq!(read("优良中低差", "定性", "").0, Kind::Scale);
}

#[test]
fn the_same_said_twice_is_one_thing() {
    let target = Target::with_columns("≥95％", "≥", "百分比");
    assert_eq!((target.comparator, target.unit.as_str()), (Comparator::AtLeast, "%"));
    assert!(target.doubts.is_empty());
    let target = Target::with_columns("2km", "", "公里");
    assert!(target.doubts.is_empty());
}

#[test]
fn the_text_wins_and_the_contradiction_stays_visible() {
    let target = Target::with_columns("≥50人次", "≤", "人");
    assert_eq!((target.comparator, target.unit.as_str()), (Comparator::AtLeast, "人次"));
    assert_eq!(target.doubts, [Doubt::ComparatorConflict, Doubt::UnitConflict]);
    assert_eq!((target.nature.as_str(), target.unit_column.as_str()), ("≤", "人"));
}

#[test]
fn columns_do_not_fill_an_empty_target() {
    assert_eq!(read("", "≥", "%").0, Kind::Blank);
    assert_eq!(read("—", "≥", "%").0, Kind::Placeholder);
    assert_eq!(read("%", "≥", "%").0, Kind::Skeleton);
    assert_eq!(read("1O0%", "≥", "%").2, "");
}

#[test]
fn what_is_no_unit_supplies_none() {
    for unit in ["/", "无", "—", "44,469", " "] {
        assert_eq!(
            read("95", "", unit),
            (Kind::Bare, Comparator::Unstated, "95".into(), String::new()),
            "{unit}"
        );
    }
}

#[test]
fn a_date_serial_is_suspect_and_never_a_date() {
    let target = Target::with_columns("44,469", "=", "44,469");
    assert!(target.suspect_date_serial());
    assert_eq!((target.kind, target.value_text().as_deref()), (Kind::Bare, Some("44469")));
    assert!(target.deadline.is_none());
    assert!(!Target::with_columns("44,469", "=", "人").suspect_date_serial());
    assert!(!Target::read("80000").suspect_date_serial());
    assert!(!Target::read("1,500").suspect_date_serial());
}

//! Amounts found in running text, with their places; hedges, riders, reach and other detail.

use model::Target;
use model::target::{Comparator, Direction, Kind, quantities};

/// Each amount as its original characters, number and unit.
fn found(text: &str) -> Vec<(String, String)> {
    let chars: Vec<char> = text.chars().collect();
    let written = |start: u32, end: u32| chars[start as usize..end as usize].iter().collect();
    quantities(text)
        .iter()
        .map(|q| (written(q.span.start, q.span.end), format!("{} {}", q.value, q.unit)))
        .collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(text, value)| ((*text).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn spans_point_into_the_original() {
    let text = " 全年补贴人数　≥１０ 人，人均 ４００元／人.月 ；共计1，949.29 万元。";
    let expected = [
        ("≥１０ 人", "10 人"),
        ("４００元／人.月", "400 元/(人·月)"),
        ("共计1，949.29 万元", "19492900 元"),
    ];
    assert_eq!(found(text), pairs(&expected));
}

#[test]
fn titles_document_numbers_dates_and_marks_are_no_amounts() {
    for text in [
        "根据《关于2025年新增3万元补助的通知》",
        "川人社发〔2022〕5号、攀办发[2014]48号、（2020）10号",
        "2026年3月15日至2026年12月底，第2次会议，第3季度",
        "2024年和2025年，2024-2025学年",
        "一是1、组织；2、实施；（3）验收",
        "G318国道、5号线、PM2.5、A4纸、7×24小时",
        "每一个群众、第一名、统一名单、一户一策",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn an_unclosed_title_ends_with_its_kind_of_document() {
    let text = "按《关于做好2024年3项补贴的通知(川人社规,补助5万元";
    assert_eq!(found(text), pairs(&[("5万元", "50000 元")]));
}

#[test]
fn years_beside_amounts_stay_apart() {
    let text = "2024年4名和2025年2名，2024.5万元，20年";
    let expected =
        [("4名", "4 人"), ("2名", "2 人"), ("2024.5万元", "20245000 元"), ("20年", "20 年")];
    assert_eq!(found(text), pairs(&expected));
}

#[test]
fn comparators_belong_to_their_number() {
    let signs: Vec<Comparator> = quantities("不少于3次，2小时内到场，满意率达95%以上，共5人")
        .iter()
        .map(|q| q.comparator)
        .collect();
    use Comparator::{AtLeast, AtMost, Unstated};
    assert_eq!(signs, [AtLeast, AtMost, AtLeast, Unstated]);
}

#[test]
fn labels_are_the_words_before() {
    let text = "其中：1、个人缴费补贴35.5万元。2、轻度残疾人及独生子女家庭补贴5万元（含200人）";
    let labels: Vec<(String, bool)> =
        quantities(text).into_iter().map(|q| (q.label, q.is_bracketed)).collect();
    let expected = [("个人缴费补贴", false), ("轻度残疾人及独生子女家庭补贴", false), ("含", true)];
    assert_eq!(labels, expected.map(|(label, inside)| (label.to_owned(), inside)));
}

#[test]
fn hedges_are_words_not_syllables() {
    assert_eq!(Target::read("节约签约合约资金5万元").hedges, [""; 0]);
    assert_eq!(Target::read("全年预计培训约50人").hedges, ["预计", "约"]);
    assert_eq!(Target::read("约50个").near.map(|n| n.to_string()).as_deref(), Some("50"));
}

#[test]
fn detail_beside_the_value() {
    assert_eq!(Target::read("按合同10.5万元。").riders, ["按合同"]);
    assert_eq!(Target::read("各 1 次").riders, ["各"]);
    assert_eq!(Target::read("实现社保网络全覆盖").coverage.as_deref(), Some("全覆盖"));
    assert_eq!(Target::read("7×24小时").coverage.as_deref(), Some("7×24小时"));
    assert_eq!(Target::read("不超预算").reference.as_deref(), Some("预算"));
    assert_eq!(Target::read("优良").grade.as_deref(), Some("优良"));
    assert_eq!(Target::read("优良中低差").scale, ["优", "良", "中", "低", "差"]);
    assert_eq!(Target::read("不及时").boolean, Some(false));
    let change = Target::read("较上年下降10%").change.expect("a change");
    assert_eq!((change.direction, change.base.as_str()), (Direction::Down, "较上年"));
}

#[test]
fn the_json_has_the_published_keys() {
    let json = serde_json::to_value(Target::read("≤18.34万元")).expect("json");
    let expected = serde_json::json!({
        "text": "≤18.34万元", "kind": "quantity", "comparator": "<=", "value": "183400", "unit": "元"
    });
    assert_eq!(json, expected);
    let json = serde_json::to_value(Target::read("95%-100%")).expect("json");
    assert_eq!((&json["kind"], &json["value"]), (&"range".into(), &"95..100".into()));
    let json = serde_json::to_value(Target::read("社会稳定")).expect("json");
    assert_eq!(
        (&json["comparator"], &json["value"]),
        (&"unstated".into(), &serde_json::Value::Null)
    );
}

#[test]
fn a_deadline_may_come_back_within_the_year() {
    for text in ["每月10日前", "每月10日前发放", "每季度末", "次月5日前报送", "每月15号"]
    {
        assert_eq!(Target::read(text).kind, Kind::Deadline, "{text}");
    }
    for text in ["每月2次", "每季度1次", "每月400元"] {
        assert_eq!(Target::read(text).kind, Kind::Quantity, "{text}");
    }
}

#[test]
fn an_open_bracket_is_no_part_of_a_unit() {
    assert_ne!(Target::read("1三mg/L以上（").unit, "三mg/L以上");
}

#[test]
fn done_in_time_is_a_yes() {
    for text in ["及时公开", "按时报告", "及时发放"] {
        assert_eq!(Target::read(text).boolean, Some(true), "{text}");
    }
}

//! Compound targets: total, parts, and what is neither.

use model::Target;
use model::target::Part;

fn show(parts: &[Part]) -> Vec<String> {
    parts.iter().map(|part| format!("{} {} {}", part.label, part.value, part.unit)).collect()
}

#[test]
fn a_total_followed_by_its_parts() {
    let target = Target::read(
        "共计87人。其中：行政人员11人，参照公务员管理事业人员22人，非参公事业人员21人，行政工勤人员2人；退休人员31人。\n公用经费配备标准：8000元/人",
    );
    assert_eq!(show(target.total.as_slice()), [" 87 人"]);
    let parts = [
        "行政人员 11 人",
        "参照公务员管理事业人员 22 人",
        "非参公事业人员 21 人",
        "行政工勤人员 2 人",
        "退休人员 31 人",
    ];
    assert_eq!(show(&target.parts), parts);
    assert_eq!(show(&target.others), ["公用经费配备标准 8000 元/人"]);
}

#[test]
fn parts_followed_by_their_total() {
    let target =
        Target::read("2026年度其他运转类预算项目6个，特定目标类预算项目6个，共12个项目实施");
    assert_eq!(show(target.total.as_slice()), [" 12 个"]);
    assert_eq!(show(&target.parts), ["2026年度其他运转类预算项目 6 个", "特定目标类预算项目 6 个"]);
    let target = Target::read("2024年4名和2025年2名合计6名“三支一扶”人员");
    assert_eq!(show(target.total.as_slice()), [" 6 人"]);
    assert_eq!(show(&target.parts), ["2024年 4 人", "2025年 2 人"]);
}

#[test]
fn among_which_makes_the_number_before_it_the_total() {
    let target = Target::read(
        "2025年预计待遇领取人数2.44万人，区财政补助资金605.5万元。其中：1、基础养老金补助498.58万元(23500人）。2、丧葬费和抚恤金106.92万元(900人）。按实际人数拨付",
    );
    assert_eq!(show(target.total.as_slice()), ["区财政补助资金 6055000 元"]);
    assert_eq!(show(&target.parts), ["基础养老金补助 4985800 元", "丧葬费和抚恤金 1069200 元"]);
    assert_eq!(show(&target.others), ["2025年预计待遇领取人数 24400 人", " 23500 人", " 900 人"]);
    assert_eq!(target.hedges, ["预计"]);
    assert_eq!(target.riders, ["按实际人数拨付"]);
}

#[test]
fn without_a_total_all_are_parts() {
    let target = Target::read("人员经费保障率100%；公用经费保障率100%");
    assert_eq!(show(&target.parts), ["人员经费保障率 100 %", "公用经费保障率 100 %"]);
    assert_eq!((target.total, target.value), (None, None));
}

#[test]
fn a_list_that_does_not_add_up_is_read_all_the_same() {
    let target = Target::read("共计10人，其中：男3人，女4人");
    assert_eq!(show(target.total.as_slice()), [" 10 人"]);
    assert_eq!(show(&target.parts), ["男 3 人", "女 4 人"]);
}

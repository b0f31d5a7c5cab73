//! Laws that hold for every string.

use model::Target;
use model::target::{Kind, Unit, quantities};
use proptest::prelude::*;

/// Pieces that real targets are made of.
const PIECES: &[&str] = &[
    "≥",
    "≤",
    "=",
    "＞",
    "不低于",
    "控制在",
    "以上",
    "以内",
    "内",
    "左右",
    "约",
    "预计",
    "共计",
    "其中：",
    "合计",
    "每人",
    "每月",
    "每",
    "各",
    "1",
    "0",
    "95",
    "100.00",
    "-10.32",
    "1,949.29",
    "８６．５",
    "三",
    "十二",
    "百分之",
    "万",
    "亿",
    "千",
    "百",
    "元",
    "人",
    "人次",
    "名",
    "%",
    "‰",
    "个",
    "月",
    "年",
    "工作日",
    "天",
    "公里",
    "台（套）",
    "标箱",
    "mg/L",
    "/",
    "／",
    ".",
    "·",
    "*",
    "-",
    "~",
    "至",
    "2026年",
    "1月",
    "12月",
    "31日",
    "底",
    "前",
    "全年",
    "第四季度",
    "，",
    "；",
    "。",
    "、",
    "\n",
    "　",
    "（",
    "）",
    "《",
    "》",
    "〔2020〕10号",
    "优",
    "良",
    "好",
    "坏",
    "及时",
    "同比",
    "增长",
    "较上年",
    "下降",
    "预算",
    "项目完成率",
    "零事故",
    "……",
    "比例",
    "±",
    "余",
    "?",
    "Ω",
    "\u{fffd}",
];

/// Pieces put together at random.
fn target_like() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(PIECES).prop_map(str::to_owned);
    prop::collection::vec(piece, 0..9).prop_map(|pieces| pieces.concat())
}

/// Everything a reading says except the words it was read from.
fn reading(text: &str) -> Target {
    Target { text: String::new(), ..Target::read(text) }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..Default::default() })]

    #[test]
    fn reading_never_panics(text in any::<String>()) {
        let target = Target::read(&text);
        prop_assert_eq!(&target.text, &text);
        let _ = (target.to_string(), target.value_text(), quantities(&text));
    }

    #[test]
    fn printing_and_reading_again_gives_the_same(text in target_like()) {
        let printed = Target::read(&text).to_string();
        prop_assert_eq!(reading(&text), reading(&printed), "printed {}", printed);
    }

    #[test]
    fn columns_never_panic_and_keep_what_was_written(
        text in target_like(), nature in target_like(), unit in target_like()
    ) {
        let target = Target::with_columns(&text, &nature, &unit);
        prop_assert_eq!((target.text, target.nature, target.unit_column), (text, nature, unit));
    }

    #[test]
    fn json_keeps_everything(text in target_like(), unit in target_like()) {
        let target = Target::with_columns(&text, "≥", &unit);
        let json = serde_json::to_string(&target).expect("a target is plain data");
        prop_assert_eq!(serde_json::from_str::<Target>(&json).expect("its own JSON"), target);
    }

    #[test]
    fn spans_lie_in_the_text_in_order(text in target_like()) {
        let length = u32::try_from(text.chars().count()).expect("short");
        let mut last = 0;
        for quantity in quantities(&text) {
            prop_assert!(last <= quantity.span.start && quantity.span.start < quantity.span.end);
            prop_assert!(quantity.span.end <= length);
            last = quantity.span.end;
        }
    }

    #[test]
    fn printed_precision_is_kept(whole in 0u32..1_000_000, places in 0usize..6, digits in 0u32..1_000_000) {
        let fraction: String = format!("{digits:06}").chars().take(places).collect();
        let number = if places == 0 { whole.to_string() } else { format!("{whole}.{fraction}") };
        let target = Target::read(&format!("≥{number}%"));
        prop_assert_eq!(target.value_text(), Some(number));
    }

    #[test]
    fn a_unit_printed_and_read_is_the_same_unit(text in target_like()) {
        if let Some(unit) = Unit::read(&text).filter(|unit| !unit.is_headless()) {
            prop_assert_eq!(Unit::read(&unit.to_string()).unwrap_or_default(), unit);
        }
    }

    #[test]
    fn the_order_below_the_stroke_does_not_matter(
        top in prop::sample::select(vec!["元", "次", "人次"]),
        one in prop::sample::select(vec!["亩", "标箱", "台"]),
        two in prop::sample::select(vec!["月", "年", "工作日"]),
    ) {
        let unit = |text: String| Unit::read(&text).expect("a unit");
        let straight = unit(format!("{top}/{one}/{two}"));
        for spelling in [format!("{top}/{two}/{one}"), format!("{top}／{one}.{two}"), format!("{top}/({one}*{two})"), format!("{top}每{one}每{two}")] {
            prop_assert_eq!(&unit(spelling), &straight);
        }
        prop_assert_eq!(Target::read(&format!("每{one}每{two}5{top}")).unit, straight.to_string());
    }
}

#[test]
fn zero_is_not_empty() {
    for (text, value) in [("0", "0"), ("0.00%", "0.00"), ("-0%", "0"), ("零事故", "0")] {
        let target = Target::read(text);
        assert_ne!(target.kind, Kind::Blank);
        assert_eq!(target.value_text().as_deref(), Some(value), "{text}");
    }
    for text in ["", "　", "—", "……", "%", "万元", "年月-年月", "≥.%"] {
        assert_eq!(Target::read(text).value_text(), None, "{text}");
    }
}

/// A thousand in a test run; more by hand with `PROPTEST_CASES`.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(1_000)
}

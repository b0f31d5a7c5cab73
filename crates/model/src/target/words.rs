//! Words with a fixed meaning in a target, and the kinds that are nothing but such words.
//!
//! Reading comes from the string alone, so these lists belong to the grammar. What is *vague* or
//! *forbidden* is not here: that is for checks and their packs.

use winnow::Parser;
use winnow::combinator::opt;

use super::number::word;
use super::{Comparator, comparator};

/// Words before a number that make it approximate.
pub(super) const APPROXIMATE_BEFORE: &[&str] =
    &["约", "大约", "约为", "大概", "≈", "近", "接近", "将近"];
/// Words between a number and its unit.
pub(super) const APPROXIMATE_INSIDE: &[&str] = &["余", "多"];
/// Words after a number and its unit.
pub(super) const APPROXIMATE_AFTER: &[&str] = &["左右", "上下"];
/// Words that weaken a number without blurring it.
pub(super) const INTENTIONS: &[&str] = &["预计", "预估", "力争", "争取", "拟", "计划", "原则上"];

/// What 零 may stand before, with the unit it is counted in where there is only one.
pub(super) const ZERO_OF: &[(&str, &str)] = &[
    ("事故", "起"),
    ("安全事故", "起"),
    ("重大事故", "起"),
    ("责任事故", "起"),
    ("重大安全事故", "起"),
    ("安全生产事故", "起"),
    ("欠薪", ""),
    ("投诉", ""),
    ("有效投诉", ""),
    ("上访", ""),
    ("信访", ""),
    ("差错", ""),
    ("失误", ""),
    ("伤亡", ""),
    ("死亡", ""),
    ("感染", ""),
    ("违规", ""),
    ("违纪", ""),
    ("案件", "起"),
    ("发案", ""),
    ("新增", ""),
    ("遗漏", ""),
    ("拖欠", ""),
    ("缺陷", ""),
    ("举报", ""),
];

const PLACEHOLDERS: &[&str] = &[
    "/",
    "//",
    "\\",
    "-",
    "--",
    "---",
    "----",
    "**",
    "*",
    "***",
    "无",
    "暂无",
    "空",
    "空白",
    "空白行",
    "N/A",
    "n/a",
    "NA",
    "待定",
    "待填",
    "待补充",
    "未填",
    "示例",
    "同上",
    "定性",
    "定量",
    "定性指标",
    "定量指标",
    "不适用",
    "XX",
    "xx",
    "XXX",
    "xxx",
    "××",
    "×××",
    "?",
    "??",
    "???",
    "_",
    "__",
    "___",
    "指标值",
    "目标值",
    "年度指标值",
    "null",
    "NULL",
];

const GRADES: &[&str] = &[
    "优",
    "良",
    "中",
    "差",
    "优良",
    "优秀",
    "良好",
    "一般",
    "较差",
    "较好",
    "好",
    "很好",
    "合格",
    "不合格",
    "高",
    "较高",
    "很高",
    "中等",
    "低",
    "较低",
    "程度较高",
    "程度较低",
    "程度高",
    "达成预期指标",
    "基本达成",
    "基本达成预期指标",
    "部分达成预期指标",
    "部分实现",
    "部分实现目标",
    "达到预期",
    "达到预期目标",
    "达到预期指标",
    "达成预期目标",
    "未达成预期指标",
    "甲级",
    "乙级",
    "丙级",
    "一等",
    "二等",
    "三等",
    "基本合格",
];

const SCALES: &[&[&str]] = &[
    &["优", "良", "中", "低", "差"],
    &["优", "良", "中", "差"],
    &["优", "良", "差"],
    &["优", "中", "差"],
    &["高", "中", "低"],
    &["高", "较高", "中", "较低", "低"],
    &["好", "坏"],
    &["好", "中", "差"],
    &["好", "差"],
    &["是", "否"],
    &["有", "无"],
    &["高", "低"],
    &["优", "良", "合格", "差"],
    &["好", "较好", "一般", "差"],
    &["好", "一般", "差"],
    &["优秀", "良好", "合格", "不合格"],
    &["优秀", "良好", "一般", "较差"],
    &["合格", "不合格"],
    &["达标", "不达标"],
    &["大", "中", "小"],
    &["强", "中", "弱"],
    &["优", "良", "合格", "不合格"],
];

const YES: &[&str] = &[
    "是",
    "有",
    "合规",
    "及时",
    "按时",
    "达标",
    "完成",
    "已完成",
    "按时完成",
    "按期完成",
    "如期完成",
    "及时完成",
    "通过",
    "到位",
    "符合",
    "一致",
    "健全",
    "规范",
    "完整",
    "准确",
    "真实",
    "稳定",
    "足额",
    "及时足额",
    "按时足额",
    "合法合规",
    "有效",
    "满意",
];
const NO: &[&str] = &[
    "否",
    "没有",
    "不合规",
    "不及时",
    "未按时",
    "不达标",
    "未达标",
    "未完成",
    "不通过",
    "未通过",
    "不到位",
    "不符合",
    "不一致",
    "不健全",
    "不规范",
    "不完整",
    "不准确",
    "不满意",
];
/// What 及时, 按时 and 足额 may be said of.
const DOINGS: &[&str] = &[
    "支出",
    "拨付",
    "发放",
    "支付",
    "完成",
    "到位",
    "办理",
    "下达",
    "兑现",
    "缴纳",
    "上报",
    "报送",
    "足额发放",
    "足额拨付",
    "公开",
    "更新",
    "报告",
];

const REFERENCES: &[&str] = &[
    "预算",
    "概算",
    "计划",
    "上年",
    "上年度",
    "去年",
    "去年同期",
    "上年同期",
    "合同",
    "标准",
    "国家标准",
    "行业标准",
    "定额",
    "控制数",
    "批复",
    "市场价",
    "基期",
    "全国平均",
    "全省平均",
    "全市平均",
    "全区平均",
    "财政评审",
    "限额",
];
const REFERENCE_ENDS: &[&str] = &[
    "数",
    "金额",
    "总额",
    "额",
    "额度",
    "价",
    "价格",
    "范围",
    "水平",
    "标准",
    "资金",
    "值",
    "平均水平",
    "批复金额",
    "批复",
    "安排",
];
const REFERENCE_STARTS: &[&str] = &[
    "年初", "年度", "批复", "项目", "合同", "全年", "核定", "部门", "总", "本年", "批准", "既定",
    "规定", "财政",
];

/// Whether a text is a mark or hint left where a value belongs.
pub(super) fn is_placeholder(text: &str) -> bool {
    let dots = |c| matches!(c, '.' | '…' | '。' | '·');
    let hint = |text: &str| {
        let inner = text.trim_start_matches(['(', '限', '不']).trim_end_matches(')');
        let inner = inner.trim_start_matches("超过");
        let words = inner.trim_start_matches(|c: char| c.is_ascii_digit());
        words.len() < inner.len() && matches!(words, "字以内" | "字内" | "字左右")
    };
    let numbered = || {
        let number = text.strip_prefix("指标").map(|rest| rest.trim_end_matches([':', '.', '…']));
        number
            .is_some_and(|number| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()))
    };
    !text.is_empty()
        && (PLACEHOLDERS.contains(&text)
            || text.chars().all(dots)
            || text.starts_with("(此处")
            || text.starts_with("此处填")
            || text.starts_with("请填写")
            || numbered()
            || hint(text))
}

/// The grade a text is.
pub(super) fn grade(text: &str) -> Option<&'static str> {
    GRADES.iter().find(|grade| **grade == text).copied()
}

/// The grades of a scale that stands in place of a value, in its order.
pub(super) fn scale_of(text: &str) -> Option<Vec<String>> {
    let plain: String =
        text.chars().filter(|c| !matches!(c, '/' | '、' | ',' | '|' | '-' | ' ')).collect();
    let grades = SCALES.iter().find(|grades| grades.concat() == plain)?;
    Some(grades.iter().map(|grade| (*grade).to_owned()).collect())
}

/// Whether a text says yes or no.
pub(super) fn boolean(text: &str) -> Option<bool> {
    let done = |sign: &str| text.strip_prefix(sign).is_some_and(|rest| DOINGS.contains(&rest));
    if NO.contains(&text) || ["不及时", "未及时", "未按时"].into_iter().any(done) {
        return Some(false);
    }
    let yes = YES.contains(&text) || ["及时", "按时", "足额", "按期"].into_iter().any(done);
    yes.then_some(true)
}

/// A comparison with something that stands elsewhere: 控制在预算内, 不低于上年.
pub(super) fn relative(text: &str) -> Option<(Comparator, String)> {
    let mut rest = text;
    opt(word(&["控制", "支出", "成本", "确保"])).parse_next(&mut rest).ok()?;
    let inside = word(&["控制在", "在"]).parse_next(&mut rest).is_ok();
    let mut comparator = comparator::before(&mut rest).unwrap_or_default();
    let start = rest;
    while word(REFERENCE_STARTS).parse_next(&mut rest).is_ok() && !rest.is_empty() {}
    if word(REFERENCES).parse_next(&mut rest).is_err() {
        rest = start;
        word(REFERENCES).parse_next(&mut rest).ok()?;
    }
    while word(REFERENCE_ENDS).parse_next(&mut rest).is_ok() {}
    let reference = &start[..start.len() - rest.len()];
    let limit = word(&["以内", "之内", "内"]).parse_next(&mut rest).is_ok();
    if limit || (inside && comparator == Comparator::Unstated) {
        comparator = comparator.and(Comparator::AtMost)?;
    }
    (rest.is_empty() && comparator != Comparator::Unstated)
        .then(|| (comparator, reference.to_owned()))
}

/// What a sentence says about reach: 全覆盖, 7×24小时.
pub(super) fn coverage(text: &str) -> Option<String> {
    const FULL: [&str; 4] = ["全覆盖", "全面覆盖", "全部覆盖", "达到全覆盖"];
    if FULL.iter().any(|word| text.contains(word)) {
        return Some("全覆盖".to_owned());
    }
    ["7×24小时", "7*24小时", "24小时×7天"]
        .into_iter()
        .find(|c| text.contains(c))
        .map(|_| "7×24小时".to_owned())
}

/// Weakening words of a sentence; 约 only before a number, for 节约 and 签约 are words of their own.
pub(super) fn hedges(text: &str) -> Vec<String> {
    let mut found: Vec<(usize, &str)> = Vec::new();
    for hedge in ["预计", "预估", "力争", "争取", "原则上", "左右", "大约"] {
        found.extend(text.find(hedge).map(|at| (at, hedge)));
    }
    let about = text.match_indices('约').find(|(at, _)| {
        text[at + "约".len()..].starts_with(|c: char| c.is_ascii_digit())
            && !text[..*at].ends_with('大')
    });
    found.extend(about.map(|(at, _)| (at, "约")));
    found.sort_unstable();
    found.into_iter().map(|(_, hedge)| hedge.to_owned()).collect()
}

/// Conditions a sentence adds to its number: 按实际人数拨付, 按合同, 据实结算.
pub(super) fn riders(text: &str) -> Vec<String> {
    const STARTS: [&str; 5] = ["严格按照", "按照", "按", "据实", "长期"];
    let stop =
        |c: char| matches!(c, ',' | ';' | '。' | ':' | '\n' | '(' | ')') || c.is_ascii_digit();
    let clauses = text.split(stop);
    let rider = |clause: &str| STARTS.iter().any(|start| clause.starts_with(start));
    clauses.filter(|clause| rider(clause)).map(str::to_owned).collect()
}

//! `heng target`: how one target string is read.

use std::fmt::Write;

use model::Target;

use crate::{Ending, Failure, print};

/// Reads a target and prints the reading.
pub fn run(text: &str, json: bool) -> Result<Ending, Failure> {
    let target = Target::read(text);
    let value = serde_json::to_value(&target).map_err(|e| Failure::new(e.to_string()))?;
    if json {
        let text = serde_json::to_string_pretty(&value).map_err(|e| Failure::new(e.to_string()))?;
        print(&(text + "\n"))?;
        return Ok(Ending::Clean);
    }
    let mut out = String::new();
    let fields = value.as_object().into_iter().flatten();
    for (key, value) in fields {
        let shown = match value {
            serde_json::Value::String(text) if text.is_empty() => "（无）".to_owned(),
            serde_json::Value::String(text) => named(key, text).to_owned(),
            serde_json::Value::Null => "（无）".to_owned(),
            other => other.to_string(),
        };
        _ = writeln!(out, "{}：{shown}", label(key));
    }
    print(&out)?;
    Ok(Ending::Clean)
}

fn label(key: &str) -> &str {
    match key {
        "text" => "原文",
        "kind" => "类型",
        "comparator" => "比较符",
        "value" => "数值（基本单位）",
        "unit" => "计量单位",
        "range" => "区间",
        "near" => "约数",
        "period" => "期间",
        "deadline" => "期限",
        "change" => "变化",
        "parts" => "分项",
        "total" => "合计",
        "others" => "其他数字",
        "grade" => "等级",
        "scale" => "等级标尺",
        "boolean" => "是否",
        "reference" => "相对于",
        "coverage" => "覆盖",
        "hedges" => "限定语",
        "riders" => "附加条件",
        "doubts" => "存疑",
        other => other,
    }
}

fn named<'a>(key: &str, text: &'a str) -> &'a str {
    if key == "comparator" && text == "unstated" {
        return "没有写（不猜）";
    }
    if key != "kind" {
        return text;
    }
    match text {
        "blank" => "空白",
        "quantity" => "数量",
        "bare" => "只有数，没有单位",
        "mixed" => "一句话里有一个数",
        "compound" => "几个数合在一起",
        "range" => "区间",
        "change" => "增减幅度",
        "approximate" => "约数",
        "period" => "期间",
        "deadline" => "期限",
        "grade" => "等级",
        "scale" => "等级标尺",
        "boolean" => "是否",
        "relative" => "与别处的数相比",
        "placeholder" => "占位符",
        "skeleton" => "只有单位或比较符，没有填数",
        "unreadable" => "数字残缺，读不出",
        "prose" => "文字描述",
        other => other,
    }
}

//! Changes against an earlier state: 同比增长5%, 较上年下降10%.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use winnow::Parser;
use winnow::combinator::{alt, opt};
use winnow::token::take_while;

use super::amount::{Amount, whole};
use super::number::{Reading, word};

/// The direction of a change and what it is measured against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// Up or down.
    pub direction: Direction,
    /// As written: 同比, 较上年; empty when nothing is named.
    pub base: String,
}

/// Up or down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// 增长, 提高, 增加.
    Up,
    /// 下降, 降低, 减少.
    Down,
}

const UP: &[&str] =
    &["增长", "提高", "提升", "上升", "增加", "增幅", "增长率", "新增", "扩大", "上涨"];
const DOWN: &[&str] =
    &["下降", "降低", "减少", "压减", "压缩", "节约", "缩短", "降幅", "下降率", "削减", "递减"];

/// A change that opens a text: its base and direction.
pub(super) fn change(input: &mut &str) -> Reading<Change> {
    let base = opt(base).parse_next(input)?.unwrap_or_default().to_owned();
    let up = word(UP).value(Direction::Up);
    let down = word(DOWN).value(Direction::Down);
    let direction = alt((up, down)).parse_next(input)?;
    opt(word(&["率", "幅度"])).parse_next(input)?;
    opt(word(&["了", "到少"])).parse_next(input)?;
    Ok(Change { direction, base })
}

fn base<'a>(input: &mut &'a str) -> Reading<&'a str> {
    let known = word(&["同比", "环比"]).void();
    let year = (take_while(4, '0'..='9'), alt(("年度", "年"))).void();
    let earlier = word(&[
        "上年",
        "去年",
        "上年度",
        "上年同期",
        "去年同期",
        "前一年",
        "基期",
        "往年",
        "上期",
        "计划",
    ])
    .void();
    let against =
        (word(&["较", "比", "与"]), alt((earlier, year)), opt(word(&["相比", "同期", ","]))).void();
    alt((known, against)).take().parse_next(input)
}

/// A text that is nothing but a change.
pub(super) fn whole_change(text: &str) -> Option<(Change, Amount)> {
    let mut rest = text;
    let change = change(&mut rest).ok()?;
    let amount = whole(rest)?;
    let plain = amount.measured && amount.high.is_none() && !amount.is_total;
    (plain && !amount.value.is_sign_negative()).then_some((change, amount))
}

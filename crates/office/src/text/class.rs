//! What the text of one token looks like, which tells the column it can stand in.
//!
//! Only the look: reading a target is the model's work.

use model::text::{fold, narrow};

use super::labels::Labels;

/// The look of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Shows nothing.
    Blank,
    /// Names a level-1 class only.
    Level1,
    /// Names a level-2 class only.
    Level2,
    /// Names a class of both levels, satisfaction.
    Satisfaction,
    /// Names a class of both levels, another one.
    EitherLevel,
    /// A level-1 name without the word 指标: 产出, 项目完成.
    BareLevel1,
    /// A level-2 name without the word 指标, which is also how indicators are named.
    BareLevel,
    /// Ends in 指标 but is in no list.
    OtherLevel,
    /// ≥, ＝, 定性, 正向 and the like alone.
    Operator,
    /// Digits of at most 100.
    Small,
    /// Digits beyond 100.
    Number,
    /// A number with something: comparator, per cent sign, unit, date.
    Quantity,
    /// A dash, slash or 无 in place of a value.
    Dash,
    /// A few characters without digits, as units are.
    Short,
    /// Anything else.
    Text,
    /// Glued text that could not be cut; stands in no column.
    Uncut,
}

/// Comparators as they are printed, confusable characters included.
pub const COMPARATORS: &[char] =
    &['≥', '≧', '≤', '≦', '=', '＝', '═', '>', '<', '＞', '＜', '﹥', '﹤', '﹦'];

/// The look of a text.
pub fn class(text: &str, labels: &Labels) -> Class {
    let folded = fold(text);
    if folded.is_empty() {
        return Class::Blank;
    }
    if let Some(level) = level(&folded, labels) {
        return level;
    }
    let narrow: String = folded.chars().map(narrow).collect();
    if is_operator(&narrow) {
        return Class::Operator;
    }
    if matches!(narrow.as_str(), "-" | "--" | "—" | "——" | "/" | "\\" | "无" | "**" | "一")
    {
        return Class::Dash;
    }
    let digits: String = narrow.chars().filter(|c| *c != ',').collect();
    if digits.chars().all(|c| c.is_ascii_digit() || c == '.')
        && digits.contains(|c: char| c.is_ascii_digit())
    {
        let whole: u64 = digits.split('.').next().and_then(|n| n.parse().ok()).unwrap_or(u64::MAX);
        return if whole <= 100 { Class::Small } else { Class::Number };
    }
    let first = narrow.trim_start_matches(COMPARATORS).chars().next();
    let begins = first.is_some_and(|c| c.is_ascii_digit() || c == '-');
    let length = narrow.chars().count();
    if (begins && length <= 24) || (narrow.starts_with(COMPARATORS) && length <= 40) {
        return Class::Quantity;
    }
    let no_digits = !narrow.contains(|c: char| c.is_ascii_digit());
    if no_digits && length <= 8 { Class::Short } else { Class::Text }
}

fn level(folded: &str, labels: &Labels) -> Option<Class> {
    let named = folded.contains("指标");
    let class = match (labels.is_level1(folded), labels.is_level2(folded)) {
        (false, false) if folded.ends_with("指标") && folded.chars().count() <= 12 => {
            Class::OtherLevel
        }
        (false, false) => return None,
        (true, false) if !named => Class::BareLevel1,
        _ if !named => Class::BareLevel,
        (true, false) => Class::Level1,
        (false, true) => Class::Level2,
        (true, true) if labels.is_satisfaction(folded) => Class::Satisfaction,
        (true, true) => Class::EitherLevel,
    };
    Some(class)
}

fn is_operator(narrow: &str) -> bool {
    narrow.chars().all(|c| COMPARATORS.contains(&c))
        || matches!(
            narrow,
            "定性"
                | "定量"
                | "正向"
                | "反向"
                | "正向指标"
                | "反向指标"
                | "大于等于"
                | "小于等于"
                | "等于"
                | "大于"
                | "小于"
        )
}

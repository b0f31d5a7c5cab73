//! What a cell is read as, in a few words below it: the clerk sees what the checks will see.
//!
//! It reads nothing itself; a text that says nothing readable gets no line, or one that says so.

use model::target::{Comparator, Doubt, Kind};
use model::{Amount, Decimal, MoneyUnit, Target};

/// A target: kind, comparator, number and unit: `数值：不低于 95 %`. "" for a blank one.
pub fn target(target: &Target) -> String {
    let value = target.value_text().map(|value| grouped(&value));
    let unit = &target.unit;
    let said = match target.kind {
        Kind::Blank => return String::new(),
        Kind::Quantity | Kind::Bare | Kind::Range => {
            let value = value.unwrap_or_default().replace("..", " 到 ");
            let comparator = comparator(target.comparator);
            format!("数值：{comparator}{value} {unit}")
        }
        Kind::Mixed => format!("句子里有一个数：{} {unit}", value.unwrap_or_default()),
        Kind::Compound => "几个数写在一起，不作比较".to_owned(),
        Kind::Change => format!("比较：{} {unit}", value.unwrap_or_default()),
        Kind::Approximate => {
            let near = target.near.map(|near| grouped(&near.to_string())).unwrap_or_default();
            format!("约数：大约 {near} {unit}")
        }
        Kind::Period => format!("期间：{}", value.unwrap_or_default().replace("..", " 至 ")),
        Kind::Deadline => format!("期限：{} 前", value.unwrap_or_default()),
        Kind::Grade => format!("等级：{}", target.grade.as_deref().unwrap_or_default()),
        Kind::Scale => "列出了几个等级，没有选定".to_owned(),
        Kind::Boolean => "是否类".to_owned(),
        Kind::Relative => {
            format!("与{}比较", target.reference.as_deref().unwrap_or("别处的数"))
        }
        Kind::Placeholder => "占位符号，还没有填".to_owned(),
        Kind::Skeleton => "只有单位或符号，没有数".to_owned(),
        Kind::Unreadable => "数字残缺，读不出".to_owned(),
        Kind::Prose => "文字，没有可考核的数".to_owned(),
    };
    let doubts = target.doubts.iter().map(|doubt| match doubt {
        Doubt::DateSerial => "；像是日期变成的数",
        Doubt::UnitMissing => "；单位没有写全",
        Doubt::UnitConflict => "；与计量单位一栏不同",
        Doubt::ComparatorConflict => "；与指标性质一栏不同",
    });
    format!("{}{}", said.trim_end(), doubts.collect::<String>())
}

fn comparator(comparator: Comparator) -> &'static str {
    match comparator {
        Comparator::AtLeast => "不低于 ",
        Comparator::AtMost => "不超过 ",
        Comparator::Equal => "等于 ",
        Comparator::More => "大于 ",
        Comparator::Less => "小于 ",
        Comparator::Unstated => "没有写≥、≤或＝，",
    }
}

/// An amount in yuan, exactly: `3099.68 万元 = 30,996,800.00 元`. "" for a blank one.
pub fn amount(amount: &Amount, is_money: bool) -> String {
    if amount.text.is_blank() {
        return String::new();
    }
    match (is_money, amount.money, amount.number) {
        (true, Some(money), _) if amount.unit == MoneyUnit::Yuan => {
            format!("{} 元", grouped(&money.to_yuan()))
        }
        (true, Some(money), _) => {
            let (own, unit) = (money.display_in(amount.unit, 0), amount.unit.as_str());
            format!("{} {unit} = {} 元", grouped(&own), grouped(&money.to_yuan()))
        }
        (true, None, _) => "读不出金额".to_owned(),
        (false, _, Some(number)) => format!("读作 {number}"),
        (false, _, None) => String::new(),
    }
}

/// Thousands set apart where the text is one plain number.
fn grouped(text: &str) -> String {
    let sign = text.len() - text.trim_start_matches(['-', '+']).len();
    let (whole, fraction) = text[sign..].split_once('.').unwrap_or((&text[sign..], ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if Decimal::from_str_exact(&text[sign..]).is_err() || !digits(whole) {
        return text.to_owned();
    }
    let mut out = text[..sign].to_owned();
    for (index, digit) in whole.char_indices() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if fraction.is_empty() { out } else { format!("{out}.{fraction}") }
}

#[cfg(test)]
mod tests {
    use model::{RowKind, Text};

    use super::*;

    #[test]
    fn a_target_says_what_it_is_read_as() {
        for (text, expected) in [
            ("≥95%", "数值：不低于 95 %"),
            ("1.5万元", "数值：没有写≥、≤或＝，15,000 元"),
            ("95%-100%", "数值：没有写≥、≤或＝，95 到 100 %"),
            ("≥ %", "只有单位或符号，没有数"),
            ("全面履行职责", "文字，没有可考核的数"),
            ("", ""),
        ] {
            assert_eq!(target(&Target::read(text)), expected, "{text}");
        }
    }

    #[test]
    fn money_is_exact_to_the_fen() {
        let read = |text: &str| {
            let text = Text::new(text, None);
            amount(&Amount::read(RowKind::Expenditure, text, MoneyUnit::WanYuan, false), true)
        };
        assert_eq!(read("3099.68"), "3,099.68 万元 = 30,996,800.00 元");
        assert_eq!(read("0.000001"), "0.000001 万元 = 0.01 元");
        assert_eq!(read("约20"), "读不出金额");
        assert_eq!(read(" "), "");
    }
}

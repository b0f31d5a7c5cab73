//! Which class an indicator row belongs to, and what its cost cell says.
//!
//! Classes are told by the label words of the pack, whatever the taxonomy calls them
//! (产出指标 or 项目完成); a label nobody knows has no class.

use model::{Column, Decimal, Form, Indicator, Money, MoneyUnit};

use policy::Policy;

use crate::numbers::{Printed, printed};
use crate::{Context, Hit, Undecided};

/// What a row belongs to at level 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    Output,
    Cost,
    Benefit,
    Satisfaction,
}

/// How many indicators a form has in all, and of output, cost, benefit and satisfaction. What a
/// pack's words do not place counts in all alone.
pub fn counted(policy: &Policy, form: &Form) -> [usize; 5] {
    let words =
        |key: &str| -> Result<&[String], Undecided> { Ok(policy.words(&format!("levels.{key}"))) };
    let named = |row: &&Indicator| !model::text::is_blank(row.text(Column::Level3));
    let rows: Vec<&Indicator> = form.indicators.iter().filter(named).collect();
    let classes = Classes::read(words).ok();
    let of = |family: Family| {
        let own = |row: &&&Indicator| {
            classes.as_ref().and_then(|classes| classes.family(row)) == Some(family)
        };
        rows.iter().filter(own).count()
    };
    [
        rows.len(),
        of(Family::Output),
        of(Family::Cost),
        of(Family::Benefit),
        of(Family::Satisfaction),
    ]
}

/// Label words of the pack, by class.
pub(crate) struct Classes<'a> {
    level1: Vec<(Family, &'a [String])>,
    level2: Vec<(Family, &'a [String])>,
    quantity: &'a [String],
    quality: &'a [String],
    timeliness: &'a [String],
}

impl<'a> Classes<'a> {
    /// Reads the words; undecided when the pack lacks a list.
    pub(crate) fn of(context: &Context<'a>) -> Result<Self, Undecided> {
        Classes::read(|key: &str| context.words(&format!("levels.{key}")))
    }

    fn read(list: impl Fn(&str) -> Result<&'a [String], Undecided>) -> Result<Self, Undecided> {
        Ok(Classes {
            level1: vec![
                (Family::Output, list("output")?),
                (Family::Cost, list("cost")?),
                (Family::Benefit, list("benefit")?),
                (Family::Satisfaction, list("satisfaction")?),
            ],
            level2: vec![
                (Family::Output, list("level2.quantity")?),
                (Family::Output, list("level2.quality")?),
                (Family::Output, list("level2.timeliness")?),
                (Family::Cost, list("level2.cost")?),
                (Family::Benefit, list("level2.economic")?),
                (Family::Benefit, list("level2.social")?),
                (Family::Benefit, list("level2.ecological")?),
                (Family::Benefit, list("level2.sustainable")?),
                (Family::Satisfaction, list("level2.satisfaction")?),
            ],
            quantity: list("level2.quantity")?,
            quality: list("level2.quality")?,
            timeliness: list("level2.timeliness")?,
        })
    }

    /// The family its level-1 label names.
    pub(crate) fn level1(&self, row: &Indicator) -> Option<Family> {
        only_family(&self.level1, &row.folded(Column::Level1))
    }

    /// The family its level-2 label belongs to.
    pub(crate) fn level2(&self, row: &Indicator) -> Option<Family> {
        only_family(&self.level2, &row.folded(Column::Level2))
    }

    /// The family of a row: its own class first, what it inherited second.
    pub(crate) fn family(&self, row: &Indicator) -> Option<Family> {
        self.level2(row).or_else(|| self.level1(row))
    }

    /// Whether the row belongs to a family at either level.
    pub(crate) fn is_under(&self, row: &Indicator, family: Family) -> bool {
        self.level2(row) == Some(family) || self.level1(row) == Some(family)
    }

    /// A row whose labels tell no class: with one of these a class cannot be said to be missing.
    pub(crate) fn unclassed<'r>(&self, rows: &'r [Indicator]) -> Option<&'r Indicator> {
        let named = |row: &&Indicator| !model::text::is_blank(row.text(Column::Level3));
        rows.iter().filter(named).find(|row| self.family(row).is_none())
    }

    /// Whether the row is a 数量指标.
    pub(crate) fn is_quantity(&self, row: &Indicator) -> bool {
        is_called(row, self.quantity)
    }

    /// Whether the row is a 质量指标.
    pub(crate) fn is_quality(&self, row: &Indicator) -> bool {
        is_called(row, self.quality)
    }

    /// Whether the row is a 时效指标.
    pub(crate) fn is_timeliness(&self, row: &Indicator) -> bool {
        is_called(row, self.timeliness)
    }
}

/// Whether the level-2 label has one of the words.
fn is_called(row: &Indicator, words: &[String]) -> bool {
    let label = row.folded(Column::Level2);
    words.iter().any(|word| label.contains(word.as_str()))
}

/// The one family whose words the label contains; none when it contains words of two
/// (效益及满意度指标), except words inside a longer one (满意 in 社会公众满意度).
fn only_family(families: &[(Family, &[String])], label: &str) -> Option<Family> {
    let words = families.iter().flat_map(|(family, words)| words.iter().map(|w| (*family, w)));
    let found: Vec<_> = words.filter(|(_, word)| label.contains(word.as_str())).collect();
    let covered = |word: &str| {
        found.iter().any(|(_, longer)| longer.len() > word.len() && longer.contains(word))
    };
    let mut free = found.iter().filter(|(_, word)| !covered(word)).map(|(family, _)| *family);
    let first = free.next()?;
    free.all(|family| family == first).then_some(first)
}

/// A form without a single row from a source that lost its merged cells, or one with text that
/// could not be cut into cells: the rows may be there and not have been read, so nothing can be
/// called missing.
pub(crate) fn rows_unread(form: &Form) -> Option<Hit> {
    let unread = form.indicators.is_empty() && !form.merges_known;
    (unread || form.uncut).then(|| Hit {
        message: if form.uncut {
            "原文件里有粘连的文字没有切分开，里面可能还有指标。".into()
        } else {
            "没有读到一条指标，不知道是没有填，还是原文件读不出来。".into()
        },
        remedy: "换成 Word 或 Excel 原文件再查。".into(),
        cause: "indicators_missing".into(),
        ..Hit::default()
    })
}

/// Says how many rows there are, and that none is of a class.
pub(crate) fn none_of(form: &Form, class: &str) -> String {
    match form.indicators.len() {
        0 => format!("绩效指标一条也没有，缺{class}。"),
        count => format!("{count}条指标里没有一条{class}。"),
    }
}

/// Says that a row's class cannot be told, so that no class can be called missing.
pub(crate) fn classes_lost(row: &Indicator) -> Hit {
    let hit = Hit::in_row(row, Column::Level3);
    Hit {
        message: format!("指标“{}”看不出属于哪个一级、二级指标，无法判断缺不缺。", hit.quote),
        remedy: "写上它的一级指标和二级指标。".into(),
        cause: "indicators_missing".into(),
        ..hit
    }
}

/// What the target of a cost row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cost {
    /// One amount of money.
    Amount(Money),
    /// A price per something.
    Price,
    /// Several amounts, none of them said to be the total.
    Unclear,
    /// No money at all.
    NoMoney,
}

/// Reads the target of a cost row. `price_names` are the words by which a name tells a price
/// (单台采购价) although the cell shows a plain amount. 「170万」 without 元 is money here (C107 asks for the unit).
pub(crate) fn cost(row: &Indicator, price_names: &[String]) -> Cost {
    let name = row.folded(Column::Level3);
    if price_names.iter().any(|word| name.contains(word.as_str())) {
        return Cost::Price;
    }
    let (text, column) = (row.text(Column::Target), row.folded(Column::Unit));
    let unit = match column.as_str() {
        "元" => Some(MoneyUnit::Yuan),
        "万元" => Some(MoneyUnit::WanYuan),
        "亿元" => Some(MoneyUnit::YiYuan),
        other if other.contains(['/', '／']) => return Cost::Price,
        _ => None,
    };
    let bare = text.trim_start_matches(|c: char| "≥≤><=＝≧≦ ".contains(c));
    if let Some(Ok(money)) = unit.map(|unit| Money::read(bare, unit)) {
        return Cost::Amount(money);
    }
    let numbers = printed(text);
    if numbers.iter().any(Printed::is_rate) {
        return Cost::Price;
    }
    let inside = text.find("其中").map_or(usize::MAX, |at| text[..at].chars().count());
    let amounts: Vec<&Printed> = numbers
        .iter()
        .filter(|n| n.is_money() || (n.unit().is_empty() && n.step > Decimal::ONE))
        .filter(|n| n.start() < inside)
        .collect();
    match amounts[..] {
        [] => Cost::NoMoney,
        [one] => {
            Money::from_decimal(one.value(), MoneyUnit::Yuan).map_or(Cost::Unclear, Cost::Amount)
        }
        _ => Cost::Unclear,
    }
}

/// What a price is for: 人 of 400元/人/月; none where the row states no price.
pub(crate) fn denominator(row: &Indicator) -> Option<String> {
    let column = row.target.unit.strip_prefix("元/").map(str::to_owned);
    let unit = column.or_else(|| {
        let mut numbers = printed(row.text(Column::Target)).into_iter();
        numbers.find_map(|number| number.unit().strip_prefix("元/").map(str::to_owned))
    })?;
    let first = unit.trim_start_matches('(').split(['·', ')', '/']).next()?;
    Some(first.to_owned())
}

/// Whether the row states money the project costs, not a social or ecological cost.
pub(crate) fn is_money_cost(classes: &Classes<'_>, row: &Indicator) -> bool {
    let label = row.folded(Column::Level2);
    classes.family(row) == Some(Family::Cost) && !label.contains("社会") && !label.contains("生态")
}

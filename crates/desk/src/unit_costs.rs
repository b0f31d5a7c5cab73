//! What a unit of something costs in a project, beside like projects of the region: those that
//! state the same measure under like words, this year and the year before.
//!
//! Two ways lead to a unit cost: an indicator states it (人均培训成本 ≤2000元/人), or the money is
//! divided by what is to be done (10万元 ÷ 50人). Nothing is judged here.

use std::collections::BTreeSet;

use model::Decimal;
use store::{Basis, DeclarationId, IndicatorRow};

use crate::{Case, Desk, Result, Who};

/// How a unit cost came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CostKind {
    /// An indicator states it.
    Stated,
    /// The project's money divided by a stated number.
    Divided,
}

/// A unit cost of one project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitCost {
    /// Of which declaration.
    pub declaration: DeclarationId,
    /// What people call the project.
    pub project: String,
    /// The unit.
    pub unit: String,
    /// The fiscal year.
    pub year: i32,
    /// The indicator.
    pub name: String,
    /// Its target as written.
    pub target: String,
    /// The cost, in 元 for a divided one, else in the measure's own unit.
    pub cost: Decimal,
}

/// A project's unit cost beside others'.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// How it came about.
    pub kind: CostKind,
    /// The measure: 元/人; of a divided one what it was divided by: 人.
    pub measure: String,
    /// The project's own.
    pub own: UnitCost,
    /// Others', cheapest first.
    pub likes: Vec<UnitCost>,
}

impl Compared {
    /// The middle of the others' costs; none without others.
    pub fn middle(&self) -> Option<Decimal> {
        let at = self.likes.len() / 2;
        let upper = self.likes.get(at)?.cost;
        let even = self.likes.len().is_multiple_of(2);
        Some(if even { (self.likes[at - 1].cost + upper) / Decimal::TWO } else { upper })
    }
}

/// Most projects one is laid beside.
const MOST: usize = 20;

impl Desk {
    /// A project's unit costs beside like projects' that this person may see, in a fixed number
    /// of calls.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unit_costs(&self, who: &Who, case: &Case) -> Result<Vec<Compared>> {
        let region = who.region();
        let cycle = &case.setting.cycle;
        let mut rows = Vec::new();
        for year in [cycle.year, cycle.year - 1] {
            let Some(cycle) = self.store.cycle_of(region, year).await? else { continue };
            let cases = self.cases(who, cycle.id).await?;
            let stated = self.store.indicators(region, cycle.id, Basis::Last).await?;
            for row in &stated {
                let Some(of) = cases.iter().find(|other| other.id() == row.declaration) else {
                    continue;
                };
                let own = stated.iter().filter(|other| other.declaration == row.declaration);
                rows.push(costs(row, of, own.filter(|own| counts(own)).count() == 1));
            }
        }
        let rows: Vec<Measured> = rows.into_iter().flatten().collect();
        let common = case.setting.policy.words("review.unit_cost.common");
        Ok(compare(&rows, case.id(), common))
    }
}

/// A unit cost with what likens it to others.
struct Measured {
    kind: CostKind,
    measure: String,
    words: BTreeSet<String>,
    cost: UnitCost,
}

/// Whether a row says how many of something there will be.
fn counts(row: &IndicatorRow) -> bool {
    row.level2.contains("数量") && !row.measure.contains('元') && row.measure != "%"
}

/// The unit cost an indicator row gives. Money is divided by the `only` number there is: what is
/// spent on several things is not the cost of each.
fn costs(row: &IndicatorRow, of: &Case, only: bool) -> Vec<Measured> {
    let Ok(value) = Decimal::from_str_exact(&row.value) else { return Vec::new() };
    if value <= Decimal::ZERO || row.measure.is_empty() {
        return Vec::new();
    }
    let made = |kind: CostKind, cost: Decimal| Measured {
        kind,
        measure: row.measure.clone(),
        words: words(&row.level3),
        cost: UnitCost {
            declaration: row.declaration,
            project: of.name().to_owned(),
            unit: of.standing.unit_name.clone(),
            year: of.setting.cycle.year,
            name: row.level3.clone(),
            target: row.target.clone(),
            cost,
        },
    };
    // A sum of money is no unit cost: 元 alone says nothing of what it buys.
    if row.measure.contains('元') && row.measure.contains('/') {
        return vec![made(CostKind::Stated, value)];
    }
    let money = of.standing.current.as_ref().and_then(|revision| revision.total);
    match money.filter(|fen| *fen > 0 && only && counts(row)) {
        Some(fen) => {
            let yuan = Decimal::from(fen) / Decimal::ONE_HUNDRED;
            vec![made(CostKind::Divided, (yuan / value).round_dp(2))]
        }
        None => Vec::new(),
    }
}

fn compare(rows: &[Measured], of: DeclarationId, common: &[String]) -> Vec<Compared> {
    let own = rows.iter().filter(|row| row.cost.declaration == of);
    let compared = own.filter_map(|own| {
        let like = |row: &&Measured| {
            row.cost.declaration != of
                && row.kind == own.kind
                && row.measure == own.measure
                && are_like(&own.words, &row.words, common)
        };
        let mut likes: Vec<UnitCost> =
            rows.iter().filter(like).map(|row| row.cost.clone()).collect();
        likes.sort_by_key(|like| like.cost);
        likes.truncate(MOST);
        (!likes.is_empty()).then(|| Compared {
            kind: own.kind,
            measure: own.measure.clone(),
            own: own.cost.clone(),
            likes,
        })
    });
    let mut compared: Vec<Compared> = compared.collect();
    compared.sort_by_key(|one| one.kind);
    compared
}

fn words(name: &str) -> BTreeSet<String> {
    let words = checks::cut(name).into_iter().map(str::to_owned);
    words.filter(|word| word.chars().any(char::is_alphanumeric)).collect()
}

/// Whether two names speak of the same thing: half of the words of the shorter are in the other,
/// one that tells something among them; or they are the same.
fn are_like(one: &BTreeSet<String>, other: &BTreeSet<String>, common: &[String]) -> bool {
    let shared: Vec<&String> = one.intersection(other).collect();
    let telling = shared.iter().any(|word| !common.contains(word));
    let shorter = one.len().min(other.len());
    !one.is_empty() && (one == other || (telling && shared.len() * 2 >= shorter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(declaration: i64, name: &str, cost: i64) -> Measured {
        Measured {
            kind: CostKind::Stated,
            measure: "元/人".to_owned(),
            words: words(name),
            cost: UnitCost {
                declaration: DeclarationId(declaration),
                project: String::new(),
                unit: String::new(),
                year: 2026,
                name: name.to_owned(),
                target: String::new(),
                cost: Decimal::from(cost),
            },
        }
    }

    #[test]
    fn like_names_are_laid_beside_one_another_and_others_are_not() {
        let common = ["成本".to_owned(), "人均".to_owned()];
        let rows = [
            measured(1, "人均培训成本", 2000),
            measured(2, "培训人均成本", 1500),
            measured(3, "技能培训成本", 900),
            measured(4, "人均体检成本", 100),
        ];
        let compared = compare(&rows, DeclarationId(1), &common);
        let likes: Vec<i64> = compared[0].likes.iter().map(|like| like.declaration.0).collect();
        assert_eq!(likes, [3, 2], "cheapest first, and no medical examination");
        assert_eq!(compared[0].middle(), Some(Decimal::from(1200)));
        assert!(compare(&rows, DeclarationId(4), &common).is_empty());
    }
}

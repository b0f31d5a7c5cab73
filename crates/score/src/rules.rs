//! The scoring rules of one policy, and the points they give.
//!
//! Zero is settled here once: a target of zero is kept by not exceeding it, a budget of zero has
//! no rate, and a result below zero earns nothing.

use std::collections::BTreeMap;

use model::{Decimal, Money, MoneyUnit};
use policy::{Policy, Value};

use crate::Fraction;

const POSITIVE: &str = "scoring.positive_methods";
const NEGATIVE: &str = "scoring.negative_methods";
const SATISFACTION: &str = "scoring.satisfaction_methods";
const SATISFACTION_BANDS: &str = "scoring.satisfaction_bands";
const EXECUTION: &str = "scoring.execution_method";
const EXECUTION_BANDS: &str = "scoring.execution_bands";
const QUALITATIVE: &str = "scoring.qualitative_bands";
const PASS: &str = "scoring.ratio.pass_percent";
const GRADES: &str = "evaluation.grade_from";

/// What a policy says about scoring.
#[derive(Debug, Clone)]
pub struct Rules {
    positive: Vec<String>,
    negative: Vec<String>,
    satisfaction: Vec<String>,
    execution: Execution,
    /// Below this percent of the target nothing is earned, where a method says so.
    pass: Option<Decimal>,
    /// From which percent of satisfaction which percent of the weight, highest first.
    satisfaction_bands: Vec<(Decimal, Decimal)>,
    execution_bands: Vec<(Decimal, Decimal)>,
    /// The most each level of a qualitative result earns, in percent of the weight.
    qualitative: BTreeMap<String, Decimal>,
    grades: Vec<(Decimal, String)>,
}

/// The pack lacks a value, or has one that cannot be read; the name of its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing(pub &'static str);

/// How a quantitative indicator is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// 正向: the more the better.
    Positive,
    /// 反向: the less the better.
    Negative,
    /// Exactly the target; more of a positive target is no less.
    Equal,
    /// 满意度, in percent.
    Satisfaction,
}

/// How the money spent is scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Execution {
    /// In proportion to the rate.
    Linear,
    /// By bands of the rate.
    Bands,
}

/// Points with their trace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// The points.
    pub points: Fraction,
    /// The formula in words.
    pub formula: &'static str,
    /// The formula with its numbers.
    pub worked: String,
    /// Key of the pack value that says so.
    pub clause: &'static str,
}

impl Rules {
    /// Reads the rules of a policy.
    ///
    /// # Errors
    /// Names the first value the pack lacks.
    pub fn of(policy: &Policy) -> Result<Self, Missing> {
        let methods = |key| match policy.entry(key).map(|entry| &entry.value) {
            Some(Value::Words(words)) => Ok(words.clone()),
            _ => Err(Missing(key)),
        };
        Ok(Rules {
            positive: methods(POSITIVE)?,
            negative: methods(NEGATIVE)?,
            satisfaction: methods(SATISFACTION)?,
            execution: match policy.text(EXECUTION) {
                Some("linear") => Execution::Linear,
                Some("bands") => Execution::Bands,
                _ => return Err(Missing(EXECUTION)),
            },
            pass: policy.decimal(PASS),
            satisfaction_bands: bands(policy, SATISFACTION_BANDS)?,
            execution_bands: bands(policy, EXECUTION_BANDS)?,
            qualitative: levels(policy)?,
            grades: grades(policy)?,
        })
    }

    /// How the policy scores the money spent.
    pub fn execution_method(&self) -> Execution {
        self.execution
    }

    /// What spending so much of a budget earns; empty without a budget. By bands, work done
    /// within the budget earns all of it whatever the rate: the money alone does not tell, so
    /// both answers stand.
    pub fn execution(
        &self,
        method: Execution,
        weight: Decimal,
        budget: Money,
        spent: Money,
    ) -> Vec<Score> {
        if budget <= Money::ZERO {
            return Vec::new();
        }
        let shown = |money: Money| money.display_in(MoneyUnit::WanYuan, 2);
        let worked = format!("{weight}×{}÷{}", shown(spent), shown(budget));
        let fen = |money: Money| Decimal::from(money.fen());
        let (budget, spent) = (fen(budget), fen(spent).max(Decimal::ZERO));
        if method == Execution::Linear {
            let points = Fraction::share(weight, spent.min(budget), budget);
            let score = points.map(|points| Score {
                points,
                formula: "分值×执行率",
                worked,
                clause: EXECUTION,
            });
            return score.into_iter().collect();
        }
        let percent = |share: Decimal| {
            let points = Fraction::share(weight, share, Decimal::ONE_HUNDRED)?;
            let worked = format!("{weight}×{share}%");
            Some(Score { points, formula: "按执行率分档", worked, clause: EXECUTION_BANDS })
        };
        let band = self.execution_bands.iter().find(|(from, _)| at_least(spent, budget, *from));
        let full = (spent <= budget).then_some(Decimal::ONE_HUNDRED);
        let shares = full.into_iter().chain(band.map(|(_, share)| *share));
        shares.filter_map(percent).collect()
    }

    /// What a result earns, by every method the policy accepts for such an indicator.
    pub fn indicator(
        &self,
        measure: Measure,
        weight: Decimal,
        target: Decimal,
        actual: Decimal,
    ) -> Vec<Score> {
        let (methods, clause) = match measure {
            Measure::Positive | Measure::Equal => (&self.positive, POSITIVE),
            Measure::Negative => (&self.negative, NEGATIVE),
            Measure::Satisfaction => (&self.satisfaction, SATISFACTION),
        };
        let named = methods.iter().map(String::as_str);
        let scores = named.filter_map(|method| match (measure, method) {
            (Measure::Equal, _) if target <= Decimal::ZERO => {
                Some(all_or_nothing(weight, target, actual, clause))
            }
            (_, "ratio") => ratio(weight, target, actual, clause),
            (_, "ratio_from_pass") => self.ratio_from_pass(weight, target, actual),
            (_, "mirrored") => mirrored(weight, target, actual),
            (_, "inverse") => inverse(weight, target, actual),
            (_, "bands") => self.satisfied(weight, actual),
            _ => None,
        });
        scores.collect()
    }

    /// The most a qualitative result of this level earns.
    pub fn qualitative(&self, level: &str, weight: Decimal) -> Option<Score> {
        let most = self.qualitative.get(level)?;
        let points = Fraction::share(weight, *most, Decimal::ONE_HUNDRED)?;
        let worked = format!("{weight}×{most}%");
        Some(Score {
            points, formula: "完成情况所在一档的最高分", worked, clause: QUALITATIVE
        })
    }

    /// The grade of a total: a boundary belongs to the better grade, 90.00 is 优.
    pub fn grade(&self, total: Decimal) -> Option<&str> {
        let found = self.grades.iter().find(|(from, _)| total >= *from);
        found.map(|(_, grade)| grade.as_str())
    }

    /// Whether a text is the name of a grade.
    pub fn is_grade(&self, text: &str) -> bool {
        self.grades.iter().any(|(_, grade)| grade == text)
    }

    fn ratio_from_pass(&self, weight: Decimal, target: Decimal, actual: Decimal) -> Option<Score> {
        let passed = target <= Decimal::ZERO || at_least(actual, target, self.pass?);
        let counted = if passed { actual } else { Decimal::ZERO };
        let formula = "完成率达到及格门槛的，分值×实际完成值÷指标值；没有达到的不得分";
        Some(Score { formula, clause: PASS, ..ratio(weight, target, counted, POSITIVE)? })
    }

    fn satisfied(&self, weight: Decimal, percent: Decimal) -> Option<Score> {
        let (_, share) = self.satisfaction_bands.iter().find(|(from, _)| percent >= *from)?;
        let points = Fraction::share(weight, *share, Decimal::ONE_HUNDRED)?;
        let worked = format!("{weight}×{share}%");
        Some(Score { points, formula: "按满意度分档", worked, clause: SATISFACTION_BANDS })
    }
}

/// Whether a part is at least so many percent of a positive whole.
fn at_least(part: Decimal, whole: Decimal, percent: Decimal) -> bool {
    let sides = (part.checked_mul(Decimal::ONE_HUNDRED), whole.checked_mul(percent));
    matches!(sides, (Some(part), Some(whole)) if part >= whole)
}

/// 正向: the weight when the target is reached, else in proportion.
fn ratio(weight: Decimal, target: Decimal, actual: Decimal, clause: &'static str) -> Option<Score> {
    let formula = "分值×实际完成值÷指标值";
    if actual >= target || target <= Decimal::ZERO || actual <= Decimal::ZERO {
        let number = if actual >= target { weight } else { Decimal::ZERO };
        return Some(plain(number, formula, clause));
    }
    let points = Fraction::share(weight, actual, target)?;
    let worked = format!("{weight}×{}÷{}", actual.normalize(), target.normalize());
    Some(Score { points, formula, worked, clause })
}

/// 反向: the share by which the target is exceeded is lost; twice the target earns nothing.
fn mirrored(weight: Decimal, target: Decimal, actual: Decimal) -> Option<Score> {
    let formula = "分值×［1－（实际完成值－指标值）÷指标值］";
    let double = target.checked_mul(Decimal::TWO)?;
    if actual <= target || actual >= double {
        let number = if actual <= target { weight } else { Decimal::ZERO };
        return Some(plain(number, formula, NEGATIVE));
    }
    let points = Fraction::share(weight, double - actual, target)?;
    let (actual, target) = (actual.normalize(), target.normalize());
    let worked = format!("{weight}×［1－（{actual}－{target}）÷{target}］");
    Some(Score { points, formula, worked, clause: NEGATIVE })
}

/// 反向: in inverse proportion.
fn inverse(weight: Decimal, target: Decimal, actual: Decimal) -> Option<Score> {
    let formula = "分值×指标值÷实际完成值";
    if actual <= target || target <= Decimal::ZERO {
        let number = if actual <= target { weight } else { Decimal::ZERO };
        return Some(plain(number, formula, NEGATIVE));
    }
    let points = Fraction::share(weight, target, actual)?;
    let worked = format!("{weight}×{}÷{}", target.normalize(), actual.normalize());
    Some(Score { points, formula, worked, clause: NEGATIVE })
}

/// A target that nothing can be divided by: zero is kept by no more than zero.
fn all_or_nothing(
    weight: Decimal,
    target: Decimal,
    actual: Decimal,
    clause: &'static str,
) -> Score {
    let kept = actual == target || (target.is_zero() && actual <= target);
    let number = if kept { weight } else { Decimal::ZERO };
    plain(number, "达到指标值得满分，否则不得分", clause)
}

fn plain(number: Decimal, formula: &'static str, clause: &'static str) -> Score {
    let worked = number.normalize().to_string();
    Score { points: Fraction::whole(number), formula, worked, clause }
}

/// A table from percents to percents of the weight, highest first; words on the left are read by
/// the formula itself. Before the rule was in force there is none, and no method asks for it.
fn bands(policy: &Policy, key: &'static str) -> Result<Vec<(Decimal, Decimal)>, Missing> {
    let Some(table) = policy.table(key) else { return Ok(Vec::new()) };
    let numbers = table.iter().filter_map(|(from, share)| Some((from.parse().ok()?, share)));
    let mut bands = Vec::new();
    for (from, share) in numbers {
        bands.push((from, share.parse().map_err(|_| Missing(key))?));
    }
    bands.sort_by(|a, b| b.cmp(a));
    Ok(bands)
}

/// Levels of qualitative results with the most they earn: the end of `60-80` percent.
fn levels(policy: &Policy) -> Result<BTreeMap<String, Decimal>, Missing> {
    let table = policy.table(QUALITATIVE).ok_or(Missing(QUALITATIVE))?;
    let most = |(level, span): (&String, &String)| {
        let (_, most) = span.split_once('-').ok_or(Missing(QUALITATIVE))?;
        Ok((level.clone(), most.parse().map_err(|_| Missing(QUALITATIVE))?))
    };
    table.iter().map(most).collect()
}

/// Grades with the total they begin at, best first.
fn grades(policy: &Policy) -> Result<Vec<(Decimal, String)>, Missing> {
    let table = policy.table(GRADES).ok_or(Missing(GRADES))?;
    let grade = |(grade, from): (&String, &String)| {
        Ok((from.parse().map_err(|_| Missing(GRADES))?, grade.clone()))
    };
    let mut grades: Vec<(Decimal, String)> = table.iter().map(grade).collect::<Result<_, _>>()?;
    grades.sort_by(|a, b| b.cmp(a));
    Ok(grades)
}

//! Unit costs beside like projects', in words.

use desk::{Case, Compared, CostKind, Desk, UnitCost, Who};
use model::Decimal;
use serde::Serialize;
use utoipa::ToSchema;

use crate::site::Problem;

/// A unit cost beside others'.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CostView {
    /// The indicator.
    pub name: String,
    /// How the cost came about.
    pub how: String,
    /// The project's own.
    pub own: String,
    /// From the cheapest to the dearest, with the middle.
    pub range: String,
    /// How far it is from the others; "" when it is near.
    pub remark: String,
    /// Class of the remark.
    pub class: &'static str,
    /// The others.
    pub likes: Vec<LikeView>,
}

/// A like project.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LikeView {
    /// Its number in addresses.
    pub id: i64,
    /// What people call it.
    pub project: String,
    /// The unit.
    pub unit: String,
    /// The year.
    pub year: String,
    /// The indicator.
    pub name: String,
    /// Its target.
    pub target: String,
    /// The cost.
    pub cost: String,
}

/// A project's unit costs beside like projects'.
pub async fn compare(desk: &Desk, who: &Who, case: &Case) -> Result<Vec<CostView>, Problem> {
    let compared = desk.unit_costs(who, case).await?;
    let far = case.setting.policy.decimal("review.unit_cost.far").unwrap_or_default();
    Ok(compared.iter().map(|one| view(one, far)).collect())
}

fn view(one: &Compared, far: Decimal) -> CostView {
    let unit = match one.kind {
        CostKind::Stated => one.measure.clone(),
        CostKind::Divided => format!("元/{}", one.measure),
    };
    let cost = |cost: Decimal| format!("{}{unit}", cost.round_dp(2).normalize());
    let middle = one.middle().unwrap_or_default();
    let (first, last) = (one.likes.first(), one.likes.last());
    let range = match (first, last) {
        (Some(first), Some(last)) if first.cost != last.cost => format!(
            "{}到{}，中间数{}（{}个）",
            cost(first.cost),
            cost(last.cost),
            cost(middle),
            one.likes.len()
        ),
        _ => format!("{}（{}个）", cost(middle), one.likes.len()),
    };
    let (remark, class) = remark(one.own.cost, middle, far);
    let like = |like: &UnitCost| LikeView {
        id: like.declaration.0,
        project: like.project.clone(),
        unit: like.unit.clone(),
        year: like.year.to_string(),
        name: like.name.clone(),
        target: like.target.clone(),
        cost: cost(like.cost),
    };
    CostView {
        name: one.own.name.clone(),
        how: match one.kind {
            CostKind::Stated => "指标写明的成本".to_owned(),
            CostKind::Divided => format!("资金÷{}", one.own.target),
        },
        own: cost(one.own.cost),
        range,
        remark,
        class,
        likes: one.likes.iter().map(like).collect(),
    }
}

/// How far a cost is from the middle, in percent; nothing is said within what the pack calls near.
fn remark(own: Decimal, middle: Decimal, near: Decimal) -> (String, &'static str) {
    if middle.is_zero() {
        return (String::new(), "");
    }
    let percent = ((own - middle) * Decimal::ONE_HUNDRED / middle).round();
    let far = percent.abs();
    if far <= near {
        return (String::new(), "");
    }
    let (word, class) =
        if percent > Decimal::ZERO { ("高", "warning") } else { ("低", "advice") };
    (format!("比同类的中间数{word}{far}%，请看内容和标准是否相同。"), class)
}

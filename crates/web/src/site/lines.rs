//! Declarations as lines of a list, drawn by `lines.html`; sums and addresses of lists. What may
//! be done with a line stands on the page that lists it.

use desk::Case;
use model::{Money, MoneyUnit};
use serde::Serialize;
use store::{DeclarationId, KindSum, Spot, UnitId};
use utoipa::ToSchema;

use super::Visitor;
use super::parts::{Badge, Deadline, moment};

/// Rows of a long list that are shown at once.
pub const ROWS: usize = 100;

/// A declaration in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Line {
    /// Its number in addresses.
    pub id: i64,
    /// The version a step is taken from.
    pub version: i64,
    /// The project, or the unit.
    pub name: String,
    /// Kind of form.
    pub kind: String,
    /// The unit.
    pub unit: String,
    /// The department it belongs to, itself where it is one.
    pub department: String,
    /// The fiscal year.
    pub year: i32,
    /// The money, in 万元.
    pub money: String,
    /// Where it stands.
    pub badge: Badge,
    /// Until when.
    pub deadline: Option<Deadline>,
    /// Errors.
    pub errors: i32,
    /// Warnings nobody has answered.
    pub unanswered: usize,
    /// Remarks that are not resolved.
    pub comments: u32,
    /// When it came to whoever has it.
    pub since: String,
    /// For adding up, in fen.
    #[serde(skip)]
    pub fen: i64,
    /// Whether it is a project's.
    #[serde(skip)]
    pub is_project: bool,
}

impl Line {
    /// A declaration as this person finds it.
    pub fn of(case: &Case, visitor: &Visitor) -> Line {
        let (row, standing) = (&case.standing.declaration, &case.standing);
        let total = standing.draft.total;
        let units = &case.setting.units;
        let department = units.department(row.unit).unwrap_or(row.unit);
        Line {
            id: case.id().0,
            version: row.version,
            name: case.name().to_owned(),
            kind: kind_name(&row.kind),
            unit: standing.unit_name.clone(),
            department: units.name(department).to_owned(),
            year: standing.year,
            money: total.map_or_else(String::new, wan),
            badge: badge(case),
            deadline: deadline(case, visitor),
            errors: standing.draft.judged.errors,
            unanswered: standing.unanswered().len(),
            comments: standing.open_comments,
            since: moment(row.waits_since),
            fen: total.unwrap_or_default(),
            is_project: row.kind == model::FormKind::Project.as_str(),
        }
    }

    /// Whether its last day has passed.
    pub fn is_late(&self) -> bool {
        self.deadline.as_ref().is_some_and(|deadline| deadline.left.starts_with("已过"))
    }
}

/// Where a declaration stands; of a change under way also that it is one.
pub fn badge(case: &Case) -> Badge {
    let badge = Badge::of(&case.situation.state, &case.setting.workflow);
    match case.is_adjustment() {
        true => Badge { word: format!("调整：{}", badge.word), ..badge },
        false => badge,
    }
}

/// Until when whoever has it should be done.
pub fn deadline(case: &Case, visitor: &Visitor) -> Option<Deadline> {
    let (day, today) = (case.due()?.day, visitor.who.today());
    let left = case.setting.workflow.calendar.working_days_between(today, day);
    Some(Deadline::new(day, left, today))
}

/// How many, and how much: forms of whole units hold their projects, so the two are never added.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Sum {
    /// Projects.
    pub projects: usize,
    /// Their money, in 万元.
    pub project_money: String,
    /// Forms of whole units.
    pub wholes: usize,
    /// Their money, in 万元.
    pub whole_money: String,
}

impl Sum {
    /// Of kinds and fen.
    pub fn of(lines: impl Iterator<Item = (bool, i64)>) -> Sum {
        let (mut projects, mut wholes) = ((0, 0i128), (0, 0i128));
        for (is_project, fen) in lines {
            let sum = if is_project { &mut projects } else { &mut wholes };
            *sum = (sum.0 + 1, sum.1 + i128::from(fen));
        }
        let told = |fen: i128| wan(i64::try_from(fen).unwrap_or(i64::MAX));
        Sum {
            projects: projects.0,
            project_money: told(projects.1),
            wholes: wholes.0,
            whole_money: told(wholes.1),
        }
    }

    /// Of sums by kind of form.
    pub fn of_kinds(kinds: &[KindSum]) -> Sum {
        let (mut projects, mut wholes) = ((0, 0), (0, 0));
        for kind in kinds {
            let is_project = kind.kind == model::FormKind::Project.as_str();
            let sum = if is_project { &mut projects } else { &mut wholes };
            sum.0 += usize::try_from(kind.declarations).unwrap_or_default();
            sum.1 += kind.amount.unwrap_or_default();
        }
        Sum {
            projects: projects.0,
            project_money: wan(projects.1),
            wholes: wholes.0,
            whole_money: wan(wholes.1),
        }
    }

    /// In words.
    pub fn words(&self) -> String {
        let mut said = Vec::new();
        if self.projects > 0 {
            said.push(format!("项目{}份，{}万元", self.projects, self.project_money));
        }
        if self.wholes > 0 {
            said.push(format!("部门整体{}份，{}万元", self.wholes, self.whole_money));
        }
        if said.is_empty() { "没有申报".to_owned() } else { said.join("；") }
    }
}

/// Fen as 万元 with two decimals, or as many as the amount needs.
pub fn wan(fen: i64) -> String {
    Money::from_fen(fen).display_in(MoneyUnit::WanYuan, 2)
}

/// What people call a kind of form.
pub fn kind_name(kind: &str) -> String {
    let kind = kind.parse::<model::FormKind>();
    kind.map_or_else(|()| String::new(), |kind| kind.chinese().to_owned())
}

/// What people call a category of projects.
pub fn category_name(category: &str) -> &'static str {
    match category.parse() {
        Ok(model::Category::SpecificPurpose) => "特定目标类",
        Ok(model::Category::OtherOperating) => "其他运转类",
        Err(()) => "没有写明类别",
    }
}

/// An address with what is asked of it; empty values are left out.
pub fn address(path: &str, asked: &[(&str, &str)]) -> String {
    let said = asked.iter().filter(|(_, value)| !value.is_empty());
    let pairs: Vec<String> =
        said.map(|(name, value)| format!("{name}={}", super::guard::escaped(value))).collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

/// A place in a list as it stands in an address: 12.project.345.
pub fn told(Spot { unit, kind, id }: &Spot) -> String {
    format!("{}.{kind}.{}", unit.0, id.0)
}

/// Reads a place in a list; an empty text is its beginning.
pub fn spot(text: &str) -> Result<Option<Spot>, super::Problem> {
    let read = || {
        let mut parts = text.trim().split('.');
        let (unit, kind, id) = (parts.next()?, parts.next()?, parts.next()?);
        let (unit, id) = (UnitId(unit.parse().ok()?), DeclarationId(id.parse().ok()?));
        parts.next().is_none().then(|| Spot { unit, kind: kind.to_owned(), id })
    };
    match text.trim() {
        "" => Ok(None),
        _ => read()
            .map(Some)
            .ok_or_else(|| super::Problem::bad("这个页码认不出来，请从第一页看起。")),
    }
}

/// A number somebody typed or chose; an empty field asks nothing.
pub fn number<T: std::str::FromStr>(typed: &str) -> Result<Option<T>, super::Problem> {
    let typed = typed.trim();
    let wrong = |_| super::Problem::bad(format!("“{typed}”不是数字，请回去重选。"));
    if typed.is_empty() { Ok(None) } else { typed.parse().map(Some).map_err(wrong) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn projects_and_whole_units_are_never_added_together() {
        let sum = Sum::of([(true, 1_234_567), (true, 5_000_000), (false, 10_000_000)].into_iter());
        assert_eq!(sum.words(), "项目2份，6.234567万元；部门整体1份，10.00万元");
    }

    #[test]
    fn what_is_not_asked_does_not_stand_in_the_address() {
        let asked = [("year", "2026"), ("words", ""), ("unit", "七")];
        assert_eq!(address("/search", &asked), "/search?year=2026&unit=%E4%B8%83");
    }
}

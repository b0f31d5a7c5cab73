//! 汇总: a department's declarations with money and numbers of indicators.

use std::collections::BTreeMap;

use model::{Category, Drawing, Form, FormKind, Fund};
use office::paper::{Summary, SummaryLine, SummaryUnit, summary};
use store::{RevisionId, UnitId};

use super::approved::department_of;
use super::{worded, written};
use crate::begin::form_of;
use crate::{Case, Desk, Result, Who};

impl Desk {
    /// The declarations given of one department in a table; none where nothing is to be told.
    /// Counted is what was approved, and unless only that is asked for, of the rest what was
    /// handed in last. A draft is never counted.
    ///
    /// # Errors
    /// When what is kept cannot be read, or the database fails.
    pub async fn summary_paper(
        &self,
        who: &Who,
        cases: &[Case],
        department: UnitId,
        approved_alone: bool,
    ) -> Result<Option<Drawing>> {
        let chosen = |case: &Case| {
            let row = &case.standing.declaration;
            row.approved.or(row.current.filter(|_| !approved_alone))
        };
        let own = cases.iter().filter(|case| department_of(case) == department);
        let own: Vec<(&Case, RevisionId)> =
            own.filter_map(|case| Some((case, chosen(case)?))).collect();
        let Some((first, _)) = own.first() else { return Ok(None) };
        let ids: Vec<RevisionId> = own.iter().map(|(_, revision)| *revision).collect();
        let mut forms: BTreeMap<RevisionId, Form> = BTreeMap::new();
        for revision in self.store.whole_revisions(who.region(), &ids).await? {
            forms.insert(revision.id, form_of(&revision.form)?);
        }
        let mut units: Vec<SummaryUnit> = Vec::new();
        for (case, revision) in &own {
            let Some(form) = forms.get(revision) else { continue };
            let name = &case.standing.unit_name;
            let line = line(case, form);
            match units.iter_mut().find(|unit| unit.name == *name) {
                Some(unit) => unit.lines.push(line),
                None => units.push(SummaryUnit { name: name.clone(), lines: vec![line] }),
            }
        }
        for unit in &mut units {
            unit.lines.sort_by_key(|line| !line.project.is_empty());
        }
        let basis = match approved_alone {
            true => "只列已批复的，按批复数",
            false => "已批复的按批复数，其余按最近一次提交数",
        };
        Ok(Some(summary(&Summary {
            title: worded(&first.setting, "title.summary"),
            department: first.setting.units.name(department).to_owned(),
            basis: basis.to_owned(),
            units,
        })))
    }
}

fn line(case: &Case, form: &Form) -> SummaryLine {
    let money = |fund: Fund| form.funds().and_then(|row| row.money(&fund));
    let standing = match &case.standing.approval {
        Some(approval) => format!("{}，{}", approval.number, written(approval.dated)),
        None => "未批复".to_owned(),
    };
    SummaryLine {
        project: match form.kind {
            FormKind::Project => case.name().to_owned(),
            _ => String::new(),
        },
        category: match form.category {
            Some(Category::SpecificPurpose) => "特定目标类".to_owned(),
            Some(Category::OtherOperating) => "其他运转类".to_owned(),
            None => String::new(),
        },
        money: [money(Fund::Total), money(Fund::Fiscal), money(Fund::Other)],
        indicators: checks::counted(&case.setting.policy, form),
        standing,
    }
}

//! 批复: what a document approved, as it was frozen.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use model::{Drawing, Form};
use office::paper::{Approval, Approved, Signature, approval, signed};
use store::{DeclarationId, RevisionId, UnitId};

use super::{Names, name_of, signatures, worded, written};
use crate::begin::form_of;
use crate::{Case, Desk, Result, Who};

/// A document: its number and its date.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Document {
    /// Its date.
    pub dated: NaiveDate,
    /// 文号.
    pub number: String,
}

/// What a document approved.
struct Frozen<'c> {
    case: &'c Case,
    revision: RevisionId,
    by: String,
    on: String,
}

impl Desk {
    /// What a document approved of the declarations given, drawn; `within` asks for one
    /// department's alone. None where it approved none of them.
    ///
    /// # Errors
    /// When what is kept cannot be read, or the database fails.
    pub async fn approval_paper(
        &self,
        who: &Who,
        cases: &[Case],
        document: &Document,
        within: Option<UnitId>,
        names: &Names,
    ) -> Result<Option<Drawing>> {
        let by_id: BTreeMap<DeclarationId, &Case> =
            cases.iter().map(|case| (case.id(), case)).collect();
        let mut frozen = Vec::new();
        let mut cycles: Vec<_> = cases.iter().map(|case| case.setting.cycle.id).collect();
        cycles.sort_unstable();
        cycles.dedup();
        for cycle in cycles {
            for one in self.store.approvals_in(who.region(), cycle).await? {
                let Some(case) = by_id.get(&one.declaration).copied() else { continue };
                let here = within.is_none_or(|department| department_of(case) == department);
                let its = one.number == document.number && one.dated == document.dated;
                if here && its {
                    let by = name_of(names, one.person).to_owned();
                    let on = written(flow::shanghai_day(one.at));
                    frozen.push(Frozen { case, revision: one.revision, by, on });
                }
            }
        }
        let Some(first) = frozen.first().map(|one| one.case) else { return Ok(None) };
        let mut signatures: Vec<Signature> = Vec::new();
        for one in &frozen {
            let (step, name, on) = ("批复".to_owned(), one.by.clone(), one.on.clone());
            let signature = Signature { step, name, on };
            if !signatures.contains(&signature) {
                signatures.push(signature);
            }
        }
        let paper = self.frozen_paper(who, first, &frozen, document).await?;
        Ok(Some(signed(paper, &signatures, "")))
    }

    /// The approval that holds for one declaration, with every step it took; none while there is
    /// none.
    ///
    /// # Errors
    /// When what is kept cannot be read, or the database fails.
    pub async fn own_approval_paper(
        &self,
        who: &Who,
        case: &Case,
        names: &Names,
    ) -> Result<Option<Drawing>> {
        let Some(approval) = &case.standing.approval else { return Ok(None) };
        let document = Document { dated: approval.dated, number: approval.number.clone() };
        let (by, on) = (String::new(), String::new());
        let frozen = [Frozen { case, revision: approval.revision, by, on }];
        let paper = self.frozen_paper(who, case, &frozen, &document).await?;
        let reviews = self.store.reviews(who.region(), case.id()).await?;
        let signatures = signatures(case, &reviews, Some(approval.revision), names);
        Ok(Some(signed(paper, &signatures, "")))
    }

    async fn frozen_paper(
        &self,
        who: &Who,
        first: &Case,
        frozen: &[Frozen<'_>],
        document: &Document,
    ) -> Result<Drawing> {
        let ids: Vec<RevisionId> = frozen.iter().map(|one| one.revision).collect();
        let mut forms: BTreeMap<RevisionId, Form> = BTreeMap::new();
        for revision in self.store.whole_revisions(who.region(), &ids).await? {
            forms.insert(revision.id, form_of(&revision.form)?);
        }
        let items = frozen.iter().filter_map(|one| {
            let holds = one.case.standing.declaration.approved == Some(one.revision);
            let note = if holds { "" } else { "已经调整，以调整批复为准" };
            let (unit, note) = (one.case.standing.unit_name.clone(), note.to_owned());
            Some(Approved { unit, form: forms.get(&one.revision)?, note })
        });
        Ok(approval(&Approval {
            title: worded(&first.setting, "title.approval"),
            number: document.number.clone(),
            dated: written(document.dated),
            items: items.collect(),
            remark: worded(&first.setting, "remark.approval"),
        }))
    }
}

/// The department a declaration belongs to, its unit where that has none above it.
pub fn department_of(case: &Case) -> UnitId {
    let unit = case.standing.declaration.unit;
    case.setting.units.department(unit).unwrap_or(unit)
}

//! What a declaration is read beside: what was handed in before, and last year's form.

use std::collections::BTreeSet;
use std::sync::Arc;

use checks::Report;
use flow::Action;
use model::{Finding, Form};
use store::Revision;

use crate::begin::form_of;
use crate::layouts::settled;
use crate::{Case, Desk, Error, Judgement, Result, Who};

/// The forms before this one.
#[derive(Debug, Clone, Default)]
pub struct Earlier {
    /// What was handed in before what is shown, with its number.
    pub version: Option<(i32, Form)>,
    /// Of an adjustment what is approved, with its number, where that is not the version above.
    pub approved: Option<(i32, Form)>,
    /// Last year's form of the same project, with its year.
    pub year: Option<(i32, Form)>,
}

impl Desk {
    /// A declaration judged as this person may see it: while the unit writes, nobody else sees
    /// its draft but what was handed in last, with what was found in it then. Also the causes
    /// answered with a reason.
    ///
    /// # Errors
    /// When what is kept cannot be read, or the database fails.
    pub async fn judged_for(
        &self,
        who: &Who,
        case: &Case,
    ) -> Result<(Arc<Judgement>, BTreeSet<String>)> {
        let row = &case.standing.declaration;
        let hidden =
            case.situation.state.is_with_clerk() && case.may(who, Action::ReadDraft).is_err();
        match row.current.filter(|_| hidden) {
            Some(current) => {
                let revision = self.store.revision(row.region, current).await?;
                let answered = case.standing.waived.iter().cloned().collect();
                Ok((Arc::new(as_handed_in(case, &revision)?), answered))
            }
            None => self.judge_unit(case).await,
        }
    }

    /// A version of a declaration with what was found in it when it was handed in.
    ///
    /// # Errors
    /// When there is none, what is kept cannot be read, or the database fails.
    pub async fn version(&self, case: &Case, number: i32) -> Result<(Revision, Judgement)> {
        let row = &case.standing.declaration;
        // The number comes from an address, as large as somebody likes.
        let next = number.checked_add(1).ok_or(store::Error::Missing("版本"))?;
        let heads = self.store.revision_heads(row.region, row.id, Some(next), 1).await?;
        let head = heads.first().filter(|head| head.number == number);
        let head = head.ok_or(store::Error::Missing("版本"))?;
        let revision = self.store.revision(row.region, head.id).await?;
        let judgement = as_handed_in(case, &revision)?;
        Ok((revision, judgement))
    }

    /// The forms before the one that is shown, in a fixed number of calls.
    ///
    /// # Errors
    /// When what is kept cannot be read, or the database fails.
    pub async fn earlier(&self, who: &Who, case: &Case) -> Result<Earlier> {
        let row = &case.standing.declaration;
        let draft =
            case.situation.state.is_with_clerk() && case.may(who, Action::ReadDraft).is_ok();
        // The draft is read beside what was handed in last, that beside what came before it.
        let before = row.revisions - i32::from(!draft);
        let heads = self.store.revision_heads(row.region, row.id, Some(before + 1), 1).await?;
        let version = match heads.first() {
            Some(head) => {
                let revision = self.store.revision(row.region, head.id).await?;
                Some((head.number, form_of(&revision.form)?))
            }
            None => None,
        };
        let approved = case.standing.approved.as_ref().filter(|_| case.is_adjustment());
        let told = version.as_ref().map(|(number, _): &(i32, Form)| *number);
        let approved = match approved.filter(|head| Some(head.number) != told) {
            Some(head) => {
                let revision = self.store.revision(row.region, head.id).await?;
                Some((head.number, form_of(&revision.form)?))
            }
            None => None,
        };
        let year = case.setting.cycle.year - 1;
        let past = self.store.forms_of_year(row.region, &[row.unit], year).await?;
        let past = past
            .into_iter()
            .find(|form| form.kind == row.kind && form.project_folded == row.project_folded);
        let past = past.map(|kept| Ok::<_, Error>((year, form_of(&kept.form)?))).transpose()?;
        Ok(Earlier { version, approved, year: past })
    }
}

/// A revision with the findings that were kept with it.
fn as_handed_in(case: &Case, revision: &Revision) -> Result<Judgement> {
    let findings: Vec<Finding> = serde_json::from_str(&revision.findings)
        .map_err(|_| Error::bad("保存的检查结果读不出来，请告诉系统管理员。"))?;
    let findings = findings.into_iter().map(|finding| Finding { form: Some(0), ..finding });
    let report = Report { findings: findings.collect(), ..Report::default() };
    let mut form = form_of(&revision.form)?;
    settled(
        &case.setting.policy,
        &mut form,
        case.setting.units.name(case.standing.declaration.unit),
    );
    let (own, past) = (vec![(revision.declaration, form)], Vec::new());
    let (policy, packs) = (case.setting.policy.clone(), revision.packs.clone());
    Ok(Judgement { own, filled: 1, report, past, policy, packs })
}

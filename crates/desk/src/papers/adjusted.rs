//! 调整: what was approved beside what it becomes.

use flow::Action;
use model::Drawing;
use office::paper::{self, ChangedCell, signed};
use store::{Adjustment, Approval, Revision, RevisionId};

use super::{Names, signatures, worded, written};
use crate::compare::{Change, changes};
use crate::{Case, Desk, Result, Who, form_of};

/// An adjustment with both of its sides.
#[derive(Debug)]
pub struct Adjusted {
    /// The adjustment.
    pub one: Adjustment,
    /// Its declaration.
    pub case: Case,
    /// What was approved before.
    pub base: Revision,
    /// What it becomes; none while nobody but the unit may see it, or when it was given up.
    pub now: Option<Become>,
    /// Every approval of the declaration.
    pub approvals: Vec<Approval>,
    /// What differs.
    pub changes: Vec<Change>,
}

/// What an adjustment leads to: its revision, what was handed in last, or the draft.
#[derive(Debug)]
pub struct Become {
    /// The form as it is kept.
    pub form: String,
    /// The money in all, in fen.
    pub total: Option<i64>,
    /// The revision; none for the draft.
    pub kept: Option<Revision>,
}

impl Adjusted {
    /// Whether it is neither approved nor given up.
    pub fn is_open(&self) -> bool {
        self.one.result.is_none() && self.one.abandoned_at.is_none()
    }

    /// How it ended, in words.
    pub fn outcome(&self) -> &'static str {
        match (self.one.result, self.one.abandoned_at) {
            (Some(_), _) => "调整已经批复",
            (None, Some(_)) => "没有调整，仍按原批复",
            (None, None) => "正在办理",
        }
    }

    /// The document that approved a revision: 文号，日期; "" where none did.
    pub fn document(&self, revision: RevisionId) -> String {
        let approval = self.approvals.iter().find(|approval| approval.revision == revision);
        approval.map_or_else(String::new, |one| format!("{}，{}", one.number, written(one.dated)))
    }
}

impl Desk {
    /// An adjustment, as far as somebody may see it.
    ///
    /// # Errors
    /// When there is none they may see, what is kept cannot be read, or the database fails.
    pub async fn adjusted(&self, who: &Who, id: i64) -> Result<Adjusted> {
        let (store, region) = (&self.store, who.region());
        let one = store.adjustment(region, id).await?;
        let case = self.case(who, one.declaration).await?;
        let approvals = store.approvals(region, one.declaration).await?;
        let base = store.revision(region, one.base).await?;
        let now = self.becomes(who, &case, &one).await?;
        let changes = match &now {
            Some(now) => changes(&form_of(&base.form)?, &form_of(&now.form)?),
            None => Vec::new(),
        };
        Ok(Adjusted { one, case, base, now, approvals, changes })
    }

    /// What it leads to, as far as somebody may see it.
    async fn becomes(&self, who: &Who, case: &Case, one: &Adjustment) -> Result<Option<Become>> {
        let region = who.region();
        let kept = async |id: RevisionId| -> Result<Option<Become>> {
            let revision = self.store.revision(region, id).await?;
            let (form, total) = (revision.form.clone(), revision.total);
            Ok(Some(Become { form, total, kept: Some(revision) }))
        };
        if let Some(result) = one.result {
            return kept(result).await;
        }
        if one.abandoned_at.is_some() {
            return Ok(None);
        }
        let own = case.may(who, Action::ReadDraft).is_ok();
        if own && case.situation.state.is_with_clerk() {
            let draft = self.store.draft(region, one.declaration).await?;
            return Ok(Some(Become { form: draft.form, total: draft.total, kept: None }));
        }
        match case.standing.declaration.current.filter(|current| *current != one.base) {
            Some(current) => kept(current).await,
            None => Ok(None),
        }
    }

    /// An adjustment drawn, the old value beside the new, with who took which step.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn adjustment_paper(&self, adjusted: &Adjusted, names: &Names) -> Result<Drawing> {
        let Adjusted { one, case, base, now, .. } = adjusted;
        let kept = now.as_ref().and_then(|now| now.kept.as_ref());
        let wan = |total: Option<i64>| {
            let money = total.map(model::Money::from_fen);
            money.map_or_else(String::new, |money| money.display_in(model::MoneyUnit::WanYuan, 2))
        };
        let after = kept.map(|kept| adjusted.document(kept.id)).filter(|told| !told.is_empty());
        let changes = adjusted.changes.iter().map(|change| ChangedCell {
            label: change.label.clone(),
            before: change.before.clone(),
            after: change.after.clone(),
        });
        let drawing = paper::adjustment(&paper::Adjustment {
            title: worded(&case.setting, "title.adjustment"),
            project: case.name().to_owned(),
            unit: case.standing.unit_name.clone(),
            reason: one.reason.clone(),
            papers: [adjusted.document(base.id), after.unwrap_or_else(|| "还没有批复".to_owned())],
            money: [wan(base.total), wan(now.as_ref().and_then(|now| now.total))],
            changes: changes.collect(),
            outcome: adjusted.outcome().to_owned(),
        });
        let reviews = self.store.reviews(case.standing.declaration.region, case.id()).await?;
        let note = match now {
            None if adjusted.is_open() => "单位改好提交以前，只有本单位能看改了什么。",
            Some(now) if now.kept.is_none() => "草稿，还没有提交。",
            _ => "",
        };
        let revision = kept.map(|kept| kept.id);
        Ok(signed(drawing, &signatures(case, &reviews, revision, names), note))
    }
}

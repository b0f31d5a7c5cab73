//! What is judged together with a declaration: the unit's own forms of the cycle, those of the year
//! before, those of other units for the same project, and what others state in the same units of
//! measure. Seven statements in all, and two where
//! nothing has changed since they were judged last.

use std::collections::BTreeSet;
use std::sync::Arc;

use checks::Peer;
use model::{Column, Form, Indicator, Text};
use store::{
    By, CycleId, Declaration, DeclarationId, KeptForm, MeasuredRow, RegionId, Stamps, UnitId,
};

use crate::begin::form_of;
use crate::layouts::settled;
use crate::memory::{Asked, Rests};
use crate::{Case, Desk, Judgement, Judging, Result, Setting, Who};

/// Stages in which a declaration is no longer one of its unit's.
const GONE: [&str; 2] = ["discarded", "refused"];

/// What is judged together.
#[derive(Debug, Clone, Copy)]
pub struct Around<'t> {
    /// The unit.
    pub unit: UnitId,
    /// A declaration that is among its forms whatever became of it.
    pub of: Option<DeclarationId>,
    /// What stands in place of that one's draft.
    pub text: Option<&'t str>,
}

impl Desk {
    /// Judges a declaration with its unit's other forms. Also the causes that are answered with a
    /// reason anywhere in the unit: a cause is answered once.
    ///
    /// # Errors
    /// When what is kept cannot be read, or the database fails.
    pub async fn judge_unit(&self, case: &Case) -> Result<(Arc<Judgement>, BTreeSet<String>)> {
        let row = &case.standing.declaration;
        let around = Around { unit: row.unit, of: Some(row.id), text: None };
        let judgement = self.judge_forms(row.region, &case.setting, around).await?;
        Ok((judgement, case.standing.waived.iter().cloned().collect()))
    }

    /// Judges the forms of a unit in a cycle as they are written now, or with one of them as it
    /// would be.
    ///
    /// # Errors
    /// When what is kept cannot be read, or the database fails.
    pub async fn judge_forms(
        &self,
        region: RegionId,
        setting: &Setting,
        around: Around<'_>,
    ) -> Result<Arc<Judgement>> {
        let rests = self.rests(region, setting, around).await?;
        if let Some(judgement) = rests.as_ref().and_then(|rests| self.memory.rested(rests)) {
            return Ok(judgement);
        }
        let judgement = self.judge_read(region, setting, around).await?;
        if let Some(rests) = rests {
            self.memory.keep_rested(rests, &judgement);
        }
        Ok(judgement)
    }

    /// What a judgement rests on, asked before it is read; none for a form that is not kept.
    async fn rests(
        &self,
        region: RegionId,
        setting: &Setting,
        around: Around<'_>,
    ) -> Result<Option<Rests>> {
        if around.text.is_some() {
            return Ok(None);
        }
        let (cycle, unit) = (setting.cycle.id, around.unit);
        let Stamps { settled, handed, .. } = self.store.stamps(region).await?;
        let stamps = (settled, handed);
        let drafts = self.store.drafts_at_work(region, unit, cycle, around.of).await?;
        Ok(Some(Rests { of: (region, cycle, unit, around.of), drafts, stamps }))
    }

    /// Reads the forms of a unit and what they are compared with, and judges.
    async fn judge_read(
        &self,
        region: RegionId,
        setting: &Setting,
        around: Around<'_>,
    ) -> Result<Arc<Judgement>> {
        let asked = self.asked(region, setting, around).await?;
        if let Some(judgement) = self.memory.judged(&asked) {
            return Ok(judgement);
        }
        let whole = setting.units.name(around.unit);
        let read = |texts: &[String]| -> Result<Vec<Form>> {
            texts.iter().map(|text| form_of(text)).collect()
        };
        let mut own: Vec<(DeclarationId, Form)> = Vec::new();
        for (id, text) in &asked.own {
            let mut form = form_of(text)?;
            settled(&setting.policy, &mut form, whole);
            own.push((*id, form));
        }
        let judging = Judging {
            own,
            others: read(&asked.others)?,
            past: read(&asked.past)?,
            peers: asked.peers.clone(),
            policy: setting.policy.clone(),
            packs: setting.packs.clone(),
        };
        let judgement = Arc::new(self.judge(judging).await?);
        self.memory.keep_judged(asked, judgement.clone());
        Ok(judgement)
    }

    /// The texts a judgement of a unit rests on.
    async fn asked(
        &self,
        region: RegionId,
        setting: &Setting,
        around: Around<'_>,
    ) -> Result<Asked> {
        let (cycle, year) = (setting.cycle.id, setting.cycle.year);
        let Around { unit, of, text } = around;
        let own = self.at_work(region, unit, cycle, of).await?;
        let mut folded: Vec<String> = own.iter().map(|kept| kept.project_folded.clone()).collect();
        folded.retain(|name| !name.is_empty());
        let others = self.store.forms_of_others(region, cycle, unit, &folded).await?;
        // What nobody outside its unit may see is not told here either.
        let others = others.into_iter().filter(|kept| kept.left_unit && !is_gone(&kept.stage));
        let past = self.store.forms_of_year(region, &[unit], year - 1).await?;
        let past = past.into_iter().filter(|kept| kept.approved.is_some());
        let text = |kept: KeptForm| {
            let new = text.filter(|_| of == Some(kept.declaration));
            (kept.declaration, new.map_or(kept.form, str::to_owned))
        };
        let own: Vec<(DeclarationId, String)> = own.into_iter().map(text).collect();
        let peers = self.peers_of(region, unit, year, &own).await?;
        Ok(Asked {
            policy: setting.policy.clone(),
            own,
            peers,
            others: others.map(|kept| kept.form).collect(),
            past: past.map(|kept| kept.form).collect(),
        })
    }

    /// What projects of other units state in the measures of the unit's own prices. As with forms,
    /// only what has left its unit is looked at.
    async fn peers_of(
        &self,
        region: RegionId,
        unit: UnitId,
        year: i32,
        own: &[(DeclarationId, String)],
    ) -> Result<Vec<Peer>> {
        let mut measures = BTreeSet::new();
        for (_, text) in own {
            let rows = form_of(text)?.indicators.into_iter();
            measures.extend(rows.map(|row| row.target.unit).filter(|unit| is_of_price(unit)));
        }
        let measures: Vec<String> = measures.into_iter().collect();
        let rows = self.store.measured_elsewhere(region, unit, year, &measures).await?;
        let rows = rows.into_iter().filter(|row| row.left_unit && !is_gone(&row.stage));
        Ok(rows.filter(|row| !row.project.is_empty()).map(peer_of).collect())
    }

    async fn at_work(
        &self,
        region: RegionId,
        unit: UnitId,
        cycle: CycleId,
        of: Option<DeclarationId>,
    ) -> Result<Vec<KeptForm>> {
        let mut own = self.store.forms_at_work(region, unit, cycle, of).await?;
        own.retain(|kept| !is_gone(&kept.stage) || of == Some(kept.declaration));
        Ok(own)
    }

    /// Writes down what the checks make of a unit's drafts, after one of them has come, gone or
    /// changed: what ties forms together counts on each of them.
    ///
    /// # Errors
    /// When what is kept cannot be read, or the database fails.
    pub async fn count_again(&self, who: &Who, setting: &Setting, unit: UnitId) -> Result<()> {
        let (region, by) = (who.region(), By::person(who.person.id, who.now));
        let around = Around { unit, of: None, text: None };
        let judgement = self.judge_forms(region, setting, around).await?;
        let own = self.at_work(region, unit, setting.cycle.id, None).await?;
        let counted = own.iter().filter_map(|kept| {
            judgement.position(kept.declaration)?;
            let judged = judgement.counted(kept.declaration);
            Some((kept.declaration, kept.draft?, judged))
        });
        let counted: Vec<_> = counted.collect();
        Ok(self.store.judge_drafts(by, region, &counted).await?)
    }

    /// The form of a declaration as it stands: the draft, which is the last revision while it is
    /// not with the unit.
    ///
    /// # Errors
    /// When what is kept cannot be read, or the database fails.
    pub async fn form(&self, of: &Declaration) -> Result<Form> {
        let draft = self.store.draft(of.region, of.id).await?;
        form_of(&draft.form)
    }
}

/// Whether something measured in this is a price: money per something.
fn is_of_price(measure: &str) -> bool {
    measure.starts_with("元/")
}

/// A row of the store as the checks compare with it.
fn peer_of(row: MeasuredRow) -> Peer {
    let cells = [
        (Column::Level1, row.level1),
        (Column::Level2, row.level2),
        (Column::Level3, row.level3),
        (Column::Target, row.value),
        (Column::Unit, row.measure),
    ];
    let cells = cells.map(|(column, text)| (column, Text::new(text, None)));
    let row_of = Indicator::read(cells.into_iter().collect());
    Peer { unit: row.unit.0.to_string(), project: row.project, row: row_of }
}

fn is_gone(stage: &str) -> bool {
    GONE.contains(&stage)
}

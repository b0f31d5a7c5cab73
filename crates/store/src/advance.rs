//! Leading declarations from stage to stage. Which stage follows which is not decided here; what
//! is decided here is that nobody leads on from a state they have not seen.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
};

use crate::change::{By, Changing, Done, What};
use crate::declaration::{keyed, subject};
use crate::tables::{declaration, review, revision};
use crate::{
    Declaration, DeclarationId, Entry, FoundFault, Judged, PersonId, RegionId, Result, Review,
    Revision, RevisionId, Store,
};

/// Where a declaration stands, in words of the layer above.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// On which way it is.
    pub track: String,
    /// How far it is.
    pub stage: String,
    /// The step that belongs to the stage; empty where none does.
    pub step: String,
    /// The step it goes straight back to; empty where it does not.
    pub back_to: String,
}

/// Who has a declaration after a step.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Turn {
    /// Whoever had it: the time it waits goes on, and so does who it is assigned to.
    #[default]
    Stays,
    /// Somebody else; nobody in particular yet.
    HandsOver,
    /// The unit, which writes again: a return or an adjustment, but not a recall.
    OpensRound,
    /// Nobody: it is thrown away. The same may be declared once more.
    Discards,
}

/// A step to be taken with a declaration.
#[derive(Debug, Clone)]
pub struct Advance {
    /// The declaration.
    pub declaration: DeclarationId,
    /// The version that was on the screen.
    pub version: i64,
    /// What is done, a word.
    pub action: String,
    /// The state it leads to.
    pub state: State,
    /// Who has it then.
    pub turn: Turn,
    /// Whether it leaves the unit with this; once it has, that stays so.
    pub leaves_unit: bool,
    /// Why; empty when nothing is said.
    pub reason: String,
    /// Makes a revision out of the draft, as submitting does.
    pub freeze: Option<Freeze>,
    /// Words by which it is found from now on; none to leave them.
    pub words: Option<Vec<String>>,
    /// A key of the request: sent twice for a declaration, it is done once.
    pub key: Option<String>,
}

/// A revision to be made out of the draft.
#[derive(Debug, Clone)]
pub struct Freeze {
    /// Why it is kept, a word.
    pub kind: String,
    /// The version of the draft that was on the screen: nobody submits what they have not seen.
    pub draft: i64,
    /// What the checks made of it.
    pub judged: Judged,
    /// The findings as JSON, kept as they are.
    pub findings: String,
    /// The findings as they are counted.
    pub found: Vec<FoundFault>,
}

impl Store {
    /// Leads a declaration to its next state; gives it as it is then, or as it is by now when the
    /// request came before.
    ///
    /// # Errors
    /// [`crate::Error::Conflict`] when somebody led it on first; else when its cycle is closed or
    /// the database fails.
    pub async fn advance(&self, by: By, region: RegionId, step: &Advance) -> Result<Declaration> {
        let change = self.changing(region, by).await?;
        let what = What::DeclarationAdvanced;
        let key = keyed(step.declaration, step.key.as_deref());
        if change.earlier(what, key.as_deref()).await?.is_some() {
            return change.any_declaration(step.declaration).await;
        }
        let before = change.declaration(step.declaration, step.version).await?;
        let mut row = declaration::ActiveModel::from(before.clone());
        let frozen = match &step.freeze {
            Some(freeze) => Some(change.freeze(&before, freeze).await?),
            None => None,
        };
        if let Some((frozen, _)) = &frozen {
            row.current = Set(Some(frozen.id));
            row.revisions = Set(frozen.number);
        }
        let (after, mut entries) = change.lead(&before, row, step).await?;
        let review = change.note(&before, after.current, step).await?;
        if let Some((revision, findings)) = frozen {
            change.index(&after).await?;
            entries.push(Entry::made(&revision));
            entries.extend(findings);
        }
        change.remember(what, key.as_deref(), after.version).await?;
        let done = Done::new(what, subject(after.id)).and(entries).and_made(&review);
        change.commit(done).await?;
        Ok(after)
    }

    /// Gives the work of the present step to a person, or to nobody in particular. What others
    /// have on their screens stays valid.
    ///
    /// # Errors
    /// When declaration or person are of another region, or the database fails.
    pub async fn assign(
        &self,
        by: By,
        region: RegionId,
        id: DeclarationId,
        to: Option<PersonId>,
    ) -> Result<()> {
        let change = self.changing(region, by).await?;
        let before = change.writable_declaration(id).await?;
        if let Some(person) = to {
            change.own_person(person).await?;
        }
        let mut row = declaration::ActiveModel::from(before.clone());
        row.assigned_to = Set(to);
        let after = row.update(change.on()).await?;
        let what = What::DeclarationAssigned;
        change.commit(Done::changed(what, subject(id), &before, &after)).await
    }

    /// The steps taken with a declaration, the first one first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reviews(&self, region: RegionId, id: DeclarationId) -> Result<Vec<Review>> {
        let rows = review::Entity::find()
            .filter(review::Column::Region.eq(region))
            .filter(review::Column::Declaration.eq(id))
            .order_by_asc(review::Column::Id);
        Ok(rows.all(&self.read).await?)
    }
}

impl Declaration {
    /// Where it stands.
    pub fn state(&self) -> State {
        State {
            track: self.track.clone(),
            stage: self.stage.clone(),
            step: self.step.clone(),
            back_to: self.back_to.clone(),
        }
    }
}

impl Changing {
    /// Writes a declaration's new state over the version that was read; gives it with what the
    /// event is to say.
    pub(crate) async fn lead(
        &self,
        before: &Declaration,
        mut row: declaration::ActiveModel,
        step: &Advance,
    ) -> Result<(Declaration, Vec<Entry>)> {
        row.track = Set(step.state.track.clone());
        row.stage = Set(step.state.stage.clone());
        row.step = Set(step.state.step.clone());
        row.back_to = Set(step.state.back_to.clone());
        if step.turn != Turn::Stays {
            row.waits_since = Set(self.by.at);
            row.assigned_to = Set(None);
        }
        if step.turn == Turn::OpensRound {
            row.round = Set(before.round + 1);
        }
        if step.turn == Turn::Discards {
            row.discarded_at = Set(Some(self.by.at));
        }
        row.left_unit = Set(before.left_unit || step.leaves_unit);
        row.version = Set(before.version + 1);
        row.changed_at = Set(self.by.at);
        row.changed_by = Set(self.by.person);
        // The region's lock makes the condition true; it stays as the last line of defence.
        let updated = declaration::Entity::update(row)
            .validate()?
            .filter(declaration::Column::Version.eq(before.version))
            .exec(self.on())
            .await?;
        let mut entries = vec![Entry::changed(before, &updated)];
        if let Some(words) = &step.words {
            entries.extend(self.spell(before.id, words).await?);
        }
        Ok((updated, entries))
    }

    /// Makes a revision out of the draft, and writes down its findings.
    async fn freeze(&self, of: &Declaration, freeze: &Freeze) -> Result<(Revision, Option<Entry>)> {
        let draft = self.draft(of.id, freeze.draft).await?;
        let row = revision::ActiveModel {
            region: Set(self.region),
            declaration: Set(of.id),
            number: Set(of.revisions + 1),
            kind: Set(freeze.kind.clone()),
            form: Set(draft.form),
            digest: Set(draft.digest),
            author: Set(self.by.person),
            at: Set(self.by.at),
            total: Set(draft.total),
            errors: Set(freeze.judged.errors),
            warnings: Set(freeze.judged.warnings_text()),
            advice: Set(freeze.judged.advice),
            open: Set(freeze.judged.open),
            packs: Set(freeze.judged.packs.clone()),
            findings: Set(freeze.findings.clone()),
            ..Default::default()
        };
        let row = row.insert(self.on()).await?;
        let findings = self.keep_findings(of, &row, &freeze.found).await?;
        Ok((row, findings))
    }

    /// Writes down the step that was taken.
    pub(crate) async fn note(
        &self,
        of: &Declaration,
        revision: Option<RevisionId>,
        step: &Advance,
    ) -> Result<Review> {
        let row = review::ActiveModel {
            region: Set(self.region),
            declaration: Set(of.id),
            revision: Set(revision),
            action: Set(step.action.clone()),
            round: Set(of.round),
            opens_round: Set(step.turn == Turn::OpensRound),
            track: Set(of.track.clone()),
            step: Set(of.step.clone()),
            stage: Set(step.state.stage.clone()),
            next_step: Set(step.state.step.clone()),
            reason: Set(step.reason.clone()),
            person: Set(self.by.person),
            for_person: Set(self.by.acting_for),
            at: Set(self.by.at),
            ..Default::default()
        };
        Ok(row.insert(self.on()).await?)
    }
}

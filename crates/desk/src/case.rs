//! A declaration as somebody finds it: how it stands, and what they may do with it and why not.

use std::sync::Arc;

use flow::{Action, Due, Hands, Permit, Refusal, Situation, Step, Taken, Track, Workflow};
use store::{By, CycleId, DeclarationId, Review, Standing};

use crate::setting::Setting;
use crate::{Desk, Result, Who, state};

/// Declarations that are named one by one to the database; of more, the whole cycle is read.
const FEW: usize = 500;

/// A declaration with all a decision about it rests on.
#[derive(Debug, Clone)]
pub struct Case {
    /// How it stands.
    pub standing: Standing,
    /// Its cycle.
    pub setting: Arc<Setting>,
    /// What permission is asked with.
    pub situation: Situation,
}

impl Case {
    /// From rows of the store.
    ///
    /// # Errors
    /// When the store holds a state nobody knows.
    pub(crate) fn new(standing: Standing, setting: Arc<Setting>) -> Result<Case> {
        let row = &standing.declaration;
        let submitted = |review: &&Review| review.action == Action::Submit.as_str();
        // A step that was taken back does not count: only what came after the last handing in.
        let since = standing.taken.iter().rposition(|review| submitted(&review));
        let since = since.map_or(&[][..], |at| &standing.taken[at..]);
        let carried = |review: &&Review| {
            [Action::Sign, Action::Pass].iter().any(|done| done.as_str() == review.action)
        };
        let taken = since.iter().filter(carried);
        let rounds = standing.opened.iter().filter(|review| {
            review.action == Action::Return.as_str()
                && review.track == row.track
                && setting.workflow.counts_round(&review.step)
        });
        let situation = Situation {
            ground: setting.ground(row.unit),
            state: state::known(&row.state())?,
            submitted_by: since.first().and_then(hands),
            authors: standing.authors.iter().map(|person| flow::PersonId(person.0)).collect(),
            taken: taken
                .filter_map(|review| {
                    Some(Taken { step: review.step.clone(), hands: hands(review)? })
                })
                .collect(),
            assigned_to: row.assigned_to.map(|person| flow::PersonId(person.0)),
            revisions: u32::try_from(row.revisions).unwrap_or_default(),
            left_unit: row.left_unit,
            rounds: u32::try_from(rounds.count()).unwrap_or(u32::MAX),
            open_errors: u32::try_from(standing.draft.judged.errors).unwrap_or_default(),
            unanswered_warnings: u32::try_from(standing.unanswered().len()).unwrap_or(u32::MAX),
            asked_version: None,
            current_version: row.version,
        };
        Ok(Case { standing, setting, situation })
    }

    /// Its id.
    pub fn id(&self) -> DeclarationId {
        self.standing.declaration.id
    }

    /// What people call it: the project's name, else the unit's.
    pub fn name(&self) -> &str {
        let project = self.standing.declaration.project.as_str();
        if project.is_empty() { &self.standing.unit_name } else { project }
    }

    /// Whether somebody may do this now.
    ///
    /// # Errors
    /// The refusal.
    pub fn may(&self, who: &Who, action: Action) -> std::result::Result<Permit, Refusal> {
        who.may(&self.setting.workflow, action, &self.situation)
    }

    /// Who the record says did it, only while the declaration is as it was when leave was given: for
    /// what rests on its state but not on the version on the screen.
    pub fn by(&self, who: &Who, permit: &Permit) -> By {
        who.by(permit).while_at(self.id(), self.standing.declaration.version)
    }

    /// Whether somebody may see it at all.
    pub fn is_seen_by(&self, who: &Who) -> bool {
        sees(who, &self.setting.workflow, &self.situation)
    }

    /// What somebody may do with it now, and what they may not although their role could.
    pub fn offers(&self, who: &Who) -> Vec<(Action, std::result::Result<Permit, Refusal>)> {
        let writing = Action::ALL.into_iter().filter(|action| action.writes());
        writing.map(|action| (action, self.may(who, action))).collect()
    }

    /// The step it waits at or that has it.
    pub fn step(&self) -> Option<&Step> {
        self.setting.workflow.step(self.situation.state.step()?)
    }

    /// When whoever has it should be done.
    pub fn due(&self) -> Option<Due> {
        let since = flow::shanghai_day(self.standing.declaration.waits_since);
        self.setting.workflow.due(&self.situation.ground, &self.situation.state, since)
    }

    /// Whether it is a change of what is approved.
    pub fn is_adjustment(&self) -> bool {
        self.situation.state.track == Track::Adjustment
    }
}

/// Whether somebody may see what stands so at all.
pub(crate) fn sees(who: &Who, workflow: &Workflow, situation: &Situation) -> bool {
    let reading = [Action::View, Action::ReadDraft];
    reading.into_iter().any(|action| who.may(workflow, action, situation).is_ok())
}

fn hands(review: &Review) -> Option<Hands> {
    let person = flow::PersonId(review.person?.0);
    Some(Hands { person, for_person: review.for_person.map(|absent| flow::PersonId(absent.0)) })
}

impl Desk {
    /// A declaration somebody may see; anything else is not there for them.
    ///
    /// # Errors
    /// When there is none they may see, or the database fails.
    pub async fn case(&self, who: &Who, id: DeclarationId) -> Result<Case> {
        let mut standing = self.store.standing(who.region(), id).await?;
        let (unit, cycle) = (standing.declaration.unit, standing.declaration.cycle);
        // A cause is answered once for a unit, on whichever of its forms.
        let waivers = self.store.waivers_of_unit(who.region(), unit, cycle).await?;
        standing.waived = waivers.into_iter().map(|waiver| waiver.cause).collect();
        let setting = self.setting(who.region(), cycle, who.today()).await?;
        let case = Case::new(standing, setting)?;
        if case.is_seen_by(who) { Ok(case) } else { Err(store::Error::Missing("申报").into()) }
    }

    /// The declarations of a cycle somebody may see, in a fixed number of calls. For whoever sees
    /// few, as a unit does, those of the others are not looked at.
    ///
    /// # Errors
    /// When there is no such cycle, or the database fails.
    pub async fn cases(&self, who: &Who, cycle: CycleId) -> Result<Vec<Case>> {
        let setting = self.setting(who.region(), cycle, who.today()).await?;
        let (seen, most) = (setting.seen_by(who), FEW + 1);
        let spots = self.store.spots(who.region(), cycle, &seen, None, most as u64).await?;
        if spots.len() == most {
            return Ok(self.register(who, cycle).await?.cases);
        }
        let ids: Vec<DeclarationId> = spots.into_iter().map(|spot| spot.id).collect();
        let mut cases = self.cases_among(who, &setting, &ids).await?;
        let place = |case: &Case| {
            let row = &case.standing.declaration;
            (row.unit, row.kind.clone(), row.project.clone())
        };
        cases.sort_by_cached_key(place);
        Ok(cases)
    }
}

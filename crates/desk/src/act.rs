//! Steps taken with a declaration: permission is asked with the version that was on the screen,
//! then the store leads on from that version or from none.

use chrono::NaiveDate;
use flow::{Action, Level, Permit, Reason, State, next};
use store::{Adjust, Advance, Approve, Declaration, DeclarationId, Freeze, Turn, What};

use crate::lengths::{NAME, REASON, within};
use crate::{Case, Desk, Error, Judgement, Result, Who, state};

/// What somebody wants done with a declaration.
#[derive(Debug, Clone)]
pub struct Order {
    /// The declaration.
    pub id: DeclarationId,
    /// Its version that was on the screen.
    pub version: i64,
    /// The version of the draft that was on the screen; only handing in asks for it.
    pub draft: Option<i64>,
    /// Why; a return, a refusal and an adjustment must say it.
    pub reason: String,
    /// A key of the request: sent twice, it is done once.
    pub key: Option<String>,
}

/// The paper of an approval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// 文号.
    pub number: String,
    /// Its date.
    pub dated: NaiveDate,
}

impl Desk {
    /// Takes a step that needs no paper: hand in, sign, take back, accept, pass, return, refuse,
    /// reopen, throw away.
    ///
    /// # Errors
    /// The refusal; a conflict when somebody led it on first; else when the database fails.
    pub async fn act(&self, who: &Who, action: Action, order: &Order) -> Result<Declaration> {
        if matches!(action, Action::Return | Action::Refuse) && order.reason.trim().is_empty() {
            return Err(Error::bad(format!("{}须写明原因。", action.name())));
        }
        within("原因", &order.reason, REASON)?;
        // A page has one key for all its buttons: another button is another request.
        let key = order.key.as_ref().map(|key| format!("{}/{key}", action.as_str()));
        let order = &Order { key, ..order.clone() };
        let gives_up = action == Action::Discard
            && self.was_led(who, What::AdjustmentAbandoned, order).await?;
        if gives_up || self.was_led(who, What::DeclarationAdvanced, order).await? {
            return Ok(self.store.declaration(who.region(), order.id).await?);
        }
        let mut case = self.case(who, order.id).await?;
        let freeze = match action {
            Action::Submit => {
                self.barred_before_judging(who, &case, order)?;
                Some(self.freeze(&mut case, order).await?)
            }
            _ => None,
        };
        let (permit, advance) = self.permitted(who, action, &case, order)?;
        let advance = Advance { freeze, ..advance };
        let by = who.by(&permit);
        if action == Action::Discard && case.is_adjustment() {
            let adjust = Adjust { step: advance };
            return Ok(self.store.abandon_adjustment(by, who.region(), &adjust).await?);
        }
        let led = self.store.advance(by, who.region(), &advance).await?;
        if matches!(action, Action::Submit | Action::Discard) {
            self.count_again(who, &case.setting, led.unit).await?;
        }
        Ok(led)
    }

    /// Begins to change what is approved.
    ///
    /// # Errors
    /// The refusal; else as [`Desk::act`].
    pub async fn adjust(&self, who: &Who, order: &Order) -> Result<Declaration> {
        within("原因", &order.reason, REASON)?;
        if self.was_led(who, What::AdjustmentBegun, order).await? {
            return Ok(self.store.declaration(who.region(), order.id).await?);
        }
        let case = self.case(who, order.id).await?;
        let (permit, step) = self.permitted(who, Action::Adjust, &case, order)?;
        Ok(self.store.adjust(who.by(&permit), who.region(), &Adjust { step }).await?)
    }

    /// Issues the approval of a declaration.
    ///
    /// # Errors
    /// When the paper has no number; the refusal; else as [`Desk::act`].
    pub async fn approve(&self, who: &Who, order: &Order, paper: &Paper) -> Result<Declaration> {
        if paper.number.trim().is_empty() {
            return Err(Error::bad("批复须写明文号。"));
        }
        within("文号", &paper.number, NAME)?;
        within("意见", &order.reason, REASON)?;
        if self.was_led(who, What::DeclarationApproved, order).await? {
            return Ok(self.store.declaration(who.region(), order.id).await?);
        }
        let case = self.case(who, order.id).await?;
        let (permit, step) = self.permitted(who, Action::Approve, &case, order)?;
        let number = paper.number.trim().to_owned();
        let approve = Approve { step, number, dated: paper.dated };
        Ok(self.store.approve(who.by(&permit), who.region(), &approve).await?)
    }

    /// Whether this very request came before and was carried out: pressed twice, it is done once
    /// and said to be done twice.
    async fn was_led(&self, who: &Who, what: What, order: &Order) -> Result<bool> {
        let Some(key) = order.key.as_deref() else { return Ok(false) };
        Ok(self.store.was_led(who.region(), who.person.id, what, (order.id, key)).await?)
    }

    /// Asks for permission with what was on the screen, and says where the step leads.
    pub(crate) fn permitted(
        &self,
        who: &Who,
        action: Action,
        case: &Case,
        order: &Order,
    ) -> Result<(Permit, Advance)> {
        let mut situation = case.situation.clone();
        situation.asked_version = Some(order.version);
        let workflow = &case.setting.workflow;
        let permit = who.may(workflow, action, &situation)?;
        let ground = &situation.ground;
        let to = next(workflow, ground.has_department(), &situation.state, action);
        let to = to.ok_or_else(|| Error::bad("这一步现在走不了，请刷新后再看。"))?;
        let advance = Advance {
            declaration: order.id,
            version: order.version,
            action: action.as_str().to_owned(),
            turn: turn(case, action),
            leaves_unit: leaves_unit(case, &to),
            state: state::kept(&to),
            reason: order.reason.trim().to_owned(),
            freeze: None,
            words: None,
            key: order.key.clone(),
        };
        Ok((permit, advance))
    }

    /// Judging keeps a core busy: it is not begun for whoever may not hand in whatever is found.
    fn barred_before_judging(&self, who: &Who, case: &Case, order: &Order) -> Result<()> {
        match self.permitted(who, Action::Submit, case, order) {
            Err(Error::Refused(refusal))
                if matches!(refusal.reason, Reason::Errors | Reason::Warnings) =>
            {
                Ok(())
            }
            asked => asked.map(|_| ()),
        }
    }

    /// Judges the draft as it is now and makes it ready to be kept as a revision.
    async fn freeze(&self, case: &mut Case, order: &Order) -> Result<Freeze> {
        let (judgement, answered) = self.judge_unit(case).await?;
        let id = order.id;
        let judged = judgement.counted(id);
        let open = judgement.unanswered(id, &answered).len();
        case.situation.open_errors = u32::try_from(judged.errors).unwrap_or_default();
        case.situation.unanswered_warnings = u32::try_from(open).unwrap_or(u32::MAX);
        Ok(Freeze {
            kind: "submitted".to_owned(),
            draft: order.draft.unwrap_or(case.standing.draft.version),
            judged,
            findings: snapshot(&judgement, id),
            found: judgement.faults(id),
        })
    }
}

/// The findings about a declaration as a revision keeps them.
fn snapshot(judgement: &Judgement, id: DeclarationId) -> String {
    serde_json::to_string(&judgement.findings(id)).expect("invariant: findings are plain JSON")
}

/// Who has it after an action.
fn turn(case: &Case, action: Action) -> Turn {
    match action {
        Action::Return | Action::Adjust => Turn::OpensRound,
        Action::Accept | Action::Refuse | Action::Reopen => Turn::Stays,
        // An adjustment that is given up leaves what was approved.
        Action::Discard if !case.is_adjustment() => Turn::Discards,
        _ => Turn::HandsOver,
    }
}

/// Whether the step it goes to lies outside the unit, so that others may see it from now on.
fn leaves_unit(case: &Case, to: &State) -> bool {
    let step = to.step().and_then(|key| case.setting.workflow.step(key));
    step.is_some_and(|step| step.level != Level::Unit)
}

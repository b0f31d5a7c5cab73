//! Declarations in differing states, each led there by the people whose turn it is.

use desk::{Asks, Case, Order, Paper, asks};
use flow::{Action, Role};
use store::{CycleId, DeclarationId};

use super::{Demo, failed};
use crate::Failure;

/// How far each declaration that may be handed in is led; the rest stay with the clerk.
const FATES: [&[(Role, Action)]; 7] =
    [HANDED_IN, SIGNED, ACCEPTED, RETURNED, AT_BUREAU, CLEARED, CLEARED];

const HANDED_IN: &[(Role, Action)] = &[(Role::Clerk, Action::Submit)];
const SIGNED: &[(Role, Action)] = &[(Role::Clerk, Action::Submit), (Role::UnitHead, Action::Sign)];
const ACCEPTED: &[(Role, Action)] = &[
    (Role::Clerk, Action::Submit),
    (Role::UnitHead, Action::Sign),
    (Role::DepartmentReviewer, Action::Accept),
];
const RETURNED: &[(Role, Action)] = &[
    (Role::Clerk, Action::Submit),
    (Role::UnitHead, Action::Sign),
    (Role::DepartmentReviewer, Action::Accept),
    (Role::DepartmentReviewer, Action::Return),
];
const AT_BUREAU: &[(Role, Action)] = &[
    (Role::Clerk, Action::Submit),
    (Role::UnitHead, Action::Sign),
    (Role::DepartmentReviewer, Action::Accept),
    (Role::DepartmentReviewer, Action::Pass),
];
/// All steps to the approval.
pub const CLEARED: &[(Role, Action)] = &[
    (Role::Clerk, Action::Submit),
    (Role::UnitHead, Action::Sign),
    (Role::DepartmentReviewer, Action::Accept),
    (Role::DepartmentReviewer, Action::Pass),
    (Role::BusinessDivision, Action::Accept),
    (Role::BusinessDivision, Action::Pass),
    (Role::PerformanceDivision, Action::Accept),
    (Role::PerformanceDivision, Action::Pass),
    (Role::BureauLeader, Action::Pass),
];

/// What is said to a warning in a demonstration.
const ANSWER: &str = "示例数据：按实际情况填写，已同业务科室核对。";

/// Leads the declarations of a cycle to differing states.
pub async fn spread(demo: &Demo, cycle: CycleId) -> Result<(), Failure> {
    let clerk = demo.who(Role::Clerk, demo.now).await?;
    let cases = demo.desk.cases(&clerk, cycle).await.map_err(failed)?;
    let mut fates = FATES.iter();
    for case in cases {
        if !demo.is_clean(&case).await? {
            continue;
        }
        let Some(fate) = fates.next() else { break };
        demo.lead(case.id(), fate, demo.now).await?;
    }
    Ok(())
}

impl Demo {
    /// Whether nothing bars handing it in.
    pub async fn is_clean(&self, case: &Case) -> Result<bool, Failure> {
        let judgement = self.desk.judge_unit(case).await.map_err(failed)?.0;
        Ok(judgement.causes(case.id()).iter().all(|cause| asks(cause) != Asks::Mending))
    }

    /// Answers the warnings and takes the steps, each by the person whose turn it is.
    pub async fn lead(
        &self,
        id: DeclarationId,
        steps: &[(Role, Action)],
        at: chrono::DateTime<chrono::Utc>,
    ) -> Result<(), Failure> {
        let clerk = self.who(Role::Clerk, at).await?;
        let case = self.desk.case(&clerk, id).await.map_err(failed)?;
        let (judgement, answered) = self.desk.judge_unit(&case).await.map_err(failed)?;
        for cause in judgement.unanswered(id, &answered) {
            self.desk.waive(&clerk, id, &cause, ANSWER, None).await.map_err(failed)?;
        }
        for (role, action) in steps {
            let who = self.who(*role, at).await?;
            let order = self.order(id, *action, &who).await?;
            self.desk.act(&who, *action, &order).await.map_err(failed)?;
        }
        Ok(())
    }

    /// Approves a declaration under a paper.
    pub async fn approve(
        &self,
        id: DeclarationId,
        paper: &Paper,
        at: chrono::DateTime<chrono::Utc>,
    ) -> Result<(), Failure> {
        let who = self.who(Role::PerformanceDivision, at).await?;
        let order = self.order(id, Action::Approve, &who).await?;
        self.desk.approve(&who, &order, paper).await.map_err(failed)?;
        Ok(())
    }

    /// An order from what is there.
    pub async fn order(
        &self,
        id: DeclarationId,
        action: Action,
        who: &desk::Who,
    ) -> Result<Order, Failure> {
        let case = self.desk.case(who, id).await.map_err(failed)?;
        let reason = match action {
            Action::Return => "示例：请补充社会效益指标的取数来源，核对成本指标与预算是否一致。",
            _ => "",
        };
        Ok(Order {
            id,
            version: case.standing.declaration.version,
            draft: Some(case.standing.draft.version),
            reason: reason.to_owned(),
            key: None,
        })
    }
}

//! Duties that are about a cycle, the units or the system rather than one declaration, and who
//! may hold which roles together.

use chrono::{DateTime, NaiveDate, Utc};

use crate::entitled::{entitled, held};
use crate::may::{late, unlocked};
use crate::refusal::{Reason, Refusal};
use crate::{Asker, Grant, Ground, Level, Permit, Role, Workflow, shanghai_day};

/// A duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Duty {
    /// Begin a declaration, by hand or by import.
    Declare,
    /// Open a cycle and set its deadlines.
    SetDeadlines,
    /// Lock and unlock.
    SetLocks,
    /// Give exceptions from locks and deadlines.
    GiveExceptions,
    /// See sums and progress.
    ReadStatistics,
    /// Look after the tree of units.
    ManageUnits,
    /// Look after people and their accounts.
    ManagePeople,
    /// Give and take grants, name stand-ins.
    GiveGrants,
    /// Choose packs.
    ManagePacks,
    /// Back up and restore.
    BackUp,
    /// Read the record of events.
    ReadEvents,
}

impl Duty {
    /// Every duty.
    pub const ALL: [Duty; 11] = [
        Duty::Declare,
        Duty::SetDeadlines,
        Duty::SetLocks,
        Duty::GiveExceptions,
        Duty::ReadStatistics,
        Duty::ManageUnits,
        Duty::ManagePeople,
        Duty::GiveGrants,
        Duty::ManagePacks,
        Duty::BackUp,
        Duty::ReadEvents,
    ];

    /// Name in Chinese.
    pub fn name(self) -> &'static str {
        match self {
            Duty::Declare => "新建申报",
            Duty::SetDeadlines => "设定周期和期限",
            Duty::SetLocks => "锁定和解锁",
            Duty::GiveExceptions => "开例外",
            Duty::ReadStatistics => "看统计",
            Duty::ManageUnits => "管理单位",
            Duty::ManagePeople => "管理人员",
            Duty::GiveGrants => "授权",
            Duty::ManagePacks => "管理规则包",
            Duty::BackUp => "备份和恢复",
            Duty::ReadEvents => "看办理记录",
        }
    }

    /// The roles that have it.
    pub fn roles(self, workflow: &Workflow) -> Vec<Role> {
        match self {
            Duty::Declare => vec![Role::Clerk],
            Duty::SetDeadlines | Duty::SetLocks | Duty::GiveExceptions => {
                vec![Role::PerformanceDivision]
            }
            Duty::ReadStatistics => vec![
                Role::UnitHead,
                Role::DepartmentReviewer,
                Role::BusinessDivision,
                Role::PerformanceDivision,
                Role::BureauLeader,
                Role::Auditor,
                Role::Clerk,
            ],
            Duty::ManageUnits | Duty::ManagePeople | Duty::ManagePacks | Duty::BackUp => {
                vec![Role::SystemAdministrator]
            }
            Duty::GiveGrants => vec![workflow.granting_role()],
            Duty::ReadEvents if workflow.separate_administrators => {
                vec![Role::AuditAdministrator, Role::Auditor]
            }
            Duty::ReadEvents => {
                vec![Role::AuditAdministrator, Role::SystemAdministrator, Role::Auditor]
            }
        }
    }
}

/// Whether the asker may do this for the unit of the ground, and what lies below it.
///
/// # Errors
/// The refusal: why, who can lift it, until when.
pub fn may_manage(
    workflow: &Workflow,
    asker: &Asker,
    duty: Duty,
    ground: &Ground,
    now: DateTime<Utc>,
) -> Result<Permit, Refusal> {
    let day = shanghai_day(now);
    let roles = duty.roles(workflow);
    entitled(workflow, asker, &roles, ground, day, duty.name())?;
    let mut notes = Vec::new();
    if duty == Duty::Declare {
        unlocked(ground, Some(Level::Unit), true, day)?;
        late(workflow, ground, day, &mut notes)?;
    }
    let mut grants = held(workflow, asker, &roles, ground, day);
    grants.sort_by_key(|grant| grant.for_person.is_some());
    let grant = grants.first().expect("invariant: entitled by one of these");
    Ok(Permit { role: grant.role, for_person: grant.for_person, also_took: Vec::new(), notes })
}

/// Whether somebody who holds these grants may be given one more role on a day.
///
/// # Errors
/// The two roles do not go together.
pub fn may_hold(
    workflow: &Workflow,
    grants: &[Grant],
    role: Role,
    day: NaiveDate,
) -> Result<(), Refusal> {
    let others = grants.iter().filter(|grant| grant.until.is_none_or(|last| day <= last));
    let clash = others.map(|grant| grant.role).find(|held| clash(workflow, *held, role));
    let Some(held) = clash else { return Ok(()) };
    let why = format!("已是“{}”的人不能再任“{}”。", held.name(), role.name());
    let remedy = if held.is_administrator() && role.is_administrator() {
        "系统、安全、审计三个管理员应是三个人。"
    } else if held == Role::Auditor || role == Role::Auditor {
        "审计、人大只查看，不能兼办业务或管理。"
    } else {
        "管理员不兼办业务。"
    };
    Err(Refusal::new(Reason::SamePerson, why).remedy(remedy).who(&[workflow.granting_role()]))
}

fn clash(workflow: &Workflow, held: Role, role: Role) -> bool {
    if held == role {
        return false;
    }
    let either = |wanted: fn(Role) -> bool| wanted(held) || wanted(role);
    if either(|role| role == Role::Auditor) {
        return true;
    }
    workflow.separate_administrators && either(Role::is_administrator)
}

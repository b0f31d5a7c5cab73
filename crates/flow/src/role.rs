//! The parts people play, and the three levels a declaration climbs. Grants are in `grant.rs`.

use serde::{Deserialize, Serialize};

/// A level of government a declaration passes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The budget unit that declares.
    Unit,
    /// The department above it.
    Department,
    /// The finance bureau.
    Bureau,
}

impl Level {
    /// Every level, lowest first.
    pub const ALL: [Level; 3] = [Level::Unit, Level::Department, Level::Bureau];

    /// Name in packs and columns.
    pub fn as_str(self) -> &'static str {
        match self {
            Level::Unit => "unit",
            Level::Department => "department",
            Level::Bureau => "bureau",
        }
    }

    /// Name in Chinese.
    pub fn name(self) -> &'static str {
        match self {
            Level::Unit => "单位",
            Level::Department => "主管部门",
            Level::Bureau => "财政局",
        }
    }

    /// The level of a name in packs and columns.
    pub fn parse(name: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.as_str() == name)
    }
}

/// A part somebody plays for a unit and what lies below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Writes and submits.
    Clerk,
    /// Signs for the unit.
    UnitHead,
    /// Reviews for the department above the unit.
    DepartmentReviewer,
    /// Reviews content and amounts in the finance bureau.
    BusinessDivision,
    /// Reviews goals and indicators in the finance bureau, sets deadlines, issues the approval.
    PerformanceDivision,
    /// Decides for the finance bureau.
    BureauLeader,
    /// Gives opinions; decides nothing.
    Expert,
    /// Reads; changes nothing.
    Auditor,
    /// Looks after units, people and the machine; has no part in the business.
    SystemAdministrator,
    /// Gives and takes grants.
    SecurityAdministrator,
    /// Reads the record of events.
    AuditAdministrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 11] = [
        Role::Clerk,
        Role::UnitHead,
        Role::DepartmentReviewer,
        Role::BusinessDivision,
        Role::PerformanceDivision,
        Role::BureauLeader,
        Role::Expert,
        Role::Auditor,
        Role::SystemAdministrator,
        Role::SecurityAdministrator,
        Role::AuditAdministrator,
    ];

    /// Name in packs and columns.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Clerk => "clerk",
            Role::UnitHead => "unit_head",
            Role::DepartmentReviewer => "department_reviewer",
            Role::BusinessDivision => "business_division",
            Role::PerformanceDivision => "performance_division",
            Role::BureauLeader => "bureau_leader",
            Role::Expert => "expert",
            Role::Auditor => "auditor",
            Role::SystemAdministrator => "system_administrator",
            Role::SecurityAdministrator => "security_administrator",
            Role::AuditAdministrator => "audit_administrator",
        }
    }

    /// Name in Chinese.
    pub fn name(self) -> &'static str {
        match self {
            Role::Clerk => "经办人",
            Role::UnitHead => "单位负责人",
            Role::DepartmentReviewer => "主管部门审核人",
            Role::BusinessDivision => "业务股室",
            Role::PerformanceDivision => "绩效股",
            Role::BureauLeader => "局领导",
            Role::Expert => "专家（第三方）",
            Role::Auditor => "审计、人大",
            Role::SystemAdministrator => "系统管理员",
            Role::SecurityAdministrator => "安全管理员",
            Role::AuditAdministrator => "审计管理员",
        }
    }

    /// The role of a name in packs and columns.
    pub fn parse(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.as_str() == name)
    }

    /// The level it works at; `None` for those who take no part in the business.
    pub fn level(self) -> Option<Level> {
        match self {
            Role::Clerk | Role::UnitHead => Some(Level::Unit),
            Role::DepartmentReviewer => Some(Level::Department),
            Role::BusinessDivision
            | Role::PerformanceDivision
            | Role::BureauLeader
            | Role::Expert => Some(Level::Bureau),
            Role::Auditor
            | Role::SystemAdministrator
            | Role::SecurityAdministrator
            | Role::AuditAdministrator => None,
        }
    }

    /// Whether it is one of the three administrators.
    pub fn is_administrator(self) -> bool {
        matches!(
            self,
            Role::SystemAdministrator | Role::SecurityAdministrator | Role::AuditAdministrator
        )
    }
}

//! What people do with one declaration. Duties about the cycle and the system are in `duty.rs`.

use serde::{Deserialize, Serialize};

/// Something somebody wants to do with a declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Read what was submitted, with its findings and history.
    View,
    /// Read the draft itself.
    ReadDraft,
    /// Change the draft: cells, fixes, attachments, answers to warnings.
    Edit,
    /// Hand the draft in.
    Submit,
    /// Take back what the next level has not accepted.
    Recall,
    /// The unit's head signs.
    Sign,
    /// The upper level takes it on, which freezes the lower.
    Accept,
    /// Back to the unit's clerk, with reasons.
    Return,
    /// On to the next step.
    Pass,
    /// Give grades or points.
    Grade,
    /// Write or answer a comment.
    Comment,
    /// Give the work of this step to somebody of the same office.
    Reassign,
    /// Not to be arranged this year.
    Refuse,
    /// Undo a refusal.
    Reopen,
    /// Issue the approval, with its number and date.
    Approve,
    /// Begin to change what is approved.
    Adjust,
    /// Throw the draft away.
    Discard,
}

impl Action {
    /// Every action.
    pub const ALL: [Action; 17] = [
        Action::View,
        Action::ReadDraft,
        Action::Edit,
        Action::Submit,
        Action::Recall,
        Action::Sign,
        Action::Accept,
        Action::Return,
        Action::Pass,
        Action::Grade,
        Action::Comment,
        Action::Reassign,
        Action::Refuse,
        Action::Reopen,
        Action::Approve,
        Action::Adjust,
        Action::Discard,
    ];

    /// Name in events and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Action::View => "view",
            Action::ReadDraft => "read_draft",
            Action::Edit => "edit",
            Action::Submit => "submit",
            Action::Recall => "recall",
            Action::Sign => "sign",
            Action::Accept => "accept",
            Action::Return => "return",
            Action::Pass => "pass",
            Action::Grade => "grade",
            Action::Comment => "comment",
            Action::Reassign => "reassign",
            Action::Refuse => "refuse",
            Action::Reopen => "reopen",
            Action::Approve => "approve",
            Action::Adjust => "adjust",
            Action::Discard => "discard",
        }
    }

    /// Name in Chinese, as on a button.
    pub fn name(self) -> &'static str {
        match self {
            Action::View => "查看",
            Action::ReadDraft => "看草稿",
            Action::Edit => "修改",
            Action::Submit => "提交",
            Action::Recall => "撤回",
            Action::Sign => "签字",
            Action::Accept => "接收",
            Action::Return => "退回",
            Action::Pass => "审核通过",
            Action::Grade => "评分",
            Action::Comment => "批注",
            Action::Reassign => "改派",
            Action::Refuse => "不予通过",
            Action::Reopen => "重新审核",
            Action::Approve => "批复",
            Action::Adjust => "申请调整",
            Action::Discard => "删除草稿",
        }
    }

    /// Name in Chinese, as it follows “不能” in a sentence.
    pub(crate) fn doing(self) -> &'static str {
        match self {
            Action::Refuse => "决定不予通过",
            _ => self.name(),
        }
    }

    /// The action of a name in events and addresses.
    pub fn parse(name: &str) -> Option<Action> {
        Action::ALL.into_iter().find(|action| action.as_str() == name)
    }

    /// Whether it changes something.
    pub fn writes(self) -> bool {
        !matches!(self, Action::View | Action::ReadDraft)
    }

    /// Whether a lock on the level bars it. Reading and talking go on behind a lock.
    pub fn is_locked(self) -> bool {
        self.writes() && !matches!(self, Action::Comment | Action::Reassign)
    }

    /// Whether it rests on the content the asker has seen, so that it must be the current one.
    /// Comments and new hands do not depend on the version.
    pub fn needs_current_version(self) -> bool {
        self.writes() && !matches!(self, Action::Comment | Action::Reassign)
    }
}

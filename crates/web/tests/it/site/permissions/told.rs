//! What is expected, what the site told, and the table of all of it that people read.

use std::fmt::Write as _;

use axum::http::StatusCode;
use desk::{Case, Who};
use flow::{Action, Reason};
use serde_json::Value;

use super::parade::name;
use crate::site::stage::Answer;

/// What `flow::may` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    Permitted,
    Refused(flow::Refusal),
    /// They may not know of it.
    Hidden,
}

impl Expected {
    pub fn of(case: &Case, who: &Who, action: Action) -> Expected {
        match case.may(who, action) {
            _ if !case.is_seen_by(who) => Expected::Hidden,
            Ok(_) => Expected::Permitted,
            Err(refusal) => Expected::Refused(refusal),
        }
    }

    /// In a cell of the table.
    fn sign(&self) -> &'static str {
        let refusal = match self {
            Expected::Permitted => return "✓",
            Expected::Hidden => return "",
            Expected::Refused(refusal) => refusal,
        };
        match refusal.reason {
            Reason::NoGrant | Reason::GrantNotInForce => "·",
            Reason::WrongState => "时",
            Reason::OtherStep => "他",
            Reason::Frozen => "冻",
            Reason::Approved => "批",
            Reason::OwnWork => "己",
            Reason::SamePerson => "兼",
            Reason::Assigned => "派",
            Reason::Locked => "锁",
            Reason::Late => "晚",
            Reason::Stale => "旧",
            Reason::Errors => "错",
            Reason::Warnings => "问",
            Reason::Rounds => "轮",
        }
    }
}

/// What the site told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    Done,
    /// As JSON tells it.
    Refused {
        status: StatusCode,
        why: String,
        remedy: String,
        who: Vec<String>,
    },
    /// As a page tells it.
    Page {
        status: StatusCode,
        text: String,
    },
    /// Told of one of a batch, which has no status of its own.
    Batch {
        why: String,
        remedy: String,
    },
    /// The whole batch is for other people.
    Shut,
}

impl Told {
    /// What an answer tells.
    pub fn of(answer: &Answer) -> Told {
        let status = answer.status;
        if status.is_success() || status.is_redirection() {
            return Told::Done;
        }
        match serde_json::from_slice::<Value>(&answer.bytes) {
            Ok(json) => {
                let error = &json["error"];
                let who = error["who"].as_array().into_iter().flatten();
                Told::Refused {
                    status,
                    why: text(&error["why"]),
                    remedy: text(&error["remedy"]),
                    who: who.map(text).collect(),
                }
            }
            Err(_) => Told::Page { status, text: answer.text() },
        }
    }

    /// What a batch tells of its only one.
    pub fn of_one(answer: &Answer) -> Told {
        let Ok(json) = serde_json::from_slice::<Value>(&answer.bytes) else {
            return Told::of(answer);
        };
        match &json["refused"][0]["problem"] {
            _ if answer.status == StatusCode::FORBIDDEN => Told::Shut,
            Value::Null if json["done"].as_array().is_some_and(|done| done.len() == 1) => {
                Told::Done
            }
            Value::Null => Told::of(answer),
            problem => Told::batch(problem),
        }
    }

    /// What an import tells of its only form.
    pub fn of_rows(answer: &Answer) -> Told {
        let Ok(json) = serde_json::from_slice::<Value>(&answer.bytes) else {
            return Told::of(answer);
        };
        match &json["rows"][0]["problem"] {
            _ if answer.status == StatusCode::FORBIDDEN => Told::Shut,
            Value::Null => Told::of(answer),
            problem => Told::batch(problem),
        }
    }

    fn batch(problem: &Value) -> Told {
        Told::Batch { why: text(&problem["why"]), remedy: text(&problem["remedy"]) }
    }

    /// Whether this is the answer that was expected.
    pub fn agrees(&self, expected: &Expected) -> bool {
        let refusal = match (self, expected) {
            (Told::Done, Expected::Permitted) => return true,
            (Told::Shut, Expected::Hidden) => return true,
            (Told::Batch { why, .. }, Expected::Hidden) => return why == "找不到申报。",
            (Told::Refused { status, .. } | Told::Page { status, .. }, Expected::Hidden) => {
                return *status == StatusCode::NOT_FOUND;
            }
            (_, Expected::Refused(refusal)) => refusal,
            _ => return false,
        };
        let of_role = matches!(refusal.reason, Reason::NoGrant | Reason::GrantNotInForce);
        let due = if of_role { StatusCode::FORBIDDEN } else { StatusCode::CONFLICT };
        let names: Vec<&str> = refusal.who.iter().map(|role| role.name()).collect();
        match self {
            Told::Done => false,
            Told::Shut => of_role,
            Told::Batch { why, remedy } => *why == refusal.why && *remedy == refusal.remedy,
            Told::Refused { status, why, remedy, who } => {
                *status == due && *why == refusal.why && *remedy == refusal.remedy && *who == names
            }
            Told::Page { status, text } => {
                *status == due && text.contains(&refusal.why) && text.contains(&refusal.remedy)
            }
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// What was expected for everybody.
pub type Rows = Vec<(&'static str, Vec<Expected>)>;

/// The table.
#[derive(Debug, Default)]
pub struct Table {
    lines: String,
}

const HEAD: &str = "\
# 谁在什么时候能办什么

由测试生成（`UPDATE=1 cargo test -p web --test it permissions`），请勿手改。每一格都在网页按钮、接口、
批量办理、导入覆盖几条路上试过（准的每条路都试，不准的轮着试）：准的都准，不准的都不准，说的话一样，
不准的什么也没有改。

✓ 能办　· 没有这个岗位　时 现在没有这一步　他 别的环节在办　冻 上级已接收　批 已经批复　己 自己填报的
派 派给了别人　锁 已锁定　晚 过了截止日　错 有错误没改　问 有问题没答复。没有列出的岗位看不到这份申报。

";

impl Table {
    /// Adds a scene: people with the same rights share a line.
    pub fn add(&mut self, scene: &str, rows: Rows) {
        if self.lines.is_empty() {
            self.lines.push_str(HEAD);
            let names = Action::ALL.map(Action::name).join(" | ");
            let rule = "|---".repeat(Action::ALL.len() + 2);
            let _ = writeln!(self.lines, "| 申报 | 谁 | {names} |\n{rule}|");
        }
        let mut groups: Vec<(Vec<&str>, Vec<&str>)> = Vec::new();
        for (login, row) in rows {
            let signs: Vec<&str> = row.iter().map(Expected::sign).collect();
            if row.iter().all(|expected| *expected == Expected::Hidden) {
                continue;
            }
            match groups.iter_mut().find(|(_, own)| *own == signs) {
                Some((names, _)) => names.push(name(login)),
                None => groups.push((vec![name(login)], signs)),
            }
        }
        for (names, signs) in groups {
            let _ =
                writeln!(self.lines, "| {scene} | {} | {} |", names.join("、"), signs.join(" | "));
        }
    }

    /// Compares it with the one that is kept; `UPDATE=1` keeps it instead.
    pub fn compare(&self) {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/site/permissions/table.md");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, &self.lines).expect("written");
            return;
        }
        let kept = std::fs::read_to_string(path).unwrap_or_default();
        assert_eq!(kept, self.lines, "UPDATE=1 writes the new table");
    }
}

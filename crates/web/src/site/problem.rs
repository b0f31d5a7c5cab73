//! What people see when something cannot be done: why, who can lift it, until when, what to do.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use flow::Reason;
use serde::Serialize;
use utoipa::ToSchema;

/// Why a request was not done. The guard draws it as a page or as JSON. Its texts are boxed: every
/// handler carries it as its other outcome.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// Status of the answer.
    #[serde(skip)]
    pub status: StatusCode,
    /// Why, as a whole sentence.
    pub why: String,
    /// What to do, as a whole sentence; empty where nothing can be done.
    #[schema(value_type = String)]
    pub remedy: Box<str>,
    /// Who can lift it: names of roles.
    pub who: Vec<String>,
    /// The last day it stands, as `2026年1月5日`.
    #[schema(value_type = Option<String>)]
    pub until: Option<Box<str>>,
    /// The field of the form it is about, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub field: Option<Box<str>>,
    /// Where what stands in the way can be looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub address: Option<Box<str>>,
}

impl Problem {
    /// With a status, why and what to do.
    pub fn new(status: StatusCode, why: impl Into<String>, remedy: impl Into<String>) -> Problem {
        let (why, remedy) = (why.into(), remedy.into().into());
        Problem { status, why, remedy, who: Vec::new(), until: None, field: None, address: None }
    }

    /// The same about a field of the form that was sent: the form is drawn again with the message
    /// at the field and whatever was typed.
    #[must_use]
    pub fn at(self, field: &str) -> Problem {
        let status = match self.status {
            StatusCode::BAD_REQUEST => StatusCode::UNPROCESSABLE_ENTITY,
            status => status,
        };
        Problem { status, field: Some(field.into()), ..self }
    }

    /// No such page, or none this person may know of.
    pub fn nothing_here() -> Problem {
        Problem::new(StatusCode::NOT_FOUND, "没有这一页。", "请从工作台重新打开。")
    }

    /// Nobody has signed in.
    pub fn signed_out() -> Problem {
        Problem::new(StatusCode::UNAUTHORIZED, "还没有登录，或登录已过期。", "请登录。")
    }

    /// Signed in with a password that somebody else set.
    pub fn must_change() -> Problem {
        let status = StatusCode::PRECONDITION_REQUIRED;
        Problem::new(status, "现在用的是一次性的密码。", "请先改成自己的密码，再办其他事。")
    }

    /// A request that makes no sense.
    pub fn bad(why: impl Into<String>) -> Problem {
        Problem::new(StatusCode::BAD_REQUEST, why, "")
    }

    /// A fault of the program.
    pub fn broken() -> Problem {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Problem::new(
            status,
            "程序出了错，刚才的操作没有完成。",
            "请再试一次；还不行请告诉系统管理员。",
        )
    }
}

impl From<flow::Refusal> for Problem {
    fn from(refusal: flow::Refusal) -> Problem {
        let status = match refusal.reason {
            Reason::NoGrant | Reason::GrantNotInForce => StatusCode::FORBIDDEN,
            _ => StatusCode::CONFLICT,
        };
        let day = |day: chrono::NaiveDate| day.format("%Y年%-m月%-d日").to_string();
        Problem {
            status,
            why: refusal.why,
            remedy: refusal.remedy.into(),
            who: refusal.who.iter().map(|role| role.name().to_owned()).collect(),
            until: refusal.until.map(|until| day(until).into()),
            field: None,
            address: None,
        }
    }
}

impl From<store::Trouble> for Problem {
    fn from(trouble: store::Trouble) -> Problem {
        use store::Trouble;
        let (status, why, remedy) = match trouble {
            Trouble::Away => (
                StatusCode::SERVICE_UNAVAILABLE,
                "现在连不上数据库，刚才的操作不一定办成了。",
                "请过几分钟重新打开页面看看，没有办成的再办一次；一直这样请告诉系统管理员。",
            ),
            Trouble::Busy => (
                StatusCode::SERVICE_UNAVAILABLE,
                "现在办理的人太多，刚才的操作没有办成。",
                "请稍等一会儿再办一次。",
            ),
            Trouble::Full => (
                StatusCode::INSUFFICIENT_STORAGE,
                "服务器的磁盘满了，刚才的操作没有保存。",
                "请先把写好的内容另外留一份，并告诉系统管理员；腾出空间以后再办一次。",
            ),
            Trouble::ReadOnly => (
                StatusCode::SERVICE_UNAVAILABLE,
                "服务器上的数据现在只能看、不能改，刚才的操作没有保存。",
                "请告诉系统管理员；恢复以后再办一次。",
            ),
        };
        Problem::new(status, why, remedy)
    }
}

impl From<store::Error> for Problem {
    fn from(error: store::Error) -> Problem {
        use store::Error;
        let told = error.to_string();
        if let Some(trouble) = error.trouble() {
            tracing::error!(error = told, "the store is in trouble");
            return trouble.into();
        }
        match error {
            Error::Conflict { .. } => Problem::new(StatusCode::CONFLICT, told, "请刷新后再办。"),
            Error::Missing(_) => Problem::new(StatusCode::NOT_FOUND, told, "请从工作台重新打开。"),
            Error::Exists(_) | Error::Refused(_) | Error::OneOfMany { .. } => {
                Problem::new(StatusCode::CONFLICT, told, "")
            }
            Error::Form(_) | Error::Row { .. } => Problem::new(StatusCode::BAD_REQUEST, told, ""),
            _ => {
                // The words of a database are for whoever runs the program, not for the page.
                tracing::error!(error = told, "the store failed");
                Problem::broken()
            }
        }
    }
}

impl From<desk::Error> for Problem {
    fn from(error: desk::Error) -> Problem {
        match error {
            desk::Error::Refused(refusal) => refusal.into(),
            desk::Error::Store(error) => error.into(),
            desk::Error::Bad(why) => Problem::bad(why),
            desk::Error::There(id) => Problem {
                address: Some(format!("/declarations/{}", id.0).into()),
                ..Problem::new(StatusCode::CONFLICT, error.to_string(), "请打开已有的那一份。")
            },
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

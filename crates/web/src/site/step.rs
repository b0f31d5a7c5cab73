//! A step as it is sent, by whoever takes it: the versions that were on the screen, why, and a key.

use desk::Order;
use serde::Deserialize;
use store::DeclarationId;
use utoipa::ToSchema;

/// A step, with what was on the screen.
#[derive(Debug, Deserialize, ToSchema)]
pub struct StepSent {
    /// The version of the declaration that was on the screen.
    version: i64,
    /// The version of its draft; only handing in asks for it.
    #[serde(default)]
    draft: Option<i64>,
    /// Why; a return and a refusal must say it.
    #[serde(default)]
    reason: String,
    /// A key of the request: sent twice, it is done once.
    #[serde(default)]
    key: String,
}

impl StepSent {
    /// What the desk is asked for.
    pub fn order(self, id: DeclarationId) -> Order {
        let StepSent { version, draft, reason, key } = self;
        Order { id, version, draft, reason, key: Some(key).filter(|key| !key.is_empty()) }
    }
}

//! The rule books as the desk uses them: a pack in a fiscal year.

use std::sync::Arc;

use chrono::NaiveDate;
use flow::Workflow;
use policy::Policy;

use crate::{Desk, Error, Result};

impl Desk {
    /// The rules of a pack as they are on the first day of a fiscal year; made once.
    ///
    /// # Errors
    /// When there is no such pack.
    pub fn policy(&self, pack: &str, year: i32) -> Result<Arc<Policy>> {
        if let Some(known) = self.memory.rules(pack, year) {
            return Ok(known);
        }
        let day = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(NaiveDate::MAX);
        let policy = self.packs.policy(pack, day);
        let policy = policy.ok_or_else(|| Error::bad(format!("没有名为“{pack}”的规则包。")))?;
        Ok(self.memory.keep_rules(pack, year, policy))
    }

    /// The workflow of a pack in a fiscal year.
    ///
    /// # Errors
    /// When there is no such pack, or its workflow is wrong.
    pub fn workflow(&self, pack: &str, year: i32) -> Result<Workflow> {
        let workflow = Workflow::new(self.policy(pack, year)?.as_ref());
        workflow.map_err(|error| Error::bad(format!("规则包有误：{error}")))
    }
}

//! Review sheets: a reviewer's marks for what was handed in last, saved while they are thought
//! over and fixed once decided. What the items are is pack data and drawn above.

use flow::Action;
use store::{AspectSheet, DeclarationId, SaveSheet, SheetId};

use crate::lengths::{REASON, within};
use crate::{Desk, Error, Result, Who};

/// Marks to be saved.
#[derive(Debug, Clone)]
pub struct Marks {
    /// The declaration.
    pub id: DeclarationId,
    /// The version of the sheet that was on the screen; 0 where there was none.
    pub version: i64,
    /// Marks and reasons, as JSON.
    pub items: String,
    /// The opinion in words.
    pub opinion: String,
    /// Points in all, in hundredths; none while an item has no mark.
    pub total: Option<i64>,
    /// A key of the request: sent twice, it is saved once.
    pub key: Option<String>,
}

impl Desk {
    /// Saves one's own sheet for what was handed in last.
    ///
    /// # Errors
    /// When nothing was handed in; the refusal; a conflict when it was saved since; else when the
    /// database fails.
    pub async fn save_sheet(&self, who: &Who, marks: &Marks) -> Result<AspectSheet> {
        within("意见", &marks.opinion, REASON)?;
        let case = self.case(who, marks.id).await?;
        let permit = case.may(who, Action::Grade)?;
        let revision = case.standing.declaration.current;
        let revision = revision.ok_or_else(|| Error::bad("还没有提交过，没有可以评分的版本。"))?;
        let save = SaveSheet {
            revision,
            version: marks.version,
            items: &marks.items,
            opinion: marks.opinion.trim(),
            total: marks.total,
            key: marks.key.as_deref(),
        };
        Ok(self.store.save_aspect_sheet(case.by(who, &permit), who.region(), &save).await?)
    }

    /// Decides one's own sheet: from then on it stays as it is.
    ///
    /// # Errors
    /// When an item has no mark; the refusal; a conflict when it was saved since; else when the
    /// database fails.
    pub async fn decide_sheet(
        &self,
        who: &Who,
        of: DeclarationId,
        id: SheetId,
        version: i64,
    ) -> Result<AspectSheet> {
        let case = self.case(who, of).await?;
        let permit = case.may(who, Action::Grade)?;
        let sheets = self.store.aspect_sheets(who.region(), of).await?;
        let sheet = sheets.into_iter().find(|sheet| sheet.id == id);
        let sheet = sheet.ok_or(store::Error::Missing("评分表"))?;
        if sheet.total.is_none() {
            return Err(Error::bad("还有要点没有打分，不能确定。请补全后再确定。"));
        }
        Ok(self.store.decide_aspect_sheet(case.by(who, &permit), who.region(), id, version).await?)
    }
}

//! The official form of a declaration, with who signed it.

use flow::Action;
use model::Drawing;
use office::lay_out::lay_out;
use office::paper::signed;
use store::RevisionId;

use super::{Names, signatures};
use crate::begin::form_of;
use crate::layouts::{layout_of, settled};
use crate::{Case, Desk, Error, Result, Who};

/// What stands on the form of somebody who is still writing.
const DRAFT: &str = "草稿，还没有提交。";

impl Desk {
    /// A declaration's form as somebody may see it, drawn with its signatures: while the unit
    /// writes, nobody else sees its draft but what was handed in last. What the official form has
    /// no room for is told below it.
    ///
    /// # Errors
    /// When there is no official form for it, what is kept cannot be read, or the database fails.
    pub async fn form_paper(&self, who: &Who, case: &Case, names: &Names) -> Result<Drawing> {
        let row = &case.standing.declaration;
        let (text, revision) = self.shown(who, case).await?;
        let mut form = form_of(&text)?;
        let policy = &case.setting.policy;
        settled(policy, &mut form, case.setting.units.name(row.unit));
        let layout =
            layout_of(policy, &form).ok_or_else(|| Error::bad("这种表没有官方表样，不能打印。"))?;
        let laid = lay_out(layout, &[(0, &form)]);
        let mut notes: Vec<String> = Vec::new();
        notes.extend(revision.is_none().then(|| DRAFT.to_owned()));
        let unplaced = laid.unplaced.iter().filter_map(|(_, path)| form.at(path));
        let unplaced: Vec<String> = unplaced.map(|text| model::text::fold(&text.text)).collect();
        if !unplaced.is_empty() {
            notes.push(format!("表样没有位置的内容：{}", unplaced.join("；")));
        }
        let reviews = self.store.reviews(row.region, row.id).await?;
        let signatures = signatures(case, &reviews, revision, names);
        Ok(signed(laid.drawing, &signatures, &notes.join("\n")))
    }

    /// The form somebody may see, and the revision it is; none for the draft.
    async fn shown(&self, who: &Who, case: &Case) -> Result<(String, Option<RevisionId>)> {
        let row = &case.standing.declaration;
        let writes =
            case.situation.state.is_with_clerk() && case.may(who, Action::ReadDraft).is_ok();
        match row.current.filter(|_| !writes) {
            Some(current) => {
                Ok((self.store.revision(row.region, current).await?.form, Some(current)))
            }
            None => Ok((self.store.draft(row.region, row.id).await?.form, None)),
        }
    }
}

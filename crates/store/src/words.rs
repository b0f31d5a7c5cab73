//! Finding things by words. Which words a thing has, pinyin among them, is decided above; here
//! they are kept and compared byte by byte, so that both databases give the same answers.

use std::collections::BTreeSet;

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::change::Changing;
use crate::judged::BATCH;
use crate::tables::word;
use crate::{DeclarationId, Result};

/// What declarations are called among the things that words lead to.
pub(crate) const DECLARATION: &str = "declaration";

impl Changing {
    /// Lets a declaration be found by these words and by no others.
    pub(crate) async fn spell(&self, of: DeclarationId, words: &[String]) -> Result<()> {
        let wanted: BTreeSet<&str> =
            words.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
        let own = word::Entity::find()
            .select_only()
            .column(word::Column::Word)
            .filter(word::Column::Region.eq(self.region))
            .filter(word::Column::Kind.eq(DECLARATION))
            .filter(word::Column::Subject.eq(of.0));
        let there: Vec<String> = own.into_tuple().all(self.on()).await?;
        let there: BTreeSet<&str> = there.iter().map(String::as_str).collect();
        let gone: Vec<&str> = there.difference(&wanted).copied().collect();
        for batch in gone.chunks(BATCH) {
            word::Entity::delete_many()
                .filter(word::Column::Region.eq(self.region))
                .filter(word::Column::Kind.eq(DECLARATION))
                .filter(word::Column::Subject.eq(of.0))
                .filter(word::Column::Word.is_in(batch.iter().copied()))
                .exec(self.on())
                .await?;
        }
        let new: Vec<&str> = wanted.difference(&there).copied().collect();
        for batch in new.chunks(BATCH) {
            let rows = batch.iter().map(|text| word::ActiveModel {
                region: Set(self.region),
                word: Set((*text).to_owned()),
                kind: Set(DECLARATION.to_owned()),
                subject: Set(of.0),
            });
            word::Entity::insert_many(rows).exec_without_returning(self.on()).await?;
        }
        Ok(())
    }
}

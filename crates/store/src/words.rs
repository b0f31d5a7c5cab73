//! Finding things by words. Which words a thing has, pinyin among them, is decided above; here
//! they are kept and compared byte by byte, so that both databases give the same answers.

use std::collections::BTreeSet;

use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use crate::change::Changing;
use crate::judged::BATCH;
use crate::tables::{declaration, word};
use crate::{CycleId, DeclarationId, Entry, RegionId, Result, Store, UnitId, record};

/// What declarations are called among the things that words lead to.
pub(crate) const DECLARATION: &str = "declaration";

/// No character comes after it.
const LAST: char = '\u{10FFFF}';

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// All of these words must be there, of the last one at least the beginning.
    pub words: Vec<String>,
    /// Only in this cycle.
    pub cycle: Option<CycleId>,
    /// Only of these units.
    pub units: Option<Vec<UnitId>>,
    /// Only those made before this one: the last one of the page before.
    pub before: Option<DeclarationId>,
}

impl Store {
    /// Declarations found by their words, the newest first, at most `count`. Without a word
    /// nothing is found.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn search(
        &self,
        region: RegionId,
        search: &Search,
        count: u64,
    ) -> Result<Vec<DeclarationId>> {
        let words: Vec<&str> =
            search.words.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
        let Some((begun, whole)) = words.split_last() else { return Ok(Vec::new()) };
        let mut rows = declaration::Entity::find()
            .select_only()
            .column(declaration::Column::Id)
            .filter(declaration::Column::Region.eq(region))
            .filter(declaration::Column::DiscardedAt.is_null());
        if let Some(before) = search.before {
            rows = rows.filter(declaration::Column::Id.lt(before));
        }
        if let Some(cycle) = search.cycle {
            rows = rows.filter(declaration::Column::Cycle.eq(cycle));
        }
        if let Some(units) = &search.units {
            rows = rows.filter(declaration::Column::Unit.is_in(units.iter().copied()));
        }
        for text in whole {
            let same = having(region).filter(word::Column::Word.eq(*text));
            rows = rows.filter(declaration::Column::Id.in_subquery(same.into_query()));
        }
        let like = having(region)
            .filter(word::Column::Word.gte(*begun))
            .filter(word::Column::Word.lte(format!("{begun}{LAST}")));
        rows = rows.filter(declaration::Column::Id.in_subquery(like.into_query()));
        let rows = rows.order_by_desc(declaration::Column::Id).limit(count);
        Ok(rows.into_tuple().all(&self.read).await?)
    }
}

/// Which declarations have some word.
fn having(region: RegionId) -> sea_orm::Select<word::Entity> {
    word::Entity::find()
        .select_only()
        .column(word::Column::Subject)
        .filter(word::Column::Region.eq(region))
        .filter(word::Column::Kind.eq(DECLARATION))
}

impl Changing {
    /// Lets a declaration be found by these words and by no others; none when it is already.
    pub(crate) async fn spell(&self, of: DeclarationId, words: &[String]) -> Result<Option<Entry>> {
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
        let list = |words: &BTreeSet<&str>| -> Vec<String> {
            words.iter().map(|word| (*word).to_owned()).collect()
        };
        let entry =
            Entry::of_group(record::words(DECLARATION, of.0), &list(&there), &list(&wanted));
        Ok((there != wanted).then_some(entry))
    }
}

//! Whether a request was carried out before. A request that comes twice finds everything changed
//! by its first coming; whoever asks for permission anew would refuse it.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::change::key_of;
use crate::declaration::keyed;
use crate::tables::idempotency_key;
use crate::{DeclarationId, PersonId, RegionId, Result, Store, What};

impl Store {
    /// Whether this person did this to a declaration with a request of this key.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn was_led(
        &self,
        region: RegionId,
        person: PersonId,
        what: What,
        (of, key): (DeclarationId, &str),
    ) -> Result<bool> {
        let Some(key) = keyed(of, Some(key)) else { return Ok(false) };
        let key = key_of(Some(person), what, &key);
        let row = idempotency_key::Entity::find()
            .filter(idempotency_key::Column::Region.eq(region))
            .filter(idempotency_key::Column::Key.eq(key));
        Ok(row.one(&self.read).await?.is_some())
    }
}

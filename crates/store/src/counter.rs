//! How often the database was asked, so that tests can hold pages to a constant number.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Statements sent so far; opening and closing a transaction is not counted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counter(Arc<AtomicU64>);

impl Counter {
    pub(crate) fn value(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Counts what this connection sends.
    pub(crate) fn watch(&self, connection: &mut sea_orm::DatabaseConnection) {
        let counter = Arc::clone(&self.0);
        connection.set_metric_callback(move |_| {
            counter.fetch_add(1, Ordering::Relaxed);
        });
    }
}

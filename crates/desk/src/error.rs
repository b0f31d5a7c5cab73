//! Why something was not done: refused with its reason, contradicted by what is kept, or badly asked.

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// This person may not do this now: why, who can lift it, until when.
    #[error("{0}")]
    Refused(#[from] flow::Refusal),
    /// The store refused or failed.
    #[error("{0}")]
    Store(#[from] store::Error),
    /// The unit has declared it already.
    #[error("该单位的同一申报已经存在。")]
    There(store::DeclarationId),
    /// What was asked makes no sense; a whole sentence that says what to do.
    #[error("{0}")]
    Bad(String),
}

/// What a function of the desk gives.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Badly asked.
    pub fn bad(what: impl Into<String>) -> Error {
        Error::Bad(what.into())
    }
}

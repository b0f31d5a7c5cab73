//! Why a pack does not load. Says where and what to write; repairs nothing.

/// File, key, and what is missing or wrong, in the words of the person who keeps the pack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}{}: {problem}", if key.is_empty() { String::new() } else { format!(" [{key}]") })]
pub struct PackError {
    /// Path of the file.
    pub file: String,
    /// Key of the value; empty for the file as a whole.
    pub key: String,
    /// What is missing or wrong, and what to write.
    pub problem: String,
}

impl PackError {
    /// An error about `key` of `file`.
    pub fn new(file: &str, key: &str, problem: impl Into<String>) -> PackError {
        PackError { file: file.to_owned(), key: key.to_owned(), problem: problem.into() }
    }
}

//! How long texts may be that people write beside the forms. Cells of forms have their own limit.

use crate::{Error, Result};

/// Most letters of a name: of a unit, a person, a project, a document's number.
pub(crate) const NAME: usize = 200;
/// Most letters of a reason or an opinion.
pub(crate) const REASON: usize = 4_000;

/// Refuses a text that is longer than it may be.
///
/// # Errors
/// Which text it is, and how long it may be.
pub(crate) fn within(what: &str, text: &str, most: usize) -> Result<()> {
    match text.chars().nth(most) {
        Some(_) => Err(Error::bad(format!("{what}太长，请不要超过{most}个字。"))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_counted_and_not_bytes() {
        assert!(within("原因", "一二三", 3).is_ok());
        let told = within("原因", "一二三四", 3).expect_err("too long").to_string();
        assert_eq!(told, "原因太长，请不要超过3个字。");
    }
}

//! A form's layout: the official form as a drawing of labels and field bindings.

use crate::PackError;
use crate::fields::parse;

/// One official form.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Layout {
    /// Key such as `renhe.project`.
    pub key: String,
}

impl Layout {
    /// Reads a layout file of `pack`.
    pub fn parse(pack: &str, file: &str, text: &str) -> Result<Layout, PackError> {
        let mut fields = parse(file, text)?;
        let key = fields.required("key", "表样的名称")?;
        let _ = pack;
        Ok(Layout { key })
    }
}

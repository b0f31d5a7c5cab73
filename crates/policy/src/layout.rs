//! A form's layout: the official form as a drawing of labels and field bindings.

/// One official form.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Layout {
    /// Key such as `renhe.project`.
    pub key: String,
}

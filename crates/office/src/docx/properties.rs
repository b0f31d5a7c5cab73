//! The few properties of paragraphs, runs, rows, cells and content controls that change what
//! is read. All else about looks is passed over.

use quick_xml::events::BytesStart;

use crate::package::attribute;

/// No table is wider; a span beyond it is a mistake or an attack. Word itself stops at 63.
const WIDEST: usize = 1000;

/// What `w:trPr` says.
#[derive(Debug, Default)]
pub(super) struct RowProperties {
    /// Grid columns left out before the first cell.
    pub before: usize,
    /// Grid columns left out after the last cell.
    pub after: usize,
    /// The row is hidden.
    pub hidden: bool,
    /// The row is deleted by a tracked change.
    pub deleted: bool,
}

impl RowProperties {
    /// Takes in one direct child of `w:trPr`.
    pub fn take(&mut self, child: &BytesStart) {
        match child.local_name().as_ref() {
            "gridBefore" => self.before = number(child).unwrap_or(0),
            "gridAfter" => self.after = number(child).unwrap_or(0),
            "hidden" => self.hidden = is_on(child),
            "del" => self.deleted = true,
            _ => {}
        }
    }
}

/// Where a cell stands in a merge along one direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Merge {
    /// Not merged.
    #[default]
    None,
    /// First cell of a merge.
    Start,
    /// Belongs to the merge begun above or to the left.
    Continue,
}

/// What `w:tcPr` says.
#[derive(Debug)]
pub(super) struct CellProperties {
    /// Grid columns covered.
    pub span: usize,
    /// Vertical merge.
    pub vertical: Merge,
    /// Horizontal merge, as old and WPS files write it.
    pub horizontal: Merge,
    /// The cell is deleted by a tracked change.
    pub deleted: bool,
}

impl Default for CellProperties {
    fn default() -> Self {
        let (vertical, horizontal) = (Merge::None, Merge::None);
        CellProperties { span: 1, vertical, horizontal, deleted: false }
    }
}

impl CellProperties {
    /// Takes in one direct child of `w:tcPr`.
    pub fn take(&mut self, child: &BytesStart) {
        match child.local_name().as_ref() {
            "gridSpan" => self.span = number(child).unwrap_or(1).max(1),
            "vMerge" => self.vertical = merge(child),
            "hMerge" => self.horizontal = merge(child),
            "cellDel" => self.deleted = true,
            _ => {}
        }
    }
}

/// A merge without a value continues; that is how WPS and many others write it.
fn merge(tag: &BytesStart) -> Merge {
    match attribute(tag, "val").as_deref() {
        Some("restart") => Merge::Start,
        _ => Merge::Continue,
    }
}

/// Whether a switch such as `w:vanish` is on: it is unless its value says no.
pub(super) fn is_on(tag: &BytesStart) -> bool {
    !matches!(attribute(tag, "val").as_deref(), Some("0" | "false" | "off"))
}

fn number(tag: &BytesStart) -> Option<usize> {
    let value: usize = attribute(tag, "val")?.trim().parse().ok()?;
    Some(value.min(WIDEST))
}

//! What must be known of a Word file before a changed copy of it is written: the ending without
//! which Word will not open the copy, and whether editing is restricted.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::edit::EditError;
use crate::package::{Package, attribute, next_event};
use crate::{Budget, Limits, ReadError, kind};

/// What holds for a file and for each copy of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conditions {
    /// `docx`, or what files with macros and templates are called: Word refuses other endings.
    pub ending: &'static str,
    /// Word lets nobody edit it before the restriction is lifted.
    pub restricted: bool,
}

/// The conditions of a file.
///
/// # Errors
/// Files that cannot be read or are no Word files.
pub fn conditions(bytes: &[u8], limits: Limits) -> Result<Conditions, EditError> {
    match kind::detect(bytes)? {
        model::SourceKind::Docx => {}
        other => return Err(EditError::NotWord(other.ending())),
    }
    let mut budget = Budget::new(limits);
    let mut package = Package::open(bytes)?;
    let main = package.main_part(&mut budget)?;
    let main = main.unwrap_or_else(|| "word/document.xml".to_owned());
    let mut ending = "docx";
    each(&mut package, "[Content_Types].xml", &mut budget, |tag| {
        if is_type_of(tag, &main) {
            ending = ending_of(&attribute(tag, "ContentType").unwrap_or_default());
        }
    })?;
    let relations = package.relations(&main, &mut budget)?;
    let settings = relations.into_iter().find(|relation| relation.kind == "settings");
    let mut restricted = false;
    if let Some(settings) = settings {
        each(&mut package, &settings.target, &mut budget, |tag| {
            let enforced = || attribute(tag, "enforcement");
            restricted |= tag.local_name().as_ref() == "documentProtection"
                && enforced().is_some_and(|on| matches!(&*on, "1" | "true" | "on"));
        })?;
    }
    Ok(Conditions { ending, restricted })
}

/// Whether a line of the content types is about this part; names of parts have no case.
pub(super) fn is_type_of(tag: &BytesStart, part: &str) -> bool {
    tag.local_name().as_ref() == "Override"
        && attribute(tag, "PartName")
            .is_some_and(|name| name.trim_start_matches('/').eq_ignore_ascii_case(part))
}

fn ending_of(content_type: &str) -> &'static str {
    match content_type {
        kind if kind.contains("macroEnabledTemplate") => "dotm",
        kind if kind.contains("macroEnabled") => "docm",
        kind if kind.contains("template") => "dotx",
        _ => "docx",
    }
}

/// Shows every opening tag of a part, if there is one of that name.
fn each(
    package: &mut Package,
    name: &str,
    budget: &mut Budget,
    mut look: impl FnMut(&BytesStart),
) -> Result<(), ReadError> {
    let Some(text) = package.xml(name, budget)? else { return Ok(()) };
    let mut reader = Reader::from_str(&text);
    loop {
        match next_event(&mut reader, name)? {
            Event::Start(tag) | Event::Empty(tag) => look(&tag),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

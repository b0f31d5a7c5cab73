//! A Word file opened to be changed: its parts as text, the numbers its marks use, its author.
//!
//! What is changed is for `annotate` and `revise`; here only how to get in and out.

use std::collections::HashSet;

use model::SourceKind;
use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::Event;

use super::names::Tag;
use super::read::trace;
use super::trail::Trail;
use crate::package::{Package, broken, next_event};
use crate::write::clean;
use crate::{Budget, Limits, ReadError, kind};

/// Why nothing can be written into a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The file cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Not a Word file of the new kind.
    #[error("这是 {0} 文件，批注和修订只能写进 docx 文件。请先用 Word 或 WPS 另存为 .docx 再试")]
    NotWord(&'static str),
    /// Signed: any change breaks the signature.
    #[error("文件有数字签名，改动会使签名失效。请先另存一份没有签名的 .docx 再试")]
    Signed,
}

/// In whose name comments and revisions are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The name.
    pub name: String,
    /// Its short form.
    pub initials: String,
    /// When, as `2026-11-23T09:30:00Z`; none, and the marks have no date.
    pub date: Option<String>,
}

impl Author {
    /// `w:author` and `w:date`, ready to stand in a tag.
    pub(super) fn attributes(&self) -> String {
        let date = self.date.as_ref().map(|date| format!(" w:date=\"{}\"", text(date)));
        format!("w:author=\"{}\"{}", text(&self.name), date.unwrap_or_default())
    }
}

/// A Word file being changed.
pub(super) struct WordFile<'b> {
    pub package: Package<'b>,
    pub budget: Budget,
    /// Name of the main part.
    pub main: String,
    /// The main part, without byte order mark.
    pub document: String,
    marked: bool,
    pub trail: Trail,
}

impl<'b> WordFile<'b> {
    /// Opens the file and records where everything stands.
    pub fn open(bytes: &'b [u8], limits: Limits) -> Result<Self, EditError> {
        match kind::detect(bytes)? {
            SourceKind::Docx => {}
            other => return Err(EditError::NotWord(other.ending())),
        }
        let mut budget = Budget::new(limits);
        let mut package = Package::open(bytes)?;
        if package.has_folder("_xmlsignatures/") {
            return Err(EditError::Signed);
        }
        let main = package.main_part(&mut budget)?;
        let main = main.unwrap_or_else(|| "word/document.xml".to_owned());
        let Some((document, marked)) = strict_text(&mut package, &main, &mut budget)? else {
            return Err(broken("压缩包里没有 Word 正文（word/document.xml）").into());
        };
        let trail = trace(&main, &document, &mut budget)?;
        Ok(WordFile { package, budget, main, document, marked, trail })
    }

    /// Another part as text, if there is one of that name.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        let read = strict_text(&mut self.package, name, &mut self.budget)?;
        Ok(read.map(|(text, _)| text))
    }

    /// The namespace of the document's own elements.
    pub fn namespace(&self) -> &'static str {
        let strict = "http://purl.oclc.org/ooxml/wordprocessingml/main";
        if self.is_strict() { strict } else { TRANSITIONAL }
    }

    /// Whether the document is of the strict kind.
    pub fn is_strict(&self) -> bool {
        let root =
            self.trail.elements.first().map_or("", |root| &self.document[root.start.clone()]);
        root.contains("http://purl.oclc.org/ooxml/wordprocessingml/main")
    }

    /// What an element of ours must declare so that `w:` means what it should: mostly nothing.
    pub fn declaration(&self) -> String {
        let usual = self.trail.elements.first().is_some_and(|root| {
            root.tag == Tag::Document && self.document[root.start.clone()].starts_with("<w:")
        });
        if usual { String::new() } else { format!(" xmlns:w=\"{}\"", self.namespace()) }
    }

    /// The file with the main part and these others changed.
    pub fn finish(
        mut self,
        document: String,
        others: Vec<(String, String)>,
    ) -> Result<Vec<u8>, EditError> {
        let mark = if self.marked { "\u{feff}" } else { "" };
        let mut changed = vec![(self.main.clone(), (mark.to_owned() + &document).into_bytes())];
        changed.extend(others.into_iter().map(|(name, text)| (name, text.into_bytes())));
        Ok(self.package.repack(&changed)?)
    }
}

const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// A part whose bytes are its text: UTF-8, with or without a byte order mark.
fn strict_text(
    package: &mut Package,
    name: &str,
    budget: &mut Budget,
) -> Result<Option<(String, bool)>, ReadError> {
    let Some(bytes) = package.part(name, budget)? else { return Ok(None) };
    let strange = || broken(&format!("“{name}”不是 UTF-8 编码"));
    let text = String::from_utf8(bytes).map_err(|_| strange())?;
    let head = text.split("?>").next().unwrap_or("").to_ascii_lowercase();
    if head.contains("encoding=") && !head.contains("utf-8") {
        return Err(strange());
    }
    match text.strip_prefix('\u{feff}') {
        Some(rest) => Ok(Some((rest.to_owned(), true))),
        None => Ok(Some((text, false))),
    }
}

/// Text ready to stand in XML.
pub(super) fn text(text: &str) -> String {
    escape(clean(text).as_ref()).into_owned()
}

/// Numbers for marks, none of them in use.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    used: HashSet<u64>,
    next: u64,
}

impl Numbers {
    /// Takes note of every number that an `…:id` attribute of the part holds.
    pub fn note(&mut self, name: &str, xml: &str) -> Result<(), ReadError> {
        let mut reader = Reader::from_str(xml);
        loop {
            match next_event(&mut reader, name)? {
                Event::Start(tag) | Event::Empty(tag) => {
                    for attribute in tag.attributes().with_checks(false).flatten() {
                        if attribute.key.local_name().as_ref() == "id" {
                            self.used.extend(attribute.value.trim().parse::<u64>());
                        }
                    }
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    /// A number nobody has.
    pub fn fresh(&mut self) -> u64 {
        while !self.used.insert(self.next) {
            self.next += 1;
        }
        self.next
    }
}

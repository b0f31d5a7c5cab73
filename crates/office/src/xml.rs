//! A thin cover over quick-xml's writer: elements by name, attributes as pairs, escaping done.
//!
//! Word parts and the web page are both written through it, so that no text meets a file
//! unescaped. It does not check names or nesting.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// An XML part being written.
pub(crate) struct Xml(Writer<Vec<u8>>);

impl Xml {
    /// A part that begins with the XML declaration.
    pub(crate) fn new() -> io::Result<Self> {
        let mut xml = Xml::page("");
        let declaration = BytesDecl::new("1.0", Some("UTF-8"), Some("yes"));
        xml.0.write_event(Event::Decl(declaration))?;
        Ok(xml)
    }

    /// A page that begins with these words instead, as HTML does.
    pub(crate) fn page(opening: &str) -> Self {
        Xml(Writer::new(opening.as_bytes().to_vec()))
    }

    /// Opens an element.
    pub(crate) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.0.write_event(Event::Start(start))
    }

    /// An element without content.
    pub(crate) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        let start = BytesStart::new(name).with_attributes(attributes.iter().copied());
        self.0.write_event(Event::Empty(start))
    }

    /// An empty element with the one attribute `w:val`.
    pub(crate) fn value(&mut self, name: &str, value: &str) -> io::Result<()> {
        self.empty(name, &[("w:val", value)])
    }

    /// Closes the element opened last under this name.
    pub(crate) fn close(&mut self, name: &str) -> io::Result<()> {
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }

    /// Text, escaped.
    pub(crate) fn text(&mut self, text: &str) -> io::Result<()> {
        self.0.write_event(Event::Text(BytesText::new(text)))
    }

    /// Text of our own that must not be escaped, such as a style sheet.
    pub(crate) fn verbatim(&mut self, text: &str) -> io::Result<()> {
        self.0.write_event(Event::Text(BytesText::from_escaped(text)))
    }

    /// The bytes of the part.
    pub(crate) fn finish(self) -> Vec<u8> {
        self.0.into_inner()
    }
}

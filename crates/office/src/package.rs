//! The zip container of docx and xlsx: parts by name, relations between parts, XML as text.
//!
//! Nothing is ever written to disk, so names with `..` are only names. Bytes are counted while
//! they are inflated. What the parts mean is for the readers.

mod repack;

use std::collections::HashMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use zip::ZipArchive;
use zip::result::ZipError;

use crate::{Budget, ReadError};

/// Bytes inflated between two looks at the budget.
const CHUNK: u64 = 1 << 20;

/// An open zip container.
pub(crate) struct Package<'bytes> {
    archive: ZipArchive<Cursor<&'bytes [u8]>>,
    /// Lower-case name with forward slashes, as OPC compares names. The last of two equal
    /// names counts, as zip programs do.
    names: HashMap<String, usize>,
}

/// One line of a `.rels` part.
#[derive(Debug)]
pub(crate) struct Relation {
    /// The id other parts refer to.
    pub id: String,
    /// Last segment of the relation's type: `officeDocument`, `worksheet` …
    pub kind: String,
    /// Name of the part it leads to, from the root, without leading slash.
    pub target: String,
}

impl<'bytes> Package<'bytes> {
    /// Opens the container; reads only its directory.
    ///
    /// # Errors
    /// [`ReadError::Damaged`] when the directory is missing or broken.
    pub fn open(bytes: &'bytes [u8]) -> Result<Self, ReadError> {
        check_entry_count(bytes)?;
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
        let mut names = HashMap::with_capacity(archive.len());
        for index in 0..archive.len() {
            if let Some(Ok(name)) = archive.name_for_index(index) {
                names.insert(normal_name(&name), index);
            }
        }
        Ok(Package { archive, names })
    }

    /// Whether there is a part of that name.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains_key(&normal_name(name))
    }

    /// Whether any part's name begins like this.
    pub fn has_folder(&self, prefix: &str) -> bool {
        self.names.keys().any(|name| name.starts_with(prefix))
    }

    /// The bytes of a part, if there is one of that name.
    ///
    /// # Errors
    /// Damaged, encrypted or too large parts.
    pub fn part(&mut self, name: &str, budget: &mut Budget) -> Result<Option<Vec<u8>>, ReadError> {
        let Some(&index) = self.names.get(&normal_name(name)) else { return Ok(None) };
        let mut file = self.archive.by_index(index).map_err(|error| damaged(&error))?;
        let expected = file.size().min(budget.bytes_left()).min(16 << 20);
        let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(0));
        loop {
            let read = file
                .by_ref()
                .take(CHUNK)
                .read_to_end(&mut bytes)
                .map_err(|error| broken(&format!("“{name}”解压失败（{error}）")))?;
            budget.take_bytes(read as u64)?;
            if (read as u64) < CHUNK {
                return Ok(Some(bytes));
            }
        }
    }

    /// A part as XML text in UTF-8, whatever its encoding, without byte order mark.
    ///
    /// # Errors
    /// As [`Package::part`].
    pub fn xml(&mut self, name: &str, budget: &mut Budget) -> Result<Option<String>, ReadError> {
        Ok(self.part(name, budget)?.map(decode))
    }

    /// The part the whole document starts from, such as `word/document.xml`.
    ///
    /// # Errors
    /// As [`Package::part`].
    pub fn main_part(&mut self, budget: &mut Budget) -> Result<Option<String>, ReadError> {
        let relations = self.relations("", budget)?;
        let main = relations.into_iter().find(|relation| relation.kind == "officeDocument");
        Ok(main.map(|relation| relation.target).filter(|target| self.has(target)))
    }

    /// The relations of a part; `""` for those of the whole package.
    ///
    /// # Errors
    /// As [`Package::part`].
    pub fn relations(
        &mut self,
        part: &str,
        budget: &mut Budget,
    ) -> Result<Vec<Relation>, ReadError> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let slash = if folder.is_empty() { "" } else { "/" };
        let name = format!("{folder}{slash}_rels/{file}.rels");
        let Some(text) = self.xml(&name, budget)? else { return Ok(Vec::new()) };
        let mut xml = Reader::from_str(&text);
        let mut relations = Vec::new();
        loop {
            match next_event(&mut xml, &name)? {
                Event::Start(tag) | Event::Empty(tag) => {
                    if tag.local_name().as_ref() == "Relationship"
                        && let Some(relation) = relation(&tag, folder)
                    {
                        relations.push(relation);
                    }
                }
                Event::Eof => return Ok(relations),
                _ => {}
            }
        }
    }
}

fn relation(tag: &BytesStart, folder: &str) -> Option<Relation> {
    if attribute(tag, "TargetMode").is_some_and(|mode| mode == "External") {
        return None;
    }
    let kind = attribute(tag, "Type")?;
    Some(Relation {
        id: attribute(tag, "Id")?,
        kind: kind.rsplit('/').next().unwrap_or(&kind).to_owned(),
        target: resolve(folder, &attribute(tag, "Target")?),
    })
}

/// A relation's target seen from the package root.
fn resolve(folder: &str, target: &str) -> String {
    let mut segments: Vec<&str> = match target.starts_with('/') {
        true => Vec::new(),
        false => folder.split('/').filter(|segment| !segment.is_empty()).collect(),
    };
    for segment in target.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            _ => segments.push(segment),
        }
    }
    segments.join("/")
}

/// The value of an attribute by its local name, whatever its prefix.
pub(crate) fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let found = tag
        .attributes()
        .with_checks(false)
        .filter_map(Result::ok)
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let value = found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?;
    Some(value.into_owned())
}

/// The next event of a part; a document type is refused, for that is where entity bombs live.
///
/// # Errors
/// [`ReadError::Damaged`] on XML that is not well-formed.
pub(crate) fn next_event<'text>(
    xml: &mut Reader<&'text [u8]>,
    name: &str,
) -> Result<Event<'text>, ReadError> {
    match xml.read_event() {
        Ok(Event::DocType(_)) => {
            Err(broken(&format!("“{name}”里有文档类型声明，办公软件不会这样写，可能是恶意文件")))
        }
        Ok(event) => Ok(event),
        Err(_) => Err(broken(&format!("“{name}”的 XML 写法有误"))),
    }
}

/// Appends the characters an entity reference stands for.
pub(crate) fn push_reference(text: &mut String, reference: &BytesRef) {
    match reference.resolve_char_ref() {
        Ok(Some(character)) => text.push(character),
        _ => match quick_xml::escape::resolve_predefined_entity(reference) {
            Some(characters) => text.push_str(characters),
            None => {
                text.push('&');
                text.push_str(reference);
                text.push(';');
            }
        },
    }
}

/// A [`ReadError::Damaged`] with its reason.
pub(crate) fn broken(reason: &str) -> ReadError {
    ReadError::Damaged(reason.to_owned())
}

/// Bytes to text: byte order marks, then zero bytes, then the XML declaration decide.
fn decode(bytes: Vec<u8>) -> String {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(&bytes) {
        return encoding.decode(&bytes).0.into_owned();
    }
    let encoding = match bytes.get(..2) {
        Some(b"<\0") => encoding_rs::UTF_16LE,
        Some(b"\0<") => encoding_rs::UTF_16BE,
        _ => return decode_declared(bytes),
    };
    encoding.decode(&bytes).0.into_owned()
}

fn decode_declared(bytes: Vec<u8>) -> String {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return text,
        Err(error) => error.into_bytes(),
    };
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    let label = head.split("encoding=").nth(1).and_then(|rest| rest.split(['"', '\'']).nth(1));
    let encoding = label
        .and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()))
        .unwrap_or(encoding_rs::UTF_8);
    encoding.decode(&bytes).0.into_owned()
}

fn normal_name(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_ascii_lowercase()
}

/// A directory of millions of empty entries would cost far more memory than its bytes; only the
/// zip64 form can announce more than 65,535.
fn check_entry_count(bytes: &[u8]) -> Result<(), ReadError> {
    let tail = &bytes[bytes.len().saturating_sub(66_000)..];
    if !tail.windows(4).any(|window| window == b"PK\x06\x07") {
        return Ok(());
    }
    let entries = bytes.windows(4).filter(|window| window == b"PK\x01\x02").count();
    if entries > 65_535 {
        return Err(ReadError::TooLarge {
            what: "压缩包里的文件太多".to_owned(),
            limit: "65535 个".to_owned(),
            remedy: "请用 Word、WPS 或 Excel 打开后另存一份再试".to_owned(),
        });
    }
    Ok(())
}

fn damaged(error: &ZipError) -> ReadError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => ReadError::Encrypted,
        ZipError::CompressionMethodNotSupported(_) => broken("压缩包用了办公软件不用的压缩方法"),
        ZipError::Io(_) | ZipError::InvalidArchive(_) => {
            broken("压缩包不完整，可能没有下载或复制完")
        }
        other => broken(&format!("压缩包打不开（{other}）")),
    }
}

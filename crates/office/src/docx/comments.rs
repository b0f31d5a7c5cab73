//! The comments part of a Word file: extended where there is one, else made, with its relation
//! and its content type. What stands in it already is kept as it is.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::annotate::Comment;
use super::conditions::is_type_of;
use super::edit::{Author, EditError, Numbers, WordFile, text};
use crate::ReadError;
use crate::package::{broken, next_event};

const TYPES: &str = "[Content_Types].xml";
const CONTENT_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// The comments part of one file.
#[derive(Debug)]
pub(super) struct CommentsPart {
    name: String,
    /// Its text so far; none when it is to be made.
    xml: Option<String>,
    related: bool,
}

impl CommentsPart {
    /// Finds the part, and the numbers its comments use.
    pub fn open(file: &mut WordFile, numbers: &mut Numbers) -> Result<Self, EditError> {
        let relations = file.package.relations(&file.main, &mut file.budget)?;
        let known = relations.into_iter().find(|relation| relation.kind == "comments");
        let related = known.is_some();
        let name = known.map_or_else(|| unused_name(file), |relation| relation.target);
        let xml = file.text(&name)?;
        if let Some(xml) = &xml {
            numbers.note(&name, xml)?;
        }
        Ok(CommentsPart { name, xml, related })
    }

    /// The parts to write so that the file has these comments, each with its number.
    pub fn extended(
        self,
        file: &mut WordFile,
        comments: &[(u64, &Comment)],
        author: &Author,
    ) -> Result<Vec<(String, String)>, EditError> {
        let namespace = file.namespace();
        let empty = || {
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
                 <w:comments xmlns:w=\"{namespace}\"></w:comments>"
            )
        };
        let mut parts = Vec::new();
        let old = self.xml.unwrap_or_else(empty);
        let root = Root::of(&self.name, &old)?;
        // A root that calls the namespace otherwise gets comments that declare it themselves.
        let declared =
            if root.prefix == "w:" { String::new() } else { format!(" xmlns:w=\"{namespace}\"") };
        let new = comments.iter().map(|(number, one)| comment(*number, one, author, &declared));
        let new = root.with(&old, &new.collect::<String>());
        parts.push((self.name.clone(), new));
        if !self.related {
            parts.push(relate(file, &self.name)?);
        }
        parts.extend(declare(file, &self.name)?);
        Ok(parts)
    }
}

fn unused_name(file: &WordFile) -> String {
    let folder = file.main.rsplit_once('/').map(|(folder, _)| format!("{folder}/"));
    let folder = folder.unwrap_or_default();
    let names = (1..).map(|n| match n {
        1 => format!("{folder}comments.xml"),
        n => format!("{folder}comments{n}.xml"),
    });
    let mut unused = names.filter(|name| !file.package.has(name));
    unused.next().expect("invariant: a package has finitely many parts")
}

/// One `w:comment`; its first paragraph carries the mark Word puts there.
fn comment(number: u64, comment: &Comment, author: &Author, declared: &str) -> String {
    let mut mark = "<w:r><w:annotationRef/></w:r>";
    let paragraphs = comment.paragraphs.iter().map(|paragraph| {
        let mark = std::mem::take(&mut mark);
        format!("<w:p>{mark}<w:r>{}</w:r></w:p>", run_content(paragraph, "t"))
    });
    format!(
        "<w:comment{declared} w:id=\"{number}\" {} w:initials=\"{}\">{}</w:comment>",
        author.attributes(),
        text(&author.initials),
        paragraphs.collect::<String>()
    )
}

/// Text as the inside of a run, line breaks and tabs as the elements they are; `element` is `t`
/// or what stands for it.
pub(super) fn run_content(words: &str, element: &str) -> String {
    let mut out = String::new();
    for (line_number, line) in words.split('\n').enumerate() {
        out.push_str(if line_number > 0 { "<w:br/>" } else { "" });
        for (column, words) in line.split('\t').enumerate() {
            out.push_str(if column > 0 { "<w:tab/>" } else { "" });
            if !words.is_empty() {
                let words = text(words);
                out.push_str(&format!("<w:{element} xml:space=\"preserve\">{words}</w:{element}>"));
            }
        }
    }
    out
}

/// The relations of the main part with one more, to the comments.
fn relate(file: &mut WordFile, name: &str) -> Result<(String, String), EditError> {
    let (folder, main) = file.main.rsplit_once('/').unwrap_or(("", &file.main));
    let slash = if folder.is_empty() { "" } else { "/" };
    let relations = format!("{folder}{slash}_rels/{main}.rels");
    let target = name.strip_prefix(folder).unwrap_or(name).trim_start_matches('/').to_owned();
    let kind = match file.is_strict() {
        true => "http://purl.oclc.org/ooxml/officeDocument/relationships/comments",
        false => "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments",
    };
    let old = file.text(&relations)?.unwrap_or_else(|| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
             <Relationships xmlns=\"{RELATIONS}\"></Relationships>"
        )
    });
    let free = |n: &u32| ['"', '\''].iter().all(|end| !old.contains(&format!("rId{n}{end}")));
    let number = (1..).find(free).expect("invariant: a text holds finitely many ids");
    let root = Root::of(&relations, &old)?;
    let line = format!(
        "<{}Relationship Id=\"rId{number}\" Type=\"{kind}\" Target=\"{}\"/>",
        root.prefix,
        text(&target)
    );
    let new = root.with(&old, &line);
    Ok((relations, new))
}

/// The content types with that of the comments, unless it is there.
fn declare(file: &mut WordFile, name: &str) -> Result<Option<(String, String)>, EditError> {
    let Some(old) = file.text(TYPES)? else {
        return Err(broken("压缩包里没有内容类型清单（[Content_Types].xml）").into());
    };
    if has_type(&old, name)? {
        return Ok(None);
    }
    let root = Root::of(TYPES, &old)?;
    let line = format!(
        "<{}Override PartName=\"/{}\" ContentType=\"{CONTENT_TYPE}\"/>",
        root.prefix,
        text(name)
    );
    let new = root.with(&old, &line);
    Ok(Some((TYPES.to_owned(), new)))
}

/// Whether the content types name this part: a second line about it would break the file.
fn has_type(types: &str, name: &str) -> Result<bool, ReadError> {
    let mut reader = Reader::from_str(types);
    loop {
        match next_event(&mut reader, TYPES)? {
            Event::Start(tag) | Event::Empty(tag) if is_type_of(&tag, name) => return Ok(true),
            Event::Eof => return Ok(false),
            _ => {}
        }
    }
}

/// The root element of a part, to add a last child to it.
struct Root {
    /// Its prefix with the colon, or nothing.
    prefix: String,
    name: String,
    /// Where its closing tag begins, or where its only tag does.
    at: usize,
    /// It is written `<…/>`, up to this byte.
    empty_until: Option<usize>,
}

impl Root {
    fn of(part: &str, xml: &str) -> Result<Self, ReadError> {
        let mut reader = Reader::from_str(xml);
        let (mut depth, mut root_name) = (0_usize, String::new());
        loop {
            let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
            match next_event(&mut reader, part)? {
                Event::Start(start) => {
                    if depth == 0 {
                        root_name = start.name().0.to_owned();
                    }
                    depth += 1;
                }
                Event::Empty(start) if depth == 0 => {
                    let end = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
                    return Ok(Root::new(start.name().0.to_owned(), at, Some(end)));
                }
                Event::End(_) if depth == 1 => return Ok(Root::new(root_name, at, None)),
                Event::End(_) => depth = depth.saturating_sub(1),
                Event::Eof => return Err(broken(&format!("“{part}”没有写完就断了"))),
                _ => {}
            }
        }
    }

    fn new(name: String, at: usize, empty_until: Option<usize>) -> Self {
        let prefix = name.split_once(':').map_or(String::new(), |(prefix, _)| format!("{prefix}:"));
        Root { prefix, name, at, empty_until }
    }

    /// The part with one more child.
    fn with(&self, xml: &str, child: &str) -> String {
        let (before, rest) = xml.split_at(self.at);
        let Some(end) = self.empty_until else { return format!("{before}{child}{rest}") };
        let (tag, after) = rest.split_at(end - self.at);
        let tag = tag.trim_end_matches('>').trim_end_matches('/');
        format!("{before}{tag}>{child}</{}>{after}", self.name)
    }
}

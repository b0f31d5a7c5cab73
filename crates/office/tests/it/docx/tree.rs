//! An independent, naive reading of `document.xml` as a tree: comments with the words they stand
//! at, tracked changes accepted or rejected, runs joined. It shares nothing with the reader.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// An element, or text where the name is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Node {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
    pub text: String,
}

/// Every part of a package by its name.
pub fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
    let mut parts = BTreeMap::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("an entry");
        let mut content = Vec::new();
        entry.read_to_end(&mut content).expect("readable");
        let name = entry.name().expect("UTF-8").into_owned();
        assert!(parts.insert(name, content).is_none(), "two parts of one name");
    }
    parts
}

/// One part as text.
pub fn part(bytes: &[u8], name: &str) -> String {
    String::from_utf8(parts(bytes).remove(name).expect("the part")).expect("UTF-8")
}

/// The main part as a tree.
pub fn document(bytes: &[u8]) -> Node {
    parse(&part(bytes, "word/document.xml"))
}

/// XML as a tree; the root is what the document holds.
pub fn parse(xml: &str) -> Node {
    let mut reader = Reader::from_str(xml);
    let mut open = vec![Node::default()];
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(start) => open.push(element(&start)),
            Event::Empty(start) => {
                let node = element(&start);
                open.last_mut().expect("open").children.push(node);
            }
            Event::End(_) => {
                let node = open.pop().expect("open");
                open.last_mut().expect("open").children.push(node);
            }
            Event::Text(text) => push_text(&mut open, &text),
            Event::CData(text) => push_text(&mut open, &text),
            Event::GeneralRef(name) => {
                let raw = format!("&{};", &*name);
                push_text(&mut open, &quick_xml::escape::unescape(&raw).expect("known"));
            }
            Event::Eof => return open.remove(0),
            _ => {}
        }
    }
}

fn element(start: &BytesStart) -> Node {
    let attributes = start.attributes().flatten();
    let pair = |one: quick_xml::events::attributes::Attribute| {
        (one.key.0.to_owned(), one.value.to_string())
    };
    Node {
        name: start.name().0.to_owned(),
        attributes: attributes.map(pair).collect(),
        ..Node::default()
    }
}

fn push_text(open: &mut [Node], text: &str) {
    let children = &mut open.last_mut().expect("open").children;
    match children.last_mut().filter(|last| last.name.is_empty()) {
        Some(last) => last.text.push_str(text),
        None => children.push(Node { text: text.to_owned(), ..Node::default() }),
    }
}

impl Node {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name)?;
        Some(&found.1)
    }

    fn is_by(&self, author: &str) -> bool {
        self.attribute("w:author") == Some(author)
    }

    /// The elements of this name below.
    pub fn all<'n>(&'n self, name: &str, found: &mut Vec<&'n Node>) {
        if self.name == name {
            found.push(self);
        }
        self.children.iter().for_each(|child| child.all(name, found));
    }

    /// The text below, as Word shows it: paragraphs end with a line break.
    pub fn shown(&self) -> String {
        match self.name.as_str() {
            "" if self.children.is_empty() => String::new(),
            "w:t" => self.children.iter().map(|text| text.text.as_str()).collect(),
            "w:tab" => "\t".into(),
            "w:br" | "w:cr" => "\n".into(),
            "w:del" => String::new(),
            name => {
                let inside: String = self.children.iter().map(Node::shown).collect();
                if name == "w:p" { inside + "\n" } else { inside }
            }
        }
    }
}

/// The tree with this author's tracked changes accepted.
pub fn accepted(node: &Node, author: &str) -> Node {
    settled(node, author, "w:ins", "w:del")
}

/// The tree with this author's tracked changes rejected.
pub fn rejected(node: &Node, author: &str) -> Node {
    settled(node, author, "w:del", "w:ins")
}

fn settled(node: &Node, author: &str, stays: &str, goes: &str) -> Node {
    let mut children = Vec::new();
    for child in &node.children {
        if child.name == goes && child.is_by(author) {
            continue;
        }
        let mut child = settled(child, author, stays, goes);
        if child.name == stays && child.is_by(author) {
            if stays == "w:del" {
                restore(&mut child);
            }
            children.extend(child.children);
        } else {
            children.push(child);
        }
    }
    Node { children, ..node.clone() }
}

fn restore(node: &mut Node) {
    if node.name == "w:delText" {
        node.name = "w:t".into();
    }
    node.children.iter_mut().for_each(restore);
}

/// The tree without the marks of these comments.
pub fn without_comments(node: &Node, ids: &[String]) -> Node {
    let ours = |one: &Node| one.attribute("w:id").is_some_and(|id| ids.iter().any(|own| own == id));
    let is_mark = |one: &Node| match one.name.as_str() {
        "w:commentRangeStart" | "w:commentRangeEnd" => ours(one),
        "w:r" => one.children.iter().any(|c| c.name == "w:commentReference" && ours(c)),
        _ => false,
    };
    let children = node.children.iter().filter(|child| !is_mark(child));
    let children = children.map(|child| without_comments(child, ids)).collect();
    Node { children, ..node.clone() }
}

/// The tree in which it no longer shows where runs were cut: equal neighbours joined, empty
/// runs and texts dropped, numbers of tracked changes and `xml:space` left out.
pub fn joined(node: &Node) -> Node {
    let mut children: Vec<Node> = Vec::new();
    for child in node.children.iter().map(joined) {
        let properties_only = child.children.iter().all(|inner| inner.name == "w:rPr");
        let is_text = matches!(node.name.as_str(), "w:t" | "w:delText");
        let is_empty = match child.name.as_str() {
            "" => !is_text && child.text.trim().is_empty(),
            "w:t" | "w:delText" | "w:ins" => child.children.is_empty(),
            "w:r" => properties_only,
            _ => false,
        };
        if is_empty {
            continue;
        }
        match children.last_mut().filter(|last| can_join(last, &child)) {
            Some(last) if last.name.is_empty() => last.text.push_str(&child.text),
            Some(last) => {
                let skip = usize::from(child.children[0].name == "w:rPr");
                last.children.extend(child.children.into_iter().skip(skip));
                *last = joined(last);
            }
            None => children.push(child),
        }
    }
    let mut attributes = node.attributes.clone();
    attributes.retain(|(key, _)| key != "xml:space");
    if node.name == "w:ins" {
        attributes.retain(|(key, _)| key != "w:id");
    }
    Node { name: node.name.clone(), attributes, children, text: node.text.clone() }
}

fn can_join(left: &Node, right: &Node) -> bool {
    let looks = |node: &Node| node.children.first().filter(|first| first.name == "w:rPr").cloned();
    match left.name.as_str() {
        "" => right.name.is_empty(),
        "w:t" | "w:delText" => right.name == left.name,
        "w:ins" => right.name == left.name && left.attributes == right.attributes,
        "w:r" => {
            right.name == "w:r"
                && left.attributes == right.attributes
                && looks(left) == looks(right)
        }
        _ => false,
    }
}

/// A comment as read back.
#[derive(Debug, PartialEq, Eq)]
pub struct Remark {
    pub id: String,
    pub author: String,
    pub text: String,
    /// The words between its marks.
    pub anchored: String,
}

/// Every comment of the file with the words it stands at, in the order of the comments part.
pub fn comments(bytes: &[u8]) -> Vec<Remark> {
    let mut anchors = BTreeMap::new();
    let mut open = Vec::new();
    walk(&document(bytes), &mut open, &mut anchors);
    let comments = parse(&part(bytes, "word/comments.xml"));
    let mut found = Vec::new();
    comments.all("w:comment", &mut found);
    let read = found.into_iter().map(|comment| {
        let id = comment.attribute("w:id").expect("an id").to_owned();
        Remark {
            author: comment.attribute("w:author").expect("an author").to_owned(),
            text: comment.shown().trim_end().to_owned(),
            anchored: anchors.remove(&id).expect("its marks and its reference"),
            id,
        }
    });
    read.collect()
}

/// Gathers the words between the marks; a comment counts once its reference follows its end.
fn walk(node: &Node, open: &mut Vec<(String, String)>, done: &mut BTreeMap<String, String>) {
    let id = || node.attribute("w:id").expect("an id").to_owned();
    match node.name.as_str() {
        "w:commentRangeStart" => open.push((id(), String::new())),
        "w:commentReference" => {
            let at = open.iter().position(|(own, _)| *own == format!("{} ended", id()));
            let (_, words) = open.remove(at.expect("range before reference"));
            assert!(done.insert(id(), words).is_none());
        }
        "w:commentRangeEnd" => {
            let at = open.iter().position(|(own, _)| *own == id()).expect("start before end");
            open[at].0.push_str(" ended");
        }
        "mc:Fallback" | "w:del" => {}
        _ => {
            let own: String = match node.name.as_str() {
                "w:t" | "m:t" => node.children.iter().map(|text| text.text.as_str()).collect(),
                "w:tab" => "\t".into(),
                "w:br" => "\n".into(),
                "w:noBreakHyphen" => "-".into(),
                _ => String::new(),
            };
            node.children.iter().for_each(|child| walk(child, open, done));
            let own = if node.name == "w:p" { "\n".into() } else { own };
            for (id, words) in open.iter_mut() {
                if !id.ends_with(" ended") {
                    words.push_str(&own);
                }
            }
        }
    }
}

//! Cuts runs of `document.xml` open and puts something between the halves; all other bytes stay.
//!
//! It knows where runs may be cut, not what is put there.

use std::collections::BTreeMap;
use std::ops::Range;

use super::names::Tag;
use super::trail::{Element, Grain, Piece, Trail};

/// A point between two runs, or one inside a run with what closes and opens it again there.
#[derive(Debug, Clone, Default)]
pub(super) struct Seam {
    /// The byte.
    pub at: usize,
    close: String,
    open: String,
}

impl Seam {
    /// A point between two runs.
    pub fn between(at: usize) -> Self {
        Seam { at, ..Seam::default() }
    }
}

/// In what order things stand that are put at one point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Order {
    /// What ends here.
    End,
    /// What both begins and ends here.
    Point,
    /// What begins here.
    Begin,
}

/// Changes to `document.xml`, gathered until the new text is made.
#[derive(Debug)]
pub(super) struct Splice<'x> {
    /// The text.
    pub xml: &'x str,
    /// Where everything stands in it.
    pub trail: &'x Trail,
    put: BTreeMap<usize, (Seam, Vec<(Order, String)>)>,
    replaced: BTreeMap<usize, (usize, String)>,
}

/// Elements whose runs may be cut as if they stood in the paragraph itself.
const SEEN_THROUGH: [&str; 8] =
    ["hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "bdo", "dir", "ins"];

impl<'x> Splice<'x> {
    /// No changes yet.
    pub fn new(xml: &'x str, trail: &'x Trail) -> Self {
        Splice { xml, trail, put: BTreeMap::new(), replaced: BTreeMap::new() }
    }

    /// The point before a character of a piece.
    pub fn before(&mut self, piece: &Piece, character: usize) -> Seam {
        let bytes = self.trail.bytes(piece);
        match self.open_run(piece) {
            Some(run) => {
                let at = self.byte(piece, character, bytes.start);
                self.seam(run, piece, at)
            }
            None => Seam::between(self.whole_child(piece.parent).start),
        }
    }

    /// The point after a character of a piece.
    pub fn after(&mut self, piece: &Piece, character: usize) -> Seam {
        let bytes = self.trail.bytes(piece);
        match self.open_run(piece) {
            Some(run) => {
                let at = self.byte(piece, character + 1, bytes.end);
                self.seam(run, piece, at)
            }
            None => Seam::between(self.whole_child(piece.parent).end),
        }
    }

    /// The first point inside a paragraph.
    pub fn begin_of(&mut self, paragraph: usize) -> Seam {
        let element = &self.trail.elements[paragraph];
        if self.is_boxed(paragraph) {
            return Seam::between(self.whole_child(paragraph).start);
        }
        if !element.is_empty() {
            return Seam::between(element.content());
        }
        // `<w:p/>` opens up.
        let tag = &self.xml[element.start.clone()];
        let name = name(tag);
        let open = format!("{}>", tag.trim_end_matches('>').trim_end_matches('/'));
        let close = format!("</{name}>");
        self.replaced.insert(element.start.start, (element.start.end, String::new()));
        Seam { at: element.start.start, close: open, open: close }
    }

    /// Puts something at a point.
    pub fn put(&mut self, seam: &Seam, order: Order, text: String) {
        let entry = self.put.entry(seam.at).or_insert_with(|| (seam.clone(), Vec::new()));
        entry.1.push((order, text));
    }

    /// Puts other bytes in the place of these.
    pub fn replace(&mut self, bytes: Range<usize>, by: String) {
        self.replaced.insert(bytes.start, (bytes.end, by));
    }

    /// The run of a piece, if it can be cut: the piece stands in the run itself, and the run in a
    /// paragraph of the page itself, at most in a link, a content control or a tracked insertion.
    pub fn open_run(&self, piece: &Piece) -> Option<usize> {
        let own = &self.trail.elements[piece.parent];
        let run = if own.tag == Tag::Run { piece.parent } else { own.parent? };
        if self.trail.elements[run].tag != Tag::Run {
            return None;
        }
        let mut around = self.trail.around(run);
        let paragraph = around.find(|at| {
            let local = local_name(&self.xml[self.trail.elements[*at].start.clone()]);
            !SEEN_THROUGH.contains(&local) && local != "fldSimple" && local != "moveTo"
        })?;
        let is_paragraph = self.trail.elements[paragraph].tag == Tag::Paragraph;
        (is_paragraph && !self.is_boxed(paragraph)).then_some(run)
    }

    /// Whether a run is filled in from other data each time the file is opened.
    pub fn is_bound(&self, run: usize) -> bool {
        let elements = &self.trail.elements;
        self.trail.around(run).filter(|at| elements[*at].tag == Tag::Control).any(|control| {
            // The properties stand first.
            elements.get(control + 1).is_some_and(|first| {
                first.tag == Tag::ControlProperties
                    && self.xml.get(first.whole()).is_some_and(|own| own.contains("dataBinding"))
            })
        })
    }

    /// The local names of the elements between a run and its paragraph, the innermost first.
    pub fn wrappers(&self, run: usize) -> impl Iterator<Item = (usize, &'x str)> {
        let around = self.trail.around(run);
        let inside = around.take_while(|at| self.trail.elements[*at].tag != Tag::Paragraph);
        inside.map(|at| (at, local_name(&self.xml[self.trail.elements[at].start.clone()])))
    }

    /// A run's opening tag and properties.
    pub fn head(&self, run: usize) -> String {
        let run = &self.trail.elements[run];
        let (start, properties) = (run.start.clone(), run.properties.clone());
        format!("{}{}", &self.xml[start], &self.xml[properties])
    }

    /// A tag's `xml:space="preserve"` made sure of, where white space at an edge is to stay.
    pub fn spaced(tag: &str) -> String {
        if tag.contains("xml:space") {
            return tag.to_owned();
        }
        format!("{} xml:space=\"preserve\">", tag.trim_end_matches('>').trim_end())
    }

    /// The new text.
    pub fn finish(self) -> String {
        let mut points: Vec<usize> = self.put.keys().chain(self.replaced.keys()).copied().collect();
        points.sort_unstable();
        points.dedup();
        let mut out = String::with_capacity(self.xml.len() + 256 * points.len());
        let mut done = 0;
        for at in points {
            out.push_str(self.xml.get(done..at).unwrap_or_default());
            done = done.max(at);
            if let Some((seam, parts)) = self.put.get(&at) {
                let mut parts: Vec<&(Order, String)> = parts.iter().collect();
                parts.sort_by_key(|(order, _)| *order);
                out.push_str(&seam.close);
                parts.iter().for_each(|(_, text)| out.push_str(text));
                out.push_str(&seam.open);
            }
            if let Some((end, by)) = self.replaced.get(&at) {
                out.push_str(by);
                done = done.max(*end);
            }
        }
        out.push_str(&self.xml[done..]);
        out
    }

    /// The point at a byte of a run.
    pub fn seam(&mut self, run_index: usize, piece: &Piece, at: usize) -> Seam {
        let trail = self.trail;
        let (run, head) = (&trail.elements[run_index], self.head(run_index));
        let text = trail.nearest(Tag::Text, piece.parent).map(|text| &trail.elements[text]);
        let at = match text {
            Some(text) if at <= text.start.end => text.start.start,
            Some(text) if at >= text.end.start => text.end.end,
            Some(text) => {
                self.keep_space(text.start.clone(), at);
                let (start, end) = (&self.xml[text.start.clone()], &self.xml[text.end.clone()]);
                let close = format!("{end}{}", &self.xml[run.end.clone()]);
                // White space a text ends with unkept is not shown, and must not come to be.
                let rest = &self.xml[at..text.end.start];
                let unkept = !start.contains("xml:space") && rest.ends_with(char::is_whitespace);
                let open = match unkept && !rest.starts_with(char::is_whitespace) {
                    true => head + start,
                    false => head + &Self::spaced(start),
                };
                return Seam { at, close, open };
            }
            None => at,
        };
        self.seam_between(run_index, at)
    }

    /// The point at a byte of a run between two of its children.
    pub fn seam_between(&self, run: usize, at: usize) -> Seam {
        let (run, head) = (&self.trail.elements[run], self.head(run));
        if self.begins(run, at) {
            return Seam::between(run.start.start);
        }
        if self.ends(run, at) {
            return Seam::between(run.end.end);
        }
        Seam { at, close: self.xml[run.end.clone()].to_owned(), open: head }
    }

    /// Whether nothing of a run's content stands before this byte.
    pub fn begins(&self, run: &Element, at: usize) -> bool {
        self.xml.get(run.content()..at).is_none_or(|before| before.trim().is_empty())
    }

    /// Whether nothing of a run's content stands behind this byte.
    pub fn ends(&self, run: &Element, at: usize) -> bool {
        self.xml.get(at..run.end.start).is_none_or(|after| after.trim().is_empty())
    }

    /// The half behind a cut keeps the white space it now begins with.
    pub fn keep_space_after(&mut self, tag: Range<usize>, half: &str) {
        if half.starts_with(char::is_whitespace) {
            let spaced = Self::spaced(&self.xml[tag.clone()]);
            self.replace(tag, spaced);
        }
    }

    /// The half before a cut keeps the white space it now ends with.
    pub fn keep_space(&mut self, tag: Range<usize>, cut: usize) {
        let half = &self.xml[tag.end..cut];
        if half.ends_with(char::is_whitespace) && !half.starts_with(char::is_whitespace) {
            let spaced = Self::spaced(&self.xml[tag.clone()]);
            self.replace(tag, spaced);
        }
    }

    /// The byte before a character of a piece; `edge` where the piece cannot be cut.
    pub fn byte(&self, piece: &Piece, character: usize, edge: usize) -> usize {
        let bytes = self.trail.bytes(piece);
        if piece.grain == Grain::Whole {
            return edge;
        }
        let raw = &self.xml[bytes.clone()];
        let mut starts = raw.char_indices().filter(|(at, c)| {
            let second = *c == '\n' && raw[..*at].ends_with('\r');
            !second
        });
        starts.nth(character).map_or(bytes.end, |(at, _)| bytes.start + at)
    }

    fn is_boxed(&self, paragraph: usize) -> bool {
        self.trail.around(paragraph).any(|at| self.trail.elements[at].tag == Tag::Paragraph)
    }

    /// The child of the outermost paragraph that holds this element.
    fn whole_child(&self, element: usize) -> Range<usize> {
        let chain: Vec<usize> =
            std::iter::once(element).chain(self.trail.around(element)).collect();
        let is_paragraph = |at: &usize| self.trail.elements[*at].tag == Tag::Paragraph;
        let outermost = chain.iter().rposition(is_paragraph).unwrap_or(chain.len());
        let child = chain[outermost.saturating_sub(1).min(chain.len() - 1)];
        self.trail.elements[child].whole()
    }
}

/// An opening tag with another number in its `…:id`.
pub(super) fn renumbered(tag: &str, number: u64) -> String {
    let found = ['"', '\''].into_iter().find_map(|quote| {
        let start = tag.find(&format!(":id={quote}"))? + 5;
        let end = start + tag[start..].find(quote)?;
        Some(start..end)
    });
    let mut tag = tag.to_owned();
    if let Some(range) = found {
        tag.replace_range(range, &number.to_string());
    }
    tag
}

/// The name in an opening tag.
pub(super) fn name(tag: &str) -> &str {
    let inside = tag.trim_start_matches('<');
    inside.split([' ', '\t', '\r', '\n', '/', '>']).next().unwrap_or("")
}

fn local_name(tag: &str) -> &str {
    let name = name(tag);
    name.rsplit(':').next().unwrap_or(name)
}

//! Repairs as tracked changes in the clerk's own file: accepting them gives the repaired text,
//! rejecting them the file as it was. Looks are kept, and so is everything that is not repaired.
//!
//! What is repaired is for the caller; a repair that cannot be made cleanly is left, with its
//! reason: no character outside the quote is ever touched.

use std::ops::Range;

use model::Place;

use super::comments::run_content;
use super::difference::{Change, changes};
use super::edit::{Author, EditError, Numbers, WordFile};
use super::locate::{self, Character, Found};
use super::names::Tag;
use super::splice::{Order, Seam, Splice, renumbered};
use super::trail::{Grain, Piece};
use crate::Limits;

/// Characters of a place, and what they should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The cell or line.
    pub place: Place,
    /// Exactly the characters at the place: those of its span, or the whole trimmed text.
    pub quote: String,
    /// The text to put in their place.
    pub replacement: String,
}

/// Why a repair was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Left {
    /// The quote is not what stands at the place.
    #[error("文件里这个位置的文字与检查时的不同")]
    NotThere,
    /// Another repair changes the same characters.
    #[error("与同一处的另一项改动重叠")]
    Overlaps,
    /// The characters stand where no tracked change can reach them.
    #[error("文字在文本框、公式、域、绑定数据的控件或移动修订里，请手工改")]
    Unreachable,
    /// The repair would join or part paragraphs.
    #[error("改动跨了段落，请手工改")]
    ParagraphBreak,
}

/// A file with its repairs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revised {
    /// The new file; the old one byte by byte when nothing was repaired.
    pub bytes: Vec<u8>,
    /// The repairs not made, by their number in the list.
    pub left: Vec<(usize, Left)>,
}

/// The file with these repairs as tracked changes.
///
/// # Errors
/// Files that cannot be read, are no Word files, or are signed.
pub fn revise(
    bytes: &[u8],
    repairs: &[Repair],
    author: &Author,
    limits: Limits,
) -> Result<Revised, EditError> {
    let file = WordFile::open(bytes, limits)?;
    let mut numbers = Numbers::default();
    numbers.note(&file.main, &file.document)?;
    let mut revision = Revision {
        splice: Splice::new(&file.document, &file.trail),
        author: format!("{} {}", file.declaration(), author.attributes()),
        numbers,
        made: Vec::new(),
    };
    let mut left = Vec::new();
    for (index, repair) in repairs.iter().enumerate() {
        let found = locate::exact(&file.trail, &repair.place, &repair.quote);
        let done = found
            .ok_or(Left::NotThere)
            .and_then(|found| revision.repair(&found, &repair.replacement));
        left.extend(done.err().map(|reason| (index, reason)));
    }
    if revision.made.is_empty() {
        return Ok(Revised { bytes: bytes.to_vec(), left });
    }
    let document = revision.splice.finish();
    let bytes = file.finish(document, Vec::new())?;
    Ok(Revised { bytes, left })
}

/// The repairs that lead from one state of a file to a later one, both read with their tracked
/// changes accepted: what several rounds of repairs amount to.
///
/// # Errors
/// As [`revise`].
pub fn repairs_between(
    before: &[u8],
    after: &[u8],
    limits: Limits,
) -> Result<Vec<Repair>, EditError> {
    let (before, after) = (WordFile::open(before, limits)?, WordFile::open(after, limits)?);
    let text = |spot: &super::trail::Spot| {
        let lines: Vec<&str> = spot.paragraphs.iter().map(|read| read.text.as_str()).collect();
        lines.join("\n")
    };
    let pairs = before.trail.spots.iter().zip(&after.trail.spots);
    let repairs = pairs.filter(|(old, new)| old.place == new.place).filter_map(|(old, new)| {
        let (quote, replacement) = (text(old), text(new));
        let place = old.place.clone();
        (quote != replacement).then_some(Repair { place, quote, replacement })
    });
    Ok(repairs.collect())
}

/// The tracked changes being made.
struct Revision<'x> {
    splice: Splice<'x>,
    /// Author, date and what `w:` needs, for every mark.
    author: String,
    numbers: Numbers,
    /// What has been changed, by the place's address.
    made: Vec<(*const super::trail::Spot, Change)>,
}

/// Bytes of one element that go.
struct Segment<'t> {
    piece: &'t Piece,
    run: usize,
    bytes: Range<usize>,
}

impl Revision<'_> {
    /// Makes all changes of a repair, or none.
    fn repair(&mut self, found: &Found, replacement: &str) -> Result<(), Left> {
        let old = &found.characters[found.range.clone()];
        let old: Vec<char> = old.iter().map(|character| character.value).collect();
        let new: Vec<char> = replacement.chars().collect();
        let changes = changes(&old, &new).into_iter().map(|change| Change {
            old: change.old.start + found.range.start..change.old.end + found.range.start,
            new: change.new,
        });
        let spot = std::ptr::from_ref(found.spot);
        let mut planned = Vec::new();
        for change in changes {
            let made = self.made.iter().filter(|(at, _)| *at == spot).map(|(_, made)| made);
            if made.clone().any(|made| *made == change) {
                continue;
            }
            let touches = |made: &Change| {
                made.old.start <= change.old.end && change.old.start <= made.old.end
            };
            if made.clone().any(touches) {
                return Err(Left::Overlaps);
            }
            let segments = self.segments(&found.characters[change.old.clone()])?;
            let anchor = self.anchor(found, &change)?;
            planned.push((change, segments, anchor));
        }
        for (change, segments, anchor) in planned {
            self.make(&change, &segments, anchor);
            self.made.push((spot, change));
        }
        Ok(())
    }

    /// The run a change may cut: not in a field, nor deep inside other marks.
    fn run_of(&self, piece: &Piece) -> Result<usize, Left> {
        let run = self.splice.open_run(piece).filter(|_| !piece.in_field);
        let run = run.ok_or(Left::Unreachable)?;
        let hard = |(depth, (_, name)): (usize, (usize, &str))| {
            matches!(name, "fldSimple" | "moveTo") || (name == "ins" && depth > 0)
        };
        if self.splice.wrappers(run).enumerate().any(hard) || self.splice.is_bound(run) {
            return Err(Left::Unreachable);
        }
        Ok(run)
    }

    /// The characters by the elements they stand in.
    fn segments<'t>(&self, characters: &[Character<'t>]) -> Result<Vec<Segment<'t>>, Left> {
        let mut segments: Vec<Segment> = Vec::new();
        let mut rest = characters;
        while let Some(first) = rest.first() {
            let (piece, from) = first.source.ok_or(Left::ParagraphBreak)?;
            let same =
                |one: &&Character| one.source.is_some_and(|(other, _)| std::ptr::eq(other, piece));
            let count = rest.iter().take_while(same).count();
            rest = &rest[count..];
            let cut_short = from > 0 || count < piece.length;
            if piece.grain == Grain::Whole && cut_short {
                return Err(Left::Unreachable);
            }
            let run = self.run_of(piece)?;
            let whole = self.splice.trail.bytes(piece);
            let bytes = self.splice.byte(piece, from, whole.start)
                ..self.splice.byte(piece, from + count, whole.end);
            match segments.last_mut() {
                Some(last)
                    if last.piece.parent == piece.parent && last.bytes.end == bytes.start =>
                {
                    last.bytes.end = bytes.end;
                }
                _ => segments.push(Segment { piece, run, bytes }),
            }
        }
        Ok(segments)
    }

    /// Where a change that only puts something in does so: a character and whether after it.
    fn anchor<'t>(
        &self,
        found: &Found<'t>,
        change: &Change,
    ) -> Result<Option<(&'t Piece, usize, bool)>, Left> {
        if !change.old.is_empty() {
            return Ok(None);
        }
        let at = change.old.start;
        let source = |index: usize| found.characters.get(index)?.source;
        let before = at.checked_sub(1).and_then(source).map(|(piece, n)| (piece, n, true));
        let after = source(at).map(|(piece, n)| (piece, n, false));
        // The looks are those of the quoted words rather than of what stands beside them.
        let order = if at > found.range.start { [before, after] } else { [after, before] };
        let reachable = |(piece, n, after): &(&Piece, usize, bool)| {
            let edge = if *after { n + 1 == piece.length } else { *n == 0 };
            (edge || piece.grain == Grain::Characters) && self.run_of(piece).is_ok()
        };
        let found = order.into_iter().flatten().find(reachable);
        found.map(Some).ok_or(Left::Unreachable)
    }

    fn make(&mut self, change: &Change, segments: &[Segment], at: Option<(&Piece, usize, bool)>) {
        let mut seam = Seam::default();
        for segment in segments {
            seam = self.delete(segment);
        }
        let Some((first, last)) = segments.first().zip(segments.last()) else {
            let (piece, character, after) = at.expect("invariant: planned with an anchor");
            let run = self.run_of(piece).expect("invariant: planned as reachable");
            seam = match after {
                true => self.splice.after(piece, character),
                false => self.splice.before(piece, character),
            };
            return self.insert(seam, run, run, &change.new);
        };
        if !change.new.is_empty() {
            self.insert(seam, first.run, last.run, &change.new);
        }
    }

    /// Deletes a segment; gives the point behind it.
    fn delete(&mut self, segment: &Segment) -> Seam {
        let (xml, trail) = (self.splice.xml, self.splice.trail);
        let run = &trail.elements[segment.run];
        let text = trail.nearest(Tag::Text, segment.piece.parent).map(|at| &trail.elements[at]);
        let mark = self.deletion(segment, text.is_some());
        let bytes = segment.bytes.clone();
        let Some(text) = text.filter(|text| bytes != (text.start.end..text.end.start)) else {
            let whole = text.map_or(bytes, super::trail::Element::whole);
            let begins = self.splice.begins(run, whole.start);
            if begins && self.splice.ends(run, whole.end) {
                self.splice.replace(run.whole(), mark);
                return Seam::between(run.whole().end);
            }
            self.splice.replace(whole.clone(), String::new());
            let point = if begins { whole.start } else { whole.end };
            let seam = self.splice.seam_between(segment.run, point);
            self.splice.put(&seam, Order::Point, mark);
            return seam;
        };
        self.splice.replace(bytes.clone(), String::new());
        let point = if bytes.start <= text.start.end {
            self.splice.keep_space_after(text.start.clone(), &xml[bytes.end..text.end.start]);
            text.start.end
        } else if bytes.end >= text.end.start {
            self.splice.keep_space(text.start.clone(), bytes.start);
            text.end.start
        } else {
            bytes.start
        };
        let seam = self.splice.seam(segment.run, segment.piece, point);
        self.splice.put(&seam, Order::Point, mark);
        seam
    }

    /// `w:del` around a run of its own with the bytes of the segment.
    fn deletion(&mut self, segment: &Segment, is_text: bool) -> String {
        let raw = &self.splice.xml[segment.bytes.clone()];
        let content = match is_text {
            true => self.deleted_text(segment),
            false => raw.to_owned(),
        };
        self.around_run("del", segment.run, &content)
    }

    /// `w:delText` with the bytes of the segment. White space that the text does not keep at its
    /// ends is not shown; it stands apart, so that a rejected deletion does not bring it to light.
    fn deleted_text(&self, segment: &Segment) -> String {
        let trail = self.splice.trail;
        let raw = &self.splice.xml[segment.bytes.clone()];
        let text = trail.nearest(Tag::Text, segment.piece.parent).map(|at| &trail.elements[at]);
        let unkept = text.filter(|text| !self.splice.xml[text.start.clone()].contains("xml:space"));
        let (mut front, mut back) = (0, raw.len());
        if unkept.is_some_and(|text| text.start.end == segment.bytes.start) {
            front = raw.len() - raw.trim_ascii_start().len();
        }
        if unkept.is_some_and(|text| text.end.start == segment.bytes.end) {
            back = raw.trim_ascii_end().len().max(front);
        }
        let part = |open: &str, raw: &str| match raw {
            "" => String::new(),
            raw => format!("{open}{raw}</w:delText>"),
        };
        let [hidden, shown] = ["<w:delText>", "<w:delText xml:space=\"preserve\">"];
        let middle = part(shown, &raw[front..back]);
        part(hidden, &raw[..front]) + &middle + &part(hidden, &raw[back..])
    }

    fn around_run(&mut self, mark: &str, run: usize, content: &str) -> String {
        let (number, author) = (self.numbers.fresh(), &self.author);
        let head = self.splice.head(run);
        let end = &self.splice.xml[self.splice.trail.elements[run].end.clone()];
        format!("<w:{mark} w:id=\"{number}\"{author}>{head}{content}{end}</w:{mark}>")
    }

    /// Puts text in at a point of a run, with the looks of another; outside of an insertion the
    /// run stands in, for this one has its own author.
    fn insert(&mut self, seam: Seam, looks: usize, run: usize, new: &str) {
        let mark = self.around_run("ins", looks, &run_content(new, "t"));
        let trail = self.splice.trail;
        let around = self.splice.wrappers(run).next().filter(|(_, name)| *name == "ins");
        let Some((around, _)) = around else {
            return self.splice.put(&seam, Order::Point, mark);
        };
        let around = &trail.elements[around];
        if seam.at == around.end.start {
            let behind = Seam::between(around.end.end);
            return self.splice.put(&behind, Order::Point, mark);
        }
        let open = renumbered(&self.splice.xml[around.start.clone()], self.numbers.fresh());
        let close = &self.splice.xml[around.end.clone()];
        self.splice.put(&seam, Order::Point, format!("{close}{mark}{open}"));
    }
}

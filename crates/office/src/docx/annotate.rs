//! Word comments at cells: the clerk's own file with remarks in its margin, else untouched.
//!
//! A comment stands at the words it quotes; runs are cut open where these begin or end inside
//! one. What the comments say is for the caller.

use model::Place;

use super::comments::CommentsPart;
use super::edit::{Author, EditError, Numbers, WordFile};
use super::locate::{self, Found};
use super::splice::{Order, Seam, Splice};
use crate::package::broken;
use crate::{Limits, ReadError};

/// One comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// The cell or line it is about; none for the document as a whole.
    pub place: Option<Place>,
    /// The words it is about; where they are not at the place, the comment is about all of it.
    pub quote: String,
    /// What it says, one string a paragraph.
    pub paragraphs: Vec<String>,
}

/// The file with these comments beside those it has. A comment without a place, or whose place
/// the document does not have, stands at the first words of the document.
///
/// # Errors
/// Files that cannot be read, are no Word files, or are signed.
pub fn annotate(
    bytes: &[u8],
    comments: &[Comment],
    author: &Author,
    limits: Limits,
) -> Result<Vec<u8>, EditError> {
    let mut file = WordFile::open(bytes, limits)?;
    if comments.is_empty() {
        return Ok(bytes.to_vec());
    }
    let mut numbers = Numbers::default();
    numbers.note(&file.main, &file.document)?;
    let part = CommentsPart::open(&mut file, &mut numbers)?;
    let numbered: Vec<(u64, &Comment)> =
        comments.iter().map(|comment| (numbers.fresh(), comment)).collect();
    let document = marked(&file, &numbered)?;
    let others = part.extended(&mut file, &numbered, author)?;
    file.finish(document, others)
}

/// The document with the marks of the comments.
fn marked(file: &WordFile, comments: &[(u64, &Comment)]) -> Result<String, ReadError> {
    let declared = file.declaration();
    let mut splice = Splice::new(&file.document, &file.trail);
    for (number, comment) in comments {
        let found = comment
            .place
            .as_ref()
            .and_then(|place| locate::nearest(&file.trail, place, &comment.quote))
            .or_else(|| locate::first(&file.trail));
        let Some(found) = found else {
            return Err(broken("文件里没有可以加批注的文字"));
        };
        let begin = format!("<w:commentRangeStart{declared} w:id=\"{number}\"/>");
        let end = format!(
            "<w:commentRangeEnd{declared} w:id=\"{number}\"/>\
             <w:r{declared}><w:commentReference w:id=\"{number}\"/></w:r>"
        );
        match anchors(&mut splice, &found) {
            Some((first, last)) if first.at == last.at => {
                splice.put(&first, Order::Point, begin + &end);
            }
            Some((first, last)) => {
                splice.put(&first, Order::Begin, begin);
                splice.put(&last, Order::End, end);
            }
            None => return Err(broken("文件里没有可以加批注的段落")),
        }
    }
    Ok(splice.finish())
}

/// Where the comment begins and ends.
fn anchors(splice: &mut Splice, found: &Found) -> Option<(Seam, Seam)> {
    let meant = &found.characters[found.range.clone()];
    let mut sources = meant.iter().filter_map(|character| character.source);
    if let Some((piece, at)) = sources.next() {
        let (last, last_at) = sources.next_back().unwrap_or((piece, at));
        return Some((splice.before(piece, at), splice.after(last, last_at)));
    }
    let paragraph = found.spot.paragraphs.iter().find_map(|read| read.paragraph)?;
    let seam = splice.begin_of(paragraph);
    Some((seam.clone(), seam))
}

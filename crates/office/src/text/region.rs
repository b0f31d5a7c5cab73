//! Which lines of a file were flattened in which way, told by the lines themselves.

use std::ops::Range;

use super::pipes::is_piped;
use super::source::SourceLine;

/// A way of flattening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Tika and POI: a tab before every cell.
    Tabs,
    /// Pipes between or after cells.
    Pipes,
    /// Blanks, lines, or nothing between cells.
    Plain,
    /// A comment line, which is no table.
    Loose,
}

/// Some lines of one family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// The family.
    pub family: Family,
    /// Indexes into the lines of the file.
    pub lines: Range<usize>,
}

/// Fewer lines than this are an accident inside another family.
const FEWEST: usize = 3;

/// Divides a file into regions.
pub fn regions(lines: &[SourceLine<'_>]) -> Vec<Region> {
    let start =
        lines.iter().take_while(|line| line.is_blank() || line.text.starts_with('#')).count();
    let mut regions = Vec::new();
    if start > 0 {
        regions.push(Region { family: Family::Loose, lines: 0..start });
    }
    divide(lines, start..lines.len(), &mut regions);
    regions
}

fn divide(lines: &[SourceLine<'_>], range: Range<usize>, regions: &mut Vec<Region>) {
    let tabs = extent(lines, &range, |line| line.text.starts_with('\t'));
    let pipes = extent(lines, &range, is_piped);
    let (family, found) = match (tabs, pipes) {
        (Some(tabs), Some(pipes)) if tabs.start <= pipes.start => (Family::Tabs, tabs),
        (_, Some(pipes)) => (Family::Pipes, pipes),
        (Some(tabs), None) => (Family::Tabs, tabs),
        (None, None) => {
            if !range.is_empty() {
                regions.push(Region { family: Family::Plain, lines: range });
            }
            return;
        }
    };
    if range.start < found.start {
        regions.push(Region { family: Family::Plain, lines: range.start..found.start });
    }
    // Further paragraphs of the last cell.
    let tail = lines[found.end..range.end].iter().take_while(|line| !line.is_blank()).count();
    let end = if family == Family::Tabs { found.end + tail } else { found.end };
    regions.push(Region { family, lines: found.start..end });
    divide(lines, end..range.end, regions);
}

/// From the first to the last line of a kind, ending before a long stretch without any.
fn extent(
    lines: &[SourceLine<'_>],
    range: &Range<usize>,
    test: impl Fn(&SourceLine<'_>) -> bool,
) -> Option<Range<usize>> {
    const STRETCH: usize = 40;
    let mut found: Option<(usize, usize, usize)> = None;
    for at in range.clone().filter(|at| test(&lines[*at])) {
        found = match found {
            Some((first, last, count)) if at - last <= STRETCH => Some((first, at, count + 1)),
            Some((_, _, count)) if count >= FEWEST => break,
            _ => Some((at, at, 1)),
        };
    }
    let (first, last, count) = found?;
    (count >= FEWEST).then_some(first..last + 1)
}

//! Ruling lines: from strokes, thin filled rectangles and frames to straight rules.
//!
//! Producers draw the same border as one stroke, as four strokes around each cell, as a thin
//! filled rectangle, as dots, or as a frame filled between two rectangles. All become [`Rule`]s;
//! pieces in line with each other are then joined and near doubles laid together. Which rules
//! make a table is settled in [`super::cells`].

use kurbo::{BezPath, PathEl, PathSeg, Point, Shape};

use super::area::Area;

/// A filled shape no thicker than this is a line. Wider ones are backgrounds.
const THICK: f64 = 3.6;
/// Rules closer than this belong to one border (double lines, one border a cell).
const DOUBLE: f64 = 2.6;
/// A gap in a border no longer than this is a dash or sloppy drawing; rows are higher.
const GAP: f64 = 4.0;
/// Anything shorter, once joined, is no border.
const SHORT: f64 = 4.0;

/// Which way a rule runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Across,
    Down,
}

/// A straight border: at a height (or distance from the left), from one end to the other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    pub way: Way,
    pub at: f64,
    pub from: f64,
    pub to: f64,
}

impl Rule {
    fn across(at: f64, from: f64, to: f64) -> Self {
        Rule { way: Way::Across, at, from, to }
    }

    fn down(at: f64, from: f64, to: f64) -> Self {
        Rule { way: Way::Down, at, from, to }
    }

    /// The part inside an area.
    pub fn inside(self, clip: &Area) -> Option<Rule> {
        let (near, far, from, to) = match self.way {
            Way::Across => (clip.top, clip.bottom, clip.left, clip.right),
            Way::Down => (clip.left, clip.right, clip.top, clip.bottom),
        };
        let rule = Rule { from: self.from.max(from), to: self.to.min(to), ..self };
        (self.at >= near && self.at <= far && rule.from <= rule.to).then_some(rule)
    }

    /// The area it covers, without thickness.
    pub fn area(&self) -> Area {
        match self.way {
            Way::Across => Area { left: self.from, top: self.at, right: self.to, bottom: self.at },
            Way::Down => Area { left: self.at, top: self.from, right: self.at, bottom: self.to },
        }
    }

    fn of_area(area: &Area) -> Rule {
        let (x, y) = area.middle();
        if area.width() >= area.height() {
            Rule::across(y, area.left, area.right)
        } else {
            Rule::down(x, area.top, area.bottom)
        }
    }

    /// The rule on a sheet turned as in [`Area::turned`].
    pub fn turned(&self, quarters: u8, width: f64, height: f64) -> Rule {
        let area = self.area().turned(quarters, width, height);
        match (self.way, quarters % 2) {
            (Way::Across, 0) | (Way::Down, 1) => Rule::across(area.top, area.left, area.right),
            _ => Rule::down(area.left, area.top, area.bottom),
        }
    }
}

/// Rules in a filled path, already on the page: thin parts, and frames between two rectangles.
pub(super) fn from_fill(path: &BezPath, clip: Option<&Area>) -> Vec<Rule> {
    let mut found = Vec::new();
    let mut last: Option<Area> = None;
    for part in parts(path) {
        let area = Area::of(part.bounding_box());
        let Some(area) = clip.map_or(Some(area), |clip| area.shared(clip)) else { continue };
        if !area.is_sane() {
            continue;
        }
        if area.width() <= THICK && area.height() <= THICK {
            // A dot, or the corner of four borders: both ways.
            let (x, y) = area.middle();
            found.push(Rule::across(y, area.left, area.right));
            found.push(Rule::down(x, area.top, area.bottom));
        } else if area.width() <= THICK || area.height() <= THICK {
            found.push(Rule::of_area(&area));
        } else if let Some(outer) = last.replace(area) {
            found.extend(frame(&outer, &area));
        }
    }
    found
}

/// The sides of a frame filled between two rectangles, where it is as thin as a line.
fn frame(one: &Area, other: &Area) -> Vec<Rule> {
    let outer = one.around(other);
    let Some(inner) = one.shared(other) else { return Vec::new() };
    let thin = |thickness: f64| thickness <= 2.0 * THICK;
    let drawn = |thickness: f64| thickness > 0.02;
    let sides = [
        inner.left - outer.left,
        inner.top - outer.top,
        outer.right - inner.right,
        outer.bottom - inner.bottom,
    ];
    let nested = outer == *one || outer == *other;
    if !nested || !sides.iter().all(|side| thin(*side)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (side, thickness) in sides.into_iter().enumerate().filter(|(_, t)| drawn(*t)) {
        let half = thickness / 2.0;
        found.push(match side {
            0 => Rule::down(outer.left + half, outer.top, outer.bottom),
            1 => Rule::across(outer.top + half, outer.left, outer.right),
            2 => Rule::down(outer.right - half, outer.top, outer.bottom),
            _ => Rule::across(outer.bottom - half, outer.left, outer.right),
        });
    }
    found
}

/// Rules in a stroked path, already on the page; `width` is the pen's.
pub(super) fn from_stroke(path: &BezPath, width: f64) -> Vec<Rule> {
    let mut found = Vec::new();
    for segment in path.segments() {
        let PathSeg::Line(line) = segment else { continue };
        let area = Area::between(line.p0, line.p1);
        if !area.is_sane() {
            continue;
        }
        let (across, down) = (area.width(), area.height());
        let long = across.max(down);
        if across.min(down) > (long * 0.01).max(0.4) {
            continue; // slanting
        }
        if width <= THICK {
            found.push(Rule::of_area(&area));
        } else if long <= THICK {
            // A thick pen drawn a short way: a line at right angles to the stroke.
            let half = width / 2.0;
            let (x, y) = area.middle();
            found.push(if across >= down {
                Rule::down(x, y - half, y + half)
            } else {
                Rule::across(y, x - half, x + half)
            });
        }
    }
    found
}

/// The sub-paths of a path.
fn parts(path: &BezPath) -> Vec<BezPath> {
    let mut parts: Vec<BezPath> = Vec::new();
    for element in path.elements() {
        match element {
            PathEl::MoveTo(_) => parts.push(BezPath::from_vec(vec![*element])),
            // After a closed part the pen stands at its start; a file may go on from there.
            _ if parts.is_empty() => {
                parts.push(BezPath::from_vec(vec![PathEl::MoveTo(Point::ZERO), *element]))
            }
            _ => parts.last_mut().expect("invariant: just checked").push(*element),
        }
    }
    parts.retain(|part| part.elements().len() > 1);
    parts
}

/// Lays doubles together and joins pieces: sorted by position, then by start.
pub(super) fn join(rules: &[Rule], way: Way) -> Vec<Rule> {
    let mut pieces: Vec<Rule> = rules.iter().copied().filter(|rule| rule.way == way).collect();
    pieces.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut joined = Vec::new();
    let mut rest = pieces.as_mut_slice();
    while !rest.is_empty() {
        let mut end = 1;
        while end < rest.len()
            && rest[end].at - rest[end - 1].at <= DOUBLE
            && rest[end].at - rest[0].at <= 2.0 * DOUBLE
        {
            end += 1;
        }
        let (border, after) = rest.split_at_mut(end);
        joined.extend(join_border(border));
        rest = after;
    }
    joined
}

/// Joins the pieces of one border; its position is where most of its length lies.
fn join_border(border: &mut [Rule]) -> Vec<Rule> {
    let length = |rule: &Rule| rule.to - rule.from + 0.01;
    let total: f64 = border.iter().map(length).sum();
    let at = border.iter().map(|rule| rule.at * length(rule)).sum::<f64>() / total;
    border.sort_by(|a, b| a.from.total_cmp(&b.from));
    let mut joined: Vec<Rule> = Vec::new();
    for piece in border.iter() {
        match joined.last_mut() {
            Some(last) if piece.from - last.to <= GAP => last.to = last.to.max(piece.to),
            _ => joined.push(Rule { at, ..*piece }),
        }
    }
    joined.retain(|rule| rule.to - rule.from >= SHORT);
    joined
}

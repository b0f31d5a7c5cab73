//! Upright rectangles on a page, in points, origin at the top left, y downwards.
//!
//! Plain geometry only; nothing here knows of glyphs, rules or tables.

use model::Rect;

/// An upright rectangle; `left <= right` and `top <= bottom`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Area {
    /// The rectangle that spans two opposite corners, whichever they are.
    pub fn between(a: kurbo::Point, b: kurbo::Point) -> Self {
        Area { left: a.x.min(b.x), top: a.y.min(b.y), right: a.x.max(b.x), bottom: a.y.max(b.y) }
    }

    pub fn of(rect: kurbo::Rect) -> Self {
        Area::between(kurbo::Point::new(rect.x0, rect.y0), kurbo::Point::new(rect.x1, rect.y1))
    }

    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    pub fn middle(&self) -> (f64, f64) {
        ((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0)
    }

    pub fn holds(&self, (x, y): (f64, f64)) -> bool {
        x >= self.left && x <= self.right && y >= self.top && y <= self.bottom
    }

    /// The smallest rectangle around both.
    pub fn around(&self, other: &Area) -> Area {
        Area {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// What both share; nothing when they do not meet.
    pub fn shared(&self, other: &Area) -> Option<Area> {
        let shared = Area {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        };
        (shared.left <= shared.right && shared.top <= shared.bottom).then_some(shared)
    }

    /// Every edge moved outwards.
    pub fn grown(&self, by: f64) -> Area {
        Area {
            left: self.left - by,
            top: self.top - by,
            right: self.right + by,
            bottom: self.bottom + by,
        }
    }

    /// The same place after the sheet has been turned anticlockwise by quarter turns, so that
    /// what ran downwards (one turn) runs to the right. `width` and `height` are the sheet's
    /// before turning.
    pub fn turned(&self, quarters: u8, width: f64, height: f64) -> Area {
        let Area { left, top, right, bottom } = *self;
        match quarters % 4 {
            1 => Area { left: top, top: width - right, right: bottom, bottom: width - left },
            2 => Area {
                left: width - right,
                top: height - bottom,
                right: width - left,
                bottom: height - top,
            },
            3 => Area { left: height - bottom, top: left, right: height - top, bottom: right },
            _ => *self,
        }
    }

    /// Whether all four edges are numbers a page can have.
    pub fn is_sane(&self) -> bool {
        [self.left, self.top, self.right, self.bottom].iter().all(|edge| edge.abs() < 1.0e6)
    }

    /// In hundredths of a point, as places count.
    pub fn to_rect(self) -> Rect {
        #[allow(clippy::cast_possible_truncation)] // saturates, and `is_sane` bounds it
        let hundredths = |edge: f64| (edge * 100.0).round() as i32;
        Rect {
            left: hundredths(self.left),
            top: hundredths(self.top),
            right: hundredths(self.right),
            bottom: hundredths(self.bottom),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_quarter_turns_are_none() {
        let area = Area { left: 10.0, top: 20.0, right: 40.0, bottom: 30.0 };
        let once = area.turned(1, 100.0, 200.0);
        assert_eq!((once.width(), once.height()), (area.height(), area.width()));
        assert_eq!(once.turned(3, 200.0, 100.0), area);
        assert_eq!(area.turned(2, 100.0, 200.0).turned(2, 100.0, 200.0), area);
    }
}

//! Tables from rules: rules that touch form a lattice, walls that are missing merge its cells.
//!
//! Text is looked at for one thing only: a corner of the lattice that is open to the outside
//! and holds no glyph is no cell.

use super::area::Area;
use super::rules::{self, Rule, Way};

/// Rules this close touch.
const TOUCH: f64 = 3.2;
/// A wall stands where at least this share of it is drawn.
const DRAWN: f64 = 0.55;
/// Smaller lattices are check boxes and drawings.
const MIN_WIDTH: f64 = 30.0;
const MIN_HEIGHT: f64 = 10.0;

/// A table as ruled: boundaries and the cells between them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Lattice {
    /// Column boundaries from left to right, one more than columns.
    pub xs: Vec<f64>,
    /// Row boundaries from the top, one more than rows.
    pub ys: Vec<f64>,
    /// In the order of their top left corners, row by row.
    pub cells: Vec<Ruled>,
}

/// A cell of a lattice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ruled {
    pub row: usize,
    pub column: usize,
    pub rows: usize,
    pub columns: usize,
    /// Whether a rule is drawn below it.
    pub closed_below: bool,
}

impl Lattice {
    pub fn area(&self) -> Area {
        Area {
            left: self.xs[0],
            top: self.ys[0],
            right: self.xs[self.xs.len() - 1],
            bottom: self.ys[self.ys.len() - 1],
        }
    }

    /// Drops boundaries at which no cell begins or ends (underlines, scraps of rules).
    fn drop_idle_boundaries(&mut self) {
        let mut columns = vec![false; self.xs.len()];
        let mut rows = vec![false; self.ys.len()];
        for cell in &self.cells {
            columns[cell.column] = true;
            columns[cell.column + cell.columns] = true;
            rows[cell.row] = true;
            rows[cell.row + cell.rows] = true;
        }
        let before = |used: &[bool], index: usize| used[..index].iter().filter(|u| **u).count();
        for cell in &mut self.cells {
            let (right, below) = (cell.column + cell.columns, cell.row + cell.rows);
            cell.column = before(&columns, cell.column);
            cell.columns = before(&columns, right) - cell.column;
            cell.row = before(&rows, cell.row);
            cell.rows = before(&rows, below) - cell.row;
        }
        retain(&mut self.xs, &columns);
        retain(&mut self.ys, &rows);
    }

    pub fn cell_area(&self, cell: &Ruled) -> Area {
        Area {
            left: self.xs[cell.column],
            top: self.ys[cell.row],
            right: self.xs[cell.column + cell.columns],
            bottom: self.ys[cell.row + cell.rows],
        }
    }

    /// The index of the cell a point lies in.
    pub fn cell_at(&self, (x, y): (f64, f64)) -> Option<usize> {
        if !self.area().grown(0.5).holds((x, y)) {
            return None;
        }
        let row = step(&self.ys, y);
        let column = step(&self.xs, x);
        self.cells.iter().position(|cell| {
            (cell.row..cell.row + cell.rows).contains(&row)
                && (cell.column..cell.column + cell.columns).contains(&column)
        })
    }
}

fn retain(edges: &mut Vec<f64>, used: &[bool]) {
    let mut used = used.iter();
    edges.retain(|_| used.next() == Some(&true));
}

/// The interval of sorted boundaries a position falls in, the outermost taking what lies beyond.
fn step(boundaries: &[f64], at: f64) -> usize {
    boundaries.partition_point(|edge| *edge <= at).clamp(1, boundaries.len() - 1) - 1
}

/// Every table the rules make, without regard to nesting.
///
/// # Errors
/// When the cells pass the budget.
pub(super) fn tables(
    rules: &[Rule],
    anchors: &[(f64, f64)],
    budget: &mut crate::Budget,
) -> Result<Vec<Lattice>, crate::ReadError> {
    let across = rules::join(rules, Way::Across);
    let down = rules::join(rules, Way::Down);
    let mut found = Vec::new();
    for group in touching(across, down) {
        let Some(walls) = Walls::new(&group, budget)? else { continue };
        let lattice = walls.lattice(anchors);
        if lattice.cells.len() < 2 {
            continue;
        }
        let area = lattice.area();
        let real = area.width() >= MIN_WIDTH && area.height() >= MIN_HEIGHT;
        if real {
            found.push(lattice);
        }
    }
    Ok(found)
}

/// Groups of rules connected by touching.
fn touching(across: Vec<Rule>, mut down: Vec<Rule>) -> Vec<Vec<Rule>> {
    down.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut leader: Vec<usize> = (0..across.len() + down.len()).collect();
    for (index, rule) in across.iter().enumerate() {
        let first = down.partition_point(|wall| wall.at < rule.from - TOUCH);
        let near = down[first..].iter().take_while(|wall| wall.at <= rule.to + TOUCH);
        for (offset, wall) in near.enumerate() {
            if rule.at >= wall.from - TOUCH && rule.at <= wall.to + TOUCH {
                unite(&mut leader, index, across.len() + first + offset);
            }
        }
    }
    let mut groups: std::collections::BTreeMap<usize, Vec<Rule>> = Default::default();
    for (index, rule) in across.iter().chain(&down).enumerate() {
        groups.entry(lead(&mut leader, index)).or_default().push(*rule);
    }
    groups.into_values().collect()
}

fn lead(leader: &mut [usize], mut index: usize) -> usize {
    while leader[index] != index {
        leader[index] = leader[leader[index]];
        index = leader[index];
    }
    index
}

fn unite(leader: &mut [usize], one: usize, other: usize) {
    let (one, other) = (lead(leader, one), lead(leader, other));
    leader[one.max(other)] = one.min(other);
}

/// Which walls of a group of rules are drawn.
struct Walls {
    xs: Vec<f64>,
    ys: Vec<f64>,
    /// `upright[row * (columns + 1) + boundary]`
    upright: Vec<bool>,
    /// `level[boundary * columns + column]`
    level: Vec<bool>,
    /// `level` as drawn, before open sides are closed.
    drawn: Vec<bool>,
}

impl Walls {
    fn new(group: &[Rule], budget: &mut crate::Budget) -> Result<Option<Walls>, crate::ReadError> {
        let xs = boundaries(group, Way::Down);
        let ys = boundaries(group, Way::Across);
        if xs.len() < 2 || ys.len() < 2 {
            return Ok(None);
        }
        let (columns, rows) = (xs.len() - 1, ys.len() - 1);
        budget.take_cells(u64::try_from(rows.saturating_mul(columns)).unwrap_or(u64::MAX))?;
        let mut upright = vec![0.0; rows * (columns + 1)];
        let mut level = vec![0.0; (rows + 1) * columns];
        for rule in group {
            let (own, other) = match rule.way {
                Way::Down => (&xs, &ys),
                Way::Across => (&ys, &xs),
            };
            let boundary = nearest(own, rule.at);
            for piece in 0..other.len() - 1 {
                let (from, to) = (other[piece], other[piece + 1]);
                let drawn = (rule.to.min(to) - rule.from.max(from)).max(0.0) / (to - from);
                match rule.way {
                    Way::Down => upright[piece * (columns + 1) + boundary] += drawn,
                    Way::Across => level[boundary * columns + piece] += drawn,
                }
            }
        }
        let stands = |shares: Vec<f64>| -> Vec<bool> {
            shares.into_iter().map(|share| share >= DRAWN).collect()
        };
        let level = stands(level);
        let drawn = level.clone();
        let mut walls = Walls { xs, ys, upright: stands(upright), level, drawn };
        walls.close_open_sides();
        Ok(Some(walls))
    }

    fn columns(&self) -> usize {
        self.xs.len() - 1
    }

    fn rows(&self) -> usize {
        self.ys.len() - 1
    }

    /// Tables are often drawn without their outer border: a side that is mostly open is closed.
    fn close_open_sides(&mut self) {
        let (rows, columns) = (self.rows(), self.columns());
        let left: Vec<usize> = (0..rows).map(|row| row * (columns + 1)).collect();
        let right: Vec<usize> = (0..rows).map(|row| row * (columns + 1) + columns).collect();
        let top: Vec<usize> = (0..columns).collect();
        let bottom: Vec<usize> = (0..columns).map(|column| rows * columns + column).collect();
        for side in [left, right] {
            close_if_open(&mut self.upright, &side);
        }
        for side in [top, bottom] {
            close_if_open(&mut self.level, &side);
        }
    }

    fn wall_right(&self, row: usize, column: usize) -> bool {
        self.upright[row * (self.columns() + 1) + column + 1]
    }

    fn wall_below(&self, row: usize, column: usize) -> bool {
        self.level[(row + 1) * self.columns() + column]
    }

    fn wall_above(&self, row: usize, column: usize) -> bool {
        self.level[row * self.columns() + column]
    }

    /// Whether the wall below (1) or above (-1) a slot is drawn, not only an open side closed.
    fn is_drawn(&self, row: usize, column: usize, below: isize) -> bool {
        self.drawn[(row + usize::from(below > 0)) * self.columns() + column]
    }

    fn lattice(self, anchors: &[(f64, f64)]) -> Lattice {
        let (rows, columns) = (self.rows(), self.columns());
        let mut taken = self.outside(anchors);
        let mut cells = Vec::new();
        for row in 0..rows {
            for column in 0..columns {
                if taken[row * columns + column] {
                    continue;
                }
                let cell = self.grow(row, column, &taken);
                for r in row..row + cell.rows {
                    taken[r * columns + column..r * columns + column + cell.columns].fill(true);
                }
                cells.push(cell);
            }
        }
        let mut lattice = Lattice { xs: self.xs, ys: self.ys, cells };
        lattice.drop_idle_boundaries();
        lattice
    }

    /// The largest cell from a corner to the right, then downwards.
    fn grow(&self, row: usize, column: usize, taken: &[bool]) -> Ruled {
        let columns = self.columns();
        let free = |row: usize, column: usize| !taken[row * columns + column];
        let mut right = column;
        while right + 1 < columns && !self.wall_right(row, right) && free(row, right + 1) {
            right += 1;
        }
        let mut below = row;
        while below + 1 < self.rows()
            && (column..=right).all(|c| !self.wall_below(below, c) && free(below + 1, c))
            && (column..right).all(|c| !self.wall_right(below + 1, c))
        {
            below += 1;
        }
        Ruled {
            row,
            column,
            rows: below - row + 1,
            columns: right - column + 1,
            closed_below: (column..=right).any(|c| self.drawn[(below + 1) * columns + c]),
        }
    }

    /// Slots that belong to no cell: in a region open to the outside that holds no text, such as
    /// the notch beside a narrower table below. Cells cut by the end of a page are open above or
    /// below only, or still have an outer wall somewhere.
    fn outside(&self, anchors: &[(f64, f64)]) -> Vec<bool> {
        let (rows, columns) = (self.rows(), self.columns());
        let mut written = vec![false; rows * columns];
        let area = Area {
            left: self.xs[0],
            top: self.ys[0],
            right: self.xs[columns],
            bottom: self.ys[rows],
        };
        for anchor in anchors.iter().filter(|anchor| area.holds(**anchor)) {
            written[step(&self.ys, anchor.1) * columns + step(&self.xs, anchor.0)] = true;
        }
        let mut region = vec![false; rows * columns];
        let mut seen = vec![false; rows * columns];
        for start in 0..rows * columns {
            if seen[start] {
                continue;
            }
            let (slots, outside) = self.region(start, &mut seen);
            if outside && !slots.iter().any(|slot| written[*slot]) {
                for slot in slots {
                    region[slot] = true;
                }
            }
        }
        region
    }

    /// The slots reachable without crossing a wall, and whether they lie outside the table.
    fn region(&self, start: usize, seen: &mut [bool]) -> (Vec<usize>, bool) {
        let (rows, columns) = (self.rows(), self.columns());
        let (mut slots, mut walled, mut open_beside) = (vec![start], false, false);
        seen[start] = true;
        let mut next = 0;
        while next < slots.len() {
            let (row, column) = (slots[next] / columns, slots[next] % columns);
            next += 1;
            let wall_left = self.upright[row * (columns + 1) + column];
            let sides = [
                (wall_left, column == 0, -1, 0),
                (self.wall_right(row, column), column + 1 == columns, 1, 0),
                (self.wall_above(row, column), row == 0, 0, -1),
                (self.wall_below(row, column), row + 1 == rows, 0, 1),
            ];
            for (wall, edge, right, below) in sides {
                walled |= edge && wall && (right != 0 || self.is_drawn(row, column, below));
                open_beside |= edge && !wall && right != 0;
                if edge || wall {
                    continue;
                }
                let beside = row.saturating_add_signed(below) * columns
                    + column.saturating_add_signed(right);
                if !std::mem::replace(&mut seen[beside], true) {
                    slots.push(beside);
                }
            }
        }
        (slots, open_beside && !walled)
    }
}

fn close_if_open(walls: &mut [bool], side: &[usize]) {
    let drawn = side.iter().filter(|index| walls[**index]).count();
    if drawn * 10 < side.len() * 3 {
        for index in side {
            walls[*index] = true;
        }
    }
}

/// The positions of a group's borders one way; where rules the other way reach well beyond the
/// last border, their ends are a border too (a table without its outer lines).
fn boundaries(group: &[Rule], way: Way) -> Vec<f64> {
    const BEYOND: f64 = 8.0;
    let mut edges: Vec<f64> =
        group.iter().filter(|rule| rule.way == way).map(|rule| rule.at).collect();
    edges.sort_by(f64::total_cmp);
    edges.dedup();
    let crossing = || group.iter().filter(|rule| rule.way != way);
    let (Some(first), Some(last)) = (edges.first().copied(), edges.last().copied()) else {
        return edges;
    };
    let start = crossing().map(|rule| rule.from).fold(f64::INFINITY, f64::min);
    let end = crossing().map(|rule| rule.to).fold(f64::NEG_INFINITY, f64::max);
    let several =
        |beyond: &dyn Fn(&Rule) -> bool| crossing().filter(|rule| beyond(rule)).count() > 1;
    if start < first - BEYOND && several(&|rule| rule.from < first - BEYOND) {
        edges.insert(0, start);
    }
    if end > last + BEYOND && several(&|rule| rule.to > last + BEYOND) {
        edges.push(end);
    }
    edges
}

fn nearest(edges: &[f64], at: f64) -> usize {
    let after = edges.partition_point(|edge| *edge < at).min(edges.len() - 1);
    match after.checked_sub(1) {
        Some(before) if at - edges[before] < edges[after] - at => before,
        _ => after,
    }
}

//! Indicator rows, and the rows that close the table.

use std::collections::BTreeMap;

use model::form::{Column, Field};
use model::{Fund, Indicator, Place, Text};

use super::header::{Head, Header, Span};
use super::labels::{Labels, is_goal};
use super::rows::{Piece, Row};

/// What one row below a header turned out to be.
#[derive(Debug)]
pub enum Line {
    /// An indicator, with the fields of its project in lists that hold many.
    Indicator(Box<Found>),
    /// Every cell is blank.
    Blank(Option<Place>),
    /// 总分, 合计, 备注 …: the table is over unless another header follows.
    End,
    /// A goal between two blocks of indicators.
    Goal,
    /// Only labels of the template: a level without an indicator, dots.
    Nothing,
    /// Author text that is no indicator.
    Loose(Vec<Text>),
}

/// An indicator row.
#[derive(Debug)]
pub struct Found {
    /// The row.
    pub indicator: Indicator,
    /// In lists of many forms: fields of the project the row belongs to.
    pub fields: BTreeMap<Field, Text>,
    /// In such lists: amounts.
    pub funds: BTreeMap<Fund, Text>,
    /// Texts under labels nobody knows.
    pub unknown: Vec<(String, Text)>,
}

/// Reads rows below one header; keeps the levels that the next row may inherit.
#[derive(Debug)]
pub struct Body {
    header: Header,
    levels: BTreeMap<Column, Text>,
}

const LEVELS: [Column; 2] = [Column::Level1, Column::Level2];

impl Body {
    /// Rows below a header.
    pub fn new(header: Header) -> Self {
        Body { header, levels: BTreeMap::new() }
    }

    /// The header.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The header, to take a further header row.
    pub fn header_mut(&mut self) -> &mut Header {
        &mut self.header
    }

    /// Reads the next row.
    pub fn take(&mut self, row: &Row, labels: &Labels) -> Line {
        let Some(first) = row.own().find(|piece| !piece.is_blank()) else {
            let place = row.own().next().and_then(|piece| piece.cell.place.clone());
            return Line::Blank(place);
        };
        if labels.is("end", &first.key) && self.closes(row, first) {
            return Line::End;
        }
        let goal = labels.field(&first.key).is_some_and(is_goal);
        if goal && self.header.at(first.start()).is_none() && !self.exact(row, Column::Level3) {
            return Line::Goal;
        }
        if row.is_line || self.is_note(row) {
            if is_mark(&first.cell.text()) {
                return Line::Nothing;
            }
            return Line::Loose(vec![first.text()]);
        }
        let mut found = self.cells(row);
        self.inherit(&mut found.indicator.cells);
        let has = |column| found.indicator.cells.get(&column).is_some_and(|t: &Text| !t.is_blank());
        let measured = [Column::Level3, Column::Target, Column::Actual];
        if !measured.iter().any(|column| has(*column)) {
            let own = row.own().filter(|piece| !piece.is_blank());
            let loose = own.filter(|piece| self.level_of(piece).is_none()).map(Piece::text);
            let loose: Vec<Text> = loose.filter(|text| !is_mark(&text.text)).collect();
            return if loose.is_empty() { Line::Nothing } else { Line::Loose(loose) };
        }
        let filled = || row.own().filter(|piece| !piece.is_blank());
        if filled().all(|piece| is_dots(&piece.cell.text()) || self.level_of(piece).is_some())
            && filled().any(|piece| is_dots(&piece.cell.text()))
        {
            return Line::Nothing;
        }
        straighten(&mut found.indicator.cells);
        found.indicator = Indicator::read(std::mem::take(&mut found.indicator.cells));
        Line::Indicator(Box::new(found))
    }

    /// A closing word closes the table unless it stands where an indicator's name would.
    fn closes(&self, row: &Row, first: &Piece) -> bool {
        let wide = first.cell.column_span > 1 || row.own().count() < self.header.spans.len();
        wide || self.level_of(first) == Some(Column::Level1)
            || self.header.at(first.start()).is_none()
    }

    /// Whether a row below the sums is an indicator again: its name and its target stand exactly
    /// in their columns.
    pub fn resumes(&self, row: &Row, labels: &Labels) -> bool {
        let first = row.own().find(|piece| !piece.is_blank());
        let closing = first.is_none_or(|first| labels.is("end", &first.key));
        !closing && self.exact(row, Column::Level3) && self.exact(row, Column::Target)
    }

    /// Whether a filled cell stands in exactly that column.
    fn exact(&self, row: &Row, column: Column) -> bool {
        let span = self.header.spans.iter().find(|span| span.head == Head::Column(column));
        span.is_some_and(|span| {
            row.own().any(|piece| {
                piece.start() == span.start && piece.end() == span.end && !piece.is_blank()
            })
        })
    }

    /// One filled cell across most of the table is a remark, not an indicator.
    fn is_note(&self, row: &Row) -> bool {
        let Some(only) = row.single() else { return false };
        let covered = |span: &&Span| only.covers(span.start);
        let spans = self.header.spans.iter().filter(covered).count();
        spans > 1 && spans + 1 >= self.header.spans.len() && row.pieces.len() <= 2
    }

    fn level_of(&self, piece: &Piece) -> Option<Column> {
        match self.header.at(piece.start())?.head {
            Head::Column(column) if LEVELS.contains(&column) => Some(column),
            _ => None,
        }
    }

    fn cells(&self, row: &Row) -> Found {
        let mut found = Found {
            indicator: Indicator::read(BTreeMap::new()),
            fields: BTreeMap::new(),
            funds: BTreeMap::new(),
            unknown: Vec::new(),
        };
        let cells = &mut found.indicator.cells;
        for span in &self.header.spans {
            let Some(piece) = piece_at(row, span) else { continue };
            let first = piece.start() >= span.start || self.header.at(piece.start()).is_none();
            if !first && !piece.is_blank() {
                continue;
            }
            match &span.head {
                Head::Column(column) if inherits(*column) || !piece.continued => {
                    cells.insert(*column, piece.text());
                }
                Head::Field(field) => _ = found.fields.insert(*field, piece.text()),
                Head::Fund(fund) => _ = found.funds.insert(fund.clone(), piece.text()),
                Head::Unknown(label) if !piece.continued && !piece.is_blank() => {
                    found.unknown.push((label.clone(), piece.text()));
                }
                Head::Column(_) | Head::Unknown(_) => {}
            }
        }
        self.side_by_side(row, cells, &mut found.unknown);
        if let Some(block) = &self.header.block {
            cells.insert(Column::Block, block.clone());
        }
        found
    }

    /// 中期 | 年度 groups: the left one serves where the right is blank; both filled keeps both.
    fn side_by_side(
        &self,
        row: &Row,
        cells: &mut BTreeMap<Column, Text>,
        unknown: &mut Vec<(String, Text)>,
    ) {
        let blank =
            |cells: &BTreeMap<Column, Text>, column| cells.get(&column).is_none_or(Text::is_blank);
        let use_left = blank(cells, Column::Level3) && blank(cells, Column::Target);
        for span in &self.header.alternate {
            let Head::Column(column) = span.head else { continue };
            let Some(piece) = piece_at(row, span) else { continue };
            if piece.is_blank() || piece.continued && !inherits(column) {
                continue;
            }
            if use_left {
                cells.insert(column, piece.text());
            } else if !LEVELS.contains(&column) && !piece.continued {
                unknown.push((format!("中期 {column}"), piece.text()));
            }
        }
    }

    /// Blank levels take the text of the row above; a new level 1 clears level 2.
    fn inherit(&mut self, cells: &mut BTreeMap<Column, Text>) {
        let mut fresh = false;
        for level in LEVELS {
            let here = cells.get(&level).filter(|text| !text.is_blank());
            match here {
                Some(text) => {
                    let changed = self.levels.get(&level).is_none_or(|old| old != text);
                    fresh |= changed && level == Column::Level1;
                    self.levels.insert(level, text.clone());
                }
                None if fresh => _ = self.levels.remove(&level),
                None => {
                    if let Some(text) = self.levels.get(&level).filter(|_| self.header.has(level)) {
                        cells.insert(level, text.clone());
                    }
                }
            }
        }
    }
}

fn piece_at<'r, 'a>(row: &'r Row<'a>, span: &Span) -> Option<&'r Piece<'a>> {
    row.pieces.iter().find(|piece| piece.start() < span.end && span.start < piece.end())
}

/// Cells that a merge repeats on every row it covers. Weights and scores count once.
fn inherits(column: Column) -> bool {
    matches!(column, Column::Level1 | Column::Level2 | Column::Level3 | Column::Target)
}

/// What the template prints between indicators.
fn is_mark(text: &str) -> bool {
    is_dots(text) || is_level_weight(text)
}

/// Template text where a level's vertical label was lost: `(50分)`.
fn is_level_weight(text: &str) -> bool {
    let key = model::text::label_key(text);
    let inside = key.strip_prefix('(').and_then(|rest| rest.strip_suffix("分)"));
    inside.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A column for 性质 may hold 正向 and one for 方向 the comparator: each goes where it belongs.
fn straighten(cells: &mut BTreeMap<Column, Text>) {
    let holds = |column, test: fn(&str) -> bool| {
        let text = cells.get(&column).map(|text: &Text| model::text::label_key(&text.text));
        text.is_some_and(|text| test(&text))
    };
    let directed = holds(Column::Nature, |text| text.contains("正向") || text.contains("反向"));
    let compares = |text: &str| !text.is_empty() && text.chars().all(|c| "<>=≥≤≧≦═".contains(c));
    let compared = holds(Column::Direction, compares);
    let free = cells.get(&Column::Direction).is_none_or(Text::is_blank);
    if directed && (compared || free) {
        let (nature, direction) = (cells.remove(&Column::Nature), cells.remove(&Column::Direction));
        cells.extend(nature.map(|text| (Column::Direction, text)));
        cells.extend(direction.filter(|_| compared).map(|text| (Column::Nature, text)));
    }
}

/// Dots that the template leaves for further rows.
fn is_dots(text: &str) -> bool {
    let folded = model::text::fold(text);
    !folded.is_empty() && folded.chars().all(|c| matches!(c, '…' | '.' | '·' | '。' | '⋯'))
}

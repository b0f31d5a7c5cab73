//! The header of the indicator table: which grid column holds what.

use model::Fund;
use model::form::{Column, Field, NamedColumn};

use super::labels::Labels;
use super::rows::{Piece, Row};

/// What stands below a header cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Head {
    /// A column of the indicator table.
    Column(Column),
    /// A field of the form, in lists that hold many forms.
    Field(Field),
    /// An amount of the form, in such lists.
    Fund(Fund),
    /// A label nobody knows; its texts are kept under it.
    Unknown(String),
}

/// A header cell and the grid columns below it.
#[derive(Debug, Clone)]
pub struct Span {
    /// First grid column.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// What stands below.
    pub head: Head,
}

/// The header: spans from left to right.
#[derive(Debug, Clone, Default)]
pub struct Header {
    /// One entry a column (or group of columns that a header cell covers).
    pub spans: Vec<Span>,
    /// Columns of the left of two side-by-side groups (中期 | 年度), used where the right is blank.
    pub alternate: Vec<Span>,
    /// The side label, when it names a block (管理效率 …).
    pub block: Option<model::Text>,
    /// Whether each row names its project: a list of many forms.
    pub many: bool,
}

impl Header {
    /// Reads a header that begins in this row.
    pub fn detect(row: &Row, labels: &Labels) -> Option<Header> {
        Self::below(None, row, labels)
    }

    /// Reads a header whose upper half may stand in the row above (年度指标值 over 指标性质 …).
    pub fn below(upper: Option<&Row>, row: &Row, labels: &Labels) -> Option<Header> {
        use NamedColumn::{Actual, Level1, Level2, Level3, Nature, Score, Target, Weight};
        if row.is_line {
            return None;
        }
        let rows = || upper.into_iter().chain([row]).flat_map(Row::own);
        let has = |wanted: &[NamedColumn]| {
            rows()
                .filter_map(|piece| labels.column(&piece.key))
                .any(|found| matches!(found, Column::Named(name) if wanted.contains(&name)))
        };
        let levels = has(&[Level3, Level2]);
        let measured = levels && has(&[Target, Actual, Nature]);
        let marked = has(&[Level3]) && has(&[Level1]) && has(&[Weight, Score]);
        let here = row.own().any(|piece| labels.column(&piece.key).is_some());
        if !here || !measured && !marked {
            return None;
        }
        let mut header = Header::default();
        if let Some(upper) = upper {
            header.add(upper, labels);
        }
        header.add(row, labels);
        let project = |span: &Span| span.head == Head::Field(Field::Project);
        header.many = header.spans.iter().any(project);
        Some(header)
    }

    /// Takes a further header row: one whose filled cells are all column labels.
    ///
    /// Returns whether the row belongs to the header.
    pub fn extend(&mut self, row: &Row, labels: &Labels) -> bool {
        if row.is_line {
            return false;
        }
        if row.own().any(|piece| !piece.is_blank() && labels.column(&piece.key).is_none()) {
            return false;
        }
        self.add(row, labels);
        true
    }

    fn add(&mut self, row: &Row, labels: &Labels) {
        for piece in row.pieces.iter().filter(|piece| !piece.is_blank()) {
            if labels.is("block", &piece.key) {
                if !piece.continued {
                    self.block = Some(piece.text());
                }
                continue;
            }
            let (start, end) = (piece.start(), piece.end());
            let overlaps = |span: &Span| span.end > start && span.start < end;
            // A label merged from the row above belongs here too, unless that row is known.
            let known = labels.column(&piece.key).is_some();
            if piece.continued && (!known || self.spans.iter().any(overlaps)) {
                continue;
            }
            let Some(head) = self.head_of(piece, labels) else { continue };
            self.spans.retain(|span| !overlaps(span));
            let twice = |span: &Span| span.head == head && matches!(head, Head::Column(_));
            if let Some(at) = self.spans.iter().position(twice) {
                let left = self.spans.remove(at);
                self.keep_left(left, &piece.key);
            }
            self.spans.push(Span { start, end, head });
        }
        self.spans.sort_by_key(|span| span.start);
    }

    /// The left of two columns of one name: the longer period, or the weight of a whole level.
    fn keep_left(&mut self, left: Span, label: &str) {
        let level3 = self.spans.iter().find(|span| span.head == Head::Column(Column::Level3));
        let of_level = level3.is_none_or(|level3| left.start < level3.start);
        match left.head {
            Head::Column(Column::Weight | Column::Score) if of_level => {
                self.spans.push(Span { head: Head::Unknown(label.to_owned()), ..left });
            }
            _ => self.alternate.push(left),
        }
    }

    /// What a header cell means; 单位 behind the indicator's name is its unit of measure.
    fn head_of(&self, piece: &Piece, labels: &Labels) -> Option<Head> {
        let measure = || super::labels::bare(&piece.key) == "单位" && self.has(Column::Level3);
        // 绩效目标 is a label on the side, but in a list of many projects a column.
        if labels.is("side", &piece.key)
            && !self.spans.is_empty()
            && labels.column(&piece.key).is_none()
            && let Some(field) = labels.field(&piece.key)
        {
            return Some(Head::Field(field));
        }
        match head_of(piece, labels) {
            Some(Head::Field(Field::Unit)) if measure() => Some(Head::Column(Column::Unit)),
            head => head,
        }
    }

    /// The span a grid column lies under.
    pub fn at(&self, column: usize) -> Option<&Span> {
        self.spans.iter().find(|span| (span.start..span.end).contains(&column))
    }

    /// Whether a column is there.
    pub fn has(&self, column: Column) -> bool {
        self.spans.iter().any(|span| span.head == Head::Column(column))
    }
}

fn head_of(piece: &Piece, labels: &Labels) -> Option<Head> {
    let key = &piece.key;
    if let Some(column) = labels.column(key) {
        return Some(Head::Column(column));
    }
    if labels.is("side", key) {
        return None;
    }
    if let Some(field) = labels.field(key) {
        return Some(Head::Field(field));
    }
    if let Some(fund) = labels.fund(key) {
        return Some(Head::Fund(fund));
    }
    Some(Head::Unknown(key.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Cell, Document, Grid, Merges, Part, SourceKind};

    fn document(rows: &[&[(&str, usize)]]) -> Document {
        let mut grid = Grid::new(Part::Table(1), Merges::Known);
        for (row, cells) in rows.iter().enumerate() {
            let mut column = 0;
            for (text, span) in *cells {
                let mut cell = Cell::new(row, column, text);
                cell.column_span = *span;
                column += span;
                grid.push(cell);
            }
        }
        let blocks = vec![model::Block::Table(grid)];
        Document { file: "t".into(), kind: SourceKind::Docx, blocks, findings: vec![] }
    }

    #[test]
    fn the_lowest_label_names_a_column() {
        let labels = Labels::new(&[crate::recognise::tests::policy()]);
        let document = document(&[
            &[
                ("绩效指标", 1),
                ("二级指标", 1),
                ("三级指标", 1),
                ("指标值", 1),
                ("偏差原因分析", 2),
            ],
            &[("", 1), ("", 1), ("", 1), ("", 1), ("经费保障", 1), ("其他", 1)],
            &[("", 1), ("", 1), ("列养里程", 1), ("=5公里", 1), ("", 1), ("", 1)],
        ]);
        let rows = super::super::rows::stream(&document, &[]);
        let mut header = Header::detect(&rows[0], &labels).expect("a header");
        assert!(header.extend(&rows[1], &labels));
        assert!(!header.extend(&rows[2], &labels));
        let name = |span: &Span| match &span.head {
            Head::Column(column) => column.to_string(),
            other => format!("{other:?}"),
        };
        let names: Vec<String> = header.spans.iter().map(name).collect();
        assert_eq!(names, ["level2", "level3", "target", "cause_funds", "cause_other"]);
    }
}

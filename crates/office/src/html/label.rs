//! What a screen reader calls a field: the printed labels to its left and above it.

use model::{Cell, Drawing, Ink, Role};

/// `总体目标`, `财政拨款 · 支出预算`, `指标值 · 数量指标（第12行）`: the heading above the field,
/// the label beside it, and the row where the labels alone would name several fields.
pub fn of(drawing: &Drawing, field: &Cell) -> String {
    let above = nearest(drawing, |cell| {
        covers(cell.column, cell.column_span, field.column)
            .then_some(cell.row)
            .filter(|row| *row < field.row)
    });
    let beside = nearest(drawing, |cell| {
        covers(cell.row, cell.row_span, field.row)
            .then_some(cell.column)
            .filter(|column| *column < field.column)
    });
    let head = above.filter(|cell| cell.ink == Ink::Printed(Role::Head) || beside.is_none());
    let names: Vec<String> =
        [head, beside].into_iter().flatten().map(|cell| model::text::fold(&cell.text())).collect();
    let name = names.join(" · ");
    if head.is_some_and(|cell| cell.ink == Ink::Printed(Role::Head)) || name.is_empty() {
        return format!("{name}（第{}行）", field.row + 1);
    }
    name
}

fn covers(start: usize, span: usize, at: usize) -> bool {
    (start..start + span).contains(&at)
}

/// The printed label for which `rank` is greatest.
fn nearest(drawing: &Drawing, rank: impl Fn(&Cell) -> Option<usize>) -> Option<&Cell> {
    let labels = drawing.grid.cells.iter().filter(|cell| {
        matches!(cell.ink, Ink::Printed(Role::Head | Role::Label)) && !cell.is_blank()
    });
    labels
        .filter_map(|cell| Some((rank(cell)?, cell)))
        .max_by_key(|(rank, _)| *rank)
        .map(|(_, cell)| cell)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Grid, Merges, Part};

    #[test]
    fn a_field_is_called_by_its_heading_and_its_label() {
        let mut grid = Grid::new(Part::Table(1), Merges::Known);
        for (row, column, text, role) in [
            (0, 0, "总体目标", Role::Label),
            (1, 1, "三级\n指标", Role::Head),
            (1, 2, "指标值", Role::Head),
            (2, 0, "数量指标", Role::Label),
        ] {
            grid.push(Cell { ink: Ink::Printed(role), ..Cell::new(row, column, text) });
        }
        let drawing = Drawing {
            grid,
            widths: vec![1; 3],
            headers: vec![],
            landscape: false,
            title: String::new(),
        };
        assert_eq!(of(&drawing, &Cell::new(0, 1, "")), "总体目标");
        assert_eq!(of(&drawing, &Cell::new(2, 2, "")), "指标值 · 数量指标（第3行）");
        assert_eq!(of(&drawing, &Cell::new(3, 1, "")), "三级指标（第4行）");
    }
}

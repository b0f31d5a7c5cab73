//! Where in the drawn forms a finding stands: from a place in the source to a drawn cell.

use std::collections::HashMap;

use model::form::{Column, Field, NamedColumn, Path};
use model::text::fold;
use model::{Finding, Place};

use crate::Reviewed;

/// A drawn cell that shows a text of a form.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spot {
    pub sheet: usize,
    pub cell: usize,
    pub form: usize,
    pub path: Path,
}

/// The drawn cells by the place their text was read from.
pub(crate) struct Located<'a> {
    reviewed: Reviewed<'a>,
    by_place: HashMap<Place, Vec<Spot>>,
}

impl<'a> Located<'a> {
    pub(crate) fn new(reviewed: Reviewed<'a>) -> Self {
        let mut by_place: HashMap<Place, Vec<Spot>> = HashMap::new();
        for (sheet, laid) in reviewed.sheets.iter().enumerate() {
            for shown in &laid.shown {
                let text = reviewed.forms[shown.form].at(&shown.path);
                let Some(place) = text.and_then(|text| text.place.as_ref()) else { continue };
                let (cell, form, path) = (shown.cell, shown.form, shown.path.clone());
                by_place.entry(whole(place)).or_default().push(Spot { sheet, cell, form, path });
            }
        }
        Located { reviewed, by_place }
    }

    /// The cell a finding is about; of several on one line of text the one that says the quote.
    pub(crate) fn spot(&self, finding: &Finding) -> Option<&Spot> {
        let spots = self.by_place.get(&whole(finding.place.as_ref()?))?;
        let rank = |spot: &&Spot| {
            let own = finding.form == Some(spot.form);
            let says = self.text(spot).contains(model::text::trim(&finding.quote));
            (own, says)
        };
        // The first of the best: `max_by_key` would take the last.
        spots.iter().rev().max_by_key(rank)
    }

    fn text(&self, spot: &Spot) -> &'a str {
        self.reviewed.forms[spot.form].at(&spot.path).map_or("", |text| &text.text)
    }

    /// What people call a cell: `「购买服务人数」的指标值`, `总体目标`.
    pub(crate) fn name(&self, spot: &Spot) -> String {
        let label = || {
            let drawing = &self.reviewed.sheets[spot.sheet].drawing;
            office::html::label(drawing, &drawing.grid.cells[spot.cell])
        };
        let Path::Indicator(row, column) = &spot.path else {
            return match &spot.path {
                Path::Field(Field::Title) => "标题".to_owned(),
                Path::Money(row, fund) => format!("{}的{}", row.chinese(), fund.chinese()),
                _ => label(),
            };
        };
        let indicator = &self.reviewed.forms[spot.form].indicators[*row];
        let of_row = match short(&indicator.folded(Column::Level3), 18) {
            blank if blank.is_empty() => format!("第{}行指标", row + 1),
            name => format!("「{name}」"),
        };
        match *column {
            Column::Named(NamedColumn::Level1 | NamedColumn::Level2 | NamedColumn::Block) => {
                short(&indicator.folded(*column), 18)
            }
            Column::Level3 => of_row,
            Column::Target => format!("{of_row}的指标值"),
            Column::Year(year) => format!("{of_row}的{year}年参考值"),
            Column::Mean => format!("{of_row}的三年均值"),
            Column::Named(_) => {
                let label = label();
                let head = label.split([' ', '（']).next().unwrap_or_default();
                format!("{of_row}的{head}")
            }
        }
    }
}

/// The cell of a place, or its line where it stands outside any table.
fn whole(place: &Place) -> Place {
    let paragraph = place.paragraph.filter(|_| place.row == 0);
    Place { paragraph, span: None, rect: None, ..place.clone() }
}

/// The first characters of a text.
pub(crate) fn short(text: &str, length: usize) -> String {
    let text = fold(text);
    match text.char_indices().nth(length) {
        Some((byte, _)) => format!("{}…", &text[..byte]),
        None => text,
    }
}

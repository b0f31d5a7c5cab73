//! Chooses margins, type size and row heights for a form before any program lays it out.
//!
//! Portrait pages take the margins the pack states (GB/T 9704—2012: 上 37 mm, 左 28 mm, 版心
//! 156 × 225 mm) as long as no form of the file would be larger or shorter without; else all
//! portrait pages of the file take its narrow margin all round, as printed forms do. Landscape pages are the same sheet turned.
//! It estimates; it does not draw.

use model::{Cell, Drawing, Ink, Role};

use crate::looks::{Looks, twips};
use crate::measure;

/// A page: its size and margins in twips.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Page {
    pub width: u32,
    pub height: u32,
    pub top: u32,
    pub bottom: u32,
    pub left: u32,
    pub right: u32,
}

/// Width and height of A4 in twips.
const A4: (u32, u32) = (11906, 16838);

impl Page {
    /// Upright, or turned to the left, with margins at top, right, bottom and left.
    fn new([top, right, bottom, left]: [u32; 4], turned: bool) -> Page {
        let (width, height) = A4;
        match turned {
            false => Page { width, height, top, bottom, left, right },
            true => Page {
                width: height,
                height: width,
                top: left,
                bottom: right,
                left: top,
                right: bottom,
            },
        }
    }

    fn official(looks: &Looks, turned: bool) -> Page {
        Page::new(looks.margins.map(twips), turned)
    }

    fn narrow(looks: &Looks, turned: bool) -> Page {
        Page::new([twips(looks.narrow); 4], turned)
    }
}

/// Space between the text of a cell and its left and right border.
pub(crate) const CELL_SIDE: u32 = 57;
/// Space above and below the text of a cell, both together.
const CELL_RISE: u32 = 80;

/// Type size (half-points) and least row height (twips), from the most comfortable downwards:
/// 五号 with rows of 10 to 6 mm, then down to 小五, and on landscape pages to 六号.
const STEPS: [(u32, u32); 10] = [
    (21, 567),
    (21, 482),
    (21, 397),
    (21, 340),
    (20, 340),
    (19, 320),
    (18, 320),
    (18, 280),
    (16, 280),
    (15, 250),
];
const PORTRAIT_STEPS: usize = 8;

/// How one form stands on its pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fit {
    pub page: Page,
    /// Type size of the body in half-points.
    pub size: u32,
    /// Column widths in twips.
    pub columns: Vec<u32>,
    /// Least row heights in twips.
    pub heights: Vec<u32>,
    /// Whether the whole form surely stands on one page.
    pub one_page: bool,
}

impl Page {
    pub(crate) fn text_width(self) -> u32 {
        self.width - self.left - self.right
    }

    /// Height for rows, less two in a hundred for borders and what was estimated too small.
    pub(crate) fn text_height(self) -> u32 {
        (self.height - self.top - self.bottom) / 50 * 49
    }
}

/// The fit of every drawing; pages of the same orientation have the same margins.
pub(crate) fn fit_all(drawings: &[Drawing], looks: &Looks) -> Vec<Fit> {
    let pages = [false, true].map(|turned| {
        let (official, roomy) = (Page::official(looks, turned), Page::narrow(looks, turned));
        let mut alike = drawings.iter().filter(|drawing| drawing.landscape == turned);
        if alike.all(|drawing| suits(drawing, official, roomy)) { official } else { roomy }
    });
    drawings.iter().map(|drawing| best(drawing, pages[usize::from(drawing.landscape)])).collect()
}

/// The fit of one drawing on a page with margins of 20 mm all round.
pub(crate) fn fit_roomy(drawing: &Drawing) -> Fit {
    best(drawing, Page::narrow(&Looks::default(), drawing.landscape))
}

/// Whether a drawing is no worse off on the official page than on the roomy one: on one page, in
/// type as large. A form of several pages is shorter on the roomy one.
fn suits(drawing: &Drawing, official: Page, roomy: Page) -> bool {
    let fit = best(drawing, official);
    fit.one_page && fit.size == best(drawing, roomy).size
}

/// The most comfortable step with which the form stands on one page; when none does, the most
/// comfortable one with which every number stays on its line.
fn best(drawing: &Drawing, page: Page) -> Fit {
    let steps = if drawing.landscape { &STEPS[..] } else { &STEPS[..PORTRAIT_STEPS] };
    let mut fits: Vec<Fit> = steps.iter().map(|step| at_step(drawing, page, *step)).collect();
    let good = |fit: &Fit| words_fit(drawing, fit);
    let one_page = fits.iter().position(|fit| fit.one_page && good(fit));
    let several = || (2..fits.len()).find(|at| good(&fits[*at]));
    let chosen = one_page.or_else(several).unwrap_or(fits.len() - 1);
    fits.swap_remove(chosen)
}

fn at_step(drawing: &Drawing, page: Page, (size, minimum): (u32, u32)) -> Fit {
    let columns = measure::shares(&drawing.widths, drawing.grid.columns, page.text_width());
    let heights = measure::row_heights(&drawing.grid, &columns, minimum, |cell, width| {
        height_of(cell, size, width)
    });
    let one_page = heights.iter().sum::<u32>() <= page.text_height();
    Fit { page, size, columns, heights, one_page }
}

/// Height a cell needs when it is `width` wide.
fn height_of(cell: &Cell, base: u32, width: u32) -> u32 {
    let inner = width.saturating_sub(2 * CELL_SIDE);
    let size = measure::type_size(cell, base, inner);
    let above = if cell.ink == Ink::Printed(Role::Title) { 200 } else { CELL_RISE };
    measure::lines(&cell.paragraphs, measure::room(inner, size)) * line_height(size) + above
}

/// Distance between lines: 1.4 em, the same for every font, so that estimates hold.
pub(crate) fn line_height(size: u32) -> u32 {
    size * 14
}

/// Whether no number or short word must be cut to fit its column.
fn words_fit(drawing: &Drawing, fit: &Fit) -> bool {
    drawing.grid.cells.iter().all(|cell| {
        let inner = measure::width_of(cell, &fit.columns).saturating_sub(2 * CELL_SIDE);
        measure::widest_word(&cell.paragraphs) <= measure::room(inner, fit.size)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Grid, Merges, Part};

    fn looks() -> Looks {
        Looks::default()
    }

    fn fit(drawings: &[Drawing]) -> Vec<Fit> {
        fit_all(drawings, &looks())
    }

    fn drawing(rows: usize, landscape: bool) -> Drawing {
        let mut grid = Grid::new(Part::Table(1), Merges::Known);
        for row in 0..rows {
            grid.push(Cell::new(row, 0, "数量指标"));
            grid.push(Cell::new(row, 1, "≥50人次"));
        }
        Drawing { grid, widths: vec![1, 2], headers: vec![], landscape, title: "表".to_owned() }
    }

    #[test]
    fn a_short_form_takes_official_margins_and_tall_rows() {
        let fits = fit(&[drawing(10, false)]);
        assert_eq!(
            (fits[0].page, fits[0].size, fits[0].heights[0]),
            (Page::official(&looks(), false), 21, 567)
        );
    }

    #[test]
    fn a_fuller_form_moves_all_portrait_pages_to_narrow_margins() {
        let fits = fit(&[drawing(10, false), drawing(40, false), drawing(5, true)]);
        let narrow = Page::narrow(&looks(), false);
        assert_eq!(
            fits.iter().map(|fit| fit.page).collect::<Vec<_>>(),
            [narrow, narrow, Page::official(&looks(), true)]
        );
        assert!(fits[1].one_page);
    }

    #[test]
    fn a_form_that_never_fits_keeps_its_type_size() {
        let fits = fit(&[drawing(200, false)]);
        assert!(!fits[0].one_page);
        assert_eq!((fits[0].page, fits[0].size), (Page::narrow(&looks(), false), 21));
    }
}

//! From pages to the document: puts tables that cross pages together, numbers rows and columns,
//! and gives every cell its place on its true page.

use std::sync::Arc;

use model::{Block, Line, Part, Place};

use super::page::{Item, Page, Table};
use super::sewn::Sewn;

/// The blocks of all pages in reading order.
pub(super) fn blocks(file: &Arc<str>, pages: &[Page]) -> Vec<Block> {
    let bottom = pages.iter().filter_map(lowest).fold(0.0, f64::max);
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Option<Sewn> = None;
    for (index, page) in pages.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| pages.get(index));
        let next = pages.get(index + 1);
        let (mut paragraph, mut row) = (0, 0);
        // Furniture above a table that goes on must not stand between its halves.
        let mut held = Vec::new();
        for item in &page.items {
            match item {
                Item::Line(line) => {
                    paragraph += 1;
                    let mut place = Place::line(file, Part::Page(page.number), paragraph);
                    place.rect = Some(page.shown(&line.area));
                    let furniture =
                        page.is_furniture(line, before) || page.is_furniture(line, next);
                    let block = Block::Line(Line { text: line.text.clone(), place });
                    if open.is_some() && furniture {
                        held.push(block);
                        continue;
                    }
                    close(&mut open, file, &mut blocks);
                    blocks.append(&mut held);
                    blocks.push(block);
                }
                Item::Table(table) => {
                    let goes_on = open.as_mut().is_some_and(|sewn| {
                        row == 0 && sewn.goes_on(table, page, bottom) && sewn.sew(table, page)
                    });
                    if !goes_on {
                        close(&mut open, file, &mut blocks);
                        blocks.append(&mut held);
                        open = Some(Sewn::new(table, page, row));
                    }
                    row += table.ys.len() - 1;
                }
            }
        }
        if let Some(sewn) = &mut open {
            sewn.trailing.append(&mut held);
        }
        blocks.append(&mut held);
    }
    close(&mut open, file, &mut blocks);
    blocks
}

fn close(open: &mut Option<Sewn>, file: &Arc<str>, blocks: &mut Vec<Block>) {
    let Some(mut sewn) = open.take() else { return };
    let trailing = std::mem::take(&mut sewn.trailing);
    blocks.push(Block::Table(sewn.finish(file)));
    blocks.extend(trailing);
}

/// The lower edge of the lowest table of a page.
fn lowest(page: &Page) -> Option<f64> {
    let bottom = |table: &Table| table.ys.last().copied();
    let tables = page.items.iter().filter_map(|item| match item {
        Item::Table(table) => bottom(table),
        Item::Line(_) => None,
    });
    tables.reduce(f64::max)
}

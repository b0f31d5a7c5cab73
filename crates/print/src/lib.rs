//! PDF from a drawn grid.

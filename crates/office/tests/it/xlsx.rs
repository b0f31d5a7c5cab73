//! Excel workbooks: the real file, and each feature on a small hand-written workbook.

mod features;
mod real;

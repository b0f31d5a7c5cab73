//! Writers: a drawing becomes Word, Excel and a page, with nothing lost and nothing clipped.

mod docx;
mod drawings;

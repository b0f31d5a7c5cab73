//! What can go wrong when printing, in words a clerk can act on. No error is logged here.

use std::path::PathBuf;

use typst::diag::SourceDiagnostic;

/// Why nothing was printed.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// There was no drawing.
    #[error("没有可打印的表格")]
    Empty,
    /// The font folder the user named, or a font in it, cannot be read.
    #[error("字体文件夹无法读取：{path}（{source}）")]
    FontFolder {
        /// The folder or file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// Neither the user's folder nor the system has a font with Chinese characters.
    #[error(
        "找不到中文字体，无法生成 PDF。Debian/Ubuntu 请运行 apt-get install fonts-noto-cjk；\
         也可用 --fonts 指定存放中文字体（如 simfang.ttf、simsun.ttc）的文件夹"
    )]
    NoChineseFont,
    /// A character that no loaded font can show.
    #[error(
        "字体中没有“{character}”（U+{code:04X}）这个字：{title}第 {row} 行第 {column} 列“{cell}”。\
         请用 --fonts 指定含有该字的字体文件夹，或改用其他写法",
        character = .0.character, code = u32::from(.0.character), title = .0.title,
        row = .0.row, column = .0.column, cell = .0.cell
    )]
    MissingGlyph(Box<MissingGlyph>),
    /// The typesetter refused; its own words.
    #[error("排版失败：{0}")]
    Typeset(String),
}

/// A character without a picture, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingGlyph {
    /// The character.
    pub character: char,
    /// The title of the drawing, blank if unknown.
    pub title: String,
    /// Row in the drawing, counted from 1; 0 if unknown.
    pub row: usize,
    /// Column in the drawing, counted from 1; 0 if unknown.
    pub column: usize,
    /// The text around it: the whole cell.
    pub cell: String,
}

impl PrintError {
    /// The typesetter's messages, joined.
    pub(crate) fn typeset(errors: &[SourceDiagnostic]) -> Self {
        let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
        PrintError::Typeset(messages.join("; "))
    }
}

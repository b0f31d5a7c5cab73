//! Why a file could not be read at all. Bad *content* is never an error; it gives findings.

/// A file that cannot be read: the reason, and what the user can do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Nothing in the file.
    #[error("文件是空的（0 字节）。请核对是否下载或复制完整")]
    Empty,
    /// No reader for this content.
    #[error("认不出这是什么文件（{0}）。支持 docx、xlsx、doc、xls、pdf、txt 和本程序的 json")]
    UnknownKind(String),
    /// The file ends or breaks where it should not.
    #[error("文件已损坏：{0}。请用 Word、WPS 或 Excel 打开后另存一份再试")]
    Damaged(String),
    /// Encrypted or password-protected.
    #[error("文件有密码保护。请先在原来的软件里打开并取消密码，另存后再试")]
    Encrypted,
    /// A scan: pages without characters.
    #[error("{0}。请提供 Word、Excel 原件，或由文字处理软件直接导出的 PDF")]
    NoText(String),
    /// Larger, deeper or slower than the limits allow.
    #[error("文件超出处理上限：{what}（上限 {limit}）。{remedy}")]
    TooLarge {
        /// What grew too large.
        what: String,
        /// The limit in force.
        limit: String,
        /// How to go on.
        remedy: String,
    },
    /// An outside program is needed and missing, or failed.
    #[error("{0}")]
    NeedsProgram(String),
}

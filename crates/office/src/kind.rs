//! What a file is, told by its content; its name's ending only gives rise to a remark.

use std::io::Cursor;

use model::{Finding, SourceKind};

use crate::package::{Package, broken};
use crate::{ReadError, notes};

/// Tells the kind of file from its bytes.
///
/// # Errors
/// Empty, encrypted and unknown files.
pub(crate) fn detect(bytes: &[u8]) -> Result<SourceKind, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return detect_zip(bytes);
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        return detect_compound(bytes);
    }
    // Some programs put a few bytes before the header; readers of PDF look at the first 1,024.
    let head = &bytes[..bytes.len().min(1024)];
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Ok(SourceKind::Pdf);
    }
    detect_plain(head)
}

fn detect_zip(bytes: &[u8]) -> Result<SourceKind, ReadError> {
    let package = Package::open(bytes)?;
    if package.has_folder("word/") {
        return Ok(SourceKind::Docx);
    }
    if package.has_folder("xl/") {
        return Ok(SourceKind::Xlsx);
    }
    let what = match () {
        () if package.has("OFD.xml") => "OFD 版式文件，请用原来的 Word 或 Excel 文件",
        () if package.has_folder("ppt/") => "PowerPoint 演示文稿",
        () if package.has("content.xml") => "ODF 文档，请另存为 docx 或 xlsx",
        () => "压缩包，请先解压，再逐个读取里面的文件",
    };
    Err(unknown(what))
}

/// OLE compound files: the streams at the root tell Word from Excel from an encrypted package.
fn detect_compound(bytes: &[u8]) -> Result<SourceKind, ReadError> {
    let compound = cfb::CompoundFile::open(Cursor::new(bytes))
        .map_err(|_| broken("复合文档的目录不完整，可能没有下载或复制完"))?;
    let streams = [
        ("/WordDocument", Ok(SourceKind::Doc)),
        ("/Workbook", Ok(SourceKind::Xls)),
        ("/Book", Ok(SourceKind::Xls)),
        ("/EncryptedPackage", Err(ReadError::Encrypted)),
        ("/EncryptionInfo", Err(ReadError::Encrypted)),
        ("/PowerPoint Document", Err(unknown("PowerPoint 演示文稿"))),
    ];
    let found = streams.into_iter().find(|(name, _)| compound.exists(name));
    found.map_or_else(|| Err(unknown("不是 Word 或 Excel 的复合文档")), |(_, kind)| kind)
}

fn detect_plain(head: &[u8]) -> Result<SourceKind, ReadError> {
    let utf8 = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let start = utf8.trim_ascii_start();
    let lower = start[..start.len().min(300)].to_ascii_lowercase();
    let pictures: [&[u8]; 5] = [b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0"];
    let what = match () {
        () if start.starts_with(b"{\\rtf") => "RTF 文档，请用 Word 或 WPS 另存为 docx",
        () if pictures[..3].iter().any(|magic| head.starts_with(magic)) => {
            "图片；扫描件要先有文字才能读取，请用原来的 Word 或 Excel 文件"
        }
        () if head.starts_with(pictures[4]) => {
            "图片；扫描件要先有文字才能读取，请用原来的 Word 或 Excel 文件"
        }
        () if head.starts_with(b"Rar!") || head.starts_with(b"7z\xbc\xaf") => {
            "压缩包，请先解压，再逐个读取里面的文件"
        }
        () if lower.starts_with(b"<!doctype html") || lower.starts_with(b"<html") => {
            "网页，请用 Excel 或 WPS 打开后另存为 xlsx 或 docx"
        }
        () if lower.starts_with(b"<?xml") => {
            "XML 文件，请用 Word 或 Excel 打开后另存为 docx 或 xlsx"
        }
        () if start.starts_with(b"{") && looks_like_json(start) => return Ok(SourceKind::Json),
        () if is_binary(head) => "二进制数据",
        () => return Ok(SourceKind::Text),
    };
    Err(unknown(what))
}

/// A brace alone may begin a text; a brace and a quoted key do not.
fn looks_like_json(start: &[u8]) -> bool {
    matches!(start[1..].trim_ascii_start().first(), Some(b'"' | b'}'))
}

/// Whether no encoding makes these bytes Chinese office text; the end may cut a character in two.
fn is_binary(head: &[u8]) -> bool {
    crate::text::decode(head).is_err()
}

fn unknown(what: &str) -> ReadError {
    ReadError::UnknownKind(what.to_owned())
}

/// Endings under which each kind of content is at home.
fn customary_endings(kind: SourceKind) -> &'static [&'static str] {
    match kind {
        SourceKind::Docx => &["docx", "docm", "dotx", "dotm"],
        SourceKind::Xlsx => &["xlsx", "xlsm", "xltx", "xltm"],
        SourceKind::Doc => &["doc", "dot", "wps", "wpt"],
        SourceKind::Xls => &["xls", "xlt", "et", "ett"],
        SourceKind::Pdf => &["pdf"],
        SourceKind::Text => &["txt", "text", "md", "csv", "tsv", "log"],
        SourceKind::Json => &["json"],
    }
}

/// The remark on a file whose ending does not fit its content.
pub(crate) fn ending_note(file: &str, kind: SourceKind) -> Option<Finding> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    if customary_endings(kind).contains(&ending.as_str()) {
        return None;
    }
    let written = if ending.is_empty() {
        "没有扩展名".to_owned()
    } else {
        format!("扩展名是 .{ending}")
    };
    let message = format!("{written}，内容其实是 {} 文件；已按内容读取", kind.ending());
    Some(notes::WRONG_ENDING.finding(message, None, name))
}

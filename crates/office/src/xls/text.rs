//! Strings of binary workbooks: UTF-16 with its high bytes left out where they are zero, or
//! bytes of a code page before Excel 97.

use encoding_rs::Encoding;

use super::records::{Record, u16_at};

/// How a workbook writes its strings.
#[derive(Debug, Clone, Copy)]
pub(super) enum Spelling {
    /// Excel 97 and later.
    Unicode,
    /// Excel 5 and 95, in this encoding.
    CodePage(&'static Encoding),
}

impl Spelling {
    /// A string whose number of characters is in the two bytes at `at`.
    pub fn long(self, data: &[u8], at: usize) -> Option<String> {
        let count = usize::from(u16_at(data, at)?);
        self.characters(data.get(at + 2..)?, count)
    }

    /// A string whose number of characters is in the byte at `at`.
    pub fn short(self, data: &[u8], at: usize) -> Option<String> {
        let count = usize::from(*data.get(at)?);
        self.characters(data.get(at + 1..)?, count)
    }

    /// Cut strings give what there is.
    fn characters(self, data: &[u8], count: usize) -> Option<String> {
        match self {
            Spelling::CodePage(encoding) => {
                let bytes = &data[..count.min(data.len())];
                Some(encoding.decode_without_bom_handling(bytes).0.into_owned())
            }
            Spelling::Unicode => {
                let wide = data.first()? & 1 != 0;
                let mut units = Vec::with_capacity(count);
                take_units(&data[1..], wide, count, &mut units);
                Some(String::from_utf16_lossy(&units))
            }
        }
    }
}

/// The encoding of a Windows code page; Chinese, for that is where the files come from, when the
/// number is of no use.
pub(super) fn code_page(number: u16) -> &'static Encoding {
    let label = match number {
        950 => "big5".to_owned(),
        932 => "shift_jis".to_owned(),
        949 => "euc-kr".to_owned(),
        874 | 1250..=1258 => format!("windows-{number}"),
        _ => "gb18030".to_owned(),
    };
    Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::GB18030)
}

/// Adds up to `count` characters and gives the bytes they took.
fn take_units(data: &[u8], wide: bool, count: usize, units: &mut Vec<u16>) -> usize {
    if !wide {
        let bytes = &data[..count.min(data.len())];
        units.extend(bytes.iter().map(|byte| u16::from(*byte)));
        return bytes.len();
    }
    let (pairs, _) = data.as_chunks::<2>();
    let pairs = &pairs[..count.min(pairs.len())];
    units.extend(pairs.iter().map(|pair| u16::from_le_bytes(*pair)));
    pairs.len() * 2
}

/// Reads on through a record and its continuations.
pub(super) struct Pieces<'a> {
    pieces: std::vec::IntoIter<&'a [u8]>,
    rest: &'a [u8],
}

impl<'a> Pieces<'a> {
    /// From this byte of the record on.
    pub fn new(record: Record<'a>, from: usize) -> Self {
        let rest = record.data.get(from..).unwrap_or(&[]);
        Pieces { pieces: record.more.into_iter(), rest }
    }

    fn byte(&mut self) -> Option<u8> {
        while self.rest.is_empty() {
            self.rest = self.pieces.next()?;
        }
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn number(&mut self, bytes: u32) -> Option<usize> {
        let mut sum = 0;
        for index in 0..bytes {
            sum |= usize::from(self.byte()?) << (8 * index);
        }
        Some(sum)
    }

    fn skip(&mut self, mut bytes: usize) {
        while bytes > 0 {
            let step = bytes.min(self.rest.len());
            self.rest = &self.rest[step..];
            bytes -= step;
            if bytes > 0 {
                let Some(next) = self.pieces.next() else { return };
                self.rest = next;
            }
        }
    }

    /// One string of the shared string table ([MS-XLS] 2.5.293), without its formatting runs and
    /// phonetic guide. Where its characters go on in the next piece, that piece begins with a
    /// byte that tells their width anew.
    pub fn rich_string(&mut self) -> Option<String> {
        let count = self.number(2)?;
        let flags = self.byte()?;
        let runs = if flags & 8 != 0 { self.number(2)? } else { 0 };
        let extension = if flags & 4 != 0 { self.number(4)? } else { 0 };
        let mut wide = flags & 1 != 0;
        let mut units = Vec::new();
        loop {
            let taken = take_units(self.rest, wide, count - units.len(), &mut units);
            self.rest = &self.rest[taken..];
            if units.len() == count {
                break;
            }
            self.rest = self.pieces.next()?;
            wide = self.byte()? & 1 != 0;
        }
        self.skip(runs.saturating_mul(4).saturating_add(extension));
        Some(String::from_utf16_lossy(&units))
    }
}

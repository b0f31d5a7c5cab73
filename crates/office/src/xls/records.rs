//! The record stream of a binary workbook ([MS-XLS] 2.1.4): cut into records, numbers read.
//!
//! Every access is checked: a record shorter than it should be gives none, never a panic.

/// Records whose numbers mean something to the reader.
pub(super) mod kind {
    pub const FORMULA: u16 = 0x0006;
    pub const END: u16 = 0x000a;
    pub const DATE_MODE: u16 = 0x0022;
    pub const FILE_PASS: u16 = 0x002f;
    pub const CONTINUE: u16 = 0x003c;
    pub const CODE_PAGE: u16 = 0x0042;
    pub const COLUMN_INFO: u16 = 0x007d;
    pub const BOUND_SHEET: u16 = 0x0085;
    pub const MULTIPLE_RK: u16 = 0x00bd;
    pub const RICH_STRING: u16 = 0x00d6;
    pub const CELL_FORMAT: u16 = 0x00e0;
    pub const MERGED_CELLS: u16 = 0x00e5;
    pub const SHARED_STRINGS: u16 = 0x00fc;
    pub const LABEL_SHARED: u16 = 0x00fd;
    pub const NUMBER: u16 = 0x0203;
    pub const LABEL: u16 = 0x0204;
    pub const BOOLEAN_OR_ERROR: u16 = 0x0205;
    pub const STRING: u16 = 0x0207;
    pub const ROW: u16 = 0x0208;
    pub const RK: u16 = 0x027e;
    pub const NUMBER_FORMAT: u16 = 0x041e;
    pub const BEGIN: u16 = 0x0809;
}

/// One record with the records that continue it.
#[derive(Debug)]
pub(super) struct Record<'a> {
    pub kind: u16,
    pub data: &'a [u8],
    /// The data of the `CONTINUE` records behind it.
    pub more: Vec<&'a [u8]>,
}

/// All records from the beginning of a stream. Ends at the end, or where the stream is cut.
#[derive(Debug)]
pub(super) struct Records<'a> {
    rest: &'a [u8],
    /// The stream ended inside a record.
    pub cut: bool,
}

impl<'a> Records<'a> {
    pub fn new(stream: &'a [u8]) -> Self {
        Records { rest: stream, cut: false }
    }

    /// The next single record.
    fn one(&mut self) -> Option<(u16, &'a [u8])> {
        let (Some(kind), Some(length)) = (u16_at(self.rest, 0), u16_at(self.rest, 2)) else {
            self.cut = !self.rest.is_empty();
            return None;
        };
        let end = 4 + usize::from(length);
        let Some(data) = self.rest.get(4..end) else {
            self.cut = true;
            self.rest = &[];
            return None;
        };
        self.rest = &self.rest[end..];
        Some((kind, data))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (kind, data) = self.one()?;
        let mut more = Vec::new();
        while u16_at(self.rest, 0) == Some(kind::CONTINUE) {
            more.extend(self.one().map(|(_, data)| data));
        }
        Some(Record { kind, data, more })
    }
}

/// Two bytes, low one first.
pub(super) fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    let bytes = data.get(at..)?.first_chunk::<2>()?;
    Some(u16::from_le_bytes(*bytes))
}

/// Four bytes, lowest first.
pub(super) fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    let bytes = data.get(at..)?.first_chunk::<4>()?;
    Some(u32::from_le_bytes(*bytes))
}

/// Eight bytes of a binary number.
pub(super) fn f64_at(data: &[u8], at: usize) -> Option<f64> {
    let bytes = data.get(at..)?.first_chunk::<8>()?;
    Some(f64::from_le_bytes(*bytes))
}

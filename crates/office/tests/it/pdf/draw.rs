//! A writer of small PDF files, drawing tables in the ways programs do.
//!
//! Text is set in SimSun by code page, not embedded and without `ToUnicode`, as old Chinese
//! office programs write it. Coordinates are points from the top left.

use std::fmt::Write as _;

/// Paper height of every page, unless it lies on its side.
const HEIGHT: f64 = 842.0;
const WIDTH: f64 = 595.0;

/// How characters become bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Gbk,
    Ucs2,
    Utf16,
}

/// One page being drawn.
#[derive(Debug, Clone)]
pub struct Sheet {
    content: String,
    encoding: Encoding,
    rotate: u16,
    image: bool,
}

impl Sheet {
    pub fn new() -> Self {
        Sheet { content: String::new(), encoding: Encoding::Gbk, rotate: 0, image: false }
    }

    pub fn encoded(encoding: Encoding) -> Self {
        Sheet { encoding, ..Sheet::new() }
    }

    /// The page is shown turned clockwise by so many degrees.
    pub fn rotated(mut self, degrees: u16) -> Self {
        self.rotate = degrees;
        self
    }

    /// A picture over the whole page.
    pub fn with_image(mut self) -> Self {
        self.image = true;
        self.raw(&format!("q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I Do Q"));
        self
    }

    /// Operators as they are; here y runs upwards.
    pub fn raw(&mut self, operators: &str) {
        self.content.push_str(operators);
        self.content.push('\n');
    }

    /// Text whose first character has its top left corner at a point.
    pub fn text(&mut self, x: f64, y: f64, size: f64, text: &str) {
        let base = HEIGHT - y - 0.8 * size;
        let hex = self.hex(text);
        self.raw(&format!("BT /F {size} Tf {x} {base} Td <{hex}> Tj ET"));
    }

    /// Text running upwards from a point, as on a table laid on its side.
    pub fn text_upwards(&mut self, x: f64, y: f64, size: f64, text: &str) {
        let (base, hex) = (HEIGHT - y, self.hex(text));
        self.raw(&format!("BT /F {size} Tf 0 1 -1 0 {x} {base} Tm <{hex}> Tj ET"));
    }

    pub fn hex(&self, text: &str) -> String {
        let bytes: Vec<u8> = match self.encoding {
            Encoding::Gbk => encoding_rs::GBK.encode(text).0.into_owned(),
            Encoding::Ucs2 | Encoding::Utf16 => {
                text.encode_utf16().flat_map(u16::to_be_bytes).collect()
            }
        };
        bytes.iter().fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02X}").expect("a string takes everything");
            hex
        })
    }

    pub fn stroke(&mut self, from: (f64, f64), to: (f64, f64)) {
        let (y0, y1) = (HEIGHT - from.1, HEIGHT - to.1);
        self.raw(&format!("0.5 w {} {y0} m {} {y1} l S", from.0, to.0));
    }

    /// A filled rectangle.
    pub fn fill(&mut self, x: f64, y: f64, width: f64, height: f64) {
        self.raw(&format!("{x} {} {width} {height} re f", HEIGHT - y - height));
    }

    /// A stroked rectangle.
    pub fn frame(&mut self, x: f64, y: f64, width: f64, height: f64) {
        self.raw(&format!("0.5 w {x} {} {width} {height} re S", HEIGHT - y - height));
    }

    /// A filled border from one point to another, straight across or down.
    pub fn bar(&mut self, from: (f64, f64), to: (f64, f64)) {
        self.fill(from.0 - 0.24, from.1 - 0.24, to.0 - from.0 + 0.48, to.1 - from.1 + 0.48);
    }
}

/// The file with these pages.
pub fn file(sheets: &[Sheet]) -> Vec<u8> {
    let mut objects: Vec<Vec<u8>> = Vec::new();
    let kids: Vec<String> = (0..sheets.len()).map(|n| format!("{} 0 R", 6 + 2 * n)).collect();
    let encoding = match sheets.first().map(|sheet| sheet.encoding) {
        Some(Encoding::Ucs2) => "UniGB-UCS2-H",
        Some(Encoding::Utf16) => "UniGB-UTF16-H",
        _ => "GBK-EUC-H",
    };
    objects.push(b"<< /Type /Catalog /Pages 2 0 R >>".to_vec());
    let tree = format!("<< /Type /Pages /Count {} /Kids [{}] >>", kids.len(), kids.join(" "));
    objects.push(tree.into_bytes());
    objects.push(
        format!(
            "<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /{encoding} \
             /DescendantFonts [4 0 R] >>"
        )
        .into_bytes(),
    );
    objects.push(
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /DW 1000 /W [1 [500] 814 939 500 7716 [500]] \
          /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> \
          /FontDescriptor << /Type /FontDescriptor /FontName /SimSun /Flags 32 \
          /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800 /Descent -200 /StemV 80 >> >>"
            .to_vec(),
    );
    objects.push(stream(
        "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 \
         /ColorSpace /DeviceGray",
        b"\x80",
    ));
    for (number, sheet) in sheets.iter().enumerate() {
        let image = if sheet.image { "/XObject << /I 5 0 R >>" } else { "" };
        let page = format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {} \
             /Resources << /Font << /F 3 0 R >> {image} >> /Contents {} 0 R >>",
            sheet.rotate,
            7 + 2 * number
        );
        objects.push(page.into_bytes());
        objects.push(stream("", sheet.content.as_bytes()));
    }
    assemble(&objects)
}

/// A stream object.
pub fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let mut object = format!("<< {entries} /Length {} >>\nstream\n", data.len()).into_bytes();
    object.extend_from_slice(data);
    object.extend_from_slice(b"\nendstream");
    object
}

/// A file of numbered objects, the first being the catalogue.
pub fn assemble(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        file.extend_from_slice(format!("{} 0 obj\n", number + 1).as_bytes());
        file.extend_from_slice(object);
        file.extend_from_slice(b"\nendobj\n");
    }
    let start = file.len();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for offset in offsets {
        writeln!(table, "{offset:010} 00000 n ").expect("a string takes everything");
    }
    let size = objects.len() + 1;
    write!(table, "trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n")
        .expect("a string takes everything");
    file.extend_from_slice(table.as_bytes());
    file
}

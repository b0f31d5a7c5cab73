//! Files without text, with a password, damaged, or built to hurt.

use std::io::Write as _;

use office::{Limits, ReadError};
use proptest::prelude::*;

use super::draw::{Sheet, assemble, file, stream};
use super::{golden, read};

#[test]
fn a_scan_is_told_from_an_empty_file() {
    let error = read(&file(&[Sheet::new().with_image()])).unwrap_err();
    assert!(matches!(&error, ReadError::NoText(why) if why.contains("扫描件")), "{error}");
    let error = read(&file(&[Sheet::new()])).unwrap_err();
    assert!(matches!(&error, ReadError::NoText(why) if !why.contains("扫描件")), "{error}");
}

#[test]
fn a_scanned_page_among_others_is_noted() {
    let mut written = Sheet::new();
    written.text(60.0, 60.0, 12.0, "绩效目标申报表");
    let document = read(&file(&[written, Sheet::new().with_image()])).unwrap();
    assert_eq!(document.findings[0].code, "R020");
    assert!(document.findings[0].message.starts_with("第2页"));
}

#[test]
fn the_text_layer_of_a_recognised_scan_is_read_and_noted() {
    let mut sheet = Sheet::new().with_image();
    sheet.raw("3 Tr");
    sheet.text(60.0, 60.0, 12.0, "绩效目标申报表");
    let document = read(&file(&[sheet])).unwrap();
    assert_eq!(document.blocks.len(), 1);
    assert_eq!(document.findings[0].code, "R021");
}

#[test]
fn wherever_a_file_is_cut_there_is_an_error_or_a_document() {
    let whole = golden::real("renhe-2026.pdf");
    assert!(read(&whole[..1000]).is_err());
    for length in (2000..whole.len()).step_by(whole.len() / 6) {
        let _ = read(&whole[..length]);
    }
}

#[test]
fn a_small_stream_that_inflates_without_end_is_refused() {
    let mut deflate = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    deflate.write_all(&vec![b' '; 4 << 20]).unwrap();
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R >>".to_vec(),
        stream("/Filter /FlateDecode", &deflate.finish().unwrap()),
    ];
    let limits = Limits { bytes: 1 << 20, ..Limits::default() };
    let error = office::read("a.pdf", &assemble(&objects), limits).unwrap_err();
    assert!(matches!(error, ReadError::TooLarge { .. }), "{error}");
}

#[test]
fn a_page_that_draws_itself_is_not_followed_forever() {
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Count 1 /Kids [3 0 R 2 0 R] >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R \
          /Resources << /XObject << /X 5 0 R >> >> >>"
            .to_vec(),
        stream("", b"/X Do"),
        stream(
            "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>",
            b"/X Do /X Do",
        ),
    ];
    assert!(read(&assemble(&objects)).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_page_makes_the_reader_panic(operators in "[0-9 .-]{0,12}( (re|m|l|f|S|cm|Tj|BT|ET|q|Q|w|W n)|[0-9.-]{1,9}| ){0,40}") {
        let mut sheet = Sheet::new();
        sheet.text(60.0, 60.0, 12.0, "目标");
        sheet.raw(&operators);
        let _ = read(&file(&[sheet]));
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), at in 0_usize..3000) {
        let mut sheet = Sheet::new();
        sheet.text(60.0, 60.0, 12.0, "目标");
        sheet.frame(60.0, 60.0, 100.0, 30.0);
        let mut whole = file(&[sheet]);
        let at = at.min(whole.len());
        let end = (at + bytes.len()).min(whole.len());
        whole.splice(at..end, bytes);
        let _ = read(&whole);
    }
}

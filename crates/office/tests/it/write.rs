//! Writers: a drawing becomes Word, Excel and a page, with nothing lost and nothing clipped.

mod docx;
mod drawings;
mod html;
mod xlsx;

/// Writes samples into the folder that HENG_PICTURES names, to be looked at.
#[test]
#[ignore = "for the eye: writes files"]
fn samples_for_the_eye() {
    let folder = std::path::PathBuf::from(std::env::var("HENG_PICTURES").unwrap());
    let mixed = vec![
        drawings::variant("监控表_15列三行表头.docx", 10),
        drawings::variant("自评表_10列.docx", 8),
        drawings::variant("一体化_多项目长表_12列.docx", 3),
        drawings::small(),
    ];
    let samples =
        [("renhe", drawings::renhe()), ("long", vec![drawings::long(90)]), ("mixed", mixed)];
    for (name, drawings) in samples {
        let save = |ending: &str, bytes: &[u8]| {
            std::fs::write(folder.join(name).with_extension(ending), bytes).unwrap();
        };
        save("docx", &office::docx::write(&drawings).unwrap());
        save("xlsx", &office::xlsx::write(&drawings).unwrap());
        save("html", office::html::write(&drawings).as_bytes());
    }
}

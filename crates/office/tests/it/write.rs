//! Writers: a drawing becomes Word, Excel and a page, with nothing lost and nothing clipped.

mod docx;
mod drawings;
mod xlsx;

/// Writes samples into the folder that HENG_PICTURES names, to be looked at.
#[test]
#[ignore = "for the eye: writes files"]
fn samples_for_the_eye() {
    let folder = std::path::PathBuf::from(std::env::var("HENG_PICTURES").unwrap());
    let samples = [("renhe", drawings::renhe()), ("long", vec![drawings::long(90)])];
    for (name, drawings) in samples {
        let save = |ending: &str, bytes: &[u8]| {
            std::fs::write(folder.join(name).with_extension(ending), bytes).unwrap();
        };
        save("docx", &office::docx::write(&drawings).unwrap());
        save("xlsx", &office::xlsx::write(&drawings).unwrap());
    }
}

//! Writers: a drawing becomes Word, Excel and a page, with nothing lost and nothing clipped.

mod docx;
mod drawings;
mod html;
mod papers;
mod xlsx;

/// Writes samples into the folder that HENG_PICTURES names, to be looked at.
#[test]
#[ignore = "for the eye: writes files"]
fn samples_for_the_eye() {
    let folder = std::path::PathBuf::from(std::env::var("HENG_PICTURES").unwrap());
    let mut samples = vec![
        ("long".to_owned(), vec![drawings::long(90)]),
        ("tall".to_owned(), vec![drawings::tall()]),
    ];
    let packs = policy::Packs::built_in().unwrap();
    let recogniser = office::recognise::Recogniser::new(&packs, None).unwrap();
    for file in crate::round_trip::FILES.iter().filter(|file| file.ends_with("docx")) {
        let read = recogniser.read(&crate::real::document(file));
        let name = std::path::Path::new(file).file_stem().unwrap().to_str().unwrap();
        samples.push((name.to_owned(), crate::round_trip::draw(&packs, &read)));
    }
    for (name, drawings) in samples {
        let save = |ending: &str, bytes: &[u8]| {
            std::fs::write(folder.join(&name).with_extension(ending), bytes).unwrap();
        };
        save("docx", &office::docx::write(&drawings).unwrap());
        save("xlsx", &office::xlsx::write(&drawings).unwrap());
        save("html", office::html::write(&drawings).as_bytes());
    }
}

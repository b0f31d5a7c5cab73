//! `heng check --annotate`: the findings as Word comments in the clerk's own file.
//!
//! What a comment says is decided on the desk (`desk::annotate`); here are files and options.

use std::path::{Path, PathBuf};

use checks::Report;
use desk::annotate::annotated;
use model::Outcome;
use office::docx::Conditions;

use crate::cli::{Annotate, Inputs, OutputOptions};
use crate::load::Loaded;
use crate::{Failure, inputs, output};

impl Annotate {
    /// The one file to be annotated, once its copy may be written.
    pub fn input(&self, inputs: &Inputs, output: &OutputOptions) -> Result<PathBuf, Failure> {
        if self.annotate == output.output {
            return Err(Failure::new("-o 和 --annotate 不能写到同一个地方"));
        }
        let found = <[inputs::Input; 1]>::try_from(inputs::expand(&inputs.files));
        let [input] =
            found.map_err(|_| Failure::new("--annotate 一次只批注一个文件，请只写这一个"))?;
        let input = input.map_err(|(path, problem)| {
            Failure::new(format!("{}：{problem}", crate::load::name(&path)))
        })?;
        if let Some(path) = &self.annotate {
            output::permit(path, std::slice::from_ref(&input), output.force)?;
        }
        Ok(input)
    }
}

/// Writes the one file that was checked with its findings as comments; says what was done.
pub fn write(
    path: &Path,
    input: &Path,
    limits: office::Limits,
    loaded: &Loaded,
    report: &Report,
    all: bool,
) -> Result<String, Failure> {
    let name = crate::load::name(input);
    let failed = |problem: String| Failure::new(format!("{name}：{problem}"));
    let bytes = std::fs::read(input).map_err(|error| failed(error.to_string()))?;
    let conditions = office::docx::conditions(&bytes, limits);
    let conditions = conditions.map_err(|error| failed(error.to_string()))?;
    output::permit_ending(path, conditions.ending)?;
    let (annotated, count) =
        annotated(&bytes, limits, (loaded, report, all), &[], chrono::Utc::now())
            .map_err(failed)?;
    output::save(path, &annotated)?;
    let open = report.findings.iter().filter(|one| one.outcome == Outcome::CannotDecide).count();
    let open = match open {
        0 => String::new(),
        open => format!("；另有 {open} 处不能判断，没有写成批注"),
    };
    let restricted = restricted(conditions);
    Ok(format!("{name}：{count} 条批注 → {}{open}\n{restricted}", path.display()))
}

/// What to do first where editing is restricted.
pub fn restricted(conditions: Conditions) -> &'static str {
    if !conditions.restricted {
        return "";
    }
    "文件设了“限制编辑”：要处理这些批注或修订，先在 Word 的“审阅—限制编辑”里停止保护。\n"
}

#[cfg(test)]
mod tests {
    use model::form::Field;
    use model::{Finding, Severity};

    use super::*;
    use crate::cli::PackOptions;
    use crate::load;

    /// The words between the marks of the comments, in order.
    fn anchored(bytes: &[u8]) -> Vec<String> {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a Word file");
        let part = archive.by_name("word/document.xml").expect("the part");
        let xml = std::io::read_to_string(part).expect("UTF-8");
        let commented = xml.split("<w:commentRangeStart ").skip(1);
        let words = commented.map(|rest| {
            let (marked, _) = rest.split_once("<w:commentRangeEnd").expect("an end");
            marked.split('<').filter_map(|piece| Some(piece.split_once('>')?.1)).collect()
        });
        words.collect()
    }

    #[test]
    fn what_has_no_cell_stands_at_the_title_of_its_form() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/real/renhe-2026.docx");
        let bytes = std::fs::read(path).expect("the real file");
        let options = PackOptions { pack: None, packs: None };
        let packs = load::packs(&options).expect("the packs");
        let recogniser = load::recogniser(&packs, &options).expect("a recogniser");
        let limits = office::Limits::default();
        let (_, read) =
            load::read_bytes("表.docx", &bytes, limits, &recogniser).expect("a Word file");
        let loaded = Loaded { forms: read.forms, packs: read.packs, ..Loaded::default() };
        let finding = |form: Option<usize>| Finding {
            code: "C001".into(),
            severity: Severity::Warning,
            outcome: Outcome::Fail,
            form,
            place: None,
            quote: "绩效".into(),
            message: format!("{form:?}"),
            remedy: String::new(),
            basis: Vec::new(),
            group: String::new(),
            fix: None,
        };
        let findings = vec![finding(Some(4)), finding(Some(1)), finding(None)];
        let report = Report { findings, ..Report::default() };
        let (annotated, count) =
            annotated(&bytes, limits, (&loaded, &report, false), &[], chrono::Utc::now())
                .expect("annotated");
        assert_eq!(count, 3);
        // In the order of the document: that of the whole file stands at its first words.
        let title = |form: usize| loaded.forms[form].fields[&Field::Title].text.trim().to_owned();
        assert_eq!(anchored(&annotated), [title(0), title(1), title(4)]);
    }
}

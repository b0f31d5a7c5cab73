//! `heng review`: a draft of the review sheets, filled in from what the checks said.

use std::path::Path;

use checks::ties::Ties;
use model::Drawing;
use web::Reviewed;

use crate::cli::{Review, ReviewFormat};
use crate::load::{self, Policies};
use crate::{Ending, Failure, check, output, read};

/// Reads and checks the files and writes a sheet with marks and one with grades for each form.
pub fn run(options: &Review) -> Result<Ending, Failure> {
    let packs = load::packs(&options.inputs.packs)?;
    let recogniser = load::recogniser(&packs, &options.inputs.packs)?;
    let loaded = load::load(&options.inputs, &recogniser)?;
    let report = check::judge(&packs, &loaded, options.complete, &[]);
    let policies = Policies::of(&packs, &loaded);
    let reviewed = Reviewed {
        files: &loaded.files,
        forms: &loaded.forms,
        packs: &[],
        report: &report,
        reading: &loaded.findings,
        sheets: &[],
        ties: &Ties::default(),
    };
    let causes = reviewed.causes();
    let mut drafts: Vec<(String, [Drawing; 2])> = Vec::new();
    for (index, (form, pack)) in loaded.forms.iter().zip(&loaded.packs).enumerate() {
        let policy = policies.get(pack, form);
        match web::review::draft(&report, &causes, index, form, policy) {
            Some(draft) => {
                let name = reviewed.subject(index);
                drafts.push((name, web::review::drawings(&draft, form, policy)));
            }
            None => eprintln!("提示：{}不是目标申报表，没有审核表", reviewed.subject(index)),
        }
    }
    for file in &loaded.files {
        if let Some(problem) = file.error.as_ref().or(file.nothing.as_ref()) {
            eprintln!("提示：{}：{problem}", file.file);
        }
    }
    if drafts.is_empty() {
        return Err(Failure::new("没有可以审核的目标申报表"));
    }
    write(options, drafts)?;
    Ok(read::ending(&loaded))
}

/// One file for all, or one for each form where a folder is named.
fn write(options: &Review, drafts: Vec<(String, [Drawing; 2])>) -> Result<(), Failure> {
    let path = &options.output;
    if !path.is_dir() {
        let format = format_of(path)?;
        let count = drafts.len();
        let drawings: Vec<Drawing> = drafts.into_iter().flat_map(|(_, pair)| pair).collect();
        save(options, path, format, &drawings)?;
        eprintln!("{count} 张表的审核表草稿 → {}", path.display());
        return Ok(());
    }
    let format = options.to.unwrap_or(ReviewFormat::Docx);
    for (index, (name, pair)) in drafts.iter().enumerate() {
        let file = format!("{:02}-{}-审核表.{}", index + 1, file_name(name), format.ending());
        save(options, &path.join(file), format, pair)?;
    }
    eprintln!("{} 张表的审核表草稿 → {}", drafts.len(), path.display());
    Ok(())
}

fn format_of(path: &Path) -> Result<ReviewFormat, Failure> {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("docx") => Ok(ReviewFormat::Docx),
        Some("xlsx") => Ok(ReviewFormat::Xlsx),
        _ => Err(Failure::new(format!(
            "{} 要以 .docx 或 .xlsx 结尾，或者是一个已有的文件夹",
            path.display()
        ))),
    }
}

/// A name without what file systems refuse, and not too long for them.
fn file_name(name: &str) -> String {
    let refused = |c: char| c.is_control() || "/\\:*?\"<>|《》 ".contains(c);
    name.chars().filter(|c| !refused(*c)).take(40).collect()
}

fn save(
    options: &Review,
    path: &Path,
    format: ReviewFormat,
    drawings: &[Drawing],
) -> Result<(), Failure> {
    let bytes = match format {
        ReviewFormat::Docx => office::docx::write(drawings),
        ReviewFormat::Xlsx => office::xlsx::write(drawings),
    };
    let bytes = bytes.map_err(|error| Failure::new(error.to_string()))?;
    output::permit(path, &options.inputs.files, options.force)?;
    output::save(path, &bytes)
}

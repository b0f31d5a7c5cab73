//! `heng convert`: the official form printed again from typed data.

use std::path::PathBuf;

use model::Drawing;
use office::json::Output;
use office::lay_out::Laid;

use crate::cli::{Convert, Target};
use crate::load::{self, Loaded, Policies};
use crate::{Ending, Failure, draw, output, read};

/// Reads one file and writes its forms in another format.
pub fn run(options: &Convert) -> Result<Ending, Failure> {
    let packs = load::packs(&options.packs)?;
    let recogniser = load::recogniser(&packs, &options.packs)?;
    let limits = load::limits(&options.limits);
    let name = load::name(&options.file);
    let (kind, read) = load::read_file(&options.file, limits, &recogniser)
        .map_err(|error| Failure::new(format!("{name}：{error}")))?;
    if let Some(nothing) = read.nothing {
        return Err(Failure::new(format!("{name}：{nothing}，没有可打印的")));
    }
    let count = read.forms.len();
    let loaded = Loaded { forms: read.forms, packs: read.packs, ..Loaded::default() };
    let bytes = if options.to == Target::Json {
        let file = office::json::FileJson {
            file: name.clone(),
            kind: Some(kind),
            forms: count,
            error: None,
            nothing: None,
        };
        let output = Output {
            files: vec![file],
            findings: read.findings,
            ..read::output(&packs, &loaded, true)
        };
        read::to_text(&output)?.into_bytes()
    } else {
        let policies = Policies::of(&packs, &loaded);
        let laid = draw::draw(&loaded, &policies, options.layout.as_deref())?;
        let drawings = drawings(&loaded, laid);
        encode(options, &drawings)?
    };
    let output = output_path(options)?;
    output::save(&output, &bytes)?;
    if output::is_standard(&output) {
        return Ok(Ending::Clean);
    }
    eprintln!("{name}：{count} 张表 → {}", output.display());
    Ok(Ending::Clean)
}

/// The drawings; says what found no room in them.
fn drawings(loaded: &Loaded, laid: Vec<Laid>) -> Vec<Drawing> {
    let drawing = |laid: Laid| {
        for (index, path) in &laid.unplaced {
            let text = loaded.forms[*index].at(path).map_or("", |text| &text.text);
            let text = model::text::fold(text);
            let title = &laid.drawing.title;
            eprintln!("提示：“{title}”的版式没有放 {path} 的地方，未打印：{text}");
        }
        laid.drawing
    };
    laid.into_iter().map(drawing).collect()
}

fn encode(options: &Convert, drawings: &[Drawing]) -> Result<Vec<u8>, Failure> {
    let failed = |error: office::WriteError| Failure::new(error.to_string());
    match options.to {
        Target::Docx => office::docx::write(drawings).map_err(failed),
        Target::Xlsx => office::xlsx::write(drawings).map_err(failed),
        Target::Html => Ok(office::html::write(drawings).into_bytes()),
        Target::Pdf => {
            let fonts = print::Fonts::load(options.fonts.as_deref());
            let fonts = fonts.map_err(|error| Failure::new(error.to_string()))?;
            print::pdf(drawings, &fonts).map_err(|error| Failure::new(error.to_string()))
        }
        Target::Json => {
            unreachable!("invariant: JSON is written from the forms, not from drawings")
        }
    }
}

fn output_path(options: &Convert) -> Result<PathBuf, Failure> {
    let ending = match options.to {
        Target::Docx => "docx",
        Target::Xlsx => "xlsx",
        Target::Pdf => "pdf",
        Target::Html => "html",
        Target::Json => "json",
    };
    let stem = options.file.file_stem().map_or("表".into(), |stem| stem.to_string_lossy());
    let path = options.output.clone().unwrap_or_else(|| format!("{stem}-衡.{ending}").into());
    output::permit(&path, std::slice::from_ref(&options.file), options.force)?;
    Ok(path)
}

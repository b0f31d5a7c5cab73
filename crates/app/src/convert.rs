//! `heng convert`: the official form printed again from typed data.

use std::path::PathBuf;
use std::sync::Arc;

use model::{Drawing, Form};
use office::json::Output;
use office::lay_out::lay_out;
use policy::Layout;

use crate::cli::{Convert, Target};
use crate::load::{self, Loaded, Policies};
use crate::{Ending, Failure, read};

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
        let drawings = draw(&loaded, &policies, options.layout.as_deref())?;
        encode(options, &drawings)?
    };
    if options.output.as_deref().is_some_and(|path| path.as_os_str() == "-") {
        crate::print_bytes(&bytes)?;
        return Ok(Ending::Clean);
    }
    let output = output_path(options)?;
    std::fs::write(&output, bytes)
        .map_err(|error| Failure::new(format!("{} 写不了：{error}", output.display())))?;
    eprintln!("{name}：{count} 张表 → {}", output.display());
    Ok(Ending::Clean)
}

/// One drawing a form; forms of a list that follow each other share one.
fn draw(
    loaded: &Loaded,
    policies: &Policies,
    asked: Option<&str>,
) -> Result<Vec<Drawing>, Failure> {
    let forms: Vec<(usize, &Form)> = loaded.forms.iter().enumerate().collect();
    let layouts = forms.iter().map(|(index, form)| {
        layout(form, policies.get(&loaded.packs[*index], form).layouts(), asked)
    });
    let layouts: Vec<Arc<Layout>> = layouts.collect::<Result<_, _>>()?;
    let mut drawings = Vec::new();
    let mut start = 0;
    while start < forms.len() {
        let layout = &layouts[start];
        let run = layouts[start..].iter().take_while(|other| other.key == layout.key).count();
        let count = if layout.many { run } else { 1 };
        let laid = lay_out(layout, &forms[start..start + count]);
        for (index, path) in &laid.unplaced {
            let text = loaded.forms[*index].at(path).map_or("", |text| &text.text);
            eprintln!(
                "提示：版式“{}”没有放 {path} 的地方，未打印：{}",
                layout.name,
                model::text::fold(text)
            );
        }
        drawings.push(laid.drawing);
        start += count;
    }
    Ok(drawings)
}

/// The layout asked for, else the form's own, else the pack's first of its kind.
fn layout(
    form: &Form,
    layouts: &[Arc<Layout>],
    asked: Option<&str>,
) -> Result<Arc<Layout>, Failure> {
    let by_key = |key: &str| layouts.iter().find(|layout| layout.key == key);
    if let Some(key) = asked {
        let known = || layouts.iter().map(|l| l.key.as_str()).collect::<Vec<_>>().join("、");
        let found = by_key(key);
        return found
            .cloned()
            .ok_or_else(|| Failure::new(format!("没有版式“{key}”，有：{}", known())));
    }
    let own = form.layout.as_deref().and_then(by_key);
    let alike = || layouts.iter().find(|layout| layout.kind == form.kind && !layout.many);
    own.or_else(alike).cloned().ok_or_else(|| {
        let kind = read::kind(form.kind);
        Failure::new(format!("没有“{kind}”的版式，请用 --layout 指定一个"))
    })
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
    let same = |path: &PathBuf| path.canonicalize().ok();
    if path.exists() && same(&path) == same(&options.file) {
        return Err(Failure::new("结果不能写到原文件上，请用 -o 换一个文件名"));
    }
    if path.exists() && !options.force {
        let problem = format!("{} 已经存在，不覆盖；要覆盖请加 --force", path.display());
        return Err(Failure::new(problem));
    }
    Ok(path)
}

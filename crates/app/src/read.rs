//! `heng read`: the forms as typed data.

use std::fmt::Write;

use model::Form;
use model::form::{Column, Field};
use office::json::Output;

use crate::cli::Inputs;
use crate::load::{self, Loaded};
use crate::{Ending, Failure, print};

/// Reads the files and prints their forms.
pub fn run(inputs: &Inputs, json: bool, places: bool) -> Result<Ending, Failure> {
    let packs = load::packs(&inputs.packs)?;
    let recogniser = load::recogniser(&packs, &inputs.packs)?;
    let loaded = load::load(inputs, &recogniser)?;
    let ending = ending(&loaded);
    let text = if json { as_json(&packs, loaded, places)? } else { as_text(&loaded) };
    print(&text)?;
    Ok(ending)
}

/// 2 when a file could not be read.
pub fn ending(loaded: &Loaded) -> Ending {
    let failed = loaded.files.iter().any(|file| file.error.is_some());
    if failed { Ending::Unreadable } else { Ending::Clean }
}

/// The JSON of what was read.
pub fn output(packs: &policy::Packs, loaded: &Loaded, places: bool) -> Output {
    let forms = loaded.forms.iter().zip(&loaded.packs).map(|(form, pack)| {
        let mut json = office::json::form(form, places);
        json.pack = Some(pack.clone());
        json.pack_version = packs.version(pack).map(str::to_owned);
        json
    });
    let mut findings = loaded.findings.clone();
    if !places {
        findings.iter_mut().for_each(|finding| finding.place = None);
    }
    Output { files: loaded.files.clone(), forms: forms.collect(), findings, outcomes: Vec::new() }
}

/// JSON text with a line break at its end.
pub fn to_text(output: &Output) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(output);
    text.map(|text| text + "\n").map_err(|error| Failure::new(error.to_string()))
}

fn as_json(packs: &policy::Packs, loaded: Loaded, places: bool) -> Result<String, Failure> {
    to_text(&output(packs, &loaded, places))
}

fn as_text(loaded: &Loaded) -> String {
    let mut out = String::new();
    let mut forms = loaded.forms.iter().zip(&loaded.packs);
    for file in &loaded.files {
        _ = match (&file.error, &file.nothing) {
            (Some(error), _) => writeln!(out, "{}：读不了。{error}", file.file),
            (None, Some(nothing)) => writeln!(out, "{}：0 张表。{nothing}", file.file),
            (None, None) => writeln!(out, "{}：{} 张表", file.file, file.forms),
        };
        for (number, (form, pack)) in forms.by_ref().take(file.forms).enumerate() {
            one(&mut out, number + 1, form, pack);
        }
    }
    for finding in &loaded.findings {
        let place = finding.place.as_ref().map(|place| format!("{place}：")).unwrap_or_default();
        _ = writeln!(out, "提示 {}　{place}{}", finding.code, finding.message);
    }
    out
}

fn one(out: &mut String, number: usize, form: &Form, pack: &str) {
    let title = model::text::fold(form.text(Field::Title));
    let layout = form.layout.as_deref().unwrap_or("未登记的版式");
    let year = form.year.map_or("年度不明".to_owned(), |year| format!("{year}年度"));
    _ = writeln!(
        out,
        "\n{number}. {}　{title}　{year}　[版式 {layout}，规则包 {pack}]",
        form.kind.chinese()
    );
    let fields = [(Field::Project, "项目"), (Field::Unit, "单位"), (Field::Goal, "目标")];
    for (field, label) in fields {
        if let Some(text) = form.filled(field) {
            _ = writeln!(out, "   {label}：{}", model::text::fold(text));
        }
    }
    for row in form.money.iter().filter(|row| row.row.is_money()) {
        let amounts = row.amounts.iter().map(|(fund, amount)| {
            let read = amount
                .money
                .map_or(format!("“{}”", amount.text.text), |money| money.to_string());
            format!("{} {read}", fund.chinese())
        });
        _ = writeln!(out, "   {}：{}", row.row.chinese(), amounts.collect::<Vec<_>>().join("　"));
    }
    for indicator in &form.indicators {
        let cells = [Column::Block, Column::Level1, Column::Level2, Column::Level3, Column::Target];
        let cells = cells.map(|column| indicator.folded(column));
        let filled: Vec<&String> = cells.iter().filter(|cell| !cell.is_empty()).collect();
        let joined = filled.iter().map(|cell| cell.as_str()).collect::<Vec<_>>().join(" │ ");
        _ = writeln!(out, "   │ {joined}");
    }
}

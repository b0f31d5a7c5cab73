//! From the TOML of a layout file to a [`Layout`].

use std::collections::BTreeMap;

use chrono::NaiveDate;
use model::{FormKind, MoneyUnit};
use serde::Deserialize;

use super::{Band, Binding, Layout, Repeat, Slot};
use crate::PackError;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    key: String,
    name: String,
    kind: FormKind,
    from: toml::value::Datetime,
    until: Option<toml::value::Datetime>,
    source: String,
    title: String,
    money_unit: MoneyUnitName,
    #[serde(default)]
    landscape: bool,
    #[serde(default)]
    many: bool,
    #[serde(default = "yes")]
    exhaustive_funds: bool,
    #[serde(default)]
    required: Vec<String>,
    widths: Vec<u32>,
    #[serde(default)]
    labels: BTreeMap<String, Vec<String>>,
    part: Vec<PartFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartFile {
    repeat: Option<RepeatName>,
    block: Option<String>,
    #[serde(default)]
    header: bool,
    #[serde(default)]
    merge_blank: bool,
    grid: String,
}

#[derive(Deserialize)]
enum MoneyUnitName {
    #[serde(rename = "元")]
    Yuan,
    #[serde(rename = "万元")]
    WanYuan,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum RepeatName {
    Indicators,
    Tasks,
}

fn yes() -> bool {
    true
}

impl Layout {
    /// Reads a layout file of a pack.
    ///
    /// # Errors
    /// Names the file, the part and what to write instead: unknown binding, a row with a wrong
    /// number of slots, `<` in the first column, `^` in the first row.
    pub fn parse(pack: &str, path: &str, text: &str) -> Result<Layout, PackError> {
        let fail = |key: &str, problem: String| PackError {
            file: path.to_owned(),
            key: key.to_owned(),
            problem,
        };
        let file: File = toml::from_str(text).map_err(|e| fail("", e.to_string()))?;
        let key = file.key.clone();
        let binding = |name: &str| {
            Binding::parse(name).ok_or_else(|| fail(&key, format!("不认识的字段“{name}”")))
        };
        let mut labels = Vec::new();
        for (name, words) in &file.labels {
            let bound = binding(name)?;
            labels.extend(words.iter().map(|word| (bound.clone(), word.clone())));
        }
        let required = file.required.iter().map(|name| binding(name)).collect::<Result<_, _>>()?;
        let mut parts = Vec::new();
        for (index, part) in file.part.iter().enumerate() {
            let first = index == 0;
            let problem = |p| fail(&format!("{key} 第{}个 part", index + 1), p);
            parts.push(part_of(part, file.widths.len(), first).map_err(problem)?);
        }
        Ok(Layout {
            name: file.name,
            pack: pack.to_owned(),
            file: path.to_owned(),
            kind: file.kind,
            from: day(&file.from).ok_or_else(|| fail("from", "请写成 2026-01-01".into()))?,
            until: file.until.as_ref().and_then(day),
            source: file.source,
            title: file.title,
            money_unit: match file.money_unit {
                MoneyUnitName::Yuan => MoneyUnit::Yuan,
                MoneyUnitName::WanYuan => MoneyUnit::WanYuan,
            },
            landscape: file.landscape,
            many: file.many,
            exhaustive_funds: file.exhaustive_funds,
            required,
            widths: file.widths,
            labels,
            parts,
            key: file.key,
        })
    }
}

fn day(date: &toml::value::Datetime) -> Option<NaiveDate> {
    let date = date.date?;
    NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
}

fn part_of(file: &PartFile, columns: usize, first: bool) -> Result<Band, String> {
    let repeat = file.repeat.as_ref().map(|repeat| match repeat {
        RepeatName::Indicators => Repeat::Indicators,
        RepeatName::Tasks => Repeat::Tasks,
    });
    let mut rows = Vec::new();
    for line in file.grid.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let inside = line.strip_prefix('|').and_then(|rest| rest.strip_suffix('|'));
        let inside = inside.ok_or_else(|| format!("“{line}”前后要有竖线"))?;
        let slots = inside.split('|').map(|text| slot(text, repeat));
        let slots = slots.collect::<Result<Vec<_>, _>>()?;
        if slots.len() != columns {
            return Err(format!("“{line}”有 {} 格，应为 {columns} 格", slots.len()));
        }
        if slots[0] == Slot::Left {
            return Err(format!("“{line}”第一格不能是 <"));
        }
        if first && rows.is_empty() && slots.contains(&Slot::Above) {
            return Err(format!("“{line}”是第一行，不能有 ^"));
        }
        rows.push(slots);
    }
    if rows.is_empty() {
        return Err("grid 里没有行".to_owned());
    }
    let (block, header) = (file.block.clone(), file.header);
    Ok(Band { repeat, block, header, merge_blank: file.merge_blank, rows })
}

fn slot(text: &str, repeat: Option<Repeat>) -> Result<Slot, String> {
    let text = text.trim();
    match text {
        "<" => return Ok(Slot::Left),
        "^" => return Ok(Slot::Above),
        _ => {}
    }
    let (inside, merge) = match text.strip_suffix('^') {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    match inside.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        Some(name) if !name.contains(['{', '}']) => {
            let binding = Binding::parse_in(name, repeat);
            let binding = binding.ok_or_else(|| format!("不认识的字段“{name}”"))?;
            Ok(Slot::Bound { binding, merge })
        }
        _ => Ok(Slot::Printed(text.replace("<br>", "\n"))),
    }
}

impl Binding {
    /// Reads a binding inside a repeated row, where a bare name is a column of that row first.
    fn parse_in(name: &str, repeat: Option<Repeat>) -> Option<Binding> {
        let column = match repeat {
            Some(Repeat::Indicators) => name.parse().map(Binding::Column).ok(),
            Some(Repeat::Tasks) => name.parse().map(Binding::Task).ok(),
            None => None,
        };
        column.or_else(|| Binding::parse(name))
    }

    /// Reads `unit`, `money.expenditure.total`, `column.level1` or, short, `level1`; `year-3`;
    /// `task.name`. A bare name is a field of the head first, then a column.
    pub fn parse(name: &str) -> Option<Binding> {
        if let Some(back) = name.strip_prefix("year-") {
            return back.parse().ok().map(Binding::YearBack);
        }
        match name.split_once('.') {
            Some(("field", field)) => field.parse().ok().map(Binding::Field),
            Some(("column", column)) => column.parse().ok().map(Binding::Column),
            Some(("task", column)) => column.parse().ok().map(Binding::Task),
            Some(("money", rest)) => {
                let (row, fund) = rest.split_once('.')?;
                Some(Binding::Money(row.parse().ok()?, fund.into()))
            }
            Some(_) => None,
            None => {
                let field = name.parse().map(Binding::Field);
                field.or_else(|()| name.parse().map(Binding::Column)).ok()
            }
        }
    }
}

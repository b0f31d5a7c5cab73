//! The summary a reviewer files: a workbook with the forms by unit, the findings to be answered,
//! and what could not be decided.
//!
//! Amounts are numbers, so that they can be added and sorted; everything else is text. No formula:
//! whoever opens it sees what was found, not what a program recalculates.

use std::collections::BTreeMap;

use model::form::Field;
use model::text::fold;
use model::{Finding, Form, FormKind, Fund, Money, MoneyUnit, Outcome};
use rust_xlsxwriter::{
    ColNum, Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, RowNum,
    Workbook, Worksheet, XlsxError,
};

use crate::reviewed::{clean, short_basis_of, short_name, title_of, total, verdict};
use crate::{Cause, Kind, Reviewed};

/// Longest text of a cell; Excel refuses more than 32767.
const MAX_TEXT: usize = 32_000;
const FONT: &str = "宋体";

/// A sheet of rows below a title and a header.
struct Table<'w> {
    sheet: &'w mut Worksheet,
    columns: &'static [Head],
    row: RowNum,
}

/// A column: its heading and its width in characters.
type Head = (&'static str, u8);

/// What a cell holds.
enum Value {
    Text(String),
    Centred(String),
    Number(usize),
    Amount(Option<Money>),
}

const FORMS: &[Head] = &[
    ("单位", 26),
    ("表", 12),
    ("项目", 34),
    ("年度", 7),
    ("资金总额（万元）", 13),
    ("财政拨款（万元）", 13),
    ("指标（条）", 7),
    ("错误（件）", 7),
    ("需答复（件）", 9),
    ("建议（件）", 7),
    ("不能判断（件）", 10),
    ("结论", 10),
];

const FINDINGS: &[Head] = &[
    ("编号", 6),
    ("单位", 13),
    ("项目", 15),
    ("位置", 9),
    ("编码", 6),
    ("轻重", 7),
    ("问题", 48),
    ("怎么改", 30),
    ("依据", 18),
    ("单位答复", 20),
];

const OPEN: &[Head] = &[
    ("编号", 7),
    ("单位", 15),
    ("项目", 18),
    ("位置", 10),
    ("编码", 7),
    ("检查", 16),
    ("缺什么", 52),
    ("怎么办", 32),
];

/// The workbook.
///
/// # Errors
/// Only when the library cannot put the file together.
pub fn workbook(reviewed: &Reviewed) -> Result<Vec<u8>, String> {
    write(reviewed).map_err(|error| format!("生成汇总表失败：{error}"))
}

fn write(reviewed: &Reviewed) -> Result<Vec<u8>, XlsxError> {
    let causes = reviewed.causes();
    let order = by_unit(reviewed.forms);
    let mut book = Workbook::new();
    // A constant date: the writer has no clock, and equal findings give equal bytes.
    let date = ExcelDateTime::from_ymd(2026, 1, 1)?;
    let properties = DocProperties::new()
        .set_title("绩效目标表审阅汇总")
        .set_author("衡")
        .set_creation_datetime(&date);
    book.set_properties(&properties);
    forms(book.add_worksheet().set_name("汇总")?, reviewed, &causes, &order)?;
    findings(book.add_worksheet().set_name("问题清单")?, reviewed, &causes, &order)?;
    undecided(book.add_worksheet().set_name("不能判断")?, reviewed, &causes, &order)?;
    book.save_to_buffer()
}

/// The forms, those of one unit together, units in the order in which they first appear.
fn by_unit(forms: &[Form]) -> Vec<usize> {
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for (index, form) in forms.iter().enumerate() {
        first.entry(unit(form)).or_insert(index);
    }
    let mut order: Vec<usize> = (0..forms.len()).collect();
    order.sort_by_key(|index| (first[&unit(&forms[*index])], *index));
    order
}

fn unit(form: &Form) -> String {
    fold(form.text(Field::Unit))
}

fn forms(
    sheet: &mut Worksheet,
    reviewed: &Reviewed,
    causes: &[Cause],
    order: &[usize],
) -> Result<(), XlsxError> {
    let about = format!("规则包：{}", reviewed.packs.join("、"));
    let mut table = Table::new(sheet, FORMS, "绩效目标表审阅汇总", &about)?;
    for of_unit in order.chunk_by(|a, b| unit(&reviewed.forms[*a]) == unit(&reviewed.forms[*b])) {
        for index in of_unit {
            table.row(&form_row(reviewed, causes, *index), false)?;
        }
        if of_unit.len() > 1 {
            table.row(&unit_row(reviewed, causes, of_unit), true)?;
        }
    }
    for file in reviewed.files {
        if let Some(problem) = file.error.as_ref().or(file.nothing.as_ref()) {
            table.line(&format!("{}：{problem}", file.file))?;
        }
    }
    table.line(
        "同一原因的几处算一件；一件事涉及几张表的，每张表都计，小计只计一次。资金小计只加项目表。",
    )
}

fn form_row(reviewed: &Reviewed, causes: &[Cause], index: usize) -> Vec<Value> {
    let form = &reviewed.forms[index];
    let touching = || causes.iter().filter(|cause| cause.touches(index));
    let mut row = vec![
        Value::Text(unit(form)),
        Value::Centred(form.kind.chinese().to_owned()),
        Value::Text(form.filled(Field::Project).map_or_else(String::new, fold)),
        Value::Centred(form.year.map_or_else(String::new, |year| year.to_string())),
        Value::Amount(total(form)),
        Value::Amount(form.funds().and_then(|row| row.money(&Fund::Fiscal))),
        Value::Number(form.indicators.len()),
    ];
    row.extend(Kind::COUNTED.map(|kind| count(touching(), kind)));
    row.push(Value::Centred(verdict(touching().map(|cause| cause.kind)).1.to_owned()));
    row
}

/// What the forms of one unit come to.
fn unit_row(reviewed: &Reviewed, causes: &[Cause], forms: &[usize]) -> Vec<Value> {
    let of_forms = || forms.iter().map(|index| &reviewed.forms[*index]);
    let touching = || causes.iter().filter(|cause| forms.iter().any(|form| cause.touches(*form)));
    let sum = |amount: fn(&Form) -> Option<Money>| {
        let mut projects = of_forms().filter(|form| form.kind == FormKind::Project).peekable();
        projects.peek()?;
        projects.try_fold(Money::from_fen(0), |sum, form| sum.checked_add(amount(form)?))
    };
    let fiscal = |form: &Form| form.funds().and_then(|row| row.money(&Fund::Fiscal));
    let mut row = vec![
        Value::Text(format!("{}　小计", unit(&reviewed.forms[forms[0]]))),
        Value::Centred(format!("{} 张", forms.len())),
        Value::Text(String::new()),
        Value::Text(String::new()),
        Value::Amount(sum(total)),
        Value::Amount(sum(fiscal)),
        Value::Number(of_forms().map(|form| form.indicators.len()).sum()),
    ];
    row.extend(Kind::COUNTED.map(|kind| count(touching(), kind)));
    row.push(Value::Centred(verdict(touching().map(|cause| cause.kind)).1.to_owned()));
    row
}

fn count<'c>(causes: impl Iterator<Item = &'c Cause<'c>>, kind: Kind) -> Value {
    Value::Number(causes.filter(|cause| cause.kind == kind).count())
}

fn findings(
    sheet: &mut Worksheet,
    reviewed: &Reviewed,
    causes: &[Cause],
    order: &[usize],
) -> Result<(), XlsxError> {
    let about = "编号相同的是同一件事，答复一次即可。“单位答复”写：已改正，或者不改的理由。";
    let mut table = Table::new(sheet, FINDINGS, "问题清单", about)?;
    let failures = |cause: &&Cause| cause.kind < Kind::Open;
    for (cause, finding) in in_order(causes.iter().filter(failures), order) {
        // An open question beside a failure stands on the next sheet.
        if finding.outcome != Outcome::Fail {
            continue;
        }
        let (unit, project) = whose(reviewed, finding);
        let what = format!("{}：{}", title_of(&finding.code), finding.message);
        table.row(
            &[
                Value::Centred(cause.label()),
                Value::Text(unit),
                Value::Text(project),
                Value::Text(place(finding)),
                Value::Centred(finding.code.clone()),
                Value::Centred(kind_of(cause, finding).to_owned()),
                Value::Text(what.trim_start_matches('：').to_owned()),
                Value::Text(finding.remedy.clone()),
                Value::Text(short_basis_of(finding)),
                Value::Text(String::new()),
            ],
            false,
        )?;
    }
    table.end_of_findings()
}

fn undecided(
    sheet: &mut Worksheet,
    reviewed: &Reviewed,
    causes: &[Cause],
    order: &[usize],
) -> Result<(), XlsxError> {
    let about = "这些检查缺少材料，既不算通过，也不算错；须人工查看。";
    let mut table = Table::new(sheet, OPEN, "不能判断和不适用的检查", about)?;
    for (cause, finding) in in_order(causes.iter(), order) {
        if finding.outcome != Outcome::CannotDecide || cause.kind == Kind::Note {
            continue;
        }
        let (unit, project) = whose(reviewed, finding);
        table.row(
            &[
                Value::Centred(cause.label()),
                Value::Text(unit),
                Value::Text(project),
                Value::Text(place(finding)),
                Value::Centred(finding.code.clone()),
                Value::Text(title_of(&finding.code).to_owned()),
                Value::Text(finding.message.clone()),
                Value::Text(finding.remedy.clone()),
            ],
            false,
        )?;
    }
    for ((code, missing), forms) in lacking(reviewed) {
        table.row(
            &[
                Value::Centred("不适用".to_owned()),
                Value::Text(format!("（{forms} 张表）")),
                Value::Text(String::new()),
                Value::Text(String::new()),
                Value::Centred(code.to_owned()),
                Value::Text(title_of(code).to_owned()),
                Value::Text(missing.to_owned()),
                Value::Text(String::new()),
            ],
            false,
        )?;
    }
    table.end_of_findings()
}

/// Checks that had no business with a form and said what it lacks, with the number of forms.
fn lacking<'r>(reviewed: &Reviewed<'r>) -> BTreeMap<(&'r str, &'r str), usize> {
    let mut lacking = BTreeMap::new();
    for verdict in &reviewed.report.verdicts {
        if let Some(missing) = &verdict.missing {
            *lacking.entry((&*verdict.code, &**missing)).or_default() += 1;
        }
    }
    lacking
}

/// Every finding of the causes with its cause, by unit, form and number.
fn in_order<'c, 'f>(
    causes: impl Iterator<Item = &'c Cause<'f>>,
    order: &[usize],
) -> Vec<(&'c Cause<'f>, &'f Finding)>
where
    'f: 'c,
{
    let pairs = causes.flat_map(|cause| cause.findings.iter().map(move |f| (cause, *f)));
    let mut pairs: Vec<_> = pairs.collect();
    let position = |form: usize| order.iter().position(|other| *other == form);
    pairs.sort_by_cached_key(|(cause, finding)| {
        let form = finding.form;
        (form.is_none(), form.and_then(position), cause.kind, cause.number)
    });
    pairs
}

fn whose(reviewed: &Reviewed, finding: &Finding) -> (String, String) {
    let Some(form) = finding.form.map(|form| &reviewed.forms[form]) else {
        return ("（整份文件）".to_owned(), String::new());
    };
    let name = match form.kind {
        FormKind::Department => "（部门整体表）".to_owned(),
        _ => short_name(form),
    };
    (unit(form), name)
}

fn place(finding: &Finding) -> String {
    finding.place.as_ref().map_or_else(|| "全表".to_owned(), ToString::to_string)
}

/// Lighter findings inside a heavier cause are told apart.
fn kind_of(cause: &Cause, finding: &Finding) -> &'static str {
    if std::ptr::eq(cause.head(), finding) { cause.kind.name() } else { Kind::of(finding).name() }
}

impl<'w> Table<'w> {
    /// Title, a line below it, and the header, which stays in sight and repeats on every page.
    fn new(
        sheet: &'w mut Worksheet,
        columns: &'static [Head],
        title: &str,
        about: &str,
    ) -> Result<Self, XlsxError> {
        let last = column_number(columns.len() - 1)?;
        let titled = Format::new().set_font_name("方正小标宋简体").set_font_size(16);
        let titled = titled.set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
        sheet.merge_range(0, 0, 0, last, title, &titled)?;
        sheet.set_row_height(0, 30)?;
        let small = plain().set_text_wrap().set_font_color(Color::RGB(0x55_5555));
        sheet.merge_range(1, 0, 1, last, &clean(about), &small)?;
        let head = bordered().set_bold().set_background_color(Color::RGB(0xE8_EDF2));
        let head = head.set_align(FormatAlign::Center);
        for (column, (name, width)) in columns.iter().enumerate() {
            let column = column_number(column)?;
            sheet.write_string_with_format(2, column, *name, &head)?;
            sheet.set_column_width(column, *width)?;
        }
        sheet.set_row_height(2, 32)?;
        sheet.set_freeze_panes(3, 0)?;
        sheet.set_repeat_rows(2, 2)?;
        sheet.set_paper_size(9).set_landscape();
        sheet.set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3);
        sheet.set_print_fit_to_pages(1, 0).set_print_center_horizontally(true);
        sheet.set_footer("&C&\"宋体\"&10第 &P 页，共 &N 页");
        Ok(Table { sheet, columns, row: 3 })
    }

    fn row(&mut self, values: &[Value], sum: bool) -> Result<(), XlsxError> {
        let lines = values.iter().zip(self.columns).map(|(value, (_, width))| match value {
            Value::Text(text) | Value::Centred(text) => lines(text, *width),
            Value::Number(_) | Value::Amount(_) => 1,
        });
        self.sheet.set_row_height(self.row, height(lines.max().unwrap_or(1)))?;
        for (column, value) in values.iter().enumerate() {
            let column = column_number(column)?;
            let format = bordered();
            let format = if sum {
                format.set_bold().set_background_color(Color::RGB(0xF4_F6F8))
            } else {
                format
            };
            self.value(column, value, &format)?;
        }
        self.row += 1;
        Ok(())
    }

    fn value(&mut self, column: ColNum, value: &Value, format: &Format) -> Result<(), XlsxError> {
        let row = self.row;
        match value {
            Value::Text(text) => {
                self.sheet.write_string_with_format(row, column, cut(text), format)?
            }
            Value::Centred(text) => {
                let format = format.clone().set_align(FormatAlign::Center);
                self.sheet.write_string_with_format(row, column, cut(text), &format)?
            }
            Value::Number(0) => self.sheet.write_blank(row, column, format)?,
            Value::Number(number) => {
                let format = format.clone().set_align(FormatAlign::Center);
                let number = u32::try_from(*number).unwrap_or(u32::MAX);
                self.sheet.write_number_with_format(row, column, number, &format)?
            }
            Value::Amount(money) => {
                // Six places of 万元 are whole fen: the number is exact as it is written.
                let text = money.map(|money| money.display_in(MoneyUnit::WanYuan, 6));
                let number = text.and_then(|text| text.parse::<f64>().ok());
                let format = format.clone().set_num_format("#,##0.00");
                match number {
                    Some(number) => {
                        self.sheet.write_number_with_format(row, column, number, &format)?
                    }
                    None => self.sheet.write_blank(row, column, &format)?,
                }
            }
        };
        Ok(())
    }

    /// A remark across the whole width.
    fn line(&mut self, text: &str) -> Result<(), XlsxError> {
        let last = column_number(self.columns.len() - 1)?;
        let format = plain().set_text_wrap();
        let width = self.columns.iter().map(|(_, width)| u32::from(*width)).sum::<u32>();
        let width = u8::try_from(width).unwrap_or(u8::MAX);
        self.sheet.set_row_height(self.row, height(lines(text, width)))?;
        self.sheet.merge_range(self.row, 0, self.row, last, &cut(text), &format)?;
        self.row += 1;
        Ok(())
    }

    /// The rows can be filtered; without any the sheet says so.
    fn end_of_findings(&mut self) -> Result<(), XlsxError> {
        if self.row == 3 {
            return self.line("没有。");
        }
        let last = column_number(self.columns.len() - 1)?;
        self.sheet.autofilter(2, 0, self.row - 1, last)?;
        Ok(())
    }
}

/// Lines of a text in a column of that many digits; a Chinese character is as wide as two.
fn lines(text: &str, width: u8) -> u32 {
    let room = usize::from(width).saturating_sub(2).max(2);
    let of_line = |line: &str| {
        let digits: usize = line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        digits.div_ceil(room).max(1)
    };
    let lines: usize = text.split('\n').map(of_line).sum();
    u32::try_from(lines).unwrap_or(u32::MAX)
}

/// Height of a row in points: programs do not fit wrapped text by themselves; Excel's tallest
/// row has 409.
fn height(lines: u32) -> u32 {
    lines.saturating_mul(13).saturating_add(6).min(409)
}

fn plain() -> Format {
    Format::new().set_font_name(FONT).set_font_size(10).set_align(FormatAlign::VerticalCenter)
}

fn bordered() -> Format {
    plain().set_border(FormatBorder::Thin).set_text_wrap()
}

fn cut(text: &str) -> String {
    let text = clean(text);
    match text.char_indices().nth(MAX_TEXT) {
        Some((byte, _)) => format!("{}…", &text[..byte]),
        None => text,
    }
}

fn column_number(column: usize) -> Result<ColNum, XlsxError> {
    ColNum::try_from(column).map_err(|_| XlsxError::RowColumnLimitError)
}

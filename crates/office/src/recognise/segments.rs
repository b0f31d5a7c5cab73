//! Where one form ends and the next begins, and the reading of one such segment.

use std::ops::Range;

use model::form::{Column, Field};
use model::text::fold;
use model::{Form, Fund, RowKind, Text};

use super::body::{Body, Found, Line};
use super::foot;
use super::head::Head;
use super::header::Header;
use super::labels::{Labels, bare, calendar_year, category_in, year_in};
use super::rows::{Row, is_page_number};

/// Cuts the stream of rows into segments of one form (or one list of forms) each.
pub fn split(rows: &[Row], labels: &Labels) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    let (mut head_seen, mut body_seen) = (false, false);
    let mut head_block = None;
    for (index, row) in rows.iter().enumerate() {
        let sheet = row.is_sheet && index > 0 && rows[index - 1].block != row.block;
        let title = is_title(row, labels) && (head_seen || body_seen);
        let elsewhere = head_block.is_some_and(|block| block != row.block);
        let untitled = (body_seen || elsewhere) && begins_head(row, labels);
        if sheet || title || untitled {
            // A year or unit line directly above belongs to the new form only with its title.
            starts.push(index);
            (head_seen, body_seen, head_block) = (false, false, None);
        }
        let head = row.own().any(|piece| labels.field(&piece.key).is_some());
        head_seen |= head;
        if head && !row.is_line {
            head_block = Some(row.block);
        }
        body_seen |= Header::detect(row, labels).is_some();
    }
    starts.push(rows.len());
    starts.windows(2).map(|pair| pair[0]..pair[1]).filter(|range| !range.is_empty()).collect()
}

/// A lone short cell that names a performance form.
fn is_title(row: &Row, labels: &Labels) -> bool {
    let Some(piece) = row.single() else { return false };
    let key = &piece.key;
    if key.chars().count() > 45 || labels.is("side", key) || key.contains(['。', ',']) {
        return false;
    }
    let plain = without_year(key);
    let named = plain.contains("绩效") || labels.kind(plain).is_some();
    let table = plain.ends_with('表') || bare(plain).ends_with('表');
    named && table && !key.starts_with('注')
}

/// A title without `(2026年度)` at its end.
fn without_year(key: &str) -> &str {
    let open = key.rfind('(').filter(|at| key[*at..].contains('年'));
    open.map_or(key, |at| &key[..at])
}

/// 项目名称 or 部门名称 as the first label of a row begins a form even without a title.
fn begins_head(row: &Row, labels: &Labels) -> bool {
    if row.is_line || Header::detect(row, labels).is_some() {
        return false;
    }
    let first = row.own().find(|piece| !piece.is_blank());
    let value = row.own().filter(|piece| !piece.is_blank()).count() > 1;
    value && first.is_some_and(|piece| labels.field(&piece.key) == Some(Field::Project))
}

/// Reads a segment: a form, several of a list, or none; each with the labels its template prints.
pub fn read(rows: &[Row], labels: &Labels) -> Vec<(Form, Vec<String>)> {
    let mut reading = Reading {
        labels,
        head: Head::new(labels),
        form: Form::default(),
        body: None,
        closed: false,
        list: Vec::new(),
        last_header: false,
        upper: None,
        summed: false,
        table: None,
    };
    rows.iter().for_each(|row| reading.take(row));
    reading.finish()
}

struct Reading<'a, 'r> {
    labels: &'a Labels,
    head: Head<'a>,
    form: Form,
    body: Option<Body>,
    closed: bool,
    /// Rows of a list that holds many forms.
    list: Vec<Found>,
    last_header: bool,
    /// The row above, when it is the upper half of a header.
    upper: Option<&'r Row<'r>>,
    /// Whether the table was closed by a row of sums, below which indicators may go on.
    summed: bool,
    /// The table of the last header or indicator; loose texts of others are not the form's.
    table: Option<usize>,
}

impl<'r> Reading<'_, 'r> {
    fn take(&mut self, row: &'r Row<'r>) {
        if is_title(row, self.labels) && !self.form.fields.contains_key(&Field::Project) {
            if let Some(piece) = row.single() {
                self.form.fields.insert(Field::Title, piece.text());
            }
            return;
        }
        if row.is_line && row.single().is_some_and(|piece| is_page_number(&piece.key)) {
            return;
        }
        let upper = self.upper.take().filter(|upper| upper.block == row.block);
        if let Some(header) = Header::below(upper, row, self.labels) {
            self.print(row);
            let known = self.body.as_ref().map(Body::header);
            let same = known.is_some_and(|old| same_header(old, &header));
            if !same || self.closed {
                self.body = Some(Body::new(header));
            }
            (self.closed, self.last_header) = (false, true);
            self.table = Some(row.block);
            return;
        }
        let names = row.own().filter(|piece| self.labels.column(&piece.key).is_some()).count();
        if names > 1 && self.head.column_labels(row) && !self.last_header {
            self.upper = Some(row);
            self.print(row);
            return;
        }
        let resumes = |body: &Body| body.resumes(row, self.labels);
        if self.closed && self.summed && self.body.as_ref().is_some_and(resumes) {
            self.closed = false;
        }
        match self.body.take() {
            Some(mut body) if !self.closed => {
                let more = self.last_header && body.header_mut().extend(row, self.labels);
                self.last_header = more;
                if more {
                    self.print(row);
                } else {
                    let line = body.take(row, self.labels);
                    self.line(line, row, body.header());
                }
                self.body = Some(body);
            }
            body => {
                self.body = body;
                if self.closed {
                    foot::take(row, self.labels, &mut self.form);
                } else {
                    self.head.take(row, &mut self.form);
                }
            }
        }
    }

    /// Notes the labels of a header row, for finding the layout; years change every year.
    fn print(&mut self, row: &Row) {
        let keys = row.own().map(|piece| &piece.key).filter(|key| !key.is_empty());
        let year = |key: &&String| matches!(self.labels.column(key), Some(Column::Year(_)));
        self.head.printed.extend(keys.filter(|key| !year(key)).cloned());
    }

    fn line(&mut self, line: Line, row: &Row, header: &Header) {
        match line {
            Line::Indicator(found) if header.many => {
                self.table = Some(row.block);
                self.list.push(*found);
            }
            Line::Indicator(found) => {
                self.table = Some(row.block);
                self.form.unknown.extend(found.unknown);
                for (field, text) in found.fields {
                    self.form.fields.entry(field).or_insert(text);
                }
                self.form.indicators.push(found.indicator);
            }
            Line::Blank(place) => self.form.blank_rows.extend(place),
            // Lines beside the table (page numbers, notes) are the document's, not the form's.
            Line::Loose(_) if row.is_line || self.table != Some(row.block) => {}
            Line::Loose(texts) => {
                self.form.unknown.extend(texts.into_iter().map(|text| (String::new(), text)));
            }
            Line::Nothing => {}
            Line::Goal => self.head.take(row, &mut self.form),
            Line::End => {
                let end = row.own().find(|piece| self.labels.is("end", &piece.key));
                self.summed = end.is_some_and(|piece| self.labels.is("sum", &piece.key));
                self.head.printed.extend(end.map(|piece| piece.key.clone()));
                self.closed = true;
                foot::sums(row, header, self.labels, &mut self.form);
                foot::take(row, self.labels, &mut self.form);
            }
        }
    }

    fn finish(mut self) -> Vec<(Form, Vec<String>)> {
        self.form.year =
            [Field::Year, Field::Title].iter().find_map(|f| year_in(self.form.text(*f)));
        if self.form.year.is_none() {
            self.form.year = calendar_year(model::text::trim(self.form.text(Field::Year)));
        }
        let printed = std::mem::take(&mut self.head.printed);
        let forms = if self.list.is_empty() {
            vec![self.form]
        } else {
            many(self.form, self.list, &self.head)
        };
        let named = forms.into_iter().filter(is_form).map(|mut form| {
            self.head.money.settle(&mut form, model::MoneyUnit::WanYuan);
            form.category = category_in(&form);
            form.kind = super::kind(&form, self.labels);
            (form, printed.clone())
        });
        named.collect()
    }
}

/// A segment is a form when it has indicators, or a goal under a title of the kind.
fn is_form(form: &Form) -> bool {
    let titled = form.filled(Field::Title).is_some_and(|title| fold(title).contains("绩效"));
    !form.indicators.is_empty() || titled && form.fields.contains_key(&Field::Goal)
}

fn same_header(old: &Header, new: &Header) -> bool {
    let heads = |header: &Header| -> Vec<_> {
        header.spans.iter().map(|span| (span.start, span.head.clone())).collect()
    };
    let new_heads = heads(new);
    old.block == new.block && new_heads.iter().all(|head| heads(old).contains(head))
}

/// The forms of a list: a new one wherever unit or project changes.
fn many(shared: Form, list: Vec<Found>, head: &Head) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    let mut current: Option<[String; 2]> = None;
    for found in list {
        let name =
            |field| found.fields.get(&field).map(|t: &Text| fold(&t.text)).unwrap_or_default();
        let key = [Field::Unit, Field::Project].map(name);
        let blank = key.iter().all(String::is_empty);
        if current.is_none() || !blank && current.as_ref() != Some(&key) {
            current = Some(key);
            let mut form = Form { indicators: Vec::new(), ..shared.clone() };
            form.fields.extend(found.fields);
            for (fund, text) in found.funds {
                head.money.put(&mut form, RowKind::Expenditure, fund, text);
            }
            forms.push(form);
        }
        if let Some(form) = forms.last_mut() {
            form.unknown.extend(found.unknown);
            form.indicators.push(found.indicator);
        }
    }
    forms.iter_mut().for_each(total_alone);
    forms
}

/// A list that names one amount calls it 预算数: the total.
fn total_alone(form: &mut Form) {
    let Some(row) = form.money.iter_mut().find(|row| row.row == RowKind::Expenditure) else {
        return;
    };
    if row.amounts.len() == 1
        && let Some((_, amount)) = row.amounts.pop_first()
    {
        row.amounts.insert(Fund::Total, amount);
    }
}

//! What follows the indicators: sums, remarks, conclusions, signatures. It reads no indicator.

use model::Form;
use model::form::{Column, Field};
use model::text::label_key;

use super::header::{Head, Header};
use super::labels::Labels;
use super::rows::{Piece, Row};

/// 总分: the sums under the columns of weights and scores. A subtotal is none of the form's sums.
pub fn sums(row: &Row, header: &Header, labels: &Labels, form: &mut Form) {
    let label = row.own().find(|piece| labels.is("sum", &piece.key));
    let Some(label) = label.filter(|piece| !is_subtotal(&piece.key)) else { return };
    let numbers: Vec<&Piece> =
        row.own().filter(|piece| piece.start() > label.start() && number(piece)).collect();
    let mut found = false;
    for (column, field) in
        [(Column::Weight, Field::TotalWeight), (Column::Score, Field::TotalScore)]
    {
        let span = header.spans.iter().find(|span| span.head == Head::Column(column));
        let Some(span) = span else { continue };
        let exact = |piece: &&&Piece| piece.start() <= span.start && piece.end() <= span.end;
        if let Some(piece) = numbers.iter().filter(exact).find(|piece| piece.covers(span.start)) {
            form.fields.entry(field).or_insert_with(|| piece.text());
            found = true;
        }
    }
    if !found {
        beside(&numbers, form);
    }
}

/// Sums that do not stand under their columns: the weights go before the score.
fn beside(numbers: &[&Piece], form: &mut Form) {
    let fields: &[Field] = match numbers {
        [_] => &[Field::TotalScore],
        [_, _] => &[Field::TotalWeight, Field::TotalScore],
        _ => &[],
    };
    for (field, piece) in fields.iter().zip(numbers) {
        form.fields.entry(*field).or_insert_with(|| piece.text());
    }
}

fn is_subtotal(key: &str) -> bool {
    key == "小计"
}

fn number(piece: &Piece) -> bool {
    let text = piece.cell.text();
    model::money::plain_number(model::text::trim(&text).trim_end_matches('分')).is_some()
}

/// A row of the foot: labels with their texts.
pub fn take(row: &Row, labels: &Labels, form: &mut Form) {
    if row.is_line {
        return;
    }
    let own: Vec<&Piece> = row.own().filter(|piece| !piece.is_blank()).collect();
    let sums = [Field::TotalWeight, Field::TotalScore];
    let mut label: Option<&Piece> = None;
    for (at, piece) in own.iter().enumerate() {
        let text = piece.text();
        let known = labels.is("end", &piece.key) || labels.field(&piece.key).is_some();
        if known {
            // Two sums beside 总分 are found by their label wherever it stands in the row.
            if is_subtotal(&piece.key) {
                return;
            }
            let known = sums.iter().any(|sum| form.fields.contains_key(sum));
            if labels.is("sum", &piece.key) && !known {
                let after: Vec<&Piece> =
                    own[at + 1..].iter().copied().filter(|piece| number(piece)).collect();
                beside(&after, form);
            }
            label = Some(piece);
            continue;
        }
        if is_signature(&piece.key) {
            label = None;
            continue;
        }
        if sums.iter().any(|sum| form.fields.get(sum) == Some(&text)) {
            continue;
        }
        match label.take() {
            Some(label) if labels.field(&label.key) == Some(Field::Remark) => {
                form.fields.entry(Field::Remark).or_insert(text);
            }
            Some(label) => form.unknown.push((label.key.clone(), text)),
            None => form.unknown.push((String::new(), text)),
        }
    }
}

/// A line to sign on, with nothing filled in: （盖章） 年 月 日.
fn is_signature(key: &str) -> bool {
    let words = ["签字", "签名", "盖章", "公章", "签章"];
    let mut rest = label_key(key);
    for word in words {
        rest = rest.replace(word, "");
    }
    !key.is_empty() && rest.chars().all(|c| "年月日():或、及,/".contains(c))
}

//! The nodes and relations while they are being found.
//!
//! Keeps one node for one number of one cell, whoever asks for it. It relates nothing by itself.

use std::collections::BTreeMap;

use model::form::Amount;
use model::target::Comparator;
use model::{Column, Decimal, Field, Form, Fund, MoneyUnit, Path, RowKind, Text};

use super::{Bound, Node, Relation, Rule, Term, Ties, Verdict, cells};
use crate::labels;
use crate::numbers::Printed;

/// Where a node ends in its cell: cells read as a whole have one node.
const WHOLE: usize = usize::MAX;

/// Nodes and relations found so far.
#[derive(Debug, Default)]
pub(crate) struct Book {
    ties: Ties,
    known: BTreeMap<(usize, Path, usize), usize>,
    of_form: BTreeMap<usize, Vec<usize>>,
}

/// A relation about to be noted: what it is, before its terms.
pub(crate) struct Draft {
    pub rule: Rule,
    pub verdict: Verdict,
    pub whole: usize,
    pub sentence: String,
}

impl Book {
    /// The node of a number in a cell. `offset` is where the text the number was read from
    /// begins in the cell.
    pub(crate) fn number(
        &mut self,
        form: &Form,
        index: usize,
        path: &Path,
        number: &Printed,
        offset: usize,
    ) -> usize {
        let end = offset + number.end();
        if let Some(node) = self.known.get(&(index, path.clone(), end)) {
            return *node;
        }
        let start = offset + number.start();
        let place = form.at(path).and_then(|text| text.place.clone());
        let node = Node {
            form: index,
            path: path.clone(),
            place: place.map(|place| place.with_span(start, end)),
            text: number.text.clone(),
            shown: shown(form, path, number),
            value: Some(number.value()),
            unit: number.unit().to_owned(),
            step: number.step,
            fraction: number.fraction,
            bound: bound(number),
            cell: cell_name(form, path),
            label: cells::label(form.at(path).map_or("", |text| &text.text), number, start),
        };
        self.add(node, end)
    }

    /// The node of a cell of the money table.
    pub(crate) fn amount(&mut self, form: &Form, index: usize, row: RowKind, fund: &Fund) -> usize {
        let path = Path::Money(row, fund.clone());
        if let Some(node) = self.known.get(&(index, path.clone(), WHOLE)) {
            return *node;
        }
        let blank = Text::default();
        let amount = form.money_row(row).and_then(|row| row.amounts.get(fund));
        let text = amount.map_or(&blank, |amount| &amount.text);
        let mut node = self.blank_node(form, index, &path, text);
        if let Some(amount) = amount {
            fill(&mut node, amount);
        }
        self.add(node, WHOLE)
    }

    /// The node of a cell that is compared as it stands: a name, a title, a year.
    pub(crate) fn cell(&mut self, form: &Form, index: usize, path: &Path) -> usize {
        if let Some(node) = self.known.get(&(index, path.clone(), WHOLE)) {
            return *node;
        }
        let blank = Text::default();
        let node = self.blank_node(form, index, path, form.at(path).unwrap_or(&blank));
        self.add(node, WHOLE)
    }

    /// The node of some characters of a cell: a name or a list in a sentence.
    pub(crate) fn words(
        &mut self,
        form: &Form,
        index: usize,
        path: &Path,
        start: usize,
        words: &str,
    ) -> usize {
        let end = start + words.chars().count();
        if let Some(node) = self.known.get(&(index, path.clone(), end)) {
            return *node;
        }
        let blank = Text::default();
        let mut node = self.blank_node(form, index, path, form.at(path).unwrap_or(&blank));
        node.text = words.to_owned();
        node.shown = words.to_owned();
        node.place = node.place.map(|place| place.with_span(start, end));
        self.add(node, end)
    }

    /// Numbers that a cell states, in order.
    pub(crate) fn in_cell(&self, index: usize, path: &Path) -> Vec<usize> {
        let range = (index, path.clone(), 0)..(index, path.clone(), WHOLE);
        self.known.range(range).map(|(_, node)| *node).collect()
    }

    /// A node.
    pub(crate) fn node(&self, index: usize) -> &Node {
        &self.ties.nodes[index]
    }

    /// Relations of a form found so far.
    pub(crate) fn relations_of(&self, form: usize) -> impl Iterator<Item = &Relation> {
        let own = self.of_form.get(&form).into_iter().flatten();
        own.map(|index| &self.ties.relations[*index])
    }

    /// A term of one node.
    pub(crate) fn term(&self, node: usize) -> Term {
        Term { nodes: vec![node], times: None, value: self.node(node).value }
    }

    /// Notes a relation in which nothing is added up.
    pub(crate) fn relate(&mut self, draft: Draft, nodes: Vec<usize>) {
        let terms = nodes.into_iter().map(|node| self.term(node)).collect();
        self.note(draft, terms, None, Decimal::ZERO, Vec::new());
    }

    /// Notes a relation whose terms are added up.
    pub(crate) fn relate_sum(&mut self, draft: Draft, terms: Vec<Term>, rounding: Decimal) {
        let values: Option<Vec<Decimal>> = terms.iter().map(|term| term.value).collect();
        let computed = values.and_then(|values| {
            values.into_iter().try_fold(Decimal::ZERO, |sum, value| sum.checked_add(value))
        });
        self.note(draft, terms, computed, rounding, Vec::new());
    }

    /// Notes a relation with all it has.
    pub(crate) fn note(
        &mut self,
        draft: Draft,
        terms: Vec<Term>,
        computed: Option<Decimal>,
        rounding: Decimal,
        assuming: Vec<String>,
    ) {
        let Draft { rule, verdict, whole, sentence } = draft;
        let stated = self.node(whole).value;
        let gap = stated.zip(computed).and_then(|(whole, sum)| whole.checked_sub(sum));
        let form = self.node(whole).form;
        self.of_form.entry(form).or_default().push(self.ties.relations.len());
        self.ties.relations.push(Relation {
            rule,
            verdict,
            form,
            whole,
            terms,
            computed,
            gap,
            rounding,
            assuming,
            sentence,
        });
    }

    /// Notes that a pack lacks something.
    pub(crate) fn lack(&mut self, message: String) {
        if !self.ties.lacking.contains(&message) {
            self.ties.lacking.push(message);
        }
    }

    /// Everything found, in the order of importance.
    pub(crate) fn finish(mut self) -> Ties {
        self.ties
            .relations
            .sort_by_key(|relation| (relation.verdict, relation.form, relation.rule));
        self.ties
    }

    fn blank_node(&self, form: &Form, index: usize, path: &Path, text: &Text) -> Node {
        let shown = model::text::fold(&text.text);
        Node {
            form: index,
            path: path.clone(),
            place: text.place.clone(),
            text: model::text::trim(&text.text).to_owned(),
            shown,
            value: None,
            unit: String::new(),
            step: Decimal::ONE,
            fraction: false,
            bound: Bound::Exact,
            cell: cell_name(form, path),
            label: String::new(),
        }
    }

    fn add(&mut self, node: Node, end: usize) -> usize {
        let index = self.ties.nodes.len();
        self.known.insert((node.form, node.path.clone(), end), index);
        self.ties.nodes.push(node);
        index
    }
}

/// What the money of a cell is, as a node in 元.
fn fill(node: &mut Node, amount: &Amount) {
    let Some(money) = amount.money else { return };
    node.value = Some(Decimal::new(money.fen(), 2).normalize());
    "元".clone_into(&mut node.unit);
    if let Some(number) = amount.number {
        let digit = Decimal::new(1, number.scale());
        node.step = digit * Decimal::new(amount.unit.fen(), 2);
        node.fraction = number.scale() > 0;
        node.shown.push_str(amount.unit.as_str());
    } else {
        node.step = Decimal::new(MoneyUnit::Yuan.fen(), 2);
    }
    node.step = node.step.normalize();
}

/// A number as one says it: with comparator and unit of their own columns where it stands bare.
fn shown(form: &Form, path: &Path, number: &Printed) -> String {
    let text = &number.text;
    let bare = number.unit() != "" && text.ends_with(|c: char| c.is_ascii_digit());
    let (true, Path::Indicator(row, _)) = (bare, path) else { return text.clone() };
    let unit = form.indicators.get(*row).map(|row| row.folded(Column::Unit)).unwrap_or_default();
    let sign = match number.quantity.comparator {
        Comparator::AtLeast => "≥",
        Comparator::AtMost => "≤",
        Comparator::More => ">",
        Comparator::Less => "<",
        Comparator::Equal | Comparator::Unstated => "",
    };
    format!("{sign}{}{unit}", text.trim_start_matches(['≥', '≤', '>', '<', '＝', '=']))
}

fn bound(number: &Printed) -> Bound {
    let quantity = &number.quantity;
    if quantity.high.is_some() {
        return Bound::Loose;
    }
    match quantity.comparator {
        Comparator::AtLeast | Comparator::More => Bound::Lower,
        Comparator::AtMost | Comparator::Less => Bound::Upper,
        Comparator::Equal | Comparator::Unstated if number.loose => Bound::Loose,
        Comparator::Equal | Comparator::Unstated => Bound::Exact,
    }
}

/// What a cell is called on the form.
fn cell_name(form: &Form, path: &Path) -> String {
    match path {
        Path::Field(field) => field_name(*field).to_owned(),
        Path::Money(row, fund) if form.money.len() > 1 => {
            format!("{}·{}", labels::row(*row), labels::fund(fund))
        }
        Path::Money(_, fund) => labels::fund(fund).to_owned(),
        Path::Indicator(row, column) => {
            let name = form.indicators.get(*row).map(|row| row.folded(Column::Level3));
            let name = name.unwrap_or_default();
            match *column {
                Column::Mean => format!("{name}·均值"),
                Column::Year(year) => format!("{name}·{year}年"),
                _ => name,
            }
        }
        Path::Task(row, _) => format!("年度主要任务第{}项", row + 1),
    }
}

fn field_name(field: Field) -> &'static str {
    match field {
        Field::Title => "表名",
        Field::Year => "年度",
        Field::Unit => "单位名称",
        Field::Project => "项目名称",
        Field::Goal => "年度总体目标",
        Field::MediumGoal => "中期目标",
        Field::GoalActual => "目标完成情况",
        Field::Content => "项目概况",
        Field::Basis => "立项依据",
        Field::Remark => "备注",
        _ => "表头",
    }
}

//! The same enumeration written twice in one form, with another member.
//!
//! Only lists of one length count whose members stand in the same places: a member that is merely
//! shortened, and a list that is merely longer, say nothing.

use std::ops::Range;

use model::{Column, Field, Form, Path, Text};

use super::book::{Book, Draft};
use super::{Rule, Verdict};
use crate::{Context, Undecided};

/// A member of an enumeration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    /// Its words.
    pub words: String,
    /// Its characters in the cell.
    pub characters: Range<usize>,
}

/// Two enumerations of the same things.
#[derive(Debug, Clone)]
pub(crate) struct Twice {
    /// The cells.
    pub paths: [Path; 2],
    /// The members that differ: as one writes them and as the other does.
    pub differing: Vec<[Member; 2]>,
    /// How many members are the same.
    pub shared: usize,
}

/// A list needs so many members to be known again.
const LEAST: usize = 3;

/// Enumerations that stand twice in a form with at least two members the same.
pub(crate) fn twice(form: &Form) -> Vec<Twice> {
    let lists: Vec<(Path, Vec<Member>)> = cells(form)
        .flat_map(|(path, text)| {
            lists(&text.text).into_iter().map(move |list| (path.clone(), list))
        })
        .collect();
    let mut pairs = Vec::new();
    for (index, (path, list)) in lists.iter().enumerate() {
        for (other_path, other) in &lists[index + 1..] {
            let pair = compare(list, other).filter(|_| path != other_path);
            if let Some((shared, differing)) = pair {
                let paths = [path.clone(), other_path.clone()];
                pairs.push(Twice { paths, differing, shared });
            }
        }
    }
    pairs
}

fn cells(form: &Form) -> impl Iterator<Item = (Path, &Text)> {
    let fields = [Field::Goal, Field::Content].into_iter();
    let fields = fields.filter_map(|field| Some((Path::Field(field), form.fields.get(&field)?)));
    let rows = form.indicators.iter().enumerate().filter_map(|(index, row)| {
        Some((Path::Indicator(index, Column::Target), row.cells.get(&Column::Target)?))
    });
    fields.chain(rows)
}

/// The 、-lists of a text: runs of members between other punctuation.
fn lists(text: &str) -> Vec<Vec<Member>> {
    let mut lists = Vec::new();
    let mut list: Vec<Member> = Vec::new();
    let mut member = (0, String::new());
    for (at, c) in text.chars().chain(['。']).enumerate() {
        let stops = "，,；;。：:（）()《》\n".contains(c);
        if c != '、' && !stops {
            member.1.push(c);
            continue;
        }
        let (start, words) = std::mem::replace(&mut member, (at + 1, String::new()));
        list.push(Member { words, characters: start..at });
        if stops {
            if list.len() >= LEAST {
                lists.push(std::mem::take(&mut list));
            }
            list.clear();
        }
    }
    lists
}

/// How many members are the same and which differ; none where the lists are not the same thing.
fn compare(list: &[Member], other: &[Member]) -> Option<(usize, Vec<[Member; 2]>)> {
    if list.len() != other.len() {
        return None;
    }
    let pairs = || list.iter().zip(other);
    let shared = pairs().filter(|(a, b)| a.words == b.words).count();
    let shortened = |a: &Member, b: &Member| {
        a.words.contains(&b.words) || b.words.contains(&a.words) || tail_only(a, b)
    };
    let last = list.len() - 1;
    let differing: Vec<[Member; 2]> = pairs()
        .enumerate()
        // What follows the last member runs into it.
        .filter(|(at, (a, b))| *at != last && !shortened(a, b))
        .map(|(_, (a, b))| [a.clone(), b.clone()])
        .collect();
    let one_kind = |[a, b]: &[Member; 2]| a.words.chars().last() == b.words.chars().last();
    let same_thing = shared >= 2 && differing.len() == 1 && differing.iter().all(one_kind);
    same_thing.then_some((shared, differing))
}

/// Whether the first members differ only in the words that lead to the list (保障甲 and 确保甲).
fn tail_only(a: &Member, b: &Member) -> bool {
    let same = a.words.chars().rev().zip(b.words.chars().rev()).take_while(|(a, b)| a == b).count();
    same >= 4
}

/// Notes the enumerations of a form that differ in one member.
pub(super) fn relate(context: &Context<'_>, book: &mut Book) -> Result<(), Undecided> {
    let (form, index) = (context.form(), context.index);
    for pair in twice(form) {
        let Some([one, other]) = pair.differing.first() else { continue };
        let whole = book.words(form, index, &pair.paths[0], one.characters.start, &one.words);
        let part = book.words(form, index, &pair.paths[1], other.characters.start, &other.words);
        let cells = [whole, part].map(|node| book.node(node).cell.clone());
        let sentence = format!(
            "同一串列举有{}项相同，{}写“{}”，{}写“{}”。",
            pair.shared, cells[0], one.words, cells[1], other.words
        );
        let draft = Draft { rule: Rule::SameList, verdict: Verdict::Broken, whole, sentence };
        book.relate(draft, vec![part]);
    }
    Ok(())
}

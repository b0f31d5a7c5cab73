//! What forms of other units say: rows by name, goals by what they share. Made once for a batch,
//! so that a thousand units can be compared without comparing every pair. Judges nothing.

use std::collections::{BTreeMap, BTreeSet};

use model::target::{Comparator, Kind};
use model::{Column, Decimal, Field, Form, FormKind, Indicator};

use crate::Context;
use crate::titles::{is_han, without_titles};

/// Characters of a piece of a goal.
const PIECE: usize = 5;

type Piece = [char; PIECE];

/// How a row measures: its unit, and which way is better as its comparator says (0 for unsaid).
pub(crate) type Measure = (String, i8);

/// A row of a batch: form and row.
pub(crate) type Spot = (usize, usize);

/// For each name of an indicator and each way of measuring it, one row of each of two units.
#[derive(Debug)]
pub(crate) struct Rows(BTreeMap<String, BTreeMap<Measure, Vec<Spot>>>);

impl Rows {
    /// Of the goal forms of a batch.
    pub(crate) fn of(context: &Context<'_>) -> Self {
        let mut rows = Rows(BTreeMap::new());
        let named = |(index, _): &(usize, _)| !context.units.names[*index].is_empty();
        for (index, member) in context.batch.members.iter().enumerate().filter(named) {
            for (at, name, measure) in measures(member.form) {
                let spots = rows.0.entry(name).or_default().entry(measure).or_default();
                let known = |spot: &Spot| context.units.names[spot.0] == context.units.names[index];
                if spots.len() < 2 && !spots.iter().any(known) {
                    spots.push((index, at));
                }
            }
        }
        rows
    }

    /// A row of another unit that bears the name and measures otherwise.
    pub(crate) fn otherwise(
        &self,
        context: &Context<'_>,
        name: &str,
        own: &Measure,
    ) -> Option<Spot> {
        let differs = |other: &Measure| own.0 != other.0 || own.1 * other.1 < 0;
        let ways = self.0.get(name)?.iter().filter(|(measure, _)| differs(measure));
        ways.flat_map(|(_, spots)| spots).find(|spot| context.is_elsewhere(spot.0)).copied()
    }
}

/// The rows of a goal form that count something, with the names only one of its rows bears.
pub(crate) fn measures(form: &Form) -> impl Iterator<Item = (usize, String, Measure)> {
    let names: Vec<String> = form.indicators.iter().map(|row| row.folded(Column::Level3)).collect();
    let rows = form.indicators.iter().enumerate().filter(|_| is_plan(form));
    rows.filter_map(move |(at, row)| {
        let name = names[at].clone();
        let once = names.iter().filter(|other| **other == name).count() == 1;
        Some((at, name, measure(row)?)).filter(|(_, name, _)| once && !name.is_empty())
    })
}

fn measure(row: &Indicator) -> Option<Measure> {
    let sign = match row.target.comparator {
        Comparator::AtLeast | Comparator::More => 1,
        Comparator::AtMost | Comparator::Less => -1,
        Comparator::Equal | Comparator::Unstated => 0,
    };
    let counts = row.target.kind == Kind::Quantity && row.target.doubts.is_empty();
    counts.then(|| (row.target.unit.clone(), sign))
}

fn is_plan(form: &Form) -> bool {
    matches!(form.kind, FormKind::Project | FormKind::Department)
}

/// The goals of a batch by the pieces they share.
#[derive(Debug)]
pub(crate) struct Goals {
    /// The pieces of each form's goal; none where it is short.
    pieces: Vec<BTreeSet<Piece>>,
    /// Which goals begin with a piece, in the order of pieces.
    begins: BTreeMap<Piece, Vec<usize>>,
    share: Decimal,
}

impl Goals {
    /// Of the goal forms of a batch whose goals have so many Chinese characters outside titles.
    pub(crate) fn of(context: &Context<'_>, least: Decimal, share: Decimal) -> Self {
        let members = context.batch.members.iter();
        let pieces: Vec<_> = members.map(|member| pieces(member.form, least)).collect();
        let mut goals = Goals { pieces, begins: BTreeMap::new(), share };
        for index in 0..goals.pieces.len() {
            for piece in goals.beginning(index) {
                goals.begins.entry(piece).or_default().push(index);
            }
        }
        goals
    }

    /// Whether the form's goal is long enough to be compared.
    pub(crate) fn is_long(&self, index: usize) -> bool {
        !self.pieces[index].is_empty()
    }

    /// The first form of another unit with almost the same goal.
    pub(crate) fn alike(&self, context: &Context<'_>) -> Option<usize> {
        let own = context.index;
        let candidates: BTreeSet<usize> =
            self.beginning(own).iter().flat_map(|piece| &self.begins[piece]).copied().collect();
        let mut others = candidates.into_iter().filter(|other| context.is_elsewhere(*other));
        others.find(|other| self.are_alike(own, *other))
    }

    /// The first pieces, in their order. Two goals that share more than such a share of all their
    /// pieces share one of these: so many cannot be missing from either.
    fn beginning(&self, index: usize) -> Vec<Piece> {
        let own = &self.pieces[index];
        let spare = Decimal::from(own.len()) * (Decimal::ONE - self.share);
        let count = usize::try_from(spare.floor()).unwrap_or(own.len()) + 1;
        own.iter().take(count).copied().collect()
    }

    /// Whether the shared pieces are more than the share of all pieces of both (Jaccard).
    fn are_alike(&self, one: usize, other: usize) -> bool {
        let (one, other) = (&self.pieces[one], &self.pieces[other]);
        let shared = one.intersection(other).count();
        let all = one.len() + other.len() - shared;
        all > 0 && Decimal::from(shared) > self.share * Decimal::from(all)
    }
}

fn pieces(form: &Form, least: Decimal) -> BTreeSet<Piece> {
    let goal = without_titles(form.text(Field::Goal));
    let letters: Vec<char> = goal.chars().filter(|c| is_han(*c)).collect();
    if !is_plan(form) || Decimal::from(letters.len()) < least {
        return BTreeSet::new();
    }
    letters.windows(PIECE).filter_map(|piece| Piece::try_from(piece).ok()).collect()
}

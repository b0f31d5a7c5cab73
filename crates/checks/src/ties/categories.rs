//! What a department says of its project categories, and which forms are filed under them.

use model::{Category, Form, Fund, Money};

use crate::department::{Said, Statements, category_name};
use crate::similar::bare_name;

/// Both categories.
pub(crate) const CATEGORIES: [Category; 2] = [Category::OtherOperating, Category::SpecificPurpose];

/// A statement about one category beside what the forms give.
#[derive(Debug, Clone)]
pub(crate) enum Compared<'s, 'a> {
    /// The number of projects.
    Count { category: Category, stated: &'s Said<'a, u64>, counted: u64 },
    /// Their money.
    Sum { category: Category, stated: &'s Said<'a, Money>, summed: Money },
}

impl Compared<'_, '_> {
    /// Whether both agree.
    pub(crate) fn agrees(&self) -> bool {
        match self {
            Compared::Count { stated, counted, .. } => stated.value == *counted,
            Compared::Sum { stated, summed, .. } => stated.value == *summed,
        }
    }

    /// The category.
    pub(crate) fn category(&self) -> Category {
        match self {
            Compared::Count { category, .. } | Compared::Sum { category, .. } => *category,
        }
    }

    /// Both numbers.
    pub(crate) fn said(&self) -> String {
        let name = category_name(self.category());
        match self {
            Compared::Count { stated, counted, .. } => {
                format!("整体表写{name}项目{}个，按项目表标题是{counted}个", stated.value)
            }
            Compared::Sum { stated, summed, .. } => {
                format!("整体表写{name}项目经费{}，按项目表标题合计{summed}", stated.value)
            }
        }
    }
}

/// Every statement about a category beside what the forms filed under it give.
pub(crate) fn compared<'s, 'a>(
    said: &'s Statements<'a>,
    filed: &[(&Form, Category)],
) -> Vec<Compared<'s, 'a>> {
    let mut all = Vec::new();
    for category in CATEGORIES {
        let name = category_name(category);
        let of_category = filed.iter().filter(|(_, own)| *own == category);
        let counted = of_category.clone().count() as u64;
        let summed: Option<Money> = of_category.map(|(form, _)| total(form)).sum();
        if let Some(stated) = said.counts.get(name) {
            all.push(Compared::Count { category, stated, counted });
        }
        if let (Some(stated), Some(summed)) = (said.sums.get(name), summed) {
            all.push(Compared::Sum { category, stated, summed });
        }
    }
    all
}

/// The statements that do not agree with the forms.
pub(crate) fn differences<'s, 'a>(
    said: &'s Statements<'a>,
    filed: &[(&Form, Category)],
) -> Vec<Compared<'s, 'a>> {
    compared(said, filed).into_iter().filter(|compared| !compared.agrees()).collect()
}

/// The total of a project's form.
pub(crate) fn total(form: &Form) -> Option<Money> {
    form.funds()?.money(&Fund::Total)
}

/// The one form that makes everything agree when filed under the other category. Where several
/// would, the one that the statement names under that category.
pub(crate) fn misfiled<'f>(
    said: &Statements<'_>,
    filed: &[(&'f Form, Category)],
) -> Option<(&'f Form, Category)> {
    let mut fitting = Vec::new();
    for index in 0..filed.len() {
        let moved = moved(filed, index);
        if differences(said, &moved).is_empty() {
            fitting.push(moved[index]);
        }
    }
    if let [only] = fitting[..] {
        return Some(only);
    }
    let named = |(form, category): &&(&Form, Category)| {
        let name = bare_name(form.text(model::Field::Project));
        said.names.iter().any(|(said, of, _)| *said == name && *of == category_name(*category))
    };
    fitting.iter().find(named).copied()
}

/// The forms with one of them filed under the other category.
fn moved<'f>(filed: &[(&'f Form, Category)], index: usize) -> Vec<(&'f Form, Category)> {
    let mut moved = filed.to_vec();
    moved[index].1 = match moved[index].1 {
        Category::SpecificPurpose => Category::OtherOperating,
        Category::OtherOperating => Category::SpecificPurpose,
    };
    moved
}

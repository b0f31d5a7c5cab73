//! What a department's form says of its spending and its projects, against the form itself and the
//! forms of the projects.
//!
//! Between forms nothing is concluded until every project form is there (rule R4).

use model::{Category, Column, Decimal, Field, Form, FormKind, Fund, Money, Path, RowKind};

use super::book::{Book, Draft};
use super::categories::{self, Compared};
use super::{Rule, Term, Verdict, cells};
use crate::department::{self, Missing, Said, Statements, category_name};
use crate::{Context, Undecided};

/// Notes what a department's form says.
pub(super) fn relate(context: &Context<'_>, book: &mut Book) -> Result<(), Undecided> {
    if context.form().kind != FormKind::Department {
        return Ok(());
    }
    let said = department::statements(context.form());
    basic_and_projects(context, &said, book);
    let projects = context.projects_beside();
    let missing = department::incomplete(context.batch, &said, &projects);
    totals(context, &said, &projects, missing.as_ref(), book);
    let Some(missing) = missing.or_else(|| uncategorised(&projects)) else {
        by_category(context, &said, &projects, book);
        return Ok(());
    };
    let counts = said.counts.values().map(|said| (Rule::CategoryCount, node(context, said, book)));
    let counts: Vec<_> = counts.collect();
    let sums = said.sums.values().map(|said| (Rule::CategorySum, node(context, said, book)));
    let all: Vec<_> = counts.into_iter().chain(sums.collect::<Vec<_>>()).collect();
    for (rule, whole) in all {
        cannot_decide(rule, whole, &missing, book);
    }
    Ok(())
}

/// A project form whose category is not known leaves the categories open.
fn uncategorised(projects: &[(usize, &Form)]) -> Option<Missing> {
    let (_, form) = projects.iter().find(|(_, form)| form.category.is_none())?;
    let name = model::text::trim(form.text(Field::Project));
    Some(Missing::because(format!("项目“{name}”的表上看不出属于哪一类。")))
}

/// The node of a number the department's form states.
fn node<T>(context: &Context<'_>, said: &Said<'_, T>, book: &mut Book) -> usize {
    let form = context.form();
    let path = Path::Indicator(said.row, Column::Target);
    let numbers = cells::numbers(&form.indicators[said.row], Column::Target);
    match numbers.iter().find(|number| number.end() == said.end) {
        Some(number) => book.number(form, context.index, &path, number, 0),
        None => book.cell(form, context.index, &path),
    }
}

fn cannot_decide(rule: Rule, whole: usize, missing: &Missing, book: &mut Book) {
    let sentence = format!("{}：{}", book.node(whole).shown, missing.message());
    let verdict = Verdict::CannotDecide;
    book.relate(Draft { rule, verdict, whole, sentence }, Vec::new());
}

/// 人员 + 公用 + 项目 = 支出.
fn basic_and_projects(context: &Context<'_>, said: &Statements<'_>, book: &mut Book) {
    let form = context.form();
    let (Some(staff), Some(running)) = (&said.staff, &said.running) else { return };
    let Some(total) = form.money_row(RowKind::Expenditure).and_then(|row| row.money(&Fund::Total))
    else {
        return;
    };
    let mut parts = vec![
        ("人员经费", staff.value, node(context, staff, book)),
        ("公用经费", running.value, node(context, running, book)),
    ];
    match &said.sum {
        Some(sum) => parts.push(("项目经费", sum.value, node(context, sum, book))),
        None => {
            for (category, sum) in &said.sums {
                parts.push((*category, sum.value, node(context, sum, book)));
            }
        }
    }
    if said.project_money().is_none() {
        return;
    }
    let sum: Money = parts.iter().map(|(_, money, _)| *money).sum();
    let addends = parts.iter().map(|(name, money, _)| format!("{name}{money}"));
    let addends: Vec<String> = addends.collect();
    let sentence = format!("{}＝{sum}", addends.join("＋"));
    let row = form.money_row(RowKind::Expenditure);
    let beside = row.is_some_and(|row| {
        row.items().any(|(_, amount)| amount.money.is_some_and(|money| money != Money::ZERO))
    });
    let gap = Ord::max(sum - total, total - sum);
    let (verdict, sentence) = match (sum == total, beside) {
        (true, _) => (Verdict::Proved, format!("{sentence}，正是支出预算总额。")),
        (false, true) => (
            Verdict::CannotDecide,
            format!("{sentence}，支出预算总额{total}；表上另列了资金来源，不能断定是错。"),
        ),
        (false, false) => {
            (Verdict::Broken, format!("{sentence}，支出预算总额是{total}，相差{gap}。"))
        }
    };
    let whole = book.amount(form, context.index, RowKind::Expenditure, &Fund::Total);
    let terms = parts.into_iter().map(|(_, _, node)| book.term(node)).collect();
    let draft = Draft { rule: Rule::BasicAndProjects, verdict, whole, sentence };
    book.relate_sum(draft, terms, Decimal::ZERO);
}

/// The nodes of the totals of some project forms.
fn budgets<'f>(
    projects: impl Iterator<Item = &'f (usize, &'f Form)>,
    book: &mut Book,
) -> Vec<Term> {
    let nodes = projects.filter_map(|(index, form)| cells::budget(form, *index, book));
    nodes.collect::<Vec<_>>().into_iter().map(|node| book.term(node)).collect()
}

/// The stated money and number of all projects.
fn totals(
    context: &Context<'_>,
    said: &Statements<'_>,
    projects: &[(usize, &Form)],
    missing: Option<&Missing>,
    book: &mut Book,
) {
    if let Some(stated) = &said.sum {
        let whole = node(context, stated, book);
        let sum = missing.cloned().map_or_else(|| department::sum_of(projects), Err);
        match sum {
            Err(missing) => cannot_decide(Rule::ProjectsMakeTotal, whole, &missing, book),
            Ok(sum) => {
                let gap = Ord::max(stated.value - sum, sum - stated.value);
                let count = projects.len();
                let (verdict, sentence) = match sum == stated.value {
                    true => (
                        Verdict::Proved,
                        format!("{count}张项目表的资金总额加起来＝{sum}，与整体表写的相同。"),
                    ),
                    false => (
                        Verdict::Broken,
                        format!(
                            "{count}张项目表的资金总额加起来＝{sum}，整体表写{}，相差{gap}。",
                            stated.value
                        ),
                    ),
                };
                let terms = budgets(projects.iter(), book);
                let draft = Draft { rule: Rule::ProjectsMakeTotal, verdict, whole, sentence };
                book.relate_sum(draft, terms, Decimal::ZERO);
            }
        }
    }
    if let Some(stated) = &said.count {
        let whole = node(context, stated, book);
        match missing {
            Some(missing) => cannot_decide(Rule::ProjectsMakeCount, whole, missing, book),
            None => {
                let same = stated.value == projects.len() as u64;
                // A batch declared complete may hold another number of forms than stated.
                let verdict = if same { Verdict::Proved } else { Verdict::Broken };
                let sentence =
                    format!("整体表写{}个项目，交来{}张项目表。", stated.value, projects.len());
                let all: Vec<&(usize, &Form)> = projects.iter().collect();
                count_relation(Rule::ProjectsMakeCount, verdict, whole, sentence, &all, &[], book);
            }
        }
    }
}

/// A relation that counts forms: each is told by its title.
fn count_relation(
    rule: Rule,
    verdict: Verdict,
    whole: usize,
    sentence: String,
    forms: &[&(usize, &Form)],
    assuming: &[String],
    book: &mut Book,
) {
    let terms = forms.iter().map(|(index, form)| {
        let node = book.cell(form, *index, &Path::Field(Field::Title));
        Term { nodes: vec![node], times: None, value: None }
    });
    let terms = terms.collect();
    let counted = Some(Decimal::from(forms.len()));
    let draft = Draft { rule, verdict, whole, sentence };
    book.note(draft, terms, counted, Decimal::ZERO, assuming.to_vec());
}

/// The stated numbers and sums of the categories, as the forms are filed; where one form filed
/// otherwise would make all of it hold, that too, with what has to be supposed.
fn by_category(
    context: &Context<'_>,
    said: &Statements<'_>,
    projects: &[(usize, &Form)],
    book: &mut Book,
) {
    let filed: Vec<(&Form, Category)> =
        projects.iter().filter_map(|(_, form)| Some((*form, form.category?))).collect();
    for compared in categories::compared(said, &filed) {
        category(context, &compared, projects, &filed, &[], book);
    }
    let Some((project, right)) = categories::misfiled(said, &filed) else { return };
    if categories::differences(said, &filed).is_empty() {
        return;
    }
    let name = model::text::trim(project.text(Field::Project));
    let assuming = [format!("“{name}”属于{}", category_name(right))];
    let mut moved = filed.clone();
    for (form, category) in &mut moved {
        if std::ptr::eq(*form, project) {
            *category = right;
        }
    }
    for compared in categories::compared(said, &moved) {
        category(context, &compared, projects, &moved, &assuming, book);
    }
}

fn category(
    context: &Context<'_>,
    compared: &Compared<'_, '_>,
    projects: &[(usize, &Form)],
    filed: &[(&Form, Category)],
    assuming: &[String],
    book: &mut Book,
) {
    let wanted = compared.category();
    let of_category = |(_, form): &&(usize, &Form)| {
        filed.iter().any(|(other, own)| std::ptr::eq(*other, *form) && *own == wanted)
    };
    let forms: Vec<&(usize, &Form)> = projects.iter().filter(of_category).collect();
    let verdict = if compared.agrees() { Verdict::Proved } else { Verdict::Broken };
    let supposed = match assuming {
        [] => String::new(),
        assuming => format!("如果{}：", assuming.join("、")),
    };
    let name = category_name(wanted);
    match compared {
        Compared::Count { stated, counted, .. } => {
            let whole = node(context, stated, book);
            let sentence = match compared.agrees() {
                true => format!("{supposed}{name}的项目表有{counted}张，与整体表写的相同。"),
                false => format!("{supposed}{}。", compared.said()),
            };
            let rule = Rule::CategoryCount;
            count_relation(rule, verdict, whole, sentence, &forms, assuming, book);
        }
        Compared::Sum { stated, summed, .. } => {
            let whole = node(context, stated, book);
            let terms = budgets(forms.into_iter(), book);
            let sentence = match compared.agrees() {
                true => format!("{supposed}{name}的项目表合计＝{summed}，与整体表写的相同。"),
                false => format!("{supposed}{}。", compared.said()),
            };
            let draft = Draft { rule: Rule::CategorySum, verdict, whole, sentence };
            let summed = Decimal::new(summed.fen(), 2).normalize();
            book.note(draft, terms, Some(summed), Decimal::ZERO, assuming.to_vec());
        }
    }
}

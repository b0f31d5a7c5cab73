//! The ties of the real forms: what holds, what does not, and what only the author can say, each
//! number at its place.

use checks::Batch;
use checks::ties::{Relation, Rule, Ties, Verdict, find};
use model::Decimal;

use crate::policy_for_tests::policy_of;
use crate::renhe::forms;

fn renhe() -> Ties {
    let forms = forms();
    find(&Batch::of(&forms, &policy_of("renhe")))
}

/// The relations of a rule at a form.
fn at(ties: &Ties, rule: Rule, form: usize) -> Vec<&Relation> {
    let wanted = |relation: &&Relation| relation.rule == rule && relation.form == form;
    ties.relations.iter().filter(wanted).collect()
}

/// The only relation of a rule at a form with a verdict.
fn only(ties: &Ties, rule: Rule, form: usize, verdict: Verdict) -> &Relation {
    let found = at(ties, rule, form);
    let found: Vec<_> = found.into_iter().filter(|relation| relation.verdict == verdict).collect();
    let [only] = found[..] else { panic!("{rule:?} at {form}: {found:#?}") };
    only
}

/// How a relation's nodes are written: the whole, then its terms.
fn written(ties: &Ties, relation: &Relation) -> (String, Vec<String>) {
    let mut nodes = ties.nodes_of(relation).map(|node| node.shown.clone());
    let whole = nodes.next().expect("a whole");
    (whole, nodes.collect())
}

fn holds(ties: &Ties, rule: Rule, form: usize, whole: &str, terms: &[&str]) {
    let proved = |relation: &&Relation| relation.verdict == Verdict::Proved;
    let found = at(ties, rule, form).into_iter().filter(proved).map(|r| written(ties, r));
    let found: Vec<_> = found.collect();
    let terms: Vec<String> = terms.iter().map(|term| (*term).to_owned()).collect();
    assert!(found.contains(&(whole.to_owned(), terms)), "{rule:?} at {form}: {found:#?}");
}

#[test]
fn what_holds_in_the_department_form() {
    let ties = renhe();
    let total = "3099.68万元";
    holds(&ties, Rule::IncomeEqualsExpenditure, 0, total, &[total]);
    holds(&ties, Rule::SourcesMakeTotal, 0, total, &[total, "0万元"]);
    let heads = ["11人", "22人", "21人", "2人", "31人"];
    holds(&ties, Rule::PartsMakeTotal, 0, "共计87人", &heads);
    let parts = ["1054.05万元", "96.34万元", "共计1949.29万元"];
    holds(&ties, Rule::BasicAndProjects, 0, total, &parts);
    holds(&ties, Rule::PartsMakeTotal, 0, "共计1949.29万元", &["74.29万元", "1875.00万元"]);
    let projects = [
        "646.00", "25.00", "34.00", "170.00", "200.00", "12.00", "20.00", "16.15", "7.14", "4.00",
        "15.00", "800.00",
    ];
    let projects: Vec<String> = projects.iter().map(|amount| format!("{amount}万元")).collect();
    let projects: Vec<&str> = projects.iter().map(String::as_str).collect();
    holds(&ties, Rule::ProjectsMakeTotal, 0, "共计1949.29万元", &projects);
    holds(&ties, Rule::PartsMakeTotal, 0, "共12个", &["6个", "6个"]);
    let deviation = ["36.80%", "37.93%", "-10.32%"];
    holds(&ties, Rule::MeanOfYears, 0, "21.47%", &deviation);
    holds(&ties, Rule::MeanOfYears, 0, "4.05%", &["1.15%", "1.91%", "9.10%"]);
    holds(&ties, Rule::MeanOfYears, 0, "99.86%", &["0.00%", "199.57%", "100.00%"]);
    for rule in [Rule::SameUnit, Rule::SameYear] {
        assert_eq!(only(&ties, rule, 0, Verdict::Proved).terms.len(), 12, "{rule:?}");
    }
}

#[test]
fn what_holds_in_the_projects() {
    let ties = renhe();
    for form in 1..=12 {
        only(&ties, Rule::SourcesMakeTotal, form, Verdict::Proved);
    }
    for form in [1, 3, 4, 5, 6, 7, 8, 9, 10, 11] {
        only(&ties, Rule::CostsMakeBudget, form, Verdict::Proved);
    }
    holds(&ties, Rule::CostsMakeBudget, 1, "646.00万元", &["40.5万元", "605.5万元"]);
    holds(&ties, Rule::PartsMakeTotal, 1, "40.5万元", &["35.5万元", "5万元"]);
    holds(&ties, Rule::PartsMakeTotal, 1, "605.5万元", &["498.58万元", "106.92万元"]);
    holds(&ties, Rule::SameQuantity, 1, "3.25万人", &["3.25万人"]);
    holds(&ties, Rule::SameQuantity, 1, "2.44万人", &["2.44万人"]);
    holds(&ties, Rule::SameQuantity, 3, "合计6名", &["6名"]);
    holds(&ties, Rule::GoalMoney, 8, "16.15万元", &["16.15万元"]);
}

#[test]
fn the_categories_break_and_hold_if_one_form_is_filed_otherwise() {
    let ties = renhe();
    for rule in [Rule::CategorySum, Rule::CategoryCount] {
        let found = at(&ties, rule, 0);
        let broken = found.iter().filter(|relation| relation.verdict == Verdict::Broken);
        assert_eq!(broken.count(), 2, "{rule:?}");
        let supposed = found.iter().filter(|relation| relation.verdict == Verdict::Proved);
        for relation in supposed.clone() {
            assert_eq!(relation.assuming, ["“就业相关补助（上级预估)”属于特定目标类"]);
        }
        assert_eq!(supposed.count(), 2, "{rule:?}");
    }
    let sums: Vec<_> = at(&ties, Rule::CategorySum, 0).iter().map(|r| r.computed).collect();
    let wan = |text: &str| Some(text.parse::<Decimal>().expect("number") * Decimal::from(10_000));
    assert_eq!(sums, [wan("874.29"), wan("1075"), wan("74.29"), wan("1875")]);
}

#[test]
fn exactly_what_is_broken_and_what_is_asked() {
    let ties = renhe();
    let of = |verdict: Verdict| {
        let lines = ties.of(verdict).map(|r| format!("{} {}", r.form, r.rule.title()));
        lines.collect::<Vec<_>>()
    };
    let broken = [
        "0 分类金额",
        "0 分类金额",
        "0 分类个数",
        "0 分类个数",
        "0 绝对值均值",
        "0 项目名称",
        "7 同一串列举",
        "12 同一个率",
    ];
    assert_eq!(of(Verdict::Broken), broken);
    let asked = ["0 人均标准与金额", "2 单价×数量与预算", "12 单价×数量与预算"];
    assert_eq!(of(Verdict::Question), asked);
    assert_eq!(of(Verdict::CannotDecide), ["0 收支平衡"], "收入的其他资金写的是……");
    assert_eq!(of(Verdict::Coincidence), ["1 句中分项合计"], "23500＋900与2.44万");
}

#[test]
fn the_questions_say_their_numbers() {
    let ties = renhe();
    let says = |rule: Rule, form: usize, verdict: Verdict, words: &[&str]| {
        let sentence = &only(&ties, rule, form, verdict).sentence;
        for word in words {
            assert!(sentence.contains(word), "{word}: {sentence}");
        }
    };
    let words = ["56人＝44.80万元（差51.54万元）", "87人＝69.60万元", "96.34万元"];
    says(Rule::StandardMakesAmount, 0, Verdict::Question, &words);
    let words = ["13.20万元", "11.80万元", "12个月", "企业吸纳外地人员来攀就业奖补”没有标准"];
    says(Rule::PricesMakeBudget, 2, Verdict::Question, &words);
    let words = ["353.58万元", "446.42万元", "12个月", "每人只按一次计"];
    says(Rule::PricesMakeBudget, 12, Verdict::Question, &words);
    says(Rule::MeanOfSizes, 0, Verdict::Broken, &["28.35%", "21.47%"]);
    says(Rule::SameRate, 12, Verdict::Broken, &["100%", "≥95%"]);
    says(Rule::SameList, 7, Verdict::Broken, &["工伤保险", "失业保险"]);
    let words = ["城乡居民社会保险补助资金", "城乡居民社会养老保险补助资金"];
    says(Rule::SameName, 0, Verdict::Broken, &words);
}

#[test]
fn one_tree_shows_what_the_expenditure_is_made_of() {
    let ties = renhe();
    let trees = ties.trees();
    let root = &trees[0];
    assert_eq!(ties.nodes[root.node].cell, "支出预算·资金总额");
    let rule = |limb: &checks::ties::Limb| ties.relations[limb.relation].rule;
    let limb = root.limbs.iter().find(|limb| rule(limb) == Rule::BasicAndProjects);
    let projects = &limb.expect("basic and projects").terms[2][0];
    assert_eq!(ties.nodes[projects.node].shown, "共计1949.29万元");
    let under: Vec<Rule> = projects.limbs.iter().map(rule).collect();
    assert_eq!(under, [Rule::ProjectsMakeTotal, Rule::PartsMakeTotal]);
    let parts: Vec<&str> = projects.limbs[1]
        .terms
        .iter()
        .flatten()
        .map(|branch| ties.nodes[branch.node].shown.as_str())
        .collect();
    assert_eq!(parts, ["74.29万元", "1875.00万元"]);
    let shown = trees.iter().map(relations).sum::<usize>();
    let all = ties.relations.len() - ties.of(Verdict::Coincidence).count();
    assert_eq!(shown, all, "each relation stands in the trees once");
}

/// How many relations a tree shows.
fn relations(branch: &checks::ties::Branch) -> usize {
    let inside =
        |limb: &checks::ties::Limb| limb.terms.iter().flatten().map(relations).sum::<usize>();
    branch.limbs.iter().map(|limb| 1 + inside(limb)).sum()
}

#[test]
fn every_number_has_its_characters() {
    let forms = forms();
    let ties = renhe();
    for node in &ties.nodes {
        let place = node.place.as_ref().expect("a place");
        let text = &forms[node.form].at(&node.path).expect("a cell").text;
        let Some(span) = place.span else { continue };
        let own = text.chars().skip(span.start as usize).take((span.end - span.start) as usize);
        let own: String = own.map(model::text::narrow).collect();
        let expected: String = node.text.chars().map(model::text::narrow).collect();
        assert_eq!(own, expected, "{node:?}");
    }
}

#[test]
fn a_form_alone_is_left_undecided() {
    let forms = forms();
    let ties = find(&Batch::of(&forms[..1], &policy_of("renhe")));
    for rule in [Rule::ProjectsMakeTotal, Rule::ProjectsMakeCount] {
        only(&ties, rule, 0, Verdict::CannotDecide);
    }
    let broken: Vec<Rule> = ties.of(Verdict::Broken).map(|relation| relation.rule).collect();
    assert_eq!(broken, [Rule::MeanOfSizes], "only what the form itself says");
}

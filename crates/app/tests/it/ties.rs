//! `heng ties`: the ties of the real Word file, as text, as JSON, and the schema of the latter.

use serde_json::Value;

use crate::command::{heng, json, real_folder};

const SCHEMA: &str = "../../docs/schema/ties.schema.json";

fn schema() -> String {
    let schema = schemars::schema_for!(checks::ties::Ties);
    serde_json::to_string_pretty(&schema).expect("JSON") + "\n"
}

#[test]
fn the_schema_in_the_repository_is_the_generated_one() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(SCHEMA);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, schema()).expect("written");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == schema(), "stale: run UPDATE=1 cargo test --workspace --test it schema");
}

#[test]
fn outputs_keep_to_the_schema() {
    let schema: Value = serde_json::from_str(&schema()).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    let mut files = vec!["renhe-2026.docx".to_owned(), "renhe-2026.pdf".to_owned()];
    let variants = std::fs::read_dir(real_folder().join("variants")).expect("a folder");
    let names = variants.map(|entry| entry.expect("an entry").file_name());
    files.extend(names.map(|name| format!("variants/{}", name.to_string_lossy())));
    for file in files.iter().filter(|file| !file.ends_with(".tsv")) {
        let output = json(&["ties", file, "--format", "json"]);
        let errors: Vec<String> =
            validator.iter_errors(&output).take(3).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{file}: {errors:?}");
    }
}

/// `rule form whole = terms`, of the relations with a verdict, each number with the row and the
/// column it stands at.
fn relations(output: &Value, verdict: &str) -> Vec<String> {
    let node = |index: &Value| {
        let node = &output["nodes"][usize::try_from(index.as_u64().expect("n")).expect("small")];
        let place = &node["place"];
        let text = node["shown"].as_str().expect("text");
        format!("{text}@{}.{}", place["row"], place["column"])
    };
    let of = output["relations"].as_array().expect("relations").iter();
    let lines = of.filter(|relation| relation["verdict"] == verdict).map(|relation| {
        let terms = relation["terms"].as_array().expect("terms").iter();
        let nodes = terms.flat_map(|term| term["nodes"].as_array().expect("nodes"));
        let nodes: Vec<String> = nodes.map(node).collect();
        let rule = relation["rule"].as_str().expect("rule");
        let whole = node(&relation["whole"]);
        format!("{rule} {} {whole} = {}", relation["form"], nodes.join(" + "))
    });
    lines.collect()
}

#[test]
fn the_word_file_gives_exactly_these_breaks_and_questions() {
    let output = json(&["ties", "renhe-2026.docx", "--format", "json"]);
    let broken = relations(&output, "broken");
    let sums: Vec<&str> = broken.iter().map(|line| line.split(" = ").next().expect("")).collect();
    assert_eq!(
        sums,
        [
            "category_sum 0 74.29万元@24.5",
            "category_sum 0 1875.00万元@24.5",
            "category_count 0 6个@21.5",
            "category_count 0 6个@21.5",
            "mean_of_sizes 0 21.47%@11.6",
            "same_name 0 城乡居民社会保险补助资金@24.5",
            "same_list 7 工伤保险@9.2",
            "same_rate 12 100%@14.5",
        ]
    );
    assert_eq!(
        relations(&output, "question"),
        [
            "standard_makes_amount 0 96.34万元@20.5 = 8000元/人@17.5 + 共计87人@17.5",
            "prices_make_budget 2 25.00万元@6.4 = ≥10人@11.5 + 400元/人/月@19.5 \
             + ≥10人@12.5 + ≤500元/人/月@20.5 + ≥10人@12.5 + 200元/人/月@21.5",
            "prices_make_budget 12 800.00万元@6.4 = ≥50人@12.5 + 1500元/人@16.5 \
             + ≥80人@13.5 + 2330元/人.月@17.5 + ≥900人@11.5 + 1360元/人.次@18.5",
        ]
    );
    let chance = relations(&output, "coincidence");
    assert_eq!(chance, ["parts_make_total 1 2.44万人@15.5 = 23500人@15.5 + 900人@15.5"]);
}

#[test]
fn what_holds_in_the_word_file_is_proved_with_its_places() {
    let output = json(&["ties", "renhe-2026.docx", "--format", "json"]);
    let proved = relations(&output, "proved");
    for line in [
        "income_equals_expenditure 0 3099.68万元@6.3 = 3099.68万元@5.3",
        "basic_and_projects 0 3099.68万元@6.3 = 1054.05万元@20.5 + 96.34万元@20.5 \
         + 共计1949.29万元@24.5",
        "parts_make_total 0 共计1949.29万元@24.5 = 74.29万元@24.5 + 1875.00万元@24.5",
        "parts_make_total 0 共计87人@17.5 = 11人@17.5 + 22人@17.5 + 21人@17.5 + 2人@17.5 \
         + 31人@17.5",
        "mean_of_years 0 21.47%@11.6 = 36.80%@11.7 + 37.93%@11.8 + -10.32%@11.9",
        "costs_make_budget 1 646.00万元@5.4 = 40.5万元@14.5 + 605.5万元@15.5",
        "parts_make_total 1 605.5万元@15.5 = 498.58万元@15.5 + 106.92万元@15.5",
        "same_quantity 1 3.25万人@10.5 = 3.25万人@14.5",
        "goal_money 8 16.15万元@6.4 = 16.15万元@9.2",
    ] {
        assert!(proved.iter().any(|own| own == line), "{line}\n{proved:#?}");
    }
    let projects = proved.iter().find(|line| line.starts_with("projects_make_total"));
    assert_eq!(projects.expect("all projects").matches(" + ").count(), 11);
    assert_eq!(proved.iter().filter(|line| line.starts_with("category_")).count(), 4);
}

#[test]
fn every_kind_of_file_gives_the_same_verdicts() {
    let verdicts = |file: &str| {
        let output = json(&["ties", file, "--format", "json"]);
        let all = output["relations"].as_array().expect("relations").iter();
        let mut lines: Vec<String> =
            all.map(|r| format!("{} {} {}", r["verdict"], r["rule"], r["form"])).collect();
        lines.sort();
        lines
    };
    let expected = verdicts("renhe-2026.docx");
    for ending in ["doc", "xlsx", "xls", "pdf", "txt"] {
        assert_eq!(verdicts(&format!("renhe-2026.{ending}")), expected, "{ending}");
    }
}

#[test]
fn the_text_says_what_is_broken_first_and_draws_the_tree() {
    let run = heng(&["ties", "renhe-2026.docx"]);
    assert_eq!(run.code, 1, "something is broken");
    let at = |text: &str| run.out.find(text).unwrap_or_else(|| panic!("no “{text}”:\n{}", run.out));
    assert!(at("━━ 不成立：8 处") < at("━━ 请核实：3 处"));
    assert!(at("━━ 请核实：3 处") < at("━━ 成立："));
    at("如果“就业相关补助（上级预估)”属于特定目标类，以上都对得上。");
    let root = at("支出预算·资金总额 3099.68万元\n");
    let sum =
        at("✓ 基本支出加项目支出：人员经费1054.05万元＋公用经费96.34万元＋项目经费1949.29万元");
    let projects = at("└─ 项目经费 共计1949.29万元");
    let parts = at("1875.00万元＝1949.29万元。");
    assert!(root < sum && sum < projects && projects < parts);
    assert!(!run.out.contains("23500"), "a coincidence is not shown");
}

#[test]
fn a_file_without_a_break_ends_well() {
    let run = heng(&["ties", "variants/自评表_10列.docx"]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(heng(&["ties", "--help"]).out.contains("例子"));
}

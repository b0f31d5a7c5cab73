//! The published JSON Schema of the output is the one in the repository, and outputs keep to it.

use crate::command::{heng, real_folder};

const SCHEMA: &str = "../../docs/schema/output.schema.json";

#[test]
fn the_schema_in_the_repository_is_the_generated_one() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(SCHEMA);
    let schema = office::json::schema();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &schema).expect("written");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == schema, "stale: run UPDATE=1 cargo test -p heng schema");
}

#[test]
fn outputs_keep_to_the_schema() {
    let schema: serde_json::Value =
        serde_json::from_str(&office::json::schema()).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    let mut files = vec!["renhe-2026.docx".to_owned(), "renhe-2026.pdf".to_owned()];
    let variants = std::fs::read_dir(real_folder().join("variants")).expect("a folder");
    let names = variants.map(|entry| entry.expect("an entry").file_name());
    files.extend(names.map(|name| format!("variants/{}", name.to_string_lossy())));
    for file in files.iter().filter(|file| !file.ends_with(".tsv")) {
        let run = heng(&["check", file, "--format", "json"]);
        let output: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
        let errors: Vec<String> =
            validator.iter_errors(&output).take(3).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{file}: {errors:?}");
    }
}

//! The description of the interface is that of the server: every address is in it, and every
//! address answers with what its schema says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use axum::http::{StatusCode, header};
use serde_json::{Value, json};
use store::{By, DeclarationId, NewAttachment};

use super::county::County;
use super::stage::{LOGIN, Stage};

/// Those who are asked in turn until one may see the address.
const ASKED: [&str; 6] = ["performance", "clerk", "head", "reviewer", "auditor", LOGIN];

/// Addresses nobody of the county gets an answer from, and why.
const UNANSWERED: [(&str, &str); 2] = [
    ("/api/first-run", "it is made once; its page is asked for below, before that"),
    ("/api/reviews/{id}/annotated", "the unit's own Word file was not brought in"),
];

/// What stands for the parts of an address.
pub struct Example {
    pub declaration: DeclarationId,
    adjustment: i64,
    pub person: i64,
    pub unit: i64,
    file: i64,
    job: String,
}

impl Example {
    /// A declaration that is being adjusted, with all that hangs on it.
    pub async fn of(county: &mut County) -> Example {
        let declaration = county.approved("人才引进", "12.50", "1号").await;
        let order = county.order(declaration).await;
        let clerk = county.who("clerk").await;
        county.stage.site.desk().adjust(&clerk, &order).await.expect("begun");
        county.cleared("技能培训", "7.50").await;
        let adjustments = county.stage.site.desk().store.adjustments(county.region, declaration);
        let adjustment = adjustments.await.expect("read")[0].id;
        let content = NewAttachment {
            declaration,
            name: "依据.txt".to_owned(),
            kind: "paper".to_owned(),
            content: "上级通知".as_bytes(),
            key: None,
        };
        let by = By::person(clerk.person.id, chrono::Utc::now());
        let store = &county.stage.site.desk().store;
        let file = store.attach(by, county.region, &content).await.expect("attached").0;
        let person = county.stage.person("clerk").await.id.0;
        let asked = county.post("performance", "/papers/bundle", &[("format", "docx")]).await;
        let job = asked.header(header::LOCATION).replace("/jobs/", "");
        county.stage.site.work_off_jobs().await.expect("done");
        Example { declaration, adjustment, person, unit: county.unit.0, file, job }
    }

    /// An address with everything filled in that it must have.
    pub fn filled(&self, path: &str, operation: &Value) -> String {
        let mut asked = Vec::new();
        let mut address = path.to_owned();
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().expect("a name");
            if parameter["in"] == "path" {
                assert!(path.contains(&format!("{{{name}}}")), "{path} has no {name} in it");
                address = address.replace(&format!("{{{name}}}"), &self.value(path, name));
            } else if parameter["required"] == true {
                asked.push(format!("{name}={}", self.value(path, name)));
            }
        }
        assert!(!address.contains('{'), "{path}: what stands for {address}? Say it in value()");
        if asked.is_empty() { address } else { format!("{address}?{}", asked.join("&")) }
    }

    fn value(&self, path: &str, name: &str) -> String {
        match (path, name) {
            (path, "number") if path.starts_with("/api/approvals") => "1%E5%8F%B7".to_owned(),
            (_, "number") => "1".to_owned(),
            (_, "dated") => flow::shanghai_day(chrono::Utc::now()).to_string(),
            (_, "format" | "kind") => "xlsx".to_owned(),
            (_, "file") => self.file.to_string(),
            ("/api/papers/{name}", _) => "summary.docx".to_owned(),
            (path, "name") if path.starts_with("/api/reviews") => "letter.docx".to_owned(),
            (path, "name") if path.starts_with("/api/approvals") => "approval.docx".to_owned(),
            (path, "name") if path.starts_with("/api/adjustments") => "adjustment.docx".to_owned(),
            (path, "name") if path.ends_with("/papers/{name}") => "form.docx".to_owned(),
            (path, "id") if path.starts_with("/api/adjustments/") => self.adjustment.to_string(),
            _ if path.starts_with("/api/jobs/") => self.job.clone(),
            _ if path.starts_with("/api/system/units") || name == "unit" => self.unit.to_string(),
            _ if path.starts_with("/api/system/people") => self.person.to_string(),
            _ => self.declaration.0.to_string(),
        }
    }
}

/// The document as the server gives it.
pub async fn document(county: &mut County) -> Value {
    let answer = county.get("auditor", "/api/openapi.json").await;
    serde_json::from_slice(&answer.bytes).expect("JSON")
}

/// The document's schemas, letting in no field they do not name.
pub fn closed(document: &Value) -> Value {
    let mut components = document["components"].clone();
    let schemas = components["schemas"].as_object_mut().expect("schemas");
    let mut taken_in = BTreeSet::new();
    for schema in schemas.values() {
        let parts = schema["allOf"].as_array().into_iter().flatten();
        taken_in.extend(parts.filter_map(|part| part["$ref"].as_str().map(str::to_owned)));
    }
    for (name, schema) in schemas.iter_mut() {
        if schema.get("allOf").is_some() {
            schema["unevaluatedProperties"] = json!(false);
        } else if schema.get("properties").is_some()
            && !taken_in.contains(&format!("#/components/schemas/{name}"))
        {
            schema["additionalProperties"] = json!(false);
        }
    }
    components
}

/// What is wrong with an answer, by a schema of the document.
pub fn faults(components: &Value, schema: &Value, answer: &Value) -> Vec<String> {
    let whole = json!({ "components": components, "allOf": [schema] });
    let validator = jsonschema::validator_for(&whole).expect("a schema");
    validator
        .iter_errors(answer)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

#[tokio::test]
async fn every_address_that_is_read_answers_with_what_its_schema_says() {
    let mut county = County::new().await;
    let example = Example::of(&mut county).await;
    let document = document(&mut county).await;
    let components = closed(&document);
    let paths = document["paths"].as_object().expect("paths").clone();
    assert!(paths.len() > 30, "{}", paths.len());
    let mut wrong = Vec::new();
    for (path, item) in &paths {
        let Some(operation) = item.get("get") else { continue };
        let address = example.filled(path, operation);
        let mut answered = None;
        for login in ASKED {
            let answer = county.get(login, &address).await;
            let is_fine = answer.status == StatusCode::OK;
            answered = Some(answer);
            if is_fine {
                break;
            }
        }
        let answer = answered.expect("somebody was asked");
        let known = UNANSWERED.iter().any(|(unanswered, _)| unanswered == path);
        if (answer.status == StatusCode::OK) == known {
            wrong.push(format!("{address}: {} {}", answer.status, answer.text()));
            continue;
        }
        let response = if known { "4XX" } else { "200" };
        let content = &operation["responses"][response]["content"];
        let kind = answer.header(header::CONTENT_TYPE).split(';').next().unwrap_or_default();
        let Some(said) = content.get(kind) else {
            wrong.push(format!("{address} answers {kind}, the document says {content}"));
            continue;
        };
        if kind == "application/json" {
            let body: Value = serde_json::from_slice(&answer.bytes).expect("JSON");
            let faults = faults(&components, &said["schema"], &body);
            wrong.extend(faults.iter().map(|fault| format!("{address}: {fault}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn the_first_run_answers_with_its_schema_too() {
    let mut county = County::new().await;
    let document = document(&mut county).await;
    let said = &document["paths"]["/api/first-run"]["get"]["responses"]["200"]["content"];
    let answer = Stage::empty().await.get("/api/first-run").await;
    let body: Value = serde_json::from_slice(&answer.bytes).expect("JSON");
    let faults = faults(&closed(&document), &said["application/json"]["schema"], &body);
    assert!(faults.is_empty(), "{faults:?}");
}

#[tokio::test]
async fn every_address_that_changes_something_is_there_and_refuses_strangers_as_it_says() {
    let mut county = County::new().await;
    let example = Example::of(&mut county).await;
    let document = document(&mut county).await;
    let components = closed(&document);
    for (path, item) in document["paths"].as_object().expect("paths") {
        let Some(operation) = item.get("post") else { continue };
        let address = example.filled(path, operation);
        let answer = county.stage.post(&address, &[]).await;
        assert_ne!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        assert!(!answer.text().contains("没有这一页"), "{path}");
        if answer.status.is_client_error() {
            let body: Value = serde_json::from_slice(&answer.bytes).expect("JSON");
            let said = &operation["responses"]["4XX"]["content"]["application/json"]["schema"];
            // Sign-in and first run show their page again, with what is wrong.
            if body.get("error").is_some() {
                assert_eq!(faults(&components, said, &body), Vec::<String>::new(), "{path}");
            }
        }
    }
}

#[tokio::test]
async fn the_page_names_every_address_and_is_for_those_who_have_signed_in() {
    let mut county = County::new().await;
    let document = document(&mut county).await;
    let page = county.get("clerk", "/api").await;
    assert_eq!(page.status, StatusCode::OK);
    for path in document["paths"].as_object().expect("paths").keys() {
        assert!(page.text().contains(path), "{path}");
    }
    for address in ["/api", "/api/openapi.json"] {
        let stranger = county.stage.get(address).await;
        assert_ne!(stranger.status, StatusCode::OK, "{address}");
    }
}

/// Every source file of the site.
fn sources(folder: &Path, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).expect("a source");
            found.insert(path.display().to_string(), text);
        }
    }
}

#[test]
fn a_handler_is_added_only_where_the_document_sees_it_and_no_two_views_share_a_name() {
    let mut found = BTreeMap::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/site"), &mut found);
    let mut named: BTreeMap<String, String> = BTreeMap::new();
    for (path, text) in &found {
        let plain = text.contains(".route(\"");
        let own = path.ends_with("site/mod.rs") || path.ends_with("interface/mod.rs");
        assert!(!plain || own, "{path}: .route() hides a handler from the document; use routes!");
        for part in text.split("ToSchema)]").skip(1) {
            let head: Vec<&str> =
                part.split('{').next().unwrap_or_default().split_whitespace().collect();
            let place = head.iter().position(|word| ["struct", "enum"].contains(word));
            let Some(name) = place.and_then(|at| head.get(at + 1)) else { continue };
            if head.iter().any(|word| word.starts_with("#[schema(as")) {
                continue;
            }
            let other = named.insert((*name).to_owned(), path.clone());
            assert_eq!(other, None, "{name} of {path}: say #[schema(as = page::{name})]");
        }
    }
    assert!(named.len() > 40, "{}", named.len());
}

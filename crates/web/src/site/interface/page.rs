//! The document as a page: addresses, what is sent, what comes back.

use askama::Template;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// The interface.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/interface/show.html")]
pub struct InterfaceView {
    /// What is said at its head.
    about: String,
    /// The addresses, by their first word.
    groups: Vec<Group>,
}

/// Addresses that begin alike.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = interface::Group)]
pub struct Group {
    /// How they begin.
    name: String,
    /// The addresses.
    operations: Vec<Operation>,
}

/// What can be asked at an address.
#[derive(Debug, Serialize, ToSchema)]
pub struct Operation {
    /// How it is asked: `GET` or `POST`.
    method: String,
    /// The address.
    path: String,
    /// What it does.
    about: String,
    /// What is sent: in the address, or in the body.
    sent: Vec<FieldLine>,
    /// What comes back.
    answer: Vec<FieldLine>,
}

/// A field.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldLine {
    /// Its name.
    name: String,
    /// Its kind.
    kind: String,
    /// Whether it must be there.
    must: bool,
    /// What it is.
    about: String,
}

impl InterfaceView {
    /// Of a document.
    pub fn of(document: &Value) -> InterfaceView {
        let mut groups: Vec<Group> = Vec::new();
        let paths = document["paths"].as_object();
        for (path, item) in paths.into_iter().flatten() {
            let first = path.split('/').nth(2).unwrap_or_default();
            let operations = operations(document, path, item);
            match groups.iter_mut().find(|group| group.name == first) {
                Some(group) => group.operations.extend(operations),
                None => groups.push(Group { name: first.to_owned(), operations }),
            }
        }
        groups.sort_by(|a, b| a.name.cmp(&b.name));
        InterfaceView { about: text(&document["info"]["description"]), groups }
    }
}

fn operations(document: &Value, path: &str, item: &Value) -> Vec<Operation> {
    let methods = item.as_object().into_iter().flatten();
    let told = methods.filter(|(method, _)| ["get", "post"].contains(&method.as_str()));
    let operation = |(method, said): (&String, &Value)| {
        let parameters = said["parameters"].as_array().into_iter().flatten();
        let mut sent: Vec<FieldLine> = parameters.map(parameter).collect();
        sent.extend(fields(document, first_schema(&said["requestBody"])));
        let answer = fields(document, first_schema(&said["responses"]["200"]));
        let about = [text(&said["summary"]), text(&said["description"])].concat();
        Operation { method: method.to_uppercase(), path: path.to_owned(), about, sent, answer }
    };
    told.map(operation).collect()
}

fn parameter(one: &Value) -> FieldLine {
    FieldLine {
        name: text(&one["name"]),
        kind: kind(&one["schema"]),
        must: one["required"].as_bool().unwrap_or_default(),
        about: text(&one["description"]),
    }
}

/// The schema of the first content of a body.
fn first_schema(body: &Value) -> &Value {
    let content = body["content"].as_object();
    content.and_then(|content| content.values().next()).map_or(&Value::Null, |one| &one["schema"])
}

/// The fields of a schema, those it takes in from others among them.
fn fields(document: &Value, schema: &Value) -> Vec<FieldLine> {
    let schema = resolved(document, schema);
    let mut lines: Vec<FieldLine> = Vec::new();
    for part in schema["allOf"].as_array().into_iter().flatten() {
        lines.extend(fields(document, part));
    }
    let must: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        lines.push(FieldLine {
            name: name.clone(),
            kind: kind(field),
            must: must.contains(&name.as_str()),
            about: text(&field["description"]),
        });
    }
    lines
}

fn resolved<'d>(document: &'d Value, schema: &'d Value) -> &'d Value {
    let name = schema["$ref"].as_str().and_then(|path| path.strip_prefix('#'));
    name.and_then(|path| document.pointer(path)).unwrap_or(schema)
}

/// What kind of value a schema lets in.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str() {
        return name.rsplit('/').next().unwrap_or(name).to_owned();
    }
    for several in ["oneOf", "anyOf", "allOf"] {
        if let Some(all) = schema[several].as_array() {
            return all.iter().map(kind).collect::<Vec<_>>().join(" | ");
        }
    }
    match &schema["type"] {
        Value::String(name) if name == "array" => format!("[{}]", kind(&schema["items"])),
        Value::String(name) => name.clone(),
        Value::Array(names) => {
            names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" | ")
        }
        _ => String::new(),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

//! Requests made from the description of the interface: an address and a body for each operation,
//! with sensible values or with others.

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Map, Value, json};

use super::county::County;
use super::interface::Example;
use super::stage::Answer;

/// The edge between the parts of a body of several.
const EDGE: &str = "edge-of-parts";

/// One thing that can be asked of the interface.
#[derive(Debug, Clone)]
pub struct Operation {
    /// `get` or `post`.
    pub method: String,
    /// As in the document, `/api/…`.
    pub path: String,
    pub said: Value,
}

/// A body.
#[derive(Debug, Clone)]
pub enum Sent {
    Nothing,
    Json(Value),
    File(Vec<u8>, String),
}

impl Operation {
    /// All there are, in the order of their addresses.
    pub fn all(document: &Value) -> Vec<Operation> {
        let mut all = Vec::new();
        for (path, item) in document["paths"].as_object().expect("paths") {
            for (method, said) in item.as_object().expect("operations") {
                let (method, path, said) = (method.clone(), path.clone(), said.clone());
                all.push(Operation { method, path, said });
            }
        }
        all
    }

    /// As people would name it.
    pub fn name(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.path.trim_start_matches("/api"))
    }

    /// A body with a value for each field that `choose` gives one.
    pub fn body(
        &self,
        document: &Value,
        choose: &mut dyn FnMut(&str, &Value) -> Option<Value>,
    ) -> Sent {
        let content = &self.said["requestBody"]["content"];
        if content.get("multipart/form-data").is_some() {
            let form = choose("file", &json!({})).unwrap_or_default();
            return Sent::File(form.as_str().unwrap_or("{}").into(), "表.json".to_owned());
        }
        let Some(said) = content.get("application/json") else { return Sent::Nothing };
        let schema = resolved(document, &said["schema"]);
        let mut fields = Map::new();
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            if let Some(value) = choose(name, field) {
                fields.insert(name.clone(), value);
            }
        }
        if schema.get("additionalProperties").is_some() {
            // What is chosen of a list, and levels of a lock: a field each.
            for name in ["row", "unit", "level"] {
                if let Some(value) = choose(name, &json!({ "type": "string" })) {
                    let name = match name {
                        "row" => "row1",
                        "level" => "level.unit",
                        name => name,
                    };
                    fields.entry(name).or_insert(value);
                }
            }
        }
        if schema.get("properties").is_none() {
            // The draft: `version`, `key`, `edits`, `do`, `reason`.
            for name in ["version", "key", "edits"] {
                if let Some(value) = choose(name, &json!({ "type": "integer" })) {
                    fields.insert(name.to_owned(), value);
                }
            }
        }
        Sent::Json(Value::Object(fields))
    }
}

/// A schema itself, where it is only named.
fn resolved<'d>(document: &'d Value, schema: &'d Value) -> &'d Value {
    let named = schema["$ref"].as_str().and_then(|name| name.rsplit('/').next());
    named.map_or(schema, |name| &document["components"]["schemas"][name])
}

/// A value somebody could mean.
pub fn sensible(
    county: &County,
    example: &Example,
    version: i64,
    name: &str,
    field: &Value,
) -> Value {
    let today = flow::shanghai_day(chrono::Utc::now()).to_string();
    let number = field["type"] == "integer" || field["type"][0] == "integer";
    let value = |own: i64| if number { json!(own) } else { json!(own.to_string()) };
    match name {
        "version" | "draft" | "row" => value(version),
        "answers" | "path" | "lock" | "code" | "department" => json!(""),
        "login" => json!("new.person"),
        "unit" | "parent" => value(example.unit),
        "cycle" => value(county.cycle.0),
        "deputy" | "to" => value(example.person),
        "year" => value(i64::from(county.year) + 1),
        "dated" | "from" | "until" | "last" | "opens" | "closes" => json!(today),
        "pack" => json!("renhe"),
        "kind" => json!("project"),
        "role" => json!("clerk"),
        "format" => json!("docx"),
        "state" => json!("open"),
        "do" => json!("pass"),
        "edits" => json!([]),
        "days" => value(7),
        "file" => json!("{}"),
        "rows" => json!("[]"),
        _ => json!("按程序办理"),
    }
}

/// Sends a request as somebody; without a login as nobody.
pub async fn send(
    county: &mut County,
    token: Option<&str>,
    (method, address): (&str, &str),
    sent: &Sent,
) -> Answer {
    let mut request = Request::builder().method(method.to_uppercase().as_str()).uri(address);
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    let (kind, body) = match sent {
        Sent::Nothing => (None, Body::empty()),
        Sent::Json(value) => (Some("application/json".to_owned()), Body::from(value.to_string())),
        Sent::File(bytes, name) => {
            let kind = format!("multipart/form-data; boundary={EDGE}");
            (Some(kind), Body::from(parts(bytes, name, &[])))
        }
    };
    if let Some(kind) = kind {
        request = request.header(header::CONTENT_TYPE, kind);
    }
    county.stage.ask(request.body(body).expect("a request")).await
}

/// A body of several parts: a file, and fields.
pub fn parts(bytes: &[u8], name: &str, fields: &[(&str, &str)]) -> Vec<u8> {
    let mut body = format!(
        "--{EDGE}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
    )
    .into_bytes();
    body.extend(bytes);
    for (name, value) in fields {
        let part = format!(
            "\r\n--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}"
        );
        body.extend(part.as_bytes());
    }
    body.extend(format!("\r\n--{EDGE}--\r\n").as_bytes());
    body
}

/// The header value that goes with [`parts`].
pub fn kind_of_parts() -> String {
    format!("multipart/form-data; boundary={EDGE}")
}

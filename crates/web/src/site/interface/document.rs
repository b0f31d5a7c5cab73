//! The OpenAPI document: what the handlers say of themselves, under `/api`, with how one signs in
//! and how a refusal looks.

use serde_json::{Map, Value, json};
use utoipa::PartialSchema;
use utoipa::openapi::OpenApi;

use crate::site::Problem;

/// What is said at the head of the document.
const ABOUT: &str = "每个网页都有一个内容相同的 JSON 地址：在网页地址前加 /api。\
    请求头写 Authorization: Bearer 令牌，令牌在“我的账号”里新建；令牌能做的和本人一样。\
    没有办成的请求回答 4xx 和 error：为什么、怎么办、谁能解决、到哪天为止。";

/// The whole document.
///
/// # Panics
/// Never: what the handlers say is plain JSON.
pub fn document(handlers: OpenApi) -> Value {
    let mut document = serde_json::to_value(handlers).expect("invariant: a document is JSON");
    let paths = document.get_mut("paths").and_then(Value::as_object_mut).map(std::mem::take);
    let paths: Map<String, Value> = paths
        .into_iter()
        .flatten()
        .map(|(path, item)| (format!("/api{path}"), completed(&path, item)))
        .collect();
    document["paths"] = Value::Object(paths);
    document["info"] = json!({
        "title": "衡 程序接口",
        "version": env!("CARGO_PKG_VERSION"),
        "description": ABOUT,
    });
    let problem = serde_json::to_value(Problem::schema()).expect("invariant: a schema is JSON");
    document["components"]["schemas"]["Refused"] =
        json!({ "type": "object", "required": ["error"], "properties": { "error": problem } });
    document["components"]["schemas"]["Done"] = json!({
        "type": "object",
        "description": "What was done, and where one goes on.",
        "required": ["to", "said"],
        "properties": {
            "to": { "type": "string", "description": "The address a page would go on to." },
            "said": { "type": "string", "description": "What was done, in Chinese." },
        },
    });
    document["components"]["securitySchemes"] =
        json!({ "token": { "type": "http", "scheme": "bearer" } });
    document["security"] = json!([{ "token": [] }]);
    document
}

/// What a handler leaves unsaid: the parts of its address, that it may refuse, and what it answers
/// when it names no body.
fn completed(path: &str, mut item: Value) -> Value {
    let refused = "#/components/schemas/Refused";
    let content = json!({ "application/json": { "schema": { "$ref": refused } } });
    let refused = json!({ "description": "为什么没有办成", "content": content });
    let done = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Done" } } });
    let file = json!({ "type": "string", "format": "binary" });
    for (_, operation) in item.as_object_mut().into_iter().flatten() {
        name_parts(path, operation);
        let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else {
            continue;
        };
        // A page goes on elsewhere; its twin answers what was done.
        if let Some(done) = responses.remove("303") {
            responses.entry("200").or_insert(done);
        }
        for response in responses.values_mut() {
            let Some(content) = response.get_mut("content").and_then(Value::as_object_mut) else {
                response["content"] = done.clone();
                continue;
            };
            for (kind, said) in content {
                if kind != "application/json" {
                    said["schema"] = file.clone();
                }
            }
        }
        responses.entry("4XX").or_insert_with(|| refused.clone());
    }
    item
}

/// Names the parts of an address that its handler did not.
fn name_parts(path: &str, operation: &mut Value) {
    let parts = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    for name in parts {
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        if parameters.clone().any(|one| one["in"] == "path" && one["name"] == name) {
            continue;
        }
        let schema = json!({ "type": "integer", "format": "int64" });
        let part = json!({ "name": name, "in": "path", "required": true, "schema": schema });
        match operation["parameters"].as_array_mut() {
            Some(parameters) => parameters.push(part),
            None => operation["parameters"] = json!([part]),
        }
    }
}

//! The interface asked for by somebody who has read its description and does everything else with it:
//! values of other kinds, none, too long, too large, of other alphabets, ids of nothing. Each answer is
//! one the description names, with what its schema says; none is a fault of the program.
//!
//! `HENG_CASES=200 HENG_SEED=7 cargo test -p web fuzzed` asks for more: so many times each address.

use axum::http::header;
use serde_json::{Value, json};

use super::county::County;
use super::interface::{Example, closed, document, faults};
use super::requests::{Operation, Sent, send, sensible};
use super::stage::{Answer, LOGIN};

/// Those who ask; the last one is nobody.
const ASKING: [Option<&str>; 6] =
    [Some("clerk"), Some("performance"), Some("reviewer"), Some("auditor"), Some(LOGIN), None];
/// Times each address is asked for before everything begins anew: what was asked changes things.
const SERIES: u64 = 2;

/// Chance that comes again: the same seed gives the same choices (splitmix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("it is below a usize")
    }

    fn percent(&mut self, often: usize) -> bool {
        self.below(100) < often
    }

    fn one_of<T: Clone>(&mut self, some: &[T]) -> T {
        some[self.below(some.len())].clone()
    }

    /// A value nobody should send, or one of another kind.
    fn odd(&mut self) -> Value {
        let odd = [
            json!(null),
            json!(true),
            json!([]),
            json!({}),
            json!([[[[1]]]]),
            json!(0),
            json!(-1),
            json!(i32::MAX),
            json!(i32::MIN),
            json!(i64::MAX),
            json!(i64::MIN),
            json!(u64::MAX),
            json!(1.5),
            json!(""),
            json!(" "),
            json!("0"),
            json!("-9223372036854775809"),
            json!("2026-02-30"),
            json!("+262143-12-31"),
            json!("0000-00-00"),
            json!("人".repeat(3_000)),
            json!("x".repeat(70_000)),
            json!("\u{202e}反\u{200b}\u{feff}"),
            json!("👨‍👩‍👧‍👦 ﷽ Ａ １"),
            json!("a\u{0}b"),
            json!("'; DROP TABLE event; --"),
            json!("../../etc/passwd"),
            json!("<script>alert(1)</script>"),
            json!("%E4%BA%BA%00"),
        ];
        self.one_of(&odd)
    }

    /// The same in an address, escaped.
    fn odd_in_address(&mut self) -> String {
        let odd = [
            "0",
            "-1",
            "2147483647",
            "-2147483648",
            "-9223372036854775808",
            "9223372036854775807",
            "9223372036854775808",
            "1.5",
            "abc",
            "%E4%BA%BA",
            "%00",
            "%FF",
            "..%2F..",
            "%20",
            "1%2F2",
            "true",
            "2026-02-30",
            "x'--",
            "%F0%9F%91%A8",
        ];
        self.one_of(&odd).to_owned()
    }
}

/// A number from the environment, or how it is in a plain test run.
fn asked(name: &str, usual: u64) -> u64 {
    let given = std::env::var(name).ok();
    given.map_or(usual, |text| text.parse().unwrap_or_else(|_| panic!("{name} is no number")))
}

/// An address, its parts and questions sensible or odd.
fn address(operation: &Operation, example: &Example, chance: &mut Chance) -> String {
    let filled = example.filled(&operation.path, &operation.said);
    let (path, required) = filled.split_once('?').unwrap_or((&filled, ""));
    let mut asked: Vec<String> =
        required.split('&').filter(|one| !one.is_empty()).map(str::to_owned).collect();
    let mut address = path.to_owned();
    for parameter in operation.said["parameters"].as_array().into_iter().flatten() {
        let name = parameter["name"].as_str().expect("a name");
        if parameter["in"] == "path" && chance.percent(20) {
            let shaped = operation.path.replace(&format!("{{{name}}}"), &chance.odd_in_address());
            // Of several parts the others are sensible.
            let other = Operation { path: shaped, ..operation.clone() };
            let known: Vec<Value> = operation.said["parameters"]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|one| one["name"] != name)
                .cloned()
                .collect();
            address = example.filled(&other.path, &json!({ "parameters": known }));
            address = address.split('?').next().unwrap_or_default().to_owned();
        } else if parameter["in"] == "query" && chance.percent(40) {
            asked.push(format!("{name}={}", chance.odd_in_address()));
        }
    }
    if chance.percent(20) && !asked.is_empty() {
        asked.remove(0);
    }
    if asked.is_empty() { address } else { format!("{address}?{}", asked.join("&")) }
}

fn body(
    (county, example, version): (&County, &Example, i64),
    operation: &Operation,
    document: &Value,
    chance: &mut Chance,
) -> Sent {
    let wild = chance.percent(70);
    let sent = operation.body(document, &mut |name, field| {
        let fine = sensible(county, example, version, name, field);
        match chance.below(10) {
            _ if !wild => Some(fine),
            0 => None,
            1..4 => Some(chance.odd()),
            _ => Some(fine),
        }
    });
    match sent {
        Sent::Json(_) if chance.percent(4) => Sent::Json(chance.odd()),
        Sent::File(_, name) if chance.percent(60) => {
            let broken: [&[u8]; 5] =
                [b"", b"PK\x03\x04", b"%PDF-1.7", b"{\"forms\":[]}", &[0xff; 900]];
            Sent::File(chance.one_of(&broken).to_vec(), name)
        }
        sent => sent,
    }
}

/// What is wrong with an answer, by what the description says of it.
fn wrong(operation: &Operation, components: &Value, answer: &Answer) -> Option<String> {
    let status = answer.status.as_u16();
    if answer.status.is_server_error() {
        return Some(format!("{status} {}", answer.text()));
    }
    let responses = &operation.said["responses"];
    let class = format!("{}XX", status / 100);
    let said = responses.get(status.to_string()).or_else(|| responses.get(&class));
    let Some(said) = said else { return Some(format!("{status} is not named")) };
    let kind = answer.header(header::CONTENT_TYPE).split(';').next().unwrap_or_default().to_owned();
    let content = &said["content"];
    if kind != "application/json" {
        let named = content.get(&kind).is_some();
        return (!named).then(|| format!("{status} as {kind}, not {content}"));
    }
    let Some(schema) = content.get("application/json").map(|one| &one["schema"]) else {
        return Some(format!("{status} as JSON, not {content}"));
    };
    let Ok(told) = serde_json::from_slice::<Value>(&answer.bytes) else {
        return Some(format!("{status}: no JSON"));
    };
    // A refusal may come with any status of its class.
    let refused = &responses["4XX"]["content"]["application/json"]["schema"];
    let schema = if told.get("error").is_some() { refused } else { schema };
    let faults = faults(components, schema, &told);
    (!faults.is_empty()).then(|| format!("{status}: {}", faults.join("; ")))
}

#[tokio::test]
async fn whatever_is_sent_the_answer_is_one_the_description_names() {
    let (seed, cases) = (asked("HENG_SEED", 7), asked("HENG_CASES", 1));
    let mut chance = Chance(seed);
    let (mut sent, mut done, mut wrongs) = (0_u64, 0_u64, Vec::new());
    let mut left = cases;
    while left > 0 {
        let some = SERIES.min(left);
        left -= some;
        let mut county = County::new().await;
        let example = Example::of(&mut county).await;
        let document = document(&mut county).await;
        let components = closed(&document);
        for operation in (0..some).flat_map(|_| Operation::all(&document)) {
            let login = chance.one_of(&ASKING);
            let token = login.map(|login| format!("{login}-of-the-county-with-a-long-token"));
            let address = address(&operation, &example, &mut chance);
            let version = county.version(example.declaration).await;
            let body = body((&county, &example, version), &operation, &document, &mut chance);
            let request = (operation.method.as_str(), address.as_str());
            let answer = send(&mut county, token.as_deref(), request, &body).await;
            sent += 1;
            done += u64::from(answer.status.is_success());
            if let Some(why) = wrong(&operation, &components, &answer) {
                let body: String = format!("{body:?}").chars().take(400).collect();
                let why: String = why.chars().take(600).collect();
                wrongs.push(format!("{} {address} {login:?} {body}: {why}", operation.name()));
            }
        }
    }
    println!("seed {seed}: {sent} requests, {done} done, {} wrong", wrongs.len());
    assert!(wrongs.is_empty(), "{}", wrongs.join("\n"));
}

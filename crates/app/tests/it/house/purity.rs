//! The core takes everything it knows from its arguments: no files, clock, chance, environment,
//! threads or output, and no floating point.

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::Visit;

use super::tree;

/// The crates that are pure.
const PURE: [&str; 5] = ["model", "policy", "score", "checks", "flow"];

/// Paths that reach outside, as they are written in code.
const OUTSIDE: [&str; 14] = [
    "std::fs",
    "std::net",
    "std::env",
    "std::io",
    "std::process",
    "std::time",
    "std::thread",
    "std::os",
    "SystemTime",
    "Instant",
    "Utc::now",
    "Local::now",
    "rand::",
    "thread_rng",
];

/// Macros that write.
const WRITING: [&str; 4] = ["println!", "eprintln!", "print!", "eprint!"];

#[test]
fn the_core_takes_everything_from_its_arguments() {
    for source in PURE.iter().flat_map(|name| tree::sources(&format!("crates/{name}/src"))) {
        let tokens: TokenStream = tree::text(&source).parse().expect("Rust source");
        let mut words = Vec::new();
        flatten(tokens, &mut words);
        for path in paths(&words) {
            let outside = OUTSIDE.iter().find(|banned| reaches(&path, banned));
            assert!(outside.is_none(), "{source}: {path}");
            assert!(!WRITING.contains(&path.as_str()), "{source}: {path}");
            assert!(!["f32", "f64"].contains(&path.as_str()), "{source}: {path}");
            assert!(!is_float(&path), "{source}: {path}");
        }
        let mut imports = Imports::default();
        imports.visit_file(&syn::parse_file(&tree::text(&source)).expect("Rust source"));
        for path in imports.paths {
            let outside = OUTSIDE.iter().any(|banned| reaches(&path, banned));
            assert!(!outside, "{source}: use {path}");
        }
    }
}

/// `std::fs::read` reaches `std::fs`; `my_rand::x` does not reach `rand::`.
fn reaches(path: &str, banned: &str) -> bool {
    let bounded = format!("::{path}::");
    bounded.contains(&format!("::{}::", banned.trim_end_matches("::")))
}

fn is_float(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_digit())
        && !word.starts_with("0x")
        && (word.contains('.') || word.ends_with("f32") || word.ends_with("f64"))
}

/// Every token but comments and the insides of strings.
fn flatten(tokens: TokenStream, words: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                words.push("(".to_owned());
                flatten(group.stream(), words);
                words.push(")".to_owned());
            }
            TokenTree::Literal(literal) if literal.to_string().contains('"') => {
                words.push("\"".to_owned());
            }
            other => words.push(other.to_string()),
        }
    }
}

/// Words joined where `::` or a macro's `!` joins them.
fn paths(words: &[String]) -> Vec<String> {
    let mut paths: Vec<String> = Vec::new();
    let mut joined = false;
    for word in words {
        let name = word.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        match paths.last_mut() {
            Some(last) if word == ":" || word == "!" => last.push_str(word),
            Some(last) if name && joined && last.ends_with("::") => last.push_str(word),
            _ => paths.push(word.clone()),
        }
        joined = word == ":";
    }
    paths
}

/// Imports written out: `use std::{fmt, fs}` is `std::fmt` and `std::fs`.
#[derive(Default)]
struct Imports {
    paths: Vec<String>,
}

impl Visit<'_> for Imports {
    fn visit_item_use(&mut self, item: &syn::ItemUse) {
        spread(&item.tree, "", &mut self.paths);
    }
}

fn spread(tree: &syn::UseTree, before: &str, paths: &mut Vec<String>) {
    match tree {
        syn::UseTree::Path(path) => {
            spread(&path.tree, &format!("{before}{}::", path.ident), paths);
        }
        syn::UseTree::Name(name) => paths.push(format!("{before}{}", name.ident)),
        syn::UseTree::Rename(name) => paths.push(format!("{before}{}", name.ident)),
        syn::UseTree::Glob(_) => paths.push(before.to_owned()),
        syn::UseTree::Group(group) => {
            group.items.iter().for_each(|tree| spread(tree, before, paths));
        }
    }
}

#[test]
fn the_test_sees_what_it_forbids() {
    let seen = |code: &str| {
        let mut words = Vec::new();
        flatten(code.parse().expect("Rust"), &mut words);
        let bad = |path: &String| {
            OUTSIDE.iter().any(|banned| reaches(path, banned))
                || WRITING.contains(&path.as_str())
                || is_float(path)
        };
        paths(&words).iter().any(bad)
    };
    assert!(seen("fn f() { std::fs::read(\"a\") }"));
    assert!(seen("fn f() { println!(\"a\") }"));
    assert!(seen("fn f() { let x = 1.5; }"));
    assert!(seen("fn f() -> std::time::Instant { x }"));
    assert!(!seen("fn f() { let place = \"std::fs\"; /* println! */ tuple.0 .1; 1..2 }"));
    let mut imports = Imports::default();
    imports.visit_file(&syn::parse_file("use std::{fmt, fs};").expect("Rust"));
    assert_eq!(imports.paths, ["std::fmt", "std::fs"]);
}

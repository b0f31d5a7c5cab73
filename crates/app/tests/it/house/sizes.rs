//! Files and functions that fit in a head, and names that say something.

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use super::tree;

/// Most lines of a source file.
const FILE: usize = 500;
/// Most lines of a function, from its name to its closing brace.
const FUNCTION: usize = 60;
/// Words that name no subject.
const EMPTY_NAMES: [&str; 7] = ["util", "utils", "helper", "helpers", "common", "manager", "misc"];

/// Our sources, fuzz targets and build scripts included.
fn sources() -> Vec<String> {
    let mut sources = tree::sources("crates");
    sources.extend(tree::sources("fuzz"));
    sources
}

#[test]
fn every_source_says_what_it_is_for_and_is_short_enough() {
    let mut faults = Vec::new();
    for source in sources() {
        let text = tree::text(&source);
        if !text.starts_with("//!") {
            faults.push(format!("{source}: begins without //!"));
        }
        let lines = text.lines().count();
        if lines > FILE {
            faults.push(format!("{source}: {lines} lines, at most {FILE}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_function_is_short_enough() {
    let mut long = Long::default();
    for source in sources() {
        let text = tree::text(&source);
        let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{source}: {error}"));
        long.source = source;
        long.visit_file(&file);
    }
    assert!(long.faults.is_empty(), "{}", long.faults.join("\n"));
}

#[test]
fn names_of_files_and_folders_name_a_subject() {
    for source in sources() {
        for part in source.trim_end_matches(".rs").split('/') {
            let empty = part.split(['_', '-']).any(|word| EMPTY_NAMES.contains(&word));
            assert!(!empty, "{source}: “{part}” does not say what it is about");
        }
    }
}

#[test]
fn nothing_minified_is_committed() {
    for name in tree::files("") {
        let minified = name.contains(".min.");
        let script = [".js", ".css", ".mjs"].iter().any(|ending| name.ends_with(ending));
        let wide = script && tree::text(&name).lines().any(|line| line.len() > 2_000);
        assert!(!minified && !wide, "{name}: take it from a package registry by lock file");
    }
}

/// Functions that are too long.
#[derive(Default)]
struct Long {
    source: String,
    faults: Vec<String>,
}

impl Long {
    fn look(&mut self, signature: &syn::Signature, end: proc_macro2::Span) {
        let lines = end.end().line + 1 - signature.span().start().line;
        if lines > FUNCTION {
            let (source, name) = (&self.source, &signature.ident);
            self.faults.push(format!("{source}: {name} has {lines} lines, at most {FUNCTION}"));
        }
    }
}

impl<'ast> Visit<'ast> for Long {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.look(&item.sig, item.block.span());
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.look(&item.sig, item.block.span());
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.look(&item.sig, block.span());
        }
        visit::visit_trait_item_fn(self, item);
    }
}

//! The policy of the pages lets in no script or style but our own files: a template that writes
//! one in would lose it in the browser, silently.

use std::fs;
use std::path::{Path, PathBuf};

fn templates(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            templates(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "html") {
            found.push(path);
        }
    }
}

/// What a browser would refuse, as far as it can be seen in the text.
fn refused(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    let tag = |name: &str| text.contains(&format!("<{name}>"));
    let handler = ["onclick", "onload", "onsubmit", "onchange", "oninput", "onerror"];
    match () {
        () if text.contains(" style=") || tag("style") => Some("style within the page"),
        () if tag("script") => Some("script within the page"),
        () if handler.iter().any(|name| text.contains(&format!(" {name}="))) => Some("a handler"),
        () if text.contains("href=\"javascript:") => Some("a script as an address"),
        () if text.contains("hx-on") || text.contains("js:") => Some("htmx that needs eval"),
        () if text.contains("src=\"http") || text.contains("href=\"http") => Some("another site"),
        () => None,
    }
}

#[test]
fn templates_write_in_no_script_and_no_style() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    templates(&source.join("site"), &mut found);
    assert!(found.len() > 2, "{found:?}");
    for path in found {
        let text = fs::read_to_string(&path).expect("a template");
        assert_eq!(refused(&text), None, "{}", path.display());
    }
}

#[test]
fn the_test_sees_what_it_forbids() {
    assert!(refused("<p style=\"color:red\">").is_some());
    assert!(refused("<script>alert(1)</script>").is_some());
    assert!(refused("<a onclick=\"f()\">").is_some());
    assert!(refused("<script src=\"https://elsewhere/x.js\"></script>").is_some());
    assert_eq!(refused("<script src=\"/assets/a.js\" defer></script>"), None);
}

//! The first page, the refusals, and the bar with which a result is taken away.

use askama::Template;

/// A file that a page carries, so that nothing has to be stored.
pub struct Kept {
    /// Its name.
    pub name: String,
    /// Its bytes in base64.
    pub data: String,
}

#[derive(Template)]
#[template(path = "open.html")]
struct Open<'a> {
    style: &'static str,
    problem: &'a str,
    remedy: &'a str,
}

#[derive(Template)]
#[template(path = "toolbar.html")]
struct Toolbar {
    kept: Vec<Kept>,
    complete: bool,
    /// Whether there is one Word file, which can be given back with marks in it.
    word: bool,
}

/// The page to drop files on; `problem` says why one could not be worked on.
pub fn open_page(problem: &str) -> String {
    rendered(&Open { style: include_str!("open.css"), problem, remedy: "" })
}

/// The same page with a refusal on it: what, and what to do.
pub fn refusal_page(what: &str, remedy: &str) -> String {
    rendered(&Open { style: include_str!("open.css"), problem: what, remedy })
}

/// The bar above a report that was made from these files.
pub fn toolbar(kept: Vec<Kept>, complete: bool) -> String {
    let word = match kept.as_slice() {
        [only] => {
            let name = only.name.to_lowercase();
            [".docx", ".docm"].iter().any(|ending| name.ends_with(ending))
        }
        _ => false,
    };
    rendered(&Toolbar { kept, complete, word })
}

fn rendered(template: &impl Template) -> String {
    template.render().expect("invariant: the templates write to memory and call nothing")
}

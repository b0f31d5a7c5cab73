//! A page drawn again after something in one of its forms was forgotten: what was typed is kept
//! and the message stands at its field. It works on our own pages as they were just drawn, whatever
//! form they hold, and judges nothing.

use std::fmt::Write;

/// What was sent with a form.
#[derive(Debug, Clone, Copy)]
pub(super) struct Typed<'t> {
    /// Where the form was sent.
    pub action: &'t str,
    /// Its fields.
    pub fields: &'t [(String, String)],
    /// The page on which it stands.
    pub page: &'t str,
}

/// What is wrong with it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wrong<'t> {
    /// The field; the whole form when it has no field of that name.
    pub field: &'t str,
    /// The message, a whole sentence.
    pub why: &'t str,
}

/// The name of the field that carries the page from one try to the next.
pub(super) const PAGE: &str = "drawn-on";
/// Anchor of the message.
const SAID: &str = "field-said";

/// The page with the form filled in again; none when the form does not stand on it.
pub(super) fn refilled(page: &str, typed: &Typed<'_>, wrong: &Wrong<'_>) -> Option<String> {
    let here = own_form(page, typed.action)?;
    let (before, rest) = page.split_at(here.start);
    let (form, after) = rest.split_at(here.length);
    let mut filling =
        Filling { typed, wrong, out: String::new(), details: Vec::new(), said: false };
    filling.form(form);
    let Filling { mut out, said, .. } = filling;
    let mut head =
        format!("<input type=\"hidden\" name=\"{PAGE}\" value=\"{}\">", escaped(typed.page));
    if !said {
        let why = escaped(wrong.why);
        let _ = write!(head, "<div class=\"note error\" id=\"{SAID}\" role=\"alert\">{why}</div>");
    }
    let inside = out.find('>').map_or(0, |end| end + 1);
    out.insert_str(inside, &head);
    let mut opened = before.to_owned();
    open(&mut opened, &here.details);
    Some(opened + &out + after)
}

/// A form on a page.
struct Here {
    start: usize,
    length: usize,
    /// Where the foldings around it begin.
    details: Vec<usize>,
}

fn own_form(page: &str, action: &str) -> Option<Here> {
    let (mut at, mut details) = (0, Vec::new());
    while let Some((text, tag)) = next_tag(&page[at..]) {
        let start = at + text.len();
        match tag.name {
            "details" => details.push(start),
            "/details" => drop(details.pop()),
            "form" => {
                let post = tag.value("method").is_some_and(|own| own == "post");
                if post && tag.value("action").is_some_and(|own| own == action) {
                    let length = page[start..].find("</form>")?;
                    return Some(Here { start, length, details });
                }
            }
            _ => {}
        }
        at = start + tag.length;
    }
    None
}

/// Opens foldings that begin at these places.
fn open(page: &mut String, details: &[usize]) {
    for start in details.iter().rev() {
        let after = start + "<details".len();
        if !page[after..].starts_with(" open") {
            page.insert_str(after, " open");
        }
    }
}

struct Filling<'t> {
    typed: &'t Typed<'t>,
    wrong: &'t Wrong<'t>,
    out: String,
    /// Where the foldings around the present place begin.
    details: Vec<usize>,
    said: bool,
}

impl Filling<'_> {
    fn form(&mut self, mut rest: &str) {
        // The name of the list one is in, and whether the message follows it.
        let (mut list, mut then) = (None::<String>, false);
        while let Some((text, mut tag)) = next_tag(rest) {
            self.out.push_str(text);
            rest = &rest[text.len() + tag.length..];
            let name = tag.value("name");
            match tag.name {
                "details" => self.details.push(self.out.len()),
                "/details" => drop(self.details.pop()),
                "select" => {
                    then = self.mark(&mut tag, name.as_deref());
                    list = name;
                }
                "option" => self.choose(&mut tag, list.as_deref()),
                "textarea" => {
                    then = self.mark(&mut tag, name.as_deref());
                    let length = rest.find("</textarea>").unwrap_or(0);
                    let old = &rest[..length];
                    let new = name.and_then(|name| self.typed(&name)).map(escaped);
                    self.out.push_str(&tag.written());
                    self.out.push_str(new.as_deref().unwrap_or(old));
                    rest = &rest[length..];
                    continue;
                }
                "input" => {
                    let said = self.mark(&mut tag, name.as_deref());
                    self.fill(&mut tag, name.as_deref());
                    self.out.push_str(&tag.written());
                    self.say(said);
                    continue;
                }
                _ => {}
            }
            self.out.push_str(&tag.written());
            if matches!(tag.name, "/select" | "/textarea") {
                self.say(std::mem::take(&mut then));
            }
        }
        self.out.push_str(rest);
    }

    /// What was typed in a field.
    fn typed(&self, name: &str) -> Option<&str> {
        let field = self.typed.fields.iter().find(|(own, _)| own == name);
        field.map(|(_, text)| text.as_str())
    }

    fn fill(&self, tag: &mut Tag<'_>, name: Option<&str>) {
        let Some(name) = name else { return };
        match tag.value("type").as_deref() {
            Some("hidden" | "password" | "file" | "submit" | "button") => {}
            Some("checkbox" | "radio") => {
                let own = tag.value("value").unwrap_or_else(|| "on".to_owned());
                let sent = |(field, text): &(String, String)| field == name && *text == own;
                tag.set_flag("checked", self.typed.fields.iter().any(sent));
            }
            _ => {
                if let Some(text) = self.typed(name) {
                    tag.set("value", text);
                }
            }
        }
    }

    fn choose(&self, tag: &mut Tag<'_>, list: Option<&str>) {
        let typed = list.and_then(|list| self.typed(list));
        if let (Some(typed), Some(own)) = (typed, tag.value("value")) {
            tag.set_flag("selected", typed == own);
        }
    }

    /// Marks the field the message is about; whether this is it.
    fn mark(&self, tag: &mut Tag<'_>, name: Option<&str>) -> bool {
        let hidden = tag.value("type").is_some_and(|kind| kind == "hidden");
        if self.said || hidden || name != Some(self.wrong.field) {
            return false;
        }
        tag.set("aria-invalid", "true");
        tag.set("aria-describedby", SAID);
        tag.set_flag("autofocus", true);
        true
    }

    fn say(&mut self, here: bool) {
        if !here {
            return;
        }
        let why = escaped(self.wrong.why);
        let _ = write!(self.out, "<p class=\"said error\" id=\"{SAID}\" role=\"alert\">{why}</p>");
        open(&mut self.out, &self.details);
        self.said = true;
    }
}

/// A tag as it stands on the page.
struct Tag<'p> {
    /// Its name, with a slash before it where it ends an element.
    name: &'p str,
    attributes: Vec<(&'p str, Option<String>)>,
    /// How long it is on the page.
    length: usize,
}

/// The text before the next tag, and the tag.
fn next_tag(page: &str) -> Option<(&str, Tag<'_>)> {
    let start = page.find('<')?;
    let (text, rest) = page.split_at(start);
    let mut at = rest.find([' ', '>', '\n'])?;
    let name = &rest[1..at];
    let mut attributes = Vec::new();
    loop {
        at += rest[at..].len() - rest[at..].trim_start().len();
        if rest[at..].starts_with('>') {
            return Some((text, Tag { name, attributes, length: at + 1 }));
        }
        let end = at + rest[at..].find([' ', '>', '=', '\n'])?;
        let attribute = &rest[at..end];
        at = end;
        let mut value = None;
        if let Some(given) = rest[at..].strip_prefix('=') {
            let quote = given.chars().next().filter(|own| matches!(own, '"' | '\''));
            let from = at + 1 + usize::from(quote.is_some());
            let length = match quote {
                Some(quote) => rest[from..].find(quote)?,
                None => rest[from..].find([' ', '>', '\n'])?,
            };
            value = Some(plain(&rest[from..from + length]));
            at = from + length + usize::from(quote.is_some());
        }
        attributes.push((attribute, value));
    }
}

impl Tag<'_> {
    fn value(&self, name: &str) -> Option<String> {
        let found = self.attributes.iter().find(|(own, _)| *own == name);
        found.and_then(|(_, value)| value.clone())
    }

    fn set(&mut self, name: &'static str, value: &str) {
        self.attributes.retain(|(own, _)| *own != name);
        self.attributes.push((name, Some(value.to_owned())));
    }

    fn set_flag(&mut self, name: &'static str, on: bool) {
        self.attributes.retain(|(own, _)| *own != name);
        if on {
            self.attributes.push((name, None));
        }
    }

    fn written(&self) -> String {
        let mut written = format!("<{}", self.name);
        for (name, value) in &self.attributes {
            let _ = match value {
                Some(value) => write!(written, " {name}=\"{}\"", escaped(value)),
                None => write!(written, " {name}"),
            };
        }
        written + ">"
    }
}

/// The characters that mean something in a page, and how the templates write them.
const MEANT: [(&str, &str); 5] =
    [("&", "&#38;"), ("<", "&#60;"), (">", "&#62;"), ("\"", "&#34;"), ("'", "&#39;")];

fn escaped(text: &str) -> String {
    MEANT.iter().fold(text.to_owned(), |text, (plain, told)| text.replace(plain, told))
}

fn plain(text: &str) -> String {
    let named = [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\"")];
    let text = named.iter().fold(text.to_owned(), |text, (told, plain)| text.replace(told, plain));
    MEANT.iter().rev().fold(text, |text, (plain, told)| text.replace(told, plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "<meta content='{\"a\":1}'><h1>新建</h1><details><summary>改</summary>\
        <form method=\"post\" action=\"/new\"><input type=\"hidden\" name=\"key\" value=\"k\">\
        <select name=\"unit\"><option value=\"1\" selected>甲</option><option value=\"2\">乙</option></select>\
        <input name=\"kind\" type=\"radio\" value=\"a\" checked><input name=\"kind\" type=\"radio\" value=\"b\">\
        <input name=\"project\" type=\"text\" value=\"\" required>\
        <textarea name=\"why\">旧</textarea></form></details><p>后面</p>";

    fn again(field: &str) -> String {
        let sent =
            [("key", "old"), ("unit", "2"), ("kind", "b"), ("project", "\"><b>"), ("why", "新")];
        let fields = sent.map(|(name, text)| (name.to_owned(), text.to_owned()));
        let typed = Typed { action: "/new", fields: &fields, page: "/from" };
        refilled(FORM, &typed, &Wrong { field, why: "请写上。" }).expect("the form is there")
    }

    #[test]
    fn what_was_typed_stays_and_the_message_stands_at_its_field() {
        let page = again("project");
        for there in [
            "<details open>",
            "name=\"drawn-on\" value=\"/from\"",
            "name=\"key\" value=\"k\"",
            "<option value=\"1\">甲",
            "<option value=\"2\" selected>乙",
            "value=\"a\"><",
            "value=\"b\" checked>",
            "autofocus value=\"&#34;&#62;&#60;b&#62;\"><p class=\"said error\" id=\"field-said\" role=\"alert\">请写上。</p>",
            "<textarea name=\"why\">新</textarea></form></details><p>后面</p>",
        ] {
            assert!(page.contains(there), "{there}: {page}");
        }
    }

    #[test]
    fn what_is_wrong_with_no_field_stands_at_the_head_of_its_form() {
        let page = again("rows");
        assert!(page.contains("<div class=\"note error\" id=\"field-said\""), "{page}");
        let typed = Typed { action: "/other", fields: &[], page: "/" };
        assert!(refilled(FORM, &typed, &Wrong { field: "a", why: "b" }).is_none());
    }
}

//! What a program left in the text: bookmarks, field codes, broken references (C116).

use super::{Edit, Lists, Mark, words};

const CODE: &str = "C116";

pub(super) fn marks(text: &[char], lists: &Lists<'_>) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for word in lists.residue {
        let word: Vec<char> = word.chars().collect();
        for at in 0..text.len() {
            let inside = marks.iter().any(|mark| mark.shown.contains(&at));
            if !inside && text[at..].starts_with(&word) {
                marks.push(mark(text, at, word.len()));
            }
        }
    }
    marks
}

fn mark(text: &[char], at: usize, length: usize) -> Mark {
    let rest = &text[at..];
    let end = at + length;
    if rest[0] == '[' {
        let close = rest.iter().take_while(|c| **c != '\n').position(|c| *c == ']');
        if let Some(close) = close {
            let range = at..at + close + 1;
            let said = format!("格子里留着软件的书签记号“{}”。", words(text, range.clone()));
            return Mark::new(CODE, vec![Edit::delete(range)], said);
        }
    }
    let arguments = field_arguments(&text[end..]);
    if rest.starts_with(&['H', 'Y', 'P', 'E', 'R']) && arguments > 0 {
        let range = at..end + arguments;
        let said = format!("格子里留着软件的超链接代码“{}”。", words(text, range.clone()));
        return Mark::new(CODE, vec![Edit::delete(range)], said);
    }
    let shown = at..(end + 6).min(text.len());
    let said = format!("格子里留着软件的记号“{}”。", words(text, at..end));
    Mark::only_said(CODE, shown, said, "删去这些记号；引用失效的，把原来要写的内容补上。")
}

/// The length of ` \l "_Toc1"` and the like behind a field's name, the blank after it included.
fn field_arguments(text: &[char]) -> usize {
    let blanks = |from: usize| text[from..].iter().take_while(|c| **c == ' ').count();
    let (mut at, mut end) = (0, 0);
    loop {
        at += blanks(at);
        match text.get(at) {
            Some('\\') if text.get(at + 1).is_some_and(char::is_ascii_alphabetic) => at += 2,
            Some('"') => {
                let line = text[at + 1..].iter().take_while(|c| **c != '\n');
                let Some(close) = line.clone().position(|c| *c == '"') else { return end };
                at += close + 2;
                end = at + blanks(at);
            }
            _ => return end,
        }
    }
}

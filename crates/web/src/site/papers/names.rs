//! Names of files that every system takes, and that do not run into each other in one folder.

use std::collections::HashSet;

/// Most letters of a name: a path of some folders stays within what Windows takes.
const LONGEST: usize = 60;
/// Names Windows keeps for itself, whatever their ending.
const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];

/// The name with what Windows forbids written otherwise; never empty.
pub fn safe(name: &str) -> String {
    let written: String = model::text::fold(name)
        .chars()
        .filter(|letter| !letter.is_control() && !is_hidden(*letter))
        .map(|letter| match letter {
            '<' => '〈',
            '>' => '〉',
            ':' => '：',
            '"' => '”',
            '/' => '／',
            '\\' => '＼',
            '|' => '｜',
            '?' => '？',
            '*' => '＊',
            letter => letter,
        })
        .take(LONGEST)
        .collect();
    let trimmed = written.trim().trim_end_matches(['.', ' ']).trim_start_matches('.').trim();
    match trimmed {
        "" => "未命名".to_owned(),
        name if is_reserved(name) => format!("{name}_"),
        name => name.to_owned(),
    }
}

/// Letters that show nothing or turn the direction of writing.
fn is_hidden(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim().to_lowercase();
    let numbered = ["com", "lpt"].iter().any(|port| {
        stem.strip_prefix(port).is_some_and(|rest| {
            rest.chars().count() == 1
                && rest.chars().all(|c| c.is_ascii_digit() || "¹²³".contains(c))
        })
    });
    numbered || RESERVED.contains(&stem.as_str())
}

/// A name none of the others has, without regard to case; `taken` remembers it. The ending is put
/// on by the caller: names that differ only there are one.
pub fn unused(name: &str, taken: &mut HashSet<String>) -> String {
    let wanted = safe(name);
    let mut own = wanted.clone();
    let mut number = 2;
    while !taken.insert(own.to_lowercase()) {
        own = format!("{wanted}（{number}）");
        number += 1;
    }
    own
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_windows_forbids_is_written_otherwise() {
        for (name, told) in [
            ("a/b\\c:d*e?f\"g<h>i|j", "a／b＼c：d＊e？f”g〈h〉i｜j"),
            ("../../etc", "／..／etc"),
            ("CON", "CON_"),
            ("com1.项目", "com1.项目_"),
            ("名称. . ", "名称"),
            (" \n\t ", "未命名"),
            ("甲\u{202e}乙\u{0}", "甲乙"),
        ] {
            assert_eq!(safe(name), told, "{name:?}");
        }
        assert_eq!(safe(&"长".repeat(200)).chars().count(), LONGEST);
    }

    #[test]
    fn names_in_a_folder_differ_whatever_their_case() {
        let mut taken = HashSet::new();
        let names = ["Abc", "aBC", "abc", "a:b", "a：b"].map(|name| unused(name, &mut taken));
        assert_eq!(names, ["Abc", "aBC（2）", "abc（3）", "a：b", "a：b（2）"]);
    }
}

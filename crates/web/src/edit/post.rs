//! What the page sends: a posted form or a message of its script, as steps of editing.
//!
//! It trusts nothing: names that are no cells are passed over, buttons nobody knows are refused.

use model::form::{Column, Edit, Path};
use serde::Deserialize;

use super::names::paths_of;

/// What the page sends; the script as JSON, the plain form as fields.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct Sent {
    /// The version that was on the screen.
    pub version: i64,
    /// Names the attempt, so that a repeated one is done once; none from a plain form.
    #[serde(default)]
    pub key: String,
    /// Cells that were written.
    #[serde(default)]
    pub edits: Vec<Edit>,
    /// The button: `add:indicators.3`, `remove:tasks.0`, `move:indicators.3:2`,
    /// `clear:indicators.3.level2`, `fix:[…]`, `waive:` with the cause.
    #[serde(default, rename = "do")]
    pub button: String,
    /// The reason beside a waiver's button.
    #[serde(default)]
    pub reason: String,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Wanted {
    /// Steps to take, all or none.
    pub edits: Vec<Edit>,
    /// A cause to be answered, and the reason.
    pub waive: Option<(String, String)>,
}

/// Something no page of ours sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadPost;

impl Sent {
    /// The steps to take: the written cells first, then what the button does.
    ///
    /// # Errors
    /// [`BadPost`] for a button nobody knows.
    pub fn wanted(&self) -> Result<Wanted, BadPost> {
        let mut wanted = Wanted { edits: self.edits.clone(), waive: None };
        let (word, rest) = self.button.split_once(':').unwrap_or((&self.button, ""));
        match word {
            "" | "save" => {}
            "waive" if rest.is_empty() => return Err(BadPost),
            "waive" => wanted.waive = Some((rest.to_owned(), self.reason.clone())),
            "fix" => {
                let edits: Vec<Edit> = serde_json::from_str(rest).map_err(|_| BadPost)?;
                wanted.edits.extend(edits);
            }
            "clear" => {
                let paths = paths_of(rest);
                let clear = paths.into_iter().map(|path| Edit::Set { path, text: String::new() });
                wanted.edits.extend(clear);
            }
            _ => wanted.edits.push(row_edit(word, rest).ok_or(BadPost)?),
        }
        Ok(wanted)
    }
}

/// A step on a row: `add`, `remove` or `move`, and `indicators.3` or `tasks.0:2`.
fn row_edit(word: &str, rest: &str) -> Option<Edit> {
    let (table, numbers) = rest.split_once('.')?;
    let (row, to) = numbers.split_once(':').unwrap_or((numbers, ""));
    let row: usize = row.parse().ok()?;
    let to = || to.parse().ok();
    Some(match (word, table) {
        ("add", "indicators") => Edit::AddIndicator { after: Some(row) },
        ("remove", "indicators") => Edit::RemoveIndicator { row },
        ("move", "indicators") => Edit::MoveIndicator { row, to: to()? },
        ("add", "tasks") => Edit::AddTask { after: Some(row) },
        ("remove", "tasks") => Edit::RemoveTask { row },
        ("move", "tasks") => Edit::MoveTask { row, to: to()? },
        _ => return None,
    })
}

/// The plain form's fields as what the script would send.
pub fn sent_from_form(fields: &[(String, String)]) -> Sent {
    let value = |name: &str| fields.iter().find(|(own, _)| own == name).map(|(_, value)| value);
    let button = value("do").cloned().unwrap_or_default();
    let cause = button.strip_prefix("waive:").unwrap_or_default();
    let reason = value(&format!("reason:{cause}")).cloned().unwrap_or_default();
    let version = value("version").and_then(|version| version.parse().ok()).unwrap_or_default();
    Sent { version, key: String::new(), edits: cells(fields), button, reason }
}

/// The steps a posted page asks for: every cell as sent, then the row its button adds, moves or
/// takes out. A cell whose text is as before changes nothing when it is applied.
pub fn edits_from_form(fields: &[(String, String)]) -> Vec<Edit> {
    let sent = sent_from_form(fields);
    sent.wanted().map_or(sent.edits, |wanted| wanted.edits)
}

fn cells(fields: &[(String, String)]) -> Vec<Edit> {
    let own = |path: &Path| !matches!(path, Path::Indicator(_, Column::Block));
    let sets = fields.iter().flat_map(|(name, text)| {
        let paths = paths_of(name).into_iter().filter(own);
        paths.map(|path| Edit::Set { path, text: text.clone() })
    });
    sets.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(fields: &[(&str, &str)]) -> Vec<(String, String)> {
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_posted_page_writes_its_cells_and_then_does_what_the_button_says() {
        let posted = fields(&[
            ("version", "7"),
            ("csrf", "x"),
            ("indicators.0,1.level1", "产出指标"),
            ("goal", "办班"),
            ("do", "move:indicators.1:0"),
        ]);
        assert_eq!(sent_from_form(&posted).version, 7);
        let set = |path: &str, text: &str| Edit::Set {
            path: path.parse().expect("a path"),
            text: text.to_owned(),
        };
        let expected = [
            set("indicators.0.level1", "产出指标"),
            set("indicators.1.level1", "产出指标"),
            set("goal", "办班"),
            Edit::MoveIndicator { row: 1, to: 0 },
        ];
        assert_eq!(edits_from_form(&posted), expected);
    }

    #[test]
    fn a_waiver_takes_the_reason_beside_its_own_button() {
        let posted = fields(&[
            ("reason:0/C041", "别的"),
            ("reason:0/C042", "有文件"),
            ("do", "waive:0/C042"),
        ]);
        let wanted = sent_from_form(&posted).wanted().expect("known");
        assert_eq!(wanted.waive, Some(("0/C042".to_owned(), "有文件".to_owned())));
    }

    #[test]
    fn the_script_sends_the_same_as_json() {
        let json = r#"{"version":3,"key":"k","edits":[{"edit":"set","path":"unit","text":"局"}],
            "do":"fix:[{\"edit\":\"replace\",\"path\":\"goal\",\"quote\":\"按排\",\"text\":\"安排\"}]"}"#;
        let sent: Sent = serde_json::from_str(json).expect("ours");
        assert_eq!(sent.wanted().expect("known").edits.len(), 2);
        for button in ["burn:indicators.0", "add:indicators", "fix:x", "move:tasks.0", "waive:"] {
            let sent = Sent { button: button.to_owned(), ..Sent::default() };
            assert_eq!(sent.wanted(), Err(BadPost), "{button}");
        }
    }
}

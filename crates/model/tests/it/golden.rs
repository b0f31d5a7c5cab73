//! Every real target string that was read by a person, against the grammar.

use model::Target;
use model::target::Comparator;

/// Strings where the grammar differs from the table, each with the reason.
const DIFFERENCES: &[(&str, &str)] =
    &[("约50个", "the table leaves the unit out; it is written, and a unit check must see it")];

#[test]
fn every_real_target_reads_as_a_person_read_it() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/real/values.tsv");
    let table = std::fs::read_to_string(path).expect("the golden table is part of the repository");
    let mut wrong = Vec::new();
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let text = cells[0].replace("\\n", "\n");
        let expected = [cells[1], cells[2], cells[3], cells[4]].map(str::to_owned);
        if reading(&text) != expected {
            wrong.push((
                text.clone(),
                format!("{text}\n  is {:?}\n  not {expected:?}", reading(&text)),
            ));
        }
    }
    assert!(table.lines().count() > 240, "the table was cut");
    let unlisted: Vec<_> = wrong
        .iter()
        .filter(|(text, _)| !DIFFERENCES.iter().any(|(listed, _)| listed == text))
        .collect();
    let report: Vec<_> = unlisted.iter().map(|(_, line)| line.as_str()).collect();
    assert!(unlisted.is_empty(), "{} differences:\n{}", report.len(), report.join("\n"));
    assert_eq!(wrong.len(), DIFFERENCES.len(), "a listed difference is gone: take it off the list");
}

/// Kind, comparator, value and unit as the table writes them: a comparator only for numbers.
pub(crate) fn reading(text: &str) -> [String; 4] {
    let target = Target::read(text);
    let numeric = matches!(target.kind.as_str(), "quantity" | "bare" | "mixed" | "change");
    let comparator = match target.comparator {
        Comparator::Unstated if !numeric => "",
        stated => stated.as_str(),
    };
    let value = target.value_text().unwrap_or_default();
    [target.kind.as_str().into(), comparator.into(), value, target.unit]
}

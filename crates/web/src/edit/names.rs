//! The names of the page's controls: a path, or the rows a merged cell covers in one.
//!
//! `indicators.3.target` is one cell; `indicators.3,4,5.level1` is a level cell merged over three
//! rows: what is typed there is written to each of them.

use model::form::{Column, Path};

/// The name of the control that shows these texts of a form; they are one cell of the drawing.
pub(super) fn name_of(paths: &[Path]) -> String {
    let Some(first) = paths.first() else { return String::new() };
    let Path::Indicator(_, column) = first else { return first.to_string() };
    let rows: Vec<String> = paths.iter().filter_map(|path| row_in(path, *column)).collect();
    format!("indicators.{}.{column}", rows.join(","))
}

fn row_in(path: &Path, column: Column) -> Option<String> {
    match path {
        Path::Indicator(row, own) if *own == column => Some(row.to_string()),
        _ => None,
    }
}

/// The cells a control writes; none when it is no control of a form.
pub(super) fn paths_of(name: &str) -> Vec<Path> {
    let several = name.strip_prefix("indicators.").and_then(|rest| rest.split_once('.'));
    let Some((rows, column)) = several.filter(|(rows, _)| rows.contains(',')) else {
        return name.parse().into_iter().collect();
    };
    let path = |row: &str| format!("indicators.{row}.{column}").parse();
    let paths: Result<Vec<Path>, ()> = rows.split(',').map(path).collect();
    paths.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merged_cell_names_its_rows() {
        let rows = [3, 4, 7].map(|row| Path::Indicator(row, Column::Level1));
        assert_eq!(name_of(&rows), "indicators.3,4,7.level1");
        assert_eq!(paths_of("indicators.3,4,7.level1"), rows);
        assert_eq!(paths_of("money.executed.上年，结转,其他").len(), 1);
        assert!(paths_of("indicators.3,x.level1").is_empty() && paths_of("csrf").is_empty());
    }
}

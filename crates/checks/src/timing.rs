//! Times a form promises, beside its budget year.
//!
//! Told from the reading of the target alone; what a time means for the plan is the checks' own.

use model::target::Period;
use model::{Column, Form, FormKind, Indicator};

/// Whether the form is a plan whose wording can still be mended: not the monitoring or scoring
/// of one that was approved.
pub(crate) fn is_plan(form: &Form) -> bool {
    matches!(form.kind, FormKind::Project | FormKind::Department)
}

/// The name of an indicator without 「指标1：」 before it or 「指标」 behind it.
pub(crate) fn bare_name(row: &Indicator) -> String {
    let name = row.folded(Column::Level3);
    let numbered = name.strip_prefix("指标").and_then(|rest| {
        let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        (after.len() < rest.len()).then(|| after.trim_start_matches([':', '：', '.', '、']))
    });
    let bare = numbered.unwrap_or(&name);
    bare.strip_suffix("指标").filter(|rest| !rest.is_empty()).unwrap_or(bare).to_owned()
}

/// Whether a period is a calendar year from its first to its last day.
pub(crate) fn is_whole_year(period: &Period) -> bool {
    let (start, end) = (period.start, period.end);
    start.year == end.year
        && (start.month, end.month) == (Some(1), Some(12))
        && start.day.is_none_or(|day| day == 1)
        && end.day.is_none_or(|day| day == 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Target, Text};

    #[test]
    fn names_lose_their_number_and_the_word_indicator() {
        let bare = |name: &str| {
            let cell = (Column::Level3, Text::new(name, None));
            bare_name(&Indicator::read([cell].into_iter().collect()))
        };
        assert_eq!(bare("指标1：演出场次"), "演出场次");
        assert_eq!(bare("服务对象满意度\n指标"), "服务对象满意度");
        assert_eq!(bare("指标体系建设"), "指标体系建设");
        assert_eq!(bare("指标"), "指标");
    }

    #[test]
    fn a_whole_year_has_both_its_ends() {
        let whole = |text: &str| Target::read(text).period.is_some_and(|p| is_whole_year(&p));
        for text in ["2026年全年", "2026年1月至2026年12月", "1-12月", "2026年度"] {
            assert!(whole(text), "{text}");
        }
        for text in ["2026年1-11月", "2025年1月至2026年12月", "2026年上半年"] {
            assert!(!whole(text), "{text}");
        }
    }
}

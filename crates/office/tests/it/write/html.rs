//! The web page writer.

use std::collections::HashSet;

use super::drawings::{self, drawing, field, over, printed};
use model::Role;

/// The piece of a page from `start` to the end of the element `name`.
fn piece<'a>(page: &'a str, start: &str, name: &str) -> &'a str {
    let from = page.find(start).unwrap_or_else(|| panic!("no {start} in {page}"));
    let end = format!("</{name}>");
    &page[from..from + page[from..].find(&end).unwrap() + end.len()]
}

#[test]
fn a_form_is_a_table_with_spans_scopes_and_named_controls() {
    let page = office::html::write(&[drawings::small()]);
    let table = piece(&page, "<caption>", "table");
    let expected = "<caption><div><h2>项目支出绩效目标申报表</h2></div></caption>\
        <colgroup><col style=\"width:33.33%\"/><col style=\"width:33.33%\"/>\
        <col style=\"width:33.34%\"/></colgroup>\
        <tbody><tr><th scope=\"row\">项目名称</th>\
        <td colspan=\"2\"><textarea name=\"forms.0.project\" aria-label=\"项目名称\" \
        class=\"center\" rows=\"1\">三支一扶人员待遇兑现</textarea></td></tr>\
        <tr><th rowspan=\"2\" scope=\"row\">绩效指标</th>\
        <th scope=\"col\">三级指标</th><th scope=\"col\">指标值</th></tr>\
        <tr><td><textarea name=\"forms.0.indicators.0.level3\" \
        aria-label=\"三级指标 · 绩效指标（第4行）\" class=\"center\" rows=\"1\">发放准确率</textarea></td>\
        <td><textarea name=\"forms.0.indicators.0.target\" \
        aria-label=\"指标值 · 绩效指标（第4行）\" class=\"center\" rows=\"1\">≥95%</textarea></td></tr>\
        </tbody></table>";
    assert_eq!(table, expected);
}

#[test]
fn every_field_has_one_control_and_no_name_occurs_twice() {
    let drawings = drawings::renhe();
    let page = office::html::write(&drawings);
    let names: Vec<&str> =
        page.split(" name=\"forms.").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let cells = drawings.iter().flat_map(|drawing| &drawing.grid.cells);
    let fields = cells.filter(|cell| matches!(cell.ink, model::Ink::Field(_))).count();
    assert_eq!(names.len(), fields);
    assert_eq!(names.iter().collect::<HashSet<_>>().len(), fields);
    assert_eq!(page.matches("aria-label=\"").count(), fields + drawings.len() + 1);
}

#[test]
fn nasty_texts_stay_text() {
    let cells = vec![
        field(0, 0, "</textarea><script>alert(1)</script>", "goal"),
        field(1, 0, "\n第二行\u{0}\u{b}", "unit"),
        field(2, 0, "\"><b>", "money.income.total"),
        printed(3, 0, "<&>\"", Role::Label),
    ];
    let page = office::html::write(&[drawing("\"</title><script>", cells)]);
    assert!(!page.contains("<script"));
    let control =
        |name: &str| piece(&page, &format!("<textarea name=\"forms.0.{name}\""), "textarea");
    assert!(control("goal").contains("&lt;/textarea&gt;"));
    assert!(control("unit").ends_with(">\n\n第二行</textarea>"), "a browser drops the first break");
    assert!(page.contains("value=\"&quot;&gt;&lt;b&gt;\""));
    assert!(page.contains("&lt;&amp;&gt;"));
}

#[test]
fn the_page_needs_no_script_and_nothing_from_outside() {
    let page = office::html::write(&drawings::renhe());
    for outside in ["<script", "http:", "https:", "src=", "@import", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
}

#[test]
fn header_rows_repeat_when_no_merged_cell_reaches_out_of_them() {
    let page = office::html::write(&[drawings::long(3)]);
    assert!(piece(&page, "<thead>", "thead").contains("三级指标"));
    let reaching =
        vec![over(2, 1, printed(0, 0, "绩效指标", Role::Label)), field(1, 1, "≥1", "goal")];
    let mut reaching = drawing("表", reaching);
    reaching.headers.push(0..1);
    assert!(!office::html::write(&[reaching]).contains("<thead>"));
}

#[test]
fn without_forms_the_page_says_so() {
    assert!(office::html::write(&[]).contains("<main><p>没有可以显示的表</p></main>"));
}

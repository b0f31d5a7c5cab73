//! The page on which a form is filled in: every author cell a control, every finding at its cell,
//! and what it sends comes back as steps.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use model::form::{Column, Edit, Path};
use model::{Form, FormKind};
use office::lay_out::settle;
use web::edit::{EditView, Waived, conflict, edits_from_form, fragments, page, sent_from_form};

use crate::run::{Run, layout, policy};

fn view<'a>(reviewed: &'a web::Reviewed<'a>, form: usize, waived: &'a [Waived]) -> EditView<'a> {
    let hidden = &[("csrf", "t")];
    let status = "已保存 14:03";
    EditView { reviewed, form, version: 7, status, action: "/p", save: "/s", hidden, waived }
}

/// Name and text of every text area of a page, as a browser would send them.
fn controls(page: &str) -> Vec<(String, String)> {
    let controls = page.split("<textarea name=\"").skip(1).map(|rest| {
        let (name, rest) = rest.split_once('"').expect("a name");
        let text = rest.split_once('>').and_then(|(_, rest)| rest.split_once("</textarea>"));
        let text = text.expect("an end").0.strip_prefix('\n').expect("a line break to drop");
        (plain(name), plain(text).replace('\n', "\r\n"))
    });
    controls.collect()
}

fn plain(text: &str) -> String {
    let text = text.replace("&#34;", "\"").replace("&#39;", "'").replace("&#60;", "<");
    text.replace("&#62;", ">").replace("&#38;", "&")
}

/// The cells in which two forms differ.
fn differing(form: &Form, other: &Form) -> Vec<String> {
    let laid = office::lay_out::lay_out(layout(form, &policy()), &[(0, form)]);
    let paths = laid.shown.iter().map(|shown| &shown.path);
    paths.filter(|path| form.at(path) != other.at(path)).map(ToString::to_string).collect()
}

/// Codes of the failures with their form and quote.
fn hits(run: &Run) -> Vec<String> {
    run.report.exact_hits().lines().map(str::to_owned).collect()
}

/// What every form that is edited must keep.
fn holds(forms: &[Form]) {
    for form in forms {
        let json = office::json::form(form, true);
        let text = format!("{{\"forms\":[{}]}}", serde_json::to_string(&json).expect("plain"));
        let again = office::json::read(text.as_bytes()).expect("ours");
        assert_eq!(again[0].money, form.money);
        assert_eq!(again[0].fields, form.fields);
        assert!(again[0] == *form, "comes back from its JSON: {:?}", differing(form, &again[0]));
    }
}

/// Every finding about a cell leads to one control of the page of its form.
fn every_place_resolves(run: &Run) {
    let reviewed = run.reviewed();
    for index in 0..run.forms.len() {
        let text = page(&view(&reviewed, index, &[]));
        let names: BTreeSet<String> = controls(&text).into_iter().map(|(name, _)| name).collect();
        let told = text.split("data-name=\"").skip(1).filter_map(|rest| rest.split('"').next());
        for name in told {
            assert!(names.contains(&plain(name)), "form {index}: {name} is no control");
        }
        let placed = run.report.findings.iter();
        let placed = placed.filter(|f| f.form == Some(index) && f.place.is_some());
        let points = text.matches("class=\"to-cell\"").count();
        assert_eq!(points, placed.count(), "form {index}: a finding leads nowhere");
    }
}

#[test]
fn the_real_forms_settle_without_another_finding_and_twice_is_once() {
    let run = Run::of_the_real_file();
    let before = hits(&run);
    let run = run.settled();
    let after = hits(&run);
    let gone: Vec<&String> = before.iter().filter(|hit| !after.contains(hit)).collect();
    let new: Vec<&String> = after.iter().filter(|hit| !before.contains(hit)).collect();
    assert!(new.is_empty(), "{new:?}");
    assert!(gone.iter().all(|hit| hit.starts_with("C014\t")), "only blank rows go: {gone:?}");
    let forms = run.forms.clone();
    let again = run.settled();
    assert_eq!(again.forms, forms);
    holds(&again.forms);
    every_place_resolves(&again);
}

#[test]
fn every_cell_of_a_drawn_form_has_a_place_of_its_own_after_any_step() {
    let mut run = Run::of_the_real_file().settled();
    let (policy, file) = (policy(), Arc::<str>::from("renhe-2026.docx"));
    let steps = |form: &Form| {
        let last = form.indicators.len() - 1;
        let set = |row, column, text: &str| Edit::Set {
            path: Path::Indicator(row, column),
            text: text.to_owned(),
        };
        let line = ["甲指标", "≥9个"].map(str::to_owned).to_vec();
        vec![
            vec![Edit::AddIndicator { after: Some(2) }, set(3, Column::Level3, "新指标")],
            vec![Edit::MoveIndicator { row: last, to: 0 }],
            vec![set(1, Column::Level1, ""), set(1, Column::Level2, "")],
            vec![Edit::RemoveIndicator { row: 2 }],
            vec![Edit::Paste {
                row: last - 1,
                columns: vec![Column::Level3, Column::Target],
                texts: vec![line; 6],
            }],
        ]
    };
    for index in 0..run.forms.len() {
        for step in steps(&run.forms[index]) {
            let form = &mut run.forms[index];
            form.apply_all(&step).expect("fits");
            settle(layout(form, &policy), form, &file, 1);
            let laid = office::lay_out::lay_out(layout(form, &policy), &[(0, form)]);
            let mut cells = BTreeMap::new();
            for shown in &laid.shown {
                let place = form.at(&shown.path).and_then(|text| text.place.clone());
                let Some(place) = place else {
                    assert!(matches!(shown.path, Path::Field(_)), "{} has no place", shown.path);
                    continue;
                };
                let cell = *cells.entry(place.clone()).or_insert(shown.cell);
                assert_eq!(cell, shown.cell, "form {index}: {place} stands for two cells");
            }
        }
    }
    run.judge(&policy);
    holds(&run.forms);
    every_place_resolves(&run);
}

#[test]
fn rows_keep_their_places_when_others_come_and_go() {
    let run = Run::of_the_real_file().settled();
    let policy = policy();
    let mut form = run.forms[1].clone();
    let of = |form: &Form, row: usize| form.indicators[row].place(Column::Target).cloned();
    let before = of(&form, 4);
    form.apply(&Edit::AddIndicator { after: Some(0) }).expect("fits");
    settle(layout(&form, &policy), &mut form, &"renhe-2026.docx".into(), 2);
    assert_eq!(of(&form, 5), before);
    let new = of(&form, 1).expect("a place");
    assert!(new.row > 10_000, "a row that no file has: {new}");
}

#[test]
fn a_blank_form_gets_its_rows_and_cells() {
    let policy = policy();
    for key in ["renhe.department", "renhe.project"] {
        let layout = policy.layouts().iter().find(|layout| layout.key == key).expect("there");
        let mut form = Form {
            kind: layout.kind,
            layout: Some(key.to_owned()),
            year: Some(2026),
            merges_known: true,
            ..Form::default()
        };
        settle(layout, &mut form, &"新表".into(), 1);
        let rows = if form.kind == FormKind::Department { 2 } else { 1 };
        assert_eq!(form.indicators.len(), rows, "{key}");
        holds(std::slice::from_ref(&form));
        let before = form.clone();
        settle(layout, &mut form, &"新表".into(), 1);
        assert_eq!(form, before, "{key}");
    }
}

#[test]
fn the_page_sent_back_unchanged_changes_nothing() {
    let run = Run::of_the_real_file().settled();
    let reviewed = run.reviewed();
    for (index, form) in run.forms.iter().enumerate() {
        let text = page(&view(&reviewed, index, &[]));
        let fields = controls(&text);
        assert!(fields.len() > 10, "form {index}");
        let mut again = form.clone();
        again.apply_all(&edits_from_form(&fields)).expect("fits");
        assert!(again == *form, "form {index}: {:?}", differing(form, &again));
        for cell in 0..form.indicators.len() {
            let name = format!("indicators.{cell}.target");
            assert!(fields.iter().any(|(own, _)| *own == name), "form {index}: {name}");
        }
    }
}

#[test]
fn every_repair_of_the_page_can_be_taken() {
    let run = Run::of_the_real_file().settled();
    let reviewed = run.reviewed();
    let mut taken = 0;
    for (index, form) in run.forms.iter().enumerate() {
        let text = page(&view(&reviewed, index, &[]));
        let fixes = text.split("name=\"do\" value=\"fix:").skip(1);
        for fix in fixes.filter_map(|rest| rest.split('"').next()) {
            let button = vec![("do".to_owned(), format!("fix:{}", plain(fix)))];
            let wanted = sent_from_form(&button).wanted().expect("known");
            let mut mended = form.clone();
            mended.apply_all(&wanted.edits).expect("fits");
            for edit in &wanted.edits {
                let Edit::Replace { path, quote, text, .. } = edit else { panic!("{edit:?}") };
                let now = &mended.at(path).expect("the cell").text;
                let left = now.matches(quote.as_str()).count();
                let was = form.at(path).expect("the cell").text.matches(quote.as_str()).count();
                assert!(left < was || text.contains(quote.as_str()), "{edit:?}: {now}");
            }
            taken += 1;
        }
    }
    assert!(taken > 0, "the real file has repairs");
}

#[test]
fn an_answered_warning_stays_in_the_list_and_an_error_cannot_be_answered() {
    let run = Run::of_the_real_file().settled();
    let reviewed = run.reviewed();
    let causes = reviewed.causes();
    let of = |kind| {
        let found = causes.iter().find(|cause| cause.kind == kind && cause.touches(1));
        found.expect("the real file has one").head().group.clone()
    };
    let answer = |cause: String| {
        [Waived { cause, reason: "有<文件>".to_owned(), who: "王某 11月20日".to_owned() }]
    };
    let warned = page(&view(&reviewed, 1, &answer(of(web::Kind::Warning))));
    assert!(warned.contains("已说明 1") && warned.contains("有&#60;文件&#62;"));
    let barred = page(&view(&reviewed, 1, &answer(of(web::Kind::Error))));
    assert!(!barred.contains("已说明 1"), "an error is mended");
}

#[test]
fn the_script_is_told_only_what_the_page_shows() {
    let run = Run::of_the_real_file().settled();
    let reviewed = run.reviewed();
    let view = view(&reviewed, 0, &[]);
    let (text, parts) = (page(&view), fragments(&view).expect("drawn"));
    assert!(text.contains(&parts.shape) && text.contains(parts.table.trim()));
    assert!(text.contains(parts.list.trim()) && text.contains(&parts.verdict));
    assert!(parts.cells.values().any(|at| at.reading.contains("元")), "money is read out");
    assert!(!text.contains("style=") && !text.contains("<script"), "nothing inline");
}

#[test]
fn a_second_editor_is_told_every_cell_as_it_is_now() {
    let run = Run::of_the_real_file().settled();
    let reviewed = run.reviewed();
    let view = view(&reviewed, 1, &[]);
    let told = conflict(&view, "李某", "14:05").expect("drawn");
    assert!(told.why.contains("李某在14:05") && told.version == 7);
    assert_eq!(told.shape, fragments(&view).expect("drawn").shape);
    let project = told.cells.iter().find(|cell| cell.path == "project").expect("the name");
    assert_eq!(
        (project.name.as_str(), project.text.as_str()),
        ("项目名称", run.forms[1].text(model::Field::Project))
    );
}

#[test]
fn forms_in_the_wild_settle_and_come_back_from_their_page_as_they_were() {
    let packs = policy::Packs::built_in().expect("the built-in packs are valid");
    let recogniser = office::recognise::Recogniser::new(&packs, Some("renhe")).expect("there");
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/real/variants");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("readable").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).expect("readable");
        let Ok(document) = recogniser.open(&name, &bytes, office::Limits::default()) else {
            continue;
        };
        let known = |form: &&Form| policy().layouts().iter().any(|own| own.kind == form.kind);
        let forms = recogniser.read(&document).forms;
        let Some(mut form) = forms.iter().find(known).cloned() else { continue };
        seen += 1;
        let policy = policy();
        let own = layout(&form, &policy);
        settle(own, &mut form, &name.as_str().into(), 1);
        let once = form.clone();
        settle(own, &mut form, &name.as_str().into(), 1);
        assert!(form == once, "{name}: {:?}", differing(&once, &form));
        holds(std::slice::from_ref(&form));
        let mut run = Run::of_a_project("甲", "1人");
        run.forms = vec![form.clone()];
        run.sheets = vec![office::lay_out::lay_out(own, &[(0, &form)])];
        let text = page(&view(&run.reviewed(), 0, &[]));
        form.apply_all(&edits_from_form(&controls(&text))).expect("fits");
        assert!(form == once, "{name}: {:?}", differing(&once, &form));
    }
    assert!(seen > 5, "{seen} forms");
}

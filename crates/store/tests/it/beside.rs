//! Forms that are laid beside one another.

use store::{Advance, Approve, By, KeptForm, NewDeclaration, Turn};

use crate::stage::{
    County, Stage, advance, day, declaration, form, noon, on_both, save, state, unit, year,
};

/// Project and first target of each.
fn told(forms: &[KeptForm]) -> Vec<(String, String)> {
    let target = |form: &KeptForm| {
        let form: serde_json::Value = serde_json::from_str(&form.form).expect("JSON");
        form["indicators"][0]["target"]["text"].as_str().expect("a target").to_owned()
    };
    forms.iter().map(|form| (form.project.clone(), target(form))).collect()
}

fn pair(project: &str, target: &str) -> (String, String) {
    (project.to_owned(), target.to_owned())
}

/// Writes a target into the draft.
async fn put(stage: &Stage, county: &County, seen: i64, version: i64, target: &str) {
    let by = By::person(county.clerk, noon(3));
    let text = form(&[("人数", target)]);
    let save = store::Save { seen, ..save(county.declaration, version, &text) };
    stage.store.save_draft(by, county.region, &save).await.expect("saved");
}

#[test]
fn last_years_forms_are_the_approved_ones_and_todays_are_the_drafts() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region, id) = (&stage.store, county.region, county.declaration);
        let by = By::person(county.clerk, noon(3));
        let of = [county.department];
        let last = async || store.forms_of_year(region, &of, 2026).await.expect("forms");
        assert!(last().await.is_empty(), "a draft is nobody's figure");
        let submit = advance(id, 1, "submit", Some(1));
        store.advance(by, region, &submit).await.expect("submitted");
        assert_eq!(told(&last().await), [pair("人才经费", "≥100人")], "the one handed in last");
        let step = advance(id, 2, "approve", None);
        let new = Approve { step, number: "1号".to_owned(), dated: day(2026, 1, 5) };
        store.approve(by, region, &new).await.expect("approved");
        let adjust = store::Adjust { step: advance(id, 3, "adjust", None) };
        store.adjust(by, region, &adjust).await.expect("begun");
        put(stage, &county, 4, 2, "≥50人").await;
        let again = advance(id, 4, "submit", Some(3));
        store.advance(by, region, &again).await.expect("submitted");
        let approved = last().await;
        assert_eq!(told(&approved), [pair("人才经费", "≥100人")], "until the change is approved");
        assert_eq!(approved[0].revision, approved[0].approved);
        put(stage, &county, 5, 3, "≥40人").await;
        let work = store.forms_at_work(region, county.department, county.cycle, None).await;
        let work = work.expect("forms");
        assert_eq!(told(&work), [pair("人才经费", "≥40人")]);
        assert_eq!(work[0].revision, None);
        assert!(store.forms_of_year(region, &of, 2025).await.expect("forms").is_empty());
    });
}

#[test]
fn an_adjustment_given_up_is_no_longer_at_work() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region, id) = (&stage.store, county.region, county.declaration);
        let by = By::person(county.clerk, noon(3));
        store.advance(by, region, &advance(id, 1, "submit", Some(1))).await.expect("submitted");
        let step = advance(id, 2, "approve", None);
        let new = Approve { step, number: "1号".to_owned(), dated: day(2026, 1, 5) };
        store.approve(by, region, &new).await.expect("approved");
        let adjust = |version| store::Adjust { step: advance(id, version, "adjust", None) };
        store.adjust(by, region, &adjust(3)).await.expect("begun");
        put(stage, &county, 4, 2, "≥50人").await;
        store.abandon_adjustment(by, region, &adjust(4)).await.expect("given up");
        let work = store.forms_at_work(region, county.department, county.cycle, None).await;
        assert_eq!(told(&work.expect("forms")), [pair("人才经费", "≥100人")]);
    });
}

#[test]
fn other_units_forms_are_found_under_the_same_folded_name() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region, cycle) = (&stage.store, county.region, county.cycle);
        let by = By::person(county.clerk, noon(3));
        let new = unit("乙局", None);
        let other = store.add_unit(by, region, &new, day(2021, 1, 1)).await.expect("a unit");
        let new = declaration(cycle, other, "人才 经费");
        let new = NewDeclaration { project_folded: "人才经费".to_owned(), ..new };
        let id = store.make_declaration(by, region, &new).await.expect("made");
        let folded = vec!["人才经费".to_owned(), String::new()];
        let others = async |unit| {
            let forms = store.forms_of_others(region, cycle, unit, &folded).await;
            forms.expect("forms")
        };
        assert!(others(county.department).await.is_empty(), "their draft is theirs");
        let state = state("waiting", "head");
        let step = Advance { state, turn: Turn::HandsOver, ..advance(id, 1, "submit", Some(1)) };
        store.advance(by, region, &step).await.expect("submitted");
        let found = others(county.department).await;
        let first = (found[0].unit, found[0].stage.as_str(), found[0].left_unit);
        assert_eq!((found.len(), first), (1, (other, "waiting", false)));
        assert!(others(other).await.is_empty(), "not one's own");
        let renamed = Some(store::Renamed { project: "另一项目", folded: "另一项目" });
        let text = form(&[]);
        let save = store::Save { seen: 2, renamed, ..crate::stage::save(id, 1, &text) };
        store.save_draft(by, region, &save).await.expect("renamed");
        assert!(others(county.department).await.is_empty());
        let next = store.open_cycle(by, region, &year(2027)).await.expect("a cycle");
        assert!(
            store.forms_of_others(region, next, other, &folded).await.expect("forms").is_empty()
        );
    });
}

#[test]
fn what_others_state_in_a_measure_is_todays_and_what_was_approved_before() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region, own) = (&stage.store, county.region, county.department);
        let by = By::person(county.clerk, noon(3));
        let new = unit("乙局", None);
        let other = store.add_unit(by, region, &new, day(2021, 1, 1)).await.expect("a unit");
        let new = declaration(county.cycle, other, "技能培训");
        let id = store.make_declaration(by, region, &new).await.expect("made");
        let measured = async |unit, year, measure: &str| {
            let measures = [measure.to_owned()];
            let rows = store.measured_elsewhere(region, unit, year, &measures).await;
            let rows = rows.expect("rows").into_iter();
            rows.map(|row| (row.unit, row.project, row.level3)).collect::<Vec<_>>()
        };
        assert!(measured(own, 2026, "人").await.is_empty(), "a draft is nobody's figure");
        let submit = advance(id, 1, "submit", Some(1));
        store.advance(by, region, &submit).await.expect("submitted");
        let row = (other, "技能培训".to_owned(), "培训人数".to_owned());
        assert_eq!(measured(own, 2026, "人").await, std::slice::from_ref(&row));
        assert!(measured(other, 2026, "人").await.is_empty(), "not one's own");
        assert!(measured(own, 2026, "元/人").await.is_empty());
        assert!(measured(own, 2027, "人").await.is_empty(), "not approved yet");
        let step = advance(id, 2, "approve", None);
        let new = Approve { step, number: "1号".to_owned(), dated: day(2026, 1, 5) };
        store.approve(by, region, &new).await.expect("approved");
        assert_eq!(measured(own, 2027, "人").await, [row]);
        let before = store.calls();
        let none = store.measured_elsewhere(region, own, 2026, &[]).await.expect("rows");
        assert_eq!((none.len(), store.calls()), (0, before), "nothing asked, nothing read");
    });
}

//! Long lists: by parts of at most a hundred rows, with counts and sums of all; what somebody sees
//! by parts is what they see one by one.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use chrono::Utc;
use store::{By, DeclarationId, Judged, NewDeclaration, State};

use super::county::County;

/// Many drafts of the county's unit, of 1 万元 each.
async fn many(county: &County, names: std::ops::Range<usize>) {
    let store = &county.stage.site.desk().store;
    for number in names {
        let project = format!("项目{number:03}");
        let funds = serde_json::json!({ "row": "expenditure", "total": "10000.00" });
        let form = serde_json::json!({ "kind": "project", "funds": funds, "indicators": [] });
        let words = ["declaration", "drafting", "", ""].map(str::to_owned);
        let [track, stage, step, back_to] = words;
        let new = NewDeclaration {
            cycle: county.cycle,
            unit: county.unit,
            kind: "project".to_owned(),
            project_folded: project.clone(),
            project,
            state: State { track, stage, step, back_to },
            form: form.to_string(),
            judged: Judged::default(),
            words: Vec::new(),
            key: None,
        };
        let by = By::program(Utc::now());
        store.make_declaration(by, county.region, &new).await.expect("a declaration");
    }
}

#[tokio::test]
async fn a_long_list_is_read_part_by_part_with_the_sums_of_all() {
    let mut county = County::new().await;
    many(&county, 0..3).await;
    let few = county.calls("clerk", "/declarations").await;
    many(&county, 3..230).await;
    assert_eq!(county.calls("clerk", "/declarations").await, few, "as often for many as for few");
    let page = county.get("clerk", "/declarations?stage=drafting").await.text();
    let link = "<a rel=\"next\" href=\"/declarations?stage=drafting&amp;after=";
    let other = "<a rel=\"next\" href=\"/declarations?stage=drafting&#38;after=";
    assert!(page.contains(link) || page.contains(other), "{page}");
    assert!(page.contains("共230份，本页100份") && page.contains("本页有100份可以提交"), "{page}");
    assert!(page.contains("230.00"), "the sum of all, not of the part: {page}");
    let (mut seen, mut sizes) = (BTreeSet::new(), Vec::new());
    let mut address = "/declarations?stage=drafting".to_owned();
    loop {
        let part = county.json("clerk", &address).await;
        let rows = part["rows"].as_array().expect("rows");
        sizes.push(rows.len());
        seen.extend(rows.iter().map(|row| row["id"].as_i64().expect("a number")));
        assert_eq!((&part["all"], &part["listed"]), (&230.into(), &230.into()));
        match part["next"].as_str() {
            Some(next) => address = next.to_owned(),
            None => break,
        }
    }
    assert_eq!((sizes, seen.len()), (vec![100, 100, 30], 230));
    let last = county.get("clerk", &address).await.text();
    assert!(last.contains("第一页") && !last.contains("rel=\"next\""), "{last}");
    let named = county.json("clerk", "/declarations?text=项目12").await;
    assert_eq!((&named["listed"], &named["all"]), (&10.into(), &230.into()), "{named}");
    let unit = county.json("clerk", "/declarations?text=人才中心").await;
    assert_eq!(unit["listed"], 230, "a unit's name is a name too");
    let below = format!("/declarations?unit={}", county.department.0);
    assert_eq!(county.json("clerk", &below).await["listed"], 230, "with all below it");
    for wrong in ["after=x", "after=1.project", "after=1.project.2.3", "unit=x"] {
        let answer = county.get("clerk", &format!("/declarations?{wrong}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
}

#[tokio::test]
async fn what_is_seen_by_parts_is_what_is_seen_one_by_one() {
    let mut county = County::new().await;
    county.cleared("人才引进经费", "12.5").await;
    let waiting = county.draft("培训经费", "2").await;
    county.submit(waiting, Vec::new()).await;
    county.draft("差旅经费", "1").await;
    for (login, listed) in [
        ("clerk", 3),
        ("head", 3),
        ("reviewer", 1),
        ("business", 1),
        ("performance", 1),
        ("leader", 1),
        ("auditor", 1),
        ("nobody", 0),
    ] {
        let who = county.who(login).await;
        let desk = county.stage.site.desk();
        let cases = desk.register(&who, county.cycle).await.expect("cases").cases;
        let whole: BTreeSet<DeclarationId> = cases.iter().map(|case| case.id()).collect();
        let own = desk.cases(&who, county.cycle).await.expect("cases");
        assert!(own.iter().map(|case| &case.standing).eq(cases.iter().map(|case| &case.standing)));
        let setting = desk.setting(county.region, county.cycle, who.today()).await.expect("there");
        let part = desk.part(&who, &setting, &setting.seen_by(&who), None, 100).await;
        let part: BTreeSet<DeclarationId> =
            part.expect("a part").cases.iter().map(|case| case.id()).collect();
        assert_eq!(part, whole, "{login}");
        assert_eq!(part.len(), listed, "{login}");
        let page = county.json(login, "/declarations").await;
        assert_eq!(page["listed"], listed, "{login}");
        assert_eq!(page["to_sign"].as_array().map(Vec::len), Some(usize::from(login == "head")));
    }
}

#[tokio::test]
async fn what_waits_for_its_approval_is_read_part_by_part_with_the_sum_of_all() {
    let mut county = County::new().await;
    many(&county, 0..104).await;
    let who = county.who("clerk").await;
    let desk = county.stage.site.desk();
    let drafts = desk.cases(&who, county.cycle).await.expect("cases");
    for case in &drafts {
        let state = State { stage: "cleared".to_owned(), ..case.standing.declaration.state() };
        let freeze = store::Freeze {
            kind: "submitted".to_owned(),
            draft: 1,
            judged: Judged::default(),
            findings: "[]".to_owned(),
            found: Vec::new(),
        };
        let step = store::Advance {
            declaration: case.id(),
            version: 1,
            action: "pass".to_owned(),
            state,
            turn: store::Turn::HandsOver,
            leaves_unit: true,
            reason: String::new(),
            freeze: Some(freeze),
            words: None,
            key: None,
        };
        desk.store.advance(By::program(Utc::now()), county.region, &step).await.expect("cleared");
    }
    let first = county.json("performance", "/approvals").await;
    let lines = first["departments"][0]["lines"].as_array().map(Vec::len);
    assert_eq!((lines, &first["sum"]["projects"]), (Some(100), &104.into()), "{first}");
    let page = county.get("performance", "/approvals").await.text();
    assert!(page.contains("项目104份，104.00万元") && page.contains("本页：项目100份"), "{page}");
    assert!(page.contains("rel=\"next\"") && page.contains("别的页要翻过去另批"), "{page}");
    let next = first["next"].as_str().expect("another part").to_owned();
    let last = county.json("performance", &next).await;
    let lines = last["departments"][0]["lines"].as_array().map(Vec::len);
    assert_eq!((lines, &last["next"]), (Some(4), &serde_json::Value::Null));
    assert!(last["barred"].is_null(), "whoever may approve may do so on every part");
}

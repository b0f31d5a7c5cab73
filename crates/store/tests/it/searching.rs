//! Declarations are found by their words, the newest first, the same on both databases; and so
//! are the lines of the record.

use store::{Advance, By, DeclarationId, EventQuery, NewDeclaration, Save, Search, What};

use crate::stage::{County, Stage, advance, declaration, form, noon, on_both, save};

fn words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

async fn make(stage: &Stage, county: &County, project: &str, spelt: &str) -> DeclarationId {
    let new = declaration(county.cycle, county.department, project);
    let new = NewDeclaration { words: words(spelt), ..new };
    let by = By::person(county.clerk, noon(3));
    stage.store.make_declaration(by, county.region, &new).await.expect("made")
}

async fn found(stage: &Stage, county: &County, text: &str) -> Vec<DeclarationId> {
    let search = Search { words: words(text), ..Search::default() };
    let found = stage.store.search(county.region, &search, 10).await;
    found.expect("an answer")
}

#[test]
fn all_words_must_be_there_and_the_last_one_may_be_begun() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let one = make(stage, &county, "养老保险补助", "养老 保险 补助 ylbxbz").await;
        let other = make(stage, &county, "失业保险", "失业 保险 sybx").await;
        let of = async |text: &str| found(stage, &county, text).await;
        assert_eq!(of("保险").await, [other, one], "the newest first");
        assert_eq!(of("保险 养老").await, [one]);
        assert_eq!(of("养老 保").await, [one]);
        assert_eq!(of("ylb").await, [one]);
        assert_eq!(of("养").await, [one]);
        assert!(of("保 养老").await.is_empty(), "only the last word may be begun");
        assert!(of("险").await.is_empty(), "a word has a beginning");
        for odd in ["%", "_", "ylbxbz ", "'", "\u{10FFFF}"] {
            assert!(of(odd).await.iter().all(|id| *id == one), "{odd} is no wildcard");
        }
        assert!(of("").await.is_empty() && of("% 保险").await.is_empty());
    });
}

#[test]
fn the_same_words_lead_on_page_by_page() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let mut all = Vec::new();
        for number in 0..5 {
            all.insert(0, make(stage, &county, &format!("项目{number}"), "项目").await);
        }
        let page = async |before| {
            let search = Search { words: words("项"), before, ..Search::default() };
            let page = stage.store.search(county.region, &search, 2).await;
            page.expect("a page")
        };
        assert_eq!(page(None).await, all[..2]);
        assert_eq!(page(Some(all[1])).await, all[2..4]);
        assert_eq!(page(Some(all[3])).await, all[4..]);
        let before = stage.store.calls();
        page(None).await;
        assert_eq!(stage.store.calls() - before, 1);
        let count = async |search: Search| {
            let search = Search { words: words("项目"), ..search };
            stage.store.search(county.region, &search, 9).await.expect("an answer").len()
        };
        let units = Some(vec![county.department]);
        let cycle = Some(county.cycle);
        assert_eq!(count(Search { units, cycle, ..Search::default() }).await, 5);
        assert_eq!(count(Search { units: Some(vec![]), ..Search::default() }).await, 0);
        let cycle = Some(store::CycleId(county.cycle.0 + 1));
        assert_eq!(count(Search { cycle, ..Search::default() }).await, 0);
    });
}

#[test]
fn words_follow_what_is_written() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, by) = (&stage.store, By::person(county.clerk, noon(3)));
        let id = make(stage, &county, "项目", "旧名 共同").await;
        let (text, spelt) = (form(&[]), words("新名 共同"));
        let put = Save { words: Some(&spelt), ..save(id, 1, &text) };
        store.save_draft(by, county.region, &put).await.expect("saved");
        assert!(found(stage, &county, "旧名").await.is_empty());
        assert_eq!(found(stage, &county, "共同 新名").await, [id]);
        store.save_draft(by, county.region, &save(id, 2, &text)).await.expect("saved");
        assert_eq!(found(stage, &county, "新名").await, [id], "no words leave them");
        let submit = advance(id, 1, "submit", Some(3));
        let submit = Advance { words: Some(words("终名")), ..submit };
        store.advance(by, county.region, &submit).await.expect("submitted");
        assert!(found(stage, &county, "新名").await.is_empty());
        assert_eq!(found(stage, &county, "终").await, [id]);
        let stands = store.standings_among(county.region, &[id, county.declaration]).await;
        let ids: Vec<_> = stands.expect("both").iter().map(|one| one.declaration.id).collect();
        assert_eq!(ids, [county.declaration, id]);
    });
}

#[test]
fn the_record_is_read_from_its_end_and_by_subject() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region, id) = (&stage.store, county.region, county.declaration);
        let by = By::person(county.leader, noon(3)).acting_for(county.clerk);
        store.assign(by, region, id, None).await.expect("assigned");
        let waiver = crate::stage::waiver(id, "C107", "理由");
        store.waive(By::person(county.clerk, noon(4)), region, &waiver).await.expect("waived");
        let find = async |query: EventQuery, count| {
            let events = store.find_events(region, &query, count).await.expect("events");
            events.into_iter().map(|event| event.what).collect::<Vec<_>>()
        };
        let subject = format!("declaration/{}", id.0);
        let of = EventQuery { subject: Some(subject.clone()), ..EventQuery::default() };
        let all = ["waiver given", "declaration assigned", "declaration made"];
        assert_eq!(find(of.clone(), 9).await, all);
        assert_eq!(find(of.clone(), 1).await, all[..1]);
        let told = store.history(region, &subject).await.expect("a history");
        assert_eq!(told.len(), 3);
        let before = Some(told[2].seq);
        assert_eq!(find(EventQuery { before, ..of.clone() }, 9).await, all[1..]);
        let theirs = EventQuery { person: Some(county.clerk), ..of };
        assert_eq!(find(theirs.clone(), 9).await, all, "what was done in their place is theirs");
        let what = Some(What::DeclarationAssigned);
        assert_eq!(find(EventQuery { what, ..theirs }, 9).await, all[1..2]);
    });
}

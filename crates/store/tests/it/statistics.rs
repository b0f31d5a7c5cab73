//! Sums and counts, worked out by the database and the same on both.

use store::{Advance, Approve, Basis, By, DeclarationId, FoundFault, Freeze, UnitId};

use crate::stage::{
    County, Stage, advance, day, declaration, freeze, funded, noon, on_both, save, unit,
};

fn fault(code: &str, cause: &str) -> FoundFault {
    let [code, severity, cause] = [code, "warning", cause].map(str::to_owned);
    FoundFault { code, severity, cause }
}

/// Makes a declaration with some money and hands it in.
async fn submitted(
    stage: &Stage,
    county: &County,
    unit: UnitId,
    project: &str,
    [total, fiscal]: [&str; 2],
) -> DeclarationId {
    let (store, by) = (&stage.store, By::person(county.clerk, noon(3)));
    let new = declaration(county.cycle, unit, project);
    let id = store.make_declaration(by, county.region, &new).await.expect("made");
    let form = funded("capital", total, fiscal);
    store.save_draft(by, county.region, &save(id, 1, &form)).await.expect("saved");
    let found = vec![fault("C107", "C107/人"), fault("C107", "C107/项"), fault("C109", "C109")];
    let freeze = Some(Freeze { found, ..freeze(2) });
    let submit = Advance { freeze, ..advance(id, 1, "submit", None) };
    store.advance(by, county.region, &submit).await.expect("submitted");
    id
}

async fn approve(stage: &Stage, county: &County, id: DeclarationId) {
    let step = advance(id, 2, "approve", None);
    let new = Approve { step, number: "1号".to_owned(), dated: day(2026, 1, 5) };
    let by = By::person(county.leader, noon(5));
    stage.store.approve(by, county.region, &new).await.expect("approved");
}

#[test]
fn money_is_added_up_by_unit_kind_and_category() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region, cycle) = (&stage.store, county.region, county.cycle);
        let department = county.department;
        // More fen than 32 bits hold.
        let one = submitted(stage, &county, department, "一", ["90000000.01", "1.00"]).await;
        submitted(stage, &county, department, "二", ["90000000.02", "oops"]).await;
        let money = async |basis| {
            let sums = store.money(region, cycle, basis).await.expect("sums");
            let told = |sum: store::MoneySum| (sum.declarations, sum.amount);
            sums.into_iter().map(told).collect::<Vec<_>>()
        };
        assert_eq!(money(Basis::Last).await, [(2, 18_000_000_003)]);
        assert!(money(Basis::Approved).await.is_empty());
        approve(stage, &county, one).await;
        assert_eq!(money(Basis::Approved).await, [(1, 9_000_000_001)]);
        let sums = store.money(region, cycle, Basis::Approved).await.expect("sums");
        let first = &sums[0];
        let told = (first.unit, first.kind.as_str(), first.category.as_str());
        assert_eq!(told, (department, "project", "capital"));
    });
}

#[test]
fn progress_and_findings_are_counted() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region, cycle) = (&stage.store, county.region, county.cycle);
        let by = By::program(noon(2));
        let new = unit("人才中心", Some(county.department));
        let below = store.add_unit(by, region, &new, day(2021, 1, 1)).await.expect("a unit");
        for project in ["一", "二"] {
            submitted(stage, &county, below, project, ["1.00", "1.00"]).await;
        }
        let progress = store.progress(region, cycle).await.expect("progress");
        let told = |row: &store::Progress| (row.unit, row.stage.clone(), row.declarations);
        let told: Vec<_> = progress.iter().map(told).collect();
        let drafting = (county.department, "drafting".to_owned(), 1);
        assert_eq!(told, [drafting, (below, "after submit".to_owned(), 2)]);
        let faults = store.faults(region, cycle, Basis::Last).await.expect("faults");
        let told = |row: &store::FaultCount| (row.code.clone(), row.findings, row.declarations);
        let told: Vec<_> = faults.iter().map(told).collect();
        assert_eq!(told, [("C107".to_owned(), 4, 2), ("C109".to_owned(), 2, 2)]);
        assert!(store.faults(region, cycle, Basis::Approved).await.expect("faults").is_empty());
    });
}

#[test]
fn each_figure_costs_one_statement() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region, cycle) = (&stage.store, county.region, county.cycle);
        for project in ["一", "二", "三"] {
            submitted(stage, &county, county.department, project, ["1.00", "1.00"]).await;
        }
        let before = store.calls();
        store.progress(region, cycle).await.expect("progress");
        store.money(region, cycle, Basis::Last).await.expect("money");
        store.faults(region, cycle, Basis::Last).await.expect("faults");
        assert_eq!(store.calls() - before, 3);
    });
}

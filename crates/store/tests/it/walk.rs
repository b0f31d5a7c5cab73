//! Every function that changes something, in the order of a year: each appends one event for each
//! record it changes, and when one of them cannot be written nothing else is.

mod accounts;

use std::sync::atomic::Ordering;

use store::{
    Adjust, Approve, Basis, By, DeclarationId, Error, FoundFault, Judged, NewAttachment,
    NewComment, NewCycle, NewException, NewGrant, NewJob, NewLock, Part, RegionId, Renamed, Save,
    SaveSheet, Store, What,
};

use crate::stage::{
    Stage, advance, day, declaration, form, noon, on_both, save, unit, waiver, year,
};

/// What is attached, and taken away again.
pub const CONTENT: &[u8] = b"%PDF-1.7";

impl Stage {
    /// Tries a change of one record while events cannot be written, then for good.
    async fn step<T>(&self, what: What, run: impl AsyncFn(&Store) -> Result<T, Error>) -> T {
        self.steps(&[what], run).await
    }

    /// Tries a change of several records while events cannot be written, then for good: one event
    /// for each record, in one transaction.
    async fn steps<T>(&self, whats: &[What], run: impl AsyncFn(&Store) -> Result<T, Error>) -> T {
        let what = whats[0];
        if self.smooth.load(Ordering::Relaxed) {
            return run(&self.store).await.unwrap_or_else(|error| panic!("{what:?}: {error}"));
        }
        let before = self.everything().await;
        for broken in 1..=whats.len() {
            self.break_events(Some(broken)).await;
            let failed = run(&self.store).await;
            assert!(matches!(failed, Err(Error::Database(_))), "{what:?} without event {broken}");
            assert_eq!(self.everything().await, before, "{what:?} left something behind");
            self.break_events(None).await;
        }
        let events = "SELECT what FROM event ORDER BY region, seq";
        let before = self.rows(events).await.len();
        let given = run(&self.store).await.unwrap_or_else(|error| panic!("{what:?}: {error}"));
        let after = self.rows(events).await;
        let words: Vec<&str> = whats.iter().map(|what| what.as_str()).collect();
        let written: Vec<&str> =
            after[before..].iter().filter_map(|event| event["what"].as_str()).collect();
        assert_eq!(written, words, "{what:?}");
        given
    }
}

#[test]
fn every_change_writes_its_events_and_leaves_nothing_when_it_cannot() {
    let ends = on_both(async |stage| {
        let region = places(stage).await;
        let end = stage.store.head(region).await.expect("a head");
        let words = stage.rows("SELECT DISTINCT what FROM event").await;
        assert_eq!(words.len(), What::ALL.len(), "a kind of event was not tried: {words:?}");
        assert_eq!(stage.store.verify(region).await.expect("verifies"), None);
        end.seq
    });
    assert!(ends.iter().all(|end| *end == ends[0]), "{ends:?}");
}

#[test]
fn a_year_without_faults_is_the_same_on_both_databases() {
    let years = on_both(async |stage| {
        stage.smooth.store(true, Ordering::Relaxed);
        let region = places(stage).await;
        told(&stage.store, region).await
    });
    assert!(years[0].contains("仁财绩〔2026〕1号") && years[0].contains("≥120人"), "{}", years[0]);
    for year in &years {
        assert_eq!(*year, years[0]);
    }
}

/// Everything the store tells about a region, and the end of its chain.
pub(super) async fn told(store: &Store, region: RegionId) -> String {
    let cycle = store.cycles(region).await.expect("cycles").remove(0);
    let rows = store.declarations(region, cycle.id).await.expect("declarations");
    let id = rows[0].id;
    let list = (store.units(region, day(2026, 6, 1)).await, store.people(region).await);
    let form = (store.draft(region, id).await, store.revisions(region, id).await);
    let said = (store.comments(region, id).await, store.reviews(region, id).await);
    let decided = (store.approvals(region, id).await, store.adjustments(region, id).await);
    let found = (
        store.indicators(region, cycle.id, Basis::Approved).await,
        store.attachments(region, id).await,
    );
    let locks = (store.locks(region, cycle.id).await, store.waivers(region, id).await);
    let accounts = accounts::told(store, region).await;
    let jobs = store.last_job(region, "papers").await;
    let chain = (store.events(region, 0, 1_000).await, store.head(region).await);
    format!(
        "{cycle:?} {rows:?} {list:?} {form:?} {said:?} {decided:?} {found:?} {locks:?} {accounts} \
         {jobs:?} {chain:#?}"
    )
}

/// Regions, units and people.
pub(super) async fn places(stage: &Stage) -> RegionId {
    let by = By::program(noon(1));
    let from = day(2020, 1, 1);
    let region = stage
        .step(What::RegionAdded, async |s| s.add_region(by, "仁和区", "510411", from).await)
        .await;
    let recode = async |s: &Store| s.recode_region(by, region, "510412", day(2025, 1, 1)).await;
    stage.step(What::RegionRecoded, recode).await;
    let add = async |name: &'static str| {
        stage
            .step(What::UnitAdded, async |s| s.add_unit(by, region, &unit(name, None), from).await)
            .await
    };
    let (a, b, c) = (add("甲局").await, add("乙局").await, add("丙局").await);
    let later = day(2024, 1, 1);
    let new = unit("丙中心", Some(a));
    let change = async |s: &Store| s.change_unit(by, region, c, &new, later).await;
    stage.step(What::UnitChanged, change).await;
    let new = unit("丙服务中心", Some(a));
    let correct = async |s: &Store| s.correct_unit(by, region, c, &new).await;
    stage.step(What::UnitCorrected, correct).await;
    let d = add("丁局").await;
    stage.step(What::UnitClosed, async |s| s.close_unit(by, region, d, later).await).await;
    let new = unit("甲乙局", None);
    let whats =
        [What::UnitsMerged, What::UnitAdded, What::UnitClosed, What::UnitChanged, What::UnitClosed];
    let merge = async |s: &Store| s.merge_units(by, region, &[a, b], &new, day(2025, 1, 1)).await;
    let merged = stage.steps(&whats, merge).await;
    let parts = [
        Part { unit: unit("一局", None), children: vec![c] },
        Part { unit: unit("二局", None), children: vec![] },
    ];
    let split = async |s: &Store| s.split_unit(by, region, merged, &parts, day(2026, 1, 1)).await;
    let whats = [What::UnitSplit, What::UnitAdded, What::UnitChanged, What::UnitAdded];
    let units = stage.steps(&whats, split).await;
    people(stage, region, units[0]).await;
    region
}

async fn people(stage: &Stage, region: RegionId, unit: store::UnitId) {
    let by = By::program(noon(2));
    let add = async |name: &'static str| {
        let add = async |s: &Store| s.add_person(by, region, unit, name, name).await;
        stage.step(What::PersonAdded, add).await
    };
    let (clerk, leader) = (add("李芳").await, add("王强").await);
    let role = "clerk".to_owned();
    let new = NewGrant { person: clerk, role, unit, from: day(2026, 1, 1), until: None };
    let grant = stage.step(What::RoleGranted, async |s| s.grant(by, region, &new).await).await;
    let end = async |s: &Store| s.end_grant(by, region, grant, day(2027, 1, 1)).await;
    stage.step(What::RoleEnded, end).await;
    let days = [day(2026, 2, 1), day(2026, 3, 1)];
    let name = async |s: &Store| s.name_stand_in(by, region, leader, clerk, days).await;
    let stand_in = stage.step(What::StandInNamed, name).await;
    let end = async |s: &Store| s.end_stand_in(by, region, stand_in, day(2026, 2, 9)).await;
    stage.step(What::StandInEnded, end).await;
    accounts::walk(stage, region, unit, leader).await;
    let open = async |s: &Store| s.open_cycle(by, region, &year(2026)).await;
    let cycle = stage.step(What::CycleOpened, open).await;
    calendar(stage, region, unit, cycle).await;
    let mut new = declaration(cycle, unit, "人才经费");
    new.key = Some("once".to_owned());
    new.words = vec!["人才".to_owned(), "rencai".to_owned()];
    let by = By::person(clerk, noon(3));
    let wanted = NewJob { kind: "papers", what: "{}", shared: false };
    stage.step(What::JobAsked, async |s| s.ask_job(by, region, &wanted).await).await;
    let make = async |s: &Store| s.make_declaration(by, region, &new).await;
    let declaration = stage.step(What::DeclarationMade, make).await;
    writing(stage, region, by, declaration).await;
    deciding(stage, region, By::person(leader, noon(5)), declaration).await;
}

/// Days of a cycle, a lock and leave to go on in spite of it.
async fn calendar(stage: &Stage, region: RegionId, unit: store::UnitId, cycle: store::CycleId) {
    let by = By::program(noon(2));
    let new = NewCycle { closes: day(2025, 11, 15), ..year(2026) };
    let change = async |s: &Store| s.change_cycle(by, region, cycle, &new).await;
    stage.step(What::CycleChanged, change).await;
    stage.step(What::CycleClosed, async |s| s.close_cycle(by, region, cycle).await).await;
    stage.step(What::CycleReopened, async |s| s.reopen_cycle(by, region, cycle).await).await;
    let (levels, reason) = (vec!["unit".to_owned()], "申报截止".to_owned());
    let new = NewLock { cycle, levels, from: day(2026, 1, 2), until: None, reason };
    let lock = stage.step(What::LockSet, async |s| s.set_lock(by, region, &new).await).await;
    let (from, until, reason) = (day(2026, 1, 3), day(2026, 1, 9), "更正错误".to_owned());
    let new = NewException { cycle, lock: Some(lock), unit, from, until, reason };
    let except = async |s: &Store| s.except(by, region, &new).await;
    let exception = stage.step(What::ExceptionGiven, except).await;
    let (locks, exceptions) = stage.store.locks(region, cycle).await.expect("locks");
    assert_eq!((locks[0].levels(), exceptions[0].until), (vec!["unit"], until));
    let withdraw = async |s: &Store| s.withdraw_exception(by, region, exception).await;
    stage.step(What::ExceptionWithdrawn, withdraw).await;
    stage.step(What::LockLifted, async |s| s.lift_lock(by, region, lock).await).await;
    assert!(stage.store.except(by, region, &new).await.is_err(), "there is nothing to except from");
}

async fn writing(stage: &Stage, region: RegionId, by: By, declaration: DeclarationId) {
    let text = form(&[("培训人数", "≥120人")]);
    let mut text: serde_json::Value = serde_json::from_str(&text).expect("a form");
    text["funds"] = serde_json::json!({ "row": "expenditure", "total": "100.00" });
    text["money_rows"] = serde_json::json!([text["funds"]]);
    let text = text.to_string();
    let save_of = save(declaration, 1, &text);
    let save = Save { key: Some("k"), ..save_of.clone() };
    let save = async |s: &Store| s.save_draft(by, region, &save).await;
    stage.step(What::DraftSaved, save).await;
    let judged = [(declaration, 2, Judged { advice: 7, ..Judged::default() })];
    let judge = async |s: &Store| s.judge_drafts(by, region, &judged).await;
    stage.step(What::DraftJudged, judge).await;
    let renamed = Some(Renamed { project: "人才引进经费", folded: "人才引进经费" });
    let save = Save { renamed, version: 2, key: Some("l"), ..save_of };
    let rename = async |s: &Store| s.save_draft(by, region, &save).await;
    stage.steps(&[What::DraftSaved, What::DeclarationRenamed], rename).await;
    let waive =
        async |s: &Store| s.waive(by, region, &waiver(declaration, "C107/人", "沿用上年")).await;
    stage.step(What::WaiverGiven, waive).await;
    let back = async |s: &Store| s.take_waiver_back(by, region, declaration, "C107/人").await;
    stage.step(What::WaiverTaken, back).await;
    let (name, kind) = ("依据.pdf".to_owned(), "pdf".to_owned());
    let new = NewAttachment { declaration, name, kind, content: CONTENT, key: None };
    let file = stage.step(What::FileAttached, async |s| s.attach(by, region, &new).await).await;
    stage.step(What::FileDetached, async |s| s.detach(by, region, file).await).await;
    let mut submit = advance(declaration, 1, "submit", Some(3));
    let [code, severity, cause] = ["C107", "error", "C107/人"].map(str::to_owned);
    submit.freeze.iter_mut().for_each(|freeze| {
        freeze.found = vec![FoundFault {
            code: code.clone(),
            severity: severity.clone(),
            cause: cause.clone(),
        }];
    });
    submit.words = Some(vec!["人才引进".to_owned()]);
    stage.step(What::DeclarationAdvanced, async |s| s.advance(by, region, &submit).await).await;
}

async fn deciding(stage: &Stage, region: RegionId, by: By, declaration: DeclarationId) {
    let new = NewComment {
        declaration,
        revision: None,
        path: "indicators.0.target".to_owned(),
        answers: None,
        body: "请说明测算依据".to_owned(),
        key: None,
    };
    let comment =
        stage.step(What::CommentAdded, async |s| s.add_comment(by, region, &new).await).await;
    let resolve = async |s: &Store| s.resolve_comment(by, region, comment).await;
    stage.step(What::CommentResolved, resolve).await;
    let assign = async |s: &Store| s.assign(by, region, declaration, by.person).await;
    stage.step(What::DeclarationAssigned, assign).await;
    let rows = stage.store.revision_heads(region, declaration, None, 9).await;
    let revision = rows.expect("revisions")[0].id;
    let (version, total, key) = (0, Some(8_850), Some("k"));
    let save = SaveSheet { revision, version, items: "{}", opinion: "可行", total, key };
    let save = async |s: &Store| s.save_aspect_sheet(by, region, &save).await;
    let sheet = stage.step(What::SheetSaved, save).await;
    let decide = async |s: &Store| s.decide_aspect_sheet(by, region, sheet.id, 1).await;
    stage.step(What::SheetDecided, decide).await;
    let step = advance(declaration, 2, "approve", None);
    let new =
        Approve { step, number: "仁财绩〔2026〕1号".to_owned(), dated: day(2026, 1, 5) };
    stage.step(What::DeclarationApproved, async |s| s.approve(by, region, &new).await).await;
    let adjust = Adjust { step: advance(declaration, 3, "adjust", None) };
    stage.step(What::AdjustmentBegun, async |s| s.adjust(by, region, &adjust).await).await;
    let adjust = Adjust { step: advance(declaration, 4, "abandon", None) };
    let abandon = async |s: &Store| s.abandon_adjustment(by, region, &adjust).await;
    stage.step(What::AdjustmentAbandoned, abandon).await;
}

//! Permission is asked in one place: for every role, in every stage, for every action, the site
//! answers on each of its ways in what `flow::may` says, and a refusal leaves no trace. What came
//! out is written down in `permissions/table.md`; `UPDATE=1` writes it.

pub mod parade;
mod scenes;
mod told;

use flow::Action;
use serde_json::json;

use parade::{Parade, askers, name};
use scenes::{Scene, Way};
use told::{Expected, Told};

/// Does one thing on one way in, and compares the answer with the one that is expected.
async fn try_one(parade: &mut Parade, login: &str, way: Way, expected: &Expected) -> Told {
    let case = parade.case().await;
    let before = parade.traces().await;
    let told = way.take(parade, login, &case).await;
    let at = format!("{} {}: {told:?}, not {expected:?}", name(login), way.name());
    assert!(told.agrees(expected), "{at}");
    let after = parade.traces().await;
    match (&told, way.writes()) {
        (Told::Done, true) => assert_ne!(before, after, "{at}: nothing was written"),
        _ => assert_eq!(before, after, "{at}: something was written"),
    }
    told
}

/// Everything everybody could try in a scene.
async fn play(parade: &mut Parade, scene: &Scene) -> Vec<(&'static str, Vec<Expected>)> {
    scene.set(parade).await;
    let mut rows = Vec::new();
    for login in askers().chain(scene.guest) {
        let mut row = Vec::new();
        for action in Action::ALL {
            let (who, case) = (parade.who(login).await, parade.case().await);
            let expected = Expected::of(&case, &who, action);
            for way in Way::of(action, &expected, scene) {
                let told = try_one(parade, login, way, &expected).await;
                if told == Told::Done && way.leads_on() {
                    scene.set(parade).await;
                }
            }
            row.push(expected);
        }
        rows.push((login, row));
    }
    rows
}

#[tokio::test]
async fn every_way_in_gives_the_same_answer() {
    let mut parade = Parade::new().await;
    let mut table = told::Table::default();
    for scene in scenes::ALL {
        let started = std::time::Instant::now();
        let rows = play(&mut parade, &scene).await;
        eprintln!("{} {:?}", scene.name, started.elapsed());
        table.add(scene.name, rows);
    }
    table.compare();
}

#[tokio::test]
async fn what_was_on_an_old_screen_is_not_acted_on() {
    let mut parade = Parade::new().await;
    for scene in scenes::ALL.iter().filter(|scene| scene.is_plain()) {
        scene.set(&mut parade).await;
        for login in askers() {
            let (who, case) = (parade.who(login).await, parade.case().await);
            for action in Action::ALL.into_iter().filter(|action| action.needs_current_version()) {
                let steps = [Action::Edit, Action::Grade].contains(&action);
                if steps || case.may(&who, action).is_err() {
                    continue;
                }
                let before = parade.traces().await;
                let mut sent = scenes::fields(action, &case);
                sent["version"] = json!(case.standing.declaration.version - 1);
                let address = format!("/declarations/{}/{}", parade.id.0, action.as_str());
                let told = Told::of(&parade.post(login, true, &address, &sent).await);
                let at = format!("{} {} {}: {told:?}", scene.name, name(login), action.name());
                assert!(matches!(&told, Told::Refused { why, .. } if why.contains("别人")), "{at}");
                assert_eq!(before, parade.traces().await, "{at}");
            }
        }
    }
}

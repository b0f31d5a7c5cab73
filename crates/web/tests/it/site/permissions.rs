//! Permission is asked in one place: for every role, in every stage, for every action, the site
//! answers on each of its ways in what `flow::may` says, and a refusal leaves no trace. What came
//! out is written down in `permissions/table.md`; `UPDATE=1` writes it.

pub mod parade;
mod scenes;
mod told;

use desk::Case;
use flow::Action;
use serde_json::json;

use parade::{Parade, askers, name};
use scenes::{Scene, Way};
use told::{Expected, Told};

/// Goes one way in, and compares the answer with the one that is expected. Gives whether the
/// declaration stands elsewhere now.
async fn try_one(
    parade: &mut Parade,
    login: &str,
    (way, case): (Way, &Case),
    expected: &Expected,
) -> bool {
    let before = parade.traces().await;
    let told = way.take(parade, login, case).await;
    let at = format!("{} {}: {told:?}, not {expected:?}", name(login), way.name());
    assert!(told.agrees(expected), "{at}");
    let after = parade.traces().await;
    match (&told, way.writes()) {
        (Told::Done, true) => assert_ne!(before, after, "{at}: nothing was written"),
        _ => assert_eq!(before, after, "{at}: something was written"),
    }
    told == Told::Done && way.leads_on()
}

/// Everything everybody could try in a scene, on the ways in whose turn it is.
async fn play(parade: &mut Parade, scene: &Scene, turn: &mut usize) -> told::Rows {
    scene.set(parade).await;
    let mut case = parade.case().await;
    let mut rows = Vec::new();
    for login in askers().chain(scene.guest) {
        let who = parade.who(login).await;
        let row = Action::ALL.map(|action| (action, Expected::of(&case, &who, action)));
        for (action, expected) in &row {
            *turn += 1;
            for way in Way::of(*action, expected, scene, *turn) {
                if try_one(parade, login, (way, &case), expected).await {
                    scene.set(parade).await;
                    case = parade.case().await;
                }
            }
        }
        rows.push((login, row.map(|(_, expected)| expected).into()));
    }
    rows
}

#[tokio::test]
async fn every_way_in_gives_the_same_answer() {
    let mut parade = Parade::new().await;
    let mut table = told::Table::default();
    let mut turn = 0;
    for scene in scenes::ALL {
        let rows = play(&mut parade, &scene, &mut turn).await;
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

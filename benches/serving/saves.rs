//! Durable saves of a real form through the store, beside raw commits of the same bytes on the
//! same kind of database: one writer, 50 writers each in a region of its own, 50 in one region.

mod raw;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use benches::{Failure, median, ratio};
use chrono::{NaiveDate, Utc};
use futures_util::future::try_join_all;
use office::recognise::Recogniser;
use store::{
    By, Database, DeclarationId, Judged, NewCycle, NewDeclaration, NewUnit, PersonId, RegionId,
    Save, State, Store,
};

use raw::Raw;

/// Writers at a time.
const WRITERS: usize = 50;
/// Saves of one round, by all writers together.
const SAVES: usize = 500;
const ROUNDS: usize = 7;
/// What an event and its head take beside the form, in bytes.
const EVENT: usize = 700;

/// A declaration somebody writes in.
#[derive(Clone, Copy)]
struct Desk {
    region: RegionId,
    person: PersonId,
    declaration: DeclarationId,
}

/// Prints times of a save, ours beside raw, as ratios.
///
/// # Errors
/// When the database fails.
pub async fn run(database: &str) -> Result<(), Failure> {
    let forms = Arc::new(two_forms()?);
    let place = match database.starts_with("postgres") {
        true => Database::Url(database.to_owned()),
        false => Database::Folder(database.into()),
    };
    let store = Arc::new(Store::open(&place).await?);
    let raw = Arc::new(Raw::open(database, WRITERS).await?);
    let mut apart = Vec::new();
    for number in 0..WRITERS {
        apart.push(a_region(&store, number, 1, &forms[0]).await?[0]);
    }
    let together = a_region(&store, WRITERS, WRITERS, &forms[0]).await?;
    println!("{} bytes a form, {SAVES} saves a round, {ROUNDS} rounds in turns", forms[0].len());
    for (name, desks) in [
        ("1 writer", &apart[..1]),
        ("50 writers, 50 regions", &apart[..]),
        ("50 writers, 1 region", &together[..]),
    ] {
        let (mut ours, mut bare) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            bare.push(raw_round(&raw, desks.len(), &forms).await?);
            ours.push(round(&store, desks, &forms).await?);
        }
        let [ours, bare] = [median(ours), median(bare)];
        println!(
            "{name}: ours {:?}, raw {:?} a save; ours does {} of raw",
            ours / SAVES_32,
            bare / SAVES_32,
            ratio(bare, ours)
        );
    }
    Ok(())
}

const SAVES_32: u32 = 500;

/// A real form, and the same with another goal.
fn two_forms() -> Result<[String; 2], Failure> {
    let real = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/real/renhe-2026.docx");
    let packs = policy::Packs::built_in()?;
    let recogniser = Recogniser::new(&packs, None).ok_or("a pack without a policy")?;
    let document = recogniser.open("a.docx", &std::fs::read(real)?, office::Limits::default())?;
    let form = recogniser.read(&document).forms.into_iter().nth(1).ok_or("no form")?;
    let one = serde_json::to_value(office::json::form(&form, false))?;
    let mut other = one.clone();
    other["goal"] = "保障人才引进与培养各项支出。".into();
    Ok([one.to_string(), other.to_string()])
}

/// A region with a unit, and so many people with a declaration each.
async fn a_region(
    store: &Store,
    number: usize,
    people: usize,
    form: &str,
) -> Result<Vec<Desk>, Failure> {
    let from = NaiveDate::from_ymd_opt(2020, 1, 1).ok_or("a day")?;
    let stamp = Utc::now().timestamp_micros();
    let by = By::program(Utc::now());
    // Another code each time, in a database that was measured before too.
    let code = format!("{:06}", stamp / 1_000_000 % 10_000 * 100 + number as i64);
    let region = store.add_region(by, &format!("第{number}县"), &code, from).await?;
    let unit = NewUnit {
        name: "财政局".to_owned(),
        code: "301".to_owned(),
        kind: "bureau".to_owned(),
        parent: None,
    };
    let unit = store.add_unit(by, region, &unit, from).await?;
    let cycle = NewCycle {
        year: 2026,
        pack: "renhe".to_owned(),
        opens: from,
        closes: NaiveDate::from_ymd_opt(2030, 1, 1).ok_or("a day")?,
    };
    let cycle = store.open_cycle(by, region, &cycle).await?;
    let mut desks = Vec::new();
    for at in 0..people {
        let login = format!("w{stamp}-{at}");
        let person = store.add_person(by, region, unit, &format!("经办{at}"), &login).await?;
        let new = NewDeclaration {
            cycle,
            unit,
            kind: "project".to_owned(),
            project: format!("项目{at}"),
            project_folded: format!("项目{at}"),
            state: State {
                track: "declaration".to_owned(),
                stage: "drafting".to_owned(),
                ..State::default()
            },
            form: form.to_owned(),
            judged: Judged::default(),
            words: words(),
            key: None,
        };
        let by = By::person(person, Utc::now());
        let declaration = store.make_declaration(by, region, &new).await?;
        desks.push(Desk { region, person, declaration });
    }
    Ok(desks)
}

/// As many words as a real form leads to.
fn words() -> Vec<String> {
    (0..130).map(|number| format!("词{number}")).collect()
}

/// All writers save in turn until the round is done.
async fn round(
    store: &Arc<Store>,
    desks: &[Desk],
    forms: &Arc<[String; 2]>,
) -> Result<Duration, Failure> {
    let each = SAVES / desks.len();
    let words = Arc::new(words());
    let begun = Instant::now();
    let tasks = desks.iter().map(|desk| {
        let (store, desk, forms, words) = (store.clone(), *desk, forms.clone(), words.clone());
        tokio::spawn(async move { write(&store, desk, each, &forms, &words).await })
    });
    for done in try_join_all(tasks).await? {
        done?;
    }
    Ok(begun.elapsed())
}

async fn write(
    store: &Store,
    desk: Desk,
    times: usize,
    forms: &[String; 2],
    words: &[String],
) -> Result<(), store::Error> {
    let mut version = store.draft(desk.region, desk.declaration).await?.version;
    for time in 0..times {
        let save = Save {
            declaration: desk.declaration,
            seen: 1,
            version,
            form: &forms[time % 2],
            judged: &Judged::default(),
            words: Some(words),
            renamed: None,
            key: Some(&format!("{version}")),
        };
        version = store
            .save_draft(By::person(desk.person, Utc::now()), desk.region, &save)
            .await?
            .version;
    }
    Ok(())
}

async fn raw_round(
    raw: &Arc<Raw>,
    writers: usize,
    forms: &Arc<[String; 2]>,
) -> Result<Duration, Failure> {
    let each = SAVES / writers;
    let begun = Instant::now();
    let tasks = (0..writers).map(|writer| {
        let (raw, forms) = (raw.clone(), forms.clone());
        tokio::spawn(async move {
            let event = "x".repeat(EVENT);
            for time in 0..each {
                raw.commit(i64::try_from(writer).unwrap_or(0), &forms[time % 2], &event).await?;
            }
            Ok::<(), sqlx::Error>(())
        })
    });
    for done in try_join_all(tasks).await? {
        done?;
    }
    Ok(begun.elapsed())
}

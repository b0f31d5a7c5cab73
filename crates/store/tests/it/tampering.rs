//! What somebody with the database's password, or with the data folder, can do past the program,
//! and whether it is found: each way is tried on both databases, without a kept head, with one kept
//! before it and with one kept after. The table in `docs/provable-history.md` is what came out;
//! `UPDATE=1` writes it anew.

use std::fmt::Write;
use std::path::PathBuf;

use sm3::{Digest, Sm3};
use store::{
    Database, Event, FoundFault, Freeze, Head, NewAttachment, NewComment, RegionId, Store, Why,
};

use crate::stage::{
    County, Stage, advance, declaration, freeze, funded, noon, on_both, save, waiver,
};

/// A way to tamper.
enum How {
    /// Statements.
    Sql(&'static [&'static str]),
    /// Writes everything anew from an event on, so that one thing was always otherwise.
    Rewrite(i64),
    /// What lies under the digests of two attachments.
    Contents(fn(&mut [Vec<u8>; 2])),
    /// Changes a draft; later somebody saves it in the program.
    ThenSaved,
}

use How::{Contents, Rewrite, Sql, ThenSaved};

const NEW_END: &str =
    "UPDATE event_head SET seq = seq - 1, digest = (SELECT link FROM event WHERE seq = 13)";

/// The ways, as people would tell them.
const WAYS: [(&str, How); 27] = [
    ("改一条办理记录的时间、人、事或对象", Sql(&["UPDATE event SET person = 2 WHERE seq = 9"])),
    ("改一条办理记录里登记的内容摘要", Sql(&["UPDATE event SET records = '' WHERE seq = 9"])),
    ("删一条办理记录", Sql(&["DELETE FROM event WHERE seq = 9"])),
    (
        "删一条办理记录，后面的补上序号",
        Sql(&["DELETE FROM event WHERE seq = 9", "UPDATE event SET seq = seq - 1 WHERE seq > 9"]),
    ),
    (
        "插入一条办理记录",
        Sql(&[
            "UPDATE event SET seq = seq + 100 WHERE seq > 9",
            "INSERT INTO event SELECT region, 10, \"at\", person, acting_for, what, subject, \
             records, digest, link FROM event WHERE seq = 9",
            "UPDATE event SET seq = seq - 99 WHERE seq > 100",
        ]),
    ),
    (
        "调换两条办理记录",
        Sql(&[
            "UPDATE event SET seq = 100 WHERE seq = 9",
            "UPDATE event SET seq = 9 WHERE seq = 10",
            "UPDATE event SET seq = 10 WHERE seq = 100",
        ]),
    ),
    ("截掉末尾的办理记录", Sql(&["DELETE FROM event WHERE seq = 14"])),
    (
        "截掉末尾的办理记录，连同登记的链尾，内容没有还原",
        Sql(&["DELETE FROM event WHERE seq = 14", NEW_END]),
    ),
    (
        "截掉末尾，内容也还原到那时（等于换回旧备份）：如删去最后建的整份申报连同它的记录",
        Sql(&[
            "DELETE FROM draft_author WHERE declaration = 2",
            "DELETE FROM draft WHERE declaration = 2",
            "DELETE FROM declaration WHERE id = 2",
            "DELETE FROM event WHERE seq = 14",
            NEW_END,
        ]),
    ),
    ("整个重写：改一项内容，从那时起的记录全部重算", Rewrite(3)),
    ("只重写最近一次留存链尾之后的部分", Rewrite(13)),
    ("改草稿", Sql(&["UPDATE draft SET form = '{}' WHERE declaration = 1"])),
    ("改已经提交的版本", Sql(&["UPDATE revision SET form = '{}' WHERE id = 1"])),
    ("改审核意见", Sql(&["UPDATE review SET reason = '同意' WHERE id = 1"])),
    ("改批注、说明", Sql(&["UPDATE waiver SET reason = '无' WHERE id = 1"])),
    ("改申报的办理状态", Sql(&["UPDATE declaration SET stage = 'approved' WHERE id = 1"])),
    ("改人员的登录名或密码", Sql(&["UPDATE person SET login = 'x' WHERE id = 2"])),
    ("添一项内容，没有记录", Sql(&["INSERT INTO unit (region) VALUES (1)"])),
    ("删一项内容，没有记录", Sql(&["DELETE FROM waiver WHERE id = 1"])),
    ("改内容，之后又经系统办理", ThenSaved),
    (
        "改了又原样改回",
        Sql(&[
            "UPDATE draft SET version = 9",
            "UPDATE draft SET version = 2 WHERE declaration = 1",
            "UPDATE draft SET version = 1 WHERE declaration = 2",
        ]),
    ),
    ("换掉一个附件的内容", Contents(|two| two[0].push(b'x'))),
    ("两个附件的内容互换", Contents(|two| two.swap(0, 1))),
    ("删掉一个附件的内容", Contents(|two| two[0].clear())),
    (
        "改查询统计用的数据",
        Sql(&["UPDATE money_row SET amount = amount + 100 WHERE fund = 'total'"]),
    ),
    (
        "改只供计数的四项（连错密码的次数、最近使用时间等）",
        Sql(&["UPDATE credential SET failed = 3"]),
    ),
    (
        "删掉整个地区连同它的全部记录",
        Sql(&[
            "DELETE FROM event",
            "DELETE FROM event_head",
            "DELETE FROM idempotency_key",
            "DELETE FROM finding_row",
            "DELETE FROM money_row",
            "DELETE FROM indicator_row",
            "DELETE FROM attachment",
            "DELETE FROM waiver",
            "DELETE FROM comment",
            "DELETE FROM review",
            "DELETE FROM revision",
            "DELETE FROM draft_author",
            "DELETE FROM draft",
            "DELETE FROM declaration",
            "DELETE FROM cycle",
            "DELETE FROM credential",
            "DELETE FROM person",
            "DELETE FROM unit_place",
            "DELETE FROM unit",
            "DELETE FROM region_code",
            "DELETE FROM region",
        ]),
    ),
];

const FILES: [&[u8]; 2] = [b"%PDF-1.7 one", b"%PDF-1.7 two"];

/// A county with something of everything: 14 events, and the heads after the 12th and the last.
async fn county(stage: &Stage) -> (County, [Head; 2]) {
    let county = County::at(stage).await;
    let (store, region, id) = (&stage.store, county.region, county.declaration);
    let by = store::By::person(county.clerk, noon(3));
    let text = funded("人才类", "100.00", "100.00");
    store.save_draft(by, region, &save(id, 1, &text)).await.expect("saved");
    store.waive(by, region, &waiver(id, "C107/人", "沿用上年")).await.expect("waived");
    let (body, path) = ("请说明测算依据".to_owned(), String::new());
    let (revision, answers, key) = (None, None, None);
    let new = NewComment { declaration: id, revision, path, answers, body, key };
    let comment = store.add_comment(by, region, &new).await.expect("said");
    for content in FILES {
        let (name, kind) = ("依据.pdf".to_owned(), "pdf".to_owned());
        let new = NewAttachment { declaration: id, name, kind, content, key: None };
        store.attach(by, region, &new).await.expect("attached");
    }
    let mut step = advance(id, 1, "submit", None);
    let [code, severity, cause] = ["C107", "error", "C107/人"].map(str::to_owned);
    step.freeze = Some(Freeze { found: vec![FoundFault { code, severity, cause }], ..freeze(2) });
    store.advance(by, region, &step).await.expect("led on");
    let early = store.head(region).await.expect("a head");
    store.resolve_comment(by, region, comment).await.expect("resolved");
    let new = declaration(county.cycle, county.department, "培训经费");
    store.make_declaration(by, region, &new).await.expect("made");
    let late = store.head(region).await.expect("a head");
    assert_eq!((early.seq, late.seq), (12, 14), "the scripts above know the record");
    assert_eq!(store.verify(region).await.expect("verifies"), None);
    stage.unlock().await;
    (county, [early, late])
}

async fn tamper(stage: &Stage, county: &County, how: &How) {
    match how {
        Sql(statements) => {
            for statement in *statements {
                stage.sql(statement).await;
            }
        }
        Rewrite(from) => rewrite(stage, county.region, *from).await,
        Contents(change) => contents(stage, *change).await,
        ThenSaved => {
            stage.sql("UPDATE draft SET total = 1 WHERE declaration = 2").await;
            let (id, by) = (store::DeclarationId(2), store::By::person(county.clerk, noon(4)));
            let form = crate::stage::form(&[]);
            let saved = stage.store.save_draft(by, county.region, &save(id, 1, &form)).await;
            saved.expect("saved");
        }
    }
}

fn sm3(text: &str) -> String {
    Sm3::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// As somebody would who has read this program: 李芳, event 3, was always 李方; or whoever did
/// event 13 was somebody else.
async fn rewrite(stage: &Stage, region: RegionId, from: i64) {
    let events = stage.store.events(region, 0, 99).await.expect("events");
    let mut link = events[0].link.clone();
    for old in &events[1..] {
        let mut event = old.clone();
        if old.seq == from && from == 3 {
            let text =
                r#"{"active":true,"id":1,"login":"lifang","name":"李方","region":1,"unit":1}"#;
            assert_eq!(event.subject, "person/1");
            event.records = format!("person/1 - {}", sm3(text));
            stage.sql("UPDATE person SET name = '李方' WHERE id = 1").await;
        } else if old.seq == from {
            event.person = Some(store::PersonId(2));
        }
        event.digest = sm3(&event.text());
        link = sm3(&format!("{link}{}", event.digest));
        let Event { records, digest, seq, person, .. } = event;
        let person = person.map_or("NULL".to_owned(), |person| person.0.to_string());
        let sql = format!(
            "UPDATE event SET records = '{records}', digest = '{digest}', link = '{link}', \
             person = {person} WHERE seq = {seq}"
        );
        stage.sql(&sql).await;
    }
    stage.sql(&format!("UPDATE event_head SET digest = '{link}'")).await;
}

/// Changes what is kept under the digests of the two files; what is empty is taken away.
async fn contents(stage: &Stage, change: fn(&mut [Vec<u8>; 2])) {
    let digests = FILES
        .map(|file| Sm3::digest(file).iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    let mut two = FILES.map(<[u8]>::to_vec);
    change(&mut two);
    for (digest, content) in digests.iter().zip(&two) {
        match &stage.database {
            Database::Folder(folder) => {
                let path = folder.join("attachments").join(&digest[..2]).join(digest);
                if content.is_empty() {
                    std::fs::remove_file(path).expect("removed");
                } else {
                    std::fs::write(path, content).expect("written");
                }
            }
            Database::Url(_) => {
                let text = String::from_utf8(content.clone()).expect("ASCII");
                let content = format!("convert_to('{text}', 'UTF8')");
                stage
                    .sql(&format!("UPDATE blob SET content = {content} WHERE digest = '{digest}'"))
                    .await;
                stage.sql("DELETE FROM blob WHERE length(content) = 0").await;
            }
        }
    }
}

/// What is found with some heads at hand.
async fn found(store: &Store, region: RegionId, kept: &[Head]) -> Option<Why> {
    if !store.chains().await.expect("asked").contains(&region) {
        return kept.first().map(|_| Why::CutOff);
    }
    let verified = store.verify_with(region, kept, &mut |_| ()).await.expect("verifies");
    if let Some(fault) = &verified.fault {
        assert!(!fault.words().is_empty());
    }
    verified.fault.map(|fault| fault.why)
}

/// What each way came to: without a head, with an earlier one, with one kept just before.
fn outcomes() -> Vec<[Option<Why>; 3]> {
    WAYS.iter()
        .map(|(title, how)| {
            let all = on_both(async |stage| {
                let (county, [early, late]) = county(stage).await;
                tamper(stage, &county, how).await;
                let (store, region) = (&stage.store, county.region);
                [
                    found(store, region, &[]).await,
                    found(store, region, std::slice::from_ref(&early)).await,
                    found(store, region, &[early, late]).await,
                ]
            });
            assert!(all.iter().all(|one| *one == all[0]), "{title}: {all:?}");
            all[0]
        })
        .collect()
}

fn table(outcomes: &[[Option<Why>; 3]]) -> String {
    let mut table = "| 绕过系统做了什么 | 没有留存链尾 | 只留存过较早的链尾 | 留存了最新的链尾 | 核对怎么说 |\n|---|---|---|---|---|\n".to_owned();
    let said = |why: Option<Why>| if why.is_some() { "发现" } else { "**不能发现**" };
    for ((title, _), outcome) in WAYS.iter().zip(outcomes) {
        let [none, early, late] = outcome.map(said);
        let words = outcome.iter().flatten().next().map_or("", |why| why.words());
        writeln!(table, "| {title} | {none} | {early} | {late} | {words} |").expect("a string");
    }
    table
}

#[test]
fn the_table_of_what_is_found_is_as_it_came_out() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/provable-history.md");
    let document = std::fs::read_to_string(&path).expect("the document");
    let (begin, end) = ("<!-- table -->\n", "<!-- end of table -->");
    let (head, rest) = document.split_once(begin).expect("a table begins");
    let (_, tail) = rest.split_once(end).expect("a table ends");
    let right = format!("{head}{begin}{}{end}{tail}", table(&outcomes()));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, right).expect("written");
    } else {
        assert!(document == right, "run with UPDATE=1 and read the difference:\n{right}");
    }
}

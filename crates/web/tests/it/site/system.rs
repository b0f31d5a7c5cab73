//! 系统: who may change units, people, cycles and locks, and what the pages show of them.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use rust_xlsxwriter::Workbook;

use super::stage::{Answer, LOGIN, PASSWORD, Stage};

/// The password for one use that a page shows.
fn secret(page: &str) -> String {
    let rest = page.split("class=\"secret\">").nth(1).expect("a secret");
    rest.split('<').next().expect("its end").to_owned()
}

/// The first number that stands right after `before`.
fn number(text: &str, before: &str) -> i64 {
    let digits = |rest: &str| rest.chars().take_while(char::is_ascii_digit).collect::<String>();
    let found = text.split(before).skip(1).find_map(|rest| digits(rest).parse().ok());
    found.unwrap_or_else(|| panic!("no {before} in {text}"))
}

/// The first person signed in, a department and a unit below it.
async fn staffed() -> (Stage, i64, i64) {
    let mut stage = Stage::ready().await;
    stage.signed_in().await;
    let page = stage.get("/system/units").await.text();
    let top = number(&page, "/system/units/");
    let department = add_unit(&mut stage, "仁和区民政局", "department", top).await;
    let unit = add_unit(&mut stage, "仁和区福利院", "unit", department).await;
    (stage, top, unit)
}

async fn add_unit(stage: &mut Stage, name: &str, kind: &str, parent: i64) -> i64 {
    let parent = parent.to_string();
    let fields =
        [("name", name), ("kind", kind), ("parent", &parent), ("from", "2026-01-01"), ("code", "")];
    let answer = stage.post("/system/units", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    number(answer.header(header::LOCATION), "/system/units/")
}

/// Adds a person with a part; gives their number. They have chosen a password.
async fn add_person(stage: &mut Stage, login: &str, unit: i64, role: &str, over: i64) -> i64 {
    let unit = unit.to_string();
    let fields = [("name", "李四"), ("login", login), ("unit", &unit)];
    let page = stage.post("/system/people", &fields).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let (once, id) = (secret(&page.text()), number(&page.text(), "/system/people/"));
    let over = over.to_string();
    let fields = [("role", role), ("unit", &over), ("from", "2026-01-01"), ("last", "")];
    let granted = stage.post(&format!("/system/people/{id}/grants"), &fields).await;
    assert_eq!(granted.status, StatusCode::SEE_OTHER, "{}", granted.text());
    let cookies = stage.cookies();
    stage.forget();
    assert_eq!(stage.try_sign_in(login, &once).await.header(header::LOCATION), "/account/password");
    let fields = [("old", once.as_str()), ("new", PASSWORD), ("again", PASSWORD)];
    assert_eq!(stage.post("/account/password", &fields).await.status, StatusCode::SEE_OTHER);
    stage.remember(cookies);
    id
}

async fn sign_in_as(stage: &mut Stage, login: &str) {
    stage.forget();
    let answer = stage.try_sign_in(login, PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
}

#[tokio::test]
async fn a_unit_that_moves_is_still_seen_where_it_was() {
    let (mut stage, top, unit) = staffed().await;
    let top = top.to_string();
    let fields = [
        ("name", "仁和区社会福利院"),
        ("kind", "unit"),
        ("parent", &top),
        ("from", "2026-06-01"),
        ("code", "301002"),
    ];
    let answer = stage.post(&format!("/system/units/{unit}"), &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let before = stage.get("/system/units?on=2026-05-31").await.text();
    assert!(before.contains("仁和区福利院") && !before.contains("仁和区社会福利院"));
    assert!(
        !before.contains("action=\"/system/units/merge\"><button"),
        "the past is only looked at"
    );
    let after = stage.get("/system/units?on=2026-06-01").await.text();
    assert!(after.contains("仁和区社会福利院") && after.contains("301002"));
}

#[tokio::test]
async fn units_are_merged_and_split_with_their_children() {
    let (mut stage, top, unit) = staffed().await;
    let other = add_unit(&mut stage, "仁和区救助站", "unit", top).await;
    let (top, boxes) = (top.to_string(), [format!("unit.{unit}"), format!("unit.{other}")]);
    let fields = [
        ("name", "仁和区社会救助中心"),
        ("kind", "unit"),
        ("parent", &top),
        ("from", "2026-03-01"),
        (&boxes[0], "on"),
        (&boxes[1], "on"),
    ];
    let merged = stage.post("/system/units/merge", &fields).await;
    assert_eq!(merged.status, StatusCode::SEE_OTHER, "{}", merged.text());
    let id = number(merged.header(header::LOCATION), "/system/units/");
    let tree = stage.get("/system/units").await.text();
    assert!(tree.contains("仁和区社会救助中心") && !tree.contains("仁和区救助站"));
    let fields = [("first", "救助中心"), ("second", "养老中心"), ("from", "2026-04-01")];
    let split = stage.post(&format!("/system/units/{id}/split"), &fields).await;
    assert_eq!(split.status, StatusCode::SEE_OTHER, "{}", split.text());
    let tree = stage.get("/system/units").await.text();
    assert!(tree.contains("养老中心") && !tree.contains("仁和区社会救助中心"));
}

#[tokio::test]
async fn who_has_no_part_in_it_changes_nothing_and_is_told_who_can() {
    let (mut stage, top, unit) = staffed().await;
    add_person(&mut stage, "li.si", unit, "clerk", unit).await;
    sign_in_as(&mut stage, "li.si").await;
    let page = stage.get("/system/units").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.text().contains("系统管理员"));
    let (top, unit) = (top.to_string(), unit.to_string());
    let unit_fields =
        [("name", "新单位"), ("kind", "unit"), ("parent", top.as_str()), ("from", "2026-01-01")];
    let person_fields = [("name", "王五"), ("login", "wang.wu"), ("unit", unit.as_str())];
    let part = [("role", "clerk"), ("unit", unit.as_str()), ("from", "2026-01-01"), ("last", "")];
    let cycle =
        [("year", "2027"), ("pack", "national"), ("opens", "2026-10-01"), ("closes", "2026-12-01")];
    let first = stage.person(LOGIN).await.id.0;
    let refused: [(String, &[(&str, &str)]); 6] = [
        ("/system/units".into(), &unit_fields),
        ("/system/people".into(), &person_fields),
        (format!("/system/people/{first}/grants"), &part),
        (format!("/system/people/{first}/password"), &[]),
        (format!("/system/people/{first}/active"), &[("state", "off")]),
        ("/system/cycles".into(), &cycle),
    ];
    for (address, fields) in refused {
        let answer = stage.post(&address, fields).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{address}: {}", answer.text());
        assert!(answer.text().contains("可以解决的人"), "{address}");
    }
    assert_eq!(stage.get("/api/system/events").await.status, StatusCode::FORBIDDEN);
    assert_eq!(stage.get("/system/packs").await.status, StatusCode::OK, "rules are for everybody");
}

#[tokio::test]
async fn the_last_one_who_can_give_parts_keeps_that_part_and_the_account() {
    let (mut stage, ..) = staffed().await;
    let first = stage.person(LOGIN).await;
    let own = format!("/system/people/{}", first.id.0);
    let page = stage.get(&own).await.text();
    let grant = number(&page, "/grants/");
    let ended = stage.post(&format!("{own}/grants/{grant}/end"), &[("last", "2026-11-30")]).await;
    assert_eq!(ended.status, StatusCode::BAD_REQUEST);
    assert!(ended.text().contains("最后一位能授权的人"));
    let off = stage.post(&format!("{own}/active"), &[("state", "off")]).await;
    assert!(off.text().contains("不能停用自己"));
}

#[tokio::test]
async fn the_auditor_reads_and_holds_no_other_part() {
    let (mut stage, top, unit) = staffed().await;
    let id = add_person(&mut stage, "shen.ji", unit, "auditor", top).await;
    let unit = unit.to_string();
    let fields = [("role", "clerk"), ("unit", unit.as_str()), ("from", "2026-01-01"), ("last", "")];
    let both = stage.post(&format!("/system/people/{id}/grants"), &fields).await;
    assert_eq!(both.status, StatusCode::CONFLICT);
    assert!(both.text().contains("不能兼办业务"));
    sign_in_as(&mut stage, "shen.ji").await;
    let begun = stage.post("/system/events/check", &[]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER);
    assert!(stage.get("/system/events").await.text().contains("正在核对"));
    stage.site.work_off_jobs().await.expect("done");
    let text = stage.get("/system/events").await.text();
    assert!(text.contains("没有发现改动") && text.contains("添加单位"), "{text}");
    let head = stage.get("/system/events/head").await.text();
    let kept = store::read_heads(&head).expect("a file of heads");
    assert!(kept.len() == 1 && text.contains(&kept[0].head.digest[..12]), "{head}");
    let people = stage.get("/system/people").await.text();
    assert!(people.contains("只能查看") && !people.contains("method=\"post\" action=\"/system"));
}

#[tokio::test]
async fn a_password_that_is_reset_is_shown_once_and_ends_the_sessions() {
    let (mut stage, _, unit) = staffed().await;
    let id = add_person(&mut stage, "li.si", unit, "clerk", unit).await;
    let admin = stage.cookies();
    sign_in_as(&mut stage, "li.si").await;
    let theirs = stage.cookies();
    stage.remember(admin);
    let page = stage.post(&format!("/system/people/{id}/password"), &[]).await.text();
    let once = secret(&page);
    assert!(!stage.get(&format!("/system/people/{id}")).await.text().contains(&once));
    stage.remember(theirs);
    assert_eq!(stage.get("/account").await.status, StatusCode::SEE_OTHER);
    stage.forget();
    let old = stage.try_sign_in("li.si", PASSWORD).await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_performance_division_opens_cycles_and_locks_and_nobody_else() {
    let (mut stage, top, unit) = staffed().await;
    add_person(&mut stage, "ji.xiao", unit, "performance_division", top).await;
    let cycle =
        [("year", "2026"), ("pack", "renhe"), ("opens", "2025-10-01"), ("closes", "2026-12-31")];
    let refused = stage.post("/system/cycles", &cycle).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.text().contains("绩效股"), "{}", refused.text());
    sign_in_as(&mut stage, "ji.xiao").await;
    assert_eq!(stage.post("/system/cycles", &cycle).await.status, StatusCode::SEE_OTHER);
    let page = stage.get("/system/locks").await.text();
    let id = number(&page, "<option value=\"");
    let id = id.to_string();
    let lock = [
        ("cycle", id.as_str()),
        ("level.unit", "on"),
        ("from", "2026-11-01"),
        ("until", ""),
        ("reason", "汇总期间"),
    ];
    assert_eq!(stage.post("/system/locks", &lock).await.status, StatusCode::SEE_OTHER);
    let unit = unit.to_string();
    let exception = [
        ("cycle", id.as_str()),
        ("lock", ""),
        ("unit", unit.as_str()),
        ("from", "2026-11-01"),
        ("until", "2026-12-31"),
        ("reason", "合并晚了"),
    ];
    assert_eq!(stage.post("/system/exceptions", &exception).await.status, StatusCode::SEE_OTHER);
    let page = stage.get("/system/locks").await.text();
    for told in ["汇总期间", "单位", "合并晚了", "申报截止日", "李四"] {
        assert!(page.contains(told), "{told}");
    }
    let lock = number(&page, "/system/locks/");
    stage.post(&format!("/system/locks/{lock}/lift"), &[]).await;
    assert!(stage.get("/system/locks").await.text().contains("没有锁定"));
}

/// A workbook with two sheets.
fn workbook(units: &[[&str; 4]], people: &[[&str; 4]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheets = [
        ("单位", ["单位编码", "单位名称", "上级单位", "类别"], units),
        ("人员", ["登录名", "姓名", "单位", "角色"], people),
    ];
    for (name, heads, rows) in sheets {
        let sheet = book.add_worksheet().set_name(name).expect("a name");
        for (row, cells) in (0..).zip(std::iter::once(&heads).chain(rows)) {
            for (column, text) in (0..).zip(cells) {
                sheet.write(row, column, *text).expect("a cell");
            }
        }
    }
    book.save_to_buffer().expect("a workbook")
}

async fn upload(stage: &mut Stage, bytes: &[u8]) -> Answer {
    let mut body = b"--x\r\nContent-Disposition: form-data; name=\"file\"; \
        filename=\"a.xlsx\"\r\n\r\n"
        .to_vec();
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--x--\r\n");
    let request = Request::post("/system/import")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    stage.ask(request.body(Body::from(body)).expect("a request")).await
}

/// What a page sends back to bring in.
fn kept(page: &str) -> String {
    let rest = page.split("name=\"rows\" value=\"").nth(1).expect("rows");
    let text = rest.split('"').next().expect("their end");
    text.replace("&#34;", "\"").replace("&quot;", "\"").replace("&amp;", "&")
}

#[tokio::test]
async fn an_import_tells_each_wrong_cell_and_brings_in_the_other_rows() {
    let (mut stage, ..) = staffed().await;
    let units = [
        ["0101", "仁和区教育局", "", "主管部门"],
        ["", "仁和区一小", "0101", ""],
        ["", "仁和区二小", "没有的局", "预算单位"],
        ["", "二小分校", "仁和区二小", "学校"],
    ];
    let people = [
        ["wang.wu", "王五", "仁和区一小", "经办人"],
        ["zhang.san", "重名", "仁和区教育局", ""],
        ["zhao.liu", "赵六", "仁和区二小", "经办人"],
        ["sun.qi", "孙七", "0101", "主管部门审核、审计"],
    ];
    let page = upload(&mut stage, &workbook(&units, &people)).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let text = page.text();
    for told in [
        "没有“没有的局”这个单位",
        "类别写政府、财政局、主管部门、预算单位之一",
        "这个登录名已经有人用",
        "“仁和区二小”那一行有问题",
        "不能再任",
        "5行有问题",
        "3行可以导入",
    ] {
        assert!(text.contains(told), "{told}\n{text}");
    }
    assert!(!stage.get("/system/units").await.text().contains("仁和区教育局"), "only looked at");
    let rows = kept(&text);
    let fields = [("rows", rows.as_str()), ("from", "2026-01-01")];
    let done = stage.post("/system/import/bring", &fields).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    assert!(done.text().contains("已导入2个单位、1个人员"));
    let tree = stage.get("/system/units").await.text();
    assert!(tree.contains("仁和区一小") && tree.contains("0101") && !tree.contains("仁和区二小"));
    let person = stage.person("wang.wu").await;
    let store = &stage.site.desk().store;
    let credential = store.credential(person.region, person.id).await.expect("reads");
    assert!(credential.is_some_and(|one| one.must_change));
    let again = stage.post("/system/import/bring", &fields).await;
    assert_ne!(again.status, StatusCode::OK, "the same rows are there already");
}

#[tokio::test]
async fn the_template_can_be_filled_in_and_read() {
    let (mut stage, ..) = staffed().await;
    let file = stage.get("/system/import/template.xlsx").await;
    assert!(file.header(header::CONTENT_TYPE).contains("spreadsheet"));
    let empty = upload(&mut stage, &file.bytes).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("请用本页的模板填写"));
}

#[tokio::test]
async fn the_rule_books_show_the_steps_they_lay_down() {
    let (mut stage, ..) = staffed().await;
    let page = stage.get("/system/packs?pack=renhe&year=2026").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let text = page.text();
    for told in ["单位负责人", "绩效股", "个工作日", "批复由"] {
        assert!(text.contains(told), "{told}");
    }
    let twin = stage.get("/api/system/packs?pack=renhe&year=2026").await;
    let twin: serde_json::Value = serde_json::from_slice(&twin.bytes).expect("JSON");
    assert!(twin["steps"].as_array().is_some_and(|steps| steps.len() > 3));
}

#[tokio::test]
async fn a_page_of_the_system_takes_as_many_statements_for_many_people_as_for_few() {
    let (mut stage, _, unit) = staffed().await;
    let calls = async |stage: &mut Stage| {
        let before = stage.site.desk().store.calls();
        for page in ["/system/units", "/system/people", "/system/events"] {
            assert_eq!(stage.get(page).await.status, StatusCode::OK, "{page}");
        }
        stage.site.desk().store.calls() - before
    };
    let few = calls(&mut stage).await;
    let first = stage.person(LOGIN).await;
    let by = store::By::person(first.id, chrono::Utc::now());
    for number in 0..70 {
        let (name, login) = (format!("人{number}"), format!("ren{number}"));
        let store = &stage.site.desk().store;
        let added = store.add_person(by, first.region, store::UnitId(unit), &name, &login).await;
        added.expect("adds");
    }
    assert_eq!(calls(&mut stage).await, few);
    assert!(stage.get("/system/people").await.text().contains("rel=\"next\""));
}

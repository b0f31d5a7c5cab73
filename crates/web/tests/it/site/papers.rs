//! 文书: what there is, in which formats, for whom; all of a department in one file.

use std::io::{Cursor, Read};

use axum::http::{StatusCode, header};

use super::county::County;
use super::stage::Answer;

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut text = String::new();
    archive.by_name(name).expect("the part").read_to_string(&mut text).expect("UTF-8");
    text
}

fn names(bytes: &[u8]) -> Vec<String> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut names: Vec<String> =
        archive.file_names().map(|name| name.expect("UTF-8").into_owned()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_form_is_printed_with_who_signed_it_and_what_is_still_to_come() {
    let mut county = County::new().await;
    let id = county.draft("人才引进", "12.50").await;
    let address = format!("/declarations/{}/papers/form.docx", id.0);
    let draft = county.get("clerk", &address).await;
    assert_eq!(draft.status, StatusCode::OK, "{}", draft.text());
    let text = part(&draft.bytes, "word/document.xml");
    assert!(text.contains("草稿，还没有提交") && text.contains("填报提交："), "{text}");
    assert_eq!(county.get("auditor", &address).await.status, StatusCode::NOT_FOUND);
    county.submit(id, Vec::new()).await;
    county.clear(id).await;
    let text = part(&county.get("auditor", &address).await.bytes, "word/document.xml");
    assert!(!text.contains("草稿"), "{text}");
    for step in
        ["单位负责人签字：", "主管部门审核：", "业务股室审核：", "绩效股审核：", "局领导审定："]
    {
        assert!(text.contains(step), "{step} in {text}");
    }
    assert!(text.contains("批复：　　"), "the approval is still to come: {text}");
    let book = county.get("auditor", &address.replace("docx", "xlsx")).await;
    assert!(part(&book.bytes, "xl/sharedStrings.xml").contains("局领导审定："));
    let pdf = county.get("auditor", &address.replace("docx", "pdf")).await;
    assert!(pdf.text().contains("不能生成 PDF"), "this site has no printer: {}", pdf.text());
    for wrong in ["form", "form.odt", "other.docx", "letter.docx", "approval.docx"] {
        let answer = county.get("clerk", &format!("/declarations/{}/papers/{wrong}", id.0)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{wrong}");
    }
    assert_eq!(county.get("nobody", &address).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_approval_tells_number_date_and_every_target() {
    let mut county = County::new().await;
    county.approved("人才引进", "12.50", "仁财绩〔2026〕12号").await;
    let second = county.approved("技能培训", "7.5", "仁财绩〔2026〕12号").await;
    let asked = county.json("auditor", "/approvals/issued").await;
    let to = asked["papers"][0]["to"].as_str().expect("an address").to_owned();
    let paper = to.replace("/approvals/paper?", "/approvals/papers/approval.docx?");
    let answer = county.get("auditor", &paper).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let text = part(&answer.bytes, "word/document.xml");
    let told = ["绩效目标批复表", "仁财绩〔2026〕12号", "人才引进", "技能培训", "≥100人", "20.00"];
    for told in told {
        assert!(text.contains(told), "{told} in {text}");
    }
    let page = county.get("auditor", &to).await.text();
    assert!(page.contains("/approvals/papers/approval.pdf?number="), "{page}");
    let one = format!("/declarations/{}/papers/approval.xlsx", second.0);
    let text = part(&county.get("clerk", &one).await.bytes, "xl/sharedStrings.xml");
    assert!(text.contains("技能培训") && !text.contains("人才引进"));
    assert_eq!(county.get("nobody", &paper).await.status, StatusCode::NOT_FOUND);
    let wrong = county.get("auditor", &paper.replace("12%E5%8F%B7", "13")).await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_adjustment_shows_the_old_value_beside_the_new() {
    let mut county = County::new().await;
    let id = county.approved("人才引进", "12.50", "1号").await;
    let version = county.version(id).await.to_string();
    let fields = [("version", version.as_str()), ("reason", "按程序")];
    county.post("clerk", &format!("/declarations/{}/adjust", id.0), &fields).await;
    county.rewrite(id, "10.00", "≥80人").await;
    let own = county.json("clerk", "/adjustments").await;
    let number = own["open"][0]["id"].as_i64().expect("a number");
    let address = format!("/adjustments/{number}/papers/adjustment.docx");
    let text = part(&county.get("clerk", &address).await.bytes, "word/document.xml");
    for told in ["调整表", "≥100人", "≥80人", "按程序", "12.50", "10.00", "草稿，还没有提交"]
    {
        assert!(text.contains(told), "{told} in {text}");
    }
    let text = part(&county.get("auditor", &address).await.bytes, "word/document.xml");
    assert!(!text.contains("≥80人") && text.contains("只有本单位能看改了什么"), "{text}");
}

#[tokio::test]
async fn a_department_comes_in_one_file_whose_names_do_not_collide() {
    let mut county = County::new().await;
    county.approved("人才引进", "12.50", "仁财绩〔2026〕12号").await;
    county.approved("CON", "1.00", "仁财绩〔2026〕12号").await;
    let odd = county.draft("=1+2*3/\"甲\"", "7.5").await;
    county.submit(odd, Vec::new()).await;
    county.act("head", flow::Action::Sign, odd).await;
    let list = county.json("performance", "/papers").await;
    assert_eq!(list["shelf"]["papers"][0]["name"], "汇总表", "{list}");
    let department = list["departments"][0]["number"].to_string();
    let answer = bundled(&mut county, "performance", &department, "xlsx").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert!(answer.header(header::CONTENT_DISPOSITION).contains(".zip"));
    let inside = names(&answer.bytes);
    let root = inside[0].split('/').next().expect("a folder").to_owned();
    let wanted = [
        "=1+2＊3／”甲”/申报表.xlsx",
        "=1+2＊3／”甲”/绩效目标审核表（定性）.xlsx",
        "=1+2＊3／”甲”/绩效目标审核表（定量）.xlsx",
        "CON_/申报表.xlsx",
        "人才引进/申报表.xlsx",
        "批复表-仁财绩〔2026〕12号.xlsx",
        "汇总表.xlsx",
    ];
    let wanted: Vec<String> = wanted.iter().map(|name| format!("{root}/{name}")).collect();
    assert_eq!(inside, wanted);
    // Every paper on the list can be opened by whoever sees the list.
    for paper in list["shelf"]["papers"].as_array().expect("papers") {
        for file in paper["files"].as_array().expect("files") {
            let to = file["to"].as_str().expect("an address");
            if !to.contains(".pdf") {
                assert_eq!(county.get("performance", to).await.status, StatusCode::OK, "{to}");
            }
        }
    }
    let all = bundled(&mut county, "performance", &department, "").await;
    let missing = names(&all.bytes).into_iter().find(|name| name.ends_with("没有生成的文书.txt"));
    assert!(missing.is_some(), "without a printer the PDF files are told to be missing");
    let whole = bundled(&mut county, "performance", "", "").await;
    assert_eq!(names(&whole.bytes), names(&all.bytes), "there is one department");
    let refused = county.post("nobody", "/papers/bundle", &[("department", &department)]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
}

/// Asks for papers in one file, waits until they are made, and fetches them.
async fn bundled(county: &mut County, login: &str, department: &str, format: &str) -> Answer {
    let fields = [("department", department), ("format", format)];
    let asked = county.post(login, "/papers/bundle", &fields).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text());
    county.stage.site.work_off_jobs().await.expect("done");
    let to = asked.header(header::LOCATION).to_owned();
    county.get(login, &format!("{to}/file")).await
}

#[tokio::test]
async fn outside_only_what_is_approved_is_summed_up() {
    let mut county = County::new().await;
    county.approved("人才引进", "12.50", "1号").await;
    let open = county.draft("技能培训", "7.5").await;
    county.submit(open, Vec::new()).await;
    county.act("head", flow::Action::Sign, open).await;
    let department = county.json("auditor", "/papers").await["departments"][0]["to"].clone();
    let address =
        department.as_str().expect("an address").replace("/papers?", "/papers/summary.docx?");
    let text = part(&county.get("auditor", &address).await.bytes, "word/document.xml");
    assert!(text.contains("人才引进") && !text.contains("技能培训"), "{text}");
    let text = part(&county.get("performance", &address).await.bytes, "word/document.xml");
    assert!(text.contains("技能培训") && text.contains("20.00"), "{text}");
    assert!(text.contains("未批复"), "{text}");
}

#[tokio::test]
async fn the_list_takes_the_same_statements_however_long_it_is() {
    let mut county = County::new().await;
    county.approved("一", "1.00", "1号").await;
    let before = county.calls("performance", "/papers").await;
    for project in ["二", "三", "四"] {
        county.approved(project, "1.00", "2号").await;
    }
    assert_eq!(county.calls("performance", "/papers").await, before);
}

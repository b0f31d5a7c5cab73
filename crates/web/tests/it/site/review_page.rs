//! The page on which one declaration is reviewed: what stands there, who may do what on it, and
//! the papers that come out of it.

use std::io::{Cursor, Read};

use axum::http::{StatusCode, header};
use flow::Action;
use store::{By, DeclarationId, NewAttachment};

use super::bureau::Bureau;

/// A project the bureau's performance division works on.
async fn at_performance(bureau: &Bureau) -> DeclarationId {
    let id = bureau.signed("技能培训", "10").await;
    for (login, action) in [
        ("department", Action::Accept),
        ("department", Action::Pass),
        ("business", Action::Accept),
        ("business", Action::Pass),
        ("performance", Action::Accept),
    ] {
        bureau.act(login, action, id).await;
    }
    id
}

/// The text of a part of a Word file or workbook.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut text = String::new();
    archive.by_name(name).expect("the part").read_to_string(&mut text).expect("UTF-8");
    text
}

#[tokio::test]
async fn the_form_stands_there_with_what_was_found_and_what_can_be_done() {
    let mut bureau = Bureau::open().await;
    let id = bureau.signed("技能培训", "10").await;
    bureau.act("department", Action::Accept, id).await;
    let address = format!("/reviews/{}", id.0);
    let page = bureau.sign_in("department").await.get(&address).await;
    let text = page.text();
    assert_eq!(page.status, StatusCode::OK, "{text}");
    for part in ["人均培训成本", "id=\"cause-1\"", "审核通过", "退回", "10.00万元", "官方"]
    {
        assert!(text.contains(part) || part == "官方", "{part} in {text}");
    }
    assert!(text.contains(">1. "), "the reasons of a return begin with what was found: {text}");
    for tab in ["changes", "sheet", "costs", "history"] {
        let answer = bureau.stage.get(&format!("{address}?tab={tab}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{tab}: {}", answer.text());
    }
}

#[tokio::test]
async fn whose_turn_it_is_not_is_told_whose_it_is() {
    let mut bureau = Bureau::open().await;
    let id = bureau.signed("技能培训", "10").await;
    let address = format!("/reviews/{}", id.0);
    let business = bureau.sign_in("business").await.get(&address).await.text();
    assert!(business.contains("主管部门") && !business.contains("/pass\""), "{business}");
    let auditor = bureau.sign_in("auditor").await.get(&address).await;
    assert_eq!(auditor.status, StatusCode::OK);
    assert!(!auditor.text().contains("id=\"remark-new\""), "an auditor writes nothing");
    let clerk = bureau.sign_in("clerk").await.get(&address).await;
    assert_eq!(clerk.status, StatusCode::FORBIDDEN);
    let draft = bureau.handed_in("就业补贴", "20").await;
    let hidden = bureau.sign_in("business").await.get(&format!("/reviews/{}", draft.0)).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND, "nobody has signed it");
}

#[tokio::test]
async fn the_page_asks_the_database_as_often_for_a_long_story_as_for_a_short_one() {
    let mut bureau = Bureau::open().await;
    let id = bureau.signed("技能培训", "10").await;
    bureau.act("department", Action::Accept, id).await;
    bureau.sign_in("department").await;
    let address = format!("/reviews/{}", id.0);
    let mut asked = Vec::new();
    for round in 0..2 {
        for tab in ["form", "changes", "sheet", "costs", "history"] {
            bureau.stage.get(&format!("{address}?tab={tab}")).await;
            let before = bureau.stage.site.desk().store.calls();
            // Another address, or what was drawn just now would be given again.
            bureau.stage.get(&format!("{address}?tab={tab}&again=1")).await;
            asked.push(bureau.stage.site.desk().store.calls() - before);
        }
        for number in 0..5 {
            bureau.signed(&format!("培训{round}之{number}"), "5").await;
            let body = format!("请说明第{number}点。");
            let answer = bureau
                .stage
                .post(&format!("/declarations/{}/comment", id.0), &[("body", body.as_str())])
                .await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER);
        }
    }
    assert_eq!(asked[..5], asked[5..], "{asked:?}");
}

#[tokio::test]
async fn a_remark_stands_at_its_cell_is_answered_by_the_unit_and_resolved_by_who_reviews() {
    let mut bureau = Bureau::open().await;
    let id = bureau.signed("技能培训", "10").await;
    bureau.act("department", Action::Accept, id).await;
    let write = format!("/declarations/{}/comment", id.0);
    let said = [("path", "indicators.1.target"), ("body", "标准从哪里来？"), ("key", "k")];
    let stage = bureau.sign_in("department").await;
    let done = stage.post(&write, &said).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    stage.post(&write, &said).await;
    let store = &bureau.stage.site.desk().store;
    let comments = store.comments(bureau.region, id).await.expect("reads");
    assert_eq!(comments.len(), 1, "the same request twice is one remark");
    let comment = comments[0].id.0.to_string();
    let resolve = format!("/declarations/{}/comments/{comment}/resolve", id.0);
    let stage = bureau.sign_in("clerk").await;
    let answer = [("answers", comment.as_str()), ("body", "区人社局2025年第3号文件。")];
    assert_eq!(stage.post(&write, &answer).await.status, StatusCode::SEE_OTHER);
    let refused = stage.post(&resolve, &[]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.text().contains("您可以在批注下面答复"), "{}", refused.text());
    let other = bureau.sign_in("other").await.post(&write, &said[..2]).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    let auditor = bureau.sign_in("auditor").await.post(&write, &said[..2]).await;
    assert_eq!(auditor.status, StatusCode::FORBIDDEN);
    let stage = bureau.sign_in("department").await;
    let page = stage.get(&format!("/reviews/{}", id.0)).await.text();
    for part in ["「人均培训成本」的指标值", "标准从哪里来？", "第3号文件", "批1"]
    {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert_eq!(stage.post(&resolve, &[]).await.status, StatusCode::SEE_OTHER);
    let page = stage.get(&format!("/reviews/{}", id.0)).await.text();
    assert!(page.contains("已解决：主管部门审核人department"), "{page}");
    let nowhere = stage.post(&write, &[("path", "nothing"), ("body", "？")]).await;
    assert_eq!(nowhere.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn marks_are_saved_decided_once_and_printed() {
    let mut bureau = Bureau::open().await;
    let id = at_performance(&bureau).await;
    let address = format!("/declarations/{}/sheet", id.0);
    let page = format!("/reviews/{}?tab=sheet", id.0);
    let fields: Vec<(String, String)> = [10, 10, 15, 14, 15, 15, 10, 10]
        .iter()
        .enumerate()
        .map(|(number, mark)| (format!("score{number}"), mark.to_string()))
        .collect();
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let with = |more: &[(&'static str, &'static str)]| {
        let mut all = fields.clone();
        all.extend_from_slice(more);
        all
    };
    let stage = bureau.sign_in("performance").await;
    let wrong = stage.post(&address, &[("version", "0"), ("score0", "11")]).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert!(wrong.text().contains("0到10之间"), "{}", wrong.text());
    let half = stage.post(&address, &[("version", "0"), ("score0", "9"), ("do", "decide")]).await;
    assert!(half.text().contains("还有要点没有打分"), "{}", half.text());
    let saved =
        [("version", "1"), ("reason3", "指标偏少"), ("opinion", "同意申报。"), ("do", "decide")];
    let done = stage.post(&address, &with(&saved)).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let text = stage.get(&page).await.text();
    assert!(text.contains("已确定") && text.contains("<b>99</b>分，优"), "{text}");
    let again = stage.post(&address, &with(&[("version", "3"), ("do", "save")])).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.text());
    let paper = stage.get(&format!("/reviews/{}/papers/marks.docx", id.0)).await;
    let document = part(&paper.bytes, "word/document.xml");
    for told in ["☑优", "同意申报。", "指标偏少", "审核人已确定", ">99<"] {
        assert!(document.contains(told), "{told}");
    }
    let book = stage.get(&format!("/reviews/{}/papers/grades.xlsx", id.0)).await;
    assert_eq!(book.status, StatusCode::OK);
    for (login, status) in [
        ("business", StatusCode::FORBIDDEN),
        ("department", StatusCode::FORBIDDEN),
        ("other", StatusCode::NOT_FOUND),
    ] {
        let answer = bureau.sign_in(login).await.post(&address, &with(&[("version", "0")])).await;
        assert_eq!(answer.status, status, "{login}: {}", answer.text());
    }
}

#[tokio::test]
async fn the_letter_tells_every_point_with_its_place() {
    let mut bureau = Bureau::open().await;
    let id = bureau.signed("技能培训", "10").await;
    bureau.act("department", Action::Accept, id).await;
    let stage = bureau.sign_in("department").await;
    let write = format!("/declarations/{}/comment", id.0);
    stage.post(&write, &[("path", "indicators.1.target"), ("body", "请附标准文件")]).await;
    let letter = stage.get(&format!("/reviews/{}/papers/letter.docx", id.0)).await;
    assert_eq!(letter.status, StatusCode::OK);
    let name = letter.header(header::CONTENT_DISPOSITION).to_owned();
    assert!(name.starts_with("attachment; filename*=UTF-8''%E6"), "{name}");
    let document = part(&letter.bytes, "word/document.xml");
    for told in [
        "关于“技能培训”绩效目标的审核意见",
        "就业中心：",
        "审核人的意见",
        "「人均培训成本」的指标值",
        "请附标准文件",
        "仁和区人社局",
        "经办人：",
    ] {
        assert!(document.contains(told), "{told} in {document}");
    }
    let clerk =
        bureau.sign_in("clerk").await.get(&format!("/reviews/{}/papers/letter.docx", id.0)).await;
    assert_eq!(clerk.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_units_own_file_comes_back_with_comments_in_it() {
    let mut bureau = Bureau::open().await;
    let id = bureau.signed("技能培训", "10").await;
    bureau.act("department", Action::Accept, id).await;
    let address = format!("/reviews/{}/annotated", id.0);
    let none = bureau.sign_in("department").await.get(&address).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    assert!(none.text().contains("没有单位的 Word 原件"), "{}", none.text());
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/real/renhe-2026.docx");
    let content = std::fs::read(path).expect("the real file");
    let attachment = NewAttachment {
        declaration: id,
        name: "目标表.docx".into(),
        kind: desk::SOURCE.into(),
        content: &content,
        key: None,
    };
    let by = By::program(chrono::Utc::now());
    let store = &bureau.stage.site.desk().store;
    store.attach(by, bureau.region, &attachment).await.expect("attaches");
    let write = format!("/declarations/{}/comment", id.0);
    bureau.stage.post(&write, &[("body", "请附标准文件")]).await;
    let file = bureau.stage.get(&address).await;
    assert_eq!(file.status, StatusCode::OK, "{}", file.text());
    let comments = part(&file.bytes, "word/comments.xml");
    assert!(comments.contains("请附标准文件") && comments.contains("【审核批注】"), "{comments}");
}

#[tokio::test]
async fn what_the_unit_writes_after_a_return_stays_with_the_unit() {
    let mut bureau = Bureau::open().await;
    let id = bureau.signed("技能培训", "10").await;
    bureau.act("department", Action::Accept, id).await;
    bureau.act("department", Action::Return, id).await;
    let mut form = super::bureau::project_form("技能培训", "10");
    let path = "indicators.0.target".parse().expect("a path");
    form.apply(&model::form::Edit::Set { path, text: "≥77人".into() }).expect("applies");
    let case = bureau.case("clerk", id).await;
    let text = office::json::form(&form, true);
    let save = store::Save {
        declaration: id,
        seen: case.standing.declaration.version,
        version: case.standing.draft.version,
        form: &serde_json::to_string(&text).expect("JSON"),
        judged: &store::Judged::default(),
        words: None,
        renamed: None,
        key: None,
    };
    let clerk = bureau.who("clerk").await.person.id;
    let store = &bureau.stage.site.desk().store;
    store
        .save_draft(By::person(clerk, chrono::Utc::now()), bureau.region, &save)
        .await
        .expect("saves");
    let page = bureau.sign_in("department").await.get(&format!("/reviews/{}", id.0)).await;
    let text = page.text();
    assert!(text.contains("≥50人") && !text.contains("≥77人"), "{text}");
    bureau.hand_in(id).await;
    bureau.act("head", Action::Sign, id).await;
    let page =
        bureau.sign_in("department").await.get(&format!("/reviews/{}?tab=changes", id.0)).await;
    let text = page.text();
    assert!(text.contains("与第1版比") && text.contains("≥77人"), "{text}");
}

#[tokio::test]
async fn an_expert_marks_too_and_is_read_once_it_is_decided() {
    let mut bureau = Bureau::open().await;
    let id = at_performance(&bureau).await;
    let address = format!("/declarations/{}/sheet", id.0);
    let page = format!("/reviews/{}?tab=sheet", id.0);
    let marks: Vec<(String, &str)> =
        (0..8).map(|number| (format!("score{number}"), "7.5")).collect();
    let mut sent: Vec<(&str, &str)> =
        marks.iter().map(|(name, mark)| (name.as_str(), *mark)).collect();
    sent.push(("opinion", "目标偏低。"));
    let with = |version: &'static str, action: &'static str| {
        let mut all = sent.clone();
        all.extend([("version", version), ("do", action)]);
        all
    };
    let stage = bureau.sign_in("expert").await;
    let queue = stage.get("/reviews").await.text();
    assert!(queue.contains("技能培训") && queue.contains("评分"), "{queue}");
    assert_eq!(stage.post(&address, &with("0", "save")).await.status, StatusCode::SEE_OTHER);
    let read = bureau.sign_in("performance").await.get(&page).await.text();
    assert!(!read.contains("目标偏低"), "it is still thought over: {read}");
    let stage = bureau.sign_in("expert").await;
    assert_eq!(stage.post(&address, &with("1", "decide")).await.status, StatusCode::SEE_OTHER);
    let refused = stage.post(&format!("/declarations/{}/pass", id.0), &[("version", "1")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "an expert decides nothing else");
    let read = bureau.sign_in("performance").await.get(&page).await.text();
    assert!(read.contains("目标偏低。") && read.contains("60分（"), "{read}");
}

#[tokio::test]
async fn like_projects_stand_beside_with_what_a_unit_costs_there() {
    let mut bureau = Bureau::open().await;
    let id = bureau.signed("技能培训", "10").await;
    bureau.signed("创业培训", "30").await;
    let stage = bureau.sign_in("department").await;
    let text = stage.get(&format!("/reviews/{}?tab=costs", id.0)).await.text();
    for told in ["创业培训", "6000元/人", "2000元/人", "资金÷≥50人", "低67%"] {
        assert!(text.contains(told), "{told} in {text}");
    }
}

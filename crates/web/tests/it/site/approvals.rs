//! 批复: what waits, approving many under one document, what a document froze, and who may not.

use axum::http::{StatusCode, header};

use super::county::County;

#[tokio::test]
async fn what_is_picked_is_approved_under_one_document_and_the_rest_says_why_not() {
    let mut county = County::new().await;
    let first = county.cleared("人才引进", "12.50").await;
    let second = county.cleared("技能培训", "7.5").await;
    let page = county.get("performance", "/approvals").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.text().contains("仁和区人社局") && page.text().contains("项目2份，20.00万元"));
    let names = [format!("row{}", first.0), format!("row{}", second.0)];
    let version = county.version(first).await.to_string();
    let fields = [
        ("number", "仁财绩〔2026〕12号"),
        ("dated", "2026-03-02"),
        ("key", "once"),
        (names[0].as_str(), version.as_str()),
        // Of the second an older version was on the screen.
        (names[1].as_str(), "1"),
    ];
    let answer = county.post("performance", "/approvals", &fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let text = answer.text();
    assert!(text.contains("<b>1</b>已批复") && text.contains("<b>1</b>没有批复"), "{text}");
    assert!(text.contains("已经被别人改过"), "{text}");
    let issued = county.json("auditor", "/approvals/issued").await;
    assert_eq!(issued["papers"][0]["number"], "仁财绩〔2026〕12号");
    assert_eq!(issued["papers"][0]["sum"]["project_money"], "12.50");
    let to = issued["papers"][0]["to"].as_str().expect("an address").to_owned();
    let paper = county.json("auditor", &to).await;
    assert_eq!(paper["frozen"].as_array().map(Vec::len), Some(1));
    assert_eq!(paper["frozen"][0]["revision"], 1);
    assert_eq!(paper["frozen"][0]["digest"].as_str().map(str::len), Some(64));
    assert_eq!(paper["frozen"][0]["holds"], true);
    let waits = county.json("performance", "/approvals").await;
    assert_eq!(waits["sum"]["projects"], 1);
}

#[tokio::test]
async fn who_only_looks_on_approves_nothing_and_is_told_whose_business_it_is() {
    let mut county = County::new().await;
    let id = county.cleared("人才引进", "12.50").await;
    let version = county.version(id).await.to_string();
    let address = format!("/declarations/{}/approve", id.0);
    let fields = [("version", version.as_str()), ("number", "1号"), ("dated", "2026-03-02")];
    for (login, told) in [("auditor", "审计、人大只能查看"), ("clerk", "绩效股")] {
        let answer = county.post(login, &address, &fields).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{login}");
        assert!(answer.text().contains(told), "{login}: {}", answer.text());
        let page = county.get(login, "/approvals").await.text();
        assert!(!page.contains("name=\"number\""), "{login} gets no form");
    }
    let stranger = county.post("nobody", &address, &fields).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
    let row = format!("row{}", id.0);
    let many = [("number", "1号"), ("dated", "2026-03-02"), (row.as_str(), version.as_str())];
    let answer = county.post("auditor", "/approvals", &many).await;
    assert!(answer.text().contains("<b>0</b>已批复"), "{}", answer.text());
}

#[tokio::test]
async fn a_document_needs_its_number_its_date_and_something_to_approve() {
    let mut county = County::new().await;
    let id = county.cleared("人才引进", "12.50").await;
    let (row, version) = (format!("row{}", id.0), county.version(id).await.to_string());
    let picked = (row.as_str(), version.as_str());
    for (fields, told) in [
        ([("number", " "), ("dated", "2026-03-02"), picked], "文号"),
        ([("number", "1号"), ("dated", "三月二日"), picked], "日期"),
        ([("number", "1号"), ("dated", "2026-03-02"), ("key", "k")], "一份也没有勾选"),
    ] {
        let answer = county.post("performance", "/approvals", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains(told), "{}", answer.text());
    }
    let fields = [("version", version.as_str()), ("number", "1号"), ("dated", "2026-03-02")];
    let address = format!("/declarations/{}/approve", id.0);
    let answer = county.post("leader", &address, &fields).await;
    assert_eq!(answer.header(header::LOCATION), format!("/declarations/{}", id.0));
    let again = county.post("leader", &address, &fields).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "approved once");
}

#[tokio::test]
async fn the_number_of_statements_does_not_grow_with_the_rows() {
    let mut county = County::new().await;
    county.cleared("一", "1.00").await;
    county.approved("二", "1.00", "1号").await;
    let pages =
        ["/approvals", "/approvals/issued", "/adjustments", "/workbench", "/search", "/statistics"];
    let more = ["/statistics/findings", "/statistics/money", "/search/indicators?words=人"];
    let pages = [&pages[..], &more[..]].concat();
    let mut before = Vec::new();
    for page in &pages {
        before.push(county.calls("performance", page).await);
    }
    for project in ["三", "四", "五"] {
        county.cleared(project, "1.00").await;
        county.approved(&format!("{project}又"), "1.00", "2号").await;
    }
    for (page, before) in pages.iter().zip(before) {
        assert_eq!(county.calls("performance", page).await, before, "{page}");
    }
}

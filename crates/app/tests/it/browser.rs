//! What a person does on the pages, in Chromium. `scripts/test` runs these; they need chromedriver.

use std::path::Path;

use crate::chromium::Browser;
use crate::command::real_folder;
use crate::serve::Server;

async fn choose(browser: &Browser, file: &Path) {
    browser.choose("input[type=file]", file).await;
}

#[tokio::test]
#[ignore = "needs Chromium: scripts/test runs it"]
async fn a_chosen_file_is_judged_and_everything_can_be_taken_away() {
    let server = Server::start();
    let browser = Browser::start().await;
    browser.page.goto(&format!("http://{}/", server.address)).await.expect("the first page");
    choose(&browser, &real_folder().join("renhe-2026.docx")).await;
    assert!(browser.text().await.contains("已选 1 个：renhe-2026.docx"));
    browser.press("button[type=submit]").await;
    browser.waits_for("#ties").await;
    let page = browser.text().await;
    assert!(page.contains("不能提交") && page.contains("先改正 4 件错误"), "{page}");

    for (wanted, name, begins) in [
        ("annotated", "renhe-2026-批注.docx", &b"PK"[..]),
        ("repaired", "renhe-2026-修订.docx", b"PK"),
        ("report", "renhe-2026-审阅意见.html", b"<!DOCTYPE html>"),
        ("workbook", "renhe-2026-汇总.xlsx", b"PK"),
    ] {
        browser.press(&format!("button[value={wanted}]")).await;
        assert!(browser.downloaded(name).await.starts_with(begins), "{name}");
    }

    // From a finding to its cell and back, by the links alone.
    browser.press("#i1 a").await;
    let at = browser.page.current_url().await.expect("an address");
    let cell = at.fragment().expect("the place of a cell").to_owned();
    browser.waits_for(&format!("[id='{cell}']")).await;
    browser.press("a[href='/']").await;
    browser.waits_for("input[type=file]").await;
    browser.page.clone().close().await.expect("the browser closes");
}

#[tokio::test]
#[ignore = "needs Chromium: scripts/test runs it"]
async fn a_file_that_cannot_be_read_is_named_with_the_way_back() {
    let server = Server::start();
    let browser = Browser::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    let broken = folder.path().join("坏的.docx");
    std::fs::write(&broken, b"PK\x03\x04 and no more").expect("written");
    browser.page.goto(&format!("http://{}/", server.address)).await.expect("the first page");
    choose(&browser, &broken).await;
    browser.press("button[type=submit]").await;
    browser.waits_for("[role=alert]").await;
    assert!(browser.text().await.contains("坏的.docx"));
    browser.waits_for("input[type=file]").await;
    browser.page.clone().close().await.expect("the browser closes");
}

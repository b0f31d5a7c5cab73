//! What a person does on the pages, in Chromium. `scripts/test` runs these; they need chromedriver.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::json;

use crate::command::real_folder;
use crate::serve::Server;

/// Long enough for a debug build on a busy machine; a walk that works never waits for it.
const PATIENCE: Duration = Duration::from_secs(60);

/// Chromium behind its driver, with a folder of its own for what it downloads.
struct Browser {
    driver: Child,
    page: Client,
    downloads: tempfile::TempDir,
}

impl Browser {
    async fn start() -> Browser {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .spawn()
            .expect("chromedriver (Debian: chromium-driver) can be started");
        let out = BufReader::new(driver.stdout.take().expect("its output"));
        let told = out.lines().map_while(Result::ok).find_map(|line| {
            Some(
                line.split_once("started successfully on port ")?
                    .1
                    .trim_end_matches('.')
                    .to_owned(),
            )
        });
        let port = told.expect("chromedriver says its port");
        let downloads = tempfile::tempdir().expect("a folder");
        let capabilities = json!({"goog:chromeOptions": {
            "args": ["--headless=new", "--no-sandbox", "--window-size=1366,768"],
            "prefs": {"download.default_directory": downloads.path()},
        }});
        let serde_json::Value::Object(capabilities) = capabilities else { unreachable!() };
        let page = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("Chromium starts");
        Browser { driver, page, downloads }
    }

    async fn waits_for(&self, css: &str) -> fantoccini::elements::Element {
        let found = self.page.wait().at_most(PATIENCE).for_element(Locator::Css(css)).await;
        found.unwrap_or_else(|error| panic!("{css} does not appear: {error}"))
    }

    async fn press(&self, css: &str) {
        self.waits_for(css).await.click().await.unwrap_or_else(|error| panic!("{css}: {error}"));
    }

    /// The bytes of a download once it is whole.
    async fn downloaded(&self, name: &str) -> Vec<u8> {
        let (path, until) = (self.downloads.path().join(name), Instant::now() + PATIENCE);
        // Chromium writes beside and renames at the end: a file of this name is whole.
        while !path.exists() {
            assert!(Instant::now() < until, "{name} was not downloaded");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        std::fs::read(path).expect("the download")
    }

    async fn text(&self) -> String {
        self.waits_for("body").await.text().await.expect("its text")
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        drop(self.driver.kill());
        drop(self.driver.wait());
    }
}

async fn choose(browser: &Browser, file: &Path) {
    let field = browser.waits_for("input[type=file]").await;
    let file = file.canonicalize().expect("the file is there");
    field.send_keys(file.to_str().expect("UTF-8")).await.expect("a file is chosen");
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
    assert!(page.contains("不能报送") && page.contains("先改正 4 件错误"), "{page}");

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

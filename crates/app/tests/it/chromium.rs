//! Chromium as a person uses it: what is pressed, typed and seen. Nothing sleeps; what must appear
//! is waited for.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::json;

/// Long enough for a debug build on a busy machine; a walk that works never waits for it.
const PATIENCE: Duration = Duration::from_secs(60);

/// Chromium behind its driver, with a folder of its own for what it downloads.
pub struct Browser {
    driver: Child,
    pub page: Client,
    downloads: tempfile::TempDir,
}

impl Browser {
    pub async fn start() -> Browser {
        Browser::with(json!({})).await
    }

    /// A browser in which no script of a page runs.
    pub async fn without_scripts() -> Browser {
        Browser::with(json!({"profile.managed_default_content_settings.javascript": 2})).await
    }

    async fn with(mut preferences: serde_json::Value) -> Browser {
        let (driver, port) = driver();
        let downloads = tempfile::tempdir().expect("a folder");
        preferences["download.default_directory"] = json!(downloads.path());
        // Without smooth scrolling: what is pressed must not be on its way elsewhere.
        let arguments = ["--headless=new", "--no-sandbox", "--window-size=1366,768"];
        let arguments = [&arguments[..], &["--lang=zh-CN", "--force-prefers-reduced-motion"]];
        let capabilities = json!({"goog:chromeOptions": {
            "args": arguments.concat(),
            "prefs": preferences,
        }});
        let serde_json::Value::Object(capabilities) = capabilities else { unreachable!() };
        let page = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("Chromium starts");
        Browser { driver, page, downloads }
    }

    async fn waits(&self, what: Locator<'_>) -> Element {
        let found = self.page.wait().at_most(PATIENCE).for_element(what).await;
        match found {
            Ok(element) => element,
            Err(error) => {
                let at = self.page.current_url().await.map(|url| url.to_string());
                panic!("{what:?} does not appear at {at:?}: {error}\n{}", self.text().await)
            }
        }
    }

    pub async fn waits_for(&self, css: &str) -> Element {
        self.waits(Locator::Css(css)).await
    }

    /// Waits for an element by where it stands and what it says.
    pub async fn finds(&self, xpath: &str) -> Element {
        self.waits(Locator::XPath(xpath)).await
    }

    /// Waits until the page says this.
    pub async fn sees(&self, words: &str) {
        self.finds(&format!("//body[contains(normalize-space(.), '{words}')]")).await;
    }

    pub async fn press(&self, css: &str) {
        let element = self.waits_for(css).await;
        element.click().await.unwrap_or_else(|error| panic!("{css}: {error}"));
    }

    /// Presses what stands at an XPath.
    pub async fn press_at(&self, xpath: &str) {
        let element = self.finds(xpath).await;
        element.click().await.unwrap_or_else(|error| panic!("{xpath}: {error}"));
    }

    /// Presses the link that is called so.
    pub async fn follow(&self, name: &str) {
        self.press_at(&format!("//a[normalize-space(.)='{name}']")).await;
    }

    /// Presses the button that is called so.
    pub async fn push(&self, name: &str) {
        self.press_at(&format!("//button[normalize-space(.)='{name}']")).await;
    }

    /// Waits until nothing like this is on the page.
    pub async fn sees_no(&self, xpath: &str) {
        self.finds(&format!("//body[not(.{xpath})]")).await;
    }

    /// How many there are now.
    pub async fn count(&self, xpath: &str) -> usize {
        self.page.find_all(Locator::XPath(xpath)).await.expect("a page").len()
    }

    /// Types over what stands in a text area, as with Ctrl+A. Enter alone would leave the cell.
    pub async fn type_over(&self, area: &Element, text: &str) {
        area.click().await.expect("it can be reached");
        area.send_keys(&(Key::Control + "a" + &Key::Null)).await.expect("all is chosen");
        let keys = match text {
            "" => String::from(char::from(Key::Backspace)),
            _ => text.replace('\n', &(Key::Shift + &Key::Enter + &Key::Null)),
        };
        area.send_keys(&keys).await.expect("it can be typed into");
    }

    /// Types into a field, in place of what stands there.
    pub async fn fill(&self, css: &str, text: &str) {
        self.type_into(&self.waits_for(css).await, text).await;
    }

    /// Types into an element, in place of what stands there.
    pub async fn type_into(&self, field: &Element, text: &str) {
        field.clear().await.expect("it can be emptied");
        field.send_keys(text).await.expect("it can be typed into");
    }

    /// Sets a date: fields of dates take no words where the month comes first elsewhere.
    pub async fn set(&self, css: &str, value: &str) {
        let field = self.waits_for(css).await;
        let field = serde_json::to_value(&field).expect("an element");
        let script = "arguments[0].value = arguments[1]";
        self.page.execute(script, vec![field, json!(value)]).await.expect("a value is set");
    }

    /// Chooses an entry of a list by what it says.
    pub async fn select(&self, css: &str, label: &str) {
        let list = self.waits_for(css).await;
        list.select_by_label(label).await.unwrap_or_else(|error| panic!("{css} {label}: {error}"));
    }

    /// Chooses a file to be sent.
    pub async fn choose(&self, css: &str, file: &Path) {
        let file = file.canonicalize().expect("the file is there");
        let field = self.waits_for(css).await;
        field.send_keys(file.to_str().expect("UTF-8")).await.expect("a file is chosen");
    }

    /// The bytes of a download once it is whole.
    pub async fn downloaded(&self, name: &str) -> Vec<u8> {
        let (path, until) = (self.downloads.path().join(name), Instant::now() + PATIENCE);
        // Chromium writes beside and renames at the end: a file of this name is whole.
        while !path.exists() {
            assert!(Instant::now() < until, "{name} was not downloaded");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        std::fs::read(path).expect("the download")
    }

    pub async fn text(&self) -> String {
        let body = self.page.find(Locator::Css("body")).await.expect("a page");
        body.text().await.expect("its text")
    }

    /// Keeps a picture of what is seen, where `HENG_SCREENSHOTS` names a folder for them.
    pub async fn shot(&self, name: &str) {
        let Ok(folder) = std::env::var("HENG_SCREENSHOTS") else { return };
        let picture = self.page.screenshot().await.expect("a picture");
        std::fs::write(Path::new(&folder).join(format!("{name}.png")), picture).expect("written");
    }
}

/// Starts the driver; gives its port.
fn driver() -> (Child, String) {
    let mut driver = Command::new("chromedriver")
        .arg("--port=0")
        .stdout(Stdio::piped())
        .spawn()
        .expect("chromedriver (Debian: chromium-driver) can be started");
    let out = BufReader::new(driver.stdout.take().expect("its output"));
    let told = out.lines().map_while(Result::ok).find_map(|line| {
        let port = line.split_once("started successfully on port ")?.1;
        Some(port.trim_end_matches('.').to_owned())
    });
    (driver, told.expect("chromedriver says its port"))
}

impl Drop for Browser {
    fn drop(&mut self) {
        drop(self.driver.kill());
        drop(self.driver.wait());
    }
}

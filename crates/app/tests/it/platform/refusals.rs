//! What is refused on the way, with words: an old tab, the wrong hands, a stranger.

use serde_json::{Value, json};

use super::declaring::PROJECT;
use super::town::{CLERK, STRANGER, Town};

/// Sends what a page of ours would send, as whoever is signed in.
const SENDS: &str = "const [to, body, done] = arguments;
    fetch(to, {method: 'POST', headers: {'content-type': 'application/json'}, body})
        .then(async answer => done([answer.status, await answer.text()]));";

impl Town {
    /// A tab that was opened before the form was changed hands nothing in; nobody reviews who may
    /// not; a stranger sees nothing.
    pub async fn stale_tabs_and_wrong_hands(&mut self) {
        self.open(PROJECT).await;
        let page = self.browser.page.clone();
        let path = page.current_url().await.expect("an address").path().to_owned();
        let old = page.window().await.expect("a tab");
        let new = page.new_window(true).await.expect("a tab");
        page.switch_to_window(new.handle).await.expect("the new tab");
        self.fill_in(PROJECT).await;
        self.retype(PROJECT, "预算资金的使用", "平台运营资金").await;
        page.close_window().await.expect("the new tab closes");
        page.switch_to_window(old).await.expect("the old tab");
        self.browser.press_at("//section[@id='submit']//button[normalize-space(.)='提交']").await;
        self.browser.sees("您看到的不是最新内容").await;
        self.shot("旧页面提交被拒").await;

        self.go("/declarations").await;
        let (status, said) = self.send(&format!("/api{path}/accept"), &json!({"version": 1})).await;
        assert!(status == 403 && said.contains("\"why\":"), "{status} {said}");
        self.go(&path.replace("declarations", "reviews")).await;
        self.browser.sees("没有办成").await;
        self.shot("经办人不能审核").await;

        self.enter(STRANGER).await;
        self.go(&path).await;
        self.browser.sees("没有办成").await;
        self.shot("外单位看不到").await;
        let (status, said) = self.send(&format!("/api{path}/submit"), &json!({"version": 1})).await;
        assert!([403, 404].contains(&status), "{status} {said}");
        self.enter(CLERK).await;
    }

    async fn send(&self, to: &str, body: &Value) -> (u64, String) {
        let sent = vec![json!(to), json!(body.to_string())];
        let answer = self.browser.page.execute_async(SENDS, sent).await.expect("an answer");
        let status = answer[0].as_u64().expect("a status");
        (status, answer[1].as_str().expect("words").to_owned())
    }
}

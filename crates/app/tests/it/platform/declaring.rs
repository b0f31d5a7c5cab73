//! What the unit does: brings its Word file in, mends what bars it, answers the rest, hands in.

use super::town::{CLERK, Town};
use crate::command::real_folder;

impl Town {
    /// The clerk uploads the real file, looks at what was read, takes all of it over.
    pub async fn bring_the_forms_in(&mut self) {
        self.enter(CLERK).await;
        self.go("/declarations").await;
        let browser = &self.browser;
        browser.sees("还没有申报").await;
        browser.press("a[href='/declarations/import']").await;
        browser.choose("#file", &real_folder().join("renhe-2026.docx")).await;
        browser.push("上传并查看").await;
        browser.sees("读出13张表").await;
        browser.sees("13张可以导入").await;
        self.shot("导入前查看").await;
        self.browser.push("导入选中的").await;
        self.browser.waits_for("h1").await;
        self.browser.follow("去申报列表").await;
        self.browser.sees("共13份").await;
        self.shot("申报列表").await;
    }
}

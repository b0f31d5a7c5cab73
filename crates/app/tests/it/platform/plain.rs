//! The same pages in a browser that runs no script: everything is a link or a form that posts.

use super::town::{CLERK, Town};
use crate::chromium::Browser;
use crate::command::real_folder;

/// Signs in and imports.
pub async fn walk(mut town: Town) {
    town.sit_down_at(Browser::without_scripts().await);
    town.enter(CLERK).await;
    town.import_plainly().await;
    town.browser.page.clone().close().await.expect("the browser closes");
}

impl Town {
    async fn import_plainly(&mut self) {
        self.go("/declarations/import").await;
        self.browser.choose("#file", &real_folder().join("renhe-2026.docx")).await;
        self.browser.push("上传并查看").await;
        self.browser.sees("13张可以导入").await;
        self.browser.push("导入选中的").await;
        self.browser.follow("去申报列表").await;
        self.browser.sees("共13份").await;
        self.shot("无脚本申报列表").await;
    }
}

//! The same pages in a browser that runs no script: everything is a link or a form that posts.

use super::declaring::WHOLE;
use super::town::{CLERK, DEPARTMENT, HEAD, Town};
use crate::chromium::Browser;
use crate::command::real_folder;

/// A short form with few warnings.
const FORM: &str = "安保人员购买服务资金";
const REASON: &str = "按本年度实际情况填写，已同业务股室核对。";

/// Signs in, imports, edits a cell, answers, hands in, signs, accepts.
pub async fn walk(mut town: Town) {
    town.sit_down_at(Browser::without_scripts().await);
    town.enter(CLERK).await;
    town.import_plainly().await;
    town.fill_in_plainly().await;
    town.enter(HEAD).await;
    town.go("/declarations").await;
    town.browser.follow("去看一页摘要并签字").await;
    town.browser.push("签字（选中的）").await;
    town.browser.sees_no("//form[@id='sign-all']").await;
    town.enter(DEPARTMENT).await;
    town.go("/reviews").await;
    town.browser.follow(FORM).await;
    town.shot("无脚本审核页").await;
    town.browser.push("接收").await;
    town.browser.sees("已接收，下级不能再撤回").await;
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
        self.browser.sees(WHOLE).await;
        self.shot("无脚本申报列表").await;
    }

    /// One cell is typed in and kept; warnings are answered one page after the other.
    async fn fill_in_plainly(&mut self) {
        self.browser.follow(FORM).await;
        let area = "//div[@id='edit-table']//textarea[contains(., '服务对象满意度')]";
        let area = self.browser.finds(area).await;
        self.browser.type_into(&area, "办事群众满意度").await;
        self.shot("无脚本填写页").await;
        self.browser.press("button.save").await;
        self.browser.sees("已保存。").await;
        self.browser.finds("//div[@id='edit-table']//textarea[.='办事群众满意度']").await;
        let open = "//details[.//button[normalize-space(.)='说明理由']]";
        loop {
            let left = self.browser.count(open).await;
            if left == 0 {
                break;
            }
            let one = format!("({open})[1]");
            self.browser.press_at(&format!("{one}/summary")).await;
            let area = self.browser.finds(&format!("{one}//textarea")).await;
            area.send_keys(REASON).await.expect("a reason");
            self.browser.press_at(&format!("{one}//button[normalize-space(.)='说明理由']")).await;
            self.browser.finds(&format!("//body[count(.{open}) < {left}]")).await;
        }
        self.browser.follow("填好了，去核对并提交").await;
        self.browser.press_at("//section[@id='submit']//button[normalize-space(.)='提交']").await;
        self.browser.sees("已提交").await;
        self.shot("无脚本已提交").await;
    }
}

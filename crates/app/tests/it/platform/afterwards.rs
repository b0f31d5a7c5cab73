//! After the approval: a target is adjusted and the old one stays; the auditor reads the record.

use super::declaring::PROJECT;
use super::town::{AUDITOR, CLERK, Town};

impl Town {
    /// The clerk says why, changes a target, hands the change in.
    pub async fn adjust(&mut self) {
        self.enter(CLERK).await;
        self.go("/adjustments").await;
        self.shot("调整").await;
        let row = format!("//tr[.//a[contains(., '{PROJECT}')]]");
        self.browser.press_at(&format!("{row}//a[normalize-space(.)='申请调整']")).await;
        self.browser.fill("#reason", "下半年新增一处场地，入驻企业增加。").await;
        self.browser.push("开始调整").await;
        self.browser.waits_for("#edit.live").await;
        self.retype(PROJECT, "20家以上", "30家以上").await;
        self.answer_here().await;
        self.shot("调整填写").await;
        self.open(PROJECT).await;
        self.browser.press_at("//section[@id='submit']//button[normalize-space(.)='提交']").await;
        self.browser.sees("已提交").await;
        self.sees_old_and_new().await;
        self.shot("调整前后").await;
    }

    async fn open_adjustment(&self) {
        self.go("/adjustments").await;
        let link = format!("//a[starts-with(@href, '/adjustments/')][contains(., '{PROJECT}')]");
        self.browser.press_at(&link).await;
    }

    /// What was approved stays beside what is to hold.
    pub async fn sees_old_and_new(&mut self) {
        self.open_adjustment().await;
        let row = "//tr[td[1][contains(., '20家以上')]][td[2][contains(., '30家以上')]]";
        self.browser.finds(row).await;
    }

    /// The auditor reads who did what when, and whether the record is whole.
    pub async fn audit(&mut self) {
        self.enter(AUDITOR).await;
        self.go("/approvals/issued").await;
        self.shot("已发批复").await;
        self.open_adjustment().await;
        self.browser.follow("全部经过和各版本").await;
        self.browser.push("核对全区记录链").await;
        self.browser.waits_for("div.note.done").await;
        for words in
            ["陈经办", "周局长", "吴审核", "郑股长", "林股长", "何局长", "退回", "提交", "批复"]
        {
            self.browser.sees(words).await;
        }
        self.browser.sees_no("//*[contains(., '不符，内容被改动过')]").await;
        self.shot("审计看全部经过").await;
        self.go("/system/events").await;
        self.browser.push("核对全部记录和内容").await;
        self.browser.waits_for("div.note").await;
        self.everything_was_checked().await;
        self.shot("记录链核对").await;
    }

    /// The check goes on beside the requests; the page tells how it stands whenever it is opened.
    async fn everything_was_checked(&self) {
        for _ in 0..500 {
            self.go("/system/events").await;
            self.browser.waits_for("div.note.done").await;
            let page = self.browser.page.source().await.expect("the page");
            if !page.contains("正在核对") {
                assert!(page.contains("都相符，没有发现改动"), "{page}");
                return;
            }
        }
        panic!("the check does not come to an end");
    }
}

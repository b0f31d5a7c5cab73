//! What the department and the bureau do: accept, pass on, send back with a letter, approve.

use std::io::{Cursor, Read};

use super::declaring::PROJECT;
use super::town::{BUSINESS, CLERK, DEPARTMENT, LEADER, PERFORMANCE, Town};

/// What the bureau asks for.
const WHY: &str = "质量指标没有写数，请照批注补充。";
const REMARK: &str = "请写明青创平台全年入驻多少家企业。";

impl Town {
    /// Takes on and passes on everything that waits for somebody, in two batches.
    pub async fn pass_on(&mut self, login: &str, count: usize) {
        self.enter(login).await;
        if login != LEADER {
            self.batch("接收", count).await;
        }
        self.batch("审核通过", count).await;
    }

    /// One batch over the whole queue.
    pub async fn batch(&mut self, action: &str, count: usize) {
        self.go("/reviews").await;
        let browser = &self.browser;
        browser.press("input[data-all]").await;
        browser.select("#b-do", action).await;
        self.shot(&format!("审核队列{action}")).await;
        let browser = &self.browser;
        browser.push("办理勾选的").await;
        browser.finds(&format!("//ul[@class='figures']/li[1][b='{count}']")).await;
        browser.finds("//ul[@class='figures']/li[2][b='0']").await;
    }

    pub async fn department_and_divisions(&mut self) {
        self.pass_on(DEPARTMENT, 13).await;
        self.pass_on(BUSINESS, 13).await;
    }

    /// The bureau remarks on a cell, sends the form back and takes the letter along.
    pub async fn send_one_back(&mut self) {
        self.enter(PERFORMANCE).await;
        self.batch("接收", 13).await;
        self.go("/reviews").await;
        self.browser.follow(PROJECT).await;
        self.browser.waits_for("table.official").await;
        self.shot("审核页").await;
        let cell = "//table[contains(@class,'official')]//td[contains(., '做好青创平台')]";
        let sign = self.browser.finds(&format!("{cell}//a[@class='say']")).await;
        // The sign is drawn where the mouse is.
        let to = sign.attr("href").await.expect("an address").expect("an address");
        self.go(&to).await;
        self.browser.fill("#body", REMARK).await;
        self.browser.push("写上批注").await;
        self.browser.sees("批注已写上").await;
        self.shot("批注").await;
        self.return_this().await;
    }

    async fn return_this(&mut self) {
        let browser = &self.browser;
        let here = browser.page.current_url().await.expect("an address").path().to_owned();
        browser.press_at("//summary[normalize-space(.)='退回……']").await;
        browser.fill("#reason-return", WHY).await;
        browser.push("退回").await;
        browser.sees("已退回单位").await;
        self.shot("已退回").await;
        self.go(&here).await;
        self.browser.follow("审核意见书（Word）").await;
        let letter = self.browser.downloaded(&format!("{PROJECT}-审核意见.docx")).await;
        let text = text_of(&letter);
        for words in [PROJECT, REMARK, "现退回修改", "攀枝花市仁和区人力资源和社会保障局"]
        {
            assert!(text.contains(words), "{words} is not in the letter: {text}");
        }
    }

    /// The clerk reads why, mends the cell, answers the remark and hands in again.
    pub async fn come_again(&mut self) {
        self.enter(CLERK).await;
        self.shot("经办人的工作台").await;
        self.fill_in(PROJECT).await;
        self.browser.sees(WHY).await;
        self.shot("退回后填写").await;
        self.retype(PROJECT, "做好青创平台日常管理", "青创平台入驻企业20家以上，做好日常管理")
            .await;
        self.answer_here().await;
        self.open(PROJECT).await;
        self.browser.follow("批注").await;
        self.browser.sees(REMARK).await;
        self.browser.fill("#remarks textarea", "已在质量指标里写明20家以上。").await;
        self.browser.push("答复").await;
        self.browser.sees("已答复").await;
        self.open(PROJECT).await;
        self.browser.press_at("//section[@id='submit']//button[normalize-space(.)='提交']").await;
        self.browser.sees("已提交").await;
    }

    /// The leader passes; the division approves everything under one number.
    pub async fn approve(&mut self, number: &str, count: usize) {
        self.enter(PERFORMANCE).await;
        self.go("/approvals").await;
        self.browser.press("input[data-all]").await;
        self.browser.fill("#number", number).await;
        self.shot("待批复").await;
        self.browser.push("批复选中的").await;
        self.browser.finds(&format!("//ul[@class='figures']/li[1][b='{count}']")).await;
        self.browser.finds("//ul[@class='figures']/li[2][b='0']").await;
        self.shot("已批复").await;
    }
}

/// The words of a Word file.
pub fn text_of(file: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).expect("a Word file");
    let mut part = archive.by_name("word/document.xml").expect("its text");
    let mut xml = String::new();
    part.read_to_string(&mut xml).expect("UTF-8");
    xml.split('<').filter_map(|piece| Some(piece.split_once('>')?.1)).collect()
}

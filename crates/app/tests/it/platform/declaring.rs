//! What the unit does: brings its Word file in, mends what bars it, answers the rest, hands in.

use fantoccini::Locator;

use super::town::{CLERK, HEAD, Town};
use crate::command::real_folder;

/// The form of the whole unit.
pub const WHOLE: &str = "攀枝花市仁和区人力资源和社会保障局";
/// The project that the bureau sends back, and whose target is adjusted later.
pub const PROJECT: &str = "青创运营费";

/// What a form says that bars it, and what the clerk writes instead.
const MENDED: [Amendment; 5] = [
    // A placeholder in the place of an amount.
    Amendment { form: WHOLE, holds: "……", from: "……", to: "" },
    // A project counted in the wrong category: it says so in the heading of its form.
    Amendment {
        form: "就业相关补助", holds: "其他运转类", from: "其他运转类", to: "特定目标类"
    },
    // Last year's forecasts.
    Amendment { form: PENSION, holds: "2025年预计缴费人数", from: "2025年", to: "2026年" },
    Amendment { form: PENSION, holds: "2025年预计待遇领取", from: "2025年", to: "2026年" },
    // A row that was copied and not changed: the second one of that name.
    Amendment {
        form: "促进人力资源聚集",
        holds: COPIED,
        from: COPIED,
        to: "企业吸纳外地人员就业奖补人均标准",
    },
];

/// Warnings that the clerk mends rather than answers.
const IMPROVED: [Amendment; 3] = [
    Amendment {
        form: WHOLE,
        holds: "城乡居民社会保险补助资金",
        from: "社会保险补助",
        to: "社会养老保险补助",
    },
    Amendment {
        form: "社会保障经办劳务费", holds: "失业保险", from: "失业保险", to: "工伤保险"
    },
    Amendment {
        form: "高层次人才专项经费", holds: "十四五", from: "十四五", to: "十五五"
    },
];

const PENSION: &str = "城乡居民社会养老保险补助资金";
const COPIED: &str = "大中专毕业生就业奖补人均标准";
const REASON: &str = "按本年度实际情况填写，已同业务股室核对，测算表留存备查。";

/// A cell that is typed over.
#[derive(Clone, Copy)]
struct Amendment {
    /// A part of the name of the form.
    form: &'static str,
    /// What the cell holds; the last such cell is meant.
    holds: &'static str,
    from: &'static str,
    to: &'static str,
}

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

    /// Errors bar the way, and the page says so; typing in the cells opens it.
    pub async fn mend(&mut self) {
        self.open(WHOLE).await;
        self.browser.sees("不能提交").await;
        self.shot("有错误不能提交").await;
        self.fill_in(WHOLE).await;
        self.shot("填写页").await;
        for (at, amendment) in MENDED.iter().chain(&IMPROVED).enumerate() {
            self.fill_in(amendment.form).await;
            self.amend(*amendment).await;
            if at == 1 {
                self.shot("改了一格").await;
            }
        }
        self.go("/declarations").await;
        self.browser.sees_no("//b[@class='count error']").await;
        self.shot("没有错误了").await;
    }

    /// Opens a declaration from the list.
    pub async fn open(&self, name: &str) {
        self.go("/declarations").await;
        let row = format!("//tr[.//td[contains(@class,'name')][contains(., '{name}')]]");
        self.browser.press_at(&format!("{row}//a[.='查看']")).await;
        self.browser.waits_for("#submit").await;
    }

    /// Opens the page on which a form is filled in.
    pub async fn fill_in(&self, name: &str) {
        self.go("/declarations").await;
        let row = format!("//td[contains(@class,'name')][contains(., '{name}')]");
        self.browser.press_at(&format!("{row}/a[contains(@href,'/edit')]")).await;
        self.browser.waits_for("#edit.live").await;
    }

    async fn amend(&self, amendment: Amendment) {
        let browser = &self.browser;
        let area = format!("//div[@id='edit-table']//textarea[contains(., '{}')]", amendment.holds);
        browser.finds(&area).await;
        let areas = browser.page.find_all(Locator::XPath(&area)).await.expect("the cells");
        let area = areas.last().expect("a cell");
        let text = area.prop("value").await.expect("its text").expect("its text");
        assert!(text.contains(amendment.from), "{text}");
        browser.type_over(area, &text.replace(amendment.from, amendment.to)).await;
        browser.waits_for("#edit-status[data-state=saved]").await;
    }

    /// Types over the last cell that holds something.
    pub async fn retype(&self, form: &'static str, from: &'static str, to: &'static str) {
        self.amend(Amendment { form, holds: from, from, to }).await;
    }

    /// What is left is answered once for each cause, on whichever form it is met first.
    pub async fn answer(&mut self) {
        self.go("/declarations").await;
        let links = "//td[contains(@class,'name')]/a[contains(@href,'/edit')]";
        let links = self.browser.page.find_all(Locator::XPath(links)).await.expect("forms");
        let mut pages = Vec::new();
        for link in links {
            pages.push(link.attr("href").await.expect("an address").expect("an address"));
        }
        assert_eq!(pages.len(), 13);
        for (at, page) in pages.iter().enumerate() {
            self.go(page).await;
            self.browser.waits_for("#edit.live").await;
            self.answer_here().await;
            if at == 0 {
                self.shot("逐条说明理由").await;
            }
        }
        self.go("/declarations").await;
        self.browser.sees_no("//b[@class='count warning']").await;
        self.browser.sees("有13份可以提交").await;
    }

    /// Answers what is left on the page that is open.
    pub async fn answer_here(&self) {
        let browser = &self.browser;
        let open = "//details[.//button[normalize-space(.)='说明理由']]";
        loop {
            let left = browser.count(open).await;
            if left == 0 {
                return;
            }
            let one = format!("({open})[1]");
            browser.press_at(&format!("{one}/summary")).await;
            let area = browser.finds(&format!("{one}//textarea")).await;
            area.send_keys(REASON).await.expect("a reason");
            browser.press_at(&format!("{one}//button[normalize-space(.)='说明理由']")).await;
            browser.finds(&format!("//body[count(.{open}) < {left}]")).await;
            browser.waits_for("#edit-status[data-state=saved]").await;
        }
    }

    /// Hands everything in that is ready.
    pub async fn hand_in(&mut self, count: usize) {
        self.enter(CLERK).await;
        self.go("/declarations").await;
        self.browser.press("input[data-all]").await;
        self.shot("提交前").await;
        self.browser.push("提交选中的").await;
        self.browser.sees(&format!("{count}份：")).await;
        self.browser.sees_no("//*[contains(., '没有办成')]").await;
        self.shot("已提交").await;
    }

    /// The head reads one page and signs for all of it.
    pub async fn sign(&mut self) {
        self.enter(HEAD).await;
        self.shot("单位负责人的工作台").await;
        self.go("/declarations").await;
        self.browser.follow("去看一页摘要并签字").await;
        self.browser.waits_for("#sign-all").await;
        self.shot("一页摘要").await;
        self.browser.push("签字（选中的）").await;
        self.browser.sees_no("//form[@id='sign-all']").await;
        self.shot("已签字").await;
    }
}

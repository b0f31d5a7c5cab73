//! How a town begins: the page of the first run, units and people by Excel, one person through the
//! interface for programs, and a cycle that is open.

use chrono::{Days, Utc};
use fantoccini::Locator;
use rust_xlsxwriter::Workbook;
use serde_json::json;

use super::place::Place;
use super::town::{self, Town};
use crate::chromium::Browser;

/// The department of the real forms; its own office declares as a unit below it.
const OFFICE: &str = "攀枝花市仁和区人力资源和社会保障局";

const UNITS: [[&str; 4]; 4] = [
    ["304", OFFICE, "", "主管部门"],
    ["304001", OFFICE, "304", "预算单位"],
    ["305", "攀枝花市仁和区教育和体育局", "", "主管部门"],
    ["305001", "攀枝花市仁和区第一小学", "305", "预算单位"],
];

const BUREAU: &str = "攀枝花市仁和区财政局";

const PEOPLE: [[&str; 4]; 7] = [
    [town::CLERK, "陈经办", "304001", "经办人"],
    [town::HEAD, "周局长", "304001", "单位负责人"],
    [town::DEPARTMENT, "吴审核", "304", "主管部门审核人"],
    [town::BUSINESS, "郑股长", BUREAU, "业务股室"],
    [town::PERFORMANCE, "林股长", BUREAU, "绩效股"],
    [town::LEADER, "何局长", BUREAU, "局领导"],
    [town::STRANGER, "孙老师", "305001", "经办人"],
];

impl Town {
    /// Everything up to the day on which units may declare.
    pub async fn set_up(place: Place) -> Town {
        let mut town = Town::empty(place, Browser::start().await).await;
        town.first_run().await;
        town.enter(town::ADMINISTRATOR).await;
        town.bring_people_in().await;
        town.add_the_auditor().await;
        town.open_the_cycle().await;
        town
    }

    async fn first_run(&mut self) {
        self.go("/").await;
        let browser = &self.browser;
        for (field, text) in [
            ("#region", "攀枝花市仁和区"),
            ("#code", "510411"),
            ("#bureau", BUREAU),
            ("#name", "罗管理"),
            ("#login", town::ADMINISTRATOR),
            ("#password", Town::own_password()),
            ("#again", Town::own_password()),
        ] {
            browser.fill(field, text).await;
        }
        self.shot("初次使用").await;
        self.browser.push("建立").await;
        self.browser.sees("已建好").await;
    }

    async fn bring_people_in(&mut self) {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("单位和人员.xlsx");
        workbook().save(&file).expect("written");
        self.go("/system/import").await;
        self.browser.choose("#file", &file).await;
        self.browser.push("检查").await;
        self.browser.sees("11行可以导入").await;
        self.shot("导入单位和人员").await;
        self.browser.push("导入11行").await;
        self.browser.sees("已导入4个单位、7个人员").await;
        self.shot("一次性密码").await;
        let rows = self.browser.page.find_all(Locator::Css("table.rows tbody tr")).await;
        for row in rows.expect("people") {
            let cells = row.find_all(Locator::Css("td")).await.expect("cells");
            let login = cells[1].text().await.expect("a login");
            self.once.insert(login, cells[3].text().await.expect("a password"));
        }
        assert_eq!(self.once.len(), PEOPLE.len());
    }

    /// Makes a token on one's own page and adds a person with it, as a program would.
    async fn add_the_auditor(&mut self) {
        self.go("/account").await;
        let browser = &self.browser;
        browser.press_at("//summary[.='新建令牌']").await;
        browser.fill("#token-name", "人事系统").await;
        browser.push("新建").await;
        let token = browser.waits_for(".secret").await.text().await.expect("a token");
        let (status, units) = self.ask(&token, "GET /api/system/units", "");
        assert_eq!(status, 200, "{units}");
        let named = |name: &str| {
            let units = units["units"].as_array().expect("units");
            let unit = units.iter().find(|unit| unit["name"] == name).expect("the unit");
            unit["id"].to_string()
        };
        let new = json!({"name": "唐审计", "login": town::AUDITOR, "unit": named(BUREAU)});
        let (status, made) = self.ask(&token, "POST /api/system/people", &new.to_string());
        assert_eq!(status, 200, "{made}");
        let password = made["password"].as_str().expect("a password").to_owned();
        let to = made["to"].as_str().expect("its page");
        let part = json!({
            "role": "auditor", "unit": named("攀枝花市仁和区人民政府"), "from": "2026-01-01"
        });
        let (status, given) = self.ask(&token, &format!("POST /api{to}/grants"), &part.to_string());
        assert_eq!(status, 200, "{given}");
        self.once.insert(town::AUDITOR.to_owned(), password);
    }

    async fn open_the_cycle(&mut self) {
        self.enter(town::PERFORMANCE).await;
        self.go("/system/cycles").await;
        let today = flow::shanghai_day(Utc::now());
        let browser = &self.browser;
        browser.fill("#year", "2026").await;
        let pack = browser.waits_for("#pack").await;
        pack.select_by_value("renhe").await.expect("the pack of the region");
        browser.set("#opens", &(today - Days::new(20)).to_string()).await;
        browser.set("#closes", &(today + Days::new(20)).to_string()).await;
        browser.push("打开").await;
        browser.sees("2026年度的申报周期已开").await;
        self.shot("申报周期").await;
    }
}

fn workbook() -> Workbook {
    let mut workbook = Workbook::new();
    let heads = ["单位编码", "单位名称", "上级单位", "类别"];
    sheet(&mut workbook, "单位", heads, &UNITS);
    sheet(&mut workbook, "人员", ["登录名", "姓名", "单位", "角色"], &PEOPLE);
    workbook
}

fn sheet(workbook: &mut Workbook, name: &str, heads: [&str; 4], rows: &[[&str; 4]]) {
    let sheet = workbook.add_worksheet().set_name(name).expect("a name");
    for (row, cells) in (0..).zip(std::iter::once(&heads).chain(rows)) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, *cell).expect("written");
        }
    }
}

//! 工作台, 查询, 统计 and the history: what waits for whom, figures that open into their lists, and
//! a record that shows whether anybody touched it.

use axum::http::StatusCode;
use flow::Action;

use super::county::{County, fault};

/// Titles of the groups of work and how many each holds.
async fn groups(county: &mut County, login: &str) -> Vec<(String, u64)> {
    let view = county.json(login, "/workbench").await;
    let groups = view["groups"].as_array().expect("groups").iter();
    let told = groups.map(|group| {
        let title = group["title"].as_str().expect("a title").to_owned();
        (title, group["count"].as_u64().expect("a count"))
    });
    told.collect()
}

fn named(title: &str, count: u64) -> Vec<(String, u64)> {
    vec![(title.to_owned(), count)]
}

#[tokio::test]
async fn work_stands_with_whoever_has_the_next_step_and_says_by_what_rule() {
    let mut county = County::new().await;
    let id = county.draft("人才引进", "12.50").await;
    assert_eq!(groups(&mut county, "clerk").await, named("可以提交的草稿", 1));
    assert!(groups(&mut county, "head").await.is_empty());
    county.submit(id, Vec::new()).await;
    assert!(groups(&mut county, "clerk").await.is_empty());
    assert_eq!(groups(&mut county, "head").await, named("待我签字", 1));
    county.act("head", Action::Sign, id).await;
    assert_eq!(groups(&mut county, "reviewer").await, named("待我接收", 1));
    county.act("reviewer", Action::Accept, id).await;
    assert_eq!(groups(&mut county, "reviewer").await, named("待我审核", 1));
    county.act("reviewer", Action::Return, id).await;
    assert_eq!(groups(&mut county, "clerk").await, named("退回给我改的", 1));
    let cleared = county.cleared("技能培训", "7.50").await;
    assert_eq!(groups(&mut county, "leader").await, named("待我批复", 1));
    let page = county.get("leader", "/").await.text();
    assert!(page.contains("全部审核环节已经通过、等我填文号"), "the rule is written: {page}");
    assert!(page.contains("年度进度"), "a leader sees how far the units are");
    assert!(!county.get("clerk", "/").await.text().contains("年度进度"));
    assert!(county.version(cleared).await > 1);
}

#[tokio::test]
async fn every_figure_opens_into_the_list_it_counts() {
    let mut county = County::new().await;
    county.draft("还在写", "1.00").await;
    let faulty = county.draft("有问题", "2.00").await;
    county.submit(faulty, vec![fault("C002", "error"), fault("C002", "error")]).await;
    county.act("head", Action::Sign, faulty).await;
    county.approved("批了的", "4.00", "1号").await;
    let view = county.json("auditor", "/statistics").await;
    let table = &view["progress"];
    assert_eq!(table["lines"][0]["name"], "仁和区人社局");
    assert_eq!(table["total"]["all"]["count"], 3);
    for (at, count) in table["lines"][0]["counts"].as_array().expect("counts").iter().enumerate() {
        let (count, to) =
            (count["count"].as_u64().expect("a count"), count["to"].as_str().expect("a list"));
        let list = county.json("auditor", to).await;
        let found = list["pager"]["rows"].as_u64().expect("rows");
        let hidden = list["hidden"].as_u64().expect("hidden");
        assert_eq!(found + hidden, count, "place {at}: {to}");
    }
    let faults = county.json("performance", "/statistics/findings").await;
    assert_eq!(
        (&faults["faults"][0]["code"], &faults["faults"][0]["findings"]),
        (&"C002".into(), &2.into())
    );
    let to = faults["faults"][0]["declarations"]["to"].as_str().expect("a list").to_owned();
    let list = county.json("performance", &to).await;
    assert_eq!((&list["pager"]["rows"], &list["lines"][0]["name"]), (&1.into(), &"有问题".into()));
    let money = county.json("performance", "/statistics/money").await;
    assert_eq!(money["total"]["declared"]["money"], "6.00");
    assert_eq!(money["total"]["approved"]["money"], "4.00");
    for side in ["declared", "approved"] {
        for lines in ["lines", "categories"] {
            let one = &money[lines][0][side];
            let list = county.json("performance", one["to"].as_str().expect("a list")).await;
            assert_eq!(list["pager"]["rows"], one["count"], "{lines} {side}: {list}");
            assert_eq!(list["sum"]["project_money"], one["money"], "{lines} {side}");
        }
    }
}

#[tokio::test]
async fn declarations_are_found_by_words_initials_and_filters_by_those_who_may_see_them() {
    let mut county = County::new().await;
    county.draft("城乡居民养老保险", "1.00").await;
    county.approved("技能培训", "4.00", "1号").await;
    let found = async |county: &mut County, login: &str, asked: &str| {
        let view = county.json(login, &format!("/search?{asked}")).await;
        let lines = view["lines"].as_array().expect("lines").iter();
        lines.map(|line| line["name"].as_str().expect("a name").to_owned()).collect::<Vec<_>>()
    };
    let pension = ["城乡居民养老保险"];
    assert_eq!(found(&mut county, "clerk", "words=ylbx").await, pension);
    assert_eq!(
        found(&mut county, "clerk", "words=%E5%85%BB%E8%80%81%E4%BF%9D%E9%99%A9").await,
        pension
    );
    assert!(found(&mut county, "leader", "words=ylbx").await.is_empty(), "it never left the unit");
    assert_eq!(found(&mut county, "leader", "place=approved&kind=project").await, ["技能培训"]);
    assert!(found(&mut county, "leader", "place=approved&kind=department").await.is_empty());
    assert!(found(&mut county, "nobody", "year=all").await.is_empty());
    let wrong = county.get("clerk", "/search?year=%E4%BB%8A%E5%B9%B4").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    let view = county.json("leader", "/search/indicators?words=%E5%9F%B9%E8%AE%AD").await;
    assert_eq!(view["indicators"][0]["level3"], "培训人数");
    assert!(view["indicators"][0]["peers"].is_null(), "one peer could be recognised");
    for (project, wan) in [("一", "1.00"), ("二", "1.00")] {
        county.approved(project, wan, "2号").await;
    }
    let view = county.json("leader", "/search/indicators?words=%E5%9F%B9%E8%AE%AD").await;
    assert_eq!(view["indicators"][0]["peers"]["count"], 3);
    assert_eq!(view["indicators"][0]["peers"]["middle"], "100");
}

#[tokio::test]
async fn the_history_tells_every_event_and_the_auditor_checks_the_chain() {
    let mut county = County::new().await;
    let id = county.approved("人才引进", "12.50", "1号").await;
    let address = format!("/declarations/{}/history", id.0);
    let view = county.json("auditor", &address).await;
    let told: Vec<&str> = view["events"]
        .as_array()
        .expect("events")
        .iter()
        .map(|event| event["what"].as_str().expect("words"))
        .collect();
    assert_eq!(told.first(), Some(&"新建申报"));
    assert!(told.contains(&"单位负责人签字：签字") && told.contains(&"批复"), "{told:?}");
    let accepted = told.iter().filter(|what| **what == "主管部门审核：接收").count();
    assert_eq!((accepted, told.contains(&"主管部门审核：审核通过")), (1, true), "{told:?}");
    assert_eq!(view["revisions"][0]["holds"], true);
    assert!(view["revisions"][0]["paper"].as_str().is_some_and(|paper| paper.starts_with("1号")));
    let checked = county.json("auditor", &format!("{address}?check=1")).await;
    assert_eq!(checked["chain"]["whole"], true, "{checked}");
    let package = county.get("auditor", &format!("/declarations/{}/evidence", id.0)).await;
    assert_eq!(package.status, StatusCode::OK);
    let foreign = county.get("nobody", &format!("/declarations/{}/evidence", id.0)).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    let clerk = county.get("clerk", &format!("{address}?check=1")).await;
    assert_eq!(clerk.status, StatusCode::FORBIDDEN, "{}", clerk.text());
    assert_eq!(county.get("nobody", &address).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn who_takes_no_part_is_told_so() {
    let mut county = County::new().await;
    for page in ["/statistics", "/statistics/findings", "/statistics/money"] {
        let answer = county.get("nobody", page).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{page}");
        assert!(answer.text().contains("您没有这些岗位"), "{}", answer.text());
    }
    for page in ["/approvals", "/adjustments", "/search", "/", "/approvals/issued"] {
        let answer = county.get("nobody", page).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}: {}", answer.text());
    }
}

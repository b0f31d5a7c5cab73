//! Going through all that a region keeps, beside the requests: begun by a button, told on the page
//! while it goes on, its result kept until the next. And the end of the chain as a file.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use axum::response::Response;
use chrono::{DateTime, Utc};
use flow::Duty;
use store::{RegionId, VerifyPart, VerifyProgress};

use crate::site::parts::moment;
use crate::site::reviews::papers::download;
use crate::site::{Answer, Face, Problem, Site, Visitor};

/// How the check of a region stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Check {
    /// In words; empty where none was begun since this server started.
    pub said: String,
    /// What a fault means; empty where there is none.
    pub meaning: String,
    /// Whether it goes on.
    pub going: bool,
    /// Whether it found a fault.
    pub broken: bool,
}

/// The checks of all regions, one of each at a time.
#[derive(Debug, Default)]
pub struct Checking(Mutex<BTreeMap<RegionId, Check>>);

impl Checking {
    /// How the check of a region stands.
    pub fn of(&self, region: RegionId) -> Check {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(&region).cloned().unwrap_or_default()
    }

    /// False where one goes on already.
    fn begin(&self, region: RegionId) -> bool {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let check = all.entry(region).or_default();
        if check.going {
            return false;
        }
        *check = Check { said: "正在核对……".to_owned(), going: true, ..Check::default() };
        true
    }

    fn tell(&self, region: RegionId, check: Check) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(region, check);
    }
}

/// Begins to go through everything.
#[utoipa::path(post, path = "/system/events/check",
    responses((status = 200, description = "已开始核对")))]
pub async fn check(site: Site, face: Face, visitor: Visitor) -> Answer {
    super::enter(&visitor)?;
    let (who, desk) = (&visitor.who, site.desk());
    desk.charter(who).await?.may(who, Duty::ReadEvents, None)?;
    let region = who.region();
    if site.checking().begin(region) {
        tokio::spawn(go(site.clone(), region, who.now));
    }
    face.done("/system/events", "已开始核对，结果显示在本页。")
}

async fn go(site: Site, region: RegionId, now: DateTime<Utc>) {
    let mut watch = |progress: VerifyProgress| {
        let check = Check { said: told(progress), going: true, ..Check::default() };
        site.checking().tell(region, check);
    };
    let verified = site.desk().store.verify_with(region, &[], &mut watch).await;
    let at = moment(now);
    let check = match verified {
        Err(error) => {
            Check {
                said: format!("核对没有做完：{error}"), broken: true, ..Check::default()
            }
        }
        Ok(verified) => match &verified.fault {
            Some(fault) => Check {
                said: format!("{at}核对：{}请保全数据、不要再办理，并报告。", fault.words()),
                meaning: fault.why.meaning().to_owned(),
                going: false,
                broken: true,
            },
            None => Check {
                said: format!(
                    "{at}核对：{}条记录、{}项内容、{}份附件都相符，没有发现改动。",
                    verified.head.seq, verified.records, verified.attachments
                ),
                ..Check::default()
            },
        },
    };
    site.checking().tell(region, check);
}

fn told(progress: VerifyProgress) -> String {
    let done = progress.done;
    match progress.part {
        VerifyPart::Chain => format!("正在核对：已读{done}条记录……"),
        VerifyPart::Records => format!("正在核对：已比较{done}项内容……"),
        VerifyPart::Attachments => format!("正在核对：已读{done}份附件……"),
        VerifyPart::Derived => format!("正在核对：已重算{done}份申报的统计数据……"),
    }
}

/// The end of the chain as a file, to be kept outside.
#[utoipa::path(get, path = "/system/events/head",
    responses((status = 200, description = "链尾", body = String, content_type = "text/plain")))]
pub async fn head(site: Site, visitor: Visitor) -> Result<Response, Problem> {
    super::enter(&visitor)?;
    let (who, desk) = (&visitor.who, site.desk());
    desk.charter(who).await?.may(who, Duty::ReadEvents, None)?;
    let kept = desk.store.kept_head(who.region(), who.now).await?;
    let name = format!("链尾-{}-第{}条.txt", kept.name, kept.head.seq);
    let text = store::write_heads(&[kept]);
    Ok(download(&name, "text/plain; charset=utf-8", text.into_bytes()))
}

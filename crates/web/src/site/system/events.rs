//! The record of events: who did what and when, the last first; whether the chain is whole.

use askama::Template;
use axum::extract::Query;
use desk::Units;
use flow::Duty;
use serde::{Deserialize, Serialize};
use store::{DeclarationId, Event, EventQuery, Person, PersonId, Standing, UnitId, What};
use utoipa::{IntoParams, ToSchema};

use super::UnitChoice;
use crate::site::parts::moment;
use crate::site::{Answer, Face, Site, Visitor};

/// Events shown at once.
const ROWS: u64 = 100;

/// What is looked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EventsSought {
    /// Only those before this number.
    #[serde(default)]
    before: Option<i64>,
    /// By whom; empty for all.
    #[serde(default)]
    person: String,
    /// To what, such as `declaration/12`; empty for all.
    #[serde(default)]
    subject: String,
}

/// Events.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/system/events.html")]
pub struct EventsView {
    /// How many there are in the whole.
    count: i64,
    /// The digest of the last one.
    digest: String,
    /// How going through the whole stands, or what it found; empty where none was begun.
    checked: String,
    /// What a fault means; empty where there is none.
    meaning: String,
    /// Whether it goes on.
    going: bool,
    /// Whether it found a fault.
    broken: bool,
    /// Whether this person may begin it.
    may_check: bool,
    /// The events, the last first.
    events: Vec<EventRow>,
    /// Address of those before; empty at the beginning.
    #[serde(skip)]
    earlier: String,
    /// The person looked for; 0 for all.
    #[serde(skip)]
    person: i64,
    /// The subject looked for.
    #[serde(skip)]
    subject: String,
    /// People to choose from.
    #[serde(skip)]
    people: Vec<UnitChoice>,
}

/// An event.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventRow {
    /// Its number.
    seq: i64,
    /// When.
    at: String,
    /// Who.
    who: String,
    /// What was done.
    what: String,
    /// To what, as the record names it.
    subject: String,
    /// To what, as people name it.
    named: String,
    /// The beginning of its digest.
    mark: String,
}

/// Events, the last first.
#[utoipa::path(get, path = "/system/events", params(EventsSought),
    responses((status = 200, body = EventsView)))]
pub async fn show(
    site: Site,
    face: Face,
    visitor: Visitor,
    Query(sought): Query<EventsSought>,
) -> Answer {
    super::enter(&visitor)?;
    let (who, desk) = (&visitor.who, site.desk());
    let subject = sought.subject.trim().to_owned();
    let query = EventQuery {
        before: sought.before,
        person: sought.person.parse().ok().map(PersonId),
        subject: (!subject.is_empty()).then(|| subject.clone()),
        ..EventQuery::default()
    };
    let events = desk.events(who, &query, ROWS).await?;
    let head = desk.store.head(who.region()).await?;
    let people = desk.store.people(who.region()).await?;
    let units = desk.units(who.region(), who.today()).await?;
    let declared = declared(&events);
    let declared = desk.store.standings_among(who.region(), &declared).await?;
    let names = Names { people: &people, units: &units, declared: &declared };
    let check = super::checking::Check::last(&site, who.region()).await?;
    let may_check = desk.charter(who).await?.may(who, Duty::ReadEvents, None).is_ok();
    let full = u64::try_from(events.len()).is_ok_and(|count| count == ROWS);
    let last = events.last().map(|event| event.seq).filter(|seq| full && *seq > 1);
    let earlier = last.map(|seq| {
        let subject = crate::site::guard::escaped(&subject);
        let person = crate::site::guard::escaped(&sought.person);
        format!("/system/events?before={seq}&person={person}&subject={subject}")
    });
    let choice = |one: &Person| UnitChoice { id: one.id.0, label: one.name.clone() };
    let view = EventsView {
        count: head.seq,
        digest: head.digest,
        checked: check.said,
        meaning: check.meaning,
        going: check.going,
        broken: check.broken,
        may_check,
        events: events.iter().map(|event| row(event, &names)).collect(),
        earlier: earlier.unwrap_or_default(),
        person: query.person.map_or(0, |person| person.0),
        subject,
        people: people.iter().map(choice).collect(),
    };
    face.show(&visitor, "办理记录", &view)
}

/// What the subjects of a page of events are called, looked up once.
struct Names<'n> {
    people: &'n [Person],
    units: &'n Units,
    declared: &'n [Standing],
}

/// The declarations that events are about.
fn declared(events: &[Event]) -> Vec<DeclarationId> {
    let ids = events.iter().filter_map(|event| {
        let number = event.subject.strip_prefix("declaration/")?.split('/').next()?;
        number.parse().ok().map(DeclarationId)
    });
    let mut ids: Vec<DeclarationId> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn row(event: &Event, names: &Names<'_>) -> EventRow {
    let name = |id: PersonId| {
        let one = names.people.iter().find(|one| one.id == id);
        one.map_or_else(|| format!("人员{}", id.0), |one| one.name.clone())
    };
    let mut who = event.person.map_or_else(|| "系统".to_owned(), name);
    if let Some(absent) = event.acting_for {
        who = format!("{who}（代{}）", name(absent));
    }
    EventRow {
        seq: event.seq,
        at: moment(event.at),
        who,
        what: done(&event.what),
        named: named(&event.subject, names),
        subject: event.subject.clone(),
        mark: event.digest.chars().take(12).collect(),
    }
}

/// A subject as people name it, what it belongs to first: “人才引进经费”申报 说明46.
fn named(subject: &str, names: &Names<'_>) -> String {
    let parts: Vec<&str> = subject.split('/').collect();
    let pairs = parts.chunks(2).map(|pair| match pair {
        [kind, number] => one_named(kind, number, names),
        _ => pair.concat(),
    });
    pairs.collect::<Vec<_>>().join(" ")
}

/// One thing: a person, a unit or a declaration by name, everything else by kind and number.
fn one_named(kind: &str, number: &str, names: &Names<'_>) -> String {
    let id: i64 = number.parse().unwrap_or_default();
    let name = match kind {
        "person" => names.people.iter().find(|one| one.id.0 == id).map(|one| one.name.clone()),
        "unit" => Some(names.units.name(UnitId(id)).to_owned()).filter(|name| !name.is_empty()),
        "declaration" => {
            let one = names.declared.iter().find(|one| one.declaration.id.0 == id);
            one.map(|one| match one.declaration.project.trim() {
                "" => format!("{}的部门整体申报", one.unit_name),
                project => format!("“{project}”申报"),
            })
        }
        _ => None,
    };
    if let Some(name) = name {
        return name;
    }
    let kind = SUBJECTS.iter().find(|(key, _)| *key == kind).map_or(kind, |(_, name)| name);
    format!("{kind}{number}")
}

/// What events are about.
const SUBJECTS: &[(&str, &str)] = &[
    ("region", "地区"),
    ("unit", "单位"),
    ("person", "人员"),
    ("grant", "授权"),
    ("stand-in", "代理"),
    ("session", "登录"),
    ("token", "令牌"),
    ("cycle", "申报周期"),
    ("lock", "锁定"),
    ("lock-exception", "例外"),
    ("declaration", "申报"),
    ("comment", "批注"),
    ("attachment", "附件"),
    ("waiver", "说明"),
    ("aspect-sheet", "审核表"),
    ("job", "任务"),
];

/// What was done, in Chinese; a kind that has no words yet keeps the record's own.
pub(crate) fn done(what: &str) -> String {
    let found = What::ALL.iter().find(|one| one.as_str() == what);
    let words = found.and_then(|one| WORDS.iter().find(|(known, _)| known == one));
    words.map_or_else(|| what.to_owned(), |(_, words)| (*words).to_owned())
}

const WORDS: &[(What, &str)] = &[
    (What::RegionAdded, "建立地区"),
    (What::RegionRecoded, "变更地区代码"),
    (What::UnitAdded, "添加单位"),
    (What::UnitChanged, "变更单位"),
    (What::UnitCorrected, "更正单位"),
    (What::UnitClosed, "撤销单位"),
    (What::UnitsMerged, "合并单位"),
    (What::UnitSplit, "拆分单位"),
    (What::PersonAdded, "添加人员"),
    (What::PersonChanged, "修改人员"),
    (What::PersonDeactivated, "停用人员"),
    (What::PersonReactivated, "恢复人员"),
    (What::PasswordSet, "修改密码"),
    (What::PasswordReset, "重设密码"),
    (What::TotpSet, "开启两步验证"),
    (What::TotpRemoved, "关闭两步验证"),
    (What::SignedIn, "登录"),
    (What::SignedOut, "退出"),
    (What::SignInLocked, "密码输错次数过多，锁定"),
    (What::SessionEnded, "结束登录"),
    (What::TokenMade, "新建令牌"),
    (What::TokenRevoked, "作废令牌"),
    (What::RoleGranted, "授权"),
    (What::RoleEnded, "结束授权"),
    (What::StandInNamed, "登记代理"),
    (What::StandInEnded, "结束代理"),
    (What::CycleOpened, "打开申报周期"),
    (What::CycleChanged, "修改申报周期"),
    (What::CycleClosed, "关闭申报周期"),
    (What::CycleReopened, "重新打开申报周期"),
    (What::LockSet, "锁定"),
    (What::LockLifted, "解除锁定"),
    (What::ExceptionGiven, "开例外"),
    (What::ExceptionWithdrawn, "收回例外"),
    (What::DeclarationMade, "新建申报"),
    (What::DeclarationAssigned, "指定经办"),
    (What::DeclarationRenamed, "变更项目名称"),
    (What::DraftSaved, "保存草稿"),
    (What::DraftJudged, "检查草稿"),
    (What::DeclarationAdvanced, "办理申报"),
    (What::DeclarationApproved, "批复"),
    (What::AdjustmentBegun, "开始调整"),
    (What::AdjustmentAbandoned, "放弃调整"),
    (What::SheetSaved, "保存审核表"),
    (What::SheetDecided, "确定审核表"),
    (What::CommentAdded, "添加批注"),
    (What::CommentResolved, "批注已解决"),
    (What::WaiverGiven, "说明原因"),
    (What::WaiverTaken, "收回说明"),
    (What::FileAttached, "上传附件"),
    (What::FileDetached, "删除附件"),
    (What::JobAsked, "提出任务"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_event_is_told_in_chinese_and_in_one_way() {
        for what in What::ALL {
            let known = WORDS.iter().filter(|(known, _)| known == what).count();
            assert_eq!(known, 1, "{}", what.as_str());
        }
    }
}

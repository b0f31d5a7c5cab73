//! 审核表: the four aspects, drafted from the findings and decided by the reviewer.

use std::collections::BTreeMap;

use axum::extract::Path;
use desk::{Case, Marks};
use flow::Action;
use model::Decimal;
use policy::Policy;
use serde::{Deserialize, Serialize};
use store::{AspectSheet, DeclarationId};
use utoipa::ToSchema;

use super::remarks::{Names, name_of};
use crate::review::{self, Decided, Mark};
use crate::site::account::chance;
use crate::site::drawn::Board;
use crate::site::parts::moment;
use crate::site::{Answer, Face, Problem, Sent, Site, Visitor};

/// The sheet on the page.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SheetView {
    /// The aspects.
    pub aspects: Vec<AspectView>,
    /// What belongs to no item.
    pub elsewhere: Vec<String>,
    /// Full marks in all.
    pub full: String,
    /// The marks in all; "" while one is missing.
    pub total: String,
    /// The grade they come to.
    pub grade: String,
    /// The lines of the grades.
    pub lines: String,
    /// The opinion.
    pub opinion: String,
    /// The version of the sheet that is shown; 0 where there is none yet.
    pub version: i64,
    /// When it was saved last; "" when never.
    pub saved: String,
    /// When it was decided; "" while it is not.
    pub decided: String,
    /// Whether this person may mark now.
    pub may: bool,
    /// Why not, although it is their part.
    pub barred: Option<Problem>,
    /// What others made of the same version.
    pub others: Vec<OtherView>,
    /// A key for the request.
    pub key: String,
}

/// One of the aspects.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AspectView {
    /// Its name.
    pub name: String,
    /// Its items.
    pub items: Vec<ItemView>,
}

/// An item to be marked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ItemView {
    /// Its number among all.
    pub number: usize,
    /// Its name.
    pub name: String,
    /// What the reviewer asks.
    pub question: String,
    /// Full marks.
    pub points: String,
    /// What the findings suggest.
    pub suggested: String,
    /// What was found.
    pub found: Vec<String>,
    /// What could not be decided.
    pub open: String,
    /// The reviewer's mark.
    pub score: String,
    /// The reviewer's reason.
    pub reason: String,
}

/// What somebody else made of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OtherView {
    /// Number of the sheet.
    pub id: i64,
    /// Who.
    pub who: String,
    /// When it was decided.
    pub decided: String,
    /// The marks in all, and the grade.
    pub total: String,
    /// The opinion.
    pub opinion: String,
}

/// An item as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    aspect: String,
    item: String,
    points: String,
    score: String,
    reason: String,
}

/// Marks that are sent.
#[derive(Debug, Deserialize, ToSchema)]
pub struct SentMarks {
    /// The version of the sheet that was on the screen; 0 where there was none.
    version: String,
    /// `decide` fixes it; anything else saves it.
    #[serde(rename = "do", default)]
    action: String,
    /// The opinion.
    #[serde(default)]
    opinion: String,
    /// A key of the request: sent twice, it is saved once.
    #[serde(default)]
    key: String,
    /// `score0`, `reason0` and so on, by the number of the item.
    #[serde(flatten)]
    items: BTreeMap<String, String>,
}

/// The sheet of a declaration as this person finds it; `None` where the pack has none.
pub fn view(
    case: &Case,
    board: &Board,
    visitor: &Visitor,
    sheets: &[AspectSheet],
    names: &Names,
) -> Option<SheetView> {
    let policy = &board.judgement.policy;
    let causes = board.causes();
    let report = &board.judgement.report;
    let draft = review::draft(report, &causes, board.index, board.form(), policy)?;
    let current = case.standing.declaration.current;
    let of_current = sheets.iter().filter(|sheet| Some(sheet.revision) == current);
    let (own, others): (Vec<&AspectSheet>, Vec<&AspectSheet>) =
        of_current.partition(|sheet| sheet.person == visitor.who.person.id);
    let own = own.first().copied();
    let kept = own.map(kept).unwrap_or_default();
    let full: Decimal = items_of(policy).iter().map(|(.., points)| *points).sum();
    let may = case.may(&visitor.who, Action::Grade);
    let is_turn = |refusal: &flow::Refusal| {
        !matches!(refusal.reason, flow::Reason::NoGrant | flow::Reason::GrantNotInForce)
    };
    let barred = may.as_ref().err().filter(|refusal| is_turn(refusal)).cloned();
    let (total, grade) = own.and_then(|sheet| told(sheet, policy, full)).unwrap_or_default();
    Some(SheetView {
        aspects: aspects(&draft, &kept),
        elsewhere: draft.elsewhere.iter().map(|reason| reason.text.clone()).collect(),
        full: plain(full),
        total,
        grade,
        lines: lines(policy),
        opinion: own.map(|sheet| sheet.opinion.clone()).unwrap_or_default(),
        version: own.map_or(0, |sheet| sheet.version),
        saved: own.map_or_else(String::new, |sheet| moment(sheet.at)),
        decided: own.and_then(|sheet| sheet.decided_at).map_or_else(String::new, moment),
        may: may.is_ok(),
        barred: barred.map(Problem::from),
        others: others
            .iter()
            .filter_map(|sheet| other(sheet, names, told(sheet, policy, full)?))
            .collect(),
        key: chance::key(),
    })
}

fn aspects(draft: &review::Draft, kept: &[Kept]) -> Vec<AspectView> {
    let mut number = 0;
    let aspects = draft.aspects.iter().map(|aspect| {
        let items = aspect.items.iter().map(|item| {
            number += 1;
            item_view(number - 1, item, kept)
        });
        AspectView { name: aspect.name.clone(), items: items.collect() }
    });
    aspects.collect()
}

/// The marks of a sheet in all, and their grade; none while one is missing.
fn told(sheet: &AspectSheet, policy: &Policy, full: Decimal) -> Option<(String, String)> {
    let points = sheet.total.map(points_of)?;
    Some((plain(points), review::grade(policy, points, full).unwrap_or_default()))
}

/// What somebody else decided; what they are still thinking over is theirs alone.
fn other(
    sheet: &AspectSheet,
    names: &Names,
    (total, grade): (String, String),
) -> Option<OtherView> {
    Some(OtherView {
        id: sheet.id.0,
        who: name_of(names, Some(sheet.person)),
        decided: moment(sheet.decided_at?),
        total: format!("{total}分（{grade}）"),
        opinion: sheet.opinion.clone(),
    })
}

fn item_view(number: usize, item: &review::Item, kept: &[Kept]) -> ItemView {
    let own = kept.iter().find(|kept| kept.item == item.name);
    ItemView {
        number,
        name: item.name.clone(),
        question: item.question.clone(),
        points: plain(item.points),
        suggested: match item.mark {
            Mark::Points(points) => plain(points),
            Mark::Between(least, most) if least == most => plain(most),
            Mark::Between(least, most) => format!("{}～{}", plain(least), plain(most)),
            Mark::Unjudged => "待评".to_owned(),
        },
        found: item
            .reasons
            .iter()
            .map(|reason| match reason.off.is_zero() {
                true => format!("{} {}", reason.label, reason.text),
                false => format!("{} {}（扣{}分）", reason.label, reason.text, plain(reason.off)),
            })
            .collect(),
        open: item.open.join("、"),
        score: own.map(|kept| kept.score.clone()).unwrap_or_default(),
        reason: own.map(|kept| kept.reason.clone()).unwrap_or_default(),
    }
}

/// What a kept sheet decided, for the paper.
pub fn decided(sheet: &AspectSheet, who: &str) -> Decided {
    let scored = kept(sheet).into_iter().filter_map(|kept| {
        let score = Decimal::from_str_exact(&kept.score).ok()?;
        Some((kept.item, review::Score { points: score, reason: kept.reason }))
    });
    Decided {
        scores: scored.collect(),
        opinion: sheet.opinion.clone(),
        total: sheet.total.map(points_of),
        signed: sheet
            .decided_at
            .map(|at| format!("{who}　　{}", crate::site::parts::written(&flow::shanghai_day(at)))),
    }
}

/// The items of a pack: aspect, item, full marks.
fn items_of(policy: &Policy) -> Vec<(String, String, Decimal)> {
    let mut items = Vec::new();
    for aspect in policy.words("review.aspects") {
        let name = policy.text(&format!("review.{aspect}.name")).unwrap_or_default();
        for item in policy.words(&format!("review.{aspect}.items")) {
            let key = format!("review.{aspect}.{item}");
            let title = policy.text(&format!("{key}.name")).unwrap_or_default();
            let points = policy.decimal(&format!("{key}.points")).unwrap_or_default();
            items.push((name.to_owned(), title.to_owned(), points));
        }
    }
    items
}

fn lines(policy: &Policy) -> String {
    let Some(table) = policy.table("review.grade_from") else { return String::new() };
    let grades = policy.words("review.grades").iter();
    let from = grades.filter_map(|grade| Some((grade, table.get(grade)?)));
    let from = from.filter(|(_, line)| *line != "0");
    from.map(|(grade, line)| format!("{line}分起为{grade}")).collect::<Vec<_>>().join("，")
}

fn kept(sheet: &AspectSheet) -> Vec<Kept> {
    serde_json::from_str(&sheet.items).unwrap_or_default()
}

fn points_of(hundredths: i64) -> Decimal {
    Decimal::new(hundredths, 2)
}

fn plain(number: Decimal) -> String {
    number.round_dp(2).normalize().to_string()
}

/// Saves the marks, and decides them when that is asked for.
#[utoipa::path(post, path = "/declarations/{id}/sheet", params(("id" = i64, Path)),
    request_body = SentMarks, responses((status = 200)))]
pub async fn save(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    Sent(sent): Sent<SentMarks>,
) -> Answer {
    let of = DeclarationId(id);
    let desk = site.desk();
    let case = desk.case(&visitor.who, of).await?;
    let (items, total) = read(&sent, &case.setting.policy)?;
    let marks = Marks {
        id: of,
        version: sent.version.parse().map_err(|_| Problem::bad("评分表的版本不对，请刷新。"))?,
        items: serde_json::to_string(&items).map_err(|_| Problem::broken())?,
        opinion: sent.opinion.clone(),
        total,
        key: Some(sent.key.clone()).filter(|key| !key.is_empty()),
    };
    let saved = desk.save_sheet(&visitor.who, &marks).await?;
    let to = format!("/reviews/{id}?tab=sheet");
    if sent.action != "decide" {
        return face.done(&to, "审核表已保存，还可以改。");
    }
    if total.is_none() {
        return Err(Problem::bad("已经保存，但还有要点没有打分，不能确定。请补全后再确定。"));
    }
    desk.decide_sheet(&visitor.who, of, saved.id, saved.version).await?;
    face.done(&to, "审核表已确定，不能再改，可以打印了。")
}

/// The marks that were sent, and their sum in hundredths where none is missing.
fn read(sent: &SentMarks, policy: &Policy) -> Result<(Vec<Kept>, Option<i64>), Problem> {
    let mut sum = Some(Decimal::ZERO);
    let mut items = Vec::new();
    let text = |name: String| sent.items.get(&name).map_or("", |text| text.trim());
    for (number, (aspect, item, points)) in items_of(policy).into_iter().enumerate() {
        let score = text(format!("score{number}"));
        if score.is_empty() {
            sum = None;
        } else {
            let read = Decimal::from_str_exact(score)
                .ok()
                .filter(|read| read.scale() <= 2 && *read >= Decimal::ZERO && *read <= points);
            let Some(read) = read else {
                let full = plain(points);
                let why = format!("“{item}”的得分应是0到{full}之间的数，最多两位小数。");
                return Err(Problem::bad(why));
            };
            sum = sum.map(|sum| sum + read);
        }
        let reason = text(format!("reason{number}")).to_owned();
        let (points, score) = (plain(points), score.to_owned());
        items.push(Kept { aspect, item, points, score, reason });
    }
    let hundredths = sum.map(|sum| sum * Decimal::ONE_HUNDRED);
    Ok((items, hundredths.and_then(|sum| sum.round().try_into().ok())))
}

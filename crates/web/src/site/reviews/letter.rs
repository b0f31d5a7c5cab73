//! The letter that goes back with a returned declaration: what must be mended, what must be
//! answered, what the reviewers remarked; each with its place, its basis and what to do.

use model::{Letter, Point, Section};

use super::listed::{kind_name, total, wan};
use super::page::Read;
use crate::site::Visitor;
use crate::site::drawn::DrawnCause;
use crate::site::parts::written;

/// Places told one by one for one cause; beyond that only how many there are.
const PLACES: usize = 5;

/// The letter.
pub(super) fn letter(read: &Read, visitor: &Visitor) -> Letter {
    let case = &read.case;
    let sections = sections(read);
    let none = sections.is_empty();
    Letter {
        title: format!("关于“{}”绩效目标的审核意见", case.name()),
        addressee: case.standing.unit_name.clone(),
        opening: opening(read, none),
        sections,
        closing: closing(read, none),
        signature: signature(read, visitor),
        strip: "经办人：　　　　　　　复核人：　　　　　　　负责人：".to_owned(),
    }
}

/// Of a form that was sent back whoever did that, on the day it was done; else who asks, today.
fn signature(read: &Read, visitor: &Visitor) -> Vec<String> {
    let case = &read.case;
    let returned = matches!(case.situation.state.stage, flow::Stage::Returned(_));
    let last = case.standing.opened.last().filter(|_| returned);
    let unit = last.and_then(|review| {
        let person = read.askers.iter().find(|(person, _)| Some(person.id) == review.person);
        let name = case.setting.units.name(person?.0.unit).to_owned();
        Some(name).filter(|name| !name.is_empty())
    });
    let day = last.map_or(visitor.who.today(), |review| flow::shanghai_day(review.at));
    vec![unit.unwrap_or_else(|| visitor.unit.clone()), written(&day)]
}

fn opening(read: &Read, none: bool) -> Vec<String> {
    let case = &read.case;
    let money = total(case).map(|fen| format!("，{}万元", wan(fen))).unwrap_or_default();
    let handed_in = read.revisions.first().map(|head| {
        let day = written(&flow::shanghai_day(head.at));
        format!("{day}提交的第{}版", head.number)
    });
    let what = format!(
        "你单位{}的{}《{}》（{}{money}）已经审核。",
        handed_in.unwrap_or_else(|| "填报".to_owned()),
        case.setting.name(),
        case.name(),
        kind_name(&case.standing.declaration.kind),
    );
    let then = match (none, case.situation.state.is_with_clerk()) {
        (true, _) => "没有发现需要改正或者说明的问题。".to_owned(),
        (false, true) => match case.due() {
            Some(due) => format!(
                "现退回修改，请照下列意见逐条改正或者说明理由，于{}前重新提交。",
                written(&due.day)
            ),
            None => "现退回修改，请照下列意见逐条改正或者说明理由后重新提交。".to_owned(),
        },
        (false, false) => "审核意见如下，请逐条改正或者说明理由。".to_owned(),
    };
    vec![format!("{what}{then}")]
}

fn sections(read: &Read) -> Vec<Section> {
    let of = |class: &str| {
        let own = read.causes.iter().filter(|cause| cause.class == class);
        own.filter(|cause| cause.answer.is_empty()).collect::<Vec<_>>()
    };
    let mut sections: Vec<(String, Vec<Point>)> = Vec::new();
    let reason = reason(read);
    if !reason.is_empty() {
        let lines = reason.lines().map(str::to_owned).collect();
        let point = Point { head: "退回时写明的原因".to_owned(), lines };
        sections.push(("退回原因".to_owned(), vec![point]));
    }
    for (class, heading) in [("error", "必须改正的问题"), ("warning", "须改正或者说明理由的问题")]
    {
        let points: Vec<Point> = of(class).into_iter().map(point).collect();
        sections.push((heading.to_owned(), points));
    }
    let remarks = read.remarks.iter().filter(|remark| remark.resolved.is_empty());
    let remarks = remarks
        .map(|remark| Point { head: remark.place.clone(), lines: vec![remark.body.clone()] });
    sections.push(("审核人的意见".to_owned(), remarks.collect()));
    let advice: Vec<String> = of("advice").iter().map(|cause| advised(cause)).collect();
    let lines = if advice.is_empty() { vec![] } else { vec![format!("{}。", advice.join("；"))] };
    let head = "下列写法建议一并改好，不改也不影响提交".to_owned();
    let advice = if lines.is_empty() { vec![] } else { vec![Point { head, lines }] };
    sections.push(("建议".to_owned(), advice));
    let filled = sections.into_iter().filter(|(_, points)| !points.is_empty());
    filled
        .enumerate()
        .map(|(at, (heading, points))| Section {
            heading: format!("{}、{heading}", chinese(at + 1)),
            points: numbered(points),
        })
        .collect()
}

/// Why it was returned, where the reviewer wrote more than what the points tell anyway.
fn reason(read: &Read) -> String {
    if !matches!(read.case.situation.state.stage, flow::Stage::Returned(_)) {
        return String::new();
    }
    let last = read.case.standing.opened.last();
    let last = last.map_or("", |review| review.reason.trim());
    let told = super::actions::reasons(&read.causes, &read.remarks);
    if last == told { String::new() } else { last.to_owned() }
}

fn numbered(points: Vec<Point>) -> Vec<Point> {
    let points = points.into_iter().enumerate();
    points
        .map(|(at, point)| Point {
            head: format!("（{}）{}", chinese(at + 1), point.head),
            ..point
        })
        .collect()
}

/// A cause: its name and first place, what is wrong where, what to do, what it rests on.
fn point(cause: &DrawnCause) -> Point {
    let mut lines = Vec::new();
    for point in cause.points.iter().take(PLACES) {
        let place =
            if point.place.is_empty() { String::new() } else { format!("{}：", point.place) };
        lines.push(format!("{place}{}", point.message));
        if !point.remedy.is_empty() {
            lines.push(format!("修改办法：{}", point.remedy));
        }
    }
    if cause.points.len() > PLACES {
        lines.push(format!("同样的问题共{}处。", cause.points.len()));
    }
    if !cause.remedy.is_empty() {
        lines.push(format!("修改办法：{}", cause.remedy));
    }
    if !cause.basis.is_empty() {
        lines.push(format!("依据：{}。", cause.basis.trim_end_matches('。')));
    }
    let head = if cause.title.is_empty() { cause.code.clone() } else { cause.title.to_owned() };
    Point { head, lines }
}

fn advised(cause: &DrawnCause) -> String {
    let first = cause.points.first().map_or("", |point| point.place.as_str());
    match (first.is_empty(), cause.points.len()) {
        (true, _) => cause.title.to_owned(),
        (false, 1) => format!("{}（{first}）", cause.title),
        (false, many) => format!("{}（{first}等{many}处）", cause.title),
    }
}

fn closing(read: &Read, none: bool) -> Vec<String> {
    if none {
        return Vec::new();
    }
    let mut closing = vec!["对意见有不同看法的，请在系统里逐条写明理由，一并提交。".to_owned()];
    closing.push(format!("检查所用规则包：{}。", read.board.judgement.policy.pack_name()));
    closing
}

/// A number as points of a letter are counted: 十二.
pub(super) fn chinese(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match (number / 10, number % 10) {
        (0, one) => DIGITS[one].to_owned(),
        (1, one) => format!("十{}", DIGITS[one]),
        (ten, one) if ten < 10 => format!("{}十{}", DIGITS[ten], DIGITS[one]),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::chinese;

    #[test]
    fn points_are_counted_as_in_letters() {
        let told = [1, 9, 10, 11, 20, 35, 100].map(chinese);
        assert_eq!(told, ["一", "九", "十", "十一", "二十", "三十五", "100"]);
    }
}

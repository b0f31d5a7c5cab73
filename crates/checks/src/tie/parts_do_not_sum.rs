//! # 分项合计不符
//!
//! ## 查什么
//! 一句话里既写合计（共计、合计、共）又写分项的，分项之和应当等于合计；“其中”后面的分项之和不能超过
//! 前面的总数。只加计量单位相同的数；印出小数的，允许末位四舍五入的误差；整数之间分毫不差。
//! “每期50人”一类的单价、≥ 一类的界限、约数、百分比不参加合计；括号里的补充说明不算分项。
//! “其中”后面分不清哪些是分项的，不下结论。
//!
//! ## 依据
//! 算术：合计等于分项之和。
//!
//! ## 怎样改
//! 核对合计和每个分项；“其中”没有列全的，补全或写“其中主要是”。
//!
//! ## 例子
//! 分项多出 1 人、合计差 0.02 万元、“其中：”没有列全：
//! ```form
//! kind: project
//! goal: 2024年招募4名，2025年招募2名，合计7名。
//! | 产出指标 | 数量指标 | 在岗人数 | 共计87人。其中：行政人员56人，退休人员32人 |
//! | 产出指标 | 成本指标 | 项目经费 | 甲项目74.29万元，乙项目1875.00万元，共计1949.31万元 |
//! | 产出指标 | 成本指标 | 补贴 | 补助资金40.5万元。其中：1、缴费补贴30万元(900人）。2、其他补贴5万元。按实际拨付 |
//! ```
//! ```findings
//! 错误 第1张表「4名，2025年招募2名，合计7名」分项4名＋2名相加是6人，写的总数是合计7名，相差1人。
//! 错误 第1张表「共计87人。其中：行政人员56人，退休人员32人」分项56人＋32人相加是88人，写的总数是共计87人，相差1人。
//! 错误 第1张表「74.29万元，乙项目1875.00万元，共计1949.31万元」分项74.29万元＋1875.00万元相加是1949.29万元，写的总数是共计1949.31万元，相差0.02万元。
//! 建议 第1张表「40.5万元。其中：1、缴费补贴30万元(900人）。2、其他补贴5万元」分项30万元＋5万元相加是35万元，写的总数是40.5万元，相差5.5万元。
//! ```
//! 四舍五入以内、部分列举、凑巧的数字：
//! ```form
//! kind: project
//! goal: 举办3期，每期50人，共150人。其中党员3人。
//! | 产出指标 | 数量指标 | 待遇人数 | 共计2.44万人，其中甲类23500人，乙类900人 |
//! | 产出指标 | 数量指标 | 项目个数 | 共12个项目，其中续建3个 |
//! | 产出指标 | 数量指标 | 服务人次 | 培训10人，发证8人，共服务300人次 |
//! | 产出指标 | 成本指标 | 总投资 | 总投资100万元，其中财政80万元，自筹20万元，带动社会投资500万元 |
//! | 产出指标 | 成本指标 | 项目经费 | 甲项目74.29万元，乙项目1875.00万元，共计1949.30万元 |
//! | 产出指标 | 成本指标 | 资金来源 | 项目投资500万元，中央资金80万元，省级资金20万元，共计100万元 |
//! | 产出指标 | 数量指标 | 编制情况 | 新增3人，退休2人，共计87人 |
//! ```
//! ```findings
//! 通过
//! ```
//! “其中”后面不知道到哪里为止：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 人数 | 在职87人，其中一线56人，后勤10人，外聘40人 |
//! ```
//! ```findings
//! 不能判定 第1张表「87人，其中一线56人，后勤10人，外聘40人」分项56人＋10人＋40人相加是106人，写的总数是87人，相差19人。
//! ```

use model::{Column, Decimal, Field, Text};

use crate::numbers::{Printed, envelope, printed};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C087", cases: &["partial"], reader_doubt: false };

/// A total and the numbers that are its parts, in one paragraph.
struct Sum {
    total: Printed,
    parts: Vec<Printed>,
    /// How sure it is that the parts are these and all of them.
    list: List,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    /// 甲、乙，共计：all of them.
    Whole,
    /// 其中：a list of its own, which may be partial.
    Marked,
    /// 其中 without a colon: where the list ends is not certain.
    Open,
}

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    let others = context.words("words.not_parts")?;
    let fields = [Field::Goal, Field::Content].into_iter().filter_map(|f| form.fields.get(&f));
    let targets = form.indicators.iter().filter_map(|row| row.cells.get(&Column::Target));
    for cell in fields.chain(targets) {
        for paragraph in cell.text.split('\n') {
            for sum in sums_in(paragraph, others) {
                out.looked();
                judge(cell, paragraph, &sum, out);
            }
        }
    }
    Ok(())
}

fn judge(cell: &Text, paragraph: &str, sum: &Sum, out: &mut Out) {
    let all = || std::iter::once(&sum.total).chain(&sum.parts);
    let rounding = envelope(all());
    let ties = |value: Decimal| (sum.total.value() - value).abs() <= rounding;
    let of = |parts: &[Printed]| parts.iter().map(Printed::value).sum::<Decimal>();
    let (count, so_far) = (sum.parts.len(), of(&sum.parts));
    // What stands beyond the list (甲80，乙20，带动500; 总投资500，甲80，乙20，共计100) is no part.
    let some_tie = (1..=count).any(|n| match sum.list {
        List::Whole => n >= 2 && ties(of(&sum.parts[count - n..])),
        List::Marked | List::Open => ties(of(&sum.parts[..n])),
    });
    let short = so_far < sum.total.value();
    if some_tie || (short && sum.list != List::Whole && (sum.list == List::Open || count < 2)) {
        return;
    }
    let gap = (sum.total.value() - so_far).abs();
    let start = all().map(Printed::start).min().unwrap_or_default();
    let end = all().map(Printed::end).max().unwrap_or_default();
    let quote: String = paragraph.chars().skip(start).take(end - start).collect();
    let list: Vec<&str> = sum.parts.iter().map(|part| part.text.as_str()).collect();
    let unit = |value| shown(value, &sum.total);
    let hit = Hit {
        message: format!(
            "分项{}相加是{}，写的总数是{}，相差{}。",
            list.join("＋"),
            unit(so_far),
            sum.total.text,
            unit(gap)
        ),
        remedy: "核对总数和每个分项，改正写错的一个。".into(),
        cause: format!("{}/{start}", Hit::cell_cause("C087", cell.place.as_ref())),
        quote,
        ..Hit::on(cell)
    };
    match sum.list {
        List::Marked if short => out.fail(Hit {
            case: "partial",
            remedy: "“其中”没有列全的，补全各项，或者写“其中主要是”。".into(),
            ..hit
        }),
        List::Open if sum.parts[0].value() <= sum.total.value() => out.cannot_decide(Hit {
            remedy: "把分项写成“其中：甲……，乙……”，列完后用句号结束。".into(),
            ..hit
        }),
        _ => out.fail(hit),
    }
}

/// A value in the unit the total is written in.
fn shown(value: Decimal, total: &Printed) -> String {
    let wan = total.text.contains('万') && (total.is_money() || value >= Decimal::from(10_000));
    let value = if wan { value / Decimal::from(10_000) } else { value };
    format!("{}{}{}", value.normalize(), if wan { "万" } else { "" }, total.unit())
}

/// Sums a paragraph states; `others` are words by which an amount is no part of a total.
fn sums_in(paragraph: &str, others: &[String]) -> Vec<Sum> {
    let characters: Vec<char> = paragraph.chars().collect();
    let numbers = printed(paragraph);
    let mut sums: Vec<Sum> = (0..numbers.len())
        .filter(|index| numbers[*index].quantity.is_total)
        .filter_map(|index| closing_total(&characters, &numbers, index, others))
        .collect();
    let marks = paragraph.match_indices("其中").map(|(at, _)| paragraph[..at].chars().count());
    sums.extend(marks.filter_map(|mark| opening_total(&characters, &numbers, mark)));
    sums
}

/// 「甲4名，乙2名，合计6名」: the parts stand before the total in its sentence.
fn closing_total(
    characters: &[char],
    numbers: &[Printed],
    index: usize,
    others: &[String],
) -> Option<Sum> {
    let total = &numbers[index];
    let sentence = characters[..total.start()].iter().rposition(|c| *c == '。');
    let begin = sentence.map_or(0, |at| at + 1);
    // A word between the comma and the total says that something else is counted.
    let before = characters[..total.start()].last();
    let follows_number = numbers[..index].last().is_some_and(|n| n.end() == total.start());
    if !follows_number && !before.is_some_and(|c| "，,；;、：:。 ".contains(*c)) {
        return None;
    }
    let text: String = characters[begin..total.start()].iter().collect();
    let mut earlier: Vec<&Printed> = numbers[..index]
        .iter()
        .filter(|n| n.start() >= begin && !n.quantity.is_bracketed)
        .collect();
    if let Some(other_total) = earlier.iter().rposition(|n| n.quantity.is_total) {
        earlier.drain(..=other_total);
    }
    let parts = comparable(earlier.into_iter(), total)?;
    if parts.iter().any(|part| others.iter().any(|word| part.quantity.label.contains(word))) {
        return None;
    }
    (parts.len() >= 2 && !text.contains("其中")).then(|| Sum {
        total: total.clone(),
        parts,
        list: List::Whole,
    })
}

/// 「87人。其中：甲……，乙……」: the parts stand behind the total.
fn opening_total(characters: &[char], numbers: &[Printed], mark: usize) -> Option<Sum> {
    let total = numbers.iter().rfind(|n| n.end() <= mark && !n.quantity.is_bracketed)?;
    let between = &characters[total.end()..mark];
    if between.len() > 12 {
        return None;
    }
    let bracketed = between.iter().any(|c| matches!(c, '（' | '('));
    let colon = characters.get(mark + 2).is_some_and(|c| matches!(c, '：' | ':'));
    let end = list_end(characters, mark + 2, bracketed);
    let inside = numbers.iter().filter(|n| n.start() > mark && n.end() <= end);
    let inside = inside.filter(|n| n.quantity.is_bracketed == bracketed);
    let later_total = inside.clone().position(|n| n.quantity.is_total);
    // 「其中工资20万元，公用10万元，共计40万元」: what belongs to 其中 cannot be told.
    if later_total.is_some() && !colon {
        return None;
    }
    let parts = comparable(inside.take(later_total.unwrap_or(usize::MAX)), total)?;
    let list = if colon || bracketed { List::Marked } else { List::Open };
    (!parts.is_empty()).then(|| Sum { total: total.clone(), parts, list })
}

/// Where a list after 其中 ends: at the next 其中, the closing bracket, or the end of the sentence
/// unless the next one goes on counting (2、 二是).
fn list_end(characters: &[char], from: usize, bracketed: bool) -> usize {
    let mut depth = 0usize;
    for at in from..characters.len() {
        match characters[at] {
            '（' | '(' => depth += 1,
            '）' | ')' if depth == 0 && bracketed => return at,
            '）' | ')' => depth = depth.saturating_sub(1),
            '其' if characters.get(at + 1) == Some(&'中') => return at,
            '。' if !goes_on(&characters[at + 1..]) => return at,
            _ => {}
        }
    }
    characters.len()
}

/// Whether a sentence begins with a list mark.
fn goes_on(sentence: &[char]) -> bool {
    let mut marks = sentence.iter().skip_while(|c| c.is_whitespace() || **c == '（' || **c == '(');
    let (first, second) = (marks.next(), marks.next());
    let number = first.is_some_and(|c| c.is_ascii_digit() || "一二三四五六七八九".contains(*c));
    number && second.is_some_and(|c| "、.．是）)".contains(*c))
}

/// The numbers that can be parts of a total; none at all when the sentence also holds prices,
/// bounds or rough numbers of that unit, for then a plain sum proves nothing.
fn comparable<'n>(
    numbers: impl Iterator<Item = &'n Printed>,
    total: &Printed,
) -> Option<Vec<Printed>> {
    let unit = total.unit();
    if unit.is_empty() || unit == "%" || total.loose || total.is_rate() {
        return None;
    }
    let mut parts = Vec::new();
    for number in numbers {
        let price = number.unit().strip_prefix(unit).is_some_and(|rest| rest.starts_with('/'));
        if price || (number.loose && number.unit() == unit) {
            return None;
        }
        if number.unit() == unit {
            parts.push(number.clone());
        }
    }
    Some(parts)
}

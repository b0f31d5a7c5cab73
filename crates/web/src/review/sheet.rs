//! The draft drawn as the official sheets: one with marks (定量), one with grades (定性).
//!
//! The writers print them like any other form. What the reviewer decides is left blank.

use model::form::Field;
use model::text::fold;
use model::{Cell, Decimal, Drawing, Form, FormKind, Grid, Ink, Merges, MoneyUnit, Part, Role};
use policy::Policy;

use super::{Decided, Draft, Item, Mark, Reason, grade, sum};
use crate::Kind;
use crate::reviewed::{short_name, total};

/// Longest account of one cause; the report tells it in full.
const LONGEST: usize = 44;
/// Pieces of advice named for one item.
const NAMED: usize = 4;
const BOXES: &str = "□优 □良\n□中 □差";

/// One of the two sheets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sheet {
    /// With points for each item.
    Marks,
    /// With a grade for each item.
    Grades,
}

/// Both sheets of a form.
pub fn drawings(draft: &Draft, form: &Form, policy: &Policy) -> [Drawing; 2] {
    [Sheet::Marks, Sheet::Grades].map(|sheet| drawing(sheet, draft, form, policy, None))
}

/// Both sheets with what a reviewer decided filled in.
pub fn decided_drawings(
    draft: &Draft,
    form: &Form,
    policy: &Policy,
    decided: &Decided,
) -> [Drawing; 2] {
    [Sheet::Marks, Sheet::Grades].map(|sheet| drawing(sheet, draft, form, policy, Some(decided)))
}

fn drawing(
    sheet: Sheet,
    draft: &Draft,
    form: &Form,
    policy: &Policy,
    decided: Option<&Decided>,
) -> Drawing {
    let widths = match sheet {
        Sheet::Marks => vec![11, 24, 6, 10, 42, 9],
        Sheet::Grades => vec![11, 26, 10, 42, 13],
    };
    let grid = Grid::new(Part::Body, Merges::Known);
    let mut drawn = Drawn { grid, columns: widths.len(), decided };
    let what = if sheet == Sheet::Marks { "定量" } else { "定性" };
    let of = if form.kind == FormKind::Department { "部门整体支出" } else { "项目支出" };
    let title = format!("{of}绩效目标审核表（{what}）");
    drawn.across(&title, Ink::Printed(Role::Title));
    let year = form.year.map_or_else(String::new, |year| format!("{year}年度　"));
    let standing = match decided.map(|decided| decided.signed.is_some()) {
        None => "草稿，供审核人参考",
        Some(false) => "审核人尚未确定",
        Some(true) => "审核人已确定",
    };
    drawn.across(&format!("（{year}{standing}）"), Ink::Printed(Role::Subtitle));
    drawn.about(form);
    let header = drawn.grid.rows;
    let heads: &[&str] = match sheet {
        Sheet::Marks => &["审核内容", "审核要点", "分值", "建议分", "程序查到的情况", "审核得分"],
        Sheet::Grades => &["审核内容", "审核要点", "建议等级", "程序查到的情况", "审核意见"],
    };
    let heads = heads.iter().map(|head| (head.to_string(), Ink::Printed(Role::Head)));
    drawn.row(heads.collect());
    for aspect in &draft.aspects {
        drawn.aspect(sheet, &aspect.name, &aspect.items, policy);
    }
    drawn.elsewhere(&draft.elsewhere);
    drawn.result(sheet, draft, policy);
    Drawing {
        grid: drawn.grid,
        widths,
        headers: std::iter::once(header..header + 1).collect(),
        landscape: false,
        title: format!("{title}　{}", short_name(form)),
    }
}

/// The sheet being drawn.
struct Drawn<'d> {
    grid: Grid,
    columns: usize,
    /// What the reviewer decided; none on a draft.
    decided: Option<&'d Decided>,
}

impl Drawn<'_> {
    fn put(&mut self, (row, column): (usize, usize), span: usize, text: &str, ink: Ink) {
        let cell = Cell { ink, column_span: span, ..Cell::new(row, column, text) };
        self.grid.push(cell);
    }

    /// A row with a cell for each column.
    fn row(&mut self, cells: Vec<(String, Ink)>) {
        let row = self.grid.rows;
        for (column, (text, ink)) in cells.into_iter().enumerate() {
            self.put((row, column), 1, &text, ink);
        }
    }

    /// A row of one cell.
    fn across(&mut self, text: &str, ink: Ink) {
        self.put((self.grid.rows, 0), self.columns, text, ink);
    }

    /// A label and what stands beside it, to the end of the row.
    fn labelled(&mut self, label: &str, name: &str, text: &str) {
        let row = self.grid.rows;
        self.put((row, 0), 1, label, Ink::Printed(Role::Label));
        self.put((row, 1), self.columns - 1, text, field(name));
    }

    fn about(&mut self, form: &Form) {
        let row = self.grid.rows;
        let text = |of: Field| form.filled(of).map_or_else(String::new, fold);
        let amount = total(form).map(|money| money.display_in(MoneyUnit::WanYuan, 2));
        let amount = amount.map_or_else(String::new, |amount| format!("{amount}万元"));
        if form.kind == FormKind::Project {
            self.labelled("项目名称", "project", &text(Field::Project));
        }
        let row = if form.kind == FormKind::Project { row + 1 } else { row };
        // The money stands in the last two columns, its label before them.
        let label = self.columns - 3;
        self.put((row, 0), 1, "预算单位", Ink::Printed(Role::Label));
        self.put((row, 1), label - 1, &text(Field::Unit), field("unit"));
        self.put((row, label), 1, "资金", Ink::Printed(Role::Label));
        self.put((row, label + 1), 2, &amount, field("amount"));
    }

    fn aspect(&mut self, sheet: Sheet, name: &str, items: &[Item], policy: &Policy) {
        let first = self.grid.rows;
        let [full, ..] = sum(items.iter());
        let heading = match sheet {
            Sheet::Marks => format!("{name}\n（{}分）", plain(full)),
            Sheet::Grades => name.to_owned(),
        };
        let mut cell = Cell::new(first, 0, &heading);
        (cell.row_span, cell.ink) = (items.len(), Ink::Printed(Role::Label));
        self.grid.push(cell);
        for (index, item) in items.iter().enumerate() {
            let row = first + index;
            let asked = format!("{}：{}", item.name, item.question);
            self.put((row, 1), 1, &asked, field("asked"));
            let score = self.decided.and_then(|decided| decided.scores.get(&item.name));
            let mut found = account(sheet, item);
            if let Some(score) = score.filter(|score| !score.reason.is_empty()) {
                found.push_str(&format!("\n审核人：{}", score.reason));
            }
            match sheet {
                Sheet::Marks => {
                    self.put((row, 2), 1, &plain(item.points), field("points"));
                    self.put((row, 3), 1, &mark(item), field("suggested"));
                    self.put((row, 4), 1, &found, field("found"));
                    let score = score.map_or_else(String::new, |score| plain(score.points));
                    self.put((row, 5), 1, &score, field("score"));
                }
                Sheet::Grades => {
                    self.put(
                        (row, 2),
                        1,
                        &grade_of([item].into_iter(), policy),
                        field("suggested"),
                    );
                    self.put((row, 3), 1, &found, field("found"));
                    let own = score.and_then(|score| grade(policy, score.points, item.points));
                    self.put((row, 4), 1, &ticked(BOXES, own), field("opinion"));
                }
            }
        }
    }

    fn elsewhere(&mut self, reasons: &[Reason]) {
        if reasons.is_empty() {
            return;
        }
        let told: Vec<String> = reasons.iter().map(short).collect();
        self.labelled("其他（不计分）", "elsewhere", &told.join("\n"));
    }

    fn result(&mut self, sheet: Sheet, draft: &Draft, policy: &Policy) {
        let items = || draft.aspects.iter().flat_map(|aspect| &aspect.items);
        let [full, least, most] = sum(items());
        if sheet == Sheet::Marks {
            let row = self.grid.rows;
            let unjudged = items().filter(|item| item.mark == Mark::Unjudged);
            let left: Decimal = unjudged.map(|item| item.points).sum();
            self.put((row, 0), 2, "合计", Ink::Printed(Role::Label));
            self.put((row, 2), 1, &plain(full), field("points"));
            self.put((row, 3), 1, &between(least, most), field("suggested"));
            let note = if left.is_zero() {
                String::new()
            } else {
                format!("其中 {} 分程序没有查，由审核人评定", plain(left))
            };
            self.put((row, 4), 1, &note, field("note"));
            let total = self.decided.and_then(|decided| decided.total);
            self.put((row, 5), 1, &total.map_or_else(String::new, plain), field("score"));
        }
        self.labelled("建议等级", "grade", &suggestion(draft, policy));
        let total = self.decided.and_then(|decided| decided.total);
        let graded = total.and_then(|total| grade(policy, total, full));
        let by = if graded.is_some() { "" } else { "　　（由审核人填）" };
        let boxes = ticked("□优　　□良　　□中　　□差", graded) + by;
        self.labelled("评定等级", "graded", &boxes);
        let opinion = self.decided.map_or("", |decided| decided.opinion.as_str());
        let opinion = if opinion.is_empty() { "\n\n\n" } else { opinion };
        self.labelled("审核意见", "opinion", opinion);
        let signed = self.decided.and_then(|decided| decided.signed.as_deref());
        let signed = match signed {
            Some(signed) => format!("签字：{signed}"),
            None => "签字：　　　　　　　　　　年　　月　　日".to_owned(),
        };
        self.labelled("审核人", "signature", &signed);
        self.labelled("说明", "remark", &remark(sheet, policy));
    }
}

/// The boxes with the one of a grade ticked.
fn ticked(boxes: &str, grade: Option<String>) -> String {
    match grade {
        Some(grade) => boxes.replace(&format!("□{grade}"), &format!("☑{grade}")),
        None => boxes.to_owned(),
    }
}

fn field(name: &str) -> Ink {
    Ink::Field(format!("review.{name}"))
}

/// What was found for an item, cause by cause.
fn account(sheet: Sheet, item: &Item) -> String {
    let mut told = Vec::new();
    let (advice, grave): (Vec<&Reason>, Vec<&Reason>) =
        item.reasons.iter().partition(|reason| reason.kind == Kind::Advice);
    for reason in grave {
        let off = match sheet {
            Sheet::Marks => format!("（扣{}分）", plain(reason.off)),
            Sheet::Grades => String::new(),
        };
        told.push(short(reason) + &off);
    }
    if !advice.is_empty() {
        let names: Vec<&str> = advice.iter().map(|r| r.text.as_str()).take(NAMED).collect();
        let more = if advice.len() > NAMED { "等" } else { "" };
        told.push(format!("建议 {} 类：{}{more}。", advice.len(), names.join("、")));
    }
    if !item.open.is_empty() {
        told.push(format!("不能判断：{}。得分可能更低。", item.open.join("、")));
    }
    if item.mark == Mark::Unjudged {
        told.push("从表上看不出，程序没有查，由审核人判断。".to_owned());
    } else if told.is_empty() {
        told.push(format!("查了 {} 项，没有查出问题；其余由审核人判断。", item.looked));
    }
    told.join("\n")
}

/// A cause in a line: its label and its first sentence.
fn short(reason: &Reason) -> String {
    let first = reason.text.split('。').next().unwrap_or_default();
    let cut = first.char_indices().nth(LONGEST);
    let text = cut.map_or_else(|| first.to_owned(), |(byte, _)| format!("{}…", &first[..byte]));
    format!("{} {text}", reason.label)
}

fn mark(item: &Item) -> String {
    match item.mark {
        Mark::Points(points) => plain(points),
        Mark::Between(least, most) => between(least, most),
        Mark::Unjudged => "待评".to_owned(),
    }
}

fn between(least: Decimal, most: Decimal) -> String {
    if least == most { plain(most) } else { format!("{}～{}", plain(least), plain(most)) }
}

fn plain(number: Decimal) -> String {
    number.round_dp(2).normalize().to_string()
}

/// The grade some items come to; both ends where the reviewer's own judgement is still missing.
fn grade_of<'i>(items: impl Iterator<Item = &'i Item> + Clone, policy: &Policy) -> String {
    if items.clone().all(|item| item.mark == Mark::Unjudged) {
        return "待评".to_owned();
    }
    let [full, least, most] = sum(items);
    match (grade(policy, least, full), grade(policy, most, full)) {
        (Some(least), Some(most)) if least == most => most,
        (Some(least), Some(most)) => format!("{least}～{most}"),
        _ => "待评".to_owned(),
    }
}

fn suggestion(draft: &Draft, policy: &Policy) -> String {
    let grade = grade_of(draft.aspects.iter().flat_map(|aspect| &aspect.items), policy);
    let outcome = policy.table("review.outcome").and_then(|table| table.get(&grade));
    let mut told = match outcome {
        Some(outcome) => format!("{grade}（{outcome}）"),
        None if grade.contains('～') => format!("{grade}，待审核人评完余下的要点"),
        None => grade,
    };
    if draft.errors > 0 {
        told.push_str(&format!("。有 {} 件错误，不改正不能提交", draft.errors));
    }
    told
}

/// How the draft came about, so that nobody takes it for a decision.
fn remark(sheet: Sheet, policy: &Policy) -> String {
    let share = |name: &str| {
        policy.decimal(&format!("review.deduct.{name}")).map_or_else(String::new, plain)
    };
    let lines: Vec<String> = policy
        .words("review.grades")
        .iter()
        .filter_map(|grade| {
            let from = policy.table("review.grade_from")?.get(grade)?;
            (from != "0").then(|| format!("{from}分起为{grade}"))
        })
        .collect();
    let basis = policy.entry("review.grade_from").map_or_else(String::new, |entry| entry.cite());
    let how = match sheet {
        Sheet::Marks => "建议分",
        Sheet::Grades => "建议等级按要点得分折成百分，",
    };
    let how = if sheet == Sheet::Marks { format!("{how}：") } else { how.to_owned() };
    format!(
        "本表由程序按检查结果预填，不是审核结论。{how}错误每件扣所在要点分值的{}%，须答复的每件扣{}%，建议不扣，同一原因只扣一次（内部参数）。等级线：{}（{basis}）。编号与审阅意见相同。",
        share("error"),
        share("warning"),
        lines.join("，"),
    )
}

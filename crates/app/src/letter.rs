//! Findings as a reviewer's letter: what bars submission first, then what must be answered, form by
//! form, advice folded to a line for each kind; the documents they rest on stand once at the end.

use std::fmt::Write;

use checks::{Alike, Folded, Group, Outline, Report};
pub use desk::annotate::{cut, name_of};
use model::form::Field;
use model::text::fold;
use model::{Finding, Form, Outcome, Place, Severity, Text};

use crate::load::{self, Loaded};

/// Longest cell text shown in a row; the marked cell is cut around the quote.
const CELL: usize = 28;

/// Examples named in a folded line.
const EXAMPLES: usize = 3;

/// Places named where one cause shows in many.
const LISTED: usize = 10;

/// The letter being written.
struct Letter<'a> {
    loaded: &'a Loaded,
    /// Whether advice and open questions are written out one by one.
    all: bool,
    /// Causes told so far.
    number: usize,
    /// Documents cited so far.
    cited: Vec<String>,
    out: String,
}

/// The letter; `all` writes advice and open questions out one by one.
pub fn write(packs: &policy::Packs, loaded: &Loaded, report: &Report, all: bool) -> String {
    let mut letter = Letter { loaded, all, number: 0, cited: Vec::new(), out: String::new() };
    letter.files(packs);
    let outline = report.outline();
    if !loaded.forms.is_empty() {
        letter.summary(&outline);
        letter.body(&outline);
    }
    letter.notes();
    letter.documents();
    letter.totals(report);
    letter.out
}

impl Letter<'_> {
    fn line(&mut self, text: impl AsRef<str>) {
        self.out.push_str(text.as_ref());
        self.out.push('\n');
    }

    fn files(&mut self, packs: &policy::Packs) {
        for file in &self.loaded.files {
            _ = match (&file.error, &file.nothing) {
                (Some(error), _) => writeln!(self.out, "{}：读不了。{error}", file.file),
                (None, Some(nothing)) => writeln!(self.out, "{}：0 张表。{nothing}", file.file),
                (None, None) => writeln!(self.out, "{}：{} 张表", file.file, file.forms),
            };
        }
        if !self.loaded.forms.is_empty() {
            judged_by(&mut self.out, packs, self.loaded);
        }
    }

    fn summary(&mut self, outline: &Outline<'_>) {
        let advice = outline.advice.len();
        let verdict = match (outline.errors.len(), outline.answers()) {
            (0, 0) => "没有必须改的，也没有要答复的".to_owned(),
            (0, answers) => format!("没有拦住提交的；要改正或说明理由 {answers} 件"),
            (errors, answers) => {
                format!("{errors} 件不改不能提交；要改正或说明理由 {answers} 件")
            }
        };
        self.line(format!("结论：{verdict}；建议 {advice} 个方面。"));
    }

    fn body(&mut self, outline: &Outline<'_>) {
        if !outline.errors.is_empty() {
            self.line(format!("\n━━ 错误（不改正不能提交）：{} 件 ━━", outline.errors.len()));
            outline.errors.iter().for_each(|group| self.group(group, true));
        }
        if outline.answers() > 0 {
            self.line(format!("\n━━ 需答复（改正，或说明理由）：{} 件 ━━", outline.answers()));
        }
        if !outline.shared.is_empty() {
            self.line("\n◆ 几张表共有的");
            outline.shared.iter().for_each(|group| self.group(group, true));
        }
        for (form, groups) in &outline.by_form {
            let subject = self.loaded.forms.get(*form).map(subject).unwrap_or_default();
            self.line(format!("\n◆ {subject}"));
            groups.iter().for_each(|group| self.group(group, false));
        }
        let hint = if self.all { "" } else { "（--all 逐条列出）" };
        if !outline.advice.is_empty() {
            let kinds: usize = outline.advice.iter().map(|folded| folded.kinds.len()).sum();
            self.line(format!("\n━━ 建议（可不理会）：{kinds} 类{hint} ━━"));
            outline.advice.iter().for_each(|folded| self.folded(folded));
        }
        if !outline.open.is_empty() {
            let title = "不能判断（既不算通过，也不算错）";
            let kinds: usize = outline.open.iter().map(|folded| folded.kinds.len()).sum();
            self.line(format!("\n━━ {title}：{kinds} 类{hint} ━━"));
            outline.open.iter().for_each(|folded| self.folded(folded));
        }
    }

    /// One cause: its head in full, then what else shows it; of advice under it only how much.
    fn group(&mut self, group: &Group<'_>, with_subject: bool) {
        let Some((head, rest)) = group.findings.split_first() else { return };
        self.number += 1;
        let number = self.number;
        self.one(head, &format!("{number}. "), with_subject);
        let (advice, rest): (Vec<&Finding>, Vec<&Finding>) =
            rest.iter().partition(|finding| self.is_aside(finding, head));
        let (aside, rest) = match advice.len() > EXAMPLES {
            true => (advice, rest),
            false => (Vec::new(), group.findings[1..].to_vec()),
        };
        let many = |code: &str| rest.iter().filter(|f| f.code == code).count() > EXAMPLES;
        let mut listed: Vec<&str> = Vec::new();
        let mut told = vec![*head];
        let mut beside: Vec<&str> = Vec::new();
        for finding in &rest {
            let code = finding.code.as_str();
            if many(code) {
                if !listed.contains(&code) {
                    listed.push(code);
                    self.listed(head, &rest, code);
                }
            } else if told.iter().any(|own| same_cell(own, finding)) {
                if code != head.code && !beside.contains(&code) {
                    beside.push(code);
                }
            } else {
                self.evidence(finding, head);
            }
            told.push(finding);
        }
        if !beside.is_empty() {
            let named = beside.iter().map(|code| format!("{code} {}", name_of(code)));
            let named = named.collect::<Vec<_>>().join("、");
            self.line(format!("   ・这些格子里同时有：{named}"));
        }
        self.aside(&aside);
    }

    /// Whether a finding is advice of another check under this head, to be counted and not told.
    fn is_aside(&self, finding: &Finding, head: &Finding) -> bool {
        !self.all && finding.severity == Severity::Advice && finding.code != head.code
    }

    /// One more place or check in its own words, with what it rests on where the head does not.
    fn evidence(&mut self, finding: &Finding, head: &Finding) {
        let code = if finding.code == head.code { "" } else { finding.code.as_str() };
        let whose = self.whose(finding, head);
        let further = finding.basis.iter().filter(|basis| !head.basis.contains(basis));
        let further: Vec<String> = further.map(|basis| self.cite(basis.to_string())).collect();
        let (place, cited) = (spaced(&[code, &whose]), further.concat());
        self.line(format!("   ・{place}：{}{cited}", finding.message));
    }

    /// Advice under a cause, counted by check; how much of it the program can mend by itself.
    fn aside(&mut self, findings: &[&Finding]) {
        if findings.is_empty() {
            return;
        }
        let mut counts: Vec<(&str, usize)> = Vec::new();
        for finding in findings {
            match counts.iter_mut().find(|(code, _)| *code == finding.code) {
                Some((_, count)) => *count += 1,
                None => counts.push((&finding.code, 1)),
            }
        }
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let each = counts.iter().map(|(code, n)| format!("{code} {} {n} 处", name_of(code)));
        let each = each.collect::<Vec<_>>().join("、");
        let automatic =
            findings.iter().filter(|f| f.fix.as_ref().is_some_and(|fix| fix.automatic)).count();
        let mended = match automatic {
            0 => String::new(),
            count => format!("；其中 {count} 处可以用 heng fix 一次改好，不改变意思"),
        };
        self.line(format!("   ・一并可改的建议（--all 逐条列出）：{each}{mended}"));
    }

    /// Many findings of one check in one line: where, and what is written there.
    fn listed(&mut self, head: &Finding, rest: &[&Finding], code: &str) {
        let own: Vec<&&Finding> = rest.iter().filter(|finding| finding.code == code).collect();
        let most = if self.all { own.len() } else { LISTED };
        let mut said: Vec<(String, Vec<String>)> = Vec::new();
        for finding in own.iter().take(most) {
            let told = match fold(&finding.quote) {
                quote if quote.is_empty() => first_clause(finding).to_owned(),
                quote => format!("“{}”", cut(&quote, CELL / 2)),
            };
            let whose = self.whose(finding, head);
            match said.iter_mut().find(|(own, _)| *own == told) {
                Some((_, places)) => places.push(whose),
                None => said.push((told, vec![whose])),
            }
        }
        let each = said.iter().map(|(told, places)| format!("{}{told}", places.join("、")));
        let each = each.collect::<Vec<_>>().join("；");
        let more = if own.len() > most { "……" } else { "" };
        let name =
            if code == head.code { String::new() } else { format!("{code} {}：", name_of(code)) };
        self.line(format!("   ・{name}还有 {} 处：{each}{more}", own.len()));
    }

    /// The form, where it is not the head's, and the place.
    fn whose(&self, finding: &Finding, head: &Finding) -> String {
        let form = finding.form.filter(|form| Some(*form) != head.form);
        let name = form.and_then(|form| self.loaded.forms.get(form)).map(title);
        let place = finding.place.as_ref().map_or(String::new(), ToString::to_string);
        spaced(&[&name.unwrap_or_default(), &place])
    }

    /// A finding with its row, message, remedy and basis.
    fn one(&mut self, finding: &Finding, number: &str, with_subject: bool) {
        let form = finding.form.and_then(|index| self.loaded.forms.get(index));
        let whose = form.filter(|_| with_subject).map(|form| format!("　{}", subject(form)));
        let place = finding.place.as_ref().map(|place| format!("　{place}")).unwrap_or_default();
        let name = name_of(&finding.code);
        let whose = whose.unwrap_or_default();
        self.line(format!("\n{number}{} {name}{whose}{place}", finding.code));
        if let (Some(form), Some(place)) = (form, &finding.place) {
            row(&mut self.out, form, place, &finding.quote);
        }
        self.line(format!("   问题：{}", finding.message));
        if !finding.remedy.is_empty() {
            self.line(format!("   怎么改：{}", finding.remedy));
        }
        let basis: Vec<String> = finding.basis.iter().map(|b| self.cite(b.to_string())).collect();
        if !basis.is_empty() {
            self.line(format!("   依据：{}", basis.join("")));
        }
    }

    /// Advice or open questions of one group of checks: a line a check, or one by one.
    fn folded(&mut self, folded: &Folded<'_>) {
        self.line(format!("\n{}", folded.aspect));
        for alike in &folded.kinds {
            if self.all {
                alike.findings.iter().for_each(|finding| self.one(finding, "", true));
            } else {
                self.alike(alike);
            }
        }
    }

    /// The findings of one check in a line.
    fn alike(&mut self, alike: &Alike<'_>) {
        let Some(first) = alike.findings.first() else { return };
        let mut quotes: Vec<String> = Vec::new();
        for finding in &alike.findings {
            let quote = cut(&fold(&finding.quote), CELL / 2);
            if !quote.is_empty() && !quotes.contains(&quote) {
                quotes.push(quote);
            }
        }
        quotes.truncate(EXAMPLES);
        let open = first.outcome == Outcome::CannotDecide;
        let such = match quotes.as_slice() {
            quotes if open || quotes.is_empty() => first.message.clone(),
            quotes => format!("如“{}”。{}", quotes.join("”“"), first.remedy),
        };
        let (count, name) = (alike.findings.len(), name_of(alike.code));
        let line = format!("・{} {name}：{} 张表 {count} 处，{such}", alike.code, alike.forms);
        self.line(line);
    }

    /// What the reader had to say of the files.
    fn notes(&mut self) {
        let mut codes: Vec<&str> = Vec::new();
        for finding in &self.loaded.findings {
            if !codes.contains(&finding.code.as_str()) {
                codes.push(&finding.code);
            }
        }
        if codes.is_empty() {
            return;
        }
        self.line(format!("\n━━ 读表时的说明：{} 类 ━━", codes.len()));
        for code in codes {
            let own = self.loaded.findings.iter().filter(|finding| finding.code == code);
            let findings: Vec<&Finding> = own.collect();
            if self.all || findings.len() == 1 {
                findings.iter().for_each(|finding| self.one(finding, "", true));
            } else {
                let (name, first) = (name_of(code), findings[0]);
                let told = format!("\n{code} {name}：{} 处，如：{}", findings.len(), first.message);
                self.line(told);
            }
        }
    }

    /// The number of a document in the list at the end.
    fn cite(&mut self, document: String) -> String {
        let at = self.cited.iter().position(|own| *own == document).unwrap_or_else(|| {
            self.cited.push(document);
            self.cited.len() - 1
        });
        format!("[{}]", at + 1)
    }

    fn documents(&mut self) {
        if self.cited.is_empty() {
            return;
        }
        self.line("\n依据：");
        for (index, document) in std::mem::take(&mut self.cited).iter().enumerate() {
            self.line(format!("[{}] {document}", index + 1));
        }
    }

    fn totals(&mut self, report: &Report) {
        let forms = self.loaded.forms.len();
        let rows: usize = self.loaded.forms.iter().map(|form| form.indicators.len()).sum();
        let [pass, fail, none, open] =
            [Outcome::Pass, Outcome::Fail, Outcome::NotApplicable, Outcome::CannotDecide]
                .map(|outcome| report.count(outcome));
        self.line(format!(
            "\n合计：{forms} 张表，{rows} 行指标；检查 {} 项次：通过 {pass}，有问题 {fail}，不适用 {none}，不能判断 {open}。",
            pass + fail + none + open
        ));
    }
}

/// What a finding says first.
fn first_clause(finding: &Finding) -> &str {
    finding.message.split(['。', '（']).next().unwrap_or_default()
}

fn same_cell(a: &Finding, b: &Finding) -> bool {
    let cell = |f: &Finding| f.place.as_ref().map(|p| (p.part.clone(), p.row, p.column));
    a.form == b.form && cell(a).is_some() && cell(a) == cell(b)
}

fn judged_by(out: &mut String, packs: &policy::Packs, loaded: &Loaded) {
    _ = writeln!(out, "规则包：{}", load::packs_used(packs, loaded).join("、"));
}

/// What a form is about, in a few words.
fn subject(form: &Form) -> String {
    format!("{}{}", form.kind.chinese(), title(form))
}

/// The project, or the unit.
fn title(form: &Form) -> String {
    let name = form.filled(Field::Project).or(form.filled(Field::Unit)).unwrap_or("（无名称）");
    format!("《{}》", fold(name))
}

/// The words that are there, with a blank between them.
fn spaced(words: &[&str]) -> String {
    let there: Vec<&str> = words.iter().copied().filter(|word| !word.is_empty()).collect();
    there.join(" ")
}

/// The row of the form the place is in, its cell marked.
fn row(out: &mut String, form: &Form, place: &Place, quote: &str) {
    let mut cells: Vec<&Text> = texts(form).filter(|text| same_row(text, place)).collect();
    cells.sort_by_key(|text| text.place.as_ref().map(|place| place.column));
    cells.dedup_by_key(|text| text.place.as_ref().map(|place| place.column));
    if cells.is_empty() {
        return;
    }
    let shown = cells.iter().map(|text| {
        let marked = text.place.as_ref().is_some_and(|own| own.column == place.column);
        let folded = fold(&text.text);
        if marked { format!("▶{}◀", around(&folded, &fold(quote))) } else { cut(&folded, CELL) }
    });
    _ = writeln!(out, "   │ {} │", shown.collect::<Vec<_>>().join(" │ "));
}

fn same_row(text: &Text, place: &Place) -> bool {
    text.place
        .as_ref()
        .is_some_and(|own| own.file == place.file && own.part == place.part && own.row == place.row)
}

fn texts(form: &Form) -> impl Iterator<Item = &Text> {
    let money = form.money.iter().flat_map(|row| row.amounts.values().map(|amount| &amount.text));
    let tasks = form.tasks.iter().flat_map(|task| task.cells.values());
    let rows = form.indicators.iter().flat_map(|row| row.cells.values());
    let unknown = form.unknown.iter().map(|(_, text)| text);
    form.fields.values().chain(money).chain(tasks).chain(rows).chain(unknown)
}

/// The part of a text around the quote.
fn around(text: &str, quote: &str) -> String {
    let total = text.chars().count();
    if total <= 2 * CELL {
        return text.to_owned();
    }
    let at = text.find(quote).map_or(0, |byte| text[..byte].chars().count());
    let start = at.saturating_sub(CELL / 2);
    let length = (quote.chars().count() + CELL).min(3 * CELL);
    let middle: String = text.chars().skip(start).take(length).collect();
    let before = if start > 0 { "…" } else { "" };
    let after = if start + length < total { "…" } else { "" };
    format!("{before}{middle}{after}")
}

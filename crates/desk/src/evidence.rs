//! The evidence package of one declaration: papers, events, records and digests in one zip, with a
//! small program that checks it without this one.
//!
//! Other declarations stay unseen: of their events only the bare digests are in it. What its reader
//! may not see in the program is not in it either, but told to be left out.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::sync::Arc;

use flow::Action;
use model::Printout;
use office::Looks;
use office::lay_out::lay_out;
use policy::Policy;
use store::{DeclarationId, Event, Evidence, KeptHead, PersonId, RegionId, sm3};
use zip::write::SimpleFileOptions;

use crate::{Desk, Error, Result, Who, form_of, layout_of};

/// The program that checks a package.
const VERIFIER: &str = include_str!("evidence/verify.py");
/// Most bytes of attachments in one package.
const MOST: i64 = 300 << 20;
/// Records that are left out for whoever may not read the draft.
const OF_DRAFT: [&str; 2] = ["draft", "draft_author"];

/// Sets drawn forms on paper, as PDF.
pub type Print = fn(&Printout) -> std::result::Result<Vec<u8>, String>;
/// What was done, in words people know.
pub type Told = fn(&str) -> String;

/// All a package is made of.
#[derive(Debug)]
pub struct Gathered {
    evidence: Evidence,
    contents: BTreeMap<String, Vec<u8>>,
    withheld: Vec<String>,
    people: BTreeMap<PersonId, String>,
    policy: Arc<Policy>,
    title: String,
    head: KeptHead,
}

impl Desk {
    /// Gathers the package of a declaration for somebody who may see it.
    ///
    /// # Errors
    /// When there is none they may see, its attachments are too large, or folder or database fail.
    pub async fn gather_evidence(&self, who: &Who, id: DeclarationId) -> Result<Gathered> {
        let case = self.case(who, id).await?;
        let reads = case.may(who, Action::ReadDraft).is_ok();
        let mut gathered = self.gather_whole_evidence(who.region(), id, who.now).await?;
        let sheets = self.store.aspect_sheets(who.region(), id).await?;
        let mut withheld: Vec<String> = sheets
            .iter()
            .filter(|sheet| sheet.decided_at.is_none() && sheet.person != who.person.id)
            .map(|sheet| format!("aspect_sheet/{}", sheet.id.0))
            .collect();
        let of_draft = |record: &&String| {
            let kind = record.split('/').next().unwrap_or_default();
            OF_DRAFT.contains(&kind)
        };
        let records = gathered.evidence.records.iter().map(|(record, _)| record);
        if !reads {
            withheld.extend(records.filter(of_draft).cloned());
        }
        gathered.evidence.records.retain(|(record, _)| !withheld.contains(record));
        gathered.withheld = withheld;
        Ok(gathered)
    }

    /// Gathers the package with nothing left out, for whoever keeps the data.
    ///
    /// # Errors
    /// When there is no such declaration, its attachments are too large, or folder or database
    /// fail.
    pub async fn gather_whole_evidence(
        &self,
        region: RegionId,
        id: DeclarationId,
        now: chrono::DateTime<chrono::Utc>,
    ) -> Result<Gathered> {
        let row = self.store.declaration(region, id).await?;
        let cycle = self.store.cycle(region, row.cycle).await?;
        let evidence = self.store.evidence(region, id).await?;
        let kept = evidence.attachments.iter().filter(|file| file.removed_at.is_none());
        let kept: Vec<_> = kept.collect();
        if kept.iter().map(|file| file.size).sum::<i64>() > MOST {
            return Err(Error::bad("附件合计超过300MB，装不进一个证据包。请分别下载附件。"));
        }
        let mut contents = BTreeMap::new();
        for file in kept {
            let content = self.store.content(region, file.id).await?;
            contents.insert(file.digest.clone(), content);
        }
        let people = self.store.people(region).await?;
        let mut head = self.store.kept_head(region, now).await?;
        head.head = evidence.head.clone();
        let project = if row.project.is_empty() { "单位整体" } else { &row.project };
        Ok(Gathered {
            evidence,
            contents,
            withheld: Vec::new(),
            people: people.into_iter().map(|person| (person.id, person.name)).collect(),
            policy: self.policy(&cycle.pack, cycle.year)?,
            title: format!("{project}（{}年度）", cycle.year),
            head,
        })
    }
}

impl Gathered {
    /// What the declaration is called.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The package as a zip file; without `print` forms are in it as Word only.
    ///
    /// # Errors
    /// When a version cannot be read or written.
    pub fn package(self, print: Option<Print>, told: Told) -> Result<Vec<u8>> {
        let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
        let mut add = |name: String, bytes: Vec<u8>| parts.push((name, bytes));
        add("说明.txt".to_owned(), self.reading().into_bytes());
        add("verify.py".to_owned(), VERIFIER.as_bytes().to_vec());
        add("history.txt".to_owned(), self.history(told).into_bytes());
        add("withheld.txt".to_owned(), self.withheld.join("\n").into_bytes());
        add("chain/head.txt".to_owned(), self.chain_head().into_bytes());
        for event in &self.evidence.events {
            add(format!("events/{:08}.txt", event.seq), event.text().into_bytes());
        }
        for (record, text) in &self.evidence.records {
            let name = format!("records/{}.json", record.replace('/', "-"));
            add(name, text.clone().into_bytes());
        }
        for revision in &self.evidence.revisions {
            for (ending, bytes) in self.papers(&revision.form, print)? {
                add(format!("papers/{}.{ending}", revision.number), bytes);
            }
        }
        for (digest, content) in self.contents {
            add(format!("attachments/{digest}"), content);
        }
        add("chain/digests.txt".to_owned(), self.evidence.digests.into_bytes());
        let mut manifest = String::new();
        for (name, bytes) in &parts {
            writeln!(manifest, "{}  {name}", sm3(bytes)).expect("writing to a string cannot fail");
        }
        parts.push(("manifest.txt".to_owned(), manifest.into_bytes()));
        zipped(&parts).map_err(|error| Error::bad(format!("证据包写不成：{error}")))
    }

    /// A version as its form was kept, as Word and, where it can be printed, as PDF.
    fn papers(&self, text: &str, print: Option<Print>) -> Result<Vec<(&'static str, Vec<u8>)>> {
        let mut papers = vec![("json", text.as_bytes().to_vec())];
        let form = form_of(text)?;
        let Some(layout) = layout_of(&self.policy, &form) else { return Ok(papers) };
        let paper = Printout::Tables(vec![lay_out(layout, &[(0, &form)]).drawing]);
        let word = office::docx::printout(&paper, &Looks::of(&self.policy));
        papers.push(("docx", word.map_err(|error| Error::bad(error.to_string()))?));
        if let Some(print) = print {
            papers.push(("pdf", print(&paper).map_err(Error::bad)?));
        }
        Ok(papers)
    }

    fn chain_head(&self) -> String {
        let first = self.evidence.events.first().map_or(1, |event| event.seq);
        let KeptHead { name, head, .. } = &self.head;
        format!(
            "地区名称：{name}\n第一条：{first}\n此前的链值：{}\n记录条数：{}\n链尾：{}\n",
            self.evidence.before, head.seq, head.digest
        )
    }

    /// What was done, a line for each event, for people.
    fn history(&self, told: Told) -> String {
        let mut text = "序号\t时间\t办理人\t做了什么\t对象\n".to_owned();
        for event in &self.evidence.events {
            let (at, who) = (moment(event), self.hands(event));
            let what = told(&event.what);
            let subject = store::record_in_words(&event.subject);
            writeln!(text, "{}\t{at}\t{who}\t{what}\t{subject}", event.seq)
                .expect("writing to a string cannot fail");
        }
        text
    }

    fn hands(&self, event: &Event) -> String {
        let name =
            |id: PersonId| self.people.get(&id).cloned().unwrap_or_else(|| format!("人员{}", id.0));
        let who = event.person.map_or_else(|| "系统".to_owned(), name);
        match event.acting_for {
            Some(absent) => format!("{who}（代{}）", name(absent)),
            None => who,
        }
    }

    fn reading(&self) -> String {
        format!(
            "《{}》的证据包\n\n\
             papers/      提交过的各个版本：json 是系统保存的原样，Word 和 PDF 由它排成，便于阅读\n\
             history.txt  办理经过，供人看\n\
             events/      每条办理记录的原文；records/ 记录所登记的内容的原文\n\
             attachments/ 附件，文件名是内容的摘要（SM3），原名在 records/attachment-*.json 里\n\
             chain/       从本项目第一条记录到链尾，全区每条记录的摘要（只有摘要，看不到内容）\n\
             withheld.txt 领取人无权看而没有放入的内容\n\
             verify.py    独立的核对程序，任何装有 Python 3 的电脑都能运行，不需要“衡”\n\n\
             核对：python3 verify.py 本包.zip --head 另处留存的链尾 --at 那时的记录条数\n\n\
             能证明什么：包内的办理记录和内容，就是链尾算出时系统里的那些，一字未改。\n\
             不能证明什么：没有另处留存的链尾时，只能证明包内前后一致；papers 里的 Word 和 PDF\n\
             是排版结果，以 json 和 records 为准；系统之外发生的事，记录里没有。\n",
            self.title
        )
    }
}

/// When an event was, as people in China read it.
fn moment(event: &Event) -> String {
    let offset = chrono::FixedOffset::east_opt(8 * 60 * 60).expect("invariant: eight hours");
    event.at.with_timezone(&offset).format("%Y-%m-%d %H:%M:%S").to_string()
}

fn zipped(parts: &[(String, Vec<u8>)]) -> std::result::Result<Vec<u8>, zip::result::ZipError> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name.as_str(), SimpleFileOptions::default())?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

//! Papers of a review: the letter, the unit's own Word file with comments, the review sheet.

use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use checks::Report;
use desk::annotate::{annotated, title};
use desk::loaded::Loaded;
use model::{Drawing, Finding, Place, Printout};
use office::Looks;
use office::docx::Comment;

use super::page::{Read, read, source};
use super::{letter, marks};
use crate::review;
use crate::site::papers::Ready;
use crate::site::{Answer, Problem, Site, Visitor};

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// One of the two review sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::site) enum Kind {
    /// With points for each item (定量).
    Marks,
    /// With a grade for each item (定性).
    Grades,
}

impl Kind {
    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Marks => "绩效目标审核表（定量）",
            Kind::Grades => "绩效目标审核表（定性）",
        }
    }
}

/// The sheet of a name in addresses.
pub(in crate::site) fn told(kind: &str) -> Option<Kind> {
    match kind {
        "marks" => Some(Kind::Marks),
        "grades" => Some(Kind::Grades),
        _ => None,
    }
}

/// The letter that goes back with it.
pub(in crate::site) fn letter_of(read: &Read, visitor: &Visitor) -> Ready {
    Ready {
        name: format!("{}-审核意见", read.case.name()),
        printout: Printout::Letter(letter::letter(read, visitor)),
        looks: Looks::of(&read.case.setting.policy),
    }
}

/// The unit's own Word file with findings and remarks as comments.
#[utoipa::path(get, path = "/reviews/{id}/annotated", params(("id" = i64, Path)),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", body = Vec<u8>)))]
pub async fn annotate(site: Site, visitor: Visitor, Path(id): Path<i64>) -> Answer {
    let read = read(&site, &visitor, id).await?;
    let file = source(&read.attachments).cloned().ok_or_else(no_source)?;
    let bytes = site.desk().store.content(visitor.who.region(), file.id).await?;
    let now = visitor.who.now;
    let name = format!("{}-加批注.docx", file.name.trim_end_matches(".docx"));
    let made = site
        .work(move |desk| {
            let (loaded, report, more) = commented(&read, &file.name);
            annotated(&bytes, desk.limits, (&loaded, &report, false), &more, now)
        })
        .await?;
    let (bytes, _) = made.map_err(|why| Problem::bad(format!("原件加不了批注：{why}")))?;
    Ok(download(&name, WORD, bytes))
}

fn no_source() -> Problem {
    let why = "这份申报没有单位的 Word 原件，加不了批注。";
    Problem::new(StatusCode::NOT_FOUND, why, "请下载审核意见书。")
}

/// The form, its findings and the open remarks, with no other places than those of the file.
fn commented(read: &Read, file: &str) -> (Loaded, Report, Vec<Comment>) {
    let own = |place: &Option<Place>| place.clone().filter(|place| &*place.file == file);
    let board = &read.board;
    let mut form = board.form().clone();
    if title(&form).is_some_and(|place| &*place.file != file) {
        form = form.without_places();
    }
    let at = read.remarks.iter().filter(|remark| remark.resolved.is_empty()).map(|remark| {
        let path = remark.path.parse().ok();
        let text = path.and_then(|path: model::form::Path| board.form().at(&path));
        let place = text.and_then(|text| own(&text.place)).or_else(|| title(&form));
        let head = format!("【审核批注】{}　{}", remark.who, remark.at);
        Comment { place, quote: String::new(), paragraphs: vec![head, remark.body.clone()] }
    });
    let more = at.collect();
    let answered = |finding: &Finding| {
        let cause = read.causes.iter().find(|cause| cause.key == finding.group);
        cause.is_some_and(|cause| !cause.answer.is_empty())
    };
    let findings = board.judgement.report.findings.iter();
    let findings = findings.filter(|one| one.form == Some(board.index) && !answered(one));
    let findings = findings.map(|finding| Finding {
        form: Some(0),
        place: own(&finding.place),
        ..finding.clone()
    });
    let report = Report { findings: findings.collect(), ..Report::default() };
    (Loaded { forms: vec![form], ..Loaded::default() }, report, more)
}

/// The review sheet: decided marks, else those saved so far, else the draft; and whether it is
/// decided. None where the pack has no sheet for such a form.
pub(in crate::site) async fn sheet_of(
    site: &Site,
    visitor: &Visitor,
    read: &Read,
    kind: Kind,
) -> Result<Option<(Drawing, bool)>, Problem> {
    let region = visitor.who.region();
    let sheets = site.desk().store.aspect_sheets(region, read.case.id()).await?;
    let current = read.case.standing.declaration.current;
    let sheets = sheets.iter().filter(|sheet| Some(sheet.revision) == current);
    let own = |sheet: &&store::AspectSheet| sheet.person == visitor.who.person.id;
    let sheets: Vec<_> = sheets.filter(|one| one.decided_at.is_some() || own(one)).collect();
    let chosen = sheets.iter().copied().find(own).or(sheets.last().copied());
    let board = &read.board;
    let (policy, form) = (&board.judgement.policy, board.form());
    let causes = board.causes();
    let draft = review::draft(&board.judgement.report, &causes, board.index, form, policy);
    let Some(draft) = draft else { return Ok(None) };
    let [marks, grades] = match chosen {
        Some(sheet) => {
            let who = super::remarks::name_of(&read.names, Some(sheet.person));
            review::decided_drawings(&draft, form, policy, &marks::decided(sheet, &who))
        }
        None => review::drawings(&draft, form, policy),
    };
    let decided = chosen.is_some_and(|sheet| sheet.decided_at.is_some());
    Ok(Some((if kind == Kind::Marks { marks } else { grades }, decided)))
}

/// A file to be kept, under a name in any script.
pub(in crate::site) fn download(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let escaped: String = name
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect();
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let disposition = format!("attachment; filename*=UTF-8''{escaped}");
    let disposition = HeaderValue::from_str(&disposition);
    headers.insert(
        header::CONTENT_DISPOSITION,
        disposition.expect("invariant: escaped names are ASCII"),
    );
    response
}

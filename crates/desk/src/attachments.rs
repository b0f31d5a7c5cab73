//! Files attached to a declaration: which kinds, how large, and whose.

use flow::Action;
use store::{Attachment, AttachmentId, DeclarationId, NewAttachment};

use crate::{Case, Desk, Error, Result, Who};

/// A kind of file that may be attached.
struct Kind {
    /// Ending of the name.
    ending: &'static str,
    /// How the content begins.
    begins: &'static [&'static [u8]],
    /// Most megabytes.
    most: usize,
}

const ZIP: &[&[u8]] = &[b"PK\x03\x04"];
const OLE: &[&[u8]] = &[&[0xd0, 0xcf, 0x11, 0xe0]];

const fn kind(ending: &'static str, begins: &'static [&'static [u8]], most: usize) -> Kind {
    Kind { ending, begins, most }
}

const KINDS: [Kind; 9] = [
    kind("pdf", &[b"%PDF-"], 30),
    kind("docx", ZIP, 20),
    kind("xlsx", ZIP, 20),
    kind("ofd", ZIP, 30),
    kind("doc", OLE, 20),
    kind("xls", OLE, 20),
    kind("jpg", &[&[0xff, 0xd8, 0xff]], 10),
    kind("jpeg", &[&[0xff, 0xd8, 0xff]], 10),
    kind("png", &[&[0x89, b'P', b'N', b'G']], 10),
];

/// What may be attached, for people.
pub const ALLOWED: &str = "PDF、OFD（30MB以内），Word、Excel（20MB以内），JPG、PNG图片（10MB以内）";
/// Most files of one declaration.
const MOST: usize = 40;

/// The kind of a file by its name, when its content is what the name says and not too large.
fn kind_of(name: &str, content: &[u8]) -> Result<&'static str> {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    let kind = KINDS.iter().find(|kind| Some(kind.ending) == ending.as_deref());
    let kind = kind.ok_or_else(|| Error::bad(format!("这种文件不能上传。可以上传{ALLOWED}。")))?;
    if !kind.begins.iter().any(|begin| content.starts_with(begin)) {
        return Err(Error::bad(format!("“{name}”的内容不是它的扩展名所说的那种文件。")));
    }
    if content.len() > kind.most << 20 {
        return Err(Error::bad(format!("“{name}”超过了{}MB，请压缩或拆开再传。", kind.most)));
    }
    Ok(kind.ending)
}

/// The name of a file as it is kept: without folders, without letters that show nothing or turn
/// the direction of reading, and not endlessly long.
pub(crate) fn file_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let name: String = last.chars().filter(|c| !hidden(*c)).collect();
    let name = name.trim_matches([' ', '.']);
    let most = 120;
    let long = name.chars().count().saturating_sub(most);
    // The end tells what kind of file it is.
    let name: String = name.chars().skip(long).collect();
    if name.is_empty() { "未命名".to_owned() } else { name }
}

impl Desk {
    /// Attaches a file.
    ///
    /// # Errors
    /// The refusal; a file that is not taken; else when folder or database fail.
    pub async fn attach(
        &self,
        who: &Who,
        id: DeclarationId,
        name: &str,
        content: &[u8],
        key: Option<&str>,
    ) -> Result<AttachmentId> {
        let case = self.case(who, id).await?;
        let permit = case.may(who, Action::Edit)?;
        let kind = kind_of(name, content)?.to_owned();
        if self.store.attachments(who.region(), id).await?.len() >= MOST {
            return Err(Error::bad(format!("一份申报最多附{MOST}个文件。")));
        }
        let name = file_name(name);
        let new = NewAttachment { declaration: id, name, kind, content, key };
        Ok(self.store.attach(case.by(who, &permit), who.region(), &new).await?)
    }

    /// Takes a file away from a declaration.
    ///
    /// # Errors
    /// The refusal; when there is no such file; else when the database fails.
    pub async fn detach(&self, who: &Who, id: DeclarationId, file: AttachmentId) -> Result<()> {
        let (case, _) = self.attached(who, id, file).await?;
        let permit = case.may(who, Action::Edit)?;
        Ok(self.store.detach(case.by(who, &permit), who.region(), file).await?)
    }

    /// A file of a declaration somebody may see, with its content.
    ///
    /// # Errors
    /// When there is no such file for them, or folder or database fail.
    pub async fn attachment(
        &self,
        who: &Who,
        id: DeclarationId,
        file: AttachmentId,
    ) -> Result<(Attachment, Vec<u8>)> {
        let (_, attachment) = self.attached(who, id, file).await?;
        let content = self.store.content(who.region(), file).await?;
        Ok((attachment, content))
    }

    async fn attached(
        &self,
        who: &Who,
        id: DeclarationId,
        file: AttachmentId,
    ) -> Result<(Case, Attachment)> {
        let case = self.case(who, id).await?;
        let files = self.store.attachments(who.region(), id).await?;
        let found = files.into_iter().find(|own| own.id == file);
        Ok((case, found.ok_or(store::Error::Missing("附件"))?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_name_says() {
        assert_eq!(kind_of("依据.PDF", b"%PDF-1.7").ok(), Some("pdf"));
        let why = |name, content: &[u8]| kind_of(name, content).expect_err("not taken").to_string();
        assert!(why("依据.pdf", b"MZ\x90").contains("内容不是"));
        assert_eq!(file_name("..\\..\\C:/etc/依据\u{202e}.pdf"), "依据.pdf");
        assert_eq!(file_name("../"), "未命名");
        assert!(file_name(&format!("{}.pdf", "长".repeat(500))).ends_with("长.pdf"));
        assert!(why("依据.exe", b"MZ\x90").contains("可以上传PDF"));
        let large = [&b"%PDF-"[..], &vec![0; 31 << 20]].concat();
        assert!(why("依据.pdf", &large).contains("30MB"));
    }
}

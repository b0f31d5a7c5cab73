//! Heads of chains as a file to be kept outside: printed, mailed, laid into a safe.
//!
//! A few lines of text for each region, which people can read and type again. A file may hold
//! heads of many days, one after the other; each of them proves the chain up to its number.

use chrono::{DateTime, FixedOffset, Utc};

use crate::tables::region;
use crate::{Error, Head, RegionId, Result, Store, digest};
use sea_orm::EntityTrait;

/// What a head is called in a file, in the order of the lines.
const LINES: [&str; 5] = ["地区编号", "地区名称", "记录条数", "链尾", "时间"];

/// What every file begins with.
const KEEPING: &str = "\
衡　办理记录的链尾
# 链尾由全部办理记录依次算出（SM3）。把它留存在系统之外，将来谁截掉末尾的记录、
# 或者整个重写，用它一对就能发现；只存在系统里面的没有这个作用。
# 怎样留存：打印归档；发给上级或另一位同志的邮箱；抄在纸上放进保险柜。隔一段时间存一次，
# 各次的可以接在一个文件里。
# 怎样核对：heng verify --data 数据文件夹 --heads 本文件
";

/// The head of a region at some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptHead {
    /// The region.
    pub region: RegionId,
    /// Its name.
    pub name: String,
    /// The end of its chain.
    pub head: Head,
    /// When it was written down.
    pub at: DateTime<Utc>,
}

impl Store {
    /// The heads of all regions as they are now, at this time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn heads(&self, at: DateTime<Utc>) -> Result<Vec<KeptHead>> {
        let mut heads = Vec::new();
        for region in self.chains().await? {
            heads.push(self.kept_head(region, at).await?);
        }
        Ok(heads)
    }

    /// The head of a region as it is now, at this time.
    ///
    /// # Errors
    /// When there is no such region, or the database fails.
    pub async fn kept_head(&self, region: RegionId, at: DateTime<Utc>) -> Result<KeptHead> {
        let head = self.head(region).await?;
        let row = region::Entity::find_by_id(region).one(&self.read).await?;
        let name = row.map(|row| row.name).unwrap_or_default();
        Ok(KeptHead { region, name, head, at })
    }
}

/// Heads as a file.
pub fn write_heads(heads: &[KeptHead]) -> String {
    let offset = FixedOffset::east_opt(8 * 60 * 60).expect("invariant: eight hours");
    let mut text = KEEPING.to_owned();
    for kept in heads {
        let values = [
            kept.region.0.to_string(),
            kept.name.replace(char::is_whitespace, " "),
            kept.head.seq.to_string(),
            kept.head.digest.clone(),
            kept.at.with_timezone(&offset).to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        ];
        text.push('\n');
        for (line, value) in LINES.iter().zip(values) {
            text.push_str(&format!("{line}：{value}\n"));
        }
    }
    text
}

/// Reads what [`write_heads`] wrote, or somebody typed again; says which line it cannot read.
///
/// # Errors
/// [`Error::Heads`].
pub fn read_heads(text: &str) -> Result<Vec<KeptHead>> {
    let mut heads = Vec::new();
    let mut values: Vec<&str> = Vec::new();
    for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let Some((key, value)) = line.split_once(['：', ':']) else { continue };
        if line.starts_with('#') {
            continue;
        }
        let bad = |why: &str| Error::Heads(format!("第 {number} 行：{why}"));
        if LINES.get(values.len()) != Some(&key.trim()) {
            return Err(bad(&format!("这里应该是“{}”", LINES[values.len() % LINES.len()])));
        }
        values.push(value.trim());
        if let [region, name, seq, digest, at] = values[..] {
            let region = region.parse().map_err(|_| bad("地区编号不是数"))?;
            let seq = seq.parse().map_err(|_| bad("记录条数不是数"))?;
            let digest = digest.to_lowercase();
            let right = digest::is_one(&digest) || (seq == 0 && digest.is_empty());
            right.then_some(()).ok_or_else(|| bad("链尾不是 64 位的十六进制数，可能抄漏了"))?;
            let at = DateTime::parse_from_rfc3339(at).map_err(|_| bad("时间读不懂"))?;
            let (region, head) = (RegionId(region), Head { seq, digest });
            heads.push(KeptHead { region, name: name.to_owned(), head, at: at.to_utc() });
            values.clear();
        }
    }
    match (values.is_empty(), heads.is_empty()) {
        (true, false) => Ok(heads),
        (false, _) => Err(Error::Heads(format!("最后一份不完整，缺“{}”", LINES[values.len()]))),
        (true, true) => Err(Error::Heads("里面没有链尾".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(seq: i64) -> KeptHead {
        let at = DateTime::from_timestamp(1_767_355_200, 0).expect("a moment");
        let digest = digest::of_bytes(&seq.to_be_bytes());
        KeptHead {
            region: RegionId(1), name: "仁和区".to_owned(), head: Head { seq, digest }, at
        }
    }

    #[test]
    fn a_file_is_read_as_it_was_written_and_files_may_follow_one_another() {
        let (one, two) = ([kept(6)], [kept(9)]);
        let text = write_heads(&one) + &write_heads(&two);
        assert_eq!(read_heads(&text).expect("reads"), [kept(6), kept(9)]);
        let typed = text.replace('：', ": ").replace('\n', "\r\n");
        assert_eq!(read_heads(&typed).expect("reads"), [kept(6), kept(9)], "typed again");
    }

    #[test]
    fn what_was_copied_badly_is_named_by_its_line() {
        let text = write_heads(&[kept(6)]);
        let told = |text: &str| read_heads(text).expect_err("bad").to_string();
        let digest = kept(6).head.digest;
        assert!(told(&text.replace(&digest, &digest[1..])).contains("抄漏"), "a digit is lost");
        assert!(told(&text.replace("记录条数：6\n", "")).contains("记录条数"), "a line is lost");
        assert!(told("衡").contains("没有链尾"));
        let (cut, _) = text.split_once("时间：").expect("a time");
        assert!(told(cut).contains("不完整"));
    }
}

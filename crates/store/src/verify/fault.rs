//! A fault in words: which event, which record, what is wrong and what that means.

use chrono::{DateTime, FixedOffset, Utc};

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// An event is not there.
    EventMissing,
    /// An event says something else than its digest is of.
    EventAltered,
    /// An event does not follow the one before.
    LinkBroken,
    /// The chain has another link than a head kept outside says.
    Rewritten,
    /// The chain ends before a head kept outside.
    CutOff,
    /// There are events after the end.
    BeyondEnd,
    /// The end is written down with another link.
    EndDiffers,
    /// A record had been altered before an event changed it.
    AlteredBefore,
    /// A record is not what its last event says.
    Altered,
    /// A record is not there.
    Gone,
    /// A record no event speaks of.
    Unrecorded,
    /// The content of an attachment is not there.
    ContentMissing,
    /// The content of an attachment is another one.
    ContentAltered,
    /// What is drawn out of a form is not what the form says.
    Derived,
}

impl Why {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::EventMissing,
        Self::EventAltered,
        Self::LinkBroken,
        Self::Rewritten,
        Self::CutOff,
        Self::BeyondEnd,
        Self::EndDiffers,
        Self::AlteredBefore,
        Self::Altered,
        Self::Gone,
        Self::Unrecorded,
        Self::ContentMissing,
        Self::ContentAltered,
        Self::Derived,
    ];

    /// What is wrong, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::EventMissing => "记录缺失",
            Self::EventAltered => "记录的内容与它的摘要不符",
            Self::LinkBroken => "与前一条记录不相接",
            Self::Rewritten => "与另处留存的链尾不符",
            Self::CutOff => "记录比另处留存的链尾少",
            Self::BeyondEnd => "链尾之后多出记录",
            Self::EndDiffers => "与登记的链尾不符",
            Self::AlteredBefore => "内容在这次办理之前被改动过，没有记录",
            Self::Altered => "内容与最后一次记录的摘要不符",
            Self::Gone => "内容不见了，没有删除的记录",
            Self::Unrecorded => "凭空多出，没有任何记录",
            Self::ContentMissing => "附件的内容不见了",
            Self::ContentAltered => "附件的内容与登记的摘要不符",
            Self::Derived => "查询统计用的数据与表格不一致",
        }
    }

    /// What that means.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::EventMissing => "有人绕过系统删除了办理记录。",
            Self::EventAltered => "有人绕过系统改动了这条办理记录。",
            Self::LinkBroken => "有人绕过系统在这里插入、删除或调换了办理记录。",
            Self::Rewritten => {
                "留存链尾之后，这一条或更早的办理记录被整体重写过；从哪一条起已无法从库中得知。"
            }
            Self::CutOff => "留存链尾之后，末尾的办理记录被截掉了，或数据库被恢复成了更早的备份。",
            Self::BeyondEnd | Self::EndDiffers => "有人绕过系统改动了记录的末尾。",
            Self::AlteredBefore => "有人曾绕过系统改动这项内容，后来又经系统办理，痕迹留在记录里。",
            Self::Altered => "有人绕过系统改动了这项内容。",
            Self::Gone => "有人绕过系统删除了这项内容。",
            Self::Unrecorded => "有人绕过系统添加了这项内容。",
            Self::ContentMissing => "附件文件被删除，或磁盘损坏。",
            Self::ContentAltered => "附件文件被替换、互换，或磁盘损坏。",
            Self::Derived => {
                "表格本身未变，但查询和统计的结果可能不对；这份申报下次提交时会重新生成。"
            }
        }
    }

    /// Whether the chain itself does not hold.
    pub fn is_of_chain(self) -> bool {
        use Why::{
            BeyondEnd, CutOff, EndDiffers, EventAltered, EventMissing, LinkBroken, Rewritten,
        };
        [EventMissing, EventAltered, LinkBroken, Rewritten, CutOff, BeyondEnd, EndDiffers]
            .contains(&self)
    }
}

/// The first thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Number of the event, the last about the record where a record is wrong; none where no
    /// event speaks of it.
    pub seq: Option<i64>,
    /// When that event was; none when it is not there.
    pub at: Option<DateTime<Utc>>,
    /// The record, or the subject of the event; empty when neither is known.
    pub record: String,
    /// What is wrong.
    pub why: Why,
}

impl Fault {
    pub(super) fn new(seq: Option<i64>, record: &str, why: Why) -> Self {
        Self { seq, at: None, record: record.to_owned(), why }
    }

    /// Which it is and what is wrong, in one sentence.
    pub fn words(&self) -> String {
        let mut told = String::new();
        if let Some(seq) = self.seq {
            told += &format!("第{seq}条记录");
        }
        let record = in_words(&self.record);
        let inside: Vec<String> = [self.at.map(moment), (!record.is_empty()).then_some(record)]
            .into_iter()
            .flatten()
            .collect();
        match (self.seq, inside.is_empty()) {
            (_, true) => {}
            (Some(_), false) => told += &format!("（{}）", inside.join("，")),
            (None, false) => told += &inside.join("，"),
        }
        format!("{told}：{}。", self.why.words())
    }
}

/// A moment as people in China read it.
fn moment(at: DateTime<Utc>) -> String {
    let offset = FixedOffset::east_opt(8 * 60 * 60).expect("invariant: eight hours");
    at.with_timezone(&offset).format("%Y年%-m月%-d日 %H:%M:%S").to_string()
}

/// A record as people name it: 申报 12 的草稿 is told as 草稿 12.
pub fn in_words(record: &str) -> String {
    // A subject below another names that one first: 申报 5 的附件 7 is told as 附件 7.
    let mut parts = record.splitn(3, '/');
    let below = (parts.next() == Some("declaration")).then(|| parts.nth(1)).flatten();
    let record = below.unwrap_or(record);
    let Some((kind, key)) = record.split_once('/') else { return String::new() };
    let name = KINDS.iter().find(|(table, _)| *table == kind).map_or(kind, |(_, name)| *name);
    format!("{name} {key}")
}

/// What the kinds of records and subjects are called.
const KINDS: [(&str, &str); 31] = [
    ("region", "地区"),
    ("region_code", "地区代码"),
    ("unit", "单位"),
    ("unit_place", "单位的名称与隶属"),
    ("unit_succession", "单位的承继"),
    ("person", "人员"),
    ("credential", "登录凭据"),
    ("session", "登录"),
    ("token", "令牌"),
    ("grant", "授权"),
    ("stand_in", "代理"),
    ("stand-in", "代理"),
    ("cycle", "申报周期"),
    ("lock", "锁定"),
    ("lock_exception", "例外"),
    ("lock-exception", "例外"),
    ("declaration", "申报"),
    ("draft", "草稿"),
    ("draft_author", "草稿执笔人"),
    ("revision", "提交的版本"),
    ("review", "办理步骤"),
    ("comment", "批注"),
    ("waiver", "说明"),
    ("approval", "批复"),
    ("adjustment", "调整"),
    ("aspect_sheet", "审核表"),
    ("aspect-sheet", "审核表"),
    ("attachment", "附件"),
    ("word", "检索词"),
    ("finding_row", "检查问题"),
    ("blob", "附件内容"),
];

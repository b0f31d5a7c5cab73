//! Every remark a reader can make about a file, with its permanent code (`R001` …).
//!
//! Notes never judge the form; they say what a reader did that its user should know.

use model::{Finding, Outcome, Place, Severity};

/// A kind of remark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Note {
    /// Permanent code.
    pub code: &'static str,
    /// Its name in a few words.
    pub name: &'static str,
    /// What it means.
    pub what: &'static str,
    /// What the user can do.
    pub remedy: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// Whether something is wrong, or only unknown.
    pub outcome: Outcome,
}

impl Note {
    /// The finding for one occurrence: `message` with the actual facts, `quote` as written.
    pub fn finding(&self, message: String, place: Option<Place>, quote: &str) -> Finding {
        Finding {
            code: self.code.to_owned(),
            severity: self.severity,
            outcome: self.outcome,
            form: None,
            place,
            quote: quote.to_owned(),
            message,
            remedy: self.remedy.to_owned(),
            basis: Vec::new(),
            group: self.code.to_owned(),
            fix: None,
        }
    }
}

/// The note with this code.
pub fn note(code: &str) -> Option<&'static Note> {
    NOTES.iter().find(|note| note.code.eq_ignore_ascii_case(code)).copied()
}

/// All notes, ordered by code.
pub const NOTES: &[&Note] = &[
    &WRONG_ENDING,
    &TRACKED_CHANGES,
    &HIDDEN_TEXT,
    &COVERED_TEXT,
    &HIDDEN_CELLS,
    &NO_RESULT,
    &ERROR_VALUE,
    &MACROS,
    &SCANNED_PAGES,
    &RECOGNISED_TEXT,
    &UNREADABLE_CHARACTERS,
    &CONVERTED,
    &GLUED_TEXT,
    &crate::recognise::notes::UNKNOWN_LAYOUT,
    &crate::recognise::notes::LAYOUT_DEVIATION,
    &crate::recognise::notes::NO_AMOUNT,
    &crate::recognise::notes::DATE_SERIAL,
    &crate::recognise::notes::HINT_LEFT,
    &crate::recognise::notes::BARE_TARGET,
    &crate::recognise::notes::DAMAGED_TARGET,
];

/// The content is of another kind than the file's ending says.
pub const WRONG_ENDING: Note = Note {
    code: "R001",
    name: "扩展名与内容不符",
    what: "文件的扩展名与实际内容不一致；按实际内容读取，不影响检查结果。",
    remedy: "把扩展名改成与内容一致，免得别的软件打不开",
    severity: Severity::Advice,
    outcome: Outcome::Fail,
};

/// Tracked changes were read as accepted.
pub const TRACKED_CHANGES: Note = Note {
    code: "R002",
    name: "有未处理的修订",
    what: "文件里留有修订痕迹；按“接受全部修订”读取：插入的文字算数，删除的文字不算。",
    remedy: "在 Word 或 WPS 的“审阅”里接受或拒绝全部修订后再报送",
    severity: Severity::Advice,
    outcome: Outcome::Fail,
};

/// Hidden characters were left out.
pub const HIDDEN_TEXT: Note = Note {
    code: "R003",
    name: "有隐藏文字",
    what: "设为“隐藏文字”的字打印不出来，不作为表格内容读取；原文列在这里。",
    remedy: "确需保留的文字请取消隐藏，不需要的请删除",
    severity: Severity::Advice,
    outcome: Outcome::Fail,
};

/// A covered cell of a merge holds text.
pub const COVERED_TEXT: Note = Note {
    code: "R004",
    name: "合并单元格下面压着文字",
    what: "被合并的单元格里还留着文字，屏幕和纸面上看不见，不作为表格内容读取；原文列在这里。",
    remedy: "取消合并看看压着的文字是否需要，再重新合并",
    severity: Severity::Advice,
    outcome: Outcome::Fail,
};

/// Hidden rows, columns or sheets.
pub const HIDDEN_CELLS: Note = Note {
    code: "R005",
    name: "有隐藏的行、列或工作表",
    what: "隐藏的行、列、工作表照样读取，并标明是隐藏的。",
    remedy: "核对隐藏的内容是否要报送；不要的请删除，要的请取消隐藏",
    severity: Severity::Advice,
    outcome: Outcome::Fail,
};

/// A formula without a stored result.
pub const NO_RESULT: Note = Note {
    code: "R006",
    name: "公式没有计算结果",
    what: "单元格是公式，而文件里没有存它的计算结果；这个格子的值算“不知道”，不算空白。",
    remedy: "用 Excel 或 WPS 打开文件，等公式算完后保存，再重新读取",
    severity: Severity::Warning,
    outcome: Outcome::CannotDecide,
};

/// A cell holds an error such as `#REF!`.
pub const ERROR_VALUE: Note = Note {
    code: "R007",
    name: "单元格是错误值",
    what: "单元格显示 #REF!、#DIV/0! 之类的错误值；值算“不知道”。",
    remedy: "在 Excel 或 WPS 里修好公式后保存，再重新读取",
    severity: Severity::Warning,
    outcome: Outcome::CannotDecide,
};

/// Macros were not run.
pub const MACROS: Note = Note {
    code: "R008",
    name: "文件带宏",
    what: "文件里有宏程序；没有运行它，只读取表格内容。",
    remedy: "报送前另存为不带宏的 docx 或 xlsx",
    severity: Severity::Advice,
    outcome: Outcome::Fail,
};

/// Some pages of a PDF are pictures.
pub const SCANNED_PAGES: Note = Note {
    code: "R020",
    name: "部分页没有文字",
    what: "PDF 的一些页是扫描件或图片，没有文字层，读不到内容；其余各页照常读取。",
    remedy: "请提供这些页的 Word、Excel 原件，或由文字处理软件直接导出的 PDF",
    severity: Severity::Warning,
    outcome: Outcome::CannotDecide,
};

/// The text layer of a PDF was made by a recognition program.
pub const RECOGNISED_TEXT: Note = Note {
    code: "R021",
    name: "文字层是识别出来的",
    what: "页面是图片，文字层是识别软件加上去的，可能有错字；按文字层读取。",
    remedy: "请对照图片核对数字，最好提供原件",
    severity: Severity::Advice,
    outcome: Outcome::CannotDecide,
};

/// A PDF does not tell which characters some of its glyphs are.
pub const UNREADABLE_CHARACTERS: Note = Note {
    code: "R022",
    name: "有读不出的字",
    what: "PDF 没有说明一些字形是什么字；这些字记作“\u{fffd}”，所在格子的值算“不知道”。",
    remedy: "请由 Word 或 Excel 原件重新导出 PDF，或直接提供原件",
    severity: Severity::Warning,
    outcome: Outcome::CannotDecide,
};

/// A file was read through an outside program.
pub const CONVERTED: Note = Note {
    code: "R023",
    name: "经外部程序转换后读取",
    what: "文件不能直接读全，先用 LibreOffice 转换为 docx 再读取；内容一般不变，个别格式可能有出入。",
    remedy: "请用 Word 或 WPS 另存为 docx，以原件为准",
    severity: Severity::Advice,
    outcome: Outcome::Fail,
};

/// Text whose cells ran together could not be cut safely.
pub const GLUED_TEXT: Note = Note {
    code: "R030",
    name: "文字粘连，无法切分",
    what: "文本里几个单元格的文字粘在一起，能确定的已经切开；不能确定的整段保留，不猜测，也不算作指标。",
    remedy: "请提供原来的 Word 或 Excel 文件；没有原件时在粘连处加上分隔后再试",
    severity: Severity::Advice,
    outcome: Outcome::CannotDecide,
};

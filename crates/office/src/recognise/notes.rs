//! What the recogniser has to say about a reading (`R101` …).

use model::{Outcome, Severity};

use crate::notes::Note;

/// No layout of the packs draws this form.
pub const UNKNOWN_LAYOUT: Note = Note {
    code: "R101",
    name: "未登记的版式",
    what: "规则包里没有与这张表相同的版式；按表上的文字标签读取，可能有个别单元格认得不准。",
    remedy: "请核对读出的内容；经常使用的版式可以在规则包里登记一个版式文件",
    severity: Severity::Advice,
    outcome: Outcome::CannotDecide,
};

/// A label of the layout is not on the form, or the other way round.
pub const LAYOUT_DEVIATION: Note = Note {
    code: "R102",
    name: "版式说明",
    what: "表上印制的文字与登记的版式不完全一致。这是表样的差别，不是填报单位的问题。",
    remedy: "由规则包维护人员核对版式文件，填报单位不必处理",
    severity: Severity::Advice,
    outcome: Outcome::Fail,
};

/// Something is written where an amount belongs, and it is no amount.
pub const NO_AMOUNT: Note = Note {
    code: "R103",
    name: "金额读不出",
    what: "金额格里写的不是一个数，保留原文，金额按“不明”处理，不当作零。",
    remedy: "请只填一个数；说明文字写到备注里",
    severity: Severity::Advice,
    outcome: Outcome::CannotDecide,
};

/// A date serial of a spreadsheet stands in a target.
pub const DATE_SERIAL: Note = Note {
    code: "R104",
    name: "像是表格软件的日期序号",
    what: "指标值像是表格软件导出时把日期变成的序号；不猜测是哪一天。",
    remedy: "请对照原表改写成日期，如“2021年10月31日前”",
    severity: Severity::Advice,
    outcome: Outcome::CannotDecide,
};

/// A hint of the template stands where content belongs.
pub const HINT_LEFT: Note = Note {
    code: "R105",
    name: "表样的提示语没有删",
    what: "格子里留着表样的填写提示（如“限200字以内”），不算填报内容，这一格按没有填读取。",
    remedy: "删去提示语，填写实际内容；不需要填的请留空",
    severity: Severity::Advice,
    outcome: Outcome::Fail,
};

/// Only a unit or a comparator is written.
pub const BARE_TARGET: Note = Note {
    code: "R106",
    name: "指标值只有单位或符号",
    what: "指标值里只有计量单位或比较符号，没有数；按没有填读取，不猜测数值。",
    remedy: "请对照原表补上数值",
    severity: Severity::Advice,
    outcome: Outcome::CannotDecide,
};

/// Digits are lost or mangled.
pub const DAMAGED_TARGET: Note = Note {
    code: "R107",
    name: "指标值残缺",
    what: "指标值像是在识别或转换时丢了、乱了数字；按读不出处理，不当作零。",
    remedy: "请对照原件核对这几格，最好提供 Word 或 Excel 原件",
    severity: Severity::Advice,
    outcome: Outcome::CannotDecide,
};

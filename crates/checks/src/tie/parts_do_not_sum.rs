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
//! 错误 第1张表「4名，2025年招募2名，合计7名」分项4名＋2名相加是6名，写的总数是合计7名，相差1名。
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

use model::Text;

use crate::ties::prose::{self, Outcome, Sum};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C087", cases: &["partial"], reader_doubt: false };

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let others = context.words("words.not_parts")?;
    for (_, cell) in prose::cells(context.form()) {
        for sum in prose::sums(&cell.text, others) {
            out.looked();
            judge(cell, &sum, out);
        }
    }
    Ok(())
}

fn judge(cell: &Text, sum: &Sum, out: &mut Out) {
    let gap = (sum.total.value() - sum.so_far()).abs();
    let characters = sum.characters();
    let hit = Hit {
        message: format!(
            "分项{}相加是{}，写的总数是{}，相差{}。",
            sum.addends(),
            sum.shown(sum.so_far()),
            sum.total.text,
            sum.shown(gap)
        ),
        remedy: "核对总数和每个分项，改正写错的一个。".into(),
        cause: format!("{}/{}", Hit::cell_cause("C087", cell.place.as_ref()), characters.start),
        ..Hit::part(cell, characters)
    };
    match sum.outcome() {
        Outcome::Holds(_) | Outcome::Silent => {}
        Outcome::Wrong => out.fail(hit),
        Outcome::Partial => out.fail(Hit {
            case: "partial",
            remedy: "“其中”没有列全的，补全各项，或者写“其中主要是”。".into(),
            ..hit
        }),
        Outcome::Unclear => out.cannot_decide(Hit {
            remedy: "把分项写成“其中：甲……，乙……”，列完后用句号结束。".into(),
            ..hit
        }),
    }
}

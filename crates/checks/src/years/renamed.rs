//! # 同项目改名
//!
//! ## 查什么
//! 今年的项目在本单位去年批复的表里没有同名的，而去年有一个今年不见了的项目，
//! 指标名称八成以上相同、总体目标也几乎一样：像是同一个项目换了名称。
//! 指标少于三条的不比；像的不止一个，或者今年有两个项目都像它的，不猜。要有去年的表才能比。
//!
//! ## 依据
//! 预算管理一体化规范：项目从入库到终止用同一个编码和名称，跨年才能跟踪、比较。
//!
//! ## 怎样改
//! 还是那个项目的，沿用原名，或者在立项依据里写明由哪个项目更名；确是新项目的，写清和原项目有什么不同。
//!
//! ## 例子
//! ```form
//! kind: project
//! year: 2026
//! unit: 某局
//! project: 城乡居民技能提升行动
//! goal: 2026年组织农村劳动力参加职业技能培训，提高就业能力，促进稳定就业。
//! | 产出指标 | 数量指标 | 培训人数 | ≥1200人 |
//! | 产出指标 | 质量指标 | 培训合格率 | ≥95% |
//! | 效益指标 | 社会效益指标 | 培训后就业率 | ≥60% |
//! | 满意度指标 | 满意度指标 | 学员满意度 | ≥90% |
//! ---
//! past: yes
//! kind: project
//! year: 2025
//! unit: 某局
//! project: 劳动力职业培训补贴
//! goal: 2025年组织农村劳动力参加职业技能培训，提高就业能力，促进稳定就业。
//! | 产出指标 | 数量指标 | 培训人数 | ≥1000人 |
//! | 产出指标 | 质量指标 | 培训合格率 | ≥95% |
//! | 效益指标 | 社会效益指标 | 培训后就业率 | ≥60% |
//! | 满意度指标 | 满意度指标 | 学员满意度 | ≥90% |
//! ```
//! ```findings
//! 建议 第1张表「城乡居民技能提升行动」去年没有“城乡居民技能提升行动”，有“劳动力职业培训补贴”，指标和总体目标几乎一样，像是同一个项目改了名称。
//! ```
//! 同名的在；原项目今年还在；目标不是一回事：
//! ```form
//! kind: project
//! year: 2026
//! unit: 某局
//! project: 劳动力职业培训补贴
//! goal: 组织农村劳动力参加职业技能培训，提高就业能力，促进稳定就业。
//! | 产出指标 | 数量指标 | 培训人数 | ≥1200人 |
//! | 产出指标 | 质量指标 | 培训合格率 | ≥95% |
//! | 满意度指标 | 满意度指标 | 学员满意度 | ≥90% |
//! ---
//! kind: project
//! year: 2026
//! unit: 某局
//! project: 新业态从业人员培训
//! goal: 组织农村劳动力参加职业技能培训，提高就业能力，促进稳定就业。
//! | 产出指标 | 数量指标 | 培训人数 | ≥300人 |
//! | 产出指标 | 质量指标 | 培训合格率 | ≥95% |
//! | 满意度指标 | 满意度指标 | 学员满意度 | ≥90% |
//! ---
//! kind: project
//! year: 2026
//! unit: 某局
//! project: 干部教育
//! goal: 举办年轻干部和基层书记轮训班，提升履职本领。
//! | 产出指标 | 数量指标 | 参训人数 | ≥300人 |
//! | 产出指标 | 质量指标 | 结业率 | ≥95% |
//! | 满意度指标 | 满意度指标 | 学员满意度 | ≥90% |
//! ---
//! past: yes
//! kind: project
//! year: 2025
//! unit: 某局
//! project: 劳动力职业培训补贴
//! goal: 组织农村劳动力参加职业技能培训，提高就业能力，促进稳定就业。
//! | 产出指标 | 数量指标 | 培训人数 | ≥1000人 |
//! | 产出指标 | 质量指标 | 培训合格率 | ≥95% |
//! | 满意度指标 | 满意度指标 | 学员满意度 | ≥90% |
//! ---
//! past: yes
//! kind: project
//! year: 2025
//! unit: 某局
//! project: 公务员考试考务
//! goal: 完成公务员招录笔试面试考务工作。
//! | 产出指标 | 数量指标 | 参训人数 | ≥300人 |
//! | 产出指标 | 质量指标 | 结业率 | ≥95% |
//! | 满意度指标 | 满意度指标 | 学员满意度 | ≥90% |
//! ```
//! ```findings
//! 通过
//! ```

use std::collections::BTreeSet;

use model::{Column, Decimal, Field, Form, FormKind, Indicator};

use crate::similar::{Likeness, Pairs, bare_name};
use crate::titles::without_titles;
use crate::{Context, Hit, Meta, Out, Undecided, past};

pub const META: Meta = Meta::new("C127");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    let Some(cell) = form.fields.get(&Field::Project).filter(|cell| !cell.is_blank()) else {
        return Ok(());
    };
    if form.kind != FormKind::Project {
        return Ok(());
    }
    let limits = Limits::of(context)?;
    let before = past::of_unit(context);
    if before.is_empty() {
        out.not_applicable("没有本单位去年的表，跨年的比不了");
        return Ok(());
    }
    out.looked();
    let now: Vec<&Form> = context.projects_beside().into_iter().map(|(_, form)| form).collect();
    let is_new = |form: &Form| !limits.has_namesake(form, &before);
    if !is_new(form) {
        return Ok(());
    }
    let gone = before.iter().filter(|then| !limits.has_namesake(then, &now));
    let like = gone.filter(|then| limits.are_alike(form, then)).copied().collect();
    let Some(then) = past::only(like) else { return Ok(()) };
    let mut rivals = now.iter().filter(|other| limits.are_alike(other, then) && is_new(other));
    if rivals.nth(1).is_some() {
        return Ok(());
    }
    let old = model::text::trim(then.text(Field::Project));
    let hit = Hit::on(cell);
    out.fail(Hit {
        message: format!(
            "去年没有“{}”，有“{old}”，指标和总体目标几乎一样，像是同一个项目改了名称。",
            hit.quote
        ),
        remedy:
            "还是那个项目的，沿用原名，或者在立项依据里写明由它更名；确是新项目的，写清有什么不同。"
                .into(),
        ..hit
    });
    Ok(())
}

/// How alike two forms must be.
struct Limits {
    project: Decimal,
    rows: Decimal,
    names: Decimal,
    goal: Decimal,
}

impl Limits {
    fn of(context: &Context<'_>) -> Result<Self, Undecided> {
        let number = |name| context.number(name);
        Ok(Limits {
            project: context.decimal("past.likeness")?,
            rows: number("min_rows")?,
            names: number("names")?,
            goal: number("goal")?,
        })
    }

    /// Whether one of the forms bears the project's name, the year in it aside, or nearly.
    fn has_namesake(&self, form: &Form, others: &[&Form]) -> bool {
        let own = name(form);
        let alike =
            |other: String| other == own || Likeness::of(&own, &other).at_least(self.project);
        others.iter().any(|other| alike(name(other)))
    }

    /// Whether most of the names of their indicators are the same and their goals nearly.
    fn are_alike(&self, one: &Form, other: &Form) -> bool {
        let (names, others) = (rows(one), rows(other));
        let most = Decimal::from(names.len().max(others.len()));
        let shared = Decimal::from(names.intersection(&others).count());
        let goal = |form: &Form| Pairs::of(&without_titles(form.text(Field::Goal)));
        most >= self.rows
            && shared >= self.names * most
            && goal(one).dice_at_least(&goal(other), self.goal)
    }
}

fn rows(form: &Form) -> BTreeSet<String> {
    let names = form.indicators.iter().map(|row: &Indicator| row.folded(Column::Level3));
    names.filter(|name| !name.is_empty()).collect()
}

/// The project's name without its year: a name that goes with the year stays the same.
fn name(form: &Form) -> String {
    let name = bare_name(form.text(Field::Project));
    match form.year {
        Some(year) => name.replace(&format!("{year}年度"), "").replace(&format!("{year}年"), ""),
        None => name,
    }
}

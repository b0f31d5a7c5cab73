//! # 立项依据缺失
//!
//! ## 查什么
//! 特定目标类项目（表的标题、项目类别或者部门整体表这样说），或者按人发放补贴补助的项目，
//! 或者表上设了“立项依据”而空着的项目：总体目标、立项依据、项目内容里既没有文件名，也没有文号。
//! 有会议纪要、抄告单的也算有依据。
//!
//! ## 依据
//! 项目立项评价看依据是否充分：有没有法律法规、政策文件或者集体决策；奖补的标准要有出处。
//!
//! ## 怎样改
//! 写上设立项目、规定标准的文件名和文号；经集体决策的，写明哪次会议。
//!
//! ## 例子
//! 特定目标类没有一个文件：
//! ```form
//! kind: project
//! title: 特定目标类项目支出绩效目标申报表
//! project: 青年创业运营费
//! goal: 打造一个综合性平台，开展运营服务。
//! ```
//! ```findings
//! 需答复 第1张表「」这是特定目标类项目，总体目标里没有依据的文件名或者文号。
//! ```
//! 标题写其他运转类，部门整体表把它列为特定目标类，还按人发补贴：
//! ```form
//! kind: department
//! unit: 某局
//! | 产出指标（项目经费） | 成本指标 | 项目经费 | 就业相关补助等特定目标类项目经费800.00万元 |
//! ---
//! kind: project
//! unit: 某局
//! title: 其他运转类项目支出绩效目标申报表
//! project: 就业相关补助（上级预估)
//! goal: 对青年实行见习补贴。
//! | 产出指标 | 成本指标 | 就业见习补贴人均标准 | 2330元/人/月 |
//! ```
//! ```findings
//! 需答复 第2张表「」部门整体表把这个项目列为特定目标类项目，总体目标里没有依据的文件名或者文号。“就业见习补贴人均标准”写2330元/人/月，标准也没有出处。
//! ```
//! 表上设了立项依据，空着：
//! ```form
//! kind: project
//! project: 绿化养护
//! basis:
//! goal: 养护绿地60万平方米。
//! ```
//! ```findings
//! 需答复 第1张表「」表上的“立项依据”空着，总体目标、立项依据里没有依据的文件名或者文号。
//! ```
//! 有文号、有文件名、有会议纪要；其他运转类不要求：
//! ```form
//! kind: project
//! category: specific_purpose
//! basis: 湘北办发〔2022〕8号
//! goal: 新建村级文化服务中心10个。
//! ---
//! kind: project
//! category: specific_purpose
//! goal: 落实《人才激励实施细则》，兑现待遇。
//! ---
//! kind: project
//! category: specific_purpose
//! goal: 按区政府第12次常务会议纪要，建设停车场。
//! ---
//! kind: project
//! category: other_operating
//! goal: 维护单位良好安全秩序。
//! ```
//! ```findings
//! 通过
//! ```

use model::{Category, Column, Field, FormKind, Indicator};

use crate::department::{category_name, statements};
use crate::indicators::denominator;
use crate::similar::bare_name;
use crate::titles::without_titles;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C012");

/// Where a basis may be written.
const FIELDS: [Field; 5] =
    [Field::Basis, Field::Goal, Field::MediumGoal, Field::Content, Field::Remark];

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if form.kind != FormKind::Project {
        return Ok(());
    }
    let standard = grant_standard(context)?;
    let Some(why) = reason(context, standard) else { return Ok(()) };
    // A form that offers neither a goal nor a basis has nowhere to write one.
    let Some(cell) = FIELDS.iter().find_map(|field| form.fields.get(field)) else {
        out.not_applicable("缺总体目标和立项依据，表里没有这一项");
        return Ok(());
    };
    out.looked();
    let documents = context.words("words.basis_documents")?;
    let gives = |text: &str| {
        without_titles(text) != text || documents.iter().any(|word| text.contains(word.as_str()))
    };
    if FIELDS.iter().any(|field| gives(form.text(*field))) {
        return Ok(());
    }
    let place = if form.fields.contains_key(&Field::Basis) {
        "总体目标、立项依据"
    } else {
        "总体目标"
    };
    let mut message = format!("{why}，{place}里没有依据的文件名或者文号。");
    if let Some(row) = standard {
        let price = row.folded(Column::Target) + &row.folded(Column::Unit);
        message.push_str(&format!("“{}”写{price}，标准也没有出处。", row.folded(Column::Level3)));
    }
    out.fail(Hit {
        message,
        remedy: "写上设立项目、规定标准的文件名和文号；经集体决策的，写明是哪次会议。".into(),
        quote: String::new(),
        ..Hit::on(cell)
    });
    Ok(())
}

/// Why the form has to give a basis; none when it need not.
fn reason(context: &Context<'_>, standard: Option<&Indicator>) -> Option<String> {
    let form = context.form();
    let specific = category_name(Category::SpecificPurpose);
    if form.category == Some(Category::SpecificPurpose) {
        return Some(format!("这是{specific}项目"));
    }
    if listed_as(context) == Some(specific) {
        return Some(format!("部门整体表把这个项目列为{specific}项目"));
    }
    if standard.is_some() {
        return Some("这个项目按人发放补贴补助".into());
    }
    let offered = form.fields.get(&Field::Basis).is_some_and(|basis| basis.is_blank());
    (offered && form.category.is_none()).then(|| "表上的“立项依据”空着".into())
}

/// The category under which the unit's department form names this project.
fn listed_as(context: &Context<'_>) -> Option<&'static str> {
    let name = bare_name(context.form().text(Field::Project));
    let own = &context.units.names[context.index];
    let beside = context.batch.members.iter().zip(&context.units.names);
    let departments =
        beside.filter(|(member, unit)| member.form.kind == FormKind::Department && *unit == own);
    departments
        .flat_map(|(member, _)| statements(member.form).names)
        .find(|(said, _, _)| bare_name(said) == name)
        .map(|(_, category, _)| category)
}

/// A row that states what one person is paid, in a project of grants.
fn grant_standard<'a>(context: &Context<'a>) -> Result<Option<&'a Indicator>, Undecided> {
    let grants = context.words("words.grants")?;
    let granted = |row: &&Indicator| {
        let name = row.folded(Column::Level3);
        grants.iter().any(|word| name.contains(word.as_str()))
    };
    let rows = context.form().indicators.iter().filter(granted);
    Ok(rows.into_iter().find(|row| denominator(row).as_deref() == Some("人")))
}

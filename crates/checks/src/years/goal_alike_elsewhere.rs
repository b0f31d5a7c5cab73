//! # 雷同目标
//!
//! ## 查什么
//! 别的单位的表里有几乎一样的总体目标：除去文件名称，60个字以上的两段话，
//! 连着五个字的片段九成以上相同。放在一起查的几个单位才能比；同一个单位自己的几张表不比。
//!
//! ## 依据
//! 财预〔2015〕88号：目标要“指向明确”，说的是本单位、本项目的事。上级统一写的话可以相同，所以只作建议。
//!
//! ## 怎样改
//! 写本单位今年要做的事和数；上级统一规定的话，写明出处。
//!
//! ## 例子
//! ```form
//! kind: project
//! unit: 甲乡人民政府
//! project: 人居环境整治
//! goal: 通过开展农村人居环境整治，清理垃圾、疏通沟渠、拆除乱搭乱建，改善村容村貌，提高群众生活质量，建立长效管护机制，促进乡村全面振兴，增强群众的获得感。
//! ---
//! kind: project
//! unit: 乙乡人民政府
//! project: 人居环境整治
//! goal: 通过开展农村人居环境整治，清理垃圾、疏通沟渠、拆除乱搭乱建，改善村容村貌，提高群众生活质量，建立长效管护机制，促进乡村全面振兴，增强群众的获得感。
//! ```
//! ```findings
//! 建议 第1张表「通过开展农村人居环境整治，清理垃圾、疏通沟渠、拆除乱搭乱建，改善村容村貌，提高群众生活质量，建立长效管护机制，促进乡村全面振兴，增强群众的获得感。」总体目标和“乙乡人民政府”的几乎一样。
//! 建议 第2张表「通过开展农村人居环境整治，清理垃圾、疏通沟渠、拆除乱搭乱建，改善村容村貌，提高群众生活质量，建立长效管护机制，促进乡村全面振兴，增强群众的获得感。」总体目标和“甲乡人民政府”的几乎一样。
//! ```
//! 同一个单位的，短的，各说各的：
//! ```form
//! kind: project
//! unit: 甲乡人民政府
//! goal: 保障机关正常运转。
//! ---
//! kind: project
//! unit: 乙乡人民政府
//! goal: 保障机关正常运转。
//! ---
//! kind: project
//! unit: 乙乡人民政府
//! goal: 今年修建村内道路12公里，安装路灯300盏，改造户厕150座，建成垃圾收集点20处，11月底前全部验收，年底前移交各村管护，受益群众4200人，管护经费由村集体经济收入列支。
//! ---
//! kind: project
//! unit: 甲乡人民政府
//! goal: 今年补贴种粮大户86户，面积2.1万亩，7月底前公示，8月底前一卡通发放到位，抽查面积不少于一成，发现虚报的追回并取消三年资格，种粮大户满意度不低于95%，全年粮食面积只增不减。
//! ```
//! ```findings
//! 通过
//! ```

use model::Field;

use crate::neighbours::Goals;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C132");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    let Some(cell) = form.fields.get(&Field::Goal).filter(|_| context.is_plan()) else {
        return Ok(());
    };
    let (least, share) = (context.number("least")?, context.number("share")?);
    if !context.has_neighbours() {
        out.not_applicable("只有一个单位的表，没有别的单位可比");
        return Ok(());
    }
    let goals = context.units.goals.get_or_init(|| Goals::of(context, least, share));
    if !goals.is_long(context.index) {
        return Ok(());
    }
    out.looked();
    if let Some(other) = goals.alike(context) {
        let unit = model::text::trim(context.batch.members[other].form.text(Field::Unit));
        let unit = if unit.is_empty() { "另一个单位" } else { unit };
        out.fail(Hit {
            message: format!("总体目标和“{unit}”的几乎一样。"),
            remedy: "写本单位今年要做的事和数；上级统一规定的话，写明出处。".into(),
            ..Hit::on(cell)
        });
    }
    Ok(())
}

//! What people call fields and columns, where no drawn form is at hand to say it.

use super::{Column, Field, NamedColumn};

impl Field {
    /// What people call it.
    pub fn chinese(self) -> &'static str {
        match self {
            Field::Title => "标题",
            Field::Year => "年度",
            Field::MoneyUnit => "金额单位",
            Field::Unit => "单位",
            Field::Department => "主管部门",
            Field::Project => "项目名称",
            Field::ProjectCode => "项目编码",
            Field::Category => "项目类别",
            Field::Attribute => "项目属性",
            Field::Duration => "起止时间",
            Field::Start => "开始日期",
            Field::End => "完成日期",
            Field::Leader => "负责人",
            Field::Phone => "联系电话",
            Field::Basis => "立项依据",
            Field::Content => "主要内容",
            Field::Goal => "年度目标",
            Field::MediumGoal => "中期目标",
            Field::GoalActual => "目标完成情况",
            Field::TotalScore => "总得分",
            Field::TotalWeight => "总分值",
            Field::Remark => "备注",
        }
    }
}

impl NamedColumn {
    /// What people call it.
    pub fn chinese(self) -> &'static str {
        match self {
            NamedColumn::Block => "类别",
            NamedColumn::Level1 => "一级指标",
            NamedColumn::Level2 => "二级指标",
            NamedColumn::Level3 => "三级指标",
            NamedColumn::Explanation => "指标解释",
            NamedColumn::Nature => "指标性质",
            NamedColumn::Target => "指标值",
            NamedColumn::Unit => "计量单位",
            NamedColumn::Weight => "权重",
            NamedColumn::Direction => "方向",
            NamedColumn::Mean => "三年均值",
            NamedColumn::Actual => "实际完成值",
            NamedColumn::Score => "得分",
            NamedColumn::Reason => "原因",
            NamedColumn::Progress => "执行情况",
            NamedColumn::Forecast => "全年预计",
            NamedColumn::CauseFunds => "经费保障",
            NamedColumn::CauseRules => "制度保障",
            NamedColumn::CauseStaff => "人员保障",
            NamedColumn::CauseHardware => "硬件条件保障",
            NamedColumn::CauseOther => "其他原因",
            NamedColumn::Sure => "确定能",
            NamedColumn::Possible => "有可能",
            NamedColumn::Impossible => "完全不可能",
            NamedColumn::Rule => "评分标准",
            NamedColumn::Standard => "设定依据",
            NamedColumn::Source => "数据来源",
            NamedColumn::Evidence => "佐证资料",
            NamedColumn::Remark => "备注",
        }
    }
}

impl Column {
    /// What people call it; a past year by its number.
    pub fn chinese(self) -> String {
        match self {
            Column::Named(name) => name.chinese().to_owned(),
            Column::Year(year) => format!("{year}年参考值"),
        }
    }
}

//! The names of everything a layout can bind. The string is the name in layouts, paths and JSON.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A closed set of names: the enum, its strings both ways, and serde through the string.
macro_rules! names {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $text)] $variant),+ }

        impl $name {
            /// Every name, in the order of declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The name as layouts, paths and JSON write it.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(self.as_str()) }
        }

        impl FromStr for $name {
            type Err = ();
            fn from_str(text: &str) -> Result<Self, ()> {
                match text { $($text => Ok($name::$variant),)+ _ => Err(()) }
            }
        }
    };
}

names! {
    /// Which kind of form.
    #[derive(Default)]
    FormKind {
        /// 部门（单位）整体支出绩效目标.
        Department = "department",
        /// 项目支出绩效目标.
        Project = "project",
        /// 绩效运行监控表.
        Monitoring = "monitoring",
        /// 项目支出绩效自评表.
        SelfEvaluation = "self_evaluation",
        /// 部门整体支出绩效自评表.
        DepartmentSelfEvaluation = "department_self_evaluation",
        /// A form with indicators of none of these kinds.
        #[default]
        Other = "other",
    }
}

impl FormKind {
    /// What people call it.
    pub fn chinese(self) -> &'static str {
        match self {
            FormKind::Department => "部门整体目标",
            FormKind::Project => "项目目标",
            FormKind::Monitoring => "运行监控",
            FormKind::SelfEvaluation => "项目自评",
            FormKind::DepartmentSelfEvaluation => "部门整体自评",
            FormKind::Other => "其他绩效表",
        }
    }
}

names! {
    /// Project category of the budget system.
    Category {
        /// 特定目标类.
        SpecificPurpose = "specific_purpose",
        /// 其他运转类.
        OtherOperating = "other_operating",
    }
}

names! {
    /// A single field of the head or foot of a form.
    Field {
        /// The form's title line.
        Title = "title",
        /// The line that names the budget year, as written.
        Year = "year",
        /// The line that names the money unit, as written.
        MoneyUnit = "money_unit",
        /// 部门名称, 预算单位, 实施单位: whose form it is.
        Unit = "unit",
        /// 主管部门（及代码）.
        Department = "department",
        /// 项目名称.
        Project = "project",
        /// 项目编码.
        ProjectCode = "project_code",
        /// 项目类别.
        Category = "category",
        /// 项目属性: 新增, 延续 ….
        Attribute = "attribute",
        /// 项目起止时间, in one cell.
        Duration = "duration",
        /// 计划开始日期.
        Start = "start",
        /// 计划完成日期.
        End = "end",
        /// 项目负责人.
        Leader = "leader",
        /// 联系电话.
        Phone = "phone",
        /// 立项依据.
        Basis = "basis",
        /// 项目概况, 主要内容.
        Content = "content",
        /// 年度总体目标.
        Goal = "goal",
        /// 中期、实施期总体目标.
        MediumGoal = "medium_goal",
        /// 年度目标实际完成情况.
        GoalActual = "goal_actual",
        /// 自评总分.
        TotalScore = "total_score",
        /// Total of the weights, printed beside the total score.
        TotalWeight = "total_weight",
        /// 其他需要说明的问题, 备注.
        Remark = "remark",
    }
}

names! {
    /// A column of the indicator table.
    NamedColumn {
        /// Side label such as 管理效率, 履职效能.
        Block = "block",
        /// 一级指标.
        Level1 = "level1",
        /// 二级指标.
        Level2 = "level2",
        /// 三级指标.
        Level3 = "level3",
        /// 指标解释.
        Explanation = "explanation",
        /// 指标性质, 计算符号: ≥ ≤ = 定性.
        Nature = "nature",
        /// 指标值.
        Target = "target",
        /// 计量单位.
        Unit = "unit",
        /// 权重, 分值.
        Weight = "weight",
        /// 指标方向性: 正向, 反向.
        Direction = "direction",
        /// 三年均值.
        Mean = "mean",
        /// 实际完成值.
        Actual = "actual",
        /// 得分.
        Score = "score",
        /// 偏差原因分析及改进措施, 未完成原因, 原因说明.
        Reason = "reason",
        /// 1–7月执行情况.
        Progress = "progress",
        /// 全年预计完成情况.
        Forecast = "forecast",
        /// 偏差原因: 经费保障.
        CauseFunds = "cause_funds",
        /// 偏差原因: 制度保障.
        CauseRules = "cause_rules",
        /// 偏差原因: 人员保障.
        CauseStaff = "cause_staff",
        /// 偏差原因: 硬件条件保障.
        CauseHardware = "cause_hardware",
        /// 偏差原因: 其他.
        CauseOther = "cause_other",
        /// 完成目标可能性: 确定能.
        Sure = "sure",
        /// 完成目标可能性: 有可能.
        Possible = "possible",
        /// 完成目标可能性: 完全不可能.
        Impossible = "impossible",
        /// 赋分规则, 评分标准.
        Rule = "rule",
        /// 指标值设定依据.
        Standard = "standard",
        /// 数据来源, 取值方式.
        Source = "source",
        /// 佐证资料.
        Evidence = "evidence",
        /// 备注.
        Remark = "remark",
    }
}

/// A column of the indicator table: a named one, or the value of a past year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Column {
    /// A column with a fixed meaning.
    Named(NamedColumn),
    /// 指标设置参考值 of that calendar year.
    Year(i32),
}

/// Short names for the columns everyone uses.
#[allow(non_upper_case_globals, missing_docs)]
impl Column {
    pub const Block: Column = Column::Named(NamedColumn::Block);
    pub const Level1: Column = Column::Named(NamedColumn::Level1);
    pub const Level2: Column = Column::Named(NamedColumn::Level2);
    pub const Level3: Column = Column::Named(NamedColumn::Level3);
    pub const Explanation: Column = Column::Named(NamedColumn::Explanation);
    pub const Nature: Column = Column::Named(NamedColumn::Nature);
    pub const Target: Column = Column::Named(NamedColumn::Target);
    pub const Unit: Column = Column::Named(NamedColumn::Unit);
    pub const Weight: Column = Column::Named(NamedColumn::Weight);
    pub const Direction: Column = Column::Named(NamedColumn::Direction);
    pub const Mean: Column = Column::Named(NamedColumn::Mean);
    pub const Actual: Column = Column::Named(NamedColumn::Actual);
    pub const Score: Column = Column::Named(NamedColumn::Score);
    pub const Reason: Column = Column::Named(NamedColumn::Reason);
    pub const Remark: Column = Column::Named(NamedColumn::Remark);
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Column::Named(name) => name.fmt(f),
            Column::Year(year) => write!(f, "{year}"),
        }
    }
}

impl FromStr for Column {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let year = || text.parse().map(Column::Year).map_err(|_| ());
        text.parse().map(Column::Named).or_else(|()| year())
    }
}

names! {
    /// A row (or column group) of the money table.
    RowKind {
        /// 收入预算.
        Income = "income",
        /// 支出预算, 年度资金总额.
        Expenditure = "expenditure",
        /// 项目资金总额 over all years, 中期资金.
        Overall = "overall",
        /// 年初预算数.
        Initial = "initial",
        /// 全年预算数, 调整后预算数.
        Adjusted = "adjusted",
        /// 全年执行数, 1–7月执行数.
        Executed = "executed",
        /// 全年预计执行数.
        Forecast = "forecast",
        /// 执行率, a percentage rather than money.
        Rate = "rate",
        /// 分值 of the execution rate.
        Weight = "weight",
        /// 得分 of the execution rate.
        Score = "score",
        /// 偏差原因 beside the money.
        Reason = "reason",
    }
}

impl RowKind {
    /// What people call it.
    pub fn chinese(self) -> &'static str {
        match self {
            RowKind::Income => "收入预算",
            RowKind::Expenditure => "支出预算",
            RowKind::Overall => "项目总资金",
            RowKind::Initial => "年初预算数",
            RowKind::Adjusted => "全年预算数",
            RowKind::Executed => "执行数",
            RowKind::Forecast => "全年预计执行数",
            RowKind::Rate => "执行率",
            RowKind::Weight => "分值",
            RowKind::Score => "得分",
            RowKind::Reason => "原因",
        }
    }

    /// Whether the row holds amounts of money.
    pub fn is_money(self) -> bool {
        !matches!(self, RowKind::Rate | RowKind::Weight | RowKind::Score | RowKind::Reason)
    }
}

names! {
    /// A column of 年度主要任务.
    TaskColumn {
        /// 任务名称.
        Name = "name",
        /// 主要内容.
        Content = "content",
        /// 预算金额: 总额.
        Total = "total",
        /// 预算金额: 财政拨款.
        Fiscal = "fiscal",
        /// 预算金额: 其他资金.
        Other = "other",
    }
}

/// A source of money.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fund {
    /// 资金总额.
    Total,
    /// 财政拨款.
    Fiscal,
    /// 其他资金.
    Other,
    /// Any further line, under the label the form prints (上年结转, 政府性基金 …).
    Item(String),
}

impl Fund {
    /// What people call it; a further line goes by the label the form prints.
    pub fn chinese(&self) -> &str {
        match self {
            Fund::Total => "总额",
            Fund::Fiscal => "财政拨款",
            Fund::Other => "其他资金",
            Fund::Item(label) => label,
        }
    }
}

impl fmt::Display for Fund {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Fund::Total => "total",
            Fund::Fiscal => "fiscal",
            Fund::Other => "other",
            Fund::Item(label) => label,
        })
    }
}

impl From<&str> for Fund {
    fn from(text: &str) -> Self {
        match text {
            "total" => Fund::Total,
            "fiscal" => Fund::Fiscal,
            "other" => Fund::Other,
            label => Fund::Item(label.to_owned()),
        }
    }
}

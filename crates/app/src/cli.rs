//! The command line: what can be asked for, in the words of its users.

mod moving;
mod proving;
mod running;

use std::path::PathBuf;

pub use moving::{ExportOptions, ImportOptions};
pub use proving::{EvidenceOptions, HeadsOptions, VerifyOptions};
pub use running::{Admin, AdminCommand, Backup, Log, Restore, RunningOptions};

use clap::{Args, Parser, Subcommand, ValueEnum};

/// 衡：读懂绩效目标表，找出错处并指明依据，再按官方版式打印出来。
#[derive(Debug, Parser)]
#[command(
    name = "heng",
    version,
    after_help = "例子：\n  heng check 绩效目标表.docx            看看哪里填错了\n  heng read 目标.xls --json > 目标.json   取出里面的数据\n  heng convert 目标.doc --to pdf         按官方版式重新打印\n  heng target \"≥2330元／人.月\"           看看一个指标值怎么读\n  heng explain C084                      这项检查查什么、凭什么\n\n退出码：0 没有错误；1 有必须改的错误；2 有文件读不了（其余文件照常处理）。"
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 读出文件里的每张表
    #[command(
        after_help = "例子：\n  heng read 目标表.docx\n  heng read 目标表.pdf --json --no-places\n  heng read 一个文件夹/"
    )]
    Read {
        /// Files and folders.
        #[command(flatten)]
        inputs: Inputs,
        /// 输出 JSON
        #[arg(long)]
        json: bool,
        /// JSON 里不写每个字段的位置
        #[arg(long)]
        no_places: bool,
    },
    /// 检查填得对不对
    #[command(
        after_help = "例子：\n  heng check 目标表.docx\n  heng check 目标表.docx --format html -o 审阅意见.html    一页，可打印、可转发\n  heng check 全区报送/ --format xlsx -o 汇总.xlsx\n  heng check 全区报送/ --format json > 结果.json\n  heng check 项目1.docx 项目2.docx --complete    声明这就是本单位全部的表\n  heng check 目标表.docx --annotate 目标表-批注.docx    在 Word 文件里加上批注\n  heng check 2026年目标表.docx --past 2025年目标表.docx    同去年的表比较"
    )]
    Check(Check),
    /// 把不改变意思的写法问题改好（Word 修订）
    #[command(
        after_help = "只改不会改变意思的写法（括号、全半角、多余空格、文号等），都做成修订，可以逐条接受或拒绝；其余的只列出来。\n\n例子：\n  heng fix 目标表.docx -o 目标表-修订.docx"
    )]
    Fix(Fix),
    /// 看各处数字之间的勾稽：哪些成立，哪些不成立，凭哪几个数
    #[command(
        after_help = "例子：\n  heng ties 目标表.docx\n  heng ties 目标表.docx --format json -o 勾稽.json\n  heng ties 全单位报送/ --complete    声明这就是本单位全部的表\n\n退出码：0 没有不成立的；1 有不成立的；2 有文件读不了。"
    )]
    Ties {
        /// Files and folders.
        #[command(flatten)]
        inputs: Inputs,
        /// 输出格式
        #[arg(long, value_enum, default_value = "text", value_name = "格式")]
        format: TextOrJson,
        #[command(flatten)]
        output: OutputOptions,
        /// 声明本单位的表已经齐全（否则缺表时合计只说“不能判断”）
        #[arg(long)]
        complete: bool,
    },
    /// 起草绩效目标审核表
    #[command(
        after_help = "例子：\n  heng review 目标表.docx -o 审核表.docx\n  heng review 全区报送/ -o 审核表/    文件夹已存在时，每张表一个文件\n\n每张目标表各出一份定量、一份定性的草稿，由检查结果预填；等级、意见和签字留给审核人。"
    )]
    Review(Review),
    /// 在浏览器里用：不给数据位置时只看文件，什么也不保存；给了就是多人用的申报系统
    #[command(
        after_help = "例子：\n  heng serve                              放进文件，看结果，取回文件\n  heng serve --port 8090 --pack renhe\n  heng serve --data 数据/                 申报、审核、批复、调整；数据都在这个文件夹里\n  heng serve --database postgres://heng@10.1.1.5/heng --listen 0.0.0.0\n  heng serve --config /etc/heng.toml"
    )]
    Serve(Serve),
    /// 建一套演示数据：真实的表，各种身份的人，各种进度；口令只在这里显示一次
    #[command(
        after_help = "例子：\n  heng demo 目标表.docx --data 演示/\n  heng serve --data 演示/"
    )]
    Demo(Demo),
    /// 备份全部数据；申报系统不用停
    #[command(
        after_help = "例子：\n  heng backup --data 数据/ -o 备份/2026-03-01.zip\n  heng backup --database postgres://heng@10.1.1.5/heng -o 备份.zip\n\n写完后通读核对，再换成正式的文件名。恢复：heng restore"
    )]
    Backup(Backup),
    /// 把备份恢复到空的文件夹或数据库；两种数据库之间也这样搬
    #[command(
        after_help = "例子：\n  heng restore 备份.zip --check                      只检查备份是否完整\n  heng restore 备份.zip --data 新数据/\n  heng restore 备份.zip --database postgres://heng@10.1.1.5/heng    从文件夹搬到 PostgreSQL"
    )]
    Restore(Restore),
    /// 都进不了系统时：看有哪些人、设一次性密码、指定系统管理员
    #[command(
        after_help = "例子：\n  heng admin people --data 数据/\n  heng admin password zhang.san --data 数据/\n  heng admin administrator zhang.san --data 数据/\n\n数据在文件夹里时要先停下 heng serve；在 PostgreSQL 里时不用。每次都写进记录。"
    )]
    Admin(Admin),
    /// 核对数据：办理记录、每项内容和附件是不是登记时的样子
    #[command(
        after_help = "例子：\n  heng verify --data 数据/\n  heng verify --database postgres://heng@10.1.1.5/heng --heads 链尾.txt\n\n说出每个地区第一处不对的记录和它意味着什么。末尾被截掉或整个重写，要有系统之外留存的链尾（heng heads）才查得出来。\n\n退出码：0 全部相符；1 有不符的；2 没有核对成。"
    )]
    Verify(VerifyOptions),
    /// 写出各地区办理记录的链尾，留存在系统之外
    #[command(
        after_help = "例子：\n  heng heads --data 数据/ -o 链尾.txt\n\n打印归档、发到别处的邮箱，或放进保险柜；将来用 heng verify --heads 核对。"
    )]
    Heads(HeadsOptions),
    /// 写出一份申报的证据包：各版本、办理记录、摘要，附独立的核对程序
    #[command(
        after_help = "例子：\n  heng evidence 人才经费 --data 数据/ --year 2026 -o 证据包.zip\n  python3 verify.py 证据包.zip --head 另处留存的链尾"
    )]
    Evidence(EvidenceOptions),
    /// 打印文书：一个年度的申报表、审核表、审核意见、批复表、汇总表、调整表
    #[command(
        after_help = "例子：\n  heng papers --data 数据/ --cycle 2026 -o 文书/\n  heng papers --data 数据/ --department 304 --format pdf -o 文书/"
    )]
    Papers(Papers),
    /// 把许多文件里的表导入申报系统，和网页上导入一样
    #[command(
        after_help = "例子：\n  heng import 报送/ --data 数据/ --as chen.fang --dry-run    先看会怎样，什么也不改\n  heng import 报送.zip --data 数据/ --as chen.fang --cycle 2026\n  heng import 导出/仁和区/2026年度/数据/ --database postgres://heng@10.1.1.5/heng --as chen.fang\n\n以这个人的身份导入，他不能填报的单位的表不收。一个文件里有一张收不了，整个文件就不导入。已经有的、内容相同的不再导入，所以可以放心重来。\n\n退出码：0 都导入了或者已经有了；1 有文件没有导入；2 有文件读不了。"
    )]
    Import(ImportOptions),
    /// 把申报系统里的表写成通用的文件：JSON、Word，申报和指标的清单（CSV）
    #[command(
        after_help = "例子：\n  heng export --data 数据/ -o 导出/\n  heng export --data 数据/ --cycle 2026 -o 导出.zip\n\n写出每份申报现在的内容，不分是谁的：只给管数据的人用。历次版本和办理记录用 heng backup 保存。"
    )]
    Export(ExportOptions),
    /// 按官方版式重新打印
    #[command(
        after_help = "例子：\n  heng convert 目标表.docx --to pdf\n  heng convert 目标表.pdf --to docx -o 目标表-可编辑.docx\n  heng convert 目标表.docx --to html"
    )]
    Convert(Convert),
    /// 看看一个指标值怎么读
    #[command(
        after_help = "例子：\n  heng target \"≥95%\"\n  heng target \"每人每月400元\" --json"
    )]
    Target {
        /// 指标值原文
        #[arg(value_name = "指标值", allow_hyphen_values = true)]
        text: String,
        /// 输出 JSON
        #[arg(long)]
        json: bool,
    },
    /// 解释一项检查、一条读取说明或规则包里的一个值
    #[command(
        after_help = "例子：\n  heng explain C084\n  heng explain R101\n  heng explain checks.C001.severity --pack renhe"
    )]
    Explain {
        /// 检查编码（C084）、说明编码（R101）或规则包的键
        #[arg(value_name = "编码或键")]
        key: String,
        #[command(flatten)]
        packs: PackOptions,
    },
    /// 规则包
    Packs {
        #[command(subcommand)]
        command: PacksCommand,
    },
    /// 生成命令补全脚本
    Completions {
        /// 哪种命令行
        #[arg(value_enum, value_name = "SHELL")]
        shell: clap_complete::Shell,
    },
}

/// What is wrong in some files.
#[derive(Debug, Args)]
pub struct Check {
    /// Files and folders.
    #[command(flatten)]
    pub inputs: Inputs,
    /// 输出格式
    #[arg(long, value_enum, default_value = "text", value_name = "格式")]
    pub format: Format,
    /// Where the result goes.
    #[command(flatten)]
    pub output: OutputOptions,
    /// 声明本单位的表已经齐全（否则缺表时合计类检查只说“不能判断”）
    #[arg(long)]
    pub complete: bool,
    /// 建议和不能判断的也逐条列出；批注里的建议也逐条写（不用于 json）
    #[arg(long)]
    pub all: bool,
    /// A copy with comments.
    #[command(flatten)]
    pub annotate: Annotate,
    /// 去年的表（文件或文件夹，可以写几次），只用来比较，不检查
    #[arg(long, value_name = "文件")]
    pub past: Vec<PathBuf>,
}

/// Files to take and how to read them.
#[derive(Debug, Args)]
pub struct Inputs {
    /// 文件或文件夹（docx、xlsx、xls、doc、wps、pdf、txt、json）
    #[arg(required = true, value_name = "文件")]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub packs: PackOptions,
    #[command(flatten)]
    pub limits: LimitOptions,
}

/// Which packs judge.
#[derive(Debug, Args)]
pub struct PackOptions {
    /// 用哪个规则包（默认按表上的单位、地区选，选不出用 national）
    #[arg(long, value_name = "包")]
    pub pack: Option<String>,
    /// 另外的规则包文件夹（同名的包取代自带的）
    #[arg(long, value_name = "文件夹")]
    pub packs: Option<PathBuf>,
}

/// The pages on this machine.
#[derive(Debug, Args)]
pub struct Serve {
    /// 端口；0 由系统挑一个空的
    #[arg(long, env = "HENG_PORT", value_name = "端口", default_value_t = 7800)]
    pub port: u16,
    /// 在哪个地址上等人来；默认只有本机（要 --data 或 --database）
    #[arg(long, env = "HENG_LISTEN", value_name = "地址", default_value = "127.0.0.1")]
    pub listen: std::net::IpAddr,
    /// 前面代理服务器的地址或网段，可写多次：只信它们写的 X-Forwarded-For、X-Forwarded-Proto
    #[arg(long, env = "HENG_TRUSTED_PROXY", value_delimiter = ',', value_name = "地址")]
    pub trusted_proxy: Vec<web::site::proxies::Network>,
    /// 经由 TLS 访问（前面有代理）：登录凭据只经加密连接发送
    #[arg(long, env = "HENG_SECURE")]
    pub secure: bool,
    /// 演示数据也对本机以外开放
    #[arg(long)]
    pub demo_anywhere: bool,
    /// How it is reached and watched.
    #[command(flatten)]
    pub running: RunningOptions,
    /// Where the data are.
    #[command(flatten)]
    pub place: PlaceOptions,
    /// Packs.
    #[command(flatten)]
    pub packs: PackOptions,
    /// Limits.
    #[command(flatten)]
    pub limits: LimitOptions,
}

/// Where the data are.
#[derive(Debug, Args)]
pub struct PlaceOptions {
    /// 数据文件夹；没有就新建
    #[arg(long, env = "HENG_DATA", value_name = "文件夹", conflicts_with = "database")]
    pub data: Option<PathBuf>,
    /// PostgreSQL 数据库
    #[arg(long, env = "HENG_DATABASE", hide_env_values = true, value_name = "网址")]
    pub database: Option<String>,
}

/// What `heng demo` takes.
#[derive(Debug, Args)]
pub struct Demo {
    /// 一个单位的目标表
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// Where the data go.
    #[command(flatten)]
    pub place: PlaceOptions,
    /// Packs.
    #[command(flatten)]
    pub packs: PackOptions,
    /// Limits.
    #[command(flatten)]
    pub limits: LimitOptions,
}

/// What `heng papers` takes.
#[derive(Debug, Args)]
pub struct Papers {
    /// 哪一个年度；不写就是现在的年度
    #[arg(long, value_name = "年度")]
    pub cycle: Option<i32>,
    /// 只要这个主管部门的（名称或编码）
    #[arg(long, value_name = "部门")]
    pub department: Option<String>,
    /// 只要一种格式：docx、xlsx、pdf；不写三种都要
    #[arg(long, value_name = "格式", value_parser = ["docx", "xlsx", "pdf"])]
    pub format: Option<String>,
    /// 以谁的身份（登录名）：只打印这个人能看的；不写就是财政局绩效股的人
    #[arg(long = "as", value_name = "登录名")]
    pub login: Option<String>,
    /// 放在哪个文件夹里；没有就新建，同名的文件不覆盖
    #[arg(short, long, value_name = "文件夹")]
    pub output: PathBuf,
    /// 同名的文件也覆盖
    #[arg(long)]
    pub force: bool,
    /// Where the data are.
    #[command(flatten)]
    pub place: PlaceOptions,
    /// Packs.
    #[command(flatten)]
    pub packs: PackOptions,
    /// Limits.
    #[command(flatten)]
    pub limits: LimitOptions,
}

/// How much one file may take.
#[derive(Debug, Args)]
pub struct LimitOptions {
    /// 一个文件最多用多少内存（MB）
    #[arg(long, value_name = "MB", default_value_t = 48, value_parser = clap::value_parser!(u64).range(1..=4096))]
    pub max_mb: u64,
    /// 一个文件最多读多少秒
    #[arg(long, value_name = "秒", default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub max_seconds: u64,
    /// 同时读几个文件（默认按处理器个数）
    #[arg(long, value_name = "个")]
    pub threads: Option<usize>,
}

/// Draft the review sheets.
#[derive(Debug, Args)]
pub struct Review {
    #[command(flatten)]
    pub inputs: Inputs,
    /// 写到哪里：.docx 或 .xlsx 文件，或者已有的文件夹
    #[arg(short, long, value_name = "文件或文件夹")]
    pub output: PathBuf,
    /// 写到文件夹时用哪种格式（默认 docx）
    #[arg(long, value_enum, value_name = "格式")]
    pub to: Option<ReviewFormat>,
    /// 文件已存在时覆盖
    #[arg(long)]
    pub force: bool,
    /// 声明本单位的表已经齐全
    #[arg(long)]
    pub complete: bool,
}

/// What review sheets are written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReviewFormat {
    /// Word.
    Docx,
    /// Excel.
    Xlsx,
}

impl ReviewFormat {
    /// The file ending, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            ReviewFormat::Docx => "docx",
            ReviewFormat::Xlsx => "xlsx",
        }
    }
}

/// Where a result goes.
#[derive(Debug, Args)]
pub struct OutputOptions {
    /// 写到哪里（默认写到标准输出）
    #[arg(short, long, value_name = "文件")]
    pub output: Option<PathBuf>,
    /// 文件已存在时覆盖
    #[arg(long)]
    pub force: bool,
}

/// Print the forms of one file again.
#[derive(Debug, Args)]
pub struct Convert {
    /// 文件
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 打印成什么
    #[arg(long, value_enum, value_name = "格式")]
    pub to: Target,
    /// 写到哪里（默认在当前文件夹，文件名加“-衡”；“-”写到标准输出）
    #[arg(short, long, value_name = "文件")]
    pub output: Option<PathBuf>,
    /// 文件已存在时覆盖
    #[arg(long)]
    pub force: bool,
    /// 用哪个版式（默认用读出来的版式）
    #[arg(long, value_name = "键")]
    pub layout: Option<String>,
    /// 另外的字体文件夹（PDF 用）
    #[arg(long, value_name = "文件夹")]
    pub fonts: Option<PathBuf>,
    #[command(flatten)]
    pub packs: PackOptions,
    #[command(flatten)]
    pub limits: LimitOptions,
}

/// Findings as comments in the Word file itself.
#[derive(Debug, Args)]
pub struct Annotate {
    /// 把问题作为批注写进这个 Word 文件的副本（只用于 docx，一次一个文件；“-”写到标准输出）
    #[arg(long, value_name = "文件")]
    pub annotate: Option<PathBuf>,
}

/// Repair one Word file.
#[derive(Debug, Args)]
pub struct Fix {
    /// Word 文件（docx）
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 写到哪里（“-”写到标准输出）
    #[arg(short, long, value_name = "文件")]
    pub output: PathBuf,
    /// 文件已存在时覆盖
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub packs: PackOptions,
    #[command(flatten)]
    pub limits: LimitOptions,
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// One page with the forms drawn.
    Html,
    /// The summary as a workbook.
    Xlsx,
}

/// Whether people or programs read it.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum TextOrJson {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// What a form is printed as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Target {
    /// Word.
    Docx,
    /// Excel.
    Xlsx,
    /// PDF.
    Pdf,
    /// A web page with named inputs.
    Html,
    /// Our own JSON.
    Json,
}

/// What to do with packs.
#[derive(Debug, Subcommand)]
pub enum PacksCommand {
    /// 列出规则包、它们的上级和版式
    List {
        #[command(flatten)]
        packs: PackOptions,
    },
    /// 检查规则包写得对不对
    Validate {
        /// 规则包文件夹（默认检查自带的）
        #[arg(value_name = "文件夹")]
        folder: Option<PathBuf>,
    },
}

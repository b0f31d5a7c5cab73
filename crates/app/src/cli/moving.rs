//! What the commands that bring forms in and out take: `import`, `export`.

use std::path::PathBuf;

use clap::Args;

use super::{LimitOptions, PackOptions, PlaceOptions};

/// What `heng import` takes.
#[derive(Debug, Args)]
pub struct ImportOptions {
    /// 文件、文件夹或压缩文件（docx、xlsx、xls、doc、wps、pdf、txt、json、zip）
    #[arg(required = true, value_name = "文件")]
    pub files: Vec<PathBuf>,
    /// 以谁的身份（登录名）：和他自己在网页上导入一样
    #[arg(long = "as", value_name = "登录名")]
    pub login: String,
    /// 哪一个年度；不写就是现在的年度
    #[arg(long, value_name = "年度")]
    pub cycle: Option<i32>,
    /// 表上的单位认不出来时算哪个单位的（名称或编码）
    #[arg(long, value_name = "单位")]
    pub unit: Option<String>,
    /// 已经有而内容不同的草稿，用文件里的盖过去
    #[arg(long)]
    pub replace: bool,
    /// 只说会怎样，什么也不改
    #[arg(long)]
    pub dry_run: bool,
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

/// What `heng export` takes.
#[derive(Debug, Args)]
pub struct ExportOptions {
    /// 哪一个年度；不写就是所有年度
    #[arg(long, value_name = "年度")]
    pub cycle: Option<i32>,
    /// 放在哪个文件夹或压缩文件（.zip）里；同名的文件不覆盖
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
}

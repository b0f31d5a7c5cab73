//! What the commands that prove what is kept take: `verify`, `heads`, `evidence`.

use std::path::PathBuf;

use clap::Args;

use super::{LimitOptions, OutputOptions, PackOptions, PlaceOptions};

/// What `heng verify` takes.
#[derive(Debug, Args)]
pub struct VerifyOptions {
    /// Where the data are.
    #[command(flatten)]
    pub place: PlaceOptions,
    /// 另处留存的链尾文件
    #[arg(long, value_name = "文件")]
    pub heads: Option<PathBuf>,
}

/// What `heng heads` takes.
#[derive(Debug, Args)]
pub struct HeadsOptions {
    /// Where the data are.
    #[command(flatten)]
    pub place: PlaceOptions,
    /// Where the file goes.
    #[command(flatten)]
    pub output: OutputOptions,
}

/// What `heng evidence` takes.
#[derive(Debug, Args)]
pub struct EvidenceOptions {
    /// 项目名称，或申报的编号
    #[arg(value_name = "项目")]
    pub project: String,
    /// 哪一年度的
    #[arg(long, value_name = "年度")]
    pub year: Option<i32>,
    /// Where the data are.
    #[command(flatten)]
    pub place: PlaceOptions,
    /// Where the package goes.
    #[command(flatten)]
    pub output: OutputOptions,
    /// Packs.
    #[command(flatten)]
    pub packs: PackOptions,
    /// Limits.
    #[command(flatten)]
    pub limits: LimitOptions,
}

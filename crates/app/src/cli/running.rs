//! What whoever runs the platform can ask for.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::PlaceOptions;

/// How the platform is reached and watched.
#[derive(Debug, Args)]
pub struct RunningOptions {
    /// 配置文件（TOML），里面写这些选项的长名字；命令行和环境变量优先
    #[arg(long, env = "HENG_CONFIG", value_name = "文件")]
    pub config: Option<PathBuf>,
    /// TLS 证书链（PEM）；和 --tls-key 一起给出时自己提供 https
    #[arg(long, env = "HENG_TLS_CERT", value_name = "文件", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// TLS 私钥（PEM）
    #[arg(long, env = "HENG_TLS_KEY", value_name = "文件", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// 运行日志写成什么（写到标准错误；不含个人信息）
    #[arg(long, env = "HENG_LOG", value_enum, default_value = "text", value_name = "格式")]
    pub log: Log,
    /// 在这个地址上提供运行指标（Prometheus 格式的 /metrics）；默认不提供
    #[arg(long, env = "HENG_METRICS", value_name = "地址:端口")]
    pub metrics: Option<std::net::SocketAddr>,
    /// 停止时最多等正在办的请求多少秒
    #[arg(long, env = "HENG_STOP_SECONDS", value_name = "秒", default_value_t = 30, value_parser = clap::value_parser!(u64).range(0..=3600))]
    pub stop_seconds: u64,
}

/// How what happens is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Log {
    /// A line each.
    Text,
    /// A JSON object each.
    Json,
    /// Nothing.
    Off,
}

/// Make a copy of everything.
#[derive(Debug, Args)]
pub struct Backup {
    /// 写到哪个文件（.zip）
    #[arg(short, long, value_name = "文件")]
    pub output: PathBuf,
    /// 文件已存在时覆盖
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub place: PlaceOptions,
}

/// Bring a copy back.
#[derive(Debug, Args)]
pub struct Restore {
    /// 备份文件
    #[arg(value_name = "备份")]
    pub file: PathBuf,
    /// 只检查备份是不是完整，不恢复
    #[arg(long)]
    pub check: bool,
    #[command(flatten)]
    pub place: PlaceOptions,
}

/// Help for somebody who cannot get in.
#[derive(Debug, Args)]
pub struct Admin {
    #[command(subcommand)]
    pub command: AdminCommand,
}

/// What can be done for people from outside.
#[derive(Debug, Subcommand)]
pub enum AdminCommand {
    /// 列出人员：登录名、姓名、单位、身份
    People {
        #[command(flatten)]
        place: PlaceOptions,
    },
    /// 给一个人设一次性的密码，同时解除锁定、结束登录
    Password {
        /// 登录名
        #[arg(value_name = "登录名")]
        login: String,
        #[command(flatten)]
        place: PlaceOptions,
    },
    /// 让一个人做系统管理员（原来的管理员都进不来时）
    Administrator {
        /// 登录名
        #[arg(value_name = "登录名")]
        login: String,
        #[command(flatten)]
        place: PlaceOptions,
    },
}

//! The command line's own words in Chinese: headings, help, and what is wrong with a call.
//!
//! The library knows English only; what it offers to change is changed here, in one place.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory, FromArgMatches};

use crate::cli::Cli;
use crate::settings;

const HELP: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}\n";

/// The command with Chinese headings.
pub fn command() -> Command {
    worded(Cli::command()).disable_version_flag(true).arg(
        Arg::new("version")
            .short('V')
            .long("version")
            .action(ArgAction::Version)
            .help("显示版本")
            .help_heading("选项"),
    )
}

fn worded(command: Command) -> Command {
    let names: Vec<String> =
        command.get_subcommands().map(|inner| inner.get_name().to_owned()).collect();
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help);
    let command = command
        .help_template(HELP)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .mut_args(worded_argument)
        .arg(help.help("显示说明").help_heading("选项"));
    names.into_iter().fold(command, |command, name| command.mut_subcommand(name, worded))
}

/// An argument with its choices and its default in its own help.
fn worded_argument(arg: Arg) -> Arg {
    let heading = if arg.is_positional() { "参数" } else { "选项" };
    let mut help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    if let Some(name) = arg.get_env() {
        help.push_str(&format!("〔环境变量 {}〕", name.to_string_lossy()));
    }
    if !arg.get_action().takes_values() {
        return arg.help(help).help_heading(heading).hide_env(true);
    }
    let values: Vec<String> =
        arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    if !values.is_empty() {
        help.push_str(&format!("：{}", values.join("、")));
    }
    if let Some(default) = arg.get_default_values().first() {
        help.push_str(&format!("（默认 {}）", default.to_string_lossy()));
    }
    arg.help(help)
        .help_heading(heading)
        .hide_possible_values(true)
        .hide_default_value(true)
        .hide_env(true)
}

/// The call as parsed, or the text to print and whether it is only help.
pub fn parse() -> Result<Cli, (String, bool)> {
    let mut call: Vec<OsString> = std::env::args_os().collect();
    let mut command = command();
    let mut matches = command.try_get_matches_from_mut(&call).map_err(|error| say(&error))?;
    if let (Some(("serve", said)), Some(serve)) =
        (matches.subcommand(), command.find_subcommand("serve"))
    {
        let more = settings::arguments(serve, said);
        call.extend(more.map_err(|why| (format!("heng：{why}\n"), false))?);
        matches = command.try_get_matches_from_mut(&call).map_err(|error| say(&error))?;
    }
    Cli::from_arg_matches(&matches).map_err(|error| say(&error))
}

fn say(error: &clap::Error) -> (String, bool) {
    let help = [ErrorKind::DisplayHelp, ErrorKind::DisplayVersion];
    if help.contains(&error.kind()) {
        return (error.render().to_string(), true);
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return (error.render().to_string(), false);
    }
    let part = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        _ => String::new(),
    };
    let (argument, value) = (part(ContextKind::InvalidArg), part(ContextKind::InvalidValue));
    let valid = part(ContextKind::ValidValue);
    let text = match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 后面要写一个值"),
        ErrorKind::InvalidValue => format!("{argument} 不能写“{value}”，可以写：{valid}"),
        ErrorKind::ValueValidation => format!("{argument} 不能写“{value}”，请写允许范围内的数"),
        ErrorKind::UnknownArgument => format!("不认识 {argument}"),
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令", part(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => format!("还缺 {argument}"),
        ErrorKind::MissingSubcommand => "还缺一个命令".to_owned(),
        ErrorKind::ArgumentConflict => format!("{argument} 写了不止一次，或与别的选项冲突"),
        _ => format!("命令写得不对（{}）", error.kind()),
    };
    (format!("heng：{text}。用 heng --help 查看用法\n"), false)
}

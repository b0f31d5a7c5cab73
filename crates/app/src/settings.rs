//! The configuration file of `heng serve`: the options of the command line by their long names.
//! What stands on the command line or in the environment goes before it.

use std::ffi::OsString;
use std::path::Path;

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};

/// What the file adds to a call, as arguments; nothing when no file is named.
///
/// # Errors
/// When the file cannot be read or says what no option says.
pub fn arguments(command: &Command, matches: &ArgMatches) -> Result<Vec<OsString>, String> {
    let Some(path) = matches.get_one::<std::path::PathBuf>("config") else {
        return Ok(Vec::new());
    };
    let told = |why: String| format!("配置文件 {}：{why}", path.display());
    let table = read(path).map_err(told)?;
    let mut arguments = Vec::new();
    for (key, value) in &table {
        let arg = option(command, key).map_err(told)?;
        if !said(matches, arg) {
            for text in texts(arg, value).map_err(|why| told(format!("{key}：{why}")))? {
                arguments.push(text.into());
            }
        }
    }
    Ok(arguments)
}

fn read(path: &Path) -> Result<toml::Table, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("读不了：{error}"))?;
    text.parse().map_err(|error: toml::de::Error| format!("不是 TOML：{}", error.message()))
}

/// The option with this long name.
fn option<'c>(command: &'c Command, key: &str) -> Result<&'c Arg, String> {
    let name = key.replace('_', "-");
    let mut options: Vec<&Arg> = command.get_arguments().collect();
    options.retain(|arg| arg.get_long().is_some_and(|long| !["config", "help"].contains(&long)));
    let own = options.iter().find(|arg| arg.get_long() == Some(name.as_str()));
    own.copied().ok_or_else(|| {
        let names: Vec<&str> = options.iter().filter_map(|arg| arg.get_long()).collect();
        format!("不认识“{key}”，可以写：{}", names.join("、"))
    })
}

/// Whether the call itself says this; where the data are is said by either of two options.
fn said(matches: &ArgMatches, arg: &Arg) -> bool {
    let said = |id: &str| {
        matches!(
            matches.value_source(id),
            Some(ValueSource::CommandLine | ValueSource::EnvVariable)
        )
    };
    let id = arg.get_id().as_str();
    said(id) || (["data", "database"].contains(&id) && (said("data") || said("database")))
}

/// A value as arguments.
fn texts(arg: &Arg, value: &toml::Value) -> Result<Vec<String>, String> {
    let long = arg.get_long().unwrap_or_default();
    let takes = arg.get_action().takes_values();
    match value {
        toml::Value::Boolean(true) if !takes => Ok(vec![format!("--{long}")]),
        toml::Value::Boolean(false) if !takes => Ok(Vec::new()),
        _ if !takes => Err("要写 true 或 false".to_owned()),
        toml::Value::String(text) => Ok(vec![format!("--{long}={text}")]),
        toml::Value::Integer(number) => Ok(vec![format!("--{long}={number}")]),
        toml::Value::Array(values) => {
            let each = values.iter().map(|value| texts(arg, value));
            Ok(each.collect::<Result<Vec<_>, _>>()?.concat())
        }
        _ => Err("要写文字、整数或它们的列表".to_owned()),
    }
}

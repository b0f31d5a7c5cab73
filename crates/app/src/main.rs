//! The one binary `heng`: reads, checks and prints performance forms.
//!
//! Everything that touches files, the terminal or threads is here; what a form means is not.

mod admin;
mod annotate;
mod backup;
mod check;
mod cli;
mod convert;
mod demo;
mod draw;
mod explain;
mod export;
mod fix;
mod import;
mod inputs;
mod letter;
mod listen;
mod load;
mod output;
mod packs;
mod papers;
mod platform;
mod proof;
mod read;
mod review;
mod serve;
mod settings;
mod target;
mod ties;
mod watch;
mod wording;

use std::process::ExitCode;

use cli::Command;

/// Why a command could not do its work; printed in one line.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Failure(String);

impl Failure {
    /// A failure with its message.
    pub fn new(message: impl Into<String>) -> Self {
        Failure(message.into())
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        Failure(error.to_string())
    }
}

/// How a run ended, as its exit code says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ending {
    /// Nothing at error severity.
    Clean,
    /// Findings at error severity.
    Errors,
    /// A file could not be read; the others were done.
    Unreadable,
}

fn main() -> ExitCode {
    silence_readers();
    let cli = match wording::parse() {
        Ok(cli) => cli,
        Err((text, true)) => {
            return print(&text).map_or(ExitCode::from(2), |()| ExitCode::SUCCESS);
        }
        Err((text, false)) => {
            eprint!("{text}");
            return ExitCode::from(2);
        }
    };
    match run(cli.command) {
        Ok(Ending::Clean) => ExitCode::SUCCESS,
        Ok(Ending::Errors) => ExitCode::from(1),
        Ok(Ending::Unreadable) => ExitCode::from(2),
        Err(failure) => {
            eprintln!("heng：{failure}");
            ExitCode::from(2)
        }
    }
}

/// Readers of foreign formats run on threads of their own, named `read-…`; what breaks there is
/// reported as an unreadable file, so that its panic need not be printed as well.
fn silence_readers() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let reader = std::thread::current().name().is_some_and(|name| name.starts_with("read-"));
        if !reader {
            usual(panic);
        }
    }));
}

fn run(command: Command) -> Result<Ending, Failure> {
    match command {
        Command::Read { inputs, json, no_places } => read::run(&inputs, json, !no_places),
        Command::Check(options) => check::run(&options),
        Command::Fix(options) => fix::run(&options),
        Command::Ties { inputs, format, output, complete } => {
            ties::run(&inputs, format, &output, complete)
        }
        Command::Review(options) => review::run(&options),
        Command::Serve(options) => match platform::place(&options.place) {
            Some(database) => platform::run(&options, &database),
            None => serve::run(&options),
        },
        Command::Demo(options) => demo::run(&options),
        Command::Backup(options) => backup::back_up(&options),
        Command::Restore(options) => backup::restore(&options),
        Command::Admin(options) => admin::run(&options.command),
        Command::Verify(options) => proof::verify(&options),
        Command::Heads(options) => proof::heads(&options),
        Command::Evidence(options) => proof::evidence(&options),
        Command::Papers(options) => papers::run(&options),
        Command::Import(options) => import::run(&options),
        Command::Export(options) => export::run(&options),
        Command::Convert(options) => convert::run(&options),
        Command::Target { text, json } => target::run(&text, json),
        Command::Explain { key, packs } => explain::run(&key, &packs),
        Command::Packs { command } => packs::run(&command),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut wording::command(), "heng", &mut script);
            print(&String::from_utf8_lossy(&script))?;
            Ok(Ending::Clean)
        }
    }
}

/// Writes to standard output; a reader that has gone away (`| head`) is no failure.
pub fn print(text: &str) -> Result<(), Failure> {
    print_bytes(text.as_bytes())
}

/// As [`print()`], for files written to standard output.
pub fn print_bytes(bytes: &[u8]) -> Result<(), Failure> {
    use std::io::Write;
    match std::io::stdout().lock().write_all(bytes) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("写不出结果：{error}")))
        }
        _ => Ok(()),
    }
}

//! The checks: one file each under `src/<group>/`, and the engine that runs them.
//!
//! Pure: forms and policies come in, a report goes out. It opens no file, knows no file format,
//! and holds no threshold, word list or severity of its own: those are pack data, dated and
//! cited. Dropping a file into a group folder registers the check (see `build.rs`).

mod batch;
mod catalogue;
mod cells;
mod check;
mod clauses;
mod completion;
mod context;
mod department;
mod funds;
mod grouping;
mod hit;
mod indicators;
mod kept_numbers;
mod labels;
mod local;
mod money;
mod neighbours;
mod numbers;
mod outline;
mod past;
mod peers;
mod planned;
mod report;
mod scoring;
mod similar;
mod targets;
mod tidy;
pub mod ties;
mod timing;
mod titles;
mod unit_cost;
mod words;

pub use batch::{Batch, Member};
pub use catalogue::{CheckGroup, Explanation, GROUPS, catalogue, explain, severity_keys};
pub use check::{Check, Meta};
pub use context::{Context, Undecided};
pub use hit::{Hit, Out};
pub use indicators::counted;
pub use outline::{Alike, Folded, Outline};
pub use peers::Peer;
pub use report::{Group, Report, Verdict, run, run_only};
pub use words::cut;

include!(concat!(env!("OUT_DIR"), "/registry.rs"));

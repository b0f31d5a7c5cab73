//! The desk (办理): what people do with declarations, with permission, judging and keeping brought
//! together. Pages, interface, import and batches all come through here, so none can be laxer.
//!
//! It asks `flow` whether somebody may, `checks` what is wrong and `store` to keep it. It knows no
//! HTTP and no clock: who asks and when comes in with [`Who`].

mod act;
pub mod annotate;
mod approve_all;
mod at_hand;
pub mod attachments;
mod begin;
mod beside;
mod case;
mod comment;
pub mod compare;
mod draft;
mod error;
mod evidence;
mod export;
mod grading;
pub mod jobs;
mod judging;
mod layouts;
mod lengths;
mod listing;
pub mod loaded;
mod managing;
mod memory;
pub mod papers;
mod peers;
pub mod queue;
mod reading;
mod reassign;
pub mod register;
mod rules;
pub mod search;
mod setting;
mod staffing;
mod state;
mod unit_costs;
mod unit_forms;
pub mod units;
mod waive;
mod who;

use std::sync::Arc;

use office::Limits;
use policy::Packs;
use store::Store;

use memory::Memory;

pub use act::{Order, Paper};
pub use approve_all::Outcome;
pub use at_hand::AtHand;
pub use begin::{SOURCE, SourceFile, form_of};
pub use beside::Earlier;
pub use case::Case;
pub use comment::Remark;
pub use draft::{Conflict, Draft, Write, Wrote};
pub use error::{Error, Result};
pub use evidence::Gathered;
pub use export::Exported;
pub use grading::Marks;
pub use jobs::{Fault, JobKind, Product};
pub use judging::{Asks, Judgement, Judging, asks};
pub use layouts::layout_of;
pub use listing::Part;
pub use managing::Charter;
pub use peers::{FoundIndicator, Peers};
pub use reading::{FileRead, FormRead, There, is_declared};
pub use register::{Register, Wanted};
pub use setting::Setting;
pub use staffing::PartGiven;
pub use unit_costs::{Compared, CostKind, UnitCost};
pub use unit_forms::Around;
pub use units::Units;
pub use who::{Guest, Names, Who};

/// Where the work is done: what is kept, the rule books, and the limits for what is read.
#[derive(Debug)]
pub struct Desk {
    /// What is kept. Reading straight from it is fine where everybody may see the answer; changes
    /// go through the desk.
    pub store: Store,
    /// The rule books.
    pub packs: Arc<Packs>,
    /// Limits for files that are read.
    pub limits: Limits,
    memory: Memory,
}

impl Desk {
    /// A desk that remembers nothing yet.
    pub fn new(store: Store, packs: Arc<Packs>, limits: Limits) -> Desk {
        Desk { store, packs, limits, memory: Memory::default() }
    }
}

//! Runs a third-party reader where it can do no harm: on a thread with a deep stack, with its
//! panics caught and a limit on how long one waits for it.
//!
//! A thread cannot be killed: one that never returns is left behind. Outside programs are not
//! run here but in [`crate::doc`], as processes.

use std::sync::mpsc::sync_channel;
use std::time::Duration;

use crate::ReadError;

/// Readers follow nested objects by recursion; this is address space, not memory.
const STACK: usize = 64 << 20;

/// Runs `work` on a thread named `name`; `broken` is the error for a panic or no answer in time.
///
/// # Errors
/// What `work` gives, or `broken`.
pub(crate) fn run<T: Send + 'static>(
    name: &str,
    time: Duration,
    broken: ReadError,
    work: impl FnOnce() -> Result<T, ReadError> + Send + 'static,
) -> Result<T, ReadError> {
    let (send, receive) = sync_channel(1);
    let started =
        std::thread::Builder::new().name(name.to_owned()).stack_size(STACK).spawn(move || {
            let work = std::panic::AssertUnwindSafe(work);
            if let Ok(done) = std::panic::catch_unwind(work) {
                let _ = send.send(done); // fails when nobody waits any more
            }
        });
    if started.is_err() {
        return Err(broken);
    }
    receive.recv_timeout(time).unwrap_or(Err(broken))
}

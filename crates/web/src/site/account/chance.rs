//! What must not be guessed: tokens of sessions and programs, secrets, passwords for one use.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU64, Ordering};

tokio::task_local! {
    /// The keys drawn for an answer.
    static DRAWN: RefCell<Vec<String>>;
}

/// How many keys were drawn where nobody notes them.
static ELSEWHERE: AtomicU64 = AtomicU64::new(0);

/// Letters that nobody mistakes for one another when read aloud or copied by hand.
const PLAIN: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// So many bytes from the system's own source.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("invariant: every system we run on has a source of chance");
    bytes
}

/// A token of 160 bits, as a browser or a program sends it.
pub fn token() -> String {
    text(&bytes::<32>())
}

/// A number on a page under which something is done once, however often it is sent.
pub fn key() -> String {
    let key = token();
    if DRAWN.try_with(|drawn| drawn.borrow_mut().push(key.clone())).is_err() {
        ELSEWHERE.fetch_add(1, Ordering::SeqCst);
    }
    key
}

/// Does work and says which keys were drawn for it; none when that is not certain, as some were
/// drawn by other threads meanwhile.
pub async fn noting<T>(work: impl Future<Output = T>) -> (T, Option<Vec<String>>) {
    let before = ELSEWHERE.load(Ordering::SeqCst);
    let noted = async {
        let done = work.await;
        (done, DRAWN.with(RefCell::take))
    };
    let (done, drawn) = DRAWN.scope(RefCell::default(), noted).await;
    let certain = ELSEWHERE.load(Ordering::SeqCst) == before;
    (done, certain.then_some(drawn))
}

/// A password to be used once and changed at once, in groups that can be read out.
pub fn password() -> String {
    let text = text(&bytes::<15>());
    let groups: Vec<&str> = [0, 5, 10].into_iter().map(|at| &text[at..at + 5]).collect();
    groups.join("-")
}

/// One letter for each byte: 32 letters divide 256 evenly, so all are as likely.
fn text(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(PLAIN[usize::from(byte % 32)])).collect()
}

//! Printing again and again does not grow the process: what Typst remembers is given back.

use crate::draw::table;
use crate::poppler::fonts;

/// Resident memory of this process in KiB, as Linux tells it.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("a line");
    line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).expect("a number")
}

#[test]
fn fifty_prints_do_not_grow_the_process() {
    // Other tests of this binary share the process; a child of its own gives a clean figure.
    if std::env::var_os("PRINT_FIFTY").is_none() {
        let this = std::env::current_exe().expect("this test binary");
        let child = std::process::Command::new(this)
            .args(["--exact", "repeat::fifty_prints_do_not_grow_the_process"])
            .env("PRINT_FIFTY", "1")
            .output()
            .expect("it can start itself");
        assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stdout));
        return;
    }
    let fonts = fonts();
    let print = |n: usize| {
        let text = format!("第{n}次打印");
        let good = print::pdf(&[table(&[&[text.as_str(), "乙"][..]; 20])], &fonts);
        assert!(good.is_ok());
        assert!(print::pdf(&[table(&[&["\u{13000}"]])], &fonts).is_err());
    };
    (0..10).for_each(print);
    let before = resident();
    (10..60).for_each(print);
    let grown = resident().saturating_sub(before);
    assert!(grown < 8 * 1024, "grown by {grown} KiB in fifty prints");
}

//! `docs/sources.md` is the generated page; `UPDATE=1 cargo test -p policy` writes it anew.

use policy::Packs;

use crate::{day, packs, value};

#[test]
fn the_page_of_sources_is_the_generated_one() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/sources.md");
    let page = policy::sources_page(&Packs::built_in().unwrap());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(committed == page, "docs/sources.md is stale: run UPDATE=1 cargo test -p policy");
}

#[test]
fn the_page_lists_documents_and_only_unverified_values() {
    let values = value("key = 'open'\narticle = 'unverified'\nverified = false\nnote = '甲|乙'")
        + &value("key = 'read'");
    let packs = packs(&values, "").unwrap();
    assert!(packs.policy("national", day(2026, 1, 1)).is_some());
    let page = policy::sources_page(&packs);
    assert!(page.contains("未核对的值共 1 个。"), "{page}");
    assert!(
        page.contains("| open | 1 | 2020-01-01 | 《某法》（主席令第1号）（条款待核） | 甲\\|乙 |"),
        "{page}"
    );
    assert!(!page.contains("| read |"));
    assert!(
        page.contains("| guide | 某指引 | — | 2021-08 | 参照 | 题名 | 只见题名、日期或个别条款 |"),
        "{page}"
    );
}

//! The workbook reader under any sheet and any number format: no panic, and grids that hold
//! together. A zero byte parts the sheet from the styles.

#![no_main]

#[path = "../laws.rs"]
mod laws;

use libfuzzer_sys::fuzz_target;

const WORKBOOK: &[u8] = br#"<workbook><sheets><sheet name="a" r:id="1"/></sheets></workbook>"#;
const RELATIONS: &[u8] = br#"<Relationships><Relationship Id="1" Type="/worksheet" Target="a"/>
    <Relationship Id="2" Type="/styles" Target="b"/></Relationships>"#;

fuzz_target!(|data: &[u8]| {
    let split = data.iter().position(|byte| *byte == 0).unwrap_or(data.len());
    let (sheet, styles) = data.split_at(split);
    let styles = styles.get(1..).unwrap_or(&[]);
    let parts = [
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/a", sheet),
        ("xl/b", styles),
    ];
    laws::read("甲.xlsx", &laws::zipped(&parts));
});

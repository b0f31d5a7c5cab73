//! Which pack judges a form, by the unit it names.

use policy::Packs;

/// Real units and the pack whose rules are theirs.
#[test]
fn a_unit_belongs_to_the_lowest_pack_that_knows_its_place() {
    let packs = Packs::built_in().unwrap();
    for (unit, pack) in [
        ("攀枝花市仁和区人力资源和社会保障局", "renhe"),
        ("仁和区财政局", "renhe"),
        ("攀枝花市财政局", "sichuan"),
        ("成都市郫都区财政局", "sichuan"),
        ("四川省财政厅", "sichuan"),
        ("中江县水利局", "sichuan"),
        ("上海市普陀区人民政府办公室", "national"),
        ("武汉市青山区教育局", "national"),
        ("", "national"),
    ] {
        assert_eq!(packs.choose(unit), pack, "{unit}");
    }
}

/// Street and township names elsewhere carry Sichuan's place names.
#[test]
fn a_street_named_after_sichuan_is_not_sichuan() {
    let packs = Packs::built_in().unwrap();
    for unit in ["上海市虹口区四川北路街道办事处", "杭州市余杭区仁和街道办事处"]
    {
        assert_eq!(packs.choose(unit), "national", "{unit}");
    }
}

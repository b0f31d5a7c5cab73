//! Number formats, beside what Excel shows.

use super::{Number, NumberFormat, Shown, builtin};

fn show(code: &str, value: &str) -> String {
    match NumberFormat::new(code).number(&Number::parse(value).unwrap(), false) {
        Shown::Text(text) => text,
        Shown::Suppressed(text) => format!("suppressed {text}"),
    }
}

#[test]
fn decimals_percent_and_thousands() {
    assert_eq!(show("0.00%", "0.2147"), "21.47%");
    assert_eq!(show("0%", "0.215"), "22%");
    assert_eq!(show("0.00", "3099.68"), "3099.68");
    assert_eq!(show("0.00", "1.005"), "1.01");
    assert_eq!(show("0", "2.5"), "3");
    assert_eq!(show("0", "-2.5"), "-3");
    assert_eq!(show("#,##0.00", "1234567.891"), "1,234,567.89");
    assert_eq!(show("#,##0", "999"), "999");
    assert_eq!(show("0.00", "0"), "0.00");
    assert_eq!(show("0%", "-0.001"), "-0%");
}

#[test]
fn optional_digits() {
    assert_eq!(show("#.##", "5"), "5.");
    assert_eq!(show("0.##", "5.1"), "5.1");
    assert_eq!(show("#.00", "0.5"), ".50");
    assert_eq!(show("000", "7"), "007");
    assert_eq!(show("#", "0"), "");
    assert_eq!(show("0.0?", "1.5"), "1.5");
}

#[test]
fn ten_thousands() {
    assert_eq!(show("0!.0,\"万元\"", "123456"), "12.3万元");
    assert_eq!(show("0\\.00,\"万\"", "1234567"), "12.35万");
    assert_eq!(show("0.00\"万元\"", "170"), "170.00万元");
    assert_eq!(show("#,##0.0,,", "1234567890"), "1,234.6");
    assert_eq!(show("\"约\"0\"人次\"", "87"), "约87人次");
}

#[test]
fn signs_sections_and_conditions() {
    assert_eq!(show("0;(0)", "-5"), "(5)");
    assert_eq!(show("0;-0;\"—\"", "0"), "—");
    assert_eq!(show("0_ ;[Red]\\-0\\ ", "-5"), "-5 ");
    assert_eq!(show("[>=100]\"很多\";[<0]\"负\";0.0", "5"), "5.0");
    assert_eq!(show("[>=100]\"很多\";0.0", "100"), "很多");
    assert_eq!(show("[=0]\"-\";General", "-3"), "-3");
    assert_eq!(show("≥0", "95"), "≥95");
    assert_eq!(show("[$¥-804]#,##0.00", "1234.5"), "¥1,234.50");
    assert_eq!(show(";;;", "3"), "suppressed 3");
    assert_eq!(show("0;-0;;@", "0"), "suppressed 0");
}

#[test]
fn accounting_formats_lose_their_padding_only() {
    let code = builtin(43).unwrap();
    assert_eq!(show(code, "3099.68"), "3,099.68");
    assert_eq!(show(code, "-15"), "-15.00");
    assert_eq!(show(code, "0"), "-");
}

#[test]
fn exponents() {
    assert_eq!(show("0.00E+00", "1234567"), "1.23E+06");
    assert_eq!(show("0.00E+00", "0.00012"), "1.20E-04");
    assert_eq!(show("##0.0E+0", "12345"), "12.3E+3");
    assert_eq!(show("0.0E+00", "9.99"), "1.0E+01");
}

#[test]
fn dates() {
    assert_eq!(show("yyyy\"年\"m\"月\"", "46022"), "2025年12月");
    assert_eq!(show("yyyy\"年\"m\"月\"d\"日\";@", "46022"), "2025年12月31日");
    assert_eq!(show(builtin(14).unwrap(), "46022"), "2025/12/31");
    assert_eq!(show("[$-804]yyyy/mm/dd", "46023"), "2026/01/01");
    assert_eq!(show("m/d/yyyy", "46023"), "1/1/2026");
    assert_eq!(show("d-mmm-yy", "46023"), "1-Jan-26");
    assert_eq!(show("aaaa", "46023"), "星期四");
    assert_eq!(show("yyyy-mm-dd hh:mm:ss", "46023.75"), "2026-01-01 18:00:00");
    assert_eq!(show("h:mm AM/PM", "0.5"), "12:00 PM");
    assert_eq!(show("上午/下午h\"时\"mm\"分\"", "0.3"), "上午7时12分");
    assert_eq!(show("[h]:mm", "1.5"), "36:00");
    assert_eq!(show("mm:ss.0", "0.0007"), "01:00.5");
    assert_eq!(show("yyyy-m-d", "-1"), "-1");
}

#[test]
fn text_formats_change_text_only_where_they_say_so() {
    let text = |code: &str| NumberFormat::new(code).text("优".to_owned());
    assert_eq!(text("@"), Shown::Text("优".into()));
    assert_eq!(text("0.00"), Shown::Text("优".into()));
    assert_eq!(text("0;-0;0;@\"级\""), Shown::Text("优级".into()));
    assert_eq!(text("@\"级\""), Shown::Text("优级".into()));
    assert_eq!(text(";;;"), Shown::Suppressed("优".into()));
    assert_eq!(show("@", "12.5"), "12.5");
}

#[test]
fn odd_codes_never_panic() {
    for code in
        ["", ";", "\"", "\\", "_", "*", "[", "[$", "0.0.0", ",,", "%%", "E+", "0E+0E+0", "[h", "/"]
    {
        show(code, "1234.5");
        show(code, "-0.00001");
    }
}

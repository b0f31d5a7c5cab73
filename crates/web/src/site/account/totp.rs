//! One-time codes of a telephone (RFC 6238, SHA-1, six digits, thirty seconds: what every
//! authenticator understands). When a code was used up, the store knows.

use chrono::{DateTime, Utc};
use qrcode::QrCode;
use qrcode::render::svg;
use totp_rs::{Builder, Secret, Totp};

use super::chance;

/// A new secret, in base 32 as people may have to type it.
pub fn secret() -> String {
    Secret::from(chance::bytes::<20>().to_vec()).to_base32()
}

/// The step of time whose code this is, when it is one of now, half a minute ago or to come.
pub fn step(secret: &str, code: &str, now: DateTime<Utc>) -> Option<i64> {
    let code: String = code.chars().filter(char::is_ascii_digit).collect();
    let seconds = u64::try_from(now.timestamp()).ok()?;
    let step = of(secret)?.check(&code, seconds)?;
    i64::try_from(step).ok()
}

/// What the telephone reads, as a picture for a `data:` address.
pub fn picture(secret: &str, login: &str) -> Option<String> {
    let escaped: String = login
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect();
    let address = format!("otpauth://totp/Heng:{escaped}?secret={secret}&issuer=Heng");
    let code = QrCode::new(address.as_bytes()).ok()?;
    Some(code.render::<svg::Color<'_>>().min_dimensions(200, 200).build())
}

fn of(secret: &str) -> Option<Totp> {
    let secret = Secret::try_from_base32(secret).ok()?;
    Builder::new().with_secret(secret).build().ok()
}

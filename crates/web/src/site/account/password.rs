//! Passwords: what makes one good enough, said in advance, and how it is kept (argon2id).

use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

use super::chance;

/// The rules, as people read them before they choose.
pub const RULES: [&str; 3] = [
    "至少10个字符，不超过100个。",
    "大写字母、小写字母、数字、符号里至少有三种；16个字符以上的不限种类。",
    "不含登录名，不用常见的密码（如 Password123、Qwer1234!）。",
];

/// What many people choose, in small letters and without what is not a letter or a digit.
const COMMON: [&str; 12] = [
    "password", "passw0rd", "qwer1234", "qwerty", "1q2w3e4r", "abcd1234", "abc123", "admin123",
    "1234567", "7654321", "woaini", "caizheng",
];

/// A hash nobody's password has: whoever does not exist is checked against it, so that the answer
/// takes as long as for whoever does.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash(&chance::token()));

/// Why a password is not good enough; nothing when it is.
pub fn fault(password: &str, login: &str) -> Option<&'static str> {
    let length = password.chars().count();
    if length < 10 {
        return Some("密码太短，至少要10个字符。");
    }
    if length > 100 {
        return Some("密码太长，不要超过100个字符。");
    }
    let kinds = [
        password.chars().any(char::is_uppercase),
        password.chars().any(char::is_lowercase),
        password.chars().any(|letter| letter.is_ascii_digit()),
        password.chars().any(|letter| !letter.is_ascii_alphanumeric()),
    ];
    if length < 16 && kinds.iter().filter(|kind| **kind).count() < 3 {
        return Some("大写字母、小写字母、数字、符号里至少要有三种。");
    }
    let plain: String =
        password.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect();
    let login = login.to_lowercase();
    if login.chars().count() > 2 && password.to_lowercase().contains(&login) {
        return Some("密码里不要含登录名。");
    }
    let different: std::collections::BTreeSet<char> = plain.chars().collect();
    if different.len() < 5 || COMMON.iter().any(|common| plain.contains(common)) {
        return Some("这个密码太常见，容易被猜中。");
    }
    None
}

/// The hash to keep, with a salt of its own.
pub fn hash(password: &str) -> String {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.expect("invariant: the standard cost and a fresh salt always hash").to_string()
}

/// Whether the password has this hash; `None`, for somebody who has none, takes as long and is no.
pub fn matches(password: &str, hash: Option<&str>) -> bool {
    let kept = hash.unwrap_or(&NOBODY);
    let right = PasswordHash::new(kept)
        .is_ok_and(|kept| Argon2::default().verify_password(password.as_bytes(), &kept).is_ok());
    right && hash.is_some()
}

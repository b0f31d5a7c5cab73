//! A program that speaks to `heng serve` with a token, and may lose it in the middle of an answer.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

/// What came back; none when the server went away before the answer was whole.
pub type Came = Option<(u16, String)>;

/// Asks for something, or sends it as JSON.
pub fn ask(address: &str, token: &str, (method, path): (&str, &str), body: Option<&Value>) -> Came {
    let body = body.map(Value::to_string).unwrap_or_default();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
         Authorization: Bearer {token}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(60))).ok()?;
    stream.write_all(request.as_bytes()).ok()?;
    let mut whole = Vec::new();
    stream.read_to_end(&mut whole).ok()?;
    parse(&String::from_utf8_lossy(&whole))
}

/// Sends JSON to an address of the interface.
pub fn post(address: &str, token: &str, path: &str, body: &Value) -> Came {
    ask(address, token, ("POST", path), Some(body))
}

/// Status and body of a whole answer.
fn parse(whole: &str) -> Came {
    let (head, body) = whole.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let told = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    let is_whole = told.is_none_or(|length| body.len() >= length);
    is_whole.then(|| (status, body.to_owned()))
}

/// Waits until the server says that requests may be sent to it.
pub fn until_ready(address: &str) {
    let until = std::time::Instant::now() + Duration::from_secs(60);
    while !matches!(ask(address, "", ("GET", "/ready"), None), Some((200, _))) {
        assert!(std::time::Instant::now() < until, "it is not ready after a minute");
        std::thread::sleep(Duration::from_millis(20));
    }
}

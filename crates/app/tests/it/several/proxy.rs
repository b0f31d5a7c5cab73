//! A proxy that gives each connection to the next server, and to another where one refuses; and a
//! browser that says what came back, or that nothing did.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use serde_json::Value;

/// The proxy; it lives as long as the test.
pub struct Proxy {
    pub address: String,
}

impl Proxy {
    /// Before these servers.
    pub fn before(servers: Vec<String>) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let servers = Arc::new(servers);
        thread::spawn(move || {
            for (turn, client) in listener.incoming().flatten().enumerate() {
                let servers = Arc::clone(&servers);
                thread::spawn(move || drop(pass(client, &servers, turn)));
            }
        });
        Proxy { address }
    }
}

/// Carries what both say until one has said all.
fn pass(mut client: TcpStream, servers: &[String], turn: usize) -> io::Result<()> {
    let next = (0..servers.len()).map(|more| &servers[(turn + more) % servers.len()]);
    let Some(mut server) = next.filter_map(|address| TcpStream::connect(address).ok()).next()
    else {
        return Ok(());
    };
    let (mut from, mut to) = (client.try_clone()?, server.try_clone()?);
    thread::spawn(move || {
        drop(io::copy(&mut from, &mut to));
        drop(to.shutdown(Shutdown::Write));
    });
    let carried = io::copy(&mut server, &mut client);
    client.shutdown(Shutdown::Both)?;
    carried.map(drop)
}

/// An answer that came whole.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn try_json(&self) -> Option<Value> {
        serde_json::from_str(&self.body).ok()
    }

    pub fn json(&self) -> Value {
        self.try_json().unwrap_or_else(|| panic!("{} {}", self.status, self.body))
    }
}

/// Sends a request with a line of its own in its head; an error where no answer came.
pub fn ask(address: &str, what: &str, own: &str, body: &str) -> io::Result<Answer> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    let kind = if body.starts_with('{') { "json" } else { "x-www-form-urlencoded" };
    let head = format!(
        "{what} HTTP/1.1\r\nHost: heng.test\r\nConnection: close\r\n{own}\
         Content-Type: application/{kind}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body.as_bytes())?;
    let mut whole = Vec::new();
    stream.read_to_end(&mut whole)?;
    let whole = String::from_utf8_lossy(&whole).into_owned();
    let cut = || io::Error::from(io::ErrorKind::UnexpectedEof);
    let (head, body) = whole.split_once("\r\n\r\n").ok_or_else(cut)?;
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or_else(cut)?;
    Ok(Answer { status, head: head.to_owned(), body: body.to_owned() })
}

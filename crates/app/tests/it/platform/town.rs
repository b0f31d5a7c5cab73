//! A town with a running platform: a browser in which one person after the other signs in.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::Value;

use super::place::Place;
use crate::chromium::Browser;
use crate::serve::Server;

/// Those who take part, as they sign in.
pub const CLERK: &str = "jingban";
pub const HEAD: &str = "fuzeren";
pub const DEPARTMENT: &str = "zhuguan";
pub const BUSINESS: &str = "yewu";
pub const PERFORMANCE: &str = "jixiao";
pub const LEADER: &str = "juzhang";
pub const AUDITOR: &str = "shenji";
pub const STRANGER: &str = "wairen";
pub const ADMINISTRATOR: &str = "guanli";

/// What everybody chooses instead of the password for one use.
const OWN_PASSWORD: &str = "Ren-He/2026#ceshi";

/// The platform, the browser and how people sign in.
pub struct Town {
    pub browser: Browser,
    pub server: Server,
    pub place: Place,
    /// Passwords for one use, of those who have not signed in yet.
    pub once: BTreeMap<String, String>,
    /// Whether somebody sits there.
    is_inside: bool,
    pictures: u32,
}

impl Town {
    /// A server over a place where nothing is kept yet.
    pub async fn empty(place: Place, browser: Browser) -> Town {
        let told = [place.told[0].as_str(), place.told[1].as_str()];
        let server = Server::with(&told);
        Town { browser, server, place, once: BTreeMap::new(), is_inside: false, pictures: 0 }
    }

    /// Goes on in another browser, where nobody has signed in.
    pub fn sit_down_at(&mut self, browser: Browser) {
        self.browser = browser;
        self.is_inside = false;
    }

    pub async fn go(&self, path: &str) {
        let to = format!("http://{}{path}", self.server.address);
        self.browser.page.goto(&to).await.unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    /// Keeps a picture of the station the walk has come to.
    pub async fn shot(&mut self, station: &str) {
        self.pictures += 1;
        let name = format!("{}-{:02}-{station}", self.place.name, self.pictures);
        self.browser.shot(&name).await;
    }

    /// Lets another person sit down: the last one signs out, this one signs in.
    pub async fn enter(&mut self, login: &str) {
        let browser = &self.browser;
        if std::mem::replace(&mut self.is_inside, true) {
            browser.press("details.person summary").await;
            browser.push("退出").await;
            browser.sees("已退出").await;
        }
        self.go("/sign-in").await;
        let once = self.once.remove(login);
        browser.fill("#login", login).await;
        browser.fill("#password", once.as_deref().unwrap_or(OWN_PASSWORD)).await;
        browser.push("登录").await;
        if let Some(once) = once {
            browser.fill("#old", &once).await;
            browser.fill("#new", OWN_PASSWORD).await;
            browser.fill("#again", OWN_PASSWORD).await;
            browser.push("修改").await;
        }
        browser.waits_for("nav.places").await;
    }

    /// The first administrator's password is his own from the start.
    pub fn own_password() -> &'static str {
        OWN_PASSWORD
    }

    /// Asks the twin of a page, as a program with a token.
    pub fn ask(&self, token: &str, request: &str, body: &str) -> (u16, Value) {
        let head = format!(
            "{request} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            self.server.address,
            body.len()
        );
        let mut stream = TcpStream::connect(&self.server.address).expect("it listens");
        stream.write_all(head.as_bytes()).expect("sent");
        stream.write_all(body.as_bytes()).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let status = answer.split(' ').nth(1).and_then(|code| code.parse().ok());
        let (_, body) = answer.split_once("\r\n\r\n").expect("a head");
        let body = serde_json::from_str(body);
        let body = body.unwrap_or_else(|error| panic!("{request}: {error}: {answer}"));
        (status.expect("a status"), body)
    }
}

//! A site over a store of its own, and a browser without a window: it keeps cookies.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, HeaderName, Request, StatusCode, header};
use desk::Desk;
use office::Limits;
use policy::Packs;
use store::{Database, Store};
use tower::ServiceExt;
use web::site::{Options, Proxies, Site, routes};

/// The first person's login.
pub const LOGIN: &str = "zhang.san";
/// Their password.
pub const PASSWORD: &str = "Renhe-2026-ok";

/// A site, the folder it keeps things in, and the cookies of whoever asks.
pub struct Stage {
    pub site: Site,
    router: Router,
    cookies: Vec<(String, String)>,
    _folder: tempfile::TempDir,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    /// As text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// A header, "" when it is not there.
    pub fn header(&self, name: HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }
}

impl Stage {
    /// Nobody is there yet.
    pub async fn empty() -> Stage {
        Stage::with(Packs::built_in().expect("built-in packs")).await
    }

    /// Nobody is there yet; these are the rule books.
    pub async fn with(packs: Packs) -> Stage {
        Stage::behind(packs, Proxies::default()).await
    }

    /// The same, behind trusted servers.
    pub async fn behind(packs: Packs, proxies: Proxies) -> Stage {
        Stage::built(packs, proxies, 1 << 20).await
    }

    /// Nobody is there yet; requests of so many bytes are taken.
    pub async fn sized(bytes: usize) -> Stage {
        Stage::built(Packs::built_in().expect("built-in packs"), Proxies::default(), bytes).await
    }

    async fn built(packs: Packs, proxies: Proxies, bytes: usize) -> Stage {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&Database::Folder(folder.path().into())).await.expect("opens");
        let packs = Arc::new(packs);
        let desk = Desk::new(store, packs, Limits::default());
        let options = Options { demo: false, secure: false, bytes };
        let site = Site::new(desk, options, 1).behind(proxies);
        let router = routes(site.clone());
        Stage { site, router, cookies: Vec::new(), _folder: folder }
    }

    /// Opens an address.
    pub async fn get(&mut self, address: &str) -> Answer {
        self.ask(Request::get(address).body(Body::empty()).expect("a request")).await
    }

    /// Sends a form.
    pub async fn post(&mut self, address: &str, fields: &[(&str, &str)]) -> Answer {
        let escape = |text: &str| -> String {
            text.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat()
        };
        let pair = |(name, value): &(&str, &str)| format!("{}={}", escape(name), escape(value));
        let body = fields.iter().map(pair).collect::<Vec<_>>().join("&");
        let kind = "application/x-www-form-urlencoded";
        let request = Request::post(address).header(header::CONTENT_TYPE, kind);
        self.ask(request.body(Body::from(body)).expect("a request")).await
    }

    /// Sends any request with the cookies there are, and keeps those that come back.
    pub async fn ask(&mut self, mut request: Request<Body>) -> Answer {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            let cookies = cookies.join("; ").parse().expect("a header");
            request.headers_mut().insert(header::COOKIE, cookies);
        }
        request.headers_mut().insert(header::HOST, "heng.test".parse().expect("a header"));
        let response = self.router.clone().oneshot(request).await.expect("answers");
        let (status, headers) = (response.status(), response.headers().clone());
        for cookie in headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().expect("text");
            let (name, rest) = cookie.split_once('=').expect("a cookie");
            self.cookies.retain(|(kept, _)| kept != name);
            let (value, rest) = rest.split_once(';').unwrap_or((rest, ""));
            if !value.is_empty() && !rest.contains("Max-Age=0") {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        let bytes = to_bytes(response.into_body(), 1 << 24).await.expect("a body").to_vec();
        Answer { status, headers, bytes }
    }

    /// The site itself, for requests that come at once.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// Forgets every cookie, as another browser would.
    pub fn forget(&mut self) {
        self.cookies.clear();
    }

    /// The cookies there are.
    pub fn cookies(&self) -> Vec<(String, String)> {
        self.cookies.clone()
    }

    /// The cookies of an earlier moment.
    pub fn remember(&mut self, cookies: Vec<(String, String)>) {
        self.cookies = cookies;
    }

    /// The first run has been made; nobody is signed in.
    pub async fn ready() -> Stage {
        let mut stage = Stage::empty().await;
        stage.first_run().await;
        stage
    }

    /// Makes the first run.
    pub async fn first_run(&mut self) {
        let answer = self.try_first_run(LOGIN, PASSWORD).await;
        assert_eq!(answer.header(header::LOCATION), "/sign-in", "{}", answer.text());
        self.forget();
    }

    /// Tries to make the first run.
    pub async fn try_first_run(&mut self, login: &str, password: &str) -> Answer {
        let fields = [
            ("region", "攀枝花市仁和区"),
            ("code", "510411"),
            ("bureau", "仁和区财政局"),
            ("name", "张三"),
            ("login", login),
            ("password", password),
            ("again", password),
        ];
        self.post("/first-run", &fields).await
    }

    /// Tries to sign in.
    pub async fn try_sign_in(&mut self, login: &str, password: &str) -> Answer {
        self.post("/sign-in", &[("login", login), ("password", password)]).await
    }

    /// The first person signs in.
    pub async fn signed_in(&mut self) -> &mut Stage {
        let answer = self.try_sign_in(LOGIN, PASSWORD).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        self
    }

    /// Whoever signs in with this.
    pub async fn person(&self, login: &str) -> store::Person {
        let person = self.site.desk().store.person_by_login(login).await.expect("reads");
        person.expect("somebody has it")
    }
}

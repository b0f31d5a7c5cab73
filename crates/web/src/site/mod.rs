//! The platform: everybody's part of the work in a browser, and the same as JSON under `/api`.
//!
//! One handler serves a page and its twin: it asks the desk, builds a view, and [`Face`] shows it
//! as HTML or as JSON. Nothing is decided here that the desk does not decide.

pub mod account;
mod adjustments;
mod answers;
mod approvals;
pub mod assets;
mod declarations;
pub mod drawn;
pub mod face;
pub mod guard;
mod history;
mod interface;
mod jobs;
mod lines;
pub mod papers;
pub mod parts;
pub mod problem;
pub mod proxies;
mod refill;
mod reviews;
mod search;
mod statistics;
mod step;
mod system;
pub mod visitor;
mod workbench;
mod years;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts, MatchedPath, Path, Request};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use desk::Desk;
use desk::jobs::Worker;
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa_axum::router::OpenApiRouter;

pub use face::{Face, Sent};
pub use problem::Problem;
pub use proxies::Proxies;
pub use visitor::Visitor;

/// Sets a paper as PDF; an error is said to the person as it is.
pub type Printer = fn(&model::Printout) -> Result<Vec<u8>, String>;

/// What a handler gives.
pub type Answer = Result<Response, Problem>;

/// How the site is served.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Shows that the data are for trying out.
    pub demo: bool,
    /// Whether people reach it over TLS: cookies are then sent over TLS alone.
    pub secure: bool,
    /// Most bytes of a request.
    pub bytes: usize,
}

/// What the handlers share.
#[derive(Debug, Clone)]
pub struct Site(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    desk: Desk,
    options: Options,
    turns: Semaphore,
    printer: Option<Printer>,
    proxies: Proxies,
    worker: Worker,
    answers: answers::Answers,
}

impl Site {
    /// A site over a desk; heavy work runs on as many threads at once as there are `cores`.
    pub fn new(desk: Desk, options: Options, cores: usize) -> Site {
        Site(Arc::new(Shared {
            desk,
            options,
            turns: Semaphore::new(cores.max(1)),
            printer: None,
            proxies: Proxies::default(),
            worker: jobs::worker(),
            answers: answers::Answers::default(),
        }))
    }

    /// The same, with what prints PDF; without it forms are given as Word and Excel only.
    pub fn printing(self, printer: Printer) -> Site {
        let mut shared = self.0;
        if let Some(shared) = Arc::get_mut(&mut shared) {
            shared.printer = Some(printer);
        }
        Site(shared)
    }

    /// The same, behind trusted servers: what they say of a request's way is believed.
    pub fn behind(self, proxies: Proxies) -> Site {
        let mut shared = self.0;
        if let Some(shared) = Arc::get_mut(&mut shared) {
            shared.proxies = proxies;
        }
        Site(shared)
    }

    /// The trusted servers in front.
    pub(crate) fn proxies(&self) -> &Proxies {
        &self.0.proxies
    }

    /// What prints PDF.
    pub(crate) fn printer(&self) -> Option<Printer> {
        self.0.printer
    }

    /// Who does the jobs on this server.
    pub(crate) fn worker(&self) -> &Worker {
        &self.0.worker
    }

    /// Answers that may be given again.
    fn answers(&self) -> &answers::Answers {
        &self.0.answers
    }

    /// The desk.
    pub fn desk(&self) -> &Desk {
        &self.0.desk
    }

    /// How it is served.
    pub fn options(&self) -> Options {
        self.0.options
    }

    /// Who tried to sign in lately.
    pub(crate) fn entrance(&self) -> account::Entrance<'_> {
        account::Entrance(&self.0.desk.store)
    }

    /// Does work that keeps a core busy (reading files, judging, drawing) beside the requests.
    ///
    /// # Errors
    /// When the work failed badly.
    pub async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Desk) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let _turn = self.0.turns.acquire().await;
        let shared = self.0.clone();
        let done = tokio::task::spawn_blocking(move || work(&shared.desk)).await;
        done.map_err(|_| Problem::broken())
    }
}

impl FromRequestParts<Site> for Site {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(_: &mut Parts, site: &Site) -> Result<Site, Self::Rejection> {
        Ok(site.clone())
    }
}

/// What an event of the record says was done, in words people know.
pub fn what_in_words(what: &str) -> String {
    system::events::done(what)
}

/// Every page with its twin; also the description of the interface.
fn pages() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .merge(workbench::routes())
        .merge(declarations::routes())
        .merge(reviews::routes())
        .merge(approvals::routes())
        .merge(adjustments::routes())
        .merge(papers::routes())
        .merge(jobs::routes())
        .merge(history::routes())
        .merge(search::routes())
        .merge(statistics::routes())
        .merge(account::routes())
        .merge(system::routes())
}

/// What is said where the program breaks in the middle of a request. The panic itself is in the log.
fn broken(_: Box<dyn std::any::Any + Send>) -> Response {
    tracing::error!("a request broke the program");
    Problem::broken().into_response()
}

async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    assets::answer(&name, &headers)
}

/// Says with the answer which route it came by, for whoever counts outside.
async fn told_route(route: Option<MatchedPath>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if let Some(route) = route {
        response.extensions_mut().insert(route);
    }
    response
}

/// The pages, their twins under `/api`, and what guards them. Answers carry their `MatchedPath`.
pub fn routes(site: Site) -> Router {
    let (pages, handlers) = pages().split_for_parts();
    let remembered = || middleware::from_fn_with_state(site.clone(), answers::remembered);
    let pages = pages.layer(remembered());
    let twins = pages.clone().layer(axum::Extension(Face::json()));
    let served = Router::new()
        .merge(pages)
        // Under `/api` this place is that of the page about the interface.
        .route("/", get(workbench::show).layer(remembered()))
        .nest("/api", twins)
        .merge(interface::routes(handlers))
        .route("/assets/{name}", get(asset))
        .fallback(async || -> Answer { Err(Problem::nothing_here()) })
        .layer(DefaultBodyLimit::max(site.options().bytes))
        .layer(middleware::from_fn(told_route))
        // Whatever breaks is told like any other fault of ours; nobody is left without an answer.
        .layer(CatchPanicLayer::custom(broken))
        .with_state(site.clone());
    // The guard stands before the routes: it may ask for another page than was asked for.
    Router::new().fallback_service(served).layer(middleware::from_fn_with_state(site, guard::guard))
}

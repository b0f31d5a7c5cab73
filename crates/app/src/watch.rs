//! How the platform is watched while it runs: whether it is there and ready, what it counts, and
//! what it logs. Neither counts nor lines name people, what they looked for, or from where: routes
//! stand as patterns, without numbers and questions.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use tracing::Instrument;
use web::site::Site;

use crate::cli::Log;

/// How long the database may take to say that it is there.
const PATIENCE: Duration = Duration::from_secs(2);
/// Upper ends of the classes of duration, in seconds.
const CLASSES: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// What is watched.
#[derive(Clone)]
pub struct Watch(Arc<Watched>);

struct Watched {
    site: Site,
    stopping: AtomicBool,
    registry: Registry,
    requests: Family<Asked, Counter>,
    seconds: Family<Way, Histogram>,
    running: Gauge,
    statements: Counter,
    counted: AtomicU64,
}

/// A request and how it ended.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    method: String,
    route: String,
    status: u16,
}

/// Where a request went.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Way {
    route: String,
}

impl Watch {
    /// Nothing has been seen yet.
    pub fn new(site: Site) -> Watch {
        let mut registry = Registry::with_prefix("heng");
        let requests = Family::<Asked, Counter>::default();
        let seconds = Family::<Way, Histogram>::new_with_constructor(|| Histogram::new(CLASSES));
        let (running, statements) = (Gauge::default(), Counter::default());
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register("http_request_seconds", "Time to answer", seconds.clone());
        registry.register("http_running", "Requests being answered", running.clone());
        registry.register("statements", "Statements sent to the database", statements.clone());
        let built = Family::<Vec<(String, String)>, Gauge>::default();
        let version = ("version".to_owned(), env!("CARGO_PKG_VERSION").to_owned());
        built.get_or_create(&vec![version]).set(1);
        registry.register("build", "The program", built);
        let (stopping, counted) = (AtomicBool::new(false), AtomicU64::new(0));
        Watch(Arc::new(Watched {
            site,
            stopping,
            registry,
            requests,
            seconds,
            running,
            statements,
            counted,
        }))
    }

    /// Says from now on that no more requests should be sent here.
    pub fn stopping(&self) {
        self.0.stopping.store(true, Ordering::Relaxed);
    }

    /// The pages, watched, with `/health` and `/ready` beside them.
    pub fn over(&self, pages: Router) -> Router {
        let own = Router::new()
            .route("/health", get(async || plain(StatusCode::OK, "ok\n")))
            .route("/ready", get(ready))
            .with_state(self.clone());
        pages.layer(middleware::from_fn_with_state(self.clone(), observe)).merge(own)
    }

    /// What Prometheus asks for.
    pub fn metrics(&self) -> Router {
        Router::new().route("/metrics", get(metrics)).with_state(self.clone())
    }
}

/// Whether requests may be sent here: the database answers and nobody has said stop.
async fn ready(State(watch): State<Watch>) -> Response {
    if watch.0.stopping.load(Ordering::Relaxed) {
        return plain(StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    let answers = tokio::time::timeout(PATIENCE, watch.0.site.desk().store.answers()).await;
    match answers {
        Ok(Ok(())) => plain(StatusCode::OK, "ready\n"),
        _ => plain(StatusCode::SERVICE_UNAVAILABLE, "database does not answer\n"),
    }
}

async fn metrics(State(watch): State<Watch>) -> Response {
    let now = watch.0.site.desk().store.calls();
    let before = watch.0.counted.swap(now, Ordering::Relaxed);
    watch.0.statements.inc_by(now.saturating_sub(before));
    let mut text = String::new();
    match encode(&mut text, &watch.0.registry) {
        Ok(()) => {
            let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
            ([(header::CONTENT_TYPE, kind)], text).into_response()
        }
        Err(_) => plain(StatusCode::INTERNAL_SERVER_ERROR, "cannot be written\n"),
    }
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], text).into_response()
}

/// Counts and logs a request; every line that is logged on the way carries its number, and the
/// answer names it too, so that whoever reports a fault can be helped.
async fn observe(State(watch): State<Watch>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = method(request.method());
    let number = web::site::account::chance::token()[..12].to_owned();
    let span = tracing::info_span!("request", number);
    let running = Running::begin(&watch.0.running);
    let mut response = next.run(request).instrument(span.clone()).await;
    drop(running);
    let route = response.extensions().get::<MatchedPath>();
    let route = route.map_or_else(|| "other".to_owned(), |path| path.as_str().to_owned());
    let (status, took) = (response.status().as_u16(), began.elapsed());
    let asked = Asked { method: method.to_owned(), route: route.clone(), status };
    watch.0.requests.get_or_create(&asked).inc();
    watch.0.seconds.get_or_create(&Way { route: route.clone() }).observe(took.as_secs_f64());
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    span.in_scope(|| tracing::info!(method, route, status, ms, "answered"));
    if let Ok(number) = HeaderValue::from_str(&number) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), number);
    }
    response
}

/// Counted as long as it lives, also when whoever asked goes away in between.
struct Running<'g>(&'g Gauge);

impl<'g> Running<'g> {
    fn begin(gauge: &'g Gauge) -> Running<'g> {
        gauge.inc();
        Running(gauge)
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// Anybody can invent a method; only those we know get a count of their own.
fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::OPTIONS => "OPTIONS",
        _ => "OTHER",
    }
}

/// Begins to log to standard error.
pub fn log(log: Log) {
    let lines = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(tracing::Level::INFO)
        .with_target(false);
    // A second logger in one process, as in tests, leaves the first one in place.
    match log {
        Log::Off => {}
        Log::Text => drop(lines.with_ansi(false).try_init()),
        Log::Json => drop(lines.json().flatten_event(true).with_current_span(true).try_init()),
    }
}

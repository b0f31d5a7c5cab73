//! Listening: plain or with TLS, until somebody says stop; what is being answered is finished.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::time::Duration;

use axum::Router;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;

use crate::{Failure, serve};

/// How long somebody may take to send a first request.
const FIRST_REQUEST: Duration = Duration::from_secs(30);

/// A certificate with its key.
pub struct Tls(RustlsConfig);

impl Tls {
    /// From two PEM files.
    pub async fn read(cert: &Path, key: &Path) -> Result<Tls, Failure> {
        // Fails only where one is set already, which is as good.
        drop(rustls::crypto::ring::default_provider().install_default());
        let config = RustlsConfig::from_pem_file(cert, key).await;
        config.map(Tls).map_err(|error| {
            let files = format!("{}、{}", cert.display(), key.display());
            Failure::new(format!("TLS 证书或私钥用不了（{files}）：{error}"))
        })
    }
}

/// Takes an address for itself.
pub fn bind(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).map_err(|error| {
        Failure::new(format!("{address} 用不了：{error}。换一个端口：--port 8090"))
    })
}

/// Serves until somebody says stop. From then on `stopping` is told, nobody new is let in, and
/// what is being answered may take `patience`.
pub async fn serve(
    listener: TcpListener,
    routes: Router,
    tls: Option<Tls>,
    patience: Duration,
    stopping: impl FnOnce() + Send + 'static,
) -> Result<(), Failure> {
    let handle = Handle::new();
    tokio::spawn({
        let handle = handle.clone();
        async move {
            serve::stop().await;
            stopping();
            handle.graceful_shutdown(Some(patience));
        }
    });
    let routes = routes.into_make_service_with_connect_info::<SocketAddr>();
    let broken = |error: std::io::Error| Failure::new(format!("网页服务停了：{error}"));
    match tls {
        None => {
            let server = axum_server::from_tcp(listener).map_err(broken)?;
            let server = server.first_request_timeout(FIRST_REQUEST).handle(handle);
            server.serve(routes).await.map_err(broken)
        }
        Some(Tls(config)) => {
            let server = axum_server::from_tcp_rustls(listener, config).map_err(broken)?;
            let server = server.first_request_timeout(FIRST_REQUEST).handle(handle);
            server.serve(routes).await.map_err(broken)
        }
    }
}

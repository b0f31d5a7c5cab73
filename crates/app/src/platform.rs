//! `heng serve --data` and `--database`: the platform for many people.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use desk::Desk;
use store::{Database, Store, Trouble};
use web::site::{Options, Proxies, Site};

use crate::cli::{PlaceOptions, Serve};
use crate::listen::{self, Tls};
use crate::watch::{self, Watch};
use crate::{Ending, Failure, load};

/// How long giving back a job may take at the end.
const GIVES_BACK: Duration = Duration::from_secs(5);

/// Serves the platform until it is told to stop.
pub fn run(options: &Serve, database: &Database) -> Result<Ending, Failure> {
    watch::log(options.running.log);
    wait(serve(options, database))
}

/// Runs what has to wait for a database or the net.
pub fn wait<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::new(format!("启动不了：{error}")))?;
    let done = runtime.block_on(work);
    // Papers of a job that was given back may still be drawn: nobody waits for them.
    runtime.shutdown_background();
    done
}

/// The database somebody named; none when they named none.
pub fn place(options: &PlaceOptions) -> Option<Database> {
    let folder = |path: &PathBuf| Database::Folder(path.clone());
    options.data.as_ref().map(folder).or_else(|| options.database.clone().map(Database::Url))
}

/// The database somebody must have named.
pub fn named(options: &PlaceOptions) -> Result<Database, Failure> {
    place(options).ok_or_else(|| {
        Failure::new("请用 --data 文件夹 或 --database 网址 说明数据在哪里".to_owned())
    })
}

/// Opens what is kept, with a clear word on what is wrong.
pub async fn open(database: &Database) -> Result<Store, Failure> {
    make_folder(database)?;
    Store::open(database).await.map_err(|error| {
        let why = cause(&error);
        let told = match database {
            Database::Folder(path) => format!("数据文件夹 {} 打不开：{why}", path.display()),
            // The address may hold a password and is not repeated.
            Database::Url(_) => format!("数据库连不上：{why}"),
        };
        Failure::new(told)
    })
}

/// Why nothing can be opened: what the system calls it stands behind what to do.
fn cause(error: &store::Error) -> String {
    match error.trouble() {
        Some(Trouble::Full) => format!("磁盘满了，请先腾出空间（{error}）"),
        Some(Trouble::ReadOnly) => {
            format!("这里只能读、不能写，请检查磁盘是不是只读、本账号有没有权限（{error}）")
        }
        _ => error.to_string(),
    }
}

/// Makes the data folder, where there is to be one.
pub fn make_folder(database: &Database) -> Result<(), Failure> {
    let Database::Folder(path) = database else { return Ok(()) };
    make(path)
        .map_err(|error| Failure::new(format!("数据文件夹 {} 建不了：{error}", path.display())))
}

/// Makes a data folder nobody else may look into: it holds people's names and what they write.
fn make(path: &std::path::Path) -> std::io::Result<()> {
    let mut folder = std::fs::DirBuilder::new();
    folder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
    folder.create(path)
}

/// A desk over a store.
pub fn desk(store: Store, packs: policy::Packs, limits: office::Limits) -> Desk {
    Desk::new(store, Arc::new(packs), limits)
}

async fn serve(options: &Serve, database: &Database) -> Result<Ending, Failure> {
    let packs = load::packs(&options.packs)?;
    let limits = load::limits(&options.limits);
    let store = open(database).await?;
    let demo = store.is_demo().await.map_err(|error| Failure::new(error.to_string()))?;
    let address = SocketAddr::new(options.listen, options.port);
    loopback_or_told(demo, options.listen, options.demo_anywhere)?;
    let tls = match (&options.running.tls_cert, &options.running.tls_key) {
        (Some(cert), Some(key)) => Some(Tls::read(cert, key).await?),
        _ => None,
    };
    let listener = listen::bind(address)?;
    let own = listener.local_addr().map_err(|error| Failure::new(error.to_string()))?;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let bytes = crate::serve::bytes_at_once(limits);
    let secure = options.secure || tls.is_some();
    let site = Site::new(desk(store, packs, limits), Options { demo, secure, bytes }, cores);
    let site = site.printing(pdf).behind(Proxies(options.trusted_proxy.clone()));
    let watch = Watch::new(site.clone());
    if let Some(address) = options.running.metrics {
        let listener = listen::bind(address)?;
        let patience = Duration::ZERO;
        tokio::spawn(listen::serve(listener, watch.metrics(), None, patience, || ()));
    }
    let scheme = if tls.is_some() { "https" } else { "http" };
    crate::print(&format!("请用浏览器打开 {scheme}://{own}/\n按 Ctrl+C 停止。\n"))?;
    let routes = watch.over(web::site::routes(site.clone()));
    let patience = Duration::from_secs(options.running.stop_seconds);
    let jobs = site.start_jobs();
    let stopping = move || {
        watch.stopping();
        site.stop_jobs();
    };
    let served = listen::serve(listener, routes, tls, patience, stopping).await;
    // The job there was is given back, so that another server goes on with it at once.
    drop(tokio::time::timeout(GIVES_BACK, jobs).await);
    served?;
    Ok(Ending::Clean)
}

/// A paper as PDF, with the fonts of this machine.
pub fn pdf(paper: &model::Printout) -> Result<Vec<u8>, String> {
    let fonts = print::Fonts::load(None).map_err(|error| error.to_string())?;
    print::printout(paper, &fonts).map_err(|error| error.to_string())
}

/// Passwords of a demonstration were on a screen once: it is for this machine alone, unless told.
fn loopback_or_told(demo: bool, address: IpAddr, told: bool) -> Result<(), Failure> {
    if demo && !address.is_loopback() && !told {
        return Err(Failure::new(
            "这是演示数据，口令在屏幕上出现过，只在本机开放。确要对外开放请加 --demo-anywhere"
                .to_owned(),
        ));
    }
    Ok(())
}

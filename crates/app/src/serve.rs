//! `heng serve`: the pages on this machine's own address. Nothing is stored.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use office::Limits;
use office::recognise::Recogniser;
use policy::Packs;
use web::server::{Review, Upload, Wanted, routes};

use crate::cli::Serve;
use crate::load::{self, Loaded};
use crate::{Ending, Failure, check, fix};

/// Serves until it is told to stop.
pub fn run(options: &Serve) -> Result<Ending, Failure> {
    let packs = load::packs(&options.packs)?;
    let limits = load::limits(&options.limits);
    let pack = options.packs.pack.clone();
    if let Some(name) = pack.as_deref().filter(|name| packs.head(name).is_none()) {
        return Err(load::no_pack(&packs, name));
    }
    let review: Review = Arc::new(move |wanted, files, complete| {
        let recogniser = Recogniser::new(&packs, pack.as_deref());
        let recogniser = recogniser.ok_or("没有这个规则包")?;
        let desk = Desk { packs: &packs, recogniser, limits };
        desk.answer(wanted, files, complete)
    });
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    crate::platform::wait(listen(review, options.port, cores, bytes_at_once(limits)))
}

/// A page carries its files in base64 and sends them back so: a third more, and some words.
pub fn bytes_at_once(limits: Limits) -> usize {
    usize::try_from(limits.bytes / 3 * 4 + (1 << 20)).unwrap_or(usize::MAX)
}

async fn listen(review: Review, port: u16, cores: usize, bytes: usize) -> Result<Ending, Failure> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listener = tokio::net::TcpListener::bind(address).await.map_err(|error| {
        Failure::new(format!("{address} 用不了：{error}。换一个端口：heng serve --port 8090"))
    })?;
    let own = listener.local_addr().map_err(|error| Failure::new(error.to_string()))?;
    let told =
        format!("请用浏览器打开 http://{own}/\n只有本机能用，不保存任何文件；按 Ctrl+C 停止。\n");
    crate::print(&told)?;
    let served = axum::serve(listener, routes(review, own.port(), cores, bytes));
    served
        .with_graceful_shutdown(stop())
        .await
        .map_err(|error| Failure::new(format!("网页服务停了：{error}")))?;
    Ok(Ending::Clean)
}

/// Ends when the person or the system says stop; what is being answered is finished first.
pub async fn stop() {
    let pressed = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut asked) => tokio::select! { _ = pressed => {}, _ = asked.recv() => {} },
            Err(_) => drop(pressed.await),
        }
    }
    #[cfg(not(unix))]
    drop(pressed.await);
}

/// What one request works with.
struct Desk<'p> {
    packs: &'p Packs,
    recogniser: Recogniser<'p>,
    limits: Limits,
}

impl Desk<'_> {
    fn answer(&self, wanted: &Wanted, files: &[Upload], complete: bool) -> Result<Vec<u8>, String> {
        if *wanted == Wanted::Repaired {
            let file = only(files)?;
            let (packs, recogniser) = (self.packs, &self.recogniser);
            return fix::repaired(packs, recogniser, &file.name, &file.bytes, self.limits);
        }
        let loaded = self.read(files)?;
        let report = check::judge(self.packs, &loaded, complete, &[]);
        match wanted {
            Wanted::Annotated => {
                let bytes = &only(files)?.bytes;
                let judged = (&loaded, &report, false);
                let now = chrono::Utc::now();
                desk::annotate::annotated(bytes, self.limits, judged, &[], now).map(|done| done.0)
            }
            Wanted::Workbook => check::workbook(self.packs, &loaded, &report, complete),
            Wanted::Page(toolbar) => {
                Ok(check::page(self.packs, &loaded, &report, complete, toolbar).into())
            }
            Wanted::Report | Wanted::Repaired => {
                Ok(check::page(self.packs, &loaded, &report, complete, "").into())
            }
        }
    }

    /// The forms of all files; when none can be read, why.
    fn read(&self, files: &[Upload]) -> Result<Loaded, String> {
        let read = files
            .iter()
            .map(|file| load::read_sent(&file.name, &file.bytes, self.limits, &self.recogniser));
        let loaded = Loaded::gather(read);
        let errors: Vec<String> = loaded
            .files
            .iter()
            .filter_map(|file| Some(format!("{}：{}", file.file, file.error.as_ref()?)))
            .collect();
        if errors.len() == files.len() { Err(errors.join("；")) } else { Ok(loaded) }
    }
}

fn only(files: &[Upload]) -> Result<&Upload, String> {
    match files {
        [file] => Ok(file),
        _ => Err("批注和修订一次只能做一个 Word 文件，请只放一个".to_owned()),
    }
}

//! A PostgreSQL server of one's own that keeps what it acknowledges, to be ended and begun again.
//! The one the other tests run beside (`scripts/with-postgres`) takes no care of its data.

use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sea_orm::ConnectionTrait;
use tempfile::TempDir;

/// Whom PostgreSQL runs as where we are root: it refuses to be root.
const NOBODY: u32 = 65_534;

/// A server.
pub struct Cluster {
    programs: PathBuf,
    folder: TempDir,
    port: u16,
    root: bool,
    runs: bool,
}

impl Cluster {
    /// None where PostgreSQL is not to be tried (`scripts/with-postgres` says that it is).
    pub fn begin() -> Option<Cluster> {
        std::env::var_os("HENG_TEST_POSTGRES")?;
        let folder = TempDir::new().expect("a folder");
        let root = std::os::unix::fs::MetadataExt::uid(
            &std::fs::metadata(folder.path()).expect("the folder"),
        ) == 0;
        if root {
            chown(folder.path(), Some(NOBODY), Some(NOBODY)).expect("given to nobody");
        }
        let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|own| own.local_addr());
        let port = port.expect("a port").port();
        let mut cluster = Cluster { programs: programs(), folder, port, root, runs: false };
        let data = cluster.data();
        let made = cluster.run(
            "initdb",
            &["-D", &data, "-U", "heng", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"],
        );
        assert!(made, "initdb");
        cluster.rise();
        Some(cluster)
    }

    /// A new database; its address.
    pub fn database(&mut self, name: &str) -> String {
        let address = |name: &str| format!("postgres://heng@127.0.0.1:{}/{name}", self.port);
        super::wait(async {
            let raw = sea_orm::Database::connect(address("postgres")).await.expect("it answers");
            raw.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("made");
            raw.close().await.expect("closed");
        });
        address(name)
    }

    /// Ends it as if the machine had gone: nothing is written out or said.
    pub fn fall(&mut self) {
        let data = self.data();
        assert!(self.run("pg_ctl", &["-D", &data, "-m", "immediate", "stop"]), "it falls");
        self.runs = false;
    }

    /// Begins it again.
    pub fn rise(&mut self) {
        let (data, log) = (self.data(), self.path("log"));
        let options =
            format!("-p {} -k {} -c listen_addresses=127.0.0.1", self.port, self.path(""));
        let begun = self.run("pg_ctl", &["-D", &data, "-w", "-l", &log, "-o", &options, "start"]);
        assert!(begun, "{}", std::fs::read_to_string(self.path("log")).unwrap_or_default());
        self.runs = true;
    }

    fn data(&self) -> String {
        self.path("data")
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().expect("UTF-8").to_owned()
    }

    fn run(&self, program: &str, arguments: &[&str]) -> bool {
        let mut command = Command::new(self.programs.join(program));
        command.args(arguments).current_dir(self.folder.path());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        if self.root {
            command.uid(NOBODY).gid(NOBODY);
        }
        command.status().expect("the program runs").success()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.runs {
            let data = self.data();
            self.run("pg_ctl", &["-D", &data, "-m", "immediate", "stop"]);
        }
    }
}

/// Where the programs of the newest PostgreSQL are.
fn programs() -> PathBuf {
    let mut found: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten() {
        found.push(entry.path().join("bin"));
    }
    let version = |path: &PathBuf| -> u32 {
        let name = path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy());
        name.and_then(|name| name.parse().ok()).unwrap_or(0)
    };
    found.sort_by_key(version);
    let on_path = || {
        let all = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&all).find(|folder| folder.join("initdb").is_file())
    };
    found.pop().or_else(on_path).expect("PostgreSQL's programs")
}

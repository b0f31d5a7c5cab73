//! Brings what the browser needs into the program: the packages that the npm lock file names, and
//! our own scripts and styles, each with an address that changes with its content and packed once.
//!
//! The packages are fetched once for each change of the lock file, into cargo's output folder; none
//! of their scripts runs. It does not bundle, rewrite or minify anything.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use flate2::Compression;
use flate2::write::GzEncoder;
use sm3::{Digest, Sm3};

/// What is taken out of the packages, and the name it goes by.
const TAKEN: [(&str, &str); 3] = [
    ("@tabler/core/dist/css/tabler.min.css", "tabler.css"),
    ("htmx.org/dist/htmx.min.js", "htmx.js"),
    ("echarts/dist/echarts.common.min.js", "echarts.js"),
];

/// Folders whose scripts and styles belong to the site; `pages` writes its own into what is kept.
const OWN: [&str; 2] = ["src/site", "src/edit"];

/// One file that the browser may ask for.
struct File {
    name: String,
    bytes: Vec<u8>,
}

fn main() {
    let home = folder("CARGO_MANIFEST_DIR");
    let out = folder("OUT_DIR");
    let mut files = packages(&home, &out.join("npm"));
    // The whole folder: one that does not exist yet cannot be watched.
    println!("cargo::rerun-if-changed={}", home.join("src").display());
    for own in OWN {
        collect(&home.join(own), &mut files);
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    for pair in files.windows(2) {
        if pair[0].name == pair[1].name {
            stop(&format!("two files are called {}", pair[0].name));
        }
    }
    let store = out.join("assets");
    fs::create_dir_all(&store).expect("the output folder is writable");
    fs::write(out.join("assets.rs"), table(&files, &store)).expect("the output folder is writable");
}

fn folder(variable: &str) -> PathBuf {
    PathBuf::from(env::var(variable).unwrap_or_else(|_| panic!("cargo sets {variable}")))
}

/// Stops the build with what is wrong and what to do.
fn stop(problem: &str) -> ! {
    println!("cargo::error={problem}");
    std::process::exit(1);
}

/// The files taken out of the packages, and the packages' licences as one text.
fn packages(home: &Path, work: &Path) -> Vec<File> {
    let mut wanted = String::new();
    for name in ["package.json", "package-lock.json"] {
        println!("cargo::rerun-if-changed={}", home.join(name).display());
        wanted.push_str(&fs::read_to_string(home.join(name)).expect("a file of this crate"));
    }
    wanted.push_str(&format!("{TAKEN:?}"));
    let stamp = work.join("taken.txt");
    if fs::read_to_string(&stamp).ok().as_deref() != Some(&wanted) {
        fetch(home, work);
        fs::write(&stamp, &wanted).expect("the output folder is writable");
    }
    let names = TAKEN.iter().map(|(_, name)| *name).chain(["licences.txt"]);
    names.map(|name| File { name: name.to_owned(), bytes: read(&work.join(name)) }).collect()
}

/// Fetches the packages, keeps what is wanted of them and drops the rest, which is large.
fn fetch(home: &Path, work: &Path) {
    fs::create_dir_all(work).expect("the output folder is writable");
    for name in ["package.json", "package-lock.json"] {
        fs::copy(home.join(name), work.join(name)).expect("the output folder is writable");
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    match Command::new(npm).args(options).current_dir(work).output() {
        Ok(output) if output.status.success() => {}
        Ok(output) => {
            let told = String::from_utf8_lossy(&output.stderr);
            let told = told.lines().collect::<Vec<_>>().join(" / ");
            stop(&format!("npm could not fetch the packages of crates/web: {told}"));
        }
        Err(error) => stop(&format!(
            "npm did not start ({error}). It fetches the style and the scripts of the pages. \
             Install Node.js 20 or later with npm (Debian: apt-get install nodejs npm), or run \
             scripts/setup"
        )),
    }
    let modules = work.join("node_modules");
    for (path, name) in TAKEN {
        fs::write(work.join(name), without_map(read(&modules.join(path)))).expect("writable");
    }
    fs::write(work.join("licences.txt"), licences(&modules)).expect("writable");
    fs::remove_dir_all(&modules).expect("what was just written can be removed");
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| stop(&format!("{}: {error}", path.display())))
}

/// The file without its last line's pointer to a source map, which is not carried.
fn without_map(bytes: Vec<u8>) -> Vec<u8> {
    let mark = b"sourceMappingURL=";
    let Some(at) = bytes.windows(mark.len()).rposition(|window| window == mark) else {
        return bytes;
    };
    let line = bytes[..at].iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
    bytes[..line].to_vec()
}

/// What the packages ask to be passed on with them; a package without such a file says it at the
/// head of its code.
fn licences(modules: &Path) -> String {
    let mut folders = Vec::new();
    for folder in entries(modules).into_iter().filter(|path| path.is_dir()) {
        let scope = folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with('@'));
        folders.extend(if scope { entries(&folder) } else { vec![folder] });
    }
    let mut text = String::new();
    for folder in folders {
        let is_licence = |path: &PathBuf| {
            let name = path.file_name().map(|name| name.to_string_lossy().to_uppercase());
            name.is_some_and(|name| name.starts_with("LICENSE") || name.starts_with("NOTICE"))
        };
        for file in entries(&folder).into_iter().filter(|path| path.is_file() && is_licence(path)) {
            let name = file.strip_prefix(modules).expect("below the folder").display().to_string();
            let _ = writeln!(text, "==== {name}\n\n{}", String::from_utf8_lossy(&read(&file)));
        }
    }
    text
}

/// Paths in a folder, in name order.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let listing = fs::read_dir(folder).map(|listing| listing.filter_map(Result::ok));
    let mut paths: Vec<PathBuf> = listing.into_iter().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

/// Our own scripts and styles below a folder.
fn collect(folder: &Path, files: &mut Vec<File>) {
    for path in entries(folder) {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "js" || ending == "css") {
            let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
            files.push(File { name, bytes: read(&path) });
        }
    }
}

/// The Rust source that carries the files: one constant each, and all of them as a list.
fn table(files: &[File], store: &Path) -> String {
    let mut source = String::new();
    let mut list = String::new();
    for file in files {
        let (stem, ending) = file.name.rsplit_once('.').expect("each has an ending");
        let kind = match ending {
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            _ => "text/plain; charset=utf-8",
        };
        let digest = Sm3::digest(&file.bytes);
        let mark: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let plain = store.join(format!("{stem}.{mark}.{ending}"));
        let packed = store.join(format!("{stem}.{mark}.{ending}.gz"));
        // What has the name has the content: packing again would cost each build its time.
        if !packed.exists() {
            fs::write(&plain, &file.bytes).expect("the output folder is writable");
            fs::write(&packed, pack(&file.bytes)).expect("the output folder is writable");
        }
        let constant = file.name.replace(['.', '-'], "_").to_uppercase();
        let _ = writeln!(
            source,
            "/// `{}`.\npub const {constant}: Asset = Asset {{\n    \
             address: \"/assets/{stem}.{mark}.{ending}\",\n    kind: {kind:?},\n    \
             plain: include_bytes!({plain:?}),\n    packed: include_bytes!({packed:?}),\n}};",
            file.name
        );
        let _ = write!(list, "{constant}, ");
    }
    let _ = writeln!(source, "/// All of them.\nconst ALL: [Asset; {}] = [{list}];", files.len());
    source
}

fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory can be written to");
    encoder.finish().expect("memory can be written to")
}

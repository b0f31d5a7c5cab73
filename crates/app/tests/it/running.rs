//! Running the platform, as processes: where its options come from, how it is watched, how it
//! stops, and how a copy of everything is made beside it and brought back.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;

use crate::command::heng;
use crate::serve::Server;

/// An answer: its status and all of it as text.
struct Answer {
    status: u16,
    whole: String,
}

/// Sends a request and reads to its end.
fn ask(address: &str, head: &str, body: &str) -> Answer {
    let stream = TcpStream::connect(address).expect("it listens");
    answered(send(stream, address, head, body))
}

fn send(mut stream: TcpStream, address: &str, head: &str, body: &str) -> TcpStream {
    let length = body.len();
    let head = format!(
        "{head} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).expect("sent");
    stream.write_all(body.as_bytes()).expect("sent");
    stream
}

fn answered(mut stream: impl Read) -> Answer {
    let mut whole = Vec::new();
    stream.read_to_end(&mut whole).expect("an answer");
    let whole = String::from_utf8_lossy(&whole).into_owned();
    let status = whole.split(' ').nth(1).and_then(|code| code.parse().ok());
    Answer { status: status.expect("a status"), whole }
}

fn text(path: &Path) -> String {
    path.to_str().expect("UTF-8").to_owned()
}

const PASSWORD: &str = "Renhe-2026-ok";

/// The first administrator is made on the first page.
fn first_run(address: &str) {
    let body = format!(
        "region=%E4%BB%81%E5%92%8C%E5%8C%BA&code=510411&bureau=%E8%B4%A2%E6%94%BF%E5%B1%80\
         &name=%E5%BC%A0%E4%B8%89&login=zhang.san&password={PASSWORD}&again={PASSWORD}"
    );
    let answer = ask(address, "POST /first-run", &body);
    assert_eq!(answer.status, 303, "{}", answer.whole);
}

fn sign_in(address: &str, password: &str) -> Answer {
    ask(address, "POST /sign-in", &format!("login=zhang.san&password={password}"))
}

#[test]
fn what_the_file_says_gives_way_to_the_environment_and_to_the_call() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("heng.toml");
    let (told, own) = (folder.path().join("told"), folder.path().join("own"));
    // The port of the file would be refused: the call's own is taken.
    let written = format!("port = 1\nlog = \"off\"\ndata = {:?}\nsecure = false\n", text(&told));
    std::fs::write(&file, written).expect("written");
    let server = Server::with(&["--config", &text(&file)]);
    assert_eq!(ask(&server.address, "GET /ready", "").status, 200);
    assert!(told.join("heng.sqlite").is_file(), "the data are where the file says");
    let server = Server::with(&["--config", &text(&file), "--data", &text(&own)]);
    assert_eq!(ask(&server.address, "GET /ready", "").status, 200);
    assert!(own.join("heng.sqlite").is_file(), "the data are where the call says");
}

#[test]
fn a_file_that_is_wrong_says_where_and_what_can_be_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("heng.toml");
    let cases = [
        ("prot = 7800\n", "不认识“prot”，可以写：port"),
        ("secure = \"yes\"\n", "secure：要写 true 或 false"),
        ("port = 1.5\n", "port：要写文字、整数"),
        ("port = \"many\"\n", "--port"),
        ("port\n", "不是 TOML"),
    ];
    for (written, why) in cases {
        std::fs::write(&file, written).expect("written");
        let run = heng(&["serve", "--config", &text(&file)]);
        assert_eq!(run.code, 2, "{written}");
        assert!(run.err.contains(why), "{written}: {}", run.err);
    }
    let run = heng(&["serve", "--config", &text(&folder.path().join("none.toml"))]);
    assert!(run.code == 2 && run.err.contains("读不了"), "{}", run.err);
}

#[test]
fn it_is_watched_without_naming_anybody() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("log");
    let port = free_port();
    let metrics = format!("127.0.0.1:{port}");
    let data = text(&folder.path().join("data"));
    let server = Server::logging(&["--data", &data, "--log", "json", "--metrics", &metrics], &log);
    first_run(&server.address);
    let wrong = sign_in(&server.address, "Not-the-password-1");
    assert!(wrong.whole.to_lowercase().contains("x-request-id"), "{}", wrong.whole);
    assert_eq!(ask(&server.address, "GET /search?q=%E5%BC%A0%E4%B8%89", "").status, 303);
    assert_eq!(ask(&server.address, "BREW /nowhere/17", "").status, 404);
    assert_eq!(ask(&server.address, "GET /metrics", "").status, 404, "only where it was told");
    let counts = ask(&metrics, "GET /metrics", "").whole;
    let told = r#"heng_http_requests_total{method="POST",route="/first-run",status="303"} 1"#;
    assert!(counts.contains(told), "{counts}");
    assert!(counts.contains(r#"method="OTHER",route="other""#), "{counts}");
    assert!(counts.contains("heng_statements_total") && counts.contains("heng_build{version="));
    drop(server);
    let log = std::fs::read_to_string(&log).expect("a log");
    let lines: Vec<serde_json::Value> =
        log.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    let routes: Vec<&str> = lines.iter().filter_map(|line| line["route"].as_str()).collect();
    assert!(routes.contains(&"/sign-in") && routes.contains(&"/search"), "{log}");
    for personal in ["张三", "%E5%BC%A0", "zhang.san", "Renhe", "127.0.0.1"] {
        assert!(!log.contains(personal) && !counts.contains(personal), "{personal}: {log}");
    }
}

/// A port nobody had a moment ago.
fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

#[test]
fn told_to_stop_it_finishes_what_it_is_answering() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Server::with(&["--data", &text(&folder.path().join("data"))]);
    first_run(&server.address);
    let body = format!("login=zhang.san&password={PASSWORD}");
    let mut stream = TcpStream::connect(&server.address).expect("it listens");
    let head = format!(
        "POST /sign-in HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\
         Expect: 100-continue\r\n\r\n",
        server.address,
        body.len()
    );
    stream.write_all(head.as_bytes()).expect("sent");
    // It has begun to answer: it asks for the body.
    let mut asked = [0; 25];
    stream.read_exact(&mut asked).expect("is asked to go on");
    assert!(asked.starts_with(b"HTTP/1.1 100"), "{}", String::from_utf8_lossy(&asked));
    server.terminate();
    while TcpStream::connect(&server.address).is_ok() {
        std::thread::yield_now();
    }
    stream.write_all(body.as_bytes()).expect("sent");
    let answer = answered(stream);
    assert_eq!(answer.status, 303, "{}", answer.whole);
    assert!(server.ended().success());
}

#[test]
fn a_copy_made_beside_the_server_is_brought_back_and_people_sign_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| text(&folder.path().join(name));
    let (data, copy, other) = (path("data"), path("copy.zip"), path("other"));
    let server = Server::with(&["--data", &data]);
    first_run(&server.address);
    let run = heng(&["backup", "--data", &data, "-o", &copy]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("已通读核对") && run.out.contains("链尾"), "{}", run.out);
    let run = heng(&["backup", "--data", &data, "-o", &copy]);
    assert!(run.code == 2 && run.err.contains("不覆盖"), "{}", run.err);
    let run = heng(&["restore", &copy, "--check"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    let run = heng(&["restore", &copy, "--data", &other]);
    assert_eq!(run.code, 0, "{}", run.err);
    let again = Server::with(&["--data", &other]);
    assert_eq!(sign_in(&again.address, PASSWORD).status, 303);
    let run = heng(&["restore", &copy, "--data", &data]);
    assert!(run.code == 2 && run.err.contains("正在运行"), "{}", run.err);
    drop(again);
    let run = heng(&["restore", &copy, "--data", &other]);
    assert!(run.code == 2 && run.err.contains("已经有数据"), "{}", run.err);
    let run = heng(&["backup", "--data", &path("nowhere"), "-o", &path("x.zip")]);
    assert!(run.code == 2 && run.err.contains("还没有“衡”的数据"), "{}", run.err);
    assert!(!folder.path().join("x.zip").exists() && !folder.path().join("x.zip.part").exists());
}

#[test]
fn whoever_has_the_data_lets_people_in_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = text(&folder.path().join("data"));
    let server = Server::with(&["--data", &data]);
    first_run(&server.address);
    let run = heng(&["admin", "password", "zhang.san", "--data", &data]);
    assert!(run.code == 2 && run.err.contains("正在运行"), "{}", run.err);
    drop(server);
    let run = heng(&["admin", "people", "--data", &data]);
    assert!(run.out.contains("zhang.san") && run.out.contains("系统管理员"), "{}", run.out);
    let run = heng(&["admin", "password", "zhang.san", "--data", &data]);
    let secret = run.out.split("密码：").nth(1).and_then(|rest| rest.lines().next());
    let secret = secret.expect("a password").to_owned();
    let run = heng(&["admin", "password", "li.si", "--data", &data]);
    assert!(run.code == 2 && run.err.contains("li.si"), "{}", run.err);
    let run = heng(&["admin", "administrator", "zhang.san", "--data", &data]);
    assert!(run.code == 0 && run.out.contains("已经是系统管理员"), "{}{}", run.out, run.err);
    let nowhere = text(&folder.path().join("nowhere"));
    let run = heng(&["admin", "people", "--data", &nowhere]);
    assert!(run.code == 2 && run.err.contains("还没有“衡”的数据"), "{}", run.err);
    assert!(!Path::new(&nowhere).exists(), "a mistyped place is not made");
    let server = Server::with(&["--data", &data]);
    assert_ne!(sign_in(&server.address, PASSWORD).status, 303, "the old password is gone");
    assert_eq!(sign_in(&server.address, &secret).status, 303);
}

#[test]
fn with_a_certificate_it_speaks_tls_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let (cert, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    std::fs::write(&cert, made.cert.pem()).expect("written");
    std::fs::write(&key, made.signing_key.serialize_pem()).expect("written");
    let data = text(&folder.path().join("data"));
    let files = ["--tls-cert", &text(&cert), "--tls-key", &text(&key)];
    let server = Server::with(&[&["--data", data.as_str()][..], &files[..]].concat());
    let mut roots = rustls::RootCertStore::empty();
    roots.add(made.cert.der().clone()).expect("a root");
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = rustls::pki_types::ServerName::try_from("localhost").expect("a name");
    let client = rustls::ClientConnection::new(config.into(), name).expect("a client");
    let socket = TcpStream::connect(&server.address).expect("it listens");
    let mut stream = rustls::StreamOwned::new(client, socket);
    stream
        .write_all(b"GET /ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .expect("sent");
    assert_eq!(answered(stream).status, 200);
    let mut plain = TcpStream::connect(&server.address).expect("it listens");
    plain.write_all(b"GET /ready HTTP/1.1\r\nHost: x\r\n\r\n").expect("sent");
    let mut said = Vec::new();
    drop(plain.read_to_end(&mut said));
    assert!(!said.starts_with(b"HTTP"), "{}", String::from_utf8_lossy(&said));
    let run =
        heng(&["serve", "--data", &data, "--tls-cert", &text(&key), "--tls-key", &text(&cert)]);
    assert_eq!(run.code, 2, "{}", run.out);
}

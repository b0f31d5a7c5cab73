//! `heng serve` as a process: it says where it is, judges a real file, and stops when told.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::command::{heng, real_folder};

pub struct Server {
    child: Child,
    pub address: String,
}

impl Server {
    pub fn start() -> Server {
        Server::with(&[])
    }

    /// A server that was told more, such as where it keeps what it is given.
    pub fn with(more: &[&str]) -> Server {
        Server::begin(Command::new(env!("CARGO_BIN_EXE_heng")).env("HENG_LOG", "off"), more)
    }

    /// The same, its log in a file.
    pub fn logging(more: &[&str], log: &Path) -> Server {
        let file = std::fs::File::create(log).expect("a file");
        Server::begin(Command::new(env!("CARGO_BIN_EXE_heng")).stderr(file), more)
    }

    fn begin(command: &mut Command, more: &[&str]) -> Server {
        let command = command.args(["serve", "--port", "0"]).args(more);
        let mut child = command.stdout(Stdio::piped()).spawn().expect("heng can be started");
        let mut line = String::new();
        let out = child.stdout.take().expect("its output");
        BufReader::new(out).read_line(&mut line).expect("says where it is");
        let address = line.split("://").nth(1).and_then(|rest| rest.split('/').next());
        Server { address: address.expect("an address").to_owned(), child }
    }

    /// Its number among the processes.
    pub fn number(&self) -> u32 {
        self.child.id()
    }

    /// Tells it to stop, as the system does.
    pub fn terminate(&self) {
        let number = self.number().to_string();
        let told = Command::new("kill").args(["-TERM", &number]).status().expect("kill runs");
        assert!(told.success(), "{told}");
    }

    /// Ends it as a power cut would.
    pub fn kill(&mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }

    /// How it ended.
    pub fn ended(&mut self) -> std::process::ExitStatus {
        self.child.wait().expect("it ends")
    }

    /// Sends the real file and gives status and body.
    fn review(&self, wanted: &str) -> (u16, Vec<u8>) {
        let file = std::fs::read(real_folder().join("renhe-2026.docx")).expect("the real file");
        let mut body = Vec::new();
        body.extend(b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"renhe.docx\"\r\n\r\n");
        body.extend(file);
        let tail = format!(
            "\r\n--x\r\nContent-Disposition: form-data; name=\"wanted\"\r\n\r\n{wanted}\r\n--x--\r\n"
        );
        body.extend(tail.as_bytes());
        let head = format!(
            "POST /review HTTP/1.1\r\nHost: {}\r\nContent-Type: multipart/form-data; boundary=x\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n",
            self.address,
            body.len()
        );
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        stream.write_all(head.as_bytes()).expect("sent");
        stream.write_all(&body).expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        let at = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let status = String::from_utf8_lossy(&answer[..at]);
        let status = status.split(' ').nth(1).and_then(|code| code.parse().ok());
        (status.expect("a status"), answer[at + 4..].to_vec())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A test that fails must not leave a server behind.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn the_real_file_comes_back_as_page_and_as_word() {
    let server = Server::start();
    let (status, page) = server.review("page");
    let page = String::from_utf8(page).expect("UTF-8");
    assert_eq!(status, 200);
    assert!(page.contains("不能提交") && page.contains("C084"), "the findings are on the page");
    assert!(page.contains("下载带批注的 Word"));
    let annotated = tempfile::tempdir().expect("a folder");
    let name = annotated.path().join("批注.docx");
    let real = real_folder().join("renhe-2026.docx");
    for wanted in ["annotated", "repaired"] {
        let (status, bytes) = server.review(wanted);
        assert_eq!(status, 200);
        assert_ne!(bytes, std::fs::read(&real).expect("the real file"), "{wanted}");
        std::fs::write(&name, &bytes).expect("written");
        let read = heng(&["read", name.to_str().expect("UTF-8")]);
        assert_eq!(read.code, 0, "{wanted}: {}", read.err);
        assert!(read.out.contains("13 张表"), "{wanted}: {}", read.out);
    }
}

#[test]
fn an_address_in_use_says_what_to_do() {
    let server = Server::start();
    let port = server.address.rsplit(':').next().expect("a port").to_owned();
    let run = heng(&["serve", "--port", &port]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("换一个端口"), "{}", run.err);
}

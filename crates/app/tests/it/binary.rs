//! Starts the binary on a folder of its own.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

pub(crate) struct Data {
    folder: tempfile::TempDir,
}

impl Data {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bildungsraum"));
        command.env_remove("DATABASE_URL").env("RUST_LOG", "off").env("BILDUNGSRAUM_DATA", self.path().join("data"));
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command().args(arguments).output().unwrap()
    }

    /// Runs with `--json` and reads the answer.
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let output = self.command().args(arguments).arg("--json").output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        serde_json::from_str(&text).unwrap_or_else(|_| {
            panic!("{arguments:?} printed {text:?} and {:?}", String::from_utf8_lossy(&output.stderr))
        })
    }

    pub(crate) fn serve(&self) -> Server {
        let mut child = self
            .command()
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines.find_map(|line| line.unwrap().strip_prefix("http://").map(str::to_owned));
        Server { child, address: address.expect("the address is printed") }
    }
}

pub(crate) struct Server {
    pub(crate) child: Child,
    address: String,
}

impl Server {
    /// Status and body.
    pub(crate) fn get(&self, path: &str) -> (u16, String) {
        self.request(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
    }

    pub(crate) fn request(&self, request: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let text = String::from_utf8_lossy(&answer).into_owned();
        let status = text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        let body = text.split_once("\r\n\r\n").map_or(String::new(), |(_, body)| body.to_owned());
        (status, body)
    }

    /// Total of the API's answer, read again until it is `expected`: the index follows the store within seconds.
    pub(crate) fn await_total(&self, expected: u64) -> u64 {
        let begin = Instant::now();
        loop {
            let (_, body) = self.get("/api/v1/offers?limit=1");
            let total = total_of(&body);
            if total == Some(expected) || begin.elapsed() > Duration::from_secs(20) {
                return total.unwrap_or(u64::MAX);
            }
            std::thread::yield_now();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `"total"` of a JSON body, which may come in chunks.
fn total_of(body: &str) -> Option<u64> {
    let after = body.split_once("\"total\":")?.1.trim_start();
    after.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok()
}

/// An Open-vhs file whose courses take place far in the future.
pub(crate) fn openvhs(numbers: impl IntoIterator<Item = u32>) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<openvhs:veranstaltungen version=\"1.2\" xmlns:openvhs=\"http://www.dvv-vhs.de/Open-VHS\">\n",
    );
    for nr in numbers {
        text.push_str(&format!(
            "<veranstaltung><guid>B-{nr}</guid><nummer>{nr}</nummer><name>Beispielkurs {nr}</name>\
             <dvv_kategorie version=\"2.0\">4.06</dvv_kategorie><beginn_datum>2090-05-04</beginn_datum>\
             <veranstaltungsort><name>Beispiel-Haus</name><adresse><land>Deutschland</land><plz>54329</plz><ort>Konz</ort>\
             <strasse>Beispielstraße 1</strasse></adresse></veranstaltungsort>\
             <termin><beginn_datum>2090-05-04</beginn_datum><beginn_uhrzeit>18:30</beginn_uhrzeit></termin>\
             <webadresse><typ>website</typ><uri>https://vhs.example/{nr}</uri></webadresse></veranstaltung>\n"
        ));
    }
    text.push_str("</openvhs:veranstaltungen>\n");
    text
}

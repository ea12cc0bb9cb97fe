//! A small HTTP/1.1 client for measuring: one connection, kept open, one request after the other.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// An open connection.
pub(super) struct Connection {
    address: String,
    stream: BufReader<TcpStream>,
}

/// What came back.
pub(super) struct Response {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    /// As transferred, that is compressed if the server compressed it.
    pub(super) body: Vec<u8>,
    pub(super) time: Duration,
}

impl Response {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl Connection {
    pub(super) fn open(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).with_context(|| format!("cannot connect to {address}"))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_mins(1)))?;
        Ok(Self { address: address.to_owned(), stream: BufReader::with_capacity(64 * 1024, stream) })
    }

    /// Time runs from sending the request to having received the last byte.
    pub(super) fn get(&mut self, path: &str, accept_encoding: &str) -> Result<Response> {
        let begin = Instant::now();
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nAccept-Encoding: {accept_encoding}\r\nAccept: text/html, application/json, */*\r\n\r\n",
            self.address
        );
        self.stream.get_mut().write_all(request.as_bytes())?;
        let mut response = self.read_response()?;
        response.time = begin.elapsed();
        Ok(response)
    }

    fn read_response(&mut self) -> Result<Response> {
        let status_line = self.read_line()?;
        let status = status_line.split(' ').nth(1).and_then(|code| code.parse().ok());
        let status = status.with_context(|| format!("no HTTP response: {status_line:?}"))?;
        let mut headers = Vec::new();
        loop {
            let line = self.read_line()?;
            let Some((name, value)) = line.split_once(':') else {
                break;
            };
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let mut response = Response { status, headers, body: Vec::new(), time: Duration::ZERO };
        if response.header("transfer-encoding") == Some("chunked") {
            loop {
                let line = self.read_line()?;
                let size = usize::from_str_radix(line.split(';').next().unwrap_or_default().trim(), 16)
                    .with_context(|| format!("no length of a chunk: {line:?}"))?;
                self.read_exactly(size, &mut response.body)?;
                self.read_line()?;
                if size == 0 {
                    return Ok(response);
                }
            }
        }
        let length = response.header("content-length").and_then(|length| length.parse().ok());
        match length {
            Some(length) => self.read_exactly(length, &mut response.body)?,
            None if matches!(status, 204 | 304) => {}
            None => bail!("a response without length"),
        }
        Ok(response)
    }

    fn read_line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            bail!("the server has closed the connection");
        }
        Ok(line.trim_end().to_owned())
    }

    fn read_exactly(&mut self, length: usize, body: &mut Vec<u8>) -> Result<()> {
        let begin = body.len();
        body.resize(begin + length, 0);
        self.stream.read_exact(&mut body[begin..])?;
        Ok(())
    }
}

//! A running `bildungsraum serve`, and what the system says about a process.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::http::Connection;

/// Stops when dropped.
pub(super) struct Service {
    child: Child,
    pub(super) address: String,
    /// From starting the process to the first answer of /gesundheit.
    pub(super) ready_after: Duration,
}

impl Service {
    pub(super) fn start(binary: &Path, data: &Path) -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let address = format!("127.0.0.1:{port}");
        let begin = Instant::now();
        let child = Command::new(binary)
            .args(["serve", "--listen", &address])
            .arg("--data")
            .arg(data)
            .env_remove("DATABASE_URL")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .context("cannot start bildungsraum")?;
        let mut service = Self { child, address, ready_after: Duration::ZERO };
        loop {
            let answer = Connection::open(&service.address).and_then(|mut to| to.get("/gesundheit", "identity"));
            if answer.is_ok_and(|answer| answer.status == 200) {
                service.ready_after = begin.elapsed();
                return Ok(service);
            }
            if begin.elapsed() > Duration::from_mins(2) || service.child.try_wait()?.is_some() {
                bail!("bildungsraum serve does not become ready");
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    pub(super) fn connect(&self) -> Result<Connection> {
        Connection::open(&self.address)
    }

    /// Resident memory in megabytes: now, and at its highest.
    pub(super) fn memory(&self) -> Result<(f64, f64)> {
        memory_of(self.child.id()).context("the process has no memory figures")
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // A process that cannot be killed has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Resident memory of a process in megabytes, now and at its highest; `None` when it has ended.
fn memory_of(process: u32) -> Option<(f64, f64)> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let figure = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name))?;
        line.split_whitespace().nth(1)?.parse::<f64>().ok().map(|kilobytes| kilobytes / 1000.0)
    };
    Some((figure("VmRSS:")?, figure("VmHWM:")?))
}

/// Runs a process to its end; its time and the highest resident memory in megabytes.
pub(super) fn watched(command: &mut Command) -> Result<(std::process::Output, Duration, f64)> {
    let begin = Instant::now();
    let child = command.stdout(Stdio::piped()).spawn().context("cannot start the program to be measured")?;
    let process = child.id();
    let watching = std::thread::spawn(move || {
        let mut peak: f64 = 0.0;
        while let Some((_, highest)) = memory_of(process) {
            peak = peak.max(highest);
            std::thread::sleep(Duration::from_millis(20));
        }
        peak
    });
    let output = child.wait_with_output()?;
    let time = begin.elapsed();
    let peak = watching.join().expect("watching does not panic");
    if !output.status.success() {
        bail!("the program to be measured ended with {}", output.status);
    }
    Ok((output, time, peak))
}

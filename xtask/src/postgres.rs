//! A private PostgreSQL server for tests and benchmarks: a fresh one in a temporary folder, gone afterwards.
//!
//! The server is held by a second process of this program (`xtask hold-postgres`) that waits for the end of its standard input.
//! However the first process ends (normally, by an error, by Ctrl-C, killed), that input ends, the server is stopped and its folder removed.

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::{process, tools};

/// Name of the hidden subcommand.
pub(crate) const HOLD: &str = "hold-postgres";

/// The account under which distributions run PostgreSQL; the server refuses to run as root.
const ACCOUNT: &str = "postgres";

/// A running server. Stops when dropped.
pub(crate) struct PrivatePostgres {
    holder: Child,
    input: Option<ChildStdin>,
    url: String,
}

impl PrivatePostgres {
    /// Starts a server with additional settings (`name=value`).
    pub(crate) fn start(settings: &[&str]) -> Result<Self> {
        let mut holder = Command::new(std::env::current_exe()?)
            .arg(HOLD)
            .args(settings)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .process_group(0) // Ctrl-C must not reach it before it has tidied up.
            .spawn()
            .context("cannot start the process that holds PostgreSQL")?;
        let input = holder.stdin.take();
        let mut url = String::new();
        BufReader::new(holder.stdout.take().expect("stdout was piped")).read_line(&mut url)?;
        let url = url.trim().to_owned();
        if url.is_empty() {
            holder.wait()?;
            bail!("PostgreSQL did not start");
        }
        Ok(Self { holder, input, url })
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for PrivatePostgres {
    fn drop(&mut self) {
        drop(self.input.take());
        // A holder that cannot be waited for has ended already.
        let _ = self.holder.wait();
    }
}

/// The holding process: starts the server, prints its address, waits for the end of the input, stops it.
pub(crate) fn hold(settings: &[String]) -> Result<()> {
    let programs = tools::postgres_programs().context("PostgreSQL 15 or later is not installed")?;
    let folder = std::env::temp_dir().join(format!("bildungsraum-postgres-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let result = serve(&programs, &folder, settings, |url| {
        println!("{url}");
        let mut until_the_end = Vec::new();
        std::io::stdin().read_to_end(&mut until_the_end)?;
        Ok(())
    });
    std::fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    result
}

/// Runs a server in the folder for as long as `meanwhile` takes; it is given the address.
fn serve(
    programs: &Path,
    folder: &Path,
    settings: &[String],
    meanwhile: impl FnOnce(&str) -> Result<()>,
) -> Result<()> {
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
    let account = if tools::is_root() {
        let ids = (tools::user_id(Some(ACCOUNT))?, tools::group_id(ACCOUNT)?);
        chown(folder, Some(ids.0), Some(ids.1))?;
        Some(ids)
    } else {
        None
    };
    let program = |name: &str| {
        let mut command = Command::new(programs.join(name));
        if let Some((user, group)) = account {
            command.uid(user).gid(group);
        }
        command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null());
        command
    };
    let cluster: PathBuf = folder.join("cluster");
    let initdb = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"];
    process::run(program("initdb").args(initdb).arg(&cluster))?;

    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let sockets = folder.display();
    let mut options = format!("-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={sockets}");
    // Nothing here outlives the run, so nothing has to be safe on disk.
    for fixed in ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"] {
        options.push_str(&format!(" -c {fixed}"));
    }
    for setting in settings {
        options.push_str(&format!(" -c {setting}"));
    }
    let log = folder.join("log");
    let control = |action: &[&str]| {
        let mut command = program("pg_ctl");
        command.arg("--pgdata").arg(&cluster).args(action);
        command
    };
    let started = process::run(control(&["--wait", "--silent", "start"]).arg("--log").arg(&log).arg("-o").arg(options));
    if let Err(error) = started {
        eprintln!("{}", std::fs::read_to_string(&log).unwrap_or_default());
        return Err(error);
    }
    let result = meanwhile(&format!("postgres://postgres@127.0.0.1:{port}/postgres"));
    process::run(&mut control(&["--wait", "--silent", "--mode=immediate", "stop"]))?;
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_starts_answers_and_stops() {
        let Some(programs) = tools::postgres_programs() else {
            println!("skipped: PostgreSQL is not installed");
            return;
        };
        let folder = std::env::temp_dir().join(format!("bildungsraum-postgres-test-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let result = serve(&programs, &folder, &["max_connections=20".to_owned()], |url| {
            process::run(Command::new(programs.join("psql")).args([url, "--quiet", "--command=create table t (n int)"]))
        });
        assert!(!folder.join("cluster/postmaster.pid").exists(), "the server is still running");
        std::fs::remove_dir_all(&folder).unwrap();
        result.unwrap();
    }
}

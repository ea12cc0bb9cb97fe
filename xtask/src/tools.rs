//! Programs of the machine that the build and the tests need: where they are, and how they get there.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::process;

/// The program's path, if it is in `PATH`.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// A Chromium that can be driven from outside: `BILDUNGSRAUM_CHROMIUM`, else what the distribution installs.
pub(crate) fn chromium() -> Option<PathBuf> {
    if let Some(given) = std::env::var_os("BILDUNGSRAUM_CHROMIUM") {
        return Some(given.into());
    }
    ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"].into_iter().find_map(find)
}

/// The folder with `initdb` and `pg_ctl` of the newest PostgreSQL (15 or later) that is installed.
pub(crate) fn postgres_programs() -> Option<PathBuf> {
    let debian = Path::new("/usr/lib/postgresql");
    let newest = std::fs::read_dir(debian)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok())
        .filter(|version| *version >= 15)
        .filter(|version| debian.join(version.to_string()).join("bin/initdb").is_file())
        .max();
    match newest {
        Some(version) => Some(debian.join(version.to_string()).join("bin")),
        None => find("initdb").and_then(|file| Some(file.canonicalize().ok()?.parent()?.to_owned())),
    }
}

pub(crate) fn is_root() -> bool {
    user_id(None).is_ok_and(|id| id == 0)
}

/// Numeric id of a user, of oneself for `None`.
pub(crate) fn user_id(user: Option<&str>) -> Result<u32> {
    numeric_id("-u", user)
}

/// Numeric id of a user's group.
pub(crate) fn group_id(user: &str) -> Result<u32> {
    numeric_id("-g", Some(user))
}

fn numeric_id(which: &str, user: Option<&str>) -> Result<u32> {
    let text = process::output(Command::new("id").arg(which).args(user))?;
    text.trim().parse().with_context(|| format!("id {which} answers {text:?}"))
}

/// Installs packages of the distribution, or says which command does.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    if !is_root() || find("apt-get").is_none() {
        bail!("missing: {list}. On Debian or Ubuntu: sudo apt-get install -y --no-install-recommends {list}");
    }
    println!("installing {list}");
    let apt = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null());
        command
    };
    process::run(apt().args(["update", "-q"]))?;
    process::run(apt().args(["install", "-q", "-y", "--no-install-recommends"]).args(packages))
}

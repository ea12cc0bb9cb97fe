//! Import and index of Open-vhs files, beside a program that only parses the same files.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::service::watched;
use crate::{process, tools};

/// More than [`super::OFFERS`], because some providers of the region deliver in other formats.
const GENERATED: &str = "113500";

pub(super) fn measure() -> Result<String> {
    let binary = super::binary()?;
    let xmllint = tools::find("xmllint").context("xmllint is missing; on Debian: apt-get install libxml2-utils")?;
    let files = files()?;
    let bytes: u64 = files.iter().map(|file| fs::metadata(file).map(|meta| meta.len())).sum::<Result<u64, _>>()?;

    // Both read from a warm cache.
    for file in &files {
        fs::read(file)?;
    }
    let begin = Instant::now();
    process::run(Command::new(xmllint).args(["--stream", "--noout"]).args(&files).stdout(Stdio::null()))?;
    let parsing = begin.elapsed();

    let data = super::folder()?.join("import");
    if data.exists() {
        fs::remove_dir_all(&data)?;
    }
    let import = || {
        let mut command = Command::new(&binary);
        command.args(["import", "openvhs", "--json"]).args(&files).arg("--data").arg(&data).env_remove("DATABASE_URL");
        command.stderr(Stdio::null());
        command
    };
    let (output, time, peak) = watched(&mut import())?;
    let first: Value = serde_json::from_slice(&output.stdout).context("import --json wrote no JSON")?;
    let offers = first["records"]["new"].as_u64().unwrap_or_default();
    ensure!(offers > 0, "nothing was imported: {}", first["records"]);

    let (output, time_again, peak_again) = watched(&mut import())?;
    let again: Value = serde_json::from_slice(&output.stdout).context("import --json wrote no JSON")?;
    ensure!(
        again["records"]["unchanged"].as_u64() == Some(offers),
        "a repeated import changed something: {}",
        again["records"]
    );

    let megabytes = bytes as f64 / 1e6;
    let row = |what: &str, seconds: f64, peak: Option<f64>| {
        let peak = peak.map_or("–".to_owned(), |peak| format!("{peak:.0} MB"));
        format!(
            "| {what} | {seconds:.1} s | {:.1} | {:.0} | {peak} | {:.1} × |\n",
            megabytes / seconds,
            offers as f64 / seconds,
            seconds / parsing.as_secs_f64()
        )
    };
    Ok(format!(
        "{offers} offers in {} Open-vhs files, {megabytes:.0} MB, taken in as one delivery into an empty SQLite; the time contains reading, \
         mapping, storing in one transaction and indexing. The peer only parses the same files.\n\n\
         | | time | MB/s | offers/s | peak RSS | times the peer |\n|---|---|---|---|---|---|\n{}{}{}",
        files.len(),
        row("`xmllint --stream --noout`", parsing.as_secs_f64(), None),
        row("`bildungsraum import openvhs`, new", time.as_secs_f64(), Some(peak)),
        row("the same again, nothing changed", time_again.as_secs_f64(), Some(peak_again)),
    ))
}

/// The Open-vhs XML files of a generated region.
fn files() -> Result<Vec<PathBuf>> {
    let folder = super::folder()?.join("files");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let example = ["run", "--quiet", "--release", "--package", "demo", "--example", "write", "--"];
    process::run(process::cargo().args(example).arg(&folder).args(["--offers", GENERATED, "--seed", super::SEED]))?;
    let mut files = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        // The statistics of the region lie in a folder of their own.
        if path.is_file() && is_openvhs(&path)? {
            files.push(path);
        }
    }
    files.sort();
    ensure!(!files.is_empty(), "the region has no Open-vhs files");
    Ok(files)
}

fn is_openvhs(path: &Path) -> Result<bool> {
    let mut begin = Vec::new();
    fs::File::open(path)?.take(2000).read_to_end(&mut begin)?;
    Ok(String::from_utf8_lossy(&begin).contains("veranstaltungen version="))
}

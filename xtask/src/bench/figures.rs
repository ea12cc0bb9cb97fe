//! Questions behind the pages of figures over ten million observations, beside DuckDB with the same table in memory.

use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::process;

pub(super) fn measure() -> Result<String> {
    let folder = super::folder()?;
    let segment = folder.join("figures.parquet");
    let example = ["run", "--quiet", "--release", "--package", "cube", "--example", "speed", "--"];
    let ours = process::output(process::cargo().args(example).arg(&segment))?;
    let ours: Value = serde_json::from_str(ours.trim()).context("the example prints one JSON object")?;

    let python = folder.join("python");
    if !python.join("bin/python").exists() {
        process::run(Command::new("python3").args(["-m", "venv"]).arg(&python))?;
        process::run(Command::new(python.join("bin/pip")).args(["install", "--quiet", "duckdb"]))?;
    }
    let script = process::root().join("xtask/benches/figures_peer.py");
    let theirs = process::output(Command::new(python.join("bin/python")).arg(script).arg(&segment))?;
    let theirs: Value = serde_json::from_str(theirs.trim()).context("the peer prints one JSON object")?;

    let time = |of: &Value, question: &str, at: usize| of[question][at].as_f64().unwrap_or(f64::NAN);
    let row = |question: &str, what: &str| {
        let (p50, peer) = (time(&ours, question, 0), time(&theirs, question, 0));
        format!(
            "| {what} | {p50:.3} ms | {:.3} ms | {peer:.2} ms | {:.2} ms | {:.0} × |\n",
            time(&ours, question, 1),
            time(&theirs, question, 1),
            peer / p50
        )
    };
    Ok(format!(
        "{} observations, {} bytes each in memory, segment (Parquet) {:.1} MB, encoded in {} ms, read and ordered in {} ms. Peer: DuckDB {} \
         (PyPI), the same Parquet file in a table in memory, warm. Ours with definitions, units, signs and breaks; the peer's SQL only \
         divides sums.\n\n\
         | | ours p50 | ours p99 | DuckDB p50 | DuckDB p99 | ratio at p50 |\n|---|---|---|---|---|---|\n{}{}{}",
        ours["observations"],
        ours["bytes_per_observation"],
        ours["segment_bytes"].as_f64().unwrap_or_default() / 1e6,
        ours["encoding"],
        ours["loading"],
        theirs["version"].as_str().unwrap_or_default(),
        row("page", "page: 5 areas × 25 years"),
        row("map", "map: 400 Kreise, one year"),
        row("profile", "profile: 40 Kennzahlen of one area"),
    ))
}

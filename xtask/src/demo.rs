//! `cargo xtask demo`: from a fresh checkout to a filled portal in the browser.

use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::{assets, process};

/// Where the demo answers unless told otherwise.
const LISTEN: &str = "127.0.0.1:8080";

/// Builds, then becomes `bildungsraum demo …`: Ctrl-C and exit code are the server's own.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    if arguments.iter().any(|argument| argument == "--help" || argument == "-h") {
        println!("cargo xtask demo [--offers N] [--seed S] [--data DIR] [--listen ADDR] [--no-serve]");
        return Ok(());
    }
    assets::build()?;
    println!("Programm wird gebaut (beim ersten Mal einige Minuten) …");
    let binary = build_release()?;
    let mut command = Command::new(binary);
    command.current_dir(process::root()).arg("demo");
    if !arguments.iter().any(|argument| argument == "--listen" || argument.starts_with("--listen=")) {
        command.args(["--listen", LISTEN]);
    }
    let error = command.args(arguments).exec();
    bail!("bildungsraum startet nicht: {error}");
}

/// The optimised binary.
pub(crate) fn build_release() -> Result<PathBuf> {
    process::run(process::cargo().args(["build", "--release", "--package", "app", "--bin", "bildungsraum"]))?;
    Ok(process::target_dir().join("release/bildungsraum"))
}

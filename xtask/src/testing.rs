//! `cargo xtask test` and `cargo xtask bless`: everything that must hold, in one run, with one closing line.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::postgres::PrivatePostgres;
use crate::tally::{self, Tally};
use crate::{assets, process, tidy, tools};

/// Address of a PostgreSQL in which tests may create schemas. Set by hand it is used as it is.
const POSTGRES_URL: &str = "BILDUNGSRAUM_TEST_POSTGRES_URL";

/// Steps with their time and result.
#[derive(Default)]
struct Report {
    steps: Vec<(&'static str, Duration, Option<Tally>)>,
    sum: Tally,
}

impl Report {
    /// A step that either holds or fails as a whole; only its failure is counted.
    fn check(&mut self, name: &'static str, step: impl FnOnce() -> Result<()>) -> bool {
        self.timed(name, || step().map(|()| None)).is_some()
    }

    /// A step that runs tests.
    fn tests(&mut self, name: &'static str, step: impl FnOnce() -> Result<Tally>) {
        self.timed(name, || step().map(Some));
    }

    fn timed(&mut self, name: &'static str, step: impl FnOnce() -> Result<Option<Tally>>) -> Option<()> {
        println!("── {name}");
        let begin = Instant::now();
        let result = step();
        let time = begin.elapsed();
        match result {
            Ok(tally) => {
                self.sum += tally.unwrap_or_default();
                self.steps.push((name, time, tally));
                Some(())
            }
            Err(error) => {
                eprintln!("{name}: {error:#}");
                self.sum += Tally::FAILURE;
                self.steps.push((name, time, Some(Tally::FAILURE)));
                None
            }
        }
    }

    /// Prints the table and, last, the closing line.
    fn close(self) -> ExitCode {
        println!();
        for (name, time, tally) in &self.steps {
            let result = match tally {
                None => "ok".to_owned(),
                Some(tally) if tally.skipped > 0 => format!("{tally}, {} skipped", tally.skipped),
                Some(tally) => tally.to_string(),
            };
            println!("{name:<12} {:>7.1} s  {result}", time.as_secs_f64());
        }
        println!("{}", self.sum);
        if self.sum.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// All checks and tests. With `--fast`: without PostgreSQL and without the browser.
pub(crate) fn run(arguments: &[String]) -> Result<ExitCode> {
    let fast = match arguments {
        [] => false,
        [only] if only == "--fast" => true,
        _ => anyhow::bail!("usage: cargo xtask test [--fast]"),
    };
    let mut report = Report::default();
    let mut database = Database::Sqlite;
    if !fast {
        report.check("prepare", prepare);
        report.check("postgres", || {
            database = Database::start()?;
            Ok(())
        });
    }
    report.check("fmt", || process::run(process::cargo().args(["fmt", "--all", "--check"])));
    report.check("clippy", || {
        let lints = ["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"];
        process::run(process::cargo().args(lints))
    });
    report.check("tidy", || tidy::run(&process::root()));
    report.tests("tests", || workspace_tests(&database, &[]));
    if !fast && report.check("build", build_binary) {
        report.tests("browser", || browser_tests(&database, &[]));
    }
    drop(database);
    Ok(report.close())
}

/// Runs the tests so that they write what they find as the new expectation. Arguments go to the test runner.
pub(crate) fn bless(arguments: &[String]) -> Result<ExitCode> {
    let update =
        [("UPDATE_EXPECT", "1"), ("INSTA_UPDATE", "always"), ("INSTA_FORCE_PASS", "1"), ("UPDATE_SNAPSHOTS", "1")];
    prepare()?;
    let database = Database::start()?;
    let mut report = Report::default();
    report.check("handbook", tidy::handbook::write);
    report.tests("tests", || {
        let mut command = runner();
        command.args(arguments).envs(update).envs(database.variable());
        run_and_count(&mut command)
    });
    if arguments.is_empty() && report.check("build", build_binary) {
        report.tests("browser", || browser_tests(&database, &update));
    }
    drop(database);
    println!("Look at what has changed before committing it:");
    process::run(Command::new("git").args(["status", "--short"]).current_dir(process::root()))?;
    Ok(report.close())
}

/// Which database the tests use besides SQLite.
enum Database {
    Sqlite,
    Given(String),
    Private(PrivatePostgres),
}

impl Database {
    fn start() -> Result<Self> {
        match std::env::var(POSTGRES_URL) {
            Ok(url) if !url.is_empty() => Ok(Self::Given(url)),
            _ => Ok(Self::Private(PrivatePostgres::start(&[])?)),
        }
    }

    fn variable(&self) -> Option<(&'static str, String)> {
        match self {
            Self::Sqlite => None,
            Self::Given(url) => Some((POSTGRES_URL, url.clone())),
            Self::Private(server) => Some((POSTGRES_URL, server.url().to_owned())),
        }
    }
}

/// Installs what tests need, as far as that is allowed; otherwise the error names the command.
fn prepare() -> Result<()> {
    let mut missing = Vec::new();
    if tools::chromium().is_none() {
        missing.push("chromium");
    }
    if tools::postgres_programs().is_none() && std::env::var_os(POSTGRES_URL).is_none() {
        missing.push("postgresql");
    }
    if !missing.is_empty() {
        tools::install(&missing)?;
    }
    assets::build()?;
    let e2e = process::root().join("e2e");
    if e2e.join("package.json").is_file() {
        assets::install_packages(&e2e).context("Node.js 20 or later with npm is needed for the browser tests")?;
    }
    Ok(())
}

fn runner() -> Command {
    let mut command = process::cargo();
    if tools::find("cargo-nextest").is_some() {
        command.args(["nextest", "run", "--workspace", "--no-fail-fast"]);
    } else {
        command.args(["test", "--workspace", "--no-fail-fast"]);
    }
    command
}

fn workspace_tests(database: &Database, update: &[(&str, &str)]) -> Result<Tally> {
    let mut command = runner();
    command.envs(update.iter().copied()).envs(database.variable());
    run_and_count(&mut command)
}

fn run_and_count(command: &mut Command) -> Result<Tally> {
    let (status, output) = process::tee(command)?;
    Ok(tally::judge(tally::nextest(&output).or_else(|| tally::cargo_test(&output)), status))
}

fn build_binary() -> Result<()> {
    process::run(process::cargo().args(["build", "--package", "app", "--bin", "bildungsraum"]))
}

/// Drives the built binary with a real browser. The tests find both by `BILDUNGSRAUM_BIN` and `BILDUNGSRAUM_CHROMIUM`.
fn browser_tests(database: &Database, update: &[(&str, &str)]) -> Result<Tally> {
    let folder = process::root().join("e2e");
    let mut files = Vec::new();
    find_test_files(&folder, &mut files)?;
    anyhow::ensure!(!files.is_empty(), "no *.test.mjs in e2e/");
    files.sort();
    let report = process::target_dir().join("browser-tests.tap");
    let mut command = Command::new("node");
    command
        .current_dir(&folder)
        .arg("--test")
        .args(["--test-reporter=spec", "--test-reporter-destination=stdout", "--test-reporter=tap"])
        .arg(format!("--test-reporter-destination={}", report.display()))
        .args(files)
        .env("BILDUNGSRAUM_BIN", process::target_dir().join("debug/bildungsraum"))
        .env("BILDUNGSRAUM_CHROMIUM", tools::chromium().context("Chromium is not installed")?)
        .envs(update.iter().copied())
        .envs(database.variable());
    let status = command.status().context("cannot start node")?;
    let written = std::fs::read_to_string(&report).unwrap_or_default();
    Ok(tally::judge(tally::node_tap(&written), status))
}

fn find_test_files(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() {
            if name != "node_modules" {
                find_test_files(&path, found)?;
            }
        } else if name.ends_with(".test.mjs") || name.ends_with(".test.js") {
            found.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_step_is_one_failure_and_passing_steps_are_no_tests() {
        let mut report = Report::default();
        assert!(report.check("good", || Ok(())));
        assert!(!report.check("bad", || anyhow::bail!("broken")));
        report.tests("runner", || Ok(Tally { passed: 3, failed: 1, skipped: 2 }));
        assert_eq!(report.sum, Tally { passed: 3, failed: 2, skipped: 2 });
        assert_eq!(report.close(), ExitCode::FAILURE);
    }
}

//! The project's tasks: `cargo xtask demo | test | bless | bench | tidy | assets`. Plain Rust instead of shell scripts.
#![expect(clippy::print_stdout, reason = "a command-line tool talks to its user")]

mod assets;
mod bench;
mod demo;
mod postgres;
mod process;
mod tally;
mod testing;
mod tidy;
mod tools;

use std::process::ExitCode;

use anyhow::Result;

const USAGE: &str = "\
cargo xtask demo [options of bildungsraum demo]   build and serve a filled example region at http://127.0.0.1:8080
cargo xtask test [--fast]                         all checks and tests; --fast: without PostgreSQL and browser
cargo xtask bless [options of the test runner]    run the tests and write what they find as the new expectation
cargo xtask bench [search|import|serve|relevance] measure and write docs/benchmarks.md
cargo xtask tidy [--bless]                        check the rules of the tree; --bless: write the generated chapter of the handbook
cargo xtask assets                                build style sheets and scripts";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<ExitCode> {
    let (task, rest) = arguments.split_first().map_or(("", arguments), |(task, rest)| (task.as_str(), rest));
    match task {
        "demo" => demo::run(rest)?,
        "test" => return testing::run(rest),
        "bless" => return testing::bless(rest),
        "bench" => bench::run(rest)?,
        "tidy" if rest == ["--bless"] => tidy::handbook::write()?,
        "tidy" => tidy::run(&process::root())?,
        "assets" => assets::build()?,
        postgres::HOLD => postgres::hold(rest)?,
        _ => {
            println!("{USAGE}");
            return Ok(if matches!(task, "--help" | "-h" | "help") { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
    }
    Ok(ExitCode::SUCCESS)
}

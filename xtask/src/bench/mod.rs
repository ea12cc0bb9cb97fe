//! `cargo xtask bench`: measures and writes docs/benchmarks.md. Ours and its peer run one after the other in the same run, so that their
//! ratio does not depend on the machine.

mod figures;
mod http;
mod import;
mod queries;
mod relevance;
mod report;
mod search;
mod serve;
mod service;
mod stats;

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::{assets, demo, process};

/// Offers of the benchmark region.
const OFFERS: usize = 100_000;
const SEED: &str = "1";

/// Runs the named benchmarks, all for `all`.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let all = ["search", "import", "serve", "relevance", "figures"];
    let chosen: Vec<&str> = match arguments {
        [] => all.to_vec(),
        [only] if only == "all" => all.to_vec(),
        [only] if all.contains(&only.as_str()) => vec![only],
        _ => bail!("usage: cargo xtask bench [search|import|serve|relevance|figures|all]"),
    };
    for name in chosen {
        println!("── {name}");
        let load = report::load_average();
        let section = match name {
            "import" => import::measure()?,
            "serve" => serve::measure()?,
            "search" => search::measure()?,
            "figures" => figures::measure()?,
            _ => relevance::measure()?,
        };
        println!("{section}");
        report::write(name, &section, &load)?;
    }
    Ok(())
}

/// Folder for everything that benchmarks generate.
fn folder() -> Result<PathBuf> {
    let folder = process::target_dir().join("bench");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// The optimised binary, with its assets.
fn binary() -> Result<PathBuf> {
    assets::build()?;
    demo::build_release()
}

/// Data folder of the benchmark region, filled. The second time it takes seconds, unless a day has passed.
fn region(binary: &PathBuf) -> Result<PathBuf> {
    let data = folder()?.join("region");
    let offers = OFFERS.to_string();
    let mut command = Command::new(binary);
    command.arg("demo").args(["--no-serve", "--offers", &offers, "--seed", SEED]).arg("--data").arg(&data);
    process::run(command.env_remove("DATABASE_URL"))?;
    Ok(data)
}

//! The binary `bildungsraum`: configuration, wiring, subcommands. The only place that reads the clock and draws random numbers.

mod cli;
mod commands;
mod installation;
mod output;

use std::process::ExitCode;

use clap::Parser as _;

use cli::{Cli, Command};

/// Large imports and searches allocate from many threads; mimalloc returns memory better than the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return cli::explain(&error),
    };
    output::start_log();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return output::failure(&error.into()),
    };
    match runtime.block_on(run(cli)) {
        Ok(code) => code,
        Err(error) => output::failure(&error),
    }
}

async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let Cli { place, command } = cli;
    match command {
        Command::Serve(arguments) => commands::serve::run(&place, arguments).await,
        Command::Work => commands::serve::work(&place).await,
        Command::Import(arguments) if arguments.source == commands::statistics::STATISTICS => {
            commands::statistics::run_import(&place, arguments).await
        }
        Command::Import(arguments) => commands::import::run(&place, arguments).await,
        Command::Reindex => commands::upkeep::reindex(&place).await,
        Command::Migrate => commands::upkeep::migrate(&place).await,
        Command::Check(arguments) => match arguments.what {
            Some(_) => commands::statistics::check(&place, arguments.of.kommune.as_deref()).await,
            None => commands::upkeep::check(&place).await,
        },
        Command::Observations(arguments) => commands::statistics::run_observations(&place, arguments).await,
        Command::Kennzahl(arguments) => commands::kennzahlen::run(&place, arguments).await,
        Command::Trace(arguments) => commands::kennzahlen::trace(&place, arguments).await,
        Command::Deliveries(arguments) => commands::statistics::run_deliveries(&place, arguments).await,
        Command::Datasets(arguments) => commands::statistics::run_datasets(&place, arguments).await,
        Command::Backup { folder } => commands::upkeep::backup(&place, &folder).await,
        Command::Restore { from } => commands::upkeep::restore(&place, &from).await,
        Command::Kommune { file } => commands::kommune::run(&place, file.as_deref()).await,
        Command::Demo(arguments) => commands::demo::run(&place, arguments).await,
    }
}

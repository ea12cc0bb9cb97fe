//! Writes the files of the example region into a folder, and deliveries of statistics into the folder `statistics` in it:
//! `cargo run -p demo --release --example write -- DIR [--offers N] [--seed S] [--today YYYY-MM-DD]`.

use std::error::Error;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::PathBuf;
use std::time::Instant;

use chrono::NaiveDate;
use demo::{DEFAULT_OFFERS, Options, Region, statistics};

fn main() -> Result<(), Box<dyn Error>> {
    let mut folder = None;
    let mut options =
        Options { seed: 1, offers: DEFAULT_OFFERS, today: NaiveDate::from_ymd_opt(2026, 11, 22).ok_or("no such day")? };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--offers" => options.offers = value()?.parse()?,
            "--seed" => options.seed = value()?.parse()?,
            "--today" => options.today = value()?.parse()?,
            _ => folder = Some(PathBuf::from(argument)),
        }
    }
    let folder = folder.ok_or("usage: write DIR [--offers N] [--seed S] [--today YYYY-MM-DD]")?;
    fs::create_dir_all(&folder)?;

    let start = Instant::now();
    let region = Region::new(options);
    let mut bytes = 0;
    let files = region.files();
    for file in &files {
        let path = folder.join(&file.name);
        region.write(file, &mut File::create(&path)?)?;
        bytes += fs::metadata(&path)?.len();
    }
    report(files.len(), bytes, start)?;

    let folder = folder.join("statistics");
    fs::create_dir_all(&folder)?;
    let start = Instant::now();
    let mut bytes = 0;
    let deliveries = statistics::files(statistics::Settings { seed: options.seed, today: options.today })?;
    for delivery in &deliveries {
        fs::write(folder.join(&delivery.name), &delivery.bytes)?;
        if !delivery.settings.is_null() {
            fs::write(folder.join(format!("{}.settings.json", delivery.name)), format!("{:#}", delivery.settings))?;
        }
        bytes += delivery.bytes.len() as u64;
    }
    report(deliveries.len(), bytes, start)?;
    Ok(())
}

fn report(count: usize, bytes: u64, start: Instant) -> std::io::Result<()> {
    let seconds = start.elapsed().as_secs_f64();
    let megabytes = bytes as f64 / 1e6;
    let rate = megabytes / seconds;
    writeln!(std::io::stderr(), "{count} files, {megabytes:.1} MB in {seconds:.2} s, {rate:.0} MB/s")
}

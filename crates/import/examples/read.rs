//! Reads a file with a chosen importer and prints what came: `read IMPORTER FILE [--items]`. For trying real files and for measuring.

use std::io::Write as _;

use import::{Input, Item, find_importer};

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [code, path, options @ ..] = arguments.as_slice() else {
        return Err(std::io::Error::other("usage: read IMPORTER FILE [--items]"));
    };
    let importer = find_importer(code).ok_or_else(|| std::io::Error::other("no importer with this code"))?;
    let show_items = options.iter().any(|option| option == "--items");
    let mut file = std::fs::File::open(path)?;
    let size = file.metadata()?.len();
    let name = std::path::Path::new(path).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut out = std::io::stdout().lock();
    let (mut records, mut sessions, mut issues) = (0u64, 0u64, std::collections::BTreeMap::new());
    let mut failed = None;
    let begin = std::time::Instant::now();
    // Patterns without end are expanded from the day of the import; for a look at a file any day serves.
    let today = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).expect("a real day");
    let input = Input { file: &name, bytes: &mut file, today, settings: &serde_json::Value::Null };
    let outcome = importer.read(input, &mut |item| {
        let written = match &item {
            Item::Issue(issue) => {
                *issues.entry(issue.code.to_string()).or_insert(0u64) += 1;
                writeln!(out, "{} {} {}: {}", issue.code, issue.severity.code(), issue.place, issue.message)
            }
            item => {
                records += 1;
                if let Item::Offer(record) = item {
                    sessions += record.content.sessions.len() as u64;
                }
                if show_items { writeln!(out, "{item:#?}") } else { Ok(()) }
            }
        };
        failed = failed.take().or(written.err());
    });
    let seconds = begin.elapsed().as_secs_f64();
    writeln!(out, "{outcome:?}: {records} items, {sessions} sessions, issues {issues:?}")?;
    let megabytes = size as f64 / 1e6;
    writeln!(out, "{megabytes:.1} MB in {seconds:.3} s: {:.1} MB/s", megabytes / seconds)?;
    failed.map_or(Ok(()), Err)
}

//! Writes the outlines in a file of boundaries to standard output, one JSON object a line, and what was wrong to standard error:
//! `cargo run -p import --example shapes -- FILE > shapes.jsonl`.

use std::io::Write as _;

use import::boundaries::Boundaries;
use import::{Importer as _, Input, Item};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("Aufruf: shapes DATEI")?;
    let mut bytes = std::fs::File::open(&path)?;
    let file = std::path::Path::new(&path).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let today = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).ok_or("kein Tag")?;
    let input = Input { file: &file, bytes: &mut bytes, today, settings: &serde_json::Value::Null };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut failure = None;
    Boundaries.read(input, &mut |item| match item {
        Item::Shape(shape) => {
            let line =
                serde_json::to_string(&shape).map_err(std::io::Error::from).and_then(|json| writeln!(out, "{json}"));
            failure = failure.take().or(line.err());
        }
        Item::Issue(issue) => {
            failure =
                failure
                    .take()
                    .or(writeln!(std::io::stderr(), "{} {}: {}", issue.code, issue.place, issue.message).err());
        }
        _ => {}
    });
    failure.map_or(Ok(()), |error| Err(error.into()))
}

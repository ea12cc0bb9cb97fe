//! Reads a fixture through an importer and prints what came out, for golden tests.

use std::path::PathBuf;

use chrono::NaiveDate;
use serde_json::Value;

use crate::{Importer, Input, Item, Outcome};

/// The day on which all golden tests take place.
pub(crate) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).expect("a real day")
}

/// Bytes of `fixtures/<path>`.
pub(crate) fn fixture(path: &str) -> Vec<u8> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    std::fs::read(root.join(path)).unwrap_or_else(|error| panic!("fixtures/{path}: {error}"))
}

/// Bytes of a file of the shared data set, or `None` (with a note) where that is not installed.
pub(crate) fn shared_data(path: &str) -> Option<Vec<u8>> {
    let root = std::env::var_os("BILDUNGSRAUM_SHARED_DATA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"), PathBuf::from);
    let bytes = std::fs::read(root.join(path)).ok();
    if bytes.is_none() {
        eprintln!("skipped: {path} of the shared data is not installed");
    }
    bytes
}

/// Name and bytes of every file in a folder of the shared data set; none (with a note) where that is not installed.
pub(crate) fn shared_folder(path: &str) -> Vec<(String, Vec<u8>)> {
    let root = std::env::var_os("BILDUNGSRAUM_SHARED_DATA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"), PathBuf::from);
    let Ok(entries) = std::fs::read_dir(root.join(path)) else {
        eprintln!("skipped: {path} of the shared data is not installed");
        return Vec::new();
    };
    let mut files: Vec<_> = entries
        .filter_map(|entry| {
            let entry = entry.ok()?;
            Some((entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).ok()?))
        })
        .collect();
    files.sort();
    files
}

pub(crate) fn read_all(importer: &dyn Importer, file: &str, bytes: &[u8], settings: &Value) -> (Vec<Item>, Outcome) {
    let mut items = Vec::new();
    let mut stream = bytes;
    let input = Input { file, bytes: &mut stream, today: today(), settings };
    let outcome = importer.read(input, &mut |item| items.push(item));
    (items, outcome)
}

/// One line per area, place or issue; offers as JSON with one field per line.
pub(crate) fn print(items: &[Item], outcome: Outcome) -> String {
    let mut text = String::new();
    for item in items {
        match item {
            Item::Header(header) => text += &format!("header {header:?}\n"),
            Item::Offer(record) => {
                let content = serde_json::to_string_pretty(&record.content).expect("content has only string keys");
                text += &format!("offer {}\n{content}\n", record.foreign_id);
                if let Some(provider) = &record.provider {
                    text += &format!("  by {}\n", serde_json::to_string(provider).expect("only string keys"));
                }
                if !record.derived.is_empty() {
                    text += &format!("  derived {:?}\n", record.derived);
                }
            }
            Item::Removed { foreign_id } => text += &format!("removed {foreign_id}\n"),
            Item::Area(area) => text += &format!("area {}\n", serde_json::to_string(area).expect("only string keys")),
            Item::PostalPlace(place) => {
                text += &format!("postal place {}\n", serde_json::to_string(place).expect("only string keys"));
            }
            Item::Table(table) => text += &crate::statistics::checked::print_table(table),
            Item::Shape(shape) => {
                text += &format!("shape {}\n", serde_json::to_string(shape).expect("only string keys"));
            }
            Item::Weight(weight) => {
                text += &format!("weight {}\n", serde_json::to_string(weight).expect("only string keys"));
            }
            Item::Issue(issue) => {
                text += &format!("{} {} · {} · {}\n", issue.code, issue.severity.code(), issue.place, issue.message);
            }
        }
    }
    text + &format!("{outcome:?}\n")
}

/// Codes of the issues with how often each came.
pub(crate) fn issue_counts(items: &[Item]) -> std::collections::BTreeMap<String, usize> {
    let mut counts = std::collections::BTreeMap::new();
    for item in items {
        if let Item::Issue(issue) = item {
            *counts.entry(issue.code.to_string()).or_default() += 1;
        }
    }
    counts
}

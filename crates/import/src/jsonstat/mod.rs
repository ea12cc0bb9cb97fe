//! JSON-stat: tables of statistics as JSON (Eurostat, PxWeb, Nordic offices).
//!
//! | | |
//! |---|---|
//! | Publisher | Eurostat, statistical offices with PxWeb, whoever exports with this program |
//! | Versions | 2.0: `dataset`, `collection` with datasets in it; 1.x: bundle of datasets, single dataset |
//! | Forms read | plain, gzip, zip with one `.json` |
//! | Encodings | UTF-8, with or without byte order mark |
//! | Out | one [`Table`](model::statistics::Table) per dataset |
//! | Settings | [`CubeSettings`](crate::figures::settings::CubeSettings) |
//! | Outcome | full; broken where a dataset has fewer values than cells or is not JSON to its end |
//!
//! # Decisions
//! - A cell of a `value` array that is `null` and has no status is missing; a cell that a `value` object leaves out is no observation.
//! - The meaning of a status is, in this order: the settings (`{"symbols": {"c": "secret"}}`), what the dataset explains in
//!   `extension.status.label` (Eurostat), the official sign or mark (`.`, `x`, `p`), words. Several stand side by side (`. p`).
//! - `extension.symbol` names the exact meaning of single cells where one official sign has several; the own export writes it.
//! - The area is the dimension of role `geo`, the time of role `time`, the measure of role `metric`; where roles are missing or several
//!   dimensions have one, names and codes decide.
//! - Links to datasets elsewhere are not followed: an importer opens no connection.

mod map;
mod read;
#[cfg(test)]
mod tests;

use model::issue::Severity;

use crate::figures::settings::CubeSettings;
use crate::formats::zip::{Limits, unpack};
use crate::issues::{Delivery, Spot};
use crate::recognise::recognise_head;
use crate::{Importer, Input, Item, Outcome};

#[derive(Debug)]
pub struct JsonStat;

impl Importer for JsonStat {
    fn code(&self) -> &'static str {
        "jsonstat"
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn FnMut(Item)) -> Outcome {
        let mut delivery = Delivery::new(input.file, sink);
        let outcome = read_delivery(input.bytes, input.settings, &mut delivery);
        delivery.finish();
        outcome
    }
}

/// Whether a file that begins like this is JSON-stat: an object that says so (2.0), or one with dimensions and values (1.x).
pub fn looks_like(head: &[u8]) -> bool {
    let head = head.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(head).trim_ascii_start();
    if !head.starts_with(b"{") {
        return false;
    }
    let plain: String = head.iter().filter(|byte| !byte.is_ascii_whitespace()).map(|byte| char::from(*byte)).collect();
    let is_class = ["\"class\":\"dataset\"", "\"class\":\"collection\""].iter().any(|class| plain.contains(class));
    let has_version = plain.contains("\"version\":\"2.");
    let is_bundle = plain.contains("\"dimension\":{") && plain.contains("\"category\":{");
    is_class && (has_version || plain.contains("\"dimension\"") || plain.contains("\"link\"")) || is_bundle
}

fn read_delivery(bytes: &mut dyn std::io::Read, settings: &serde_json::Value, delivery: &mut Delivery<'_>) -> Outcome {
    let settings = CubeSettings::from_json(settings, delivery);
    let is_json = |name: &str| name.to_lowercase().ends_with(".json").then_some(0);
    let unpacked = match unpack(bytes, &Limits::TABLE, &is_json) {
        Ok(unpacked) => unpacked,
        Err(refusal) => {
            delivery.issue("JST-002", Severity::Fatal, Spot::default(), refusal.message(), refusal.hint());
            return Outcome::Broken;
        }
    };
    if unpacked.content.is_empty() && unpacked.broken.is_none() {
        delivery.empty_file();
        return Outcome::Broken;
    }
    let content = unpacked.content.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(&unpacked.content);
    let document: serde_json::Value = match serde_json::from_slice(content) {
        Ok(document) => document,
        Err(error) if looks_like(&content[..content.len().min(4000)]) => {
            let line = error.line() as u64;
            let message = format!("Die Datei ist ab Zeile {line}, Zeichen {} nicht lesbar ({error}).", error.column());
            let hint = "Vermutlich wurde die Übertragung abgebrochen. Bitte übertragen Sie die Datei noch einmal.";
            delivery.issue("JST-002", Severity::Fatal, Spot::line(line), message, hint);
            return Outcome::Broken;
        }
        Err(_) => {
            let head = String::from_utf8_lossy(&content[..content.len().min(400)]).into_owned();
            let message = format!("Die Datei ist keine JSON-stat-Datei. {}", recognise_head(&head));
            let hint = "Eine JSON-stat-Datei ist ein JSON-Objekt mit \"class\": \"dataset\".";
            delivery.issue("JST-001", Severity::Fatal, Spot::line(1), message, hint);
            return Outcome::Broken;
        }
    };
    let found = read::datasets(&document);
    if found.links > 0 {
        let message = format!("{} Verweise auf andere Dateien wurden nicht gelesen.", found.links);
        let hint = "Bitte rufen Sie die einzelnen Datensätze ab und liefern Sie sie als eigene Dateien.";
        delivery.issue("JST-008", Severity::Note, Spot::default(), message, hint);
    }
    if found.datasets.is_empty() {
        let message = "Die Datei enthält keinen Datensatz im Format JSON-stat.";
        let hint = "Eine JSON-stat-Datei ist ein JSON-Objekt mit \"class\": \"dataset\", \"dimension\" und \"value\".";
        delivery.issue("JST-001", Severity::Fatal, Spot::default(), message, hint);
        return Outcome::Broken;
    }
    let mut complete = true;
    for dataset in found.datasets {
        complete &= map::read_table(&dataset, &settings, delivery);
    }
    if complete { Outcome::Full } else { Outcome::Broken }
}

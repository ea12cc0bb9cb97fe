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
//! - The code of a table is `extension.code`, `extension.id`, `extension.px.tableid` or `matrix`, or the name in a bundle; `dataset` is no
//!   name. A single dataset may have it from the name of its file. Datasets that come together get codes from their titles where they have
//!   none, because a person cannot name them one by one; that is said.
//! - Values that have no period cannot be shown: a dataset without any is no table.

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
        let outcome = read_delivery(input, &mut delivery);
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
    // Where the values stand first, what describes them is out of sight.
    let has_values = begins_with_values(&plain);
    is_class && (has_version || plain.contains("\"dimension\"") || plain.contains("\"link\"") || has_values)
        || is_bundle
        || (has_values && plain[1..].find('{').is_some_and(|inner| inner + 1 < plain.find("\"value\":").unwrap_or(0)))
}

/// `"value":[1,null,…` or `"value":{"0":1,…`, in a text without blanks.
fn begins_with_values(plain: &str) -> bool {
    let Some(at) = plain.find("\"value\":") else { return false };
    let is_number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit() || c == '-') || text.starts_with("null");
    let values = &plain[at + "\"value\":".len()..];
    if let Some(list) = values.strip_prefix('[') {
        return is_number(list);
    }
    let Some(first) = values.strip_prefix("{\"") else { return false };
    let digits = first.bytes().take_while(u8::is_ascii_digit).count();
    digits > 0 && first[digits..].strip_prefix("\":").is_some_and(is_number)
}

fn read_delivery(input: Input<'_>, delivery: &mut Delivery<'_>) -> Outcome {
    let Input { file, bytes, settings, .. } = input;
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
            let message = format!("Die Datei ist ab Zeile {line}, Zeichen {} nicht lesbar.", error.column());
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
    let codes = map::codes(&found.datasets, &settings, file, delivery);
    for (dataset, code) in found.datasets.iter().zip(codes) {
        complete &= map::read_table(dataset, code, &settings, delivery);
    }
    if complete { Outcome::Full } else { Outcome::Broken }
}

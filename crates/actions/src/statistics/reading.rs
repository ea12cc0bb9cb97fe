//! A file of statistics through its importer.

use std::io::Read as _;

use chrono::NaiveDate;
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

use import::{Importer, Input, Item};
use model::issue::{Issue, Place, Severity};
use model::statistics::Table;

use super::LARGEST_FILE;
use crate::Result;
use crate::deliveries::File;

/// What a file contained.
pub(super) struct Read {
    pub(super) bytes: Vec<u8>,
    /// Hexadecimal.
    pub(super) sha256: String,
    /// `None` when nobody knows the format.
    pub(super) importer: Option<&'static dyn Importer>,
    pub(super) tables: Vec<Table>,
    pub(super) issues: Vec<Issue>,
}

/// How much of a file its format is recognised by.
const HEAD: usize = 64 << 10;

pub(super) fn read(mut file: File, importer: Option<&str>, settings: &Json, today: NaiveDate) -> Result<Read> {
    let mut bytes = Vec::new();
    (&mut file.bytes).take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
    let sha256 = sha256(&bytes);
    let place = || Place { file: file.name.clone(), ..Place::default() };
    let refused =
        |bytes, sha256, issue| Read { bytes, sha256, importer: None, tables: Vec::new(), issues: vec![issue] };
    if bytes.len() as u64 > LARGEST_FILE {
        let issue = Issue::new(
            "DLV-005",
            Severity::Fatal,
            place(),
            "Die Datei ist größer als 1 GB. So große Tabellen werden nicht angenommen.",
            "Bitte liefern Sie die Tabelle in Teilen, zum Beispiel nach Jahren.",
        );
        return Ok(refused(bytes, sha256, issue));
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    let found = match importer {
        Some(code) => import::find_importer(code),
        None => import::recognise_statistics(&file.name, head),
    };
    let Some(importer) = found else {
        let issue = Issue::new(
            "DLV-003",
            Severity::Fatal,
            place(),
            "Die Datei hat kein Format, an dem eine Statistik zu erkennen ist.",
            "Erkannt werden Tabellen von Regionalstatistik und GENESIS (CSV, auch Flat-CSV), PX und JSON-stat. Für eine eigene \
             Tabelle geben Sie mit --settings an, wie sie zu lesen ist.",
        );
        return Ok(refused(bytes, sha256, issue));
    };
    let (mut tables, mut issues) = (Vec::new(), Vec::new());
    let mut sink = |item: Item| match item {
        Item::Table(table) if !table.is_empty() => tables.push(*table),
        Item::Issue(issue) => issues.push(issue),
        _ => {}
    };
    let input = Input { file: &file.name, bytes: &mut bytes.as_slice(), today, settings };
    importer.read(input, &mut sink);
    Ok(Read { bytes, sha256, importer: Some(importer), tables, issues })
}

/// Hexadecimal SHA-256.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

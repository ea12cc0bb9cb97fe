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

/// The importer of tables that say nothing about themselves.
const OFFICE_TABLE: &str = "office_table";

/// How much of a file its format is recognised by.
const HEAD: usize = 64 << 10;

/// How a file is to be read.
#[derive(Debug)]
pub(super) struct How {
    /// Without it the file is recognised by its content.
    pub(super) importer: Option<&'static str>,
    pub(super) settings: Json,
    /// What the operator calls the table: a file that nobody recognises is then one of the office.
    pub(super) code: Option<String>,
    pub(super) today: NaiveDate,
}

pub(super) fn read(mut file: File, how: &How) -> Result<Read> {
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
    // Only a mapping of an office's own table names columns.
    let has_mapping = how.settings.get("columns").is_some();
    let own = || how.code.as_ref().and_then(|_| import::find_importer(OFFICE_TABLE));
    let found = match how.importer {
        Some(code) => import::find_importer(code),
        None if has_mapping => import::find_importer(OFFICE_TABLE),
        None => import::recognise_statistics(&file.name, head).or_else(own),
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
    let mut settings = how.settings.clone();
    if let Some(code) = how.code.as_ref().filter(|_| importer.code() != OFFICE_TABLE) {
        if settings.is_null() {
            settings = Json::Object(serde_json::Map::new());
        }
        if let Some(settings) = settings.as_object_mut() {
            settings.entry("code").or_insert_with(|| code.as_str().into());
        }
    }
    let (mut tables, mut issues) = (Vec::new(), Vec::new());
    let mut sink = |item: Item| match item {
        Item::Table(table) if !table.is_empty() => tables.push(*table),
        Item::Issue(issue) => issues.push(issue),
        _ => {}
    };
    let input = Input { file: &file.name, bytes: &mut bytes.as_slice(), today: how.today, settings: &settings };
    importer.read(input, &mut sink);
    if how.code.is_some() {
        issues.retain(|issue| !import::table_code::is_missing(issue.code.as_ref()));
        if tables.len() > 1 {
            tables.clear();
            issues.push(Issue::new(
                "DLV-008",
                Severity::Fatal,
                place(),
                "Die Datei enthält mehrere Tabellen; ein Kürzel gilt nur für eine.",
                "Bitte lesen Sie die Datei ohne --dataset ein, oder trennen Sie die Tabellen.",
            ));
        }
    }
    Ok(Read { bytes, sha256, importer: Some(importer), tables, issues })
}

/// Hexadecimal SHA-256.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

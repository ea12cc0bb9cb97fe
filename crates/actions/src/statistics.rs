//! Deliveries of statistics: files of official and own tables into segments of observations.
//!
//! Each file is taken in by itself, in one transaction: kept as it arrived, recognised, read, compared with what is shown until then,
//! checked, and accepted or held. A file that is already there changes nothing. What arrives with lost columns, unreadable rows or a
//! changed layout is held: it can be looked at, and a person decides.
//! Deliveries are never changed; [`restore`] lets an older one count as the newest again.

mod comparison;
pub mod observations;
mod reading;
mod warehouse;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::sync::Arc;

use chrono::NaiveDateTime;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;
use serde_json::{Value as Json, json};

use import::Importer;
use model::ids::{DeliveryId, KommuneId};
use model::issue::{Issue, Place, Severity};
use model::rights::Right;
use model::statistics::{Protection, ReleaseLevel, Role, Table};
use store::statistics::{Dataset, Delivery, State, Summary};
use store::{Transaction, Writer};

pub use comparison::Finding;
pub use warehouse::{Loaded, Warehouse, read_cube};

use crate::deliveries::{File, Records};
use crate::{Ctx, Error, Result};

/// What is to be imported.
#[derive(Debug)]
pub struct Request {
    pub kommune: KommuneId,
    /// Code of an importer; without one each file is recognised.
    pub importer: Option<&'static str>,
    /// How a table of the office is called and read.
    pub office: Option<OfficeTable>,
    /// Read, compare and report, but write nothing.
    pub dry_run: bool,
    /// Accept what would otherwise be held.
    pub accept: bool,
}

/// A table of the office itself: nothing in the file says what it is.
#[derive(Debug, Clone, Default)]
pub struct OfficeTable {
    /// Code of the dataset; the file's own without.
    pub code: Option<String>,
    pub title: Option<String>,
    /// Who may see it; stays as it is without.
    pub release: Option<ReleaseLevel>,
    /// Settings of the importer, such as a mapping.
    pub settings: Json,
}

/// What became of one table of one file.
#[derive(Debug, Clone, Serialize)]
pub struct FileReport {
    pub file: String,
    pub importer: Option<&'static str>,
    pub dataset: Option<String>,
    pub title: Option<String>,
    pub outcome: Outcome,
    pub bytes: u64,
    pub rows: u64,
    pub observations: u64,
    pub areas: u64,
    pub periods: Vec<String>,
    pub symbols: BTreeMap<String, u64>,
    pub observed: Observed,
    pub issues: Vec<Issue>,
    pub findings: Vec<Finding>,
}

/// How the observations differ from those shown before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Observed {
    pub new: u64,
    pub revised: u64,
    pub vanished: u64,
    pub unchanged: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Accepted,
    /// The same file has been taken in before.
    Unchanged,
    /// Kept and compared, not shown.
    Held,
    /// Nothing in it could be read.
    Refused,
}

/// Larger files are refused: a table of that size is no table.
pub const LARGEST_FILE: u64 = 1 << 30;

/// Imports one file. Data never fails it; errors are those of the store and of rights.
pub async fn import(ctx: &Ctx, writer: &Writer, request: &Request, file: File) -> Result<Vec<FileReport>> {
    ctx.permit(Right::ImportDeliveries)?;
    let name = file.name.clone();
    let today = ctx.local_now().date();
    let (importer, settings) = how_to_read(writer, request).await?;
    let read = tokio::task::spawn_blocking(move || reading::read(file, importer, &settings, today));
    let read = read.await.map_err(|_| Error::Aborted)??;
    let Some(importer) = read.importer else {
        return Ok(vec![refused(&name, None, read.bytes.len() as u64, read.issues)]);
    };
    if read.tables.is_empty() {
        return Ok(vec![refused(&name, Some(importer.code()), read.bytes.len() as u64, read.issues)]);
    }
    let mut reports = Vec::new();
    let mut issues = read.issues;
    for table in read.tables {
        let file = Received { name: &name, bytes: &read.bytes, sha256: &read.sha256, importer };
        reports.push(take(ctx, writer, request, &file, table, std::mem::take(&mut issues)).await?);
    }
    Ok(reports)
}

/// Importer and settings: those of the request, else those under which the table was read before.
async fn how_to_read(writer: &Writer, request: &Request) -> Result<(Option<&'static str>, Json)> {
    let Some(office) = &request.office else { return Ok((request.importer, Json::Null)) };
    if let (Some(code), true) = (&office.code, office.settings.is_null()) {
        let datasets = writer.reader().scoped(request.kommune).list_datasets().await?;
        if let Some(dataset) = datasets.into_iter().find(|dataset| dataset.code == *code) {
            let importer = import::find_importer(&dataset.importer).map(Importer::code);
            return Ok((importer.or(request.importer), dataset.settings));
        }
    }
    Ok((request.importer, office.settings.clone()))
}

/// A file as it arrived.
struct Received<'a> {
    name: &'a str,
    bytes: &'a [u8],
    sha256: &'a str,
    importer: &'static dyn Importer,
}

async fn take(
    ctx: &Ctx,
    writer: &Writer,
    request: &Request,
    file: &Received<'_>,
    mut table: Table,
    issues: Vec<Issue>,
) -> Result<FileReport> {
    let kommune = request.kommune;
    if let Some(code) = request.office.as_ref().and_then(|office| office.code.clone()) {
        table.head.code = code;
    }
    let mut transaction = writer.begin().await?;
    let dataset = dataset(&mut transaction, request, file.importer, &table).await?;
    let before = store::statistics::list_deliveries(&mut transaction, kommune, &dataset.code).await?;
    let mut report = describe(file, &dataset, &table);
    if before.iter().any(|delivery| delivery.file_sha256 == file.sha256) {
        report.outcome = Outcome::Unchanged;
        report.observed.unchanged = report.observations;
        report.issues = issues;
        transaction.rollback().await?;
        return Ok(report);
    }
    let shown = read_cube(&writer.reader().scoped(kommune), &dataset.code, &before).await?;
    let id = ctx.new_id(DeliveryId::from_parts);
    let table = Arc::new(table);
    let newest = before.iter().rev().find(|delivery| delivery.state == State::Accepted);
    let compared = comparison::compare(&dataset, shown.as_deref().zip(newest), id, Arc::clone(&table))?;
    report.observed = compared.observed;
    report.findings = compared.findings;
    report.issues = issues;
    let held = report.issues.iter().any(|issue| issue.severity >= Severity::Error) || compared.breaks_layout;
    report.outcome = if held && !request.accept { Outcome::Held } else { Outcome::Accepted };
    if request.dry_run {
        transaction.rollback().await?;
        return Ok(report);
    }
    store(ctx, &mut transaction, (kommune, id), file, &dataset, &table, &report).await?;
    transaction.commit().await?;
    Ok(report)
}

/// Keeps file, segment, delivery, issues and findings.
async fn store(
    ctx: &Ctx,
    transaction: &mut Transaction,
    (kommune, id): (KommuneId, DeliveryId),
    file: &Received<'_>,
    dataset: &Dataset,
    table: &Table,
    report: &FileReport,
) -> Result<()> {
    let segment = cube::segments::encode(table).map_err(|error| Error::Segment(dataset.code.clone(), error))?;
    let segment_sha256 = reading::sha256(&segment);
    store::content::insert(transaction, kommune, file.sha256, &gzip(file.bytes)?).await?;
    store::content::insert(transaction, kommune, &segment_sha256, &segment).await?;
    store::statistics::upsert_dataset(transaction, kommune, dataset).await?;
    let delivery = Delivery {
        id,
        dataset: dataset.code.clone(),
        state: if report.outcome == Outcome::Held { State::Held } else { State::Accepted },
        rank: rank(table.head.created_at.unwrap_or_else(|| ctx.local_now())),
        file_sha256: file.sha256.to_owned(),
        segment_sha256,
        received_at: ctx.now,
        summary: Summary {
            file: file.name.to_owned(),
            bytes: report.bytes,
            head: table.head.clone(),
            periods: report.periods.clone(),
            areas: report.areas,
            rows: report.rows,
            observations: report.observations,
            symbols: report.symbols.clone(),
            new: report.observed.new,
            revised: report.observed.revised,
            vanished: report.observed.vanished,
            unchanged: report.observed.unchanged,
        },
    };
    store::statistics::insert_delivery(transaction, kommune, &delivery).await?;
    for (nr, issue) in report.issues.iter().enumerate() {
        store::statistics::insert_issue(transaction, kommune, delivery.id, nr, issue).await?;
    }
    for (nr, finding) in report.findings.iter().enumerate() {
        store::statistics::insert_finding(transaction, kommune, delivery.id, nr, finding).await?;
    }
    let detail = json!({
        "dataset": dataset.code, "file": file.name, "sha256": file.sha256, "state": delivery.state.code(),
        "observations": report.observations, "revised": report.observed.revised, "vanished": report.observed.vanished,
    });
    let entry = ctx.audit("import_statistics", delivery.id, detail);
    store::audit::insert(transaction, kommune, &entry).await?;
    Ok(())
}

/// Lets a delivery count as the newest of its dataset: a held one that somebody has looked at, or an old one that was right.
pub async fn restore(ctx: &Ctx, writer: &Writer, kommune: KommuneId, delivery: DeliveryId) -> Result<()> {
    ctx.permit(Right::ImportDeliveries)?;
    let mut transaction = writer.begin().await?;
    let rank = rank(ctx.local_now());
    if !store::statistics::accept_delivery(&mut transaction, kommune, delivery, &rank).await? {
        return Err(Error::Invalid(format!("Eine Lieferung {delivery} gibt es nicht.")));
    }
    let entry = ctx.audit("restore_statistics", delivery, Json::Null);
    store::audit::insert(&mut transaction, kommune, &entry).await?;
    Ok(transaction.commit().await?)
}

/// Notes why a finding is no mistake. It stays in the trace.
pub async fn accept_finding(
    ctx: &Ctx,
    writer: &Writer,
    kommune: KommuneId,
    (delivery, nr): (DeliveryId, u64),
    because: &str,
) -> Result<()> {
    ctx.permit(Right::ImportDeliveries)?;
    let because = because.trim();
    if because.is_empty() {
        return Err(Error::Invalid("Bitte nennen Sie den Grund, warum der Wert stimmt.".to_owned()));
    }
    let mut transaction = writer.begin().await?;
    if !store::statistics::accept_finding(&mut transaction, kommune, (delivery, nr), ctx.now, because).await? {
        return Err(Error::Invalid(format!("Eine Auffälligkeit {nr} der Lieferung {delivery} gibt es nicht.")));
    }
    let entry = ctx.audit("accept_finding", delivery, json!({ "nr": nr, "because": because }));
    store::audit::insert(&mut transaction, kommune, &entry).await?;
    Ok(transaction.commit().await?)
}

/// The dataset as it is set up, or as this table founds it.
async fn dataset(
    transaction: &mut Transaction,
    request: &Request,
    importer: &'static dyn Importer,
    table: &Table,
) -> Result<Dataset> {
    let found = store::statistics::find_dataset(transaction, request.kommune, &table.head.code).await?;
    let office = request.office.clone().unwrap_or_default();
    let mut dataset = found.unwrap_or_else(|| Dataset {
        code: table.head.code.clone(),
        title: table.head.title.clone(),
        release: first_release(importer.code()),
        protection: Vec::new(),
        importer: importer.code().to_owned(),
        settings: Json::Null,
    });
    if let Some(title) = office.title {
        dataset.title = title;
    }
    if let Some(release) = office.release {
        dataset.release = release;
    }
    if !office.settings.is_null() {
        dataset.settings = office.settings;
    }
    Ok(dataset)
}

/// How the source of a dataset protects small numbers of an area in a year: as the office has noted it, else as the catalogue knows.
pub fn protection_of(dataset: &Dataset, area: &str, year: i32) -> Protection {
    match dataset.protection_of(area, year) {
        Protection::Unknown => import::catalogue::protection(&dataset.code, area, year),
        noted => noted,
    }
}

/// GENESIS hands out what its office has published. PX and JSON-stat can be written by anybody, an office's own system included: like an
/// office's tables they are internal until somebody releases them.
fn first_release(importer: &str) -> ReleaseLevel {
    match importer {
        "genesis_table" | "genesis_ffcsv" => ReleaseLevel::Oeffentlich,
        _ => ReleaseLevel::Intern,
    }
}

fn describe(file: &Received<'_>, dataset: &Dataset, table: &Table) -> FileReport {
    let mut symbols: BTreeMap<String, u64> = BTreeMap::new();
    for symbol in &table.symbols {
        *symbols.entry(symbol.code().to_owned()).or_default() += 1;
    }
    let rows: BTreeSet<u32> = table.cells.iter().map(|cell| cell.row).collect();
    let codes = |role: Role| -> Vec<String> {
        let dimension = table.role(role).map(|position| &table.dimensions[position]);
        dimension.map_or_else(Vec::new, |d| d.categories.iter().map(|category| category.code.clone()).collect())
    };
    let mut periods = codes(Role::Time);
    periods.sort();
    FileReport {
        file: file.name.to_owned(),
        importer: Some(file.importer.code()),
        dataset: Some(dataset.code.clone()),
        title: Some(dataset.title.clone()),
        outcome: Outcome::Accepted,
        bytes: file.bytes.len() as u64,
        rows: rows.len() as u64,
        observations: table.len() as u64,
        areas: codes(Role::Area).len() as u64,
        periods,
        symbols,
        observed: Observed::default(),
        issues: Vec::new(),
        findings: Vec::new(),
    }
}

fn refused(name: &str, importer: Option<&'static str>, bytes: u64, mut issues: Vec<Issue>) -> FileReport {
    if issues.is_empty() {
        issues.push(Issue::new(
            "DLV-004",
            Severity::Fatal,
            Place { file: name.to_owned(), ..Place::default() },
            "In der Datei steht keine Tabelle mit Werten.",
            "Bitte laden Sie die Tabelle bei der Quelle noch einmal herunter.",
        ));
    }
    FileReport {
        file: name.to_owned(),
        importer,
        dataset: None,
        title: None,
        outcome: Outcome::Refused,
        bytes,
        rows: 0,
        observations: 0,
        areas: 0,
        periods: Vec::new(),
        symbols: BTreeMap::new(),
        observed: Observed::default(),
        issues,
        findings: Vec::new(),
    }
}

/// The counts of all files together, as every import reports them.
pub fn records(reports: &[FileReport]) -> Records {
    let sum = |count: fn(&Observed) -> u64| reports.iter().map(|report| count(&report.observed)).sum();
    Records {
        new: sum(|observed| observed.new),
        changed: sum(|observed| observed.revised),
        unchanged: sum(|observed| observed.unchanged),
        withdrawn: sum(|observed| observed.vanished),
        held: reports.iter().any(|report| report.outcome == Outcome::Held),
    }
}

fn rank(time: NaiveDateTime) -> String {
    time.format("%Y-%m-%dT%H:%M:%S").to_string()
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    let mut encoder = GzEncoder::new(&mut packed, Compression::default());
    std::io::Write::write_all(&mut encoder, bytes)?;
    encoder.finish()?;
    Ok(packed)
}

/// The file of a delivery as it arrived.
pub async fn original(scope: &store::Scope, delivery: &Delivery) -> Result<Option<Vec<u8>>> {
    let Some(packed) = scope.find_content(&delivery.file_sha256).await? else { return Ok(None) };
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

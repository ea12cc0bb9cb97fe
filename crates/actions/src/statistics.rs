//! Deliveries of statistics: files of official and own tables into segments of observations.
//!
//! Each file is taken in by itself, in one transaction: kept as it arrived, recognised, read, compared with what is shown until then,
//! checked, and accepted or held. A file that is already there changes nothing. What arrives with lost columns, unreadable rows or a
//! changed layout is held: it can be looked at, and a person decides.
//! Deliveries are never changed; [`restore`] lets an older one count as the newest again.

mod comparison;
pub mod observations;
mod rank;
mod reading;
mod warehouse;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::sync::Arc;

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
pub use warehouse::{Loaded, Stamp, Warehouse, read_cube};

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
    /// Who must be named, where the file does not say it.
    pub copyright: Option<String>,
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
    /// Not shown, because another delivery has newer values for the same areas and periods.
    pub outdated: u64,
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
    let code = request.office.as_ref().and_then(|office| office.code.clone());
    let how = reading::How { importer, settings, code, today };
    let read = tokio::task::spawn_blocking(move || reading::read(file, &how));
    let read = read.await.map_err(|_| Error::Aborted)??;
    let Some(importer) = read.importer else {
        return Ok(vec![refused(&name, None, read.bytes.len() as u64, read.issues)]);
    };
    if read.tables.is_empty() {
        return Ok(vec![refused(&name, Some(importer.code()), read.bytes.len() as u64, read.issues)]);
    }
    let mut reports = Vec::new();
    let mut issues = read.issues;
    let mut file = Received { name, bytes: Arc::new(read.bytes), sha256: read.sha256, packed: None, importer };
    for table in read.tables {
        reports.push(take(ctx, writer, request, &mut file, table, std::mem::take(&mut issues)).await?);
    }
    Ok(reports)
}

/// Importer and settings: those of the request, else those under which the table was read before.
async fn how_to_read(writer: &Writer, request: &Request) -> Result<(Option<&'static str>, Json)> {
    let Some(office) = &request.office else { return Ok((request.importer, Json::Null)) };
    if let (Some(code), true) = (&office.code, office.settings.is_null()) {
        let datasets = writer.reader().scoped(request.kommune).list_datasets().await?;
        if let Some(dataset) = datasets.into_iter().find(|dataset| dataset.code == *code) {
            // Settings belong to their importer; without any the file says itself what it is.
            let has_settings = !dataset.settings.is_null();
            let importer = import::find_importer(&dataset.importer).filter(|_| has_settings).map(Importer::code);
            return Ok((request.importer.or(importer), dataset.settings));
        }
    }
    Ok((request.importer, office.settings.clone()))
}

/// A file as it arrived.
struct Received {
    name: String,
    bytes: Arc<Vec<u8>>,
    /// Hexadecimal.
    sha256: String,
    /// gzip-compressed, as soon as somebody needs it.
    packed: Option<Vec<u8>>,
    importer: &'static dyn Importer,
}

impl Received {
    fn length(&self) -> u64 {
        self.bytes.len() as u64
    }

    async fn packed(&mut self) -> Result<&[u8]> {
        let packed = match self.packed.take() {
            Some(packed) => packed,
            None => {
                let bytes = Arc::clone(&self.bytes);
                tokio::task::spawn_blocking(move || gzip(&bytes)).await.map_err(|_| Error::Aborted)??
            }
        };
        Ok(self.packed.insert(packed))
    }
}

/// A table beside what is there: everything that can be said without holding up others.
struct Prepared {
    dataset: Dataset,
    /// Whether the table founds its dataset.
    is_new: bool,
    /// Deliveries of the dataset, the newest last.
    before: Vec<Delivery>,
    id: DeliveryId,
    rank: String,
    report: FileReport,
}

async fn take(
    ctx: &Ctx,
    writer: &Writer,
    request: &Request,
    file: &mut Received,
    mut table: Table,
    mut issues: Vec<Issue>,
) -> Result<FileReport> {
    let kommune = request.kommune;
    let first_release = first_release(file.importer, &table);
    if let Some(code) = request.office.as_ref().and_then(|office| office.code.clone()) {
        table.head.code = code;
    }
    name_owner(file.importer, request, &mut table);
    if table.head.code.trim().is_empty() {
        let Some(code) = import::table_code::from_file_name(&file.name) else {
            return Ok(without_code(file, issues));
        };
        issues.retain(|issue| !import::table_code::is_missing(issue.code.as_ref()));
        issues.push(called_like_its_file(file, &code));
        table.head.code = code;
    }
    let table = Arc::new(table);
    let encoded = Arc::clone(&table);
    let segment = tokio::task::spawn_blocking(move || cube::segments::encode(&encoded));
    let segment = segment.await.map_err(|_| Error::Aborted)?;
    let segment = segment.map_err(|error| Error::Segment(table.head.code.clone(), error))?;
    let segment_sha256 = reading::sha256(&segment);
    loop {
        let prepared = prepare(ctx, writer, request, file, &table, first_release, issues.clone()).await?;
        let Prepared { dataset, is_new, before, id, rank, mut report } = prepared;
        if report.outcome == Outcome::Refused {
            return Ok(report);
        }
        let same = |known: &&Delivery| known.file_sha256 == file.sha256 && known.segment_sha256 == segment_sha256;
        if let Some(known) = before.iter().find(same) {
            report.findings.clear();
            report.observed = Observed { unchanged: report.observations, ..Observed::default() };
            report.outcome = if known.state == State::Held { Outcome::Held } else { Outcome::Unchanged };
            if known.state == State::Held && request.accept && !request.dry_run {
                restore(ctx, writer, kommune, known.id).await?;
                report.outcome = Outcome::Accepted;
            }
            return Ok(report);
        }
        if request.dry_run {
            return Ok(report);
        }
        let packed = file.packed().await?.to_vec();
        let mut transaction = writer.begin().await?;
        // Whoever brings the same table at the same time waits here.
        store::statistics::lock_dataset(&mut transaction, kommune, &dataset).await?;
        let now = store::statistics::list_deliveries(&mut transaction, kommune, &dataset.code).await?;
        let marks = |deliveries: &[Delivery]| -> Vec<(DeliveryId, String)> {
            deliveries.iter().map(|delivery| (delivery.id, delivery.rank.clone())).collect()
        };
        if marks(&now) != marks(&before) {
            transaction.rollback().await?;
            continue;
        }
        // A held delivery changes nothing of what others see, who may see it least of all.
        if is_new || report.outcome == Outcome::Accepted {
            store::statistics::upsert_dataset(&mut transaction, kommune, &dataset).await?;
        }
        store::content::insert(&mut transaction, kommune, &file.sha256, &packed).await?;
        store::content::insert(&mut transaction, kommune, &segment_sha256, &segment).await?;
        let delivery = delivery((id, rank, segment_sha256.clone()), ctx, file, &table, &report);
        store(ctx, &mut transaction, kommune, &delivery, &report).await?;
        transaction.commit().await?;
        return Ok(report);
    }
}

/// Describes, compares and checks a table.
async fn prepare(
    ctx: &Ctx,
    writer: &Writer,
    request: &Request,
    file: &Received,
    table: &Arc<Table>,
    first_release: ReleaseLevel,
    issues: Vec<Issue>,
) -> Result<Prepared> {
    let scope = writer.reader().scoped(request.kommune);
    let found = scope.list_datasets().await?.into_iter().find(|dataset| dataset.code == table.head.code);
    let is_new = found.is_none();
    let stranger = found.as_ref().filter(|known| !is_same_kind(&known.importer, file.importer.code())).cloned();
    let dataset = dataset(found, request, file.importer, table, first_release);
    let before: Vec<Delivery> = scope.list_table_deliveries_of(&dataset.code).await?;
    let (id, rank) = (ctx.new_id(DeliveryId::from_parts), rank::of(table.head.created_at, &before));
    let mut report = describe(file, &dataset, table);
    report.issues = issues;
    if let Some(known) = stranger {
        report.issues.push(other_kind(file, &known));
        report.outcome = Outcome::Refused;
        return Ok(Prepared { dataset, is_new, before, id, rank, report });
    }
    let shown = read_cube(&scope, &dataset.code, &before).await?;
    let newest = before.iter().rev().find(|delivery| delivery.state == State::Accepted).cloned();
    let newer: BTreeSet<DeliveryId> =
        before.iter().filter(|delivery| delivery.rank > rank).map(|delivery| delivery.id).collect();
    let (of, compared) = (dataset.clone(), Arc::clone(table));
    let compared = tokio::task::spawn_blocking(move || {
        let before = shown.as_deref().zip(newest.as_ref()).map(|(cube, newest)| comparison::Before {
            cube,
            newest,
            newer: &newer,
        });
        comparison::compare(&of, before.as_ref(), id, compared)
    });
    let compared = compared.await.map_err(|_| Error::Aborted)??;
    report.observed = compared.observed;
    report.findings = compared.findings;
    let held = report.issues.iter().any(|issue| issue.severity >= Severity::Error) || compared.breaks_layout;
    report.outcome = if held && !request.accept { Outcome::Held } else { Outcome::Accepted };
    Ok(Prepared { dataset, is_new, before, id, rank, report })
}

/// Flat files of GENESIS do not say whose they are, though whoever shows them has to.
fn name_owner(importer: &dyn Importer, request: &Request, table: &mut Table) {
    const GERMANY: (&str, &str) =
        ("© Statistisches Bundesamt (Destatis)", "Datenlizenz Deutschland – Namensnennung – Version 2.0");
    const REGIONS: (&str, &str) =
        ("© Statistische Ämter des Bundes und der Länder", "Datenlizenz Deutschland – Namensnennung – Version 2.0");
    let head = &mut table.head;
    if head.copyright.is_none() {
        head.copyright = request.office.as_ref().and_then(|office| office.copyright.clone());
    }
    if head.copyright.is_none() && importer.code() == "genesis_ffcsv" && has_official_code(&head.code) {
        // `21311-01-01-4` is a table of Regionalstatistik, `21311-0001` one of the Statistisches Bundesamt.
        let (owner, licence) = if head.code.matches('-').count() > 1 { REGIONS } else { GERMANY };
        head.copyright = Some(owner.to_owned());
        head.licence.get_or_insert_with(|| licence.to_owned());
    }
}

/// `21111-02-06-4`, `12411-0010`, `1000A-0000`, `AI003-1`.
fn has_official_code(code: &str) -> bool {
    let digits = code.bytes().take(5).filter(u8::is_ascii_digit).count();
    code.starts_with("AI") || (digits >= 4 && code.as_bytes().get(5) == Some(&b'-'))
}

/// Tables of GENESIS come in two formats; everything else has its own.
fn is_same_kind(one: &str, other: &str) -> bool {
    let kind = |importer: &str| match importer {
        "genesis_table" | "genesis_ffcsv" => "genesis".to_owned(),
        other => other.to_owned(),
    };
    kind(one) == kind(other)
}

fn other_kind(file: &Received, known: &Dataset) -> Issue {
    Issue::new(
        "DLV-006",
        Severity::Fatal,
        Place { file: file.name.clone(), ..Place::default() },
        format!(
            "Unter dem Kürzel „{}“ gibt es schon die Tabelle „{}“ aus einem anderen Format.",
            known.code, known.title
        ),
        "Bitte geben Sie der Tabelle mit --dataset ein anderes Kürzel. So wird keine Zahl durch eine fremde ersetzt.",
    )
}

fn called_like_its_file(file: &Received, code: &str) -> Issue {
    Issue::new(
        "DLV-009",
        Severity::Warning,
        Place { file: file.name.clone(), ..Place::default() },
        format!("Die Datei nennt kein Kürzel der Tabelle; sie heißt jetzt wie die Datei: „{code}“."),
        "Kommt die Tabelle nächstes Jahr unter anderem Namen, geben Sie dieses Kürzel bitte mit --dataset an. So setzt sie die Reihe fort.",
    )
}

fn without_code(file: &Received, mut issues: Vec<Issue>) -> FileReport {
    issues.push(Issue::new(
        "DLV-007",
        Severity::Fatal,
        Place { file: file.name.clone(), ..Place::default() },
        "Die Datei sagt nicht, welche Tabelle sie enthält.",
        "Bitte geben Sie der Tabelle mit --dataset ein Kürzel, zum Beispiel --dataset 12411-0010.",
    ));
    refused(&file.name, Some(file.importer.code()), file.length(), issues)
}

fn delivery(
    (id, rank, segment_sha256): (DeliveryId, String, String),
    ctx: &Ctx,
    file: &Received,
    table: &Table,
    report: &FileReport,
) -> Delivery {
    Delivery {
        id,
        dataset: table.head.code.clone(),
        state: if report.outcome == Outcome::Held { State::Held } else { State::Accepted },
        rank,
        file_sha256: file.sha256.clone(),
        segment_sha256,
        received_at: ctx.now,
        summary: Summary {
            file: file.name.clone(),
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
    }
}

/// Keeps delivery, issues and findings.
async fn store(
    ctx: &Ctx,
    transaction: &mut Transaction,
    kommune: KommuneId,
    delivery: &Delivery,
    report: &FileReport,
) -> Result<()> {
    store::statistics::insert_delivery(transaction, kommune, delivery).await?;
    for (nr, issue) in report.issues.iter().enumerate() {
        store::statistics::insert_issue(transaction, kommune, delivery.id, nr, issue).await?;
    }
    for (nr, finding) in report.findings.iter().enumerate() {
        store::statistics::insert_finding(transaction, kommune, delivery.id, nr, finding).await?;
    }
    let detail = json!({
        "dataset": delivery.dataset, "file": delivery.summary.file, "sha256": delivery.file_sha256,
        "state": delivery.state.code(), "observations": report.observations, "revised": report.observed.revised,
        "vanished": report.observed.vanished,
    });
    let entry = ctx.audit("import_statistics", delivery.id, detail);
    store::audit::insert(transaction, kommune, &entry).await?;
    Ok(())
}

/// Lets a delivery count as the newest of its dataset: a held one that somebody has looked at, or an old one that was right.
pub async fn restore(ctx: &Ctx, writer: &Writer, kommune: KommuneId, delivery: DeliveryId) -> Result<()> {
    ctx.permit(Right::ImportDeliveries)?;
    let known = writer.reader().scoped(kommune).list_table_deliveries().await?;
    let found = known.iter().find(|known| known.id == delivery);
    let found = found.ok_or_else(|| Error::Invalid(format!("Eine Lieferung {delivery} gibt es nicht.")))?;
    let mut transaction = writer.begin().await?;
    let of_dataset = store::statistics::list_deliveries(&mut transaction, kommune, &found.dataset).await?;
    let rank = rank::after_all(&of_dataset);
    store::statistics::accept_delivery(&mut transaction, kommune, delivery, &rank).await?;
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

/// Sets who may see a dataset.
pub async fn release(
    ctx: &Ctx,
    writer: &Writer,
    kommune: KommuneId,
    code: &str,
    level: ReleaseLevel,
) -> Result<Dataset> {
    ctx.permit(Right::ImportDeliveries)?;
    let mut transaction = writer.begin().await?;
    let Some(mut dataset) = store::statistics::find_dataset(&mut transaction, kommune, code).await? else {
        return Err(Error::Invalid(format!("Eine Tabelle „{code}“ gibt es nicht.")));
    };
    let before = dataset.release;
    dataset.release = level;
    store::statistics::upsert_dataset(&mut transaction, kommune, &dataset).await?;
    let detail = json!({ "before": before.code(), "now": level.code() });
    let entry = ctx.audit("release_statistics", code, detail);
    store::audit::insert(&mut transaction, kommune, &entry).await?;
    transaction.commit().await?;
    Ok(dataset)
}

/// The dataset as it is set up, or as this table founds it.
fn dataset(
    found: Option<Dataset>,
    request: &Request,
    importer: &'static dyn Importer,
    table: &Table,
    first_release: ReleaseLevel,
) -> Dataset {
    let office = request.office.clone().unwrap_or_default();
    let mut dataset = found.unwrap_or_else(|| Dataset {
        code: table.head.code.clone(),
        title: table.head.title.clone(),
        release: first_release,
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
    dataset
}

/// How the source of a dataset protects small numbers of an area in a year: as the office has noted it, else as the catalogue knows.
pub fn protection_of(dataset: &Dataset, area: &str, year: i32) -> Protection {
    match dataset.protection_of(area, year) {
        Protection::Unknown => import::catalogue::protection(&dataset.code, area, year),
        noted => noted,
    }
}

/// What an official source has published is public; everything else is internal until somebody releases it. A file is taken for
/// official if GENESIS has written it: under a code of its own and, in tables that anybody can write, with the line that says whose it is.
/// PX and JSON-stat come from many systems, an office's own included.
fn first_release(importer: &dyn Importer, table: &Table) -> ReleaseLevel {
    let is_official = has_official_code(&table.head.code);
    match importer.code() {
        "genesis_ffcsv" if is_official => ReleaseLevel::Oeffentlich,
        "genesis_table" if is_official && table.head.copyright.is_some() => ReleaseLevel::Oeffentlich,
        _ => ReleaseLevel::Intern,
    }
}

fn describe(file: &Received, dataset: &Dataset, table: &Table) -> FileReport {
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
        file: file.name.clone(),
        importer: Some(file.importer.code()),
        dataset: Some(dataset.code.clone()),
        title: Some(dataset.title.clone()),
        outcome: Outcome::Accepted,
        bytes: file.length(),
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

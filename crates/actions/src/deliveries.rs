//! Importing deliveries: files of a source through its importer into the store, all or nothing.
//!
//! One call is one delivery; its files together are the source's stock. A record is known by source and foreign id, and changed when its
//! content hash differs: importing the same files again changes nothing. What a full delivery no longer contains is withdrawn, not deleted.
//! A delivery that loses too much is held back: it is recorded with its issues and changes nothing else.
//! The whole delivery is one transaction: a process killed meanwhile leaves the store as it was.

mod areas;
mod offers;
mod reading;
mod territory;

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use serde::Serialize;
use serde_json::{Value as Json, json};

use import::{Header, Importer, Item, Outcome};
use model::ids::{DeliveryId, KommuneId, SourceId};
use model::issue::{Issue, Place, Severity};
use model::rights::Right;
use store::sources::{Delivery, Source};
use store::{Transaction, Writer};

use crate::{Ctx, Error, Result};

/// What is to be imported.
pub struct Request {
    pub kommune: KommuneId,
    /// Code of a configured source, or of an importer: then the source is founded with the first delivery.
    pub source: String,
    /// For a source that is founded now; importer codes need none.
    pub founding: Option<Founding>,
    pub files: Vec<File>,
    /// Read, compare and report, but write nothing.
    pub dry_run: bool,
    /// Accept a delivery that would otherwise be held back.
    pub accept_loss: bool,
    pub progress: Arc<Progress>,
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Request").field("source", &self.source).field("files", &self.files).finish_non_exhaustive()
    }
}

/// How a source is set up.
#[derive(Debug, Clone, Default)]
pub struct Founding {
    pub importer: String,
    pub name: Option<String>,
    /// Name of the provider of records that name none.
    pub provider: Option<String>,
    pub settings: Json,
}

/// One file of the delivery.
pub struct File {
    /// Name without folder, for issues.
    pub name: String,
    pub bytes: Box<dyn Read + Send>,
}

impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("File").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Counts while the import runs; read it from another task to show how far it is.
#[derive(Debug, Default)]
pub struct Progress {
    pub bytes: AtomicU64,
    pub records: AtomicU64,
}

/// What became of a delivery.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Code of the source.
    pub source: String,
    pub records: Records,
    pub issues: Vec<Issue>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Records {
    pub new: u64,
    pub changed: u64,
    pub unchanged: u64,
    pub withdrawn: u64,
    /// Nothing was taken over because too much would have been lost.
    pub held: bool,
}

impl Records {
    /// Counts a record by whether it was unknown and whether storing it changed anything.
    fn count(&mut self, is_new: bool, written: bool) {
        match (is_new, written) {
            (true, _) => self.new += 1,
            (false, true) => self.changed += 1,
            (false, false) => self.unchanged += 1,
        }
    }
}

/// Issues kept per delivery; importers already cap each class.
const ISSUE_LIMIT: usize = 10_000;

/// Imports the delivery. Data never fails it; errors are those of the store, the rights, or an unknown source.
pub async fn import(ctx: &Ctx, writer: &Writer, request: Request) -> Result<Report> {
    ctx.permit(Right::ImportDeliveries)?;
    let mut transaction = writer.begin().await?;
    let Request { kommune, source, founding, files, dry_run, accept_loss, progress } = request;
    let setup = find_setup(&mut transaction, kommune, &source, founding.as_ref()).await?;
    let file_names = files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(", ");
    let mut messages =
        reading::read_in_background(setup.importer, files, setup.settings(), ctx.local_now().date(), progress);

    let mut header = None;
    let mut intake: Option<Intake> = None;
    let mut issues = Vec::new();
    let mut outcomes = Vec::new();
    let mut hashes = Vec::new();
    while let Some(message) = messages.recv().await {
        match message {
            reading::Message::Items(items) => {
                for item in items {
                    match item {
                        Item::Header(found) => header = header.or(Some(found)),
                        Item::Issue(issue) => push_issue(&mut issues, issue),
                        record => {
                            let intake = match &mut intake {
                                Some(intake) => intake,
                                none => none.insert(
                                    Intake::begin(ctx, &mut transaction, &setup, header.as_ref(), founding.as_ref())
                                        .await?,
                                ),
                            };
                            intake.take(ctx, &mut transaction, record, &mut issues).await?;
                        }
                    }
                }
            }
            reading::Message::FileEnd { outcome, sha256 } => {
                outcomes.push(outcome);
                hashes.push(sha256);
            }
        }
    }
    if outcomes.is_empty() {
        return Err(Error::Aborted);
    }
    let outcome = combined(&outcomes);
    let mut intake = match intake {
        Some(intake) => intake,
        None => Intake::begin(ctx, &mut transaction, &setup, header.as_ref(), founding.as_ref()).await?,
    };
    let loss = intake.offers.loss(outcome, ctx.local_now().date()).filter(|_| !accept_loss);
    if let Some(loss) = loss {
        return hold_back(ctx, writer, transaction, intake, issues, &loss, (file_names, hashes, outcome, dry_run))
            .await;
    }
    intake.finish(ctx, &mut transaction, outcome).await?;
    for issue in intake.territory.gaps(intake.areas.known(), &file_names) {
        push_issue(&mut issues, issue);
    }
    let records = intake.records();
    let delivery = delivery(ctx, &intake, file_names, &hashes, outcome, records, issues.len());
    record(ctx, &mut transaction, kommune, &intake.source.code, &delivery, &issues).await?;
    if dry_run {
        transaction.rollback().await?;
    } else {
        transaction.commit().await?;
    }
    Ok(Report { source: intake.source.code, records, issues })
}

/// The source as configured, or what it is founded with.
struct Setup {
    kommune: KommuneId,
    code: String,
    existing: Option<Source>,
    importer: &'static dyn Importer,
    founded_settings: Json,
}

impl Setup {
    fn settings(&self) -> Json {
        self.existing.as_ref().map_or_else(|| self.founded_settings.clone(), |source| source.settings.clone())
    }
}

async fn find_setup(
    transaction: &mut Transaction,
    kommune: KommuneId,
    code: &str,
    founding: Option<&Founding>,
) -> Result<Setup> {
    let existing = store::sources::find(transaction, kommune, code).await?;
    let importer_code = match (&existing, founding) {
        (Some(source), _) => source.importer.clone(),
        (None, Some(founding)) => founding.importer.clone(),
        (None, None) => code.to_owned(),
    };
    let Some(importer) = import::find_importer(&importer_code) else {
        let known = import::IMPORTERS.iter().map(|importer| importer.code()).collect::<Vec<_>>().join(", ");
        return Err(Error::Invalid(format!(
            "Die Quelle „{code}“ ist nicht eingerichtet, und ein Format „{importer_code}“ gibt es nicht. Formate: {known}."
        )));
    };
    let founded_settings = founding.map_or(Json::Null, |founding| founding.settings.clone());
    Ok(Setup { kommune, code: code.to_owned(), existing, importer, founded_settings })
}

/// One delivery being taken in.
struct Intake {
    source: Source,
    delivery: DeliveryId,
    offers: offers::OfferIntake,
    areas: areas::AreaIntake,
    territory: territory::TerritoryIntake,
}

impl Intake {
    async fn begin(
        ctx: &Ctx,
        transaction: &mut Transaction,
        setup: &Setup,
        header: Option<&Header>,
        founding: Option<&Founding>,
    ) -> Result<Self> {
        let source = found_source(ctx, transaction, setup, header, founding).await?;
        let delivery = ctx.new_id(DeliveryId::from_parts);
        let offers = offers::OfferIntake::begin(transaction, &source, delivery, header, founding).await?;
        let areas = areas::AreaIntake::begin(transaction, setup.kommune).await?;
        Ok(Self { source, delivery, offers, areas, territory: territory::TerritoryIntake::default() })
    }

    async fn take(
        &mut self,
        ctx: &Ctx,
        transaction: &mut Transaction,
        item: Item,
        issues: &mut Vec<Issue>,
    ) -> Result<()> {
        match item {
            Item::Offer(record) => self.offers.take(ctx, transaction, &mut self.source, *record, issues).await,
            Item::Removed { foreign_id } => self.offers.withdraw(ctx, transaction, &foreign_id).await,
            Item::Area(area) => self.areas.take_area(transaction, *area).await,
            Item::PostalPlace(place) => self.areas.take_postal_place(transaction, *place).await,
            Item::Shape(shape) => self.territory.take_shape(transaction, self.source.kommune, &shape).await,
            Item::Weight(weight) => self.territory.take_weight(transaction, self.source.kommune, &weight).await,
            // Statistical tables have deliveries of their own: `crate::statistics`.
            Item::Header(_) | Item::Issue(_) | Item::Table(_) => Ok(()),
        }
    }

    async fn finish(&mut self, ctx: &Ctx, transaction: &mut Transaction, outcome: Outcome) -> Result<()> {
        if outcome == Outcome::Full {
            self.offers.withdraw_missing(ctx, transaction).await?;
        }
        self.areas.finish(transaction, outcome).await
    }

    fn records(&self) -> Records {
        let parts = [self.offers.records, self.areas.records, self.territory.records];
        let sum = |count: fn(&Records) -> u64| parts.iter().map(count).sum();
        Records {
            new: sum(|records| records.new),
            changed: sum(|records| records.changed),
            unchanged: sum(|records| records.unchanged),
            withdrawn: sum(|records| records.withdrawn),
            held: false,
        }
    }
}

/// A delivery that names its creator belongs to that creator's own source, so that two providers can deliver the same format.
async fn found_source(
    ctx: &Ctx,
    transaction: &mut Transaction,
    setup: &Setup,
    header: Option<&Header>,
    founding: Option<&Founding>,
) -> Result<Source> {
    if let Some(source) = &setup.existing {
        return Ok(source.clone());
    }
    let creator = header.and_then(|header| header.creator.as_deref()).map(str::trim).filter(|name| !name.is_empty());
    let code = match creator {
        Some(creator) if founding.is_none() => format!("{}:{}", setup.code, slug(creator)),
        _ => setup.code.clone(),
    };
    if let Some(source) = store::sources::find(transaction, setup.kommune, &code).await? {
        return Ok(source);
    }
    let named = founding.and_then(|founding| founding.name.clone());
    let source = Source {
        id: ctx.new_id(SourceId::from_parts),
        kommune: setup.kommune,
        name: named.or_else(|| creator.map(str::to_owned)).unwrap_or_else(|| code.clone()),
        code,
        importer: setup.importer.code().to_owned(),
        provider: None,
        settings: setup.founded_settings.clone(),
        created_at: ctx.now,
    };
    store::sources::upsert(transaction, &source).await?;
    let entry = ctx.audit("found_source", source.id, json!({ "code": source.code, "importer": source.importer }));
    store::audit::insert(transaction, setup.kommune, &entry).await?;
    Ok(source)
}

/// Records the delivery as held and nothing else.
async fn hold_back(
    ctx: &Ctx,
    writer: &Writer,
    transaction: Transaction,
    intake: Intake,
    mut issues: Vec<Issue>,
    loss: &offers::Loss,
    (files, hashes, outcome, dry_run): (String, Vec<String>, Outcome, bool),
) -> Result<Report> {
    transaction.rollback().await?;
    issues.insert(
        0,
        Issue::new(
            "DLV-001",
            Severity::Fatal,
            Place { file: files.clone(), ..Place::default() },
            format!(
                "Die Lieferung wurde zurückgehalten: Von {} gespeicherten Angeboten fehlen {}, das ist mehr als 30 %. Gespeichert bleibt der bisherige Stand.",
                loss.stocked, loss.missing
            ),
            "Prüfen Sie, ob der Export vollständig ist, und liefern Sie ihn noch einmal. Sollen die Angebote wirklich entfallen, \
             wiederholen Sie den Import mit --accept-loss.",
        ),
    );
    let records = Records { held: true, unchanged: loss.stocked, ..Records::default() };
    if !dry_run {
        let mut transaction = writer.begin().await?;
        let kommune = intake.source.kommune;
        let delivery = delivery(ctx, &intake, files, &hashes, outcome, records, issues.len());
        record(ctx, &mut transaction, kommune, &intake.source.code, &delivery, &issues).await?;
        transaction.commit().await?;
    }
    Ok(Report { source: intake.source.code, records, issues })
}

fn delivery(
    ctx: &Ctx,
    intake: &Intake,
    file: String,
    hashes: &[String],
    outcome: Outcome,
    records: Records,
    issues: usize,
) -> Delivery {
    Delivery {
        id: intake.delivery,
        source: intake.source.id,
        file,
        sha256: hashes.join(" "),
        received_at: ctx.now,
        outcome: match outcome {
            Outcome::Full => "full",
            Outcome::Differential => "differential",
            Outcome::Broken => "broken",
        }
        .to_owned(),
        held: records.held,
        new: records.new,
        changed: records.changed,
        unchanged: records.unchanged,
        withdrawn: records.withdrawn,
        issues: issues as u64,
    }
}

async fn record(
    ctx: &Ctx,
    transaction: &mut Transaction,
    kommune: KommuneId,
    source: &str,
    delivery: &Delivery,
    issues: &[Issue],
) -> Result<()> {
    store::sources::insert_delivery(transaction, kommune, delivery).await?;
    for (nr, issue) in issues.iter().enumerate() {
        store::sources::insert_issue(transaction, kommune, delivery.id, nr, issue).await?;
    }
    let detail = json!({
        "source": source, "file": delivery.file, "held": delivery.held, "new": delivery.new,
        "changed": delivery.changed, "withdrawn": delivery.withdrawn, "issues": delivery.issues,
    });
    let entry = ctx.audit("import_delivery", delivery.id, detail);
    store::audit::insert(transaction, kommune, &entry).await?;
    Ok(())
}

fn push_issue(issues: &mut Vec<Issue>, issue: Issue) {
    if issues.len() < ISSUE_LIMIT {
        issues.push(issue);
    }
}

/// A delivery of several files is as incomplete as its most incomplete file.
fn combined(outcomes: &[Outcome]) -> Outcome {
    if outcomes.contains(&Outcome::Broken) {
        Outcome::Broken
    } else if outcomes.contains(&Outcome::Differential) {
        Outcome::Differential
    } else {
        Outcome::Full
    }
}

/// `a-z0-9-` of a name, for codes.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            'ä' => slug.push_str("ae"),
            'ö' => slug.push_str("oe"),
            'ü' => slug.push_str("ue"),
            'ß' => slug.push_str("ss"),
            _ if !slug.ends_with('-') && !slug.is_empty() => slug.push('-'),
            _ => {}
        }
    }
    slug.truncate(60);
    slug.trim_end_matches('-').to_owned()
}

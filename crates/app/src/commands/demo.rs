//! `bildungsraum demo`: writes the files of the example region, imports them through the importers, and serves.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use actions::deliveries::{Founding, Request};
use actions::statistics::{self, OfficeTable, Outcome};
use demo::{DemoKommune, Options, Region};
use model::ids::KommuneId;
use model::kommune::{Kommune, Look, Operator};
use model::offers::Contact;
use model::places::GeoPoint;
use model::statistics::ReleaseLevel;

use crate::cli;
use crate::commands::{import, serve};
use crate::installation::Installation;
use crate::output;

/// Written when the region is complete: what it was made from.
const MARKER: &str = "demo.json";
const FILES: &str = "demo-dateien";

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Marker {
    seed: u64,
    offers: usize,
    today: NaiveDate,
    version: String,
}

pub(crate) async fn run(place: &cli::Place, arguments: cli::Demo) -> anyhow::Result<ExitCode> {
    let data = place.data.clone().unwrap_or_else(|| "demo-data".into());
    let mut place = place.clone();
    place.data = Some(data.clone());
    clear_other_region(&data, &arguments)?;
    let installation = Installation::open(&place).await?;
    let today = installation.ctx().local_now().date();
    let marker =
        Marker { seed: arguments.seed, offers: arguments.offers, today, version: env!("CARGO_PKG_VERSION").to_owned() };
    if read_marker(&data).as_ref() != Some(&marker) {
        fill(&installation, &marker, place.json).await?;
        fs::write(data.join(MARKER), serde_json::to_vec_pretty(&marker)?)?;
    }
    if arguments.no_serve {
        output::note(format!("Die Beispielregion liegt in {}.", data.display()));
        return Ok(ExitCode::SUCCESS);
    }
    serve::serve(&installation, arguments.listen, place.json).await
}

/// A folder that holds another example region is emptied; any other folder with contents is left alone.
fn clear_other_region(data: &Path, arguments: &cli::Demo) -> anyhow::Result<()> {
    let Some(marker) = read_marker(data) else { return Ok(()) };
    if marker.seed == arguments.seed && marker.offers == arguments.offers {
        return Ok(());
    }
    for name in ["bildungsraum.sqlite", "bildungsraum.sqlite-wal", "bildungsraum.sqlite-shm", MARKER] {
        match fs::remove_file(data.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    for folder in ["index", FILES] {
        match fs::remove_dir_all(data.join(folder)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

fn read_marker(data: &Path) -> Option<Marker> {
    serde_json::from_slice(&fs::read(data.join(MARKER)).ok()?).ok()
}

async fn fill(installation: &Installation, marker: &Marker, quiet: bool) -> anyhow::Result<()> {
    let region = Region::new(Options { seed: marker.seed, offers: marker.offers, today: marker.today });
    let kommune = kommune(installation, &region.kommune()).await?;
    let folder = installation.data.join(FILES);
    fs::create_dir_all(&folder)?;
    let files = region.files();
    output::note(format!("Die Beispielregion mit {} Angeboten entsteht ({} Dateien).", marker.offers, files.len()));
    let bar = output::progress(Some(files.len() as u64), "Dateien", quiet);
    let mut held = Vec::new();
    for file in &files {
        let path = folder.join(&file.name);
        let mut target = BufWriter::new(
            File::create(&path).with_context(|| format!("{} lässt sich nicht schreiben.", path.display()))?,
        );
        region.write(file, &mut target)?;
        target.flush()?;
        let founding = Founding {
            importer: file.importer.to_owned(),
            name: Some(file.source_name.clone()),
            provider: file.provider_name.clone(),
            settings: file.settings.clone(),
        };
        let request = Request {
            kommune,
            source: file.source_code.clone(),
            founding: Some(founding),
            files: vec![import::open(&path)?],
            dry_run: false,
            // A new day moves every date: the old ones are meant to go.
            accept_loss: true,
            progress: std::sync::Arc::default(),
        };
        let report = import::watched(installation, request, 0, true).await?;
        if report.records.held {
            held.push(file.name.clone());
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    held.extend(fill_statistics(installation, marker, kommune, &folder, quiet).await?);
    anyhow::ensure!(held.is_empty(), "Diese Dateien wurden zurückgehalten: {}", held.join(", "));
    installation.catch_up(&installation.index()?).await
}

/// The deliveries of statistics in the order in which they arrived. Returns the names of those that were held.
async fn fill_statistics(
    installation: &Installation,
    marker: &Marker,
    kommune: KommuneId,
    folder: &Path,
    quiet: bool,
) -> anyhow::Result<Vec<String>> {
    let settings = demo::statistics::Settings { seed: marker.seed, today: marker.today };
    let deliveries = demo::statistics::files(settings)?;
    let bar = output::progress(Some(deliveries.len() as u64), "Zahlen", quiet);
    let mut held = Vec::new();
    for delivery in deliveries {
        let path = folder.join(&delivery.name);
        fs::write(&path, &delivery.bytes).with_context(|| format!("{} lässt sich nicht schreiben.", path.display()))?;
        let is_held = if delivery.importer == "boundaries" {
            let founding = Founding {
                importer: delivery.importer.to_owned(),
                name: Some("Beispiel-Kachelkarte".to_owned()),
                settings: delivery.settings,
                ..Founding::default()
            };
            let request = Request {
                kommune,
                source: delivery.name.clone(),
                founding: Some(founding),
                files: vec![import::open(&path)?],
                dry_run: false,
                accept_loss: true,
                progress: std::sync::Arc::default(),
            };
            import::watched(installation, request, 0, true).await?.records.held
        } else {
            take_statistics(installation, kommune, &path, delivery.importer, delivery.settings).await?
        };
        if is_held {
            held.push(delivery.name);
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(held)
}

/// What the example office has released: all of its own tables, because nobody stands behind their numbers.
async fn take_statistics(
    installation: &Installation,
    kommune: KommuneId,
    path: &Path,
    importer: &'static str,
    settings: serde_json::Value,
) -> anyhow::Result<bool> {
    let is_own = !settings.is_null();
    let request = statistics::Request {
        kommune,
        importer: Some(importer),
        office: Some(OfficeTable {
            copyright: Some(demo::statistics::COPYRIGHT.to_owned()),
            release: is_own.then_some(ReleaseLevel::Oeffentlich),
            settings,
            ..OfficeTable::default()
        }),
        dry_run: false,
        // The generated mistakes are meant to be seen.
        accept: true,
    };
    let (ctx, writer) = (installation.ctx(), installation.store.writer());
    let reports = statistics::import(&ctx, &writer, &request, import::open(path)?).await?;
    Ok(reports.iter().any(|report| matches!(report.outcome, Outcome::Held | Outcome::Refused)))
}

async fn kommune(installation: &Installation, example: &DemoKommune) -> anyhow::Result<KommuneId> {
    if let Some(kommune) = installation.store.reader().find_kommune_by_slug(&example.slug).await? {
        return Ok(kommune.id);
    }
    let others = installation.store.reader().list_kommunen().await?;
    anyhow::ensure!(
        others.is_empty(),
        "In {} liegt schon eine andere Installation. Bitte wählen Sie mit --data einen anderen Ordner.",
        installation.data.display()
    );
    let ctx = installation.ctx();
    let operator = &example.operator;
    let mail = |address: &str| Contact { email: Some(address.to_owned()), ..Contact::default() };
    let kommune = Kommune {
        id: ctx.new_id(KommuneId::from_parts),
        slug: example.slug.clone(),
        name: example.name.clone(),
        region: example.region.clone(),
        areas: example.areas.iter().map(|key| key.parse()).collect::<Result<_, _>>()?,
        hosts: Vec::new(),
        look: Look::default(),
        languages: vec!["de".parse()?, "en".parse()?],
        operator: Operator {
            name: operator.name.clone(),
            street: operator.street.clone(),
            plz_and_city: operator.plz_and_city.clone(),
            represented_by: operator.represented_by.clone(),
            contact: Contact { phone: Some(operator.phone.clone()), ..mail(&operator.email) },
            data_protection_contact: mail(&operator.data_protection_email),
            enforcement_body: operator.enforcement_body.clone(),
        },
        center: GeoPoint::new(example.center.0, example.center.1),
    };
    actions::kommunen::save(&ctx, &installation.store.writer(), &kommune).await?;
    Ok(kommune.id)
}

//! `bildungsraum import statistics`, `observations`, `deliveries`, `check data`: the numbers and where they come from.

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context as _;
use serde_json::json;

use actions::statistics::observations::{Filter, observations};
use actions::statistics::{self, FileReport, Loaded, OfficeTable, Outcome, Request, Warehouse, read_cube};
use model::ids::DeliveryId;
use model::issue::{Issue, Severity};
use model::kommune::Kommune;
use model::statistics::ReleaseLevel;
use store::Scope;
use store::statistics::{Delivery, State};

use crate::cli;
use crate::commands::{import, proposal};
use crate::installation::Installation;
use crate::output;

/// What is imported under this name is recognised by its content.
pub(crate) const STATISTICS: &str = "statistics";
/// Issues and findings printed in words per file; `--json` has all.
const SHOWN: usize = 10;

pub(crate) async fn run_import(place: &cli::Place, arguments: cli::Import) -> anyhow::Result<ExitCode> {
    if let Some(path) = &arguments.propose {
        return proposal::write(&arguments, path, place.json);
    }
    let installation = Installation::open(place).await?;
    let kommune = installation.kommune(arguments.kommune.as_deref()).await?;
    let settings = arguments.settings.as_deref().map(import::read_settings).transpose()?.unwrap_or_default();
    let importer = match arguments.format.as_deref() {
        Some(code) => {
            Some(::import::find_importer(code).with_context(|| format!("Ein Format „{code}“ gibt es nicht."))?.code())
        }
        None => None,
    };
    let request = Request {
        kommune: kommune.id,
        importer,
        office: Some(OfficeTable {
            code: arguments.dataset.clone(),
            title: arguments.name.clone(),
            copyright: None,
            release: arguments.release,
            settings,
        }),
        dry_run: arguments.dry_run,
        accept: arguments.accept_loss,
    };
    let reports = import_files(&installation, &request, &arguments.files, place.json).await?;
    let held = statistics::records(&reports).held;
    let refused = reports.iter().all(|report| report.outcome == Outcome::Refused);
    Ok(if held {
        ExitCode::from(import::HELD)
    } else if refused {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Imports the files one after the other and says what became of each.
async fn import_files(
    installation: &Installation,
    request: &Request,
    files: &[std::path::PathBuf],
    as_json: bool,
) -> anyhow::Result<Vec<FileReport>> {
    let (ctx, writer) = (installation.ctx(), installation.store.writer());
    let bar = output::progress(Some(files.len() as u64), "Dateien", as_json);
    let begin = Instant::now();
    let mut reports = Vec::new();
    for path in files {
        let file = import::open(path)?;
        bar.set_message(file.name.clone());
        reports.extend(statistics::import(&ctx, &writer, request, file).await?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    let seconds = begin.elapsed().as_secs_f64();
    let megabytes = reports.iter().map(|report| report.bytes).sum::<u64>() as f64 / 1e6;
    let observations: u64 = reports.iter().map(|report| report.observations).sum();
    if as_json {
        let issues: Vec<&Issue> = reports.iter().flat_map(|report| &report.issues).collect();
        output::say_json(&json!({
            "source": STATISTICS, "records": statistics::records(&reports), "issues": issues, "files": reports,
            "observations": observations, "megabytes": megabytes, "seconds": seconds,
        }))?;
    } else {
        reports.iter().for_each(print);
        output::say(format!(
            "{}, {megabytes:.1} MB, {} in {seconds:.1} s ({:.1} MB/s).",
            output::count(files.len() as u64, "Datei", "Dateien"),
            output::count(observations, "Wert", "Werte"),
            megabytes / seconds.max(0.001)
        ));
    }
    Ok(reports)
}

fn print(report: &FileReport) {
    let what = match (&report.dataset, &report.title) {
        (Some(code), Some(title)) => format!("{code} {title}"),
        _ => "keine Tabelle".to_owned(),
    };
    let became = match report.outcome {
        Outcome::Accepted => "angenommen",
        Outcome::Unchanged => "schon vorhanden",
        Outcome::Held => "zurückgehalten",
        Outcome::Refused => "nicht lesbar",
    };
    output::say(format!("{}: {what} – {became}", report.file));
    if report.observations > 0 {
        let observed = report.observed;
        output::say(format!(
            "  {}, {}, {}, {}; {} neu, {} geändert, {} entfallen, {} unverändert",
            output::count(report.rows, "Zeile", "Zeilen"),
            output::count(report.observations, "Wert", "Werte"),
            output::count(report.areas, "Gebiet", "Gebiete"),
            span(&report.periods),
            observed.new,
            observed.revised,
            observed.vanished,
            observed.unchanged
        ));
    }
    if report.observed.outdated > 0 {
        output::say(format!(
            "  {} Werte werden nicht gezeigt: Für dieselben Gebiete und Zeiträume gibt es eine neuere Lieferung.",
            report.observed.outdated
        ));
    }
    let worth_telling = |issue: &&Issue| issue.severity > Severity::Note;
    for issue in report.issues.iter().filter(worth_telling).take(SHOWN) {
        output::say(format!("  {} {}\n      {}\n      → {}", issue.code, issue.place, issue.message, issue.hint));
    }
    let more = report.issues.iter().filter(worth_telling).count().saturating_sub(SHOWN);
    if more > 0 {
        output::say(format!("  … und {more} weitere; mit --json sehen Sie alle."));
    }
    for finding in report.findings.iter().take(SHOWN) {
        output::say(format!("  {} {}", finding.code, finding.message));
    }
    if report.findings.len() > SHOWN {
        output::say(format!("  … und {} weitere Auffälligkeiten.", report.findings.len() - SHOWN));
    }
    if report.outcome == Outcome::Held {
        output::say(
            "  Gezeigt wird weiter der bisherige Stand. Ist die Lieferung richtig, nehmen Sie sie mit „bildungsraum deliveries LIEFERUNG --restore“ an.",
        );
    }
}

fn span(periods: &[String]) -> String {
    match (periods.first(), periods.last()) {
        (Some(first), Some(last)) if first != last => format!("{first} bis {last}"),
        (Some(only), _) => only.clone(),
        _ => "ohne Zeitbezug".to_owned(),
    }
}

/// The installation's data as the command line sees them: all release levels.
pub(crate) async fn load(
    installation: &Installation,
    kommune: &Kommune,
    codes: impl Fn(&str) -> bool,
) -> anyhow::Result<(Scope, Loaded)> {
    let scope = installation.store.reader().scoped(kommune.id);
    let loaded =
        Warehouse::default().load(&scope, (kommune.id, ReleaseLevel::Intern, installation.ctx().now), codes).await?;
    Ok((scope, loaded))
}

pub(crate) async fn run_observations(place: &cli::Place, arguments: cli::Observations) -> anyhow::Result<ExitCode> {
    let installation = Installation::open(place).await?;
    let kommune = installation.kommune(arguments.of.kommune.as_deref()).await?;
    let code = arguments.dataset.as_str();
    let (scope, loaded) = load(&installation, &kommune, |other| arguments.delivery.is_none() && other == code).await?;
    loaded.dataset(code).with_context(|| unknown_dataset(&loaded, code))?;
    let deliveries = loaded.deliveries(code);
    let cube = match &arguments.delivery {
        Some(id) => {
            let delivery = find_delivery(deliveries, id)?;
            let alone = [Delivery { state: State::Accepted, ..delivery.clone() }];
            read_cube(&scope, code, &alone).await?
        }
        None => loaded.cube(code).cloned(),
    };
    let Some(cube) = cube else {
        output::note("Von dieser Tabelle ist noch keine Lieferung angenommen.");
        return Ok(ExitCode::SUCCESS);
    };
    let filter = Filter { area: arguments.area, period: arguments.period };
    let found: Vec<_> = observations(&cube, deliveries, &filter).collect();
    if place.json {
        output::say_json(&found)?;
        return Ok(ExitCode::SUCCESS);
    }
    for one in &found {
        let classes: Vec<&str> = one.labels.values().map(String::as_str).collect();
        let value = one.value.map_or_else(|| one.sign.to_owned(), |value| value.to_string());
        output::say(format!(
            "{} {} · {} · {} · {}: {value} {}{} [{} Zeile {}]",
            one.area,
            one.area_name,
            one.period,
            one.measure_name,
            classes.join(", "),
            one.unit.as_deref().unwrap_or_default(),
            one.flags.iter().map(|flag| format!(" {flag}")).collect::<String>(),
            one.file,
            one.row
        ));
    }
    output::note(format!("{} Werte.", found.len()));
    Ok(ExitCode::SUCCESS)
}

fn unknown_dataset(loaded: &Loaded, code: &str) -> String {
    let known: Vec<&str> = loaded.datasets().map(|dataset| dataset.code.as_str()).collect();
    if known.is_empty() {
        return "Es sind noch keine Zahlen eingelesen: bildungsraum import statistics DATEI".to_owned();
    }
    format!("Eine Tabelle „{code}“ ist nicht da. Vorhanden: {}.", known.join(", "))
}

fn all_deliveries(loaded: &Loaded) -> impl Iterator<Item = &Delivery> {
    loaded.datasets().flat_map(|dataset| loaded.deliveries(&dataset.code))
}

fn find_delivery<'a>(deliveries: &'a [Delivery], id: &str) -> anyhow::Result<&'a Delivery> {
    let parsed: Option<DeliveryId> = id.parse().ok();
    let found = deliveries.iter().find(|delivery| Some(delivery.id) == parsed);
    found.with_context(|| format!("Eine Lieferung „{id}“ gibt es nicht."))
}

pub(crate) async fn run_deliveries(place: &cli::Place, arguments: cli::Deliveries) -> anyhow::Result<ExitCode> {
    let installation = Installation::open(place).await?;
    let kommune = installation.kommune(arguments.of.kommune.as_deref()).await?;
    let (scope, loaded) = load(&installation, &kommune, |_| false).await?;
    let wanted = |delivery: &&Delivery| arguments.dataset.as_ref().is_none_or(|code| *code == delivery.dataset);
    let all: Vec<Delivery> = all_deliveries(&loaded).filter(wanted).cloned().collect();
    let Some(id) = &arguments.delivery else {
        return list_deliveries(&all, place.json);
    };
    let delivery = find_delivery(&all, id)?;
    let (ctx, writer) = (installation.ctx(), installation.store.writer());
    if let Some(path) = &arguments.original {
        return write_original(&scope, delivery, path).await;
    }
    if let Some((nr, because)) = arguments.accept_finding.zip(arguments.because.as_deref()) {
        statistics::accept_finding(&ctx, &writer, kommune.id, (delivery.id, nr), because).await?;
        output::say("Gekennzeichnet. Der Grund steht ab jetzt in der Herkunft der Zahl.");
        return Ok(ExitCode::SUCCESS);
    }
    if arguments.restore {
        statistics::restore(&ctx, &writer, kommune.id, delivery.id).await?;
        output::say(format!("Die Lieferung {} zählt ab jetzt als neueste von {}.", delivery.id, delivery.dataset));
        return Ok(ExitCode::SUCCESS);
    }
    show_delivery(&scope, delivery, place.json).await
}

pub(crate) async fn run_datasets(place: &cli::Place, arguments: cli::Datasets) -> anyhow::Result<ExitCode> {
    let installation = Installation::open(place).await?;
    let kommune = installation.kommune(arguments.of.kommune.as_deref()).await?;
    if let Some((code, level)) = arguments.dataset.as_deref().zip(arguments.release) {
        let (ctx, writer) = (installation.ctx(), installation.store.writer());
        statistics::release(&ctx, &writer, kommune.id, code, level).await?;
    }
    let (_, loaded) = load(&installation, &kommune, |_| false).await?;
    let wanted = |code: &str| arguments.dataset.as_deref().is_none_or(|wanted| wanted == code);
    let found: Vec<_> = loaded.datasets().filter(|dataset| wanted(&dataset.code)).collect();
    if let (Some(code), true) = (&arguments.dataset, found.is_empty()) {
        anyhow::bail!(unknown_dataset(&loaded, code));
    }
    if place.json {
        let list: Vec<_> = found
            .iter()
            .map(|dataset| {
                json!({
                    "code": dataset.code, "title": dataset.title, "release": dataset.release.code(),
                    "importer": dataset.importer, "deliveries": loaded.deliveries(&dataset.code).len(),
                })
            })
            .collect();
        output::say_json(&list)?;
        return Ok(ExitCode::SUCCESS);
    }
    for dataset in found {
        let level = match dataset.release {
            ReleaseLevel::Intern => "intern",
            ReleaseLevel::Verwaltung => "Verwaltung",
            ReleaseLevel::Oeffentlich => "öffentlich",
        };
        output::say(format!("{} {} ({level})", dataset.code, dataset.title));
    }
    Ok(ExitCode::SUCCESS)
}

fn list_deliveries(all: &[Delivery], as_json: bool) -> anyhow::Result<ExitCode> {
    if as_json {
        output::say_json(&all.iter().map(summary).collect::<Vec<_>>())?;
        return Ok(ExitCode::SUCCESS);
    }
    for delivery in all {
        let held = if delivery.state == State::Held { " – zurückgehalten" } else { "" };
        output::say(format!(
            "{} {} {} {} ({} Werte, {}){held}",
            delivery.id,
            delivery.dataset,
            delivery.received_at.format("%d.%m.%Y"),
            delivery.summary.file,
            delivery.summary.observations,
            span(&delivery.summary.periods)
        ));
    }
    Ok(ExitCode::SUCCESS)
}

fn summary(delivery: &Delivery) -> serde_json::Value {
    json!({
        "id": delivery.id, "dataset": delivery.dataset, "state": delivery.state.code(), "rank": delivery.rank,
        "file_sha256": delivery.file_sha256, "received_at": delivery.received_at, "summary": delivery.summary,
    })
}

async fn show_delivery(scope: &Scope, delivery: &Delivery, as_json: bool) -> anyhow::Result<ExitCode> {
    let issues = scope.list_table_issues(delivery.id).await?;
    let findings = scope.list_findings::<statistics::Finding>(delivery.id).await?;
    if as_json {
        let findings: Vec<_> = findings
            .iter()
            .map(
                |found| json!({ "nr": found.nr, "finding": found.finding, "accepted_because": found.accepted_because }),
            )
            .collect();
        output::say_json(&json!({ "delivery": summary(delivery), "issues": issues, "findings": findings }))?;
        return Ok(ExitCode::SUCCESS);
    }
    list_deliveries(std::slice::from_ref(delivery), false)?;
    for issue in &issues {
        output::say(format!("  {} {}\n      {}\n      → {}", issue.code, issue.place, issue.message, issue.hint));
    }
    for found in &findings {
        let accepted =
            found.accepted_because.as_ref().map(|because| format!(" (geprüft: {because})")).unwrap_or_default();
        output::say(format!("  [{}] {} {}{accepted}", found.nr, found.finding.code, found.finding.message));
    }
    Ok(ExitCode::SUCCESS)
}

async fn write_original(scope: &Scope, delivery: &Delivery, path: &Path) -> anyhow::Result<ExitCode> {
    let bytes = statistics::original(scope, delivery).await?.context("Die Datei ist nicht mehr da.")?;
    std::fs::write(path, bytes).with_context(|| format!("{} lässt sich nicht schreiben.", path.display()))?;
    output::say(format!("{} geschrieben, so wie die Datei angekommen ist.", path.display()));
    Ok(ExitCode::SUCCESS)
}

/// `check data`: what the checks found in everything that is shown and nobody has accepted yet.
pub(crate) async fn check(place: &cli::Place, kommune: Option<&str>) -> anyhow::Result<ExitCode> {
    let installation = Installation::open(place).await?;
    let kommune = installation.kommune(kommune).await?;
    let (scope, loaded) = load(&installation, &kommune, |_| false).await?;
    let mut open = Vec::new();
    for delivery in all_deliveries(&loaded).filter(|delivery| delivery.state == State::Accepted) {
        for found in scope.list_findings::<statistics::Finding>(delivery.id).await? {
            if found.accepted_because.is_none() {
                open.push(json!({
                    "dataset": delivery.dataset, "delivery": delivery.id, "file": delivery.summary.file, "nr": found.nr,
                    "finding": found.finding,
                }));
                if !place.json {
                    output::say(format!(
                        "{} {} [{} Nr. {}]\n    {}",
                        delivery.dataset, found.finding.code, delivery.id, found.nr, found.finding.message
                    ));
                }
            }
        }
    }
    if place.json {
        output::say_json(&json!({ "ok": open.is_empty(), "findings": open }))?;
    } else if open.is_empty() {
        output::say("Keine offenen Auffälligkeiten.");
    } else {
        output::note(format!(
            "{} offene Auffälligkeiten. Ist ein Wert richtig: bildungsraum deliveries LIEFERUNG --accept-finding NUMMER --because GRUND",
            open.len()
        ));
    }
    Ok(if open.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

//! `bildungsraum import`.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::Context as _;

use actions::deliveries::{self, Founding, Progress, Report, Request};
use model::issue::Severity;

use crate::cli;
use crate::installation::Installation;
use crate::output;

/// Exit code of a delivery that was held back.
pub(crate) const HELD: u8 = 3;
/// Issues printed in words; all of them are stored and in `--json`.
const ISSUES_SHOWN: usize = 20;

pub(crate) async fn run(place: &cli::Place, arguments: cli::Import) -> anyhow::Result<ExitCode> {
    let installation = Installation::open(place).await?;
    let kommune = installation.kommune(arguments.kommune.as_deref()).await?;
    let settings = arguments.settings.as_deref().map(read_settings).transpose()?.unwrap_or_default();
    let sets_up =
        arguments.format.is_some() || arguments.name.is_some() || arguments.provider.is_some() || !settings.is_null();
    let founding = sets_up.then(|| Founding {
        importer: arguments.format.clone().unwrap_or_else(|| arguments.source.clone()),
        name: arguments.name.clone(),
        provider: arguments.provider.clone(),
        settings,
    });
    let request = Request {
        kommune: kommune.id,
        source: arguments.source,
        founding,
        files: arguments.files.iter().map(|path| open(path)).collect::<anyhow::Result<_>>()?,
        dry_run: arguments.dry_run,
        accept_loss: arguments.accept_loss,
        progress: Arc::default(),
    };
    let total = arguments.files.iter().map(|path| std::fs::metadata(path).map_or(0, |meta| meta.len())).sum();
    let report = watched(&installation, request, total, place.json).await?;
    if !arguments.dry_run && !report.records.held {
        let index = installation.index()?;
        installation.catch_up(&index).await?;
    }
    if place.json {
        output::say_json(&report)?;
    } else {
        print(&report, arguments.dry_run);
    }
    Ok(if report.records.held {
        ExitCode::from(HELD)
    } else if is_nothing(&report) {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Whether nothing of the files could be used: a script that goes on after that would work with yesterday's data.
fn is_nothing(report: &Report) -> bool {
    let records = report.records;
    records.new + records.changed + records.unchanged + records.withdrawn == 0
        && report.issues.iter().any(|issue| issue.severity >= Severity::Error)
}

/// Runs the import and shows how far it is.
pub(crate) async fn watched(
    installation: &Installation,
    request: Request,
    total: u64,
    quiet: bool,
) -> anyhow::Result<Report> {
    let bar = output::progress(Some(total), &request.source, quiet);
    let progress: Arc<Progress> = Arc::clone(&request.progress);
    let (ctx, writer) = (installation.ctx(), installation.store.writer());
    let import = deliveries::import(&ctx, &writer, request);
    tokio::pin!(import);
    let mut tick = tokio::time::interval(Duration::from_millis(250));
    let report = loop {
        tokio::select! {
            report = &mut import => break report,
            _ = tick.tick() => {
                bar.set_position(progress.bytes.load(Ordering::Relaxed));
                bar.set_message(format!("{} Datensätze", progress.records.load(Ordering::Relaxed)));
            }
        }
    };
    bar.finish_and_clear();
    Ok(report?)
}

pub(crate) fn open(path: &Path) -> anyhow::Result<deliveries::File> {
    let file = File::open(path).with_context(|| format!("Die Datei {} lässt sich nicht öffnen.", path.display()))?;
    anyhow::ensure!(!path.is_dir(), "{} ist ein Ordner. Bitte nennen Sie die Dateien.", path.display());
    let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    Ok(deliveries::File { name, bytes: Box::new(BufReader::with_capacity(1 << 16, file)) })
}

pub(crate) fn read_settings(path: &Path) -> anyhow::Result<serde_json::Value> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("Die Datei {} lässt sich nicht lesen.", path.display()))?;
    serde_json::from_str(&text).map_err(|error| {
        anyhow::anyhow!("Die Einstellungen in {} sind kein gültiges JSON (Zeile {}).", path.display(), error.line())
    })
}

fn print(report: &Report, dry_run: bool) {
    let records = report.records;
    if records.held {
        output::say(format!("{}: Die Lieferung wurde zurückgehalten.", source_in_words(&report.source)));
    } else {
        let tried = if dry_run { " (Probelauf, nichts gespeichert)" } else { "" };
        output::say(format!(
            "{}{tried}: {} neu, {} geändert, {} unverändert, {} zurückgezogen.",
            source_in_words(&report.source),
            records.new,
            records.changed,
            records.unchanged,
            records.withdrawn
        ));
    }
    let shown = report.issues.iter().filter(|issue| issue.severity > Severity::Note).take(ISSUES_SHOWN);
    for issue in shown {
        output::say(format!("  {} {}\n      {}\n      → {}", issue.code, issue.place, issue.message, issue.hint));
    }
    let notes = report.issues.iter().filter(|issue| issue.severity == Severity::Note).count();
    let other = report.issues.len() - notes;
    if other > ISSUES_SHOWN {
        output::say(format!("  … und {} weitere; mit --json sehen Sie alle.", other - ISSUES_SHOWN));
    }
    if notes > 0 {
        let notes = output::count(notes as u64, "Hinweis", "Hinweise");
        output::say(format!("  {notes} ohne Verlust; mit --json sehen Sie alle."));
    }
}

/// Lists that exist once in an installation are called by what they are, sources of offers by their code.
fn source_in_words(code: &str) -> String {
    match code {
        "boundaries" => "Gebietsgrenzen".to_owned(),
        "crosswalk" => "Umsteigeschlüssel".to_owned(),
        "gv100" => "Gemeindeverzeichnis".to_owned(),
        "geonames" => "Orte und Postleitzahlen".to_owned(),
        code => format!("Quelle {code}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actions::deliveries::Records;
    use model::issue::{Issue, Place};

    #[test]
    fn nothing_imported_is_told_from_nothing_changed() {
        let report = |records: Records, severity: Severity| Report {
            source: "boundaries".to_owned(),
            records,
            issues: vec![Issue::new("BND-002", severity, Place::default(), "", "")],
        };
        let unchanged = Records { unchanged: 3, ..Records::default() };
        for (records, severity, nothing) in [
            (Records::default(), Severity::Fatal, true),
            (Records::default(), Severity::Warning, false),
            (unchanged, Severity::Fatal, false),
        ] {
            assert_eq!(is_nothing(&report(records, severity)), nothing);
        }
        assert_eq!(source_in_words("boundaries"), "Gebietsgrenzen");
        assert_eq!(source_in_words("openvhs"), "Quelle openvhs");
    }
}
